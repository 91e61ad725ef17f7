"""Fonts inside one document: which glyphs it uses, the subset it carries, and what each glyph says when copied.

ReportLab's own TrueType fonts are keyed by character, which cannot say "the medial form of this letter". Here a code
in the page is a pair of glyph and text, so joined letters are drawn right and copied text is right too.
"""

from typing import Any
from weakref import WeakKeyDictionary

from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

from trainingapp.kit.text.fonts import Font, Glyph

_SYMBOLIC = 4
_ITALIC = 64
#: Stem width is asked for and used by nobody who has the outlines; a middling one satisfies checkers.
_STEM = 80
#: What the second part of one letter says: a space without width. Readers print the raw code of a glyph without text.
_NOTHING = "\u200b"

_documents: WeakKeyDictionary[Any, dict[str, "EmbeddedFont"]] = WeakKeyDictionary()


class EmbeddedFont:
    """One font as one document uses it: a composite font with codes given out in the order of first use."""

    def __init__(self, font: Font, number: int) -> None:
        self.font = font
        self.name = f"T{number}"
        self._tag = "AAAA" + chr(ord("A") + number // 26) + chr(ord("A") + number % 26)
        self._codes: dict[tuple[int, str], int] = {}

    def code(self, glyph: Glyph) -> str:
        """The glyph's code in this document's pages, as four hexadecimal digits."""
        key = (glyph.number, glyph.text)
        code = self._codes.get(key)
        if code is None:
            code = self._codes[key] = len(self._codes) + 1
        return f"{code:04X}"

    def addObjects(self, doc: Any) -> None:  # noqa: N802 - the name ReportLab calls when it saves
        """Writes the font's objects, when all pages are known."""
        data, numbers = self.font.subset({number for number, _ in self._codes})
        base = f"/{self._tag}+{self.font.file_name.removesuffix('.ttf')}"
        metrics = {key: round(value) for key, value in self.font.metrics.items()}
        descriptor = {
            "Type": "/FontDescriptor",
            "FontName": base,
            "Flags": _SYMBOLIC | (_ITALIC if metrics["italic_angle"] else 0),
            "FontBBox": pdfdoc.PDFArray([metrics["left"], metrics["bottom"], metrics["right"], metrics["top"]]),
            "ItalicAngle": metrics["italic_angle"],
            "Ascent": metrics["ascent"],
            "Descent": metrics["descent"],
            "CapHeight": metrics["cap_height"],
            "StemV": _STEM,
            "FontFile2": self._stream(doc, "file", data, Length1=len(data)),
        }
        places = b"\0\0" + b"".join(numbers[number].to_bytes(2, "big") for number, _ in self._codes)
        widths = " ".join(_short(self.font.width(number)) for number, _ in self._codes)
        descendant = {
            "Type": "/Font",
            "Subtype": "/CIDFontType2",
            "BaseFont": base,
            "CIDSystemInfo": "<< /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>",
            "FontDescriptor": doc.Reference(pdfdoc.PDFDictionary(descriptor), f"{self.name}.descriptor"),
            "DW": 0,
            "W": f"[1 [{widths}]]",
            "CIDToGIDMap": self._stream(doc, "glyphs", places),
        }
        whole = {
            "Type": "/Font",
            "Subtype": "/Type0",
            "BaseFont": base,
            "Encoding": "/Identity-H",
            "DescendantFonts": pdfdoc.PDFArray(
                [doc.Reference(pdfdoc.PDFDictionary(descendant), f"{self.name}.descendant")]
            ),
            "ToUnicode": self._stream(doc, "unicode", self._to_unicode()),
        }
        fonts = doc.idToObject["BasicFonts"].dict
        fonts[self.name] = doc.Reference(pdfdoc.PDFDictionary(whole), f"{self.name}.font")

    def _stream(self, doc: Any, part: str, content: bytes, **entries: object) -> Any:
        stream = pdfdoc.PDFStream(content=content, filters=[pdfdoc.PDFZCompress] if doc.compression else None)
        for key, value in entries.items():
            stream.dictionary[key] = value
        return doc.Reference(stream, f"{self.name}.{part}")

    def _to_unicode(self) -> bytes:
        said = [(code, text or _NOTHING) for (_, text), code in self._codes.items()]
        lines = [
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
            "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
            "1 begincodespacerange <0000> <FFFF> endcodespacerange",
        ]
        # The format allows a hundred at a time.
        for at in range(0, len(said), 100):
            part = said[at : at + 100]
            lines.append(f"{len(part)} beginbfchar")
            lines += [f"<{code:04X}> <{text.encode('utf-16-be').hex().upper()}>" for code, text in part]
            lines.append("endbfchar")
        lines.append("endcmap CMapName currentdict /CMap defineresource pop end end")
        return "\n".join(lines).encode("ascii")


def document(canvas: Canvas) -> Any:
    """The document a canvas writes into, for which ReportLab has no public name and no types."""
    return canvas._doc  # type: ignore[attr-defined]


def embedded(canvas: Canvas, font: Font) -> EmbeddedFont:
    """The font as this canvas's document uses it; made at its first use."""
    doc = document(canvas)
    fonts = _documents.setdefault(doc, {})
    found = fonts.get(font.file_name)
    if found is None:
        found = fonts[font.file_name] = EmbeddedFont(font, len(fonts))
        doc.delayedFonts.append(found)
    return found


def _short(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")
