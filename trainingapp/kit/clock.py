"""The clock, which only the edges read: rules, queries and actions are told what day it is."""

import os
from datetime import UTC, date, datetime, time

from flask import Flask, current_app

#: Where a process with a day of its own leaves to those that it starts when that day began.
BEGAN = "TRAININGAPP_TODAY_BEGAN"


def began() -> date:
    """The real day on which this process, or the one that started it, first asked."""
    return date.fromisoformat(os.environ.setdefault(BEGAN, datetime.now(UTC).date().isoformat()))


def init_app(app: Flask) -> None:
    """Note it before other processes are started, so that all of them go by one clock."""
    if app.config["SETTINGS"].today is not None:
        began()


def now() -> datetime:
    """This moment in UTC; on the day that the setting TODAY names, when it names one.

    It never goes back while the register is served, not over midnight either: what has run out stays so.
    """
    moment = datetime.now(UTC).replace(microsecond=0)
    said: date | None = current_app.config["SETTINGS"].today
    return moment if said is None else stood_in(moment, said=said, since=began())


def stood_in(moment: datetime, *, said: date, since: date) -> datetime:
    """A moment by a clock that was put to a day since when it goes on as real time does: to that day's last second."""
    return min(moment + (said - since), datetime.combine(said, time(23, 59, 59), UTC))


def today() -> date:
    """Today in UTC, or the day that the setting TODAY names."""
    return now().date()
