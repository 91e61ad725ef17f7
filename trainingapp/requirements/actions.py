"""Bringing dated rules into the register."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from trainingapp.curricula.models import Curriculum
from trainingapp.journal import actions as journal
from trainingapp.kit.db import db
from trainingapp.kit.errors import Refused
from trainingapp.kit.words import say
from trainingapp.requirements import queries, table
from trainingapp.requirements.models import Requirement
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


@dataclass(frozen=True)
class Loaded:
    """How many rules were new, and how many were known already."""

    added: int
    unchanged: int


def load(*, by: str, now: datetime, file: Path = table.FILE) -> Loaded:
    """Take the rules of a file into the register; the same file again changes nothing.

    All or nothing. Raises UnusableTable with every problem, and RuleDiffers. Two statements when nothing is new.
    """
    curricula = frozenset(db.session.scalars(select(Curriculum.code)))
    wanted, problems = table.read(file.read_bytes(), curricula=curricula)
    if problems:
        raise UnusableTable(problems)
    known = {rule.code: rule for rule in queries.own_rules(as_written=True)}
    for rule in wanted:
        if known.get(rule.code, rule) != rule:
            raise RuleDiffers(rule.code)
    new = [rule for rule in wanted if rule.code not in known]
    if new:
        with journal.entry(
            act="requirement.load",
            by=by,
            now=now,
            object_kind="requirement",
            object_id=file.name,
            details={"codes": [rule.code for rule in new]},
        ) as entry:
            entry.keep(Requirement, [_row(rule) for rule in new])
    return Loaded(len(new), len(wanted) - len(new))


def _row(rule: Rule) -> dict[str, object]:
    return {
        "code": rule.code,
        "title": rule.title,
        "curriculum_code": rule.curriculum,
        "mandatory": rule.mandatory,
        "categories": " ".join(sorted(rule.categories)),
        "decision_makers_only": rule.decision_makers_only,
        "mission_flag": rule.mission_flag,
        "phase": rule.phase,
        "holds_from": rule.holds_from,
        "holds_through": rule.holds_through,
        "source": rule.source,
        "assumption": rule.assumption,
        "note": rule.note,
    }
