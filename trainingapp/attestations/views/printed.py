"""A certification on paper, for those who may see it."""

from flask import Response, current_app, request
from flask_babel import get_locale
from flask_babel import gettext as _

from trainingapp.accounts.identity import current_identity
from trainingapp.attestations.pdf.paper import drawn
from trainingapp.attestations.queries.words import attestation, submissions_of
from trainingapp.attestations.views.parts import bp
from trainingapp.kit.errors import Absent
from trainingapp.kit.policy import requires
from trainingapp.kit.settings import Settings
from trainingapp.readiness import reports as readiness
from trainingapp.readiness.face import Printed


@bp.get("/certifications/<attestation_id>/certification.pdf")
@requires("attestations.see")
def printed(attestation_id: str) -> Response:
    """What was submitted as PDF, the newest or that of `?submission=`; the same one always gives the same bytes.

    Raises Absent while nothing was submitted, or when its text was emptied. Six statements.
    """
    found = attestation(current_identity().scope("attestations.see"), attestation_id)
    sent = submissions_of(found.id)
    wanted = request.args.get("submission", len(sent), type=int)
    one = next((one for one in sent if one.ordinal == wanted), None)
    if one is None or "about" not in one.face:
        raise Absent()
    settings: Settings = current_app.config["SETTINGS"]
    content = drawn(
        one.face,
        Printed(one.submitted_at, one.entry_seq, str(get_locale() or "en"), _),
        url=f"{settings.base_url}/certifications/{found.public_id}",
        sha256=one.face_sha256,
        titles=readiness.curricula_in_order(),
    )
    name = f"{one.number}.pdf" if one.ordinal == 1 else f"{one.number}-{one.ordinal}.pdf"
    sent_as = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, mimetype="application/pdf", headers=sent_as)
