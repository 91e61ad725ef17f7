"""The operator's commands about what readiness keeps for speed: make it anew, and hold it against the facts."""

import resource
import sys
from dataclasses import asdict
from time import perf_counter, process_time

import click

from trainingapp.kit import clock
from trainingapp.kit.commands import answer, command, found
from trainingapp.kit.db import transaction
from trainingapp.readiness import actions
from trainingapp.readiness.reports.compared import compare
from trainingapp.readiness.work import at_one_moment


@click.group("readiness")
def readiness() -> None:
    """What readiness keeps for speed: it may be thrown away at any time, and is never the truth."""


@command("rebuild")
def rebuild(as_json: bool) -> None:
    """Throw away what is kept for speed and make it anew from the facts; say what that took."""
    before, began, worked = _megabytes(), perf_counter(), process_time()
    with transaction():
        done = actions.rebuild(clock.now())
    told = {
        "rotations": done.rotations,
        "seconds": round(perf_counter() - began, 2),
        "processor_seconds": round(process_time() - worked, 2),
        "megabytes": _megabytes(),
        "megabytes_before": before,
    }
    text = (
        f"Rotations made anew: {told['rotations']}, in {told['seconds']} s "
        f"({told['processor_seconds']} s of processor time), at most {told['megabytes']} MB of memory"
    )
    answer(told, as_json=as_json, text=text)


@command("verify")
def verify(as_json: bool) -> None:
    """Compute everything from the facts and compare it with what is kept, to the byte; name the first that differs."""
    began = perf_counter()
    with at_one_moment():
        compared = compare()
    told = {
        "equal": compared.is_equal,
        **asdict(compared),
        "seconds": round(perf_counter() - began, 2),
    }
    one = compared.differing
    if one is not None:
        text = f"{one.state} {one.code} differs. Kept: {one.kept}. The facts give: {one.facts}."
        found(told, as_json=as_json, text=f"{text}\nMake it anew: trainingapp readiness rebuild")
    text = (
        f"Rotations: {compared.rotations}, steps: {compared.steps}, equal to the byte. SHA-256 {compared.facts_sha256}"
    )
    answer(told, as_json=as_json, text=text)


def _megabytes() -> float:
    """The most memory that this process ever held."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    # Linux tells kilobytes, macOS bytes.
    return round(peak / (1024 * 1024 if sys.platform == "darwin" else 1024), 1)


readiness.add_command(rebuild)
readiness.add_command(verify)
