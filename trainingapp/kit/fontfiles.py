"""The font files PDFs are printed with, and in which order a family tries them.

The files come from npm (package-lock.json), never from this repository; trainingapp/web/assets.toml says which, and
`make` puts them beside this module. All are under the SIL Open Font License.
"""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from trainingapp.kit.errors import DomainError
from trainingapp.kit.words import say

FOLDER = Path(__file__).parent / "fonts"

_SANS, _SANS_MEDIUM, _SANS_BOLD = "NotoSans-Regular.ttf", "NotoSans-Medium.ttf", "NotoSans-Bold.ttf"
#: What every family ends with, so that any family can print any name: Arabic script, Bengali, Devanagari, Chinese.
_OTHERS = (
    "Amiri-Regular.ttf",
    "NotoSansBengali-Regular.ttf",
    "NotoSansDevanagari-Regular.ttf",
    "NotoSansSC-Regular.ttf",
)
_OTHERS_BOLD = ("Amiri-Bold.ttf", "NotoSansBengali-Bold.ttf", "NotoSansDevanagari-Bold.ttf", "NotoSansSC-Bold.ttf")

#: Family: its files, first choice first.
FAMILIES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "sans": (_SANS, *_OTHERS),
        "sans-medium": (_SANS_MEDIUM, *_OTHERS),
        "sans-bold": (_SANS_BOLD, *_OTHERS_BOLD),
        "serif": ("EBGaramond-Regular.ttf", _SANS, *_OTHERS),
        "serif-medium": ("EBGaramond-Medium.ttf", _SANS_MEDIUM, *_OTHERS),
        "serif-semibold": ("EBGaramond-SemiBold.ttf", _SANS_BOLD, *_OTHERS_BOLD),
        "serif-italic": ("EBGaramond-Italic.ttf", _SANS, *_OTHERS),
    }
)


class FontFileMissing(DomainError):
    """A font file has not been fetched."""


def path(name: str) -> Path:
    """Where a font file stands. Raises FontFileMissing, which says how to fetch it."""
    found = FOLDER / name
    if not found.is_file():
        raise FontFileMissing(say("The font file %(name)s is not there. Run `make` to fetch the fonts.", name=name))
    return found
