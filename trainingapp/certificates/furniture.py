"""What every certificate of a design shares: band, rosettes, rules. Made and compressed once per process."""

import zlib
from dataclasses import dataclass
from functools import lru_cache

from reportlab.lib.units import mm
from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

from trainingapp.certificates.design import Border, Design, Rosette, Rule
from trainingapp.certificates.ornament import Ring, petal, tile, turned
from trainingapp.kit.text.embedding import document


def rgb(colour: str) -> tuple[float, float, float]:
    """`#rrggbb` as red, green and blue from 0 to 1."""
    return int(colour[1:3], 16) / 255, int(colour[3:5], 16) / 255, int(colour[5:7], 16) / 255


@dataclass(frozen=True)
class Form:
    """A drawing that pages repeat: its name, its box, its compressed operators and the forms it repeats itself."""

    name: str
    box: tuple[float, float, float, float]
    data: bytes
    uses: tuple[str, ...]


@dataclass(frozen=True)
class Furniture:
    """All forms of a design; the last one is the page's background."""

    forms: tuple[Form, ...]

    @classmethod
    def of(cls, design: Design) -> "Furniture":
        """The furniture of a design. Made once per process."""
        return _made(design.width, design.height, design.paper, design.border, design.rosette, design.rule)

    def define(self, canvas: Canvas) -> None:
        """Puts the forms into the canvas's document, once."""
        for form in self.forms:
            stream = pdfdoc.PDFStream(content=form.data)
            used = " ".join(f"/{_object(name)} {_reference(canvas, name)}" for name in form.uses)
            for key, value in (
                ("Type", "/XObject"),
                ("Subtype", "/Form"),
                ("FormType", 1),
                ("BBox", "[" + " ".join(f"{n:.2f}" for n in form.box) + "]"),
                ("Resources", f"<< /XObject << {used} >> >>" if used else "<< >>"),
                ("Filter", "/FlateDecode"),
            ):
                stream.dictionary[key] = value
            document(canvas).Reference(stream, _object(form.name))

    def draw(self, canvas: Canvas) -> None:
        """Draws the background of one page."""
        canvas.doForm(self.forms[-1].name)


def _object(name: str) -> str:
    return str(pdfdoc.xObjectName(name))


def _reference(canvas: Canvas, name: str) -> str:
    return bytes(pdfdoc.PDFObjectReference(_object(name)).format(document(canvas))).decode("ascii")


@lru_cache(maxsize=16)
def _made(
    width: float,
    height: float,
    paper: str | None,
    border: Border,
    rosettes: tuple[Rosette, ...],
    rules: tuple[Rule, ...],
) -> Furniture:
    page_width, page_height = width * mm, height * mm
    forms, drawn = _border(border, page_width, page_height)
    for n, rosette in enumerate(rosettes):
        more, wreath = _rosette(f"rosette{n}", rosette)
        forms += more
        drawn.insert(0, wreath)
    if paper is not None:
        drawn.insert(0, f"{_colour(paper)} rg 0 0 {page_width:.2f} {page_height:.2f} re f")
    for rule in rules:
        drawn.append(
            f"{_colour(rule.colour)} RG {rule.width} w {rule.left * mm:.2f} {rule.y * mm:.2f} m "
            f"{rule.right * mm:.2f} {rule.y * mm:.2f} l S"
        )
    uses = tuple(form.name for form in forms)
    background = _form("background", (0, 0, page_width, page_height), "\n".join(drawn), uses)
    return Furniture((*forms, background))


def _border(border: Border, width: float, height: float) -> tuple[list[Form], list[str]]:
    """A band of tiles along the four sides, a wreath in each corner, and a line on either side of the band."""
    band, near = border.band * mm, border.margin * mm
    middle, reach = near + band / 2, border.corner * mm
    # The weave runs in under the wreath, so that no end of it shows.
    start = middle + reach * 0.6
    long, short = (width - 2 * start) / border.across, (height - 2 * start) / border.down
    forms = [_tile("long", border, long), _tile("short", border, short), *_wreath(border, reach)]
    drawn = []
    for n in range(border.across):
        x = start + n * long
        drawn += [_placed("long", x, middle), _placed("long", x, height - middle)]
    for n in range(border.down):
        y = start + n * short
        drawn += [_placed("short", middle, y, upright=True), _placed("short", width - middle, y, upright=True)]
    drawn += [_placed("corner", x, y) for x in (middle, width - middle) for y in (middle, height - middle)]
    drawn.append(f"{_colour(border.frame_colour)} RG")
    gap = border.frame_gap * mm
    for inset, weight in ((near - gap, border.frame_line * 1.6), (near + band + gap, border.frame_line)):
        drawn.append(f"{weight:.2f} w {inset:.2f} {inset:.2f} {width - 2 * inset:.2f} {height - 2 * inset:.2f} re S")
    return forms, drawn


