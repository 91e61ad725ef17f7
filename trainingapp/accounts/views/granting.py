"""Giving a role and taking it away."""

from collections.abc import Mapping

from flask import flash, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from trainingapp.accounts import actions, queries
from trainingapp.accounts.acting import carried_out
from trainingapp.accounts.forms.administration import ConfirmForm, GiveForm
from trainingapp.accounts.giving import NotOneself, may_give, offers
from trainingapp.accounts.identity import current_identity
from trainingapp.accounts.rules import KINDS, MAY, ROLES, SECOND_FACTOR, Identity
from trainingapp.accounts.views import bp
from trainingapp.kit.clock import now
from trainingapp.kit.errors import Absent
from trainingapp.kit.policy import requires
from trainingapp.states import queries as states

#: A page, with its status when that is not 200; or the next page.
Answer = str | Response | tuple[str, int]


@bp.route("/accounts/<account_id>/give", methods=["GET", "POST"])
@requires("accounts.manage", step_up=True)
def give(account_id: str) -> Answer:
    """Give an account a role. 10 statements to show."""
    identity = current_identity()
    found = queries.account(identity.scope("accounts.manage"), account_id)
    if account_id == identity.public_id:
        raise NotOneself()
    form = GiveForm.from_request()
    form.offer(offers(identity), _whom(identity))

    def do() -> str:
        return actions.give_role(account_id, form.role.data, kind=form.kind, code=form.code, by=identity, now=now())

    if carried_out(form, do).done:
        flash(_("The role was given. It holds from the next request of this account."), "success")
        return redirect(url_for("accounts.show", account_id=account_id))
    page = render_template(
        "accounts/give.html",
        form=form,
        account=found,
        roles=ROLES,
        kinds=KINDS,
        pairs=[pair for pair in MAY if pair in {(one.role, one.kind) for one in offers(identity)}],
        second_factor=SECOND_FACTOR,
    )
    return page, 422 if request.method == "POST" else 200


def _whom(identity: Identity) -> Mapping[str, str]:
    """Whom an identity may give roles for: "kind code" -> what people call it. At most four statements."""
    scope, language = identity.scope("accounts.manage"), str(get_locale())
    if not scope.everything:
        return {f"state {code}": name for code, name in states.state_names(language, scope.states).items()}
    return {
        "all": _("The Secretariat"),
        **{f"state {code}": name for code, name in states.state_names(language).items()},
        **{f"mission {code}": code for code in states.mission_codes()},
        **{f"institution {one.code}": one.name for one in states.institutions() if one.ended_at is None},
    }


@bp.route("/accounts/<account_id>/roles/<grant_id>/end", methods=["GET", "POST"])
@requires("accounts.manage", step_up=True)
def end(account_id: str, grant_id: str) -> Answer:
    """Take a role away. 6 statements to show."""
    identity = current_identity()
    found = queries.account(identity.scope("accounts.manage"), account_id)
    role = next((role for role in found.roles if role.public_id == grant_id), None)
    if role is None or not may_give(identity, role.role, role.kind, role.code):
        raise Absent()
    form = ConfirmForm.from_request()
    if carried_out(form, lambda: actions.end_role(account_id, grant_id, by=identity, now=now())).done:
        flash(_("The role was taken away. It holds no longer at the next request of this account."), "success")
        return redirect(url_for("accounts.show", account_id=account_id))
    page = render_template("accounts/end.html", form=form, account=found, role=role, roles=ROLES, kinds=KINDS)
    return page, 422 if request.method == "POST" else 200
