"""The operator's command that does the long work; `serve` runs it beside the pages."""

import click
from flask import current_app
from flask.cli import with_appcontext

from trainingapp.jobs.work import queue


@click.command("work")
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="Processes to work with.")
@with_appcontext
def work(workers: int) -> None:
    """Do the long work that people ask for, until told to stop. Any number of machines may."""
    huey = queue().huey
    # Told to stop, a worker gets some seconds to finish; what it could not finish waits for the next one.
    huey.create_consumer(
        workers=workers, worker_type="process", max_delay=1.0, graceful_signal="TERM", shutdown_timeout=10
    ).run()
    current_app.logger.info("the workers have stopped")
