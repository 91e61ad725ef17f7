"""The list of sessions, a session's page, its plan, and the steps of its life."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from trainingapp.accounts.acting import carried_out, elsewhere
from trainingapp.accounts.identity import current_identity
from trainingapp.accounts.rules import Identity
from trainingapp.curricula import queries as curricula
from trainingapp.curricula.queries import VersionFacts
from trainingapp.kit.clock import now, today
from trainingapp.kit.forms import KeyedForm
from trainingapp.kit.pages import page_number
from trainingapp.kit.policy import requires
from trainingapp.kit.words import Sentence
from trainingapp.training import rules
from trainingapp.training.actions import sessions as actions
from trainingapp.training.forms.sessions import (
    LANGUAGES,
    CancelForm,
    NewSessionForm,
    PlanForm,
    SessionsForm,
    StepForm,
    of_session,
)
from trainingapp.training.queries import sessions as queries
from trainingapp.training.queries.sessions import Filters, SessionFacts
from trainingapp.training.rules import reach
from trainingapp.training.views import bp

#: Status -> colour and symbol beside its word.
TONES = {
    "planned": ("quiet", "calendar"),
    "open": ("info", "users"),
    "confirmed": ("info", "circle-check"),
    "running": ("warn", "hourglass"),
    "completed": ("good", "circle-check"),
    "cancelled": ("bad", "ban"),
}


@bp.app_context_processor
def words() -> dict[str, object]:
    """The words of the room, for its templates."""
    return {
        "session_statuses": rules.STATUSES,
        "session_kinds": rules.ALL_KINDS,
        "session_tones": TONES,
        "session_languages": LANGUAGES,
        "session_funding": rules.FUNDING,
    }


@bp.get("/sessions")
@requires("sessions.see")
def sessions() -> str:
    """Every session, with its numbers and without names. Three statements."""
    identity = current_identity()
    form = SessionsForm.from_request()
    form.offer(queries.choices())
    form.validate()
    year = form.year.data or ""
    filters = Filters(
        curriculum=form.curriculum.data or None,
        institution=form.institution.data or None,
        mission=form.mission.data or None,
        language=form.language.data or None,
        year=int(year) if year in {code for code, *_rest in form.year.choices} and year else None,
        status=form.status.data if form.status.data in rules.STATUSES else None,
        to_confirm_by=identity.public_id if form.results.data == "to_confirm" else None,
        within=reach(identity, "sessions.confirm") if form.results.data == "to_confirm" else None,
    )
    sort = request.args.get("sort", "-starts_on")
    return render_template(
        "training/sessions.html",
        form=form,
        page=queries.sessions(filters, sort=sort, number=page_number()),
        sort=sort,
        filtered=any(field.data for field in form if field.name != "csrf_token"),
        may_plan=bool(reach(identity, "sessions.plan")),
        may_confirm=bool(reach(identity, "sessions.confirm")),
    )


@bp.route("/sessions/new", methods=["GET", "POST"])
@requires("sessions.plan")
def new_session() -> str | Response | tuple[str, int]:
    """Plan a session. Seven statements to show; about fifteen to plan."""
    identity = current_identity()
    form = NewSessionForm.from_request()
    versions = _plannable()
    institutions, missions = actions.delivering(reach(identity, "sessions.plan"))
    form.offer(institutions=institutions, missions=missions, versions=versions)
    made = carried_out(form, lambda: actions.plan(form.session(versions), by=identity, now=now()))
    if made.done:
        flash(_("The session is planned. Open it for nomination when the plan is right."), "success")
        return redirect(url_for("training.session", session_id=made.answer))
    if made.refusal is None and request.method == "POST":
        # Whoever mends a date should not hear only then that the version does not exist in the language.
        wish = form.session(versions)
        if wish.institution in {code for code, _name in institutions} or wish.mission in missions:
            form.blame(actions.problems_of(wish, by=identity), where_right=True)
    return render_template("training/new_session.html", form=form, nobody=not (institutions or missions)), made.status


def _plannable() -> list[VersionFacts]:
    """The versions that may be taught some day: all but those that were withdrawn. One statement."""
    found = [one for one in curricula.recordable(today().replace(year=today().year + 2)) if one.withdrawn_on is None]
    return sorted(found, key=lambda one: (one.code, -one.effective_from.toordinal(), one.label))


@bp.get("/sessions/<session_id>")
@requires("sessions.see")
def session(session_id: str) -> str:
    """One session: its plan, its numbers, what comes next. Two statements, and those of what stands on the page."""
    return page(session_id)


@bp.route("/sessions/<session_id>/plan", methods=["GET", "POST"])
@requires("sessions.plan")
def change_plan(session_id: str) -> Any:
    """Write the plan anew. Two statements to show; about twelve to keep."""
    identity = current_identity()
    found = queries.managed(reach(identity, "sessions.plan"), session_id)
    form = PlanForm.from_request(**(of_session(found) if request.method != "POST" else {}))
    form.offer_plan()
    made = carried_out(form, lambda: actions.change(session_id, form.plan(), by=identity, now=now()))
    if made.done:
        flash(_("The plan is written anew. The earlier one stays in the history."), "success")
        return redirect(url_for("training.session", session_id=session_id))
    if made.refusal is None and request.method == "POST":
        version = curricula.versions_by_id([found.version_id])[found.version_id]
        form.blame(rules.plan_problems(form.plan(), version, accepted=found.accepted), where_right=True)
    return render_template("training/change_plan.html", form=form, session=found), made.status


# --- Steps -----------------------------------------------------------------------------------------------------------


@bp.post("/sessions/<session_id>/open")
@requires("sessions.plan")
def open_session(session_id: str) -> Any:
    """Let States nominate."""
    return _step(session_id, actions.open_for_nomination, _("States can nominate now."))


@bp.post("/sessions/<session_id>/confirm")
@requires("sessions.plan")
def confirm_session(session_id: str) -> Any:
    """Say that it will take place."""
    return _step(session_id, actions.confirm, _("The session is confirmed."))


@bp.post("/sessions/<session_id>/start")
@requires("sessions.plan")
def start_session(session_id: str) -> Any:
    """Say that it has begun."""
    return _step(session_id, actions.start, _("The session runs. Attendance can be taken."))


@bp.post("/sessions/<session_id>/cancel")
@requires("sessions.plan")
def cancel_session(session_id: str) -> Any:
    """Say that it does not take place, and why."""
    form = CancelForm.from_request()

    def do() -> None:
        identity = current_identity()
        actions.cancel(session_id, reason=form.reason.data, by=identity, now=now(), today=today())

    return _stepped(session_id, form, do, said=_("The session is cancelled."), cancel=form)


def _step(session_id: str, step: Callable[..., None], said: str) -> Any:
    def do() -> None:
        step(session_id, by=current_identity(), now=now(), today=today())

    return _stepped(session_id, StepForm.from_request(), do, said=said)


def _stepped(
    session_id: str, form: KeyedForm, do: Callable[[], None], *, said: str, cancel: CancelForm | None = None
) -> Any:
    """Do something with a session; a refusal is told on the session's own page. Raises Absent first of all."""
    queries.managed(reach(current_identity(), "sessions.plan"), session_id)
    made = carried_out(form, do, tell=elsewhere)
    if made.done:
        flash(said, "success")
        return redirect(url_for("training.session", session_id=session_id))
    return page(session_id, refusal=made.refusal.sentence if made.refusal else None, cancel=cancel), made.status


#: What other pages of the room add to a session's page: (identity, session, manages) -> values for the template.
BESIDE: list[Callable[[Identity, SessionFacts, bool], dict[str, Any]]] = []


def page(session_id: str, *, refusal: Sentence | None = None, cancel: CancelForm | None = None, **more: Any) -> str:
    """The page of a session, as it stands for this reader."""
    identity = current_identity()
    found = queries.session(session_id)
    manages = reach(identity, "sessions.plan").covers(found)
    values: dict[str, Any] = {}
    for beside in BESIDE:
        values |= beside(identity, found, manages)
    return render_template(
        "training/session.html",
        session=found,
        manages=manages,
        refusal=refusal,
        cancel=cancel or CancelForm(formdata=None),
        may_confirm=reach(identity, "sessions.confirm").covers(found),
        may_nominate=bool(rules.own_states(identity, "sessions.nominate")),
        follows=rules.FOLLOWS[found.status],
        changeable=found.status in rules.CHANGEABLE,
        **(values | more),
    )
