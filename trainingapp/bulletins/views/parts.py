"""What the pages share: the blueprint, how a form is sent once, the words of a score."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from flask import Blueprint
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from trainingapp.accounts.identity import current_identity
from trainingapp.kit.clock import now
from trainingapp.kit.db import transaction
from trainingapp.kit.errors import Absent, DomainError
from trainingapp.kit.forms import KeyedForm
from trainingapp.kit.once import once

bp = Blueprint("bulletins", __name__, template_folder="../templates")

#: A page, with its status when that is not 200; or the next page.
Answer = str | Response | tuple[str, int]


def done(form: KeyedForm, act: str, do: Callable[[], str]) -> str | None:
    """What the act gave, when the form was sent and the act done; a refusal stands on the form."""
    if not form.submitted():
        return None
    try:
        with transaction():
            return once(form.key.data, asked_by=current_identity().public_id, act=act, now=now(), do=do)
    except Absent:
        raise
    except DomainError as refused:
        form.form_errors.append(refused.sentence.through(_))
        return None


def language() -> str:
    """The reader's language."""
    return str(get_locale() or "en")


@bp.app_template_global()
def deploys_on(row: Mapping[str, Any]) -> date:
    """The day a need of a bulletin is for; the first of the month where only that is told."""
    return date.fromisoformat(row["deploys"] if len(row["deploys"]) == 10 else f"{row['deploys']}-01")
