"""A register grown to the size that readiness is measured at: the demonstration, and what its people did before.

Invented with one seed. Inserted past the journal and without seals: nobody verifies a register that is made for
measuring and thrown away, and to seal two million rows takes longer than everything that is measured on them.
"""

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count, islice
from typing import Any, Final, NamedTuple

from sqlalchemy import func, select, text

from trainingapp.completions.models import Completion, CompletionWithdrawal
from trainingapp.curricula import queries as curricula
from trainingapp.curricula.queries import VersionFacts
from trainingapp.curricula.rules import valid_through
from trainingapp.demo.bench import NOW, STATES, fill
from trainingapp.demo.plan import AS_OF, SEED
from trainingapp.forces.models import Assignment, AssignmentEnd, Rotation, Unit
from trainingapp.journal import actions as journal
from trainingapp.kit.db import db, transaction
from trainingapp.people.models import PersonNow
from trainingapp.requirements import queries as requirements

PERSONS, COMPLETIONS = 106_000, 2_000_000
#: A tenth of the persons, in about as many rotations: what grows is the persons, and nothing else.
FEW_PERSONS, FEW_COMPLETIONS, FEW_ROLL = 10_000, 190_000, 10

#: First and last day of what people did before.
FIRST, LAST = date(2012, 1, 2), AS_OF - timedelta(days=30)
#: Of the units that serve, the rotations before: years earlier, and the share of today's people who were on them.
BEFORE: Final = ((1, 0.6), (2, 0.4))
#: Who is new stands on rolls of at most so many, that deployed this year or will within the two to come.
ROLL = 450
SOONEST, LATEST = -300, 700
#: Of what is recorded: the share on a day of one's own, failed, only attended, and withdrawn since.
ALONE, FAILED, ATTENDED, WITHDRAWN = 0.08, 0.03, 0.01, 0.01
#: Of the lines of rolls: the share that ended before the tour did.
LEFT = 0.02
#: Rows sent to the embedded database at a time.
CHUNK = 10_000
EVIDENCE: Final = ("self_declared",) * 2 + ("recorded",) * 5 + ("certified",) * 2 + ("verified",)


@dataclass(frozen=True)
class Grown:
    """How many persons, rotations and completions there are now."""

    persons: int
    rotations: int
    completions: int

    def __str__(self) -> str:
        return f"{self.persons} persons, {self.completions} completions, {self.rotations} rotations"


class Line(NamedTuple):
    """Somebody on a roll, as the next roll repeats it."""

    state: str
    person_id: int
    category: str
    rank: str | None
    function: str | None
    function_code: str | None


def grow(*, persons: int = PERSONS, completions: int = COMPLETIONS, roll: int = ROLL) -> Grown:
    """Grow the register to so many persons and completions, if it has fewer. Commits; a minute for all of it.

    Who is new stands on rolls of at most `roll`. Whatever is kept for speed does not know of any of it, and must be
    made anew.
    """
    if _count(PersonNow) >= persons and _count(Completion) >= completions:
        return _grown()
    chance = random.Random(f"{SEED} grown")
    _people(persons)
    with (
        transaction(),
        journal.entry(act="bench", by="bench", now=NOW, object_kind="reference", object_id="grown") as entry,
    ):
        rolls = _rotations(entry.seq, chance, roll)
        _completions(entry.seq, rolls, completions, chance)
    if db.engine.dialect.name == "postgresql":
        with transaction():
            db.session.execute(text("ANALYZE"))
    return _grown()


def _grown() -> Grown:
    return Grown(_count(PersonNow), _count(Rotation), _count(Completion))


def _people(persons: int) -> None:
    """Whoever is missing, in the States that send many."""
    here = select(func.count()).select_from(PersonNow).where(PersonNow.state_code.in_(STATES))
    fill(persons - _count(PersonNow) + (db.session.scalar(here) or 0))


# --- Rotations and rolls ---------------------------------------------------------------------------------------------


