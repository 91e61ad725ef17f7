"""What the pages share: the blueprint, the words of a score."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import Blueprint
from flask_babel import get_locale
from werkzeug.wrappers import Response

bp = Blueprint("bulletins", __name__, template_folder="../templates")

#: A page, with its status when that is not 200; or the next page.
Answer = str | Response | tuple[str, int]


def language() -> str:
    """The reader's language."""
    return str(get_locale() or "en")


@bp.app_template_global()
def deploys_on(row: Mapping[str, Any]) -> date:
    """The day a need of a bulletin is for; the first of the month where only that is told."""
    return date.fromisoformat(row["deploys"] if len(row["deploys"]) == 10 else f"{row['deploys']}-01")
