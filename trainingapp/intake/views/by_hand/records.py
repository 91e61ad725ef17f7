"""Records by hand: the lists of those that wait, one with its lines and evidence, and what is decided about it."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import Response as FlaskResponse
from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from trainingapp.accounts.acting import carried_out, elsewhere
from trainingapp.accounts.identity import current_identity
from trainingapp.accounts.readings import looked_at
from trainingapp.curricula import queries as curricula
from trainingapp.forces import queries as forces
from trainingapp.intake.actions import by_hand as actions
from trainingapp.intake.forms import UndoForm
from trainingapp.intake.forms.by_hand import DecisionForm, SendBackForm
from trainingapp.intake.reports.by_hand import examine_lines
from trainingapp.intake.views import bp
from trainingapp.intake.views.by_hand.grid import evidence_folder
from trainingapp.kit.attachments import MEDIA_TYPES, what_is_wrong
from trainingapp.kit.clock import now, today
from trainingapp.kit.errors import Absent, Refused
from trainingapp.kit.forms import KeyedForm
from trainingapp.kit.pages import page_number, page_of
from trainingapp.kit.policy import requires
from trainingapp.kit.words import Sentence
from trainingapp.rosters.grid import RESULT_LABELS, Mistake
from trainingapp.rosters.queries import by_hand, drafts
from trainingapp.rosters.queries.by_hand import HandFacts, HandLine

#: Lines of a record on a page.
LINES = 100


@bp.get("/by-hand")
@requires("rosters.record")
def by_hand_mine() -> str:
    """What the reader is typing, and what became of what they recorded by hand. Three statements.

    `show`: only what is being typed, what waits, or what was sent back.
    """
    identity = current_identity()
    scope = identity.scope("rosters.record")
    shown = request.args.get("show", "")
    shown = shown if shown in ("drafts", "waiting", "sent_back") else ""
    first = page_number() == 1 and shown in ("", "drafts")
    return render_template(
        "intake/by_hand_mine.html",
        going_on=drafts.drafts(scope, by=identity.public_id) if first else (),
        page=page_of(())
        if shown == "drafts"
        else by_hand.recorded_by(identity.public_id, scope, only=shown or None, number=page_number()),
        shown=shown,
    )


@bp.get("/by-hand/to-confirm")
@requires("completions.confirm")
def by_hand_to_confirm() -> str:
    """What colleagues recorded by hand, and somebody else must confirm. Two statements."""
    identity = current_identity()
    scope = identity.scope("completions.confirm")
    return render_template(
        "intake/by_hand_to_confirm.html",
        page=by_hand.to_confirm(scope, by=identity.public_id, number=page_number()),
    )


@bp.get("/by-hand/<hand_id>")
@requires("people.see")
def by_hand_record(hand_id: str) -> str:
    """One record by hand: its lines, its evidence, what became of it, and what may be done now. Eight statements."""
    return _page(hand_id, SendBackForm(formdata=None))


@bp.post("/by-hand/<hand_id>/confirm")
@requires("completions.confirm", step_up=True)
def by_hand_confirm(hand_id: str) -> Any:
    """Let what a colleague recorded count."""
    identity = current_identity()
    # Absent before anything else is said: whose it is comes first.
    by_hand.hand_record(identity.scope("completions.confirm"), hand_id)
    form = DecisionForm.from_request()

    def do() -> str:
        return actions.confirm(hand_id, by=identity, now=now(), today=today())

    return _decided(hand_id, form, do, said=_("The results are confirmed. They count from now on."))


@bp.post("/by-hand/<hand_id>/send-back")
@requires("completions.confirm")
def by_hand_send_back(hand_id: str) -> Any:
    """Give what a colleague recorded back, with what to mend."""
    identity = current_identity()
    by_hand.hand_record(identity.scope("completions.confirm"), hand_id)
    form = SendBackForm.from_request()

    def do() -> None:
        actions.send_back(hand_id, reason=form.reason.data, by=identity, now=now())

    return _decided(hand_id, form, do, said=_("The results went back, with what to mend."))


@bp.post("/by-hand/<hand_id>/take-back")
@requires("rosters.record")
def by_hand_take_back(hand_id: str) -> Any:
    """Take back what one recorded and nobody has confirmed."""
    identity = current_identity()
    by_hand.hand_record(identity.scope("rosters.record"), hand_id)
    form = DecisionForm.from_request()

    def do() -> None:
        actions.take_back(hand_id, by=identity, now=now())

    said = _("The results were taken back. Nothing of them ever counted.")
    return _decided(hand_id, form, do, said=said)


@bp.post("/by-hand/<hand_id>/mend")
@requires("rosters.record")
def by_hand_mend(hand_id: str) -> Any:
    """Type anew what came back, from what was typed before."""
    identity = current_identity()
    by_hand.hand_record(identity.scope("rosters.record"), hand_id)
    form = DecisionForm.from_request()

    def do() -> str:
        return actions.mend(hand_id, by=identity, folder=evidence_folder(), now=now())

    return _decided(hand_id, form, do, go=lambda made: url_for("intake.by_hand_grid", draft_id=made))


@bp.get("/by-hand/evidence/<evidence_id>")
@requires("people.see")
def by_hand_evidence(evidence_id: str) -> FlaskResponse:
    """A file of evidence, to save and never to show; not when it is no longer what was kept. Three statements."""
    found, facts = by_hand.evidence(current_identity().scope("people.see"), evidence_id)
    if found.erased:
        raise Absent()
    if wrong := what_is_wrong(evidence_folder(), found.stored, sha256=found.sha256):
        raise Refused(wrong)
    looked_at({facts.state_code: facts.rows}, object_kind="evidence", object_id=found.public_id, kind="export")
    answer = make_response((evidence_folder() / found.stored).read_bytes())
    answer.headers["Content-Type"] = MEDIA_TYPES[found.kind]
    answer.headers.set("Content-Disposition", "attachment", filename=found.name)
    return answer


def _decided(
    hand_id: str,
    form: KeyedForm,
    do: Callable[[], str | None],
    *,
    said: str | None = None,
    go: Callable[[str], str] | None = None,
) -> Any:
    """Carry a decision out; a refusal is told on the record's own page."""
    made = carried_out(form, do, tell=elsewhere)
    if made.answer is not None:
        if said:
            flash(said)
        return redirect(go(made.answer) if go else url_for("intake.by_hand_record", hand_id=hand_id))
    send_back = form if isinstance(form, SendBackForm) else SendBackForm(formdata=None)
    return _page(hand_id, send_back, refusal=made.refusal.sentence if made.refusal else None), made.status


