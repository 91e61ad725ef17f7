"""The dated rules, statements of unit requirements, waivers and missions' flags, as facts."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import and_, case, or_, select

from trainingapp.curricula.models import Curriculum, CurriculumVersion
from trainingapp.forces.models import Function
from trainingapp.forces.queries import unit_types
from trainingapp.kit.db import db
from trainingapp.kit.errors import Absent
from trainingapp.people.models import PersonNow
from trainingapp.people.ranks import BANDS
from trainingapp.requirements.coherence import Known
from trainingapp.requirements.models import (
    Requirement,
    RequirementEnd,
    RequirementReach,
    UnitStatement,
    UnitStatementLine,
    Waiver,
    WaiverEnd,
    WaiverPerson,
)
from trainingapp.requirements.rules import Asked, Flag, Rule, Statement, Waived, in_order, rules_of
from trainingapp.states.models import MissionFlag
from trainingapp.states.queries import mission_codes


def rules() -> Sequence[Rule]:
    """Every rule that ever held: those of their own in the order in which they came, then the lines of statements.

    Nobody's data: it needs no scope. Two statements.
    """
    return [*own_rules(), *(rule for statement in statements() for rule in rules_of(statement))]


def own_rules(*, as_written: bool = False) -> Sequence[Rule]:
    """The rules that are no line of a statement of unit requirements. One statement.

    `as_written`: with the last day they were made with, as if none had been ended.
    """
    through = case(
        (Requirement.holds_through < RequirementEnd.last_day, Requirement.holds_through),
        else_=RequirementEnd.last_day,
    )
    rows = db.session.execute(
        select(
            Requirement.code,
            Requirement.title,
            Requirement.curriculum_code,
            Requirement.mandatory,
            Requirement.categories,
            Requirement.decision_makers_only,
            Requirement.mission_flag,
            Requirement.phase,
            Requirement.holds_from,
            Requirement.holds_through
            if as_written
            else case((RequirementEnd.id.is_(None), Requirement.holds_through), else_=through),
            Requirement.source,
            Requirement.assumption,
            Requirement.note,
            RequirementReach.components,
            RequirementReach.unit_types,
            RequirementReach.missions,
            RequirementReach.rank_bands,
            RequirementReach.functions,
            RequirementReach.due,
            RequirementReach.due_days,
            RequirementReach.counts_days,
            RequirementReach.versions,
        )
        .outerjoin(RequirementReach, RequirementReach.requirement_code == Requirement.code)
        .outerjoin(RequirementEnd, RequirementEnd.requirement_code == Requirement.code)
        .order_by(Requirement.id)
    )
    return [_rule(row) for row in rows]


def own_rule(code: str) -> Rule:
    """The rule with this code, ended or not. Raises Absent. One statement."""
    found = next((rule for rule in own_rules() if rule.code == code), None)
    if found is None:
        raise Absent()
    return found


class Ended(NamedTuple):
    """How a rule was ended: its last day, why, by whom, when."""

    last_day: date
    reason: str
    by: str
    at: datetime


def ends() -> Mapping[str, Ended]:
    """Code of a rule -> how it was ended, of those that were. One statement."""
    rows = db.session.scalars(select(RequirementEnd).order_by(RequirementEnd.id))
    return {row.requirement_code: Ended(row.last_day, row.reason, row.ended_by, row.ended_at) for row in rows}


def known() -> Known:
    """What there is that a rule may name. Four statements."""
    labels: dict[str, set[str]] = {code: set() for code in db.session.scalars(select(Curriculum.code))}
    for code, label in db.session.execute(select(CurriculumVersion.curriculum_code, CurriculumVersion.label)):
        labels.setdefault(code, set()).add(label)
    return Known(
        curricula=labels,
        functions=frozenset(db.session.scalars(select(Function.code))),
        unit_types=frozenset(code for code, _label, _strength in unit_types()),
        missions=frozenset(mission_codes()),
        rank_bands=frozenset(BANDS),
    )


def _rule(row: Any) -> Rule:
    code, title, curriculum, mandatory, categories, *rest = row[:13]
    plain = Rule(code, title, curriculum, mandatory, _set(categories), *rest)
    if row.due is None:
        return plain
    return replace(
        plain,
        components=_set(row.components),
        unit_types=_set(row.unit_types),
        missions=_set(row.missions),
        rank_bands=_set(row.rank_bands),
        functions=_set(row.functions),
        due=row.due,
        due_days=row.due_days,
        counts_days=row.counts_days,
        versions=_set(row.versions),
    )


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


def statement(public_id: str) -> Statement:
    """One version of a statement of unit requirements. Raises Absent. Two statements."""
    found = next((one for one in statements() if one.public_id == public_id), None)
    if found is None:
        raise Absent()
    return found


def statements() -> Sequence[Statement]:
    """Every statement of unit requirements with its lines, by mission, unit type and version. One statement."""
    rows = db.session.execute(
        select(
            UnitStatement.public_id,
            UnitStatement.mission_code,
            UnitStatement.unit_type_code,
            UnitStatement.version,
            UnitStatement.effective_from,
            UnitStatement.headcount,
            UnitStatement.language,
            UnitStatement.source,
            UnitStatement.note,
            UnitStatementLine.curriculum_code,
            UnitStatementLine.functions,
            UnitStatementLine.persons,
        )
        .outerjoin(UnitStatementLine, UnitStatementLine.statement_id == UnitStatement.id)
        .order_by(UnitStatement.id, UnitStatementLine.id)
    )
    lines: dict[tuple[Any, ...], list[Asked]] = {}
    for *own, curriculum, functions, persons in rows:
        asked = lines.setdefault(tuple(own), [])
        if curriculum is not None:
            asked.append(Asked(curriculum, _set(functions), persons))
    return in_order(replace(Statement(*own), lines=tuple(asked)) for own, asked in lines.items())


def waived(rotation_ids: Collection[int]) -> Sequence[Waived]:
    """What is waived in these rotations, person by person or for all. One statement."""
    last = case(
        (and_(WaiverEnd.ended_on.is_not(None), WaiverEnd.ended_on < Waiver.last_day), WaiverEnd.ended_on),
        else_=Waiver.last_day,
    )
    rows = db.session.execute(
        select(Waiver.rotation_id, Waiver.curriculum_code, PersonNow.same_as, Waiver.first_day, last)
        .outerjoin(WaiverEnd, WaiverEnd.waiver_id == Waiver.id)
        .outerjoin(WaiverPerson, WaiverPerson.waiver_id == Waiver.id)
        .outerjoin(PersonNow, PersonNow.person_id == WaiverPerson.person_id)
        .where(
            Waiver.rotation_id.in_(sorted(rotation_ids)),
            or_(Waiver.whole_rotation, PersonNow.person_id.is_not(None)),
            last >= Waiver.first_day,
        )
        .order_by(Waiver.id, PersonNow.same_as)
    )
    return [Waived(*row) for row in rows]


def mission_flags() -> Sequence[Flag]:
    """Every mission's flags with their days. One statement."""
    rows = db.session.execute(
        select(MissionFlag.mission_code, MissionFlag.flag, MissionFlag.valid_from, MissionFlag.valid_through).order_by(
            MissionFlag.id
        )
    )
    return [Flag(*row) for row in rows]
