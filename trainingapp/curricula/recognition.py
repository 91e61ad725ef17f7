"""Pure: which training stands for which curriculum (R52): many to one, on certain days, on somebody's authority."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, order=True)
class Part:
    """A curriculum that must be held; `version` is a label, or None for any version."""

    curriculum: str
    version: str | None = None

    @property
    def name(self) -> str:
        """What people call it: CPTM 2017."""
        return f"{self.curriculum} {self.version}" if self.version else self.curriculum


@dataclass(frozen=True, slots=True)
class Recognition:
    """Whoever holds all parts on one of its days counts as holding the curriculum. `last` None: until it is ended."""

    curriculum: str
    parts: tuple[Part, ...]
    first: date
    last: date | None
    authority: str
    reference: str


def in_order(recognised: Iterable[Recognition]) -> list[Recognition]:
    """The same, each after those that a part of it may be held by. Raises ValueError for what leads back to itself."""
    by_curriculum: dict[str, list[Recognition]] = {}
    for one in recognised:
        by_curriculum.setdefault(one.curriculum, []).append(one)
    found: list[Recognition] = []
    done: set[str] = set()

    def visit(code: str, above: tuple[str, ...]) -> None:
        if code in above:
            raise ValueError(f"{code} stands for itself")
        if code in done:
            return
        for one in by_curriculum.get(code, ()):
            for part in one.parts:
                visit(part.curriculum, (*above, code))
        done.add(code)
        found.extend(by_curriculum.get(code, ()))

    for code in sorted(by_curriculum):
        visit(code, ())
    return found


def standing_for(recognised: Iterable[Recognition], curriculum: str) -> frozenset[str]:
    """The curricula that may stand for one, directly or by standing for what stands for it."""
    return _reached(curriculum, _edges(recognised))


def way_back(recognised: Iterable[Recognition], curriculum: str, parts: Iterable[str]) -> Sequence[str] | None:
    """How a new recognition would lead back to its own curriculum: the codes on the way, or None when it does not."""
    below = _edges(recognised)
    for part in sorted(parts):
        if (way := _way(part, curriculum, below, (part,))) is not None:
            return way
    return None


def _edges(recognised: Iterable[Recognition]) -> Mapping[str, set[str]]:
    below: dict[str, set[str]] = {}
    for one in recognised:
        below.setdefault(one.curriculum, set()).update(part.curriculum for part in one.parts)
    return below


def _reached(code: str, below: Mapping[str, set[str]]) -> frozenset[str]:
    found: set[str] = set()

    def walk(one: str) -> Iterator[str]:
        for part in below.get(one, ()):
            if part not in found:
                found.add(part)
                yield part
                yield from walk(part)

    return frozenset(walk(code))


def _way(code: str, wanted: str, below: Mapping[str, set[str]], above: tuple[str, ...]) -> tuple[str, ...] | None:
    if code == wanted:
        return above
    for part in sorted(below.get(code, ())):
        if part not in above and (way := _way(part, wanted, below, (*above, part))) is not None:
            return way
    return None
