"""How a form's act is carried out: once, in one transaction, refused in a sentence on the form itself."""

from collections.abc import Callable
from typing import Any

from flask import request
from flask_babel import gettext as _

from trainingapp.accounts.identity import current_identity
from trainingapp.kit.clock import now
from trainingapp.kit.db import transaction
from trainingapp.kit.errors import Absent, Conflict, DomainError
from trainingapp.kit.once import once


def carried_out(form: Any, do: Callable[[], str]) -> tuple[str | None, DomainError | None]:
    """The answer, or the refusal, which then stands on the form. Raises Absent."""
    try:
        with transaction():
            key = form.key.data
            by = current_identity().public_id
            return once(key, asked_by=by, act=str(request.endpoint), now=now(), do=do), None
    except Absent:
        raise
    except DomainError as refusal:
        form.form_errors.append(refusal.sentence.through(_))
        return None, refusal


def status_of(form: Any, refusal: DomainError | None = None) -> int:
    """What a page with this form is answered with."""
    if isinstance(refusal, Conflict):
        return 409
    return 422 if form.errors else 200
