"""A State nominates persons of its own; whoever runs the session decides; the State withdraws."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any

from trainingapp.accounts.rules import Identity
from trainingapp.curricula import queries as curricula
from trainingapp.forces.rules import CATEGORIES
from trainingapp.journal import actions as journal
from trainingapp.kit.db import refusing
from trainingapp.kit.errors import Absent, Conflict, Refused
from trainingapp.kit.ids import new_id
from trainingapp.kit.words import Sentence, say
from trainingapp.people.queries import KnownPerson, by_service_number
from trainingapp.training import rules
from trainingapp.training.actions.sessions import NotNow
from trainingapp.training.models import Nomination, NominationStep
from trainingapp.training.queries import nominations, sessions
from trainingapp.training.queries.nominations import Nominee
from trainingapp.training.queries.sessions import SessionFacts
from trainingapp.training.rules import own_states, reach

#: Somebody else nominated the same person, or decided about it, at the same moment.
_RACES = {
    "uq_nomination_session_id_person_id_ordinal": Conflict,
    "uq_nomination_step_nomination_id_ordinal": Conflict,
}
#: More lines than any session has places. [A]
MOST_LINES = 1_000


@dataclass(frozen=True)
class Line:
    """A service number as it was typed, and what is wrong with it, if anything."""

    number: int
    text: str
    person: KnownPerson | None
    problem: Sentence | None


@dataclass
class Wish:
    """Whom a State wants to send, line by line."""

    lines: list[Line] = field(default_factory=list)

    @property
    def bad(self) -> list[Line]:
        return [line for line in self.lines if line.problem is not None]

    @property
    def good(self) -> list[KnownPerson]:
        return [line.person for line in self.lines if line.problem is None and line.person is not None]


class HasProblems(Refused):
    """Some of those named cannot be nominated: `wish` says who and why."""

    sentence = say(
        "Some of these persons cannot be nominated. Mend or delete their lines, or nominate the others only. Nothing "
        "was recorded."
    )

    def __init__(self, wish: Wish) -> None:
        super().__init__()
        self.wish = wish


def examine(session: SessionFacts, state: str, numbers: Sequence[str]) -> Wish:
    """Hold service numbers, one to a line, against the session. Five statements, however many."""
    if len(numbers) > MOST_LINES:
        raise Refused(say("These are more than %(most)s lines. Nominate fewer at a time.", most=MOST_LINES))
    version = curricula.versions_by_id([session.version_id])[session.version_id]
    audience = curricula.content(version).audience
    texts = [number.strip() for number in numbers]
    known = by_service_number(state, [text for text in texts if text])
    services = nominations.latest_services([person.id for person in known.values()])
    here = {one.person.id: one for one in nominations.of_session(session.id, states=[state])}
    wish, seen = Wish(), set()
    for at, text in enumerate(texts, 1):
        if not text:
            continue
        person = known.get(text)
        problem: Sentence | None = None
        if person is None:
            problem = say("is no service number of a person of your State. Look at it again, or record a roll first.")
        elif person.id in seen:
            problem = say("stands in this list twice. Delete one of the two lines.")
        elif (there := here.get(person.id)) is not None and there.standing != "withdrawn":
            problem = _already(there)
        else:
            service = services.get(person.id)
            problem = rules.outside_audience(
                categories=audience.categories,
                decision_makers_only=audience.decision_makers_only,
                category=service.category if service else None,
                decides=bool(service and service.decides),
                words=CATEGORIES,
            )
        if person is not None:
            seen.add(person.id)
        wish.lines.append(Line(at, text, person, problem))
    return wish


def _already(there: Nominee) -> Sentence:
    if there.standing == "declined":
        return say("was nominated here and declined: %(reason)s", reason=there.reason)
    return say("is nominated here already: %(standing)s.", standing=say(rules.NOMINATED[there.standing]))


def nominate(
    public_id: str, state: str, numbers: Sequence[str], *, good_only: bool, by: Identity, now: datetime
) -> int:
    """Nominate a State's own persons, by their service numbers. Gives how many.

    Raises Absent for another State's, NotNow, HasProblems, Refused. About ten statements.
    """
    if state not in own_states(by, "sessions.nominate"):
        raise Absent()
    found = sessions.session(public_id)
    with journal.entry(
        act="session.nominate",
        by=by.public_id,
        now=now,
        object_kind="session",
        object_id=public_id,
        state_code=state,
        details={"session": found.number},
    ) as entry:
        found = sessions.session(public_id)
        if found.status != "open":
            raise NotNow(_not_open(found))
        wish = examine(found, state, numbers)
        if wish.bad and not good_only:
            raise HasProblems(wish)
        if not wish.good:
            raise HasProblems(wish) if wish.bad else Refused(say("Write or choose at least one person."))
        # A second nomination of somebody can only follow a withdrawal.
        before: dict[int, int] = {}
        for one in nominations.of_session(found.id, states=[state]):
            before[one.row] = max(before.get(one.row, 0), one.ordinal + 1)
        entry.details |= {"persons": len(wish.good)}
        rows: list[dict[str, object]] = [
            {
                "public_id": new_id(),
                "state_code": person.state_code,
                "session_id": found.id,
                "person_id": person.id,
                "ordinal": before.get(person.id, 0),
                "nominated_by": by.public_id,
                "nominated_at": now,
            }
            for person in wish.good
        ]
        with refusing(_RACES):
            entry.keep(Nomination, rows)
    return len(rows)


def _not_open(found: SessionFacts) -> Sentence:
    if found.status == "planned":
        return say("This session is not open for nomination yet. Whoever delivers it opens it.")
    return say(
        "This session is not open for nomination any more: %(status)s. Look for another one in the list.",
        status=say(rules.STATUSES[found.status]),
    )


# --- Deciding --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Decided:
    """What became of the chosen: who has a place, and who waits because none was left."""

    accepted: int = 0
    waiting: int = 0
    declined: int = 0


class NobodyChosen(Refused):
    """Nothing was ticked."""

    sentence = say("Tick the persons whom you mean, then choose again.")


#: What may be decided about whom.
_FROM = {
    "accepted": ("nominated", "waiting"),
    "waiting": ("nominated", "accepted"),
    "declined": ("nominated", "waiting", "accepted"),
}


def decide(
    public_id: str, chosen: Collection[str], kind: str, *, reason: str = "", by: Identity, now: datetime
) -> Decided:
    """Accept the chosen, put them on the waiting list, or decline them with the reason. Never are more accepted than
    there are places: in the order of nomination, whoever does not fit goes to the waiting list.

    Raises Absent, NotNow, Refused. Four statements, and seven for each State.
    """
    found = sessions.managed(reach(by, "sessions.plan"), public_id)
    made: dict[str, list[tuple[Nominee, str]]] | None = None
    states = sorted({one.state_code for one in _chosen(found, chosen)})
    if not states:
        raise NobodyChosen()
    counted = {"accepted": 0, "waiting": 0, "declined": 0}
    for state in states:
        with _about(found, "session.decide", state, by=by, now=now) as entry:
            if made is None:
                # Only behind the journal's lock is it certain how many places are left.
                made = _decisions(sessions.session(public_id), chosen, kind)
            decisions = made.get(state, [])
            for _one, standing in decisions:
                counted[standing] += 1
                entry.details[standing] = int(str(entry.details.get(standing, 0))) + 1
            _keep_steps(entry, decisions, reason=reason, by=by, now=now)
    return Decided(**counted)


def _decisions(found: SessionFacts, chosen: Collection[str], kind: str) -> dict[str, list[tuple[Nominee, str]]]:
    """State -> its nominations and what becomes of each. Raises NotNow, Refused."""
    if found.status not in rules.DECIDING and not (found.status == "running" and kind == "accepted"):
        raise NotNow(
            say("Nominations are decided from the opening of a session to its first day. Accepting is still possible "
                "while it runs.")
        )  # fmt: skip
    here = [one for one in _chosen(found, chosen) if one.standing != kind]
    if wrong := [one for one in here if one.standing not in _FROM[kind]]:
        raise Refused(
            say(
                "%(count)s of those you ticked were withdrawn or declined before. Look at the list again.",
                count=len(wrong),
            )
        )
    if not here:
        raise NobodyChosen()
    decided: list[tuple[Nominee, str]] = [(one, kind) for one in here]
    if kind == "accepted":
        seated, waiting = rules.seated(here, places=found.places, accepted=found.accepted)
        if not seated:
            raise Refused(
                say(
                    "All %(places)s places are taken. Put these persons on the waiting list, decline somebody, or "
                    "change the plan to more places.",
                    places=found.places,
                )
            )
        decided = [(one, "accepted") for one in seated]
        decided += [(one, "waiting") for one in waiting if one.standing != "waiting"]
    decided.sort(key=lambda pair: pair[0].state_code)
    return {state: list(some) for state, some in groupby(decided, key=lambda pair: pair[0].state_code)}


def withdraw(public_id: str, chosen: Collection[str], *, reason: str, by: Identity, now: datetime) -> int:
    """Take back nominations of one's own State. Gives how many. Raises Absent, NotNow, NobodyChosen."""
    mine = own_states(by, "sessions.nominate")
    if not mine:
        raise Absent()
    found = sessions.session(public_id)
    count = 0
    of_mine = [one for one in _chosen(found, chosen) if one.state_code in mine]
    for state in sorted({one.state_code for one in of_mine}):
        with _about(found, "session.withdraw", state, by=by, now=now) as entry:
            found = sessions.session(public_id)
            if found.status not in rules.DECIDING:
                raise NotNow(
                    say("Nominations can be withdrawn until the session begins. Tell whoever runs it: they enter who "
                        "did not come.")
                )  # fmt: skip
            taken = [
                (one, "withdrawn")
                for one in _chosen(found, chosen)
                if one.state_code == state and one.standing in ("nominated", "waiting", "accepted")
            ]
            entry.details |= {"persons": len(taken)}
            _keep_steps(entry, taken, reason=reason, by=by, now=now)
            count += len(taken)
    if not count:
        raise NobodyChosen()
    return count


def _chosen(found: SessionFacts, chosen: Collection[str]) -> list[Nominee]:
    wanted = set(chosen)
    return [one for one in nominations.of_session(found.id) if one.public_id in wanted]


def _keep_steps(
    entry: journal.Entry, decided: Iterable[tuple[Nominee, str]], *, reason: str, by: Identity, now: datetime
) -> None:
    rows: list[dict[str, object]] = [
        {
            "public_id": new_id(),
            "state_code": one.state_code,
            "nomination_id": one.id,
            "ordinal": one.steps,
            "kind": kind,
            "reason": reason if kind in ("declined", "withdrawn") else "",
            "decided_by": by.public_id,
            "decided_at": now,
        }
        for one, kind in decided
    ]
    with refusing(_RACES):
        entry.keep(NominationStep, rows)


def _about(found: SessionFacts, act: str, state: str, *, by: Identity, now: datetime) -> Any:
    return journal.entry(
        act=act,
        by=by.public_id,
        now=now,
        object_kind="session",
        object_id=found.public_id,
        state_code=state,
        details={"session": found.number},
    )
