"""Bringing dated rules into the register."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from trainingapp.journal import actions as journal
from trainingapp.kit.errors import Conflict, Refused
from trainingapp.kit.words import say
from trainingapp.requirements import queries, table
from trainingapp.requirements.actions.rules import keep_rules
from trainingapp.requirements.coherence import conflicts
from trainingapp.requirements.rules import Rule


class UnusableTable(Refused):
    """The file of rules has problems; none of it was taken in."""

    def __init__(self, problems: tuple[table.Problem, ...]) -> None:
        self.problems = problems
        first = problems[0]
        super().__init__(
            say(
                "The table of requirements has %(count)s problems; the first is at %(where)s: %(message)s",
                count=len(problems),
                where=first.where or "–",
                message=first.message,
            )
        )


class RuleDiffers(Refused):
    """A rule that is in the register may not be rewritten: rotations were judged by it."""

    def __init__(self, code: str) -> None:
        super().__init__(
            say(
                "The requirement %(code)s is already in the register and says something else. What was required is "
                "never rewritten: give the new rule a code of its own.",
                code=code,
            )
        )


class LoadedMeanwhile(Conflict):
    """Somebody else made one of these rules first."""

    sentence = say("Somebody else has just brought in rules of this table. Nothing was taken in: load it again.")


@dataclass(frozen=True)
class Loaded:
    """How many rules were new, and how many were known already."""

    added: int
    unchanged: int


def load(*, by: str, now: datetime, file: Path = table.FILE) -> Loaded:
    """Take the rules of a file into the register; the same file again changes nothing.

    All or nothing. Raises UnusableTable with every problem, RuleDiffers and LoadedMeanwhile. Five statements when
    nothing is new.
    """
    wanted, problems = table.read(file.read_bytes(), known=queries.known())
    if problems:
        raise UnusableTable(problems)
    new = _new(wanted)
    if new:
        with journal.entry(
            act="requirement.load",
            by=by,
            now=now,
            object_kind="requirement",
            object_id=file.name,
            details={"codes": [rule.code for rule in new]},
        ) as entry:
            # Only now can nobody else load or make a rule.
            if _new(wanted) != new:
                raise LoadedMeanwhile()
            standing = queries.rules()
            against = tuple(table.Problem(rule.code, said) for rule in new for said in conflicts(rule, standing))
            if against:
                raise UnusableTable(against)
            keep_rules(entry, new)
    return Loaded(len(new), len(wanted) - len(new))


def _new(wanted: Sequence[Rule]) -> list[Rule]:
    """Those that the register does not have yet. Raises RuleDiffers. One statement."""
    known = {rule.code: rule for rule in queries.own_rules(as_written=True)}
    for rule in wanted:
        if known.get(rule.code, rule) != rule:
            raise RuleDiffers(rule.code)
    return [rule for rule in wanted if rule.code not in known]
