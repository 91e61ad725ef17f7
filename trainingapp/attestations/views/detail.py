"""A certification as both sides read it: where it stands, what was certified, its way; and what its State does next."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from flask import Response as FlaskResponse
from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from trainingapp.accounts import queries as accounts
from trainingapp.accounts.acting import carried_out, elsewhere
from trainingapp.accounts.identity import current_identity
from trainingapp.accounts.readings import looked_at
from trainingapp.accounts.rules import Identity
from trainingapp.attestations import comparing, face, reports
from trainingapp.attestations.actions import deciding, submitting
from trainingapp.attestations.actions.steps import newest_seen
from trainingapp.attestations.actions.submitting import TwoPersons
from trainingapp.attestations.checklist import checklist
from trainingapp.attestations.forms.writing import CaveatForm, GiveBackForm, TurnForm, WithdrawForm
from trainingapp.attestations.queries.hands import writers
from trainingapp.attestations.queries.papers import late_caveats, papers_of
from trainingapp.attestations.queries.papers import paper as one_paper
from trainingapp.attestations.queries.words import AttestationFacts, attestation, submissions_of
from trainingapp.attestations.reports import Drafted
from trainingapp.attestations.reports.sides import standing_of
from trainingapp.attestations.rules import FROM, KINDS, PAPERS, STATUSES, WRITING
from trainingapp.attestations.views import drafts, review
from trainingapp.attestations.views.parts import bp
from trainingapp.attestations.way import INSIDE, STEPS, seen
from trainingapp.attestations.wording import ANSWERS, CAVEATS, STATEMENTS, WORDING
from trainingapp.forces import queries as forces
from trainingapp.kit.attachments import MEDIA_TYPES, what_is_wrong
from trainingapp.kit.clock import now, today
from trainingapp.kit.errors import Absent, DomainError, Refused, Unfit
from trainingapp.kit.forms import KeyedForm
from trainingapp.kit.policy import requires
from trainingapp.kit.words import Sentence
from trainingapp.people.queries import KnownPerson
from trainingapp.readiness import reports as readiness
from trainingapp.readiness.coverage import Question, Tally
from trainingapp.readiness.queries import facts as curricula
from trainingapp.readiness.timeline import tallies
from trainingapp.readiness.work import keep_up

Answer = Response | str | tuple[str, int]


@bp.get("/certifications/<attestation_id>", endpoint="attestation")
@requires("attestations.see")
def one(attestation_id: str) -> str:
    """A certification for both sides. A fixed number of statements, whatever the roll."""
    return page(attestation_id)


@bp.get("/certifications/<attestation_id>/compare")
@requires("attestations.see")
def compare(attestation_id: str) -> str:
    """What was submitted beside what was submitted before it (`?submission=2`; the newest when it names none)."""
    identity = current_identity()
    keep_up()
    word = reports.word(identity.scope("attestations.see"), attestation_id)
    sent = submissions_of(word.facts.id)
    asked = request.args.get("submission", 0, type=int)
    after = next((one for one in sent if one.ordinal == asked), sent[-1] if sent else None)
    if after is None or after.ordinal < 2:
        raise Absent()
    before = sent[after.ordinal - 2]
    return render_template(
        "attestations/compare.html",
        found=word.facts,
        kinds=KINDS,
        statuses=STATUSES,
        standing=standing_of(word, own=_is_own(identity, word.facts)),
        before=before,
        after=after,
        sent=sent,
        differing=comparing.differences(comparing.submitted(before.face), comparing.submitted(after.face)),
        remarks=[step for step in word.facts.steps if step.kind == "returned" and step.submission == before.id],
    )


@bp.get("/certifications/papers/<paper_id>")
@requires("attestations.see")
def paper(paper_id: str) -> FlaskResponse:
    """A paper, to save and never to show; not when it is no longer what was attached. Six statements."""
    found, about = one_paper(current_identity().scope("attestations.see"), paper_id)
    folder = drafts.papers_folder()
    if wrong := what_is_wrong(folder, found.stored, sha256=found.sha256):
        raise Refused(wrong)
    answer = make_response((folder / found.stored).read_bytes())
    answer.headers["Content-Type"] = MEDIA_TYPES[found.kind]
    answer.headers.set("Content-Disposition", "attachment", filename=found.name or f"paper.{found.kind}")
    if about.person_id is not None:
        looked_at({about.state_code: 1}, kind="export", **drafts.about(about))
    return answer


# --- What the State does next ----------------------------------------------------------------------------------------


@bp.post("/certifications/<attestation_id>/hand-on")
@requires("attestations.prepare")
def hand_on(attestation_id: str) -> Answer:
    """Hand it on to whoever signs for the State."""
    form = TurnForm.from_request()

    def do() -> str:
        return submitting.hand_on(
            attestation_id, seen=form.seen.data or "", by=current_identity(), now=now(), today=today()
        )

    return _turned(attestation_id, form, do, _("It waits for the signature of your certifying authority."))


@bp.post("/certifications/<attestation_id>/sign")
@requires("attestations.sign", step_up=True)
def sign(attestation_id: str) -> Answer:
    """Sign it for the State and send it to the Secretariat."""
    form = TurnForm.from_request()

    def do() -> str:
        return submitting.submit(
            attestation_id, seen=form.seen.data or "", by=current_identity(), now=now(), today=today()
        )

    return _turned(attestation_id, form, do, _("It is signed and sent. The Secretariat reviews it now."))


@bp.post("/certifications/<attestation_id>/give-back")
@requires("attestations.sign")
def give_back(attestation_id: str) -> Answer:
    """Give it back to whoever prepared it, with what to mend."""
    form = GiveBackForm.from_request()

    def do() -> str:
        about = {"remark": form.remark.data, "seen": form.seen.data or ""}
        return submitting.give_back(attestation_id, **about, by=current_identity(), now=now(), today=today())

    return _turned(attestation_id, form, do, _("It went back, with what to mend."))


@bp.post("/certifications/<attestation_id>/withdraw")
@requires("attestations.sign", step_up=True)
def withdraw(attestation_id: str) -> Answer:
    """Withdraw it for the State, with the reason."""
    form = WithdrawForm.from_request()

    def do() -> None:
        about = {"remark": form.remark.data, "seen": form.seen.data or ""}
        deciding.withdraw(attestation_id, **about, by=current_identity(), now=now(), today=today())

    return _turned(attestation_id, form, do, _("It is withdrawn. What was submitted stays readable."))


@bp.post("/certifications/<attestation_id>/caveat")
@requires("attestations.sign", step_up=True)
def declare_caveat(attestation_id: str) -> Answer:
    """Declare a national restriction after acceptance."""
    form = CaveatForm.from_request()

    def do() -> None:
        deciding.declare_caveat(
            attestation_id, caveat=form.caveat.data, by=current_identity(), now=now(), today=today()
        )

    return _turned(attestation_id, form, do, _("It is declared, and shown as declared after acceptance."))


def _turned(attestation_id: str, form: KeyedForm, do: Callable[[], str | None], said: str) -> Answer:
    identity = current_identity()
    # Absent before anything else is said: whose it is comes first.
    if not _is_own(identity, attestation(identity.scope("attestations.see"), attestation_id)):
        raise Absent()
    made = carried_out(form, do, tell=elsewhere)
    if made.done:
        flash(said, "success")
        return redirect(url_for("attestations.attestation", attestation_id=attestation_id))
    return page(attestation_id, form=form, refusal=made.refusal), made.status


# --- The page --------------------------------------------------------------------------------------------------------


def page(attestation_id: str, *, form: KeyedForm | None = None, refusal: DomainError | None = None) -> str:
    """The page of a certification. `form`, `refusal`: what was sent from it and not done."""
    identity = current_identity()
    keep_up()
    word = reports.word(identity.scope("attestations.see"), attestation_id)
    found, own = word.facts, _is_own(identity, word.facts)
    stands = standing_of(word, own=own)
    on_desk = own and stands in WRITING | {"handed"}
    desk = reports.drafted(found, names=identity.scope("people.see"), today=today()) if on_desk else None
    sent = submissions_of(found.id)
    last = sent[-1] if sent else None
    shown = _drawn(desk) if desk is not None else dict(last.face) if last else {}
    alone = _alone(identity, found)
    looked_at({found.state_code: 1 if alone else 0}, **drafts.about(found))
    steps = [step for step in found.steps if own or step.kind not in INSIDE]
    late = late_caveats(found.id)
    actors = {step.by for step in steps} | {step.assigned_to for step in steps if step.assigned_to}
    actors |= {one.declared_by for one in late} | {found.opened_by}
    write = url_for("attestations.write", attestation_id=attestation_id)
    before = comparing.submitted(last.face) if desk is not None and last is not None else None
    return render_template(
        "attestations/attestation.html",
        **review.context(identity, word),
        **_offered(identity, found, stands, desk, form),
        word=word,
        found=found,
        own=own,
        standing=stands,
        seen=_seen(found, desk) if own else "",
        desk=desk,
        face=shown,
        dated=date.fromisoformat(shown["dated"]) if shown.get("dated") else None,
        now_recorded=_recorded_now(found, desk),
        cures=drafts.cures(found, desk, here=write) if desk is not None else (),
        refused=_told(refusal),
        alone=alone,
        steps=steps,
        sent=sent,
        late=late,
        papers=desk.papers if desk is not None else papers_of(found.id, last) if last else (),
        may_take_out=False,
        since=comparing.differences(before, comparing.submitted(shown)) if before is not None else (),
        names=accounts.names_of(actors),
        titles=curricula.curriculum_titles(),
        item_texts={item.code: item.text for item in checklist().items},
        kinds=KINDS,
        statuses=STATUSES,
        step_words=STEPS,
        paper_words=PAPERS,
        wording=WORDING[found.kind],
        statements=STATEMENTS,
        caveat_words=CAVEATS,
        answers=ANSWERS,
    )


def _offered(
    identity: Identity, found: AttestationFacts, stands: str, desk: Drafted | None, form: KeyedForm | None
) -> Mapping[str, Any]:
    """What the State's own people may do next, with the forms for it; the form that was sent keeps what was typed."""

    def may(permission: str, step: str) -> bool:
        return found.state_code in identity.scope(permission).states and stands in FROM[step]

    def sent(kind: type[KeyedForm]) -> KeyedForm:
        return form if isinstance(form, kind) else kind(formdata=None)

    signs = may("attestations.sign", "submitted")
    return {
        "may_write": stands in WRITING and found.state_code in identity.scope("attestations.prepare").states,
        "may_hand": desk is not None and desk.edition is not None and may("attestations.prepare", "handed"),
        "may_sign": signs,
        "wrote_it": TwoPersons.sentence if signs and identity.public_id in writers(found.id) else None,
        "give_back": sent(GiveBackForm) if may("attestations.sign", "given_back") else None,
        "withdraw": sent(WithdrawForm) if may("attestations.sign", "withdrawn") else None,
        "declare": sent(CaveatForm)
        if found.state_code in identity.scope("attestations.sign").states and deciding.may_be_restricted(found)
        else None,
    }


