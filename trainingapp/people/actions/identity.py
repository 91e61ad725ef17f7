"""Putting a name right, and recording what became another: always new rows, on the person somebody really looked at."""

from datetime import date, datetime

from trainingapp.accounts.rules import Identity
from trainingapp.journal import actions as journal
from trainingapp.kit.errors import Absent, Conflict, Unfit
from trainingapp.kit.ids import new_id
from trainingapp.kit.words import Sentence, say
from trainingapp.people.actions.now import AlreadyKnown, refresh_now
from trainingapp.people.models import PersonChange, PersonName
from trainingapp.people.naming import Names, problems_of_change, problems_of_names
from trainingapp.people.queries import recorded
from trainingapp.people.queries.known import KnownPerson


class ChangedMeanwhile(Conflict):
    """Somebody else changed the person since the page was opened."""

    sentence = say(
        "Somebody else changed this person while you were typing, so nothing was recorded. Compare what you typed with "
        "what stands there now, and send it again if it is still right."
    )


class NumberTaken(Conflict):
    """Another person of the State has the service number."""

    sentence = say("Another person of the State has this service number now, so nothing was recorded.")


class CannotChange(Unfit):
    """What is said of the person contradicts itself or the register: `problems` says how, by field."""


def as_seen(by: Identity, permission: str, public_id: str, version: int | None) -> KnownPerson:
    """The person, if nobody changed who they are since the version that was seen; None asks for no version.

    To be asked within an entry: only behind the journal's lock is the answer certain. Raises Absent, ChangedMeanwhile.
    """
    person = recorded.person_of(by.scope(permission), public_id)
    if person.erased:
        raise Absent()
    if version is not None and person.version != version:
        raise ChangedMeanwhile()
    return person


def names_of(person: KnownPerson) -> Names:
    """The name as it stands, part by part."""
    return Names(person.family_name, person.given_names, person.full_name, person.original_name)


def correct_name(
    public_id: str,
    new: Names,
    *,
    reason: str,
    evidence: str | None,
    version: int,
    by: Identity,
    now: datetime,
) -> str:
    """Put a name right without a new identity; the earlier name stays, with when, who and why.

    Returns the public id of the person. Raises Absent, ChangedMeanwhile when somebody else was faster, CannotChange
    with every problem by field.
    """
    person = recorded.person_of(by.scope("people.correct"), public_id)
    with journal.entry(
        act="person.correct_name",
        by=by.public_id,
        now=now,
        object_kind="person",
        object_id=person.public_id,
        state_code=person.state_code,
    ) as entry:
        person = as_seen(by, "people.correct", public_id, version)
        if problems := problems_of_names(new, names_of(person)):
            raise CannotChange(problems)
        entry.keep(
            PersonName,
            [
                {
                    "public_id": new_id(),
                    "state_code": person.state_code,
                    "person_id": person.id,
                    "family_name": new.family_name,
                    "given_names": new.given_names,
                    "full_name": new.full_name,
                    "original_name": new.original_name,
                    "reason": reason,
                    "evidence": evidence,
                    "corrected_by": by.public_id,
                    "corrected_at": now,
                }
            ],
        )
        refresh_now([person.id])
    return person.public_id


def change(
    public_id: str,
    field: str,
    value: str,
    *,
    holds_from: date,
    reason: str,
    version: int,
    by: Identity,
    now: datetime,
    today: date,
) -> str:
    """Record that something about a person became another: `field` is one of rules.CHANGES; a birth date in ISO form.

    What holds from the latest day is what the person is now. Returns the person's public id. Raises Absent,
    ChangedMeanwhile, CannotChange, NumberTaken.
    """
    person = recorded.person_of(by.scope("people.correct"), public_id)
    with journal.entry(
        act="person.change",
        by=by.public_id,
        now=now,
        object_kind="person",
        object_id=person.public_id,
        state_code=person.state_code,
        details={"field": field},
    ) as entry:
        person = as_seen(by, "people.correct", public_id, version)
        if problems := problems_of(person, field, value, holds_from=holds_from, today=today):
            raise CannotChange(problems)
        entry.keep(
            PersonChange,
            [
                {
                    "public_id": new_id(),
                    "state_code": person.state_code,
                    "person_id": person.id,
                    "field": field,
                    "value": value,
                    "holds_from": holds_from,
                    "reason": reason,
                    "changed_by": by.public_id,
                    "changed_at": now,
                }
            ],
        )
        try:
            refresh_now([person.id])
        except AlreadyKnown as taken:
            raise NumberTaken() from taken
    return person.public_id


def problems_of(
    person: KnownPerson, field: str, value: str | None, *, holds_from: date | None, today: date
) -> dict[str, Sentence]:
    """Everything that is wrong with a change of this person, by field; None is what could not be read."""
    before = getattr(person, field)
    return problems_of_change(
        field,
        value,
        before.isoformat() if isinstance(before, date) else before,
        holds_from=holds_from,
        today=today,
        born_on=None if field == "born_on" else person.born_on,
    )
