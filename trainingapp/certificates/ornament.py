"""Pure: fine line patterns after the manner of engravers, as PDF paths made from a handful of figures.

Curves repeat: a border is one short tile, a rosette one petal, drawn again and again by the page. That keeps a page
small, and sharp at any size. Lengths in points.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

Point = tuple[float, float]


@dataclass(frozen=True)
class Ring:
    """Waves around a circle: `strands` curves, each with `petals` petals, between two radii."""

    inner: float
    outer: float
    petals: int
    strands: int


def tile(length: float, height: float, strands: int, waist: float, turns: int = 1) -> str:
    """Strands that run through a band from left to right, one period of them, around the axis y = 0.

    They swell to the whole height in the middle and narrow to `waist` of it at both ends.
    """
    paths = []
    for n in range(strands):
        phase = 2 * math.pi * n / strands

        def curve(t: float, phase: float = phase) -> Point:
            swell = (1 + waist) / 2 - (1 - waist) / 2 * math.cos(2 * math.pi * t)
            return (t * length, height / 2 * swell * math.sin(2 * math.pi * turns * t + phase))

        paths.append(_path(curve, 0.0, 1.0, 14 * turns))
    return "\n".join(paths)


def petal(ring: Ring, twist: float = 0.0) -> str:
    """One period of a ring's strands around the origin. Turn it `petals` times for the whole."""
    angle = 2 * math.pi / ring.petals
    paths = []
    for n in range(ring.strands):
        phase = 2 * math.pi * n / ring.strands + twist

        def curve(t: float, phase: float = phase) -> Point:
            middle, reach = (ring.outer + ring.inner) / 2, (ring.outer - ring.inner) / 2
            radius = middle + reach * math.cos(2 * math.pi * t + phase)
            return (radius * math.cos(angle * t), radius * math.sin(angle * t))

        paths.append(_path(curve, 0.0, 1.0, 12))
    return "\n".join(paths)


def turned(times: int, draw: str) -> str:
    """What is drawn, once for each of `times` equal turns around the origin."""
    parts = []
    for n in range(times):
        c, s = math.cos(2 * math.pi * n / times), math.sin(2 * math.pi * n / times)
        parts.append(f"q {c:.5f} {s:.5f} {-s:.5f} {c:.5f} 0 0 cm {draw} Q")
    return "\n".join(parts)


def _path(curve: Callable[[float], Point], start: float, end: float, pieces: int) -> str:
    """A curve as cubic pieces that share tangents, stroked."""
    step = (end - start) / pieces
    tiny = step * 1e-3

    def tangent(t: float) -> Point:
        (ax, ay), (bx, by) = curve(t - tiny), curve(t + tiny)
        return ((bx - ax) / (2 * tiny) * step / 3, (by - ay) / (2 * tiny) * step / 3)

    x, y = curve(start)
    said = [f"{x:.2f} {y:.2f} m"]
    for n in range(pieces):
        a, b = start + n * step, start + (n + 1) * step
        (ax, ay), (bx, by) = curve(a), curve(b)
        (tax, tay), (tbx, tby) = tangent(a), tangent(b)
        said.append(f"{ax + tax:.2f} {ay + tay:.2f} {bx - tbx:.2f} {by - tby:.2f} {bx:.2f} {by:.2f} c")
    return "\n".join(said) + " S"
