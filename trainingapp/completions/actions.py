"""Recording what was completed, and taking it back: always new rows, never an edit."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from trainingapp.accounts.rules import Identity
from trainingapp.completions import queries
from trainingapp.completions.models import Completion, CompletionWithdrawal
from trainingapp.curricula.queries import VersionFacts
from trainingapp.curricula.rules import valid_through
from trainingapp.journal import actions as journal
from trainingapp.journal.actions import Entry
from trainingapp.kit.db import refusing
from trainingapp.kit.errors import Conflict, Refused
from trainingapp.kit.ids import new_id
from trainingapp.kit.words import say


class AlreadyRecorded(Conflict):
    """Two officers recorded the same completion at the same moment; this one came second."""

    sentence = say(
        "Somebody else has just recorded some of these results. Check the file again: they will show as known."
    )


class AlreadyWithdrawn(Refused):
    """It was withdrawn before."""

    sentence = say("This completion has been withdrawn already.")


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
    """Take a completion back, with the reason. It never counted from this moment on, on any date. Raises Absent."""
    told, kept = queries.one(by.scope("completions.correct"), public_id)
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
        withdraw_rows(entry, [(kept.id, kept.state_code)], kind="withdrawn", reason=reason, by=by.public_id, now=now)


def correct(
    public_id: str,
    *,
    completed_on: date,
    result: str,
    score: float | None,
    reason: str,
    version: VersionFacts,
    by: Identity,
    now: datetime,
) -> str:
    """Put another completion in the place of this one, with the reason. Returns the new one's public id.

    The earlier one stays, withdrawn, and names its successor. Raises Absent, AlreadyWithdrawn, AlreadyRecorded.
    """
    told, kept = queries.one(by.scope("completions.correct"), public_id)
    if told.withdrawn:
        raise AlreadyWithdrawn()
    new = new_id()
    with journal.entry(
        act="completion.correct",
        by=by.public_id,
        now=now,
        object_kind="person",
        object_id=told.person_public_id,
        state_code=told.state_code,
        details={"completion": public_id, "replaced_by": new, "curriculum": told.curriculum_code},
    ) as entry:
        withdraw_rows(
            entry,
            [(kept.id, kept.state_code)],
            kind="corrected",
            reason=reason,
            by=by.public_id,
            now=now,
            replaced_by=new,
        )
        row = {
            "public_id": new,
            "state_code": kept.state_code,
            "person_id": kept.person_id,
            "version_id": version.id,
            "completed_on": completed_on,
            "ordinal": queries.ordinal_for(kept.person_id, version.id, completed_on),
            "result": result,
            "score": score,
            "valid_through": None if result == "fail" else valid_through(completed_on, version.validity),
            "evidence": "recorded",
            "batch_id": kept.batch_id,
            "row": kept.row,
            "recorded_on": now.date(),
        }
        if row["ordinal"] and queries.another_stands(kept.person_id, version.id, completed_on, besides=kept.id):
            raise AlreadyRecorded()
        with refusing(REFUSALS):
            entry.keep(Completion, [row])
    return new
