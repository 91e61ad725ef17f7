"""The figures of the pages, from the timeline of readiness: one reading of it for a whole page."""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from operator import itemgetter
from typing import Final

from trainingapp.accounts.rules import Scope
from trainingapp.attestations.figures import Certified
from trainingapp.attestations.reports.figures import certified
from trainingapp.forces.rules import CATEGORIES
from trainingapp.overviews.figures import Figures, Group, Rotation, Worse, group_of, rotations, total, worse
from trainingapp.overviews.outlook import Arrival, Deadline, Expiring, arrivals, by_curriculum, by_month, deadlines
from trainingapp.overviews.places import WorldMap, laid_out, world_map
from trainingapp.overviews.queries import categories
from trainingapp.overviews.queries.categories import Serving
from trainingapp.overviews.targets import Aimed, Sexes, aimed_at, together
from trainingapp.overviews.trend import Point
from trainingapp.readiness import reports
from trainingapp.readiness.colour import ColourRule
from trainingapp.readiness.coverage import SEXES, Question, Tally
from trainingapp.readiness.queries import feed
from trainingapp.readiness.remembered import Remembered
from trainingapp.readiness.timeline import (
    Change,
    Expiry,
    Kept,
    Timeline,
    cut,
    daily,
    days_of,
    expiries,
    tallies,
    tally_of,
)

#: Who serves where, of one or two databases: some thousand lines, read anew when a roll changes.
SERVING: Final = Remembered[Sequence[Serving]](2)

#: The newest answers of this process: of all States, each is about a megabyte.
OVERVIEWS: Final = Remembered["Overview"](16)
OUTLOOKS: Final = Remembered["Outlook"](16)

#: Months that a line shows before the day asked about, and after it.
MONTHS = 24


@dataclass(frozen=True, slots=True)
class Asked:
    """What a page of figures is asked: which rotations on which day, and by which rule they are coloured.

    `curriculum` narrows what is counted to one; `expiring_days` and `worse_days` are policy settings.
    """

    question: Question
    curriculum: str | None
    rule: ColourRule
    worse_days: int
    expiring_days: int

    @property
    def as_of(self) -> date:
        """The day of judgement."""
        return self.question.as_of


@dataclass(frozen=True)
class Overview:
    """Everything on the overview."""

    figures: Figures
    #: The lines of the heat table: States, or rotations.
    groups: Sequence[Group]
    #: What is ready to a smaller share than on the day `since`.
    worse: Sequence[Worse]
    since: date
    expiring: Sequence[Expiring]
    #: The share of those in their missions who are ready, as it changes over the years around the day.
    whole: Sequence[Point]
    #: By category of persons, those in their missions.
    sexes: Mapping[str, Sexes]
    targets: Sequence[Aimed]
    #: The first and the last day of the tours that are known here; None when no rotation is.
    known: tuple[date, date] | None
    #: Where the persons come from; None unless States are told apart.
    world: WorldMap | None
    #: Units in their missions, and those whose State certified their operational readiness (R04).
    certified: Certified = field(default_factory=Certified)
    #: What of the register it was made of: with the same, the same question has the same answer.
    state: Hashable = None

    @property
    def all_sexes(self) -> Sexes:
        """All categories together."""
        return together(self.sexes.values())


@dataclass(frozen=True)
class Outlook:
    """Everything on the page of what is coming."""

    whole: Sequence[Point]
    #: Curriculum -> its own line.
    lines: Mapping[str, Sequence[Point]]
    #: First day of a month -> curriculum -> persons whose last day lies in it.
    months: Mapping[date, Mapping[str, int]]
    arrivals: Sequence[Arrival]
    deadlines: Sequence[Deadline]
    first: date
    last: date
    known: tuple[date, date] | None


def overview(scope: Scope, asked: Asked, *, by_state: bool) -> Overview:
    """The overview of the rotations in scope. The steps must be up to date (`work.keep_up` of readiness).

    Two statements when this process gave the same answer since the register last changed; else seven, or thirteen when
    the register changed; whatever the size.
    """
    state = (feed.state_of_the_steps(), categories.newest())
    made = OVERVIEWS((state, scope, asked, by_state), lambda: _overview(scope, asked, by_state=by_state))
    return replace(made, state=state)


