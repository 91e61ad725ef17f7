"""Who tries every route, what a thing is, and who reaches it; tests/house/objects.py fills the world with them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from trainingapp.accounts.rules import MAY, Identity


@dataclass(frozen=True)
class Role:
    """Somebody to try with: a role, and whom it is for."""

    role: str
    state: str | None = None
    mission: str | None = None
    institution: str | None = None

    @property
    def permissions(self) -> frozenset[str]:
        kind = "state" if self.state else "mission" if self.mission else "institution" if self.institution else "all"
        return MAY[(self.role, kind)]


ROLES: Mapping[str, Role | None] = {
    "a visitor": None,
    "officer of BGD": Role("training_officer", state="BGD"),
    "officer of NPL": Role("training_officer", state="NPL"),
    "officer of MINUSCA": Role("training_officer", mission="MINUSCA"),
    "officer of an institution": Role("training_officer", institution="BIPSOT"),
    "focal point of BGD": Role("focal_point", state="BGD"),
    "account manager of BGD": Role("account_manager", state="BGD"),
    "certifying authority of BGD": Role("certifying_authority", state="BGD"),
    "reviewer, military": Role("reviewer_military"),
    "reviewer, police": Role("reviewer_police"),
    "reviewer, training": Role("reviewer_training"),
    "analyst": Role("analyst"),
    "curriculum editor": Role("curriculum_editor"),
    "curriculum publisher": Role("curriculum_publisher"),
    "requirements editor": Role("requirements_editor"),
    "leader of MINUSCA": Role("mission_leader", mission="MINUSCA"),
    "administrator": Role("administrator"),
}


@dataclass(frozen=True)
class Thing:
    """A value for a URL's argument, and who reaches what it names."""

    value: str
    reached_by: Callable[[Identity, str | None], bool]


def of_state(value: str, state: str, mission: str | None = None) -> Thing:
    """A State's thing: within the scope of the permission that the route asks for."""
    return Thing(value, lambda who, may: may is not None and who.scope(may).reaches(state, mission))


def own(value: str, owner: str, state: str | None = None, mission: str | None = None) -> Thing:
    """A thing of one account's only; of a State besides, when it names one."""

    def reached_by(who: Identity, may: str | None) -> bool:
        within = state is None or (may is not None and who.scope(may).reaches(state, mission))
        return who.public_id == owner and within

    return Thing(value, reached_by)


def everyones(value: str) -> Thing:
    """Reference data: for whoever may use the route at all."""
    return Thing(value, lambda who, may: True)


@dataclass
class World:
    """What there is: ids by kind, first Bangladesh's in MINUSCA, then Nepal's in UNMISS."""

    emails: dict[str, str] = field(default_factory=dict)
    accounts: dict[str, str] = field(default_factory=dict)
    account_ids: dict[str, int] = field(default_factory=dict)
    things: dict[str, list[Thing]] = field(default_factory=dict)
    #: Purpose -> a token that opens something, and one whose time is over.
    tokens: dict[str, tuple[str, str]] = field(default_factory=dict)

    def pair(self, kind: str) -> tuple[Thing, Thing]:
        near, far = self.things[kind]
        return near, far

    def add(self, kind: str, thing: Thing) -> None:
        self.things.setdefault(kind, []).append(thing)
