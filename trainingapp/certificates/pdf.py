"""Certificates as PDF: a face and its design in, a page out. The same face gives the same bytes, on every machine.

Needs neither database nor request. Fonts and patterns are made once per process and then only read.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import IO

import segno
from reportlab.lib.units import mm

from trainingapp.certificates.design import Design, DesignProblem, Qr, Stack, Text
from trainingapp.certificates.face import Face
from trainingapp.certificates.furniture import Furniture, rgb
from trainingapp.certificates.wording import wording
from trainingapp.kit.text.bidi import without_isolates
from trainingapp.kit.text.drawing import Page, draw_fitted
from trainingapp.kit.text.fitting import Box, DoesNotFit, Fitted, fit
from trainingapp.kit.words import say

#: A stack too high for its frame is drawn smaller as a whole, in steps, down to half.
_SCALES = tuple(1 - step / 20 for step in range(11))
#: What a line of text reaches above and below its base line, unless its ink reaches further; shares of the size.
_ABOVE, _BELOW = 0.70, 0.20


@dataclass(frozen=True)
class Placed:
    """A text of a page: its stack and wish, its lines, and where the first base line begins (or is centred)."""

    stack: Stack
    text: Text
    fitted: Fitted
    x: float
    y: float


def draw(face: Face, design: Design) -> bytes:
    """One certificate as a PDF of one page.

    Raises DesignProblem when the face was issued with another design, NoFontCovers for a character that no font can
    draw, DoesNotFit for a text too long for its place. Nothing is ever cut or drawn as a box.
    """
    written = BytesIO()
    _write((face,), design, written, titled="document_title")
    return written.getvalue()


def draw_many(faces: Iterable[Face], design: Design, write_to: IO[bytes]) -> int:
    """Many certificates as one PDF, a page each, fonts and patterns once. Returns the number of pages.

    The faces are read one at a time; the file is written at the end, when it is known which letters it needs.
    Raises as `draw`, and ValueError when there is no face.
    """
    return _write(faces, design, write_to, titled="collection_title")


def _write(faces: Iterable[Face], design: Design, write_to: IO[bytes], *, titled: str) -> int:
    page: Page | None = None
    furniture = Furniture.of(design)
    count = 0
    for face in faces:
        _of_this_design(face, design)
        words = wording(face, design)
        if page is None:
            size = (design.width * mm, design.height * mm)
            title = without_isolates(words[titled])
            page = Page(write_to, size, language=face.language, title=title, author=face.issuer)
            furniture.define(page)
        furniture.draw(page)
        for placed in layout(words, design):
            page.setFillColorRGB(*rgb(placed.text.colour))
            draw_fitted(page, placed.fitted, placed.x, placed.y, placed.stack.align)
        draw_qr(page, design.qr, face.verify_url)
        page.showPage()
        count += 1
    if page is None:
        raise ValueError("a PDF needs at least one certificate")
    page.save()
    return count


def _of_this_design(face: Face, design: Design) -> None:
    if (face.design, face.design_version) != (design.key, design.version):
        raise DesignProblem(
            say(
                "Certificate %(number)s was issued with version %(version)s of the design %(key)s.",
                number=face.number,
                version=face.design_version,
                key=face.design,
            )
        )


def layout(words: Mapping[str, str], design: Design) -> Iterator[Placed]:
    """Every text of a page with its size and place. Raises NoFontCovers, DoesNotFit.

    Takes a tenth of the time of drawing: ask it before a number is given to a face that could never be drawn.
    """
    for stack in design.stack:
        texts = [(text, words[text.say]) for text in stack.text if text.say in words]
        if not texts:
            continue
        placed, height = _stacked(stack, texts)
        spare = (stack.top - stack.bottom) * mm - height
        top = stack.top * mm - {"top": 0.0, "middle": spare / 2, "bottom": spare}[stack.stand]
        x = {"left": stack.left, "center": (stack.left + stack.right) / 2, "right": stack.right}[stack.align] * mm
        for text, fitted, drop in placed:
            yield Placed(stack, text, fitted, x, top - drop)


def _stacked(stack: Stack, texts: Sequence[tuple[Text, str]]) -> tuple[list[tuple[Text, Fitted, float]], float]:
    """Each text fitted, with how far its first base line lies below the top; and the height of all."""
    frame, width = (stack.top - stack.bottom) * mm, (stack.right - stack.left) * mm
    for scale in _SCALES:
        placed = []
        height = 0.0
        for n, (text, words) in enumerate(texts):
            box = Box(
                width=width,
                size=text.size * scale,
                lines=text.lines,
                shrink=text.shrink,
                smallest=min(text.smallest, text.size * scale),
                leading=text.leading,
                balanced=stack.align == "center",
            )
            fitted = fit(words, text.font, box, text.tracking)
            above, below = reach(fitted)
            height += (text.before * mm * scale if n else 0.0) + above
            placed.append((text, fitted, height))
            height += fitted.height + below
        if height <= frame:
            return placed, height
    raise DoesNotFit(max((words for _, words in texts), key=len))


def reach(fitted: Fitted) -> tuple[float, float]:
    """How far a text reaches above its first and below its last base line, in points."""
    above = max(_ABOVE * 1000, fitted.lines[0].ink[3])
    below = max(_BELOW * 1000, -fitted.lines[-1].ink[1])
    return above * fitted.size / 1000, below * fitted.size / 1000


def draw_qr(page: Page, qr: Qr, url: str) -> None:
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
