"""What is told is what is still so: changes that were undone are silent, those who were sent unscreened are counted,
and a State's drafts are its own in the journal too."""

from datetime import date

import pytest
from sqlalchemy import select

from tests import make
from tests.attestations import made
from tests.attestations.made import FOCAL, NOW, TODAY
from tests.attestations.screened import screened
from tests.readiness.conftest import battalion, enrol, keep
from trainingapp.attestations import reports
from trainingapp.attestations.actions import screening, submitting, writing
from trainingapp.attestations.queries.changes import changes
from trainingapp.attestations.queries.screening import counts
from trainingapp.completions.models import Completion, CompletionHold, RecordingSuspension, RecordingSuspensionEnd
from trainingapp.forces import queries as forces
from trainingapp.kit.db import db
from trainingapp.kit.errors import Unfit
from trainingapp.kit.ids import new_id


@pytest.fixture
def group(bangladesh):
    return made.ready(bangladesh)


def told(public_id: str) -> dict[str, int]:
    db.session.commit()
    one = made.facts(public_id)
    return {change.kind: change.persons for change in changes([one]).get(one.id, ())}


def test_somebody_put_on_the_roll_in_error_is_no_change(group, bangladesh):
    public_id = made.accepted(group)
    new = [make.person(bangladesh, f"Z{n}", "New") for n in range(3)]
    enrol(group.rotation, new)
    group.people += new
    assert told(public_id) == {"joined": 3}
    group.leave([8], kind="in_error")
    assert told(public_id) == {"joined": 2}
    group.leave([9], on=date(2017, 11, 1))
    assert told(public_id) == {"joined": 1}, "gone before deployment"


def test_a_screening_that_is_cleared_again_is_no_change_and_one_that_was_refused_stays_one(group):
    public_id = made.accepted(group)
    screened(group, [0, 1], "pending", ordinal=1)
    assert told(public_id) == {"screening": 2}
    screened(group, [0], "cleared", ordinal=2)
    assert told(public_id) == {"screening": 1}
    screened(group, [2], "not_cleared", ordinal=1)
    screened(group, [2], "cleared", ordinal=2)
    assert told(public_id) == {"screening": 2}


def test_training_under_review_is_a_change_until_the_review_is_lifted(group):
    public_id = made.accepted(group)
    account = make.account("focal_point", "typed@example.org", state="BGD")
    review = {"account_id": account.id, "since": make.NOW, "reason": "Look", "by_the_register": False}
    suspension = kept(group, RecordingSuspension, **review, suspended_by="x", suspended_at=make.NOW)
    completion = db.session.scalars(select(Completion.id).order_by(Completion.id)).first()
    kept(group, CompletionHold, suspension_id=suspension, completion_id=completion)
    assert told(public_id) == {"held": 1}
    kept(group, RecordingSuspensionEnd, suspension_id=suspension, reason="Right", lifted_by="x", lifted_at=make.NOW)
    assert told(public_id) == {}


def kept(group, model, **values) -> int:
    """One row about the State of a battalion, kept; its key."""
    row = {"public_id": new_id(), "state_code": "BGD"} | values
    keep(model, [row], about=group.rotation)
    return row["id"]


def test_whoever_was_sent_unscreened_and_taken_off_later_stands_against_acceptance(bangladesh):
    group = battalion(bangladesh, 8, women=2)
    made.trained(group)
    screened(group, range(7))
    later = date(2018, 3, 1)
    rotation = forces.rotation(FOCAL.scope("rotations.see"), group.rotation.public_id, as_of=later)
    screening.exclude(
        rotation,
        [group.people[7].public_id],
        reason="Not screened",
        left_on=date(2018, 2, 20),
        by=FOCAL,
        now=NOW,
        today=later,
    )
    public_id = made.handed(group, "screening")
    found = reports.screened_of(made.facts(public_id))
    assert (found.cleared, found.not_cleared, found.pending) == (7, 0, 1)
    with pytest.raises(Unfit) as refused:
        submitting.submit(public_id, by=made.AUTHORITY, now=NOW, today=TODAY)
    assert "screening" in refused.value.problems
    assert counts([group.rotation.id])[group.rotation.id].persons == 7, "the screening page stays as it is"


def test_whoever_was_taken_off_before_deployment_does_not_count(group):
    screened(group, [7], "not_cleared", ordinal=1)
    rotation = forces.rotation(FOCAL.scope("rotations.see"), group.rotation.public_id, as_of=TODAY)
    chosen = [group.people[7].public_id]
    screening.exclude(rotation, chosen, reason="Not cleared", by=FOCAL, now=NOW, today=TODAY)
    found = reports.screened_of(made.facts(made.handed(group)))
    assert (found.cleared, found.not_cleared, found.pending) == (7, 0, 0)


def test_the_journal_shows_a_draft_to_its_state_and_to_nobody_else_until_it_is_sent(group, people, app):
    make.account("administrator", "admin@example.org")
    admin = app.test_client().sign_in("admin@example.org")
    public_id = writing.open_attestation(group.rotation.public_id, "training", by=FOCAL, now=NOW)
    made.written(public_id)
    submitting.hand_on(public_id, by=FOCAL, now=NOW, today=TODAY)
    db.session.commit()
    for query in ("", "?act=attestation.open", f"?object={public_id}"):
        page = admin.get(f"/journal{query}").text
        assert "began a certification" not in page
        assert public_id not in page.replace(f'value="{public_id}"', "").replace(f"object={public_id}", "")
    assert "began a certification" in people["focal"].get("/journal").text
    submitting.submit(public_id, by=made.AUTHORITY, now=NOW, today=TODAY)
    db.session.commit()
    assert "began a certification" in admin.get("/journal").text
