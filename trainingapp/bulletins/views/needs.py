"""What a State says it needs: its own list, a new need, a changed one, the end of one; and whether it may be named."""

from collections.abc import Mapping

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from trainingapp.accounts import queries as accounts
from trainingapp.accounts.acting import carried_out
from trainingapp.accounts.identity import current_identity
from trainingapp.bulletins import actions, queries
from trainingapp.bulletins.forms import ConsentForm, EndNeedForm, NeedForm
from trainingapp.bulletins.queries import NeedFacts
from trainingapp.bulletins.rules import ENDS, LANGUAGES
from trainingapp.bulletins.views.parts import Answer, bp, language
from trainingapp.curricula import queries as curricula
from trainingapp.forces import queries as forces
from trainingapp.kit.clock import now, today
from trainingapp.kit.errors import Absent
from trainingapp.kit.policy import requires
from trainingapp.states import queries as states


@bp.get("/needs")
@requires("needs.consent")
def needs() -> str:
    """What one's State says it needs, and whether bulletins may name it. Four statements."""
    identity = current_identity()
    own = _own("needs.consent")
    found = queries.needs(identity.scope("needs.consent"), standing=False)
    return render_template(
        "bulletins/needs.html",
        standing=[one for one in found if one.ended is None],
        over=[one for one in found if one.ended is not None],
        states=own,
        consents=queries.consents(own),
        ends=ENDS,
        languages=LANGUAGES,
        accounts=accounts.names_of([one.declared_by for one in found]),
        may_declare=identity.can("needs.declare"),
    )


@bp.route("/needs/new", methods=["GET", "POST"])
@requires("needs.declare")
def declare() -> Answer:
    """Say what one's State needs."""
    return _declared(None)


@bp.route("/needs/<need_id>/change", methods=["GET", "POST"])
@requires("needs.declare")
def change(need_id: str) -> Answer:
    """Say it anew: so many hold it now, or it is another day."""
    return _declared(queries.need(current_identity().scope("needs.declare"), need_id))


@bp.route("/needs/<need_id>/end", methods=["GET", "POST"])
@requires("needs.declare")
def end(need_id: str) -> Answer:
    """Say that a need is met, or no longer there."""
    identity = current_identity()
    found = queries.need(identity.scope("needs.declare"), need_id)
    form = EndNeedForm.from_request()
    form.offer()
    if carried_out(form, lambda: actions.end(need_id, form.kind.data, by=identity, now=now())).done:
        flash(_("The need has ended."), "success")
        return redirect(url_for("bulletins.needs"))
    page = render_template("bulletins/end_need.html", form=form, need=found)
    return page, 422 if request.method == "POST" else 200


@bp.route("/needs/consent/<state>", methods=["GET", "POST"])
@requires("needs.consent")
def consent(state: str) -> Answer:
    """Let bulletins name one's State to others, or take that back."""
    identity = current_identity()
    own = _own("needs.consent")
    if state not in own:
        raise Absent()
    given = queries.consents([state])
    form = ConsentForm.from_request()
    if request.method == "GET":
        form.named.data = _named(given)
    # What was looked at says what is done: whoever is late gives no consent in the place of taking it back.
    back = form.named.data == "yes"
    do = actions.let_name_no_more if back else actions.let_name
    if carried_out(form, lambda: do(state, by=identity, now=now(), today=today())).done:
        if back:
            flash(_("From now on bulletins do not name %(state)s to others.", state=own[state]), "success")
        else:
            flash(_("From now on bulletins may name %(state)s to others.", state=own[state]), "success")
        return redirect(url_for("bulletins.needs"))
    status, seen = 200, form.named.data
    if request.method == "POST":
        given = queries.consents([state])
        form.named.data = _named(given)
        status = 422 if form.named.data == seen else 409
    page = render_template(
        "bulletins/consent.html", form=form, name=own[state], named=form.named.data == "yes", given=given
    )
    return page, status


def _named(given: list[queries.Consent]) -> str:
    return "yes" if given and given[0].ended_on is None else "no"


def _declared(before: NeedFacts | None) -> Answer:
    identity = current_identity()
    form = NeedForm.from_request(**(_values(before) if before else {}))
    form.offer(
        states=_own("needs.declare"),
        missions=states.mission_codes(open_on=today()),
        unit_types={code: label for code, label, _strength in forces.unit_types()},
        curricula={one.code: f"{one.code}: {one.title}" for one in curricula.recordable(today())},
    )

    def do() -> str:
        return actions.declare(form.need(), by=identity, now=now(), today=today(), instead_of=before)

    if carried_out(form, do).done:
        flash(_("It was recorded. Only your State and the Secretariat see it."), "success")
        return redirect(url_for("bulletins.needs"))
    page = render_template("bulletins/new_need.html", form=form, need=before)
    return page, 422 if request.method == "POST" else 200


def _values(one: NeedFacts) -> Mapping[str, object]:
    return {
        "state": one.state_code,
        "mission": one.mission_code,
        "unit_type": one.unit_type_code,
        "curriculum": one.curriculum_code,
        "required": one.required,
        "held": one.held,
        "women": one.women or None,
        "men": one.men or None,
        "deploys_on": one.deploys_on,
        "language": one.language,
        "mandatory": one.mandatory,
        "remark": one.remark,
    }


def _own(permission: str) -> Mapping[str, str]:
    """The States one speaks for: code -> name. One statement."""
    return states.state_names(language(), current_identity().scope(permission).states)
