"""Who a person is now: names put right, dated changes, two records made one and parted again. No fact is ever lost."""

from datetime import date

import pytest
from sqlalchemy import func, select

from tests import make
from trainingapp.accounts.rules import Grant, Identity
from trainingapp.completions import queries as completions
from trainingapp.forces import queries as forces
from trainingapp.journal.reports import verify
from trainingapp.kit.db import db
from trainingapp.kit.errors import Absent
from trainingapp.people import actions, queries
from trainingapp.people.models import Person, PersonNow
from trainingapp.people.naming import Names
from trainingapp.people.queries import recorded
from trainingapp.people.queries.former import former_numbers

TODAY = date(2017, 12, 31)


def focal_point(*states: str) -> Identity:
    codes = states or ("BGD",)
    grants = tuple(Grant("focal_point", "state", frozenset({code})) for code in codes)
    return Identity(f"focal-{'-'.join(codes)}", "Focal point", grants)


FOCAL = focal_point()


def known(person: Person, by: Identity = FOCAL) -> queries.KnownPerson:
    return recorded.person_of(by.scope("people.see"), person.public_id)


def rename(person: Person, new: Names, **more: object) -> str:
    values = {"reason": "As in the passport", "evidence": None, "version": known(person).version} | more
    return actions.correct_name(person.public_id, new, by=FOCAL, now=make.NOW, **values)  # type: ignore[arg-type]


def change(person: Person, field: str, value: str, holds_from: date = date(2017, 6, 1), **more: object) -> str:
    values = {"reason": "Order 7", "version": known(person).version} | more
    return actions.change(
        person.public_id, field, value, holds_from=holds_from, by=FOCAL, now=make.NOW, today=TODAY, **values
    )  # type: ignore[arg-type]


def merge(kept: Person, merged: Person, by: Identity = FOCAL, **more: object) -> str:
    values = {
        "kept_version": more.get("kept_version") or known(kept, by).version,
        "merged_version": more.get("merged_version") or known(merged, by).version,
    }
    return actions.merge(kept.public_id, merged.public_id, reason="One man", by=by, now=make.NOW, **values)  # type: ignore[arg-type]


def undo(merge_id: str, by: Identity = FOCAL) -> str:
    return actions.undo_merge(merge_id, reason="Two men after all", by=by, now=make.NOW)


def written() -> list[tuple[object, ...]]:
    """Everything `person_now` says."""
    table = PersonNow.__table__
    return [tuple(row) for row in db.session.execute(select(table).order_by(table.c.person_id))]


@pytest.fixture
def alice(session) -> Person:
    return make.person(make.state(), "BA-1", "Alice Uwera")


@pytest.fixture
def twin(alice) -> Person:
    return make.person(make.state(), "BA-01", "Uwera Alice")


# --- Names -----------------------------------------------------------------------------------------------------------


def test_a_name_is_put_right_without_a_new_identity(alice):
    rename(alice, Names(family_name="UWERA", given_names="Alice", original_name="أليس"))
    now = known(alice)
    assert (now.id, now.public_id, now.name, now.original_name) == (alice.id, alice.public_id, "Alice UWERA", "أليس")
    assert db.session.get(Person, alice.id).full_name == "Alice Uwera"


def test_the_earlier_names_are_kept_with_when_why_and_on_what_grounds(alice):
    rename(alice, Names(full_name="Alise Uwera"), reason="A slip of the pen", evidence="Passport page 2")
    rename(alice, Names(full_name="Alice Uwera"), reason="It was right before")
    told = recorded.renamings(alice.id)
    assert [(one.name, one.reason, one.evidence) for one in told] == [
        ("Alice Uwera", "It was right before", None),
        ("Alise Uwera", "A slip of the pen", "Passport page 2"),
    ]
    assert [one.name for one in recorded.first_names(alice.id)] == ["Alice Uwera"]


@pytest.mark.parametrize(
    ("new", "field"),
    [
        (Names(given_names="Alice"), "family_name"),
        (Names(full_name="12345"), "full_name"),
        (Names(full_name="Alice Uwera"), ""),
        (Names(full_name="Alice", original_name="--"), "original_name"),
    ],
)
def test_a_name_that_is_none_or_no_other_is_refused_beside_its_field(alice, new, field):
    with pytest.raises(actions.CannotChange) as refused:
        rename(alice, new)
    assert list(refused.value.problems) == [field]
    assert recorded.renamings(alice.id) == []


def test_the_second_officer_who_edits_the_same_person_is_told_and_nothing_is_recorded(alice):
    seen = known(alice).version
    rename(alice, Names(full_name="Alice B. Uwera"))
    with pytest.raises(actions.ChangedMeanwhile):
        rename(alice, Names(full_name="Alice C. Uwera"), version=seen)
    assert known(alice).name == "Alice B. Uwera"


# --- Changes ---------------------------------------------------------------------------------------------------------


