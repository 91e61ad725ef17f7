"""Pure: whom a requirement binds.

A requirement binds a rotation when it held on the day the rotation deploys and the mission carried the flag on that
day: what is asked of a rotation does not change while it serves. It binds a person of that rotation by the person's
category and, where it is only for tactical decision makers, by their function.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from trainingapp.curricula.rules import REPORTS
from trainingapp.states.rules import holds_on


@dataclass(frozen=True, slots=True)
class Rule:
    """A dated requirement. `categories` empty: every category; `mission_flag` None: every mission."""

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

    @property
    def cited(self) -> str:
        """Its source for whoever reads a report: the documents by their symbols, without the register's own ids."""
        _ids, _colon, places = self.source.rpartition(": ")
        return re.sub(r"\b([A-Z]) ¶", lambda found: f"{REPORTS.get(found[1], found[1])} ¶", places)

    def binds_rotation(self, *, deploys_on: date, flags: Collection[str]) -> bool:
        """Whether it asks anything of a rotation that deploys on this day, to a mission with these flags on it."""
        held = holds_on(deploys_on, valid_from=self.holds_from, valid_through=self.holds_through)
        return held and (self.mission_flag is None or self.mission_flag in flags)

    def binds_person(self, *, category: str, decides: bool) -> bool:
        """Whether it asks anything of somebody of this category; `decides`: a tactical decision maker."""
        return (not self.categories or category in self.categories) and (decides or not self.decision_makers_only)


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
    rules: Iterable[Rule], *, flags: Iterable[Flag], mission: str, deploys_on: date, mandatory: bool = True
) -> tuple[Rule, ...]:
    """The rules that bind a rotation, the mandatory or the recommended ones, in the order given."""
    carried = flags_on(flags, mission=mission, day=deploys_on)
    return tuple(
        rule
        for rule in rules
        if rule.mandatory == mandatory and rule.binds_rotation(deploys_on=deploys_on, flags=carried)
    )
