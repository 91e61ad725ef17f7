"""The accounts: found and listed, one of them with its roles, and the map of who may do what."""

from dataclasses import replace

from flask import current_app, render_template

from trainingapp.accounts import queries
from trainingapp.accounts.forms.administration import STANDINGS, AccountsForm, FindAccount
from trainingapp.accounts.giving import may_give, may_suspend, offers
from trainingapp.accounts.identity import current_identity
from trainingapp.accounts.queries import Filters
from trainingapp.accounts.rules import KINDS, MAY, PERMISSIONS, ROLES, SECOND_FACTOR
from trainingapp.accounts.views import bp
from trainingapp.kit.pages import page_number
from trainingapp.kit.policy import policy_of, requires, signed_in


@bp.route("/accounts", methods=["GET", "POST"])
@requires("accounts.see")
def index() -> tuple[str, int]:
    """The accounts within the reader's scope, by name. 6 statements."""
    identity = current_identity()
    scope = identity.scope("accounts.see")
    asked, find = AccountsForm.from_request(), FindAccount.from_request()
    states = queries.states_acted_for(scope)
    asked.offer(states=states, roles=[role for role in ROLES if scope.everything or (role, "state") in MAY])
    right = asked.validate()
    text = find.text.data if find.submitted() else None
    filters = Filters(text=text)
    if right and not text:
        filters = Filters(state=asked.state.data, role=asked.role.data, standing=asked.standing.data)
        filters = replace(filters, factor=asked.factor.data)
    page = render_template(
        "accounts/index.html",
        page=queries.accounts(scope, filters, number=1 if text else page_number()),
        asked=asked,
        find=find,
        searched=bool(text),
        filtered=any((text, filters.state, filters.role, filters.standing, filters.factor)),
        several=scope.everything or len(scope.states) > 1,
        everything=scope.everything,
        roles=ROLES,
        kinds=KINDS,
        standings=STANDINGS,
    )
    return page, 422 if find.errors or not right else 200


@bp.get("/accounts/<account_id>")
@requires("accounts.see")
def show(account_id: str) -> str:
    """One account: who it is, what it may do, since when and by whose act. 10 statements at most."""
    identity = current_identity()
    found = queries.account(identity.scope("accounts.see"), account_id)
    ended = queries.ended_roles(account_id)
    scope = identity.scope("accounts.manage")
    if not scope.everything:
        ended = [one for one in ended if one[0].kind == "state" and one[0].code in scope.states]
    told = {found.added_by, *(role.given_by for role in found.roles), *(by for _, _, by in ended)}
    told |= {found.suspended.suspended_by} if found.suspended else set()
    oneself = account_id == identity.public_id
    return render_template(
        "accounts/show.html",
        account=found,
        ended=ended,
        names=queries.names_of(sorted(name for name in told if name)),
        roles=ROLES,
        kinds=KINDS,
        second_factor=any(role.role in SECOND_FACTOR for role in found.roles),
        factors=queries.factors_of(account_id),
        oneself=oneself,
        may_give=not oneself and any(True for _ in offers(identity)),
        takes=[
            role.public_id
            for role in found.roles
            if not oneself and may_give(identity, role.role, role.kind, role.code)
        ],
        may_suspend=not oneself and may_suspend(identity, queries.grants_of(queries.kept(account_id))),
    )


@bp.get("/accounts/matrix")
@signed_in
def matrix() -> str:
    """Who may do what, from the map itself: which roles need a second factor, which acts a fresh proof."""
    stepped = {
        policy.permission
        for rule in current_app.url_map.iter_rules()
        if (policy := policy_of(current_app, rule.endpoint)) and policy.step_up
    }
    return render_template(
        "accounts/matrix.html",
        may=MAY,
        permissions=PERMISSIONS,
        roles=ROLES,
        kinds=KINDS,
        second_factor=SECOND_FACTOR,
        stepped=stepped,
        minutes=current_app.config["SETTINGS"].step_up_minutes,
    )
