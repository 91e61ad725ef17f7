"""Attendance and results, closing with a second person, and the completions that come of it (R22, R41)."""

from datetime import date

import pytest
from sqlalchemy import select

from tests import make
from tests.training import made
from trainingapp.completions.models import Completion
from trainingapp.kit.errors import Absent, Refused
from trainingapp.training.actions import attendance as marking
from trainingapp.training.actions import closing
from trainingapp.training.actions.sessions import NotNow
from trainingapp.training.models import AttendanceMark, SessionCompletion
from trainingapp.training.queries import closing as queries
from trainingapp.training.queries import sessions

SINGLE = ("night-patrolling", "convoy-security", "counter-ied", "counter-ambush")
JOINT = ("police-military-interoperability", "joint-exercise")


@pytest.fixture
def instructor(session):
    return made.instructor()


@pytest.fixture
def second(instructor):
    return made.instructor("second@bipsot.example")


@pytest.fixture
def running(instructor):
    return made.with_people(instructor, made.troops("BGD", 4))


def test_only_changes_of_attendance_become_rows(session, instructor, running):
    known = made.ids(running)
    marks = {(who, date(2017, 9, 25)): True for who in known.values()}

    def mark(marks):
        with made.transaction():
            return marking.attend(running, marks, by=instructor, now=made.NOW, today=made.NOW.date())

    assert mark(marks) == 4
    assert mark(marks) == 0
    first = next(iter(marks))
    assert mark(marks | {first: False}) == 1
    rows = session.scalars(select(AttendanceMark).order_by(AttendanceMark.id)).all()
    assert [(row.ordinal, row.present) for row in rows][-1] == (1, False)
    assert len(rows) == 5


def test_attendance_for_a_day_outside_the_session_is_refused_with_its_days(instructor, running):
    who = next(iter(made.ids(running).values()))
    for day, words in ((date(2017, 9, 30), "is no day of this session"), (date(2017, 9, 24), "lasts from 2017-09-25")):
        with pytest.raises(Refused, match=words), made.transaction():
            marking.attend(running, {(who, day): True}, by=instructor, now=made.NOW, today=made.NOW.date())
    today = date(2017, 9, 25)
    with pytest.raises(Refused, match="has not come yet"), made.transaction():
        marking.attend(running, {(who, date(2017, 9, 26)): True}, by=instructor, now=made.NOW, today=today)


def test_attendance_begins_with_the_session(instructor):
    session_id = made.confirmed(instructor)
    with pytest.raises(NotNow, match="has not begun"), made.transaction():
        marking.attend(session_id, {}, by=instructor, now=made.NOW, today=made.NOW.date())


def test_everything_that_is_missing_is_told_at_once_and_nothing_is_closed(instructor, running):
    made.attended(running, instructor, ["BGD-1", "BGD-2"])
    made.results(running, instructor, {"BGD-1": ("pass", 60.0)})
    with pytest.raises(closing.SomethingMissing):
        made.close(running, instructor)
    told = {
        line.nominee.person.service_number: " ".join(map(str, line.verdict.missing))
        for line in queries.standing(sessions.session(running)).missing
    }
    assert "70 % are needed" in told["BGD-1"]
    assert "no result" in told["BGD-2"]
    assert "attendance is not marked" in told["BGD-3"]
    assert queries.latest(sessions.session(running).id) is None


@pytest.fixture
def closed(instructor, running):
    made.attended(running, instructor, ["BGD-1", "BGD-2", "BGD-3"])
    made.attended(running, instructor, ["BGD-4"], there=False)
    given = {"BGD-1": ("pass", 85.0), "BGD-2": ("pass", None), "BGD-3": ("fail", 40.0)}
    made.results(running, instructor, given)
    made.close(running, instructor)
    return running


def test_a_second_person_confirms_and_completions_stand_for_those_who_passed(session, instructor, second, closed):
    with pytest.raises(closing.OwnClosing):
        made.confirm_results(closed, instructor)
    assert made.confirm_results(closed, second) == 2
    rows = session.execute(
        select(Completion.completed_on, Completion.result, Completion.score, SessionCompletion.session_id)
        .join(SessionCompletion, SessionCompletion.completion_id == Completion.id)
        .order_by(Completion.id)
    ).all()
    key = sessions.session(closed).id
    assert [tuple(row) for row in rows] == [(made.LAST, "pass", 85.0, key), (made.LAST, "pass", None, key)]
    assert sessions.session(closed).status == "completed"
    with pytest.raises(closing.AlreadyDecided):
        made.confirm_results(closed, second)


