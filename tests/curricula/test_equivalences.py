"""Training that stands for a curriculum: many to one, on its days, on somebody's authority (R52)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import make
from trainingapp.accounts.rules import OPERATOR
from trainingapp.curricula.actions import deciding
from trainingapp.curricula.actions.deciding import EndedBefore, IsPast, StandsForItself
from trainingapp.curricula.queries import decisions
from trainingapp.curricula.recognition import Part, Recognition, in_order, standing_for, way_back
from trainingapp.kit.db import db
from trainingapp.kit.errors import Absent, Refused

TODAY = date(2017, 12, 31)
LETTERS = st.sampled_from("ABCDEF")


def stands(curriculum: str, *parts: str) -> Recognition:
    return Recognition(curriculum, tuple(Part(one) for one in parts), date(2017, 1, 1), None, "DPKO", "ref")


@given(st.lists(st.tuples(LETTERS, st.sets(LETTERS, min_size=1, max_size=3)), max_size=8))
def test_what_is_taken_only_when_it_leads_nowhere_back_can_always_be_put_in_order(wanted) -> None:
    taken: list[Recognition] = []
    for curriculum, parts in wanted:
        if curriculum not in parts and way_back(taken, curriculum, parts) is None:
            taken.append(stands(curriculum, *sorted(parts)))
    ordered = in_order(taken)
    assert sorted(ordered, key=str) == sorted(taken, key=str)
    for place, one in enumerate(ordered):
        assert not {later.curriculum for later in ordered[place:]} & {part.curriculum for part in one.parts} - {
            one.curriculum
        }
        assert one.curriculum not in standing_for(taken, one.curriculum)


def test_the_way_back_is_told() -> None:
    known = [stands("B", "A"), stands("C", "B", "X")]
    assert way_back(known, "A", ["C"]) == ("C", "B", "A")
    assert way_back(known, "A", ["X"]) is None
    with pytest.raises(ValueError, match="stands for itself"):
        in_order([*known, stands("A", "C")])


def three() -> None:
    for code in ("AU-A", "AU-B"):
        make.version(code, "2015")
    make.version("CPTM", "2017")


def test_it_is_decided_kept_and_ended_by_a_fact_of_its_own(session):
    three()
    public_id = make.equivalence("CPTM", "AU-A@2015", "AU-B", first=date(2017, 7, 1), last=date(2018, 6, 30))
    (found,) = decisions.equivalences_of("CPTM")
    assert found.recognition.parts == (Part("AU-A", "2015"), Part("AU-B"))
    assert [found.standing(day) for day in (date(2017, 6, 30), date(2017, 7, 1), date(2018, 7, 1))] == [
        *("upcoming", "in_force", "ended"),
    ]
    assert [one.public_id for one in decisions.stands_elsewhere("AU-B")] == [public_id]
    with pytest.raises(IsPast):
        end(public_id, date(2017, 12, 1))
    db.session.rollback()
    end(public_id, date(2018, 2, 1))
    (found,) = decisions.equivalences_of("CPTM")
    assert (found.recognition.last, found.holds_through) == (date(2018, 1, 31), date(2018, 6, 30))
    with pytest.raises(EndedBefore):
        end(public_id, date(2018, 3, 1))
    db.session.rollback()


def end(public_id: str, from_on: date) -> None:
    deciding.end_equivalence(
        public_id, from_on=from_on, reason="No longer taught.", by=OPERATOR, now=make.NOW, today=TODAY
    )
    db.session.commit()


@pytest.mark.parametrize(
    ("code", "parts", "refusal", "said"),
    [
        ("CPTM", ["CPTM"], StandsForItself, "cannot stand for itself"),
        ("AU-A", ["CPTM"], StandsForItself, "AU-A ← CPTM ← AU-A"),
        ("CPTM", [], Refused, "at least one"),
        ("CPTM", ["AU-B", "AU-B@2015"], Refused, "named twice"),
        ("CPTM", ["NOWHERE"], Absent, "nothing here"),
        ("CPTM", ["AU-B@1066"], Absent, "nothing here"),
    ],
)
def test_what_cannot_be_is_refused_in_words(session, code, parts, refusal, said):
    three()
    make.equivalence("CPTM", "AU-A")
    with pytest.raises(refusal, match=said):
        make.equivalence(code, *parts)
    db.session.rollback()
    with pytest.raises(Refused, match="lies before the first"):
        make.equivalence("CPTM", "AU-B", last=date(2016, 1, 1))
    db.session.rollback()


def test_the_pages_decide_and_end_it(client, session):
    three()
    make.account("curriculum_publisher", "publisher@un.example")
    client.sign_in("publisher@un.example")
    address = "/curricula/CPTM/equivalences"
    assert "Nothing stands for it" in client.get(address).text
    fields = {
        "held": "AU-A@2015",
        "second": "AU-B",
        "first_day": "2017-07-01",
        "last_day": "",
        "authority": "Integrated Training Service",
        "reference": "DPKO 2017/12",
    }
    for wrong, said in (
        ({"held": ""}, "Choose what stands for it"),
        ({"held": "AU-B"}, "named twice"),
        ({"last_day": "2017-06-30"}, "lies before the first"),
        ({"authority": " "}, "Say who recognises it"),
        ({"first_day": "03/04/2017"}, "cannot be read as a date"),
    ):
        refused = client.post_form(f"{address}/new", **fields | wrong)
        assert (refused.status_code, said in refused.text) == (422, True), wrong
    assert client.post_form(f"{address}/new", **fields).status_code == 302
    page = client.get(address).text
    assert "DPKO 2017/12" in page
    (found,) = decisions.equivalences_of("CPTM")
    ending = f"/curricula/equivalences/{found.public_id}/end"
    assert client.post_form(ending, from_on="2017-12-01", reason="Over.").status_code == 422
    assert client.post_form(ending, from_on="2018-01-01", reason="Over.").status_code == 302
    assert "Over." in client.get(address).text
    assert "CPTM" in client.get("/curricula/AU-A/equivalences").text


def test_whoever_reads_curricula_sees_it_and_does_not_decide(client, session):
    three()
    public_id = make.equivalence("CPTM", "AU-A")
    make.account("curriculum_editor", "editor@un.example")
    client.sign_in("editor@un.example")
    page = client.get("/curricula/CPTM/equivalences")
    assert page.status_code == 200
    assert "equivalences/new" not in page.text
    for address in ("/curricula/CPTM/equivalences/new", f"/curricula/equivalences/{public_id}/end"):
        assert client.get(address).status_code == 404
    assert client.get("/curricula/NOWHERE/equivalences").status_code == 404
