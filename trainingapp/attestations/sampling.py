"""Pure: persons of a roll drawn by chance for an audit, what their proofs showed, and how often a State was wrong.

Whoever has the seed and the public ids of the roll draws the same persons, with nothing but SHA-256.
"""

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from trainingapp.kit.words import N_, Sentence, say

#: Persons that are drawn unless somebody asks for more or fewer. [A]
USUAL: Final = 20

#: What may prove that somebody was trained.
PROOFS: Final[Mapping[str, str]] = {
    "attendance_sheet": N_("Attendance sheet"),
    "results_sheet": N_("Results sheet"),
    "certificate": N_("Certificate, checked"),
    "photograph": N_("Photograph of the course"),
    "interview": N_("Interview"),
    "none": N_("No proof"),
}

#: What the proofs of one person's training showed: its word, with a tone and a symbol beside it.
OUTCOMES: Final[Mapping[str, tuple[str, str, str]]] = {
    "proved": (N_("Proved"), "good", "circle-check"),
    "not_proved": (N_("Not proved"), "warn", "help-circle"),
    "contradicted": (N_("Contradicted"), "bad", "circle-x"),
}
#: Outcomes that speak against what was certified.
DISCREPANCIES: Final = frozenset({"not_proved", "contradicted"})


def place_of(seed: str, public_id: str) -> str:
    """What persons are ordered by: the SHA-256 of the seed and the public id, written one after the other."""
    return hashlib.sha256((seed + public_id).encode()).hexdigest()


def draw(seed: str, public_ids: Iterable[str], size: int) -> tuple[str, ...]:
    """So many of a roll by chance, in the order of drawing; all of them when the roll is smaller. None comes twice.

    In whatever order the roll is told, the same are drawn; who asks for more gets those and others behind them.
    """
    ordered = sorted(set(public_ids), key=lambda one: (place_of(seed, one), one))
    return tuple(ordered[: max(size, 0)])


def roll_sha256(public_ids: Iterable[str]) -> str:
    """The fingerprint of a roll: the SHA-256 of its public ids in the order of the alphabet, one on each line."""
    return hashlib.sha256("\n".join(sorted(set(public_ids))).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Rate:
    """Of so many findings, so many speak against what was certified."""

    discrepancies: int = 0
    findings: int = 0


def rate(outcomes: Iterable[str]) -> Rate:
    """How often findings speak against what was certified."""
    said = list(outcomes)
    return Rate(sum(one in DISCREPANCIES for one in said), len(said))


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found of one person's training in one curriculum."""

    person: str
    curriculum: str
    proof: str
    outcome: str
    remark: str = ""


def refusals(size: int, *, roll: int) -> dict[str, list[Sentence]]:
    """Why so many cannot be drawn; empty when they can."""
    if not roll:
        return {"": [say("Nobody is on the roll on the day of deployment: there is nobody to draw.")]}
    if size > roll:
        return {"size": [say("The roll has %(roll)s: draw as many or fewer.", roll=roll)]}
    return {}


def against_findings(
    found: Collection[Finding], *, drawn: Collection[str], curricula: Collection[str]
) -> list[Sentence]:
    """Why findings cannot be recorded: every reason once; empty when they can.

    `drawn`: the persons of the sample; `curricula`: those that were certified.
    """
    said: dict[Sentence, None] = {}
    if not found:
        said[say("Nothing was found yet: say of at least one what its proofs show.")] = None
    for one in found:
        if one.person not in drawn or one.curriculum not in curricula:
            said[say("The page is out of date. Reload it and send the form again.")] = None
        elif one.outcome == "proved" and one.proof == "none":
            words = say("%(code)s: without a proof nothing is proved. Name the proof.", code=one.curriculum)
            said[words] = None
        elif one.outcome == "contradicted" and not one.remark:
            said[say("%(code)s: write what contradicts it.", code=one.curriculum)] = None
    return list(said)
