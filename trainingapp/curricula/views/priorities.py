"""What the field asks training to teach: submitted by a mission's leader or a State, decided by curriculum editors."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import cast

from flask import flash, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from trainingapp.accounts import queries as accounts
from trainingapp.accounts.acting import carried_out
from trainingapp.accounts.identity import current_identity
from trainingapp.curricula import queries
from trainingapp.curricula.actions import priorities as actions
from trainingapp.curricula.forms.priorities import DecisionForm, PriorityForm
from trainingapp.curricula.priorities import OPEN, RANKS, STANDINGS, may_follow
from trainingapp.curricula.queries import priorities as asked
from trainingapp.curricula.queries.priorities import PriorityFacts
from trainingapp.curricula.views import bp
from trainingapp.kit.clock import now, today
from trainingapp.kit.policy import requires
from trainingapp.states import queries as states

#: A page, with its status when that is not 200; or the next page.
Answer = str | Response | tuple[str, int]


@bp.get("/priorities")
@requires("priorities.see")
def priorities() -> str:
    """What was asked for within one's scope, how it stands, and what is not yet reflected. Five statements."""
    identity = current_identity()
    found = asked.priorities(identity.scope("priorities.see"))
    wanted = request.args.get("standing")
    wanted = wanted if wanted in STANDINGS or wanted == "open" else None
    shown = [one for one in found if wanted is None or one.standing == wanted or (wanted == "open" and _open(one))]
    return render_template(
        "curricula/priorities.html",
        priorities=shown,
        wanted=wanted,
        counts=Counter(one.standing for one in found),
        unreflected=sum(map(_open, found)),
        standings=STANDINGS,
        ranks=RANKS,
        whose=_whose(found),
        may_submit=identity.can("priorities.submit"),
    )


@bp.route("/priorities/new", methods=["GET", "POST"])
@requires("priorities.submit")
def new_priority() -> Answer:
    """Ask that training teaches something."""
    identity = current_identity()
    form = PriorityForm.from_request(asked_on=today())
    form.offer(_own())

    def do() -> str:
        kind, _space, code = str(form.whose.data).partition(" ")
        return actions.submit(
            mission_code=code if kind == "mission" else None,
            state_code=code if kind == "state" else None,
            title=str(form.title.data),
            text=str(form.text.data),
            rank=int(form.rank.data),
            asked_on=cast(date, form.asked_on.data),
            by=identity,
            now=now(),
        )

    made = carried_out(form, do)
    if made.done:
        flash(_("It was submitted. You see here what becomes of it."), "success")
        return redirect(url_for("curricula.priority", priority_id=made.answer))
    page = render_template("curricula/new_priority.html", form=form)
    return page, 422 if request.method == "POST" else 200


@bp.get("/priorities/<priority_id>")
@requires("priorities.see")
def priority(priority_id: str) -> str:
    """One priority with every decision about it. Five statements."""
    identity = current_identity()
    found = asked.priority(identity.scope("priorities.see"), priority_id)
    return render_template(
        "curricula/priority.html",
        priority=found,
        standings=STANDINGS,
        ranks=RANKS,
        whose=_whose([found]),
        accounts=accounts.names_of([found.submitted_by, *(step.by for step in found.steps)]),
        may_decide=identity.can("priorities.decide") and _open(found),
    )


@bp.route("/priorities/<priority_id>/decide", methods=["GET", "POST"])
@requires("priorities.decide")
def decide_priority(priority_id: str) -> Answer:
    """Accept it, merge it, refuse it, or name the version that reflects it."""
    identity = current_identity()
    scope = identity.scope("priorities.decide")
    found = asked.priority(scope, priority_id)
    known = {one.name: one for one in queries.recordable(today())}
    others = {
        one.public_id: one.title for one in asked.priorities(scope) if _open(one) and one.public_id != priority_id
    }
    form = DecisionForm.from_request()
    form.offer(
        may_follow(found.standing),
        curricula={one.code: f"{one.code}: {one.title}" for one in known.values()},
        versions={name: f"{name}: {one.title}" for name, one in known.items()},
        others=others,
    )

    def do() -> str:
        return actions.decide(
            priority_id,
            str(form.decision.data),
            reason=form.reason.data or "",
            curriculum=form.curriculum.data or None,
            version=known.get(form.version.data),
            into=form.into.data or None,
            by=identity,
            now=now(),
        )

    if carried_out(form, do).done:
        flash(_("The decision was recorded."), "success")
        return redirect(url_for("curricula.priority", priority_id=priority_id))
    page = render_template("curricula/decide_priority.html", form=form, priority=found)
    return page, 422 if request.method == "POST" else 200


def _open(one: PriorityFacts) -> bool:
    return one.standing in OPEN


def _own() -> Mapping[str, str]:
    """In whose name the reader may ask: "mission MINUSCA" or "state BGD" -> what it is called."""
    scope = current_identity().scope("priorities.submit")
    names = states.state_names(str(get_locale()), scope.states) if scope.states else {}
    own = {f"mission {code}": code for code in sorted(scope.missions)}
    return own | {f"state {code}": name for code, name in names.items()}


def _whose(found: list[PriorityFacts]) -> Mapping[str, str]:
    """Public id -> the mission's or the State's name."""
    codes = {one.state_code for one in found if one.state_code}
    names = states.state_names(str(get_locale()), codes) if codes else {}
    return {one.public_id: one.mission_code or names[str(one.state_code)] for one in found}
