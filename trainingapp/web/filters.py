"""How values are shown on pages: sentences, days, moments, numbers."""

from datetime import date, datetime
from functools import lru_cache
from typing import Any

from babel.dates import format_date as babel_date
from flask import Flask
from flask_babel import format_date, format_datetime, get_locale, gettext
from markupsafe import Markup

from trainingapp.kit.figures import NO_BREAK, grouped, percent
from trainingapp.kit.words import Sentence

#: Languages that are written from right to left, of those that a page may be shown in.
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})


def sentence(value: object) -> str:
    """A Sentence, or a bare msgid, in the reader's language; markup stays what it is.

    A day among a Sentence's values is shown as everywhere on the page; a text that looks like one stays a text.
    """
    if isinstance(value, Sentence):
        return _with_days(value).through(gettext)
    if isinstance(value, Markup):
        return value
    return gettext(value) if type(value) is str and value else str(value)


def _with_days(said: Sentence) -> Sentence:
    return Sentence(said.template, {name: _shown(one) for name, one in said.values.items()}) if said.values else said


def _shown(value: object) -> object:
    if isinstance(value, Sentence):
        return _with_days(value)
    if type(value) is date:
        return _day_as_text(value.year, value.month, value.day, str(get_locale() or "en"))
    return value


def day(value: date | None) -> str:
    """`25 Sep 2017`, which nobody can read another way; an en dash when there is none."""
    # Part by part, not as a moment: a date has no time zone to be moved by.
    return "–" if value is None else _day(value.year, value.month, value.day, str(get_locale() or "en"))


@lru_cache(maxsize=4096)
def _day(year: int, month: int, day: int, locale: str) -> Markup:
    """A list shows the same few days again and again."""
    shown = _day_as_text(year, month, day, locale)
    return Markup('<time datetime="{}">{}</time>').format(f"{date(year, month, day):%Y-%m-%d}", shown)


def _day_as_text(year: int, month: int, day: int, locale: str) -> str:
    return str(babel_date(date(year, month, day), "d MMM yyyy", locale=locale).replace(" ", NO_BREAK))


def month(value: date) -> str:
    """`Sep 2017`."""
    return str(format_date(date(value.year, value.month, 1), "MMM yyyy"))


def moment(value: datetime | None) -> str:
    """`25 Sep 2017, 14:05 UTC`; an en dash when there is none. The moment must know its zone."""
    if value is None:
        return "–"
    shown = format_datetime(value, "d MMM yyyy, HH:mm", rebase=False).replace(" ", NO_BREAK)
    return Markup('<time datetime="{}">{}</time>').format(f"{value:%Y-%m-%dT%H:%M:%SZ}", f"{shown}{NO_BREAK}UTC")


def number(value: int | None) -> str:
    """`91 204` in its own direction, so that it stays whole inside Arabic text."""
    # Only digits and spaces go into the markup.
    return "–" if value is None else Markup(f'<bdi dir="ltr">{grouped(value)}</bdi>')


def share(part: int, whole: int) -> str:
    """`97.5 %` in its own direction; `829|share(850)`."""
    return Markup(f'<bdi dir="ltr">{percent(part, whole)}</bdi>')


def language() -> str:
    """The reader's language, as `lang` wants it."""
    return str(get_locale() or "en").replace("_", "-")


def direction() -> str:
    """`rtl` when the reader's language is written from right to left."""
    return "rtl" if language().split("-")[0] in RIGHT_TO_LEFT else "ltr"


def init_app(app: Flask) -> None:
    """Register the filters, and `lang` and `dir` for every page."""
    app.jinja_env.filters.update(sentence=sentence, day=day, month=month, moment=moment, number=number, share=share)

    @app.context_processor
    def reading() -> dict[str, Any]:
        return {"lang": language(), "dir": direction()}
