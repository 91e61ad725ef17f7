"""Pure: every person of a rotation against what is required of them on one day: who lacks what, and why."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from trainingapp.readiness.coverage import Tally, tally
from trainingapp.readiness.rules import (
    REASONS,
    STRENGTHS,
    Duty,
    Gap,
    Held,
    Record,
    accepted,
    asked_by,
    counting,
    standing,
)
from trainingapp.readiness.steps import History, Holdings, Runs, Stretch, until_the_end
from trainingapp.requirements.rules import Rule


@dataclass(frozen=True, slots=True)
class Who:
    """A person as somebody who may see people by name sees them."""

    public_id: str
    service_number: str
    name: str
    original_name: str | None
    rank: str | None
    function: str | None


@dataclass(frozen=True, slots=True)
class PersonStanding:
    """One person of a rotation. `number` counts them within the roll: "Person 12" for whoever may not see names."""

    number: int
    who: Who | None
    sex: str
    category: str
    decides: bool
    #: Curriculum -> where the person stands, in the order of the rules.
    mandatory: Mapping[str, Held | Gap]
    #: What is recommended and not mandatory for this person; it never counts in coverage.
    recommended: Mapping[str, Held | Gap]
    #: Curriculum -> the last day of the waiver, of what is mandatory, lacking and waived.
    waived: Mapping[str, date] = field(default_factory=dict)
    #: What is mandatory and held without a break to the end of the tour; None: all of it.
    lasting: frozenset[str | None] = frozenset()

    @property
    def gaps(self) -> Mapping[str, Gap]:
        """What is mandatory and lacking."""
        return {code: found for code, found in self.mandatory.items() if isinstance(found, Gap)}

    @property
    def is_ready(self) -> bool:
        """Lacks nothing that is mandatory."""
        return not self.gaps

    @property
    def is_waived(self) -> bool:
        """Lacks something, and all of it is waived."""
        return bool(self.gaps) and self.waived.keys() >= self.gaps.keys()


@dataclass(frozen=True, slots=True)
class RotationStanding:
    """A rotation judged on a day: what binds it, and where each person on its roll on that day stands."""

    judged_on: date
    mandatory: tuple[Rule, ...]
    recommended: tuple[Rule, ...]
    persons: Sequence[PersonStanding]
    #: The least evidence that was counted.
    evidence: str = STRENGTHS[0]

    @property
    def tallies(self) -> Mapping[str, Tally]:
        """Curriculum -> how many are required to hold it and hold it, in the order of the rules."""
        return _tallies(self.mandatory, self.persons, lambda person: person.mandatory)

    @property
    def recommended_tallies(self) -> Mapping[str, Tally]:
        """The same for what is recommended, apart."""
        return _tallies(self.recommended, self.persons, lambda person: person.recommended)

    @property
    def whole(self) -> Tally:
        """Persons on the roll, and those who lack nothing that is mandatory."""
        return tally(
            (person.sex, 1, int(person.is_ready), int(person.is_waived), int(None in person.lasting))
            for person in self.persons
        )

    @property
    def missing(self) -> Sequence[PersonStanding]:
        """Those who lack something, by name where names are seen, or else by number."""
        lacking = [person for person in self.persons if not person.is_ready]
        return sorted(lacking, key=lambda person: (person.who.name.casefold() if person.who else "", person.number))

    def reasons(self, curriculum: str) -> Mapping[str, int]:
        """Reason -> how many lack this curriculum for it, the most frequent first."""
        found: dict[str, int] = {}
        for person in self.persons:
            if (lacking := person.gaps.get(curriculum)) is not None:
                found[lacking.reason] = found.get(lacking.reason, 0) + 1
        return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))

    @property
    def reasons_by_curriculum(self) -> "Reasons":
        """The reasons of every curriculum that somebody lacks."""
        rows = {rule.curriculum: self.reasons(rule.curriculum) for rule in self.mandatory}
        occurring = {reason for counts in rows.values() for reason in counts}
        return Reasons(
            tuple(reason for reason in REASONS if reason in occurring),
            {code: counts for code, counts in rows.items() if counts},
        )


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why people are missing: the reasons that occur, in the order of REASONS, and how often for each curriculum."""

    reasons: tuple[str, ...]
    rows: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class OnRoll:
    """Somebody who was ever on a rotation's roll: their duties, and all that was recorded of them, by curriculum."""

    who: Who | None
    sex: str
    duties: tuple[Duty, ...]
    records: Mapping[str, tuple[Record, ...]]
    #: The days on which something is waived for them.
    waived: tuple[Stretch, ...] = ()


