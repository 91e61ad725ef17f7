"""What is kept for speed beside what the facts give, rotation by rotation, as bytes."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from trainingapp.accounts.rules import OPERATOR
from trainingapp.readiness.queries import facts, kept
from trainingapp.readiness.reports.computed import steps_from_facts
from trainingapp.readiness.steps import Step


@dataclass(frozen=True, slots=True)
class Differing:
    """The first rotation whose kept steps are not what the facts give, and the first line that only one of them has."""

    public_id: str
    state: str
    code: str
    kept: str
    facts: str


@dataclass(frozen=True, slots=True)
class Compared:
    """How many rotations and steps were compared, and the SHA-256 of the bytes on either side."""

    rotations: int
    steps: int
    kept_sha256: str
    facts_sha256: str
    differing: Differing | None

    @property
    def is_equal(self) -> bool:
        """Whether both are the same to the byte."""
        return self.kept_sha256 == self.facts_sha256


def compare() -> Compared:
    """Compute everything from the facts and hold it against what is kept, in the transaction of the caller.

    The steps must be up to date (`work.keep_up`). Costs as much as making everything anew.
    """
    rotations = {one.id: one for one in facts.rotation_rows(OPERATOR.scope("gaps.see"))}
    whole, whole_kept = hashlib.sha256(), hashlib.sha256()
    count, differing = 0, None
    for chunk in steps_from_facts():
        known = kept.steps_of(chunk)
        for rotation_id, made in sorted(chunk.items()):
            one, was = rotations[rotation_id], known.get(rotation_id, [])
            right, found = lines(made), lines(was)
            for digest, some in ((whole, right), (whole_kept, found)):
                digest.update("".join(f"{line}\n" for line in (one.public_id, *some)).encode())
            count += len(right)
            if differing is None and right != found:
                only, extra = sorted(set(right) - set(found)), sorted(set(found) - set(right))
                differing = Differing(
                    one.public_id, one.state, one.code, extra[0] if extra else "–", only[0] if only else "–"
                )
    return Compared(len(rotations), count, whole_kept.hexdigest(), whole.hexdigest(), differing)


def lines(steps: Iterable[Step]) -> list[str]:
    """Steps as text, in one order whatever order they are in: `CPTM male 2017-09-25 0 829 0 829 829 0 0`."""
    return sorted(
        f"{step.curriculum or '-'} {step.sex} {step.day.isoformat()} {' '.join(map(str, step.changes))}"
        for step in steps
    )
