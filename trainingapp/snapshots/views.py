"""Pages of stored reports: the list, making one, one with its files, and what became different since."""

from collections.abc import Mapping
from datetime import date
from typing import cast

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from trainingapp.accounts import queries as accounts
from trainingapp.accounts.identity import current_identity
from trainingapp.accounts.rules import Scope
from trainingapp.forces import queries as forces
from trainingapp.forces.rules import CATEGORIES
from trainingapp.jobs import actions as jobs
from trainingapp.jobs.work import send
from trainingapp.kit.charts import Bar
from trainingapp.kit.clock import now, today
from trainingapp.kit.db import transaction
from trainingapp.kit.errors import Absent, DomainError
from trainingapp.kit.once import once
from trainingapp.kit.pages import page_number
from trainingapp.kit.policy import requires
from trainingapp.readiness.colour import COLOURS, TONES, ColourRule
from trainingapp.readiness.work import keep_up
from trainingapp.snapshots import queries, reports
from trainingapp.snapshots.face import Face, canonical, differences, fingerprint
from trainingapp.snapshots.files import FORMS
from trainingapp.snapshots.forms import ReportForm
from trainingapp.snapshots.queries import SnapshotFacts
from trainingapp.snapshots.rules import COUNTED, EDITIONS, KINDS, Subject, file_name
from trainingapp.snapshots.women import share
from trainingapp.snapshots.work import made
from trainingapp.states import queries as states

bp = Blueprint("snapshots", __name__, template_folder="templates", url_prefix="/reports")

#: Differences that a page shows; the files of both reports have them all.
MOST = 200


@bp.get("")
@requires("reports.see")
def index() -> str:
    """The reports one may see, the newest first. Three statements."""
    identity = current_identity()
    page = queries.snapshots(identity.scope("reports.see"), number=page_number())
    return render_template(
        "snapshots/reports.html",
        page=page,
        kinds=KINDS,
        editions=EDITIONS,
        accounts=accounts.names_of([one.made_by for one in page.rows]),
        may_make=identity.can("reports.make"),
    )


@bp.route("/new", methods=["GET", "POST"])
@requires("reports.make")
def new() -> str | Answer | tuple[str, int]:
    """Make a report of a day, past or to come."""
    identity = current_identity()
    subjects = _subjects(identity.scope("reports.make"))
    # Another page leads here with what it shows.
    asked = {name: request.args[name] for name in ("kind", "about") if name in request.args}
    form = ReportForm.from_request(as_of=today(), **asked)
    form.offer(subjects)
    if form.submitted():
        subject, day = subjects[form.about.data], cast(date, form.as_of.data)
        if not subject.state and not subject.mission:
            return redirect(url_for("jobs.show", job_id=_asked(form, subject, day)))
        told = {"as_of": day, "evidence": form.evidence.data, "by": identity, "now": now(), "key": form.key.data}
        try:
            public_id = made(form.kind.data, form.edition.data, subject, **told, language=_language(), gettext=_)
        except Absent:
            raise
        except DomainError as refused:
            form.form_errors.append(refused.sentence.through(_))
        else:
            flash(_("The report was made and stored."), "success")
            return redirect(url_for("snapshots.show", report_id=public_id))
    page = render_template("snapshots/new_report.html", form=form)
    return page, 422 if request.method == "POST" else 200


@bp.get("/<report_id>")
@requires("reports.see")
def show(report_id: str) -> str:
    """One report: its figures, its files with their checksums. Three statements."""
    identity = current_identity()
    found = queries.snapshot(identity.scope("reports.see"), report_id)
    face = found.face
    return render_template(
        "snapshots/report.html",
        report=found,
        face=face,
        kinds=KINDS,
        editions=EDITIONS,
        counted=COUNTED,
        colours=COLOURS,
        tones=TONES,
        colour_rule=ColourRule(face["amber_percent"]).in_words,
        bars=_bars(face),
        categories=CATEGORIES,
        share_of=share,
        day_of=date.fromisoformat,
        files=(stored := queries.files_of(found.id)),
        urls={file.form: url_for("snapshots.file", report_id=report_id, kind=file.form) for file in stored},
        accounts=accounts.names_of([found.made_by]),
    )


