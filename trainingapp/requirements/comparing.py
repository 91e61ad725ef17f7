"""Pure: two versions of a statement of unit requirements, line by line."""

from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from trainingapp.kit.words import N_
from trainingapp.requirements.rules import Asked, Statement

#: What became of a line, with a colour and a symbol beside it.
KINDS: Final = MappingProxyType(
    {
        "added": (N_("Added"), "info", "plus"),
        "dropped": (N_("Dropped"), "warn", "minus"),
        "changed": (N_("Changed"), "info", "pencil"),
        "same": (N_("The same"), "quiet", "equal"),
    }
)


@dataclass(frozen=True, slots=True)
class LineChange:
    """What became of a line; `before` or `after` is None where there was or is none."""

    kind: str
    curriculum: str
    before: Asked | None
    after: Asked | None


def compared(before: Statement, after: Statement) -> Sequence[LineChange]:
    """Every line of both: first what was added, then dropped, changed, and what stayed."""
    old = {line.curriculum: line for line in before.lines}
    new = {line.curriculum: line for line in after.lines}
    found = [
        LineChange(_kind(old.get(code), new.get(code)), code, old.get(code), new.get(code))
        for code in dict.fromkeys((*new, *old))
    ]
    return sorted(found, key=lambda one: tuple(KINDS).index(one.kind))


def _kind(before: Asked | None, after: Asked | None) -> str:
    if before is None:
        return "added"
    if after is None:
        return "dropped"
    return "same" if (before.functions, before.persons) == (after.functions, after.persons) else "changed"
