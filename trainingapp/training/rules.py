"""Pure: the life of a session, who manages it, what a plan must be, who may be nominated, how many places there are."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final, Protocol, TypeVar

from trainingapp.accounts.rules import Identity
from trainingapp.curricula.rules import counts_until
from trainingapp.kit.words import N_, Sentence, say

T = TypeVar("T")

#: Where a session stands, in the order in which it goes through them.
STATUSES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "planned": N_("Planned"),
        "open": N_("Open for nomination"),
        "confirmed": N_("Confirmed"),
        "running": N_("Running"),
        "completed": N_("Completed"),
        "cancelled": N_("Cancelled"),
    }
)

#: What may come next.
FOLLOWS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "planned": ("open", "cancelled"),
        "open": ("confirmed", "cancelled"),
        "confirmed": ("running", "cancelled"),
        "running": ("completed", "cancelled"),
        "completed": (),
        "cancelled": (),
    }
)

#: While these last, the plan may still change, and nominations are decided.
CHANGEABLE: Final = ("planned", "open", "confirmed")
DECIDING: Final = ("open", "confirmed")

KINDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "delivery": N_("Course"),
        "trainers": N_("Course for trainers"),
        "mobile_team": N_("Mobile training team"),
        "exercise": N_("Exercise"),
        "seminar": N_("Seminar"),
        "support": N_("Support to a course of others"),
    }
)
#: A session of this kind teaches only the lessons that lead from an earlier version to this one.
BRIDGING: Final = "bridging"
ALL_KINDS: Final[Mapping[str, str]] = MappingProxyType({**KINDS, BRIDGING: N_("Bridging lessons")})

#: Who pays. Training is not paid from assessed contributions, unless a note says why it is (R47).
FUNDING: Final[Mapping[str, str]] = MappingProxyType(
    {
        "voluntary": N_("Voluntary contributions"),
        "national": N_("The State itself"),
        "bilateral": N_("Another State"),
        "other": N_("Other"),
        "assessed": N_("Assessed contributions (say why)"),
    }
)

#: What became of a nomination; a new one waits for a decision.
NOMINATED: Final[Mapping[str, str]] = MappingProxyType(
    {
        "nominated": N_("Waits for a decision"),
        "accepted": N_("Accepted"),
        "waiting": N_("On the waiting list"),
        "declined": N_("Declined"),
        "withdrawn": N_("Withdrawn by the State"),
    }
)

#: More days than any course has, and more places: a slip of the pen. [A]
LONGEST_DAYS: Final = 366
MOST_PLACES: Final = 5_000


# --- Who manages -----------------------------------------------------------------------------------------------------


class Delivered(Protocol):
    """Anything that is delivered by an institution or by a mission."""

    @property
    def institution_code(self) -> str | None: ...
    @property
    def institution_state(self) -> str | None: ...
    @property
    def mission_code(self) -> str | None: ...


@dataclass(frozen=True)
class Reach:
    """The sessions that somebody may act on: an institution's own, those of institutions in a State, a mission's."""

    everything: bool
    institutions: frozenset[str]
    states: frozenset[str]
    missions: frozenset[str]

    def __bool__(self) -> bool:
        return self.everything or bool(self.institutions or self.states or self.missions)

    def covers(self, session: Delivered) -> bool:
        """Whether a session lies within."""
        return (
            self.everything
            or (session.institution_code is not None and session.institution_code in self.institutions)
            or (session.institution_state is not None and session.institution_state in self.states)
            or (session.mission_code is not None and session.mission_code in self.missions)
        )


def reach(identity: Identity, permission: str) -> Reach:
    """For which sessions somebody may do this. An institution's officer reaches its own, and not those of the States
    that let it record."""
    allowing = [grant for grant in identity.grants if permission in grant.permissions]
    return Reach(
        everything=identity.scope(permission).everything,
        institutions=frozenset(grant.code for grant in allowing if grant.kind == "institution"),
        states=frozenset(code for grant in allowing if grant.kind == "state" for code in grant.states),
        missions=frozenset(code for grant in allowing if grant.kind == "mission" for code in grant.missions),
    )


def own_states(identity: Identity, permission: str) -> frozenset[str]:
    """The States for which somebody may do this on the State's own behalf."""
    grants = [grant for grant in identity.grants if grant.kind == "state" and permission in grant.permissions]
    return frozenset(code for grant in grants for code in grant.states)


# --- The plan --------------------------------------------------------------------------------------------------------


class Version(Protocol):
    """What a plan must know of the version that is taught."""

    @property
    def effective_from(self) -> date: ...
    @property
    def superseded_on(self) -> date | None: ...
    @property
    def transition_until(self) -> date | None: ...
    @property
    def withdrawn_on(self) -> date | None: ...
    @property
    def languages(self) -> tuple[str, ...]: ...
    @property
    def name(self) -> str: ...


@dataclass(frozen=True)
class Plan:
    """When, where, in which language, for how many, with whose money; None is what could not be read."""

    starts_on: date | None
    ends_on: date | None
    place: str
    language: str
    places: int | None
    funding: str
    component: str | None
    note: str


