"""Several decide about the same people at the same moment: one of them wins, the others are told, and nothing is lost.

Real commits on a database of their own, each decision in a thread and a transaction of its own.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from itertools import count

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests import make
from tests.office import Act, at_once, office_on
from tests.people.test_identity import focal_point
from trainingapp.completions.models import Completion
from trainingapp.intake.actions.transfers import accept
from trainingapp.journal import actions as journal
from trainingapp.kit.db import db
from trainingapp.kit.ids import new_id
from trainingapp.kit.once import once
from trainingapp.people import actions
from trainingapp.people.models import Person, PersonMerge, PersonMergeUndo, PersonName, PersonNow, PersonTransfer
from trainingapp.people.naming import Names
from trainingapp.people.queries import recorded

TODAY = date(2017, 12, 31)
BOTH = focal_point("BGD", "NPL")
_NUMBERS = count(1)


@pytest.fixture(scope="module")
def office(new_database: Callable[[], str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    with office_on(new_database(), tmp_path_factory.mktemp("office")) as app:
        with app.app_context():
            make.state()
            make.state("NPL", "Nepal", "NP")
        yield app


@pytest.fixture
def people(office: Flask) -> list[str]:
    """Three records, by public id, of which the first was trained."""
    number = next(_NUMBERS)
    with office.app_context():
        found = [make.person(make.state(), f"BA-{number}-{n}", f"Somebody {chr(65 + n)}") for n in range(3)]
        make.completion(found[0], make.version())
        return [person.public_id for person in found]


def seen(app: Flask, public_id: str) -> int:
    with app.app_context():
        return recorded.person_of(BOTH.scope("people.see"), public_id).version


def counted(app: Flask, column: object, *conditions: object) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count(column)).where(*conditions)) or 0  # type: ignore[arg-type]


def merging(app: Flask, kept: str, merged: str) -> Act:
    versions = {"kept_version": seen(app, kept), "merged_version": seen(app, merged)}
    return lambda: actions.merge(kept, merged, reason="One man", by=BOTH, now=make.NOW, **versions)


def renaming(app: Flask, public_id: str, name: str) -> Act:
    version = seen(app, public_id)
    return lambda: actions.correct_name(
        public_id, Names(full_name=name), reason="Passport", evidence=None, version=version, by=BOTH, now=make.NOW
    )


def offering(app: Flask, public_id: str, to: str = "NPL") -> Act:
    version = seen(app, public_id)
    return lambda: actions.offer(public_id, to, reason="Naturalised", version=version, by=BOTH, now=make.NOW)


def done(app: Flask, act: Act) -> str:
    (answer,) = at_once(app, act)
    return str(answer)


def keys(app: Flask, *public_ids: str) -> list[int]:
    with app.app_context():
        return list(db.session.scalars(select(Person.id).where(Person.public_id.in_(public_ids))))


def test_two_merges_of_one_pair_the_one_way_and_the_other_make_one(office, people):
    a, b, _c = people
    said = at_once(office, merging(office, a, b), merging(office, b, a), merging(office, a, b), merging(office, b, a))
    assert sorted(one == "AlreadyOne" for one in said) == [False, True, True, True], said
    assert counted(office, PersonMerge.id, PersonMerge.merged_id.in_(keys(office, a, b))) == 1


def test_merges_that_would_go_round_in_a_circle_leave_no_circle(office, people):
    a, b, c = people
    said = at_once(office, merging(office, a, b), merging(office, b, c), merging(office, c, a))
    assert 1 <= sum(one not in ("AlreadyOne", "ChangedMeanwhile") for one in said) <= 2, said
    with office.app_context():
        kept = db.session.scalars(select(PersonNow.same_as).where(PersonNow.person_id.in_(keys(office, *people))))
        ends = set(kept)
        assert all(db.session.get(PersonNow, end).same_as == end for end in ends)


@pytest.mark.parametrize("place", [0, 1])
def test_a_merge_and_a_correction_at_once_are_never_both_done_on_what_only_one_of_them_saw(office, people, place):
    a, b, _c = people
    said = at_once(office, merging(office, a, b), renaming(office, people[place], "Somebody Else"))
    assert said.count("ChangedMeanwhile") == 1, said


def test_of_four_officers_who_correct_one_name_one_is_heard_and_the_others_are_told(office, people):
    said = at_once(office, *(renaming(office, people[0], f"Somebody {n}") for n in "WXYZ"))
    assert said.count("ChangedMeanwhile") == 3, said
    assert counted(office, PersonName.id, PersonName.person_id.in_(keys(office, people[0]))) == 1


def test_a_merge_is_undone_once_however_many_undo_it(office, people):
    merge = done(office, merging(office, people[0], people[1]))
    acts = [lambda: actions.undo_merge(merge, reason="Two men", by=BOTH, now=make.NOW)] * 4
    assert sorted(one == "AlreadyUndone" for one in at_once(office, *acts)) == [False, True, True, True]
    merges = select(PersonMerge.id).where(PersonMerge.public_id == merge)
    assert counted(office, PersonMergeUndo.id, PersonMergeUndo.merge_id.in_(merges)) == 1


def test_whoever_comes_back_by_an_undo_and_whoever_gets_the_number_meanwhile_are_not_both_there(office, people):
    with office.app_context():
        number = recorded.person_of(BOTH.scope("people.see"), people[1]).service_number
    merge = done(office, merging(office, people[0], people[1]))

    def arrive() -> object:
        with journal.entry(act="t", by="t", now=make.NOW, object_kind="t", object_id="t") as entry:
            return actions.add_people(entry, "BGD", [{"service_number": number, "full_name": "Bob"}])

    said = at_once(office, lambda: actions.undo_merge(merge, reason="Two", by=BOTH, now=make.NOW), arrive)
    assert sum(one in ("NumberGivenAway", "AlreadyKnown") for one in said) == 1, said
    assert counted(office, PersonNow.person_id, PersonNow.service_number == number) == 1


def test_somebody_is_offered_once_however_many_offer_them(office, people):
    acts = [offering(office, people[0]) for _ in range(4)]
    assert at_once(office, *acts).count("AlreadyOffered") == 3
    assert counted(office, PersonTransfer.id, PersonTransfer.person_id.in_(keys(office, people[0]))) == 1


def test_of_two_who_accept_one_offer_and_one_who_withdraws_it_one_is_heard(office, people):
    offered, number = done(office, offering(office, people[0])), next(_NUMBERS)
    before = counted(office, Completion.id)

    def accepting(n: int) -> Act:
        return lambda: accept(offered, f"N-{number}-{n}", by=BOTH, now=make.NOW, today=TODAY)

    def withdraw() -> object:
        return actions.withdraw_offer(offered, reason=None, by=BOTH, now=make.NOW)

    said = at_once(office, accepting(1), accepting(2), withdraw)
    assert said.count("AlreadyAnswered") == 2, said
    new = counted(office, Person.id, Person.service_number.startswith(f"N-{number}-"))
    assert new == (said[2] == "AlreadyAnswered"), "a new person, unless the offer was taken back"
    assert counted(office, Completion.id) - before == new, "and what they completed, once"


def test_one_button_pressed_by_four_fingers_has_one_effect_and_one_answer(office, people):
    merge, key = merging(office, people[0], people[1]), new_id()
    acts = [lambda: once(key, asked_by=BOTH.public_id, act="merge", now=make.NOW, do=merge)] * 4
    (answer,) = Counter(map(str, at_once(office, *acts)))
    assert counted(office, PersonMerge.id, PersonMerge.public_id == answer) == 1
