"""Pure: whether a pass phrase is one that somebody would guess.

Its length carries it (NIST SP 800-63B): no rule about capitals or digits, which only make people write it down. What is
refused is what stands first on every list of guesses and is long enough all the same: one thing repeated, a row of
keys, the own name or address, the name of the register.
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from trainingapp.kit.words import Sentence, say

LEAST: Final = 12
#: A hash takes its time for a long text too.
MOST: Final = 200
#: Characters that must be left when what anybody knows is taken away.
LEAST_OWN: Final = 8
LEAST_DIFFERENT: Final = 5

TOO_SHORT = say(
    "A pass phrase needs at least %(least)s characters. Four or five words that do not belong together are easy to "
    "remember and hard to guess.",
    least=LEAST,
)
TOO_LONG = say("This is longer than %(most)s characters.", most=MOST)
REPEATED = say("This repeats itself, so it would be guessed quickly. Take words that do not belong together.")
IN_A_ROW = say("These are characters in a row, so it would be guessed quickly. Take words that do not belong together.")
KNOWN = say(
    "This is little more than your name, your address or the name of the register. Take words that do not belong "
    "together."
)

#: Rows in which fingers and lists of guesses run.
_ROWS = (
    "abcdefghijklmnopqrstuvwxyz" * 2,
    "1234567890" * 3,
    "qwertyuiopasdfghjklzxcvbnm" * 2,
    "azertyuiopqsdfghjklmwxcvbn" * 2,
)
_REGISTER = ("peacekeeping", "training", "register", "passphrase", "password", "unitednations")


def problem(phrase: str, *, about: Iterable[str] = ()) -> Sentence | None:
    """Why this pass phrase is not taken, for whoever typed it; None when it is. `about`: the person's name, address."""
    if len(phrase) < LEAST:
        return TOO_SHORT
    if len(phrase) > MOST:
        return TOO_LONG
    plain = re.sub(r"[\s\W_]+", "", unicodedata.normalize("NFKC", phrase).casefold())
    if len(set(plain)) < LEAST_DIFFERENT or re.fullmatch(r"(.{1,8}?)\1+.{0,5}", plain):
        return REPEATED
    if any(plain[:LEAST] in way for row in _ROWS for way in (row, row[::-1])):
        return IN_A_ROW
    rest = plain
    for word in sorted({*_words(about), *_REGISTER}, key=len, reverse=True):
        rest = rest.replace(word, "")
    # Whatever is in the way of a name is counted: digits behind it are what everybody adds.
    return KNOWN if rest != plain and len(rest) < LEAST_OWN else None


def _words(about: Iterable[str]) -> Iterable[str]:
    for text in about:
        yield from (word for word in re.split(r"[\W_]+", text.casefold()) if len(word) >= 4)
