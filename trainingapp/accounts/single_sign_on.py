"""The edge to an identity provider: OpenID Connect by Authlib, the code flow with PKCE, state and nonce.

The provider's word is taken for two things only: who somebody is there (issuer and subject), and, where the operator
says so, which roles that means: whoever gets one by it needs no invitation. Everything else is ours: who else is
invited, what a role may do, how long a sign-in lasts.
What stands in the cookie between leaving and coming back (state, nonce, the code's verifier) is signed, opens nothing
by itself, and is good for an hour.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import structlog
from authlib.common.errors import AuthlibBaseError  # type: ignore[import-untyped]
from authlib.integrations.flask_client import FlaskOAuth2App, OAuth  # type: ignore[import-untyped]
from flask import Flask, Response, current_app, request, session
from joserfc.errors import JoseError
from requests import RequestException

from trainingapp.accounts.actions import sign_ins
from trainingapp.accounts.actions import single_sign_on as actions
from trainingapp.accounts.claims import Claims, RoleMap, read, role_map, roles_of
from trainingapp.accounts.queries import SignInFacts
from trainingapp.accounts.sign_in import let_in
from trainingapp.kit.db import transaction
from trainingapp.kit.errors import Refused
from trainingapp.kit.settings import Settings
from trainingapp.kit.words import say

log = structlog.get_logger(__name__)

#: Its name within Authlib, and the beginning of what it leaves in the cookie.
NAME = "single_sign_on"
#: Under this name the cookie keeps what a round trip is for.
TRIP = "single_sign_on_trip"
#: Seconds that the provider may take for an answer: somebody waits.
PATIENCE = 10
#: How much two clocks may differ.
SKEW = timedelta(minutes=2)

#: Signatures that are made with a key nobody else has. A provider that offers "none", or one secret for both sides, is
#: not asked.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")


class Unreachable(Refused):
    """The provider does not answer, or not as one."""

    sentence = say("The sign-in service does not answer. Try again in a few minutes.")


class NotTrusted(Refused):
    """What came back is not what was asked for: too late, from another browser, or not from the provider."""

    sentence = say("Signing in there did not work, or took too long. Try again.")


class NotTheSame(Refused):
    """Somebody else proved who they are than the one who is signed in."""

    sentence = say("You signed in there as somebody else. Sign out here first.")


@dataclass(frozen=True)
class SingleSignOn:
    """The provider of this register, and which roles its claims mean."""

    client: FlaskOAuth2App
    issuer: str
    label: str
    roles_claim: str
    roles: RoleMap


def init_app(app: Flask) -> None:
    """Get ready for the provider that the settings name, if any; nothing is fetched yet.

    Raises RuntimeError when the file of roles cannot be read.
    """
    settings: Settings = app.config["SETTINGS"]
    app.jinja_env.globals["single_sign_on"] = settings.single_sign_on_label if settings.single_sign_on_issuer else None
    if not settings.single_sign_on_issuer:
        return
    issuer = settings.single_sign_on_issuer.rstrip("/")
    client = OAuth(app).register(
        NAME,
        client_id=settings.single_sign_on_client_id,
        client_secret=settings.single_sign_on_client_secret or None,
        server_metadata_url=f"{issuer}/.well-known/openid-configuration",
        client_kwargs={
            "scope": "openid email profile",
            "code_challenge_method": "S256",
            "default_timeout": PATIENCE,
            **({} if settings.single_sign_on_client_secret else {"token_endpoint_auth_method": "none"}),
        },
    )
    roles = _roles(settings.single_sign_on_roles_file)
    app.extensions[NAME] = SingleSignOn(
        client, issuer, settings.single_sign_on_label, settings.single_sign_on_roles_claim, roles
    )


def _roles(file: Path | None) -> RoleMap:
    if file is None:
        return {}
    try:
        return role_map(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise RuntimeError(f"{file} cannot be used for single sign-on: {error}") from None


def here() -> SingleSignOn | None:
    """Single sign-on, where there is any."""
    found: SingleSignOn | None = current_app.extensions.get(NAME)
    return found


def leave(single: SingleSignOn, *, going: str, again: bool) -> Response:
    """Send the browser to the provider. `again`: to prove anew who one is, whatever the provider remembers.

    Raises Unreachable.
    """
    for name in [name for name in session if name.startswith(f"_state_{NAME}")]:
        session.pop(name)  # of a trip that was given up
    session[TRIP] = {"going": going, "again": again, "left_at": datetime.now(UTC).isoformat()}
    back = f"{current_app.config['SETTINGS'].base_url}/sign-in/single-sign-on/return"
    try:
        _check_metadata(single)
        more = {"prompt": "login", "max_age": "0"} if again else {}
        answer: Response = single.client.authorize_redirect(back, **more)
    except (AuthlibBaseError, RequestException, ValueError, RuntimeError, KeyError, TypeError) as error:
        log.warning("the identity provider cannot be used", exc_info=error)
        raise Unreachable() from None
    return answer


@dataclass(frozen=True)
class Trip:
    """What a round trip was for: where the person was going, and whether they only prove who they are."""

    going: str
    again: bool
    #: As the provider's clock sees it, not as the setting TODAY.
    left_at: datetime


def trip() -> Trip:
    """What this browser left for. Told once. Raises NotTrusted when it never left."""
    kept = session.pop(TRIP, None)
    if not isinstance(kept, dict):
        raise NotTrusted()
    return Trip(kept["going"], kept["again"], datetime.fromisoformat(kept["left_at"]))


def come_in(single: SingleSignOn, *, now: datetime) -> bool:
    """Sign in whoever the provider vouches for; True when no second factor is to be shown any more.

    Raises a Refused that says why not.
    """
    claims = _claims(single)
    with transaction():
        wanted = roles_of(claims, single.roles)
        known = actions.recognise(claims, wanted, label=single.label, now=now)
        unknown = actions.follow(known, wanted, now=now)
    if unknown:
        log.warning("single sign-on gives roles for what the register does not know", places=unknown)
    return let_in(known.account_id, known.public_id, way="single_sign_on", shown=claims.multi_factor, now=now)


def prove(single: SingleSignOn, sign_in: SignInFacts, *, asked_at: datetime, now: datetime) -> None:
    """Take the provider's word that it is still the same person. Raises NotTheSame, NotTrusted.

    The provider must have asked just now: what it remembers of this morning proves nothing.
    """
    claims = _claims(single)
    with transaction():
        known = actions.recognise(claims, (), label=single.label, now=now)
        if known.account_id != sign_in.account_id:
            raise NotTheSame()
        if claims.proved_at is None or claims.proved_at < asked_at - SKEW:
            raise NotTrusted()
        sign_ins.prove(sign_in.id, now=now)


def _check_metadata(single: SingleSignOn) -> None:
    metadata = single.client.load_server_metadata()
    if str(metadata.get("issuer", "")).rstrip("/") != single.issuer:
        raise ValueError("the provider gives itself another name")
    offered = metadata.get("id_token_signing_alg_values_supported", ["RS256"])
    taken = [one for one in offered if one in ALGORITHMS]
    if not taken:
        # An empty list would mean the library's own, which knows shared secrets.
        raise ValueError("the provider signs with nothing that can be relied on")
    metadata["id_token_signing_alg_values_supported"] = taken


def _claims(single: SingleSignOn) -> Claims:
    """What the provider says about whoever came back, with its signature, nonce, audience and times checked."""
    if "error" in request.args:
        raise NotTrusted()  # the person pressed "cancel" there, or the provider does not let them through
    try:
        _check_metadata(single)
        metadata = single.client.load_server_metadata()
        options = {
            "iss": {"essential": True, "value": metadata["issuer"]},
            "aud": {"essential": True, "value": single.client.client_id},
        }
        token = single.client.authorize_access_token(claims_options=options, leeway=int(SKEW.total_seconds()))
        said = dict(token["userinfo"])
        if not {"email", single.roles_claim.split(".")[0]} <= said.keys() and "userinfo_endpoint" in metadata:
            more = dict(single.client.userinfo(token=token))
            if more.get("sub") != said.get("sub"):
                raise ValueError("the provider speaks of two people")
            said = more | said
        return read(said, roles_claim=single.roles_claim)
    except RequestException as error:
        log.warning("the identity provider does not answer", exc_info=error)
        raise Unreachable() from None
    except (AuthlibBaseError, JoseError, ValueError, RuntimeError, KeyError, TypeError) as error:
        log.warning("an answer of the identity provider was not taken", exc_info=error)
        raise NotTrusted() from None
