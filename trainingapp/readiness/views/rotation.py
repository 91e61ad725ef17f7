"""The page of one rotation: who lacks what, and why."""

from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from trainingapp.accounts.identity import current_identity
from trainingapp.accounts.readings import looked_at
from trainingapp.forces import queries as forces
from trainingapp.forces.rules import CATEGORIES
from trainingapp.forces.rules import PHASES as PHASE_NAMES
from trainingapp.kit.clock import today
from trainingapp.kit.pages import page_number, page_of
from trainingapp.kit.policy import requires
from trainingapp.readiness import reports
from trainingapp.readiness.forms import RotationForm
from trainingapp.readiness.queries import facts
from trainingapp.readiness.rules import REASONS, STRENGTHS
from trainingapp.readiness.views.files import of_rotation
from trainingapp.readiness.views.parts import bars, bp, files, language, preparing_days, speaks_for_one_state
from trainingapp.states import queries as states_


@bp.get("/rotations/<rotation_id>")
@requires("gaps.see")
def rotation(rotation_id: str) -> str | Response:
    """One rotation: coverage of each requirement, who lacks what and why, and what closes it. Sixteen statements."""
    identity = current_identity()
    scope, people = identity.scope("gaps.see"), identity.scope("people.see")
    form = RotationForm.from_request(as_of=today())
    found = forces.rotation(scope, rotation_id, as_of=form.as_of.data or today())
    as_of = form.as_of.data or today()
    form.check_evidence()
    judged = reports.of_rotation(scope, rotation_id, as_of=as_of, names=people, evidence=form.evidence.data)
    titles = facts.curriculum_titles()
    state_name = states_.state_names(language(), [found.state_code])[found.state_code]
    form.offer([(code, titles[code]) for code in judged.standing.tallies])
    form.validate()
    if format_ := request.args.get("format"):
        named = request.args.get("names") == "1"
        listed = judged.standing.persons if format_ != "pdf" else judged.standing.missing if named else ()
        shown = sum(person.who is not None for person in listed)
        looked_at({found.state_code: shown}, object_kind="rotation", object_id=found.public_id, kind="export")
        return of_rotation(format_, found, judged, as_of=as_of, state_name=state_name, titles=titles, named=named)
    standing = judged.standing
    wanted = form.lacking.data if form.lacking.data in standing.tallies else ""
    lacking = [person for person in standing.missing if not wanted or wanted in person.gaps]
    page = page_of(lacking, number=page_number())
    named_here = sum(person.who is not None for person in page.rows)
    looked_at({found.state_code: named_here}, object_kind="rotation", object_id=found.public_id)
    lacked = reports.Lacking(
        [code for code, tally in standing.tallies.items() if tally.gap], found.deploys_on, found.ends_on
    )
    # Of a day that has passed it is not known here who lacks it still: nobody is told to train.
    ahead = [lacked] if as_of >= today() else []
    remedies = reports.remedies(ahead, today=today(), sessions=identity.can("sessions.see"))
    keep: dict[str, Any] = {"as_of": as_of.isoformat()}
    if form.evidence.data != STRENGTHS[0]:
        keep["evidence"] = form.evidence.data
    return render_template(
        "readiness/rotation.html",
        rotation=found,
        state_name=state_name,
        phase=PHASE_NAMES[found.phase(as_of=as_of, preparing_days=preparing_days())],
        form=form,
        as_of=as_of,
        today=today(),
        judged=judged,
        standing=standing,
        titles=titles,
        reasons=REASONS,
        categories=CATEGORIES,
        page=page,
        wanted=wanted,
        names_shown=people.reaches(found.state_code, found.mission_code),
        keep=keep,
        bars=bars(
            standing.tallies,
            titles,
            lacking=lambda code: url_for(
                "readiness.rotation", rotation_id=rotation_id, lacking=code, _anchor="persons", **keep
            ),
        ),
        recommended=bars(standing.recommended_tallies, titles),
        remedies=remedies[0] if remedies else None,
        way=[
            *([] if speaks_for_one_state(identity) else [(_("All States"), url_for("readiness.states", **keep))]),
            (_("Gaps of the State"), url_for("readiness.state", state=found.state_code, **keep)),
        ],
        files=files(names=None),
        file_with_names=files(names="1") if people.reaches(found.state_code, found.mission_code) else [],
    )
