"""Pure: the text of a version that is being written: how it begins, what still hinders it, what it becomes.

A draft has the form of a curriculum file, however incomplete. What its writer does not decide is left to whoever
publishes it: whether it is a pilot, and from which day it holds.
"""

import copy
import hashlib
import json
import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Final, TypeAlias

from trainingapp.curricula.coherence import between_files
from trainingapp.curricula.content import CurriculumContent, understood
from trainingapp.curricula.outline import table, tables
from trainingapp.kit.words import Sentence, say

Raw: TypeAlias = dict[str, Any]

#: What belongs to one published version, and not to a text that starts from it.
_OF_ITS_TIME: Final = ("effective_from", "superseded_on", "transition_until", "status")
_DAYS: Final = ("effective_from", "superseded_on", "transition_until")
#: Stands in for the day that the publisher gives, while nobody has given it.
_SOME_DAY: Final = date(2000, 1, 1)

#: The fields within the parts of the editor's first page; whatever else is told of a part is told of the whole.
_FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "title": ("en", "fr", "es", "ru", "zh", "ar"),
    "audience": ("text", "source", "categories"),
    "passing": ("kind", "text", "source", "mark", "questions"),
    "validity": ("kind", "source", "months"),
}

CODE: Final = re.compile(r"[A-Z0-9]+(-[A-Z0-9]+)*")
LONGEST_CODE: Final = 24
#: A label stands in addresses.
LABEL: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


@dataclass(frozen=True, slots=True)
class Hindrance:
    """What still hinders publishing: where, in words and as the id of a place in the editor, and what to do.

    `part` is the page of the editor: about, or lessons.
    """

    where: str
    message: Sentence
    part: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file that cannot be opened as a draft, and the line, when it is known."""

    where: str
    message: Sentence


def begun(code: str, label: str, kind: str, title: str) -> Raw:
    """The text of a version of which nothing is written yet."""
    return {"curriculum": code, "version": label, "kind": kind, "title": {"en": title}, "covers": [], "module": []}


def succeeding(content: Mapping[str, Any], label: str) -> Raw:
    """A new version with the old content: everything but what belonged to the old one's time."""
    raw = {key: copy.deepcopy(value) for key, value in content.items() if key not in _OF_ITS_TIME}
    raw["version"] = label
    return raw


def read_file(data: bytes) -> Raw | Unreadable:
    """A curriculum file as a draft, whatever is wrong with what it says; Unreadable when it is no such file."""
    try:
        return tomllib.loads(data.decode("utf-8"))
    except UnicodeDecodeError as foreign:
        line = data[: foreign.start].count(b"\n") + 1
        return Unreadable(f"line {line}", say("Is not UTF-8 text."))
    except tomllib.TOMLDecodeError as broken:
        text, _, place = str(broken).partition(" (at ")
        return Unreadable(place.removesuffix(")") or "file", say("Is not written as TOML: %(why)s.", why=text))


def as_text(raw: Mapping[str, Any]) -> str:
    """The draft as it is kept. The order of keys is kept, days are written as ISO."""
    return json.dumps(raw, ensure_ascii=False, default=_plain)


def _plain(value: object) -> str:
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    raise TypeError(f"no draft holds a {type(value).__name__}")


def from_text(text: str) -> Raw:
    """The draft as it was kept."""
    raw: Raw = json.loads(text)
    return raw


def sha256_of(text: str) -> str:
    """What names exactly this text."""
    return hashlib.sha256(text.encode()).hexdigest()


def revived(raw: Mapping[str, Any]) -> Raw:
    """The same with its days as days; what is no day stays a text, and the checker says so."""
    made = dict(raw)
    for key in _DAYS:
        figure = made.get(key)
        if isinstance(figure, Mapping) and isinstance(figure.get("value"), str):
            try:
                made[key] = {**figure, "value": date.fromisoformat(figure["value"])}
            except ValueError:
                continue
    return made


def hindrances(raw: Mapping[str, Any], known: Collection[tuple[str, str]] | None = None) -> tuple[Hindrance, ...]:
    """Everything that hinders publishing, by place. Empty: it can be published.

    `known` are the curricula and versions there are, as pairs; without them, nobody asks whether what the draft names
    of others (a prerequisite) exists.
    """
    made = _without_empty_lists(revived(raw))
    made["status"] = "published"
    made.setdefault("effective_from", {"value": _SOME_DAY, "assumption": True})
    _content, problems = understood("", made)
    told = [(one.where, one.message) for one in problems]
    if known is not None:
        told += [(where, message) for _file, where, message in between_files([("", made)], known)]
    found = [Hindrance(where, message, *place_of(raw, where)) for where, message in told]
    return tuple(dict.fromkeys(found))


def _without_empty_lists(raw: Raw) -> Raw:
    """Modules and lessons that are still to come are missing: an empty list would be told in a programmer's words."""
    made = {key: value for key, value in raw.items() if key != "module" or value}
    if isinstance(made.get("module"), list):
        made["module"] = [
            {key: value for key, value in one.items() if key != "lesson" or value} if isinstance(one, dict) else one
            for one in made["module"]
        ]
    return made


def finished(raw: Mapping[str, Any], *, status: str, effective_from: date) -> CurriculumContent | None:
    """What is published: the draft with its status and its first day; None while something hinders it.

    The draft's own day keeps its source; another one is a decision of whoever publishes, and marked so.
    """
    made = revived(raw)
    made["status"] = status
    if table(made, "effective_from").get("value") != effective_from:
        made["effective_from"] = {
            "value": effective_from,
            "assumption": True,
            "note": "decided when the version was published",
        }
    content, problems = understood("", made)
    return None if problems else content


def proposed_day(raw: Mapping[str, Any]) -> date | None:
    """The first day that the draft itself proposes."""
    value = table(revived(raw), "effective_from").get("value")
    return value if isinstance(value, date) else None


def place_of(raw: Mapping[str, Any], where: str) -> tuple[str, str]:
    """Where in the editor a place of the checker's stands: its page, and the id of the field there."""
    steps = where.split(", ")
    words = steps[0].split(" ")
    if words[0] not in ("module", "lesson"):
        within = steps[1].split(" ")[0] if len(steps) > 1 else ""
        return "about", f"{words[0]}-{within}" if within in _FIELDS.get(words[0], ()) else words[0]
    modules = list(tables(raw, "module"))
    at = _index(modules, steps[0].removeprefix("module "))
    if at is None:
        return "lessons", "lessons"
    lesson = next((step for step in steps[1:] if step.startswith("lesson ")), None)
    if lesson is None:
        return "lessons", "-".join((f"part-{at}", *steps[1:2]))
    inner = _index(list(tables(modules[at], "lesson")), lesson.removeprefix("lesson "))
    if inner is None:
        return "lessons", f"part-{at}"
    field = steps[steps.index(lesson) + 1 :][:1]
    return "lessons", "-".join((f"part-{at}-{inner}", *field))


def _index(parts: list[Mapping[str, Any]], name: str) -> int | None:
    """The position of a part that the checker calls by its number, or as “no. 3”."""
    if name.startswith("no. ") and name[4:].isdigit():
        return int(name[4:]) - 1
    return next((at for at, part in enumerate(parts) if str(part.get("number")) == name), None)
