"""The operator's commands: what has been kept long enough, and those who must stay erased."""

import json
from pathlib import Path

import click
from flask import current_app

from trainingapp.accounts.rules import OPERATOR
from trainingapp.kit import clock
from trainingapp.kit.commands import answer, command, progress
from trainingapp.kit.db import db, transaction
from trainingapp.kit.errors import Refused
from trainingapp.kit.words import say
from trainingapp.privacy import actions, queries, work
from trainingapp.privacy.rules import RETIRED, Keeping, years_before


def keeping() -> Keeping:
    """How long things are kept here."""
    settings = current_app.config["SETTINGS"]
    return Keeping(
        person_years=settings.person_years,
        sign_in_days=settings.sign_in_days,
        upload_days=settings.upload_days,
        job_days=settings.job_days,
        letter_days=settings.letter_days,
        key_days=settings.request_key_days,
    )


@command("retention")
@click.option("--apply", "applied", is_flag=True, help="Take it away. Without this, only the numbers are told.")
def retention(applied: bool, as_json: bool) -> None:
    """What has been kept long enough: with --apply it is taken away, and the journal says how much."""
    now, kept = clock.now(), keeping()
    due = queries.served_long_ago(years_before(now.date(), kept.person_years))
    db.session.remove()
    counts: dict[str, int] = {}
    if applied:
        with progress("Erasing", len(due)) as step:
            for person in due:
                with transaction():
                    erased = actions.erase(person, reason=RETIRED, by=OPERATOR, now=now, secret=_secret())
                work.finish(erased)
                step(1)
        with transaction():
            counts = actions.take_away_old(kept, now=now, apply=True)
            counts["person"] = len(due)
            counts["job_folder"] = work.clear_folders(now.timestamp() - 86_400 * kept.job_days)
            if any(counts.values()):
                actions.note_retention(counts, by=OPERATOR, now=now)
        work.sweep()
    else:
        counts = actions.take_away_old(kept, now=now, apply=False)
        counts["person"] = len(due)
    work.note_erasures()
    lines = [f"{count:>8}  {name}" for name, count in sorted(counts.items())]
    done = "taken away" if applied else "would go (nothing was changed: say --apply)"
    answer({"applied": applied, "rows": counts}, as_json=as_json, text="\n".join([*lines, done]))


@click.group("erasures")
def erasures() -> None:
    """Those who were erased, and must stay so when an older backup is restored."""


@command("list")
def listed(as_json: bool) -> None:
    """Everybody who was erased, as the journal and the list in the data directory know them. Names nobody."""
    work.note_erasures()
    lines = {json.dumps(line, sort_keys=True): line for line in work.noted().values()}
    told = [lines[key] for key in sorted(lines)]
    answer(
        told,
        as_json=as_json,
        text="\n".join(f"{one['at']}  {one['state']}  {' '.join(map(str, one['persons']))}" for one in told),  # type: ignore[call-overload]
    )


@command("reapply")
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def reapply(file: Path | None, as_json: bool) -> None:
    """Erase again everybody on the list who is in the register once more. Given again, it changes nothing."""
    lines = _read(file) if file else list(work.noted().values())
    done, absent = 0, 0
    wanted = {str(person): str(line["reason"]) for line in lines for person in line["persons"]}  # type: ignore[attr-defined]
    with progress("Erasing", len(wanted)) as step:
        for public_id, reason in sorted(wanted.items()):
            key = queries.key_of(public_id)
            erased = None
            if key is None:
                absent += 1
            else:
                try:
                    with transaction():
                        erased = actions.erase(
                            key, reason=reason, by=OPERATOR, now=clock.now(), secret=_secret(), again=True
                        )
                except actions.AlreadyErased:
                    pass
            if erased is not None:
                work.finish(erased)
                done += 1
            step(1)
    if done:
        db.session.remove()
        work.sweep()
    work.note_erasures()
    told = {"listed": len(wanted), "erased": done, "absent": absent}
    answer(told, as_json=as_json, text=f"{done} of {len(wanted)} were there again and have been erased.")


@command("sweep")
def sweep(as_json: bool) -> None:
    """Write the database's files anew, so that no page of them keeps what was erased. Can be given at any time."""
    work.sweep()
    answer({"swept": sorted(queries.swept())}, as_json=as_json, text="The database keeps nothing of what was erased.")


def _secret() -> str:
    return str(current_app.secret_key)


def _read(file: Path) -> list[dict[str, object]]:
    try:
        text = file.read_text()
        read = json.loads(text) if text.lstrip().startswith("[") else [json.loads(line) for line in text.splitlines()]
        return [{"persons": list(line["persons"]), "reason": str(line["reason"])} for line in read]
    except (ValueError, KeyError, TypeError) as error:
        raise Refused(say("%(file)s is no list of those erased.", file=file.name)) from error


erasures.add_command(listed)
erasures.add_command(reapply)
erasures.add_command(sweep)
