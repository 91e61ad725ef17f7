"""How fast a person is found, and a roll's likely duplicates, among 106,000 people of many scripts.

Beside each stands its bare floor: the same question put to the database with no index of names. Both run in one
register made for the measuring.
"""

import csv
import gc
import io
import random
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import partial
from time import perf_counter
from types import MappingProxyType
from typing import Any

from sqlalchemy import func, select, text

from trainingapp.accounts.rules import OPERATOR, Grant, Identity
from trainingapp.demo.names import name
from trainingapp.demo.plan import AS_OF, SEED
from trainingapp.forces import queries as forces
from trainingapp.forces.models import Assignment
from trainingapp.intake import actions as intake_actions
from trainingapp.intake import bench as intake
from trainingapp.intake.hints import read_file
from trainingapp.journal import actions as journal
from trainingapp.kit.db import db, transaction
from trainingapp.kit.ids import new_id
from trainingapp.people import actions as people
from trainingapp.people.likeness import Somebody, somebody
from trainingapp.people.models import Person, PersonNow, PersonWord
from trainingapp.people.queries import duplicates
from trainingapp.people.queries.known import matches_text
from trainingapp.readiness.bench.dates import p95, row
from trainingapp.records import queries as records

NOW = datetime.combine(AS_OF, datetime.min.time(), UTC)
PERSONS, FEW = 106_000, 8_000
#: States whose people have names in several scripts.
STATES = "BGD RWA NPL IND PAK ETH EGY CHN UKR SEN IDN GHA MAR URY FRA".split()
#: As people type, by kind: in eight scripts, in either order, with slips of case and accents; common names and rare
#: ones; numbers whole, begun, without their zeros and with other signs between; one letter; what nobody is called.
ASKED: Mapping[str, Sequence[str]] = MappingProxyType(
    {
        "Latin": ("Rehman Mohammad", "Imran Khan", "zahid uddin", "Keita", "OUEDRAOGO", "Jean Claude Uwera", "Ödegård"),
        "reversed": ("rahman md", "karim, abdul", "lefevre anna", "UDDIN Zahid", "Khan Imran", "Patel, Kavita"),
        "Arabic": ("محمد", "محمد إبراهيم", "عبد الرحمن", "Abdurrahman", "إبراهيم محمد"),
        "Chinese, Korean": ("王伟", "晓丽", "王", "Wang Xiaoli", "김민준", "伟王"),
        "Cyrillic": ("Шевчук Іван", "Рахман", "Коваленко", "иван шевчук", "Олександр"),
        "Bengali and others": ("রহমান মোহাম্মদ", "করিম", "अर्जुन सिंह", "ተስፋዬ"),
        "common": ("Mohamed", "Mohammad", "Abdul Karim", "Md", "Khan"),
        "short": ("m", "a", "an", "mo ra", "9"),
        "numbers": ("9000", "900012345", "000900", "9000-12345", "BA 900012345", "9OOO12345"),
        "nobody": ("Zzyzx Qqq", "Xanthippe", "王伟 Zzyzx", "7777777777777", "Mohammad Zzyzx"),
    }
)


def search(quick: bool) -> list[dict[str, Any]]:
    """Milliseconds within which 95 of 100 searches are answered: for a reviewer of all States by what is typed, and for
    a State's officer.

    The floor is the same words looked for in every name by LIKE, for the reviewer, in one statement.
    """
    persons = fill(FEW if quick else PERSONS)
    rounds = 2 if quick else 7
    reviewer = Identity("bench", "bench", (Grant("reviewer_military", "all"),))
    officer = Identity("bench", "bench", (Grant("training_officer", "state", frozenset({"BGD"})),))
    everything = [typed for texts in ASKED.values() for typed in texts]
    rows = []
    for what, identity, asked in (
        *((kind, reviewer, texts) for kind, texts in ASKED.items()),
        ("all of these", reviewer, everything),
        ("all of these, one State", officer, everything),
    ):
        gc.collect()
        floor = p95([_timed(partial(_scan, typed)) for typed in asked])
        times = [_timed(partial(_ask, identity, typed)) for _ in range(rounds) for typed in asked]
        rows.append(row(f"search.{what}", p95(times), floor, "ms p95", f"{persons} persons"))
    return rows


def _ask(identity: Identity, typed: str) -> None:
    """What the page asks, of each kind."""
    records.find(identity.scope("people.see"), typed, as_of=AS_OF, most=20)
    forces.rotations_called(identity.scope("rotations.see"), typed, most=20)
    forces.units_called(identity.scope("rotations.see"), typed, most=20)


def _scan(typed: str) -> None:
    statement = select(PersonNow.person_id)
    for word in typed.split():
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
        rows.append(row(f"duplicates.{what}", figure, floor, "s", f"850 of {persons}"))
    return rows


def roll(quick: bool) -> list[dict[str, Any]]:
    """Seconds in which a nominal roll of 850 new persons is read, checked, recorded and held against 106,000.

    The floor is `csv`, and a bare `executemany` of the same rows into tables equal to the four that keep them.
    """
    persons = fill(FEW if quick else PERSONS)
    size = 200 if quick else 850
    times, data = [], b""
    for place in range(2 if quick else 3):
        data = _roll_file(size, place)
        rotation = forces.rotation(
            OPERATOR.scope("rotations.see"), intake.new_rotation(f"BENCH-{new_id()[:8]}", size), as_of=AS_OF
        )

        def record() -> None:
            reading = read_file(data, name="roll.csv")  # noqa: B023
            with transaction():
                receipt = intake_actions.record_roll(
                    reading, rotation, by=OPERATOR, now=NOW, today=AS_OF, good_rows=False  # noqa: B023
                )  # fmt: skip
            if receipt.recorded != size:
                raise RuntimeError(f"{receipt.recorded} of {size} rows were recorded")

        times.append(_timed(record) / 1000)
    newest = select(func.max(Person.id)).scalar_subquery() - size
    tables = ((Person, Person.id), (PersonNow, PersonNow.person_id), (PersonWord, PersonWord.person_id))
    lines = (Assignment, Assignment.person_id > newest)
    floor = intake.bare([*((model, key > newest) for model, key in tables), lines], data)
    return [row("roll.record", min(times), floor, "s", f"{size} beside {persons}")]


def _roll_file(size: int, place: int) -> bytes:
    """A roll as an officer would send it, of people who are new to the register."""
    sheet = io.StringIO(newline="")
    writer = csv.writer(sheet)
    writer.writerow(("Svc No", "Rank", "Family name", "Given names", "Original name", "Sex", "Date of birth"))
    writer.writerows(
        (
            row["service_number"],
            "Private",
            row["family_name"],
            row["given_names"],
            row["original_name"],
            row["sex"],
            row["born_on"].isoformat(),
        )
        for row in _people("BGD", size, 700_000_000 + 10_000 * place, random.Random(f"{SEED} roll {place}"))
    )
    return sheet.getvalue().encode()


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
        with transaction():
            db.session.execute(text("ANALYZE"))
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
    began = perf_counter()
    work()
    return (perf_counter() - began) * 1000
