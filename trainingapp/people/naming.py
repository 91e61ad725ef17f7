"""Pure: what may be said of somebody: a name put right, something that changed, and numbers they had before."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, NamedTuple

from trainingapp.kit.words import Sentence, say
from trainingapp.people.rules import Changed, display_name

#: A letter of any script.
_LETTER: Final = re.compile(r"[^\W\d_]")
#: The longest service number and rank that are kept.
LONGEST: Final = {"service_number": 40, "rank": 80}
#: Nobody older has served. [A]
OLDEST_YEARS: Final = 100


@dataclass(frozen=True)
class Names:
    """The whole name of somebody, in its parts; an empty part is None."""

    family_name: str | None = None
    given_names: str | None = None
    full_name: str | None = None
    original_name: str | None = None

    @property
    def shown(self) -> str:
        """As it is shown and printed."""
        return display_name(full_name=self.full_name, given_names=self.given_names, family_name=self.family_name)


def problems_of_names(new: Names, before: Names) -> dict[str, Sentence]:
    """Everything that is wrong with a name put right, by field, "" for the whole of it."""
    found: dict[str, Sentence] = {}
    if not new.full_name and not new.family_name:
        found["family_name"] = say("Write the family name, or the full name when there is no family name.")
    for field in ("family_name", "given_names", "full_name", "original_name"):
        text = getattr(new, field)
        if text and not _LETTER.search(text):
            found[field] = say("“%(name)s” holds no letter. Write the name as in the passport.", name=text[:80])
    if not found and new == before:
        found[""] = say("Nothing differs from what is recorded. Change what is wrong, or leave it as it stands.")
    return found


def problems_of_change(
    field: str, value: str | None, before: str | None, *, holds_from: date | None, today: date, born_on: date | None
) -> dict[str, Sentence]:
    """Everything that is wrong with a change, by field of the form; None is not judged: it was not read."""
    found: dict[str, Sentence] = {}
    if holds_from is not None and holds_from > today:
        found["holds_from"] = say(
            "%(day)s has not come yet. Record the change once it has.", day=holds_from.isoformat()
        )
    elif holds_from is not None and born_on is not None and holds_from < born_on:
        found["holds_from"] = say("This lies before the date of birth, %(day)s.", day=born_on.isoformat())
    if value is None:
        return found
    if value == (before or ""):
        found["value"] = say("This is what is recorded already.")
    elif field == "born_on":
        day = date.fromisoformat(value)
        if day > today:
            found["value"] = say("%(day)s has not come yet.", day=value)
        elif day < today - timedelta(days=366 * OLDEST_YEARS):
            found["value"] = say("Nobody who serves was born on %(day)s. Check the year.", day=value)
    elif not value:
        found["value"] = say("Write what it is now.")
    elif len(value) > LONGEST.get(field, 80):
        found["value"] = say("At most %(most)s characters are kept.", most=LONGEST.get(field, 80))
    return found


class Held(NamedTuple):
    """A service number that somebody had, with the first and the last day; None for no bound."""

    number: str
    since: date | None
    until: date | None


def numbers_held(first: str, changes: Iterable[Changed]) -> Sequence[Held]:
    """The service numbers of one row in the order of the days on which they held; the last has no last day.

    Of two that hold from the same day the one recorded last counts.
    """
    steps: dict[date, str] = {}
    for change in sorted((one for one in changes if one.field == "service_number"), key=lambda c: (c.holds_from, c.id)):
        steps[change.holds_from] = change.value
    found = [Held(first, None, None)]
    for day, number in steps.items():
        if number == found[-1].number:
            continue
        found[-1] = found[-1]._replace(until=day - timedelta(days=1))
        found.append(Held(number, day, None))
    return found


class Former(NamedTuple):
    """Who had a service number that nobody has now, until when, and the number of that person today."""

    number: str
    name: str
    until: date | None
    now: str

    @property
    def sentence(self) -> Sentence:
        """The hint beside a number that is not known any more. Nothing is taken for granted from it."""
        if self.until is None:
            return say(
                "%(number)s was the number of %(name)s on a second record, which is now one with %(now)s. If this is "
                "the same person, write %(now)s.",
                number=self.number,
                name=self.name,
                now=self.now,
            )
        return say(
            "%(number)s was held by %(name)s until %(day)s; since then the number is %(now)s. If this is the same "
            "person, write %(now)s.",
            number=self.number,
            name=self.name,
            day=self.until.isoformat(),
            now=self.now,
        )
