"""Certificates in lists and one by one, and issuing them."""

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from trainingapp.accounts.identity import current_identity
from trainingapp.accounts.readings import looked_at
from trainingapp.certificates import actions, files, queries, reports
from trainingapp.certificates.forms import (
    LISTED,
    CertificatesForm,
    ChooseForm,
    FilesForm,
    IssueOneForm,
    RotationCertificatesForm,
)
from trainingapp.certificates.queries import Filters, Tally
from trainingapp.certificates.views import bp
from trainingapp.certificates.views.shown import SHOWN, spoken
from trainingapp.certificates.work import letterhead
from trainingapp.forces import queries as forces
from trainingapp.jobs import actions as jobs
from trainingapp.jobs.work import send
from trainingapp.kit.clock import now, today
from trainingapp.kit.db import transaction
from trainingapp.kit.errors import Absent, Refused
from trainingapp.kit.once import once
from trainingapp.kit.pages import page_number
from trainingapp.kit.policy import requires

#: Certificates of a rotation on one page: who chooses some of them wants to see many.
OF_ROTATION = 100


@bp.get("/certificates")
@requires("certificates.see")
def index() -> str:
    """The certificates in the reader's scope, the newest first. Five statements."""
    identity, as_of = current_identity(), today()
    scope = identity.scope("certificates.see")
    form = CertificatesForm.from_request()
    form.offer(curricula=queries.curriculum_codes())
    form.validate()
    filters = Filters(
        status=form.status.data if form.status.data in LISTED else None,
        curriculum=form.curriculum.data or None,
        rotation=form.rotation.data or None,
        number=form.number.data or None,
    )
    page = queries.certificates(scope, as_of=as_of, filters=filters, number=page_number())
    named = identity.scope("people.see")
    looked_at([row.state_code for row in page.rows if named.reaches(row.state_code)])
    return render_template(
        "certificates/index.html",
        form=form,
        page=page,
        rotations=queries.rotation_codes(scope),
        filtered=filters != Filters(),
        as_of=as_of,
        shown=SHOWN,
        named=named,
        may_issue=identity.can("certificates.issue"),
    )


@bp.get("/certificates/<certificate_id>")
@requires("certificates.see")
def show(certificate_id: str) -> str:
    """One certificate: what it says, what it is worth today, what became of it. Two statements."""
    identity, as_of = current_identity(), today()
    held = queries.certificate(identity.scope("certificates.see"), certificate_id)
    standing = held.standing(as_of)
    may_issue = identity.scope("certificates.issue").reaches(held.state_code)
    named = identity.scope("people.see").reaches(held.state_code)
    if named:
        looked_at([held.state_code], object_kind="certificate", object_id=held.public_id)
    return render_template(
        "certificates/show.html",
        held=held,
        standing=standing,
        said=spoken(standing.sentence, standing),
        shown=SHOWN[standing.status],
        as_of=as_of,
        named=named,
        accounts=queries.names_of_accounts([held.issued_by, held.revoked_by]),
        may_revoke=held.facts.revoked_on is None and identity.scope("certificates.revoke").reaches(held.state_code),
        may_issue_anew=standing.status == "revoked" and held.withdrawn is None and may_issue,
    )


@bp.get("/certificates/<certificate_id>/certificate.pdf")
@requires("certificates.see")
def certificate_pdf(certificate_id: str) -> Response:
    """The certificate itself, drawn from its face: the same bytes each time. One statement."""
    held = queries.certificate(current_identity().scope("certificates.see"), certificate_id)
    if held.erased:
        raise Absent()
    looked_at([held.state_code], object_kind="certificate", object_id=held.public_id, kind="export")
    answer = make_response()
    # The browser may keep it, but asks each time whether whoever sits there now may still see it.
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.set_etag(held.face_sha256)
    if not request.if_none_match.contains(held.face_sha256):
        answer.set_data(files.drawn(held.face))
    answer.mimetype = "application/pdf"
    answer.headers.set("Content-Disposition", "attachment", filename=files.file_name(held.face))
    answer.make_conditional(request)
    return answer


