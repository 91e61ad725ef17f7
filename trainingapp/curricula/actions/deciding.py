"""For how long completions count, and what stands for a curriculum, as decided on a day: never an edit."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select

from trainingapp.accounts.rules import Identity
from trainingapp.curricula import queries
from trainingapp.curricula.models import (
    Curriculum,
    Equivalence,
    EquivalenceEnd,
    EquivalencePart,
    ValidityDecision,
)
from trainingapp.curricula.queries import VersionFacts
from trainingapp.curricula.queries import decisions as decided_since
from trainingapp.curricula.recognition import Part, way_back
from trainingapp.curricula.rules import Decided
from trainingapp.journal import actions as journal
from trainingapp.kit.db import db, refusing
from trainingapp.kit.errors import Absent, Conflict, Refused
from trainingapp.kit.ids import new_id
from trainingapp.kit.words import say

#: The longest reason that is kept.
LONGEST_REASON = 400


class NoReason(Refused):
    """Whoever reads the record later must understand why it counted so long."""

    sentence = say("Write the reason, at most %(most)s characters.", most=LONGEST_REASON)


class DecidedBefore(Conflict):
    """For this version, this day and this reach there is a decision already."""

    sentence = say("For these completions and this day it has been decided already. Look at the decisions again.")


class IsPast(Refused):
    """What was said about a past day stays as it was said."""

    sentence = say("A decision holds from today on or later: what was said about past days stays as it was said.")


def decide_validity(
    version: VersionFacts, decided: Decided, *, reason: str, by: Identity, now: datetime, today: date
) -> str:
    """Decide for how long completions of a version count, from a day on (R36). Returns the decision's public id.

    Raises NoReason, IsPast, DecidedBefore, and Refused for a day before the version's own first.
    """
    reason = _reason(reason)
    if decided.from_on < today:
        raise IsPast()
    if decided.from_on < version.effective_from:
        raise Refused(say("The version itself begins on %(day)s.", day=version.effective_from.isoformat()))
    public_id = new_id()
    with journal.entry(
        act="curriculum.decide_validity",
        by=by.public_id,
        now=now,
        object_kind="curriculum",
        object_id=version.code,
        details={
            "version": version.name,
            "kind": decided.validity.kind,
            "months": decided.validity.months,
            "reaches": decided.reaches,
            "from_on": decided.from_on.isoformat(),
        },
    ) as entry:
        row: dict[str, object] = {
            "public_id": public_id,
            "version_id": version.id,
            "kind": decided.validity.kind,
            "months": decided.validity.months,
            "reaches": decided.reaches,
            "from_on": decided.from_on,
            "reason": reason,
            "decided_by": by.public_id,
            "decided_at": now,
        }
        with refusing({"uq_validity_decision_on_a_day": DecidedBefore}):
            entry.keep(ValidityDecision, [row])
    return public_id


# --- Equivalences ----------------------------------------------------------------------------------------------------


class StandsForItself(Refused):
    """A curriculum that would be recognised because it is held itself."""


class EndedBefore(Conflict):
    """Somebody else was faster."""

    sentence = say("This equivalence has been ended already. Look at the page again.")


def recognise(
    code: str,
    parts: Sequence[Part],
    *,
    first: date,
    last: date | None,
    authority: str,
    reference: str,
    note: str | None,
    by: Identity,
    now: datetime,
) -> str:
    """Decide that whoever holds all parts counts as holding a curriculum, on these days (R52). Returns its public id.

    Raises Absent for a curriculum that is not there, StandsForItself, and Refused for days out of order, no part, a
    part named twice, nobody's authority.
    """
    if not authority.strip() or not reference.strip():
        raise Refused(say("Say on whose authority it is recognised, and where that is written."))
    if last is not None and last < first:
        raise Refused(say("The last day lies before the first."))
    with journal.entry(
        act="curriculum.recognise",
        by=by.public_id,
        now=now,
        object_kind="curriculum",
        object_id=code,
        details={
            "curriculum": code,
            "parts": ", ".join(part.name for part in parts),
            "from_on": first.isoformat(),
            "reference": reference.strip(),
        },
    ) as entry:
        versions = _checked(code, parts)
        row: dict[str, object] = {
            "public_id": new_id(),
            "curriculum_code": code,
            "holds_from": first,
            "holds_through": last,
            "authority": authority.strip(),
            "reference": reference.strip(),
            "note": (note or "").strip() or None,
            "decided_by": by.public_id,
            "decided_at": now,
        }
        entry.keep(Equivalence, [row])
        kept: list[dict[str, object]] = [
            {
                "public_id": new_id(),
                "equivalence_id": row["id"],
                "curriculum_code": part.curriculum,
                "version_id": version,
            }
            for part, version in zip(parts, versions, strict=True)
        ]
        entry.keep(EquivalencePart, kept)
    return str(row["public_id"])


def _checked(code: str, parts: Sequence[Part]) -> list[int | None]:
    """The keys of the parts' versions, where one is named. Behind the journal's lock, so that no two acts make a circle
    together."""
    codes = [part.curriculum for part in parts]
    known = set(db.session.scalars(select(Curriculum.code).where(Curriculum.code.in_({code, *codes}))))
    if not {code, *codes} <= known:
        raise Absent()
    if not parts:
        raise Refused(say("Choose at least one curriculum that stands for it."))
    if len(set(codes)) < len(codes):
        raise Refused(say("A curriculum is named twice. Name each once, with one version or with any."))
    if code in codes:
        raise StandsForItself(say("%(code)s cannot stand for itself.", code=code))
    if (way := way_back(decided_since.recognitions(), code, codes)) is not None:
        said = say(
            "This would go round in a circle: %(way)s. End what leads back to it first.",
            way=" ← ".join((code, *way)),
        )
        raise StandsForItself(said)
    return [queries.version(part.curriculum, part.version).id if part.version else None for part in parts]


def end_equivalence(public_id: str, *, from_on: date, reason: str, by: Identity, now: datetime, today: date) -> None:
    """From a day on, an equivalence holds no more. Raises Absent, NoReason, IsPast, EndedBefore."""
    reason = _reason(reason)
    if from_on < today:
        raise IsPast()
    key, facts = decided_since.equivalence(public_id)
    code = facts.recognition.curriculum
    with journal.entry(
        act="curriculum.end_recognition",
        by=by.public_id,
        now=now,
        object_kind="curriculum",
        object_id=code,
        details={"curriculum": code, "reference": facts.recognition.reference, "from_on": from_on.isoformat()},
    ) as entry:
        row: dict[str, object] = {
            "public_id": new_id(),
            "equivalence_id": key,
            "from_on": from_on,
            "reason": reason,
            "decided_by": by.public_id,
            "decided_at": now,
        }
        with refusing({"uq_equivalence_end_equivalence_id": EndedBefore}):
            entry.keep(EquivalenceEnd, [row])


def _reason(text: str) -> str:
    text = text.strip()
    if not 0 < len(text) <= LONGEST_REASON:
        raise NoReason()
    return text
