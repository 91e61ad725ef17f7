"""In the Secretariat: taken up, accepted, returned, rejected; and by the State: withdrawn, a caveat declared late."""

from contextlib import AbstractContextManager
from datetime import date, datetime

from trainingapp.accounts.rules import Identity, Operator
from trainingapp.attestations.actions.steps import again, allowed, take_step
from trainingapp.attestations.actions.telling import tell
from trainingapp.attestations.models import LateCaveat
from trainingapp.attestations.queries.concerns import open_concerns
from trainingapp.attestations.queries.hands import hands
from trainingapp.attestations.queries.listings import listed
from trainingapp.attestations.queries.words import AttestationFacts, attestation
from trainingapp.attestations.reports import Word, exactly, screened_of
from trainingapp.attestations.reports.papers import broken_papers
from trainingapp.attestations.reports.queue import assigned_to
from trainingapp.attestations.reports.sides import standing_of
from trainingapp.attestations.rules import (
    Hindrances,
    against_acceptance,
    may_review,
    stands,
    stands_on_the_states_side,
    status,
)
from trainingapp.journal import actions as journal
from trainingapp.journal.actions import Entry
from trainingapp.kit.errors import Absent, Refused, Unfit
from trainingapp.kit.ids import new_id
from trainingapp.kit.words import say


class OwnState(Refused):
    """Who stands on the State's side never reviews (R01, trust rule 11)."""

    sentence = say(
        "You speak for this State, or wrote, signed or sent this certification: somebody else must review it."
    )


class CannotReview(Refused):
    """The colleague who is named may not review it."""

    sentence = say("This colleague does not review certifications of this kind and component, or speaks for the State.")


class ReviewsAlready(Refused):
    """The same again is no step: it would only hide how long it has waited."""

    sentence = say("This reviewer has taken it up already: nothing was changed.")


def take_up(public_id: str, *, for_: Identity, by: Identity, now: datetime, today: date) -> str:
    """Take up the review of a certification, or give it to a colleague who may review it too. Gives its public id.

    Raises Absent, OwnState, CannotReview, ReviewsAlready, NotNow, MovedOn.
    """
    found = to_review(public_id, by)
    with _entry("attestation.take", found, by, now) as entry:
        found = again(found, by=by)
        allowed(_standing(Word(found)), "taken")
        if not may_review(for_, kind=found.kind, component=found.component) or stands_on_the_states_side(
            for_, state=found.state_code, hands=hands(found.id)
        ):
            raise CannotReview()
        if assigned_to(found) == for_.public_id:
            raise ReviewsAlready()
        take_step(entry, found, "taken", by=by.public_id, now=now, today=today, assigned_to=for_.public_id)
    return public_id


def accept(public_id: str, *, remark: str = "", by: Identity, now: datetime, today: date) -> str:
    """Accept a certification, as things stand at this moment. Gives its public id.

    Raises Absent, OwnState, NotNow, MovedOn, and Unfit with everything that stands against it: a listing of the State,
    persons not screened, concerns without a mitigation, a later one that was accepted, papers that are not whole,
    evidence that changed since it was submitted. What is known is read from the facts, under the journal's lock:
    nothing is accepted on figures of before. About forty statements.
    """
    found = to_review(public_id, by)
    with _entry("attestation.accept", found, by, now) as entry:
        found = again(found, by=by)
        word = exactly(found)
        allowed(_standing(word), "accepted")
        if against := against_acceptance(hindrances(word, on=today)):
            raise Unfit(against)
        take_step(entry, found, "accepted", by=by.public_id, now=now, today=today, remark=remark)
    return public_id


def return_(public_id: str, *, remark: str, by: Identity, now: datetime, today: date) -> str:
    """Return a certification with what to mend; one that was accepted too, when its evidence changed since.

    Raises Absent, OwnState, NotNow, MovedOn.
    """
    return _decide("returned", "attestation.return", public_id, remark=remark, by=by, now=now, today=today)


def reject(public_id: str, *, remark: str, by: Identity, now: datetime, today: date) -> str:
    """Reject a certification for good, with the reason. Raises Absent, OwnState, NotNow, MovedOn."""
    return _decide("rejected", "attestation.reject", public_id, remark=remark, by=by, now=now, today=today)


