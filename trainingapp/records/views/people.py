"""Persons: finding one, and the record of one from top to bottom."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import current_app, redirect, render_template, request, url_for
from flask_babel import get_locale
from werkzeug.wrappers import Response

from trainingapp.accounts.identity import current_identity
from trainingapp.accounts.readings import looked_at
from trainingapp.accounts.rules import Identity
from trainingapp.certificates.rules import STATUSES
from trainingapp.completions import queries as completions
from trainingapp.completions.rules import EVIDENCE, RESULTS, WITHDRAWN
from trainingapp.forces import queries as forces
from trainingapp.forces.rules import CATEGORIES
from trainingapp.kit.asked import AskedDay, asked_day
from trainingapp.kit.clock import today
from trainingapp.kit.policy import policy_of, requires
from trainingapp.kit.words import N_
from trainingapp.people.queries import KnownPerson, transfers
from trainingapp.readiness.rules import REASONS
from trainingapp.records import happened, queries, reports
from trainingapp.records.forms import FindForm
from trainingapp.records.reports import Whole
from trainingapp.records.reports.closing import closing
from trainingapp.records.views import bp
from trainingapp.states import queries as states


@bp.route("/people", methods=["GET", "POST"])
@requires("people.see")
def people() -> tuple[str, int]:
    """Find somebody by name or service number. Three statements for a search; one for who decides."""
    identity = current_identity()
    scope, deciding = identity.scope("people.see"), identity.scope("people.merge")
    form = FindForm.from_request()
    found, more = queries.find(scope, form.text.data, as_of=today()) if form.submitted() else ((), False)
    looked_at([one.person.state_code for one in found])
    page = render_template(
        "records/people.html",
        form=form,
        searched=request.method == "POST" and not form.errors,
        found=found,
        more=more,
        most=queries.MOST_FOUND,
        offered=transfers.how_many_offered(deciding) if deciding else None,
        state_names=states.state_names(str(get_locale()), [one.person.state_code for one in found]) if found else {},
    )
    return page, 422 if form.errors else 200


@bp.get("/people/<person_id>")
@requires("people.see")
def person(person_id: str) -> str | Response:
    """A person's record: who, where, what is required and held, certificates, history. 26 statements."""
    identity = current_identity()
    found = forces.person(identity.scope("people.see"), person_id)
    if found.public_id != person_id:
        # Merged meanwhile: an old link leads to the record that is kept.
        return redirect(url_for("records.person", person_id=found.public_id))
    asked = asked_day()
    whole = reports.whole(identity, found, as_of=asked.day)
    looked_at([found.state_code], object_kind="person", object_id=found.public_id)
    return render_template(
        "records/person.html",
        **shown(whole, asked, sessions=identity.can("sessions.see")),
        elsewhere=whole.elsewhere,
        corrected={told.replaced_by: told for told in whole.history if told.replaced_by},
        may_correct=identity.scope("completions.correct").reaches(found.state_code),
        may_merge=identity.scope("people.merge").reaches(found.state_code),
        batch_link=lambda told: _batch_link(identity, told),
        doings=_doings(identity, found),
    )


def shown(whole: Whole, asked: AskedDay, *, sessions: bool) -> Mapping[str, Any]:
    """What the parts of a record need, on the page of an officer and on one's own.

    `sessions`: whether the reader may see training sessions. Three statements.
    """
    codes = [whole.person.state_code]
    codes += [one.now for one in whole.identity if one.now and one.kind in MOVES]
    names = states.state_names(str(get_locale()), codes)
    return {
        "whole": whole,
        "person": whole.person,
        "asked": asked,
        "state_name": names[whole.person.state_code],
        "state_names": names,
        "life": whole.life(),
        "remedies": closing(whole, today=today(), sessions=sessions),
        "happenings": happened.KINDS,
        "results": RESULTS,
        "reasons": REASONS,
        "evidence": EVIDENCE,
        "withdrawn": WITHDRAWN,
        "statuses": STATUSES,
        "categories": CATEGORIES,
    }


#: What tells of another State, by its code.
MOVES = frozenset({"offered", "accepted", "declined", "withdrawn", "arrived"})


#: What may be done with a record: the page, what it is called, its symbol. Pages of this room and of those above.
DOINGS = (
    ("records.correct_name", N_("Put the name right"), "pencil"),
    ("records.change", N_("Change number, rank or sex"), "refresh"),
    ("intake.by_hand_person", N_("Record a result by hand"), "clipboard-check"),
    ("records.merge", N_("Same person as another record"), "users"),
    ("records.transfer", N_("Offer to another State"), "flag"),
    ("records.links", N_("Private link to this record"), "link"),
    ("privacy.held", N_("Everything held on this person"), "download"),
    ("privacy.erase", N_("Erase this person"), "trash"),
)


def _doings(identity: Identity, person: KnownPerson) -> Sequence[tuple[str, str, str]]:
    """What this reader may do with this person's record: label, address, symbol."""
    found = []
    for endpoint, label, symbol in DOINGS:
        policy = policy_of(current_app, endpoint)
        if person.erased and endpoint != "privacy.held":
            continue
        if policy and policy.permission and identity.scope(policy.permission).reaches(person.state_code):
            found.append((label, url_for(endpoint, person_id=person.public_id), symbol))
    if identity.scope("readings.see").reaches(person.state_code):
        label = N_("Who looked at this record")
        found.append((label, url_for("records.readings", object=person.public_id), "eye"))
    return found


def _batch_link(identity: Identity, told: completions.Told) -> str | None:
    if told.batch_public_id is None:
        return None
    reached = identity.scope("rosters.record").reaches(told.state_code, told.batch_mission)
    return url_for("intake.receipt", batch_id=told.batch_public_id) if reached else None