def plan_problems(plan: Plan, version: Version | None, *, accepted: int = 0) -> Mapping[str, Sentence]:
    """What is wrong with a plan, by field; what is not known is not judged. Each says the way out."""
    found: dict[str, Sentence] = {}
    if plan.starts_on and plan.ends_on:
        if plan.ends_on < plan.starts_on:
            found["ends_on"] = say("It ends before it starts. Write a last day on or after the first.")
        elif (plan.ends_on - plan.starts_on).days >= LONGEST_DAYS:
            found["ends_on"] = say("A session lasts at most a year. Plan several that follow each other.")
        elif version is not None:
            found |= _outside(plan.starts_on, plan.ends_on, version)
    if version is not None and plan.language and plan.language not in version.languages:
        found["language"] = say(
            "%(version)s does not exist in this language. It exists in: %(languages)s.",
            version=_called(version),
            languages=", ".join(version.languages),
        )
    if plan.places is not None and not 0 < plan.places <= MOST_PLACES:
        found["places"] = say("Write a number of places from 1 to %(most)s.", most=MOST_PLACES)
    elif plan.places is not None and plan.places < accepted:
        found["places"] = say(
            "%(accepted)s persons are accepted already. Put some on the waiting list or decline them first, or keep "
            "%(accepted)s places.",
            accepted=accepted,
        )
    if plan.funding == "assessed" and not plan.note.strip():
        found["note"] = say(
            "Training is not paid from assessed contributions. Write why it is here, or choose another."
        )
    return found


def _outside(starts_on: date, ends_on: date, version: Version) -> Mapping[str, Sentence]:
    """Days on which the version is not yet, or no longer, what people are trained in."""
    if starts_on < version.effective_from:
        return {
            "starts_on": say(
                "%(version)s takes effect on %(day)s. Start on that day or later, or choose an earlier version.",
                version=_called(version),
                day=version.effective_from.isoformat(),
            )
        }
    ends = [day for day in (counts_until(version),) if day is not None]
    if version.withdrawn_on is not None:
        ends.append(version.withdrawn_on - timedelta(days=1))
    last = min(ends, default=None)
    if last is not None and ends_on > last:
        return {
            "ends_on": say(
                "%(version)s counts through %(day)s only. End by then, or choose the version that took its place.",
                version=_called(version),
                day=last.isoformat(),
            )
        }
    return {}


def _called(version: Version) -> str:
    return version.name.replace("@", " ")


def days_of(starts_on: date, ends_on: date) -> tuple[date, ...]:
    """Every day of a session."""
    return tuple(starts_on + timedelta(days=count) for count in range((ends_on - starts_on).days + 1))


# --- The steps -------------------------------------------------------------------------------------------------------


def step_problem(status: str, step: str, *, starts_on: date, today: date) -> Sentence | None:
    """Why a session that stands so cannot take this step now; None when it can."""
    if step not in FOLLOWS[status]:
        words = {"status": say(STATUSES[status]), "step": say(STATUSES[step])}
        if not FOLLOWS[status]:
            return say("This session is over (%(status)s): nothing follows. Plan another one.", **words)
        return say(
            "This session stands at “%(status)s”, and “%(step)s” does not follow it. What follows: %(next)s.",
            **words,
            next=say(STATUSES[FOLLOWS[status][0]]),
        )
    if step == "running" and today < starts_on:
        return say("It begins on %(day)s and can be started then. To begin earlier, change the plan.", day=starts_on)
    return None


# --- Who may be nominated --------------------------------------------------------------------------------------------


def outside_audience(
    *,
    categories: Iterable[str],
    decision_makers_only: bool,
    category: str | None,
    decides: bool,
    words: Mapping[str, str],
) -> Sentence | None:
    """Why a person is not whom a version is for; None when they are. `category` is that of their latest assignment,
    None when they stand on no roll; `words` names the categories."""
    wanted = tuple(categories)
    if not wanted and not decision_makers_only:
        return None
    if category is None:
        return say("stands on no roll, so that nobody can tell their category. Record them on a nominal roll first.")
    if wanted and category not in wanted:
        named = [say(words[code]) for code in wanted if code in words]
        places = {f"c{n}": one for n, one in enumerate(named)}
        listed = Sentence(", ".join(f"%({name})s" for name in places), places)
        return say(
            "is outside the audience: this training is for %(wanted)s, and the latest roll says %(category)s. "
            "If the roll is wrong, record it anew.",
            wanted=listed,
            category=say(words.get(category, category)),
        )
    if decision_makers_only and not decides:
        return say(
            "is outside the audience: this training is for tactical decision makers, and the function on the latest "
            "roll is none. If the roll is wrong, record it anew."
        )
    return None


def seated(chosen: Sequence[T], *, places: int, accepted: int) -> tuple[Sequence[T], Sequence[T]]:
    """Of those who shall be accepted, in order: who gets a place, and who goes to the waiting list."""
    free = max(0, places - accepted)
    return chosen[:free], chosen[free:]
