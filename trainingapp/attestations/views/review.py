"""What the Secretariat sees and does on a certification's page; remarks by either side; its queue and decisions."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from trainingapp.accounts import queries as accounts
from trainingapp.accounts.acting import carried_out
from trainingapp.accounts.identity import current_identity
from trainingapp.accounts.rules import Identity
from trainingapp.attestations import reports
from trainingapp.attestations.actions import commenting, deciding
from trainingapp.attestations.actions.deciding import hindrances, to_review
from trainingapp.attestations.actions.sampling import may_be_audited
from trainingapp.attestations.actions.steps import MovedOn
from trainingapp.attestations.checklist import checklist
from trainingapp.attestations.forms.reviewing import DECISIONS, DecideForm, QueueForm, RemarkForm, TakeForm
from trainingapp.attestations.queries import verification
from trainingapp.attestations.queries.hands import hands
from trainingapp.attestations.queries.remarks import RemarkFacts, remarks
from trainingapp.attestations.queries.reviewers import reviewers_of
from trainingapp.attestations.queries.verification import SampleFacts, VerificationFacts
from trainingapp.attestations.queries.words import AttestationFacts, attestation
from trainingapp.attestations.remarking import SIDES, SILENT_IN, WHOLE, lines_of, side_of
from trainingapp.attestations.reports import Word
from trainingapp.attestations.reports.queue import Waiting, assigned_to, since
from trainingapp.attestations.reports.queue import queue as waiting_for
from trainingapp.attestations.reports.sides import standing_in, standing_of
from trainingapp.attestations.rules import (
    FROM,
    KINDS,
    STATUSES,
    WAITING,
    against_acceptance,
    may_review,
    stands_on_the_states_side,
)
from trainingapp.attestations.sampling import Rate, rate
from trainingapp.attestations.verifying import ITEMS, NOT_VERIFIED_IN, Standing, in_words
from trainingapp.attestations.verifying import KINDS as WAYS
from trainingapp.attestations.verifying import standing_of as verification_of
from trainingapp.attestations.views.parts import bp
from trainingapp.curricula import queries as curricula
from trainingapp.kit.clock import now, today
from trainingapp.kit.errors import Absent
from trainingapp.kit.pages import page_number, page_of
from trainingapp.kit.policy import requires
from trainingapp.kit.words import Sentence
from trainingapp.readiness.work import keep_up

#: A page with its status, or the next page.
Answer = Response | str | tuple[str, int]


@bp.get("/certifications/queue")
@requires("attestations.review")
def queue() -> str:
    """What waits for a decision of the reader's, the longest wait first. Fourteen statements, however many."""
    identity = current_identity()
    keep_up()
    found = waiting_for(identity, today=today())
    late_from = word_days()
    form = QueueForm.from_request()
    form.offer(
        states={one.word.facts.state_code: one.word.facts.state_name for one in sorted(found, key=_by_state)},
        missions=sorted({one.word.facts.mission for one in found}),
    )
    asked = form.data if form.validate() else {}
    shown = [one for one in found if _fits(one, asked, me=identity.public_id, late_from=late_from)]
    page = page_of(shown, number=page_number())
    return render_template(
        "attestations/queue.html",
        form=form,
        page=page,
        waiting=len(found),
        narrowed=len(shown) != len(found),
        late=sum(one.days >= late_from for one in found),
        untaken=sum(one.assigned_to is None for one in found),
        late_from=late_from,
        names=accounts.names_of({one.assigned_to for one in page.rows if one.assigned_to}),
        me=identity.public_id,
        kinds=KINDS,
        in_words=in_words,
    )


def _by_state(one: Waiting) -> str:
    return one.word.facts.state_name.casefold()


def _fits(one: Waiting, asked: Mapping[str, Any], *, me: str, late_from: int) -> bool:
    facts, who = one.word.facts, one.assigned_to
    wanted = {"kind": facts.kind, "state": facts.state_code, "mission": facts.mission}
    whose = "nobody" if who is None else "me" if who == me else "others"
    marks = {
        "late": one.days >= late_from,
        "again": one.returned > 1,
        "changed": one.word.is_changed,
        "listed": one.listed is not None,
        "open": not one.verified.is_verified,
    }
    return (
        all(not asked.get(name) or asked[name] == value for name, value in wanted.items())
        and asked.get("whose") in (None, "", whose)
        and (not asked.get("mark") or marks[asked["mark"]])
    )


def word_days() -> int:
    """A policy setting: days after which what waits is told of."""
    days: int = current_app.config["SETTINGS"].attestation_word_days
    return days


