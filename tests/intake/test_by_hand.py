"""Results typed by hand: two persons, one act, and nothing counts before the second has looked (trust 11, R76)."""

from datetime import date

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import DBAPIError

from tests import make
from tests.intake import story, typed
from tests.intake.typed import NOW, TODAY, TRAINED_ON, confirm, record, start
from trainingapp.accounts.actions import grant
from trainingapp.completions import queries as completions
from trainingapp.completions.models import Completion
from trainingapp.intake import actions as intake
from trainingapp.intake.actions import by_hand
from trainingapp.journal import actions as journal
from trainingapp.journal.models import JournalEntry
from trainingapp.kit.db import db, transaction
from trainingapp.kit.errors import Absent
from trainingapp.rosters.grid import Cells
from trainingapp.rosters.models.by_hand import HandOutcome, HandRecord, HandRow
from trainingapp.rosters.queries import by_hand as asked
from trainingapp.rosters.queries import drafts


@pytest.fixture
def rotation(session):
    return story.rotation()


@pytest.fixture
def people(rotation):
    return typed.people_of(rotation)


@pytest.fixture
def nasrin(rotation):
    return typed.identity(make.account("training_officer", "nasrin@bgd.example", state="BGD"))


@pytest.fixture
def rafiq(rotation):
    return typed.identity(make.account("focal_point", "rafiq@bgd.example", state="BGD"))


@pytest.fixture
def passes(people):
    return {person: Cells("pass", "85") for person in people}


def standing(session):
    return session.scalar(select(func.count()).select_from(Completion).where(completions.stands()))


def test_what_one_person_records_waits_and_counts_nowhere(session, rotation, nasrin, passes, tmp_path):
    made = record(start(rotation, passes, by=nasrin), tmp_path, by=nasrin)
    assert (made.rows, made.left, made.waits) == (4, 0, True)
    assert standing(session) == 0
    facts = asked.hand_record(nasrin.scope("people.see"), made.record)
    assert facts.waits
    assert asked.waiting_for_rotation(nasrin.scope("people.see"), rotation.id) == (1, 4)


def test_a_colleague_confirms_and_everything_counts_in_one_act(session, rotation, nasrin, rafiq, passes, tmp_path):
    made = record(start(rotation, passes, by=nasrin), tmp_path, by=nasrin)
    confirm(made.record, by=rafiq)
    assert standing(session) == 4
    rows = session.execute(select(Completion.completed_on, Completion.result, Completion.score).distinct()).all()
    assert rows == [(TRAINED_ON, "pass", 85.0)]
    entry = session.scalars(select(JournalEntry).where(JournalEntry.act == "by_hand.confirm")).one()
    assert entry.actor == rafiq.public_id
    assert {"batch", "completion", "hand_outcome"} <= set(__import__("json").loads(entry.commitments))


def test_whoever_recorded_cannot_confirm_nor_after_being_given_the_role(session, rotation, nasrin, passes, tmp_path):
    made = record(start(rotation, passes, by=nasrin), tmp_path, by=nasrin)
    with pytest.raises(by_hand.OwnRecord):
        confirm(made.record, by=nasrin)
    account = make._known(make.Account, public_id=nasrin.public_id)
    with journal.entry(act="test", by="tests", now=NOW, object_kind="test", object_id="test") as entry:
        grant(entry, account, "certifying_authority", state_code="BGD")
    session.commit()
    with pytest.raises(by_hand.OwnRecord):
        confirm(made.record, by=typed.identity(account))
    assert standing(session) == 0


def test_the_database_itself_refuses_a_confirmation_by_who_recorded(session, rotation, nasrin, passes, tmp_path):
    made = record(start(rotation, passes, by=nasrin), tmp_path, by=nasrin)
    facts = asked.hand_record(nasrin.scope("people.see"), made.record)
    batch = make._keep(
        intake.Batch,
        state_code="BGD", rotation_id=rotation.id, kind="by_hand", version_id=facts.version_id, file_sha256="0" * 64,
        rows=1, recorded=1, unchanged=0, refused=0, recorded_by=nasrin.public_id, recorded_at=NOW,
    )  # fmt: skip
    outcome = {"state_code": "BGD", "hand_record_id": facts.id, "kind": "confirmed", "batch_id": batch.id}
    for recorder in (nasrin.public_id, "somebody-else"):
        with pytest.raises(DBAPIError), session.begin_nested():
            make._keep(
                HandOutcome, **outcome, recorded_by=recorder, decided_by=nasrin.public_id, decided_at=NOW, reason=None
            )


