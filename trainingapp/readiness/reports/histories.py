"""Everybody's history as coverage depends on it: each completion is read once, whichever rolls its person stands on."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Select

from trainingapp.accounts.rules import Scope
from trainingapp.curricula.recognition import Recognition
from trainingapp.readiness.queries import facts
from trainingapp.readiness.queries.facts import RecordRow, RollRow, Version
from trainingapp.readiness.recognised import with_recognised
from trainingapp.readiness.reports.persons import line_of, record_of, waivers_of
from trainingapp.readiness.rules import STRENGTHS, Duty, Line, Record, counting, duties
from trainingapp.readiness.steps import History, Holding, Holdings, Stretch
from trainingapp.requirements.rules import Rule

#: Person -> what the person holds of the curricula that are required, and when.
Held = Mapping[int, tuple[Holding, ...]]
#: Of a completion, all but whose it is: what many have in common.
_What = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Looks:
    """What mandatory rules look at: whatever they do not is left out of histories, so that more of these are alike."""

    curricula: frozenset[str]
    #: Those of which a rule accepts some versions only.
    versioned: frozenset[str]
    functions: frozenset[str]
    bands: bool

    @classmethod
    def of(cls, rules: Iterable[Rule]) -> "Looks":
        must = [rule for rule in rules if rule.mandatory]
        return cls(
            frozenset(rule.curriculum for rule in must),
            frozenset(rule.curriculum for rule in must if rule.versions),
            frozenset().union(*(rule.functions for rule in must)),
            any(rule.rank_bands for rule in must),
        )

    def at(self, line: Line) -> Line:
        """A line of a roll without what no rule looks at."""
        function = line.function if line.function in self.functions else None
        return line._replace(function=function, band=line.band if self.bands else None)

    def stretch(self, record: Record) -> Stretch | None:
        """When a completion counts, and how strongly; None when no rule asks for it, or it counts on no day."""
        days = counting(record) if record.curriculum in self.curricula else None
        if days is None:
            return None
        version = record.version if record.curriculum in self.versioned else ""
        return Stretch(record.curriculum, days.first, days.last, STRENGTHS.index(record.evidence), version)


def held_by_person(
    scope: Scope,
    rotation_ids: Collection[int] | None,
    looks: Looks,
    recognised: Sequence[Recognition],
    *,
    without: Select[int] | None = None,
) -> Held:
    """What everybody on these rolls, or everybody, holds and when; also because other training stands for it.

    Completions that are alike but for their person are looked at once. Four statements at most; the rows of everybody
    are streamed.
    """
    versions = facts.versions()
    parts = {part.curriculum for one in recognised for part in one.parts}
    wanted = [key for key, one in versions.items() if one.curriculum in looks.curricula or one.curriculum in parts]
    standing = _Recognised(looks, recognised, versions, parts)
    meant: dict[_What, Stretch | None] = {}
    found: defaultdict[int, list[Stretch]] = defaultdict(list)
    for row in facts.record_values(scope, rotation_ids, wanted, without=without):
        what: _What = row[1:]
        try:
            stretch = meant[what]
        except KeyError:
            stretch = meant[what] = looks.stretch(record_of(RecordRow(0, *what), versions))
        if stretch is not None:
            found[row[0]].append(stretch)
        if parts:
            standing.note(row[0], what)
    for person_id, stretches in standing.by_person():
        found[person_id] += stretches
    # What is not needed any more makes room for what it becomes.
    meant.clear()
    pool, held = Holdings(), {}
    while found:
        person_id, some = found.popitem()
        held[person_id] = pool.of(some)
    return held


class _Recognised:
    """What people hold together decides what it stands for: whoever has a part is looked at with all parts.

    Persons who have the same ones are computed once.
    """

    def __init__(
        self,
        looks: Looks,
        recognised: Sequence[Recognition],
        versions: Mapping[int, Version],
        parts: Collection[str],
    ) -> None:
        self._looks, self._recognised, self._versions = looks, recognised, versions
        self._parts = frozenset(key for key, one in versions.items() if one.curriculum in parts)
        self._numbers: dict[_What, int] = {}
        self._of: defaultdict[int, list[int]] = defaultdict(list)

    def note(self, person_id: int, what: _What) -> None:
        """Somebody completed this."""
        if what[0] in self._parts:
            self._of[person_id].append(self._numbers.setdefault(what, len(self._numbers)))

    def by_person(self) -> Iterator[tuple[int, Sequence[Stretch]]]:
        """Person -> the days on which something is held because of what they completed."""
        records = [record_of(RecordRow(0, *what), self._versions) for what in self._numbers]
        known: dict[tuple[int, ...], Sequence[Stretch]] = {}
        for person_id, numbers in self._of.items():
            own = tuple(sorted(numbers))
            if own not in known:
                known[own] = self._stretches([records[number] for number in own])
            yield person_id, known[own]

    def _stretches(self, some: Iterable[Record]) -> Sequence[Stretch]:
        own: dict[str, tuple[Record, ...]] = {}
        for record in some:
            own[record.curriculum] = (*own.get(record.curriculum, ()), record)
        made = (
            self._looks.stretch(record)
            for records in with_recognised(own, self._recognised).values()
            for record in records
            if record.rests_on is not None
        )
        return [stretch for stretch in made if stretch is not None]


def histories(scope: Scope, rotation_ids: Collection[int], looks: Looks, held: Held) -> Mapping[int, Counter[History]]:
    """Rotation -> how many on its roll have which history. Two statements."""
    found: dict[int, Counter[History]] = {rotation_id: Counter() for rotation_id in rotation_ids}
    waived = waivers_of(rotation_ids)
    duties_of = _duties(looks)
    for (rotation_id, person_id, sex), lines in groupby(facts.roll_rows(scope, rotation_ids), key=itemgetter(0, 1, 2)):
        who = duties_of(tuple([line[3:] for line in lines]))
        found[rotation_id][History(sex, who, held.get(person_id, ()), waived(rotation_id, person_id))] += 1
    return found


def _duties(looks: Looks) -> Callable[[tuple[_What, ...]], tuple[Duty, ...]]:
    known: dict[tuple[_What, ...], tuple[Duty, ...]] = {}

    def of(lines: tuple[_What, ...]) -> tuple[Duty, ...]:
        if lines not in known:
            known[lines] = duties(looks.at(line_of(RollRow(0, 0, "", *line))) for line in lines)
        return known[lines]

    return of
