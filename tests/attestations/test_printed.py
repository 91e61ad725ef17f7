"""A certification on paper: its lines, its number, a code that leads to where its status is read."""

import io

import pypdf
import pytest

from tests import make
from tests.attestations import made
from tests.attestations.test_figures import signed_in


@pytest.fixture
def unit(bangladesh):
    return made.ready(bangladesh, 8)


def text_of(answer):
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.data)).pages)


def test_the_paper_says_what_was_signed_and_never_what_became_of_it(client, unit):
    public_id = made.accepted(unit, "readiness")
    answer = signed_in(client, "reviewer_military").get(f"/certifications/{public_id}/certification.pdf")
    assert answer.mimetype == "application/pdf"
    told = " ".join(text_of(answer).split())
    for said in (
        "Operational readiness certification",
        "ORC-BGD-2017-0001",
        "8 persons: 2 women, 6 men",
        "8 cleared, 0 not cleared, 0 not screened",
        "Brigadier Kamal Uddin",
        "Director of Operations",
        "Core Predeployment Training Materials",
        "Gender is part of the training",
        f"/certifications/{public_id}",
    ):
        assert said in told, said
    assert "ccepted" not in told
    assert "Soldier" not in told


def test_the_same_submission_gives_the_same_bytes(client, unit):
    public_id = made.submitted(unit)
    browser = signed_in(client, "reviewer_military")
    address = f"/certifications/{public_id}/certification.pdf"
    assert browser.get(address).data == browser.get(address).data


def test_nobody_prints_a_draft_nor_another_states_certification(client, unit):
    draft = made.handed(unit)
    assert signed_in(client, "reviewer_military").get(f"/certifications/{draft}/certification.pdf").status_code == 404


def test_another_state_prints_nothing(client, unit):
    make.state("NPL", "Nepal", "NP")
    public_id = made.submitted(unit)
    browser = signed_in(client, "focal_point", state="NPL")
    assert browser.get(f"/certifications/{public_id}/certification.pdf").status_code == 404


def test_a_submission_that_there_was_not_is_absent(client, unit):
    public_id = made.submitted(unit)
    browser = signed_in(client, "reviewer_military")
    assert browser.get(f"/certifications/{public_id}/certification.pdf?submission=2").status_code == 404
    assert browser.get(f"/certifications/{public_id}/certification.pdf?submission=1").status_code == 200
