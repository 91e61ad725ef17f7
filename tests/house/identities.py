"""Who is who, for the objects that every route is tried with: records that were merged, and offers to another State."""

from tests import make
from trainingapp.accounts.rules import OPERATOR
from trainingapp.kit.db import db
from trainingapp.people import actions
from trainingapp.people.queries import recorded
from trainingapp.states.models import State


def _version(public_id: str) -> int:
    return recorded.person_of(OPERATOR.scope("people.see"), public_id).version


def merged(state: State) -> tuple[str, str]:
    """A record that could be merged with the first, and a merge of two others: their public ids."""
    other, kept, twin = (
        make.person(state, f"{state.code}/{n}", name).public_id
        for n, name in ((70, "Other Soldier"), (80, "Kept Hereafter"), (90, "Doppel Ganger"))
    )
    seen = {"kept_version": _version(kept), "merged_version": _version(twin)}
    merge = actions.merge(kept, twin, reason="A trial.", by=OPERATOR, now=make.NOW, **seen)
    db.session.commit()
    return other, merge


def offered(person_id: str, to_state: str) -> str:
    """An offer of a person to another State, by public id."""
    made = actions.offer(person_id, to_state, reason="A trial.", version=_version(person_id), by=OPERATOR, now=make.NOW)
    db.session.commit()
    return made
