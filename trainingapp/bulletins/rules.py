"""Pure: what a State may say it needs, and what a bulletin may be made of."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from trainingapp.kit.words import N_, Sentence, say

#: How a need ends -> the word for it.
ENDS: Final[Mapping[str, str]] = MappingProxyType(
    {"met": N_("It is met: everybody holds it"), "withdrawn": N_("It is no longer there")}
)
#: Needs that one bulletin may hold: more are no priority.
MOST_NEEDS: Final = 40
#: Persons of the largest unit there is, and some: a number beyond it is a slip.
MOST_PERSONS: Final = 20_000
#: Bulletins of one year.
MOST_NUMBERS: Final = 99

#: The six UN languages, as they are called.
LANGUAGES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "ar": N_("Arabic"),
        "zh": N_("Chinese"),
        "en": N_("English"),
        "fr": N_("French"),
        "ru": N_("Russian"),
        "es": N_("Spanish"),
    }
)


def refusal(
    *, required: int, held: int, women: int, men: int, deploys_on: date, today: date, mission_ends: date | None
) -> Sentence | None:
    """Why a State cannot say this; None when it can."""
    if held >= required:
        return say("%(held)s of %(required)s hold it: nobody is left who needs it.", held=held, required=required)
    if women + men > required - held:
        return say(
            "%(people)s women and men are more than the %(open)s who lack it.",
            people=women + men,
            open=required - held,
        )
    if deploys_on <= today:
        return say("The unit deploys on a day to come: what is needed afterwards cannot be met before it deploys.")
    if mission_ends is not None and deploys_on > mission_ends:
        return say("The mission ends on %(day)s, before the unit deploys.", day=mission_ends.isoformat())
    return None


def number_refused(wanted: int, last: int) -> Sentence | None:
    """Why a bulletin cannot have this number in its year; None when it can. `last`: the last one given, 0 when none.

    The first of a year may carry on a count that was begun on paper; after it there are no holes.
    """
    if not 1 <= wanted <= MOST_NUMBERS:
        return say("Number a bulletin from 1 to %(most)s.", most=MOST_NUMBERS)
    if last and wanted != last + 1:
        return say("The next number of this year is %(next)s.", next=last + 1)
    return None
