"""The day of judgement a page is asked for, in its address: `?as_of=2017-12-31`, or today."""

from dataclasses import dataclass
from datetime import date

from flask import request

from trainingapp.kit.clock import today
from trainingapp.kit.days import NotADate, read_day
from trainingapp.kit.words import Sentence


@dataclass(frozen=True)
class AskedDay:
    """The day, what was typed for it if anything was, and why that cannot be read. For the macro `as_of` of forms."""

    day: date
    typed: str | None = None
    error: Sentence | None = None


def asked_day() -> AskedDay:
    """The day this request asks about; today when it names none, or one that cannot be read, with the reason."""
    typed = request.args.get("as_of", "").strip()[:40]
    if not typed:
        return AskedDay(today())
    try:
        return AskedDay(read_day(typed), typed)
    except NotADate as refused:
        return AskedDay(today(), typed, refused.sentence)
