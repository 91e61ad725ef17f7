"""Pure: who may waive a requirement, for whom and how long, and where a waiver stands on a day."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from trainingapp.accounts.rules import Identity, Operator
from trainingapp.kit.words import N_, Sentence, say

#: The Secretariat's reviewers, each for the units of a component (R13: police review police).
REVIEWS: Final = {"reviewer_military": "military", "reviewer_police": "police"}

#: Where a waiver stands on a day, with a colour and a symbol beside it.
STANDINGS: Final = {
    "upcoming": (N_("To come"), "info", "calendar"),
    "in_force": (N_("In force"), "warn", "clock"),
    "over": (N_("Over"), "quiet", "history"),
    "never": (N_("Taken back before it began"), "quiet", "ban"),
}


def reviewed_by(identity: Identity) -> frozenset[str]:
    """The components whose requirements somebody may waive."""
    if isinstance(identity, Operator):
        return frozenset(REVIEWS.values())
    return frozenset(REVIEWS[grant.role] for grant in identity.grants if grant.role in REVIEWS)


@dataclass(frozen=True, slots=True)
class Asked:
    """A waiver as it is asked for. `persons` empty: for everybody in the rotation."""

    curriculum: str
    first_day: date
    last_day: date
    authority: str
    consent: str
    reason: str
    #: Service numbers as they were typed.
    persons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Twin:
    """A waiver of the same, for everybody or for somebody of those asked for, with its last day as it is now."""

    first_day: date
    last_day: date
    authority: str


def refusals(
    asked: Asked,
    *,
    required: Collection[str],
    deploys_on: date,
    ends_on: date,
    unknown: Iterable[str],
    twins: Iterable[Twin],
    today: date,
    most_days: int,
) -> list[Sentence]:
    """Why it cannot be granted: every reason at once. `required`: what is mandatory in the rotation.

    A gap is waived by one waiver at a time: whoever ends it must find the gap open.
    """
    found: list[Sentence] = []
    if asked.curriculum not in required:
        found.append(
            say("Nothing requires %(code)s of this rotation: there is nothing to waive.", code=asked.curriculum)
        )
    if asked.first_day < today:
        words = say(
            "A waiver changes nothing about the past: its first day is %(today)s or later.", today=today.isoformat()
        )
        found.append(words)
    if asked.last_day < asked.first_day:
        found.append(say("It cannot end before it begins."))
    if asked.last_day > ends_on:
        found.append(say("The tour ends on %(day)s: it cannot go on after that.", day=ends_on.isoformat()))
    elif (asked.last_day - asked.first_day).days >= most_days:
        found.append(say("It may hold for %(days)s days at the most: choose an earlier last day.", days=most_days))
    found += [
        say(
            "%(code)s is waived already from %(first)s to %(last)s, by authority of “%(authority)s”. To waive it from "
            "%(asked_first)s to %(asked_last)s, by authority of “%(asked)s”, end that waiver first.",
            code=asked.curriculum,
            first=twin.first_day.isoformat(),
            last=twin.last_day.isoformat(),
            authority=twin.authority,
            asked_first=asked.first_day.isoformat(),
            asked_last=asked.last_day.isoformat(),
            asked=asked.authority,
        )
        for twin in twins
        if twin.first_day <= asked.last_day and asked.first_day <= twin.last_day
    ]
    found += [say("Nobody with the service number %(number)s is on the roll.", number=one[:40]) for one in unknown]
    return found


def standing(*, first: date, last: date, ended_on: date | None, as_of: date) -> str:
    """A key of STANDINGS."""
    if ended_on is not None and ended_on < first:
        return "never"
    if as_of < first:
        return "upcoming"
    return "in_force" if as_of <= min(last, ended_on or last) else "over"
