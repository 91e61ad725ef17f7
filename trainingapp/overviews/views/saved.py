"""Views that an account keeps: list, keep, tell of by letter, delete. Each is its owner's alone."""

from datetime import date
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from trainingapp.accounts.identity import current_identity
from trainingapp.kit.clock import now, today
from trainingapp.kit.db import transaction
from trainingapp.kit.errors import DomainError
from trainingapp.kit.once import once
from trainingapp.kit.policy import requires
from trainingapp.overviews import actions
from trainingapp.overviews.forms import DeleteForm, SaveViewForm, ScheduleForm, schedules
from trainingapp.overviews.queries.saved import View, own_view, views_of
from trainingapp.overviews.rules import PAGES, SCHEDULES
from trainingapp.overviews.views.parts import bp


@bp.get("/views")
@requires("gaps.see")
def views() -> str:
    """What one has saved. One statement."""
    return _page()


@bp.post("/views")
@requires("gaps.see")
def save_view() -> Response | tuple[str, int]:
    """Keep a page as it was asked."""
    form = SaveViewForm.from_request()
    form.offer()
    identity = current_identity()

    def do() -> str:
        return actions.save(
            identity.public_id,
            name=form.name.data,
            page=form.page.data,
            asked=form.asked.data,
            schedule=form.schedule.data,
            now=now(),
            today=today(),
        )

    if form.submitted():
        try:
            with transaction():
                once(form.key.data, asked_by=identity.public_id, act="view.save", now=now(), do=do)
        except DomainError as refused:
            form.name.errors = [*form.name.errors, refused.sentence.through(_)]
        else:
            flash(_("Saved. You find it here, and open it as it was asked."), "success")
            return redirect(url_for("overviews.views"))
    return _page(form), 422


@bp.post("/views/<view_id>/schedule")
@requires("gaps.see")
def schedule_view(view_id: str) -> Response | tuple[str, int]:
    """Say how often a letter tells of a view."""
    identity = current_identity()
    own_view(identity.public_id, view_id)
    form = ScheduleForm.from_request()
    form.offer()
    if not form.submitted():
        flash(_("The page was out of date. Nothing was changed: look at the list, and try again."), "error")
        return _page(), 422
    with transaction():
        actions.schedule(identity.public_id, view_id, form.schedule.data, today=today())
    flash(_("Done. How often a letter comes stands beside each view."), "success")
    return redirect(url_for("overviews.views"))


@bp.post("/views/<view_id>/delete")
@requires("gaps.see")
def delete_view(view_id: str) -> Response | tuple[str, int]:
    """Delete a view. What it showed is untouched. A second click finds it deleted, as was wanted."""
    identity = current_identity()
    form = DeleteForm.from_request()
    if not form.submitted():
        own_view(identity.public_id, view_id)
        flash(_("The page was out of date. Nothing was changed: look at the list, and try again."), "error")
        return _page(), 422

    def do() -> str:
        actions.forget(identity.public_id, view_id)
        return view_id

    with transaction():
        once(form.key.data, asked_by=identity.public_id, act="view.delete", now=now(), do=do)
    flash(_("Deleted. The figures that it showed are where they were."), "success")
    return redirect(url_for("overviews.views"))


def _page(form: SaveViewForm | None = None) -> str:
    found = views_of(current_identity().public_id)
    return render_template(
        "overviews/views.html",
        views=[(one, _address(one), _day(one)) for one in found],
        form=form,
        pages=PAGES,
        schedules=schedules(),
        words=SCHEDULES,
    )


def _address(view: View) -> str:
    asked: dict[str, Any] = dict(view.asked)
    return url_for(f"overviews.{view.page}", **asked)


def _day(view: View) -> date | None:
    """The day that a view is about; None when it is the day on which it is opened."""
    return date.fromisoformat(view.asked["as_of"]) if "as_of" in view.asked else None
