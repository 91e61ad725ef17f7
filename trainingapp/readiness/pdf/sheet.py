"""The paper of a report: A4 with a running head and foot, and a place where writing goes on."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO

from babel.dates import format_date, format_datetime
from reportlab.lib.pagesizes import A4

from trainingapp.kit.figures import NO_BREAK, grouped
from trainingapp.kit.text.drawing import Align, Page, draw_fitted
from trainingapp.kit.text.fitting import Box, Fitted, fit
from trainingapp.readiness.face import Printed

INK, QUIET, LINE, GROUND, PAPER = "#16232f", "#4a5968", "#d3dbe2", "#f3f5f7", "#ffffff"
SLATE, BLUE, BRASS, GREEN = "#14293d", "#1c4f7d", "#c98f2b", "#1a6340"

WIDTH, HEIGHT = A4
LEFT, RIGHT = 48.0, WIDTH - 48.0
#: The first and the last place for writing.
TOP, BOTTOM = HEIGHT - 78.0, 66.0
ACROSS = RIGHT - LEFT

PLAIN, MEDIUM, BOLD = "sans", "sans-medium", "sans-bold"


def rgb(colour: str) -> tuple[float, float, float]:
    """`#rrggbb` as red, green and blue from 0 to 1."""
    return int(colour[1:3], 16) / 255, int(colour[3:5], 16) / 255, int(colour[5:7], 16) / 255


@dataclass
class Sheet:
    """A report being written. `y` is where writing goes on, in points from the lower edge.

    `pages` is how many there will be, known from an earlier, discarded writing: "Page 3 of 9" stands on each.
    """

    canvas: Page
    printed: Printed
    heading: str
    as_of: date
    pages: int
    number: int = 1
    y: float = TOP

    def text(
        self,
        text: str,
        x: float,
        y: float,
        size: float,
        *,
        family: str = PLAIN,
        colour: str = INK,
        align: Align = "left",
        width: float = ACROSS,
        lines: int = 1,
    ) -> Fitted:
        """Write a text that stays within `width`: it shrinks, then wraps, and is never cut."""
        fitted = fit(text, family, Box(width, size, lines=lines, shrink=0.88 if lines > 1 else 0.6, balanced=False))
        self.canvas.setFillColorRGB(*rgb(colour))
        draw_fitted(self.canvas, fitted, x, y, align)
        return fitted

    def box(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """A filled rectangle from its lower left corner."""
        self.canvas.setFillColorRGB(*rgb(colour))
        self.canvas.rect(x, y, width, height, stroke=0, fill=1)

    def rule(
        self, y: float, *, colour: str = LINE, width: float = 0.5, left: float = LEFT, right: float = RIGHT
    ) -> None:
        """A thin line across."""
        self.canvas.setStrokeColorRGB(*rgb(colour))
        self.canvas.setLineWidth(width)
        self.canvas.line(left, y, right, y)

    def need(self, height: float) -> bool:
        """Begin a new page unless so much is left of this one; whether it did."""
        if self.y - height >= BOTTOM:
            return False
        self.turn()
        return True

    def turn(self) -> None:
        """End this page and begin the next, with its head and foot."""
        self.canvas.showPage()
        self.number += 1
        self.y = TOP
        self._head_and_foot()

    def _head_and_foot(self) -> None:
        _ = self.printed.gettext
        self.text(self.heading, LEFT, HEIGHT - 42, 8.5, family=MEDIUM, colour=QUIET, width=ACROSS * 0.7)
        self.text(
            _("As of %(day)s") % {"day": self.day(self.as_of)}, RIGHT, HEIGHT - 42, 8.5,
            family=BOLD, colour=SLATE, align="right", width=ACROSS * 0.3,
        )  # fmt: skip
        self.rule(HEIGHT - 50, colour=BRASS, width=1)
        self.foot()

    def foot(self) -> None:
        """What stands at the foot of every page, for a first page that has no running head."""
        _ = self.printed.gettext
        self.rule(46)
        self.text(self.provenance(), LEFT, 33, 7.5, colour=QUIET, width=ACROSS * 0.78)
        said = _("Page %(number)s of %(pages)s") % {"number": self.number, "pages": self.pages}
        self.text(said, RIGHT, 33, 7.5, colour=QUIET, align="right", width=ACROSS * 0.2)

    def provenance(self) -> str:
        """When the figures were taken, and from which state of the register."""
        _ = self.printed.gettext
        said = _("Peacekeeping Training Register. Generated %(moment)s, at record %(entry)s of the journal.")
        return said % {"moment": self.moment(self.printed.generated_at), "entry": grouped(self.printed.entry)}

    def title(self, text: str, *, keep: float = 120) -> None:
        """A heading, never left alone at the foot of a page: `keep` must fit below it."""
        self.need(keep)
        if self.y < TOP:
            self.y -= 8
        fitted = self.text(text, LEFT, self.y - 14, 15, family=BOLD, colour=SLATE, lines=2)
        self.y -= fitted.height + 30

    def say(self, text: str, *, size: float = 9.5, colour: str = INK, family: str = PLAIN, after: float = 12) -> None:
        """A paragraph over the whole width."""
        fitted = fit(text, family, Box(ACROSS, size, lines=12, shrink=1.0, leading=1.45, balanced=False))
        self.need(fitted.height + size + 4)
        self.canvas.setFillColorRGB(*rgb(colour))
        draw_fitted(self.canvas, fitted, LEFT, self.y - size)
        self.y -= fitted.height + size + after

    def day(self, day: date) -> str:
        """`31 Dec 2017`, in the reader's language."""
        return format_date(day, "d MMM yyyy", locale=self.printed.language).replace(" ", NO_BREAK)

    def moment(self, moment: datetime) -> str:
        """`31 Dec 2017, 09:00 UTC`."""
        shown = format_datetime(moment, "d MMM yyyy, HH:mm", tzinfo=None, locale=self.printed.language)
        return f"{shown} UTC".replace(" ", NO_BREAK)


def written(printed: Printed, *, title: str, heading: str, as_of: date, write: Callable[[Sheet], None]) -> bytes:
    """The report as PDF: written once to count its pages, and once more with their number on each."""
    pages = 0
    for _ in range(2):
        out = BytesIO()
        author = "Peacekeeping Training Register"
        canvas = Page(out, A4, language=printed.language, title=title, author=author)
        sheet = Sheet(canvas, printed, heading, as_of, pages)
        write(sheet)
        canvas.showPage()
        canvas.save()
        pages = sheet.number
    return out.getvalue()
