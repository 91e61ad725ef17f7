"""What erasing leaves to be done outside the transaction: files, the pages of the database's file, the list of those
erased, which must outlive an older backup."""

import json
import os
import shutil
import time
from collections.abc import Iterable, Mapping
from datetime import datetime
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import structlog
from flask import current_app

from trainingapp.jobs.work import Kind, Progress, Task, queue
from trainingapp.kit.db import Unswept, db, scrub
from trainingapp.kit.words import N_
from trainingapp.privacy import queries
from trainingapp.privacy.actions import Erased
from trainingapp.privacy.rules import Names, is_named

log = structlog.get_logger(__name__)

#: The list of those erased, in the data directory: public ids, which name nobody.
LIST = "erasures.jsonl"
#: How often sweeping is tried while others use the database, and the seconds in between.
TRIES, PAUSE = 4, 5


def data_dir() -> Path:
    """Where files are kept."""
    found: Path = current_app.config["SETTINGS"].data_dir
    return found


def finish(erased: Erased) -> dict[str, int]:
    """After the commit: take away the files that may show the person, and write down who was erased.

    Killed in between, the next erasing, and the retention run every night, do the rest: nothing here needs to know the
    names but the search in letters, whose files are swept after some days in any case.
    """
    gone = {
        "evidence": remove_evidence(erased.stored),
        "made": remove_made_files(),
        "letters": remove_letters(erased.names),
    }
    note_erasures()
    return gone


def remove_evidence(stored: Iterable[str]) -> int:
    """Take away the bytes of files of evidence and of papers; how many there were."""
    return sum(_unlink(place) for name in stored for place in data_dir().rglob(f"{name}*"))


def evidence_file(stored: str) -> Path | None:
    """Where the bytes of a file of evidence are; None when they are gone."""
    return next((place for place in data_dir().rglob(f"{stored}*") if place.is_file()), None)


def remove_made_files() -> int:
    """Take away the files that long work made, all of them: who stands in which is not kept, and each can be made
    again. The folder of work that is under way stays, and begins anew."""
    gone = 0
    for folder in queue().folder.glob("*"):
        for place in folder.glob("*"):
            if place.is_file():
                gone += _unlink(place)
    return gone


def remove_letters(names: Names) -> int:
    """Take away the letters that were written out as files and name the person."""
    gone = 0
    for place in (data_dir() / "outbox").glob("*.eml"):
        try:
            letter = message_from_bytes(place.read_bytes(), policy=default)
            body = letter.get_body(("plain",))
            text = f"{letter['To']}\n{letter['Subject']}\n{body.get_content() if body else ''}"
        except (OSError, LookupError, ValueError):
            text = ""
        if is_named(text, names):
            gone += _unlink(place)
    return gone


def _unlink(place: Path) -> bool:
    """Overwrite a file's bytes and take it away; whether it was there."""
    try:
        with place.open("r+b") as file:
            file.write(bytes(place.stat().st_size))
            os.fsync(file.fileno())
        place.unlink()
    except FileNotFoundError:
        return False
    return True


def noted() -> dict[str, dict[str, object]]:
    """Public id -> what the list in the data directory says of its erasing."""
    place = data_dir() / LIST
    lines = place.read_text().splitlines() if place.is_file() else []
    return {str(person): line for line in map(json.loads, lines) for person in line["persons"]}


def told(entries: Iterable[tuple[int, datetime, str, str]]) -> list[dict[str, object]]:
    """The erasings that the journal knows, as the list tells them."""
    found = []
    for seq, at, state, details in entries:
        said = json.loads(details)
        found.append(
            {"entry": seq, "at": at.isoformat(), "state": state, "reason": said["reason"], "persons": said["persons"]}
        )
    return found


def note_erasures() -> int:
    """Bring the list up to date with the journal; nothing is ever taken out of it. Gives how many it names."""
    known = noted()
    new = [line for line in told(queries.erasures()) if not set(map(str, line["persons"])) <= known.keys()]  # type: ignore[call-overload]
    if new:
        place = data_dir() / LIST
        with place.open("a") as file:
            file.writelines(json.dumps(line) + "\n" for line in new)
            file.flush()
            os.fsync(file.fileno())
    return len(noted())


def sweep() -> None:
    """Let the database's files keep nothing of whoever was erased. Raises Unswept when others use them too long."""
    for attempt in range(TRIES):
        try:
            scrub(queries.swept())
        except Unswept:
            if attempt == TRIES - 1:
                raise
            time.sleep(PAUSE)
        else:
            return


def scrub_file(task: Task, progress: Progress) -> Mapping[str, object]:
    """Write the database's file anew, so that its pages keep nothing of whoever was erased."""
    progress(0, 1)
    db.session.remove()
    sweep()
    progress(1)
    return {}


def clear_folders(before: float) -> int:
    """Take away folders of long work that nothing has touched since; how many."""
    gone = 0
    for folder in queue().folder.glob("*"):
        if folder.stat().st_mtime < before:
            shutil.rmtree(folder, ignore_errors=True)
            gone += 1
    return gone


KINDS: Mapping[str, Kind] = {"privacy.scrub": Kind(N_("Sweeping the database’s file"), scrub_file)}
