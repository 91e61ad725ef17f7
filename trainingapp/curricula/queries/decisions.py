"""What was decided since about how long versions count and what stands for them. Nobody's data: no scope."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Date, Select, case, func, literal, null, or_, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import aliased
from sqlalchemy.sql.functions import FunctionElement

from trainingapp.accounts.models import Account
from trainingapp.curricula.models import (
    CurriculumVersion,
    Equivalence,
    EquivalenceEnd,
    EquivalencePart,
    ValidityDecision,
)
from trainingapp.curricula.recognition import Part, Recognition
from trainingapp.curricula.rules import Decided, Validity
from trainingapp.kit.db import db
from trainingapp.kit.errors import Absent


@dataclass(frozen=True)
class DecisionFacts:
    """A decision about how long a version counts, and whose it was."""

    public_id: str
    decided: Decided
    reason: str
    by: str
    at: datetime


def validity_decisions() -> Mapping[int, tuple[Decided, ...]]:
    """Key of a version -> what was decided about how long it counts. One statement."""
    found: dict[int, tuple[Decided, ...]] = {}
    rows = db.session.execute(
        select(
            ValidityDecision.version_id,
            ValidityDecision.kind,
            ValidityDecision.months,
            ValidityDecision.reaches,
            ValidityDecision.from_on,
        )
    )
    for version_id, kind, months, reaches, from_on in rows:
        decided = Decided(Validity(kind, months), reaches, from_on)  # type: ignore[arg-type]
        found[version_id] = (*found.get(version_id, ()), decided)
    return found


def decisions_about(version_id: int) -> Sequence[DecisionFacts]:
    """The decisions about one version, the latest day first. One statement."""
    rows = db.session.execute(
        select(ValidityDecision, func.coalesce(Account.name, ValidityDecision.decided_by))
        .outerjoin(Account, Account.public_id == ValidityDecision.decided_by)
        .where(ValidityDecision.version_id == version_id)
        .order_by(ValidityDecision.from_on.desc(), ValidityDecision.reaches.desc())
    )
    return [
        DecisionFacts(
            row.public_id,
            Decided(Validity(row.kind, row.months), row.reaches, row.from_on),  # type: ignore[arg-type]
            row.reason,
            by,
            row.decided_at,
        )
        for row, by in rows
    ]


# --- The same in a statement -----------------------------------------------------------------------------------------


class MonthsLater(FunctionElement[date]):
    """The same day so many months later, or that month's last day when it is shorter: `rules.valid_through`."""

    type = Date()
    inherit_cache = True
    name = "months_later"


@compiles(MonthsLater, "postgresql")
def _on_postgresql(element: MonthsLater, compiler: Any, **more: Any) -> str:
    day, months = (compiler.process(clause, **more) for clause in element.clauses)
    return f"CAST({day} + make_interval(months => {months}) AS DATE)"


@compiles(MonthsLater, "sqlite")
def _on_sqlite(element: MonthsLater, compiler: Any, **more: Any) -> str:
    day, months = (compiler.process(clause, **more) for clause in element.clauses)
    # SQLite runs over into the next month where this one is too short; the last day of the wanted month comes first.
    last = f"date({day}, 'start of month', '+' || ({months} + 1) || ' months', '-1 day')"
    return f"min(date({day}, '+' || {months} || ' months'), {last})"


def last_day_in(
    version_id: Any, completed_on: Any, kept_through: Any, decisions: Mapping[int, Sequence[Decided]]
) -> ColumnElement[date | None]:
    """The counterpart of `rules.last_day` as a column; what was kept, where nothing was decided."""
    if not decisions:
        return kept_through  # type: ignore[no-any-return]
    parts = [(version_id == key, _folded(completed_on, kept_through, decisions[key])) for key in sorted(decisions)]
    return case(*parts, else_=kept_through)