# --- On the page that both sides read --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Review:
    """What stands in the parts of a certification's page that the review and the verification fill."""

    #: The public id of whoever reads.
    me: str
    #: For which side they remark; None: they only read.
    side: str | None
    #: Whether the reader reviews this kind and component and nothing of theirs is in it.
    reviews: bool
    #: Whether the reader would review it, and may not: they speak for the State, or had a hand in it.
    is_own: bool
    assigned_to: str | None
    names: Mapping[str, str]
    #: Whether it may be taken up or handed on, and what may be decided.
    may_take: bool
    decisions: Sequence[str]
    #: What stands against acceptance now; asked only while it waits.
    against: Sequence[Sentence]
    waits: bool
    #: Since when, and how many days; whether that is long.
    since: date
    days: int
    is_late: bool
    remarks: Sequence[tuple[str, Sequence[RemarkFacts]]]
    remark_form: RemarkForm | None
    verifications: Sequence[VerificationFacts]
    verified: Standing
    verified_words: tuple[Sentence, str, str]
    may_verify: bool
    samples: Sequence[tuple[SampleFacts, Rate]]
    may_sample: bool
    #: How often audits found something against the State's certifications; None where it is no business of the reader.
    rate: Rate | None

    #: What sides, ways of verifying and items are called.
    sides: ClassVar[Mapping[str, str]] = SIDES
    ways: ClassVar[Mapping[str, str]] = WAYS
    item_words: ClassVar[Mapping[str, str]] = ITEMS


def context(identity: Identity, word: Word) -> dict[str, Any]:
    """What the partial templates `_review.html` and `_verification.html` need; nothing before it was submitted.

    At most fourteen statements.
    """
    facts = word.facts
    if facts.submission is None:
        return {"review": None}
    side, reviews, own = _place(identity, facts)
    stands = standing_in(identity.scope("attestations.see"), word)
    waits = stands in WAITING
    said = remarks(facts.id)
    verified = verification.verifications([facts.id]).get(facts.id, [])
    verified_now = verification_of(one.verified for one in verified)
    samples, outcomes = verification.samples_of(facts.id), verification.outcomes_of(facts.id)
    rates = verification.rates([facts.state_code]) if side is not None else {}
    who = assigned_to(facts)
    people = {*(one.by for one in said), *(one.recorded_by for one in verified), *(one.drawn_by for one in samples)}
    words = line_words(facts)
    return {
        "review": Review(
            me=identity.public_id,
            side=side,
            reviews=reviews,
            is_own=own,
            assigned_to=who,
            names=accounts.names_of(people | ({who} if who else set())),
            may_take=reviews and stands in FROM["taken"],
            decisions=decisions(word) if reviews else (),
            against=against_acceptance(hindrances(word, on=today())) if waits else (),
            waits=waits,
            since=since(facts),
            days=(today() - since(facts)).days,
            is_late=(today() - since(facts)).days >= word_days(),
            remarks=_by_line(said, words),
            remark_form=_remark_form(words) if side and stands not in SILENT_IN else None,
            verifications=verified,
            verified=verified_now,
            verified_words=in_words(verified_now, stands=word.stands),
            may_verify=reviews and stands not in NOT_VERIFIED_IN,
            samples=[(one, rate(outcomes.get(one.id, ()))) for one in samples],
            may_sample=reviews and may_be_audited(facts),
            rate=rates.get(facts.state_code, Rate()) if side is not None else None,
        )
    }


def _place(identity: Identity, facts: AttestationFacts) -> tuple[str | None, bool, bool]:
    """For which side somebody remarks; whether they review it; whether they would, and may not."""
    side = side_of(identity, state=facts.state_code, kind=facts.kind, component=facts.component)
    if not identity.can("attestations.review") or not may_review(identity, kind=facts.kind, component=facts.component):
        return side, False, False
    own = stands_on_the_states_side(identity, state=facts.state_code, hands=hands(facts.id))
    return side, not own, own


def decisions(word: Word) -> list[str]:
    """What may be decided about a certification as it stands for the Secretariat."""
    return [one for one in DECISIONS if standing_of(word, own=False) in FROM[one]]


def line_words(facts: AttestationFacts) -> dict[str, str]:
    """The lines of what was submitted last: code -> what it is called."""
    face = facts.submission.face if facts.submission else {}
    titles = {one.code: one.title_in(str(get_locale() or "en")) for one in curricula.overview(today())}
    asked = {item.code: item.text for item in checklist().items}
    found: dict[str, str] = {}
    for kind, code in lines_of(face):
        if kind == WHOLE:
            found[code] = _("The whole certification")
        elif kind == "curriculum":
            found[code] = f"{code}: {titles[code]}" if code in titles else code
        else:
            found[code] = _(asked[code]) if code in asked else code
    return found


def _by_line(said: Sequence[RemarkFacts], words: Mapping[str, str]) -> list[tuple[str, list[RemarkFacts]]]:
    """Remarks by the line they are about, in the order of the lines; lines that were submitted earlier come last."""
    count = Counter(one.line for one in said)
    ordered = [code for code in words if count[code]] + [code for code in count if code not in words]
    return [(words.get(code, code), [one for one in said if one.line == code]) for code in ordered]