def test_an_officer_of_another_state_neither_sees_nor_confirms(session, rotation, nasrin, passes, tmp_path):
    make.state("NPL", "Nepal", "NP")
    stranger = typed.identity(make.account("focal_point", "prakash@npl.example", state="NPL"))
    made = record(start(rotation, passes, by=nasrin), tmp_path, by=nasrin)
    for act in (
        lambda: confirm(made.record, by=stranger),
        lambda: by_hand.send_back(made.record, reason="Mine", by=stranger, now=NOW),
        lambda: by_hand.take_back(made.record, by=stranger, now=NOW),
        lambda: asked.hand_record(stranger.scope("people.see"), made.record),
    ):
        with pytest.raises(Absent):
            act()


def test_nobody_sees_what_another_is_typing(rotation, nasrin, rafiq, passes):
    draft = start(rotation, passes, by=nasrin)
    with pytest.raises(Absent):
        drafts.draft(rafiq.scope("rosters.record"), draft.public_id, by=rafiq.public_id)


def test_without_the_policy_it_counts_at_once(session, rotation, nasrin, passes, tmp_path):
    made = record(start(rotation, passes, by=nasrin), tmp_path, by=nasrin, two_persons=False)
    assert not made.waits
    assert standing(session) == 4
    assert asked.hand_record(nasrin.scope("people.see"), made.record).outcome == "recorded"


def test_what_was_confirmed_is_taken_back_as_a_batch_and_stays_in_the_history(
    session, rotation, nasrin, rafiq, passes, tmp_path
):
    made = record(start(rotation, passes, by=nasrin), tmp_path, by=nasrin)
    batch = confirm(made.record, by=rafiq)
    with transaction():
        assert intake.undo(batch, reason="Another course", by=nasrin, now=NOW) == 4
    assert standing(session) == 0
    assert session.scalar(select(func.count()).select_from(Completion)) == 4
    assert session.scalars(select(JournalEntry.act).order_by(JournalEntry.seq.desc()).limit(1)).one() == "by_hand.undo"


def test_what_came_back_is_mended_and_recorded_again(session, rotation, nasrin, rafiq, passes, tmp_path):
    made = record(start(rotation, passes, by=nasrin), tmp_path, by=nasrin)
    with transaction():
        by_hand.send_back(made.record, reason="BD-2 failed.", by=rafiq, now=NOW)
    with pytest.raises(by_hand.AlreadyDecided):
        confirm(made.record, by=rafiq)
    with transaction():
        draft_id = by_hand.mend(made.record, by=nasrin, folder=tmp_path, now=NOW)
    draft = drafts.draft(nasrin.scope("rosters.record"), draft_id, by=nasrin.public_id)
    assert draft.typed == 4
    again = record(draft, tmp_path, by=nasrin)
    assert asked.hand_record(nasrin.scope("people.see"), again.record).mends == made.record
    confirm(again.record, by=rafiq)
    assert standing(session) == 4


def test_nobody_else_mends_or_takes_back(rotation, nasrin, rafiq, passes, tmp_path):
    made = record(start(rotation, passes, by=nasrin), tmp_path, by=nasrin)
    with pytest.raises(by_hand.NotYours), transaction():
        by_hand.take_back(made.record, by=rafiq, now=NOW)
    with transaction():
        by_hand.take_back(made.record, by=nasrin, now=NOW)
    with pytest.raises(by_hand.NotYours), transaction():
        by_hand.mend(made.record, by=rafiq, folder=tmp_path, now=NOW)


def test_marked_cells_refuse_the_grid_and_the_good_rows_can_be_recorded(session, rotation, people, nasrin, tmp_path):
    cells = {people[0]: Cells("pass", "85"), people[1]: Cells("maybe"), people[2]: Cells("fail", "85")}
    draft = start(rotation, cells, by=nasrin)
    with pytest.raises(by_hand.HasMistakes):
        record(draft, tmp_path, by=nasrin)
    assert session.scalar(select(func.count()).select_from(HandRecord)) == 0
    made = record(draft, tmp_path, by=nasrin, good_rows=True)
    assert (made.rows, made.left) == (1, 2)
    left = drafts.draft(nasrin.scope("rosters.record"), draft.public_id, by=nasrin.public_id)
    assert dict(left.cells) == {people[1]: Cells("maybe"), people[2]: Cells("fail", "85")}
    assert left.closed_at is None