def _folded(completed_on: Any, kept_through: Any, decisions: Sequence[Decided]) -> Any:
    last = kept_through
    for decided in sorted(decisions, key=lambda one: (one.from_on, one.reaches)):
        day, eve = literal(decided.from_on, Date), literal(decided.from_on - timedelta(days=1), Date)
        months = decided.validity.months
        anew: Any = null() if months is None else MonthsLater(completed_on, literal(months))
        branches = [(completed_on >= day, anew)]
        if decided.reaches == "all":
            kept = anew if months is None else case((anew < eve, eve), else_=anew)
            branches.append((or_(last.is_(None), last >= day), kept))
        last = case(*branches, else_=last)
    return last


# --- Equivalences ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class EquivalenceFacts:
    """Training that stands for a curriculum, who decided it, and who ended it when."""

    public_id: str
    recognition: Recognition
    #: Its last day as first decided; `recognition` knows the end that was decided since.
    holds_through: date | None
    note: str | None
    by: str
    at: datetime
    ended_from: date | None
    ended_because: str | None
    ended_by: str | None

    def standing(self, as_of: date) -> str:
        """Where it stands on a day: upcoming, in_force, ended."""
        last = self.recognition.last
        if last is not None and (last < as_of or last < self.recognition.first):
            return "ended"
        return "upcoming" if as_of < self.recognition.first else "in_force"


def recognitions() -> Sequence[Recognition]:
    """Everything that stands for something on some day. Two statements."""
    found = [one.recognition for one in _equivalences(select(Equivalence))]
    return [one for one in found if one.last is None or one.last >= one.first]


def equivalences_of(code: str) -> Sequence[EquivalenceFacts]:
    """What stands or stood for a curriculum, the latest first. Two statements."""
    return _equivalences(select(Equivalence).where(Equivalence.curriculum_code == code))


def stands_elsewhere(code: str) -> Sequence[EquivalenceFacts]:
    """What a curriculum stands or stood for, itself or with others. Two statements."""
    part = select(EquivalencePart.equivalence_id).where(EquivalencePart.curriculum_code == code)
    return _equivalences(select(Equivalence).where(Equivalence.id.in_(part)))


def equivalence(public_id: str) -> tuple[int, EquivalenceFacts]:
    """One equivalence with its key. Raises Absent. Three statements."""
    key = db.session.scalar(select(Equivalence.id).where(Equivalence.public_id == public_id))
    found = _equivalences(select(Equivalence).where(Equivalence.public_id == public_id))
    if key is None or not found:
        raise Absent()
    return key, found[0]


def _equivalences(chosen: Select[Any]) -> list[EquivalenceFacts]:
    decider, ender = aliased(Account), aliased(Account)
    rows = db.session.execute(
        chosen.add_columns(
            EquivalenceEnd.from_on,
            EquivalenceEnd.reason,
            func.coalesce(decider.name, Equivalence.decided_by),
            func.coalesce(ender.name, EquivalenceEnd.decided_by),
        )
        .outerjoin(EquivalenceEnd, EquivalenceEnd.equivalence_id == Equivalence.id)
        .outerjoin(decider, decider.public_id == Equivalence.decided_by)
        .outerjoin(ender, ender.public_id == EquivalenceEnd.decided_by)
        .order_by(Equivalence.holds_from.desc(), Equivalence.id.desc())
    ).all()
    parts: dict[int, list[Part]] = {}
    for equivalence_id, code, label in db.session.execute(
        select(EquivalencePart.equivalence_id, EquivalencePart.curriculum_code, CurriculumVersion.label)
        .outerjoin(CurriculumVersion, CurriculumVersion.id == EquivalencePart.version_id)
        .order_by(EquivalencePart.id)
    ):
        parts.setdefault(equivalence_id, []).append(Part(code, label))
    return [_told(row, tuple(parts.get(row.id, ())), *rest) for row, *rest in rows]


def _told(
    row: Equivalence,
    parts: tuple[Part, ...],
    ended_from: date | None,
    because: str | None,
    by: str,
    ended_by: str | None,
) -> EquivalenceFacts:
    ends = [day for day in (row.holds_through, ended_from and ended_from - timedelta(days=1)) if day is not None]
    return EquivalenceFacts(
        row.public_id,
        Recognition(row.curriculum_code, parts, row.holds_from, min(ends, default=None), row.authority, row.reference),
        row.holds_through,
        row.note,
        by,
        row.decided_at,
        ended_from,
        because,
        ended_by,
    )