def _overview(scope: Scope, asked: Asked, *, by_state: bool) -> Overview:
    line, titles = reports.timeline(), _titles(asked)
    seen = _seen(line, scope, asked.question)
    found = _figures(seen, asked, titles)
    since = asked.as_of - timedelta(days=asked.worse_days)
    groups = found.groups(by_state=by_state)
    soon = asked.as_of + timedelta(days=asked.expiring_days)
    there = frozenset(one.deployment.public_id for one in found.deployed)
    sexes = sexes_in(asked.as_of, there)
    return Overview(
        figures=found,
        groups=groups,
        worse=worse(groups, _before(seen, asked, since, by_state=by_state)),
        since=since,
        expiring=by_curriculum(_expiries(seen, asked, asked.as_of, soon)),
        whole=_line(line, scope, asked, *around(asked.as_of), asked.curriculum),
        sexes=sexes,
        targets=aimed_at(sexes, day=asked.as_of),
        known=days_of(seen),
        world=_world(line, scope, asked, groups) if by_state else None,
        certified=certified(scope, asked.question),
    )


def figures(scope: Scope, asked: Asked) -> Figures:
    """The key figures alone. Statements as the overview, less one."""
    return _figures(_seen(reports.timeline(), scope, asked.question), asked, _titles(asked))


def outlook(scope: Scope, asked: Asked) -> Outlook:
    """What is coming in the rotations in scope, from the day asked about. Statements as the overview, less one."""
    return OUTLOOKS((feed.state_of_the_steps(), scope, asked), lambda: _outlook(scope, asked))


def _outlook(scope: Scope, asked: Asked) -> Outlook:
    line, titles = reports.timeline(), _titles(asked)
    first, last = asked.as_of, _months_later(asked.as_of, MONTHS)
    seen = _seen(line, scope, asked.question)
    coming = _coming(seen, asked, first, last)
    stop = _expiries(seen, asked, first, last)
    whole = _line(line, scope, asked, first, last, asked.curriculum)
    lines = {code: _line(line, scope, asked, first, last, code) for code in titles}
    return Outlook(
        whole=whole,
        lines={code: own for code, own in lines.items() if any(one.whole for one in own)},
        months=by_month(stop, first=first, last=last),
        arrivals=arrivals(coming, whole),
        deadlines=deadlines(coming, stop, since=first),
        first=first,
        last=last,
        known=days_of(seen),
    )


def around(day: date) -> tuple[date, date]:
    """The days that a line over time shows: two years before a day, and two after it."""
    return _months_later(day, -MONTHS), _months_later(day, MONTHS)


