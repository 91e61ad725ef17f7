"""Pages of Member States and of missions: what everybody who is signed in may read."""

from flask import Blueprint, render_template, url_for
from flask_babel import get_locale
from werkzeug.routing import BuildError

from trainingapp.kit.asked import asked_day
from trainingapp.kit.clock import today
from trainingapp.kit.policy import signed_in
from trainingapp.states import queries
from trainingapp.states.rules import MISSION_FLAGS, MISSION_KINDS, SOURCE_MARKS, STATE_STATUSES

bp = Blueprint("states", __name__, template_folder="templates")


@bp.get("/states")
@signed_in
def index() -> str:
    """Every State with its codes. One statement."""
    language = str(get_locale())
    return render_template(
        "states/index.html",
        states=sorted(queries.states(), key=lambda state: (state.kind == "fictional", state.name(language))),
        language=language,
        kinds=STATE_STATUSES,
    )


@bp.get("/missions")
@signed_in
def missions() -> str:
    """The missions that exist on a day, with what they are told to do and what they meet. Two statements."""
    asked = asked_day()
    return render_template(
        "states/missions.html",
        missions=queries.missions(open_on=asked.day),
        asked=asked,
        words=MISSION_FLAGS,
        kinds=MISSION_KINDS,
    )


@bp.get("/missions/<mission_code>")
@signed_in
def mission(mission_code: str) -> str:
    """One mission with every flag it has or had. Two statements."""
    found = queries.mission(mission_code)
    return render_template(
        "states/mission.html",
        mission=found,
        as_of=today(),
        words=MISSION_FLAGS,
        kinds=MISSION_KINDS,
        marks=SOURCE_MARKS,
        rotations_url=_rotations(found.code),
    )


def _rotations(mission_code: str) -> str | None:
    try:
        return url_for("forces.rotations", mission=mission_code)
    except BuildError:
        return None
