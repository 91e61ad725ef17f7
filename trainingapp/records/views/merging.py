"""Two records that somebody knows to be one person's: found by hand, side by side, merged, and parted again (R06)."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from trainingapp.accounts.acting import carried_out
from trainingapp.accounts.identity import current_identity
from trainingapp.accounts.readings import looked_at
from trainingapp.accounts.rules import Identity
from trainingapp.completions.rules import RESULTS, WITHDRAWN
from trainingapp.kit.clock import now, today
from trainingapp.kit.errors import Absent
from trainingapp.kit.policy import requires
from trainingapp.people import actions
from trainingapp.people.queries import KnownPerson, recorded
from trainingapp.records import queries
from trainingapp.records.forms import FindForm, MergeForm
from trainingapp.records.forms.identity import UndoMergeForm
from trainingapp.records.views import bp
from trainingapp.records.views.deciding import one_person
from trainingapp.records.views.sides import STANDINGS, sides
from trainingapp.states import queries as states

Answer = Response | tuple[str, int]


@bp.route("/people/<person_id>/merge", methods=["GET", "POST"])
@requires("people.merge")
def merge(person_id: str) -> Answer:
    """Find the other record of the same person, by number or name, among one's own. Six statements for a search."""
    identity = current_identity()
    person = one_person(identity, "people.merge", person_id)
    if person.public_id != person_id:
        return redirect(url_for("records.merge", person_id=person.public_id))
    form = FindForm.from_request()
    scope = identity.scope("people.merge")
    found, more = queries.find(scope, form.text.data, as_of=today()) if form.submitted() else ((), False)
    others = [one for one in found if one.person.id != person.id]
    looked_at(
        [person.state_code, *(one.person.state_code for one in others)],
        object_kind="person",
        object_id=person.public_id,
    )
    page = render_template(
        "identity/merge.html",
        person=person,
        form=form,
        searched=request.method == "POST" and not form.errors,
        found=others,
        itself=len(others) < len(found),
        more=more,
        most=queries.MOST_FOUND,
        several=len(scope.states) > 1,
        state_names=states.state_names(str(get_locale()), {person.state_code, *(o.person.state_code for o in others)}),
    )
    return page, 422 if form.errors else 200


@bp.route("/people/<person_id>/merge/<other_id>", methods=["GET", "POST"])
@requires("people.merge")
def merge_with(person_id: str, other_id: str) -> Answer:
    """Both records side by side, and making one person of them. Fifteen statements."""
    identity = current_identity()
    one, other = (one_person(identity, "people.merge", public_id) for public_id in (person_id, other_id))
    if request.method == "GET":
        if one.id == other.id:
            flash(actions.AlreadyOne.sentence.through(_), "warning")
            return redirect(url_for("records.person", person_id=one.public_id))
        if (one.public_id, other.public_id) != (person_id, other_id):
            return redirect(url_for("records.merge_with", person_id=one.public_id, other_id=other.public_id))
    form = MergeForm.from_request()
    form.offer(person_id, other_id)
    if not form.submitted():
        return _two(identity, one, other, form, 200 if request.method == "GET" else 422)
    kept, merged = (person_id, other_id) if form.kept.data == person_id else (other_id, person_id)
    seen = {person_id: form.one_version.data, other_id: form.other_version.data}

    def do() -> None:
        actions.merge(
            kept,
            merged,
            reason=form.reason.data,
            kept_version=_version(seen[kept]),
            merged_version=_version(seen[merged]),
            by=identity,
            now=now(),
        )

    outcome = carried_out(form, do)
    if not outcome.done:
        one, other = (one_person(identity, "people.merge", public_id) for public_id in (person_id, other_id))
        return _two(identity, one, other, form, outcome.status)
    flash(_("Both records are one person now. Every fact of both is kept; the merge can be undone below."), "success")
    return redirect(url_for("records.person", person_id=kept))


def _version(text: str | None) -> int:
    """What the page says it saw; nothing that ever was, when it says nothing."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0


def _two(identity: Identity, one: KnownPerson, other: KnownPerson, form: MergeForm, status: int) -> Answer:
    """The two side by side. Records of two States are not compared: why not, and what to do instead, is explained."""
    looked_at([one.state_code, other.state_code], object_kind="person", object_id=one.public_id)
    names = states.state_names(str(get_locale()), {one.state_code, other.state_code})
    if one.id == other.id:
        # Somebody was faster: there is one record, and nothing left to compare.
        flash(actions.AlreadyOne.sentence.through(_), "warning")
        return redirect(url_for("records.person", person_id=one.public_id))
    if one.state_code != other.state_code:
        page = render_template(
            "identity/two_states.html", one=one, other=other, sentence=actions.TwoStates.sentence, state_names=names
        )
        return page, status
    shown = sides(identity, one, other)
    if not form.is_submitted() or form.kept.data is None:
        form.kept.data = shown.fuller
    page = render_template(
        "identity/merge_with.html",
        one=one,
        other=other,
        form=form,
        sides=shown,
        state_name=names[one.state_code],
        standings=STANDINGS,
        results=RESULTS,
        withdrawn=WITHDRAWN,
    )
    return page, status


@bp.route("/people/merges/<merge_id>/undo", methods=["GET", "POST"])
@requires("people.merge")
def undo_merge(merge_id: str) -> Answer:
    """Take a merge back: the two records are what they were. Three statements to show."""
    identity = current_identity()
    scope = identity.scope("people.merge")
    told = recorded.merge_to_undo(scope, merge_id)
    form = UndoMergeForm.from_request()

    def do() -> str:
        return actions.undo_merge(
            merge_id, reason=form.reason.data, two_persons=form.two_persons.data, by=identity, now=now()
        )

    outcome = carried_out(form, do)
    if outcome.done:
        flash(_("They are two records again, each what it was before the merge."), "success")
        return redirect(url_for("records.person", person_id=outcome.answer))
    if outcome.refusal is not None:
        told = recorded.merge_to_undo(scope, merge_id)
    kept = recorded.person_of(scope, told.kept)
    if kept.erased:
        raise Absent()
    looked_at({told.state_code: 2}, object_kind="person", object_id=kept.public_id)
    return render_template("identity/undo.html", told=told, kept=kept, form=form), outcome.status
