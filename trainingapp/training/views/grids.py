"""A grid of cells, one row for each participant: what was typed on this page, and how it is shown again."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from flask import request

from trainingapp.kit.ids import LENGTH
from trainingapp.kit.words import Sentence, say
from trainingapp.training.queries.nominations import Nominee
from trainingapp.training.sitting import NotUnderstood

#: What a cell means once it is read.
Reader = Callable[[str], object]


@dataclass(frozen=True)
class Column:
    """A column: its key, its heading, and the letters that may be typed, or "" for a number."""

    key: str
    label: object
    letters: str
    note: str = ""


@dataclass
class Row:
    """A participant's row: what stands in its cells, what is wrong with them, and a note."""

    nominee: Nominee
    cells: dict[str, str]
    said: dict[str, Sentence] = field(default_factory=dict)
    note: Sentence | None = None

    def was(self, columns: Sequence[Column], standing: Mapping[str, str]) -> str:
        """What stands recorded in it, as one text."""
        return "\t".join(standing.get(column.key, "") for column in columns)


def cell(column: str, who: str) -> str:
    """The name of a cell."""
    return f"cell-{column}-{who}"


def typed(columns: Sequence[Column], people: Iterable[str]) -> dict[tuple[str, str], str]:
    """(participant, column) -> what was typed there on this page; cells that were left as they were are not there."""
    places, known = {column.key: at for at, column in enumerate(columns)}, set(people)
    found: dict[tuple[str, str], str] = {}
    for name, text in request.form.items():
        who, column = name[-LENGTH:], name[len("cell-") : -LENGTH - 1]
        if not name.startswith("cell-") or who not in known or column not in places:
            continue
        was = request.form.get(f"was-{who}", "").split("\t")
        at = places[column]
        if text.strip() != (was[at] if at < len(was) else ""):
            found[(who, column)] = text[:200]
    return found


def read(
    changed: Mapping[tuple[str, str], str], readers: Mapping[str, Reader]
) -> tuple[dict[tuple[str, str], object], dict[tuple[str, str], Sentence]]:
    """What the changed cells mean, and what is wrong with those that mean nothing."""
    meant: dict[tuple[str, str], object] = {}
    wrong: dict[tuple[str, str], Sentence] = {}
    for place, text in changed.items():
        try:
            meant[place] = readers[place[1]](text)
        except NotUnderstood as refused:
            wrong[place] = refused.sentence
    return meant, wrong


def emptied() -> Sentence:
    """What to say of a cell whose mark was taken out: what is marked stays, and can only be marked otherwise."""
    return say("What is marked cannot be emptied: mark it otherwise, or leave it.")
