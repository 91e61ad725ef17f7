"""For whom, and for which training, results are typed by hand."""

from collections.abc import Sequence
from typing import Any

from flask import current_app, redirect, render_template, request, url_for
from flask_babel import gettext as _

from trainingapp.accounts.identity import current_identity
from trainingapp.accounts.readings import looked_at
from trainingapp.accounts.rules import Identity
from trainingapp.curricula import queries as curricula
from trainingapp.curricula.catalogue import to_choose
from trainingapp.curricula.queries import VersionFacts
from trainingapp.forces import queries as forces
from trainingapp.forces.queries import RotationFacts
from trainingapp.intake.forms.by_hand import PersonStartForm, RotationStartForm
from trainingapp.intake.queries import offered
from trainingapp.intake.views import bp
from trainingapp.kit.clock import now, today
from trainingapp.kit.db import transaction
from trainingapp.kit.once import once
from trainingapp.kit.policy import requires
from trainingapp.readiness import reports as readiness
from trainingapp.rosters.actions import drafts as keeping
from trainingapp.rosters.queries import by_hand, drafts


@bp.route("/rotations/<rotation_id>/by-hand", methods=["GET", "POST"])
@requires("rosters.record")
def by_hand_rotation(rotation_id: str) -> Any:
    """Choose what was trained, and for whom of a rotation results are typed."""
    identity = current_identity()
    scope = identity.scope("rosters.record")
    rotation = forces.rotation(scope, rotation_id, as_of=today())
    groups = offered.for_rotation(rotation, today())
    versions = [version for _heading, ones in groups for version in ones]
    code = request.args.get("lacking", "")
    named = next((version.name for version in versions if version.code == code), None)
    form = RotationStartForm.from_request(curriculum=named, whom="lacking" if named else "all")
    form.offer(groups)
    form.offer_whom(lacking=identity.scope("gaps.see").reaches(rotation.state_code, rotation.mission_code))
    if form.submitted() and rotation.on_roll:
        version = curricula.version_called(form.curriculum.data, as_of=today())
        chosen = _chosen(form, rotation, version, identity)
        if chosen is not None:
            return redirect(_started(form, rotation, version, chosen, identity))
    return render_template(
        "intake/by_hand_start.html",
        form=form,
        rotation=rotation,
        person=None,
        going_on=drafts.drafts(scope, by=identity.public_id, rotation_id=rotation.id),
        records=by_hand.of_rotation(scope, rotation.id),
        two_persons=current_app.config["SETTINGS"].two_persons_by_hand,
    ), 422 if form.errors else 200


@bp.route("/people/<person_id>/by-hand", methods=["GET", "POST"])
@requires("rosters.record")
def by_hand_person(person_id: str) -> Any:
    """Choose what one person was trained in."""
    identity = current_identity()
    scope = identity.scope("rosters.record")
    person = forces.person(scope, person_id)
    services = {one.rotation_id: one for one in forces.service_of(scope, person.id) if one.ended != "in_error"}
    form = PersonStartForm.from_request()
    form.offer(to_choose(curricula.recordable(today())))
    form.offer_rotations(list(services.values()))
    looked_at([person.state_code], object_kind="person", object_id=person.public_id)
    if form.submitted():
        rotation = forces.rotation(scope, form.rotation.data, as_of=today())
        version = curricula.version_called(form.curriculum.data, as_of=today())
        return redirect(_started(form, rotation, version, [person.public_id], identity))
    return render_template(
        "intake/by_hand_start.html",
        form=form,
        rotation=None,
        person=person,
        going_on=(),
        records=(),
        two_persons=current_app.config["SETTINGS"].two_persons_by_hand,
    ), 422 if form.errors else 200


def _chosen(
    form: RotationStartForm, rotation: RotationFacts, version: VersionFacts, identity: Identity
) -> Sequence[str] | None:
    """The public ids of those chosen, nobody for everyone; None when the form says what is wrong."""
    if form.whom.data == "all":
        return ()
    if form.whom.data == "lacking":
        found = _lacking(rotation, version, identity)
        if not found:
            said = _("Nobody on the roll lacks %(code)s. Choose everyone, or some persons.", code=version.code)
            form.whom.errors = [said]
        return found or None
    lines = forces.roll(identity.scope("rosters.record"), rotation.id, as_of=today())
    there = {line.person.service_number: line.person.public_id for line in lines}
    numbers = dict.fromkeys(number.strip() for number in (form.numbers.data or "").splitlines() if number.strip())
    if unknown := [number for number in numbers if number not in there]:
        form.numbers.errors = [
            _("Nobody on the roll has the service number %(numbers)s.", numbers=", ".join(unknown[:20]))
        ]
    elif not numbers:
        form.numbers.errors = [_("Write the service numbers of those whose results you have.")]
    return None if form.errors else [there[number] for number in numbers]


def _lacking(rotation: RotationFacts, version: VersionFacts, identity: Identity) -> Sequence[str]:
    """Who lacks a curriculum today, or will on the day of deployment."""
    judged = readiness.of_rotation(
        identity.scope("gaps.see"), rotation.public_id, as_of=today(), names=identity.scope("people.see")
    )
    standings = [judged.standing, *([judged.at_deployment] if judged.at_deployment else [])]
    found = {
        person.who.public_id
        for standing in standings
        for person in standing.persons
        if person.who and version.code in person.gaps
    }
    lines = forces.roll(identity.scope("rosters.record"), rotation.id, as_of=today())
    return [line.person.public_id for line in lines if line.person.public_id in found]


def _started(
    form: RotationStartForm | PersonStartForm,
    rotation: RotationFacts,
    version: VersionFacts,
    chosen: Sequence[str],
    identity: Identity,
) -> str:
    def do() -> str:
        return keeping.start(
            state_code=rotation.state_code,
            rotation_id=rotation.id,
            version_id=version.id,
            completed_on=form.completed_on.data,
            chosen=chosen,
            cells={},
            by=identity.public_id,
            now=now(),
        )

    with transaction():
        draft = once(form.key.data, asked_by=identity.public_id, act="by_hand.start", now=now(), do=do)
    return url_for("intake.by_hand_grid", draft_id=draft)
