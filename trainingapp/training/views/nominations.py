"""Nominating for a session, and deciding about nominations. Names: for whoever runs it, and for each State its own."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

from trainingapp.accounts.acting import carried_out
from trainingapp.accounts.identity import current_identity
from trainingapp.accounts.readings import looked_at
from trainingapp.accounts.rules import Identity
from trainingapp.forces import queries as forces
from trainingapp.forces.rules import CATEGORIES
from trainingapp.kit.clock import now, today
from trainingapp.kit.errors import Absent
from trainingapp.kit.pages import page_number
from trainingapp.kit.policy import requires
from trainingapp.states import queries as states
from trainingapp.training import rules
from trainingapp.training.actions import nominations as actions
from trainingapp.training.forms.nominations import DecideForm, FromRollForm, NominateForm, WithdrawForm
from trainingapp.training.queries import nominations as queries
from trainingapp.training.queries import sessions
from trainingapp.training.queries.nominations import Nominee
from trainingapp.training.queries.sessions import SessionFacts
from trainingapp.training.rules import own_states, reach
from trainingapp.training.views import bp

#: Where a nomination stands -> colour and symbol beside its word.
TONES = {
    "nominated": ("info", "hourglass"),
    "accepted": ("good", "circle-check"),
    "waiting": ("warn", "clock"),
    "declined": ("bad", "circle-x"),
    "withdrawn": ("quiet", "arrow-back-up"),
}
#: Persons of a roll on a page.
ROLL = 100


def seen(identity: Identity, session: SessionFacts) -> list[Nominee]:
    """The nominations that somebody may see by name: all of them for whoever runs the session or confirms its results,
    else those of one's own States. One statement, or none."""
    if any(reach(identity, may).covers(session) for may in ("sessions.plan", "sessions.confirm")):
        return queries.of_session(session.id)
    mine = own_states(identity, "people.see") & own_states(identity, "sessions.see")
    return queries.of_session(session.id, states=mine) if mine else []


@bp.get("/sessions/<session_id>/nominations")
@requires("sessions.see")
def nominations(session_id: str) -> str:
    """Who is nominated, and what may be decided. Five statements."""
    return _page(session_id, DecideForm(formdata=None), WithdrawForm(formdata=None))


@bp.post("/sessions/<session_id>/nominations/decide")
@requires("sessions.plan")
def decide(session_id: str) -> Any:
    """Accept, put on the waiting list, or decline those that were ticked."""
    identity = current_identity()
    sessions.managed(reach(identity, "sessions.plan"), session_id)
    form = DecideForm.from_request()
    told: list[str] = []

    def do() -> None:
        decided = actions.decide(
            session_id,
            form.chosen.data or (),
            form.do.data,
            reason=form.reason.data or "",
            by=identity,
            now=now(),
        )
        told.extend(_told(decided, form.do.data))

    made = carried_out(form, do)
    if not made.done:
        return _page(session_id, form, WithdrawForm(formdata=None)), made.status
    for words in told:
        flash(words, "success")
    return redirect(url_for("training.nominations", session_id=session_id))


def _told(decided: actions.Decided, asked: str) -> list[str]:
    found = []
    if decided.accepted:
        found.append(ngettext("%(num)s person is accepted.", "%(num)s persons are accepted.", decided.accepted))
    if decided.waiting and asked == "accepted":
        found.append(
            ngettext(
                "No place was left for %(num)s person: on the waiting list.",
                "No place was left for %(num)s persons: on the waiting list.",
                decided.waiting,
            )
        )
    elif decided.waiting:
        found.append(
            ngettext(
                "%(num)s person is on the waiting list.", "%(num)s persons are on the waiting list.", decided.waiting
            )
        )
    if decided.declined:
        found.append(ngettext("%(num)s person is declined.", "%(num)s persons are declined.", decided.declined))
    return found


@bp.post("/sessions/<session_id>/nominations/withdraw")
@requires("sessions.nominate")
def withdraw_nominations(session_id: str) -> Any:
    """Take back nominations of one's own State."""
    identity = current_identity()
    sessions.session(session_id)
    form = WithdrawForm.from_request()

    def do() -> None:
        actions.withdraw(session_id, form.chosen.data or (), reason=form.reason.data or "", by=identity, now=now())

    made = carried_out(form, do)
    if made.done:
        flash(_("The nominations are withdrawn."), "success")
        return redirect(url_for("training.nominations", session_id=session_id))
    return _page(session_id, DecideForm(formdata=None), form), made.status


