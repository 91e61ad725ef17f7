"""Curricula and their versions as facts. Nobody's data: none of these needs a scope."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, or_, select

from trainingapp.curricula.content import CurriculumContent
from trainingapp.curricula.models import Curriculum, CurriculumVersion
from trainingapp.curricula.rules import PassRule, Validity, counts_until
from trainingapp.kit.db import db
from trainingapp.kit.errors import Absent, Refused
from trainingapp.kit.words import say


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
    superseded_on: date | None
    transition_until: date | None
    minutes: int
    lesson_count: int
    pass_rule: PassRule
    validity: Validity
    topics: tuple[str, ...]
    languages: tuple[str, ...]
    sha256: str

    @property
    def name(self) -> str:
        """What an operator calls it: `CPTM@2017`."""
        return f"{self.code}@{self.label}"

    def title_in(self, language: str) -> str:
        """Its title in a language, or in English."""
        return self.titles.get(language) or self.title

    def standing(self, as_of: date) -> str:
        """Where it stands on a day: upcoming, pilot, in_force, transition (superseded, and still counts), superseded.

        It is in force from its first day through the eve of its successor's.
        """
        if as_of < self.effective_from:
            return "upcoming"
        if self.superseded_on is None or as_of < self.superseded_on:
            return "pilot" if self.status == "pilot" else "in_force"
        last = counts_until(self)
        return "transition" if last is not None and as_of <= last else "superseded"


def in_force(as_of: date) -> dict[str, VersionFacts]:
    """Code -> the published version in force on a day. A curriculum without one is not there. One statement."""
    return {version.code: version for version in _versions(*_in_force(as_of))}


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
    rank = ("in_force", "transition", "upcoming", "superseded", "pilot").index(version.standing(as_of))
    return rank, abs((as_of - version.effective_from).days), version.label


def _in_force(as_of: date) -> tuple[ColumnElement[bool], ...]:
    return (
        CurriculumVersion.status == "published",
        CurriculumVersion.effective_from <= as_of,
        or_(CurriculumVersion.superseded_on.is_(None), CurriculumVersion.superseded_on > as_of),
    )


def _versions(*wanted: ColumnElement[bool]) -> list[VersionFacts]:
    rows = db.session.execute(
        select(CurriculumVersion, Curriculum.kind)
        .join(Curriculum, Curriculum.code == CurriculumVersion.curriculum_code)
        .where(*wanted)
        .order_by(CurriculumVersion.curriculum_code, CurriculumVersion.effective_from, CurriculumVersion.id)
    )
    return [_facts(row, kind) for row, kind in rows]


def _facts(row: CurriculumVersion, kind: str) -> VersionFacts:
    written: dict[str, Any] = json.loads(row.content)
    return VersionFacts(
        id=row.id,
        public_id=row.public_id,
        code=row.curriculum_code,
        label=row.label,
        kind=kind,
        status=row.status,
        title=row.title,
        titles=written.get("title") or {},
        effective_from=row.effective_from,
        superseded_on=row.superseded_on,
        transition_until=row.transition_until,
        minutes=row.minutes,
        lesson_count=row.lesson_count,
        pass_rule=PassRule(row.pass_kind, row.pass_mark),  # type: ignore[arg-type]
        validity=Validity(row.validity_kind, row.validity_months),  # type: ignore[arg-type]
        topics=tuple(row.topics.split()),
        languages=tuple(row.languages.split()),
        sha256=row.content_sha256,
    )


def recordable(as_of: date) -> list[VersionFacts]:
    """The versions whose results may be recorded on a day: every one that has begun, the newest of each first.

    One statement.
    """
    begun = _versions(CurriculumVersion.effective_from <= as_of)
    return sorted(begun, key=lambda found: (found.code, -found.effective_from.toordinal(), found.label))
