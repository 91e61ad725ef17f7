"""Inviting somebody; how invitations stand; what whoever holds the link of one sees."""

from typing import TypedDict

from flask import Response, current_app, flash, g, make_response, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from wtforms import SelectChoice

from trainingapp.accounts import giving, queries
from trainingapp.accounts.actions import EmailTaken, phrases
from trainingapp.accounts.actions import invitations as actions
from trainingapp.accounts.forms.invitations import Act, ChoosePhrase, InvitationsForm, Invite
from trainingapp.accounts.identity import current_identity, who_is_here
from trainingapp.accounts.inviting import STANDINGS
from trainingapp.accounts.queries import invitations as asked
from trainingapp.accounts.queries.invitations import OpenInvitation
from trainingapp.accounts.queries.single_sign_on import with_address
from trainingapp.accounts.rules import ROLES, SECOND_FACTOR, Identity
from trainingapp.accounts.sign_in import let_in
from trainingapp.accounts.views import bp
from trainingapp.accounts.views.arriving import GOING, HOME
from trainingapp.kit import clock
from trainingapp.kit.db import transaction
from trainingapp.kit.errors import Refused
from trainingapp.kit.once import once
from trainingapp.kit.pages import page_number
from trainingapp.kit.policy import bearer, requires
from trainingapp.kit.settings import Settings
from trainingapp.states import queries as states


class Terms(TypedDict):
    """How long an invitation lasts, and what people call the identity provider."""

    days: int
    label: str | None


@bp.get("/accounts/invitations")
@requires("accounts.manage")
def invitations() -> str:
    """The invitations within one's scope, the newest first. 4 statements."""
    identity = current_identity()
    form = InvitationsForm.from_request()
    form.offer()
    wanted = form.standing.data if form.validate() else None
    page = asked.invitations(
        identity.scope("accounts.manage"), now=clock.now(), standing=wanted or None, number=page_number()
    )
    names = queries.names_of({one.invited_by for one in page.rows})
    return render_template("accounts/invitations.html", page=page, names=names, standings=STANDINGS, form=form)


@bp.route("/accounts/invite", methods=["GET", "POST"])
@requires("accounts.manage", step_up=True)
def invite() -> Response:
    """Invite somebody by letter. What is wrong with the form is said; whether an address has an account is not."""
    identity, now = current_identity(), clock.now()
    form = Invite.from_request()
    form.choose_from(*_choices(identity))
    if request.method == "POST" and form.more.data:
        # One more row was asked for: nothing is judged yet.
        form.rows.data, form.more.data = str(len(form.shown) + 1), ""
        return make_response(render_template("accounts/invite.html", form=form))
    if form.submitted():
        roles = list(form.offered())

        def do() -> str:
            return actions.invite(
                email=form.email.data, name=form.name.data, roles=roles, **_terms(), by=identity, now=now
            )

        try:
            with transaction():
                once(form.key.data, asked_by=identity.public_id, act="invitation.send", now=now, do=do)
        except (actions.NoAddress, actions.HasAccount, actions.WaitsAlready) as refused:
            form.email.errors = [refused.sentence.through(_)]
        else:
            flash(_("The invitation to %(name)s is on its way.", name=form.name.data))
            return make_response(redirect(url_for("accounts.invitations")))
    form.rows.data = str(len(form.shown))
    page = render_template("accounts/invite.html", form=form)
    return make_response(page, 422 if request.method == "POST" else 200)


@bp.post("/accounts/invitations/<invitation_id>/send")
@requires("accounts.manage", step_up=True)
def send_invitation(invitation_id: str) -> Response:
    """Send an invitation again, with a new link."""
    return _act(invitation_id, again=True)


@bp.post("/accounts/invitations/<invitation_id>/withdraw")
@requires("accounts.manage", step_up=True)
def withdraw_invitation(invitation_id: str) -> Response:
    """Withdraw an invitation."""
    return _act(invitation_id, again=False)


