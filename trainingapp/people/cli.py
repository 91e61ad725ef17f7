"""`trainingapp people`: what is derived from who people are, made anew."""

import click

from trainingapp.kit.commands import answer, command
from trainingapp.kit.db import transaction
from trainingapp.people import actions


@click.group("people")
def people() -> None:
    """Under which words people are found."""


@command("index")
def index(as_json: bool) -> None:
    """Throw the index of names and service numbers away and make it anew from what was recorded."""
    with transaction():
        words = actions.rebuild_index()
    answer({"words": words}, as_json=as_json, text=f"{words:,} words: everybody is found by each of theirs.")


people.add_command(index)
