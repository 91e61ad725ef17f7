"""The clock, which only the edges read: rules, queries and actions are told what day it is."""

from datetime import UTC, date, datetime

from flask import current_app


def now() -> datetime:
    """This moment in UTC; on the day that the setting TODAY names, when it names one."""
    moment = datetime.now(UTC).replace(microsecond=0)
    said: date | None = current_app.config["SETTINGS"].today
    return moment if said is None else datetime.combine(said, moment.timetz())


def today() -> date:
    """Today in UTC, or the day that the setting TODAY names."""
    return now().date()
