"""Pure: the shares of women that are aimed at, each dated and with its source, and how far figures are from them.

Persons whose sex was not recorded are counted apart and belong to no share: it is never inferred (R70, R71).
"""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

from trainingapp.kit.figures import tenths

#: The targets that come with the register.
FILE: Final = Path(__file__).parent / "data" / "targets.toml"


class Sexes(NamedTuple):
    """Persons, by what was recorded."""

    women: int = 0
    men: int = 0
    unspecified: int = 0

    @property
    def recorded(self) -> int:
        """Of whom the sex is known: the denominator of a share."""
        return self.women + self.men

    @property
    def persons(self) -> int:
        """All of them."""
        return self.women + self.men + self.unspecified

    @property
    def share(self) -> float | None:
        """Percent of women among those recorded, with one decimal; None when nobody's sex is recorded."""
        return tenths(self.women, self.recorded) / 10 if self.recorded else None


@dataclass(frozen=True, slots=True)
class Target:
    """A share of women that is aimed at among some categories of persons, from a day on, through another."""

    code: str
    title: str
    percent: int
    categories: tuple[str, ...]
    first: date
    last: date | None
    source: str
    assumption: str

    def holds_on(self, day: date) -> bool:
        """Whether figures of this day are held against it."""
        return self.first <= day and (self.last is None or day <= self.last)

    def is_met(self, counted: Sexes) -> bool:
        """Whether so many are enough, compared exactly: 14.96 % is not 15 %."""
        return bool(counted.recorded) and 100 * counted.women >= self.percent * counted.recorded

    def missing(self, counted: Sexes) -> int:
        """How many women more there would have to be among as many persons, none when it is met."""
        return max(0, -(-self.percent * counted.recorded // 100) - counted.women)


@dataclass(frozen=True, slots=True)
class Aimed:
    """A target and the persons it is about, on one day."""

    target: Target
    counted: Sexes

    @property
    def is_met(self) -> bool:
        """Whether it is reached."""
        return self.target.is_met(self.counted)

    @property
    def missing(self) -> int:
        """How many women more it takes."""
        return self.target.missing(self.counted)


@lru_cache(maxsize=1)
def targets() -> Sequence[Target]:
    """The targets of the file, in its order. Raises ValueError where a target lacks its source."""
    found = []
    for row in tomllib.loads(FILE.read_text(encoding="utf-8"))["target"]:
        if not row["source"]:
            raise ValueError(f"the target {row['code']} names no source")
        found.append(
            Target(
                row["code"],
                row["title"],
                row["percent"],
                tuple(row["categories"]),
                row["from"],
                row.get("through"),
                row["source"],
                row["assumption"],
            )
        )
    return tuple(found)


def aimed_at(by_category: Mapping[str, Sexes], *, day: date) -> Sequence[Aimed]:
    """The targets that hold on a day, each with the persons it is about; those that are about nobody are left out."""
    held = (one for one in targets() if one.holds_on(day))
    found = (Aimed(one, together(by_category[name] for name in one.categories if name in by_category)) for one in held)
    return [one for one in found if one.counted.persons]


def together(parts: Iterable[Sexes]) -> Sexes:
    """The sum."""
    women = men = unspecified = 0
    for one in parts:
        women, men, unspecified = women + one.women, men + one.men, unspecified + one.unspecified
    return Sexes(women, men, unspecified)
