"""A person's transcript, to take away: as PDF and as JSON, on any day."""

import re

from flask import Response, current_app, redirect, request, url_for
from flask_babel import get_locale, gettext
from werkzeug.wrappers import Response as Answer

from trainingapp.accounts.identity import current_identity
from trainingapp.accounts.readings import looked_at
from trainingapp.accounts.rules import Identity
from trainingapp.forces import queries as forces
from trainingapp.journal import queries as journal
from trainingapp.kit.asked import asked_day
from trainingapp.kit.clock import now
from trainingapp.kit.errors import Refused
from trainingapp.kit.policy import requires
from trainingapp.people.queries import KnownPerson
from trainingapp.readiness.face import Printed
from trainingapp.records import reports
from trainingapp.records.face import Transcript
from trainingapp.records.pdf.transcript import draw
from trainingapp.records.reports import Whole
from trainingapp.records.reports.transcript import transcript as said_by
from trainingapp.records.views import bp
from trainingapp.states import queries as states


@bp.get("/people/<person_id>/transcript.pdf")
@requires("people.see")
def transcript(person_id: str) -> Response | Answer:
    """The transcript as PDF; `?as_of=` names the day. As many statements as the record, and one."""
    identity, found = _asked(person_id)
    if found.public_id != person_id:
        return redirect(url_for("records.transcript", person_id=found.public_id, as_of=request.args.get("as_of")))
    return as_pdf(_whole(identity, found))


@bp.get("/people/<person_id>/transcript.json")
@requires("people.see")
def transcript_json(person_id: str) -> Response | Answer:
    """The same as JSON, for programs: docs/transcript.schema.json says what each field means."""
    identity, found = _asked(person_id)
    if found.public_id != person_id:
        return redirect(url_for("records.transcript_json", person_id=found.public_id, as_of=request.args.get("as_of")))
    face = face_of(_whole(identity, found))
    return _sent(face.model_dump_json(indent=1).encode(), "application/json", face, "json")


def as_pdf(whole: Whole) -> Response:
    """A record as the PDF of its transcript."""
    face = face_of(whole)
    printed = Printed(face.made_at, face.journal_entry, str(get_locale() or "en"), gettext)
    return _sent(draw(face, printed), "application/pdf", face, "pdf")


def face_of(whole: Whole) -> Transcript:
    """What the transcript of a record says. Two statements."""
    base = str(current_app.config["SETTINGS"].base_url).rstrip("/")
    code = whole.person.state_code
    return said_by(
        whole,
        state_name=states.state_names(str(get_locale()), [code])[code],
        made_at=now(),
        entry=(journal.newest() or (0, ""))[0],
        register_address=base,
        verify=lambda public_id: base + url_for("certificates.check", public_id=public_id),
        gettext=gettext,
    )


def _asked(person_id: str) -> tuple[Identity, KnownPerson]:
    identity = current_identity()
    return identity, forces.person(identity.scope("people.see"), person_id)


def _whole(identity: Identity, found: KnownPerson) -> Whole:
    asked = asked_day()
    if asked.error is not None:
        # A file says the day it is about: one that was not understood is not quietly another.
        raise Refused(asked.error)
    looked_at([found.state_code], object_kind="person", object_id=found.public_id, kind="export")
    return reports.whole(identity, found, as_of=asked.day)


def _sent(content: bytes, mimetype: str, face: Transcript, kind: str) -> Response:
    """A file to save. Its name says nothing of the person: it stays in lists of downloads on shared desks."""
    safe = re.sub(r"[^A-Za-z0-9]+", "-", f"transcript-{face.person.state}-{face.as_of.isoformat()}")
    sent = {"Content-Disposition": f'attachment; filename="{safe}.{kind}"'}
    return Response(content, mimetype=mimetype, headers=sent)
