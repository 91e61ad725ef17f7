"""Pure: whom a requirement binds, and on which days.

A requirement binds a rotation when it held on the day the rotation deploys and the mission carried the flag on that
day: what is asked of a rotation does not change while it serves. It binds a person of that rotation by category,
component, rank band and function; and it asks on every day, or from some days after arrival, or in the last days of the
tour.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Final

from trainingapp.curricula.rules import REPORTS
from trainingapp.states.rules import holds_on

#: When a rule asks: on every day; from so many days after deployment; in the last so many days of the tour.
DUE: Final = ("deployment", "arrival", "end")

#: Category -> the component it belongs to, as in the published contribution data.
COMPONENT_OF: Final = {
    "troops": "military",
    "staff_officer": "military",
    "expert_on_mission": "military",
    "individual_police": "police",
    "formed_police": "police",
}

_NONE: Final[frozenset[str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Rule:
    """A dated requirement. Of every set: empty binds all. `mission_flag` None: every mission."""

    code: str
    title: str
    curriculum: str
    mandatory: bool
    categories: frozenset[str]
    decision_makers_only: bool
    mission_flag: str | None
    phase: str
    holds_from: date
    holds_through: date | None
    source: str
    #: Whether who, where or when is a policy setting that no source states; `note` says which.
    assumption: bool
    note: str | None = None
    components: frozenset[str] = _NONE
    unit_types: frozenset[str] = _NONE
    missions: frozenset[str] = _NONE
    #: Bands of rank, as in people.ranks; somebody whose rank has no certain band is not bound.
    rank_bands: frozenset[str] = _NONE
    #: Codes of functions.
    functions: frozenset[str] = _NONE
    #: One of DUE, and its days.
    due: str = "deployment"
    due_days: int = 0
    #: A completion counts at most so many days for this rule, its own day included; None: as it says itself.
    counts_days: int | None = None
    #: Labels of the versions accepted; empty: each as long as it counts.
    versions: frozenset[str] = _NONE
    #: The public id of the statement of unit requirements it is a line of.
    statement: str | None = None

    @property
    def cited(self) -> str:
        """Its source for whoever reads a report: the documents by their symbols, without the register's own ids."""
        ids, colon, places = self.source.rpartition(": ")
        said = places if not colon or re.fullmatch(r"R\d\d(, R\d\d)*", ids) else self.source
        return re.sub(r"\b([A-Z]) ¶", lambda found: f"{REPORTS.get(found[1], found[1])} ¶", said)

    @property
    def is_plain(self) -> bool:
        """Whether it asks on every day, and takes a completion as long as that counts."""
        return self.due == "deployment" and self.counts_days is None and not self.versions

    def binds_rotation(
        self, *, deploys_on: date, flags: Collection[str], mission: str = "", unit_type: str = ""
    ) -> bool:
        """Whether it asks anything of a rotation that deploys on this day, to a mission with these flags on it."""
        return (
            holds_on(deploys_on, valid_from=self.holds_from, valid_through=self.holds_through)
            and (self.mission_flag is None or self.mission_flag in flags)
            and (not self.missions or mission in self.missions)
            and (not self.unit_types or unit_type in self.unit_types)
        )

    def binds_person(
        self, *, category: str, decides: bool, function: str | None = None, band: str | None = None
    ) -> bool:
        """Whether it asks anything of somebody of this category, function and band; `decides`: a tactical decision
        maker."""
        return (
            (not self.categories or category in self.categories)
            and (decides or not self.decision_makers_only)
            and (not self.components or COMPONENT_OF[category] in self.components)
            and (not self.functions or function in self.functions)
            and (not self.rank_bands or band in self.rank_bands)
        )

    def asks_on(self, *, deploys_on: date, ends_on: date) -> tuple[date, date]:
        """The first and the last day on which it asks for what it asks, for a tour from and through these days."""
        if self.due == "arrival":
            return _later(deploys_on, self.due_days), date.max
        if self.due == "end":
            return _later(ends_on, 1 - self.due_days), date.max
        return date.min, date.max

    def accepts(self, version: str) -> bool:
        """Whether a completion of this version is taken. What stands for the curriculum names no version: it is."""
        return not self.versions or not version or version in self.versions

    def counts_through(self, completed_on: date, last: date) -> date:
        """The last day on which a completion counts for this rule, when it counts through `last` by itself."""
        return last if self.counts_days is None else min(last, _later(completed_on, self.counts_days - 1))


