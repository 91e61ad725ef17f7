"""Pure: what a result is worth."""

from datetime import date

from trainingapp.kit.words import Sentence, say

RESULTS = ("pass", "fail", "attended")


def is_enough(result: str, pass_kind: str) -> bool:
    """Whether a result satisfies a requirement: a pass; attendance only where attendance is all that is asked."""
    return result == "pass" or (result == "attended" and pass_kind == "attendance")


def problems_of(
    *,
    result: str,
    score: float | None,
    completed_on: date,
    pass_mark: int | None,
    effective_from: date,
    today: date,
) -> tuple[tuple[str, Sentence], ...]:
    """Everything wrong with one completion typed by hand, each with the field it belongs to."""
    found: list[tuple[str, Sentence]] = []
    if completed_on > today:
        found.append(("completed_on", say("%(day)s has not come yet.", day=completed_on.isoformat())))
    if completed_on < effective_from:
        sentence = say("This version did not exist before %(day)s.", day=effective_from.isoformat())
        found.append(("completed_on", sentence))
    if score is not None and pass_mark is not None and (score >= pass_mark) != (result == "pass"):
        template = "A score of %(score)s %% does not go with this result: the pass mark is %(mark)s %%."
        found.append(("score", say(template, score=f"{score:g}", mark=pass_mark)))
    return tuple(found)