def _decide(kind: str, act: str, public_id: str, *, remark: str, by: Identity, now: datetime, today: date) -> str:
    found = to_review(public_id, by)
    with _entry(act, found, by, now) as entry:
        found = again(found, by=by)
        allowed(_standing(exactly(found)), kind)
        take_step(entry, found, kind, by=by.public_id, now=now, today=today, remark=remark)
    return public_id


def withdraw(public_id: str, *, remark: str, seen: str | None = None, by: Identity, now: datetime, today: date) -> str:
    """Withdraw a certification for the State, with the reason; also one that was accepted.

    Raises Absent, NotNow, MovedOn.
    """
    found = _own(public_id, by)
    with _entry("attestation.withdraw", found, by, now) as entry:
        found = again(found, by=by, seen=seen)
        allowed(status(found.bare_steps, superseded=found.superseded), "withdrawn")
        take_step(entry, found, "withdrawn", by=by.public_id, now=now, today=today, remark=remark)
    return public_id


def declare_caveat(public_id: str, *, caveat: str, by: Identity, now: datetime, today: date) -> str:
    """Declare a national restriction after acceptance; it is told apart as declared late (R15), and to its reviewers.

    Raises Absent, and Refused when it was not accepted (then it belongs on the form) or does not stand any more.
    """
    found = _own(public_id, by)
    with _entry("attestation.caveat", found, by, now) as entry:
        found = again(found, by=by)
        if not any(step.kind == "accepted" for step in found.steps):
            raise Refused(say("It is not accepted yet: the restriction belongs on the certification's own form."))
        if not may_be_restricted(found):
            raise Refused(say("Its acceptance does not stand any more: there is nothing to restrict."))
        row: dict[str, object] = {
            "public_id": new_id(),
            "state_code": found.state_code,
            "attestation_id": found.id,
            "caveat": caveat,
            "declared_on": today,
            "declared_by": by.public_id,
            "declared_at": now,
        }
        entry.keep(LateCaveat, [row])
        tell(found, "caveat", by=by.public_id, now=now)
    return public_id


# --- Who may, and what stands against it -----------------------------------------------------------------------------


def to_review(public_id: str, by: Identity) -> AttestationFacts:
    """The certification, for somebody who reviews its kind and component. Raises Absent, OwnState. Five statements."""
    found = attestation(by.scope("attestations.review"), public_id)
    if not may_review(by, kind=found.kind, component=found.component):
        raise Absent()
    if not isinstance(by, Operator) and stands_on_the_states_side(by, state=found.state_code, hands=hands(found.id)):
        raise OwnState()
    return found


def may_be_restricted(found: AttestationFacts) -> bool:
    """Whether a national restriction may be declared late: only while what was accepted stands."""
    return stands(found.bare_steps) and not found.superseded


def hindrances(word: Word, *, on: date) -> Hindrances:
    """What stands against acceptance on a day. Four statements, and the whole of every paper."""
    found = listed(word.facts.state_code, on=on)
    return Hindrances(
        listed_since=found.listed_from if found else None,
        screened=screened_of(word.facts),
        changes=word.told,
        open_concerns=open_concerns([word.facts.rotation_id]).get(word.facts.rotation_id, 0),
        superseded=word.facts.superseded,
        papers=broken_papers(word.facts),
    )


def _standing(word: Word) -> str:
    # What the State does inside its own house neither holds the Secretariat up nor is told to it.
    return standing_of(word, own=False)


def _own(public_id: str, by: Identity) -> AttestationFacts:
    found = attestation(by.scope("attestations.see"), public_id)
    if not isinstance(by, Operator) and found.state_code not in by.scope("attestations.sign").states:
        raise Absent()
    return found


def _entry(act: str, found: AttestationFacts, by: Identity, now: datetime) -> AbstractContextManager[Entry]:
    return journal.entry(
        act=act,
        by=by.public_id,
        now=now,
        object_kind="attestation",
        object_id=found.public_id,
        state_code=found.state_code,
        details={"number": found.number or ""},
    )
