"""What is held, told to everybody who signs in; what is held on one person, as a file; erasing a person."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from flask import Blueprint, Response, current_app, flash, make_response, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from trainingapp.accounts.identity import current_identity
from trainingapp.accounts.readings import looked_at
from trainingapp.forces import queries as forces
from trainingapp.jobs import actions as jobs
from trainingapp.jobs.work import send
from trainingapp.kit.clock import now
from trainingapp.kit.db import transaction
from trainingapp.kit.errors import Absent, Conflict
from trainingapp.kit.personal import KEEPING, KINDS, Label
from trainingapp.kit.policy import requires, signed_in
from trainingapp.people.queries import KnownPerson
from trainingapp.privacy import actions, api, queries, reports, work
from trainingapp.privacy.forms import EraseForm, ExportForm
from trainingapp.privacy.reports import Held
from trainingapp.privacy.rules import REASONS
from trainingapp.privacy.words import column_words, table_words
from trainingapp.states import queries as states

bp = Blueprint("privacy", __name__, template_folder="templates")


@dataclass(frozen=True)
class Purpose:
    """Columns of one table that are held for the same reason, as long."""

    kind: str
    purpose: str
    keeping: str
    columns: tuple[str, ...]


@dataclass(frozen=True)
class InShort:
    """What is held for as long, of one kind, anywhere in the register."""

    kind: str
    keeping: str
    purposes: tuple[str, ...]


@bp.get("/privacy")
@signed_in
def privacy() -> str:
    """What is held on people, table by table, made from the labels of the columns. No statement."""
    current_identity()
    persons = {table.name for table in queries.tables_about()}
    told = [(one, _purposes(one.columns)) for one in queries.labelled()]
    settings = current_app.config["SETTINGS"]
    return render_template(
        "privacy/privacy.html",
        in_short=_in_short(one.columns for one, _purposes_of in told),
        trained=[(one.table, purposes) for one, purposes in told if one.table in persons],
        others=[(one.table, purposes) for one, purposes in told if one.table not in persons],
        nobody=[one.table for one in queries.unlabelled()],
        table_words=table_words,
        column_words=column_words,
        kinds=KINDS,
        keeping=KEEPING,
        settings=settings,
    )


def _in_short(tables: Iterable[Mapping[str, Label]]) -> list[InShort]:
    """Every kind with every rule by which it is kept, in the order of the kinds."""
    found: dict[tuple[str, str], set[str]] = {}
    for label in (label for columns in tables for label in columns.values()):
        found.setdefault((label.kind, label.keeping), set()).add(label.purpose)
    order = [*KINDS], [*KEEPING]
    return [
        InShort(kind, keeping, tuple(sorted(found[kind, keeping])))
        for kind, keeping in sorted(found, key=lambda one: (order[0].index(one[0]), order[1].index(one[1])))
    ]


def _purposes(columns: Mapping[str, Label]) -> list[Purpose]:
    def same(one: tuple[str, Label]) -> tuple[str, str, str]:
        return one[1].kind, one[1].purpose, one[1].keeping

    ordered = sorted(columns.items(), key=same)
    return [Purpose(*key, tuple(name for name, _label in some)) for key, some in groupby(ordered, same)]


@bp.route("/people/<person_id>/held", methods=["GET", "POST"])
@requires("people.export", step_up=True)
def held(person_id: str) -> Answer | str | tuple[str, int]:
    """Everything held on a person: how much there is, and all of it as a file. One statement per table."""
    person, found = _held(person_id, "people.export")
    form = ExportForm.from_request()
    if form.submitted():
        return _file(person, found)
    looked_at([person.state_code], object_kind="person", object_id=person.public_id)
    page = render_template(
        "privacy/held.html",
        form=form,
        person=person,
        state_name=_state_name(person),
        found=found,
        table_words=table_words,
        certificates=sum(bool(row["face"]) for row in found.rows.get("certificate", ())),
        readings=len(queries.readings_of(found.public_ids)),
        entries=len(queries.entries_about(found.public_ids)),
    )
    return page, 422 if form.errors else 200


def _file(person: KnownPerson, found: Held) -> Response:
    looked_at([person.state_code], object_kind="person", object_id=person.public_id, kind="export")
    made = api.archive(found, at=now(), state=_state_name(person), evidence=work.evidence_file)
    answer = make_response(made)
    answer.mimetype = "application/zip"
    answer.headers["Cache-Control"] = "no-store"
    # Named after nobody: the name stays in lists of downloads and on shared desks.
    answer.headers.set("Content-Disposition", "attachment", filename=f"held-{person.public_id}.zip")
    return answer


@bp.route("/people/<person_id>/erase", methods=["GET", "POST"])
@requires("people.erase", step_up=True)
def erase(person_id: str) -> Answer | str | tuple[str, int]:
    """What erasing a person would take away and what would stay; and the erasing. One statement per table."""
    identity = current_identity()
    person, found = _held(person_id, "people.erase")
    form = EraseForm.from_request(version=str(found.who.version))
    form.offer(person.service_number)
    status = 200
    if person.erased and request.method == "POST":
        return redirect(url_for("privacy.erase", person_id=person.public_id))
    if form.submitted():
        try:
            with transaction():
                erased = actions.erase(
                    person.id,
                    reason=form.reason.data,
                    version=int(form.version.data),
                    by=identity,
                    now=now(),
                    secret=str(current_app.secret_key),
                )
                back = url_for("privacy.erase", person_id=person.public_id)
                job = jobs.ask("privacy.scrub", {"back": back}, asked_by=identity.public_id, now=now()).public_id
        except Conflict as lost:
            form.form_errors.append(lost.sentence.through(_))
            person, found = _held(person_id, "people.erase")
            form.version.data = str(found.who.version)
            status = 409
        else:
            work.finish(erased)
            send(job)
            flash(_("The person was erased. The journal's entry says so, and names nobody."), "success")
            return redirect(back)
    elif request.method == "POST":
        status = 422
    if not person.erased:
        looked_at([person.state_code], object_kind="person", object_id=person.public_id)
    page = render_template(
        "privacy/erase.html",
        form=form,
        person=person,
        state_name=_state_name(person),
        found=found,
        fates=reports.fates(found),
        numbers=[row["number"] for row in found.rows.get("certificate", ())],
        table_words=table_words,
        column_words=column_words,
        reasons=REASONS,
        entries=queries.entries_about(found.who.public_ids) if person.erased else (),
    )
    return page, status


def _held(person_id: str, permission: str) -> tuple[KnownPerson, Held]:
    """The person and everything held on them. Raises Absent, also for another State's."""
    scope = current_identity().scope(permission)
    person = forces.person(scope, person_id)
    if not scope.reaches(person.state_code):
        raise Absent()
    return person, reports.held(queries.somebody(person.id), secret=str(current_app.secret_key))


def _state_name(person: KnownPerson) -> str:
    return states.state_names(str(get_locale()), [person.state_code])[person.state_code]
