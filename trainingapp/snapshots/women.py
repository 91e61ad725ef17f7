"""Pure: women and men in a report by category of persons, and the targets that hold on its day (R70, R71)."""

from collections.abc import Mapping, Sequence
from typing import Any

from trainingapp.kit.figures import percent
from trainingapp.overviews.targets import Aimed, Sexes
from trainingapp.snapshots.rounding import FEW, Shown, rounded


def women(by_category: Mapping[str, Sexes], aimed: Sequence[Aimed], *, inside: bool) -> dict[str, Any]:
    """Persons in their missions by category, and each target with the persons it is about.

    Counts are women, men, not specified. For circulation they are told in fives, or not at all where any of the three
    is fewer than five; and whether a target is reached is not told, because that is counted to the person.
    """
    counted = _exact if inside else _circulated
    return {
        "categories": [{"category": category, "counted": counted(one)} for category, one in by_category.items()],
        "targets": [
            {
                "code": one.target.code,
                "title": one.target.title,
                "percent": one.target.percent,
                "from": one.target.first.isoformat(),
                "source": one.target.source,
                "assumption": one.target.assumption,
                "counted": counted(one.counted),
                "missing": one.missing if inside else None,
            }
            for one in aimed
        ],
    }


def share(counted: Sequence[Shown]) -> str:
    """The share of women among those whose sex is recorded; nothing where a count is not told."""
    of_women, of_men, _unspecified = counted
    if not isinstance(of_women, int) or not isinstance(of_men, int) or not of_women + of_men:
        return ""
    return percent(of_women, of_women + of_men)


def _exact(one: Sexes) -> list[Shown]:
    return list(one)


def _circulated(one: Sexes) -> list[Shown]:
    told = [rounded(count) for count in one]
    return [None, None, None] if FEW in told else told
