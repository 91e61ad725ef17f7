"""The one navigation, as data: each item is shown to whoever its route's own policy admits, so the two never differ."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from flask import Flask, request, url_for

from trainingapp.kit.policy import PUBLIC, SIGNED_IN, policy_of
from trainingapp.kit.words import N_


class Reader(Protocol):
    """Whoever is signed in, as far as the navigation must know."""

    @property
    def name(self) -> str: ...

    def can(self, permission: str) -> bool:
        """Whether it may do this for anything at all."""


@dataclass(frozen=True)
class Item:
    """A place to go: its name, the endpoint it opens, its icon; `also` are endpoints that belong under it."""

    label: str
    endpoint: str
    icon: str
    also: tuple[str, ...] = ()


#: In the order of the work: what to do, whom it is about, what it rests on, what came of it.
ITEMS = (
    Item(N_("Home"), "web.home", "home"),
    Item(N_("Rotations"), "forces.rotations", "users-group"),
    Item(N_("People"), "records.people", "id"),
    Item(N_("Files"), "intake.rosters", "table-import"),
    Item(N_("Certificates"), "certificates.index", "certificate"),
    Item(N_("Gaps"), "readiness.states", "chart-bar"),
    Item(N_("Curricula"), "curricula.index", "book"),
    Item(N_("Missions"), "states.missions", "map-pin"),
    Item(N_("Member States"), "states.index", "flag"),
    Item(N_("Accounts"), "accounts.index", "user-circle"),
    Item(N_("Journal"), "records.journal", "notebook"),
    Item(N_("Verify a certificate"), "certificates.verify", "rosette-discount-check"),
    Item(N_("Help"), "web.help", "help-circle"),
)


@dataclass(frozen=True)
class Link:
    """An item as this reader sees it. `current` is what `aria-current` says: page, true, or nothing."""

    label: str
    url: str
    icon: str
    current: str | None


def admits(app: Flask, endpoint: str, reader: Reader | None) -> bool:
    """Whether the route exists and its policy lets this reader (None: nobody is signed in) through."""
    policy = policy_of(app, endpoint)
    if policy is None:
        return False
    if policy == PUBLIC:
        return True
    if reader is None:
        return False
    return policy == SIGNED_IN or (policy.permission is not None and reader.can(policy.permission))


def links(app: Flask, reader: Reader | None, here: str | None) -> list[Link]:
    """What this reader may open, in order; `here` is the endpoint of the page being shown."""
    shown = [item for item in ITEMS if admits(app, item.endpoint, reader)]
    section = _section(shown, here)
    return [
        Link(
            label=item.label,
            url=url_for(item.endpoint),
            icon=item.icon,
            current="page" if item.endpoint == here else "true" if item is section else None,
        )
        for item in shown
    ]


def _section(items: list[Item], here: str | None) -> Item | None:
    """The item under which a page stands: named by it, or else the first one of the same room."""
    if here is None or any(item.endpoint == here for item in items):
        return None
    named = [item for item in items if here in item.also]
    room = here.split(".")[0]
    same_room = [item for item in items if item.endpoint.split(".")[0] == room and room != "web"]
    return next(iter(named + same_room), None)


def init_app(app: Flask, reader: Callable[[], Reader | None]) -> None:
    """Give every page `navigation()`."""
    app.jinja_env.globals["navigation"] = lambda: links(app, reader(), request.endpoint)
