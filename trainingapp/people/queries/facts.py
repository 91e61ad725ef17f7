"""Everything ever recorded of who people are, as the rules read it, and what is kept of their conclusion."""

from collections.abc import Collection, Generator
from contextlib import closing
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, exists, func, select

from trainingapp.kit.db import db
from trainingapp.people.models import Person, PersonChange, PersonMerge, PersonMergeUndo, PersonName, PersonNow
from trainingapp.people.queries.known import listed_keys
from trainingapp.people.rules import Changed, First, Merged, Now, Renamed, kept_of


class Facts(NamedTuple):
    """What `rules.now_of` needs."""

    firsts: list[First]
    names: list[Renamed]
    changes: list[Changed]
    merges: list[Merged]


def _of(model: Any, kind: Any) -> Select[*tuple[Any, ...]]:
    return select(*(getattr(model, name) for name in kind._fields)).order_by(model.id)


def _firsts() -> Select[*tuple[Any, ...]]:
    columns = [getattr(Person, name) for name in First._fields[:-1]]
    # Only whoever was erased has no salt left.
    return select(*columns, func.length(Person.salt) == 0).order_by(Person.id)


def stands() -> ColumnElement[bool]:
    """The condition under which a merge stands: nobody has undone it."""
    return ~exists().where(PersonMergeUndo.merge_id == PersonMerge.id)


def _merges() -> Select[*tuple[Any, ...]]:
    columns = [getattr(PersonMerge, name) for name in Merged._fields]
    return select(*columns).where(stands()).order_by(PersonMerge.id)


def merged_at(states: Collection[str], at: int) -> dict[int, int]:
    """Who was merged by an entry of the journal -> the one who was kept in the end, of these States. One statement."""
    columns = [getattr(PersonMerge, name) for name in Merged._fields]
    undone = exists().where(PersonMergeUndo.merge_id == PersonMerge.id, PersonMergeUndo.entry_seq <= at)
    statement = select(*columns).where(PersonMerge.state_code.in_(sorted(states)), PersonMerge.entry_seq <= at, ~undone)
    return kept_of(Merged._make(row) for row in db.session.execute(statement.order_by(PersonMerge.id)))


def members_of(keys: Collection[int]) -> set[int]:
    """These rows, all that are one person with any of them now, and all that were when it was last written down.

    Two statements.
    """
    states = select(Person.state_code).where(Person.id.in_(listed_keys(keys)))
    merges = [Merged._make(row) for row in db.session.execute(_merges().where(PersonMerge.state_code.in_(states)))]
    together = select(PersonNow.same_as).where(PersonNow.person_id.in_(listed_keys(keys)))
    before = db.session.scalars(select(PersonNow.person_id).where(PersonNow.same_as.in_(together)))
    found = {*keys, *before}
    kept = kept_of(merges)
    roots = {kept.get(key, key) for key in found}
    return found | roots | {key for key, root in kept.items() if root in roots}


def facts_about(keys: Collection[int]) -> Facts:
    """What was recorded of the persons with these keys, whole groups of them. Four statements."""
    wanted = listed_keys(keys)

    def rows(statement: Any, kind: Any) -> list[Any]:
        return [kind._make(row) for row in db.session.execute(statement)]

    return Facts(
        rows(_firsts().where(Person.id.in_(wanted)), First),
        rows(_of(PersonName, Renamed).where(PersonName.person_id.in_(wanted)), Renamed),
        rows(_of(PersonChange, Changed).where(PersonChange.person_id.in_(wanted)), Changed),
        rows(_merges().where(PersonMerge.merged_id.in_(wanted)), Merged),
    )


def kept_rows(connection: Connection) -> Generator[Now]:
    """What `person_now` says, in order of key, streamed; to be closed. One statement."""
    columns = [getattr(PersonNow, name) for name in Now._fields]
    rows = connection.execute(
        select(*columns).order_by(PersonNow.person_id),
        execution_options={"stream_results": True, "yield_per": 2_000},
    )
    with closing(rows):
        yield from map(Now._make, rows)


def now_rows(keys: Collection[int]) -> dict[int, Now]:
    """What `person_now` says of these rows, by key. One statement."""
    columns = [getattr(PersonNow, name) for name in Now._fields]
    rows = db.session.execute(select(*columns).where(PersonNow.person_id.in_(listed_keys(keys))))
    return {row.person_id: Now._make(row) for row in rows}


def all_facts(connection: Connection) -> Facts:
    """Everything, in order of key; the persons are the only many. Four statements."""
    return Facts(
        [First._make(row) for row in connection.execute(_firsts())],
        [Renamed._make(row) for row in connection.execute(_of(PersonName, Renamed))],
        [Changed._make(row) for row in connection.execute(_of(PersonChange, Changed))],
        [Merged._make(row) for row in connection.execute(_merges())],
    )
