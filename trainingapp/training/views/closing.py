"""Closing a session: what is missing, who closed it, and the word of a second person."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

from trainingapp.accounts.acting import carried_out, elsewhere
from trainingapp.accounts.identity import current_identity
from trainingapp.accounts.readings import looked_at
from trainingapp.kit.clock import now, today
from trainingapp.kit.forms import KeyedForm
from trainingapp.kit.policy import requires
from trainingapp.kit.words import Sentence
from trainingapp.states import queries as states
from trainingapp.training.actions import closing as actions
from trainingapp.training.forms.grids import SendBackForm
from trainingapp.training.forms.sessions import StepForm
from trainingapp.training.outcomes import OUTCOMES
from trainingapp.training.queries import closing as queries
from trainingapp.training.queries import sessions
from trainingapp.training.rules import own_states, reach
from trainingapp.training.views import bp
from trainingapp.training.views.results import TONES


@bp.get("/sessions/<session_id>/closing")
@requires("sessions.see")
def closing(session_id: str) -> str:
    """What came of a session: numbers for everybody; names for whoever runs or confirms it, and for each State its own
    once the results are confirmed. About fifteen statements."""
    return _page(session_id, SendBackForm(formdata=None))


@bp.post("/sessions/<session_id>/closing/close")
@requires("sessions.plan")
def close(session_id: str) -> Any:
    """Say that the results are complete."""

    def do() -> None:
        actions.close(session_id, by=current_identity(), now=now(), today=today())

    said = _("The session is closed. A second person must confirm it now.")
    return _decided(session_id, StepForm.from_request(), "sessions.plan", do, said)


@bp.post("/sessions/<session_id>/closing/confirm")
@requires("sessions.confirm", step_up=True)
def confirm_results(session_id: str) -> Any:
    """Let the results of a colleague's session count."""

    def do() -> None:
        made = actions.confirm(session_id, by=current_identity(), now=now(), today=today())
        flash(ngettext("%(num)s completion is recorded.", "%(num)s completions are recorded.", made), "success")

    said = _("The results are confirmed.")
    return _decided(session_id, StepForm.from_request(), "sessions.confirm", do, said)


@bp.post("/sessions/<session_id>/closing/send-back")
@requires("sessions.confirm")
def send_back(session_id: str) -> Any:
    """Give a closing back, with what to mend."""
    form = SendBackForm.from_request()

    def do() -> None:
        actions.send_back(session_id, reason=form.reason.data, by=current_identity(), now=now())

    said = _("The results went back, with what to mend.")
    return _decided(session_id, form, "sessions.confirm", do, said)


def _decided(session_id: str, form: KeyedForm, permission: str, do: Callable[[], None], said: str) -> Any:
    sessions.managed(reach(current_identity(), permission), session_id)
    made = carried_out(form, do, tell=elsewhere)
    if made.done:
        flash(said, "success")
        return redirect(url_for("training.closing", session_id=session_id))
    send_back = form if isinstance(form, SendBackForm) else SendBackForm(formdata=None)
    return _page(session_id, send_back, refusal=made.refusal.sentence if made.refusal else None), made.status


def _page(session_id: str, form: SendBackForm, *, refusal: Sentence | None = None) -> str:
    identity = current_identity()
    found = sessions.session(session_id)
    manages = reach(identity, "sessions.plan").covers(found)
    confirms = reach(identity, "sessions.confirm").covers(found)
    standing = queries.standing(found)
    last = queries.latest(found.id)
    shown = [line for line in standing.lines if manages or confirms or _own(line, found.status)]
    looked_at([line.nominee.state_code for line in shown], object_kind="session", object_id=found.public_id)
    waits = last is not None and last.waits
    return render_template(
        "training/closing.html",
        session=found,
        standing=standing,
        counts={key: standing.count(key) for key in OUTCOMES},
        last=last,
        lines=shown,
        conflicts={line.nominee.id for line in actions.conflicts(found, standing)}
        if found.status == "running"
        else set(),
        one_kind=queries.alone(standing),
        state_names=states.state_names(str(get_locale())),
        refusal=refusal,
        form=form,
        may_close=manages and found.status == "running" and not waits,
        too_early=today() < found.ends_on,
        may_confirm=confirms and waits and last is not None and last.closed_by != identity.public_id,
        own=waits and last is not None and last.closed_by == identity.public_id,
        outcomes=OUTCOMES,
        tones=TONES,
    )


def _own(line: queries.Line, status: str) -> bool:
    """Whether a State reads this line: its own person, once the results are confirmed."""
    identity = current_identity()
    return status == "completed" and line.nominee.state_code in own_states(identity, "people.see")