def test_what_holds_from_the_latest_day_is_what_a_person_is_now(alice):
    change(alice, "rank", "Naik", date(2015, 1, 1))
    change(alice, "rank", "Subedar", date(2017, 1, 1))
    change(alice, "rank", "Havildar", date(2016, 1, 1))
    assert known(alice).rank == "Subedar"
    change(alice, "rank", "Naib Subedar", date(2017, 1, 1))
    assert known(alice).rank == "Naib Subedar"


def test_sex_and_birth_date_are_put_right_as_facts_and_the_first_row_is_not_touched(alice):
    change(alice, "sex", "male")
    change(alice, "born_on", "1990-02-28")
    assert (known(alice).sex, known(alice).born_on) == ("male", date(1990, 2, 28))
    assert (db.session.get(Person, alice.id).sex, db.session.get(Person, alice.id).born_on) == ("female", None)


@pytest.mark.parametrize(
    ("field", "value", "day", "where"),
    [
        ("rank", "Naik", date(2018, 1, 1), "holds_from"),
        ("rank", "", date(2017, 1, 1), "value"),
        ("service_number", "BA-1", date(2017, 1, 1), "value"),
        ("sex", "female", date(2017, 1, 1), "value"),
        ("born_on", "2018-01-01", date(2017, 1, 1), "value"),
        ("born_on", "1890-01-01", date(2017, 1, 1), "value"),
        ("service_number", "B" * 41, date(2017, 1, 1), "value"),
    ],
)
def test_a_change_to_come_or_to_the_same_is_refused_beside_its_field(alice, field, value, day, where):
    with pytest.raises(actions.CannotChange) as refused:
        change(alice, field, value, day)
    assert list(refused.value.problems) == [where]


def test_a_service_number_that_somebody_else_has_is_not_given_twice(alice, twin):
    with pytest.raises(actions.NumberTaken):
        change(alice, "service_number", "BA-01")


def test_an_earlier_number_is_nobodys_and_says_whose_it_was_until_when(alice):
    change(alice, "service_number", "BA-9", date(2017, 6, 1))
    change(alice, "service_number", "BA-10", date(2017, 9, 1))
    assert queries.by_service_number("BGD", ["BA-1", "BA-9"]) == {}
    assert queries.by_service_number("BGD", ["BA-10"])["BA-10"].id == alice.id
    told = former_numbers("BGD", ["BA-1", "BA-9", "BA-77"])
    assert {number: (one.name, one.until, one.now) for number, one in told.items()} == {
        "BA-1": ("Alice Uwera", date(2017, 5, 31), "BA-10"),
        "BA-9": ("Alice Uwera", date(2017, 8, 31), "BA-10"),
    }
    assert former_numbers("NPL", ["BA-1"]) == {}


def test_a_number_that_was_given_up_may_be_given_to_another(alice):
    change(alice, "service_number", "BA-9")
    bob = make.person(make.state(), "BA-1", "Bob")
    assert queries.by_service_number("BGD", ["BA-1"])["BA-1"].id == bob.id


# --- Merges ----------------------------------------------------------------------------------------------------------


def test_whatever_names_either_record_is_shown_under_the_one_that_is_kept(alice, twin):
    rotation = make.rotation(make.state())
    make.assignment(rotation, twin)
    one, two = make.completion(alice, make.version()), make.completion(twin, make.version("BFA"))
    merge(alice, twin)
    assert {told.public_id for told in completions.history_of(alice.id)} == {one.public_id, two.public_id}
    assert {told.person_public_id for told in completions.history_of(twin.id)} == {alice.public_id}
    (line,) = forces.roll(FOCAL.scope("people.see"), rotation.id, as_of=TODAY)
    assert (line.person.id, line.person.name, line.person.service_number) == (alice.id, "Alice Uwera", "BA-1")
    assert known(twin).public_id == alice.public_id


def test_whoever_was_on_one_roll_twice_is_there_once(alice, twin):
    rotation, scope = make.rotation(make.state()), FOCAL.scope("people.see")
    for person in (alice, twin, make.person(make.state(), "BA-2", "Bob")):
        make.assignment(rotation, person)
    merge_id = merge(alice, twin)
    assert len(forces.roll(scope, rotation.id, as_of=TODAY)) == 2
    assert forces.roll_page(scope, rotation.id, as_of=TODAY).total == 2
    assert forces.rotation(scope, rotation.public_id, as_of=TODAY).on_roll == 2
    assert [one.on_roll for one in forces.rotations(scope, as_of=TODAY).rows] == [2]
    assert [one.on_roll for one in forces.rotations(scope, as_of=TODAY, sort="on_roll").rows] == [2]
    assert sum(forces.roll_summary(scope, rotation.id, as_of=TODAY).values()) == 2
    undo(merge_id)
    assert len(forces.roll(scope, rotation.id, as_of=TODAY)) == 3


