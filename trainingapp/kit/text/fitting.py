"""Fitting: the size and the lines with which a text stands inside its box. It shrinks, then wraps; it is never cut."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import category, east_asian_width

from trainingapp.kit.errors import DomainError
from trainingapp.kit.text.shaping import Line, Paragraph, paragraph
from trainingapp.kit.words import say

#: Sizes are tried downwards in steps of two hundredths of the wished size.
_STEP = 0.02
#: Below this nobody can read it on paper, in points.
_LEGIBLE = 4.5
#: Kerning at a new line's edge may differ from that inside the paragraph by less than this, in points.
_ROUNDING = 0.01
_BREAKS_AFTER = frozenset("-‐–—/·,;")


class DoesNotFit(DomainError, ValueError):
    """A text has no legible size at which it stands in its box."""

    def __init__(self, text: str) -> None:
        super().__init__(say("“%(text)s” is too long for its place, even in the smallest letters.", text=text))


@dataclass(frozen=True)
class Box:
    """Where a text may stand and what it wishes, in points.

    One line may shrink to `shrink` of `size` before the text is wrapped into at most `lines` lines, which may shrink
    further as far as `smallest`.
    """

    width: float
    size: float
    lines: int = 1
    shrink: float = 0.8
    smallest: float = _LEGIBLE
    leading: float = 1.25
    height: float | None = None
    balanced: bool = True


@dataclass(frozen=True)
class Fitted:
    """Lines at the size at which they fit. `leading` is the distance of base lines, in points."""

    lines: tuple[Line, ...]
    size: float
    leading: float

    @property
    def height(self) -> float:
        """From the first base line to the last."""
        return self.leading * (len(self.lines) - 1)

    def widths(self) -> list[float]:
        return [line.width * self.size / 1000 for line in self.lines]


@lru_cache(maxsize=2_000)
def fit(text: str, family: str, box: Box, tracking: float = 0.0, rtl: bool | None = None) -> Fitted:
    """The text at the greatest size at which it stands in the box. Raises NoFontCovers, DoesNotFit."""
    shaped = paragraph(text, family, tracking, rtl)
    one_line = shaped.whole.width * box.size / 1000
    if one_line <= box.width:
        return Fitted((shaped.whole,), box.size, box.size * box.leading)
    share = box.width / one_line
    if share >= box.shrink or box.lines == 1:
        if box.size * share < box.smallest:
            raise DoesNotFit(text)
        return Fitted((shaped.whole,), box.size * share, box.size * share * box.leading)
    return _wrapped(shaped, box)


def _wrapped(shaped: Paragraph, box: Box) -> Fitted:
    size = box.size
    while size >= box.smallest:
        lines = _lines(shaped, box.width / size * 1000)
        fits_high = box.height is None or (len(lines) - 1) * size * box.leading <= box.height
        if lines and len(lines) <= box.lines and fits_high:
            if box.balanced:
                lines = _balanced(shaped, lines, box.width / size * 1000)
            return Fitted(tuple(lines), size, size * box.leading)
        # A word alone may be too wide: it is broken between letters only at the smallest size.
        size -= box.size * _STEP
    lines = _lines(shaped, box.width / box.smallest * 1000, anywhere=True)
    too_high = box.height is not None and (len(lines) - 1) * box.smallest * box.leading > box.height
    if len(lines) > box.lines or too_high:
        raise DoesNotFit(shaped.text)
    return Fitted(tuple(lines), box.smallest, box.smallest * box.leading)


def _lines(shaped: Paragraph, width: float, *, anywhere: bool = False) -> list[Line]:
    """Greedy lines no wider than `width`; empty when a word is wider and may not be broken."""
    text = shaped.text
    spans = _spans(text, shaped.advances, width, anywhere)
    if spans is None:
        return []
    lines = [shaped.line(start, end) for start, end in spans]
    # The advances were measured inside the paragraph; a line shaped alone is measured again.
    return lines if all(line.width <= width + _ROUNDING * 1000 for line in lines) else []


def _spans(text: str, advances: Sequence[float], width: float, anywhere: bool) -> list[tuple[int, int]] | None:
    spans = []
    start = 0
    while start < len(text):
        reach = 0.0
        end = start
        broken = None
        while end < len(text):
            # White space may hang over the edge: it is not drawn at a line's end.
            if reach + advances[end] > width and not text[end].isspace():
                break
            reach += advances[end]
            end += 1
            if end == len(text) or _may_break(text, end) or (anywhere and _starts_cluster(text, end)):
                broken = end
        if broken is None:
            return None
        shown = broken
        while shown > start and text[shown - 1].isspace():
            shown -= 1
        spans.append((start, shown))
        start = broken
    return spans


def _balanced(shaped: Paragraph, lines: list[Line], width: float) -> list[Line]:
    """The same number of lines, as even as possible: a title must not leave one word alone."""
    low, high = max(sum(shaped.advances) / len(lines), width * 0.4), width
    best = lines
    for _ in range(7):
        middle = (low + high) / 2
        tried = _lines(shaped, middle)
        if tried and len(tried) <= len(lines):
            best, high = tried, middle
        else:
            low = middle
    return best


def _starts_cluster(text: str, at: int) -> bool:
    return at < len(text) and category(text[at]) not in ("Mn", "Me", "Mc", "Cf")


def _may_break(text: str, at: int) -> bool:
    """Whether a line may end before `at`: after a space, a hyphen, and between ideographs."""
    before, after = text[at - 1], text[at]
    if after.isspace() or category(after) in ("Mn", "Me", "Mc", "Cf", "Pe", "Pf", "Po"):
        return False
    if before.isspace() and before != "\u00a0" and before != "\u202f":
        return True
    if before in _BREAKS_AFTER:
        return after.isalpha()
    wide = east_asian_width(before) == "W" or east_asian_width(after) == "W"
    return wide and category(before) not in ("Ps", "Pi")
