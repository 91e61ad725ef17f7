"""What is done about needs: said, changed, ended, named or not; who is emerging; and a bulletin is published."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from trainingapp.accounts.rules import Identity, Scope
from trainingapp.bulletins import queries
from trainingapp.bulletins.models import (
    EmergingContributor,
    EmergingContributorEnd,
    NameConsent,
    NameConsentEnd,
    Need,
    NeedEnd,
)
from trainingapp.bulletins.queries import NeedFacts
from trainingapp.bulletins.rules import number_refused, refusal
from trainingapp.journal import actions as journal
from trainingapp.kit.db import refusing
from trainingapp.kit.errors import Absent, Conflict, Refused
from trainingapp.kit.ids import new_id
from trainingapp.kit.words import say
from trainingapp.snapshots import actions as snapshots
from trainingapp.snapshots.actions import Ready
from trainingapp.snapshots.queries import last_ordinal
from trainingapp.snapshots.rules import BULLETIN, number_of
from trainingapp.states import queries as states


class AlreadySaid(Conflict):
    """Two people said the same of a State at the same moment."""

    sentence = say("Somebody else has just said this. Look at the page again.")


class ChangedMeanwhile(Conflict):
    """A need was changed or ended by somebody else meanwhile."""

    sentence = say("Somebody else has just changed this need. Look at it again before you go on.")


class NamedAlready(Conflict):
    """The consent that is to be given stands already."""

    sentence = say("Bulletins may name the State already. Somebody else has just said so: look at the page again.")


class NotNamed(Conflict):
    """There is no consent that could be taken back."""

    sentence = say(
        "Bulletins do not name the State to others: there is nothing to take back. Look at the page again before you "
        "go on."
    )


class Meanwhile(Conflict):
    """Something was recorded after the figures of a bulletin were taken."""

    sentence = say(
        "Something was recorded while the bulletin was made. Nothing was published: look at the bulletin again."
    )


#: How a need ends -> what the journal calls it.
ENDED = {"met": "need.met", "withdrawn": "need.withdrawn"}
_NEEDS = {"uq_need_replaces_id": ChangedMeanwhile, "uq_need_end_need_id": ChangedMeanwhile}
_SAID = dict.fromkeys(
    (
        *("uq_name_consent_state_code_ordinal", "uq_name_consent_end_consent_id"),
        *("uq_emerging_contributor_state_code_ordinal", "uq_emerging_contributor_end_emerging_id"),
    ),
    AlreadySaid,
)


@dataclass(frozen=True)
class NewNeed:
    """What a State says it lacks. `women` and `men` are of those who lack it, as far as the State says so."""

    state: str
    mission: str
    unit_type: str
    curriculum: str
    required: int
    held: int
    deploys_on: date
    language: str
    mandatory: bool
    women: int = 0
    men: int = 0
    remark: str = ""


def declare(new: NewNeed, *, by: Identity, now: datetime, today: date, instead_of: NeedFacts | None = None) -> str:
    """Say what a State needs, or say it anew in place of what was said. Gives its public id.

    Raises Absent, Refused with the rule, ChangedMeanwhile. Eight statements.
    """
    scope = by.scope("needs.declare")
    if not scope.everything and new.state not in scope.states:
        raise Absent()
    refused = refusal(
        required=new.required,
        held=new.held,
        women=new.women,
        men=new.men,
        deploys_on=new.deploys_on,
        today=today,
        mission_ends=states.mission(new.mission).closed_on,
    )
    if refused is not None:
        raise Refused(refused)
    public_id = new_id()
    with (
        refusing(_NEEDS),
        journal.entry(
            act="need.change" if instead_of else "need.declare",
            by=by.public_id,
            now=now,
            object_kind="need",
            object_id=public_id,
            state_code=new.state,
            details={"curriculum": new.curriculum, "open": new.required - new.held},
        ) as entry,
    ):
        if instead_of is not None:
            _still_stands(instead_of.public_id, scope)
        entry.keep(
            Need,
            [
                {
                    "public_id": public_id,
                    "state_code": new.state,
                    "mission_code": new.mission,
                    "unit_type_code": new.unit_type,
                    "curriculum_code": new.curriculum,
                    "required": new.required,
                    "held": new.held,
                    "women": new.women,
                    "men": new.men,
                    "deploys_on": new.deploys_on,
                    "language": new.language,
                    "mandatory": new.mandatory,
                    "remark": new.remark,
                    "declared_by": by.public_id,
                    "declared_at": now,
                    "replaces_id": instead_of.id if instead_of else None,
                }
            ],
        )
    return public_id


def _still_stands(public_id: str, scope: Scope) -> NeedFacts:
    """The need as it stands once nobody else can record anything. Raises ChangedMeanwhile."""
    try:
        return queries.need(scope, public_id)
    except Absent:
        raise ChangedMeanwhile() from None


def end(public_id: str, kind: str, *, by: Identity, now: datetime) -> str:
    """Say that a need is met, or no longer there. Gives its public id. Raises Absent, ChangedMeanwhile."""
    scope = by.scope("needs.declare")
    found = queries.need(scope, public_id)
    with (
        refusing(_NEEDS),
        journal.entry(
            act=ENDED[kind],
            by=by.public_id,
            now=now,
            object_kind="need",
            object_id=public_id,
            state_code=found.state_code,
        ) as entry,
    ):
        _still_stands(public_id, scope)
        values = {"state_code": found.state_code, "need_id": found.id, "kind": kind}
        entry.keep(NeedEnd, [{"public_id": new_id(), **values, "ended_by": by.public_id, "ended_at": now}])
    return public_id


def let_name(state: str, *, by: Identity, now: datetime, today: date) -> str:
    """Let bulletins name the State to others from today on. Gives its code. Raises Absent, NamedAlready."""
    _own(by, state)
    with refusing(_SAID), _about_state("need.consent", state, by, now) as entry:
        given = queries.consents([state])
        if given and given[0].ended_on is None:
            raise NamedAlready()
        entry.keep(
            NameConsent,
            [
                {
                    "public_id": new_id(),
                    "state_code": state,
                    "ordinal": len(given),
                    "given_on": today,
                    "given_by": by.public_id,
                }
            ],
        )
    return state


def let_name_no_more(state: str, *, by: Identity, now: datetime, today: date) -> str:
    """Take the consent back from today on. Gives the State's code. Raises Absent, NotNamed when there is none."""
    _own(by, state)
    with refusing(_SAID), _about_state("need.consent_end", state, by, now) as entry:
        given = queries.consents([state])
        if not given or given[0].ended_on is not None:
            raise NotNamed()
        values = {"state_code": state, "consent_id": given[0].id, "ended_on": today, "ended_by": by.public_id}
        entry.keep(NameConsentEnd, [{"public_id": new_id(), **values}])
    return state


