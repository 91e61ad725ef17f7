"""Who somebody is, put right by hand: the name, and what became another from a day on (R06, R76)."""

from collections.abc import Sequence
from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from trainingapp.accounts.acting import Outcome, carried_out
from trainingapp.accounts.identity import current_identity
from trainingapp.accounts.readings import looked_at
from trainingapp.accounts.rules import Identity
from trainingapp.certificates import actions as certificates
from trainingapp.certificates import queries as issued
from trainingapp.certificates.queries import Held
from trainingapp.certificates.rules import REPLACEABLE, STATUSES, Letterhead
from trainingapp.forces import queries as forces
from trainingapp.forces.queries import Service
from trainingapp.kit.clock import now, today
from trainingapp.kit.errors import Absent
from trainingapp.kit.policy import requires
from trainingapp.people import actions
from trainingapp.people.queries import KnownPerson, recorded
from trainingapp.people.ranks import UNDECIDED, UNKNOWN, band_in_words
from trainingapp.people.rules import CHANGES
from trainingapp.records.forms.identity import CHANGE_FORMS, NAME_FIELDS, NameForm, ReissueForm
from trainingapp.records.happened import KINDS
from trainingapp.records.rules import component
from trainingapp.records.views import bp
from trainingapp.records.views.deciding import holder_of, meanwhile, one_person

Answer = Response | tuple[str, int]


@bp.route("/people/<person_id>/name", methods=["GET", "POST"])
@requires("people.correct")
def correct_name(person_id: str) -> Answer:
    """Put a name right; the earlier one stays. Five statements to show."""
    identity = current_identity()
    person = one_person(identity, "people.correct", person_id)
    if request.method == "GET" and person.public_id != person_id:
        return redirect(url_for("records.correct_name", person_id=person.public_id))
    before = actions.names_of(person)
    form = NameForm.from_request(**{name: getattr(before, name) for name in NAME_FIELDS}, version=person.version)
    if not form.submitted() or form.contradicts(before):
        return _name_page(identity, person, form, Outcome(form))

    def do() -> str:
        return actions.correct_name(
            person_id,
            form.names,
            reason=form.reason.data,
            evidence=form.evidence.data or None,
            version=form.seen,
            by=identity,
            now=now(),
        )

    outcome = carried_out(form, do)
    if outcome.answer is None:
        return _name_page(identity, one_person(identity, "people.correct", person_id), form, outcome)
    flash(_("The name was put right. The earlier one stays in the history."), "success")
    corrected = one_person(identity, "people.correct", outcome.answer)
    if _named_otherwise(identity, corrected):
        return redirect(url_for("records.reissue", person_id=outcome.answer))
    return redirect(url_for("records.person", person_id=outcome.answer))


def _name_page(identity: Identity, person: KnownPerson, form: NameForm, outcome: Outcome) -> tuple[str, int]:
    looked_at([person.state_code], object_kind="person", object_id=person.public_id)
    since = meanwhile(form, person, outcome.refusal)
    page = render_template(
        "identity/name.html",
        person=person,
        form=form,
        fields=NAME_FIELDS,
        earlier=recorded.renamings(person.id),
        first=recorded.first_names(person.id),
        otherwise=_named_otherwise(identity, person),
        clash=isinstance(outcome.refusal, actions.ChangedMeanwhile),
        since=since,
        happenings=KINDS,
    )
    return page, outcome.status


# --- Certificates under an earlier name -------------------------------------------------------------------------------


def _named_otherwise(identity: Identity, person: KnownPerson) -> Sequence[Held]:
    """The certificates that stand under another name than the person has now, and the reader may issue anew. One
    statement."""
    scope = identity.scope("certificates.issue")
    if not scope.reaches(person.state_code):
        return ()
    name = (person.name, person.original_name if person.original_name != person.name else None)
    return [
        one
        for one in issued.of_person(scope, person.id)
        if one.standing(today()).status in REPLACEABLE and (one.face.holder_name, one.face.holder_name_original) != name
    ]