def _page(hand_id: str, form: SendBackForm, *, refusal: Sentence | None = None) -> str:
    identity = current_identity()
    facts = by_hand.hand_record(identity.scope("people.see"), hand_id)
    lines = by_hand.lines_of(facts.id)
    mistakes = _mistakes_now(facts, lines) if facts.waits else ()
    page = page_of(lines, number=page_number(), size=LINES)
    looked_at({facts.state_code: len(page.rows)}, object_kind="rotation", object_id=facts.rotation_public_id)
    mine = facts.recorded_by == identity.public_id
    records = identity.scope("rosters.record").reaches(facts.state_code, facts.mission_code)
    confirms = identity.scope("completions.confirm").reaches(facts.state_code, facts.mission_code)
    said: dict[int, list[Sentence]] = {}
    for mistake in mistakes:
        said.setdefault(mistake.person_id, []).append(mistake.sentence)
    return render_template(
        "intake/by_hand_record.html",
        facts=facts,
        page=page,
        counts={code: sum(line.result.result == code for line in lines) for code in RESULT_LABELS},
        days=sorted({line.result.completed_on for line in lines}),
        said=said,
        labels=RESULT_LABELS,
        evidence=by_hand.evidence_of([facts.id]).get(facts.id, ()),
        form=form,
        undo=UndoForm(formdata=None),
        refusal=refusal,
        mine=mine,
        may_confirm=facts.waits and confirms and not mine,
        must_be_another=facts.waits and mine,
        may_take_back=facts.waits and mine and records,
        may_mend=facts.outcome in ("sent_back", "taken_back") and mine and records,
        may_undo=facts.counts and records,
        left=[one for one in drafts.drafts(identity.scope("rosters.record"), by=identity.public_id)
              if one.became == facts.public_id] if mine and records else (),
    )  # fmt: skip


def _mistakes_now(facts: HandFacts, lines: Sequence[HandLine]) -> Sequence[Mistake]:
    """What speaks against a record that waits, as the register stands now."""
    rotation = forces.rotation(current_identity().scope("people.see"), facts.rotation_public_id, as_of=today())
    version = curricula.versions_by_id([facts.version_id])[facts.version_id]
    return examine_lines(facts, lines, rotation, version, today=today()).mistakes
