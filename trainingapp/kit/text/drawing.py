"""Drawing: a canvas that gives the same bytes for the same content, and shaped text on it."""

from typing import IO, Literal

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from trainingapp.kit.text.embedding import embedded
from trainingapp.kit.text.fitting import Fitted
from trainingapp.kit.text.shaping import Line, Run

# ReportLab wraps compressed streams in ASCII by default, for mail systems long gone: a quarter more bytes and time.
rl_config.useA85 = 0

Align = Literal["left", "center", "right"]

#: A glyph is moved by hand only when it would otherwise stand off by more than this, in thousandths of the size.
_NOTICEABLE = 0.05


class Page(Canvas):
    """A ReportLab canvas without a built-in font, deterministic, in a stated language.

    ReportLab's text methods are not for it: text is drawn by `draw_line` and `draw_fitted`.
    """

    def __init__(
        self, write_to: IO[bytes], size: tuple[float, float], *, language: str, title: str, author: str
    ) -> None:
        super().__init__(write_to, pagesize=size, invariant=1, pageCompression=1, lang=language)
        self.setTitle(title)
        self.setAuthor(author)
        self.setCreator("Peacekeeping Training Register")
        self.setViewerPreference("DisplayDocTitle", "true")

    def _make_preamble(self) -> None:
        # ReportLab's would name Helvetica on every page, a font that is not embedded.
        self._preamble = "1 0 0 1 0 0 cm"


def draw_line(canvas: Canvas, line: Line, x: float, y: float, size: float) -> None:
    """Draws a line whose base line starts at x, y, in the canvas's fill colour. Lengths in points."""
    parts: list[str] = []
    for run in line.runs:
        name = embedded(canvas, run.font).name
        shown = f"/{name} {size:.3f} Tf 1 0 0 1 {x:.3f} {y:.3f} Tm {_shown(canvas, run, size)}"
        if run.spoken is not None:
            spoken = run.spoken.encode("utf-16-be").hex().upper()
            shown = f"/Span <</ActualText <FEFF{spoken}>>> BDC {shown} EMC"
        parts.append(shown)
        x += run.width * size / 1000
    if parts:
        canvas.addLiteral("BT " + " ".join(parts) + " ET")


def draw_fitted(canvas: Canvas, fitted: Fitted, x: float, y: float, align: Align = "left") -> float:
    """Draws lines downwards from the first base line at y, beside or around x. Returns the last base line."""
    for n, line in enumerate(fitted.lines):
        width = line.width * fitted.size / 1000
        left = x - {"left": 0.0, "center": width / 2, "right": width}[align]
        draw_line(canvas, line, left, y - n * fitted.leading, fitted.size)
    return y - fitted.height


def _shown(canvas: Canvas, run: Run, size: float) -> str:
    """The operators that show a run: codes, and between them the moves that shaping asks for."""
    code = embedded(canvas, run.font).code
    shown: list[str] = []
    codes: list[str] = []
    wanted = pen = rise = 0.0
    for glyph in run.glyphs:
        move = wanted + glyph.dx - pen
        if codes and (glyph.dy != rise or abs(move) > _NOTICEABLE):
            shown.append(f"<{''.join(codes)}>")
            codes = []
        if glyph.dy != rise:
            rise = glyph.dy
            shown.append(f"] TJ {rise * size / 1000:.3f} Ts [")
        if abs(move) > _NOTICEABLE:
            shown.append(f"{-move:.2f}")
            pen += move
        codes.append(code(glyph))
        pen += glyph.width
        wanted += glyph.advance
    shown.append(f"<{''.join(codes)}>")
    return f"[{' '.join(shown)}] TJ" + (" 0 Ts" if rise else "")
