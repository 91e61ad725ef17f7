"""What one person is required to hold and holds, in each rotation that matters on a day, as readiness judges it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from trainingapp.completions.queries import Told
from trainingapp.forces.queries import Service
from trainingapp.readiness.intervals import runs
from trainingapp.readiness.queries import facts
from trainingapp.readiness.queries.facts import RecordRow
from trainingapp.readiness.reports import record_of
from trainingapp.readiness.rules import Gap, Held, Line, Record, duties, held, judged_on
from trainingapp.readiness.standings import OnRoll, PersonStanding, judge
from trainingapp.records.rules import Stretch, along, place
from trainingapp.requirements import queries as requirements
from trainingapp.requirements.rules import Flag, Rule, binding


@dataclass(frozen=True, slots=True)
class Required:
    """One curriculum that is asked of a person, where the person stands with it, and the days of the tour it is held.

    `then` is the standing on the day of deployment, when that is to come.
    """

    curriculum: str
    title: str
    rule: Rule
    now: Held | Gap
    then: Held | Gap | None
    days: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class Tour:
    """A rotation in which a person is judged: on which day, against what, with which result."""

    service: Service
    judged_on: date
    mandatory: Sequence[Required]
    recommended: Sequence[Required]
    #: Where the day judged stands along the tour, in thousandths; None when it lies outside.
    place: int | None

    @property
    def to_come(self) -> bool:
        """Whether the rotation deploys only after the day judged."""
        return self.judged_on < self.service.deploys_on

    @property
    def held(self) -> int:
        """How many of the mandatory curricula are held on the day judged."""
        return sum(isinstance(one.now, Held) for one in self.mandatory)

    @property
    def is_ready(self) -> bool:
        """Whether nothing mandatory is lacking on the day judged."""
        return self.held == len(self.mandatory)


def tours(
    services: Iterable[Service], decisive: Collection[str], history: Iterable[Told], *, sex: str, as_of: date
) -> Sequence[Tour]:
    """The rotations on whose roll a person stands on a day, or else the last one that ended; the latest first.

    `services` as `forces.service_of` gives them. Five statements.
    """
    versions, titles = facts.versions(), facts.curriculum_titles()
    rules, flags = requirements.rules(), requirements.mission_flags()
    records: dict[str, tuple[Record, ...]] = {}
    for told in history:
        row = RecordRow(told.person_id, told.version_id, told.completed_on, told.valid_through, told.result)
        record = record_of(row, versions, withdrawn=bool(told.withdrawn))
        records[record.curriculum] = (*records.get(record.curriculum, ()), record)
    by_rotation: dict[str, list[Service]] = {}
    for service in services:
        if service.ended != "in_error":
            by_rotation.setdefault(service.rotation_id, []).append(service)
    found = []
    for served in by_rotation.values():
        made = [Line(one.category, one.public_id in decisive, one.ended_on) for one in reversed(served)]
        person = OnRoll(None, sex, duties(made), records)
        if tour := _tour(served[0], person, rules=rules, flags=flags, titles=titles, as_of=as_of):
            found.append(tour)
    current = [tour for tour in found if tour.service.ends_on >= as_of]
    return current or found[:1]


def _tour(
    service: Service,
    person: OnRoll,
    *,
    rules: Sequence[Rule],
    flags: Sequence[Flag],
    titles: Mapping[str, str],
    as_of: date,
) -> Tour | None:
    must, should = (
        binding(rules, flags=flags, mission=service.mission_code, deploys_on=service.deploys_on, mandatory=kind)
        for kind in (True, False)
    )

    def judged(day: date) -> PersonStanding | None:
        return next(iter(judge([person], as_of=day, mandatory=must, recommended=should).persons), None)

    day, deployment = (
        judged_on(as_of, deploys_on=service.deploys_on, ends_on=service.ends_on, at_deployment=kind)
        for kind in (False, True)
    )
    now = judged(day)
    if now is None:
        return None
    then = judged(deployment) if deployment != day else None
    whole = (service.deploys_on, service.ends_on)

    def lines(
        asked: Sequence[Rule], found: Mapping[str, Held | Gap], later: Mapping[str, Held | Gap]
    ) -> Sequence[Required]:
        by = {rule.curriculum: rule for rule in reversed(asked)}
        return [
            Required(
                code,
                titles[code],
                by[code],
                standing,
                later.get(code),
                along(whole, runs(held(person.records.get(code, ())))),
            )
            for code, standing in found.items()
        ]

    return Tour(
        service,
        day,
        lines(must, now.mandatory, then.mandatory if then else {}),
        lines(should, now.recommended, then.recommended if then else {}),
        place(whole, day),
    )