@dataclass(frozen=True, slots=True)
class Binds:
    """What binds a rotation with this first and last day of its tour."""

    tour: tuple[date, date]
    mandatory: Sequence[Rule]
    recommended: Sequence[Rule] = ()


def judge(roll: Iterable[OnRoll], *, as_of: date, binds: Binds, evidence: str = STRENGTHS[0]) -> RotationStanding:
    """Everybody on the roll on the day, against the rules that bind the rotation and ask on that day.

    `evidence` is the least that counts. Persons with the same records are judged once: a contingent trains on common
    days.
    """
    known: dict[tuple[object, ...], Held | Gap] = {}

    def judged(person: OnRoll, rules: Iterable[Rule], duty: Duty) -> dict[str, Held | Gap]:
        found: dict[str, Held | Gap] = {}
        for rule in rules:
            if not any(as_of in days for days in asked_by(rule, (duty,), tour=binds.tour)):
                continue
            records = person.records.get(rule.curriculum, ())
            key = (rule.curriculum, records, rule.versions, rule.counts_days)
            if key not in known:
                known[key] = standing(accepted(rule, records), as_of=as_of, evidence=evidence)
            found[rule.curriculum] = _stricter(found.get(rule.curriculum), known[key])
        return found

    lasting = _lasting(binds)
    persons = []
    for number, person in enumerate(roll, start=1):
        duty = next((duty for duty in person.duties if duty.first <= as_of <= duty.last), None)
        if duty is None:
            continue
        must = judged(person, binds.mandatory, duty)
        should = {code: found for code, found in judged(person, binds.recommended, duty).items() if code not in must}
        waived = {
            one.curriculum: one.last
            for one in sorted(person.waived, key=lambda one: one.last)
            if one.first <= as_of <= one.last and isinstance(must.get(one.curriculum), Gap)
        }
        persons.append(
            PersonStanding(
                *(number, person.who, person.sex, duty.category, duty.decides, must, should, waived),
                lasting=lasting(person, as_of),
            )
        )
    return RotationStanding(as_of, tuple(binds.mandatory), tuple(binds.recommended), persons, evidence)


def _lasting(binds: Binds) -> Callable[[OnRoll, date], frozenset[str | None]]:
    """Gives what somebody holds from a day without a break to the end of the tour, with whatever evidence."""
    known: dict[object, Mapping[str | None, Runs]] = {}

    def to_the_end(person: OnRoll) -> Mapping[str | None, Runs]:
        held = (
            Stretch(code, days.first, days.last, version=record.version)
            for code, records in person.records.items()
            for record in records
            if (days := counting(record)) is not None
        )
        return until_the_end(History(person.sex, person.duties, Holdings().of(held)), binds.mandatory, tour=binds.tour)

    def lasting(person: OnRoll, as_of: date) -> frozenset[str | None]:
        key = (person.duties, tuple(person.records.items()))
        if key not in known:
            known[key] = to_the_end(person)
        day = as_of.toordinal()
        return frozenset(code for code, runs in known[key].items() if any(first <= day <= last for first, last in runs))

    return lasting


def _stricter(one: Held | Gap | None, other: Held | Gap) -> Held | Gap:
    """Of what two rules on one curriculum say: that it is lacking, or else what is held for the shorter time."""
    if one is None or (isinstance(one, Held) and isinstance(other, Gap)):
        return other
    if isinstance(one, Held) and isinstance(other, Held):
        return min(one, other, key=lambda held: held.through)
    return one


def _tallies(
    rules: Iterable[Rule],
    persons: Iterable[PersonStanding],
    chosen: Callable[[PersonStanding], Mapping[str, Held | Gap]],
) -> Mapping[str, Tally]:
    parts: dict[str, list[tuple[str, int, int, int, int]]] = {rule.curriculum: [] for rule in rules}
    for person in persons:
        for code, found in chosen(person).items():
            parts[code].append(
                (person.sex, 1, int(isinstance(found, Held)), int(code in person.waived), int(code in person.lasting))
            )
    return {code: tally(some) for code, some in parts.items() if some}
