"""Pure: two versions of a curriculum lesson by lesson, and what bridges the old one to the new one.

A lesson is the same in both when it has the same key, wherever it stands. Its number only says where it stands.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, Generic, Literal, Protocol, TypeVar

from trainingapp.kit.words import N_

Kind = Literal["new", "changed", "moved", "same", "gone"]

#: What became of a lesson, in words; in the order in which a reader asks.
KINDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "new": N_("New"),
        "changed": N_("Changed"),
        "gone": N_("Gone"),
        "moved": N_("Moved"),
        "same": N_("The same"),
    }
)


class Comparable(Protocol):
    """Anything that stands for a lesson: of a published version, or of a draft that is not finished."""

    @property
    def key(self) -> str: ...
    @property
    def number(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def topics(self) -> tuple[str, ...]: ...
    @property
    def minutes(self) -> Any: ...


L = TypeVar("L", bound=Comparable)


@dataclass(frozen=True, slots=True)
class Change(Generic[L]):
    """What became of one lesson. `old` is None for a new one, `new` for one that is gone.

    `what` names what differs of title, minutes, topics and number, in this order.
    """

    kind: Kind
    old: L | None
    new: L | None
    what: tuple[str, ...] = ()


class Lessons(Protocol[L]):  # type: ignore[misc]
    """Anything with lessons: the content of a version."""

    @property
    def lessons(self) -> tuple[L, ...]: ...


def minutes_of(lesson: Comparable) -> int | None:
    """A lesson's minutes, however it says them; None where a draft says none."""
    minutes = getattr(lesson.minutes, "value", lesson.minutes)
    return minutes if isinstance(minutes, int) else None


def compare(old: Sequence[L], new: Sequence[L]) -> tuple[Change[L], ...]:
    """Every lesson of either version once, in the order of the new one; what is gone stands at the end, in its own.

    Changed: title, minutes or topics differ, wherever it stands. Moved: only the number does.
    """
    left: dict[str, list[L]] = {}
    for lesson in old:
        left.setdefault(lesson.key, []).append(lesson)
    found: list[Change[L]] = []
    for lesson in new:
        before = left.get(lesson.key) if lesson.key else None
        found.append(_change(before.pop(0), lesson) if before else Change("new", None, lesson))
    gone = {id(lesson) for rest in left.values() for lesson in rest}
    return (*found, *(Change("gone", lesson, None) for lesson in old if id(lesson) in gone))


def _change(old: L, new: L) -> Change[L]:
    differs = {
        "title": old.title != new.title,
        "minutes": minutes_of(old) != minutes_of(new),
        "topics": set(old.topics) != set(new.topics),
        "number": old.number != new.number,
    }
    what = tuple(name for name, differ in differs.items() if differ)
    kind: Kind = "same" if not what else "moved" if what == ("number",) else "changed"
    return Change(kind, old, new, what)


def bridging(old: Lessons[L], new: Lessons[L]) -> tuple[L, ...]:
    """The lessons that lead from an old version to a new one: those that are new or changed, in the new one's order."""
    return to_teach(compare(old.lessons, new.lessons))


def to_teach(changes: Iterable[Change[L]]) -> tuple[L, ...]:
    """Of a comparison, the lessons that whoever holds the old version has not had."""
    return tuple(one.new for one in changes if one.new is not None and one.kind in ("new", "changed"))


def minutes_together(lessons: Iterable[Comparable]) -> int:
    """How long lessons take together; one that says no minutes counts as none."""
    return sum(minutes_of(lesson) or 0 for lesson in lessons)
