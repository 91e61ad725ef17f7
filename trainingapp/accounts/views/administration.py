"""Who may do what: the accounts and the permission map."""

from flask import render_template

from trainingapp.accounts import queries
from trainingapp.accounts.identity import current_identity
from trainingapp.accounts.rules import KINDS, MAY, PERMISSIONS, ROLES
from trainingapp.accounts.views import bp
from trainingapp.kit.pages import page_number
from trainingapp.kit.policy import requires


@bp.get("/accounts")
@requires("accounts.see")
def index() -> str:
    """The accounts with their grants, and the permission map, made from the map itself. 5 statements."""
    scope = current_identity().scope("accounts.see")
    return render_template(
        "accounts/index.html",
        page=queries.accounts(scope, number=page_number()),
        may=MAY,
        permissions=PERMISSIONS,
        roles=ROLES,
        kinds=KINDS,
    )