def _months_later(day: date, months: int) -> date:
    """The same day of another month, or that month's last when it has no such day."""
    number = day.year * 12 + day.month - 1 + months
    following = date((number + 1) // 12, (number + 1) % 12 + 1, 1)
    return min(date(number // 12, number % 12 + 1, 1) + timedelta(days=day.day - 1), following - timedelta(days=1))


def _titles(asked: Asked) -> Mapping[str, str]:
    titles = reports.curricula_in_order()
    return titles if asked.curriculum is None else {asked.curriculum: titles.get(asked.curriculum, asked.curriculum)}


def _seen(line: Timeline, scope: Scope, question: Question) -> Sequence[Kept]:
    """The rotations in scope that a question is about, on whatever day, by State and code."""
    found = [
        one
        for one in line.rotations.values()
        if scope.reaches(one.rotation.state, one.rotation.mission) and question.is_about(one.rotation)
    ]
    return sorted(found, key=lambda one: (one.rotation.state, one.rotation.code, one.rotation.public_id))


def _figures(seen: Sequence[Kept], asked: Asked, titles: Mapping[str, str]) -> Figures:
    deployed = replace(asked.question, phases=("deployed",), at_deployment=False)
    preparing = replace(asked.question, phases=("preparing",), at_deployment=True)
    return Figures(
        asked.as_of,
        _coloured(_in_phase(seen, deployed), deployed, asked),
        sorted(
            _coloured(_in_phase(seen, preparing), preparing, asked),
            key=lambda one: (one.deployment.deploys_on, one.deployment.state, one.deployment.code),
        ),
        titles,
    )


def _in_phase(seen: Iterable[Kept], question: Question) -> Iterable[Kept]:
    return (one for one in seen if one.rotation.phase(question) in question.phases)


def _coming(seen: Sequence[Kept], asked: Asked, first: date, last: date) -> Sequence[Rotation]:
    """The rotations that deploy after a day, through another, each judged on the day it does."""
    found = [one for one in seen if first < one.rotation.deploys_on <= last]
    return _coloured(found, replace(asked.question, at_deployment=True), asked)


def _coloured(found: Iterable[Kept], question: Question, asked: Asked) -> Sequence[Rotation]:
    """Each as `readiness.reports.coverage` tells it by rotation, from a timeline that is at hand."""
    judged = []
    for one in found:
        counted = tallies(one, question)
        persons = counted.get(None)
        judged.append((replace(one.rotation, named=persons.required) if persons else one.rotation, counted))
    return rotations(judged, asked.rule, curriculum=asked.curriculum)


def _before(seen: Iterable[Kept], asked: Asked, day: date, *, by_state: bool) -> Mapping[str, Tally]:
    """The persons of each line of the heat table on an earlier day; lines without anybody are left out."""
    question = replace(asked.question, as_of=day, phases=("deployed",), at_deployment=False)
    found: dict[str, list[Tally]] = {}
    for one in _in_phase(seen, question):
        counted = tally_of(one, question, asked.curriculum)
        if counted.required:
            found.setdefault(group_of(one.rotation, by_state=by_state), []).append(counted)
    return {key: total(parts) for key, parts in found.items()}


def _during(seen: Iterable[Kept], first: date, last: date) -> list[Kept]:
    """Those in their missions on any of these days."""
    return [one for one in seen if one.rotation.deploys_on <= last and one.rotation.ends_on >= first]


def _expiries(seen: Iterable[Kept], asked: Asked, first: date, last: date) -> list[Expiry]:
    found = expiries(_during(seen, first, last), first=first, last=last)
    return [one for one in found if asked.curriculum in (None, one.curriculum)]


def _line(
    line: Timeline, scope: Scope, asked: Asked, first: date, last: date, curriculum: str | None
) -> Sequence[Point]:
    """Walked once over all days for every date that is asked, and cut where it is asked for."""
    question = _whenever(asked.question)
    whole = line.lines(
        (scope, question, curriculum),
        lambda: daily(
            _seen(line, scope, question),
            first=date.min,
            last=date.max,
            curriculum=curriculum,
            evidence=question.evidence,
        ),
    )
    changes = cut(whole.get((), ()), first=first, last=last)
    return [Point(day, held, required) for day, required, held in changes]


def _world(line: Timeline, scope: Scope, asked: Asked, groups: Sequence[Group]) -> WorldMap:
    """The map of the day, laid out for the day on which each State has most persons: looked for once."""
    question = _whenever(asked.question)

    def strongest() -> Mapping[tuple[str, ...], Sequence[Change]]:
        walked = daily(
            _seen(line, scope, question),
            first=date.min,
            last=date.max,
            curriculum=asked.curriculum,
            evidence=question.evidence,
            by="state",
        )
        return {key: [max(changes, key=itemgetter(1))] for key, changes in walked.items()}

    found = line.lines((scope, question, asked.curriculum, "strongest"), strongest)
    layout = laid_out(tuple(sorted((state, required) for (state,), [(_day, required, _held)] in found.items())))
    return world_map({one.key: (one.persons.held, one.persons.required) for one in groups}, layout)


def _whenever(question: Question) -> Question:
    """The question without its day."""
    return replace(question, as_of=date.min, phases=(), at_deployment=False)


def sexes_in(day: date, rotations: Collection[str]) -> Mapping[str, Sexes]:
    """Category -> women, men and those whose sex is not recorded, on the rolls of these rotations on a day."""
    counts: dict[str, dict[str, int]] = {}
    for one in SERVING(categories.newest(), categories.serving):
        if one.rotation in rotations and (persons := one.on(day)):
            own = counts.setdefault(one.category, dict.fromkeys(SEXES, 0))
            own[one.sex] += persons
    return {category: Sexes(*counts[category].values()) for category in CATEGORIES if category in counts}
