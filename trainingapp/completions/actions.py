"""Recording what was completed, and taking it back: always new rows, never an edit."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from trainingapp.accounts.models import Account
from trainingapp.accounts.rules import Identity
from trainingapp.completions import queries, rules
from trainingapp.completions.models import (
    Completion,
    CompletionHold,
    CompletionWithdrawal,
    RecordingSuspension,
    RecordingSuspensionEnd,
)
from trainingapp.completions.queries import Told
from trainingapp.curricula.queries import VersionFacts
from trainingapp.curricula.rules import valid_through
from trainingapp.journal import actions as journal
from trainingapp.journal.actions import Entry
from trainingapp.kit.db import db, refusing
from trainingapp.kit.errors import Conflict, Refused, Unfit
from trainingapp.kit.ids import new_id
from trainingapp.kit.words import Sentence, say
from trainingapp.people.queries import listed_keys


class AlreadyRecorded(Conflict):
    """Two officers recorded the same completion at the same moment; this one came second."""

    sentence = say(
        "Somebody else has just recorded some of these results. Check the file again: they will show as known."
    )


class UnderReview(Refused):
    """Whoever recorded it must not put something that counts in its place while it is looked into."""

    sentence = say("This completion is under review. It can be withdrawn now, or corrected when the review has ended.")


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
    """Withdraw completions, given as (key, State), and what was carried over from them to another State. Returns how
    many were given. Raises AlreadyWithdrawn when one of these was withdrawn before.
    """
    taken = [(key, state_code, replaced_by) for key, state_code in completions]
    taken += [(key, state_code, None) for key, state_code, _ in queries.carried_from([key for key, _ in completions])]
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
                    "replaced_by": successor,
                    "withdrawn_by": by,
                    "withdrawn_at": now,
                }
                for key, state_code, successor in taken
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


class CannotCorrect(Unfit):
    """The correction contradicts itself or the register: `problems` says how, by field."""


def correct(public_id: str, new: Correction, *, reason: str, by: Identity, now: datetime, today: date) -> str:
    """Put another completion in the place of this one, with the reason. Returns the new one's public id.

    The earlier one stays, withdrawn, and names its successor. The successor still belongs to the file it goes back to:
    whoever takes that file back, because it was false, must not leave its corrected rows standing. Raises Absent,
    CannotCorrect, AlreadyWithdrawn, UnderReview, AlreadyRecorded.
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
        carried = queries.carried_from([told.id])
        withdraw_rows(
            entry,
            [(told.id, told.state_code)],
            kind="corrected",
            reason=reason,
            by=by.public_id,
            now=now,
            replaced_by=successor,
        )
        # Only behind the journal's lock is it certain what else stands, and what is under review.
        if queries.under_review(told.id):
            raise UnderReview()
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
        # What stands in its place goes wherever the earlier one was carried over to.
        copies: list[dict[str, object]] = [
            {
                **row,
                "public_id": new_id(),
                "state_code": state_code,
                "person_id": person_id,
                "ordinal": queries.ordinal_for(person_id, version.id, day),
                "batch_id": None,
                "row": None,
                "carried_from": row["id"],
            }
            for _, state_code, person_id in carried
        ]
        with refusing(REFUSALS):
            entry.keep(Completion, copies)
    return successor


# --- Under review ----------------------------------------------------------------------------------------------------


class NothingToHold(Refused):
    """A review that holds nothing would only look like one."""

    sentence = say("Nothing that was recorded or issued since then stands: there is nothing to suspend.")


class AlreadyLifted(Conflict):
    """Somebody else was faster."""

    sentence = say("This review has been ended already. Look at the page again.")


class NoReason(Refused):
    """Whoever reads the record later must understand why it did not count."""

    sentence = say("Write the reason, at most %(most)s characters.", most=rules.LONGEST_REASON)


@dataclass(frozen=True)
class Held:
    """A suspension that was kept: its key, its public id, and how many completions it holds."""

    key: int
    public_id: str
    completions: int


def hold(
    entry: Entry,
    *,
    state_code: str,
    account_key: int,
    since: datetime,
    reason: str,
    by_the_register: bool,
    by: str,
    now: datetime,
) -> Held:
    """Put what an account (its key) recorded for a State since a moment under review, inside an open entry.

    Held again is what another suspension holds already: lifting the one must not let it count while the other lasts.
    What was carried over to another State is held with it, and so are the steps from which it was carried on to a
    third. Raises NoReason, and NothingToHold for a moment that has not come. Five statements, and two per 5,000
    completions.
    """
    reason = checked(reason)
    if since > now:
        raise NothingToHold()
    account = db.session.execute(select(Account.public_id).where(Account.id == account_key)).scalar_one()
    suspension: dict[str, object] = {
        "public_id": new_id(),
        "state_code": state_code,
        "account_id": account_key,
        "since": since,
        "reason": reason,
        "by_the_register": by_the_register,
        "suspended_by": by,
        "suspended_at": now,
    }
    entry.keep(RecordingSuspension, [suspension])
    chosen = db.session.scalars(
        queries.recorded_by(account, since, state_codes=[state_code]).order_by(Completion.id)
    ).all()
    rows: list[dict[str, object]] = [
        {
            "public_id": new_id(),
            "state_code": state_code,
            "suspension_id": suspension["id"],
            "completion_id": key,
        }
        for key in [*chosen, *_carried_on(chosen)]
    ]
    entry.keep(CompletionHold, rows)
    return Held(int(str(suspension["id"])), str(suspension["public_id"]), len(chosen))


def _carried_on(keys: Sequence[int]) -> list[int]:
    """Of what was carried over from these completions, that from which something was carried on to a third State."""
    carried = [key for key, _, _ in queries.carried_from(keys)]
    if not carried:
        return []
    passed_on = select(Completion.carried_from).where(Completion.carried_from.in_(listed_keys(carried))).distinct()
    return sorted(key for key in db.session.scalars(passed_on) if key is not None)


def release(entry: Entry, suspension_key: int, *, state_code: str, reason: str, by: str, now: datetime) -> None:
    """End a suspension: everything that it alone held counts again as before. Raises AlreadyLifted, NoReason."""
    row: dict[str, object] = {
        "public_id": new_id(),
        "state_code": state_code,
        "suspension_id": suspension_key,
        "reason": checked(reason),
        "lifted_by": by,
        "lifted_at": now,
    }
    with refusing({"uq_recording_suspension_end_suspension_id": AlreadyLifted}):
        entry.keep(RecordingSuspensionEnd, [row])


def checked(reason: str) -> str:
    """The reason without spaces around it. Raises NoReason."""
    reason = reason.strip()
    if not 0 < len(reason) <= rules.LONGEST_REASON:
        raise NoReason()
    return reason
