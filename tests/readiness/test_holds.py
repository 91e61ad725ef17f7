"""What an account recorded can be put under review: until that ends it counts nowhere, afterwards exactly as before."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from tests import make
from tests.certificates.roll import LETTERHEAD
from tests.readiness.conftest import battalion
from trainingapp.accounts.giving import NotOneself
from trainingapp.accounts.queries import identity_of
from trainingapp.accounts.rules import OPERATOR
from trainingapp.certificates import actions as certificates
from trainingapp.certificates import queries as issued
from trainingapp.completions import actions as completions
from trainingapp.completions import queries as recorded
from trainingapp.completions.models import Completion
from trainingapp.journal import actions as journal
from trainingapp.journal.reports import verify
from trainingapp.kit.db import db
from trainingapp.kit.errors import Absent
from trainingapp.kit.ids import new_id
from trainingapp.readiness import actions, listing, reports
from trainingapp.readiness.coverage import Question
from trainingapp.readiness.queries import feed, kept
from trainingapp.records import actions as reviews
from trainingapp.records import reports as foreseen

SEPTEMBER = date(2017, 9, 25)
DAY = date(2017, 12, 31)
MORNING = datetime(2017, 12, 31, 6, tzinfo=UTC)
ALL = OPERATOR.scope("gaps.see")


def act_of(account, state):
    return journal.entry(
        act="roster.record",
        by=account.public_id,
        now=make.NOW,
        object_kind="test",
        object_id="test",
        state_code=state,
    )


def record(account, men, which, version=None, day=SEPTEMBER) -> list[str]:
    """Results that this account records, as a file of it would."""
    version = version or make.version()
    rows = [
        {
            "public_id": new_id(),
            "state_code": men.people[n].state_code,
            "person_id": men.people[n].id,
            "version_id": version.id,
            "completed_on": day,
            "ordinal": 0,
            "result": "pass",
            "valid_through": day + timedelta(730),
            "evidence": "recorded",
            "recorded_on": DAY,
        }
        for n in which
    ]
    with act_of(account, men.rotation.state_code) as entry:
        entry.keep(Completion, rows)
    db.session.commit()
    return [row["public_id"] for row in rows]


def held(rotation, code="CPTM") -> int:
    actions.refresh(make.NOW)
    question = Question(DAY, 180, rotation=rotation.public_id)
    return reports.coverage(ALL, question, by="rotation").totals.cells[code].held


def persons_rows(rotation) -> list[dict]:
    """The list of persons as CSV, XLSX and `gaps` have it."""
    (judged,) = reports.of_rotations(ALL, Question(DAY, 180, rotation=rotation.public_id), names=ALL)
    return list(listing.rows_of_persons(judged.standing, state="BGD", mission="MINUSCA", rotation="X"))


def suspend(account, by, states=("BGD",), since=MORNING):
    return reviews.suspend_recordings(
        account.public_id, since=since, states=states, reason="Two sheets look alike.", by=by, now=make.NOW
    )


def lift(account, by):
    for one in recorded.suspensions_of(OPERATOR.scope("recordings.suspend"), account.public_id):
        if one.lifted_at is None:
            reviews.lift_suspension(one.public_id, reason="The sheets are right.", by=by, now=make.NOW)


@pytest.fixture
def officer(session, bangladesh):
    return make.account("training_officer", "o@example.org", state="BGD")


@pytest.fixture
def manager(session, bangladesh):
    return identity_of(make.account("account_manager", "m@example.org", state="BGD").id)


def test_what_is_held_counts_nowhere_and_counts_again_when_the_review_ends(bangladesh, officer, manager):
    men = battalion(bangladesh, 10)
    men.pass_all(make.version(), SEPTEMBER, range(4))
    record(officer, men, range(4, 9))
    before, rows = held(men.rotation), persons_rows(men.rotation)
    assert before == 9
    done = suspend(officer, manager)
    assert (done.completions, held(men.rotation)) == (5, 4)
    reasons = [row["reason"] for row in persons_rows(men.rotation) if row["curriculum"] == "CPTM"]
    assert reasons.count("held") == 5
    said = {row["explanation"] for row in persons_rows(men.rotation) if row["reason"] == "held"}
    assert said == {"The completion of 2017-09-25 is under review."}
    lift(officer, manager)
    assert held(men.rotation) == before
    assert persons_rows(men.rotation) == rows


def test_only_the_rotations_of_those_people_are_computed_anew(bangladesh, officer, manager):
    first, second = battalion(bangladesh, 3, code="A"), battalion(bangladesh, 3, code="B")
    record(officer, first, range(3))
    actions.refresh(make.NOW)
    suspend(officer, manager)
    assert actions.refresh(make.NOW).rotations == 1
    lift(officer, manager)
    done = actions.refresh(make.NOW)
    assert (done.rotations, done.everything) == (1, False)
    assert not list(reports.differing_rotations())
    assert held(second.rotation) == 0


def test_what_was_foreseen_is_what_happens(bangladesh, officer, manager):
    men = battalion(bangladesh, 10)
    record(officer, men, range(6))
    was = held(men.rotation)
    (line,) = foreseen.without(recorded.recorded_by(officer.public_id, MORNING), as_of=DAY).lines
    assert (line.curriculum, line.required, line.before) == ("CPTM", 10, was)
    suspend(officer, manager)
    assert held(men.rotation) == line.after == 0


def test_nothing_recorded_before_the_moment_or_by_others_is_held(bangladesh, officer, manager):
    men = battalion(bangladesh, 4)
    men.pass_all(make.version(), SEPTEMBER, [0, 1])
    record(officer, men, [2, 3])
    with pytest.raises(completions.NothingToHold):
        suspend(officer, manager, since=make.NOW + timedelta(minutes=1))
    suspend(officer, manager)
    assert held(men.rotation) == 2


def test_of_two_reviews_ending_one_leaves_the_other(bangladesh, officer, manager, session):
    administrator = identity_of(make.account("administrator", "a@example.org").id)
    men = battalion(bangladesh, 4)
    record(officer, men, range(4))
    suspend(officer, manager)
    suspend(officer, administrator)
    one, other = recorded.suspensions_of(OPERATOR.scope("recordings.suspend"), officer.public_id)
    assert (one.by_the_register, other.by_the_register) == (True, False)
    reviews.lift_suspension(other.public_id, reason="Fine.", by=manager, now=make.NOW)
    assert held(men.rotation) == 0
    with pytest.raises(Absent):
        reviews.lift_suspension(one.public_id, reason="Fine.", by=manager, now=make.NOW)
    reviews.lift_suspension(one.public_id, reason="Fine.", by=administrator, now=make.NOW)
    assert held(men.rotation) == 4
    with pytest.raises(completions.AlreadyLifted):
        reviews.lift_suspension(one.public_id, reason="Fine.", by=administrator, now=make.NOW)


def test_a_state_reviews_what_was_recorded_for_its_own_people_only(bangladesh, officer, manager):
    nepal = make.state("NPL", "Nepal", "NP")
    theirs = battalion(nepal, 3, code="N")
    ours = battalion(bangladesh, 3, code="B")
    record(officer, theirs, range(3))
    record(officer, ours, range(3))
    with pytest.raises(Absent):
        suspend(officer, manager, states=("BGD", "NPL"))
    suspend(officer, manager)
    assert (held(ours.rotation), held(theirs.rotation)) == (0, 3)


def test_nobody_reviews_themselves(bangladesh, session):
    both = make.account("account_manager", "both@example.org", state="BGD")
    men = battalion(bangladesh, 2)
    record(both, men, range(2))
    with pytest.raises(NotOneself):
        suspend(both, identity_of(both.id))


def test_a_certificate_of_what_is_held_is_suspended_and_stands_again_afterwards(bangladesh, officer, manager):
    men = battalion(bangladesh, 2)
    men.pass_all(make.version(), SEPTEMBER, [1])
    own, foreign = record(officer, men, [0])[0], None
    foreign = db.session.scalars(select(Completion.public_id).where(Completion.person_id == men.people[1].id)).one()
    who = identity_of(officer.id)
    focal = identity_of(make.account("focal_point", "f@example.org", state="BGD").id)
    numbers = [
        certificates.issue_one(own, letterhead=LETTERHEAD, by=focal, now=make.NOW),
        certificates.issue_one(foreign, letterhead=LETTERHEAD, by=who, now=make.NOW),
    ]
    scope = OPERATOR.scope("certificates.see")

    def statuses():
        return [issued.certificate(scope, one).standing(DAY).status for one in numbers]

    def listed(status):
        found = issued.certificates(scope, as_of=DAY, filters=issued.Filters(status=status))
        return {one.public_id for one in found.rows}

    assert statuses() == ["valid", "valid"]
    suspend(officer, manager)
    assert statuses() == ["suspended", "suspended"]
    assert listed("suspended") == set(numbers)
    assert not listed("valid")
    assert not issued.standing_faces(scope, men.rotation.id, "CPTM", as_of=DAY)
    with pytest.raises(Absent):
        certificates.issue_one(own, letterhead=LETTERHEAD, by=focal, now=make.NOW)
    lift(officer, manager)
    assert statuses() == ["valid", "valid"]
    assert listed("valid") == set(numbers)


def test_what_is_under_review_can_be_withdrawn_and_is_not_corrected(bangladesh, officer, manager):
    men = battalion(bangladesh, 1)
    (own,) = record(officer, men, [0])
    suspend(officer, manager)
    who = identity_of(officer.id)
    from trainingapp.curricula import queries as curricula

    new = completions.Correction(
        version=curricula.version("CPTM", "2017"), completed_on=date(2017, 9, 26), result="pass", score=None
    )
    with pytest.raises(completions.UnderReview):
        completions.correct(own, new, reason="The day.", by=who, now=make.NOW, today=DAY)
    db.session.rollback()
    completions.withdraw(own, reason="It did not take place.", by=who, now=make.NOW)
    lift(officer, manager)
    assert held(men.rotation) == 0


def test_the_record_tells_the_review(bangladesh, officer, manager):
    men = battalion(bangladesh, 1)
    record(officer, men, [0])
    suspend(officer, manager)
    (told,) = recorded.history_of(men.people[0].id)
    assert told.held
    lift(officer, manager)
    (told,) = recorded.history_of(men.people[0].id)
    (one,) = recorded.holds_of(men.people[0].id)[told.id]
    assert not told.held
    assert (one.reason, one.lifted_because) == ("Two sheets look alike.", "The sheets are right.")


def test_the_journal_vouches_for_a_review_and_its_end(bangladesh, officer, manager):
    men = battalion(bangladesh, 3)
    record(officer, men, range(3))
    suspend(officer, manager)
    lift(officer, manager)
    held(men.rotation)
    assert verify(db.session.connection()).ok


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_is_held_and_released_coverage_ends_as_it_began(data, bangladesh, officer, manager):
    """Random recorders, days and reviews: after the last review has ended, the steps are the same to the last one."""
    code = f"R{data.draw(st.integers(0, 10**9))}{new_id()[:4]}"
    men = battalion(bangladesh, 6, code=code[:20])
    others = make.account("training_officer", f"{new_id()}@example.org".lower(), state="BGD")
    for account in (officer, others):
        which = data.draw(st.sets(st.integers(0, 5), min_size=1))
        day = SEPTEMBER - timedelta(days=data.draw(st.integers(0, 60)))
        record(account, men, sorted(which), day=day + timedelta(days=61 if account is others else 0))
    actions.refresh(make.NOW)
    before = kept.steps_of([men.rotation.id])
    for account in data.draw(st.lists(st.sampled_from([officer, others]), min_size=1, max_size=3)):
        suspend(account, manager)
        actions.refresh(make.NOW)
    lift(officer, manager)
    lift(others, manager)
    actions.refresh(make.NOW)
    after = kept.steps_of([men.rotation.id])
    assert sorted(map(str, after[men.rotation.id])) == sorted(map(str, before[men.rotation.id]))
    assert not feed.behind()
