"""Pure: what was typed in the editor, put into the text of a draft; what no form knows stays as it is.

Nothing typed is refused for what it says: a figure that is no number is kept as typed, and the checker tells it.
"""

import copy
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, Literal

from trainingapp.curricula.drafting import Raw
from trainingapp.curricula.outline import DECLARED, table, tables, text, texts

Shape = Literal["text", "texts", "flag", "number", "day"]


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a field of the editor stands in the text: `title_en` is `title.en`. Figures have a source and a note."""

    name: str
    path: tuple[str, ...]
    shape: Shape


#: What the first page of the editor knows. The kind of "number" and "day" is a figure.
SPOTS: Final = (
    *(Spot(f"title_{one}", ("title", one), "text") for one in ("en", "fr", "es", "ru", "zh", "ar")),
    Spot("kind", ("kind",), "text"),
    Spot("about", ("about",), "text"),
    Spot("effective_from", ("effective_from",), "day"),
    Spot("minutes", ("minutes",), "number"),
    Spot("minutes_with_additions", ("minutes_with_additions",), "number"),
    Spot("languages", ("languages",), "texts"),
    Spot("languages_source", ("languages_source",), "text"),
    Spot("phases", ("phases",), "texts"),
    Spot("covers", ("covers",), "texts"),
    Spot("covers_source", ("covers_source",), "text"),
    Spot("audience_text", ("audience", "text"), "text"),
    Spot("audience_source", ("audience", "source"), "text"),
    Spot("audience_categories", ("audience", "categories"), "texts"),
    Spot("audience_civilians", ("audience", "civilians"), "flag"),
    Spot("audience_decision_makers_only", ("audience", "decision_makers_only"), "flag"),
    Spot("passing_kind", ("passing", "kind"), "text"),
    Spot("passing_text", ("passing", "text"), "text"),
    Spot("passing_source", ("passing", "source"), "text"),
    Spot("passing_mark", ("passing", "mark"), "number"),
    Spot("passing_questions", ("passing", "questions"), "number"),
    Spot("validity_kind", ("validity", "kind"), "text"),
    Spot("validity_source", ("validity", "source"), "text"),
    Spot("validity_months", ("validity", "months"), "number"),
)
#: The keys of the text that the editor shows somewhere; whatever else it holds is carried along.
KNOWN: Final = frozenset({spot.path[0] for spot in SPOTS} | {"curriculum", "version", "module"})
#: Lists that stand even when they are empty.
_MAY_BE_EMPTY: Final = frozenset({"covers", "topics"})


@dataclass(frozen=True, slots=True)
class TypedLesson:
    """A lesson as it was sent. `remove`: it was ticked to go."""

    key: str = ""
    number: str = ""
    title: str = ""
    title_source: str = ""
    minutes: str = ""
    minutes_source: str = ""
    minutes_note: str = ""
    only_for: str = ""
    topics: tuple[str, ...] = ()
    tracked: bool = False
    needs_two_unit_types: bool = False
    remove: bool = False


@dataclass(frozen=True, slots=True)
class TypedModule:
    """A module as it was sent, with its lessons; `new` is the title of a lesson to be added at its end."""

    key: str = ""
    number: str = ""
    title: str = ""
    title_source: str = ""
    about: str = ""
    human_rights: str = ""
    gender: str = ""
    new: str = ""
    remove: bool = False
    lessons: tuple[TypedLesson, ...] = field(default=())


def values_of(raw: Mapping[str, Any]) -> dict[str, Any]:
    """What stands in the fields of the first page: by their names, with `…_source` and `…_note` of figures."""
    found: dict[str, Any] = {}
    for spot in SPOTS:
        holder: Mapping[str, Any] = raw
        for step in spot.path[:-1]:
            holder = table(holder, step)
        key = spot.path[-1]
        if spot.shape in ("number", "day"):
            figure = table(holder, key)
            found[spot.name] = text(figure, "value")
            found[f"{spot.name}_source"] = source_of(figure)
            found[f"{spot.name}_note"] = text(figure, "note")
        elif spot.shape == "texts":
            found[spot.name] = list(texts(holder, key))
        elif spot.shape == "flag":
            found[spot.name] = holder.get(key) is True
        else:
            found[spot.name] = text(holder, key)
    return found


def source_of(figure: Mapping[str, Any]) -> str:
    """Where a figure is known from, as one types it: A stands for an assumption."""
    return text(figure, "source") or ("A" if figure.get("assumption") is True else "")


def with_values(raw: Mapping[str, Any], typed: Mapping[str, Any]) -> Raw:
    """The draft with what was typed on the first page."""
    made = copy.deepcopy(dict(raw))
    for spot in SPOTS:
        _put(made, spot.path, spot, typed)
    return made


def _put(part: Raw, path: Sequence[str], spot: Spot, typed: Mapping[str, Any]) -> None:
    key = path[0]
    if len(path) > 1:
        inner = dict(table(part, key))
        _put(inner, path[1:], spot, typed)
        _keep(part, key, inner or None)
        return
    value = typed.get(spot.name)
    if spot.shape in ("number", "day"):
        _keep(part, key, _figure(part.get(key), value, *(typed.get(f"{spot.name}_{one}") for one in _BESIDE)))
    elif spot.shape == "texts":
        _keep_list(part, key, tuple(value or ()))
    elif spot.shape == "flag":
        if bool(value) != (part.get(key) is True):
            _keep(part, key, True if value else None)
    else:
        _keep(part, key, value or None)


_BESIDE: Final = ("source", "note")


def _keep(part: Raw, key: str, value: object) -> None:
    """A value under its key; nothing takes the key away."""
    if value is None:
        part.pop(key, None)
    else:
        part[key] = value


def _keep_list(part: Raw, key: str, chosen: tuple[str, ...]) -> None:
    """What was ticked, in the order in which it stood before; the order of ticks says nothing."""
    before = texts(part, key)
    made = [one for one in before if one in chosen] + [one for one in chosen if one not in before]
    _keep(part, key, made if made or key in _MAY_BE_EMPTY else None)


def _figure(before: object, value: Any, source: str | None, note: str | None) -> Raw | None:
    """A figure as typed: with its source, or an assumption; without either the checker asks for it."""
    typed = str(value.isoformat() if isinstance(value, date) else value or "")
    if not typed:
        return None
    figure: Raw = dict(before) if isinstance(before, dict) else {}
    for key in ("value", "source", "assumption", "note"):
        figure.pop(key, None)
    figure["value"] = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else typed
    if (source or "").strip().lower() in ("a", "assumption"):
        figure["assumption"] = True
    elif source:
        figure["source"] = source
    if note:
        figure["note"] = note
    return figure


def with_modules(raw: Mapping[str, Any], typed: Sequence[TypedModule], *, by_key: bool = False) -> Raw:
    """The draft with the modules and lessons as they were sent, in their order; what was ticked to go is gone.

    Each is taken up where it stood, with whatever else its table holds; with `by_key`, where the text was changed
    meanwhile, it is known again by its key. What a module declares about human rights and gender follows the topics of
    its lessons.
    """
    made = copy.deepcopy(dict(raw))
    before = list(tables(raw, "module"))
    modules = []
    for at, module in enumerate(typed):
        if module.remove:
            continue
        base = _known(before, at, module.key, by_key=by_key)
        lessons = []
        known = list(tables(base, "lesson"))
        everywhere = [one for other in before for one in tables(other, "lesson")] if by_key else known
        for inner, lesson in enumerate(module.lessons):
            if not lesson.remove:
                lessons.append(_lesson(_known(everywhere, inner, lesson.key, by_key=by_key), lesson))
        changed = _module(base, module, lessons)
        if module.new:
            _add_lesson(made, changed, module.new)
        modules.append(changed)
    made["module"] = modules
    return _declared(before, made)


def _known(parts: Sequence[Mapping[str, Any]], at: int, key: str, *, by_key: bool) -> Raw:
    if by_key:
        found = next((part for part in parts if key and part.get("key") == key), {})
    else:
        found = parts[at] if at < len(parts) else {}
    return copy.deepcopy(dict(found))


def _module(base: Raw, typed: TypedModule, lessons: list[Raw]) -> Raw:
    for key in ("key", "number", "title", "title_source", "about"):
        _keep(base, key, getattr(typed, key) or None)
    for key, _topic in DECLARED:
        said = dict(table(base, key))
        _keep(said, "exempt", getattr(typed, key) or None)
        base[key] = said
    base["lesson"] = lessons
    return base


def _lesson(base: Raw, typed: TypedLesson) -> Raw:
    for key in ("key", "number", "title", "title_source", "only_for"):
        _keep(base, key, getattr(typed, key) or None)
    _keep(
        base, "minutes", _figure(base.get("minutes"), typed.minutes, typed.minutes_source, typed.minutes_note or None)
    )
    _keep_list(base, "topics", typed.topics)
    for key in ("tracked", "needs_two_unit_types"):
        if getattr(typed, key) != (base.get(key) is True):
            _keep(base, key, getattr(typed, key) or None)
    return base


def _declared(before: Sequence[Mapping[str, Any]], made: Raw) -> Raw:
    """Let every module declare the lessons that were ticked since, and no more those that were unticked or moved."""
    known = {text(module, "key"): module for module in before}
    for module in made["module"]:
        was = known.get(text(module, "key"), {})
        for key, topic in DECLARED:
            said = dict(table(module, key))
            taught, taught_then = (
                [text(one, "key") for one in tables(part, "lesson") if topic in texts(one, "topics")]
                for part in (module, was)
            )
            if taught == taught_then:
                continue
            named = [one for one in texts(said, "lessons") if one in taught]
            named += [one for one in taught if one and one not in taught_then and one not in named]
            _keep(said, "lessons", named or None)
            module[key] = said
    return made


def with_new_module(raw: Mapping[str, Any], title: str) -> Raw:
    """The draft with one more module at its end."""
    made = copy.deepcopy(dict(raw))
    modules = list(tables(made, "module"))
    numbers = [int(number) for module in modules if (number := text(module, "number")).isdigit() and number.isascii()]
    number = str(max(numbers, default=0) + 1)
    key = free_key(title, {text(one, "key") for one in modules}, f"module-{number}")
    made["module"] = [
        *modules,
        {"key": key, "number": number, "title": title, "human_rights": {}, "gender": {}, "lesson": []},
    ]
    return made


def _add_lesson(made: Raw, module: Raw, title: str) -> None:
    taken = {text(one, "key") for other in tables(made, "module") for one in tables(other, "lesson")}
    taken |= {text(one, "key") for one in module["lesson"]}
    number = f"{text(module, 'number')}.{len(module['lesson']) + 1}"
    lesson = {"key": free_key(title, taken, f"lesson-{number.replace('.', '-')}"), "number": number, "title": title}
    module["lesson"] = [*module["lesson"], {**lesson, "topics": []}]


def free_key(title: str, taken: Iterable[str], otherwise: str) -> str:
    """A key made of a title: `human-rights`; another one where it is taken, or nothing of the title can be used."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    base = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:50].strip("-") or otherwise
    known, count, key = set(taken), 1, base
    while key in known:
        count += 1
        key = f"{base}-{count}"
    return key


