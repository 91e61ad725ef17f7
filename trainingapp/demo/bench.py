"""How fast a person is found, and a roll's likely duplicates, among 106,000 people of many scripts.

Beside each stands its bare floor: the same question put to the database with no index of names. Both run in one
register made for the measuring.
"""

import gc
import random
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import partial
from time import perf_counter
from typing import Any

from sqlalchemy import func, select

from trainingapp.accounts.rules import Grant, Identity
from trainingapp.demo.names import name
from trainingapp.demo.plan import AS_OF, SEED
from trainingapp.forces import queries as forces
from trainingapp.journal import actions as journal
from trainingapp.kit.db import db, transaction
from trainingapp.people import actions as people
from trainingapp.people.likeness import Somebody, somebody
from trainingapp.people.models import PersonNow
from trainingapp.people.queries import duplicates
from trainingapp.people.queries.known import matches_text
from trainingapp.records import queries as records

NOW = datetime.combine(AS_OF, datetime.min.time(), UTC)
PERSONS, FEW = 106_000, 8_000
#: States whose people have names in several scripts.
STATES = "BGD RWA NPL IND PAK ETH EGY CHN UKR SEN IDN GHA MAR URY FRA".split()
#: As people type: whole names and beginnings, in either order, with slips of case and accents; common names and rare
#: ones; in eight scripts; numbers whole, begun and without their zeros; what nobody is called.
ASKED = (
    *("Mohammad", "rahman md", "Rehman Mohammad", "Abdul Karim", "karim, abdul", "Imran Khan", "zahid uddin", "mo ra"),
    *(
        "محمد",
        "محمد إبراهيم",
        "عبد الرحمن",
        "Abdurrahman",
        "王伟",
        "晓丽",
        "Wang Xiaoli",
        "Шевчук Іван",
        "Рахман",
        "Коваленко",
    ),
    *("রহমান মোহাম্মদ", "করিম", "अर्जुन सिंह", "ተስፋዬ", "Keita", "OUEDRAOGO", "lefevre anna", "Jean Claude Uwera"),
    *("9000", "900012345", "000900", "Zzyzx Qqq", "an", "Kavita Patel"),
)


def search(quick: bool) -> list[dict[str, Any]]:
    """Milliseconds within which 95 of 100 searches are answered: for a reviewer of all States, and a State's officer.

    The floor is the same words looked for in every name by LIKE, for the reviewer, in one statement.
    """
    persons = fill(FEW if quick else PERSONS)
    rounds = 2 if quick else 5
    reviewer = Identity("bench", "bench", (Grant("reviewer_military", "all"),))
    officer = Identity("bench", "bench", (Grant("training_officer", "state", frozenset({"BGD"})),))
    floor = _p95([_timed(partial(_scan, text)) for text in ASKED])
    rows = []
    for who, identity in (("all States", reviewer), ("one State", officer)):
        times = [_timed(partial(_ask, identity, text)) for _ in range(rounds) for text in ASKED]
        rows.append(_row(f"search.{who}", _p95(times), floor, "ms p95", f"{persons} persons"))
    return rows


def _ask(identity: Identity, text: str) -> None:
    """What the page asks, of each kind."""
    records.find(identity.scope("people.see"), text, as_of=AS_OF, most=20)
    forces.rotations_called(identity.scope("rotations.see"), text, most=20)
    forces.units_called(identity.scope("rotations.see"), text, most=20)


def _scan(text: str) -> None:
    statement = select(PersonNow.person_id)
    for word in text.split():
        statement = statement.where(matches_text(word))
    db.session.execute(statement.order_by(PersonNow.state_code, PersonNow.service_number).limit(20)).all()


def likely(quick: bool) -> list[dict[str, Any]]:
    """Seconds in which a roll of 850 is held against all people of its State, all 106,000 of them in one State.

    Once with dates of birth and once without. The floor reads every person of the State in one statement.
    """
    persons = fill(FEW if quick else PERSONS, ("BGD",))
    floor = min(_timed(_read_all) for _ in range(3)) / 1000
    rows = []
    for what, born in (("with dates of birth", True), ("without", False)):
        roll = _roll(850, born=born)
        figure = min(_timed(partial(duplicates.look_alikes, "BGD", roll)) for _ in range(3)) / 1000
        rows.append(_row(f"duplicates.{what}", figure, floor, "s", f"850 of {persons}"))
    return rows


def _read_all() -> None:
    columns = (
        PersonNow.person_id,
        PersonNow.full_name,
        PersonNow.given_names,
        PersonNow.family_name,
        PersonNow.born_on,
    )
    db.session.execute(select(*columns).where(PersonNow.state_code == "BGD")).all()


def _roll(size: int, *, born: bool) -> list[Somebody]:
    chance = random.Random(f"{SEED} roll {born}")
    return [
        somebody(
            None,
            numbers=[row["service_number"]],
            names=[(row["family_name"], row["given_names"], None, row["original_name"])],
            sex=row["sex"],
            born_on=row["born_on"] if born else None,
        )
        for row in _people("BGD", size, 800_000_000, chance)
    ]


def fill(persons: int, states: Sequence[str] = STATES) -> int:
    """Invented people until there are so many, in some States; gives how many there are."""
    there = int(
        db.session.scalar(select(func.count()).select_from(PersonNow).where(PersonNow.state_code.in_(states))) or 0
    )
    chance = random.Random(f"{SEED} bench {len(states)}")
    missing = max(0, persons - there)
    for place, state in enumerate(states):
        share = missing // len(states) + (missing % len(states) if not place else 0)
        for start in range(0, share, 5_000):
            rows = _people(state, min(5_000, share - start), 900_000_000 + 100_000 * len(states) + start, chance)
            with (
                transaction(),
                journal.entry(act="bench", by="bench", now=NOW, object_kind="batch", object_id="bench") as entry,
            ):
                people.add_people(entry, state, rows)
    if db.engine.dialect.name == "postgresql":
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("ANALYZE")
    return there + missing


def _people(state: str, count: int, first: int, chance: random.Random) -> list[dict[str, Any]]:
    made = []
    for number in range(first, first + count):
        sex = "female" if chance.random() < 0.06 else "male"
        family, given, original = name(state, sex, chance)
        born_on = date(1996, 1, 1) - timedelta(days=chance.randint(0, 18 * 365))
        made.append(
            {
                "service_number": f"{number:010d}",
                "family_name": family,
                "given_names": given,
                "original_name": original,
                "sex": sex,
                "born_on": born_on,
            }
        )
    return made


def _timed(work: Callable[[], Any]) -> float:
    """Milliseconds, from a session that remembers nothing."""
    db.session.remove()
    gc.collect()
    began = perf_counter()
    work()
    return (perf_counter() - began) * 1000


def _p95(times: Sequence[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)]


def _row(what: str, figure: float, floor: float, unit: str, size: str) -> dict[str, Any]:
    digits = 1 if unit.startswith("ms") else 2
    return {
        "name": what,
        "figure": round(figure, digits),
        "unit": unit,
        "floor": round(floor, digits),
        "ratio": round(figure / floor, 2),
        "size": size,
    }
