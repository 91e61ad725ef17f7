"""Pure: how a change of the evidence is told, in counts and in the figures of the lines."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from trainingapp.kit.figures import percent
from trainingapp.kit.words import N_, Sentence, say

#: What may happen to evidence -> how it is told of so many persons.
CHANGES: Final[Mapping[str, str]] = {
    "withdrawn": N_("Persons whose completions were withdrawn: %(persons)s."),
    "held": N_("Persons whose completions were put under review: %(persons)s."),
    "joined": N_("Persons put on the roll since: %(persons)s."),
    "left": N_("Persons taken off the roll before deployment: %(persons)s."),
    "screening": N_("Persons whose screening is no longer cleared: %(persons)s."),
    "unexcused": N_("Persons who lack a training and are no exception: %(persons)s."),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One requirement of a certification: persons required to hold a curriculum, and who hold it by the records."""

    curriculum: str
    required: int
    held: int


@dataclass(frozen=True, slots=True)
class Moved:
    """A line whose figure is worse than what was certified."""

    curriculum: str
    was: Line
    now: Line

    @property
    def sentence(self) -> Sentence:
        """`CPTM: 835 of 849, 98.4 %, where 849 of 849 were certified.`"""
        return say(
            "%(code)s: %(held)s of %(required)s, %(share)s, where %(was_held)s of %(was_required)s were recorded.",
            code=self.curriculum,
            held=self.now.held,
            required=self.now.required,
            share=percent(self.now.held, self.now.required),
            was_held=self.was.held,
            was_required=self.was.required,
        )


#: Of what is certified, what its evidence is not: the attestation of screening says nothing about training.
NOT_OF: Final[Mapping[str, frozenset[str]]] = {"screening": frozenset({"withdrawn", "held", "unexcused"})}


def lines_of(face: Mapping[str, Any]) -> list[Line]:
    """The lines as they were when it was submitted."""
    return [Line(one["curriculum"], one["required"], one["held"]) for one in face.get("lines", ())]


def moved(was: Iterable[Line], now: Mapping[str, Line]) -> list[Moved]:
    """The lines that are worse now: fewer hold it, or more must and do not; also what is newly required."""
    before = {one.curriculum: one for one in was}
    found = []
    for code, line in now.items():
        old = before.get(code, Line(code, 0, 0))
        if line.held < old.held or line.required - line.held > old.required - old.held:
            found.append(Moved(code, old, line))
    return found


def in_words(changes: Sequence[tuple[str, int]], lines: Sequence[Moved]) -> tuple[Sentence, ...]:
    """Everything that changed, told."""
    return (
        *(say(CHANGES[kind], persons=persons) for kind, persons in changes),
        *(one.sentence for one in lines),
    )
