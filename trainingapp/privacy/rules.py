"""Pure: why somebody may be erased, what names somebody in a text, and what has been kept long enough."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Final

from trainingapp.kit.words import N_

#: Why somebody is erased. Chosen, never typed: what is typed could name them again.
REASONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "asked": N_("The person asked for it"),
        "law": N_("The State's law or a court asks for it"),
        "in_error": N_("The person should never have been recorded here"),
        "kept_long_enough": N_("Kept long enough"),
    }
)
#: The one that only the retention run gives.
RETIRED: Final = "kept_long_enough"

#: A number or a name shorter than this names nobody in a text: too many other things read the same.
SHORTEST: Final = 4


@dataclass(frozen=True)
class Names:
    """What somebody is or was called, by every row that is them: names as they read in one line, service numbers."""

    names: frozenset[str]
    numbers: frozenset[str]

    @property
    def told(self) -> frozenset[str]:
        """Those long enough to name somebody in a text."""
        return frozenset(text for text in self.names | self.numbers if len(text) >= SHORTEST)


def names_of(rows: Iterable[Mapping[str, object]], numbers: Iterable[str] = ()) -> Names:
    """What people are called in these rows, which have some of the columns of a name: both orders, both scripts."""
    names: set[str] = set()
    known = set(numbers)
    for row in rows:
        full, family, given = (_text(row.get(name)) for name in ("full_name", "family_name", "given_names"))
        names |= {full, _text(row.get("original_name"))}
        if family and given:
            names |= {f"{given} {family}", f"{family} {given}", f"{family}, {given}"}
        elif family:
            names.add(family)
        known.add(_text(row.get("service_number")))
    return Names(frozenset(names - {""}), frozenset(known - {""}))


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def folded(text: str) -> str:
    """The text without regard to case, accents and runs of blanks, so that a name is found however it was typed."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())


def is_named(text: str, names: Names) -> bool:
    """Whether a text names somebody: one of their names or numbers stands in it, not as part of a longer word."""
    within = folded(text)
    return any(re.search(rf"(?<!\w){re.escape(folded(name))}(?!\w)", within) for name in names.told)


def names_a_row(cells: Sequence[str], names: Names) -> bool:
    """Whether a row of a file names somebody: in one cell, or with the words of the name in several, in any order."""
    if any(cell.strip() in names.numbers or is_named(cell, names) for cell in cells if cell):
        return True
    within = set(words(" ".join(cells)))
    return any(len(parts) > 1 and parts <= within for parts in ({*words(name)} for name in names.names))


def words(text: str) -> list[str]:
    """The words of a text, folded."""
    return re.findall(r"\w+", folded(text))


@dataclass(frozen=True)
class Keeping:
    """How long things are kept, in days or years: settings."""

    person_years: int
    sign_in_days: int
    upload_days: int
    job_days: int
    letter_days: int
    key_days: int

    def before(self, days: int, now: datetime) -> datetime:
        """What happened before this moment is more than so many days ago."""
        return now - timedelta(days=days)


def years_before(day: date, years: int) -> date:
    """The same day so many years earlier; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
