"""Pure: the number of a certificate, such as UNPKT-BGD-CPTM-2017-000123L, and its check character.

The last character is computed from all the others, so that a mistyped number is known to be mistyped before anything
is looked up. It finds every single wrong character and every swap of two characters side by side, or with one between.

ISO 7064 is not used: its MOD 37,36 misses swaps such as `10` for `01` in some places, and MOD 37-2 needs `*` as a
37th check character, which no Windows file name may hold. This check is linear over the ring GF(4) × GF(9), which has
36 elements as the alphabet has: place n is weighed with the n-th power of w, and both w - 1 and w² - 1 are invertible.
"""

import re
from dataclasses import dataclass
from unicodedata import category, normalize

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"

#: Serial numbers of one State, curriculum and year.
LARGEST = 999_999

_PREFIX = re.compile(r"[A-Z]{2,10}")
_ISO3 = re.compile(r"[A-Z]{3}")
_CODE = re.compile(r"[A-Z0-9]+(-[A-Z0-9]+)*")
#: Year, serial number and check character stand at the end, by length.
_TAIL = re.compile(r"([0-9]{4})([0-9]{6})([0-9A-Z])")
_TAIL_LENGTH = 11


@dataclass(frozen=True, order=True)
class Number:
    """A certificate's number. `str()` is how it is printed and stored; `key` is what to look up by."""

    prefix: str
    iso3: str
    code: str
    year: int
    n: int

    @property
    def check(self) -> str:
        return check_character(self._body)

    @property
    def key(self) -> str:
        """Without hyphens: people leave them out, and a code's own (CP-MIL) cannot be told from the others."""
        return self._body + self.check

    @property
    def _body(self) -> str:
        return f"{self.prefix}{self.iso3}{self.code.replace('-', '')}{self.year:04}{self.n:06}"

    def __str__(self) -> str:
        return f"{self.prefix}-{self.iso3}-{self.code}-{self.year:04}-{self.n:06}{self.check}"


def number(prefix: str, iso3: str, code: str, year: int, n: int) -> str:
    """The number as printed and stored. Raises ValueError for parts that no number may have (curricula C4).

    The year is that of issue, `n` counts from 1 within State, curriculum and year.
    """
    for pattern, part in ((_PREFIX, prefix), (_ISO3, iso3), (_CODE, code)):
        if not pattern.fullmatch(part):
            raise ValueError(f"{part!r} cannot stand in a certificate number")
    if not 1 <= n <= LARGEST or not 1000 <= year <= 9999:
        raise ValueError(f"number {n} of year {year} is outside what a certificate number can hold")
    return str(Number(prefix, iso3, code, year, n))


def parse(text: str, prefix: str = "UNPKT") -> Number | None:
    """The number somebody typed, or None when it is none or has a typing error.

    Case, spaces, and every kind of hyphen are taken as meant; letters are never guessed. A code typed without its own
    hyphens comes back without them: look up by `key`.
    """
    # NFKC turns full-width letters and digits into plain ones.
    spelled = normalize("NFKC", text).upper()
    parts = ["".join(c for c in part if c in ALPHABET) for part in _split(spelled)]
    if any(c not in ALPHABET and not _separates(c) for c in spelled):
        return None
    compact = "".join(parts)
    if not compact.startswith(prefix) or len(compact) < len(prefix) + 3 + 1 + _TAIL_LENGTH:
        return None
    iso3 = compact[len(prefix) : len(prefix) + 3]
    tail = _TAIL.fullmatch(compact[-_TAIL_LENGTH:])
    code = compact[len(prefix) + 3 : -_TAIL_LENGTH]
    if not tail or not _ISO3.fullmatch(iso3) or check_character(compact[:-1]) != compact[-1] or int(tail[2]) < 1:
        return None
    return Number(prefix, iso3, _hyphenated(parts, len(prefix) + 3, code), int(tail[1]), int(tail[2]))


def check_character(body: str) -> str:
    """The character that makes the weighed sum of `body` and itself zero. `body` holds letters A-Z and digits only."""
    total = 0
    for character in body:
        total = _add(_times_w(total), ALPHABET.index(character))
    four, nine = _times_w(total) % 4, _times_w(total) // 4
    # In GF(4) every element is its own negative.
    return ALPHABET[four + 4 * (-(nine // 3) % 3 * 3 + -(nine % 3) % 3)]


def _add(a: int, b: int) -> int:
    nine_a, nine_b = a // 4, b // 4
    return (a % 4 ^ b % 4) + 4 * ((nine_a // 3 + nine_b // 3) % 3 * 3 + (nine_a % 3 + nine_b % 3) % 3)


def _times_w(a: int) -> int:
    """w is the root of x² + x + 1 in GF(4), and 1 + i in GF(9), the integers modulo 3 with i² = -1."""
    high, low = a % 4 >> 1, a % 4 & 1
    real, imaginary = a // 4 // 3, a // 4 % 3
    return ((high ^ low) << 1 | high) + 4 * ((real - imaginary) % 3 * 3 + (real + imaginary) % 3)


def _separates(character: str) -> bool:
    # Dashes, spaces, the minus sign, the soft hyphen and what else is invisible.
    return character.isspace() or category(character) in ("Pd", "Cf") or character in "\u2212_"


def _split(text: str) -> list[str]:
    return "".join(" " if _separates(c) else c for c in text).split()


def _hyphenated(parts: list[str], start: int, code: str) -> str:
    """The code with the hyphens that were typed inside it."""
    hyphenated = ""
    at = 0
    for part in parts:
        for character in part:
            if start <= at < start + len(code):
                hyphenated += character
            at += 1
        if hyphenated and start < at < start + len(code):
            hyphenated += "-"
    return hyphenated
