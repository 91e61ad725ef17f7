"""Pure: what is typed into the grids of attendance, checks and results, and what it means."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from trainingapp.kit.words import Sentence, say

#: What may stand in a cell of attendance: the letter that is shown -> what is understood by it.
THERE: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "p": frozenset({"p", "x", "1", "+", "✓", "y", "yes", "present", "true"}),
        "a": frozenset({"a", "0", "-", "–", "n", "no", "absent", "false"}),
    }
)
#: What may stand in a cell of a practical check.
PASSED: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "p": frozenset({"p", "x", "1", "+", "✓", "y", "yes", "pass", "passed"}),
        "f": frozenset({"f", "0", "-", "–", "n", "no", "fail", "failed"}),
    }
)
#: What may stand in a cell of results: the letter -> what is kept.
RESULT_OF: Final[Mapping[str, str]] = MappingProxyType({"p": "pass", "f": "fail", "a": "attended", "n": "no_show"})
RESULTS: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "p": frozenset({"p", "pass", "passed"}),
        "f": frozenset({"f", "fail", "failed"}),
        "a": frozenset({"a", "attended"}),
        "n": frozenset({"n", "no_show", "no-show", "no show", "absent"}),
    }
)


class NotUnderstood(ValueError):
    """What was typed means nothing here; `sentence` says what may be typed."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


def letter(text: str, meant: Mapping[str, frozenset[str]]) -> str:
    """The letter for what was typed; empty for nothing. Raises NotUnderstood."""
    wanted = text.strip().lower()
    if not wanted:
        return ""
    for one, words in meant.items():
        if wanted in words:
            return one
    shown = text.strip()[:20]
    if meant is THERE:
        raise NotUnderstood(say("“%(text)s” is no mark: write p for present or a for absent.", text=shown))
    if meant is PASSED:
        raise NotUnderstood(say("“%(text)s” is no check: write p for passed or f for failed.", text=shown))
    raise NotUnderstood(
        say("“%(text)s” is no result: write p passed, f failed, a attended, or n did not come.", text=shown)
    )


def score_of(text: str) -> float | None:
    """A score in percent, with a point or a comma; None for nothing. Raises NotUnderstood."""
    wanted = text.strip().removesuffix("%").strip()
    if not wanted:
        return None
    if not re.fullmatch(r"\d{1,3}([.,]\d{1,2})?", wanted) or float(wanted.replace(",", ".")) > 100:
        raise NotUnderstood(say("“%(text)s” is no score in percent: write a number from 0 to 100.", text=text[:20]))
    return float(wanted.replace(",", "."))
