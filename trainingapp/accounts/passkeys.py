"""Passkeys, by the library `webauthn`: what a browser is asked for, and whether its answer is right.

A passkey always proves two things: that its holder has the key, and that the device knows its holder (a finger, a face,
a PIN). So it is a second factor, and a whole sign-in on its own.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

import webauthn
from webauthn.helpers import base64url_to_bytes, parse_authentication_credential_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

#: Longest answer of a browser that is looked at, in characters. Theirs have about a thousand.
LONGEST = 10_000

#: Milliseconds that a browser waits for its holder.
PATIENCE = 120_000


class Unproven(Exception):
    """The browser's answer is no proof: damaged, for another register, or not by this key."""


@dataclass(frozen=True)
class Party:
    """This register as browsers know it: `id` is the host of its address, `origin` the scheme and host."""

    id: str
    origin: str
    name: str

    @classmethod
    def of(cls, base_url: str, name: str) -> "Party":
        """The party of an address."""
        parts = urlsplit(base_url)
        return cls(parts.hostname or "", f"{parts.scheme}://{parts.netloc}", name)

    @property
    def can_have_passkeys(self) -> bool:
        """Whether browsers make passkeys for it: it has a name, not only a number, and is reached by https or on this
        very machine."""
        try:
            ip_address(self.id)
        except ValueError:
            return bool(self.id) and (self.origin.startswith("https://") or self.id == "localhost")
        return False


@dataclass(frozen=True)
class Made:
    """A new passkey: what is kept of it."""

    credential_id: bytes
    public_key: bytes
    sign_count: int


@dataclass(frozen=True)
class Shown:
    """What an answer claims, before it is believed."""

    credential_id: bytes
    #: Whom the key says it belongs to.
    handle: bytes | None


def wish(party: Party, *, challenge: bytes, handle: str, email: str, name: str, have: Iterable[bytes]) -> str:
    """What a browser is asked so that it makes a passkey, as JSON. Devices that hold one of `have` make no second."""
    options = webauthn.generate_registration_options(
        rp_id=party.id,
        rp_name=party.name,
        user_id=handle.encode(),
        user_name=email,
        user_display_name=name,
        challenge=challenge,
        timeout=PATIENCE,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=one) for one in have],
    )
    return webauthn.options_to_json(options)


def question(party: Party, *, challenge: bytes, have: Iterable[bytes] = ()) -> str:
    """What a browser is asked so that it shows a passkey, as JSON: one of `have`, or any it has for this register."""
    options = webauthn.generate_authentication_options(
        rp_id=party.id,
        challenge=challenge,
        timeout=PATIENCE,
        allow_credentials=[PublicKeyCredentialDescriptor(id=one) for one in have],
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return webauthn.options_to_json(options)


def challenge_in(answer: str) -> bytes:
    """The challenge that an answer says it answers. Raises Unproven."""
    try:
        data = json.loads(base64url_to_bytes(json.loads(answer[:LONGEST])["response"]["clientDataJSON"]))
        return base64url_to_bytes(data["challenge"])
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise Unproven from None


def made(party: Party, answer: str, *, challenge: bytes) -> Made:
    """The passkey that a browser made. Raises Unproven."""
    try:
        found = webauthn.verify_registration_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=party.id,
            expected_origin=party.origin,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, TypeError, KeyError, AttributeError):
        raise Unproven from None
    return Made(found.credential_id, found.credential_public_key, found.sign_count)


def shown(answer: str) -> Shown:
    """Which passkey an answer claims to come from. Raises Unproven."""
    try:
        found = parse_authentication_credential_json(answer[:LONGEST])
    except (WebAuthnException, ValueError, TypeError):
        raise Unproven from None
    return Shown(found.raw_id, found.response.user_handle)


def proved(party: Party, answer: str, *, challenge: bytes, public_key: bytes, sign_count: int) -> int:
    """That the answer comes from this key; gives how often the key says it was used. Raises Unproven."""
    try:
        found = webauthn.verify_authentication_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=party.id,
            expected_origin=party.origin,
            credential_public_key=public_key,
            credential_current_sign_count=sign_count,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, TypeError, KeyError, AttributeError):
        raise Unproven from None
    return found.new_sign_count