def _tile(name: str, border: Border, length: float) -> Form:
    """One period of the band: two weaves, the second half a period behind, so that one swells where one narrows."""
    band = border.band * mm
    weave = tile(length, band, border.strands, border.waist, border.turns)
    half = length / 2
    operators = (
        f"{border.line} w 1 j {_colour(border.colour)} RG\n{weave}\n"
        f"q 0 {-band / 2 - 1:.2f} {length:.2f} {band + 2:.2f} re W n {_colour(border.second_colour)} RG\n"
        f"q 1 0 0 1 {half:.3f} 0 cm {weave} Q q 1 0 0 1 {-half:.3f} 0 cm {weave} Q Q"
    )
    return _form(name, (-1.0, -band / 2 - 1, length + 1, band / 2 + 1), operators)


def _wreath(border: Border, reach: float) -> list[Form]:
    """The ornament of a corner, around the origin: two rings on a disc that hides the ends of the band."""
    box = _square(2 * reach)
    pen = f"{border.line} w 1 j"
    outer = Ring(reach * 0.5, reach * 0.97, border.corner_petals, border.corner_strands)
    inner = Ring(reach * 0.1, reach * 0.5, border.corner_petals // 2, border.corner_strands)
    disc = f"1 g {_circle(reach)} f {border.frame_line} w {_colour(border.colour)} RG {_circle(reach)} S"
    return [
        _form("outer", box, f"{pen} {_colour(border.colour)} RG\n{petal(outer)}"),
        _form("inner", box, f"{pen} {_colour(border.second_colour)} RG\n{petal(inner)}"),
        _form(
            "corner",
            box,
            f"{disc}\n{turned(outer.petals, _shown('outer'))}\n{turned(inner.petals, _shown('inner'))}",
            ("outer", "inner"),
        ),
    ]


def _circle(radius: float) -> str:
    # The usual approximation by four cubic curves.
    k = 0.5523 * radius
    r = radius
    return (
        f"{r:.2f} 0 m {r:.2f} {k:.2f} {k:.2f} {r:.2f} 0 {r:.2f} c {-k:.2f} {r:.2f} {-r:.2f} {k:.2f} {-r:.2f} 0 c "
        f"{-r:.2f} {-k:.2f} {-k:.2f} {-r:.2f} 0 {-r:.2f} c {k:.2f} {-r:.2f} {r:.2f} {-k:.2f} {r:.2f} 0 c h"
    )


def _rosette(name: str, rosette: Rosette) -> tuple[list[Form], str]:
    forms = []
    drawn = [f"{rosette.line} w {_colour(rosette.colour)} RG"]
    for n, (inner, outer, petals, strands) in enumerate(rosette.rings):
        ring = Ring(inner * mm, outer * mm, petals, strands)
        part = f"{name}ring{n}"
        forms.append(_form(part, _square(outer * 2 * mm), petal(ring)))
        drawn.append(turned(petals, _shown(part)))
    wreath = "\n".join(drawn)
    return forms, f"q 1 0 0 1 {rosette.x * mm:.2f} {rosette.y * mm:.2f} cm {wreath} Q"


def _form(name: str, box: tuple[float, float, float, float], operators: str, uses: tuple[str, ...] = ()) -> Form:
    return Form(name, box, zlib.compress(operators.encode("ascii"), 9), uses)


def _square(side: float) -> tuple[float, float, float, float]:
    return (-side / 2 - 1, -side / 2 - 1, side / 2 + 1, side / 2 + 1)


def _placed(name: str, x: float, y: float, *, upright: bool = False) -> str:
    turn = "0 1 -1 0" if upright else "1 0 0 1"
    return f"q {turn} {x:.3f} {y:.3f} cm {_shown(name)} Q"


def _shown(name: str) -> str:
    return f"/{_object(name)} Do"


def _colour(colour: str) -> str:
    return " ".join(f"{part:.3f}" for part in rgb(colour))
