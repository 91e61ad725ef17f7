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
    Item(
        N_("Rotations"),
        "forces.rotations",
        "users-group",
        also=(
            *("attestations.screening", "attestations.exclude", "attestations.clearance"),
            *("attestations.new_concern", "attestations.mitigate_concern"),
        ),
    ),
    Item(N_("People"), "records.people", "id"),
    Item(N_("Transfers"), "records.transfers", "route", also=("records.transfer", "records.offer")),
    Item(N_("Files"), "intake.rosters", "table-import"),
    Item(N_("Certificates"), "certificates.index", "certificate"),
    Item(N_("Sessions"), "training.sessions", "school"),
    Item(N_("Calendar"), "training.calendar", "calendar", also=("training.calendar_feed",)),
    Item(
        N_("Trainers"),
        "training.trainer_pool",
        "users",
        also=("training.trainer", "training.withdraw_trainer", "training.chain"),
    ),
    Item(N_("Reviews"), "training.reviews", "clipboard-check", also=("training.review",)),
    Item(N_("Where to train"), "training.places", "world-pin", also=("training.place", "training.place_profile")),
    Item(N_("Overview"), "overviews.overview", "gauge"),
    Item(N_("Gaps"), "readiness.states", "chart-bar"),
    Item(
        N_("Certifications"),
        "attestations.index",
        "writing-sign",
        also=(
            *("attestations.attestation", "attestations.begin", "attestations.write", "attestations.queue"),
            "attestations.outstanding",
        ),
    ),
    Item(N_("Certified units"), "attestations.figures", "rosette-discount-check"),
    Item(
        N_("Re-hatted units"),
        "attestations.rehattings",
        "refresh",
        also=("attestations.rehatting", "attestations.new_rehatting"),
    ),
    Item(
        N_("Listed States"),
        "attestations.listings",
        "alert-triangle",
        also=("attestations.new_listing", "attestations.end_listing"),
    ),
    Item(N_("Reports"), "snapshots.index", "clipboard-list"),
    Item(N_("Bulletins"), "bulletins.index", "sort-descending"),
    Item(
        N_("Requirements"),
        "requirements.index",
        "scale",
        also=("requiring.new_rule", "requiring.end_rule", "requiring.new_statement"),
    ),
    Item(
        N_("Curricula"),
        "curricula.index",
        "book",
        also=(
            "consequences.supersession",
            "consequences.validity",
        ),
    ),
    Item(
        N_("Priorities"),
        "curricula.priorities",
        "list-details",
        also=("curricula.priority", "curricula.new_priority", "curricula.decide_priority"),
    ),
    Item(N_("Missions"), "states.missions", "map-pin"),
    Item(N_("Member States"), "states.index", "flag"),
    Item(
        N_("Accounts"),
        "accounts.index",
        "user-circle",
        also=("records.review", "records.suspend_recordings", "records.lift_suspension"),
    ),
    Item(
        N_("Institutions"),
        "accounts.institutions",
        "building",
        also=(
            "accounts.institution",
            "accounts.new_institution",
            "accounts.end_institution",
            "accounts.let_record",
            "accounts.end_consent",
        ),
    ),
    Item(N_("Journal"), "records.journal", "notebook"),
    Item(N_("Who looked"), "records.readings", "eye"),
    Item(N_("Verify a certificate"), "certificates.check", "rosette-discount-check"),
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
    """The item under which a page stands: the one that names it, or else the first of its room, when it is shown."""
    if here is None or any(item.endpoint == here for item in items):
        return None
    named = [item for item in items if here in item.also]
    room = here.split(".")[0]
    same_room = [item for item in ITEMS if item.endpoint.split(".")[0] == room and room != "web"][:1]
    return next(iter(named + [item for item in same_room if item in items]), None)


def init_app(app: Flask, reader: Callable[[], Reader | None]) -> None:
    """Give every page `navigation()`."""
    app.jinja_env.globals["navigation"] = lambda: links(app, reader(), request.endpoint)
