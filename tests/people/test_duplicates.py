"""Records that may be one person's: found as people arrive, listed for an officer, never decided by the register."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date

import pytest
from sqlalchemy import select

from tests import make
from trainingapp.accounts.rules import Grant, Identity
from trainingapp.journal import actions as journal
from trainingapp.kit.db import db
from trainingapp.people import actions
from trainingapp.people.likeness import somebody
from trainingapp.people.models import LikelyDuplicate, Person
from trainingapp.people.queries import duplicates, recorded

BORN = date(1990, 5, 3)
FOCAL = Identity(
    "focal", "Rafiqul", (Grant("focal_point", "state", frozenset({"BGD"}), frozenset(), "BGD", "Bangladesh"),)
)
SCOPE = FOCAL.scope("people.merge")


def arrive(*people: tuple[str, str, date | None], state: str = "BGD") -> int:
    """A roll with these persons; gives how many pairs wait because of it."""
    rows = [{"service_number": number, "full_name": name, "born_on": born} for number, name, born in people]
    with journal.entry(act="t", by="t", now=make.NOW, object_kind="t", object_id="t") as entry:
        added = actions.add_people(entry, state, rows)
        return actions.look(state, [key for key, _ in added.values()])


def waiting() -> list[tuple[str, str]]:
    return [tuple(sorted((pair.one.name, pair.other.name))) for pair in duplicates.waiting(SCOPE).rows]


@pytest.fixture
def known(session) -> None:
    make.state()
    make.state("NPL", "Nepal", "NP")
    arrive(("000417", "Mohammad Rahman", BORN), ("BA-77", "Abdul Karim", None), ("BA-78", "Alice Uwera", BORN))
    assert waiting() == []


def test_who_arrives_under_a_variant_of_the_number_or_another_spelling_waits_for_a_decision(known):
    assert arrive(("417", "Md. Rehman", None), ("X1", "Uwera Alice", BORN), ("X2", "Bishnu Gurung", BORN)) == 2
    assert waiting() == [("Md. Rehman", "Mohammad Rahman"), ("Alice Uwera", "Uwera Alice")]
    first = duplicates.waiting(SCOPE).rows[0]
    assert first.score >= 60
    assert first.reasons[:2] == ("number_written", "name_same")


def test_two_of_one_roll_may_be_one_person_too(known):
    assert arrive(("Z-1", "Grace Mugisha", BORN), ("Z1", "Mugisha Grace", BORN)) == 1


def test_people_of_two_states_are_never_held_against_each_other(known):
    assert arrive(("417", "Mohammad Rahman", BORN), state="NPL") == 0


def test_a_name_that_many_have_makes_nobody_likely_and_a_rare_one_does(known):
    assert arrive(*((f"K{n}0{n}7", "Kamrul Hasan", None) for n in range(10, 30))) == 0
    assert arrive(("M1", "Immaculée Habimana", None)) == 0
    assert arrive(("M777", "Habimana Immaculee", None)) == 1


def test_a_differing_birth_date_speaks_against(known):
    assert arrive(("X9", "Uwera Alice", date(1971, 1, 30))) == 0


def only_pair() -> duplicates.Pair:
    (pair,) = duplicates.waiting(SCOPE).rows
    return pair


def test_what_was_decided_to_be_two_persons_never_comes_again_unless_something_new_is_told(known):
    arrive(("X1", "Uwera Alice", BORN))
    pair = only_pair()
    actions.keep_apart(pair.one.public_id, pair.other.public_id, reason="Cousins.", by=FOCAL, now=make.NOW)
    assert waiting() == []
    keys = [pair.one.id, pair.other.id]
    assert actions.look("BGD", keys) == 0
    told = {"reason": "As in the order.", "by": FOCAL, "now": make.NOW, "today": make.NOW.date()}
    seen = recorded.person_of(SCOPE, pair.other.public_id)
    actions.change(pair.other.public_id, "rank", "Corporal", holds_from=date(2017, 1, 1), version=seen.version, **told)
    assert waiting() == []
    seen = recorded.person_of(SCOPE, pair.other.public_id)
    actions.change(
        pair.other.public_id, "service_number", "BA 78", holds_from=date(2017, 1, 1), version=seen.version, **told
    )
    assert waiting() == [("Alice Uwera", "Uwera Alice")]
    pair = only_pair()
    actions.keep_apart(pair.one.public_id, pair.other.public_id, reason=None, by=FOCAL, now=make.NOW)
    assert waiting() == []


@pytest.mark.parametrize("two_persons", [False, True])
def test_what_became_one_person_is_off_the_list_and_waits_again_once_undone_unless_known_to_be_two(known, two_persons):
    arrive(("X1", "Uwera Alice", BORN))
    pair = only_pair()
    merged = actions.merge(
        pair.one.public_id,
        pair.other.public_id,
        reason="The same woman.",
        kept_version=pair.one.version,
        merged_version=pair.other.version,
        by=FOCAL,
        now=make.NOW,
    )
    assert waiting() == []
    actions.undo_merge(merged, reason="Her sister.", by=FOCAL, now=make.NOW, two_persons=two_persons)
    if two_persons:
        assert waiting() == []
        assert recorded.are_distinct(pair.one.id, pair.other.id)
    else:
        assert only_pair() == pair, "the same pair, at the same address"


def test_whoever_is_merged_is_looked_for_by_the_names_of_both(known):
    """A third record that was like the one that is merged is like the one that is kept."""
    arrive(("X1", "Uwera Alice", BORN))
    pair = only_pair()
    arrive(("X-1", "Alice Uwera Mugisha", None))
    assert len(waiting()) == 2
    actions.merge(
        pair.one.public_id,
        pair.other.public_id,
        reason="The same woman.",
        kept_version=pair.one.version,
        merged_version=pair.other.version,
        by=FOCAL,
        now=make.NOW,
    )
    assert waiting() == [("Alice Uwera", "Alice Uwera Mugisha")]


def test_a_record_that_no_longer_looks_like_the_other_is_off_the_list(known):
    arrive(("X1", "Uwera Alice", BORN))
    other = only_pair().other
    actions.change(
        other.public_id,
        "born_on",
        "1971-01-30",
        holds_from=date(2017, 1, 1),
        reason="As in the passport.",
        version=other.version,
        by=FOCAL,
        now=make.NOW,
        today=make.NOW.date(),
    )
    assert waiting() == []


def test_the_list_holds_each_pair_once_in_one_order(known):
    arrive(("X1", "Uwera Alice", BORN))
    row = db.session.scalars(select(LikelyDuplicate)).one()
    assert row.one_id < row.other_id
    assert actions.look("BGD", [row.one_id, row.other_id]) == 1
    assert duplicates.how_many(SCOPE) == 1


def test_a_mission_or_another_state_sees_no_pair(known):
    arrive(("X1", "Uwera Alice", BORN))
    nepal = Identity("n", "n", (Grant("focal_point", "state", frozenset({"NPL"})),)).scope("people.merge")
    assert duplicates.waiting(nepal).rows == []
    assert duplicates.how_many(nepal) == 0


def test_a_file_that_is_only_looked_at_is_held_against_the_register_and_against_itself(known, session):
    lines = [
        somebody(None, numbers=[number], names=[(None, None, name, None)], sex="unspecified", born_on=born)
        for number, name, born in (
            ("Q1", "Grace Mugisha", BORN),
            ("417", "Rehman Mohammed", None),
            ("Q-1", "Mugisha Grace", BORN),
        )
    ]
    found = duplicates.look_alikes("BGD", lines)
    assert [(one.place, one.other.id is None, one.other_place) for one in found] == [(1, False, None), (2, True, 0)]
    key = db.session.scalar(select(Person.id).where(Person.service_number == "000417"))
    assert found[0].other.id == key
    assert duplicates.how_many(SCOPE) == 0


def test_looking_costs_the_same_for_one_and_for_many(
    known, statements: Callable[[], AbstractContextManager[list[str]]]
):
    costs = []
    for size in (2, 300):
        rows = [
            {"service_number": f"{size}-{n}", "full_name": f"Uwera Alice {n}", "born_on": BORN} for n in range(size)
        ]
        with journal.entry(act="t", by="t", now=make.NOW, object_kind="t", object_id="t") as entry:
            added = actions.add_people(entry, "BGD", rows)
            with statements() as seen:
                assert actions.look("BGD", [key for key, _ in added.values()])
        costs.append(len(seen))
    assert costs[0] == costs[1] <= 18