def _page(session_id: str, decide: DecideForm, withdraw: WithdrawForm) -> str:
    identity = current_identity()
    found = sessions.session(session_id)
    nominees = seen(identity, found)
    looked_at([one.state_code for one in nominees], object_kind="session", object_id=found.public_id)
    manages = reach(identity, "sessions.plan").covers(found)
    mine = own_states(identity, "sessions.nominate")
    first = next((one for one in nominees if one.standing == "waiting"), None)
    return render_template(
        "training/nominations.html",
        session=found,
        nominees=nominees,
        services=queries.latest_services([one.person.id for one in nominees]) if nominees else {},
        numbers=queries.by_state(found.id),
        state_names=states.state_names(str(get_locale())),
        manages=manages,
        may_decide=manages and found.status in (*rules.DECIDING, "running"),
        running=found.status == "running",
        withdrawable={
            one.public_id
            for one in nominees
            if one.state_code in mine
            and found.status in rules.DECIDING
            and one.standing in ("nominated", "waiting", "accepted")
        },
        first_waiting=first if manages and found.free and found.status in (*rules.DECIDING, "running") else None,
        may_nominate=bool(mine) and found.status == "open",
        decide=decide,
        withdraw=withdraw,
        standings=rules.NOMINATED,
        tones=TONES,
        categories=CATEGORIES,
    )


# --- Nominating ------------------------------------------------------------------------------------------------------


@bp.route("/sessions/<session_id>/nominate", methods=["GET", "POST"])
@requires("sessions.nominate")
def nominate(session_id: str) -> Any:
    """Nominate persons of one's own State: typed, pasted, or ticked on a roll. Eight statements to show."""
    identity = current_identity()
    mine = own_states(identity, "sessions.nominate")
    if not mine:
        raise Absent()
    found = sessions.session(session_id)
    form = NominateForm.from_request()
    form.offer(states.state_names(str(get_locale()), mine))
    made = carried_out(form, lambda: _nominate(session_id, form, identity))
    if made.done:
        flash(_("The persons are nominated. Whoever runs the session decides."), "success")
        return redirect(url_for("training.nominations", session_id=session_id))
    wish = made.refusal.wish if isinstance(made.refusal, actions.HasProblems) else None
    if wish is not None:
        # What was ticked stays, as numbers that can be mended.
        form.numbers.data = "\n".join(line.text for line in wish.lines)
        form.numbers.raw_data = [form.numbers.data]
    return render_template(
        "training/nominate.html", session=found, form=form, wish=wish, **_roll(found, form)
    ), made.status


def _nominate(session_id: str, form: NominateForm, identity: Identity) -> str:
    numbers = (form.numbers.data or "").splitlines()
    if form.chosen.data:
        numbers += _ticked(form, identity)
    good_only = form.do.data == "good"
    actions.nominate(session_id, form.state.data, numbers, good_only=good_only, by=identity, now=now())
    return session_id


def _ticked(form: NominateForm, identity: Identity) -> list[str]:
    """The service numbers of those ticked on the roll. Two statements."""
    scope = identity.scope("sessions.nominate")
    rotation = forces.rotation(scope, request.args.get("rotation", ""), as_of=today())
    wanted = set(form.chosen.data)
    lines = forces.roll(scope, rotation.id, as_of=today())
    return [line.person.service_number for line in lines if line.person.public_id in wanted]


def _roll(found: SessionFacts, form: NominateForm) -> dict[str, Any]:
    """The roll to tick on, when a rotation is chosen."""
    identity = current_identity()
    scope = identity.scope("sessions.nominate")
    of_mine = forces.rotations(scope, as_of=today(), sort="-deploys_on", size=200).rows
    asking = FromRollForm.from_request()
    asking.offer((one.public_id, one.code) for one in of_mine)
    asking.validate()
    shown: dict[str, Any] = {"which": asking, "rotation": None, "roll": None, "categories": CATEGORIES}
    if not asking.rotation.data:
        return shown
    rotation = forces.rotation(scope, asking.rotation.data, as_of=today())
    page = forces.roll_page(scope, rotation.id, as_of=today(), number=page_number(), size=ROLL)
    looked_at([line.person.state_code for line in page.rows], object_kind="rotation", object_id=rotation.public_id)
    mine = queries.of_session(found.id, states=[rotation.state_code])
    standing = {one.person.public_id: one.standing for one in mine}
    return shown | {
        "rotation": rotation,
        "roll": page,
        "here_already": standing,
        "standings": rules.NOMINATED,
        "tones": TONES,
    }
