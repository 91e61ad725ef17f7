"""Pure: which training would still close a gap: from which day on it lasts, and by which day it must be over."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from trainingapp.kit.words import Sentence, say


@dataclass(frozen=True, slots=True)
class Closing:
    """When whoever lacks a curriculum must complete it.

    `by` is the last day that helps: that of deployment, or of the tour once it has begun. `lasts_from` is the first day
    on which a completion counts to the end of the tour; None: none does, and one on `by` counts through `through`.
    """

    by: date
    lasts_from: date | None
    through: date | None
    deployed: bool
    #: Whether it lasts from the day that is asked about.
    at_once: bool = False

    @property
    def sentence(self) -> Sentence:
        """What to do, in words."""
        by = self.by
        if self.lasts_from is None:
            through = self.through or by
            if self.deployed:
                return say("Train now: it counts at once, at most through %(through)s.", through=through)
            return say("Train by %(by)s: it counts through %(through)s, and is due again then.", by=by, through=through)
        first = self.lasts_from
        if self.deployed:
            if self.at_once:
                return say("Train now: it then counts to the end of the tour.")
            return say("Train now: whoever completes it on %(first)s or later holds it to the end.", first=first)
        if self.at_once:
            return say("Train by %(by)s: it then counts to the end of the tour.", by=by)
        return say("Train from %(first)s to %(by)s: it then counts to the end of the tour.", first=first, by=by)


def closing(
    held_through: Callable[[date], date | None], *, today: date, deploys_on: date, ends_on: date
) -> Closing | None:
    """What closes a gap of a rotation; None once its tour is over.

    `held_through` gives the last day on which a completion of a day counts, None for no such day; a later completion
    never counts for a shorter time.
    """
    if today > ends_on:
        return None
    deployed = today > deploys_on
    by = ends_on if deployed else deploys_on

    def lasts(day: date) -> bool:
        through = held_through(day)
        return through is None or through >= ends_on

    if not lasts(by):
        return Closing(by, None, held_through(today if deployed else by), deployed)
    low, high = today, by
    while low < high:
        middle = low + timedelta(days=(high - low).days // 2)
        low, high = (low, middle) if lasts(middle) else (middle + timedelta(days=1), high)
    return Closing(by, low, None, deployed, at_once=low == today)
