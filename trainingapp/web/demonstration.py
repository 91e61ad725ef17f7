"""`trainingapp demo`: everything from nothing to a running demonstration, in one command."""

import os
import subprocess
import sys

import click
from flask import current_app

from trainingapp.demo.cli import sign_ins
from trainingapp.demo.plan import AS_OF
from trainingapp.kit.commands import command


@command("demo")
@click.option("--scale", type=click.Choice(["small", "full"]), default="small", show_default=True)
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option("--host", default="127.0.0.1", show_default=True)
def demo(scale: str, port: int, host: str, as_json: bool) -> None:
    """Set up, fill in the demonstration when the register is empty, and serve it on its own day, 2017-12-31."""
    settings = current_app.config["SETTINGS"]
    # The processes that follow read the settings anew: the day and the first page of the demonstration.
    env = os.environ | {
        "TRAININGAPP_TODAY": (settings.today or AS_OF).isoformat(),
        "TRAININGAPP_DEMO": "true",
        # Browsers make passkeys for a name, not for a number.
        "TRAININGAPP_BASE_URL": os.environ.get(
            "TRAININGAPP_BASE_URL", f"http://{'localhost' if host == '127.0.0.1' else host}:{port}"
        ),
    }
    for step in (["init"], ["seed", "--scale", scale]):
        done = subprocess.run(_register(*step), env=env, stdout=subprocess.DEVNULL)
        if done.returncode:
            raise click.exceptions.Exit(done.returncode)
    click.echo(f"\nThe demonstration: {env['TRAININGAPP_BASE_URL']}\n\n{sign_ins()}")
    click.echo("\n* asks for a code after the pass phrase: the page fills it in. Just go on.\n")
    sys.stdout.flush()
    serve = ["serve", "--port", str(port), "--host", host, *(["--json"] if as_json else [])]
    os.execve(sys.executable, _register(*serve), env)


def _register(*arguments: str) -> list[str]:
    return [sys.executable, "-c", "from trainingapp.app import main; main()", *arguments]
