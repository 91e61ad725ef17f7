"""The register of certifications; how many deployed units are certified; what is outstanding; each as files too."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final

from flask import Response, current_app, render_template, request
from flask_babel import get_locale
from flask_babel import gettext as _

from trainingapp.accounts.identity import current_identity
from trainingapp.accounts.rules import Scope
from trainingapp.attestations.figures import BY
from trainingapp.attestations.forms.register import FiguresForm, OutstandingForm, RegisterForm
from trainingapp.attestations.queries import verification
from trainingapp.attestations.queries.words import Wanted
from trainingapp.attestations.reports import Word, columns
from trainingapp.attestations.reports.figures import figures as counted
from trainingapp.attestations.reports.figures import outstanding as not_certified
from trainingapp.attestations.reports.figures import register as registered
from trainingapp.attestations.reports.sides import standing_in
from trainingapp.attestations.rules import KINDS, STATUSES
from trainingapp.attestations.views.parts import bp
from trainingapp.forces import queries as forces
from trainingapp.forces.rules import COMPONENTS
from trainingapp.kit.clock import today
from trainingapp.kit.errors import Absent
from trainingapp.kit.pages import SIZE, Page, page_number
from trainingapp.kit.policy import requires
from trainingapp.kit.settings import Settings
from trainingapp.kit.sheets.writing import write_csv, write_xlsx
from trainingapp.readiness.coverage import Question
from trainingapp.readiness.work import keep_up
from trainingapp.states import queries as states

_TYPES: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@bp.get("/certifications")
@requires("attestations.see")
def index() -> str:
    """The register of certifications, the newest first: each with what was claimed, and what became of it.

    A fixed number of statements, whatever the register.
    """
    scope = current_identity().scope("attestations.see")
    form, found = _register()
    number = min(page_number(), max(1, -(-len(found) // SIZE)))
    page = Page(found[(number - 1) * SIZE : number * SIZE], number, SIZE, len(found))
    return render_template(
        "attestations/register.html",
        form=form,
        page=page,
        verified=_verified(page.rows),
        standing={word.facts.id: standing_in(scope, word) for word in page.rows},
        kinds=KINDS,
        statuses=STATUSES,
        asked={name: value for name, value in request.args.items() if name != "page"},
    )


@bp.get("/certifications/register.<form>")
@requires("attestations.see")
def register_file(form: str) -> Response:
    """The register as CSV or XLSX, as it was narrowed down. Drafts are left out."""
    _form, found = _register()
    scope = current_identity().scope("attestations.see")
    rows = columns.rows(found, _verified(found), scope=scope)
    return _sent(form, f"certifications-{today().isoformat()}", columns.REGISTER, rows)


@bp.get("/certifications/figures")
@requires("attestations.figures")
def figures() -> str:
    """How many of the units deployed on a day are certified: by mission, State, kind of unit or component (R04)."""
    form, question = _figures_asked()
    found = counted(_scope(), question, kind=form.kind.data, by=form.by.data)
    names = _names(form.by.data)
    asked = {"as_of": question.as_of.isoformat(), "kind": form.kind.data, "by": form.by.data}
    asked |= {"component": form.component.data} if form.component.data else {}
    return render_template(
        "attestations/figures.html",
        form=form,
        found=found,
        names=names,
        by=BY[form.by.data],
        kind=KINDS[form.kind.data],
        as_of=question.as_of,
        asked=asked,
    )


@bp.get("/certifications/figures.<form>")
@requires("attestations.figures")
def figures_file(form: str) -> Response:
    """The same figures as CSV or XLSX."""
    asked, question = _figures_asked()
    found = counted(_scope(), question, kind=asked.kind.data, by=asked.by.data)
    name = f"certified-{asked.kind.data}-{question.as_of.isoformat()}"
    return _sent(form, name, columns.FIGURES, columns.counted(found.rows, _names(asked.by.data)))


@bp.get("/certifications/outstanding")
@requires("attestations.figures")
def outstanding() -> str:
    """Rotations that are asked for a certification and have none: by their day of deployment (R01)."""
    settings: Settings = current_app.config["SETTINGS"]
    scope = _scope()
    names = states.state_names(_language(), forces.states_with_rotations(scope))
    form = OutstandingForm.from_request(as_of=today())
    form.offer(states=names, missions=forces.missions_with_rotations(scope))
    right = form.validate()
    question = Question(
        form.as_of.data if right and form.as_of.data else today(),
        settings.preparing_days,
        ("deployed", "preparing"),
        state=(form.state.data or None) if right else None,
        mission=(form.mission.data or None) if right else None,
    )
    keep_up()
    kind = form.kind.data if right else "training"
    found = not_certified(scope, question, since=settings.attestation_from, kind=kind)
    number = min(page_number(), max(1, -(-len(found) // SIZE)))
    return render_template(
        "attestations/outstanding.html",
        form=form,
        page=Page(found[(number - 1) * SIZE : number * SIZE], number, SIZE, len(found)),
        names=names,
        unit_types=_names("unit_type"),
        kind=KINDS[kind],
        since=settings.attestation_from,
        as_of=question.as_of,
    )


def _scope() -> Scope:
    return current_identity().scope("attestations.figures")


def _register() -> tuple[RegisterForm, list[Word]]:
    """The certifications that were asked for. What cannot be chosen is refused on the form, and all are shown."""
    scope = current_identity().scope("attestations.see")
    form = RegisterForm.from_request()
    own = bool(scope.states) and not scope.everything
    offered = [code for code in STATUSES if own or code not in ("draft", "handed")]
    form.offer(
        states=states.state_names(_language(), forces.states_with_rotations(scope)),
        missions=forces.missions_with_rotations(scope),
        statuses=offered,
    )
    right = form.validate()
    keep_up()
    wanted = Wanted(
        kind=(form.kind.data or None) if right else None,
        state=(form.state.data or None) if right else None,
        mission=(form.mission.data or None) if right else None,
    )
    found = [
        word
        for word in registered(scope, wanted)
        if not right
        or (form.status.data in ("", standing_in(scope, word)) and form.component.data in ("", word.facts.component))
    ]
    return form, found


def _figures_asked() -> tuple[FiguresForm, Question]:
    settings: Settings = current_app.config["SETTINGS"]
    form = FiguresForm.from_request(as_of=today())
    form.offer()
    if not form.validate():
        form.kind.data, form.by.data, form.component.data = "readiness", "mission", ""
    keep_up()
    day: date = form.as_of.data if form.as_of.data and not form.as_of.errors else today()
    return form, Question(day, settings.preparing_days, component=form.component.data or None)


def _verified(found: Iterable[Word]) -> Mapping[int, bool]:
    standing = verification.standings([word.facts.id for word in found])
    return {key: one.is_verified for key, one in standing.items()}


def _names(by: str) -> Mapping[str, str]:
    """What the lines are called, by their keys."""
    match by:
        case "state":
            return states.state_names(_language(), forces.states_with_rotations(_scope()))
        case "unit_type":
            return {code: label for code, label, _strength in forces.unit_types()}
        case "component":
            return {code: _(word) for code, word in COMPONENTS.items()}
        case _:
            return {}


def _sent(form: str, name: str, fields: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    if form not in _TYPES:
        raise Absent()
    content = write_csv(fields, rows) if form == "csv" else write_xlsx(fields, rows, sheet="certifications")
    sent = {"Content-Disposition": f'attachment; filename="{name}.{form}"'}
    return Response(content, mimetype=_TYPES[form], headers=sent)


def _language() -> str:
    return str(get_locale() or "en")