def test_while_it_waits_nothing_changes_and_sent_back_it_is_closed_anew(instructor, second, closed):
    with pytest.raises(NotNow, match="waits for a second person"):
        made.results(closed, instructor, {"BGD-3": ("pass", 75.0)})
    with made.transaction():
        closing.send_back(closed, reason="Rafiq scored 75.", by=second, now=made.NOW)
    made.results(closed, instructor, {"BGD-3": ("pass", 75.0)})
    made.close(closed, instructor)
    assert made.confirm_results(closed, second) == 3


def test_somebody_of_another_institution_state_or_mission_neither_closes_nor_confirms(closed):
    make.institution("FARTC", "BGD", name="A far training centre")
    make.mission("UNMISS")
    others = [made.officer("NPL")]
    for more in ({"mission": "UNMISS"}, {"institution_code": "NTC"}):
        if "institution_code" in more:
            from trainingapp.states import actions as states

            with make.journal.entry(act="test", by="t", now=made.NOW, object_kind="t", object_id="t") as entry:
                states.keep_institution(entry, code="NTC", name="Nepal", kind="national", state_code="NPL")
                states.keep_consent(entry, "NTC", "BGD")
        others.append(made.identity(make.account("training_officer", f"{next(iter(more))}@o.example", **more)))
    for other in others:
        with pytest.raises(Absent):
            made.close(closed, other)
        with pytest.raises(Absent):
            made.confirm_results(closed, other)


def test_what_the_register_has_already_is_told_before_anything_is_closed(instructor, running):
    person = make._known(make.Person, service_number="BGD-1")
    make.completion(person, make.version(), made.LAST)
    made.attended(running, instructor, ["BGD-1", "BGD-2", "BGD-3", "BGD-4"])
    made.results(running, instructor, dict.fromkeys(["BGD-1", "BGD-2", "BGD-3", "BGD-4"], ("pass", None)))
    with pytest.raises(closing.SomethingMissing):
        made.close(running, instructor)


# --- New basics ------------------------------------------------------------------------------------------------------


def basics(instructor, numbers, lessons, second, **more):
    """A session of new basics in which everybody was there and passed these elements; how many completed."""
    session_id = made.with_people(instructor, numbers, version="NEWBASICS@2017", **more)
    made.attended(session_id, instructor, numbers)
    made.checks(session_id, instructor, numbers, lessons)
    alone = queries.alone(queries.standing(sessions.session(session_id)))
    made.close(session_id, instructor)
    return made.confirm_results(session_id, second), alone


def test_an_infantry_battalion_alone_cannot_complete_the_joint_exercise(session, instructor, second):
    """R22: adding a formed police unit to the same event completes both."""
    soldiers, police = made.troops("BGD", 2), made.police("BGD", 2)
    completed, alone = basics(instructor, soldiers, SINGLE + JOINT, second)
    assert completed == 0
    assert "Joint Exercise of Formed Police and Military Units" in str(alone)
    days = {"starts_on": date(2017, 10, 2), "ends_on": date(2017, 10, 3)}
    completed, alone = basics(instructor, [*soldiers, *police], JOINT, second, **days)
    assert alone is None
    assert completed == 2, "the soldiers had done the other four elements before, the police had not"
    later = {"starts_on": date(2017, 10, 9), "ends_on": date(2017, 10, 10)}
    completed, _alone = basics(instructor, police, SINGLE, second, **later)
    assert completed == 2, "what the police did jointly before stands"
    passed = session.scalars(select(Completion.result).where(Completion.version_id == _basics_id())).all()
    assert passed == ["pass"] * 4


def _basics_id():
    return make.version("NEWBASICS", "2017").id


def test_both_kinds_in_the_same_event_complete_all_at_once(instructor, second):
    everybody = [*made.troops("BGD", 2), *made.police("BGD", 2)]
    completed, alone = basics(instructor, everybody, SINGLE + JOINT, second)
    assert (completed, alone) == (4, None)


def test_elements_that_went_into_a_completion_do_not_count_towards_the_next(instructor, second):
    everybody = [*made.troops("BGD", 1), *made.police("BGD", 1)]
    assert basics(instructor, everybody, SINGLE + JOINT, second)[0] == 2
    days = {"starts_on": date(2017, 10, 2), "ends_on": date(2017, 10, 3)}
    assert basics(instructor, everybody, JOINT, second, **days)[0] == 0