@bp.get("/<report_id>/<kind>")
@requires("reports.see")
def file(report_id: str, kind: str) -> Response:
    """One file of a report, as it was stored. Two statements."""
    found = queries.snapshot(current_identity().scope("reports.see"), report_id)
    return sent(found, kind)


@bp.get("/<report_id>/since")
@requires("reports.see")
def since(report_id: str) -> str:
    """What the facts give today for the same day, and which figures differ. Fourteen statements."""
    found = queries.snapshot(current_identity().scope("reports.see"), report_id)
    keep_up()
    current = reports.as_now(found)
    changed = differences(found.face, current)
    return render_template(
        "snapshots/since.html",
        report=found,
        kinds=KINDS,
        same=not changed and fingerprint(canonical(current)) == found.figures_sha256,
        changed=changed[:MOST],
        count=len(changed),
        tables={"totals": _("All together"), "rotations": _("By rotation"), "categories": _("By category")}
        | {"rows": _("By State") if found.face["by"] == "state" else _("By mission")},
        measures={"required": _("Required"), "held": _("Held"), "gap": _("Missing"), "waived": _("Waived")}
        | {"persons": _("Persons in their missions")},
        categories=CATEGORIES,
        whom={"all": _("All"), "women": _("Women"), "men": _("Men"), "unspecified": _("Not specified")},
    )


def sent(found: SnapshotFacts, form: str) -> Response:
    """A stored file, to be saved. Raises Absent for a form that there is not."""
    if form not in FORMS:
        raise Absent()
    content = queries.file_of(found.id, form)
    name = file_name(found.number, found.edition, form)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, mimetype=FORMS[form].partition(";")[0], headers=headers)


def _asked(form: ReportForm, subject: Subject, day: date) -> str:
    """Ask for a report of all States as long work; gives the job's public id."""
    who, at = current_identity().public_id, now()
    arguments = {"kind": form.kind.data, "edition": form.edition.data, "as_of": day.isoformat()}
    arguments |= {"state": subject.state, "mission": subject.mission, "name": subject.name}
    arguments |= {"evidence": form.evidence.data, "back": url_for("snapshots.index")}

    def ask() -> str:
        return jobs.ask("reports.make", arguments, asked_by=who, now=at).public_id

    with transaction():
        job_id = once(form.key.data, asked_by=who, act="reports.ask", now=at, do=ask)
    send(job_id)
    return job_id


def _subjects(scope: Scope) -> Mapping[str, Subject]:
    """What one may make a report about: "all", "state BGD", "mission MINUSCA" -> the subject. Two statements."""
    found: dict[str, Subject] = {}
    if scope.everything:
        everybody = current_identity().scope("reports.make")
        found["all"] = Subject(name="All States")
        of_states: Mapping[str, str] = forces.states_with_rotations(everybody)
        missions = forces.missions_with_rotations(everybody)
    else:
        of_states = states.state_names("en", scope.states) if scope.states else {}
        missions = sorted(scope.missions)
    found |= {f"state {code}": Subject(state=code, name=name) for code, name in of_states.items()}
    return found | {f"mission {code}": Subject(mission=code, name=code) for code in missions}


def _bars(face: Face) -> list[Bar]:
    """Coverage of each requirement, where figures are exact: a bar of rounded ones would look complete too soon."""
    if face["edition"] != "inside":
        return []
    cells = face["totals"]["curricula"]
    return [
        Bar(face["curricula"][code], cells[code]["held"][0], cells[code]["required"][0], None, code)
        for code in face["order"]
        if code in cells
    ]


def _language() -> str:
    return str(get_locale() or "en")
