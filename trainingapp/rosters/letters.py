"""Pure: words compared as people compare them, and names kept as they are given."""

import re
import unicodedata
from functools import lru_cache

#: Folded for comparison only: forms of one Arabic letter, the stretching stroke, and the signs that mean "number".
_ALIKE = str.maketrans({"ى": "ي", "ة": "ه", "ـ": "", "°": "o", "#": "no", "ё": "е", "Ё": "Е", "ک": "ك", "ی": "ي"})
_INDIC = "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹"
_TO_LATIN_DIGITS = str.maketrans({digit: str(value) for digits in _INDIC for value, digit in enumerate(digits)})

#: As long as a text may be whose folding is remembered.
_REMEMBERED = 250

#: Zero-width non-joiner and joiner are spelling in Persian, Urdu and the Indic scripts: allowed between letters of a
#: script that is not Latin, Greek, Cyrillic or Chinese, refused everywhere else, where they only hide.
_JOINERS = "\u200c\u200d"
_HIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffd\ue000-\uf8ff\U000e0000-\U000e0fff]"
)
_JOINED_SCRIPTS = re.compile(
    "(?<=[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\u0700-\u074f\u0900-\u0dff\u0f00-\u109f\u1780-\u17ff\u1800-\u18aa])"
    "[\u200c\u200d](?=[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\u0700-\u074f\u0900-\u0dff\u0f00-\u109f\u1780-\u18aa])"
)


def fold(text: str) -> str:
    """The letters and digits alone: no case, accents, spaces, dots. `N° Matricule` and `no_matricule` fold alike."""
    # A cell may hold a hundred thousand characters: remembering those would fill the memory.
    return _folded(text) if len(text) <= _REMEMBERED else _folded.__wrapped__(text)


@lru_cache(65_536)
def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.translate(_ALIKE)).casefold()
    return "".join(char for char in plain if char.isalnum()).translate(_TO_LATIN_DIGITS)


def words_of(text: str) -> frozenset[str]:
    """The words of a name, each folded. Of a text longer than any name, those of its beginning."""
    return _words(text[:_REMEMBERED])


@lru_cache(65_536)
def _words(text: str) -> frozenset[str]:
    return frozenset(folded for word in re.split(r"[\s,;.\-]+", text) if (folded := fold(word)))


def digits(text: str) -> str:
    """The text with Arabic-Indic, Persian and full-width digits as 0 to 9."""
    return text if text.isascii() else unicodedata.normalize("NFKC", text).translate(_TO_LATIN_DIGITS)


def has_hidden(text: str) -> bool:
    """Whether the text holds what cannot be seen: control, direction, zero-width or private characters."""
    return bool(_HIDDEN.search(_JOINED_SCRIPTS.sub("", text) if _any_joiner(text) else text))


def hidden_sign(text: str) -> str:
    """The first hidden character, as `U+202E`, or nothing."""
    found = _HIDDEN.search(_JOINED_SCRIPTS.sub("", text))
    return f"U+{ord(found[0]):04X}" if found else ""


def _any_joiner(text: str) -> bool:
    return any(joiner in text for joiner in _JOINERS)


def scripts_of(text: str) -> frozenset[str]:
    """The scripts of the letters, as the first word of their Unicode names: LATIN, ARABIC, CJK."""
    return _scripts(text[:_REMEMBERED])


@lru_cache(65_536)
def _scripts(text: str) -> frozenset[str]:
    return frozenset(unicodedata.name(char, "?").split(" ")[0] for char in text if char.isalpha())
