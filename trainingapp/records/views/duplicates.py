"""Records that may be one person's: the list, and each pair side by side, for the State's own officer to decide."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.wrappers import Response

from trainingapp.accounts.acting import carried_out
from trainingapp.accounts.identity import current_identity
from trainingapp.accounts.readings import looked_at
from trainingapp.completions.rules import RESULTS, WITHDRAWN
from trainingapp.forces.rules import CATEGORIES
from trainingapp.kit.clock import now
from trainingapp.kit.pages import page_number
from trainingapp.kit.policy import requires
from trainingapp.people import actions
from trainingapp.people.likeness import REASONS, in_words
from trainingapp.people.queries import duplicates as queries
from trainingapp.records.forms import DuplicatesForm, KeepApartForm, MergeForm
from trainingapp.records.views import bp
from trainingapp.records.views.sides import STANDINGS, sides
from trainingapp.rosters import queries as rosters
from trainingapp.states import queries as states


@bp.get("/people/duplicates", endpoint="duplicates")
@requires("people.merge")
def index() -> tuple[str, int]:
    """The pairs that wait for a decision, the likeliest first; of one State, or found by one roll. Six statements."""
    identity = current_identity()
    scope = identity.scope("people.merge")
    form = DuplicatesForm.from_request()
    names = states.state_names(str(get_locale()), queries.states_waiting(scope))
    rolls = {roll.public_id: roll for roll in rosters.rolls_of_acts(scope, queries.acts_waiting(scope))}
    form.offer(names, {key: f"{roll.rotation_code}, {roll.recorded_at:%Y-%m-%d}" for key, roll in rolls.items()})
    right = form.validate()
    found_by = rolls.get(form.found_by.data or "")
    page = queries.waiting(
        scope,
        state=form.state.data or None,
        # A roll whose pairs are all decided has none left: nothing, not everything.
        entry_seq=found_by.entry_seq if found_by else -1 if form.found_by.data else None,
        number=page_number(),
    )
    looked_at([pair.state_code for pair in page.rows for _ in "ab"])
    shown = render_template(
        "records/duplicates.html",
        form=form,
        page=page,
        reasons=REASONS,
        in_words=in_words,
        state_names=states.state_names(str(get_locale()), {pair.state_code for pair in page.rows}),
        found_by=found_by,
        filtered=bool(form.state.data or form.found_by.data),
        several=len(names) > 1,
    )
    return shown, 200 if right else 422


@bp.get("/people/duplicates/<pair_id>", endpoint="duplicate")
@requires("people.merge")
def show(pair_id: str) -> str:
    """Two records side by side, with what differs, and the decision. Eleven statements."""
    return _page(pair_id, MergeForm(formdata=None), KeepApartForm(formdata=None))


def _page(pair_id: str, merging: MergeForm, apart: KeepApartForm) -> str:
    identity = current_identity()
    scope = identity.scope("people.merge")
    pair = queries.pair(scope, pair_id)
    looked_at({pair.state_code: 2}, object_kind="person", object_id=pair.one.public_id)
    shown = sides(identity, pair.one, pair.other)
    merging.offer(pair.one.public_id, pair.other.public_id)
    if not merging.is_submitted() or merging.kept.data is None:
        merging.kept.data = shown.fuller
    return render_template(
        "records/duplicate.html",
        pair=pair,
        sides=shown,
        merging=merging,
        apart=apart,
        following=queries.next_after(scope, pair),
        waiting=queries.how_many(scope),
        state_name=states.state_names(str(get_locale()), [pair.state_code])[pair.state_code],
        standings=STANDINGS,
        likely_reasons=REASONS,
        in_words=in_words,
        results=RESULTS,
        withdrawn=WITHDRAWN,
        categories=CATEGORIES,
    )


@bp.post("/people/duplicates/<pair_id>/merge", endpoint="merge_duplicate")
@requires("people.merge")
def merge(pair_id: str) -> Any:
    """Decide that the two are one person; which record is kept was chosen."""
    identity = current_identity()
    pair = queries.pair(identity.scope("people.merge"), pair_id)
    form, apart = MergeForm.from_request(), KeepApartForm(formdata=None)
    form.offer(pair.one.public_id, pair.other.public_id)
    if not form.submitted():
        return _page(pair_id, form, apart), 422
    kept, merged = (pair.one, pair.other) if form.kept.data == pair.one.public_id else (pair.other, pair.one)
    versions = {pair.one.public_id: form.one_version.data, pair.other.public_id: form.other_version.data}

    def do() -> str:
        actions.merge(
            kept.public_id,
            merged.public_id,
            reason=form.reason.data,
            kept_version=_version(versions[kept.public_id]),
            merged_version=_version(versions[merged.public_id]),
            by=identity,
            now=now(),
        )
        return kept.public_id

    following = queries.next_after(identity.scope("people.merge"), pair)
    return _decided(
        form,
        lambda: _page(pair_id, form, apart),
        do,
        following,
        Markup('{} <a href="{}">{}</a>').format(
            _("Both records are one person now. Every fact of both is kept; the merge can be undone on the record."),
            url_for("records.person", person_id=kept.public_id),
            _("Open the record"),
        ),
    )


def _version(text: str | None) -> int:
    """What a page says it saw; nothing that ever was, when it says nothing."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0


@bp.post("/people/duplicates/<pair_id>/two-persons", endpoint="keep_apart")
@requires("people.merge")
def two_persons(pair_id: str) -> Any:
    """Decide that the two are two persons: the pair does not come again unless something new is told of them."""
    identity = current_identity()
    pair = queries.pair(identity.scope("people.merge"), pair_id)
    form, merging = KeepApartForm.from_request(), MergeForm(formdata=None)
    if not form.submitted():
        return _page(pair_id, merging, form), 422

    def do() -> str:
        actions.keep_apart(
            pair.one.public_id, pair.other.public_id, reason=form.remark.data or None, by=identity, now=now()
        )
        return pair.one.public_id

    following = queries.next_after(identity.scope("people.merge"), pair)
    return _decided(
        form,
        lambda: _page(pair_id, merging, form),
        do,
        following,
        _("Noted: they are two persons. The pair will not come again, unless something new is told of one of them."),
    )


def _decided(form: Any, again: Any, do: Any, following: str | None, said: str) -> Response | tuple[str, int]:
    """Carry a decision out, and go on to the next pair; a refusal stands above the form, with what was typed."""
    made = carried_out(form, do)
    if not made.done:
        return again(), made.status
    flash(said)
    if following:
        return redirect(url_for("records.duplicate", pair_id=following))
    return redirect(url_for("records.duplicates"))
