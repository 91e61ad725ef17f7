"""Pure: the outcome of checking a file of either kind, and whether two names can be of one person."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from trainingapp.rosters.letters import fold, scripts_of, words_of
from trainingapp.rosters.problems import Level, Problem

R = TypeVar("R")

#: A person the register knows: key, name as shown, name in the original script or nothing.
Registered = tuple[int, str, str | None]


@dataclass(frozen=True)
class Checked(Generic[R]):
    """Each row of a file is good, unchanged (the register says the same already) or bad.

    `to_record` is what recording takes: nothing while a question about the whole file is open.
    """

    rows: int
    good: tuple[R, ...]
    unchanged: int
    problems: tuple[Problem, ...]
    #: The numbers of the refused rows, as the person sees them.
    bad_rows: tuple[int, ...]

    @property
    def bad(self) -> int:
        """How many rows are refused."""
        return len(self.bad_rows)

    @property
    def is_asking(self) -> bool:
        """Whether a question is open on which every row depends."""
        return any(problem.level is Level.ASK for problem in self.problems)

    @property
    def to_record(self) -> tuple[R, ...]:
        """The good rows; none while a question is open."""
        return () if self.is_asking else self.good


def shares_a_word(name: str, person: Registered) -> bool:
    """Whether a name may be the person's: one word in common but for case and accents, in any order.

    Names in scripts that the register does not hold for this person cannot be compared, and are not held against them.
    """
    registered = f"{person[1]} {person[2]}" if person[2] else person[1]
    if not set(name.casefold().replace(",", " ").split()).isdisjoint(registered.casefold().split()):
        return True
    if words_of(name) & words_of(registered) or fold(name) in {
        fold(known) for known in (person[1], person[2]) if known
    }:
        return True
    return _is_beyond_comparison(name, registered)


def is_same_name(name: str, person: Registered) -> bool:
    """Whether a name is the person's whole name but for case, accents, punctuation and the order of its words."""
    if name in (person[1], person[2]):
        return True
    whole = [known for known in (person[1], person[2]) if known]
    if words_of(name) in map(words_of, whole) or fold(name) in map(fold, whole):
        return True
    return _is_beyond_comparison(name, " ".join(whole))


def _is_beyond_comparison(name: str, registered: str) -> bool:
    scripts = scripts_of(name)
    return bool(scripts) and scripts.isdisjoint(scripts_of(registered))
