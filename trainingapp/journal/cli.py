"""The operator's commands about the journal."""

from pathlib import Path

import click
from flask import current_app

from trainingapp.journal import actions, heads, queries, reports, verified
from trainingapp.kit import clock
from trainingapp.kit.commands import answer, command, found, progress, snapshot
from trainingapp.kit.db import transaction
from trainingapp.kit.errors import Refused
from trainingapp.kit.keys import signing_key
from trainingapp.kit.words import say


def as_json_of(verdict: reports.Verdict) -> dict[str, object]:
    """A verdict as the commands print it."""
    wrong = verdict.first_bad
    first = wrong and {
        "seq": wrong.seq,
        "table": wrong.table,
        "id": wrong.id,
        "column": wrong.column,
        "reason": str(wrong.reason),
    }
    return {"ok": verdict.ok, "entries": verdict.entries, "records": verdict.records, "first_bad": first}


@command("verify")
@click.option("--deep", is_flag=True, help="Compare what is derived from the records as well.")
@click.option("--against", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Folder of known heads.")
def verify(deep: bool, against: Path | None, as_json: bool) -> None:
    """Re-derive the journal and every record it vouches for; name the first that is wrong."""
    known = (
        [] if against is None else [reports.KnownHead(s, h, f"{at}, {file}") for file, s, h, at in heads.read(against)]
    )
    with snapshot() as connection, progress("Verifying", queries.entry_count(connection)) as step:
        verdict = reports.verify(connection, known=known, deep=deep, step=step)
    noted = verified.Verified(clock.now(), deep, verdict.ok, verdict.entries)
    verified.note(current_app.config["SETTINGS"].data_dir, noted)
    said = as_json_of(verdict)
    if verdict.ok:
        answer(
            said, as_json=as_json, text=f"{verdict.entries} entries and {verdict.records} records are what they were."
        )
        return
    wrong = verdict.first_bad
    assert wrong is not None
    place = " ".join(part for part in (wrong.table, wrong.id, wrong.column) if part)
    found(said, as_json=as_json, text=f"Entry {wrong.seq}, {place}: {wrong.reason}")


@click.group("heads")
def heads_group() -> None:
    """The journal's head, signed, to be kept elsewhere."""


@command("export")
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
def export(folder: Path, as_json: bool) -> None:
    """Write the signed head of the journal into DIR, with the public key beside it.

    Seals the notes of who looked at people first, so that the head vouches for them too.
    """
    with transaction():
        actions.seal_readings(now=clock.now())
    with snapshot() as connection:
        head = queries.head(connection)
    if head is None:
        raise Refused(say("The journal is empty: it has no head yet."))
    key = signing_key(current_app.config["SETTINGS"].data_dir / "keys", heads.PURPOSE)
    place = heads.write(folder, key, seq=head[0], digest=head[1], now=clock.now())
    answer({"seq": head[0], "hash": head[1]}, as_json=as_json, text=f"Entry {head[0]}, {head[1]}: {place}")


heads_group.add_command(export)
