"""Decisions about who somebody is: carried out once, refused in sentences, never on who changed meanwhile."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from flask import request
from flask_babel import gettext as _

from trainingapp.accounts.rules import Identity
from trainingapp.kit.clock import now
from trainingapp.kit.db import transaction
from trainingapp.kit.errors import Absent, Conflict, DomainError
from trainingapp.kit.once import once
from trainingapp.people import actions
from trainingapp.people.queries import KnownPerson, by_service_number, recorded
from trainingapp.records import queries
from trainingapp.records.forms.identity import VersionedForm, say_problems
from trainingapp.records.happened import Happened, happened


class Outcome(NamedTuple):
    """What came of a decision: an answer, or the status and the refusal, which stands on the form by now."""

    answer: str | None
    status: int = 200
    refusal: DomainError | None = None


def decided(form: Any, identity: Identity, do: Callable[[], str]) -> Outcome:
    """Carry a decision out once, in one transaction. Raises Absent."""
    act = str(request.endpoint)
    try:
        with transaction():
            return Outcome(once(form.key.data, asked_by=identity.public_id, act=act, now=now(), do=do))
    except Absent:
        raise
    except actions.CannotChange as wrong:
        say_problems(form, wrong.problems)
        return Outcome(None, 422, wrong)
    except DomainError as refusal:
        form.form_errors.append(refusal.sentence.through(_))
        return Outcome(None, 409 if isinstance(refusal, Conflict) else 422, refusal)


def one_person(identity: Identity, permission: str, public_id: str) -> KnownPerson:
    """The person, for whoever may do this for their State; nobody who was erased. Raises Absent. One statement."""
    found = recorded.person_of(identity.scope(permission), public_id)
    if found.erased:
        raise Absent()
    return found


def meanwhile(form: VersionedForm, person: KnownPerson, refusal: DomainError | None) -> Sequence[Happened]:
    """What was recorded of somebody since the page was opened; the form is from now on about them as they are now.

    Nothing when that is not why the form was refused. Six statements when it is.
    """
    if not isinstance(refusal, actions.ChangedMeanwhile):
        return ()
    told = happened(queries.facts_of_identity(person.id))
    since = [one for one in told if one.entry_seq > form.seen] if form.seen else []
    form.version.data = str(person.version)
    return since


def holder_of(state: str, number: str | None) -> KnownPerson | None:
    """Who of a State has a service number now. For whoever may see the State's people. One statement."""
    return by_service_number(state, [number]).get(number) if number else None
