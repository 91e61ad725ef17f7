"""Audits: persons drawn from a roll by chance, what their proofs showed, and how often a State was wrong."""

import secrets
from collections.abc import Mapping, Sequence

from flask import Response as FlaskResponse
from flask import flash, redirect, render_template, url_for
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from trainingapp.accounts import queries as accounts
from trainingapp.accounts.acting import carried_out
from trainingapp.accounts.identity import current_identity
from trainingapp.accounts.readings import looked_at
from trainingapp.accounts.rules import Identity
from trainingapp.attestations.actions.deciding import to_review
from trainingapp.attestations.actions.sampling import (
    NothingToAudit,
    NothingToFind,
    certified,
    draw_sample,
    may_be_audited,
    record_findings,
    takes_findings,
)
from trainingapp.attestations.forms.reviewing import FindingsForm, SampleForm, findings_form
from trainingapp.attestations.queries import verification
from trainingapp.attestations.queries.hands import hands
from trainingapp.attestations.queries.rolls import roll_of
from trainingapp.attestations.queries.verification import DrawnFacts, FindingFacts
from trainingapp.attestations.queries.words import AttestationFacts, attestation
from trainingapp.attestations.remarking import side_of
from trainingapp.attestations.rules import KINDS, may_review, stands_on_the_states_side
from trainingapp.attestations.sampling import DISCREPANCIES, OUTCOMES, PROOFS, Rate, rate, roll_sha256
from trainingapp.attestations.views.parts import bp
from trainingapp.curricula import queries as curricula
from trainingapp.kit.clock import now, today
from trainingapp.kit.errors import Absent
from trainingapp.kit.policy import requires

#: A page with its status, or the next page.
Answer = Response | tuple[str, int]


@bp.route("/certifications/<reviewed_attestation_id>/sample", methods=["GET", "POST"])
@requires("attestations.verify")
def new_sample(reviewed_attestation_id: str) -> Answer:
    """Draw persons of the roll for an audit. The seed is made at that moment, and shown to both sides."""
    identity = current_identity()
    found = to_review(reviewed_attestation_id, identity)
    if not may_be_audited(found):
        raise NothingToAudit()
    form = SampleForm.from_request()

    def do() -> str:
        seed, size = secrets.token_hex(32), form.size.data
        return draw_sample(reviewed_attestation_id, size=size, seed=seed, by=identity, now=now(), today=today())

    made = carried_out(form, do)
    if made.done:
        flash(_("Drawn. Both sides see the seed, and who was drawn."), "success")
        return redirect(url_for("attestations.sample", sample_id=made.answer))
    page = render_template(
        "attestations/new_sample.html",
        form=form,
        found=found,
        kinds=KINDS,
        roll=len(roll_of(found.rotation_id)),
        before=len(verification.samples_of(found.id)),
    )
    return page, made.status


@bp.get("/certifications/samples/<sample_id>")
@requires("attestations.see")
def sample(sample_id: str) -> str:
    """Who was drawn, by which seed, what was found, and how to draw them again by hand. Sixteen statements."""
    identity = current_identity()
    one = verification.sample(identity.scope("attestations.see"), sample_id)
    found = attestation(identity.scope("attestations.see"), one.attestation)
    drawn, findings = verification.drawn(one.id), verification.findings(one.id)
    side = side_of(identity, state=found.state_code, kind=found.kind, component=found.component)
    named = identity.scope("people.see").reaches(found.state_code, found.mission)
    if named:
        looked_at({found.state_code: len(drawn)}, object_kind="rotation", object_id=found.rotation)
    said = [finding for each in findings.values() for finding in each.values()]
    codes = certified(found)
    people = {one.drawn_by, *(finding.found_by for finding in said)}
    return render_template(
        "attestations/sample.html",
        sample=one,
        found=found,
        kinds=KINDS,
        drawn=drawn,
        findings=findings,
        named=named,
        curricula=[*codes, *sorted({finding.curriculum for finding in said} - set(codes))],
        titles=_titles(),
        against=_against(drawn, findings),
        outcomes=OUTCOMES,
        proofs=PROOFS,
        here_rate=rate(finding.outcome for finding in said),
        state_rate=verification.rates([found.state_code]).get(found.state_code, Rate()) if side else None,
        names=accounts.names_of(people),
        may_find=_may_find(identity, found),
        now_different=roll_sha256(roll_of(found.rotation_id)) != one.roll_sha256,
    )


