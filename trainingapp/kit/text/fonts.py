"""Fonts: what a file covers, how HarfBuzz shapes with it, and the subset a document needs.

The only module that speaks to HarfBuzz. A font file is opened once per process (the Chinese one is 10 MB) and is
read only from then on; a process shares it between documents.
"""

import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from unicodedata import category, name, normalize

# Compiled without type stubs; everything it gives is typed again on this page.
import uharfbuzz as hb

from trainingapp.kit import fontfiles
from trainingapp.kit.errors import DomainError
from trainingapp.kit.text import bidi
from trainingapp.kit.words import say

#: Counted among the invisible by their category, and drawn all the same: signs that span Arabic and Kaithi numbers.
_DRAWN_SIGNS = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd")
#: What viewers draw outlines from. The other tables (layout, names, cmap) have done their work by then.
_KEPT_TABLES = frozenset({"glyf", "loca", "head", "hhea", "hmtx", "maxp", "cvt ", "fpgm", "prep"})


class NoFontCovers(DomainError, ValueError):
    """No font of the family can draw a character: printing would show an empty box instead of a name."""

    def __init__(self, character: str, text: str) -> None:
        self.character = character
        super().__init__(
            say(
                "The character %(character)s (U+%(code)s, %(name)s) in “%(text)s” is in none of the fonts that "
                "documents are printed with.",
                character=character,
                code=f"{ord(character):04X}",
                name=name(character, "without a name"),
                text=text,
            )
        )


@dataclass(frozen=True, slots=True)
class Glyph:
    """One glyph as it stands in a run. Lengths are in thousandths of the font size."""

    number: int
    text: str
    """What the glyph says when copied. A ligature says several characters, a second part of one character nothing."""
    advance: float
    dx: float
    dy: float
    width: float
    """The advance the font file itself gives, from which `advance` may differ by kerning."""
    start: int
    """Where its characters begin in the text that was shaped."""


class Font:
    """One font file."""

    def __init__(self, file_name: str) -> None:
        self.file_name = file_name
        self._face = hb.Face(hb.Blob.from_file_path(str(fontfiles.path(file_name))))
        self._font = hb.Font(self._face)
        self.covered: frozenset[int] = frozenset(self._face.unicodes)
        self._scale = 1000 / self._face.upem

    def __repr__(self) -> str:
        return f"Font({self.file_name!r})"

    def covers(self, cluster: str) -> bool:
        """Whether the font can draw these characters, one by one or composed into one."""
        return all(ord(c) in self.covered for c in cluster if not is_invisible(c)) or all(
            ord(c) in self.covered for c in normalize("NFC", cluster) if not is_invisible(c)
        )

    def shape(self, text: str, *, rtl: bool, features: Mapping[str, bool]) -> list[Glyph]:
        """The glyphs of a run of one direction, from left to right as they are seen."""
        buffer = hb.Buffer()
        # Marks keep clusters of their own, so that each glyph says its own characters when copied.
        buffer.cluster_level = hb.BufferClusterLevel.MONOTONE_CHARACTERS
        buffer.flags = hb.BufferFlags.REMOVE_DEFAULT_IGNORABLES
        buffer.add_str(text)
        buffer.guess_segment_properties()
        buffer.direction = "rtl" if rtl else "ltr"
        hb.shape(self._font, buffer, dict(features))
        infos, places = buffer.glyph_infos, buffer.glyph_positions
        starts = sorted({info.cluster for info in infos})
        ends = dict(zip(starts, [*starts[1:], len(text)], strict=True))
        told: set[int] = set()
        glyphs: list[Glyph] = []
        in_reading_order = reversed(list(zip(infos, places, strict=True))) if rtl else zip(infos, places, strict=True)
        for info, place in in_reading_order:
            start = info.cluster
            if info.codepoint == 0:
                raise NoFontCovers(text[start], text)
            says = "" if start in told else text[start : ends[start]]
            told.add(start)
            if rtl and len(says) == 1:
                # HarfBuzz draws the mirrored bracket; readers of PDF take what is seen and mirror it back.
                says = bidi.mirrored_twin(says)
            s = self._scale
            glyphs.append(
                Glyph(
                    info.codepoint,
                    says,
                    place.x_advance * s,
                    place.x_offset * s,
                    place.y_offset * s,
                    self.width(info.codepoint),
                    start,
                )
            )
        return glyphs[::-1] if rtl else self._whole_letters(glyphs, text)

    def _whole_letters(self, glyphs: list[Glyph], text: str) -> list[Glyph]:
        """Letters that the font took apart (ị into ı and two dots) put together again where it has them whole.

        A part of a letter has no text of its own, so a copied name would lose or gain characters.
        """
        whole: list[Glyph] = []
        for glyph in glyphs:
            if glyph.text or not whole or whole[-1].start != glyph.start or len(whole[-1].text) != 1:
                whole.append(glyph)
                continue
            first = whole[-1]
            number = self._font.get_nominal_glyph(ord(text[glyph.start]))
            advance = first.advance + glyph.advance
            if number is None or abs(self.width(number) - first.width - glyph.width) > 1:
                whole.append(glyph)
            else:
                whole[-1] = replace(first, number=number, advance=advance, width=self.width(number))
        return whole

    def width(self, glyph: int) -> float:
        """A glyph's own advance, in thousandths of the size."""
        return float(self._font.get_glyph_h_advance(glyph) * self._scale)

    def extents(self, glyph: int) -> tuple[float, float, float, float]:
        """The box of a glyph's ink: left, bottom, right, top, in thousandths of the size."""
        e = self._font.get_glyph_extents(glyph)
        if e is None:
            return (0.0, 0.0, 0.0, 0.0)
        s = self._scale
        return (e.x_bearing * s, (e.y_bearing + e.height) * s, (e.x_bearing + e.width) * s, e.y_bearing * s)

    def subset(self, glyphs: Iterable[int]) -> tuple[bytes, Mapping[int, int]]:
        """A TrueType file with only these glyphs' outlines, and the number each glyph has in it."""
        wanted = hb.SubsetInput()
        wanted.glyph_set.update(glyphs)
        wanted.flags = hb.SubsetFlags.NO_LAYOUT_CLOSURE | hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NOTDEF_OUTLINE
        wanted.drop_table_tag_set.update(
            struct.unpack(">I", tag.encode())[0] for tag in self._face.table_tags if tag not in _KEPT_TABLES
        )
        plan = hb.SubsetPlan(self._face, wanted)
        numbers = plan.old_to_new_glyph_mapping
        return bytes(plan.execute().blob.data), {int(old): int(new) for old, new in numbers.items()}

    @cached_property
    def metrics(self) -> Mapping[str, float]:
        """What a PDF font descriptor states, in thousandths of the size."""
        head, os2, post = (bytes(self._face.reference_table(tag).data) for tag in ("head", "OS/2", "post"))
        box = struct.unpack_from(">4h", head, 36)
        extents = self._font.get_font_extents("ltr")
        version = struct.unpack_from(">H", os2)[0]
        cap_height = struct.unpack_from(">h", os2, 88)[0] if version >= 2 else extents.ascender
        s = self._scale
        return {
            "left": box[0] * s,
            "bottom": box[1] * s,
            "right": box[2] * s,
            "top": box[3] * s,
            "ascent": extents.ascender * s,
            "descent": extents.descender * s,
            "cap_height": cap_height * s,
            "italic_angle": struct.unpack_from(">i", post, 4)[0] / 65536,
        }


