"""What would change if a version were superseded, or counted for another time: by State and by month, never a name."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from trainingapp.accounts.rules import OPERATOR
from trainingapp.curricula.queries.decisions import recognitions
from trainingapp.curricula.recognition import Recognition, in_order, standing_for
from trainingapp.curricula.rules import Decided, last_day
from trainingapp.readiness.intervals import Span
from trainingapp.readiness.queries import alike, facts
from trainingapp.readiness.queries.alike import Alike
from trainingapp.readiness.queries.facts import RotationRow, Version
from trainingapp.readiness.recognised import with_recognised
from trainingapp.readiness.reports.persons import binds_rotation, record_of
from trainingapp.readiness.rules import Duty, Record, duties
from trainingapp.readiness.supersession import (
    Consequences,
    Counted,
    Lost,
    consequences,
    ends_sooner,
    first_changed,
    lost,
)
from trainingapp.requirements import queries as requirements
from trainingapp.requirements.rules import Rule


def of_superseding(version_id: int, *, counts_through: date) -> Consequences:
    """What changes when completions of a version count through this day at the longest. Ten statements."""
    versions = facts.versions()
    now = versions[version_id]
    until = counts_through if now.counts_until is None else min(now.counts_until, counts_through)
    return _of(version_id, versions, now._replace(counts_until=until), since=counts_through + timedelta(days=1))


def of_deciding(version_id: int, decided: Decided) -> Consequences:
    """What changes when this is decided about how long a version counts. Ten statements."""
    versions = facts.versions()
    now = versions[version_id]
    return _of(version_id, versions, now._replace(decisions=(*now.decisions, decided)), since=decided.from_on)


def _of(version_id: int, versions: Mapping[int, Version], then: Version, *, since: date) -> Consequences:
    """`since`: no day before it is judged otherwise."""
    now = versions[version_id]
    completions = list(_changed(alike.completions_alike(version_id), now, then))
    certificates = list(_changed(alike.certificates_alike(version_id), now, then))
    shortened = any(sooner for sooner, _counted in completions)
    return consequences(
        sooner=(counted for sooner, counted in completions if sooner),
        longer=(counted for sooner, counted in completions if not sooner),
        certificates=(counted for sooner, counted in certificates if sooner),
        rotations=_lacking(version_id, versions, then, since=since) if shortened else (),
    )


def _changed(found: Iterable[Alike], now: Version, then: Version) -> Iterator[tuple[bool, Counted]]:
    for one in found:
        last_now, last_then = _last(one, now), _last(one, then)
        if (day := first_changed(one.completed_on, last_now, last_then)) is not None:
            yield ends_sooner(last_now, last_then), Counted(one.state, day, one.number)


def _last(one: Alike, version: Version) -> date | None:
    own = last_day(one.completed_on, one.valid_through, version.decisions)
    return min((day for day in (own, version.counts_until) if day is not None), default=None)


def _lacking(
    version_id: int, versions: Mapping[int, Version], then: Version, *, since: date
) -> Iterator[tuple[str, Sequence[Counted]]]:
    """Rotation by rotation, its State and how many then lack something first on which day."""
    scope = OPERATOR.scope("gaps.see")
    recognised = in_order(recognitions())
    touched, looked_at = _touched(then.curriculum, recognised)
    rules, flags = requirements.rules(), requirements.mission_flags()
    rotations = {one.id: one for one in facts.rotation_rows(scope)}
    beside = {key for key, version in versions.items() if version.curriculum in looked_at}
    afterwards = {**versions, version_id: then}
    losses: dict[str, Lost] = {}
    served: dict[str, tuple[Duty, ...]] = {}
    asked: dict[int, tuple[Rule, ...]] = {}
    found: dict[int, dict[date, int]] = {}
    ranks = any(rule.rank_bands for rule in rules)
    persons = alike.persons_alike(scope, version_id, beside=beside, since=since, ranks=ranks)
    for rotation_id, lines, records, count in persons:
        rotation = rotations[rotation_id]
        if records not in losses:
            losses[records] = _lost(records, versions, afterwards, recognised)
        if lines not in served:
            served[lines] = duties(alike.lines_of(lines))
        if rotation_id not in asked:
            binds = binds_rotation(rotation, rules, flags).mandatory
            asked[rotation_id] = tuple(rule for rule in binds if rule.curriculum in touched)
        day = losses[records].first_in(served[lines], asked[rotation_id], tour=_tour(rotation))
        if day is not None:
            days = found.setdefault(rotation_id, {})
            days[day] = days.get(day, 0) + count
    for rotation_id, days in found.items():
        state = rotations[rotation_id].state
        yield state, [Counted(state, day, count) for day, count in sorted(days.items())]


def _touched(code: str, recognised: Sequence[Recognition]) -> tuple[frozenset[str], frozenset[str]]:
    """The curricula that may be lacked when one is, and all whose records must be known to tell."""
    lacked = {code} | {one.curriculum for one in recognised if code in standing_for(recognised, one.curriculum)}
    return frozenset(lacked), frozenset(lacked).union(*(standing_for(recognised, one) for one in lacked))


def _tour(rotation: RotationRow) -> Span[Record]:
    return Span(rotation.deploys_on, rotation.ends_on)


def _lost(
    written: str, now: Mapping[int, Version], then: Mapping[int, Version], recognised: Sequence[Recognition]
) -> Lost:
    rows = list(alike.records_of(written))

    def held_by(versions: Mapping[int, Version]) -> Mapping[str, tuple[Record, ...]]:
        records: dict[str, tuple[Record, ...]] = {}
        for row in rows:
            record = record_of(row, versions)
            records[record.curriculum] = (*records.get(record.curriculum, ()), record)
        return with_recognised(records, recognised)

    return lost(held_by(now), held_by(then))
