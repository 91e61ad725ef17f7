"""Deny by default: every route says who may use it, or the application does not start (trust rule 2)."""

from collections.abc import Callable, Iterator, MutableMapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from flask import Flask

View = TypeVar("View", bound=Callable[..., Any])

#: The SHA-256 of a token and the moment -> what the token opens, or None when it opens nothing: never given, used,
#: expired. Called before every view of its purpose; a few statements at most.
Resolver = Callable[[str, datetime], object | None]


@dataclass(frozen=True)
class Policy:
    """Who may use a route.

    Kinds: public (anybody), bearer (whoever holds a link's secret token), arriving (whoever has shown the first factor
    and not yet the second), signed in, proven (signed in, and proved so again a few minutes ago), permission.
    """

    kind: str
    permission: str | None = None
    #: Of a bearer's route: what its tokens are for.
    purpose: str | None = None
    #: Whether the act also asks for a proof, a few minutes old at most, that it is still the same person.
    step_up: bool = False

    def __str__(self) -> str:
        said = self.permission or (f"{self.kind}: {self.purpose}" if self.purpose else self.kind)
        return f"{said} (proven again)" if self.step_up else said


PUBLIC = Policy("public")
SIGNED_IN = Policy("signed in")
ARRIVING = Policy("arriving")
PROVEN = Policy("proven")


def public(view: View) -> View:
    """Anybody may use this route. There are at most eight of these."""
    return _declared(view, PUBLIC)


def signed_in(view: View) -> View:
    """Whoever is signed in may use this route."""
    return _declared(view, SIGNED_IN)


def proven(view: View) -> View:
    """Whoever is signed in, and proved so again a few minutes ago, may use this route: to read it, too."""
    return _declared(view, PROVEN)


def arriving(view: View) -> View:
    """Only whoever has shown the first factor and not yet the second may use this route."""
    return _declared(view, ARRIVING)


def bearer(purpose: str) -> Callable[[View], View]:
    """Whoever holds a token that opens something for this purpose may use this route; its argument is `token`.

    What it opens stands in `g.bearer` before the view is called. A token that was never given, is used, expired or
    meant for another purpose gets the 404 of an unknown address. The room that gives such tokens says with `accept`
    how they are looked up.
    """

    def declare(view: View) -> View:
        return _declared(view, Policy("bearer", purpose=purpose))

    return declare


def requires(permission: str, *, step_up: bool = False) -> Callable[[View], View]:
    """Whoever has the permission, for anything at all, may use this route; the query's scope says for what.

    With `step_up` an act (any method but GET, or GET where the route knows no other: a download) also asks for a proof
    a few minutes old that it is still the same person. A form that was sent without it is kept and sent on afterwards.
    """

    def declare(view: View) -> View:
        return _declared(view, Policy("permission", permission, step_up=step_up))

    return declare


def _declared(view: View, policy: Policy) -> View:
    view.policy = policy  # type: ignore[attr-defined]
    return view


def policy_of(app: Flask, endpoint: str) -> Policy | None:
    """The declared policy of an endpoint."""
    return getattr(app.view_functions.get(endpoint), "policy", None)


def accept(app: Flask, purpose: str, resolver: Resolver) -> None:
    """Say what the tokens of a purpose open. Called once per purpose, when the application is put together."""
    known = _resolvers(app)
    if purpose in known:
        raise RuntimeError(f"two rooms look up tokens for “{purpose}”")
    known[purpose] = resolver


def opened_by(app: Flask, purpose: str, token_sha256: str, now: datetime) -> object | None:
    """What a token of this purpose opens now; None when nothing."""
    return _resolvers(app)[purpose](token_sha256, now)


def undeclared(app: Flask) -> Iterator[str]:
    """The endpoints that say nothing about who may use them, or whose tokens nobody looks up."""
    for rule in app.url_map.iter_rules():
        policy = policy_of(app, rule.endpoint)
        looked_up = policy is None or policy.kind != "bearer" or policy.purpose in _resolvers(app)
        if policy is None or not looked_up or (policy.kind == "bearer" and "token" not in rule.arguments):
            yield rule.endpoint


def _resolvers(app: Flask) -> MutableMapping[str, Resolver]:
    found: MutableMapping[str, Resolver] = app.extensions.setdefault("bearers", {})
    return found
