"""A worker process of its own, as `trainingapp work` runs one, with kinds of work made for the tests."""

import sys
import time
from collections.abc import Mapping
from pathlib import Path

from flask import Flask

from tests.conftest import settings_for
from trainingapp.app import create_app
from trainingapp.jobs.work import Kind, Progress, Task
from trainingapp.kit.errors import Refused
from trainingapp.kit.words import say


def count(task: Task, progress: Progress) -> Mapping[str, object]:
    """Counts slowly, then writes a file."""
    for number in range(int(task.arguments["to"])):
        time.sleep(float(task.arguments.get("pause", 0)))
        progress(number + 1)
    (task.folder / "counted.txt").write_text("counted")
    return {"counted": progress.done, "file": "counted.txt"}


def refuse(task: Task, progress: Progress) -> None:
    raise Refused(say("There is nobody to count in %(rotation)s.", rotation="BANBAT-4"))


def stumble(task: Task, progress: Progress) -> None:
    raise ZeroDivisionError


KINDS = {"count": Kind("Counting", count), "refuse": Kind("Refusing", refuse), "stumble": Kind("Stumbling", stumble)}


def app_for(url: str, folder: Path, **config: object) -> Flask:
    app = create_app(settings_for(url, folder), **config)
    app.extensions["jobs"].kinds.update(KINDS)
    return app


if __name__ == "__main__":
    app = app_for(sys.argv[1], Path(sys.argv[2]))
    with app.app_context():
        app.cli.commands["work"].main(["--workers", "1"], standalone_mode=False)
