"""Pure: the file of dated rules, checked whole: every problem at once, by rule and key, and the rules as values."""

import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, Strict, ValidationError
from pydantic_core import PydanticCustomError

from trainingapp.kit.characters import has_hidden, shown
from trainingapp.kit.words import N_, Sentence, say
from trainingapp.requirements.coherence import Known, conflicts, unknown
from trainingapp.requirements.rules import Rule

#: The table that comes with the register.
FILE: Final = Path(__file__).parent / "data" / "rules.toml"


def _seen(text: str, *, lines: bool = False) -> str:
    """The text in one Unicode form, if all of it can be seen (trust rule 14)."""
    if has_hidden(text, lines=lines):
        raise PydanticCustomError("hidden", "it contains characters that cannot be seen")
    if not text.strip():
        raise PydanticCustomError("blank", "nothing is written there")
    return unicodedata.normalize("NFC", text)


def _lines(text: str) -> str:
    return _seen(text, lines=True)


Text = Annotated[str, Strict(), Field(min_length=1), AfterValidator(_seen)]
Short = Annotated[str, Strict(), Field(min_length=1, max_length=200), AfterValidator(_seen)]
Day = Annotated[date, Strict()]
Truth = Annotated[bool, Strict()]


class _Row(BaseModel):
    """One rule as it is written. An unknown key is refused: it would be a rule that nobody applies."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: Annotated[str, Strict(), Field(pattern=r"^[A-Z0-9]+(-[A-Z0-9]+)*$", max_length=40)]
    title: Short
    curriculum: Text
    mandatory: Truth
    categories: tuple[Text, ...]
    decision_makers_only: Truth
    mission_flag: Text | None = None
    phase: Literal["pre-deployment", "in-mission"]
    #: A version counts while it is in force, and through its transition; or only those of these labels.
    versions: Literal["in force or in transition"] | tuple[Text, ...]
    holds_from: Day
    holds_through: Day | None = None
    source: Short
    assumption: Truth
    note: Annotated[str, Strict(), Field(min_length=1, max_length=400), AfterValidator(_lines)] | None = None
    components: tuple[Text, ...] = ()
    unit_types: tuple[Text, ...] = ()
    missions: tuple[Text, ...] = ()
    rank_bands: tuple[Text, ...] = ()
    functions: tuple[Text, ...] = ()
    due: Literal["deployment", "arrival", "end"] = "deployment"
    due_days: Annotated[int, Strict()] = 0
    counts_days: Annotated[int, Strict()] | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in the file, and where: the rule's code, or its place when it has none, and the key."""

    where: str
    message: Sentence


#: What pydantic finds -> how it is said here. `key` is where, `expected` and the longest length come from the model.
_FAULTS: Final[Mapping[str, str]] = {
    "missing": N_("%(key)s is missing."),
    "extra_forbidden": N_("%(key)s is no key of a rule."),
    "string_type": N_("%(key)s must be a text between quotation marks."),
    "string_too_short": N_("%(key)s is empty."),
    "blank": N_("%(key)s is empty."),
    "string_too_long": N_("%(key)s is longer than %(most)s characters."),
    "hidden": N_("%(key)s contains characters that cannot be seen."),
    "string_pattern_mismatch": N_("%(key)s may hold only capital letters, digits and hyphens: CPTM-ALL."),
    "bool_type": N_("%(key)s must be true or false."),
    "int_type": N_("%(key)s must be a whole number."),
    "date_type": N_("%(key)s must be a day without quotation marks: 2017-09-25."),
    "tuple_type": N_("%(key)s must be a list between square brackets."),
    "literal_error": N_("%(key)s must be %(expected)s."),
}
_VERSIONS: Final = say("versions must be “in force or in transition”, or a list of labels.")
_NO_LIST: Final = say("Rules stand one below the other, each with [[rule]] above its keys.")


def read(content: bytes, *, known: Known) -> tuple[tuple[Rule, ...], tuple[Problem, ...]]:
    """The rules of a file, and every problem it has, contradictions among its rules with them. Touches no database."""
    try:
        written = tomllib.loads(content.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        said = shown(str(error))[:200]
        return (), (Problem("", say("The file cannot be read as TOML: %(error)s.", error=said)),)
    except (ValueError, RecursionError):
        return (), (Problem("", say("The file cannot be read: a number in it is too long, or a list too deep.")),)
    outside = [
        Problem("", say("%(key)s stands outside of the rules, where nobody reads it.", key=shown(key)[:60]))
        for key in written
        if key != "rule"
    ]
    rows: Any = written.get("rule", [])
    if not isinstance(rows, list):
        return (), (*outside, Problem("", _NO_LIST))
    rules, problems = _rules(rows, known)
    return tuple(rules), (*outside, *problems)


def _rules(rows: list[Any], known: Known) -> tuple[list[Rule], list[Problem]]:
    rules: list[Rule] = []
    problems: list[Problem] = []
    for place, raw in enumerate(rows, start=1):
        if not isinstance(raw, dict):
            problems.append(Problem(str(place), _NO_LIST))
            continue
        code = raw.get("code")
        where = shown(code)[:40] if isinstance(code, str) and code else str(place)
        try:
            row = _Row.model_validate(raw)
        except ValidationError as error:
            faults = dict.fromkeys(_said(fault) for fault in error.errors())
            problems += [Problem(where, sentence) for sentence in faults]
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
    return rules, problems


def _said(fault: Mapping[str, Any]) -> Sentence:
    """A fault of a row as a sentence. Of a list, its place is told too."""
    first, *inner = fault["loc"]
    if first == "versions" and fault["type"] in ("literal_error", "tuple_type"):
        return _VERSIONS
    place = next((f", {one + 1}" for one in inner if isinstance(one, int)), "")
    told = fault.get("ctx") or {}
    key = shown(str(first))[:60] + place
    if (words := _FAULTS.get(fault["type"])) is None:
        return say("%(key)s: %(fault)s.", key=key, fault=fault["msg"])
    return Sentence(words, {"key": key, "most": told.get("max_length"), "expected": told.get("expected")})


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
