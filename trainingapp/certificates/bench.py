"""How fast certificates are drawn, against a bare ReportLab canvas that draws the same page.

The floor gets everything it may have for nothing: the texts are already worded, fitted and placed, the pattern is
already made. It draws the same strings at the same places with ReportLab's own subset-embedded fonts of the same files,
the same code to scan and the same pattern, and can of course not shape: all names here are in Latin letters.
"""

import gc
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from trainingapp.certificates.design import Design, load_design
from trainingapp.certificates.face import Face, Topic
from trainingapp.certificates.furniture import Furniture, rgb
from trainingapp.certificates.numbers import number
from trainingapp.certificates.pdf import draw, draw_many, draw_qr, layout
from trainingapp.certificates.wording import wording
from trainingapp.kit import fontfiles
from trainingapp.kit.text.drawing import Page
from trainingapp.kit.text.fitting import fit
from trainingapp.kit.text.shaping import paragraph, shaped_run

_DESIGN = Path(__file__).parents[2] / "certificates" / "completion.toml"
#: Text, font, size, x, y and colour of one string.
_String = tuple[str, str, float, float, float, tuple[float, float, float]]
_GIVEN = ("Amina", "Chukwuemeka", "Étienne", "Farhana", "Johann", "María José", "Nguyễn", "Sølve", "Tomáš", "Uğur")
_FAMILY = ("Ahmed", "Adeyemi", "Rousseau", "Chowdhury", "Müller", "Muñoz Ñáñez", "Thị Hồng", "Ødegård", "Dvořák")


def bench(quick: bool) -> list[dict[str, object]]:
    """Certificates a second, ours and the floor, as single files and as one. `ratio` is our time by the floor's."""
    design = load_design(_DESIGN)
    size = 120 if quick else 850
    faces = [face_for(n) for n in range(1, size + 1)]
    strings = [_strings(face, design) for face in faces]
    for name in {font for page in strings for _, font, *_ in page}:
        pdfmetrics.registerFont(TTFont(name, str(fontfiles.path(name))))

    def ours_single() -> None:
        for face in faces:
            draw(face, design)

    def floor_single() -> None:
        for face, page in zip(faces, strings, strict=True):
            _bare([face], [page], design)

    singles = _compare(ours_single, floor_single)
    together = _compare(lambda: draw_many(faces, design, BytesIO()), lambda: _bare(faces, strings, design))
    return [_row("certificates.draw", size, *singles), _row("certificates.draw_many", size, *together)]


def face_for(n: int) -> Face:
    """A certificate for the n-th of many invented holders."""
    return replace(
        _MODEL,
        number=number("UNPKT", "XCA", "CPTM", 2017, n),
        holder_name=f"{_GIVEN[n % len(_GIVEN)]} {_FAMILY[n % len(_FAMILY)]} {_FAMILY[(n * 7 + 3) % len(_FAMILY)]}",
        verify_url=f"https://training.example.org/verify/{n:022}",
    )


def _strings(face: Face, design: Design) -> list[_String]:
    found: list[_String] = []
    for placed in layout(wording(face, design), design):
        share = {"left": 0.0, "center": 0.5, "right": 1.0}[placed.stack.align]
        fitted = placed.fitted
        for n, (line, width) in enumerate(zip(fitted.lines, fitted.widths(), strict=True)):
            shown = "".join(glyph.text for run in line.runs for glyph in run.glyphs)
            font = line.runs[0].font.file_name
            place = (placed.x - width * share, placed.y - n * fitted.leading)
            found.append((shown, font, fitted.size, *place, rgb(placed.text.colour)))
    return found


def _bare(faces: Sequence[Face], pages: Sequence[Sequence[_String]], design: Design) -> None:
    furniture = Furniture.of(design)
    canvas = Page(
        BytesIO(), (design.width * 72 / 25.4, design.height * 72 / 25.4), language="en", title="Floor", author="Floor"
    )
    furniture.define(canvas)
    for face, page in zip(faces, pages, strict=True):
        furniture.draw(canvas)
        for text, font, size, x, y, colour in page:
            canvas.setFillColorRGB(*colour)
            canvas.setFont(font, size)
            canvas.drawString(x, y, text)
        draw_qr(canvas, design.qr, face.verify_url)
        canvas.showPage()
    canvas.save()


def _compare(ours: Callable[[], object], floor: Callable[[], object]) -> tuple[float, float]:
    """Seconds of each, the best of three taken in turns, so that a busy machine troubles both alike."""
    best = [float("inf"), float("inf")]
    for _ in range(3):
        for n, run in enumerate((ours, floor)):
            # Every holder's name is new to a real batch: what the last round shaped and fitted must not help.
            for kept in (fit, paragraph, shaped_run):
                kept.cache_clear()
            gc.collect()
            start = time.perf_counter()
            run()
            best[n] = min(best[n], time.perf_counter() - start)
    return best[0], best[1]


def _row(name: str, size: int, ours: float, floor: float) -> dict[str, object]:
    return {
        "name": name,
        "figure": round(size / ours, 1),
        "unit": "certificates/s",
        "floor": round(size / floor, 1),
        "ratio": round(ours / floor, 3),
        "size": size,
    }


_MODEL = Face(
    number=number("UNPKT", "XCA", "CPTM", 2017, 1),
    holder_name="Amina Ahmed",
    rank="Captain",
    state_name="Carana",
    curriculum_code="CPTM",
    title="Core Pre-deployment Training Materials",
    version_label="2017",
    minutes=1140,
    lessons=24,
    completed_on=date(2017, 9, 25),
    valid_through=date(2019, 9, 24),
    topics=(
        Topic("POC", "Protection of civilians"),
        Topic("HR", "Human rights"),
        Topic("WPS", "Women, peace and security"),
        Topic("CP", "Child protection"),
        Topic("CRSV", "Conflict-related sexual violence"),
        Topic("SEA", "Sexual exploitation and abuse"),
        Topic("CD", "Conduct and discipline"),
        Topic("ENV", "Environment and natural resources"),
    ),
    covers_human_rights=True,
    covers_gender=True,
    issuer="Carana Peace Support Training Centre",
    issued_on=date(2017, 10, 21),
    place="Galasi",
    verify_url="https://training.example.org/verify/1",
    design="completion",
    design_version=1,
)
