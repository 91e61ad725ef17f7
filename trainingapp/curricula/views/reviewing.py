"""Pages of those who publish: what is in review, one of them at a glance, returning, publishing, withdrawing."""

from datetime import date
from typing import cast

from flask import flash, redirect, render_template, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from trainingapp.accounts import queries as accounts
from trainingapp.accounts.acting import carried_out
from trainingapp.accounts.identity import current_identity
from trainingapp.curricula import drafting, queries
from trainingapp.curricula.actions import drafts as turning
from trainingapp.curricula.actions import publishing
from trainingapp.curricula.comparing import KINDS as CHANGES
from trainingapp.curricula.comparing import compare, minutes_together, to_teach
from trainingapp.curricula.forms.publishing import PublishForm, PublishPilotForm, ReturnForm, WithdrawForm
from trainingapp.curricula.outline import outline
from trainingapp.curricula.queries import VersionFacts, drafts
from trainingapp.curricula.queries.drafts import DraftFacts
from trainingapp.curricula.views import bp
from trainingapp.curricula.views.shown import DRAFT_STANDINGS, told
from trainingapp.kit.clock import now, today
from trainingapp.kit.errors import Refused
from trainingapp.kit.policy import requires

Answer = Response | tuple[str, int]


@bp.get("/curricula/reviews")
@requires("curricula.publish")
def reviews() -> str:
    """The drafts that wait for a reviewer. Three statements, however many."""
    found, known = drafts.drafts("in_review"), drafts.known_versions()
    me = current_identity().public_id
    return render_template(
        "curricula/reviews.html",
        drafts=[(one, len(drafting.hindrances(one.raw, known)), me in one.editors) for one in found],
        names=accounts.names_of({one.saved_by for one in found}),
        standings=DRAFT_STANDINGS,
    )


@bp.get("/curricula/reviews/<version_draft_id>")
@requires("curricula.publish")
def review(version_draft_id: str) -> Answer:
    """A draft as its reviewer reads it: the matrix, what hinders it, what it changes. Seven statements."""
    found = drafts.draft(version_draft_id)
    return _review(found, ReturnForm.from_request(edition=str(found.edition)), 200)


@bp.post("/curricula/reviews/<version_draft_id>/return")
@requires("curricula.publish")
def return_draft(version_draft_id: str) -> Answer:
    """Give a draft back to its writers, with a remark."""
    found = drafts.draft(version_draft_id)
    form = ReturnForm.from_request(edition=str(found.edition))

    def do() -> None:
        there = drafts.draft(version_draft_id)
        turning.send_back(there, remark=form.remark.data, edition=form.seen, by=current_identity(), now=now())

    made = carried_out(form, do)
    if not made.done:
        return _review(drafts.draft(version_draft_id), form, made.status)
    flash(_("Returned to its writers, with your remark."), "success")
    return redirect(url_for("curricula.reviews"))


def _review(found: DraftFacts, form: ReturnForm, status: int) -> Answer:
    before = _before(found)
    changes = compare(outline(drafts.content_of(before.id)).lessons, found.outline.lessons) if before else ()
    bridge = to_teach(changes)
    page = render_template(
        "curricula/review.html",
        **told(found),
        form=form,
        before=before,
        changes=[one for one in changes if one.kind != "same"],
        same=sum(one.kind == "same" for one in changes),
        change_words=CHANGES,
        bridge=bridge,
        bridge_minutes=minutes_together(bridge),
        steps=drafts.steps(found),
        saved_by=accounts.names_of({found.saved_by}).get(found.saved_by, ""),
        own=current_identity().public_id in found.editors,
    )
    return page, status


def _before(found: DraftFacts) -> VersionFacts | None:
    """What a draft is compared with: the version it is based on, or the one that is read today. One statement."""
    known = queries.versions(found.code)
    based = next((one for one in known if one.id == found.based_on_id), None)
    return based or (queries.chosen(known, today()) if known else None)


@bp.route("/curricula/reviews/<version_draft_id>/publish", methods=["GET", "POST"])
@requires("curricula.publish", step_up=True)
def publish_draft(version_draft_id: str) -> Answer:
    """Publish a draft, or start it as a pilot. Refused with everything that is to be mended."""
    found = drafts.draft(version_draft_id)
    proposed = drafting.proposed_day(found.raw)
    form = PublishForm.from_request(edition=str(found.edition), first_day=proposed)

    def do() -> str:
        return publishing.publish(
            drafts.draft(version_draft_id),
            pilot=form.how.data == "pilot",
            first_day=cast(date, form.first_day.data),
            counts_through=form.counts_through.data,
            edition=form.seen,
            by=current_identity(),
            now=now(),
        )

    made = carried_out(form, do)
    if made.done:
        flash(_("It is a version now, and never changes."), "success")
        return redirect(url_for("curricula.version", code=found.code, label=made.answer))
    page = render_template(
        "curricula/publish.html",
        **told(found),
        form=form,
        replaces=_replaced(found.code, form.first_day.data or proposed or today()),
        hindered=isinstance(made.refusal, publishing.Hindered),
        own=current_identity().public_id in found.editors,
    )
    return page, made.status


def _replaced(code: str, first_day: date, besides: int | None = None) -> VersionFacts | None:
    """The version that would be superseded, as far as it can be told before the day is decided."""
    try:
        return publishing.superseded_by(code, first_day, besides=besides)
    except Refused:
        return None


@bp.route("/curricula/<code>/<label>/publish", methods=["GET", "POST"])
@requires("curricula.publish", step_up=True)
def publish_pilot(code: str, label: str) -> Answer:
    """Let a pilot be in force from a day on, unchanged."""
    found = queries.version(code, label)
    form = PublishPilotForm.from_request()

    def do() -> None:
        publishing.publish_pilot(
            queries.version(code, label),
            first_day=cast(date, form.first_day.data),
            counts_through=form.counts_through.data,
            by=current_identity(),
            now=now(),
        )

    made = carried_out(form, do)
    if made.done:
        flash(_("The pilot is published."), "success")
        return redirect(url_for("curricula.version", code=code, label=label))
    replaces = _replaced(code, form.first_day.data or max(today(), found.effective_from), besides=found.id)
    page = render_template(
        "curricula/publish_pilot.html", version=found, form=form, replaces=replaces, language=str(get_locale())
    )
    return page, made.status


@bp.route("/curricula/<code>/<label>/withdraw", methods=["GET", "POST"])
@requires("curricula.publish", step_up=True)
def withdraw_version(code: str, label: str) -> Answer:
    """Withdraw a version from a day on, with a reason."""
    found = queries.version(code, label)
    form = WithdrawForm.from_request()

    def do() -> None:
        publishing.withdraw(
            queries.version(code, label),
            from_on=cast(date, form.from_on.data),
            counts_through=form.counts_through.data,
            reason=form.reason.data,
            by=current_identity(),
            now=now(),
        )

    made = carried_out(form, do)
    if made.done:
        flash(_("The version is withdrawn from that day on."), "success")
        return redirect(url_for("curricula.version", code=code, label=label))
    page = render_template("curricula/withdraw.html", version=found, form=form, language=str(get_locale()))
    return page, made.status