def test_a_grid_is_recorded_once(rotation, nasrin, passes, tmp_path):
    draft = start(rotation, passes, by=nasrin)
    record(draft, tmp_path, by=nasrin)
    again = drafts.draft(nasrin.scope("rosters.record"), draft.public_id, by=nasrin.public_id)
    with pytest.raises(by_hand.Closed):
        record(again, tmp_path, by=nasrin)
    assert again.cells == {}, "what was recorded is not kept twice"


def test_what_waits_already_is_told_to_a_second_officer(rotation, nasrin, rafiq, passes, tmp_path):
    record(start(rotation, passes, by=nasrin), tmp_path, by=nasrin)
    with pytest.raises(by_hand.HasMistakes):
        record(start(rotation, passes, by=rafiq), tmp_path, by=rafiq)


def test_a_change_of_the_roll_in_between_is_checked_again(session, rotation, people, nasrin, rafiq, passes, tmp_path):
    made = record(start(rotation, passes, by=nasrin), tmp_path, by=nasrin)
    line = session.scalars(select(make.Assignment).order_by(make.Assignment.id)).first()
    from trainingapp.forces import actions as forces

    with journal.entry(act="test", by="tests", now=NOW, object_kind="test", object_id="test") as entry:
        forces.end_assignments(entry, state="BGD", assignment_ids=[line.id], reason="Never came")
    session.commit()
    with pytest.raises(by_hand.HasChanged):
        confirm(made.record, by=rafiq)
    assert standing(session) == 0


def test_what_a_colleague_recorded_meanwhile_is_not_recorded_twice(
    session, rotation, people, nasrin, rafiq, passes, tmp_path
):
    made = record(start(rotation, passes, by=nasrin), tmp_path, by=nasrin)
    person = make._known(make.Person, public_id=people[0])
    make.completion(person, make.version(), TRAINED_ON, score=85.0)
    confirm(made.record, by=rafiq)
    assert standing(session) == 4


def test_what_contradicts_a_later_record_is_not_confirmed(session, rotation, people, nasrin, rafiq, passes, tmp_path):
    made = record(start(rotation, passes, by=nasrin), tmp_path, by=nasrin)
    person = make._known(make.Person, public_id=people[0])
    make.completion(person, make.version(), TRAINED_ON, result="fail", score=20.0, valid_through=None)
    with pytest.raises(by_hand.HasChanged):
        confirm(made.record, by=rafiq)
    assert standing(session) == 1


def test_nothing_of_a_record_can_be_changed_or_deleted(session, rotation, nasrin, passes, tmp_path):
    record(start(rotation, passes, by=nasrin), tmp_path, by=nasrin)
    for model, change in ((HandRow, {"result": "fail"}), (HandRecord, {"rows": 3})):
        with pytest.raises(DBAPIError), session.begin_nested():
            session.execute(update(model).values(**change))


def test_the_cost_does_not_grow_with_the_rows(rotation, nasrin, rafiq, statements, tmp_path):
    people = typed.people_of(rotation, 40)
    costs = []
    for some, day in ((people[:2], TRAINED_ON), (people, date(2017, 9, 26))):
        draft = start(rotation, {person: Cells("pass") for person in some}, by=nasrin, day=day)
        with statements() as typing:
            made = record(draft, tmp_path, by=nasrin)
        with statements() as confirming:
            confirm(made.record, by=rafiq)
        costs.append((len(typing), len(confirming)))
    assert costs[0] == costs[1]
    assert max(costs[0]) <= 40


def test_the_journal_names_nobody(session, rotation, nasrin, rafiq, passes, tmp_path):
    made = record(start(rotation, passes, by=nasrin), tmp_path, by=nasrin)
    confirm(made.record, by=rafiq)
    entries = session.scalars(select(JournalEntry).where(JournalEntry.act.startswith("by_hand"))).all()
    assert len(entries) == 2
    for entry in entries:
        assert not any(word in entry.details for word in ("Given", "Family", "BD-"))
    assert TODAY
    assert db.session is not None
