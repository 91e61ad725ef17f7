"""`trainingapp seed` and `trainingapp demo`."""

import os
from datetime import date
from pathlib import Path
from typing import Any

import click
from flask import current_app

from trainingapp.accounts.rules import SECOND_FACTOR
from trainingapp.demo import actions, queries, samples
from trainingapp.demo.actions import papers
from trainingapp.demo.plan import AS_OF
from trainingapp.demo.signins import PASS_PHRASE, SIGN_INS, secret_of
from trainingapp.kit import commands
from trainingapp.kit.clock import now
from trainingapp.kit.db import transaction
from trainingapp.readiness import actions as readiness

SCALE = click.option("--scale", type=click.Choice(["small", "full"]), default="small", show_default=True)


@commands.command("seed")
@SCALE
def seed(scale: str, as_json: bool) -> None:
    """Put the demonstration into an empty register, as of 2017-12-31. Refuses one that holds real data."""
    outcome = fill(scale)
    write_samples()
    told: dict[str, Any] = {
        "as_of": AS_OF.isoformat(),
        "logins": [
            {"role": s.role, "email": s.email, "password": PASS_PHRASE, "state": s.state, "mission": s.mission}
            | ({"totp_secret": secret_of(s.email)} if s.role in SECOND_FACTOR else {})
            for s in SIGN_INS
        ],
        "rotations": [
            {"code": r.code, "state": r.state, "mission": r.mission, "strength": r.strength}
            for r in queries.rotations()
        ],
        "counts": outcome.counts,
    }
    state = "was there already" if outcome.already else "is in"
    counts = ", ".join(f"{count:,} {name}" for name, count in outcome.counts.items())
    commands.answer(told, as_json=as_json, text=f"The demonstration {state}: {counts}.\n{sign_ins()}\n\n{secrets()}")


def fill(scale: str) -> actions.Seeded:
    """Seed, with a progress bar on a terminal: all of it or nothing."""
    with commands.progress("Demonstration", 100) as step, transaction():
        shown = 0

        def progress(done: int, total: int) -> None:
            nonlocal shown
            step(done * 100 // total - shown)
            shown = done * 100 // total

        outcome = actions.seed(scale, progress=progress)
        # Or the first reader would wait until the coverage of all rotations is computed.
        readiness.refresh(now())
        if not outcome.already:
            settings = current_app.config["SETTINGS"]
            papers.publish(
                preparing_days=settings.preparing_days,
                amber_percent=settings.amber_percent,
                bulletin_days=settings.bulletin_days,
            )
            readiness.refresh(now())
        return outcome


def write_samples() -> Path:
    """Write the files of the story beside the database, for whoever prefers them to the pages."""
    folder = Path(current_app.config["SETTINGS"].data_dir) / "samples"
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in samples.files().items():
        (folder / name).write_bytes(content)
    return folder


def sign_ins() -> str:
    """Who can sign in, as lines for a terminal; a star marks those who also show a code."""
    lines = [
        f"  {one.email:<36}{one.role.replace('_', ' ')}{'*' if one.role in SECOND_FACTOR else ''} "
        f"{one.state or one.mission or one.institution or ''}".rstrip()
        for one in SIGN_INS
    ]
    return "\n".join([f"Everybody's pass phrase: {PASS_PHRASE}", "", *lines])


def secrets() -> str:
    """The secrets of the accounts that also show a code, for an authenticator app."""
    lines = [f"  {one.email:<36}{secret_of(one.email)}" for one in SIGN_INS if one.role in SECOND_FACTOR]
    return "\n".join(["* asks for a code too: give an authenticator app this secret.", "", *lines])


def as_demonstration() -> None:
    """Let the processes that follow show the demonstration: its day, its first page."""
    os.environ.setdefault("TRAININGAPP_TODAY", date.isoformat(AS_OF))
    os.environ.setdefault("TRAININGAPP_DEMO", "true")