def _later(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max


@dataclass(frozen=True, slots=True)
class Flag:
    """A mission's flag and the days it stands."""

    mission: str
    flag: str
    valid_from: date
    valid_through: date | None


def flags_on(flags: Iterable[Flag], *, mission: str, day: date) -> frozenset[str]:
    """What a mission carries on a day."""
    return frozenset(
        one.flag
        for one in flags
        if one.mission == mission and holds_on(day, valid_from=one.valid_from, valid_through=one.valid_through)
    )


def binding(
    rules: Iterable[Rule],
    *,
    flags: Iterable[Flag],
    mission: str,
    deploys_on: date,
    unit_type: str = "",
    mandatory: bool = True,
) -> tuple[Rule, ...]:
    """The rules that bind a rotation, the mandatory or the recommended ones, in the order given."""
    carried = flags_on(flags, mission=mission, day=deploys_on)
    return tuple(
        rule
        for rule in rules
        if rule.mandatory == mandatory
        and rule.binds_rotation(deploys_on=deploys_on, flags=carried, mission=mission, unit_type=unit_type)
    )


# --- Statements of unit requirements ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Asked:
    """A line of a statement: a curriculum, and of whom in the unit; `functions` empty: of everybody."""

    curriculum: str
    functions: frozenset[str] = _NONE
    #: How many with these functions the unit must have; None: not said.
    persons: int | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """A version of the statement of unit requirements of a mission for a kind of unit (R12).

    It binds the rotations that deploy on or after its first day, until the next version of the same begins.
    """

    public_id: str
    mission: str
    unit_type: str
    version: int
    effective_from: date
    headcount: int
    language: str
    source: str
    note: str | None = None
    lines: tuple[Asked, ...] = field(default_factory=tuple)
    #: The day before the next version begins; None while it is the newest.
    through: date | None = None

    @property
    def name(self) -> str:
        """What people call it: MINUSCA FPU v2."""
        return f"{self.mission} {self.unit_type} v{self.version}"


def in_order(statements: Iterable[Statement]) -> tuple[Statement, ...]:
    """The statements by mission, unit type and version, each with the day on which the next one ends it."""
    found: list[Statement] = []
    for one in sorted(statements, key=lambda one: (one.mission, one.unit_type, one.effective_from)):
        if found and (found[-1].mission, found[-1].unit_type) == (one.mission, one.unit_type):
            found[-1] = replace(found[-1], through=one.effective_from - timedelta(days=1))
        found.append(one)
    return tuple(found)


def statement_on(statements: Iterable[Statement], *, mission: str, unit_type: str, day: date) -> Statement | None:
    """The version that binds a rotation of this kind of unit to this mission when it deploys on the day."""
    return next(
        (
            one
            for one in statements
            if (one.mission, one.unit_type) == (mission, unit_type)
            and holds_on(day, valid_from=one.effective_from, valid_through=one.through)
        ),
        None,
    )


def rules_of(statement: Statement) -> tuple[Rule, ...]:
    """What a statement asks for, as rules: mandatory, of that unit type in that mission, on its days."""
    return tuple(
        Rule(
            code=f"{statement.name} {line.curriculum}",
            title=statement.name,
            curriculum=line.curriculum,
            mandatory=True,
            categories=_NONE,
            decision_makers_only=False,
            mission_flag=None,
            phase="pre-deployment",
            holds_from=statement.effective_from,
            holds_through=statement.through,
            source=statement.source,
            assumption=False,
            note=statement.note,
            unit_types=frozenset((statement.unit_type,)),
            missions=frozenset((statement.mission,)),
            functions=line.functions,
            statement=statement.public_id,
        )
        for line in statement.lines
    )


# --- Waivers ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Waived:
    """The days on which a requirement of a rotation is waived. `person` None: for everybody on the roll."""

    rotation: int
    curriculum: str
    person: int | None
    first: date
    last: date
