"""A row in every sealed table, kept through the journal: so that whatever is tried on tables of facts is tried on all.

What a row says is invented from its columns; what the database's own rules ask for stands in `SAID`. A new table that
asks for more makes the test red that fills them.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Boolean, Date, Float, Integer, LargeBinary, String, Table, case, func, select

from tests import make
from trainingapp.accounts.rules import OPERATOR
from trainingapp.journal import actions as journal
from trainingapp.journal.queries import sealed_tables
from trainingapp.kit.db import Base, Moment, db, transaction
from trainingapp.kit.ids import new_id
from trainingapp.people.models import Person
from trainingapp.privacy import actions as privacy

#: Whose the rows are: `tests.house.objects` makes something of every kind for it.
STATE = "NPL"

#: Table -> what its columns must say, by the database's own rules.
SAID: Mapping[str, Mapping[str, Any]] = {
    "attestation": {"kind": "training", "subject": "rotation"},
    "attestation_comment": {"side": "state"},
    "attestation_file": {"paper": "checklist", "kind": "pdf"},
    "attestation_step": {"kind": "handed"},
    "audit_finding": {"outcome": "proved", "proof": "certificate"},
    "listing": {"report": "CRSV"},
    "medical_clearance": {"result": "cleared"},
    "screening": {"result": "cleared"},
    "verification": {"kind": "visit"},
    "draft_step": {"kind": "opened"},
    "field_priority": {"mission_code": "MINUSCA", "rank": 1},
    "need": {"required": 2, "held": 1, "women": 0, "men": 0},
    "need_end": {"kind": "met"},
    "nomination_step": {"kind": "accepted"},
    "priority_step": {"kind": "accepted"},
    "requirement_reach": {"due": "deployment"},
    "result_mark": {"result": "pass"},
    "session_closing_outcome": {"kind": "confirmed", "closed_by": "one", "decided_by": "another"},
    "session_plan": {"funding": "voluntary"},
    "session_step": {"kind": "open"},
    "session_trainer": {"role": "lead"},
    "snapshot": {"kind": "gap", "edition": "inside"},
    "snapshot_file": {"form": "pdf"},
    "training_session": {"kind": "delivery", "mission_code": "MINUSCA"},
    "validity_decision": {"kind": "months", "months": 12, "reaches": "new"},
    "version_step": {"kind": "superseded"},
    "assignment_end": {"kind": "left", "ended_on": date(2017, 12, 1)},
    "completion_withdrawal": {"kind": "withdrawn"},
    "hand_outcome": {"kind": "sent_back", "reason": "Which day was it?"},
    "hand_row": {"result": "pass"},
    "invitation_end": {"how": "withdrawn"},
    "person_change": {"field": "rank"},
    "person_distinct": {"one_id": lambda: db.session.scalar(select(func.min(Person.id)).filter_by(state_code=STATE))},
    "person_name": {"full_name": "Alice Uwera"},
    "person_transfer_answer": {"answer": "declined", "reason": "She is not known here."},
}


#: What `keep` fills in by itself.
KEPT = frozenset({"id", "salt", "seal", "entry_seq"})


def erase() -> None:
    """Erase somebody, so that rows are there that were emptied. Before all else: no newest row is one of them."""
    person = make.person(make.state(), "E 1", "Karim Rahman")
    with transaction():
        privacy.erase(person.id, reason="asked", by=OPERATOR, now=make.NOW, secret="test")


def fill() -> None:
    """Keep one row in each sealed table that has none."""
    models = {mapper.local_table.name: mapper.class_ for mapper in Base.registry.mappers}
    with journal.entry(act="test", by="tests", now=make.NOW, object_kind="test", object_id="test") as entry:
        for table in (one for one in Base.metadata.sorted_tables if one in sealed_tables()):
            if db.session.execute(select(table).limit(1)).first():
                continue
            entry.keep(models[table.name], [_row(table)])
    db.session.commit()


def _row(table: Table) -> dict[str, Any]:
    said = SAID.get(table.name, {})
    needed = [column for column in table.columns if not column.nullable and column.name not in KEPT]
    row = {column.name: _value(column.type) for column in needed if not column.foreign_keys}
    # Those of several columns last: what they say of a State goes with what they point at.
    for constraint in sorted(table.foreign_key_constraints, key=lambda one: len(one.columns)):
        if any(column.nullable for column in constraint.columns):
            continue
        referred = constraint.referred_table
        key = next(iter(referred.primary_key))
        # What belongs together is of one State.
        state = referred.c.get("state_code", key if referred.name == "state" else None)
        first = [] if state is None else [case((state == STATE, 0), else_=1)]
        other = [element.column for element in constraint.elements]
        newest = db.session.execute(select(*other).order_by(*first, key.desc()).limit(1)).one()
        row |= dict(zip((column.name for column in constraint.columns), newest, strict=True))
    return row | {name: value() if callable(value) else value for name, value in said.items()}


def _value(kind: Any) -> Any:
    """Something that a column of this kind takes."""
    match kind:
        case Boolean():
            return False
        case Integer() | Float():
            return 1
        case Moment():
            return make.NOW
        case Date():
            return date(2017, 9, 25)
        case LargeBinary():
            return b"bytes"
        case String(length=length):
            return new_id()[: length or 22]
        case _:
            raise TypeError(kind)
