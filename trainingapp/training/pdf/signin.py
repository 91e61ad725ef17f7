"""Sign-in sheets on A4: who signs, in any script, and a code that leads to the attendance of the day."""

from collections.abc import Callable, Sequence
from io import BytesIO

from babel.dates import format_date
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm

from trainingapp.certificates.design import Qr
from trainingapp.certificates.pdf import draw_qr
from trainingapp.kit.text.drawing import Align, Page, draw_fitted
from trainingapp.kit.text.fitting import Box, Fitted, fit
from trainingapp.kit.text.fonts import NoFontCovers
from trainingapp.training.face import SheetFace, Signer

WIDTH, HEIGHT = A4
LEFT, RIGHT = 16 * mm, WIDTH - 16 * mm
INK, QUIET, LINE = (0.086, 0.137, 0.184), (0.29, 0.349, 0.408), (0.6, 0.65, 0.7)
PLAIN, BOLD, MEDIUM = "sans", "sans-bold", "sans-medium"
#: How many sign on one sheet.
ROWS = 20
#: Left edges and widths of the columns, in points: place, service number, name, State, signature.
COLUMNS = ((LEFT, 20.0), (LEFT + 22, 74.0), (LEFT + 98, 192.0), (LEFT + 292, 32.0), (LEFT + 328, RIGHT - LEFT - 328))
TOP, ROW = HEIGHT - 66 * mm, 9.6 * mm


def draw(faces: Sequence[SheetFace], *, language: str, gettext: Callable[[str], str]) -> bytes:
    """The sheets as PDF, one to a page. A name in letters that no font has is left empty: the number says who."""
    out = BytesIO()
    # Nothing personal in the file's title: it stands in window bars and in lists of downloads.
    page = Page(out, A4, language=language, title=gettext("Sign-in sheets"), author="Peacekeeping Training Register")
    for face in faces:
        _head(page, face, language, gettext)
        _table(page, face, gettext)
        _foot(page, face, gettext)
        page.showPage()
    page.save()
    return out.getvalue()


def _head(page: Page, face: SheetFace, language: str, _: Callable[[str], str]) -> None:
    width = RIGHT - LEFT - 40 * mm
    _text(page, _("Peacekeeping Training Register"), LEFT, HEIGHT - 16 * mm, 8.5, MEDIUM, width, colour=QUIET)
    _text(page, _("Sign-in sheet %(number)s") % {"number": face.number}, LEFT, HEIGHT - 25 * mm, 19, BOLD, width)
    day = format_date(face.day, "EEEE d MMMM yyyy", locale=language)
    _text(page, day, LEFT, HEIGHT - 32.5 * mm, 13, MEDIUM, width)
    _text(page, face.training, LEFT, HEIGHT - 40 * mm, 10.5, PLAIN, width)
    told = _("Session %(session)s, %(by)s, %(place)s") % {
        "session": face.session,
        "by": face.delivered_by,
        "place": face.place,
    }
    _text(page, told, LEFT, HEIGHT - 46 * mm, 9.5, PLAIN, width, colour=QUIET)
    sheet = _("Sheet %(ordinal)s of %(of)s of this day") % {"ordinal": face.ordinal, "of": face.of}
    _text(page, sheet, LEFT, HEIGHT - 52 * mm, 9.5, PLAIN, width, colour=QUIET)
    code = Qr(left=(RIGHT - 32 * mm) / mm, bottom=(HEIGHT - 46 * mm) / mm, size=32, colour="#16232f")
    draw_qr(page, code, face.url)
    said = _("Enter this day")
    _text(page, said, RIGHT - 16 * mm, HEIGHT - 50.5 * mm, 8, PLAIN, 32 * mm, colour=QUIET, align="center")


def _table(page: Page, face: SheetFace, _: Callable[[str], str]) -> None:
    heads = ("", _("Service number"), _("Name"), _("State"), _("Signature"))
    page.setFillColorRGB(0.92, 0.94, 0.96)
    page.rect(LEFT, TOP, RIGHT - LEFT, 7 * mm, stroke=0, fill=1)
    for (x, width), words in zip(COLUMNS, heads, strict=True):
        if words:
            _text(page, words, x + 2, TOP + 2.2 * mm, 8.5, BOLD, width - 4)
    for n in range(ROWS):
        y = TOP - (n + 1) * ROW
        page.setStrokeColorRGB(*LINE)
        page.setLineWidth(0.5)
        page.line(LEFT, y, RIGHT, y)
        if n < len(face.signers):
            _signer(page, face.signers[n], y)
    page.setStrokeColorRGB(*LINE)
    bottom = TOP - ROWS * ROW
    for x in (LEFT, *(left - 2 for left, _width in COLUMNS[1:]), RIGHT):
        page.line(x, bottom, x, TOP + 7 * mm)


def _signer(page: Page, one: Signer, y: float) -> None:
    (place, p_width), (number, n_width), (name, width), (state, s_width), _signature = COLUMNS
    middle = y + ROW / 2 - 3
    _text(page, str(one.place), place + p_width - 2, middle, 8.5, PLAIN, p_width - 2, colour=QUIET, align="right")
    _text(page, one.service_number, number + 2, middle, 9, MEDIUM, n_width - 4)
    _text(page, one.state, state + 2, middle, 8.5, PLAIN, s_width - 4, colour=QUIET)
    shown = [
        fitted
        for words, family, size in ((one.name, MEDIUM, 10.0), (one.original_name or "", PLAIN, 9.0))
        if words
        and (fitted := _fitted(words, family, size, width - 6, lines=1 if one.original_name else 2)) is not None
    ]
    if len(shown) == 1:
        _draw(page, shown[0], name + 2, middle + shown[0].height / 2)
    elif shown:
        _draw(page, shown[0], name + 2, y + ROW / 2 + 2.2)
        _draw(page, shown[1], name + 2, y + ROW / 2 - 9.4, QUIET)


def _foot(page: Page, face: SheetFace, _: Callable[[str], str]) -> None:
    y = 17 * mm
    page.setStrokeColorRGB(*INK)
    page.setLineWidth(0.6)
    page.line(LEFT, y, LEFT + 75 * mm, y)
    page.line(RIGHT - 40 * mm, y, RIGHT, y)
    _text(page, _("Lead instructor: name and signature"), LEFT, y - 4 * mm, 8, PLAIN, 75 * mm, colour=QUIET)
    _text(page, _("Signed on this sheet"), RIGHT - 40 * mm, y - 4 * mm, 8, PLAIN, 40 * mm, colour=QUIET)


def _fitted(words: str, family: str, size: float, width: float, *, lines: int = 1) -> Fitted | None:
    try:
        shrink = 0.5 if lines == 1 else 0.9
        return fit(words, family, Box(width, size, lines=lines, shrink=shrink, leading=1.1, balanced=False))
    except NoFontCovers:
        return None


def _draw(
    page: Page, fitted: Fitted, x: float, y: float, colour: tuple[float, float, float] = INK, align: Align = "left"
) -> None:
    page.setFillColorRGB(*colour)
    draw_fitted(page, fitted, x, y, align)


def _text(
    page: Page,
    words: str,
    x: float,
    y: float,
    size: float,
    family: str,
    width: float,
    *,
    colour: tuple[float, float, float] = INK,
    align: Align = "left",
) -> None:
    fitted = _fitted(words, family, size, width)
    if fitted is not None:
        _draw(page, fitted, x, y, colour, align)
