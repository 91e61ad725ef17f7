"""Pure: what an identity provider says about somebody, and which roles the register's operator derives from it."""

import tomllib
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from trainingapp.accounts.inviting import Offered
from trainingapp.accounts.rules import KINDS, MAY, email_key

#: The longest name that is taken over, in characters.
LONGEST_NAME = 200

#: Values of `acr` that mean more than one factor: REFEDS, OpenID PAPE, and the two of OpenID EAP (RFC 9470's example).
MULTI_FACTOR_CONTEXTS = frozenset(
    {
        "https://refeds.org/profile/mfa",
        "http://schemas.openid.net/pape/policies/2007/06/multi-factor",
        "phr",
        "phrh",
    }
)


@dataclass(frozen=True)
class Claims:
    """What the provider says, checked by its signature: who it is, under which name it never gives to another."""

    issuer: str
    subject: str
    email: str
    #: The provider itself has made sure that the address is this person's.
    email_confirmed: bool
    #: What the person is called there; the address where that is no name that can be shown.
    name: str
    #: More than one factor was shown there.
    multi_factor: bool
    #: The values of the claim that holds roles.
    groups: frozenset[str]
    #: When the person last proved who they are, when the provider says it.
    proved_at: datetime | None


def read(said: Mapping[str, Any], *, roles_claim: str) -> Claims:
    """The claims of an ID token and of the user information, in one. Raises ValueError when it names nobody."""
    subject, issuer = said.get("sub"), said.get("iss")
    if not isinstance(subject, str) or not isinstance(issuer, str) or not 0 < len(subject) <= 255:
        raise ValueError("the claims name nobody")
    email, amr, at = said.get("email"), said.get("amr"), said.get("auth_time")
    methods = amr if isinstance(amr, list) else []
    address = email_key(email) if isinstance(email, str) else ""
    return Claims(
        issuer=issuer,
        subject=subject,
        email=address,
        name=_name(said) or address,
        # Some providers write the word instead of the value; anything else is no yes.
        email_confirmed=said.get("email_verified") in (True, "true"),
        multi_factor="mfa" in methods or said.get("acr") in MULTI_FACTOR_CONTEXTS,
        groups=frozenset(_groups(said, roles_claim)),
        proved_at=datetime.fromtimestamp(at, UTC) if isinstance(at, int | float) and at > 0 else None,
    )


def _name(said: Mapping[str, Any]) -> str:
    """The name, as given; empty when there is none, or one with characters that cannot be seen."""
    told = said.get("name")
    if not isinstance(told, str):
        told = " ".join(part for name in ("given_name", "family_name") if isinstance(part := said.get(name), str))
    name = unicodedata.normalize("NFC", told).strip()
    return name if len(name) <= LONGEST_NAME and name.replace("\u200c", "").replace("\u200d", "").isprintable() else ""


def _groups(said: Mapping[str, Any], name: str) -> Collection[str]:
    """The claim of this name: as it stands, or, where dots lead into it, within (`realm_access.roles`)."""
    found: Any = said.get(name)
    if found is None:
        found = said
        for part in name.split("."):
            found = found.get(part) if isinstance(found, Mapping) else None
    if isinstance(found, str):
        return [found]
    return [one for one in found if isinstance(one, str)] if isinstance(found, list) else []


#: Value of the claim -> the roles it gives.
RoleMap = Mapping[str, frozenset[Offered]]


def role_map(text: str) -> RoleMap:
    """The operator's file: a table `[[role]]` for each, with claim, role, kind, and code unless the kind is all.

    Raises ValueError with a sentence that names the first entry that is wrong.
    """
    try:
        tables = tomllib.loads(text).get("role", [])
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"it is no TOML: {error}") from None
    found: dict[str, set[Offered]] = {}
    for number, one in enumerate(tables, 1):
        claim, role, kind, code = (one.get(name) for name in ("claim", "role", "kind", "code"))
        if unknown := one.keys() - {"claim", "role", "kind", "code"}:
            raise ValueError(f"role {number}: “{min(unknown)}” is unknown")
        if not isinstance(claim, str) or not claim:
            raise ValueError(f"role {number}: claim is missing")
        if (role, kind) not in MAY:
            kinds = ", ".join(KINDS)
            raise ValueError(f"role {number}: there is no role “{role}” of the kind “{kind}” (kinds: {kinds})")
        if (kind == "all") != (code is None):
            raise ValueError(f"role {number}: code is needed unless the kind is all, and only then")
        found.setdefault(claim, set()).add(Offered(role, kind, code))
    return {claim: frozenset(roles) for claim, roles in found.items()}


def roles_of(claims: Claims, roles: RoleMap) -> frozenset[Offered]:
    """The roles that the provider's claims give."""
    return frozenset().union(*(roles.get(group, frozenset()) for group in claims.groups))
