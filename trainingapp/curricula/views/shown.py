"""What pages of drafts and versions have in common: words for their standing, the matrix, what hinders."""

from collections.abc import Mapping, Sequence
from math import ceil
from typing import Any

from flask_babel import get_locale, ngettext

from trainingapp.curricula.drafting import Hindrance, hindrances
from trainingapp.curricula.outline import Outline
from trainingapp.curricula.places import in_words
from trainingapp.curricula.queries.drafts import DraftFacts, known_versions
from trainingapp.curricula.rules import CROSS_CUTTING, KINDS, TOPICS, Coverage, coverage
from trainingapp.kit.words import N_, Sentence

#: Where a draft stands, in a word, with a colour and a symbol beside it.
DRAFT_STANDINGS = {
    "draft": (N_("Being written"), "quiet", "pencil"),
    "in_review": (N_("In review"), "info", "eye"),
    "closed": (N_("Closed"), "quiet", "lock"),
}
STEPS = {
    "opened": N_("Begun"),
    "submitted": N_("Submitted for review"),
    "returned": N_("Returned"),
    "published": N_("Published"),
    "piloted": N_("Started as a pilot"),
    "dropped": N_("Dropped"),
}


def matrix_of(told: Outline, kind: str, covers: Sequence[str]) -> Mapping[str, Any]:
    """What the matrix of lessons and topics shows: the eight topics, and the other four whether taught or not."""
    found: Coverage = coverage(told.lessons, TOPICS)
    must = {topic for topic in TOPICS if topic in covers or (kind == "CORE" and topic in CROSS_CUTTING)}
    eight = [topic for topic in CROSS_CUTTING if found.lessons_of[topic]]
    return {"outline": told, "coverage": found, "must": must, "eight": len(eight)}


def told(draft: DraftFacts) -> Mapping[str, Any]:
    """The names that every template about a draft uses. One statement."""
    said = draft.raw
    covers = said.get("covers")
    return {
        "draft": draft,
        "hindrances": hindrances(said, known_versions()),
        "matrix": matrix_of(draft.outline, str(said.get("kind")), covers if isinstance(covers, list) else []),
        "in_words": in_words,
        "topics": TOPICS,
        "cross_cutting": CROSS_CUTTING,
        "kinds": KINDS,
        "draft_standings": DRAFT_STANDINGS,
        "step_words": STEPS,
        "language": str(get_locale()),
        "in_hours": in_hours,
    }


def hours(minutes: int) -> str:
    """Hours with at most one decimal, which is only written when it is needed: 19, 1.5."""
    tenths = (minutes + 3) // 6
    return f"{tenths // 10}.{tenths % 10}" if tenths % 10 else str(tenths // 10)


def in_hours(minutes: int) -> str:
    """The same with its word, which is that of several for every part of an hour: 1 hour, 0.5 hours, 1.5 hours."""
    said = hours(minutes)
    several = max(2, ceil(float(said)))
    return str(ngettext("%(hours)s hour", "%(hours)s hours", 1 if said == "1" else several, hours=said))


def by_place(found: Sequence[Hindrance]) -> Mapping[str, Sentence]:
    """Id of a place in the editor -> what hinders there."""
    return {one.anchor: one.message for one in found}
