"""Two records of one person become one, part again, or are known to be two. No fact is moved and none is lost."""

from datetime import datetime

from trainingapp.accounts.rules import Identity
from trainingapp.journal import actions as journal
from trainingapp.journal.actions import Entry
from trainingapp.kit.db import refusing
from trainingapp.kit.errors import Conflict, Refused
from trainingapp.kit.ids import new_id
from trainingapp.kit.words import say
from trainingapp.people.actions.duplicates import drop_pair
from trainingapp.people.actions.identity import as_seen
from trainingapp.people.actions.now import AlreadyKnown, refresh_now
from trainingapp.people.models import PersonDistinct, PersonMerge, PersonMergeUndo
from trainingapp.people.queries import recorded
from trainingapp.people.queries.facts import now_rows


class TwoStates(Refused):
    """A merge never crosses a border."""

    sentence = say(
        "These are people of two States, and the register makes no one person of them: each State answers for its own "
        "records and sees no other's. Whoever has changed States is offered by the old State on their record, and "
        "accepted by the new one."
    )


class AlreadyOne(Conflict):
    """The two records are one person already."""

    sentence = say("These two records are one person already, so nothing was changed.")


class AlreadyUndone(Conflict):
    """The merge was undone before."""

    sentence = say("This merge has been undone already, so nothing was changed.")


class NumberGivenAway(Refused):
    """The number of the one who would come back belongs to somebody else by now."""

    sentence = say(
        "The merge cannot be undone as things stand: since it was made, the service number of the second record was "
        "given to another person. Change the number of that person first, if it is the one that is wrong."
    )


def merge(
    kept: str,
    merged: str,
    *,
    reason: str,
    kept_version: int,
    merged_version: int,
    by: Identity,
    now: datetime,
) -> str:
    """Make one person of two of one State, given by public id; returns the public id of the merge.

    Every assignment, completion, certificate and name stays where it was recorded, and is shown under the one that is
    kept. Raises Absent, TwoStates, AlreadyOne, and ChangedMeanwhile when either is no longer what was seen.
    """
    one, other = (recorded.person_of(by.scope("people.merge"), public_id) for public_id in (kept, merged))
    if one.state_code != other.state_code:
        raise TwoStates()
    public_id = new_id()
    with journal.entry(
        act="person.merge",
        by=by.public_id,
        now=now,
        object_kind="person",
        object_id=one.public_id,
        state_code=one.state_code,
        details={"merged": other.public_id, "merge": public_id},
    ) as entry:
        one, other = (recorded.person_of(by.scope("people.merge"), public_id) for public_id in (kept, merged))
        if one.id == other.id:
            raise AlreadyOne()
        one = as_seen(by, "people.merge", kept, kept_version)
        other = as_seen(by, "people.merge", merged, merged_version)
        entry.keep(
            PersonMerge,
            [
                {
                    "public_id": public_id,
                    "state_code": one.state_code,
                    "kept_id": one.id,
                    "merged_id": other.id,
                    "ordinal": recorded.times_merged(other.id),
                    "reason": reason,
                    "merged_by": by.public_id,
                    "merged_at": now,
                }
            ],
        )
        refresh_now([one.id, other.id])
        drop_pair(one.id, other.id)
    return public_id


def undo_merge(public_id: str, *, reason: str, by: Identity, now: datetime, two_persons: bool = False) -> str:
    """Take a merge back: the two are what they were, to the last letter, and wait for a decision if they did before.

    `two_persons` decides with it that they are two, so that they are not offered as one again. Returns the public id of
    the one that was kept. What was recorded of the two as one stays with that one. Raises Absent, AlreadyUndone, and
    NumberGivenAway when the other's service number is somebody else's by now.
    """
    told = recorded.merge_to_undo(by.scope("people.merge"), public_id)
    with journal.entry(
        act="person.unmerge",
        by=by.public_id,
        now=now,
        object_kind="person",
        object_id=told.kept,
        state_code=told.state_code,
        details={"parted": told.merged, "merge": public_id},
    ) as entry:
        key, kept_id, merged_id = recorded.keys_of_merge(public_id)
        with refusing({"uq_person_merge_undo_merge_id": AlreadyUndone}):
            if recorded.merge_to_undo(by.scope("people.merge"), public_id).undone_at is not None:
                raise AlreadyUndone()
            entry.keep(
                PersonMergeUndo,
                [
                    {
                        "public_id": new_id(),
                        "state_code": told.state_code,
                        "merge_id": key,
                        "reason": reason,
                        "undone_by": by.public_id,
                        "undone_at": now,
                    }
                ],
            )
        try:
            refresh_now([kept_id, merged_id])
        except AlreadyKnown as taken:
            raise NumberGivenAway() from taken
        if two_persons:
            _keep_apart(entry, told.state_code, kept_id, merged_id, reason=reason, by=by, now=now)
    return told.kept


def keep_apart(one: str, other: str, *, reason: str | None, by: Identity, now: datetime) -> None:
    """Decide that two records of one State, given by public id, are two persons: they are not offered as one again.

    Decided again, it is one more row: records may have changed since. Raises Absent, TwoStates, AlreadyOne.
    """
    first, second = (recorded.person_of(by.scope("people.merge"), public_id) for public_id in (one, other))
    if first.state_code != second.state_code:
        raise TwoStates()
    with journal.entry(
        act="person.keep_apart",
        by=by.public_id,
        now=now,
        object_kind="person",
        object_id=first.public_id,
        state_code=first.state_code,
        details={"other": second.public_id},
    ) as entry:
        first, second = (recorded.person_of(by.scope("people.merge"), public_id) for public_id in (one, other))
        if first.id == second.id:
            raise AlreadyOne()
        _keep_apart(entry, first.state_code, first.id, second.id, reason=reason, by=by, now=now)


def _keep_apart(
    entry: Entry, state: str, one: int, other: int, *, reason: str | None, by: Identity, now: datetime
) -> None:
    one_id, other_id = sorted((one, other))
    entry.keep(
        PersonDistinct,
        [
            {
                "public_id": new_id(),
                "state_code": state,
                "one_id": one_id,
                "other_id": other_id,
                "ordinal": recorded.times_kept_apart(one_id, other_id),
                "reason": reason,
                "decided_by": by.public_id,
                "decided_at": now,
            }
        ],
    )
    # Either may be another's second row by now: the pair that waits names those that are kept.
    now_of = now_rows([one_id, other_id])
    drop_pair(now_of[one_id].same_as, now_of[other_id].same_as)
