"""How what a form asks is done: once and in one transaction, or refused on the form itself and nothing typed is lost.

For the views of every room.
"""

from collections.abc import Callable
from dataclasses import dataclass

from flask import request

from trainingapp.accounts.identity import current_identity
from trainingapp.kit.clock import now
from trainingapp.kit.db import transaction
from trainingapp.kit.errors import Absent, Conflict, DomainError
from trainingapp.kit.forms import KeyedForm
from trainingapp.kit.once import once


@dataclass(frozen=True)
class Outcome:
    """What became of a form: the act's answer, or the refusal, which has been told by now; neither if it was not
    sent, or not right."""

    form: KeyedForm
    answer: str | None = None
    refusal: DomainError | None = None

    @property
    def done(self) -> bool:
        """It was done: now, or when the same form came before."""
        return self.answer is not None

    @property
    def status(self) -> int:
        """What the page with this form is answered with, when it was not done."""
        if isinstance(self.refusal, Conflict):
            return 409
        return 422 if self.refusal or self.form.errors else 200


def carried_out(
    form: KeyedForm, do: Callable[[], str | None], *, tell: Callable[[DomainError], object] | None = None
) -> Outcome:
    """Do what the form asks if it was sent and nothing on it is wrong. Never commits a part of it; never does it twice.

    `do` gives a short text that a second click is answered with: a public id, a number, or nothing. A refusal stands
    on the form, every problem of it, beside its field where it has one; `tell` says it in another place instead.
    Raises Absent.
    """
    if not form.submitted() or form.errors:
        return Outcome(form)
    by, act = current_identity().public_id, str(request.endpoint)
    try:
        with transaction():
            return Outcome(form, once(form.key.data, asked_by=by, act=act, now=now(), do=lambda: do() or ""))
    except Absent:
        raise
    except DomainError as refusal:
        (tell or form.refuse)(refusal)
        return Outcome(form, refusal=refusal)


def elsewhere(_refusal: DomainError) -> None:
    """For `tell`, where the page around the form tells `Outcome.refusal`."""
