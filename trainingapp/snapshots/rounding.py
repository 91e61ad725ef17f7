"""Pure: counts of persons as they leave the Secretariat: in fives, and never below five.

Held and missing are rounded each on its own, so that what is not complete is never shown as complete; whatever is a sum
is the sum of figures that are shown, so that no sum tells more than its parts do. A group of fewer than five persons is
not broken down at all. Nought is told as nought: it counts nobody.
"""

from collections.abc import Iterable
from typing import Final

#: Persons: what is rounded to, and below which nothing is counted.
STEP: Final = 5
#: What stands for a count below five.
FEW: Final = "<5"

#: A count as it is shown: a number, FEW, or nothing where a group is not broken down.
Shown = int | str | None
#: Required, held and missing.
Group = tuple[Shown, Shown, Shown]


def rounded(count: int) -> Shown:
    """The nearest multiple of five; FEW from one to four."""
    if 0 < count < STEP:
        return FEW
    return (count + STEP // 2) // STEP * STEP


def group(held: int, gap: int) -> Group:
    """One group of persons: so many hold something, so many lack it."""
    whole = held + gap
    if 0 < whole < STEP:
        return FEW, None, None
    shown = rounded(held), rounded(gap)
    # Of five or more never fewer, whatever its parts were rounded to.
    return max(STEP, _even(sum(map(_stands_for, shown)))) if whole else 0, *shown


def together(groups: Iterable[Group]) -> Group:
    """The sum of groups as they are shown: from nothing else, so that no difference tells what they hide."""
    held = gap = 0
    for required, one_held, one_gap in groups:
        if required == FEW:
            # Not broken down: it stands for two persons, one of each, whatever they are.
            held, gap = held + 1, gap + 1
        else:
            held, gap = held + _stands_for(one_held), gap + _stands_for(one_gap)
    if 0 < held + gap < STEP:
        return FEW, None, None
    return _even(held + gap), _as_shown(held), _as_shown(gap)


def _stands_for(shown: Shown) -> int:
    """What a figure counts for in a sum: about the middle of what it may be."""
    return shown if isinstance(shown, int) else 2


def _as_shown(total: int) -> Shown:
    return FEW if 0 < total < STEP else _even(total)


def _even(total: int) -> int:
    return (total + STEP // 2) // STEP * STEP
