"""Withdrawing a trainer or a session, and the completions that are reviewed for it."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from trainingapp.accounts.acting import carried_out
from trainingapp.accounts.identity import current_identity
from trainingapp.accounts.readings import looked_at
from trainingapp.forces import queries as forces
from trainingapp.kit.clock import now
from trainingapp.kit.errors import Absent
from trainingapp.kit.policy import requires
from trainingapp.states import queries as states
from trainingapp.training.actions import reviews as actions
from trainingapp.training.forms.trainers import StandForm, WithdrawSessionForm, WithdrawTrainerForm
from trainingapp.training.queries import reviews as queries
from trainingapp.training.queries import trainers
from trainingapp.training.views import bp
from trainingapp.training.views.trainers import shown

Answer = str | Response | tuple[str, int]


@bp.route("/trainers/<person_id>/withdraw", methods=["GET", "POST"])
@requires("trainers.withdraw", step_up=True)
def withdraw_trainer(person_id: str) -> Answer:
    """Withdraw somebody as a trainer, from a day on. Eleven statements to show."""
    identity = current_identity()
    person = forces.person(identity.scope("trainers.withdraw"), person_id)
    if person.erased:
        raise Absent()
    facts = shown(person)
    form = WithdrawTrainerForm.from_request()
    form.offer(sorted({taught.curriculum for taught in facts["spans"]}))  # type: ignore[attr-defined]

    def do() -> str:
        assert form.from_on.data is not None
        return actions.withdraw_trainer(
            person_id,
            curriculum=form.curriculum.data or None,
            from_on=form.from_on.data,
            reason=form.reason.data,
            by=identity,
            now=now(),
        )

    made = carried_out(form, do)
    if made.done:
        flash(_("The trainer was withdrawn. These completions are to be reviewed; none was taken back."), "success")
        return redirect(url_for("training.review", cause_id=made.answer))
    looked_at([person.state_code], object_kind="person", object_id=person.public_id)
    page = render_template("training/withdraw_trainer.html", form=form, **facts)
    return page, 422 if request.method == "POST" else 200


@bp.route("/sessions/<session_id>/doubt", methods=["GET", "POST"])
@requires("trainers.withdraw", step_up=True)
def withdraw_session(session_id: str) -> Answer:
    """Withdraw a session as a whole. Three statements to show."""
    identity = current_identity()
    session = actions.withdrawable(session_id, identity)
    form = WithdrawSessionForm.from_request()

    def do() -> str:
        return actions.withdraw_session(session_id, reason=form.reason.data, by=identity, now=now())

    made = carried_out(form, do)
    if made.done:
        flash(_("The session was withdrawn. These completions are to be reviewed; none was taken back."), "success")
        return redirect(url_for("training.review", cause_id=made.answer))
    page = render_template(
        "training/withdraw_session.html", form=form, session=session, cause=actions.withdrawal_of(session.id)
    )
    return page, 422 if request.method == "POST" else 200


@bp.get("/reviews")
@requires("trainers.see")
def reviews() -> str:
    """Every withdrawal of a trainer or a session, with how many completions wait, by State. Eight statements."""
    identity = current_identity()
    causes = queries.causes()
    those = queries.affected(causes)
    people = trainers.named(identity.scope("trainers.see"), [one.person_id for one in causes if one.person_id])
    looked_at(people[one.person_id].state_code for one in causes if one.person_id in people)
    scope = identity.scope("trainers.withdraw")
    return render_template(
        "training/reviews.html",
        causes=causes,
        counts={key: queries.by_state(found) for key, found in those.items()},
        own={
            key: sum(one.became == "waiting" and scope.reaches(one.state_code) for one in found)
            for key, found in those.items()
        },
        people=people,
        names=states.state_names(str(get_locale())),
    )


@bp.get("/reviews/<cause_id>")
@requires("trainers.see")
def review(cause_id: str) -> str:
    """The completions that rest on a withdrawal: numbers of every State, names within reach. Nine statements."""
    return _review(cause_id, StandForm(formdata=None))


@bp.post("/reviews/<cause_id>/stand")
@requires("trainers.withdraw")
def let_stand(cause_id: str) -> Answer:
    """Leave the chosen completions standing, with a reason."""
    identity = current_identity()
    form = StandForm.from_request()

    def do() -> str:
        return str(actions.let_stand(cause_id, form.chosen.data, reason=form.reason.data, by=identity, now=now()))

    made = carried_out(form, do)
    if made.answer:
        flash(ngettext("%(num)d completion stands.", "%(num)d completions stand.", int(made.answer)), "success")
        return redirect(url_for("training.review", cause_id=cause_id))
    return _review(cause_id, form), 422


def _review(cause_id: str, form: StandForm) -> str:
    identity = current_identity()
    cause = queries.cause(cause_id)
    those = queries.affected([cause])[cause.public_id]
    scope = identity.scope("trainers.see")
    people = trainers.named(scope, [one.person_id for one in those] + ([cause.person_id] if cause.person_id else []))
    # The trainer who was withdrawn is shown by name too.
    shown_of = [people[one.person_id].state_code for one in those if one.person_id in people]
    if cause.person_id in people:
        shown_of.append(people[cause.person_id].state_code)
    looked_at(shown_of, object_kind="review", object_id=cause.public_id)
    may = identity.scope("trainers.withdraw")
    return render_template(
        "training/review.html",
        cause=cause,
        form=form,
        counts=queries.by_state(those),
        rows=[one for one in those if one.person_id in people],
        people=people,
        names=states.state_names(str(get_locale())),
        sessions={one.id: one for one in cause.sessions},
        may={one.public_id for one in those if one.became == "waiting" and may.reaches(one.state_code)},
    )
