"""The operator's command that sends what waits in the outbox."""

from dataclasses import asdict

import click

from trainingapp.kit.commands import answer, command, found
from trainingapp.letters import queries, work


@click.group("letters")
def letters() -> None:
    """The letters that the register sends."""


@command("send")
def send(as_json: bool) -> None:
    """Send the letters that are due now. Any number of machines may; ends with status 1 when some were stopped."""
    done, stands = work.send(), queries.outbox()
    told = asdict(done) | {"waiting": stands.waiting}
    text = f"{done.sent} sent, {stands.waiting} waiting, {done.given_up} given up."
    if done.stopped:
        found(told, as_json=as_json, text=f"{text} Stopped: {', '.join(sorted(done.stopped))}.")
    answer(told, as_json=as_json, text=text)


letters.add_command(send)
