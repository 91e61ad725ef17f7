"""A rule is made; a rule is ended. Neither is ever edited: rotations were judged by it."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from trainingapp.accounts.rules import Identity
from trainingapp.journal import actions as journal
from trainingapp.kit.db import refusing
from trainingapp.kit.errors import Absent, Conflict, Refused, Unfit
from trainingapp.kit.ids import new_id
from trainingapp.kit.words import Sentence, say
from trainingapp.requirements import queries
from trainingapp.requirements.coherence import conflicts, unknown
from trainingapp.requirements.models import Requirement, RequirementEnd, RequirementReach
from trainingapp.requirements.rules import Rule

#: What a rule says without a row of its own reach.
_PLAIN: Final = {
    "components": "",
    "unit_types": "",
    "missions": "",
    "rank_bands": "",
    "functions": "",
    "due": "deployment",
    "due_days": 0,
    "counts_days": None,
    "versions": "",
}


class EndedAlready(Conflict):
    """Somebody else ended it first."""

    sentence = say("Somebody else has just ended this. Look at the page once more.")


class CodeTaken(Refused):
    """Two rules may not have one code."""

    sentence = say("There is a rule with this code already. Give the new one a code of its own.")


def problems_of(rule: Rule) -> list[Sentence]:
    """Why a new rule cannot be kept: what it names and there is not, what it contradicts. Ten statements."""
    standing = queries.rules()
    found = unknown(rule, queries.known())
    if any(one.code == rule.code for one in standing):
        found.append(CodeTaken.sentence)
    return found + conflicts(rule, standing)


def add_rule(rule: Rule, *, by: Identity, now: datetime) -> str:
    """Keep a new rule; gives its code. Raises Absent, Unfit with every problem, CodeTaken. About fifteen statements."""
    if not by.can("requirements.edit"):
        raise Absent()
    with (
        refusing({"uq_requirement_code": CodeTaken}),
        journal.entry(
            act="requirement.add",
            by=by.public_id,
            now=now,
            object_kind="requirement",
            object_id=rule.code,
            details={"code": rule.code, "curriculum": rule.curriculum, "mandatory": rule.mandatory},
        ) as entry,
    ):
        # Only now can nobody else make a rule: two that contradict each other would both be found right before.
        if found := problems_of(rule):
            raise Unfit(found)
        keep_rules(entry, [rule])
    return rule.code


def ending_problems(rule: Rule, last_day: date, *, today: date) -> list[Sentence]:
    """Why a rule cannot end on this day."""
    found: list[Sentence] = []
    if last_day < today:
        found.append(
            say("What was required in the past is not changed afterwards: its last day is %(today)s or later.",
                today=today.isoformat())
        )  # fmt: skip
    if last_day < rule.holds_from:
        found.append(say("It begins on %(first)s: it cannot end before.", first=rule.holds_from.isoformat()))
    if rule.holds_through is not None and last_day >= rule.holds_through:
        found.append(say("It ends on %(last)s already.", last=rule.holds_through.isoformat()))
    return found


def end_rule(code: str, *, last_day: date, reason: str, by: Identity, now: datetime, today: date) -> str:
    """End a rule: it binds no rotation that deploys after the day. Those it bound stay bound (R12).

    Raises Absent, Unfit, EndedAlready. About nine statements.
    """
    if not by.can("requirements.edit"):
        raise Absent()
    queries.own_rule(code)
    with (
        refusing({"uq_requirement_end_requirement_code": EndedAlready}),
        journal.entry(
            act="requirement.end",
            by=by.public_id,
            now=now,
            object_kind="requirement",
            object_id=code,
            details={"code": code, "last_day": last_day.isoformat()},
        ) as entry,
    ):
        if found := ending_problems(queries.own_rule(code), last_day, today=today):
            raise Unfit(found)
        entry.keep(
            RequirementEnd,
            [
                {
                    "public_id": new_id(),
                    "requirement_code": code,
                    "last_day": last_day,
                    "reason": reason,
                    "ended_by": by.public_id,
                    "ended_at": now,
                }
            ],
        )
    return code


def keep_rules(entry: journal.Entry, rules: Sequence[Rule]) -> None:
    """Keep rules within an entry, each with its reach where it is narrower than its own row says."""
    entry.keep(Requirement, [_row(rule) for rule in rules])
    reaches = [reach for rule in rules if (reach := _reach(rule)) is not None]
    if reaches:
        entry.keep(RequirementReach, reaches)


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


def _reach(rule: Rule) -> dict[str, object] | None:
    said: dict[str, object] = {
        "components": " ".join(sorted(rule.components)),
        "unit_types": " ".join(sorted(rule.unit_types)),
        "missions": " ".join(sorted(rule.missions)),
        "rank_bands": " ".join(sorted(rule.rank_bands)),
        "functions": " ".join(sorted(rule.functions)),
        "due": rule.due,
        "due_days": rule.due_days,
        "counts_days": rule.counts_days,
        "versions": " ".join(sorted(rule.versions)),
    }
    if said == _PLAIN:
        return None
    return {"public_id": new_id(), "requirement_code": rule.code, **said}
