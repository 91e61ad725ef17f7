"""Deny by default: every route says who may use it, or the application does not start (trust rule 2)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class Policy:
    """Who may use a route: anybody, anybody signed in, or whoever has a permission."""

    kind: str
    permission: str | None = None

    def __str__(self) -> str:
        return self.permission or self.kind


PUBLIC = Policy("public")
SIGNED_IN = Policy("signed in")


def public(view: View) -> View:
    """Anybody may use this route. There are at most eight of these."""
    view.policy = PUBLIC  # type: ignore[attr-defined]
    return view


def signed_in(view: View) -> View:
    """Whoever is signed in may use this route."""
    view.policy = SIGNED_IN  # type: ignore[attr-defined]
    return view


def requires(permission: str) -> Callable[[View], View]:
    """Whoever has the permission, for anything at all, may use this route; the query's scope says for what."""

    def declare(view: View) -> View:
        view.policy = Policy("permission", permission)  # type: ignore[attr-defined]
        return view

    return declare


def policy_of(app: Flask, endpoint: str) -> Policy | None:
    """The declared policy of an endpoint."""
    return getattr(app.view_functions.get(endpoint), "policy", None)


def undeclared(app: Flask) -> Iterator[str]:
    """The endpoints that say nothing about who may use them."""
    for rule in app.url_map.iter_rules():
        if policy_of(app, rule.endpoint) is None:
            yield rule.endpoint
