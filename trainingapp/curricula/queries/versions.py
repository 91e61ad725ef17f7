"""Curricula and their versions as facts. Nobody's data: none of these needs a scope."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, case, func, select

from trainingapp.curricula.content import CurriculumContent
from trainingapp.curricula.models import Curriculum, CurriculumVersion, VersionStep
from trainingapp.curricula.rules import AUDIENCES, PassRule, Validity, counts_until
from trainingapp.kit.db import db
from trainingapp.kit.errors import Absent, Refused
from trainingapp.kit.words import say
from trainingapp.states.resolver import folded


@dataclass(frozen=True)
class Brief:
    """What a catalogue says of a version beyond its figures.

    `audience` are person categories, and `civilian`; `external` the organisation whose training it is; `mission` the
    one it is for.
    """

    titles: Mapping[str, str] = field(default_factory=dict)
    about: str = ""
    audience: tuple[str, ...] = ()
    phases: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    prerequisites: tuple[str, ...] = ()
    framework_areas: tuple[str, ...] = ()
    mission: str | None = None
    external: str | None = None
    recurs: str | None = None
    code: str = ""
    lessons: tuple[str, ...] = ()

    @cached_property
    def findable(self) -> str:
        """Every word by which it can be found, folded: its code, titles in all languages, description, lessons."""
        return folded(" ".join((self.code, *self.titles.values(), self.about, *self.lessons)))


@dataclass(frozen=True)
class VersionFacts:
    """A version of a curriculum. `id` is never shown; `minutes` and `lesson_count` are those that everyone takes."""

    id: int
    public_id: str
    code: str
    label: str
    kind: str
    status: str
    title: str
    titles: Mapping[str, str]
    effective_from: date
    #: The day that ended it, by its file or by a decision since, and the last day on which it still counts.
    superseded_on: date | None
    transition_until: date | None
    #: The day a pilot was published on, and the day the version was withdrawn on.
    published_on: date | None
    withdrawn_on: date | None
    minutes: int
    lesson_count: int
    pass_rule: PassRule
    validity: Validity
    topics: tuple[str, ...]
    languages: tuple[str, ...]
    sha256: str
    brief: Brief = field(default_factory=Brief)

    @property
    def name(self) -> str:
        """What an operator calls it: `CPTM@2017`."""
        return f"{self.code}@{self.label}"

    def title_in(self, language: str) -> str:
        """Its title in a language, or in English."""
        return self.titles.get(language) or self.title

    def standing(self, as_of: date) -> str:
        """Where it stands on a day: upcoming, pilot, in_force, transition (superseded, and still counts), superseded,
        withdrawn.

        It is in force from its first day, or the day it was published on, through the eve of its successor's.
        """
        if as_of < self.effective_from:
            return "upcoming"
        if self.withdrawn_on is not None and as_of >= self.withdrawn_on:
            return "withdrawn"
        if self.superseded_on is None or as_of < self.superseded_on:
            published = self.status == "published" or (self.published_on is not None and as_of >= self.published_on)
            return "in_force" if published else "pilot"
        last = counts_until(self)
        return "transition" if last is not None and as_of <= last else "superseded"


def in_force(as_of: date) -> dict[str, VersionFacts]:
    """Code -> the published version in force on a day. A curriculum without one is not there. One statement."""
    begun = _versions(CurriculumVersion.effective_from <= as_of)
    return {version.code: version for version in begun if version.standing(as_of) == "in_force"}


def overview(as_of: date) -> list[VersionFacts]:
    """One version of every curriculum, by code: the one in force on a day, or else the next, or else the last.

    One statement.
    """
    best: dict[str, VersionFacts] = {}
    for version in _versions():
        known = best.get(version.code)
        if known is None or _nearness(version, as_of) < _nearness(known, as_of):
            best[version.code] = version
    return [best[code] for code in sorted(best)]


def standing_so(as_of: date, wanted: str) -> list[VersionFacts]:
    """Every version that stands so on a day, by code, the newest first. One statement."""
    found = [version for version in _versions() if version.standing(as_of) == wanted]
    return sorted(found, key=lambda one: (one.code, -one.effective_from.toordinal(), one.label))


def versions(code: str) -> list[VersionFacts]:
    """Every version of a curriculum, the newest first; empty for an unknown code. One statement."""
    return sorted(
        _versions(CurriculumVersion.curriculum_code == code), key=lambda v: (v.effective_from, v.label), reverse=True
    )


def chosen(found: Iterable[VersionFacts], as_of: date) -> VersionFacts:
    """Of the versions of one curriculum, the one to show on a day. Raises Absent when there is none."""
    ordered = sorted(found, key=lambda version: _nearness(version, as_of))
    if not ordered:
        raise Absent()
    return ordered[0]


def version(code: str, label: str) -> VersionFacts:
    """One version. Raises Absent. One statement."""
    found = _versions(CurriculumVersion.curriculum_code == code, CurriculumVersion.label == label)
    if not found:
        raise Absent()
    return found[0]


def versions_by_id(ids: Iterable[int]) -> dict[int, VersionFacts]:
    """Key -> version. One statement."""
    return {found.id: found for found in _versions(CurriculumVersion.id.in_(sorted(set(ids))))}


def version_called(text: str, *, as_of: date) -> VersionFacts:
    """What an operator calls a version: `CPTM@2017`, or `CPTM` for the one in force on a day.

    Raises Refused with what to write. One statement.
    """
    code, _, label = (part.strip() for part in text.partition("@"))
    known = versions(code.upper())
    if not known:
        raise Refused(say("There is no curriculum “%(code)s”.", code=code))
    names = ", ".join(found.name for found in known)
    if not label:
        for found in known:
            if found.standing(as_of) == "in_force":
                return found
        said = say(
            "No version of %(code)s is in force on %(day)s. Write one of: %(names)s.", code=code, day=as_of, names=names
        )
        raise Refused(said)
    for found in known:
        if found.label == label:
            return found
    raise Refused(
        say("%(code)s has no version “%(label)s”. Write one of: %(names)s.", code=code, label=label, names=names)
    )


def content(version: VersionFacts) -> CurriculumContent:
    """The whole of a version as its file told it: modules, lessons, sources, assumptions. One statement."""
    text = db.session.execute(select(CurriculumVersion.content).where(CurriculumVersion.id == version.id)).scalar_one()
    return CurriculumContent.model_validate_json(text)


def _nearness(version: VersionFacts, as_of: date) -> tuple[int, int, str]:
    """Smaller is nearer to what a reader wants: in force, still counting, coming soon, lately over, piloted."""
    order = ("in_force", "transition", "upcoming", "superseded", "pilot", "withdrawn")
    rank = order.index(version.standing(as_of))
    return rank, abs((as_of - version.effective_from).days), version.label


def ended_on() -> ColumnElement[date | None]:
    """The day that ended a version: withdrawn, or superseded by a decision or by its file. A column of a statement."""
    return func.coalesce(_of_the_end(VersionStep.from_on), CurriculumVersion.superseded_on)


def counted_through() -> ColumnElement[date | None]:
    """The last day of a version's transition; empty when it has none. A column of a statement."""
    decided = _of_the_end(VersionStep.id).is_not(None)
    return case((decided, _of_the_end(VersionStep.counts_through)), else_=CurriculumVersion.transition_until)


