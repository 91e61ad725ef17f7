"""Pure: counts of persons as they leave the Secretariat: in fives, and never below five.

Required, held and missing are rounded each on its own: what is not complete is never shown as complete. A group of
fewer than five persons is not broken down at all; where one sex is so few, none is told, or the others would tell it.
Where a sum and its other parts would tell exactly how many a small part has, the sum is not told.
Nought is told as nought: it counts nobody.
"""

from collections.abc import Sequence
from math import inf
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
    return rounded(whole), rounded(held), rounded(gap)


def cell(held: Sequence[int], gap: Sequence[int]) -> list[Group]:
    """A group and its parts by sex: all, and then each sex in the order given, or none of them."""
    whole, sexes = group(sum(held), sum(gap)), [group(h, g) for h, g in zip(held, gap, strict=True)]
    if any(one[0] == FEW for one in sexes) or _tells(whole, sexes):
        sexes = [one if one[0] == 0 else (None, None, None) for one in sexes]
    return [whole, *sexes]


def total(rows: Sequence[Sequence[Group]], held: Sequence[int], gap: Sequence[int]) -> list[Group]:
    """The sum of rows that are shown, given what it really is: all, and then each sex, or none of them."""
    shown = []
    for n, real in enumerate(cell(held, gap)):
        column = [row[n] for row in rows]
        told = [None if _pins(real[k], [one[k] for one in column]) else real[k] for k in range(3)]
        shown.append((told[0], told[1], told[2]))
    return shown


def total_of(parts: Sequence[Shown], real: int) -> Shown:
    """The sum of single figures that are shown, given what it really is."""
    shown = rounded(real)
    return None if _pins(shown, parts) else shown


def _tells(whole: Group, parts: Sequence[Group]) -> bool:
    """Whether a sum, with its parts, leaves one value only for a part that is fewer than five."""
    return any(_pins(whole[n], [part[n] for part in parts]) for n in range(3))


def _pins(whole: Shown, parts: Sequence[Shown]) -> bool:
    least, most = _between(whole)
    lows, highs = sum(_between(one)[0] for one in parts), sum(_between(one)[1] for one in parts)
    few_least, few_most = _between(FEW)
    # What is left for one such part when all others are as large, or as small, as they may be.
    left = max(few_least, least - (highs - few_most)), min(few_most, most - (lows - few_least))
    return FEW in parts and left[0] >= left[1]


def _between(shown: Shown) -> tuple[float, float]:
    """The least and the most that a figure may stand for."""
    if shown is None:
        return 0, inf
    if shown == FEW:
        return 1, STEP - 1
    assert isinstance(shown, int)
    return (shown - STEP // 2, shown + STEP // 2) if shown else (0, 0)
