"""Pages of rotations and their rolls."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.routing import BuildError
from werkzeug.wrappers import Response

from trainingapp.accounts.acting import carried_out
from trainingapp.accounts.identity import current_identity
from trainingapp.accounts.readings import looked_at
from trainingapp.forces import actions, queries
from trainingapp.forces.forms import FindForm, RollForm, RotationForm, RotationsForm
from trainingapp.forces.notices import NOTICES
from trainingapp.forces.queries import Filters, RotationFacts
from trainingapp.forces.reference import load_words
from trainingapp.forces.rules import CATEGORIES, PHASES, SEXES, days_both, is_short
from trainingapp.kit.clock import now, today
from trainingapp.kit.pages import page_number
from trainingapp.kit.policy import requires
from trainingapp.kit.words import N_
from trainingapp.states import queries as states

bp = Blueprint("forces", __name__, template_folder="templates")


@bp.app_template_global()
def term_words(code: str) -> str:
    """What a kind of unit, a rank band or a function is called in the reader's language; the code when unknown."""
    words = load_words().get(code, {})
    return words.get(str(get_locale())) or _(words.get("en", code))


@dataclass(frozen=True)
class PhaseShown:
    """How a phase is shown: its word, with a colour and a symbol beside it."""

    label: str
    tone: str
    symbol: str


PHASE_SHOWN = {
    "planned": PhaseShown(PHASES["planned"], "quiet", "calendar"),
    "preparing": PhaseShown(PHASES["preparing"], "info", "hourglass"),
    "deployed": PhaseShown(PHASES["deployed"], "good", "map-pin"),
    "ended": PhaseShown(PHASES["ended"], "quiet", "history"),
}

#: How many rows a search on a roll shows; whoever finds more types more.
MOST_FOUND = 50


@dataclass(frozen=True)
class Step:
    """What one may do next with a rotation: a page of a higher room, for whoever has its permission."""

    endpoint: str
    permission: str
    label: str
    about: str
    symbol: str
    #: Whether it is about the persons on the roll, so that there must be some.
    needs_roll: bool = True


STEPS = (
    Step(
        "intake.upload_roll",
        "rolls.record",
        N_("Upload the nominal roll"),
        N_("The list of persons in this rotation, from a spreadsheet."),
        "users",
        needs_roll=False,
    ),
    Step(
        "intake.upload_results",
        "rosters.record",
        N_("Record results"),
        N_("What the persons on the roll were trained in, from a spreadsheet."),
        "table-import",
    ),
    Step(
        "intake.by_hand_rotation",
        "rosters.record",
        N_("Record results by hand"),
        N_("Type them into a table, or paste them: for results that are on paper."),
        "pencil",
    ),
    Step(
        "certificates.issue",
        "certificates.issue",
        N_("Issue certificates"),
        N_("To everyone on the roll who has passed."),
        "certificate",
    ),
    Step(
        "readiness.rotation",
        "gaps.see",
        N_("See gaps"),
        N_("Who still lacks which training, and why."),
        "chart-bar",
    ),
    Step(
        "attestations.begin",
        "attestations.prepare",
        N_("Certify"),
        N_("The training, the unit’s readiness, the screening: begin, or go on with what is open."),
        "writing-sign",
    ),
    Step(
        "attestations.screening",
        "screening.see",
        N_("Screening"),
        N_("Who is cleared by the State’s screening for human rights, who waits, who is not cleared."),
        "shield-check",
        needs_roll=False,
    ),
)  # fmt: skip


@bp.get("/rotations")
@requires("rotations.see")
def rotations() -> str:
    """The rotations in the reader's scope. Five statements."""
    identity = current_identity()
    scope = identity.scope("rotations.see")
    form = RotationsForm.from_request(as_of=today())
    names = queries.states_with_rotations(scope)
    form.offer(states=names, missions=queries.missions_with_rotations(scope), months=_tour_months())
    form.validate()
    as_of = form.as_of.data or today()
    filters = Filters(
        state=form.state.data or None,
        mission=form.mission.data or None,
        phase=form.phase.data if form.phase.data in {*PHASES, "current"} else None,
        has_roll={"yes": True, "no": False}.get(form.roll.data),
        text=form.q.data or None,
        preparing_days=_preparing_days(),
        shorter_than=_tour_months() if form.tour.data == "short" else None,
    )
    sort = request.args.get("sort", "-deploys_on")
    return render_template(
        "forces/rotations.html",
        form=form,
        page=queries.rotations(scope, as_of=as_of, filters=filters, sort=sort, number=page_number()),
        sort=sort,
        as_of=as_of,
        filtered=any((filters.state, filters.mission, filters.phase, filters.text, form.roll.data, form.tour.data)),
        several_states=len(names) > 1,
        may_add=identity.can("rotations.add"),
        phase_of=lambda row: _phase(row, as_of),
    )


