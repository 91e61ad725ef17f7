"""Pure: what a result is worth, what may be recorded by hand, and the words for it."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from trainingapp.kit.words import N_, Sentence, say

#: What may have come of a training: code -> the word for people.
RESULTS: Final[Mapping[str, str]] = MappingProxyType(
    {"pass": N_("Passed"), "fail": N_("Failed"), "attended": N_("Attended")}
)

#: Who vouches for it, from the weakest to the strongest.
EVIDENCE: Final[Mapping[str, str]] = MappingProxyType(
    {
        "self_declared": N_("Self-declared"),
        "recorded": N_("Recorded"),
        "certified": N_("Certified by the State"),
        "verified": N_("Verified by the Secretariat"),
    }
)

#: How a completion was taken back.
WITHDRAWN: Final[Mapping[str, str]] = MappingProxyType(
    {"withdrawn": N_("Withdrawn"), "corrected": N_("Corrected"), "batch_undone": N_("File taken back")}
)

#: The longest reason that is kept.
LONGEST_REASON: Final = 400


def is_enough(result: str, pass_kind: str) -> bool:
    """Whether a result satisfies a requirement: a pass; attendance only where attendance is all that is asked."""
    return result == "pass" or (result == "attended" and pass_kind == "attendance")


def problems_of(
    *,
    result: str | None,
    score: float | None,
    completed_on: date | None,
    pass_mark: int | None,
    effective_from: date | None,
    today: date,
) -> tuple[tuple[str, Sentence], ...]:
    """Everything wrong with one completion typed by hand, each with the field it belongs to.

    None is what is not known, and is not judged. As in a file, a score says nothing about mere attendance.
    """
    found: list[tuple[str, Sentence]] = []
    if completed_on is not None and completed_on > today:
        found.append(("completed_on", say("%(day)s has not come yet.", day=completed_on.isoformat())))
    if completed_on is not None and effective_from is not None and completed_on < effective_from:
        sentence = say("This version did not exist before %(day)s.", day=effective_from.isoformat())
        found.append(("completed_on", sentence))
    graded = result in ("pass", "fail") and score is not None and pass_mark is not None
    if graded and (score >= pass_mark) != (result == "pass"):  # type: ignore[operator]
        template = "A score of %(score)s %% does not go with this result: the pass mark is %(mark)s %%."
        found.append(("score", say(template, score=f"{score:g}", mark=pass_mark)))
    return tuple(found)
