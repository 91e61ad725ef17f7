"""Pure: a world map of circles, without a coast or a border: where each circle stands and how large it is.

Places are equirectangular: degrees east and north are drawn alike everywhere. They are approximate, and circles that
would cover one another are moved apart a little, because a circle that cannot be seen tells nothing. A State's circle
stands in the same place on every day, so that two days can be compared.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import hypot, sqrt
from pathlib import Path
from typing import Final

#: Where States are drawn: code, degrees north, degrees east, rounded. Of the register's own making.
FILE: Final = Path(__file__).parent / "data" / "places.csv"

#: The drawing in its own units, and the degrees it shows: nobody contributes from nearer to the poles.
WIDTH, HEIGHT = 1000, 400
NORTH, SOUTH = 78.0, -56.0
#: The radius of the largest circle, and the least of any: a State with one person can still be seen.
LARGEST, LEAST = 26.0, 3.5
#: From this radius on a circle has room for its State's code.
WITH_CODE = 12.5
#: Rounds in which circles are moved apart. Few are left that touch, and many rounds would carry them away.
ROUNDS = 24


@dataclass(frozen=True, slots=True)
class Circle:
    """A State on the map: so many of so many persons ready. `x`, `y`, `radius` in units of the drawing."""

    code: str
    ready: int
    persons: int
    x: float
    y: float
    radius: float

    @property
    def has_room(self) -> bool:
        """Whether the code can be written into it."""
        return self.radius >= WITH_CODE


@dataclass(frozen=True, slots=True)
class WorldMap:
    """Circles, the largest first, so that small ones are drawn over them; and who has no place: fictional States."""

    circles: tuple[Circle, ...]
    unplaced: tuple[str, ...]
    #: Where the equator, and each thirtieth meridian, is drawn.
    equator: float
    meridians: tuple[float, ...]


@lru_cache(maxsize=1)
def places() -> Mapping[str, tuple[float, float]]:
    """State -> degrees north and east."""
    with FILE.open(encoding="utf-8", newline="") as lines:
        return {row["code"]: (float(row["latitude"]), float(row["longitude"])) for row in csv.DictReader(lines)}


def drawn_at(latitude: float, longitude: float) -> tuple[float, float]:
    """A place in units of the drawing, from its upper left corner."""
    x = (longitude + 180) / 360 * WIDTH
    y = (NORTH - latitude) / (NORTH - SOUTH) * HEIGHT
    return x, min(max(y, 0.0), float(HEIGHT))


@dataclass(frozen=True, slots=True)
class Layout:
    """Where circles stand, whatever the day: apart even when each is as large as it ever is."""

    #: The persons of the largest circle.
    most: int
    at: Mapping[str, tuple[float, float]]


@lru_cache(maxsize=32)
def laid_out(strongest: tuple[tuple[str, int], ...]) -> Layout:
    """The layout for the most persons that each State has on any day, in the order of their codes."""
    most = max((persons for _code, persons in strongest), default=0)
    return Layout(
        most,
        _apart({code: _radius(persons, most) for code, persons in strongest if persons and code in places()}),
    )


def _radius(persons: int, most: int) -> float:
    return max(LEAST, LARGEST * sqrt(persons / most))


def world_map(found: Mapping[str, tuple[int, int]], layout: Layout) -> WorldMap:
    """The map of State -> (ready, persons), none stronger than it was laid out for.

    A circle's area is as large as the number of its persons, on the same scale on every day.
    """
    circles = [
        Circle(code, ready, persons, *layout.at[code], _radius(persons, layout.most))
        for code, (ready, persons) in found.items()
        if persons and code in layout.at
    ]
    return WorldMap(
        tuple(sorted(circles, key=lambda one: (-one.radius, one.code))),
        tuple(sorted(code for code, (_ready, persons) in found.items() if persons and code not in places())),
        drawn_at(0, 0)[1],
        tuple(drawn_at(0, longitude)[0] for longitude in range(-150, 180, 30)),
    )


def _apart(radii: Mapping[str, float]) -> dict[str, tuple[float, float]]:
    """State -> its place, so that hardly any covers another; the same circles always end in the same places."""
    order = sorted(radii)
    at = [list(drawn_at(*places()[code])) for code in order]
    for _round in range(ROUNDS):
        by_x = sorted(range(len(order)), key=lambda n: at[n][0])
        moved = False
        for place, first in enumerate(by_x):
            radius = radii[order[first]]
            for second in by_x[place + 1 :]:
                across = at[second][0] - at[first][0]
                if across > 2 * LARGEST:
                    break
                # Most are near and do not touch: they are told apart here, without a call for each.
                down, touching = at[second][1] - at[first][1], radius + radii[order[second]]
                if across * across + down * down < touching * touching:
                    moved |= _push(at[first], at[second], radius, radii[order[second]])
        if not moved:
            break
    return {
        code: (
            round(min(max(x, radii[code]), WIDTH - radii[code]), 1),
            round(min(max(y, radii[code]), HEIGHT - radii[code]), 1),
        )
        for code, (x, y) in zip(order, at, strict=True)
    }


def _push(first: list[float], second: list[float], one: float, other: float) -> bool:
    """Move two that overlap apart, the smaller one further; whether they did."""
    across, down = second[0] - first[0], second[1] - first[1]
    apart = hypot(across, down)
    overlap = one + other - apart
    if overlap <= 0.1:
        return False
    if not apart:
        across, down, apart = 1.0, 0.0, 1.0
    # By area: a large contributor stays where people look for it.
    share = other**2 / (one**2 + other**2)
    step = overlap / apart * 0.6
    first[0] -= across * step * share
    first[1] -= down * step * share
    second[0] += across * step * (1 - share)
    second[1] += down * step * (1 - share)
    return True