def _act(invitation_id: str, *, again: bool) -> Response:
    identity, now, form = current_identity(), clock.now(), Act.from_request()
    asked.invitation(identity.scope("accounts.manage"), invitation_id, now=now)  # absent before all else

    def do() -> str:
        if again:
            actions.send_again(invitation_id, **_terms(), by=identity, now=now)
        else:
            actions.withdraw(invitation_id, by=identity, now=now)
        return invitation_id

    if form.submitted():
        with transaction():
            act = "invitation.resend" if again else "invitation.withdraw"
            once(form.key.data, asked_by=identity.public_id, act=act, now=now, do=do)
        flash(
            _("The invitation is sent again. Only the new link opens it.")
            if again
            else _("The invitation is withdrawn.")
        )
    return make_response(redirect(url_for("accounts.invitations")))


@bp.route("/invitation/<token>", methods=["GET", "POST"])
@bearer("invitation")
def invitation(token: str) -> Response:
    """What somebody is invited to, and the answer: a pass phrase for a new account, or a word of the account's owner.

    Whether the address has an account is told here only: whoever holds the link reads that address's letters.
    """
    opened: OpenInvitation = g.bearer
    account = with_address(opened.email)
    here = who_is_here()
    if here is not None and (account is None or account.public_id != here.public_id):
        return make_response(render_template("accounts/invited_other.html", opened=opened))
    if account is not None:
        return _into_account(opened, token, here)
    form = ChoosePhrase.from_request()
    if form.submitted():
        try:
            hashed = phrases.hashed(form.new.data, about=(opened.name, opened.email))
            return _accept(opened, hashed)
        except EmailTaken:
            return make_response(redirect(url_for("accounts.invitation", token=token)))
        except Refused as refused:
            form.new.errors = [refused.sentence.through(_)]
    page = render_template("accounts/invited.html", opened=opened, form=form, second_factor=_second_factor(opened))
    return make_response(page, 422 if request.method == "POST" else 200)


def _accept(opened: OpenInvitation, hashed: str) -> Response:
    now = clock.now()
    with transaction():
        account_id, public_id = actions.accept(opened, hashed=hashed, now=now)
    complete = let_in(account_id, public_id, way="phrase", shown=False, now=now)
    flash(_("Your account is ready, and you are signed in."))
    if complete:
        return make_response(redirect(HOME))
    session[GOING] = HOME
    return make_response(redirect(url_for("accounts.second_factor")))


def _into_account(opened: OpenInvitation, token: str, here: Identity | None) -> Response:
    form = Act.from_request()
    if here is not None and form.submitted():
        with transaction():
            actions.accept_into(queries.kept(here.public_id), opened, now=clock.now())
        flash(_("Your account has the new role."))
        return make_response(redirect(url_for("accounts.me")))
    page = render_template(
        "accounts/invited_again.html",
        opened=opened,
        form=form,
        here=here,
        sign_in=url_for("accounts.sign_in", next=url_for("accounts.invitation", token=token)),
    )
    return make_response(page, 422 if request.method == "POST" else 200)


def _second_factor(opened: OpenInvitation) -> bool:
    return any(one.role in SECOND_FACTOR for one in opened.roles)


def _terms() -> Terms:
    settings: Settings = current_app.config["SETTINGS"]
    return {
        "days": settings.invitation_days,
        "label": settings.single_sign_on_label if settings.single_sign_on_issuer else None,
    }


def _choices(identity: Identity) -> tuple[list[SelectChoice], list[SelectChoice]]:
    """The roles one may give, and the places one may give them for. Three statements at most."""
    offered = list(giving.offers(identity))
    roles = list(dict.fromkeys(one.role for one in offered))
    kinds = {one.kind for one in offered}
    scope = identity.scope("accounts.manage")
    named = states.state_names(codes=None if scope.everything else scope.states)
    whom = [SelectChoice(f"state {code}", name, optgroup=_("States")) for code, name in named.items()]
    if "all" in kinds:
        whom.insert(0, SelectChoice("all", _("For the Secretariat")))
    if "mission" in kinds:
        whom += [
            SelectChoice(f"mission {code}", code, optgroup=_("Missions")) for code in sorted(states.mission_codes())
        ]
    if "institution" in kinds:
        whom += [
            SelectChoice(f"institution {one.code}", one.name, optgroup=_("Institutions"))
            for one in states.institutions()
            if one.ended_at is None
        ]
    if len(whom) > 1:
        whom.insert(0, SelectChoice("", _("Choose")))
    return [SelectChoice("", _("Choose")), *(SelectChoice(one, _(ROLES[one])) for one in roles)], whom