@bp.get("/certifications/samples/<sample_id>/roll.txt")
@requires("attestations.see")
def sample_roll(sample_id: str) -> FlaskResponse:
    """The public ids of the roll as it was when it was drawn from, one on each line: what anybody draws again from."""
    identity = current_identity()
    one = verification.sample(identity.scope("attestations.see"), sample_id)
    found = attestation(identity.scope("attestations.see"), one.attestation)
    text = "".join(f"{public_id}\n" for public_id in sorted(roll_of(found.rotation_id, at=one.entry_seq)))
    sent = {"Content-Disposition": f'attachment; filename="roll-{one.roll_sha256[:12]}.txt"'}
    return FlaskResponse(text, mimetype="text/plain", headers=sent)


@bp.route("/certifications/samples/<reviewed_sample_id>/<place>", methods=["GET", "POST"])
@requires("attestations.verify")
def find(reviewed_sample_id: str, place: str) -> Answer:
    """Record what the proofs of one person showed, curriculum by curriculum; then the next who was not looked at."""
    identity = current_identity()
    one = verification.sample(identity.scope("attestations.verify"), reviewed_sample_id)
    found = to_review(one.attestation, identity)
    if not takes_findings(found):
        raise NothingToFind()
    drawn = verification.drawn(one.id)
    person = next((each for each in drawn if str(each.place) == place), None)
    if person is None:
        raise Absent()
    codes = certified(found)
    before = verification.findings(one.id).get(person.id, {})
    form: FindingsForm = findings_form(codes).from_request(**_filled(codes, before))
    looked_at({found.state_code: 1}, object_kind="person", object_id=person.person)

    def do() -> str:
        said = form.found(person.drawn)
        return str(record_findings(reviewed_sample_id, said, by=identity, now=now(), today=today()))

    made = carried_out(form, do)
    if made.done:
        kept = int(made.answer or 0)
        flash(ngettext("Recorded: %(num)d finding.", "Recorded: %(num)d findings.", kept), "success")
        looked = verification.findings(one.id)
        on = next((each.place for each in drawn if each.place > person.place and each.id not in looked), None)
        if on is not None:
            return redirect(url_for("attestations.find", reviewed_sample_id=reviewed_sample_id, place=on))
        return redirect(url_for("attestations.sample", sample_id=reviewed_sample_id))
    page = render_template(
        "attestations/find.html",
        form=form,
        sample=one,
        found=found,
        person=person,
        place=person.place,
        last=len(drawn),
        curricula=codes,
        titles=_titles(),
    )
    return page, made.status


def _filled(codes: Sequence[str], before: Mapping[str, FindingFacts]) -> dict[str, str]:
    known = [(place, before[code]) for place, code in enumerate(codes) if code in before]
    return {
        f"{name}_{place}": value
        for place, one in known
        for name, value in (("outcome", one.outcome), ("proof", one.proof), ("remark", one.remark))
    }


def _against(
    drawn: Sequence[DrawnFacts], findings: Mapping[int, Mapping[str, FindingFacts]]
) -> list[tuple[DrawnFacts, FindingFacts]]:
    """What speaks against what was certified, in the order of drawing."""
    return [
        (person, one)
        for person in drawn
        for one in findings.get(person.id, {}).values()
        if one.outcome in DISCREPANCIES
    ]


def _may_find(identity: Identity, found: AttestationFacts) -> bool:
    return (
        identity.can("attestations.verify")
        and takes_findings(found)
        and may_review(identity, kind=found.kind, component=found.component)
        and not stands_on_the_states_side(identity, state=found.state_code, hands=hands(found.id))
    )


def _titles() -> Mapping[str, str]:
    language = str(get_locale() or "en")
    return {one.code: one.title_in(language) for one in curricula.overview(today())}
