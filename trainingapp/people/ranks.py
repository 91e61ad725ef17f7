"""Pure: national ranks as bands, across armies, navies, air forces and police, so that they can be compared.

The rank itself is kept as given and always shown; a band only stands beside it. A rank that is not in data/ranks.toml
has no band, and that is said: nothing is guessed from parts of words. What one word means in two forces is not decided
by the word alone: a Captain of an army is a junior officer, a Captain of police is not. Such words have a band only
where the component says which force it is. Navies, where a Captain is a field officer, write so: Captain (Navy).
"""

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

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


@cache
def _known() -> tuple[Mapping[str, str], Mapping[str, Mapping[str, frozenset[str]]]]:
    """Rank -> band; and ambiguous rank -> component -> bands."""
    table = tomllib.loads(_TABLE.read_text("utf-8"))
    ambiguous = {
        folded(rank): {component: frozenset(bands) for component, bands in meanings.items()}
        for rank, meanings in table.pop("ambiguous").items()
    }
    return {folded(rank): band for band, ranks in table.items() for rank in ranks}, ambiguous


def bands(rank: str | None, *, component: str | None = None) -> tuple[str, ...]:
    """The bands a rank may mean, from below: none when it is not known, several when the word alone does not say.

    `component` is military or police, where that is known: it decides between the meanings of a word.
    """
    known, ambiguous = _known()
    word = folded(rank or "")
    meanings = ambiguous.get(word)
    if meanings is None:
        return (known[word],) if word in known else ()
    chosen = meanings.get(component or "", frozenset[str]().union(*meanings.values()))
    return tuple(band for band in BANDS if band in chosen)


def band(rank: str | None, *, component: str | None = None) -> str | None:
    """The band of a rank, or None: not known, or not certain. Never a guess."""
    found = bands(rank, component=component)
    return found[0] if len(found) == 1 else None


def band_in_words(rank: str | None, *, component: str | None = None) -> str | None:
    """What stands beside a rank, to be translated; None where there is no rank."""
    if not rank:
        return None
    found = bands(rank, component=component)
    return BANDS[found[0]] if len(found) == 1 else UNDECIDED if found else UNKNOWN
