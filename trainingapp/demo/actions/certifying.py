"""What the States of the demonstration certified: screened rolls, certifications accepted and waiting, listings."""

from collections import Counter
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select

from trainingapp.accounts import actions as accounts
from trainingapp.accounts.models import Account
from trainingapp.accounts.rules import OPERATOR, Grant, Identity
from trainingapp.attestations import face as faces
from trainingapp.attestations.actions.submitting import face_of
from trainingapp.attestations.checklist import items_for
from trainingapp.attestations.models import (
    Attestation,
    AttestationEdition,
    AttestationException,
    AttestationStep,
    AttestationSubmission,
    MedicalClearance,
    Screening,
    Verification,
    VerificationItem,
)
from trainingapp.attestations.queries.words import AttestationFacts, attestation
from trainingapp.attestations.reports import Drafted, drafted
from trainingapp.attestations.rules import number_of
from trainingapp.attestations.verifying import items_of
from trainingapp.attestations.wording import STATED, Answer, Content
from trainingapp.demo.certifying import LISTED, REASON, TAKEN, VISITED_EACH, Listed, certified, waiting
from trainingapp.demo.plan import AS_OF, FICTIONAL, Planned
from trainingapp.forces.models import Assignment, Rotation
from trainingapp.forces.reference import load_functions
from trainingapp.journal import actions as journal
from trainingapp.kit.db import db
from trainingapp.kit.ids import new_id
from trainingapp.people.models import Person
from trainingapp.states.models import Listing, ListingEnd

#: Days before it deploys on which a roll is screened, a certification submitted, and decided.
SCREENED, SUBMITTED, DECIDED = 40, 14, 6


@dataclass(frozen=True)
class Hands:
    """The public ids of who acts: for a State, and for the Secretariat by component."""

    prepares: str
    signs: str
    reviewers: dict[str, str]


def certify(planned: Sequence[Planned], *, small: bool) -> None:
    """Screen the rolls of the real States that are there, certify, list. Some twenty statements for each certified."""
    hands, numbers = _hands(), Counter[tuple[str, int]]()
    done, coming = certified(planned, small=small), waiting(planned)
    for one in planned:
        if one.has_roll and one.deploys_on <= AS_OF <= one.ends_on and one.state not in FICTIONAL:
            _screen(one, hands)
            _clear_medics(one, hands)
    for place, one in enumerate(done):
        day = one.deploys_on - timedelta(days=SUBMITTED)
        found = _submit(one, day, hands, numbers)
        _decide(found, hands, day=one.deploys_on - timedelta(days=DECIDED), accept=True)
        if place % VISITED_EACH == 0:
            _visit(found, hands, day=one.deploys_on - timedelta(days=DECIDED + 2))
    for place, one in enumerate(coming):
        if one.state not in FICTIONAL:
            _screen(one, hands)
            _clear_medics(one, hands)
            found = _submit(one, AS_OF - timedelta(days=26 - 4 * place), hands, numbers)
            if place < TAKEN:
                _decide(found, hands, day=AS_OF - timedelta(days=20 - 4 * place), accept=False)
    for listed in LISTED:
        _list(listed, hands)


def _hands() -> Hands:
    """Accounts without a pass phrase for the States of the demonstration, and its reviewers."""
    at = _moment(date(2016, 1, 4))
    with journal.entry(act="account.add", by="demonstration", now=at, object_kind="account", object_id="x") as entry:
        focal = accounts.keep_account(
            entry, email="focal.states@demo.example", name="Samuel Mensah (focal point)", hashed=None, now=at
        )
        signs = accounts.keep_account(
            entry, email="authority.states@demo.example", name="Amina Yusuf (certifying authority)", hashed=None, now=at
        )
    rows = db.session.execute(
        select(Account.email, Account.public_id).where(Account.email.like("reviewer.%@demo.example"))
    )
    reviewers = {email.split("@")[0].partition(".")[2]: public_id for email, public_id in rows}
    return Hands(focal.public_id, signs.public_id, reviewers)


def _moment(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), UTC) + timedelta(hours=10)


def _rotation(one: Planned) -> Rotation:
    return db.session.scalars(select(Rotation).filter_by(state_code=one.state, code=one.code)).one()


