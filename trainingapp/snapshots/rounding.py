"""Pure: counts of persons as they leave the Secretariat: in fives, and never below five.

Of a group it is told how many are required and how many are missing, each rounded on its own; those who hold it are the
difference of the two. A group of fewer than five persons is not broken down; where one sex is so few, none is told.

A sum is made of the figures that are shown, not of those behind them: so it tells nothing that they do not, whatever
other sums it stands beside. Only where its parts are not told, and it is far from the least and from the most that they
may be, is it the real one. Nought is told as nought: it counts nobody; and what is not complete is never shown as
complete.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

#: Persons: what is rounded to, and below which nothing is counted.
STEP: Final = 5
#: What stands for a count below five.
FEW: Final = "<5"
#: As how many such a count enters a sum.
FEW_IN_SUMS: Final = 2

#: So many persons a real sum must be from what its parts are at least, or at most.
APART: Final = 5 * STEP

#: A count as it is shown: a number, FEW, or nothing where a group is not broken down.
Shown = int | str | None


class Group(NamedTuple):
    """Persons as they are shown: required, holding it, missing, and those of the missing for whom it is waived."""

    required: Shown = 0
    held: Shown = 0
    gap: Shown = 0
    waived: Shown = 0


NOT_TOLD: Final = Group(None, None, None, None)


class Real(NamedTuple):
    """Persons as they are, by sex: required, missing, and waived."""

    required: tuple[int, ...]
    gap: tuple[int, ...]
    waived: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A group as it is shown, and its parts by sex: none of them is told where one is fewer than five."""

    whole: Group
    sexes: tuple[Group, ...]

    @property
    def groups(self) -> tuple[Group, ...]:
        """All, and then each sex."""
        return self.whole, *self.sexes


def rounded(count: int) -> Shown:
    """The nearest multiple of five; FEW from one to four."""
    if 0 < count < STEP:
        return FEW
    return _fives(count)


def group(required: int, gap: int, waived: int = 0) -> Group:
    """One group of persons: so many are required to hold something, so many of them lack it."""
    if 0 < required < STEP:
        return Group(FEW, None, None, None)
    return _with_held(_fives(required), rounded(gap), rounded(waived))


def cell(real: Real) -> Cell:
    """A group with its parts by sex: where they are told, the whole is their sum."""
    sexes = tuple(group(*counts) for counts in zip(*real, strict=True))
    if any(one.required == FEW for one in sexes):
        whole = group(*map(sum, real))
        return Cell(whole, tuple(one if one.required == 0 else NOT_TOLD for one in sexes))
    return Cell(joined(sexes), sexes)


def joined(parts: Sequence[Group]) -> Group:
    """The sum of groups, made of what is shown of them."""
    there = [one for one in parts if one.required != 0]
    if len(there) < 2:
        return there[0] if there else Group()
    required = max(STEP, _fives(sum(map(_in_sums, (one.required for one in there)))))
    gap, waived = (_sum([one[k] for one in there]) for k in (2, 3))
    if isinstance(gap, int):
        gap = min(gap, required)
    return Group(required, None, None, None) if gap is None else _with_held(required, gap, waived)


def row(parts: Sequence[Real]) -> Cell:
    """The cell of some parts that are told elsewhere, each on its own: a State's persons in each of its missions.

    Parts below five are put together, so that something can be told of them; where that would tell how many one of
    them has, only about how many they are is told.
    """
    few = [one for one in parts if 0 < sum(one.required) < STEP]
    cells = [cell(one) for one in parts if sum(one.required) >= STEP]
    if len(few) == 1:
        cells.append(cell(few[0]))
    elif few:
        cells.append(_together(few))
    return total(cells, added(parts))


def total(cells: Sequence[Cell], real: Real) -> Cell:
    """The sum of cells that are shown, given what it really is.

    Where a sex is not told in some of them, its real sum is told in fives, if it narrows down none of these, and
    otherwise not at all; and where some are too few for anything to be told of them, so is the real sum of all.
    """
    there = [one for one in cells if one.whole.required != 0]
    if len(there) == 1:
        return there[0]
    sexes = []
    for n in range(len(real.required)):
        column = [one.sexes[n] for one in there]
        if all(one.required is not None for one in column):
            sexes.append(joined(column))
        else:
            bounds = [_bounds(one.sexes[n], one.whole) for one in there]
            blurred = _is_far_from_all_bounds(real.required[n], bounds)
            sexes.append(group(real.required[n], real.gap[n], real.waived[n]) if blurred else NOT_TOLD)
    wholes = [one.whole for one in there]
    if any(one.gap is None for one in wholes) and _is_far_from_all_bounds(
        sum(real.required), [_between(one.required) for one in wholes]
    ):
        return Cell(group(*map(sum, real)), tuple(sexes))
    return Cell(joined(wholes), tuple(sexes))


def added(parts: Sequence[Real]) -> Real:
    """The sum of what really is."""
    return Real(*(tuple(map(sum, zip(*measure, strict=True))) for measure in zip(*parts, strict=True)))


def total_of(parts: Sequence[Shown]) -> Shown:
    """The sum of single figures, made of what is shown of them."""
    return _sum([one for one in parts if one != 0]) if any(one != 0 for one in parts) else 0


def _together(few: Sequence[Real]) -> Cell:
    """Several groups below five as one, without its sexes; of two, only about how many they are."""
    real = added(few)
    required, gap, waived = map(sum, real)
    least, most = _between(rounded(required))
    if least > len(few) * (STEP - 1) - (STEP - 2) or most < len(few) + (STEP - 2):
        # Told as another sum would be, so that nobody sees that this one would have told too much.
        required = max(STEP, FEW_IN_SUMS * len(few))
        gap, waived = min(gap, required), min(waived, required)
    whole = Group(STEP, None, None, None) if len(few) == 2 else group(required, gap, waived)
    return Cell(whole, tuple(NOT_TOLD if count else Group() for count in real.required))


def _is_far_from_all_bounds(count: int, bounds: Sequence[tuple[int, int]]) -> bool:
    """Whether a sum is so far from the least and the most that its parts may have that it narrows none of them."""
    lows, highs = sum(low for low, _high in bounds), sum(high for _low, high in bounds)
    return lows + APART <= count <= highs - APART


def _bounds(sex: Group, whole: Group) -> tuple[int, int]:
    """The least and the most persons of a sex: of one that is not told, from nobody to everybody."""
    if sex.required is None:
        return 0, _between(whole.required)[1]
    return _between(sex.required)


def _between(shown: Shown) -> tuple[int, int]:
    """The least and the most that a figure may stand for."""
    if not isinstance(shown, int):
        return 1, STEP - 1
    return (max(shown - STEP // 2, STEP), shown + STEP // 2) if shown else (0, 0)


def _with_held(required: int, gap: Shown, waived: Shown) -> Group:
    """Those who hold it are the rest: about all where fewer than five lack it."""
    held = max(0, required - gap) if isinstance(gap, int) else required
    return Group(required, held, gap, waived)


def _sum(parts: Sequence[Shown]) -> Shown:
    """A sum of figures of groups that are there; None when some are not told and all others are nought."""
    there = [one for one in parts if one]
    if not there:
        return None if None in parts else 0
    if there == [FEW]:
        return FEW
    return max(STEP, _fives(sum(map(_in_sums, there))))


def _in_sums(shown: Shown) -> int:
    return shown if isinstance(shown, int) else FEW_IN_SUMS


def _fives(count: int) -> int:
    return (count + STEP // 2) // STEP * STEP
