"""Coverage on any day, from a timeline that this process keeps in memory and brings up to the journal first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from threading import Lock
from typing import Final

from trainingapp.accounts.rules import Scope
from trainingapp.readiness.coverage import Deployment, Question, Table, table
from trainingapp.readiness.queries import facts, feed, kept
from trainingapp.readiness.remembered import Remembered
from trainingapp.readiness.timeline import (
    Expiry,
    Kept,
    Timeline,
    cells,
    days_of,
    deployment_on,
    expiries,
    overlapping,
)
from trainingapp.readiness.timeline import daily as walked
from trainingapp.readiness.timeline import kept as kept_in_memory
from trainingapp.requirements import queries as requirements
from trainingapp.requirements.rules import statement_on

#: A table of all rotations is about a megabyte.
REMEMBERED: Final = Remembered[Table](32)
#: Titles of curricula, of one or two databases.
TITLES: Final = Remembered[Mapping[str, str]](2)


class _Newest:
    """The newest timeline of each database that this process has read, and the state of the steps it was read at."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.of: dict[str, tuple[int, str, Timeline]] = {}


_NEWEST: Final = _Newest()


def timeline() -> Timeline:
    """Every rotation with its coverage over all days, as of the steps. Of all States: ask for what is in scope.

    The steps must be up to date (`work.keep_up`). One statement when nothing changed since this process last asked;
    else six, and only the rotations that changed are read anew.
    """
    url, mark, entry_hash = feed.state_of_the_steps()
    if mark is None or entry_hash is None:
        return Timeline()
    with _NEWEST.lock:
        known = _NEWEST.of.get(url)
    if known is not None and known[:2] == (mark, entry_hash):
        return known[2]
    made = _read(known)
    with _NEWEST.lock:
        _NEWEST.of[url] = (mark, entry_hash, made)
    return made


def forget() -> None:
    """Read everything anew from here on."""
    REMEMBERED.forget()
    TITLES.forget()
    with _NEWEST.lock:
        _NEWEST.of.clear()


def _read(known: tuple[int, str, Timeline] | None) -> Timeline:
    rotations = _rotations()
    was: Mapping[int, Kept] = {}
    changed: set[int] | None = None
    # What was read at an entry that this journal does not have (a restored register) is nothing to build on.
    if known is not None and kept.is_entry(known[0], known[1]):
        was = known[2].rotations
        changed = {*kept.made_since(known[0]), *(rotations.keys() - was.keys())}
    steps = kept.steps_of(None if changed is None or len(changed) > kept.MANY else changed)
    return Timeline(
        {
            key: kept_in_memory(one, steps.get(key, ()))
            if changed is None or key in changed
            else Kept(one, was[key].series)
            for key, one in rotations.items()
        }
    )


def _rotations() -> Mapping[int, Deployment]:
    """Every rotation, in the language that its statement of unit requirements says where there is one. 3 statements."""
    statements = requirements.statements()
    found = {}
    for key, one in kept.deployments().items():
        stated = statement_on(statements, mission=one.mission, unit_type=one.unit_type, day=one.deploys_on)
        found[key] = replace(one, language=stated.language) if stated else one
    return found


def coverage(scope: Scope, question: Question, *, by: str) -> Table:
    """The table of coverage by one of coverage.BY: state, mission, rotation, curriculum, unit_type...

    The steps must be up to date (`work.keep_up`). One statement when this process gave the same answer since the
    register last changed; else three, or eleven when the register changed; whatever the size.
    """
    key = (feed.state_of_the_steps(), scope, question, by)
    return REMEMBERED(key, lambda: _coverage(scope, question, by))


def _coverage(scope: Scope, question: Question, by: str) -> Table:
    rotations = timeline().asked_for(question, lambda one: scope.reaches(one.state, one.mission))
    return table(
        question,
        by,
        cells=cells(rotations, question, by=by),
        deployments=[deployment_on(one, question) for one in rotations],
        curricula=curricula_in_order(),
    )


def known_days(scope: Scope, question: Question) -> tuple[date, date] | None:
    """The first and the last day of the tours that are known of those a question is about. Statements as `timeline`."""
    return days_of(
        one
        for one in timeline().rotations.values()
        if scope.reaches(one.rotation.state, one.rotation.mission) and question.is_about(one.rotation)
    )


def curricula_in_order() -> Mapping[str, str]:
    """Code -> title of the curricula that any mandatory rule asks for, in the order of the rules.

    One statement when this process was asked since the register last changed; else five.
    """
    return TITLES(feed.state_of_the_steps(), _curricula_in_order)


def _curricula_in_order() -> Mapping[str, str]:
    titles = facts.curriculum_titles()
    return {rule.curriculum: titles[rule.curriculum] for rule in requirements.rules() if rule.mandatory}


# --- Many days -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Forecast:
    """How coverage of the deployed goes along the days when nothing more is recorded: (day, required, held).

    Each holds until the next day named; `curriculum` None counts persons on the roll and persons who lack nothing.
    """

    curriculum: str | None
    lines: Mapping[tuple[str, ...], Sequence[tuple[date, int, int]]]


def daily(
    scope: Scope,
    question: Question,
    *,
    first: date,
    last: date,
    curriculum: str | None = None,
    by: str = "curriculum",
) -> Forecast:
    """Persons required and holding on each day from `first` through `last`, of those deployed on it (past or future).

    `question` says which rotations by State, mission, unit type, component, language, and which evidence counts; its
    day and phases do not matter. By one of coverage.BY; by "curriculum" there is one line, under (). Statements as
    `timeline`.
    """
    rotations = _many(scope, question, first, last)
    return Forecast(
        curriculum,
        walked(rotations, first=first, last=last, curriculum=curriculum, evidence=question.evidence, by=by),
    )


def expiring(scope: Scope, question: Question, *, first: date, last: date) -> Sequence[Expiry]:
    """What stops counting on these last days while it is still required, in rotations deployed or preparing then.

    Statements as `timeline`.
    """
    return expiries(_many(scope, question, first, last), first=first, last=last)


def _many(scope: Scope, question: Question, first: date, last: date) -> list[Kept]:
    found = overlapping(timeline(), lambda one: scope.reaches(one.state, one.mission), first=first, last=last)
    return [one for one in found if question.is_about(one.rotation)]
