"""The operator's commands that let people in: the first ones, and whoever has lost every second factor."""

import click
from flask import current_app

from trainingapp.accounts import queries
from trainingapp.accounts.actions import invitations
from trainingapp.accounts.actions.forgetting import forget_all
from trainingapp.accounts.inviting import Offered
from trainingapp.accounts.rules import OPERATOR, ROLES, email_key
from trainingapp.kit import clock
from trainingapp.kit.commands import answer, command
from trainingapp.kit.db import transaction
from trainingapp.kit.errors import Refused
from trainingapp.kit.words import say


@command("invite")
@click.argument("email")
@click.option("--name", required=True, help="As the person writes it.")
@click.option("--role", required=True, type=click.Choice(sorted(ROLES)))
@click.option("--state", help="For this State, by its ISO 3166-1 alpha-3 code.")
@click.option("--mission", help="For this mission, by its acronym.")
@click.option("--institution", help="For this institution, by its code.")
def invite(
    email: str, name: str, role: str, state: str | None, mission: str | None, institution: str | None, as_json: bool
) -> None:
    """Invite somebody by letter: the first administrator of a new register, or anybody else."""
    places = [
        (kind, code) for kind, code in (("state", state), ("mission", mission), ("institution", institution)) if code
    ]
    if len(places) > 1:
        raise click.UsageError("Give at most one of --state, --mission and --institution.")
    kind, code = places[0] if places else ("all", None)
    settings = current_app.config["SETTINGS"]
    label = settings.single_sign_on_label if settings.single_sign_on_issuer else None
    with transaction():
        made = invitations.invite(
            email=email,
            name=name,
            roles=[Offered(role, kind, code)],
            days=settings.invitation_days,
            label=label,
            by=OPERATOR,
            now=clock.now(),
        )
    where = f"by {settings.smtp_host}" if settings.smtp_host else f"as a file in {settings.data_dir / 'outbox'}"
    text = (
        f"Invited. The letter leaves {where}: with `trainingapp letters send`, or at once where the register is served."
    )
    answer({"invitation": made}, as_json=as_json, text=text)


@command("forget-factors")
@click.argument("email")
def forget_factors(email: str, as_json: bool) -> None:
    """Remove every second factor of an account whose owner has lost them, and end its sign-ins. A letter tells them.

    The way back in for the last administrator, whom nobody else can help.
    """
    public_id = queries.public_id_of(email_key(email))
    if public_id is None:
        raise Refused(say("There is no account with this e-mail address."))
    with transaction():
        forgotten = forget_all(public_id, by=OPERATOR, now=clock.now())
    answer({"forgotten": forgotten}, as_json=as_json, text=f"Removed: {forgotten}. A new one is set up at sign-in.")
