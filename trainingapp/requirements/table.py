"""Pure: the file of dated rules, checked whole: every problem at once, by rule and key, and the rules as values."""

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, Strict, ValidationError

from trainingapp.kit.words import Sentence, say
from trainingapp.requirements.coherence import Known, conflicts, unknown
from trainingapp.requirements.rules import Rule

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
    #: A version counts while it is in force, and through its transition; or only those of these labels.
    versions: Literal["in force or in transition"] | tuple[Text, ...]
    holds_from: Day
    holds_through: Day | None = None
    source: Annotated[str, Strict(), Field(min_length=1, max_length=200)]
    assumption: Truth
    note: Annotated[str, Strict(), Field(min_length=1, max_length=400)] | None = None
    components: tuple[str, ...] = ()
    unit_types: tuple[str, ...] = ()
    missions: tuple[str, ...] = ()
    rank_bands: tuple[str, ...] = ()
    functions: tuple[str, ...] = ()
    due: Literal["deployment", "arrival", "end"] = "deployment"
    due_days: Annotated[int, Strict()] = 0
    counts_days: Annotated[int, Strict()] | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in the file, and where: the rule's code, or its place when it has none, and the key."""

    where: str
    message: Sentence


def read(content: bytes, *, known: Known) -> tuple[tuple[Rule, ...], tuple[Problem, ...]]:
    """The rules of a file, and every problem it has, contradictions among its rules with them. Touches no database."""
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
        rule = _rule(row)
        found = unknown(rule, known)
        if any(one.code == rule.code for one in rules):
            found.append(say("Two rules have the code %(code)s.", code=rule.code))
        else:
            found += conflicts(rule, rules)
        problems += [Problem(where, sentence) for sentence in found]
        if not found:
            rules.append(rule)
    return tuple(rules), tuple(problems)


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
        components=frozenset(row.components),
        unit_types=frozenset(row.unit_types),
        missions=frozenset(row.missions),
        rank_bands=frozenset(row.rank_bands),
        functions=frozenset(row.functions),
        due=row.due,
        due_days=row.due_days,
        counts_days=row.counts_days,
        versions=frozenset() if isinstance(row.versions, str) else frozenset(row.versions),
    )
