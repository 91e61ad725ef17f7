"""How fast any date is answered, past or future, and what keeping that up costs: each beside the bare question."""

import gc
import json
import os
import random
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from time import perf_counter
from typing import Any, Final

from sqlalchemy import select

from trainingapp.accounts.rules import OPERATOR
from trainingapp.completions.models import Completion
from trainingapp.forces.models import Assignment
from trainingapp.kit import clock
from trainingapp.kit.db import db
from trainingapp.readiness import reports
from trainingapp.readiness.bench import as_bound, floor_statement
from trainingapp.readiness.coverage import Question, Table
from trainingapp.readiness.reports import timelines
from trainingapp.readiness.work import keep_up

SCOPE: Final = OPERATOR.scope("gaps.see")
#: Days before and after today from which dates are drawn, and the days that are looked ahead.
PAST, FUTURE, AHEAD = 700, 700, 730
ANY_DATE: Final = "readiness.any date, p95"
#: Preparing rotations, as the setting has them.
PREPARING = 180


def dates(quick: bool, size: str) -> list[dict[str, Any]]:
    """Milliseconds within which 95 of 100 dates are answered for all States, and the forecast by State and curriculum.

    The floor is the same table as one statement over assignments and completions, of a few of the dates.
    """
    keep_up()
    asked = days(40 if quick else 200)
    timelines.timeline()
    gc.collect()
    times = [milliseconds(lambda: answer(day)) for day in asked]  # noqa: B023
    some = [clock.today(), *asked[: 2 if quick else 6]]
    floors = [milliseconds(lambda: bare(day)) for day in some]  # noqa: B023
    for day in some:
        _check(day)
    floor = sum(floors) / len(floors)
    forecasts = [milliseconds(forecast) for _ in range(3 if quick else 10)]
    return [
        row(ANY_DATE, p95(times), floor, "ms", size),
        row("readiness.any date, slowest of all", max(times), max(floors), "ms", size),
        row("readiness.24 months by State and curriculum", p95(forecasts), floor, "ms, floor: 1 day", size),
    ]


def days(count: int) -> list[date]:
    """So many dates, past and future, always the same."""
    chance = random.Random(20171231)
    return [clock.today() + timedelta(days=chance.randint(-PAST, FUTURE)) for _ in range(count)]


def answer(day: date) -> Table:
    """All States and curricula on a day, as a page asks."""
    timelines.REMEMBERED.forget()
    return reports.coverage(SCOPE, Question(day, PREPARING), by="state")


def forecast() -> Sequence[Any]:
    """Each curriculum by State, on each day of the 24 months to come."""
    today = clock.today()
    last = today + timedelta(days=AHEAD)
    question = Question(today, PREPARING)
    codes: list[str | None] = [None, *timelines.curricula_in_order()]
    return [timelines.daily(SCOPE, question, first=today, last=last, curriculum=code, by="state") for code in codes]


def bare(day: date) -> Sequence[Any]:
    """The same day as one straight statement over the facts."""
    return db.session.execute(floor_statement(), {"day": as_bound(day)}).all()


def _check(day: date) -> None:
    found, total = bare(day), answer(day).totals.total
    counted = sum(one.required for one in found), sum(one.held for one in found)
    if counted != (total.required, total.held):
        raise AssertionError(f"on {day} the floor counts {counted}, the report {total.required, total.held}")


# --- What keeping it up costs ----------------------------------------------------------------------------------------


def after(record: Callable[[], object], quick: bool, size: str) -> list[dict[str, Any]]:
    """Seconds that the first answer takes after something was recorded, over what it takes otherwise.

    The floor is the bare statement, which knows of it at once.
    """
    day = clock.today()
    answer(day)
    usual = min(milliseconds(lambda: answer(day)) for _ in range(5))
    before = answer(day).totals.total

    def first() -> None:
        keep_up()
        answer(day)

    extra = []
    for _ in range(2 if quick else 3):
        record()
        extra.append(milliseconds(first) - usual)
    if answer(day).totals.total == before:
        raise AssertionError("the answer does not know of what was recorded")
    _check(day)
    return [
        row(
            "readiness.first answer after a roster",
            max(extra) / 1000,
            milliseconds(lambda: bare(day)) / 1000,
            "s more, once",
            size,
        )
    ]


def rebuilding(size: str) -> list[dict[str, Any]]:
    """Seconds and megabytes of making everything anew in a process of its own, and of comparing it to the byte.

    The floors: reading the same rows and doing nothing with them; the process before it begins.
    """
    db.session.remove()
    floor = milliseconds(_read_all) / 1000
    db.session.remove()
    made, compared = _told("rebuild"), _told("verify")
    if not compared["equal"]:
        raise AssertionError(f"what is kept is not what the facts give: {compared}")
    return [
        row("readiness.rebuild", made["seconds"], floor, "s", size),
        row("readiness.rebuild, processor", made["processor_seconds"], floor, "s", size),
        row("readiness.rebuild, memory", made["megabytes"], made["megabytes_before"], "MB", size),
        row("readiness.verify, equal to the byte", compared["seconds"], floor, "s", size),
    ]


def _told(command: str) -> Mapping[str, Any]:
    started = [sys.executable, "-c", "from trainingapp.app import main; main()", "readiness", command, "--json"]
    done = subprocess.run(started, env=os.environ, stdout=subprocess.PIPE, text=True, check=True)
    told: Mapping[str, Any] = json.loads(done.stdout)
    return told


def _read_all() -> None:
    connection = db.session.connection()
    facts = (Completion.person_id, Completion.version_id, Completion.completed_on, Completion.valid_through)
    lines = (Assignment.rotation_id, Assignment.person_id, Assignment.category, Assignment.function_code)
    for columns in (facts, lines):
        for some in connection.execution_options(yield_per=5_000).execute(select(*columns)).partitions():
            len(some)


# --- Figures ---------------------------------------------------------------------------------------------------------


def milliseconds(work: Callable[[], object]) -> float:
    """How long something takes."""
    began = perf_counter()
    work()
    return (perf_counter() - began) * 1000


def p95(times: Sequence[float]) -> float:
    """That within which 95 of 100 are."""
    return sorted(times)[int(len(times) * 0.95)]


def row(name: str, figure: float, floor: float, unit: str, size: str) -> dict[str, Any]:
    """A line of the table."""
    digits = 1 if unit.startswith("ms") else 4
    return {
        "name": name,
        "figure": round(figure, digits),
        "unit": unit,
        "floor": round(floor, digits),
        "ratio": round(figure / floor, 4),
        "size": size,
    }