@bp.route("/rotations/new", methods=["GET", "POST"])
@requires("rotations.add")
def new_rotation() -> str | Response | tuple[str, int]:
    """Add a rotation, and its unit when it is new."""
    identity = current_identity()
    form = RotationForm.from_request()
    scope = identity.scope("rotations.add")
    form.offer(
        states=states.state_names(str(get_locale()), None if scope.everything else scope.states),
        missions=states.mission_codes(),
        unit_types=[(code, _(label)) for code, label, _strength in queries.unit_types()],
    )
    made = carried_out(form, lambda: actions.open_rotation(form.rotation(), by=identity, now=now()))
    if made.done:
        flash(_("The rotation was added. Its nominal roll comes next."), "success")
        return redirect(url_for("forces.rotation", rotation_id=made.answer))
    if made.refusal is None and request.method == "POST":
        if form.state.data and not scope.reaches(form.state.data):
            abort(404)
        # Whoever mends a date should not hear only then that the name is taken.
        form.blame(actions.problems_of(form.rotation()), where_right=True)
    return render_template("forces/new_rotation.html", form=form), made.status


@bp.get("/rotations/<rotation_id>")
@requires("rotations.see")
def rotation(rotation_id: str) -> str:
    """One rotation: what it is, its roll in numbers, what to do next. Four statements, and those of the notices."""
    identity = current_identity()
    scope = identity.scope("rotations.see")
    as_of = today()
    found = queries.rotation(scope, rotation_id, as_of=as_of)
    steps = [
        (step, url)
        for step in STEPS
        if (found.on_roll or not step.needs_roll)
        and identity.scope(step.permission).reaches(found.state_code, found.mission_code)
        and (url := _link(step.endpoint, rotation_id=found.public_id))
    ]
    before, after = queries.beside(scope, found)
    return render_template(
        "forces/rotation.html",
        rotation=found,
        before=before,
        after=after,
        days_both=days_both,
        short=is_short(found.deploys_on, found.ends_on, months=_tour_months()),
        state_name=states.state_names(str(get_locale()), [found.state_code])[found.state_code],
        phase=_phase(found, as_of),
        as_of=as_of,
        counts=queries.roll_summary(scope, found.id, as_of=as_of),
        categories=CATEGORIES,
        sexes=SEXES,
        steps=steps,
        notices=[notice for ask in NOTICES if (notice := ask(identity, found)) is not None],
        names_shown=identity.scope("people.see").reaches(found.state_code, found.mission_code),
    )


@bp.route("/rotations/<rotation_id>/roll", methods=["GET", "POST"])
@requires("people.see")
def roll(rotation_id: str) -> str:
    """The nominal roll by name, a page at a time, or those whom a search finds. Three statements."""
    scope = current_identity().scope("people.see")
    as_of = today()
    found = queries.rotation(scope, rotation_id, as_of=as_of)
    form = RollForm.from_request()
    form.offer()
    form.validate()
    find = FindForm.from_request()
    text = find.text.data if find.submitted() else None
    sort = request.args.get("sort", "roll")
    page = queries.roll_page(
        scope,
        found.id,
        as_of=as_of,
        text=text,
        category=form.category.data or None,
        sort=sort,
        number=1 if text else page_number(),
        size=MOST_FOUND,
    )
    looked_at([line.person.state_code for line in page.rows], object_kind="rotation", object_id=found.public_id)
    return render_template(
        "forces/roll.html",
        rotation=found,
        form=form,
        find=find,
        searched=text,
        page=page,
        sort=sort,
        as_of=as_of,
        categories=CATEGORIES,
        person_link=lambda public_id: _link("records.person", person_id=public_id),
        upload=_upload(found),
    )


def _upload(found: RotationFacts) -> str | None:
    if current_identity().scope("rolls.record").reaches(found.state_code, found.mission_code):
        return _link("intake.upload_roll", rotation_id=found.public_id)
    return None


def _tour_months() -> int:
    """A policy setting: how many months a tour usually lasts."""
    months: int = current_app.config["SETTINGS"].tour_months
    return months


def _preparing_days() -> int:
    days: int = current_app.config["SETTINGS"].preparing_days
    return days


def _phase(found: RotationFacts, as_of: date) -> PhaseShown:
    return PHASE_SHOWN[found.phase(as_of=as_of, preparing_days=_preparing_days())]


def _link(endpoint: str, **values: Any) -> str | None:
    """The address of a page of a higher room, or None where this application has no such page."""
    try:
        return url_for(endpoint, **values)
    except BuildError:
        return None
