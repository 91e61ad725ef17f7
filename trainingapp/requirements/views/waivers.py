"""Waivers: which there are, what runs out next, granting one, ending one early."""

from datetime import timedelta

from flask import current_app, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from trainingapp.accounts import queries as accounts
from trainingapp.accounts.acting import carried_out
from trainingapp.accounts.identity import current_identity
from trainingapp.accounts.readings import looked_at
from trainingapp.forces import queries as forces
from trainingapp.kit.clock import now, today
from trainingapp.kit.errors import Absent
from trainingapp.kit.pages import page_number
from trainingapp.kit.policy import requires
from trainingapp.requirements.actions.waivers import end_waiver as end
from trainingapp.requirements.actions.waivers import grant_waiver
from trainingapp.requirements.forms.waivers import EndWaiverForm, WaiverForm
from trainingapp.requirements.queries import granted
from trainingapp.requirements.views.parts import bp, curriculum_titles
from trainingapp.requirements.waiving import STANDINGS, reviewed_by


@bp.get("/waivers")
@requires("waivers.see")
def waivers() -> str:
    """What is waived within one's scope: what runs out next first; or what is over. Three statements."""
    over = request.args.get("show") == "over"
    page = granted.waivers(current_identity().scope("waivers.see"), as_of=today(), over=over, number=page_number())
    return render_template(
        "requirements/waivers.html",
        page=page,
        over=over,
        standings=STANDINGS,
        soon=today() + timedelta(days=30),
        may_grant=current_identity().can("waivers.grant"),
    )


@bp.get("/waivers/<waiver_id>")
@requires("waivers.see")
def waiver(waiver_id: str) -> str:
    """One waiver; whom it is for by name, where one sees people by name. Four statements."""
    identity = current_identity()
    found = granted.waiver(identity.scope("waivers.see"), waiver_id, as_of=today())
    people = identity.scope("people.see")
    named = found.persons is not None and people.reaches(found.state_code, found.mission)
    persons = granted.persons_of(people, found.id) if named else []
    looked_at([one.state_code for one in persons], object_kind="rotation", object_id=found.rotation_id)
    return render_template(
        "requirements/waiver.html",
        waiver=found,
        standing=STANDINGS[found.standing],
        persons=persons,
        accounts=accounts.names_of([one for one in (found.granted_by, found.ended_by) if one]),
        may_end=identity.scope("waivers.grant").reaches(found.state_code, found.mission)
        and found.component in reviewed_by(identity)
        and found.standing in ("upcoming", "in_force")
        and found.ended_on is None,
    )


@bp.route("/waivers/new/<reviewed_rotation_id>", methods=["GET", "POST"])
@requires("waivers.grant", step_up=True)
def new_waiver(reviewed_rotation_id: str) -> Response:
    """Waive a requirement of a rotation for a time."""
    identity = current_identity()
    rotation = forces.rotation(identity.scope("waivers.grant"), reviewed_rotation_id, as_of=today())
    if rotation.component not in reviewed_by(identity):
        raise Absent()
    titles = curriculum_titles()
    form = WaiverForm.from_request(first_day=max(today(), rotation.deploys_on))
    form.offer([(code, f"{code}: {titles.get(code, code)}") for code in granted.required_of(rotation)])

    def do() -> str:
        return grant_waiver(
            rotation,
            form.asked,
            by=identity,
            now=now(),
            today=today(),
            most_days=current_app.config["SETTINGS"].waiver_days,
        )

    made = carried_out(form, do)
    if made.done:
        flash(_("Waived. It is counted apart, and never as held."), "success")
        return redirect(url_for("requirements.waiver", waiver_id=made.answer))
    page = render_template("requirements/new_waiver.html", form=form, rotation=rotation)
    return make_response(page, made.status)


@bp.route("/waivers/<reviewed_waiver_id>/end", methods=["GET", "POST"])
@requires("waivers.grant", step_up=True)
def end_waiver(reviewed_waiver_id: str) -> Response:
    """End a waiver before its time."""
    identity = current_identity()
    found = granted.waiver(identity.scope("waivers.grant"), reviewed_waiver_id, as_of=today())
    if found.component not in reviewed_by(identity):
        raise Absent()
    form = EndWaiverForm.from_request(last_day=today())

    def do() -> None:
        end(
            reviewed_waiver_id,
            last_day=form.last_day.data or today(),
            reason=form.reason.data or "",
            by=identity,
            now=now(),
            today=today(),
        )

    made = carried_out(form, do)
    if made.done:
        flash(_("Ended. The gap is open again after its last day."), "success")
        return redirect(url_for("requirements.waiver", waiver_id=reviewed_waiver_id))
    page = render_template("requirements/end_waiver.html", form=form, waiver=found)
    return make_response(page, made.status)
