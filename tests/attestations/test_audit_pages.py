"""The pages of audits: persons drawn by chance, what was found, who reads it (issue 6, 8)."""

import hashlib
import re

import pytest
from sqlalchemy import func, select

from tests import make
from tests.attestations import made
from tests.attestations.reviewing import at, words
from tests.client import CheckedClient
from trainingapp.attestations.models import Sample
from trainingapp.attestations.queries import verification
from trainingapp.journal.models import Reading
from trainingapp.kit.db import db


@pytest.fixture
def group(bangladesh):
    return made.ready(bangladesh, 6)


@pytest.fixture
def waits(group) -> str:
    """A certification of readiness that nobody has taken up."""
    return made.submitted(group, "readiness")


@pytest.fixture
def military(client) -> CheckedClient:
    return client.sign_in(make.account("reviewer_military").email)


@pytest.fixture
def drawn(military, waits) -> str:
    """A sample of three of the roll; its public id."""
    answer = military.post_form(at(waits, "/sample"), size="3")
    assert answer.status_code == 302, words(answer.text)
    return answer.location.rpartition("/")[2]


def sample_at(public_id: str, more: str = "") -> str:
    return f"/certifications/samples/{public_id}{more}"


def test_the_state_draws_the_same_persons_from_the_file_and_the_seed_on_its_page(client, group, drawn):
    theirs = client.application.test_client().sign_in(make.account("focal_point", state="BGD").email)
    page = theirs.get(sample_at(drawn))
    seed = re.search(r'<code class="seed">([0-9a-f]{64})</code>', page.text)[1]
    roll = theirs.get(sample_at(drawn, "/roll.txt")).text.split()
    assert sorted(roll) == sorted(one.public_id for one in group.people)
    chosen = sorted(roll, key=lambda one: hashlib.sha256((seed + one).encode()).hexdigest())[:3]
    names = {one.public_id: one.full_name for one in group.people}
    places = [page.text.index(names[one]) for one in chosen]
    assert places == sorted(places)
    assert not any(names[one.public_id] in page.text for one in group.people if one.public_id not in chosen)
    reading = db.session.scalars(select(Reading).order_by(Reading.id.desc())).first()
    assert (reading.persons, reading.state_code) == (3, "BGD")


def test_findings_are_recorded_person_by_person_and_give_the_states_rate(military, drawn):
    page = military.post_form(sample_at(drawn, "/1"), outcome_0="proved", proof_0="", remark_0="")
    assert page.status_code == 422
    assert "without a proof nothing is proved" in words(page.text)
    answer = military.post_form(sample_at(drawn, "/1"), outcome_0="proved", proof_0="attendance_sheet", remark_0="")
    assert (answer.status_code, answer.location) == (302, sample_at(drawn, "/2"))
    military.post_form(sample_at(drawn, "/2"), outcome_0="not_proved", proof_0="none", remark_0="No sheet was found")
    assert verification.rates(["BGD"])["BGD"].findings == 2
    said = words(military.get(sample_at(drawn)).text)
    assert "1 of 2" in said
    assert "50.0" in said
    assert "No sheet was found" in said
    assert military.get(sample_at(drawn, "/4")).status_code == 404


def test_the_rate_is_for_the_state_and_its_reviewers_alone(client, military, drawn):
    military.post_form(sample_at(drawn, "/1"), outcome_0="not_proved", proof_0="none", remark_0="")
    make.state("NPL", "Nepal", "NP")

    def sees(role: str, state: str | None = None) -> str | None:
        theirs = client.application.test_client().sign_in(
            make.account(role, f"a.{role}@example.org", state=state).email
        )
        page = theirs.get(sample_at(drawn))
        return words(page.text) if page.status_code == 200 else None

    for role in ("focal_point", "certifying_authority"):
        assert "In all audits of Bangladesh" in (sees(role, "BGD") or "")
    assert "In all audits" not in (sees("reviewer_police") or "In all audits")
    assert sees("analyst") is None
    assert sees("training_officer", "BGD") is None


def test_another_state_finds_neither_the_sample_nor_its_roll(client, military, drawn):
    make.state("NPL", "Nepal", "NP")
    theirs = client.application.test_client().sign_in(make.account("focal_point", state="NPL").email)
    assert [theirs.get(sample_at(drawn, more)).status_code for more in ("", "/roll.txt", "/1")] == [404] * 3


def test_more_than_the_roll_has_is_refused_on_the_form(military, waits):
    for size in ("7", "0", "many", ""):
        page = military.post_form(at(waits, "/sample"), size=size)
        assert page.status_code == 422, size
    assert not db.session.scalar(select(func.count()).select_from(Sample))


def test_the_page_of_a_sample_costs_the_same_however_many_were_drawn(military, waits, drawn, statements):
    military.get(sample_at(drawn))
    with statements() as few:
        military.get(sample_at(drawn))
    other = military.post_form(at(waits, "/sample"), size="6").location.rpartition("/")[2]
    for place in (1, 2, 3):
        military.post_form(sample_at(other, f"/{place}"), outcome_0="not_proved", proof_0="none", remark_0="")
    with statements() as many:
        military.get(sample_at(other))
    assert len(many) == len(few)
