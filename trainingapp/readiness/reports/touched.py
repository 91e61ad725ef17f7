"""Whom a change of the rules would touch: rotations that are deployed or prepare, and the persons on their rolls."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby
from operator import attrgetter

from trainingapp.accounts.rules import Scope
from trainingapp.curricula.queries.decisions import recognitions
from trainingapp.curricula.recognition import in_order, standing_for
from trainingapp.readiness.queries import facts
from trainingapp.readiness.queries.facts import RotationRow
from trainingapp.readiness.queries.touched import components, records_of
from trainingapp.readiness.recognised import with_recognised
from trainingapp.readiness.reports.persons import CHUNK, line_of, record_of
from trainingapp.readiness.rules import Record, duties
from trainingapp.readiness.touched import Asking, Change, Serving, Touched, TouchedRotation, change_of, may_bind
from trainingapp.requirements import queries as requirements
from trainingapp.requirements.rules import Flag, Rule, binding


def touched(scope: Scope, before: Sequence[Rule], after: Sequence[Rule], *, mandatory: bool, as_of: date) -> Touched:
    """The rotations, not over on the day, of whose people the mandatory (or the recommended) rules ask something else;
    and those that have no roll yet and in which they may bind somebody otherwise.

    Seven statements, and two for every fifty rotations that are touched.
    """
    flags = requirements.mission_flags()
    asked = {
        rotation.id: (rotation, asking)
        for rotation in facts.rotation_rows(scope)
        if rotation.ends_on >= as_of
        and (asking := _asking(rotation, before, after, flags, mandatory=mandatory)).curricula
    }
    curricula = {code for _rotation, asking in asked.values() for code in asking.curricula}
    rolls = _rolls(scope, sorted(asked), curricula) if asked else {}
    of_kind = components() if asked else {}
    found = []
    for key, (rotation, asking) in asked.items():
        people = rolls.get(key, ())
        if not people and not _may_touch(rotation, asking, of_kind[rotation.unit_type]):
            continue
        changes = {code: change_of(people, asking, code, as_of=as_of) for code in asking.curricula}
        total = Change(1, int(rotation.deploys_on <= as_of))
        for one in changes.values():
            total += Change(asked=one.asked, eased=one.eased)
        if people and not (total.asked.required or total.eased.required):
            continue
        found.append(
            TouchedRotation(
                public_id=rotation.public_id,
                code=rotation.code,
                state=rotation.state,
                mission=rotation.mission,
                deploys_on=rotation.deploys_on,
                ends_on=rotation.ends_on,
                has_roll=bool(people),
                change=total,
                by_curriculum=changes,
            )
        )
    return Touched(as_of, sorted(found, key=lambda one: (one.deploys_on, one.state, one.code)))


def _may_touch(rotation: RotationRow, asking: Asking, component: str) -> bool:
    return any(may_bind(rule, unit_type=rotation.unit_type, component=component) for rule in asking.changed)


def _asking(
    rotation: RotationRow, before: Sequence[Rule], after: Sequence[Rule], flags: Sequence[Flag], *, mandatory: bool
) -> Asking:
    was, will = (
        binding(
            rules,
            flags=flags,
            mission=rotation.mission,
            deploys_on=rotation.deploys_on,
            unit_type=rotation.unit_type,
            mandatory=mandatory,
        )
        for rules in (before, after)
    )
    return Asking((rotation.deploys_on, rotation.ends_on), was, will)


def _rolls(scope: Scope, rotation_ids: Sequence[int], curricula: Iterable[str]) -> Mapping[int, list[Serving]]:
    versions, recognised = facts.versions(), in_order(recognitions())
    looked_at = set(curricula).union(*(standing_for(recognised, code) for code in curricula))
    wanted = {key for key, version in versions.items() if version.curriculum in looked_at}
    found: dict[int, list[Serving]] = {}
    for start in range(0, len(rotation_ids), CHUNK):
        chunk = rotation_ids[start : start + CHUNK]
        records: dict[int, dict[str, tuple[Record, ...]]] = {}
        for row in records_of(chunk, wanted):
            record = record_of(row, versions)
            own = records.setdefault(row.person_id, {})
            own[record.curriculum] = (*own.get(record.curriculum, ()), record)
        roll = facts.roll_rows(scope, chunk)
        for (rotation_id, person_id, sex), lines in groupby(roll, key=attrgetter("rotation_id", "person_id", "sex")):
            mine = with_recognised(records.get(person_id, {}), recognised)
            served = duties(line_of(line) for line in lines)
            found.setdefault(rotation_id, []).append(Serving(sex, served, mine))
    return found
