"""Everybody who lacks a curriculum and is to deploy all the same, each with why, and with the State's reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from trainingapp.accounts.acting import Outcome, carried_out
from trainingapp.accounts.identity import current_identity
from trainingapp.accounts.readings import looked_at
from trainingapp.accounts.rules import Identity
from trainingapp.attestations import reports
from trainingapp.attestations.actions import writing
from trainingapp.attestations.actions.steps import NotNow
from trainingapp.attestations.forms.writing import ExceptionsForm
from trainingapp.attestations.queries.people import called
from trainingapp.attestations.queries.words import AttestationFacts, EditionFacts, attestation, editions
from trainingapp.attestations.rules import KINDS
from trainingapp.attestations.views.parts import bp
from trainingapp.kit.clock import now
from trainingapp.kit.errors import Absent
from trainingapp.kit.pages import Page, page_number, page_of
from trainingapp.kit.policy import requires
from trainingapp.kit.words import Sentence
from trainingapp.people.queries import KnownPerson
from trainingapp.readiness.queries import facts as readiness
from trainingapp.readiness.rules import Gap
from trainingapp.readiness.standings import PersonStanding

Answer = Response | str | tuple[str, int]

#: Persons on a page: a battalion, each with a field, stays below the parts that one request may have.
SIZE = 900


@dataclass(frozen=True, slots=True)
class Lacks:
    """Somebody who does not hold a curriculum, with why and with the State's reason, if it gave one."""

    standing: PersonStanding
    why: Sentence
    reason: str

    @property
    def key(self) -> str:
        """The public id; empty where persons are not seen by name."""
        return self.standing.who.public_id if self.standing.who else ""


@dataclass(frozen=True, slots=True)
class Differs:
    """Somebody of whom a colleague says something else than what was typed."""

    name: str
    theirs: str
    mine: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the page is about: the certification, the edition that is read, everybody who lacks the curriculum."""

    found: AttestationFacts
    code: str
    edition: EditionFacts | None
    lacks: Sequence[Lacks]
    #: Exceptions of persons who hold it by now, or are no longer required to: public id -> the State's reason.
    idle: Mapping[str, str]
    may_write: bool

    @property
    def ordinal(self) -> int:
        """The edition that was seen."""
        return self.edition.ordinal if self.edition else 0


@bp.get("/certifications/<attestation_id>/exceptions/<code>")
@requires("attestations.see")
def exceptions(attestation_id: str, code: str) -> Answer:
    """Who deploys without a curriculum, and why. The State writes here while it may; the other side reads what was
    sent. About twenty-five statements, whatever the roll."""
    sheet = _sheet(attestation_id, code)
    return _page(sheet, ExceptionsForm(formdata=None, edition=str(sheet.ordinal)))


@bp.post("/certifications/<attestation_id>/exceptions/<code>")
@requires("attestations.prepare")
def save_exceptions(attestation_id: str, code: str) -> Answer:
    """Keep the reasons that were typed; whoever holds it by now is an exception no more, and that is said."""
    sheet = _sheet(attestation_id, code)
    if sheet.found.state_code not in current_identity().scope("attestations.prepare").states:
        raise Absent()
    form = ExceptionsForm.from_request()
    typed = form.reasons(request.form, {one.key: one.reason for one in sheet.lacks})
    made = _kept(sheet, form, typed)
    if made.done:
        flash(_said(sheet) if made.answer == "saved" else _("Nothing was changed."), "success")
        page = page_number() if page_number() > 1 else None
        return redirect(url_for("attestations.exceptions", attestation_id=attestation_id, code=code, page=page))
    differing: list[Differs] = []
    if isinstance(made.refusal, writing.ChangedMeanwhile):
        sheet = _sheet(attestation_id, code)
        form.edition.data = str(sheet.ordinal)
        differing = [
            Differs(one.standing.who.name, one.reason, typed[one.key])
            for one in sheet.lacks
            if one.standing.who and typed.get(one.key, one.reason) != one.reason
        ]
    return _page(sheet, form, typed, differing), made.status


def _kept(sheet: Sheet, form: ExceptionsForm, typed: Mapping[str, str]) -> Outcome:
    def do() -> str:
        reasons = {**typed, **dict.fromkeys(sheet.idle, "")}
        kept = writing.set_exceptions(
            sheet.found.public_id, sheet.code, reasons, edition=form.seen, by=current_identity(), now=now()
        )
        return "saved" if kept else "kept"

    return carried_out(form, do)


def _said(sheet: Sheet) -> str:
    if not sheet.idle:
        return str(_("Saved."))
    told = ngettext(
        "Saved. %(num)s exception was taken out: that person holds it by now, or need not.",
        "Saved. %(num)s exceptions were taken out: these persons hold it by now, or need not.",
        len(sheet.idle),
    )
    return str(told)


def _sheet(attestation_id: str, code: str) -> Sheet:
    identity = current_identity()
    found = attestation(identity.scope("attestations.see"), attestation_id)
    edition = _edition(identity, found)
    said = {one.person: one.reason for one in (edition.exceptions if edition else ()) if one.curriculum == code}
    known = reports.known(found, names=identity.scope("people.see"))
    if code not in known.lines and not said:
        raise Absent()
    lacks = [_lacks(one, gap, said) for one, gap in known.lacking(code)]
    idle = {person: reason for person, reason in said.items() if person not in {one.key for one in lacks}}
    return Sheet(found, code, edition, lacks, idle, _may_write(identity, found))


def _lacks(one: PersonStanding, gap: Gap, said: Mapping[str, str]) -> Lacks:
    return Lacks(one, gap.sentence, said.get(one.who.public_id, "") if one.who else "")


def _edition(identity: Identity, found: AttestationFacts) -> EditionFacts | None:
    """The edition that somebody reads: the State its newest, the other side what was sent last."""
    written = editions(found.id)
    if found.state_code in identity.scope("attestations.see").states:
        return written[-1] if written else None
    sent = found.submission.edition_id if found.submission else None
    return next((one for one in written if one.id == sent), None)


def _may_write(identity: Identity, found: AttestationFacts) -> bool:
    if found.state_code not in identity.scope("attestations.prepare").states:
        return False
    try:
        writing.writable(found.public_id, identity)
    except NotNow:
        return False
    return True


def _page(
    sheet: Sheet,
    form: ExceptionsForm,
    typed: Mapping[str, str] | None = None,
    differing: Sequence[Differs] = (),
) -> str:
    found = sheet.found
    page: Page[Lacks] = page_of(sheet.lacks, number=page_number(), size=SIZE)
    idle: Mapping[str, KnownPerson] = called(current_identity().scope("people.see"), sheet.idle)
    shown = sum(bool(one.key) for one in page.rows) + len(idle)
    looked_at({found.state_code: shown}, object_kind="attestation", object_id=found.public_id)
    return render_template(
        "attestations/exceptions.html",
        found=found,
        code=sheet.code,
        title=readiness.curriculum_titles().get(sheet.code, sheet.code),
        form=form,
        page=page,
        typed=typed or {},
        differing=differing,
        idle=[(idle.get(person), reason) for person, reason in sheet.idle.items()],
        may_write=sheet.may_write,
        without=sum(not one.reason for one in sheet.lacks),
        kinds=KINDS,
    )
