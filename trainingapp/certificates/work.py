"""Certificates as long work: facts first, in one transaction; the drawing after, as often as it takes."""

import re
from collections.abc import Mapping

from flask import current_app

from trainingapp.certificates import actions, files, queries
from trainingapp.certificates.rules import Letterhead
from trainingapp.forces import queries as forces
from trainingapp.jobs.work import Kind, Progress, Task
from trainingapp.kit import clock
from trainingapp.kit.db import transaction
from trainingapp.kit.errors import Absent, Refused
from trainingapp.kit.words import N_, say


def letterhead(language: str = "en") -> Letterhead:
    """What this register puts on its certificates, from its settings."""
    settings = current_app.config["SETTINGS"]
    return Letterhead(settings.certificate_prefix, settings.base_url, language)


def file_name(rotation_code: str, curriculum_code: str, form: str) -> str:
    """`BANBAT-4-CPTM.zip`: a rotation may be called anything, a file may not."""
    return f"{re.sub(r'[^A-Za-z0-9]+', '-', rotation_code).strip('-') or 'rotation'}-{curriculum_code}.{form}"


def issue(task: Task, progress: Progress) -> Mapping[str, object]:
    """Issue to everybody who is entitled and has none, then make one file of all that stand on the rotation.

    Killed between the two and begun again, it finds the certificates issued and draws the same bytes: nothing is lost
    and no number is spent twice. Arguments: rotation (public id), curriculum (code), form (zip or pdf).
    """
    try:
        return _make(task, progress, issuing=True)
    except actions.AlreadyIssued:
        # Another officer's job was faster, and this one waited for it: what it wanted to issue stands now.
        return _make(task, progress, issuing=True)


def make_files(task: Task, progress: Progress) -> Mapping[str, object]:
    """The same file again, of what was issued before: for whoever may see the certificates."""
    return _make(task, progress, issuing=False)


def _make(task: Task, progress: Progress, *, issuing: bool) -> Mapping[str, object]:
    now, form = clock.now(), str(task.arguments["form"])
    with transaction():
        by = queries.acting(task.asked_by)
        if by is None:
            raise Absent()
        scope = by.scope("certificates.issue" if issuing else "certificates.see")
        rotation = forces.rotation(scope, task.arguments["rotation"], as_of=now.date())
        code = str(task.arguments["curriculum"])
        outcome = actions.Issued(0, 0)
        if issuing:
            outcome = actions.issue(rotation, code, letterhead=letterhead(), by=by, now=now)
        faces = queries.standing_faces(scope, rotation.id, code, as_of=now.date())
    if not faces:
        raise (outcome.refused and Refused(outcome.refused[0].sentence)) or Refused(
            say("Nobody on the roll of %(rotation)s has a certificate of %(code)s.", rotation=rotation.code, code=code)
        )
    progress(0, len(faces))
    name = file_name(rotation.code, code, form)
    unfinished = task.folder / f".{name}.part"
    with unfinished.open("wb") as written:
        files.WRITERS[form](faces, written, step=progress)
    unfinished.replace(task.folder / name)
    # Whoever fetches the file sees these people by name.
    shown = {"persons": {rotation.state_code: len(faces)}, "object_kind": "rotation", "object_id": rotation.public_id}
    made = {"file": name, "issued": outcome.issued, "already": outcome.already, "refused": len(outcome.refused)}
    return {**made, "shown": shown}


KINDS: Mapping[str, Kind] = {
    "certificates.issue": Kind(N_("Issuing certificates"), issue),
    "certificates.files": Kind(N_("Certificates as a file"), make_files),
}
