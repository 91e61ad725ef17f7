"""Brings the tables of curricula up to their files. What is published never changes."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from sqlalchemy import insert, select

from trainingapp.accounts.rules import Identity
from trainingapp.curricula import content as files
from trainingapp.curricula.content import CurriculumContent, CurriculumFile, Problem
from trainingapp.curricula.models import Curriculum, CurriculumVersion, Lesson
from trainingapp.curricula.queries import versions_by_id
from trainingapp.journal import actions as journal
from trainingapp.journal.actions import Entry
from trainingapp.kit.db import db
from trainingapp.kit.ids import new_id
from trainingapp.kit.words import say

#: Where the curriculum files lie.
FOLDER = Path(__file__).parents[3] / "curricula"


@dataclass(frozen=True)
class Loaded:
    """What came of loading: names of versions (`CPTM@2017`) that are new and that were known, and what was refused.

    When anything is refused, nothing is loaded: `loaded` is then empty.
    """

    loaded: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    refused: tuple[Problem, ...] = ()


def load(folder: Path, *, by: Identity, now: datetime) -> Loaded:
    """Load every curriculum file (`*.toml`) of a folder; all or nothing. Again, it changes nothing and says so.

    Each new version becomes one entry of the journal. A file whose version is published and says something else is
    refused: whoever took the course took what was published. Two statements when nothing is new, and about six for
    each new version.
    """
    paths = sorted(folder.glob("*.toml"))
    if not paths:
        return Loaded(refused=(Problem(str(folder), "folder", say("There is no curriculum file (*.toml) here.")),))
    known = list(db.session.scalars(select(CurriculumVersion)))
    read, problems = files.read_all(paths, known={(row.curriculum_code, row.label) for row in known})
    if problems:
        return Loaded(refused=tuple(problems))
    by_name = {(row.curriculum_code, row.label): row for row in known}
    new, unchanged, refused = [], [], []
    for file in read:
        row = by_name.get((file.content.curriculum, file.content.version))
        if row is None:
            new.append(file)
        elif row.content_sha256 == file.sha256:
            unchanged.append(_name(file))
        else:
            refused.append(_differs(file, row))
    refused += _overlapping(new, [row for row in known if (row.curriculum_code, row.label) not in _names(read)])
    if refused:
        return Loaded(unchanged=tuple(unchanged), refused=tuple(refused))
    # A curriculum is called what its newest version calls it, so the oldest is kept first.
    for file in sorted(new, key=lambda file: file.content.effective_from.value):
        _keep(file, by=by, now=now)
    return Loaded(loaded=tuple(_name(file) for file in new), unchanged=tuple(unchanged))


def _keep(file: CurriculumFile, *, by: Identity, now: datetime) -> None:
    said = file.content
    keep_curriculum(said)
    with journal.entry(
        act="curriculum.load",
        by=by.public_id,
        now=now,
        object_kind="curriculum",
        object_id=said.curriculum,
        details={"version": said.version, "file": file.path.name, "sha256": file.sha256},
    ) as entry:
        keep_version(entry, said, file.sha256)


def keep_version(entry: Entry, said: CurriculumContent, sha256: str) -> int:
    """Keep a version with its lessons; gives its key. The curriculum is there already. Three statements."""
    row = _row(said, sha256, new_id())
    entry.keep(CurriculumVersion, [row])
    key = row["id"]
    assert isinstance(key, int)
    db.session.execute(
        insert(Lesson),
        [
            {
                "version_id": key,
                "key": lesson.key,
                "number": lesson.number,
                "title": lesson.title,
                "minutes": lesson.minutes.value,
                "topics": " ".join(lesson.topics),
            }
            for lesson in said.lessons
        ],
    )
    return key


def keep_curriculum(said: CurriculumContent) -> None:
    """Keep the curriculum itself: it is called what its newest version calls it. Three statements."""
    known = db.session.get(Curriculum, said.curriculum)
    if known is None:
        db.session.add(Curriculum(code=said.curriculum, title=said.title.en, kind=said.kind))
    else:
        later = db.session.scalars(
            select(CurriculumVersion.id).where(
                CurriculumVersion.curriculum_code == said.curriculum,
                CurriculumVersion.effective_from > said.effective_from.value,
            )
        ).first()
        if later is None:
            known.title, known.kind = said.title.en, said.kind
    db.session.flush()


def _row(said: CurriculumContent, sha256: str, public_id: str) -> dict[str, object]:
    rule, validity = said.passing.rule, said.validity.validity
    return {
        "public_id": public_id,
        "curriculum_code": said.curriculum,
        "label": said.version,
        "status": said.status,
        "title": said.title.en,
        "effective_from": said.effective_from.value,
        "superseded_on": said.superseded_on.value if said.superseded_on else None,
        "transition_until": said.transition_until.value if said.transition_until else None,
        "minutes": said.minutes.value,
        "lesson_count": sum(lesson.only_for is None for lesson in said.lessons),
        "pass_kind": rule.kind,
        "pass_mark": rule.mark,
        "validity_kind": validity.kind,
        "validity_months": validity.months,
        "topics": " ".join(said.topics),
        "languages": " ".join(said.languages),
        "content": said.canonical(),
        "content_sha256": sha256,
    }


def _name(file: CurriculumFile) -> str:
    return f"{file.content.curriculum}@{file.content.version}"


def _names(read: Iterable[CurriculumFile]) -> set[tuple[str, str]]:
    return {(file.content.curriculum, file.content.version) for file in read}


def _differs(file: CurriculumFile, row: CurriculumVersion) -> Problem:
    published, written = json.loads(row.content), json.loads(file.content.canonical())
    parts = sorted(key for key in published.keys() | written.keys() if published.get(key) != written.get(key))
    return Problem(
        str(file.path),
        ", ".join(parts),
        say(
            "%(code)s %(label)s is published and says something else here. A published version never changes: "
            "restore the file, and write what is new as a new version.",
            code=row.curriculum_code,
            label=row.label,
        ),
    )


def _overlapping(new: Sequence[CurriculumFile], known: Sequence[CurriculumVersion]) -> Iterator[Problem]:
    """New published versions that would be in force together with one that is there already and has no file here.

    What was decided since counts: a pilot that was published, a version that another one superseded.
    """
    codes = {file.content.curriculum for file in new if file.content.status == "published"}
    there = versions_by_id(row.id for row in known if row.curriculum_code in codes) if codes else {}
    for file in new:
        said = file.content
        ends = said.superseded_on.value - timedelta(days=1) if said.superseded_on else date.max
        for version in there.values():
            in_force = version.status == "published" or version.published_on is not None
            if version.code != said.curriculum or said.status != "published" or not in_force:
                continue
            begins = version.published_on or version.effective_from
            last = version.superseded_on - timedelta(days=1) if version.superseded_on else date.max
            if said.effective_from.value <= last and begins <= ends:
                yield Problem(
                    str(file.path),
                    "effective_from",
                    say(
                        "Would be in force together with %(code)s %(label)s, which is published: "
                        "one of them must be superseded earlier.",
                        code=version.code,
                        label=version.label,
                    ),
                )