def _remark_form(words: Mapping[str, str]) -> RemarkForm:
    form = RemarkForm(formdata=None)
    form.offer(list(words.items()))
    # Other forms on the same page have fields of the same names.
    form.line.id, form.remark.id = "remark-line", "remark-text"
    return form


# --- What is done ----------------------------------------------------------------------------------------------------


@bp.route("/certifications/<reviewed_attestation_id>/take", methods=["GET", "POST"])
@requires("attestations.review")
def take(reviewed_attestation_id: str) -> Answer:
    """Take up the review, or give it to a colleague who may review it, by name."""
    identity = current_identity()
    found = to_review(reviewed_attestation_id, identity)
    people = {one.identity.public_id: one.identity for one in reviewers_of(found)}
    form = TakeForm.from_request(reviewer=identity.public_id)
    me = identity.public_id
    form.offer([(key, _("%(name)s (you)", name=one.name) if key == me else one.name) for key, one in people.items()])

    def do() -> str:
        for_ = people[str(form.reviewer.data)]
        return deciding.take_up(reviewed_attestation_id, for_=for_, by=identity, now=now(), today=today())

    made = carried_out(form, do)
    if made.done:
        mine = form.reviewer.data == me
        flash(_("You review it now.") if mine else _("Your colleague reviews it now, and gets a letter."), "success")
        return _back(reviewed_attestation_id)
    who = assigned_to(found)
    names = accounts.names_of([who]) if who else {}
    page = render_template("attestations/take.html", form=form, found=found, kinds=KINDS, now_by=names.get(who or ""))
    return page, made.status


@bp.route("/certifications/<reviewed_attestation_id>/decide", methods=["GET", "POST"])
@requires("attestations.review", step_up=True)
def decide(reviewed_attestation_id: str) -> Answer:
    """Accept it, return it with what to mend, or reject it. What stands against acceptance is told beforehand."""
    identity = current_identity()
    found = to_review(reviewed_attestation_id, identity)
    keep_up()
    word = reports.word(identity.scope("attestations.review"), reviewed_attestation_id)
    form = DecideForm.from_request(seen=str(len(found.steps)))
    form.offer(decisions(word) if request.method == "GET" else DECISIONS)

    def do() -> str:
        there = attestation(identity.scope("attestations.review"), reviewed_attestation_id)
        if form.seen.data != str(len(there.steps)):
            raise MovedOn()
        act = {"accepted": deciding.accept, "returned": deciding.return_, "rejected": deciding.reject}[
            form.decision.data
        ]
        return act(reviewed_attestation_id, remark=form.remark.data or "", by=identity, now=now(), today=today())

    made = carried_out(form, do)
    if made.done:
        said = {
            "accepted": _("Accepted. The State is told."),
            "returned": _("Returned, with what to mend. The State is told."),
            "rejected": _("Rejected. The State is told."),
        }
        flash(said[form.decision.data], "success")
        return _back(reviewed_attestation_id)
    form.offer(decisions(word))
    stands = standing_of(word, own=False)
    page = render_template(
        "attestations/decide.html",
        form=form,
        found=found,
        standing=stands,
        kinds=KINDS,
        statuses=STATUSES,
        against=against_acceptance(hindrances(word, on=today())) if stands in WAITING else (),
        open_items=verification.standings([found.id])[found.id].open_items,
        items=ITEMS,
        decisions=decisions(word),
    )
    return page, made.status


@bp.route("/certifications/<remarked_attestation_id>/remark", methods=["GET", "POST"])
@requires("attestations.see")
def remark(remarked_attestation_id: str) -> Answer:
    """Remark on a line for the Secretariat, or answer for the State."""
    identity = current_identity()
    found = attestation(identity.scope("attestations.see"), remarked_attestation_id)
    side = side_of(identity, state=found.state_code, kind=found.kind, component=found.component)
    if side is None or found.submission is None:
        raise Absent()
    words = line_words(found)
    form = RemarkForm.from_request(line=request.args.get("line", WHOLE))
    form.offer(list(words.items()))

    def do() -> str:
        return commenting.remark_on(
            remarked_attestation_id,
            line=form.line.data,
            remark=form.remark.data,
            by=identity,
            now=now(),
            today=today(),
        )

    made = carried_out(form, do)
    if made.done:
        flash(_("Your remark stands on the page: both sides read it."), "success")
        return redirect(url_for("attestations.attestation", attestation_id=remarked_attestation_id, _anchor="remarks"))
    page = render_template("attestations/remark.html", form=form, found=found, kinds=KINDS, side=SIDES[side])
    return page, made.status


def _back(attestation_id: str) -> Response:
    return redirect(url_for("attestations.attestation", attestation_id=attestation_id))
