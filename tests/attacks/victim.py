"""A process whose children do one command each and are killed at a given step: before any statement, before a commit,
after a commit, or after some milliseconds. Kill -9: nobody is asked, nothing is tidied up.

Reads one JSON object a line: `command` (arguments of the command line) or `job` (its public id), and `step` or `after`.
Answers each with `killed` and what was `said` on standard output.
"""

import json
import os
import select
import signal
import sys
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event

from tests.conftest import settings_for
from trainingapp.app import create_app
from trainingapp.jobs import work


def count_steps(engine: Engine, deadly: int) -> None:
    """Die at this step of the process."""
    steps = count(1)

    def step(*_: Any) -> None:
        if next(steps) == deadly:
            os.kill(os.getpid(), signal.SIGKILL)

    commit = type(engine.dialect).do_commit

    def and_after(self: Any, connection: Any) -> None:
        commit(self, connection)
        step()

    event.listen(Engine, "before_cursor_execute", step)
    event.listen(Engine, "commit", step)
    type(engine.dialect).do_commit = and_after  # type: ignore[method-assign]


def child(app: Any, asked: dict[str, Any], said: int) -> None:
    os.dup2(said, 1)
    if "step" in asked:
        count_steps(create_engine(app.config["SETTINGS"].url()), asked["step"])
    with app.app_context():
        if "job" in asked:
            work.run(asked["job"])
        else:
            name, *rest = asked["command"]
            app.cli.commands[name].main(rest, standalone_mode=False)
    sys.stdout.flush()


def answer(app: Any, asked: dict[str, Any]) -> dict[str, object]:
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            child(app, asked, write)
            status = 0
        finally:
            os._exit(status)
    os.close(write)
    said = b""
    if "after" in asked and not select.select([read], [], [], asked["after"])[0]:
        os.kill(pid, signal.SIGKILL)
    while chunk := os.read(read, 65536):
        said += chunk
    os.close(read)
    _, status = os.waitpid(pid, 0)
    return {"killed": os.WIFSIGNALED(status), "status": os.waitstatus_to_exitcode(status), "said": said.decode()}


if __name__ == "__main__":
    made = create_app(settings_for(sys.argv[1], Path(sys.argv[2])), TESTING=True)
    for line in sys.stdin:
        sys.stdout.write(json.dumps(answer(made, json.loads(line))) + "\n")
        sys.stdout.flush()
