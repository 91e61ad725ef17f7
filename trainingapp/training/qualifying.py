"""Pure: who may teach what, through which day, and who stands in a room on which days (R41, R42).

A trainer is who passed a trainers' course: nothing else makes one. A course names the curricula, and the versions of
each, that its graduates may teach. A withdrawal ends what was earned before it; a course passed afterwards counts anew.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

from trainingapp.kit.words import N_

ROLES: Final[Mapping[str, str]] = MappingProxyType({"lead": N_("Lead instructor"), "trainer": N_("Trainer")})

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Taught:
    """A curriculum and version that a trainers' course makes its graduates trainers of."""

    curriculum: str
    label: str


@dataclass(frozen=True, slots=True)
class Earned:
    """A trainers' course that somebody passed: what it makes them trainers of, the day, the last day it counts (None:
    no day ends it), and the key of the completion."""

    completion_id: int
    taught: frozenset[Taught]
    passed_on: date
    through: date | None


@dataclass(frozen=True, slots=True)
class TakenBack:
    """A withdrawal: from this day on the person is no trainer of a curriculum, or of any (None)."""

    curriculum: str | None
    from_on: date


@dataclass(frozen=True, slots=True)
class Span:
    """Days on which somebody is a trainer, first and last included; `last` is None when no day ends it."""

    first: date
    last: date | None

    def holds(self, first: date, last: date) -> bool:
        """Whether every day from first through last lies within."""
        return self.first <= first and (self.last is None or last <= self.last)


def taught_by(written: Mapping[str, object]) -> frozenset[Taught]:
    """What a version's content says that its graduates may teach: `qualifies_for`, empty for what is no such course."""
    named = written.get("qualifies_for") or ()
    return frozenset(
        Taught(str(one["curriculum"]), str(label))
        for one in named  # type: ignore[attr-defined]
        for label in one["versions"]
    )


def needed_to_teach(taught: Taught, makes_trainers_of: Collection[Taught]) -> frozenset[Taught]:
    """What somebody must be a trainer of to lead a session of a version: of itself; for a trainers' course, of
    everything that it makes its graduates trainers of."""
    return frozenset(makes_trainers_of) or frozenset({taught})


def spans(taught: Taught, earned: Iterable[Earned], taken: Collection[TakenBack] = ()) -> list[Span]:
    """The days on which somebody is a trainer of a version, in order, those that touch put together."""
    found: list[Span] = []
    for one in sorted(earned, key=lambda one: (one.passed_on, one.completion_id)):
        if taught not in one.taught:
            continue
        ends = [back.from_on - _DAY for back in taken if _ends(back, taught, one)]
        last = min([day for day in (one.through, *ends) if day is not None], default=None)
        if last is not None and last < one.passed_on:
            continue
        before = found[-1] if found else None
        if before is not None and (before.last is None or one.passed_on <= before.last + _DAY):
            longer = None if before.last is None or last is None else max(before.last, last)
            found[-1] = Span(before.first, longer)
        else:
            found.append(Span(one.passed_on, last))
    return found


def _ends(back: TakenBack, taught: Taught, one: Earned) -> bool:
    """Whether a withdrawal ends what a course gave: it came after it, and is about this curriculum or about all."""
    return back.curriculum in (None, taught.curriculum) and one.passed_on < back.from_on


def is_qualified(
    taught: Taught, earned: Iterable[Earned], taken: Collection[TakenBack], *, first: date, last: date
) -> bool:
    """Whether somebody is a trainer of a version on every day from first through last."""
    return any(span.holds(first, last) for span in spans(taught, earned, taken))


def on(day: date, earned: Sequence[Earned], taken: Collection[TakenBack] = ()) -> dict[Taught, Span]:
    """Everything that somebody may teach on a day, and from when until when."""
    everything = {taught for one in earned for taught in one.taught}
    found = {}
    for taught in sorted(everything, key=lambda one: (one.curriculum, one.label)):
        for span in spans(taught, earned, taken):
            if span.holds(day, day):
                found[taught] = span
    return found


def meets(first: date, last: date, other_first: date, other_last: date) -> bool:
    """Whether two sessions share a day."""
    return first <= other_last and other_first <= last
