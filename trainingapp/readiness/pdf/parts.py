"""What stands on a report's pages: the cover, figures, bars, heat tables, lists."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from trainingapp.kit.charts import HEAT_BOUNDS, heat_step
from trainingapp.kit.figures import grouped, percent
from trainingapp.kit.text.drawing import Align, draw_fitted
from trainingapp.kit.text.fitting import Box, Fitted, fit
from trainingapp.readiness.coverage import Tally
from trainingapp.readiness.pdf import sheet as paper
from trainingapp.readiness.pdf.sheet import (
    ACROSS,
    BLUE,
    BOLD,
    BOTTOM,
    BRASS,
    GREEN,
    GROUND,
    HEIGHT,
    INK,
    LEFT,
    LINE,
    MEDIUM,
    PLAIN,
    QUIET,
    RIGHT,
    SLATE,
    WIDTH,
    Sheet,
)

#: The steps of the heat tables, as on the pages: ground and ink.
HEAT = (
    ("#7a2f14", "#ffffff"),
    ("#b04f25", "#ffffff"),
    ("#e2a374", INK),
    ("#f3d2b3", INK),
    ("#fbeee1", INK),
    ("#dff0e7", INK),
)


# --- Cover -----------------------------------------------------------------------------------------------------------


def cover(
    sheet: Sheet, *, subject: str, about: Sequence[str], figures: Sequence[tuple[str, str, str]], title: str = ""
) -> None:
    """The first page: what it is about, on which day, and the figures that matter (value, of what, meaning)."""
    _ = sheet.printed.gettext
    band = HEIGHT * 0.62
    sheet.box(0, HEIGHT - band, WIDTH, band, SLATE)
    sheet.box(0, HEIGHT - band - 5, WIDTH, 5, BRASS)
    _mark(sheet, LEFT - 8, HEIGHT - 112, 40)
    sheet.text(
        _("Peacekeeping Training Register"),
        LEFT + 44,
        HEIGHT - 97,
        13,
        family=MEDIUM,
        colour="#ffffff",
        width=ACROSS - 60,
    )
    y = HEIGHT - 238
    sheet.text(title or _("Training gaps"), LEFT, y, 15, family=MEDIUM, colour="#e0a63c")
    fitted = sheet.text(subject, LEFT, y - 44, 36, family=BOLD, colour="#ffffff", lines=3)
    y -= 44 + fitted.height
    sheet.text(sheet.day(sheet.as_of), LEFT, y - 40, 20, family=MEDIUM, colour="#ffffff")
    y -= 70
    for line in about:
        fitted = sheet.text(line, LEFT, y, 10.5, colour="#c9d4de", lines=3)
        y -= fitted.height + 17
    width = ACROSS / len(figures)
    base = HEIGHT - band - 5
    for n, (value, of, meaning) in enumerate(figures):
        x = LEFT + n * width
        sheet.text(value, x, base - 62, 27, family=BOLD, colour=SLATE, width=width - 16)
        sheet.text(of, x, base - 82, 10, family=MEDIUM, colour=BLUE, width=width - 16)
        sheet.text(meaning, x, base - 98, 9, colour=QUIET, width=width - 20, lines=3)
    sheet.rule(92)
    said = _("Figures are computed from the records that Member States and the missions keep in the register.")
    sheet.text(said, LEFT, 74, 8, colour=QUIET)
    sheet.text(sheet.provenance(), LEFT, 61, 8, colour=QUIET)


def _mark(sheet: Sheet, x: float, y: float, size: float) -> None:
    """The register's own mark, an open book with a tick: a neutral device, no emblem of anybody's."""
    canvas = sheet.canvas
    canvas.saveState()
    canvas.translate(x, y + size)
    canvas.scale(size / 32, -size / 32)
    canvas.setLineJoin(1)
    canvas.setLineCap(1)
    canvas.setStrokeColorRGB(1, 1, 1)
    canvas.setLineWidth(1.9)
    book = canvas.beginPath()
    book.moveTo(16, 9.2)
    book.curveTo(13.4, 7.5, 9.9, 7, 6.5, 7.4)
    book.lineTo(6.5, 22.8)
    book.curveTo(9.9, 22.4, 13.4, 22.9, 16, 24.6)
    book.curveTo(18.6, 22.9, 22.1, 22.4, 25.5, 22.8)
    book.lineTo(25.5, 7.4)
    book.curveTo(22.1, 7, 18.6, 7.5, 16, 9.2)
    book.close()
    canvas.drawPath(book, stroke=1, fill=0)
    canvas.setStrokeColorRGB(*paper.rgb("#e0a63c"))
    canvas.setLineWidth(2.6)
    tick = canvas.beginPath()
    tick.moveTo(10.8, 15.8)
    tick.lineTo(14.5, 19.5)
    tick.lineTo(21.5, 12.2)
    canvas.drawPath(tick, stroke=1, fill=0)
    canvas.restoreState()


# --- A chart with its numbers ----------------------------------------------------------------------------------------


def bars(sheet: Sheet, rows: Iterable[tuple[str, str, Tally]]) -> None:
    """Coverage as bars, each with its numbers beside it: (title, code, counted)."""
    _ = sheet.printed.gettext
    name, bar, start = 176.0, 130.0, LEFT + 186
    for title, code, counted in rows:
        fitted = fit(title, MEDIUM, Box(name, 9.5, lines=3, shrink=0.95, balanced=False))
        height = max(40.0, fitted.height + 36)
        sheet.need(height)
        y = sheet.y - 12
        sheet.canvas.setFillColorRGB(*paper.rgb(INK))
        draw_fitted(sheet.canvas, fitted, LEFT, y)
        sheet.text(code, LEFT, y - fitted.height - 12, 7.5, colour=QUIET, width=name)
        sheet.box(start, y - 2, bar, 9, LINE)
        if counted.held:
            full = counted.held == counted.required
            sheet.box(start, y - 2, bar * counted.held / counted.required, 9, GREEN if full else BLUE)
        sheet.text(
            percent(counted.held, counted.required), start + bar + 56, y - 1, 11, family=BOLD, align="right", width=54
        )
        of = _("%(part)s of %(whole)s") % {"part": grouped(counted.held), "whole": grouped(counted.required)}
        sheet.text(of, RIGHT, y + 1, 9, align="right", width=116)
        missing = _("%(count)s missing") % {"count": grouped(counted.gap)}
        sheet.text(missing, RIGHT, y - 11, 8, colour=QUIET, align="right", width=116)
        sheet.y -= height
        sheet.rule(sheet.y + 6)
    sheet.y -= 8


def facts(sheet: Sheet, pairs: Iterable[tuple[str, str]]) -> None:
    """Labels and values under each other."""
    for label, value in pairs:
        fitted = fit(value, PLAIN, Box(ACROSS - 150, 9.5, lines=4, shrink=1.0, balanced=False))
        sheet.need(fitted.height + 17)
        sheet.text(label, LEFT, sheet.y - 10, 9, family=MEDIUM, colour=QUIET, width=138)
        sheet.canvas.setFillColorRGB(*paper.rgb(INK))
        draw_fitted(sheet.canvas, fitted, LEFT + 150, sheet.y - 10)
        sheet.y -= fitted.height + 22
    sheet.y -= 8


# --- Tables ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Column:
    """A column: its heading, its width in points, and where its texts stand."""

    label: str
    width: float
    align: Align = "left"


@dataclass(frozen=True)
class Cell:
    """What stands in a cell: a text, a small line under it, and the colours when it is a cell of a heat table."""

    text: str
    note: str = ""
    ground: str | None = None
    ink: str = INK
    family: str = PLAIN
    #: How many of the columns to the right it covers as well.
    over: int = 0


@dataclass(frozen=True)
class Section:
    """A row that only names those below it."""

    text: str


Row = Sequence[Cell] | Section


def heat(counted: Tally | None, gettext: Callable[[str], str]) -> Cell:
    """A cell of a heat table: the share, under it the numbers; a dash where nobody is required."""
    if counted is None or (step := heat_step(counted.held, counted.required)) is None:
        return Cell("–", ground=GROUND, ink=QUIET)
    ground, ink = HEAT[step]
    of = gettext("%(part)s of %(whole)s") % {"part": grouped(counted.held), "whole": grouped(counted.required)}
    return Cell(percent(counted.held, counted.required), of, ground, ink)


def table(sheet: Sheet, columns: Sequence[Column], rows: Sequence[Row]) -> None:
    """A table that goes on over pages, its header repeated on each.

    A section is never parted from its first row, and the last row never stands alone on a page.
    """
    _header(sheet, columns)
    for n, row in enumerate(rows):
        height = _height(columns, row)
        parted = not isinstance(row, Section) and n + 2 != len(rows)
        following = 0.0 if parted or n + 1 == len(rows) else _height(columns, rows[n + 1])
        if sheet.need(height + following):
            _header(sheet, columns)
        if isinstance(row, Section):
            sheet.text(row.text, LEFT, sheet.y - height + 7, 10, family=BOLD, colour=SLATE)
        else:
            _row(sheet, columns, row, height)
        sheet.y -= height
        sheet.rule(sheet.y)
    sheet.y -= 20


def _header(sheet: Sheet, columns: Sequence[Column]) -> None:
    fitted = [fit(c.label, BOLD, Box(c.width - 8, 7.5, lines=3, balanced=False)) if c.label else None for c in columns]
    height = max((one.height for one in fitted if one), default=0.0) + 20
    sheet.box(LEFT, sheet.y - height, sum(c.width for c in columns), height, SLATE)
    x = LEFT
    for column, one in zip(columns, fitted, strict=True):
        if one:
            sheet.canvas.setFillColorRGB(1, 1, 1)
            draw_fitted(sheet.canvas, one, _place(x, column), sheet.y - height + 8 + one.height, column.align)
        x += column.width
    sheet.y -= height


def _height(columns: Sequence[Column], row: Row) -> float:
    if isinstance(row, Section):
        return 27.0
    tallest = 0.0
    for n, cell in enumerate(row):
        tallest = max(tallest, _fitted(columns[n], cell).height + (9.5 if cell.note else 0.0))
    return max(23.0, tallest + 17)


def _fitted(column: Column, cell: Cell) -> Fitted:
    return fit(cell.text or " ", cell.family, Box(column.width - 8, 8.5, lines=12, shrink=0.9, balanced=False))


def _row(sheet: Sheet, columns: Sequence[Column], row: Sequence[Cell], height: float) -> None:
    # Long texts are read from their first line, which then stands in line with the others.
    from_top = height > 42
    x, place = LEFT, 0
    for cell in row:
        own = columns[place]
        width = sum(column.width for column in columns[place : place + cell.over + 1])
        if cell.over:
            own = Column(own.label, width, "left")
        if cell.ground:
            sheet.box(x + 0.75, sheet.y - height + 0.75, width - 1.5, height - 1.5, cell.ground)
        fitted = _fitted(own, cell)
        sheet.canvas.setFillColorRGB(*paper.rgb(cell.ink))
        block = fitted.height + (9.0 if cell.note else 0.0)
        first = sheet.y - (13.0 if from_top else (height - block) / 2 + 3)
        draw_fitted(sheet.canvas, fitted, _place(x, own), first, own.align)
        if cell.note:
            y = first - fitted.height - 9
            sheet.text(cell.note, _place(x, own), y, 6.5, colour=cell.ink, align=own.align, width=width - 9)
        x += width
        place += cell.over + 1


def _place(x: float, column: Column) -> float:
    return {"left": x + 4, "center": x + column.width / 2, "right": x + column.width - 4}[column.align]


#: Columns of a heat table that stand side by side: with more, the figures of a large force are too small to read.
SIDE_BY_SIDE = 6


def side_by_side(codes: Sequence[str]) -> list[Sequence[str]]:
    """The columns of a heat table, as many as stand side by side at a time; each part has about as many."""
    count = -(-len(codes) // SIDE_BY_SIDE) or 1
    size = -(-len(codes) // count) or 1
    return [codes[start : start + size] for start in range(0, len(codes), size)] or [()]


def heat_key(sheet: Sheet) -> None:
    """What the colours of a heat table mean."""
    _ = sheet.printed.gettext
    sheet.need(24)
    texts = [_("under %(bound)s %%") % {"bound": f"{bound / 10:g}"} for bound in HEAT_BOUNDS] + [_("complete")]
    width = 62.0
    for n, (text, (ground, ink)) in enumerate(zip(texts, HEAT, strict=True)):
        sheet.box(LEFT + n * (width + 3), sheet.y - 16, width, 16, ground)
        sheet.text(
            text, LEFT + n * (width + 3) + width / 2, sheet.y - 10.5, 7, colour=ink, align="center", width=width - 6
        )
    sheet.y -= 34


def left_on_page(sheet: Sheet) -> float:
    """How much of this page is still empty."""
    return sheet.y - BOTTOM


def shown(sheet: Sheet, day: date | None) -> str:
    """A day, or a dash."""
    return "–" if day is None else sheet.day(day)
