"""Pure: the vocabularies of States and missions, and when a dated fact holds."""

from datetime import date
from types import MappingProxyType
from typing import Final

from trainingapp.kit.words import N_

#: The six languages of the United Nations (G ¶83), in the order in which its documents name them.
UN_LANGUAGES: Final = ("ar", "zh", "en", "fr", "ru", "es")

STATE_STATUSES: Final = MappingProxyType(
    {
        "member": N_("Member State"),
        "observer": N_("Observer State"),
        # Carana, Katasi, Sumora, Rimosa: for examples that would be an accusation if they named a real State.
        "fictional": N_("Fictional State, for training"),
    }
)

MISSION_KINDS: Final = MappingProxyType(
    {
        "PKO": N_("Peacekeeping operation"),
        "SPM": N_("Special political mission"),
        "OTHER": N_("Support office"),
    }
)

INSTITUTION_KINDS: Final = MappingProxyType(
    {
        "national": N_("National"),
        "regional": N_("Regional"),
        "un": N_("Of the United Nations"),
    }
)

#: What a mission was told to do, what it meets, and what others decided to put first. One word list, because a
#: requirement may follow from any of them.
MISSION_FLAGS: Final = MappingProxyType(
    {
        "POC": N_("Protection of civilians"),
        "CP": N_("Child protection"),
        "CRSV": N_("Conflict-related sexual violence"),
        "HUMAN_RIGHTS": N_("Human rights"),
        "POLICE": N_("Police or rule of law"),
        "OBSERVERS": N_("Unarmed military observers"),
        "IED": N_("Improvised explosive devices"),
        "CRUZ5": N_("One of the five missions of the action plan on the security of peacekeepers"),
    }
)
MANDATE_FLAGS: Final = ("POC", "CP", "CRSV", "HUMAN_RIGHTS", "POLICE", "OBSERVERS")
THREAT_FLAGS: Final = ("IED",)
PRIORITY_FLAGS: Final = ("CRUZ5",)

#: Where a fact comes from. A policy setting is an assumption until somebody with the authority decides it.
SOURCE_MARKS: Final = MappingProxyType(
    {
        "S": N_("Stated in a United Nations report"),
        "P": N_("From another public source"),
        "K": N_("General knowledge, unconfirmed"),
        "A": N_("Assumption: a policy setting"),
    }
)


def holds_on(day: date, *, valid_from: date | None, valid_through: date | None) -> bool:
    """Whether a dated fact holds on a day; both ends belong to it, and None is an open end."""
    return (valid_from is None or valid_from <= day) and (valid_through is None or day <= valid_through)
