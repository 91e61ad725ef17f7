"""Letters about a certification to the other side, in the transaction of the step: no step, no letter."""

from datetime import datetime
from typing import Any

from flask import current_app

from trainingapp.accounts.queries.holders import Holder, holders_of
from trainingapp.attestations import notices
from trainingapp.attestations.notices import ROLES, TOLD, Notice
from trainingapp.attestations.queries.reviewers import reviewers_of
from trainingapp.attestations.queries.words import AttestationFacts
from trainingapp.attestations.reports.queue import assigned_to as who_reviews
from trainingapp.kit.words import say
from trainingapp.letters import actions as letters


def tell(
    found: AttestationFacts,
    step_kind: str,
    *,
    by: str,
    now: datetime,
    number: str | None = None,
    assigned_to: str | None = None,
    days: int = 0,
) -> int:
    """Write to whom a step concerns; how many letters. The public id `by` gets none: whoever acts knows.

    Steps of the Secretariat are told to the State's focal points and certifying authorities; those of the State to the
    reviewers of the queue, or to whoever took it up alone; steps inside the State to whoever goes on with it. What was
    never submitted is nothing the Secretariat is told of. `number`: of a first submission, which the facts do not know
    yet. `assigned_to` (the public id of an account): the colleague to whom a review was handed, who is told as well. At
    most four statements, and one for each letter.
    """
    about: dict[str, Any] = {
        "kind": found.kind,
        "number": number or found.number,
        "rotation": found.rotation_code,
        "state": found.state_name,
        "link": f"{current_app.config['SETTINGS'].base_url}/certifications/{found.public_id}",
    }
    notice = notices.about(step_kind, days=days, **about)
    written = 0
    for side in TOLD[step_kind]:
        if side == "reviewers" and about["number"] is None:
            continue
        written += sum(
            _write(one, notice, now=now) for one in _whom(found, side, step_kind) if one.identity.public_id != by
        )
    if assigned_to is not None and assigned_to != by:
        chosen = [one for one in reviewers_of(found) if one.identity.public_id == assigned_to]
        written += sum(_write(one, notices.given(**about), now=now) for one in chosen)
    return written


def _whom(found: AttestationFacts, side: str, step_kind: str) -> list[Holder]:
    if side != "reviewers":
        return holders_of(ROLES[side], state=found.state_code)
    able = reviewers_of(found)
    # Once somebody took it up, the others need not be told; what was sent anew nobody has taken up yet.
    assigned = who_reviews(found) if step_kind != "submitted" else None
    return [one for one in able if one.identity.public_id == assigned] or able


def _write(to: Holder, notice: Notice, *, now: datetime) -> bool:
    salutation = say("Dear %(name)s,", name=to.identity.name)
    letters.write(to=to.email, subject=notice.subject, body=[salutation, *notice.body], now=now)
    return True