@bp.route("/people/<person_id>/name/certificates", methods=["GET", "POST"])
@requires("certificates.issue")
def reissue(person_id: str) -> Answer:
    """The certificates that carry an earlier name, to be issued anew. Three statements to show."""
    identity = current_identity()
    person = one_person(identity, "certificates.issue", person_id)
    if request.method == "GET" and person.public_id != person_id:
        return redirect(url_for("records.reissue", person_id=person.public_id))
    otherwise = _named_otherwise(identity, person)
    kept = current_app.config["SETTINGS"]
    letterhead = Letterhead(kept.certificate_prefix, kept.base_url)
    form = ReissueForm.from_request(chosen=[one.public_id for one in otherwise])

    def do() -> str:
        ids = set(form.chosen.data)
        if not ids <= {one.public_id for one in otherwise}:
            raise certificates.CannotReplace()
        return str(len(certificates.reissue(ids, letterhead=letterhead, by=identity, now=now())))

    outcome = carried_out(form, do)
    if outcome.answer is not None:
        made = int(outcome.answer)
        flash(
            ngettext(
                "%(num)d certificate was issued anew. The earlier one answers “replaced” when it is checked.",
                "%(num)d certificates were issued anew. The earlier ones answer “replaced” when they are checked.",
                made,
            ),
            "success",
        )
        return redirect(url_for("records.person", person_id=person.public_id))
    looked_at([person.state_code], object_kind="person", object_id=person.public_id)
    page = render_template(
        "identity/reissue.html", person=person, form=form, otherwise=otherwise, statuses=STATUSES, as_of=today()
    )
    return page, outcome.status


# --- What became another from a day on --------------------------------------------------------------------------------


@bp.get("/people/<person_id>/change")
@requires("people.correct")
def change(person_id: str) -> Answer:
    """What holds now of what can change, since when, and what held before. Five statements."""
    identity = current_identity()
    person = one_person(identity, "people.correct", person_id)
    if person.public_id != person_id:
        return redirect(url_for("records.change", person_id=person.public_id))
    looked_at([person.state_code], object_kind="person", object_id=person.public_id)
    told = recorded.changes(person.id)
    services = _services(identity, person)
    on_roll = next((one.rank for one in services if one.rank), None)
    page = render_template(
        "identity/changes.html",
        person=person,
        names=CHANGES,
        told={field: [one for one in told if one.field == field] for field in CHANGES},
        first=recorded.first_names(person.id),
        on_roll=on_roll,
        band=_band(services, person.rank or on_roll),
        doubtful=(UNKNOWN, UNDECIDED),
    )
    return page, 200


@bp.route("/people/<person_id>/change/<field>", methods=["GET", "POST"])
@requires("people.correct")
def change_one(person_id: str, field: str) -> Answer:
    """Record that something became another: service number, rank, sex or date of birth. Three statements to show."""
    identity = current_identity()
    person = one_person(identity, "people.correct", person_id)
    if field not in CHANGE_FORMS:
        raise Absent()
    if request.method == "GET" and person.public_id != person_id:
        return redirect(url_for("records.change_one", person_id=person.public_id, field=field))
    given: dict[str, Any] = {"version": person.version}
    if field == "born_on":
        given["holds_from"] = today()
    form = CHANGE_FORMS[field].from_request(**given)
    if not form.submitted():
        return _change_page(identity, person, field, form, Outcome(form))

    day = form.holds_from.data
    assert day is not None

    def do() -> str:
        return actions.change(
            person_id,
            field,
            str(form.typed),
            holds_from=day,
            reason=form.reason.data,
            version=form.seen,
            by=identity,
            now=now(),
            today=today(),
        )

    outcome = carried_out(form, do)
    if outcome.answer is None:
        return _change_page(identity, one_person(identity, "people.correct", person_id), field, form, outcome)
    flash(_("Recorded. What held before stays in the history, with its days."), "success")
    return redirect(url_for("records.change", person_id=outcome.answer))


def _services(identity: Identity, person: KnownPerson) -> Sequence[Service]:
    return forces.service_of(identity.scope("people.see"), person.id)


def _band(services: Sequence[Service], rank: str | None) -> str | None:
    """The band of a rank in the force in which the person serves, or that it is not known."""
    force = component(one.category for one in services if one.ended != "in_error")
    return band_in_words(rank, component=force)


def _change_page(identity: Identity, person: KnownPerson, field: str, form: Any, outcome: Outcome) -> tuple[str, int]:
    taken = isinstance(outcome.refusal, actions.NumberTaken)
    holder = holder_of(person.state_code, form.typed) if taken else None
    if holder is not None:
        form.form_errors.clear()
        form.value.errors = [
            _("%(number)s is the service number of %(name)s now.", number=holder.service_number, name=holder.name)
        ]
    looked_at({person.state_code: 2 if holder else 1}, object_kind="person", object_id=person.public_id)
    since = meanwhile(form, person, outcome.refusal)
    page = render_template(
        "identity/change.html",
        person=person,
        field_name=field,
        label=CHANGES[field],
        form=form,
        held=getattr(person, field),
        holder=holder,
        band=_band(_services(identity, person), form.value.data)
        if field == "rank" and request.method == "POST"
        else None,
        clash=isinstance(outcome.refusal, actions.ChangedMeanwhile),
        since=since,
        happenings=KINDS,
    )
    return page, outcome.status
