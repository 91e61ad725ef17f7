"""What the pages share: the blueprint, the way up, the bars, the links to the same figures as files."""

from collections.abc import Callable, Mapping
from typing import Any

from babel import Locale
from flask import Blueprint, current_app, request, url_for
from flask_babel import get_locale

from trainingapp.accounts.rules import Identity
from trainingapp.kit.charts import Bar
from trainingapp.readiness.coverage import Tally
from trainingapp.readiness.views.files import KINDS

bp = Blueprint("readiness", __name__, template_folder="../templates", url_prefix="/gaps")


def bars(
    tallies: Mapping[str, Tally], titles: Mapping[str, str], *, lacking: Callable[[str], str] | None = None
) -> list[Bar]:
    """A line of a chart for each curriculum. `lacking` gives the address of those who lack it, where they are told."""
    return [
        Bar(titles[code], one.held, one.required, lacking(code) if lacking and one.gap else None, code)
        for code, one in tallies.items()
    ]


def speaks_for_one_state(identity: Identity) -> str | None:
    """The State of somebody who sees the gaps of one State only."""
    scope = identity.scope("gaps.see")
    one = not scope.everything and not scope.missions and len(scope.states) == 1
    return next(iter(scope.states)) if one else None


def files(**more: str | None) -> list[tuple[str, str]]:
    """This page as files: its own address with a format."""
    arguments: dict[str, Any] = {**request.args.to_dict(), **(request.view_args or {}), **more}
    kept = {name: value for name, value in arguments.items() if value and name not in ("page", "sort", "lacking")}
    return [(kind, url_for(request.endpoint or "", **{**kept, "format": kind})) for kind in KINDS]


def language() -> str:
    """The reader's language."""
    return str(get_locale() or "en")


def language_called(code: str) -> str:
    """A language as the reader calls it."""
    return str((get_locale() or Locale("en")).languages.get(code, code))


def preparing_days() -> int:
    """A policy setting: days before deployment in which a rotation counts as preparing."""
    days: int = current_app.config["SETTINGS"].preparing_days
    return days