def moved(raw: Mapping[str, Any], module: int, lesson: int | None, by: int) -> Raw:
    """The draft with a module, or a lesson, one place up (-1) or down (1); a lesson goes on into the next module."""
    made = copy.deepcopy(dict(raw))
    modules: list[Raw] = [dict(one) for one in tables(made, "module")]
    made["module"] = modules
    if not 0 <= module < len(modules):
        return made
    if lesson is None:
        if 0 <= module + by < len(modules):
            modules[module], modules[module + by] = modules[module + by], modules[module]
        return made
    lessons = list(tables(modules[module], "lesson"))
    if not 0 <= lesson < len(lessons):
        return made
    one = lessons.pop(lesson)
    if 0 <= lesson + by <= len(lessons):
        lessons.insert(lesson + by, one)
    elif 0 <= module + by < len(modules):
        there = list(tables(modules[module + by], "lesson"))
        modules[module + by]["lesson"] = [one, *there] if by > 0 else [*there, one]
    else:
        return copy.deepcopy(dict(raw))
    modules[module]["lesson"] = lessons
    return _declared(list(tables(raw, "module")), made)


def numbered(raw: Mapping[str, Any]) -> Raw:
    """The draft with its modules numbered 1, 2, 3 and their lessons 1.1, 1.2, in the order in which they stand."""
    made = copy.deepcopy(dict(raw))
    for at, module in enumerate(tables(made, "module"), 1):
        module["number"] = str(at)  # type: ignore[index]
        for inner, lesson in enumerate(tables(module, "lesson"), 1):
            lesson["number"] = f"{at}.{inner}"  # type: ignore[index]
    return made