def _rotations(seq: int, chance: random.Random, most: int) -> list[list[Line]]:
    """The rotations before those that serve, and some for whoever stands on no roll yet. Gives today's rolls."""
    known = db.session.execute(
        select(
            Rotation.id,
            Rotation.state_code,
            Rotation.unit_id,
            Rotation.code,
            Rotation.mission_code,
            Rotation.deploys_on,
            Rotation.ends_on,
            Rotation.strength,
        ).order_by(Rotation.id)
    ).all()
    rolls = _rolls()
    keys = _keys(Rotation)
    rotations: list[tuple[object, ...]] = []
    lines: list[tuple[int, Line]] = []
    deployed: dict[int, date] = {}
    for key, state, unit, code, mission, deploys_on, ends_on, strength in known:
        for years, share in BEFORE if deploys_on <= AS_OF else ():
            days = timedelta(days=364 * years + 1)
            made = next(keys)
            deployed[made] = deploys_on - days
            values = (state, unit, f"{code}-{years}", mission, None, deploys_on - days, ends_on - days, strength)
            rotations.append((made, f"grown{made:017d}", *values, seq, b"", b""))
            lines += ((made, line) for line in rolls.get(key, ()) if chance.random() < share)
    for unit, mission, new in _without_roll(chance, most):
        made = next(keys)
        begins = deployed[made] = AS_OF + timedelta(days=chance.randint(SOONEST, LATEST))
        values = (new[0].state, unit, f"GROWN-{made}", mission, None, begins, begins + timedelta(days=364), len(new))
        rotations.append((made, f"grown{made:017d}", *values, seq, b"", b""))
        lines += ((made, line) for line in new)
        rolls[made] = new
    _insert(
        Rotation,
        "id public_id state_code unit_id code mission_code location deploys_on ends_on strength",
        rotations,
    )
    keys, ends, ended = _keys(Assignment), _keys(AssignmentEnd), []
    assigned = []
    for (rotation, line), key in zip(lines, keys, strict=False):
        state, person, *rest = line
        assigned.append((key, f"grown{key:017d}", state, rotation, person, 1, *rest, seq, b"", b""))
        if chance.random() < LEFT:
            left_on = deployed[rotation] + timedelta(days=chance.randint(5, 300))
            end = next(ends)
            ended.append((end, f"grown{end:017d}", state, key, "left", left_on, "Left early", seq, b"", b""))
    _insert(
        Assignment,
        "id public_id state_code rotation_id person_id ordinal category rank function function_code",
        assigned,
    )
    _insert(AssignmentEnd, "id public_id state_code assignment_id kind ended_on reason", ended)
    return list(rolls.values())


def _rolls() -> dict[int, list[Line]]:
    """Every roll as it stands. One statement."""
    found: dict[int, list[Line]] = {}
    for row in db.session.execute(
        select(
            Assignment.rotation_id,
            Assignment.state_code,
            Assignment.person_id,
            Assignment.category,
            Assignment.rank,
            Assignment.function,
            Assignment.function_code,
        ).order_by(Assignment.rotation_id, Assignment.id)
    ):
        found.setdefault(row[0], []).append(Line._make(row[1:]))
    return found


def _without_roll(chance: random.Random, most: int) -> Iterator[tuple[int, str, list[Line]]]:
    """Whoever stands on no roll, in rolls of one State: the unit that takes them, a mission, the roll."""
    units: dict[str, list[int]] = {}
    for state, unit in db.session.execute(select(Unit.state_code, Unit.id).order_by(Unit.id)):
        units.setdefault(state, []).append(unit)
    missions = db.session.scalars(select(Rotation.mission_code).distinct().order_by(Rotation.mission_code)).all()
    there = select(Assignment.id).where(Assignment.person_id == PersonNow.person_id).exists()
    waiting: dict[str, list[Line]] = {}
    for state, person in db.session.execute(
        select(PersonNow.state_code, PersonNow.person_id).where(~there).order_by(PersonNow.person_id)
    ):
        waiting.setdefault(state, []).append(Line(state, person, "troops", "Private", "Rifleman", None))
    for state, lines in sorted(waiting.items()):
        for start in range(0, len(lines), most) if state in units else ():
            yield chance.choice(units[state]), chance.choice(missions), lines[start : start + most]


# --- Completions -----------------------------------------------------------------------------------------------------


