"""Pure: the file of dated rules, checked whole: every problem at once, by rule and key, and the rules as values."""

import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, Strict, ValidationError

from trainingapp.forces.rules import CATEGORIES
from trainingapp.kit.words import Sentence, say
from trainingapp.requirements.rules import Rule
from trainingapp.states.rules import MISSION_FLAGS

#: The table that comes with the register.
FILE: Final = Path(__file__).parent / "data" / "rules.toml"

Text = Annotated[str, Strict(), Field(min_length=1)]
Day = Annotated[date, Strict()]
Truth = Annotated[bool, Strict()]


class _Row(BaseModel):
    """One rule as it is written. An unknown key is refused: it would be a rule that nobody applies."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: Annotated[str, Strict(), Field(pattern=r"^[A-Z0-9]+(-[A-Z0-9]+)*$", max_length=40)]
    title: Annotated[str, Strict(), Field(min_length=1, max_length=200)]
    curriculum: Text
    mandatory: Truth
    categories: tuple[str, ...]
    decision_makers_only: Truth
    mission_flag: Text | None = None
    phase: Literal["pre-deployment", "in-mission"]
    #: The only reading the register knows: a version counts while it is in force, and through its transition.
    versions: Literal["in force or in transition"]
    holds_from: Day
    holds_through: Day | None = None
    source: Annotated[str, Strict(), Field(min_length=1, max_length=200)]
    assumption: Truth
    note: Annotated[str, Strict(), Field(min_length=1, max_length=400)] | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in the file, and where: the rule's code, or its place when it has none, and the key."""

    where: str
    message: Sentence


def read(content: bytes, *, curricula: Collection[str]) -> tuple[tuple[Rule, ...], tuple[Problem, ...]]:
    """The rules of a file, and every problem it has. `curricula` are the codes that exist. Touches no database."""
    try:
        rows: Any = tomllib.loads(content.decode("utf-8")).get("rule", [])
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        return (), (Problem("", say("The file cannot be read as TOML: %(error)s.", error=str(error))),)
    rules: list[Rule] = []
    problems: list[Problem] = []
    for place, raw in enumerate(rows, start=1):
        where = str(raw.get("code") or place) if isinstance(raw, dict) else str(place)
        try:
            row = _Row.model_validate(raw)
        except ValidationError as error:
            for fault in error.errors():
                key = ".".join(str(part) for part in fault["loc"])
                problems.append(Problem(where, say("%(key)s: %(fault)s.", key=key, fault=fault["msg"])))
            continue
        found = [Problem(where, sentence) for sentence in _incoherences(row, curricula)]
        if any(rule.code == row.code for rule in rules):
            found.append(Problem(where, say("Two rules have the code %(code)s.", code=row.code)))
        problems += found
        if not found:
            rules.append(_rule(row))
    return tuple(rules), tuple(problems)


def _incoherences(row: _Row, curricula: Collection[str]) -> list[Sentence]:
    found: list[Sentence] = []
    if row.curriculum not in curricula:
        found.append(say("There is no curriculum with the code %(code)s.", code=row.curriculum))
    found += [
        say("%(category)s is no category of persons.", category=category)
        for category in row.categories
        if category not in CATEGORIES
    ]
    if row.mission_flag is not None and row.mission_flag not in MISSION_FLAGS:
        found.append(say("No mission can carry the flag %(flag)s.", flag=row.mission_flag))
    if row.holds_through is not None and row.holds_through < row.holds_from:
        found.append(say("It ends on %(last)s, before it begins.", last=row.holds_through.isoformat()))
    if row.assumption and row.note is None:
        found.append(say("It rests on an assumption, but no note says on which."))
    return found


def _rule(row: _Row) -> Rule:
    return Rule(
        code=row.code,
        title=row.title,
        curriculum=row.curriculum,
        mandatory=row.mandatory,
        categories=frozenset(row.categories),
        decision_makers_only=row.decision_makers_only,
        mission_flag=row.mission_flag,
        phase=row.phase,
        holds_from=row.holds_from,
        holds_through=row.holds_through,
        source=row.source,
        assumption=row.assumption,
        note=row.note,
    )
