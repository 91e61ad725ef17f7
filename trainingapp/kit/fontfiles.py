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
_ARABIC, _ARABIC_BOLD = "Amiri-Regular.ttf", "Amiri-Bold.ttf"
_CHINESE, _CHINESE_BOLD = "NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf"

#: Family: its files, first choice first. Every family ends with files that cover Arabic script and Chinese, so that
#: any family can print any name.
FAMILIES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "sans": (_SANS, _ARABIC, _CHINESE),
        "sans-medium": (_SANS_MEDIUM, _ARABIC, _CHINESE),
        "sans-bold": (_SANS_BOLD, _ARABIC_BOLD, _CHINESE_BOLD),
        "serif": ("EBGaramond-Regular.ttf", _SANS, _ARABIC, _CHINESE),
        "serif-medium": ("EBGaramond-Medium.ttf", _SANS_MEDIUM, _ARABIC, _CHINESE),
        "serif-semibold": ("EBGaramond-SemiBold.ttf", _SANS_BOLD, _ARABIC_BOLD, _CHINESE_BOLD),
        "serif-italic": ("EBGaramond-Italic.ttf", _SANS, _ARABIC, _CHINESE),
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
