"""The State's side in the browser: begun, filled in, handed on, signed by a second person (issue 6, 1 to 5)."""

import io
import re

import pytest

from tests import make
from tests.attestations.made import opened, ready
from tests.client import X, CheckedClient, form_of
from trainingapp.attestations.models import Attestation
from trainingapp.kit.db import db

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture
def group(bangladesh):
    return ready(bangladesh)


@pytest.fixture
def people(app, session):
    """A browser for each: who prepares, who signs, a colleague, another State, a reviewer."""

    def browser(role: str, email: str, **grant: str) -> CheckedClient:
        make.account(role, email, **grant)
        return app.test_client().sign_in(email)

    make.state()
    make.state("NPL", "Nepal", "NP")
    return {
        "focal": browser("focal_point", "focal@example.org", state="BGD"),
        "authority": browser("certifying_authority", "authority@example.org", state="BGD"),
        "colleague": browser("focal_point", "colleague@example.org", state="BGD"),
        "nepal": browser("focal_point", "nepal@example.org", state="NPL"),
        "military": browser("reviewer_military", "military@example.org"),
    }


def sheet(**more: str) -> dict[str, str]:
    """What is typed into the form of a training certification."""
    said = {"claim-CPTM": "8", "claim-SEA-ELEARN": "8", "caveats": "none", "dated": "2017-10-28"}
    said |= {f"state-{code}": "y" for code in ("gender", "human_rights", "misconduct")}
    return said | {"signatory": "Brigadier Kamal Uddin", "function": "Director of Operations"} | more


def begin(browser: CheckedClient, group, kind: str = "training") -> str:
    made = browser.post_form(f"/certifications/new/{group.rotation.public_id}", kind=kind)
    assert made.status_code == 302, made.text
    return made.location.removesuffix("/write")


def test_a_certification_goes_from_the_form_to_the_secretariat_through_two_persons(group, people):
    focal, authority = people["focal"], people["authority"]
    here = begin(focal, group)
    page = focal.get(f"{here}/write").text
    assert "100\u00a0%" in page
    assert "Nothing is saved yet" in page
    assert focal.post_form(f"{here}/write", **sheet()).location == f"{here}/write"
    assert "Nothing stands against a signature" in focal.get(f"{here}/write").text
    assert people["military"].get(here).status_code == 404, "a draft belongs to the State"
    assert focal.post_form(here, f"{here}/hand-on").location == here
    assert "Awaits signature" in authority.get(here).text
    assert authority.post_form(here, f"{here}/sign").location == here
    for reader in ("focal", "authority", "military"):
        text = people[reader].get(here).text
        assert "Submitted" in text
        assert "PDT-BGD-2017-0001" in text
        assert "Brigadier Kamal Uddin" in text
    assert "Handed on for signature" in focal.get(here).text
    assert "Handed on for signature" not in people["military"].get(here).text
    assert people["nepal"].get(here).status_code == 404


def test_begun_twice_leads_to_the_one_that_is_open(group, people):
    focal = people["focal"]
    new = f"/certifications/new/{group.rotation.public_id}"
    page = focal.get(new)
    here = begin(focal, group)
    again = form_of(page.text)
    fields = {i.get("name"): i.get("value", "") for i in again.iter(f"{X}input") if i.get("type") == "hidden"}
    told = people["colleague"].get(new).text
    assert "What there is already" in told
    assert "Pre-deployment training certification" in told
    twice = focal.post(new, data=fields | {"kind": "training", "key": "a" * 22})
    assert twice.status_code in (302, 422)
    assert db.session.query(Attestation).count() == 1
    assert focal.get(here).status_code == 200


def test_the_wrong_person_finds_no_form(group, people):
    here = f"/certifications/{opened(group)}"
    for who in ("nepal", "military", "authority"):
        assert people[who].get(f"{here}/write").status_code == 404, who
        assert people[who].get(f"/certifications/new/{group.rotation.public_id}").status_code == 404, who
    for who in ("nepal", "military"):
        assert people[who].get(here).status_code == 404, who
        assert people[who].get(f"{here}/exceptions/CPTM").status_code == 404, who
    assert people["authority"].get(here).status_code == 200
