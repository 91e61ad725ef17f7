"""Pure: national ranks as bands, across armies, navies, air forces and police, so that they can be compared.

The rank itself is kept as given and always shown; a band only stands beside it. A rank that is not in data/ranks.toml
has no band, and that is said: nothing is guessed from parts of words. What one word means in two forces is not decided
by the word alone: a Captain of an army is a junior officer, a Captain of police is not. Such words have a band only
where the component says which force it is. Navies, where a Captain is a field officer, write so: Captain (Navy).
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from trainingapp.kit.words import N_

#: Band -> its name, from below; first those of the military.
BANDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "enlisted": N_("Enlisted"),
        "nco": N_("Non-commissioned officer"),
        "junior_officer": N_("Junior officer"),
        "field_officer": N_("Field officer"),
        "senior_officer": N_("Senior officer"),
        "constable": N_("Police: constable"),
        "police_supervisor": N_("Police: sergeant or inspector"),
        "police_officer": N_("Police: superintendent"),
        "police_command": N_("Police: senior command"),
    }
)

#: Said of a rank that the table does not hold, and of one that the word alone does not decide.
UNKNOWN: Final = N_("Band not known")
UNDECIDED: Final = N_("Band not certain")

_TABLE: Final = Path(__file__).parent / "data" / "ranks.toml"


def folded(rank: str) -> str:
    """A rank without what people write differently: case, accents of Latin letters, full stops, hyphens, spaces."""
    marks = "".join(one for one in unicodedata.normalize("NFKD", rank) if not "\u0300" <= one <= "\u036f")
    return re.sub(r"[\s\-–_.]+", " ", unicodedata.normalize("NFC", marks).casefold()).strip()


#: Rank -> component -> the bands it may mean there; under "" what it means wherever the component does not decide.
Meanings = Mapping[str, Mapping[str, frozenset[str]]]


def meanings(table: Mapping[str, Any]) -> Meanings:
    """What each rank of a table may mean: lists of ranks by band, and `ambiguous`, as in data/ranks.toml.

    A rank that stands under two bands means both, however the table is ordered: it is undecided, and never the last.
    """
    found: dict[str, dict[str, frozenset[str]]] = {}
    for band in BANDS:
        for rank in table.get(band, ()):
            word = found.setdefault(folded(rank), {"": frozenset()})
            word[""] |= {band}
    for rank, by_component in table.get("ambiguous", {}).items():
        word = found.setdefault(folded(rank), {"": frozenset()})
        for component, some in by_component.items():
            # What the table says outright of the word stays true in every force.
            word[component] = word.get(component, word[""]) | frozenset(some)
    return found


@cache
def _known() -> Meanings:
    return meanings(tomllib.loads(_TABLE.read_text("utf-8")))


def bands(rank: str | None, *, component: str | None = None) -> tuple[str, ...]:
    """The bands a rank may mean, from below: none when it is not known, several when the word alone does not say.

    `component` is military or police, where that is known: it decides between the meanings of a word.
    """
    known = _known().get(folded(rank or ""), {})
    chosen = known.get(component or "") or frozenset[str]().union(*known.values())
    return tuple(band for band in BANDS if band in chosen)


def band(rank: str | None, *, component: str | None = None) -> str | None:
    """The band of a rank, or None: not known, or not certain. Never a guess."""
    found = bands(rank, component=component)
    return found[0] if len(found) == 1 else None


def certain(components: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """Every (folded rank, component, band) of the table that is certain: what `band` answers."""
    for word in sorted(_known()):
        for component in components:
            if (found := band(word, component=component)) is not None:
                yield word, component, found


def band_in_words(rank: str | None, *, component: str | None = None) -> str | None:
    """What stands beside a rank, to be translated; None where there is no rank."""
    if not rank:
        return None
    found = bands(rank, component=component)
    return BANDS[found[0]] if len(found) == 1 else UNDECIDED if found else UNKNOWN
