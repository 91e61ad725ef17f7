"""E2, figure for figure: a file of 850 rows becomes completions, and comes back where it cannot (R76)."""

import pytest
from sqlalchemy import func, select

from tests import make
from tests.intake import story
from tests.intake.story import FILES
from trainingapp.completions import queries as completions
from trainingapp.completions.models import Completion, CompletionWithdrawal
from trainingapp.demo import samples
from trainingapp.intake import actions
from trainingapp.intake.hints import read_file
from trainingapp.journal.models import JournalEntry
from trainingapp.kit.db import transaction
from trainingapp.kit.errors import Absent
from trainingapp.rosters.models import Batch
from trainingapp.rosters.returned import failed_rows_file


def standing(session, result):
    return session.scalar(
        select(func.count()).select_from(Completion).where(Completion.result == result, completions.stands())
    )


@pytest.fixture
def rotation(session):
    found = story.rotation()
    assert story.record_roll(found).recorded == 850
    return story.facts(found.public_id)


def test_the_roll_of_850_makes_850_people_known_and_puts_them_on_the_roll(rotation):
    assert rotation.on_roll == 850


def test_847_rows_are_good_and_3_are_named_by_row_and_column(session, rotation):
    examined = story.record_results(rotation).examined
    assert (examined.rows, examined.good, examined.bad) == (850, 847, 3)
    assert [(p.row, p.column, p.code) for p in examined.problems] == [
        (17, "Svc No.", "unknown_person"),
        (402, "Date of test", "date_in_future"),
        (633, "Svc No.", "duplicate_row"),
    ]
    assert (standing(session, "pass"), standing(session, "fail")) == (829, 18)


def test_without_good_rows_one_bad_row_refuses_the_file_and_nothing_is_recorded(session, rotation):
    with pytest.raises(actions.HasBadRows):
        story.record_results(rotation, good_rows=False)
    assert standing(session, "pass") == 0


def test_the_same_file_again_changes_nothing(session, rotation):
    story.record_results(rotation)
    entries = session.scalar(select(func.count()).select_from(JournalEntry))
    again = story.record_results(rotation)
    assert (again.batch, again.recorded, again.examined.unchanged) == (None, 0, 847)
    assert session.scalar(select(func.count()).select_from(JournalEntry)) == entries


def test_mended_rows_and_the_retest_bring_the_rotation_to_850(session, rotation):
    story.record_results(rotation)
    assert story.record_results(rotation, FILES[samples.MENDED], good_rows=False).recorded == 3
    assert story.record_results(rotation, FILES[samples.RETEST], good_rows=False).recorded == 18
    passed = select(func.count(Completion.person_id.distinct())).where(Completion.result == "pass")
    assert session.scalar(passed) == 850


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_refused_rows_come_back_as_a_file_that_can_be_sent_as_it_is(rotation, kind):
    examined = story.record_results(rotation).examined
    returned = failed_rows_file(examined.reading.table, examined.problems, kind=kind)
    again = story.record_results(rotation, returned)
    assert again.recorded == 0
    assert again.examined.rows == 3
    assert "reason" in again.examined.columns.values()


def test_a_batch_is_taken_back_by_new_facts_and_can_be_recorded_again(session, rotation):
    receipt = story.record_results(rotation)
    with transaction():
        assert actions.undo(receipt.batch, reason="Wrong file", by=story.officer(), now=story.NOW) == 847
    assert standing(session, "pass") == 0
    assert session.scalar(select(func.count()).select_from(Completion)) == 847, "nothing is deleted"
    assert session.scalar(select(func.count()).select_from(CompletionWithdrawal)) == 847
    assert story.record_results(rotation).recorded == 847
    with pytest.raises(actions.AlreadyUndone), transaction():
        actions.undo(receipt.batch, reason="Again", by=story.officer(), now=story.NOW)


def test_undoing_a_roll_empties_it_and_keeps_the_people(session):
    rotation = story.rotation()
    receipt = story.record_roll(rotation)
    with transaction():
        assert actions.undo(receipt.batch, reason="Wrong unit", by=story.officer(), now=story.NOW) == 850
    assert story.facts(rotation.public_id).on_roll == 0
    assert story.record_roll(rotation).recorded == 850
    assert story.facts(rotation.public_id).on_roll == 850


def test_the_journal_tells_the_counts_and_the_file_and_no_name(session, rotation):
    story.record_results(rotation)
    entry = session.scalars(select(JournalEntry).where(JournalEntry.act == "roster.record")).one()
    assert '"recorded": 847' in entry.details
    assert session.scalars(select(Batch.file_sha256).where(Batch.kind == "results")).one() in entry.details
    assert not any(word in entry.details for word in ("Rahman", "Chowdhury", "0258"))


def test_an_officer_of_another_state_cannot_record_for_the_rotation(session, rotation):
    with pytest.raises(Absent):
        story.record_results(rotation, by=story.officer("NPL"))
    assert standing(session, "pass") == 0


def test_an_officer_of_another_state_cannot_take_a_batch_back(session, rotation):
    receipt = story.record_results(rotation)
    with pytest.raises(Absent), transaction():
        actions.undo(receipt.batch, reason="Mine", by=story.officer("NPL"), now=story.NOW)
    assert standing(session, "pass") == 829


def test_a_file_costs_the_same_number_of_statements_however_many_rows_it_has(statements, rotation):
    lines = FILES[samples.RESULTS].splitlines()
    with statements() as few:
        story.record_results(rotation, b"\r\n".join(lines[:12]))
    with statements() as many:
        story.record_results(rotation, b"\r\n".join([lines[0], *lines[20:300]]))
    assert len(few) == len(many)


def test_two_files_of_one_rotation_recorded_one_after_the_other_both_count(session, rotation):
    lines = FILES[samples.RESULTS].splitlines()
    one, two = b"\r\n".join(lines[:401]), b"\r\n".join([lines[0], *lines[402:]])
    recorded = story.record_results(rotation, one).recorded + story.record_results(rotation, two).recorded
    assert recorded == 847


def test_a_person_on_two_rolls_at_the_same_time_is_told_not_recorded(session, rotation):
    other = story.facts(make.rotation(make.state(), "BANBAT-5").public_id)
    with pytest.raises(actions.HasBadRows):
        story.record_roll(other)
    examined = actions.examine_roll(read_file(FILES[samples.ROLL]), other, today=story.TODAY)
    assert examined.bad == 850
    assert "BANBAT-4" in str(examined.problems[0].sentence)
