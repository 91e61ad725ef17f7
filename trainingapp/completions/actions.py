"""Recording what was completed, and taking it back: always new rows, never an edit."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from trainingapp.accounts.rules import Identity
from trainingapp.completions import queries, rules
from trainingapp.completions.models import Completion, CompletionWithdrawal
from trainingapp.completions.queries import Told
from trainingapp.curricula.queries import VersionFacts
from trainingapp.curricula.rules import valid_through
from trainingapp.journal import actions as journal
from trainingapp.journal.actions import Entry
from trainingapp.kit.db import refusing
from trainingapp.kit.errors import Conflict, Refused
from trainingapp.kit.ids import new_id
from trainingapp.kit.words import Sentence, say


class AlreadyRecorded(Conflict):
    """Two officers recorded the same completion at the same moment; this one came second."""

    sentence = say(
        "Somebody else has just recorded some of these results. Check the file again: they will show as known."
    )


class AlreadyWithdrawn(Conflict):
    """It was withdrawn or corrected before, perhaps by somebody who had the page open at the same time."""

    sentence = say("This completion has been corrected or withdrawn already, so nothing was recorded.")


#: A race for the same fact ends in this sentence.
REFUSALS = {"uq_completion_fact": AlreadyRecorded, "uq_completion_withdrawal_completion_id": AlreadyWithdrawn}


def record(
    entry: Entry,
    results: Iterable[tuple[int, date, str, float | None, int | None]],
    *,
    state_code: str,
    version: VersionFacts,
    ordinals: Mapping[tuple[int, date], int],
    batch_id: int | None,
    today: date,
) -> int:
    """Keep results of one version: (person key, day, result, score, row of the file). Returns how many.

    The validity is copied onto each now: a later change of the rule does not reach back. Raises AlreadyRecorded when
    another transaction was faster. One statement per 5,000.
    """
    last_days: dict[date, date | None] = {}
    version_id = version.id
    rows: list[dict[str, object]] = []
    for person_id, day, result, score, row in results:
        if day not in last_days:
            last_days[day] = valid_through(day, version.validity)
        rows.append(
            {
                "public_id": new_id(),
                "state_code": state_code,
                "person_id": person_id,
                "version_id": version_id,
                "completed_on": day,
                "ordinal": ordinals.get((person_id, day), 0),
                "result": result,
                "score": score,
                "valid_through": None if result == "fail" else last_days[day],
                "evidence": "recorded",
                "batch_id": batch_id,
                "row": row,
                "recorded_on": today,
            }
        )
    with refusing(REFUSALS):
        entry.keep(Completion, rows)
    return len(rows)


def withdraw_rows(
    entry: Entry,
    completions: Sequence[tuple[int, str]],
    *,
    kind: str,
    reason: str,
    by: str,
    now: datetime,
    replaced_by: str | None = None,
) -> int:
    """Withdraw completions, given as (key, State). Raises AlreadyWithdrawn when one was withdrawn before."""
    with refusing(REFUSALS):
        entry.keep(
            CompletionWithdrawal,
            [
                {
                    "public_id": new_id(),
                    "state_code": state_code,
                    "completion_id": key,
                    "kind": kind,
                    "reason": reason,
                    "replaced_by": replaced_by,
                    "withdrawn_by": by,
                    "withdrawn_at": now,
                }
                for key, state_code in completions
            ],
        )
    return len(completions)


def withdraw(public_id: str, *, reason: str, by: Identity, now: datetime) -> None:
    """Take a completion back, with the reason. It never counted, on any day. Raises Absent, AlreadyWithdrawn."""
    told = queries.one(by.scope("completions.correct"), public_id)
    if told.withdrawn:
        raise AlreadyWithdrawn()
    with journal.entry(
        act="completion.withdraw",
        by=by.public_id,
        now=now,
        object_kind="person",
        object_id=told.person_public_id,
        state_code=told.state_code,
        details={"completion": public_id, "curriculum": told.curriculum_code},
    ) as entry:
        withdraw_rows(entry, [(told.id, told.state_code)], kind="withdrawn", reason=reason, by=by.public_id, now=now)


@dataclass(frozen=True, kw_only=True)
class Correction:
    """What shall stand instead of a completion; None is what could not be read. A score may be left out."""

    version: VersionFacts | None
    completed_on: date | None
    result: str | None
    score: float | None


def problems_of(told: Told, new: Correction, *, today: date) -> Mapping[str, Sequence[Sentence]]:
    """Everything that is wrong with a correction, by field, "" for the whole of it; what is not known is not judged.

    One statement.
    """
    found: dict[str, list[Sentence]] = {}
    judged = rules.problems_of(
        result=new.result,
        score=new.score,
        completed_on=new.completed_on,
        pass_mark=new.version.pass_rule.mark if new.version else None,
        effective_from=new.version.effective_from if new.version else None,
        today=today,
    )
    for name, sentence in judged:
        found.setdefault(name, []).append(sentence)
    if new.version is not None and new.completed_on is not None:
        told_now = (told.version_id, told.completed_on, told.result, told.score)
        if told_now == (new.version.id, new.completed_on, new.result, new.score):
            found[""] = [say("Nothing differs from what is recorded. Change what is wrong, or leave it as it stands.")]
        if queries.another_stands(told.person_id, new.version.id, new.completed_on, besides=told.id):
            sentence = say("The register already has another result of this person, in this training, on this day.")
            found.setdefault("completed_on", []).append(sentence)
    return found


class CannotCorrect(Refused):
    """The correction contradicts itself or the register: `problems` says how, by field."""

    def __init__(self, problems: Mapping[str, Sequence[Sentence]]) -> None:
        super().__init__(next(iter(problems.values()))[0])
        self.problems = problems


def correct(public_id: str, new: Correction, *, reason: str, by: Identity, now: datetime, today: date) -> str:
    """Put another completion in the place of this one, with the reason. Returns the new one's public id.

    The earlier one stays, withdrawn, and names its successor. The successor still belongs to the file it goes back to:
    whoever takes that file back, because it was false, must not leave its corrected rows standing. Raises Absent,
    CannotCorrect, AlreadyWithdrawn, AlreadyRecorded.
    """
    told = queries.one(by.scope("completions.correct"), public_id)
    if told.withdrawn:
        raise AlreadyWithdrawn()
    successor = new_id()
    with journal.entry(
        act="completion.correct",
        by=by.public_id,
        now=now,
        object_kind="person",
        object_id=told.person_public_id,
        state_code=told.state_code,
        details={"completion": public_id, "replaced_by": successor, "curriculum": told.curriculum_code},
    ) as entry:
        withdraw_rows(
            entry,
            [(told.id, told.state_code)],
            kind="corrected",
            reason=reason,
            by=by.public_id,
            now=now,
            replaced_by=successor,
        )
        # Only behind the journal's lock is it certain what else stands.
        if problems := problems_of(told, new, today=today):
            raise CannotCorrect(problems)
        version, day, result = new.version, new.completed_on, new.result
        if version is None or day is None or result is None:
            raise ValueError("a correction says which training, which day and which result")
        row: dict[str, object] = {
            "public_id": successor,
            "state_code": told.state_code,
            "person_id": told.person_id,
            "version_id": version.id,
            "completed_on": day,
            "ordinal": queries.ordinal_for(told.person_id, version.id, day),
            "result": result,
            "score": new.score,
            "valid_through": None if result == "fail" else valid_through(day, version.validity),
            "evidence": "recorded",
            "batch_id": told.batch_id,
            "row": told.row,
            "recorded_on": today,
        }
        with refusing(REFUSALS):
            entry.keep(Completion, [row])
    return successor
