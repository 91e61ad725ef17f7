"""A version of a statement of unit requirements is stated (R12)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from trainingapp.accounts.rules import Identity
from trainingapp.journal import actions as journal
from trainingapp.kit.db import refusing
from trainingapp.kit.errors import Absent, Conflict, Unfit
from trainingapp.kit.ids import new_id
from trainingapp.kit.words import Sentence, say
from trainingapp.requirements import queries
from trainingapp.requirements.coherence import Known, conflicts, out_of_order
from trainingapp.requirements.models import UnitStatement, UnitStatementLine
from trainingapp.requirements.rules import Asked, Rule, Statement, in_order, rules_of
from trainingapp.states.rules import UN_LANGUAGES

#: Whoever writes more has slipped.
MOST_VERSIONS: Final = 999
MOST_PERSONS: Final = 5_000


class StatedMeanwhile(Conflict):
    """Somebody else stated the same version, or one from the same day, first."""

    sentence = say("Somebody else has just stated a version like this. Look at the list once more.")


def problems_of(
    statement: Statement, *, known: Known, standing: Sequence[Statement], own_rules: Sequence[Rule]
) -> list[Sentence]:
    """Why a new version cannot be kept: what it names and there is not, its place among the others, what contradicts
    it. Pure."""
    found: list[Sentence] = []
    if statement.mission not in known.missions:
        found.append(say("There is no mission %(code)s.", code=statement.mission))
    if statement.unit_type not in known.unit_types:
        found.append(say("There is no kind of unit with the code %(code)s.", code=statement.unit_type))
    if statement.language not in UN_LANGUAGES:
        found.append(say("“%(code)s” is no official language of the United Nations.", code=statement.language))
    if not (0 < statement.version <= MOST_VERSIONS and 0 < statement.headcount <= MOST_PERSONS):
        found.append(say("Version and headcount are numbers from 1 on, and no larger than a unit has."))
    if not statement.lines:
        found.append(say("It asks for nothing: name at least one curriculum."))
    for place, line in enumerate(statement.lines):
        found += _problems_of_line(line, statement, known=known)
        if any(line.curriculum == earlier.curriculum for earlier in statement.lines[:place]):
            found.append(say("It names %(code)s twice.", code=line.curriculum))
    placed = next(one for one in in_order([*standing, statement]) if one.public_id == statement.public_id)
    return (
        found
        + out_of_order(statement, standing)
        + [said for rule in rules_of(placed) for said in conflicts(rule, own_rules)]
    )


def _problems_of_line(line: Asked, statement: Statement, *, known: Known) -> list[Sentence]:
    found: list[Sentence] = []
    if line.curriculum not in known.curricula:
        found.append(say("There is no curriculum with the code %(code)s.", code=line.curriculum))
    found += [
        say("There is no function with the code %(code)s.", code=one)
        for one in sorted(line.functions - set(known.functions))
    ]
    if line.persons is not None and not line.functions:
        words = say("%(code)s is asked of everybody: it has no number of persons.", code=line.curriculum)
        found.append(words)
    elif line.persons is not None and not 0 < line.persons <= statement.headcount:
        found.append(
            say(
                "%(code)s: write from 1 to %(headcount)s persons, as many as the unit has.",
                code=line.curriculum,
                headcount=statement.headcount,
            )
        )
    return found


def state_requirements(statement: Statement, *, by: Identity, now: datetime) -> str:
    """Keep a version of a statement of unit requirements; gives its public id.

    Raises Absent, Unfit with every problem, StatedMeanwhile. About fifteen statements.
    """
    if not by.can("requirements.edit"):
        raise Absent()
    with (
        refusing({"uq_unit_statement_version": StatedMeanwhile, "uq_unit_statement_first_day": StatedMeanwhile}),
        journal.entry(
            act="requirement.state",
            by=by.public_id,
            now=now,
            object_kind="requirement",
            object_id=statement.public_id,
            details={"statement": statement.name, "from": statement.effective_from.isoformat()},
        ) as entry,
    ):
        # Only now can nobody else state anything or make a rule that contradicts it.
        standing, own_rules = queries.statements(), queries.own_rules()
        if found := problems_of(statement, known=queries.known(), standing=standing, own_rules=own_rules):
            raise Unfit(found)
        row: dict[str, object] = {
            "public_id": statement.public_id,
            "mission_code": statement.mission,
            "unit_type_code": statement.unit_type,
            "version": statement.version,
            "effective_from": statement.effective_from,
            "headcount": statement.headcount,
            "language": statement.language,
            "source": statement.source,
            "note": statement.note,
            "stated_by": by.public_id,
            "stated_at": now,
        }
        entry.keep(UnitStatement, [row])
        entry.keep(
            UnitStatementLine,
            [
                {
                    "public_id": new_id(),
                    "statement_id": row["id"],
                    "curriculum_code": line.curriculum,
                    "functions": " ".join(sorted(line.functions)),
                    "persons": line.persons,
                }
                for line in statement.lines
            ],
        )
    return statement.public_id