def _completions(seq: int, rolls: Sequence[Sequence[Line]], wanted: int, chance: random.Random) -> None:
    """What the people of each roll completed before, mostly together, until so many are in the register."""
    versions = [
        version for shown in curricula.overview(AS_OF) for version in curricula.versions(shown.code)
        if version.effective_from <= LAST
    ]  # fmt: skip
    required = {rule.curriculum for rule in requirements.rules() if rule.mandatory}
    asked, others = ([v for v in versions if (v.code in required) == is_asked] for is_asked in (True, False))
    missing, withdrawn = max(0, wanted - _count(Completion)), []
    keys, taken_back = _keys(Completion), _keys(CompletionWithdrawal)
    people = sum(map(len, rolls))

    def made() -> Iterator[tuple[object, ...]]:
        left = missing
        for place, roll in enumerate(rolls):
            # So many for each of those who are left that the last of them takes the last one.
            sittings = -(-left // max(1, people - sum(map(len, rolls[:place]))))
            for ordinal in range(2, 2 + sittings):
                for row in _sitting(seq, roll, ordinal, asked, others, keys, chance):
                    if not left:
                        return
                    left -= 1
                    if chance.random() < WITHDRAWN:
                        end = next(taken_back)
                        reason = ("withdrawn", "Entered twice", None, "bench", NOW)
                        withdrawn.append((end, f"grown{end:017d}", row[2], row[0], *reason, seq, b"", b""))
                    yield row

    _insert(
        Completion,
        "id public_id state_code person_id version_id completed_on ordinal result score valid_through evidence batch_id"
        " row recorded_on carried_from",
        made(),
    )
    _insert(
        CompletionWithdrawal,
        "id public_id state_code completion_id kind reason replaced_by withdrawn_by withdrawn_at",
        withdrawn,
    )


def _sitting(
    seq: int,
    roll: Sequence[Line],
    ordinal: int,
    asked: Sequence[VersionFacts],
    others: Sequence[VersionFacts],
    keys: Iterator[int],
    chance: random.Random,
) -> Iterator[tuple[object, ...]]:
    """One course of a roll: most on its day, some on one of their own; every other one of what rules ask for."""
    day = FIRST + timedelta(days=chance.randrange((LAST - FIRST).days))
    begun = [version for version in (asked, others)[ordinal % 2] if version.effective_from <= day]
    version = chance.choice(begun or others)
    day = max(day, version.effective_from)
    for line in roll:
        on = day
        if chance.random() < ALONE:
            on = min(LAST, max(version.effective_from, day + timedelta(days=chance.randint(-60, 60))))
        lucky = chance.random()
        result = "fail" if lucky < FAILED else "attended" if lucky < FAILED + ATTENDED else "pass"
        last = valid_through(on, version.validity) if result == "pass" else None
        key = next(keys)
        person = (line.state, line.person_id, version.id, on, ordinal, result, None, last, chance.choice(EVIDENCE))
        yield key, f"grown{key:017d}", *person, None, None, on, None, seq, b"", b""


# --- Rows ------------------------------------------------------------------------------------------------------------


def _count(model: Any) -> int:
    return int(db.session.scalar(select(func.count()).select_from(model)) or 0)


def _keys(model: Any) -> Iterator[int]:
    return count(int(db.session.scalar(select(func.coalesce(func.max(model.id), 0))) or 0) + 1)


def _insert(model: Any, columns: str, rows: Iterable[tuple[object, ...]]) -> None:
    """Rows as they are, the fastest way that each database knows; PostgreSQL is then told which keys are taken."""
    names, table = [*columns.split(), "entry_seq", "salt", "seal"], model.__tablename__
    connection = db.session.connection()
    cursor = connection.connection.cursor()
    if connection.dialect.name == "postgresql":
        with cursor.copy(f"COPY {table} ({', '.join(names)}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")
    else:
        places = ", ".join("?" * len(names))
        statement = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({places})"
        waiting = iter(rows)
        while some := [tuple(map(_bound, row)) for row in islice(waiting, CHUNK)]:
            cursor.executemany(statement, some)
    cursor.close()


def _bound(value: object) -> object:
    """As SQLite keeps it."""
    if value is NOW:
        return NOW.strftime("%Y-%m-%d %H:%M:%S.000000")
    return value.isoformat() if isinstance(value, date) else value