def _own(by: Identity, state: str) -> None:
    scope = by.scope("needs.consent")
    if not scope.everything and state not in scope.states:
        raise Absent()


def _about_state(act: str, state: str, by: Identity, now: datetime, **details: object) -> Any:
    about = {"object_kind": "state", "object_id": state, "state_code": state, "details": details}
    return journal.entry(act=act, by=by.public_id, now=now, **about)  # type: ignore[arg-type]


def record_emerging(state: str, *, holds_from: date, reason: str, by: Identity, now: datetime) -> str:
    """Record that a State is an emerging contributor from a day on. Gives its public id. Raises Absent, Refused."""
    _publishes(by)
    public_id = new_id()
    with (
        refusing(_SAID),
        _about_state("contributor.emerging", state, by, now, **{"from": holds_from.isoformat()}) as entry,
    ):
        before = [one for one in queries.emerging() if one.state_code == state]
        if before and before[0].holds_through is None:
            since = before[0].holds_from.isoformat()
            raise Refused(say("It counts as an emerging contributor already, since %(day)s.", day=since))
        if before and before[0].holds_through and holds_from <= before[0].holds_through:
            through = before[0].holds_through.isoformat()
            raise Refused(say("It counted as one through %(day)s: begin later.", day=through))
        entry.keep(
            EmergingContributor,
            [
                {
                    "public_id": public_id,
                    "state_code": state,
                    "ordinal": len(before),
                    "holds_from": holds_from,
                    "reason": reason,
                    "recorded_by": by.public_id,
                }
            ],
        )
    return public_id


def end_emerging(public_id: str, *, holds_through: date, by: Identity, now: datetime) -> str:
    """Record the last day on which a State counts as an emerging contributor. Raises Absent, Refused, AlreadySaid."""
    _publishes(by)
    found = next((one for one in queries.emerging() if one.public_id == public_id), None)
    if found is None or found.holds_through is not None:
        raise Absent()
    if holds_through < found.holds_from - timedelta(days=1):
        raise Refused(
            say("It counts as one since %(day)s: the last day cannot be earlier.", day=found.holds_from.isoformat())
        )
    values = {"state_code": found.state_code, "emerging_id": found.id, "holds_through": holds_through}
    with (
        # Of two who end it the later is told by the constraint.
        refusing(_SAID),
        _about_state("contributor.emerging_end", found.state_code, by, now, through=holds_through.isoformat()) as entry,
    ):
        entry.keep(EmergingContributorEnd, [{"public_id": new_id(), **values, "recorded_by": by.public_id}])
    return public_id


def publish(editions: Mapping[str, Ready], *, needs: int, by: Identity, now: datetime) -> str:
    """Publish a bulletin, in both its editions under one number; gives that number.

    Raises Absent, Refused when the number is not the next one, Meanwhile when anything was recorded after its figures
    were taken: nobody who took a consent back by then is named. Ten statements.
    """
    _publishes(by)
    first = next(iter(editions.values()))
    number, public_id = number_of(BULLETIN, first.year, first.ordinal), new_id()
    with journal.entry(
        act="bulletin.publish",
        by=by.public_id,
        now=now,
        object_kind="report",
        object_id=public_id,
        details={"number": number, "needs": needs, "as_of": first.as_of.isoformat()},
    ) as entry:
        if (refused := number_refused(first.ordinal, last_ordinal(BULLETIN, first.year))) is not None:
            raise Refused(refused)
        if any(ready.taken_at_entry != entry.seq - 1 for ready in editions.values()):
            raise Meanwhile()
        for edition, ready in editions.items():
            key = public_id if edition == "inside" else new_id()
            snapshots.keep(entry, replace(ready, edition=edition), public_id=key, by=by, now=now)
    return number


def _publishes(by: Identity) -> None:
    if not by.scope("bulletins.publish").everything:
        raise Absent()
