"""The editor of a draft: what it is, and its modules and lessons. Everything typed is kept; of two editors, both."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from trainingapp.accounts import queries as accounts
from trainingapp.accounts.acting import Outcome, carried_out
from trainingapp.accounts.identity import current_identity
from trainingapp.curricula import editing
from trainingapp.curricula.actions import drafts as actions
from trainingapp.curricula.drafting import Raw
from trainingapp.curricula.editing import KNOWN
from trainingapp.curricula.forms.drafts import AboutForm, EditionForm, LessonsForm
from trainingapp.curricula.outline import table, tables, text, texts
from trainingapp.curricula.places import Difference, differences
from trainingapp.curricula.queries import drafts
from trainingapp.curricula.queries.drafts import DraftFacts
from trainingapp.curricula.views import bp
from trainingapp.curricula.views.shown import by_place, told
from trainingapp.kit.clock import now
from trainingapp.kit.errors import DomainError
from trainingapp.kit.policy import requires

Answer = Response | tuple[str, int]


@bp.route("/curricula/drafts/<version_draft_id>/about", methods=["GET", "POST"])
@requires("curricula.edit")
def draft_about(version_draft_id: str) -> Answer:
    """What the version is: titles, audience, languages, days, hours, passing, validity. Three statements."""
    found = drafts.draft(version_draft_id)
    if closed := _shut(found):
        return closed
    values = editing.values_of(found.raw)
    form = AboutForm.from_request(**values, edition=str(found.edition))
    form.offer(values)
    if request.method == "GET" and form.effective_from.data:
        form.effective_from.raw_data = [str(form.effective_from.data)]
    differing: tuple[Difference, ...] = ()
    typed = {field.short_name: field.data for field in form}
    made = _keep(form, found, lambda: editing.with_values(found.raw, typed))
    if made.done:
        return redirect(url_for("curricula.draft_about", version_draft_id=version_draft_id))
    if isinstance(made.refusal, actions.ChangedMeanwhile):
        there = drafts.draft(version_draft_id)
        differing = differences(there.raw, editing.with_values(there.raw, typed))
        form.edition.data, found = str(there.edition), there
    return _page("curricula/draft_about.html", form, found, made.status, differing, names=_unknown(found))


def _unknown(found: DraftFacts) -> list[tuple[str, str]]:
    """What the draft says beyond the form: kept as it is, and shown."""
    return [(key, str(value)) for key, value in found.raw.items() if key not in KNOWN]


@bp.route("/curricula/drafts/<version_draft_id>/lessons", methods=["GET", "POST"])
@requires("curricula.edit")
def draft_lessons(version_draft_id: str) -> Answer:
    """Modules, lessons and the matrix of topics. Three statements."""
    found = drafts.draft(version_draft_id)
    if closed := _shut(found):
        return closed
    form = LessonsForm.from_request(edition=str(found.edition))
    raw = found.raw
    made = Outcome(form)
    differing: tuple[Difference, ...] = ()
    if request.method == "POST":
        typed = form.modules(request.form)
        form.refuse_hidden(request.form)
        made = _keep(form, found, lambda: _done(editing.with_modules(found.raw, typed), form))
        if made.done:
            here = url_for("curricula.draft_lessons", version_draft_id=version_draft_id)
            return redirect(f"{here}#{_anchor(form.do.data)}")
        raw = editing.with_modules(raw, typed, by_key=form.seen != found.edition)
        if isinstance(made.refusal, actions.ChangedMeanwhile):
            there = drafts.draft(version_draft_id)
            raw = editing.with_modules(there.raw, typed, by_key=True)
            differing = differences(there.raw, raw)
            form.edition.data, found = str(there.edition), there
    return _page("curricula/draft_lessons.html", form, found, made.status, differing, raw=_lines(raw))


def _done(raw: Raw, form: LessonsForm) -> Raw:
    """What the pressed button does, on top of what was typed."""
    act, _colon, place = str(form.do.data or "").partition(":")
    if form.new_module.data:
        raw = editing.with_new_module(raw, form.new_module.data)
    if act == "number":
        return editing.numbered(raw)
    at = [int(one) for one in place.split("-") if one.isascii() and one.isdigit() and len(one) < 4]
    if act in ("up", "down") and at:
        return editing.moved(raw, at[0], at[1] if len(at) > 1 else None, -1 if act == "up" else 1)
    return raw


def _anchor(do: str | None) -> str:
    """Where the page is to stand after the button: at the module that was worked on."""
    place = str(do or "").partition(":")[2].split("-")[0]
    return f"part-{place}" if place.isascii() and place.isdigit() and len(place) < 4 else "lessons"


def _lines(raw: Raw) -> list[dict[str, Any]]:
    """The modules as the page shows them, each with what its fields hold."""
    return [
        {key: text(module, key) for key in ("key", "number", "title", "title_source", "about")}
        | {key: text(table(module, key), "exempt") for key in ("human_rights", "gender")}
        | {"lessons": [_line(lesson) for lesson in tables(module, "lesson")]}
        for module in tables(raw, "module")
    ]


def _line(lesson: Mapping[str, Any]) -> dict[str, Any]:
    figure = table(lesson, "minutes")
    return {
        **{key: text(lesson, key) for key in ("key", "number", "title", "title_source", "only_for")},
        "minutes": text(figure, "value"),
        "source": editing.source_of(figure),
        "note": text(figure, "note"),
        "topics": texts(lesson, "topics"),
        "tracked": lesson.get("tracked") is True,
        "needs_two_unit_types": lesson.get("needs_two_unit_types") is True,
    }


def _shut(found: DraftFacts) -> Answer | None:
    """Why a draft is not edited now, said on its own page; None when it may be edited."""
    try:
        actions.editable(found)
    except DomainError as refusal:
        flash(refusal.sentence.through(_), "error")
        return redirect(url_for("curricula.draft", version_draft_id=found.public_id))
    return None


def _keep(form: EditionForm, found: DraftFacts, typed: Callable[[], Raw]) -> Outcome:
    """Keep what was typed; what is the same as what a colleague saved is kept already."""

    def do() -> str:
        there, mine = drafts.draft(found.public_id), typed()
        if there.edition != form.seen:
            if there.raw == mine:
                return "kept"
            raise actions.ChangedMeanwhile()
        changed = actions.save(there, mine, edition=form.seen, by=current_identity(), now=now())
        return "saved" if changed else "kept"

    made = carried_out(form, do)
    if made.done:
        flash(_("Saved.") if made.answer == "saved" else _("Nothing was changed."), "success")
    return made


def _page(
    template: str, form: EditionForm, found: DraftFacts, status: int, differing: tuple[Difference, ...], **more: Any
) -> Answer:
    shown = told(found)
    page = render_template(
        template,
        **shown,
        form=form,
        differing=differing,
        wrong=by_place(shown["hindrances"]),
        saved_by=accounts.names_of({found.saved_by}).get(found.saved_by, ""),
        **more,
    )
    return page, status
