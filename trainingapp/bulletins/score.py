"""Pure: how much each need counts, by weights that are shown beside it, and in which order needs stand (R49).

Anybody who has the weights and a need's facts computes the same score. Of two needs with the same score the one of an
emerging contributor stands first (R44), then the one that deploys earlier, then the larger one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from trainingapp.kit.words import N_, Sentence, say

#: Part of a score -> what it is for.
PARTS: Final = {
    "mandatory": N_("Mandatory for the unit"),
    "deadline": N_("Days until the unit deploys"),
    "action_plan": N_("Mission of the action plan on the security of peacekeepers"),
    "emerging": N_("Emerging contributor"),
    "commander": N_("The mission’s own priority, accepted"),
}
#: What decides between equal scores.
TIES: Final = N_("Equal scores: an emerging contributor first, then the earlier deployment, then the larger need.")


@dataclass(frozen=True, slots=True)
class Weights:
    """Points: policy settings, all of them [A]. A deployment within `soon_days` has `soon` points, and so on."""

    mandatory: int = 40
    soon: int = 25
    soon_days: int = 60
    later: int = 15
    later_days: int = 120
    far: int = 5
    action_plan: int = 15
    emerging: int = 10
    commander: int = 10

    @property
    def in_words(self) -> list[tuple[str, str, Sentence]]:
        """Each part, what it is for, and its rule: to stand beside every score."""
        days = {"soon": self.soon, "soon_days": self.soon_days, "later": self.later, "later_days": self.later_days}
        deadline = say(
            "%(soon)s when it deploys within %(soon_days)s days, %(later)s within %(later_days)s days, else %(far)s",
            far=self.far,
            **days,
        )
        points = {name: say("%(points)s", points=getattr(self, name)) for name in PARTS if name != "deadline"}
        return [(name, label, deadline if name == "deadline" else points[name]) for name, label in PARTS.items()]


#: All, women, men, not specified.
Counts = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A need that may stand in a bulletin, with everything its score rests on."""

    #: What a page calls it: a need's public id, or a rotation's with the curriculum's code.
    key: str
    #: "declared" by the State, or told by the "records".
    source: str
    state: str
    state_name: str
    #: Whether the State lets bulletins name it to others.
    may_be_named: bool
    mission: str
    unit_type: str
    unit_label: str
    curriculum: str
    title: str
    required: Counts
    held: Counts
    deploys_on: date
    language: str
    mandatory: bool
    action_plan: bool
    emerging: bool
    commander: bool
    #: The rotation it is about, when there is one; for the Secretariat only.
    rotation: str | None = None

    @property
    def open(self) -> Counts:
        """Persons who lack it."""
        whole, women, men, rest = (r - h for r, h in zip(self.required, self.held, strict=True))
        return whole, women, men, rest


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate with its points, part by part, and what they come to."""

    need: Candidate
    parts: tuple[tuple[str, int], ...]

    @property
    def score(self) -> int:
        """The sum of its parts."""
        return sum(points for _, points in self.parts)


def scored(need: Candidate, weights: Weights, *, as_of: date) -> Scored:
    """The need with its points on a day."""
    days = (need.deploys_on - as_of).days
    deadline = (
        weights.soon if days <= weights.soon_days else weights.later if days <= weights.later_days else weights.far
    )
    points = {
        "mandatory": weights.mandatory * need.mandatory,
        "deadline": deadline,
        "action_plan": weights.action_plan * need.action_plan,
        "emerging": weights.emerging * need.emerging,
        "commander": weights.commander * need.commander,
    }
    return Scored(need, tuple((name, points[name]) for name in PARTS))


def ranked(needs: Iterable[Candidate], weights: Weights, *, as_of: date) -> list[Scored]:
    """All of them, what is needed most first. The order is the same whatever the order they came in."""
    return sorted((scored(need, weights, as_of=as_of) for need in needs), key=_place)


def _place(one: Scored) -> tuple[object, ...]:
    need = one.need
    return (-one.score, not need.emerging, need.deploys_on, -need.open[0], need.mission, need.curriculum, need.key)
