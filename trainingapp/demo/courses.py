"""Pure: the training sessions of the demonstration: the calendar of the centre in Entebbe in 2017 (R33, E9), and two
sessions in Accra that rest on it. Invented people; what goes wrong, goes wrong in the fictional States."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from trainingapp.demo.names import name
from trainingapp.demo.plan import SEED

ENTEBBE: Final = "ENTEBBE"


@dataclass(frozen=True)
class Participant:
    """Somebody who took part, under a service number of their State, and what came of it."""

    state: str
    service_number: str
    family_name: str
    given_names: str
    original_name: str | None
    sex: str
    result: str


@dataclass(frozen=True)
class Held:
    """A session: who delivers it, of what, when, in which language, for how many, with whose money, for which States.

    `lead`: the State of the lead instructor, a graduate of `lead_from`, or else its first trainer. `failed`: the States
    of which one participant failed. `each`: how many each State sent.
    """

    institution: str
    curriculum: str
    label: str
    kind: str
    starts_on: date
    ends_on: date
    place: str
    language: str
    places: int
    funding: str
    states: tuple[str, ...] = ()
    each: int = 2
    failed: tuple[str, ...] = ()
    lead: str | None = None
    #: The curriculum of the earlier session that the lead graduated from.
    lead_from: str | None = None
    status: str = "completed"
    component: str | None = None
    note: str = ""


#: Twelve States, two of each (E9).
TWELVE: Final = ("BFA", "ETH", "GHA", "KEN", "NGA", "RWA", "SEN", "TZA", "UGA", "ZMB", "XCA", "XSU")
_WHERE: Final = {"institution": ENTEBBE, "place": "Entebbe", "funding": "voluntary", "label": "2017"}


def _entebbe(curriculum: str, kind: str, first: date, last: date, *, language: str = "en", **more: object) -> Held:
    values: dict[str, object] = {**_WHERE, "curriculum": curriculum, "kind": kind, "places": 20, "language": language}
    return Held(**(values | {"starts_on": first, "ends_on": last} | more))  # type: ignore[arg-type]


SESSIONS: Final[Sequence[Held]] = (
    _entebbe("TOT-UNSOC", "trainers", date(2017, 2, 13), date(2017, 2, 24), states=TWELVE[:6], lead="KEN"),
    _entebbe("TOT-CPOC", "trainers", date(2017, 5, 15), date(2017, 5, 26), states=TWELVE[2:8], lead="RWA"),
    _entebbe(
        "TOT-CP",
        "trainers",
        date(2017, 6, 12),
        date(2017, 6, 16),
        language="fr",
        states=("BFA", "SEN", "CMR", "TCD", "TGO", "BEN"),
        lead="SEN",
    ),
    _entebbe(
        "TOT-CPTM",
        "trainers",
        date(2017, 8, 14),
        date(2017, 8, 25),
        places=24,
        states=TWELVE,
        failed=("XCA", "XSU"),
        lead="GHA",
        note="The first course for trainers of the core materials of 2017.",
    ),
    _entebbe("TOT-MGA", "trainers", date(2017, 9, 18), date(2017, 9, 22), states=TWELVE[:5], lead="TZA"),
    _entebbe("AMS-SUPPORT", "support", date(2017, 10, 16), date(2017, 10, 20), component="Police Division", places=30),
    _entebbe(
        "SECTORCMD",
        "support",
        date(2017, 11, 13),
        date(2017, 11, 24),
        language="fr",
        component="Office of Military Affairs",
    ),
    Held(
        institution="KAIPTC",
        curriculum="CPTM",
        label="2017",
        kind="delivery",
        starts_on=date(2017, 10, 2),
        ends_on=date(2017, 10, 6),
        place="Accra",
        language="en",
        places=20,
        funding="national",
        states=("GHA",),
        each=12,
        lead="GHA",
        lead_from="TOT-CPTM",
    ),
    Held(
        institution="KAIPTC",
        curriculum="CPTM",
        label="2017",
        kind="delivery",
        starts_on=date(2018, 1, 15),
        ends_on=date(2018, 1, 19),
        place="Accra",
        language="en",
        places=30,
        funding="bilateral",
        status="open",
    ),
)

#: Who was a trainer before the first session that is known: course -> State and day. Recorded from a file.
FIRST: Final = {
    "TOT-UNSOC": ("KEN", date(2017, 1, 27)),
    "TOT-CPOC": ("RWA", date(2017, 5, 5)),
    "TOT-CP": ("SEN", date(2017, 2, 10)),
    "TOT-CPTM": ("GHA", date(2017, 8, 4)),
    "TOT-MGA": ("TZA", date(2017, 3, 10)),
}

#: What the institutions tell of themselves: code -> languages, courses, about.
PROFILES: Final = {
    "BIPSOT": ("en", "CPTM CPOC-MIL CP-MIL UNSOC UNMEM", "Trains contingents, staff officers and observers."),
    "KAIPTC": ("en fr", "CPTM CPOC-MIL ITM-CRSV UNPOL-IPO", "Trains military, police and civilians of West Africa."),
    ENTEBBE: (
        "en fr",
        "TOT-CPTM TOT-UNSOC TOT-CPOC TOT-CP TOT-MGA AMS-SUPPORT SECTORCMD",
        "Courses for trainers of troop and police contributors, paid by voluntary contributions; opened in 2016.",
    ),
}


def first_trainer(course: str) -> Participant:
    """Who was a trainer before the first session of a course that is known."""
    return _person(FIRST[course][0], f"first {course}", 0, "pass")


def participants(held: Held) -> list[Participant]:
    """Who took part in a session: always the same people."""
    called = f"{held.curriculum} {held.starts_on}"
    return [
        _person(state, called, place, "fail" if state in held.failed and place == held.each - 1 else "pass")
        for state in held.states
        for place in range(held.each)
    ]


def _person(state: str, called: str, place: int, result: str) -> Participant:
    chance = random.Random(f"{SEED} {state} {called} {place}")
    sex = "female" if chance.random() < 0.25 else "male"
    family, given, original = name(state, sex, chance)
    number = f"T{random.Random(f'{state} {called}').randrange(1_000, 9_999)}-{place + 1:02}"
    return Participant(state, number, family, given, original, sex, result)