def _screen(one: Planned, hands: Hands) -> None:
    rotation, day = _rotation(one), min(one.deploys_on - timedelta(days=SCREENED), AS_OF)
    persons = db.session.scalars(select(Assignment.person_id).where(Assignment.rotation_id == rotation.id)).all()
    with journal.entry(
        act="screening.record",
        by=hands.prepares,
        now=_moment(day),
        object_kind="rotation",
        object_id=rotation.public_id,
        state_code=one.state,
        details={"persons": len(persons), "result": "cleared"},
    ) as entry:
        entry.keep(
            Screening,
            [
                {
                    "public_id": new_id(),
                    "state_code": one.state,
                    "rotation_id": rotation.id,
                    "person_id": person,
                    "ordinal": 0,
                    "result": "cleared",
                    "screened_on": day,
                    "remark": "",
                    "screened_by": hands.prepares,
                    "screened_at": _moment(day),
                }
                for person in persons
            ],
        )


def _clear_medics(one: Planned, hands: Hands) -> None:
    """The UN's technical clearance of everybody with a medical function (R14)."""
    rotation, day = _rotation(one), min(one.deploys_on - timedelta(days=SCREENED), AS_OF)
    who = hands.reviewers[one.component]
    medical = [term.code for term in load_functions() if term.medical]
    medics = db.session.scalars(
        select(Assignment.person_id).where(Assignment.rotation_id == rotation.id, Assignment.function_code.in_(medical))
    ).all()
    if not medics:
        return
    with journal.entry(
        act="clearance.record",
        by=who,
        now=_moment(day),
        object_kind="rotation",
        object_id=rotation.public_id,
        state_code=one.state,
        details={"persons": len(medics), "result": "cleared"},
    ) as entry:
        row = {"state_code": one.state, "rotation_id": rotation.id, "ordinal": 0, "result": "cleared", "remark": ""}
        row |= {"decided_on": day, "decided_by": who, "decided_at": _moment(day)}
        entry.keep(MedicalClearance, [{**row, "public_id": new_id(), "person_id": person} for person in medics])


def _submit(one: Planned, day: date, hands: Hands, numbers: Counter[tuple[str, int]]) -> AttestationFacts:
    """A readiness certification with everything that a signature asks for, as of this day; as it was submitted."""
    found = _begun(one, day, hands)
    desk = drafted(found, names=OPERATOR.scope("people.see"), today=AS_OF)
    newest = max((line.newest for line in desk.sheet.lines if line.newest), default=day)
    day = min(max(day, newest), AS_OF)
    edition = _written(found, desk, day, hands)
    desk = drafted(found, names=OPERATOR.scope("people.see"), today=AS_OF)
    numbers[one.state, day.year] += 1
    number = number_of("readiness", one.state, day.year, numbers[one.state, day.year])
    made = face_of(found, desk, number=number, ordinal=1)
    with _entry("attestation.submit", found, hands.signs, day, number=number) as entry:
        row: dict[str, object] = {
            **_of(found),
            "edition_id": edition,
            "ordinal": 1,
            "number": number,
            **faces.kept(made),
            "submitted_on": day,
            "submitted_by": hands.signs,
            "submitted_at": _moment(day),
        }
        entry.keep(AttestationSubmission, [row])
        steps = [(1, "handed", hands.prepares, None), (2, "submitted", hands.signs, row["id"])]
        entry.keep(AttestationStep, [_step(found, *step, day=day) for step in steps])
    return attestation(OPERATOR.scope("attestations.see"), found.public_id)


def _begun(one: Planned, day: date, hands: Hands) -> AttestationFacts:
    rotation, public_id = _rotation(one), new_id()
    with journal.entry(
        act="attestation.open",
        by=hands.prepares,
        now=_moment(day),
        object_kind="attestation",
        object_id=public_id,
        state_code=one.state,
        details={"kind": "readiness", "rotation": rotation.public_id},
    ) as entry:
        row: dict[str, object] = {
            "public_id": public_id,
            "state_code": one.state,
            "rotation_id": rotation.id,
            "person_id": None,
            "subject": "rotation",
            "kind": "readiness",
            "ordinal": 1,
            "opened_by": hands.prepares,
            "opened_at": _moment(day),
        }
        entry.keep(Attestation, [row])
    # A draft is seen by its State alone.
    focal = Identity(hands.prepares, "", (Grant("focal_point", "state", frozenset({one.state}), code=one.state),))
    return attestation(focal.scope("attestations.see"), public_id)


