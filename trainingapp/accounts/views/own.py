"""What one may do, and one's own account."""

from flask import render_template

from trainingapp.accounts.identity import current_identity
from trainingapp.accounts.rules import KINDS, PERMISSIONS, ROLES
from trainingapp.accounts.views import bp
from trainingapp.kit.policy import signed_in
from trainingapp.states.queries import state_names


@bp.get("/accounts/me")
@signed_in
def me() -> str:
    """What one may do, and for whom."""
    identity = current_identity()
    reached = {code for grant in identity.grants if grant.kind == "institution" for code in grant.states}
    return render_template(
        "accounts/me.html",
        identity=identity,
        state_names=state_names(codes=reached) if reached else {},
        permissions=PERMISSIONS,
        roles=ROLES,
        kinds=KINDS,
    )
