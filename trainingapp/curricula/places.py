"""Pure: the places of a curriculum file in the words of whoever writes it in the editor, and what differs in two."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from trainingapp.kit.words import N_, Sentence, say

WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "about": N_("what it is about"),
        "assumption": N_("assumption"),
        "audience": N_("for whom"),
        "categories": N_("categories"),
        "civilians": N_("civilians"),
        "covers": N_("topics it must cover"),
        "covers_source": N_("source of the topics"),
        "decision_makers_only": N_("decision makers only"),
        "effective_from": N_("first day"),
        "en": N_("English"),
        "exempt": N_("exemption"),
        "gender": N_("gender"),
        "human_rights": N_("human rights"),
        "key": N_("key"),
        "kind": N_("kind"),
        "languages": N_("languages"),
        "languages_source": N_("source of the languages"),
        "lesson": N_("lessons"),
        "lessons": N_("lessons"),
        "mark": N_("mark"),
        "minutes": N_("minutes"),
        "minutes_with_additions": N_("minutes with additions"),
        "module": N_("modules"),
        "months": N_("months"),
        "needs_two_unit_types": N_("two units of different type"),
        "note": N_("note"),
        "number": N_("number"),
        "only_for": N_("only for"),
        "passing": N_("to pass"),
        "phases": N_("when"),
        "questions": N_("questions"),
        "source": N_("source"),
        "text": N_("in words"),
        "title": N_("title"),
        "title_source": N_("source of the title"),
        "topics": N_("topics"),
        "tracked": N_("recorded on its own"),
        "validity": N_("how long it counts"),
        "value": N_("value"),
    }
)


@dataclass(frozen=True, slots=True)
class Difference:
    """A place that says one thing here and another there; a side that says nothing is empty."""

    where: Sentence
    theirs: str
    mine: str


def in_words(where: str) -> Sentence:
    """A place as the checker names it, in words: “module 2, lesson 2.3, minutes”."""
    said: Sentence | None = None
    for step in where.split(", "):
        if step == "value":
            continue
        word = _step(step)
        said = word if said is None else say("%(outer)s, %(inner)s", outer=said, inner=word)
    return said or say("value")


def _step(step: str) -> Sentence:
    name, _, number = step.partition(" ")
    match name:
        case "module" if number:
            return say("module %(number)s", number=number.removeprefix("no. "))
        case "lesson" if number:
            return say("lesson %(number)s", number=number.removeprefix("no. "))
    return say(WORDS[name]) if name in WORDS and not number else Sentence("%(step)s", {"step": step})


def differences(theirs: Mapping[str, Any], mine: Mapping[str, Any]) -> tuple[Difference, ...]:
    """Every place that two texts of one draft do not say alike, in the order of mine, then what only theirs has.

    Modules and lessons are known again by their keys, and called by the numbers they have in mine.
    """
    here, there = dict(_flat(mine, "")), dict(_flat(theirs, ""))
    called = _called(theirs) | _called(mine)
    return tuple(
        Difference(in_words(", ".join(called.get(step, step) for step in one.split(", "))), *sides)
        for one in dict.fromkeys((*here, *there))
        if (sides := (there.get(one, ""), here.get(one, "")))[0] != sides[1]
    )


def _called(raw: Mapping[str, Any]) -> dict[str, str]:
    """What a part is called by its key -> by its number: “lesson human-rights” -> “lesson 2.3”."""
    found = {}
    for module in _parts(raw, "module"):
        found[f"module {_name(module)}"] = f"module {module.get('number')}"
        for lesson in _parts(module, "lesson"):
            found[f"lesson {_name(lesson)}"] = f"lesson {lesson.get('number')}"
    return found


def _parts(part: Mapping[str, Any], key: str) -> Iterator[Mapping[str, Any]]:
    found = part.get(key)
    yield from (one for one in found if isinstance(one, Mapping)) if isinstance(found, list) else ()


def _name(part: Mapping[str, Any]) -> str:
    return str(part.get("key") or part.get("number"))


def _flat(part: Any, where: str) -> Iterator[tuple[str, str]]:
    """Place -> what stands there; for modules and lessons also their order, by their titles."""
    before = f"{where}, " if where else ""
    if isinstance(part, Mapping):
        for key, value in part.items():
            if key in ("module", "lesson") and isinstance(value, list):
                parts = list(_parts(part, key))
                for one in parts:
                    yield from _flat(one, f"{before}{key} {_name(one)}")
                yield f"{before}{key}", " · ".join(str(one.get("title") or _name(one)) for one in parts)
            else:
                yield from _flat(value, f"{before}{key}")
    elif isinstance(part, list):
        yield where, ", ".join(sorted(str(one) for one in part))
    else:
        yield where, str(part)
