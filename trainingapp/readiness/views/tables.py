"""Pages of coverage: States, one State, missions, one mission."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any, Final

from flask import current_app, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from trainingapp.accounts.identity import current_identity
from trainingapp.accounts.rules import Identity
from trainingapp.forces import queries as forces
from trainingapp.forces.rules import PHASES as PHASE_NAMES
from trainingapp.kit.clock import today
from trainingapp.kit.errors import Absent
from trainingapp.kit.heat import HeatCell, HeatCells
from trainingapp.kit.policy import requires
from trainingapp.kit.words import N_
from trainingapp.readiness import reports
from trainingapp.readiness.coverage import Question, Row, Table, Tally, alphabetical
from trainingapp.readiness.forms import PHASES, GapsForm, RotationsForm
from trainingapp.readiness.queries import facts
from trainingapp.readiness.rules import STRENGTHS
from trainingapp.readiness.views.files import of_table
from trainingapp.readiness.views.parts import (
    bars,
    bp,
    language,
    language_called,
    preparing_days,
    speaks_for_one_state,
)
from trainingapp.readiness.views.parts import files as links_to_files
from trainingapp.readiness.work import keep_up
from trainingapp.states import queries as states_
from trainingapp.states.rules import UN_LANGUAGES

#: Where nobody is required.
NOBODY: Final = Tally()


@dataclass(frozen=True)
class Line:
    """A row of a heat table as it is shown: what it is called, where it leads, what stands under it."""

    label: str
    url: str | None
    row: Row
    #: How many persons are on the rolls, and the cells: everything, then each curriculum.
    persons: int
    cells: Sequence[HeatCell | None]
    note: str = ""


@dataclass(frozen=True)
class Asked:
    """What the address asks, and the arguments that every link from the page carries on."""

    form: GapsForm
    question: Question
    keep: Mapping[str, Any]
    #: Which rows; None for all.
    wanted: Callable[[Row], bool] | None = None

    @property
    def as_of(self) -> date:
        """The day of judgement."""
        return self.question.as_of


def _carried_on() -> dict[str, Any]:
    """What the address asks, for the page that is shown instead."""
    return {name: value for name, value in request.args.items() if name != "state"}


def _asked(form: GapsForm | None = None, **of: str) -> Asked:
    form = form or GapsForm.from_request(as_of=today())
    right = form.validate()
    as_of = form.as_of.data or today()
    phase = form.phase.data if right and form.phase.data in PHASES else "deployed"
    at_deployment = right and form.judged.data == "deployment"
    keep: dict[str, Any] = {"as_of": as_of.isoformat()}
    if phase != "deployed":
        keep["phase"] = "preparing" if phase == "soon" else phase
    if at_deployment:
        keep["judged"] = "deployment"
    evidence = form.evidence.data if right and form.evidence.data in STRENGTHS else STRENGTHS[0]
    if evidence != STRENGTHS[0]:
        keep["evidence"] = evidence
    question = Question(as_of, preparing_days(), PHASES[phase], at_deployment=at_deployment, evidence=evidence, **of)
    return Asked(form, question, keep)


#: What `show` asks for -> whether a rotation is among it.
SHOWN: Mapping[str, Callable[[Row], bool]] = {
    "lacking": lambda row: row.is_short,
    "no_roll": lambda row: bool(row.without_roll),
    "no_results": lambda row: row.without_results,
}


def _asked_one_by_one() -> Asked:
    form, urgent_days = RotationsForm.from_request(as_of=today()), current_app.config["SETTINGS"].urgent_days
    form.offer(urgent_days=urgent_days)
    asked = _asked(form)
    shown = SHOWN.get(form.show.data or "")
    through = asked.as_of + timedelta(days=urgent_days) if form.phase.data == "soon" else date.max

    def wanted(row: Row) -> bool:
        return row.deployments[0].deploys_on <= through and (shown is None or shown(row))

    return replace(asked, wanted=wanted)


@bp.get("")
@requires("gaps.see")
def states() -> str | AnyResponse:
    """All States in scope. Whoever speaks for one State lands on it. Six statements."""
    identity = current_identity()
    if (only := speaks_for_one_state(identity)) is not None:
        return redirect(url_for("readiness.state", state=only, **_carried_on()))
    asked = _asked()
    return _table(
        identity,
        asked,
        by="state",
        title=_("Training gaps by State"),
        subject=_("All States"),
        link=lambda row: url_for("readiness.state", state=row.key[0], **asked.keep),
    )


@bp.get("/rotations")
@requires("gaps.see")
def rotations() -> str | AnyResponse:
    """The rotations in scope one by one, of whichever State: those that lack something, or have no roll. 6 statements.

    Where the figures of the first page lead.
    """
    asked = _asked_one_by_one()
    return _table(
        current_identity(),
        asked,
        by="rotation",
        title=_("Training gaps by rotation"),
        subject=_("Rotations"),
        link=_to_rotation(asked),
        usual="all",
    )


@bp.get("/states/<state>")
@requires("gaps.see")
def state(state: str) -> str | AnyResponse:
    """The rotations of one State. Seven statements."""
    identity = current_identity()
    scope = identity.scope("gaps.see")
    names = states_.state_names(language(), [state])
    if state not in names or not (scope.everything or state in scope.states or facts.has_rotations(scope, state=state)):
        raise Absent()
    asked = _asked(state=state)
    return _table(
        identity,
        asked,
        by="rotation",
        title=_("Training gaps of %(state)s", state=names[state]),
        subject=names[state],
        link=_to_rotation(asked),
        way=[] if speaks_for_one_state(identity) else [(_("All States"), url_for("readiness.states", **asked.keep))],
    )


@bp.get("/missions")
@requires("gaps.see")
def missions() -> str | AnyResponse:
    """The missions that rotations in scope are deployed to. Six statements."""
    asked = _asked()
    return _table(
        current_identity(),
        asked,
        by="mission",
        title=_("Training gaps by mission"),
        subject=_("All missions"),
        link=lambda row: url_for("readiness.mission", mission=row.key[0], **asked.keep),
    )


@bp.get("/unit-types")
@requires("gaps.see")
def unit_types() -> str | AnyResponse:
    """The kinds of unit in scope, of all States together. Seven statements."""
    asked = _asked()
    return _table(
        current_identity(),
        asked,
        by="unit_type",
        title=_("Training gaps by kind of unit"),
        subject=_("All kinds of unit"),
        link=lambda row: url_for("overviews.overview", unit_type=row.key[0], **_in_overview(asked)),
        labels={code: _(label) for code, label, _strength in forces.unit_types()},
    )


@bp.get("/languages")
@requires("gaps.see")
def languages() -> str | AnyResponse:
    """The working languages of the units in scope (R75). Six statements."""
    asked = _asked()
    return _table(
        current_identity(),
        asked,
        by="language",
        title=_("Training gaps by language of the unit"),
        subject=_("All languages"),
        link=lambda row: url_for("overviews.overview", language=row.key[0], **_in_overview(asked)),
        labels={code: language_called(code) for code in UN_LANGUAGES},
    )


def _in_overview(asked: Asked) -> dict[str, Any]:
    """What the overview knows of what was asked."""
    return {name: asked.keep[name] for name in ("as_of", "evidence") if name in asked.keep}


@bp.get("/missions/<mission>")
@requires("gaps.see")
def mission(mission: str) -> str | AnyResponse:
    """The rotations to one mission. Seven statements."""
    identity = current_identity()
    if not facts.has_rotations(identity.scope("gaps.see"), mission=mission):
        raise Absent()
    asked = _asked(mission=mission)
    return _table(
        identity,
        asked,
        by="rotation",
        title=_("Training gaps in %(mission)s", mission=mission),
        subject=mission,
        link=_to_rotation(asked),
        way=[(_("All missions"), url_for("readiness.missions", **asked.keep))],
    )


# --- Parts of pages --------------------------------------------------------------------------------------------------


def _table(
    identity: Identity,
    asked: Asked,
    *,
    by: str,
    title: str,
    subject: str,
    link: Callable[[Row], str],
    way: Sequence[tuple[str, str]] = (),
    usual: str = "name",
    labels: Mapping[str, str] = MappingProxyType({}),
) -> str | AnyResponse:
    keep_up()
    table = reports.coverage(identity.scope("gaps.see"), asked.question, by=by)
    if asked.wanted is not None:
        table = table.only(asked.wanted)
    names = states_.state_names(language(), {one.state for one in table.deployments})
    if format_ := request.args.get("format"):
        return of_table(format_, table, names, subject=subject, scope=identity.scope("gaps.see"))
    sort = request.args.get("sort", usual)
    cell, totals = HeatCells(), table.totals

    def line(row: Row, label: str, url: str | None, note: str = "") -> Line:
        counted = [row.whole, *(row.cells.get(code, NOBODY) for code in table.curricula)]
        cells = [cell(one.held, one.required) for one in counted]
        return Line(label, url, row, row.whole.required, cells, note)

    called = {**names, **labels}
    lines = [line(row, _label(table, row, called), link(row), _note(table, row, names)) for row in table.rows]
    return render_template(
        "readiness/gaps.html",
        title=title,
        way=way,
        asked=asked,
        form=asked.form,
        as_of=asked.as_of,
        today=today(),
        # With rotations on the page it is seen what is known.
        known=None if lines else reports.known_days(identity.scope("gaps.see"), asked.question),
        table=table,
        totals=totals,
        lines=_sorted(lines, sort),
        together=line(totals, _("All together"), None),
        sort=sort,
        corner=_(CORNERS[by]),
        bars=bars(totals.cells, table.curricula),
        files=links_to_files(),
        keep=asked.keep,
        several_missions=_beside(identity, by),
    )


def _beside(identity: Identity, by: str) -> bool:
    """Whether to offer the same figures by State and by mission."""
    return speaks_for_one_state(identity) is None and request.endpoint in BESIDE


#: What the rows are.
CORNERS: Mapping[str, str] = {
    "state": N_("State"),
    "mission": N_("Mission"),
    "rotation": N_("Rotation"),
    "unit_type": N_("Kind of unit"),
    "language": N_("Language of the unit"),
}

#: The same figures, drawn otherwise.
BESIDE = (
    *("readiness.states", "readiness.missions", "readiness.rotations"),
    *("readiness.unit_types", "readiness.languages"),
)


def _sorted(lines: Sequence[Line], sort: str) -> list[Line]:
    """By name, by persons, or by what is held of one curriculum or of all; least held first, then the larger gap."""
    wanted = sort.removeprefix("-")

    def held(counted: Tally) -> tuple[bool, float, int]:
        return not counted.required, counted.held / counted.required if counted.required else 0.0, -counted.gap

    def key(line: Line) -> Any:
        if wanted == "name":
            return alphabetical(line.label)
        if wanted == "persons":
            return line.row.whole.required
        return held(line.row.whole if wanted == "all" else line.row.cells.get(wanted, Tally()))

    by_name = sorted(lines, key=lambda line: alphabetical(line.label))
    return sorted(by_name, key=key, reverse=sort.startswith("-"))


def _label(table: Table, row: Row, names: Mapping[str, str]) -> str:
    if table.by == "rotation":
        return row.deployments[0].code
    return names.get(row.key[0], row.key[0])


def _note(table: Table, row: Row, names: Mapping[str, str]) -> str:
    if table.by != "rotation":
        return ""
    (one,) = row.deployments
    phase = _(PHASE_NAMES[one.phase(table.question)])
    return " · ".join(
        part
        for part in (
            names[one.state] if table.question.state is None else "",
            one.mission if table.question.mission is None else "",
            phase if len(table.question.phases) > 1 or table.question.phases != ("deployed",) else "",
        )
        if part
    )


def _to_rotation(asked: Asked) -> Callable[[Row], str]:
    keep = {name: asked.keep[name] for name in ("as_of", "evidence") if name in asked.keep}
    return lambda row: url_for("readiness.rotation", rotation_id=row.deployments[0].public_id, **keep)
