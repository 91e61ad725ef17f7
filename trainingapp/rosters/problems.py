"""Pure: what is wrong in a file, by row and column, in the person's words."""

from dataclasses import dataclass
from enum import StrEnum

from trainingapp.kit.words import Sentence


class Level(StrEnum):
    """What a problem keeps from being recorded."""

    #: The whole file, until the person answers or mends it.
    ASK = "ask"
    #: This row.
    ROW = "row"
    #: Nothing; but the person should know.
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend or to answer. `row` is the number the person sees in the file, `column` their heading."""

    row: int | None
    column: str | None
    value: str
    code: str
    sentence: Sentence
    level: Level = Level.ROW


def in_file_order(problems: list[Problem]) -> tuple[Problem, ...]:
    """Questions about the whole file first, then by row; as found within a row."""
    return tuple(sorted(problems, key=lambda problem: (problem.level is not Level.ASK, problem.row or 0)))