@bp.get("/rotations/<rotation_id>/certificates")
@requires("certificates.see")
def of_rotation(rotation_id: str) -> str:
    """Per curriculum, how many on the roll are entitled, hold a certificate, have none. Five statements."""
    identity, as_of = current_identity(), today()
    scope = identity.scope("certificates.see")
    rotation = forces.rotation(scope, rotation_id, as_of=as_of)
    tallies = queries.tallies(scope, rotation.id, as_of=as_of)
    form = RotationCertificatesForm.from_request()
    form.validate()
    tally = _chosen(tallies, form.curriculum.data)
    code = tally.curriculum_code if tally else ""
    page = queries.of_rotation(scope, rotation.id, code, as_of=as_of, number=page_number(), size=OF_ROTATION)
    named = identity.scope("people.see").reaches(rotation.state_code, rotation.mission_code)
    if named:
        looked_at([row.state_code for row in page.rows], object_kind="rotation", object_id=rotation.public_id)
    return render_template(
        "certificates/of_rotation.html",
        rotation=rotation,
        tallies=tallies,
        tally=tally,
        page=page,
        files_form=FilesForm(formdata=None, curriculum=code),
        choose_form=ChooseForm(formdata=None, curriculum=code),
        as_of=as_of,
        shown=SHOWN,
        named=named,
        may_issue=identity.scope("certificates.issue").reaches(rotation.state_code),
        may_revoke=identity.scope("certificates.revoke").reaches(rotation.state_code),
    )


def _chosen(tallies: list[Tally], code: str | None) -> Tally | None:
    """The curriculum that was asked for, or the first that still misses certificates, or the first."""
    asked = [tally for tally in tallies if tally.curriculum_code == code]
    return next(iter(asked or [tally for tally in tallies if tally.missing] or tallies), None)


@bp.get("/rotations/<rotation_id>/certificates/missing")
@requires("certificates.see")
def missing(rotation_id: str) -> str:
    """Who is entitled to a certificate and has none, with what stands in the way. Five statements."""
    identity, as_of = current_identity(), today()
    scope = identity.scope("certificates.see")
    rotation = forces.rotation(scope, rotation_id, as_of=as_of)
    if not identity.scope("people.see").reaches(rotation.state_code, rotation.mission_code):
        raise Absent()
    form = RotationCertificatesForm.from_request()
    form.validate()
    code = form.curriculum.data or ""
    found = reports.without_one(scope, rotation.state_code, rotation.id, code, letterhead=letterhead(), today=as_of)
    looked_at({rotation.state_code: len(found)}, object_kind="rotation", object_id=rotation.public_id)
    return render_template(
        "certificates/missing.html",
        rotation=rotation,
        code=code,
        found=found,
        refused=sum(why is not None for why in found.values()),
    )


@bp.route("/rotations/<rotation_id>/certificates/issue", methods=["GET", "POST"])
@requires("certificates.issue")
def issue(rotation_id: str) -> Answer:
    """Issue to everybody who is entitled and has none, and make the file of all: long work, with its own page."""
    return _ask_for_files(rotation_id, "certificates.issue", "certificates.issue")


@bp.post("/rotations/<rotation_id>/certificates/files")
@requires("certificates.see")
def make_files(rotation_id: str) -> Answer:
    """Make the file again, of those that were issued before."""
    return _ask_for_files(rotation_id, "certificates.files", "certificates.see")


def _ask_for_files(rotation_id: str, kind: str, permission: str) -> Answer:
    identity, at = current_identity(), now()
    rotation = forces.rotation(identity.scope(permission), rotation_id, as_of=at.date())
    form = FilesForm.from_request()
    here = url_for("certificates.of_rotation", rotation_id=rotation.public_id, curriculum=form.curriculum.data)
    if request.method == "GET":
        return redirect(here)
    if not form.submitted():
        flash(_("Choose the curriculum and the kind of file, then send the form again."), "error")
        return redirect(here)
    arguments = {
        "rotation": rotation.public_id,
        "curriculum": form.curriculum.data,
        "form": form.form.data,
        "back": here,
    }

    def ask() -> str:
        return jobs.ask(kind, arguments, asked_by=identity.public_id, now=at).public_id

    with transaction():
        job_id = once(form.key.data, asked_by=identity.public_id, act=kind, now=at, do=ask)
    send(job_id)
    return redirect(url_for("jobs.show", job_id=job_id))


@bp.post("/completions/<completion_id>/certificate")
@requires("certificates.issue")
def issue_one(completion_id: str) -> Answer:
    """Issue for one completion; also anew, under a new number, when the earlier one was revoked."""
    identity, at = current_identity(), now()
    # Before the form is looked at: whose completion it is not finds none, whatever was sent.
    queries.entitled_by(identity.scope("certificates.issue"), completion_id)
    form = IssueOneForm.from_request()
    if not form.submitted():
        raise Refused()

    def do() -> str:
        return actions.issue_one(completion_id, letterhead=letterhead(), by=identity, now=at)

    with transaction():
        public_id = once(form.key.data, asked_by=identity.public_id, act="certificates.issue_one", now=at, do=do)
    flash(_("The certificate was issued."), "success")
    return redirect(url_for("certificates.show", certificate_id=public_id))