def _seen(found: AttestationFacts, desk: Drafted | None) -> str:
    """What the page shows, for the forms on it: the edition on the desk, and not one that was saved since."""
    if desk is None:
        return newest_seen(found)
    return seen(len(found.steps), desk.edition.ordinal if desk.edition else 0)


def _is_own(identity: Identity, found: AttestationFacts) -> bool:
    return found.state_code in identity.scope("attestations.see").states


def _alone(identity: Identity, found: AttestationFacts) -> KnownPerson | None:
    """The person an individual's certification is about, for whoever may see them by name."""
    if found.person is None:
        return None
    try:
        return forces.person(identity.scope("people.see"), found.person)
    except Absent:
        return None


def _drawn(desk: Drafted) -> dict[str, Any]:
    """What would be sent now, as a submission is shown."""
    whole = desk.known.headcount
    women, men, unspecified = whole.required_by_sex
    return face.face(
        desk.sheet,
        number="",
        ordinal=0,
        about={},
        headcount={"persons": whole.required, "women": women, "men": men, "unspecified": unspecified},
        topics={},
        by_sex={code: {"held": tally.held_by_sex} for code, tally in desk.known.lines.items()},
        papers=[{"paper": one.paper, "sha256": one.sha256} for one in desk.papers],
    )


def _recorded_now(found: AttestationFacts, desk: Drafted | None) -> Mapping[Any, Tally]:
    """Curriculum -> what is recorded now on the day of deployment."""
    if desk is not None:
        return dict(desk.known.lines)
    if found.person_id is not None:
        return dict(reports.known(found, names=current_identity().scope("people.see")).lines)
    kept = readiness.timeline().rotations.get(found.rotation_id)
    return tallies(kept, Question(found.deploys_on, preparing_days=0, rotation=found.rotation)) if kept else {}


def _told(refusal: DomainError | None) -> Sequence[Sentence]:
    """Everything that a refusal says."""
    if isinstance(refusal, Unfit):
        listed = refusal.problems.values() if isinstance(refusal.problems, Mapping) else refusal.problems
        return [one for told in listed for one in ([told] if isinstance(told, Sentence) else told)]
    return [refusal.sentence] if refusal is not None else []