def _of_the_end(column: Any) -> ScalarSelect[Any]:
    """Of what ended a version. A withdrawal says more than a supersession; the words happen to stand in this order."""
    return (
        select(column)
        .where(VersionStep.version_id == CurriculumVersion.id, VersionStep.kind != "published")
        .order_by(VersionStep.kind.desc())
        .limit(1)
        .scalar_subquery()
    )


def _day_of(kind: str) -> ScalarSelect[date]:
    return (
        select(VersionStep.from_on)
        .where(VersionStep.version_id == CurriculumVersion.id, VersionStep.kind == kind)
        .scalar_subquery()
    )


def _versions(*wanted: ColumnElement[bool]) -> list[VersionFacts]:
    # Columns, and no rows of the mapped class: a hundred versions are read by nearly every page.
    rows = db.session.execute(
        select(
            CurriculumVersion.id,
            CurriculumVersion.public_id,
            CurriculumVersion.curriculum_code,
            CurriculumVersion.label,
            Curriculum.kind,
            CurriculumVersion.status,
            CurriculumVersion.title,
            CurriculumVersion.effective_from,
            ended_on().label("ended_on"),
            counted_through().label("counted_through"),
            _day_of("published").label("published_on"),
            _day_of("withdrawn").label("withdrawn_on"),
            CurriculumVersion.minutes,
            CurriculumVersion.lesson_count,
            CurriculumVersion.pass_kind,
            CurriculumVersion.pass_mark,
            CurriculumVersion.validity_kind,
            CurriculumVersion.validity_months,
            CurriculumVersion.topics,
            CurriculumVersion.languages,
            CurriculumVersion.content_sha256,
            CurriculumVersion.content,
        )
        .join(Curriculum, Curriculum.code == CurriculumVersion.curriculum_code)
        .where(*wanted)
        .order_by(CurriculumVersion.curriculum_code, CurriculumVersion.effective_from, CurriculumVersion.id)
    )
    return [_facts(row) for row in rows]


def _facts(row: Any) -> VersionFacts:
    brief = _brief(row.content)
    return VersionFacts(
        id=row.id,
        public_id=row.public_id,
        code=row.curriculum_code,
        label=row.label,
        kind=row.kind,
        status=row.status,
        title=row.title,
        titles=brief.titles,
        effective_from=row.effective_from,
        superseded_on=row.ended_on,
        transition_until=row.counted_through,
        published_on=row.published_on,
        withdrawn_on=row.withdrawn_on,
        minutes=row.minutes,
        lesson_count=row.lesson_count,
        pass_rule=PassRule(row.pass_kind, row.pass_mark),
        validity=Validity(row.validity_kind, row.validity_months),
        topics=tuple(row.topics.split()),
        languages=tuple(row.languages.split()),
        sha256=row.content_sha256,
        brief=brief,
    )


@lru_cache(maxsize=1024)
def _brief(content: str) -> Brief:
    """What a catalogue shows of a content. A content never changes, so it is taken apart once."""
    written: dict[str, Any] = json.loads(content)
    audience = written.get("audience") or {}
    civilians = ["civilian"] if audience.get("civilians") else []
    categories = audience.get("categories") or [code for code in AUDIENCES if code != "civilian"]
    return Brief(
        titles=written.get("title") or {},
        about=written.get("about", ""),
        audience=(*categories, *civilians),
        phases=tuple(written.get("phases") or ()),
        levels=tuple(written.get("levels") or ()),
        prerequisites=tuple(written.get("prerequisites") or ()),
        framework_areas=tuple(written.get("framework_areas") or ()),
        mission=written.get("mission"),
        external=written.get("external"),
        recurs=written.get("recurs"),
        code=written.get("curriculum", ""),
        lessons=tuple(lesson["title"] for module in written["module"] for lesson in module["lesson"]),
    )


def recordable(as_of: date) -> list[VersionFacts]:
    """The versions whose results may be recorded on a day: every one that has begun, the newest of each first.

    One statement.
    """
    begun = _versions(CurriculumVersion.effective_from <= as_of)
    return sorted(begun, key=lambda found: (found.code, -found.effective_from.toordinal(), found.label))
