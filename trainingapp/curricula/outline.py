"""Pure: what a draft says so far, read with whatever is there, so that an unfinished one can be looked at and compared.

Nothing here complains: what is missing or misspelt is told by the checker.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

#: What every module declares (R09), and the topic that a lesson must teach for it.
DECLARED: Final = (("human_rights", "HR"), ("gender", "GENDER"))


@dataclass(frozen=True, slots=True)
class LessonLine:
    """A lesson as far as it is written. `minutes` is None when there is no number."""

    key: str
    number: str
    title: str
    minutes: int | None
    topics: tuple[str, ...]
    only_for: str = ""
    tracked: bool = False
    needs_two_unit_types: bool = False


@dataclass(frozen=True, slots=True)
class Declaration:
    """How a module treats human rights or gender: in these lessons (their numbers), or not, for a reason."""

    numbers: tuple[str, ...]
    exempt: str

    @property
    def covered(self) -> bool:
        """Taught, or exempted with a reason; not both."""
        return bool(self.numbers) != bool(self.exempt)


@dataclass(frozen=True, slots=True)
class ModuleLine:
    """A module as far as it is written, with what it declares: `human_rights` and `gender`."""

    key: str
    number: str
    title: str
    about: str
    lessons: tuple[LessonLine, ...]
    declared: Mapping[str, Declaration]

    @property
    def minutes(self) -> int:
        """Its lessons together."""
        return sum(lesson.minutes or 0 for lesson in self.lessons)


@dataclass(frozen=True, slots=True)
class Outline:
    """A draft at a glance."""

    title: str
    about: str
    audience: str
    minutes: int | None
    modules: tuple[ModuleLine, ...]

    @property
    def lessons(self) -> tuple[LessonLine, ...]:
        """Every lesson in order."""
        return tuple(lesson for module in self.modules for lesson in module.lessons)

    @property
    def topics(self) -> tuple[str, ...]:
        """Every topic that a lesson names, once."""
        return tuple(dict.fromkeys(topic for lesson in self.lessons for topic in lesson.topics))


def outline(raw: Mapping[str, Any]) -> Outline:
    """The draft as far as it can be read."""
    modules = tuple(_module(module) for module in tables(raw, "module"))
    return Outline(
        title=text(table(raw, "title"), "en"),
        about=text(raw, "about"),
        audience=text(table(raw, "audience"), "text"),
        minutes=whole(raw, "minutes"),
        modules=modules,
    )


def _module(module: Mapping[str, Any]) -> ModuleLine:
    lessons = tuple(_lesson(lesson) for lesson in tables(module, "lesson"))
    declared = {}
    for key, topic in DECLARED:
        said = table(module, key)
        named = [one.number for one in lessons if one.key in texts(said, "lessons") and topic in one.topics]
        declared[key] = Declaration(tuple(named), text(said, "exempt"))
    return ModuleLine(
        text(module, "key"), text(module, "number"), text(module, "title"), text(module, "about"), lessons, declared
    )


def _lesson(lesson: Mapping[str, Any]) -> LessonLine:
    return LessonLine(
        key=text(lesson, "key"),
        number=text(lesson, "number"),
        title=text(lesson, "title"),
        minutes=whole(lesson, "minutes"),
        topics=texts(lesson, "topics"),
        only_for=text(lesson, "only_for"),
        tracked=lesson.get("tracked") is True,
        needs_two_unit_types=lesson.get("needs_two_unit_types") is True,
    )


def tables(part: Mapping[str, Any], key: str) -> Iterator[Mapping[str, Any]]:
    """The tables of a list; nothing where there is none."""
    found = part.get(key)
    if isinstance(found, list):
        yield from (one for one in found if isinstance(one, Mapping))


def table(part: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """A table; an empty one where there is none."""
    found = part.get(key)
    return found if isinstance(found, Mapping) else {}


def text(part: Mapping[str, Any], key: str) -> str:
    """A text or a number as it stands; nothing where there is none."""
    found = part.get(key)
    return str(found) if isinstance(found, str | int | float) and not isinstance(found, bool) else ""


def texts(part: Mapping[str, Any], key: str) -> tuple[str, ...]:
    """The texts of a list."""
    found = part.get(key)
    return tuple(one for one in found if isinstance(one, str)) if isinstance(found, list) else ()


def whole(part: Mapping[str, Any], key: str) -> int | None:
    """The number of a figure."""
    found = table(part, key).get("value")
    return found if isinstance(found, int) and not isinstance(found, bool) else None
