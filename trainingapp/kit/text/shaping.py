"""Shaping: a text becomes lines of glyphs, each glyph with its place. Independent of the size it is drawn at."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import groupby

from trainingapp.kit.text import bidi
from trainingapp.kit.text.fonts import Font, Glyph, family, is_invisible

_RUNS_KEPT = 4_000
_PARAGRAPHS_KEPT = 2_000


@dataclass(frozen=True)
class Run:
    """Glyphs of one font in one direction, from left to right."""

    font: Font
    glyphs: tuple[Glyph, ...]
    rtl: bool

    @cached_property
    def width(self) -> float:
        return sum(glyph.advance for glyph in self.glyphs)

    @cached_property
    def spoken(self) -> str | None:
        """The text to be copied instead of the glyphs' own, where a vowel is drawn before the letter it follows.

        None where the glyphs say it themselves. Right-to-left runs must: readers turn a stated text round.
        """
        if self.rtl or all(glyph.text for glyph in self.glyphs):
            return None
        return "".join(glyph.text for glyph in self.glyphs)


@dataclass(frozen=True)
class Line:
    """One line, ready to be drawn. Lengths are in thousandths of the font size; above and below are its ink's reach."""

    text: str
    runs: tuple[Run, ...]
    rtl: bool

    @cached_property
    def width(self) -> float:
        return sum(run.width for run in self.runs)

    @cached_property
    def ink(self) -> tuple[float, float, float, float]:
        """The box of the ink from the start of the base line: left, bottom, right, top."""
        boxes = []
        x = 0.0
        for run in self.runs:
            for glyph in run.glyphs:
                left, bottom, right, top = run.font.extents(glyph.number)
                if right > left:
                    dx, dy = x + glyph.dx, glyph.dy
                    boxes.append((dx + left, dy + bottom, dx + right, dy + top))
                x += glyph.advance
        if not boxes:
            return (0.0, 0.0, 0.0, 0.0)
        lefts, bottoms, rights, tops = zip(*boxes, strict=True)
        return (min(lefts), min(bottoms), max(rights), max(tops))


@dataclass(frozen=True)
class Paragraph:
    """A text in one family, with its directions and fonts known, from which lines can be cut anywhere.

    `tracking` opens (or closes) the space between letters, in thousandths of the size; joined scripts ignore it.
    `rtl` forces the base direction; None lets the text decide. Raises NoFontCovers when a line is shaped.
    """

    text: str
    family: str
    tracking: float = 0.0
    rtl: bool | None = None
    base: int = field(init=False)

    def __post_init__(self) -> None:
        base = bidi.base_level(self.text) if self.rtl is None else int(self.rtl)
        object.__setattr__(self, "base", base)

    @cached_property
    def levels(self) -> Sequence[int]:
        return bidi.levels(self.text, self.base)

    @cached_property
    def fonts(self) -> Sequence[Font]:
        return family(self.family).fonts_of(self.text)

    @cached_property
    def whole(self) -> Line:
        return self.line(0, len(self.text))

    @cached_property
    def advances(self) -> Sequence[float]:
        """How far each character moves the pen when the text stands on one line, in reading order."""
        found = [0.0] * len(self.text)
        for start, end, level in bidi.runs(self.text, self.levels, 0, len(self.text), self.base):
            for part_start, part_end in self._by_font(start, end):
                run, places = self._run(part_start, part_end, level)
                for glyph in run.glyphs:
                    found[places[glyph.start]] += glyph.advance
        return found

    def line(self, start: int, end: int) -> Line:
        """The characters from `start` to `end` as one line, in the order they are seen."""
        found: list[Run] = []
        for run_start, run_end, level in bidi.runs(self.text, self.levels, start, end, self.base):
            parts = [self._run(a, b, level)[0] for a, b in self._by_font(run_start, run_end)]
            found += reversed(parts) if level & 1 else parts
        return Line(self.text[start:end], tuple(run for run in found if run.glyphs), bool(self.base))

    def _by_font(self, start: int, end: int) -> list[tuple[int, int]]:
        parts = []
        for _, group in groupby(range(start, end), key=lambda i: id(self.fonts[i])):
            places = list(group)
            parts.append((places[0], places[-1] + 1))
        return parts

    def _run(self, start: int, end: int, level: int) -> tuple[Run, Sequence[int]]:
        # Direction marks have done their work in `levels`; HarfBuzz would only make holes of them.
        places = [i for i in range(start, end) if not _steers_direction(self.text[i])]
        shown = self.text[start:end] if len(places) == end - start else "".join(self.text[i] for i in places)
        return shaped_run(self.fonts[start], shown, bool(level & 1), self.tracking), places


def _steers_direction(character: str) -> bool:
    return is_invisible(character) and character not in "\u200c\u200d" and not "\ufe00" <= character <= "\ufe0f"


@lru_cache(maxsize=_RUNS_KEPT)
def shaped_run(font: Font, text: str, rtl: bool, tracking: float) -> Run:
    """A run of one font and one direction, kept per process: a batch repeats everything but names and numbers."""
    if not text:
        return Run(font, (), rtl)
    # Ligatures cannot be spaced out.
    glyphs = font.shape(text, rtl=rtl, features={"liga": False, "clig": False} if tracking else {})
    if tracking and not rtl:
        glyphs = [
            Glyph(g.number, g.text, g.advance + (tracking if g.advance else 0.0), g.dx, g.dy, g.width, g.start)
            for g in glyphs
        ]
    return Run(font, tuple(glyphs), rtl)


@lru_cache(maxsize=_PARAGRAPHS_KEPT)
def paragraph(text: str, family_name: str, tracking: float = 0.0, rtl: bool | None = None) -> Paragraph:
    """A paragraph, kept per process for the texts that repeat."""
    return Paragraph(text, family_name, tracking, rtl)
