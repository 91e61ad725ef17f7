"""Rotations person by person: who stands where with each requirement, and why."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Final

from trainingapp.accounts.rules import Scope
from trainingapp.curricula.queries.decisions import recognitions
from trainingapp.curricula.recognition import Recognition, in_order
from trainingapp.curricula.rules import last_day
from trainingapp.kit.errors import Absent
from trainingapp.readiness.coverage import Question
from trainingapp.readiness.queries import facts, kept
from trainingapp.readiness.queries.facts import Named, RecordRow, RollRow, RotationRow, Version
from trainingapp.readiness.recognised import with_recognised
from trainingapp.readiness.rules import STRENGTHS, Line, Record, duties, judged_on
from trainingapp.readiness.standings import Binds, OnRoll, RotationStanding, Who, judge
from trainingapp.readiness.steps import Stretch
from trainingapp.requirements import queries as requirements
from trainingapp.requirements.ranks import band_of
from trainingapp.requirements.rules import Flag, Rule, binding

#: Rotations computed at a time: about 15,000 persons, so that memory stays small at any size of the register.
CHUNK: Final = 50


@dataclass(frozen=True, slots=True)
class Judged:
    """A rotation, where it stands on the day asked for, and where on the day it deploys when that is to come."""

    rotation: RotationRow
    standing: RotationStanding
    at_deployment: RotationStanding | None


def of_rotation(scope: Scope, rotation_id: str, *, as_of: date, names: Scope, evidence: str = STRENGTHS[0]) -> Judged:
    """One rotation with every person on its roll: judged on the day, and on the day it deploys when that is to come.

    Persons have names only where `names`, the scope of those one may see by name, reaches the rotation. Raises Absent.
    Fourteen statements, whatever the size of the roll.
    """
    rotation = facts.rotation_called(scope, rotation_id)
    if rotation is None:
        raise Absent()
    question = Question(as_of, preparing_days=0, rotation=rotation_id, evidence=evidence)
    return next(_judged(scope, [rotation], question, names))


def of_rotations(scope: Scope, question: Question, *, names: Scope) -> Iterator[Judged]:
    """The rotations asked for, each with every person on its roll, by State and code.

    Ten statements, and five for every fifty rotations.
    """
    asked = {key for key, one in kept.deployments().items() if question.asks_for(one)}
    rotations = sorted(facts.rotation_rows(scope, asked), key=lambda one: (one.state, one.code, one.id))
    return _judged(scope, rotations, question, names)


def _judged(scope: Scope, rotations: Sequence[RotationRow], question: Question, names: Scope) -> Iterator[Judged]:
    rules, flags, versions = requirements.rules(), requirements.mission_flags(), facts.versions()
    recognised = in_order(recognitions())
    for start in range(0, len(rotations), CHUNK):
        chunk = rotations[start : start + CHUNK]
        rolls = _rolls(scope, {rotation.id for rotation in chunk}, names, versions, recognised)
        for rotation in chunk:
            binds = binds_rotation(rotation, rules, flags)
            day, then = (
                judged_on(question.as_of, deploys_on=rotation.deploys_on, ends_on=rotation.ends_on, at_deployment=kind)
                for kind in (False, True)
            )
            roll = rolls[rotation.id]
            yield Judged(
                rotation,
                judge(roll, as_of=day, binds=binds, evidence=question.evidence),
                judge(roll, as_of=then, binds=binds, evidence=question.evidence) if then != day else None,
            )


def binds_rotation(rotation: RotationRow, rules: Sequence[Rule], flags: Sequence[Flag]) -> Binds:
    """What is mandatory and what is recommended in a rotation, on which days of its tour."""
    must, should = (
        binding(
            rules,
            flags=flags,
            mission=rotation.mission,
            deploys_on=rotation.deploys_on,
            unit_type=rotation.unit_type,
            mandatory=kind,
        )
        for kind in (True, False)
    )
    return Binds((rotation.deploys_on, rotation.ends_on), must, should)


def line_of(row: RollRow) -> Line:
    """A line of a roll as the rules know it."""
    return Line(row.category, row.decides, row.left_on, row.function, band_of(row.rank, row.category))


def waivers_of(rotation_ids: Collection[int]) -> Callable[[int, int], tuple[Stretch, ...]]:
    """Gives for a rotation and a person the days on which anything is waived for them. One statement."""
    found: dict[tuple[int, int | None], list[Stretch]] = {}
    for one in requirements.waived(rotation_ids):
        found.setdefault((one.rotation, one.person), []).append(Stretch(one.curriculum, one.first, one.last))

    def waived(rotation_id: int, person_id: int) -> tuple[Stretch, ...]:
        if not found:
            return ()
        return tuple(sorted({*found.get((rotation_id, None), ()), *found.get((rotation_id, person_id), ())}))

    return waived


def _rolls(
    scope: Scope,
    rotation_ids: Collection[int],
    names: Scope,
    versions: Mapping[int, Version],
    recognised: Sequence[Recognition],
) -> Mapping[int, list[OnRoll]]:
    recorded: dict[int, list[tuple[RecordRow, str | None]]] = {}
    for row in facts.record_rows(scope, rotation_ids):
        recorded.setdefault(row.person_id, []).append((row, None))
    for row, under_review in facts.uncounted_rows(scope, rotation_ids):
        recorded.setdefault(row.person_id, []).append((row, "held" if under_review else "withdrawn"))
    meant: dict[tuple[object, ...], Record] = {}
    records: dict[int, Mapping[str, tuple[Record, ...]]] = {}
    for person_id, some in recorded.items():
        own: dict[str, tuple[Record, ...]] = {}
        for row, uncounted in some:
            key = (*row[1:], uncounted)
            if (record := meant.get(key)) is None:
                record = meant[key] = record_of(row, versions, uncounted=uncounted)
            own[record.curriculum] = (*own.get(record.curriculum, ()), record)
        records[person_id] = with_recognised(own, recognised) if recognised else own
    named = facts.names_on_roll(names, rotation_ids)
    waived = waivers_of(rotation_ids)
    found: dict[int, list[OnRoll]] = {rotation_id: [] for rotation_id in rotation_ids}
    roll = facts.roll_rows(scope, rotation_ids)
    for (rotation_id, person_id, sex), lines in groupby(roll, key=attrgetter("rotation_id", "person_id", "sex")):
        who = named.get((rotation_id, person_id))
        found[rotation_id].append(
            OnRoll(
                who and _who(who),
                sex,
                duties(line_of(line) for line in lines),
                records.get(person_id, {}),
                waived(rotation_id, person_id),
            )
        )
    return found


def _who(named: Named) -> Who:
    person = named.person
    return Who(person.public_id, person.service_number, person.name, person.original_name, named.rank, named.function)


def record_of(row: RecordRow, versions: Mapping[int, Version], *, uncounted: str | None = None) -> Record:
    """A completion as the rules know it. `uncounted`: withdrawn or held, when it does not count."""
    curriculum, label, pass_kind, until, decisions = versions[row.version_id]
    through = last_day(row.completed_on, row.valid_through, decisions) if decisions else row.valid_through
    return Record(
        *(curriculum, label, row.completed_on, row.result, pass_kind, through, until),
        evidence=row.evidence,
        withdrawn=uncounted == "withdrawn",
        under_review=uncounted == "held",
    )