def _written(found: AttestationFacts, desk: Drafted, day: date, hands: Hands) -> object:
    content = Content(
        signatory="Brigadier J. Adeyemi" if found.component == "military" else "Commissioner L. Fontaine",
        function="Director of peacekeeping operations",
        dated=day.isoformat(),
        caveats="none",
        statements=STATED["readiness"],
        claims={line.curriculum: line.held for line in desk.sheet.lines},
        answers={item.code: Answer("yes") for item in items_for("readiness", deploys_on=found.deploys_on)},
    )
    with _entry("attestation.save", found, hands.prepares, day, edition=1) as entry:
        row: dict[str, object] = {
            **_of(found),
            "ordinal": 1,
            **content.kept(),
            "saved_by": hands.prepares,
            "saved_at": _moment(day),
        }
        entry.keep(AttestationEdition, [row])
        lacking = {person for line in desk.sheet.lines for person in line.lacking}
        keys = dict(db.session.execute(select(Person.public_id, Person.id).where(Person.public_id.in_(lacking))).all())
        entry.keep(
            AttestationException,
            [
                {
                    **_of(found),
                    "edition_id": row["id"],
                    "person_id": keys[person],
                    "curriculum_code": line.curriculum,
                    "reason": REASON,
                }
                for line in desk.sheet.lines
                for person in sorted(line.lacking)
            ],
        )
    return row["id"]


def _decide(found: AttestationFacts, hands: Hands, *, day: date, accept: bool) -> None:
    who, number = hands.reviewers[found.component], found.number or ""
    day = min(max(day, found.steps[-1].on), AS_OF)
    with _entry("attestation.take", found, who, day, number=number) as entry:
        entry.keep(AttestationStep, [_step(found, 3, "taken", who, None, day=day, assigned_to=who)])
    if accept:
        with _entry("attestation.accept", found, who, day, number=number) as entry:
            entry.keep(AttestationStep, [_step(found, 4, "accepted", who, None, day=day)])


def _visit(found: AttestationFacts, hands: Hands, *, day: date) -> None:
    who, items = hands.reviewers[found.component], items_of(individual=False)
    day = max(day, found.steps[-1].on)
    told = {"number": found.number or "", "kind": "visit", "confirmed": len(items), "items": len(items)}
    with _entry("attestation.verify", found, who, day, **told) as entry:
        row: dict[str, object] = {
            **_of(found),
            "kind": "visit",
            "verified_on": day,
            "remark": "",
            "recorded_by": who,
            "recorded_at": _moment(day),
        }
        entry.keep(Verification, [row])
        entry.keep(
            VerificationItem,
            [
                {
                    "public_id": new_id(),
                    "state_code": found.state_code,
                    "verification_id": row["id"],
                    "item": item,
                    "confirmed": True,
                    "remark": "",
                }
                for item in items
            ],
        )


def _of(found: AttestationFacts) -> dict[str, object]:
    return {"public_id": new_id(), "state_code": found.state_code, "attestation_id": found.id}


def _step(
    found: AttestationFacts,
    ordinal: int,
    kind: str,
    by: str,
    submission: object,
    *,
    day: date,
    assigned_to: str | None = None,
) -> dict[str, object]:
    return {
        **_of(found),
        "ordinal": ordinal,
        "kind": kind,
        "submission_id": submission or (found.submission.id if found.submission else None),
        "assigned_to": assigned_to,
        "remark": "",
        "stepped_on": day,
        "stepped_by": by,
        "stepped_at": _moment(day),
    }


def _entry(
    act: str, found: AttestationFacts, by: str, day: date, **details: object
) -> AbstractContextManager[journal.Entry]:
    return journal.entry(
        act=act,
        by=by,
        now=_moment(day),
        object_kind="attestation",
        object_id=found.public_id,
        state_code=found.state_code,
        details=details,
    )


def _list(one: Listed, hands: Hands) -> None:
    who, public_id = hands.reviewers["military"], new_id()
    told = {"report": one.report}
    row: dict[str, object] = {
        "public_id": public_id,
        "state_code": one.state,
        "report": one.report,
        "listed_from": one.first,
        "source": one.source,
        "action_plan": one.plan,
        "recorded_by": who,
        "recorded_at": _moment(one.first),
    }
    about = {"by": who, "object_kind": "listing", "object_id": public_id, "state_code": one.state, "details": told}
    with journal.entry(act="listing.record", now=_moment(one.first), **about) as entry:  # type: ignore[arg-type]
        entry.keep(Listing, [row])
    if one.delisted:
        with journal.entry(act="listing.end", now=_moment(one.delisted), **about) as entry:  # type: ignore[arg-type]
            end: dict[str, object] = {
                "public_id": new_id(),
                "state_code": one.state,
                "listing_id": row["id"],
                "delisted_on": one.delisted,
                "source": one.source,
                "recorded_by": who,
                "recorded_at": _moment(one.delisted),
            }
            entry.keep(ListingEnd, [end])
