"""A person goes over to another State: offered, accepted, declined or withdrawn, each by a named officer (R06)."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from trainingapp.accounts.acting import Outcome, carried_out
from trainingapp.accounts.identity import current_identity
from trainingapp.accounts.readings import looked_at
from trainingapp.accounts.rules import Identity
from trainingapp.completions.rules import RESULTS
from trainingapp.intake.actions import transfers as taking_over
from trainingapp.intake.queries import transfers as carried
from trainingapp.kit.clock import now, today
from trainingapp.kit.policy import requires
from trainingapp.kit.words import N_
from trainingapp.people import actions
from trainingapp.people.likeness import REASONS, Likeness, in_words, somebody
from trainingapp.people.queries import KnownPerson, duplicates
from trainingapp.people.queries import transfers as queries
from trainingapp.people.queries.transfers import Offer
from trainingapp.records.forms.identity import AcceptForm, DeclineForm, OfferForm, WithdrawOfferForm
from trainingapp.records.views import bp
from trainingapp.records.views.deciding import holder_of, meanwhile, one_person
from trainingapp.states import queries as states

Answer = Response | tuple[str, int]

#: Answer -> its word, tone and symbol; None while it waits.
ANSWERS = {
    None: (N_("Waiting"), "info", "hourglass"),
    "accepted": (N_("Accepted"), "good", "circle-check"),
    "declined": (N_("Declined"), "warn", "circle-x"),
    "withdrawn": (N_("Taken back"), "quiet", "arrow-back-up"),
}


@bp.get("/people/transfers")
@requires("people.correct")
def transfers() -> tuple[str, int]:
    """The offers to one's own States and from them, those that wait first; with `show=waiting` only those to answer.
    Three statements.

    Of whom one's State did not accept, it sees the name no longer.
    """
    identity = current_identity()
    received = queries.offers(identity.scope("people.merge")) if identity.can("people.merge") else None
    sent = queries.offers(identity.scope("people.correct"), sent=True)
    if only_waiting := request.args.get("show") == "waiting":
        # Where the first page leads: what waits for the reader's own answer.
        received, sent = [one for one in received or () if one.waits], ()
    named = [one for one in received or () if one.waits]
    looked_at([one.person.state_code for one in [*named, *sent] if not one.person.erased])
    codes = {code for one in [*(received or ()), *sent] for code in (one.transfer.state_code, one.transfer.to_state)}
    page = render_template(
        "identity/transfers.html",
        received=received,
        sent=sent,
        only_waiting=only_waiting,
        answers=ANSWERS,
        state_names=states.state_names(str(get_locale()), codes),
        several=len(identity.scope("people.correct").states) > 1,
    )
    return page, 200


# --- Offering ---------------------------------------------------------------------------------------------------------


@bp.route("/people/<person_id>/transfer", methods=["GET", "POST"])
@requires("people.correct")
def transfer(person_id: str) -> Answer:
    """Offer a person to another State, or see the offer that waits. Seven statements to show."""
    identity = current_identity()
    person = one_person(identity, "people.correct", person_id)
    if request.method == "GET" and person.public_id != person_id:
        return redirect(url_for("records.transfer", person_id=person.public_id))
    form = OfferForm.from_request(version=person.version)
    names = states.state_names(str(get_locale()))
    form.offer((code, name) for code, name in names.items() if code != person.state_code)
    if not form.submitted():
        return _transfer_page(person, form, Outcome(form))

    def do() -> str:
        actions.offer(person_id, form.to_state.data, reason=form.reason.data, version=form.seen, by=identity, now=now())
        return str(form.to_state.data)

    outcome = carried_out(form, do)
    if outcome.answer is None:
        return _transfer_page(one_person(identity, "people.correct", person_id), form, outcome)
    said = _("Offered to %(state)s. Nothing changes until it accepts.", state=names[outcome.answer])
    flash(said, "success")
    return redirect(url_for("records.transfer", person_id=person.public_id))


def _transfer_page(person: KnownPerson, form: OfferForm, outcome: Outcome) -> tuple[str, int]:
    looked_at([person.state_code], object_kind="person", object_id=person.public_id)
    since = meanwhile(form, person, outcome.refusal)
    told = queries.transfers_of(person.id)
    page = render_template(
        "identity/transfer.html",
        person=person,
        form=form,
        withdrawing=WithdrawOfferForm(formdata=None),
        waiting=next((one for one in told if one.answer is None), None),
        told=[one for one in told if one.answer is not None],
        gone=queries.gone(person.state_code, told),
        carried=carried.shown_to_carry(person.id),
        results=RESULTS,
        answers=ANSWERS,
        state_names=states.state_names(str(get_locale())),
        since=since,
    )
    return page, outcome.status


@bp.post("/people/transfers/sent/<sent_id>/withdraw")
@requires("people.correct")
def withdraw_offer(sent_id: str) -> Answer:
    """Take an offer back before it is answered."""
    identity = current_identity()
    found = queries.offer_made(identity.scope("people.correct"), sent_id)
    form = WithdrawOfferForm.from_request()

    def do() -> str:
        return actions.withdraw_offer(sent_id, reason=form.remark.data or None, by=identity, now=now())

    if carried_out(form, do).done:
        flash(_("The offer was taken back. The other State sees nothing of the person any more."), "success")
    for problem in [*form.form_errors, *(text for field in form for text in field.errors)]:
        flash(str(problem), "error")
    return redirect(url_for("records.transfer", person_id=found.person_public_id))


# --- Answering --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Alike:
    """Somebody of the own State who may be the one that is offered."""

    person: KnownPerson
    likeness: Likeness


@bp.get("/people/transfers/<offer_id>")
@requires("people.merge")
def offer(offer_id: str) -> Answer:
    """An offered person as far as their new State may know them: what it would take over, and no more."""
    identity = current_identity()
    found = queries.offer(identity.scope("people.merge"), offer_id)
    accepting = AcceptForm(formdata=None)
    return _offer_page(identity, found, accepting, DeclineForm(formdata=None), Outcome(accepting))


def _offer_page(
    identity: Identity, found: Offer, accepting: AcceptForm, declining: DeclineForm, outcome: Outcome
) -> tuple[str, int]:
    of, person = found.transfer, found.person
    names = states.state_names(str(get_locale()), {of.state_code, of.to_state})
    if of.answer is not None or person.erased:
        # Answered: what it was about is the other State's business alone, or stands on the new record.
        new = of.new_person_public_id if of.answer == "accepted" else None
        page = render_template("identity/answered.html", of=of, new=new, answers=ANSWERS, state_names=names)
        return page, outcome.status
    alike = _alike(of.to_state, person)
    taken = isinstance(outcome.refusal, actions.NumberTaken)
    holder = holder_of(of.to_state, accepting.service_number.data) if taken else None
    if holder is not None:
        accepting.form_errors.clear()
        accepting.service_number.errors = [
            _("%(number)s is the service number of %(name)s now.", number=holder.service_number, name=holder.name)
        ]
    looked_at([of.state_code], object_kind="person", object_id=person.public_id)
    if alike or holder:
        looked_at([of.to_state for _one in [*alike, *([holder] if holder else [])]])
    page = render_template(
        "identity/offer.html",
        of=of,
        person=person,
        accepting=accepting,
        declining=declining,
        alike=alike,
        holder=holder,
        carried=carried.shown_to_carry(of.person_id),
        results=RESULTS,
        reasons=REASONS,
        in_words=in_words,
        state_names=names,
    )
    return page, outcome.status


def _alike(state: str, person: KnownPerson) -> Sequence[Alike]:
    """Who of a State may be the one that is offered to it, the likeliest first. Ten statements at most."""
    name = (person.family_name, person.given_names, person.full_name, person.original_name)
    asked = somebody(None, numbers=(), names=[name], sex=person.sex, born_on=person.born_on)
    found = duplicates.look_alikes(state, [asked])[:5]
    known = duplicates.known([one.other.id for one in found if one.other.id is not None])
    return [Alike(known[one.other.id], one.likeness) for one in found if one.other.id in known]


@bp.post("/people/transfers/<offer_id>/accept")
@requires("people.merge")
def accept_offer(offer_id: str) -> Answer:
    """Take an offered person over, under a service number of their new State."""
    identity = current_identity()
    found = queries.offer(identity.scope("people.merge"), offer_id)
    form, declining = AcceptForm.from_request(), DeclineForm(formdata=None)
    if not form.submitted():
        return _offer_page(identity, found, form, declining, Outcome(form))
    number = form.service_number.data

    def do() -> str:
        return taking_over.accept(offer_id, number, by=identity, now=now(), today=today())

    outcome = carried_out(form, do)
    if outcome.answer is None:
        return _again(identity, offer_id, form, declining, outcome)
    count = len(carried.shown_to_carry(found.transfer.person_id))
    came = ngettext("%(num)d completion came along.", "%(num)d completions came along.", count)
    flash(_("This is the person's record in your State from now on.") + " " + came, "success")
    return redirect(url_for("records.person", person_id=outcome.answer))


@bp.post("/people/transfers/<offer_id>/decline")
@requires("people.merge")
def decline_offer(offer_id: str) -> Answer:
    """Say no to an offer, with the reason."""
    identity = current_identity()
    found = queries.offer(identity.scope("people.merge"), offer_id)
    form, accepting = DeclineForm.from_request(), AcceptForm(formdata=None)
    if not form.submitted():
        return _offer_page(identity, found, accepting, form, Outcome(form))

    def do() -> None:
        actions.decline(offer_id, reason=form.reason.data, by=identity, now=now())

    outcome = carried_out(form, do)
    if not outcome.done:
        return _again(identity, offer_id, accepting, form, outcome)
    flash(_("Declined. The person stays with the State that offered them, which reads your reason."), "success")
    return redirect(url_for("records.transfers"))


def _again(
    identity: Identity, offer_id: str, accepting: AcceptForm, declining: DeclineForm, outcome: Outcome
) -> tuple[str, int]:
    """The offer as it stands now, after a refusal, with everything that was typed."""
    found = queries.offer(identity.scope("people.merge"), offer_id)
    return _offer_page(identity, found, accepting, declining, outcome)