def test_undone_everything_is_what_it_was_to_the_last_byte(alice, twin):
    rename(twin, Names(full_name="Alis Uwera"))
    change(twin, "rank", "Naik")
    before = written()
    merge_id = merge(alice, twin)
    assert written() != before
    undo(merge_id)
    assert written() == before


def test_a_chain_of_merges_leads_to_the_last_that_is_kept_and_opens_anywhere(alice, twin):
    third = make.person(make.state(), "BA-001", "A. Uwera")
    first = merge(twin, third)
    between = written()
    second = merge(alice, twin)
    assert {known(one).id for one in (alice, twin, third)} == {alice.id}
    undo(first)
    assert [known(one).id for one in (alice, twin, third)] == [alice.id, alice.id, third.id]
    undo(second)
    assert [known(one).id for one in (alice, twin, third)] == [alice.id, twin.id, third.id]
    merge(twin, third)
    assert [row[:-2] for row in written()] == [row[:-2] for row in between]


def test_what_was_put_right_while_they_were_one_stays_with_the_one_that_was_kept(alice, twin):
    merge_id = merge(alice, twin)
    rename(twin, Names(full_name="Alice M. Uwera"))
    undo(merge_id)
    assert (known(alice).name, known(twin).name) == ("Alice M. Uwera", "Uwera Alice")


def test_people_of_two_states_are_never_made_one_and_it_is_said_why(alice):
    karim = make.person(make.state("NPL", "Nepal", "NP"), "N-1", "Karim")
    of_both = focal_point("BGD", "NPL")
    versions = {"kept_version": known(alice).version, "merged_version": known(karim, of_both).version}
    with pytest.raises(actions.TwoStates, match="offered by the old State"):
        merge(alice, karim, of_both, **versions)
    with pytest.raises(Absent):
        merge(alice, karim, **versions)


def test_the_same_record_is_not_merged_with_itself_nor_twice(alice, twin):
    with pytest.raises(actions.AlreadyOne):
        merge(alice, alice)
    merge(alice, twin)
    with pytest.raises(actions.AlreadyOne):
        merge(alice, twin)


def test_a_merge_of_a_record_that_changed_meanwhile_is_refused(alice, twin):
    seen = known(twin).version
    rename(twin, Names(full_name="Somebody Else"))
    with pytest.raises(actions.ChangedMeanwhile):
        merge(alice, twin, merged_version=seen)


def test_an_undone_merge_is_not_undone_again_and_nobody_elses_is(alice, twin):
    merge_id = merge(alice, twin)
    with pytest.raises(Absent):
        undo(merge_id, focal_point("NPL"))
    undo(merge_id)
    with pytest.raises(actions.AlreadyUndone):
        undo(merge_id)


def test_a_number_given_to_another_since_stands_in_the_way_of_undoing(alice, twin):
    merge_id = merge(alice, twin)
    make.person(make.state(), "BA-01", "Bob")
    with pytest.raises(actions.NumberGivenAway):
        undo(merge_id)


def test_the_number_of_a_merged_record_says_where_it_went(alice, twin):
    merge(alice, twin)
    (told,) = former_numbers("BGD", ["BA-01"]).values()
    assert (told.until, told.now) == (None, "BA-1")


def test_two_persons_are_known_to_be_two(alice, twin):
    assert not recorded.are_distinct(alice.id, twin.id)
    actions.keep_apart(twin.public_id, alice.public_id, reason=None, by=FOCAL, now=make.NOW)
    assert recorded.are_distinct(alice.id, twin.id)


def test_a_training_officer_corrects_names_and_merges_nobody(alice, twin):
    officer = Identity("officer", "Officer", (Grant("training_officer", "state", frozenset({"BGD"})),))
    with pytest.raises(Absent):
        merge(alice, twin, officer)


# --- What is derived -------------------------------------------------------------------------------------------------


def test_what_is_derived_is_compared_with_the_facts_and_the_first_row_that_differs_is_named(alice, twin):
    merge(alice, twin)
    assert verify(db.session.connection(), deep=True).ok
    db.session.execute(PersonNow.__table__.update().where(PersonNow.person_id == twin.id).values(full_name="X"))
    wrong = verify(db.session.connection(), deep=True).first_bad
    assert (wrong.table, wrong.id, wrong.column) == ("person_now", twin.public_id, "full_name")


def test_a_row_that_was_taken_away_is_missed(alice):
    db.session.execute(PersonNow.__table__.delete().where(PersonNow.person_id == alice.id))
    wrong = verify(db.session.connection(), deep=True).first_bad
    assert (wrong.table, wrong.id) == ("person_now", alice.public_id)


def test_no_act_takes_more_statements_where_there_are_more_people(alice, twin, statements):
    costs = []
    for number in range(2):
        with statements() as seen:
            undo(merge(alice, twin))
        costs.append(len(seen))
        for n in range(30):
            make.person(make.state(), f"BX-{number}-{n}", "Somebody")
    assert costs[0] == costs[1]
    assert db.session.scalar(select(func.count()).select_from(Person)) >= 60
