"""Decisions about who somebody is: never on who changed meanwhile."""

from collections.abc import Sequence

from trainingapp.accounts.rules import Identity
from trainingapp.kit.errors import Absent, DomainError
from trainingapp.people import actions
from trainingapp.people.queries import KnownPerson, by_service_number, recorded
from trainingapp.records import queries
from trainingapp.records.forms.identity import VersionedForm
from trainingapp.records.happened import Happened, happened


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
