"""Setting up a second factor: while signing in, for whoever must have one, and on one's own page."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import segno
from flask import Response, current_app, make_response, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from trainingapp.accounts import passkeys, proving, queries
from trainingapp.accounts.actions import factors, sign_ins
from trainingapp.accounts.authenticators import bare
from trainingapp.accounts.forms.proofs import NewAuthenticator, NewPasskey
from trainingapp.accounts.identity import current_identity, current_sign_in, who_arrives
from trainingapp.accounts.passkeys import Unproven
from trainingapp.accounts.rules import Identity
from trainingapp.accounts.sign_in import take, visit
from trainingapp.accounts.views import bp
from trainingapp.accounts.views.arriving import on_the_way
from trainingapp.kit import clock
from trainingapp.kit.db import transaction
from trainingapp.kit.errors import Refused
from trainingapp.kit.policy import arriving, proven

#: Where the cookie keeps the encrypted secret that an app is to be given, until it is proved by a code.
PENDING = "pending_secret"


@dataclass
class _Pending:
    """A secret whose first code is awaited."""

    last_counter: int | None = None


@bp.get("/sign-in/set-up")
@arriving
def set_up() -> Response:
    """For whoever holds a role that needs a second factor and has none: which one it shall be."""
    if gone := _has_one():
        return gone
    page = render_template(
        "accounts/set_up.html", name=who_arrives().identity.name, passkeys=proving.party().can_have_passkeys
    )
    return make_response(page)


@bp.route("/sign-in/set-up/authenticator", methods=["GET", "POST"])
@arriving
def set_up_authenticator() -> Response:
    """An authenticator app, while signing in."""
    return _has_one() or _authenticator(who_arrives().identity, back=url_for("accounts.set_up"), first=True)


@bp.route("/sign-in/set-up/passkey", methods=["GET", "POST"])
@arriving
def set_up_passkey() -> Response:
    """A passkey, while signing in."""
    return _has_one() or _passkey(who_arrives().identity, back=url_for("accounts.set_up"), first=True)


@bp.route("/accounts/me/second-factors/authenticator", methods=["GET", "POST"])
@proven
def add_authenticator() -> Response:
    """An authenticator app, on one's own page."""
    return _authenticator(current_identity(), back=url_for("accounts.factors"), first=False)


@bp.route("/accounts/me/second-factors/passkey", methods=["GET", "POST"])
@proven
def add_passkey() -> Response:
    """A passkey, on one's own page."""
    return _passkey(current_identity(), back=url_for("accounts.factors"), first=False)


def _has_one() -> Response | None:
    """Who has a second factor shows it; nobody adds another to an account with the pass phrase alone."""
    return make_response(redirect(url_for("accounts.second_factor"))) if who_arrives().has_factor else None


def _authenticator(who: Identity, *, back: str, first: bool) -> Response:
    judge = factors.authenticators()
    form = NewAuthenticator.from_request(name=_("Telephone"))
    secret = session.get(PENDING) or judge.generate_totp_secret()
    session[PENDING] = secret
    sign_in, now, pending = current_sign_in(), clock.now(), _Pending()
    if form.submitted():
        if judge.is_right(bare(form.code.data), secret, pending):

            def add() -> str:
                return factors.add_authenticator(
                    sign_in.account_id,
                    name=form.name.data,
                    secret=secret,
                    counter=pending.last_counter,
                    now=now,
                )

            return _enrol(form, who, add, way="authenticator", first=first) or _authenticator_form(
                form, secret, sign_in.account_id, back
            )
        form.code.errors = [
            _("This is not the code of this secret. Check the telephone's clock, and type the code it shows now.")
        ]
    return _authenticator_form(form, secret, sign_in.account_id, back)


def _authenticator_form(form: NewAuthenticator, secret: str, account_id: int, back: str) -> Response:
    judge = factors.authenticators()
    uri = judge.get_totp_uri(queries.email_of(account_id), secret)
    drawing = segno.make(uri, error="m", micro=False).svg_inline(
        svgclass="qr", lineclass=None, omitsize=True, border=2, light="#fff", title=_("The same secret as a QR code")
    )
    page = render_template(
        "accounts/new_authenticator.html",
        form=form,
        drawing=Markup(drawing),
        secret=judge.get_totp_pretty_key(secret),
        back=back,
    )
    return make_response(page, 422 if request.method == "POST" else 200)


def _passkey(who: Identity, *, back: str, first: bool) -> Response:
    party = proving.party()
    form = NewPasskey.from_request(name=_("This device"))
    sign_in, now = current_sign_in(), clock.now()
    if form.submitted():
        try:
            made, challenge = proving.made(form.credential.data)
        except Unproven:
            form.form_errors.append(
                _("No passkey was made: the browser was interrupted, or the page was open for too long. Try again.")
            )
        else:

            def add() -> str:
                return factors.add_passkey(
                    sign_in.account_id, name=form.name.data, made=made, challenge=challenge, now=now
                )

            if done := _enrol(form, who, add, way="passkey", first=first):
                return done
    wish = None
    if party.can_have_passkeys:
        wish = passkeys.wish(
            party,
            challenge=proving.new_challenge(),
            handle=who.public_id,
            email=queries.email_of(sign_in.account_id),
            name=who.name,
            have=queries.passkey_ids(who.public_id),
        )
    page = render_template("accounts/new_passkey.html", form=form, wish=wish, back=back)
    return make_response(page, 422 if request.method == "POST" else 200)


def _enrol(form: Any, who: Identity, add: Callable[[], str], *, way: str, first: bool) -> Response | None:
    """Keep the factor; show the recovery codes that come with the first one. None when it was refused, and said so."""
    sign_in, now = current_sign_in(), clock.now()
    begun = None
    try:
        with transaction():
            codes = factors.enrol(sign_in.account_id, way, by=who.public_id, add=add, now=now)
            if first:
                begun = sign_ins.arrive(sign_in.id, sign_in.account_id, who.public_id, way=way, visit=visit(), now=now)
            else:
                # What proves more than was asked for when this sign-in began must not end it.
                sign_ins.show(sign_in.id, now=now)
    except Refused as refused:
        form.form_errors.append(refused.sentence.through(_))
        return None
    going = on_the_way() if first else url_for("accounts.factors")
    if begun is not None:
        session.clear()
        take(begun)
    session.pop(PENDING, None)
    return codes_page(codes, going) if codes else make_response(redirect(going))


def codes_page(codes: list[str], going: str) -> Response:
    """The recovery codes, this once."""
    demo = current_app.config["SETTINGS"].demo
    return make_response(render_template("accounts/codes.html", codes=codes, going=going, demo=demo))