class Family:
    """A first choice of font and its substitutes, chosen character by character."""

    def __init__(self, family: str) -> None:
        self.name = family
        self._files = fontfiles.FAMILIES[family]

    @cached_property
    def first(self) -> Font:
        return font(self._files[0])

    def fonts_of(self, text: str) -> list[Font]:
        """The font of each character. Marks stay with their base, spaces and punctuation with what precedes them.

        Raises NoFontCovers. A substitute is opened only when a text needs it.
        """
        if self.first.covers(text):
            return [self.first] * len(text)
        chosen: list[Font] = []
        current: Font | None = None
        opened: list[Font] = []
        for cluster in clusters(text):
            kind = category(cluster[0])
            if kind == "Pe" and opened and opened[-1].covers(cluster):
                # A closing bracket looks like the one it closes.
                current = opened.pop()
            elif not (current and kind[0] in "ZPS" and current.covers(cluster)):
                # At the start of a text there is nothing to stay with: punctuation there takes the first font.
                current = self._font_of(cluster, text)
            if kind == "Ps":
                opened.append(current)
            chosen += [current] * len(cluster)
        return chosen

    def _font_of(self, cluster: str, text: str) -> Font:
        for file_name in self._files:
            if (candidate := font(file_name)).covers(cluster):
                return candidate
        uncovered = next(
            (c for c in cluster if not is_invisible(c) and not any(font(f).covers(c) for f in self._files)), cluster[0]
        )
        raise NoFontCovers(uncovered, text)


@cache
def font(file_name: str) -> Font:
    """A font file, opened once per process."""
    return Font(file_name)


@cache
def family(family_name: str) -> Family:
    """A family of kit.fontfiles.FAMILIES, once per process."""
    return Family(family_name)


def is_invisible(character: str) -> bool:
    """Whether a character steers the text and is never drawn: joiners, direction marks, variation selectors."""
    return (category(character) == "Cf" and character not in _DRAWN_SIGNS) or "\ufe00" <= character <= "\ufe0f"


def clusters(text: str) -> list[str]:
    """The text cut so that marks and invisible characters stay with the character before them."""
    cut: list[str] = []
    for character in text:
        if cut and (category(character) in ("Mn", "Me", "Mc") or is_invisible(character)):
            cut[-1] += character
        else:
            cut.append(character)
    return cut
