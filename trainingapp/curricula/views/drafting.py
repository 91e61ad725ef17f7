"""Pages of those who write versions: the drafts, beginning one, one of them with its way, handing it over."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from trainingapp.accounts import queries as accounts
from trainingapp.accounts.acting import carried_out
from trainingapp.accounts.identity import current_identity
from trainingapp.curricula import drafting, queries
from trainingapp.curricula.actions import drafts as actions
from trainingapp.curricula.drafting import Raw, Unreadable, hindrances
from trainingapp.curricula.forms.drafts import ImportForm, LabelForm, NewDraftForm
from trainingapp.curricula.forms.publishing import TurnForm
from trainingapp.curricula.queries import drafts
from trainingapp.curricula.views import bp
from trainingapp.curricula.views.shown import DRAFT_STANDINGS, told
from trainingapp.kit.clock import now
from trainingapp.kit.policy import requires
from trainingapp.kit.words import Sentence, say

Answer = Response | tuple[str, int]


@bp.get("/curricula/drafts", endpoint="drafts")
@requires("curricula.edit")
def all_drafts() -> str:
    """Every version that is being written or reviewed. Three statements, however many."""
    found, known = drafts.drafts("draft", "in_review"), drafts.known_versions()
    return render_template(
        "curricula/drafts.html",
        drafts=[(one, len(hindrances(one.raw, known))) for one in found],
        names=accounts.names_of({one.saved_by for one in found}),
        standings=DRAFT_STANDINGS,
    )


@bp.route("/curricula/drafts/new", methods=["GET", "POST"])
@requires("curricula.edit")
def new_draft() -> Answer:
    """Begin a version of which nothing is written yet."""
    form = NewDraftForm.from_request()
    form.offer()
    made = carried_out(form, lambda: _begin(_named(form), None))
    if made.done:
        return redirect(url_for("curricula.draft", version_draft_id=made.answer))
    return render_template("curricula/draft_new.html", form=form), made.status


def _named(form: NewDraftForm) -> Raw:
    return drafting.begun(form.code.data, form.label.data, form.kind.data, form.title.data)


@bp.route("/curricula/drafts/import", methods=["GET", "POST"])
@requires("curricula.edit")
def import_draft() -> Answer:
    """Open a curriculum file as a draft, whatever is wrong with what it says."""
    form = ImportForm.from_request()
    raw: Raw = {}
    if form.submitted() and form.file.data is not None:
        read = drafting.read_file(form.file.data.read())
        if isinstance(read, Unreadable):
            form.file.errors = [f"{read.where}: {read.message.through(_)}"]
        elif problem := _nameless(read, form.label.data):
            form.form_errors.append(problem.through(_))
        else:
            raw = read
    made = carried_out(form, lambda: _begin(raw, None))
    if made.done:
        flash(_("The file is opened as a draft. Nothing of it counts until it is published."), "success")
        return redirect(url_for("curricula.draft", version_draft_id=made.answer))
    return render_template("curricula/draft_import.html", form=form), made.status


def _nameless(raw: Raw, label: str) -> Sentence | None:
    """Put another label into the text; the sentence when it does not say of which curriculum and version it is."""
    if label:
        raw["version"] = label
    code = raw.get("curriculum")
    if not isinstance(code, str) or len(code) > drafting.LONGEST_CODE or not drafting.CODE.fullmatch(code):
        return say("The file does not say of which curriculum it is: its key “curriculum” is missing or is no code.")
    version = raw.get("version")
    if not isinstance(version, str) or len(version) > 24 or not drafting.LABEL.fullmatch(version):
        return say("The file does not say which version it is: write the label below.")
    return None


@bp.route("/curricula/<code>/<label>/new-version", methods=["GET", "POST"])
@requires("curricula.edit")
def succeed(code: str, label: str) -> Answer:
    """Begin a new version with the content of an old one."""
    old = queries.version(code, label)
    form = LabelForm.from_request()
    made = carried_out(form, lambda: _begin(drafting.succeeding(drafts.content_of(old.id), form.label.data), old.id))
    if made.done:
        return redirect(url_for("curricula.draft", version_draft_id=made.answer))
    page = render_template("curricula/succeed.html", form=form, version=old, language=str(get_locale()))
    return page, made.status


def _begin(raw: Raw, based_on: int | None) -> str:
    return actions.open_draft(raw, based_on_id=based_on, by=current_identity(), now=now())


@bp.get("/curricula/drafts/<version_draft_id>")
@requires("curricula.edit")
def draft(version_draft_id: str) -> Answer:
    """A draft: what it says so far, what hinders it, its way, and what can be done. Six statements."""
    return page_of(drafts.draft(version_draft_id), TurnForm.from_request(), 200)


def page_of(found: drafts.DraftFacts, form: TurnForm, status: int) -> Answer:
    """The page of a draft."""
    based = queries.versions_by_id([found.based_on_id]).get(found.based_on_id) if found.based_on_id else None
    became = queries.versions_by_id([found.version_id]).get(found.version_id) if found.version_id else None
    page = render_template(
        "curricula/draft.html",
        **told(found),
        form=form,
        steps=drafts.steps(found),
        saved_by=accounts.names_of({found.saved_by}).get(found.saved_by, ""),
        based=based,
        became=became,
    )
    return page, status


@bp.post("/curricula/drafts/<version_draft_id>/submit")
@requires("curricula.edit")
def submit_draft(version_draft_id: str) -> Answer:
    """Hand a draft to the reviewers."""
    return _turned(version_draft_id, actions.submit, _("Submitted. Nobody edits it until the reviewer returns it."))


@bp.post("/curricula/drafts/<version_draft_id>/drop")
@requires("curricula.edit")
def drop_draft(version_draft_id: str) -> Answer:
    """Give a draft up."""
    return _turned(version_draft_id, actions.drop, _("The draft is dropped. Its label is free again."))


def _turned(version_draft_id: str, turn: Any, said: str) -> Answer:
    drafts.draft(version_draft_id)  # absent before all else
    form = TurnForm.from_request()

    def do() -> None:
        turn(drafts.draft(version_draft_id), edition=form.seen, by=current_identity(), now=now())

    made = carried_out(form, do)
    if not made.done:
        return page_of(drafts.draft(version_draft_id), form, made.status)
    flash(said, "success")
    return redirect(url_for("curricula.draft", version_draft_id=version_draft_id))
