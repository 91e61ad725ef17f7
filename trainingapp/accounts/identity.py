"""Who is asking, in this request: for the edges (views, api) of every room."""

from dataclasses import dataclass
from datetime import timedelta

from flask import current_app, g
from flask_babel import gettext, ngettext

from trainingapp.accounts.queries import SignInFacts
from trainingapp.accounts.rules import Identity, in_words
from trainingapp.kit import clock
from trainingapp.kit.errors import Absent


class ProofNeeded(Exception):
    """Before this act it must be proved anew that it is still the same person who signed in."""


@dataclass(frozen=True)
class Arrival:
    """Whoever has shown the first factor and must show the second, or set one up, before anything else opens."""

    identity: Identity
    has_factor: bool


def current_identity() -> Identity:
    """The identity behind this request, as its grants stand now. Absent (404) when nobody is signed in."""
    found = who_is_here()
    if found is None:
        raise Absent()
    return found


def who_is_here() -> Identity | None:
    """The identity behind this request, or None when nobody is signed in."""
    found: Identity | None = g.get("identity")
    return found


def who_arrives() -> Arrival:
    """Whoever is half signed in. Absent (404) when nobody is."""
    found: Arrival | None = g.get("arriving")
    if found is None:
        raise Absent()
    return found


def current_sign_in() -> SignInFacts:
    """The sign-in behind this request, half or whole. Absent (404) when there is none."""
    found: SignInFacts | None = g.get("sign_in")
    if found is None:
        raise Absent()
    return found


def ask_for_proof() -> None:
    """Raise ProofNeeded unless this sign-in was proved by pass phrase, second factor or passkey a few minutes ago.

    For an act of which only the view knows that it is grave; a route says it with `requires(..., step_up=True)`. Call
    it before anything is changed: what was sent is kept, asked for again and carried out after the proof.
    """
    minutes = current_app.config["SETTINGS"].step_up_minutes
    if clock.now() - current_sign_in().proved_at >= timedelta(minutes=minutes):
        raise ProofNeeded()


def roles_in_words(identity: Identity) -> str:
    """What stands under a name, in the reader's language: "Training officer, Bangladesh and one more role"."""
    if not identity.grants:
        return ""
    first, more = in_words(identity.grants[0]).through(gettext), len(identity.grants) - 1
    others = ngettext("and one more role", "and %(num)d more roles", more)
    return f"{first} {others}" if more else first
