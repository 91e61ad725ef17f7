"""The checker of curriculum files: every problem of every file at once, by file and place, and the file as a value.

A file is one version of one curriculum, in TOML, written to be read by those who decide on it and not by programmers.
Every figure in it says where it comes from: `{ value = 45, source = "P" }`, `{ value = 2017-05-02, source =
"S: G ¶77" }` or `{ value = 24, assumption = true }`. Reads files; touches no database.
"""

import hashlib
import json
import tomllib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, Strict, ValidationError, model_validator

from trainingapp.curricula.coherence import between_files, incoherences, whereabouts
from trainingapp.curricula.rules import PassRule, Validity
from trainingapp.kit.words import Sentence, say

T = TypeVar("T")
Text = Annotated[str, Strict(), Field(min_length=1)]
Whole = Annotated[int, Strict(), Field(gt=0)]
Day = Annotated[date, Strict()]
Key = Annotated[str, Strict(), Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Code = Annotated[str, Strict(), Field(pattern=r"^[A-Z0-9]+(-[A-Z0-9]+)*$", max_length=24)]
Mark = Annotated[str, Strict(), Field(pattern=r"^(S: [HSNCG] ¶+\d+.*|[PKA])$")]
Language = Literal["ar", "zh", "en", "fr", "ru", "es"]
Category = Literal["troops", "staff_officer", "individual_police", "formed_police", "expert_on_mission"]
Level = Literal["basic", "intermediate", "advanced"]
Area = Literal["planning", "mentoring", "community", "donors", "intelligence", "operations", "command"]
#: A code of the reference data of units, ranks or functions.
Term = Annotated[str, Strict(), Field(pattern=r"^[A-Za-z0-9]+([-_][A-Za-z0-9]+)*\+?$", max_length=40)]


class _Part(BaseModel):
    """A part of a file: no unknown key, nothing changed after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Figure(_Part, Generic[T]):
    """A value and how well it is known: a `source` (S with report and paragraph, P, K) or `assumption`, never both."""

    value: T
    source: Annotated[str, Strict(), Field(pattern=r"^(S: [HSNCG] ¶+\d+.*|[PK])$")] | None = None
    assumption: Annotated[bool, Strict()] = False
    note: Text | None = None

    @model_validator(mode="after")
    def _is_founded(self) -> "Figure[T]":
        if (self.source is None) != self.assumption:
            raise ValueError("Has either a source or assumption = true, and not both")
        return self

    @property
    def mark(self) -> str:
        """S, P, K or A."""
        return "A" if self.source is None else self.source[0]


class Titles(_Part):
    """The title in English, and in the other languages of the United Nations in which it is known."""

    en: Annotated[str, Strict(), Field(min_length=1, max_length=200)]
    fr: Text | None = None
    es: Text | None = None
    ru: Text | None = None
    zh: Text | None = None
    ar: Text | None = None


class Audience(_Part):
    """Whom it is for: in words, and by person category. None named: every category.

    Kinds of units, rank bands and functions narrow it where a source does; their codes are those of the register's
    reference data.
    """

    text: Text
    source: Mark
    categories: tuple[Category, ...] = ()
    civilians: Annotated[bool, Strict()] = False
    decision_makers_only: Annotated[bool, Strict()] = False
    unit_types: tuple[Term, ...] = ()
    rank_bands: tuple[Term, ...] = ()
    functions: tuple[Term, ...] = ()


class Passing(_Part):
    """What it takes to pass. `questions` only says how the test looks."""

    kind: Literal["score", "quiz", "practical", "attendance"]
    text: Text
    source: Mark
    mark: Figure[Annotated[int, Strict(), Field(gt=0, le=100)]] | None = None
    questions: Figure[Whole] | None = None

    @property
    def rule(self) -> PassRule:
        """The same for `rules.passes`."""
        return PassRule(self.kind, self.mark.value if self.mark else None)

    @model_validator(mode="after")
    def _makes_sense(self) -> "Passing":
        _ = self.rule
        return self


class Lasting(_Part):
    """How long a completion counts."""

    kind: Literal["months", "unlimited", "rotation"]
    source: Mark
    months: Figure[Whole] | None = None

    @property
    def validity(self) -> Validity:
        """The same for `rules.valid_through`."""
        return Validity(self.kind, self.months.value if self.months else None)

    @model_validator(mode="after")
    def _makes_sense(self) -> "Lasting":
        _ = self.validity
        return self


class Covered(_Part):
    """How a module treats human rights or gender: the lessons that do, or why none does (R09)."""

    lessons: tuple[Key, ...] = ()
    exempt: Text | None = None


class Qualifying(_Part):
    """What a course for trainers makes its graduates trainers of: a curriculum, in these versions of it (R41)."""

    curriculum: Code
    versions: Annotated[tuple[Annotated[str, Strict(), Field(min_length=1, max_length=24)], ...], Field(min_length=1)]


class LessonPart(_Part):
    """A lesson. `key` is its identity across versions, `number` where it stands in this one.

    `tracked`: completed and recorded on its own. `needs_two_unit_types`: only together with a unit of another type
    (R22). `only_for`: an addition for some, not in the version's minutes.
    """

    key: Key
    number: Annotated[str, Strict(), Field(min_length=1, max_length=12)]
    title: Annotated[str, Strict(), Field(min_length=1, max_length=200)]
    title_source: Mark
    minutes: Figure[Whole]
    topics: tuple[Text, ...]
    tracked: Annotated[bool, Strict()] = False
    needs_two_unit_types: Annotated[bool, Strict()] = False
    only_for: Text | None = None


class ModulePart(_Part):
    """A module and its lessons, with what it declares about human rights and gender."""

    key: Key
    number: Annotated[str, Strict(), Field(min_length=1, max_length=12)]
    title: Annotated[str, Strict(), Field(min_length=1, max_length=200)]
    title_source: Mark
    about: Text
    human_rights: Covered
    gender: Covered
    lesson: Annotated[tuple[LessonPart, ...], Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class Superseding:
    """The day another version takes over, and the last day on which this one still counts."""

    superseded_on: date | None
    transition_until: date | None


class CurriculumContent(_Part):
    """One version of one curriculum, as its file tells it.

    `prerequisites`: what must have been passed before. `recurs`: due again on each anniversary (R36). `external`: the
    organisation whose training it is; it counts here only by an equivalence (R52). `mission`: the one it is for.
    What is left out is not in the canonical content, so a new key changes the hash of no file that does without it.
    """

    curriculum: Code
    version: Annotated[str, Strict(), Field(min_length=1, max_length=24)]
    title: Titles
    kind: Literal["CORE", "STM", "RTP", "MISSION", "NEW-BASICS", "LEADERSHIP", "TOT", "EXERCISE", "E-LEARNING"]
    status: Literal["pilot", "published"]
    about: Text
    effective_from: Figure[Day]
    superseded_on: Figure[Day] | None = None
    transition_until: Figure[Day] | None = None
    minutes: Figure[Whole]
    minutes_with_additions: Figure[Whole] | None = None
    languages: Annotated[tuple[Language, ...], Field(min_length=1)]
    languages_source: Mark
    phases: Annotated[tuple[Literal["pre-deployment", "induction", "in-mission"], ...], Field(min_length=1)]
    covers: tuple[Text, ...]
    covers_source: Mark
    audience: Audience
    passing: Passing
    validity: Lasting
    levels: tuple[Level, ...] = ()
    levels_source: Mark | None = None
    prerequisites: tuple[Code, ...] = ()
    prerequisites_source: Mark | None = None
    recurs: Literal["annual"] | None = None
    framework_areas: tuple[Area, ...] = ()
    framework_areas_source: Mark | None = None
    owner: Text | None = None
    co_owner: Text | None = None
    owner_source: Mark | None = None
    external: Text | None = None
    external_source: Mark | None = None
    mission: Text | None = None
    qualifies_for: tuple[Qualifying, ...] = ()
    module: Annotated[tuple[ModulePart, ...], Field(min_length=1)]

    @property
    def lessons(self) -> tuple[LessonPart, ...]:
        """Every lesson in the order of the file."""
        return tuple(lesson for module in self.module for lesson in module.lesson)

    @property
    def topics(self) -> tuple[str, ...]:
        """Every topic that a lesson teaches, once, in the order in which they first come."""
        return tuple(dict.fromkeys(topic for lesson in self.lessons for topic in lesson.topics))

    @property
    def superseding(self) -> "Superseding":
        """The two days that end the version, for `rules.counts_until`."""
        replaced, transition = self.superseded_on, self.transition_until
        return Superseding(replaced.value if replaced else None, transition.value if transition else None)

    def canonical(self) -> str:
        """The content as one JSON text that comments, layout and the order of keys do not change."""
        content = self.model_dump(mode="json", exclude_defaults=True)
        return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    def figures(self) -> Iterator[tuple[str, Figure[Any]]]:
        """Every figure with the place where it stands, so that a page can show what is assumed."""
        yield from _figures(self, "")


@dataclass(frozen=True, slots=True)
class CurriculumFile:
    """A file without a problem: where it lies, what it says, and the SHA-256 of the canonical content."""

    path: Path
    content: CurriculumContent
    sha256: str


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in a file, where, and in a sentence what to do."""

    file: str
    where: str
    message: Sentence


class FaultyCurriculum(ValueError):
    """A file that cannot be loaded; `problems` are all of them."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(f"{p.file}: {p.where}: {p.message}" for p in problems))
        self.problems = problems


def check(files: Iterable[Path]) -> list[Problem]:
    """Every problem of every file, and of the files together, in the order of the files. Empty: all can be loaded.

    What a file names of another (a prerequisite) may also stand in a file beside it that was not asked about.
    """
    paths = list(files)
    beside = {one for folder in {path.parent for path in paths} for one in folder.glob("*.toml")} - set(paths)
    told = [raw for raw, _ in map(_read, sorted(beside)) if raw is not None]
    return read_all(paths, known={(str(raw.get("curriculum")), str(raw.get("version"))) for raw in told})[1]


def read_all(
    files: Iterable[Path], *, known: Collection[tuple[str, str]] = ()
) -> tuple[list[CurriculumFile], list[Problem]]:
    """The files without a problem of their own, and every problem of all of them, each file read once.

    `known` are the curricula and versions, as pairs, that exist elsewhere and may be named by these files.
    """
    found: list[CurriculumFile] = []
    problems: list[Problem] = []
    read: list[tuple[str, dict[str, Any]]] = []
    for path in files:
        raw, faults = _read(path)
        if raw is not None:
            content, more = understood(str(path), raw)
            faults += more
            read.append((str(path), raw))
            if content is not None and not faults:
                found.append(_file(path, content))
        problems += faults
    problems += [Problem(file, where, message) for file, where, message in between_files(read, known)]
    return found, problems


def load(path: Path) -> CurriculumFile:
    """The file as a value. Raises `FaultyCurriculum` with every problem of its own when there is one."""
    raw, problems = _read(path)
    content = None
    if raw is not None:
        content, more = understood(str(path), raw)
        problems += more
    if content is None or problems:
        raise FaultyCurriculum(tuple(problems))
    return _file(path, content)


def _file(path: Path, content: CurriculumContent) -> CurriculumFile:
    return CurriculumFile(path, content, hashlib.sha256(content.canonical().encode()).hexdigest())


def _read(path: Path) -> tuple[dict[str, Any] | None, list[Problem]]:
    try:
        return tomllib.loads(path.read_text("utf-8")), []
    except OSError as unreadable:
        return None, [Problem(str(path), "file", say("Cannot be read: %(why)s.", why=unreadable.strerror or "unknown"))]
    except UnicodeDecodeError as foreign:
        line = path.read_bytes()[: foreign.start].count(b"\n") + 1
        return None, [Problem(str(path), f"line {line}", say("Is not UTF-8 text."))]
    except tomllib.TOMLDecodeError as broken:
        text, _, place = str(broken).partition(" (at ")
        where = place.removesuffix(")") or "file"
        return None, [Problem(str(path), where, say("Is not written as TOML: %(why)s.", why=text))]


def understood(file: str, raw: dict[str, Any]) -> tuple[CurriculumContent | None, list[Problem]]:
    """What a table says, when its form is right, and every problem of it: of its form and of what it says."""
    content, problems = None, []
    try:
        content = CurriculumContent.model_validate(raw)
    except ValidationError as refused:
        for error in refused.errors():
            if error["type"] == "too_short" and error["input"]:
                continue  # not empty: what stands there is told by itself
            problems.append(Problem(file, whereabouts(raw, error["loc"]), _sentence(error)))
    # Also when the form is wrong: whoever mends a file wants to hear everything at once.
    problems += [Problem(file, where, message) for where, message in incoherences(raw)]
    return content, problems


def _sentence(error: Any) -> Sentence:  # pydantic's ErrorDetails
    match error["type"]:
        case "missing":
            return say("Is missing.")
        case "extra_forbidden":
            return say("Is no key of a curriculum file: misspelt?")
        case "literal_error":
            return say("“%(value)s” is not one of %(choices)s.", value=error["input"], choices=error["ctx"]["expected"])
        case "value_error":
            return say("%(why)s.", why=str(error["ctx"]["error"]))
        case "int_type" | "int_parsing":
            return say("“%(value)s” is no whole number.", value=error["input"])
        case "date_type" | "date_parsing":
            return say("“%(value)s” is no day; write it as 2017-09-25.", value=error["input"])
        case "string_pattern_mismatch" if "HSNCG" in error["ctx"]["pattern"]:
            return say(
                "“%(value)s” is no source: write a report and its paragraph, as S: G ¶77, or P, K, or A (assumption).",
                value=error["input"],
            )
        case "string_pattern_mismatch":
            return say(
                "“%(value)s” is not written as it must be (%(form)s).",
                value=error["input"],
                form=error["ctx"]["pattern"],
            )
        case "too_short" | "string_too_short":
            return say("Is empty.")
        case _:
            return say("%(why)s, not “%(value)s”.", why=error["msg"].removeprefix("Input "), value=error["input"])


def _figures(part: Any, where: str) -> Iterator[tuple[str, Figure[Any]]]:
    if isinstance(part, Figure):
        yield where, part
    elif isinstance(part, BaseModel):
        place = getattr(part, "key", None)
        for name in type(part).model_fields:
            yield from _figures(
                getattr(part, name), f"{where}{'.' if where else ''}{place + '.' if place else ''}{name}"
            )
    elif isinstance(part, tuple):
        for one in part:
            yield from _figures(one, where)
