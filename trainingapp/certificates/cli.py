"""The operator's commands for certificates: `certificates issue`, `verify`, `revoke`."""

import json
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click
from flask import current_app

from trainingapp.accounts.rules import OPERATOR
from trainingapp.certificates import actions, files, numbers, prints, queries, reports
from trainingapp.certificates.face import Face
from trainingapp.certificates.reports import Checked
from trainingapp.certificates.work import letterhead
from trainingapp.forces import queries as forces
from trainingapp.kit import clock
from trainingapp.kit.commands import answer, command, found, progress
from trainingapp.kit.db import transaction
from trainingapp.kit.errors import Refused
from trainingapp.kit.once import once
from trainingapp.kit.words import say


@click.group()
def certificates() -> None:
    """Certificates: issue, verify, revoke."""


@command("issue")
@click.option("--rotation", required=True, metavar="CODE", help="BANBAT-4, or BGD:BANBAT-4.")
@click.option("--curriculum", required=True, metavar="CODE", help="CPTM")
@click.option("--language", default="en", show_default=True, metavar="xx", help="Language of the certificates.")
@click.option("--out", type=click.Path(path_type=Path), metavar="DIR|FILE.pdf|FILE.zip", help="Where to write PDFs.")
@click.option("--key", help="The same key again gives the same answer and issues nothing twice.")
def issue(rotation: str, curriculum: str, language: str, out: Path | None, key: str | None, as_json: bool) -> None:
    """Issue to everyone entitled who has none; with --out, write the PDFs of all that stand on the rotation."""
    now = clock.now()
    refused: list[str] = []
    with transaction():
        scope = OPERATOR.scope("certificates.issue")
        known = forces.rotation_by_code(scope, rotation, as_of=now.date())
        code = curriculum.strip().upper()

        def do() -> str:
            outcome = actions.issue(known, code, letterhead=letterhead(language), by=OPERATOR, now=now)
            refused.extend(str(one.sentence) for one in outcome.refused)
            return json.dumps({"issued": outcome.issued, "already": outcome.already})

        said = json.loads(once(key, asked_by=OPERATOR.public_id, act="certificates.issue", now=now, do=do))
        faces = queries.standing_faces(scope, known.id, code, as_of=now.date()) if out else []
    said["files"] = _write(faces, out) if out else []
    for sentence in refused:
        click.echo(sentence, err=True)
    said["refused"] = len(refused)
    answer(said, as_json=as_json, text=f"{said['issued']} issued, {said['already']} had one already.")


def _write(faces: Sequence[Face], out: Path) -> list[str]:
    """The files that were written. A file appears whole or not at all."""
    if not faces:
        return []
    with progress("Drawing certificates", len(faces)) as bar:

        def step(done: int) -> None:
            bar(1)

        form = out.suffix.lower().removeprefix(".")
        if form not in files.WRITERS:
            files.write_folder(faces, out, step=step)
            return [str(out / files.file_name(face)) for face in faces]
        out.parent.mkdir(parents=True, exist_ok=True)
        unfinished = out.with_name(f".{out.name}.part")
        with unfinished.open("wb") as written:
            files.WRITERS[form](faces, written, step=step)
        unfinished.replace(out)
        return [str(out)]


@command("verify")
@click.argument("what", metavar="NUMBER|URL|FILE.pdf")
def verify(what: str, as_json: bool) -> None:
    """What a certificate is worth today, and everything printed on it. Ends with 1 when it is not valid."""
    checked = _check(what)
    said: dict[str, Any] = {"status": checked.standing.status, "number": None, "face": None}
    if checked.held is not None:
        said |= {"number": checked.held.number, "face": json.loads(checked.held.face.to_json())}
    said |= {
        "on": checked.standing.on.isoformat() if checked.standing.on else None,
        "reason": checked.standing.reason,
        "said": str(checked.said),
    }
    text = "\n".join([f"{checked.standing.word}. {checked.said}", *_lines(said)])
    (answer if checked.standing.status == "valid" else found)(said, as_json=as_json, text=text)


def _check(what: str) -> Checked:
    settings, today = current_app.config["SETTINGS"], clock.today()
    with suppress(OSError, ValueError):  # a number is no name of a file, and may be too long for one
        if Path(what).is_file():
            with Path(what).open("rb") as file:
                content = file.read(prints.LARGEST + 1)
            return reports.check_file(content, prefix=settings.certificate_prefix, as_of=today)
    if what.lower().endswith(".pdf"):
        raise Refused(say("There is no file %(name)s.", name=what))
    address = urlsplit(what.strip())
    head, _, public_id = address.path.rstrip("/").rpartition("/")
    if address.scheme and head.endswith("/c"):
        return reports.check_link(public_id, today)
    return reports.check_number(what, prefix=settings.certificate_prefix, as_of=today)


def _lines(said: dict[str, Any]) -> list[str]:
    """What is printed, a fact a line."""
    lines = [f"reason: {said['reason']}"] if said["reason"] else []
    for name, value in (said["face"] or {}).items():
        shown = ", ".join(topic for _, topic in value) if name == "topics" else value
        lines.append(f"{name}: {shown}")
    return lines


@command("revoke")
@click.argument("number", metavar="NUMBER")
@click.option("--reason", required=True, metavar="TEXT", help="Whoever checks the certificate will read it.")
@click.option("--withdraw-completion", is_flag=True, help="The training did not take place: it counts no longer.")
def revoke(number: str, reason: str, withdraw_completion: bool, as_json: bool) -> None:
    """End the worth of a certificate, with the reason. Of one that is revoked already it says so."""
    prefix = current_app.config["SETTINGS"].certificate_prefix
    with transaction():
        parsed = numbers.parse(number, prefix)
        held = queries.by_number(parsed) if parsed else None
        if held is None:
            raise Refused(reports.check_number(number, prefix=prefix, as_of=clock.today()).said)
        if held.facts.revoked_on is None:
            actions.revoke(
                [held.public_id],
                reason=reason,
                by=OPERATOR,
                now=clock.now(),
                also_withdraw_completion=withdraw_completion,
            )
    said = {"number": held.number, "status": "revoked"}
    answer(said, as_json=as_json, text=f"{held.number} is revoked.")


for each in (issue, verify, revoke):
    certificates.add_command(each)
