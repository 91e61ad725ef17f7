"""Revoking: one certificate, or several of a rotation, always after a look at the list and with a reason."""

from collections.abc import Sequence

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as Answer

from trainingapp.accounts.identity import current_identity
from trainingapp.accounts.readings import looked_at
from trainingapp.accounts.rules import Identity
from trainingapp.certificates import actions, queries, reports
from trainingapp.certificates.forms import LONGEST_CODE, ChooseForm, RevokeForm
from trainingapp.certificates.queries import Held
from trainingapp.certificates.views import bp
from trainingapp.certificates.views.shown import SHOWN
from trainingapp.forces import queries as forces
from trainingapp.forces.queries import RotationFacts
from trainingapp.kit.clock import now, today
from trainingapp.kit.db import transaction
from trainingapp.kit.errors import Absent
from trainingapp.kit.once import once
from trainingapp.kit.policy import requires


@bp.route("/certificates/<certificate_id>/revoke", methods=["GET", "POST"])
@requires("certificates.revoke", step_up=True)
def revoke(certificate_id: str) -> Response | Answer:
    """Revoke one certificate."""
    identity = current_identity()
    held = queries.certificate(identity.scope("certificates.revoke"), certificate_id)
    back = url_for("certificates.show", certificate_id=held.public_id)
    if held.facts.revoked_on is not None and request.method == "GET":
        return redirect(back)
    return _revoke(RevokeForm.from_request(), [held], back, identity, None)


@bp.post("/rotations/<rotation_id>/certificates/chosen")
@requires("certificates.revoke")
def choose(rotation_id: str) -> Response | Answer:
    """Show what was ticked or written down, to be looked at before it is revoked. Changes nothing."""
    identity, rotation = _of(rotation_id)
    scope, form = identity.scope("certificates.revoke"), ChooseForm.from_request()
    back = _back(rotation, form.curriculum.data)
    if not form.submitted():
        for problem in [*form.form_errors, *(text for field in form for text in field.errors)]:
            flash(str(problem), "error")
        return redirect(back)
    found = reports.chosen(
        scope,
        rotation.id,
        form.curriculum.data or "",
        public_ids=form.chosen.data or (),
        listed=form.listed.data or "",
        as_of=today(),
    )
    if found.unmatched:
        said = _("No certificate of this rotation that can be revoked has: %(texts)s. Nothing was revoked.")
        flash(said % {"texts": ", ".join(found.unmatched[:20])}, "error")
        return redirect(back)
    if not found.held:
        flash(_("Tick the certificates to revoke, or write down their numbers."), "error")
        return redirect(back)
    chosen = RevokeForm(formdata=None, chosen=[one.public_id for one in found.held], curriculum=form.curriculum.data)
    return _page(chosen, found.held, back, identity, rotation)


@bp.post("/rotations/<rotation_id>/certificates/revoke")
@requires("certificates.revoke", step_up=True)
def revoke_chosen(rotation_id: str) -> Response | Answer:
    """Revoke several certificates of a rotation, for one reason."""
    identity, rotation = _of(rotation_id)
    form = RevokeForm.from_request()
    back = _back(rotation, form.curriculum.data)
    ids = set(form.chosen.data or ())
    if not ids:
        flash(_("Tick the certificates to revoke, or write down their numbers."), "error")
        return redirect(back)
    held = queries.to_revoke(identity.scope("certificates.revoke"), ids)
    if len(held) != len(ids):
        raise Absent()
    return _revoke(form, held, back, identity, rotation)


def _of(rotation_id: str) -> tuple[Identity, RotationFacts]:
    identity = current_identity()
    return identity, forces.rotation(identity.scope("certificates.revoke"), rotation_id, as_of=today())


def _back(rotation: RotationFacts, code: str | None) -> str:
    known = code if code and len(code) <= LONGEST_CODE else None
    return url_for("certificates.of_rotation", rotation_id=rotation.public_id, curriculum=known)


def _revoke(
    form: RevokeForm, held: Sequence[Held], back: str, identity: Identity, rotation: RotationFacts | None
) -> Response | Answer:
    if not form.submitted():
        return _page(form, held, back, identity, rotation)

    def do() -> str:
        revoked = actions.revoke(
            [one.public_id for one in held],
            reason=form.reason.data,
            by=identity,
            now=now(),
            also_withdraw_completion=bool(form.withdraw.data),
            rotation_public_id=rotation.public_id if rotation else None,
        )
        return str(len(revoked))

    with transaction():
        count = int(once(form.key.data, asked_by=identity.public_id, act="certificates.revoke", now=now(), do=do))
    flash(ngettext("The certificate was revoked.", "%(num)d certificates were revoked.", count), "success")
    return redirect(back)


def _page(
    form: RevokeForm, held: Sequence[Held], back: str, identity: Identity, rotation: RotationFacts | None
) -> Response:
    states = {one.state_code for one in held}
    named = all(identity.scope("people.see").reaches(state) for state in states)
    if named:
        about = ("rotation", rotation.public_id) if rotation else ("certificate", held[0].public_id)
        looked_at([one.state_code for one in held], object_kind=about[0], object_id=about[1])
    page = render_template(
        "certificates/revoke.html",
        form=form,
        held=held,
        rotation=rotation,
        back=back,
        as_of=today(),
        shown=SHOWN,
        may_withdraw=all(identity.scope("completions.correct").reaches(state) for state in states),
        named=named,
    )
    return make_response(page, 422 if form.errors else 200)
