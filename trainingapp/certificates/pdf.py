"""Certificates as PDF: a face and its design in, a page out. The same face gives the same bytes, on every machine.

Needs neither database nor request. Fonts and patterns are made once per process and then only read.
"""

from collections.abc import Iterable
from io import BytesIO
from typing import IO

import segno
from reportlab.lib.units import mm

from trainingapp.certificates.design import Design, DesignProblem, Qr, Stack, Text
from trainingapp.certificates.face import Face
from trainingapp.certificates.furniture import Furniture, rgb
from trainingapp.certificates.wording import wording
from trainingapp.kit.text.drawing import Page, draw_fitted
from trainingapp.kit.text.fitting import Box, DoesNotFit, Fitted, fit
from trainingapp.kit.words import say

#: A stack too high for its frame is drawn smaller as a whole, in steps, down to half.
_SCALES = tuple(1 - step / 20 for step in range(11))
#: What a line of text reaches above and below its base line, unless its ink reaches further; shares of the size.
_ABOVE, _BELOW = 0.70, 0.20


def draw(face: Face, design: Design) -> bytes:
    """One certificate as a PDF of one page.

    Raises DesignProblem when the face was issued with another design, NoFontCovers for a character that no font can
    draw, DoesNotFit for a text too long for its place. Nothing is ever cut or drawn as a box.
    """
    written = BytesIO()
    draw_many((face,), design, written)
    return written.getvalue()


def draw_many(faces: Iterable[Face], design: Design, write_to: IO[bytes]) -> int:
    """Many certificates as one PDF, a page each, fonts and patterns once. Returns the number of pages.

    The faces are read one at a time; the file is written at the end, when it is known which letters it needs.
    Raises as `draw`, and ValueError when there is no face.
    """
    page: Page | None = None
    furniture = _furniture(design)
    count = 0
    for face in faces:
        if (face.design, face.design_version) != (design.key, design.version):
            raise DesignProblem(
                say(
                    "Certificate %(number)s was issued with version %(version)s of the design %(key)s.",
                    number=face.number,
                    version=face.design_version,
                    key=face.design,
                )
            )
        words = wording(face, design)
        if page is None:
            size = (design.width * mm, design.height * mm)
            page = Page(write_to, size, language=face.language, title=words["document_title"])
            furniture.define(page)
        furniture.draw(page)
        for stack in design.stack:
            _draw_stack(page, stack, words)
        _draw_qr(page, design.qr, face.verify_url)
        page.showPage()
        count += 1
    if page is None:
        raise ValueError("a PDF needs at least one certificate")
    page.save()
    return count


def _furniture(design: Design) -> Furniture:
    return Furniture.of(design.width, design.height, design.paper, design.border, design.rosette, design.rule)


def _draw_stack(page: Page, stack: Stack, words: dict[str, str]) -> None:
    texts = [(text, words[text.say]) for text in stack.text if text.say in words]
    if not texts:
        return
    placed, height = _stacked(stack, texts)
    frame = (stack.top - stack.bottom) * mm
    y = stack.top * mm - {"top": 0.0, "middle": (frame - height) / 2, "bottom": frame - height}[stack.stand]
    x = {"left": stack.left, "center": (stack.left + stack.right) / 2, "right": stack.right}[stack.align] * mm
    for text, fitted, drop in placed:
        page.setFillColorRGB(*rgb(text.colour))
        draw_fitted(page, fitted, x, y - drop, stack.align)


def _stacked(stack: Stack, texts: list[tuple[Text, str]]) -> tuple[list[tuple[Text, Fitted, float]], float]:
    """Each text fitted, with how far its first base line lies below the top; and the height of all."""
    frame = (stack.top - stack.bottom) * mm
    width = (stack.right - stack.left) * mm
    for scale in _SCALES:
        placed = []
        height = 0.0
        for n, (text, words) in enumerate(texts):
            fitted = fit(
                words,
                text.font,
                Box(
                    width=width,
                    size=text.size * scale,
                    lines=text.lines,
                    shrink=text.shrink,
                    smallest=min(text.smallest, text.size * scale),
                    leading=text.leading,
                    balanced=stack.align == "center",
                ),
                text.tracking,
            )
            above, below = reach(fitted)
            height += (text.before * mm * scale if n else 0.0) + above
            placed.append((text, fitted, height))
            height += fitted.height + below
        if height <= frame:
            return placed, height
    raise DoesNotFit(say("“%(text)s” is too long for its place, even in the smallest letters.", text=texts[0][1]))


def reach(fitted: Fitted) -> tuple[float, float]:
    """How far a text reaches above its first and below its last base line, in points."""
    above = max(_ABOVE * 1000, fitted.lines[0].ink[3])
    below = max(_BELOW * 1000, -fitted.lines[-1].ink[1])
    return above * fitted.size / 1000, below * fitted.size / 1000


def _draw_qr(page: Page, qr: Qr, url: str) -> None:
    """The code as one filled path: rows of dark modules joined into bars."""
    rows = segno.make(url, error=qr.error, micro=False).matrix
    module = qr.size * mm / len(rows)
    left, top = qr.left * mm, (qr.bottom + qr.size) * mm
    bars = []
    for n, row in enumerate(rows):
        start = 0
        while start < len(row):
            if not row[start]:
                start += 1
                continue
            end = start
            while end < len(row) and row[end]:
                end += 1
            # A hair higher than the module, so that viewers leave no white seam between rows.
            bars.append(
                f"{left + start * module:.3f} {top - (n + 1) * module - 0.02:.3f} "
                f"{(end - start) * module:.3f} {module + 0.02:.3f} re"
            )
            start = end
    page.setFillColorRGB(*rgb(qr.colour))
    page.addLiteral(" ".join(bars) + " f")
