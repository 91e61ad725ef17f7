"""Pure: the people of a planned rotation, and what they passed, failed or missed. Invented, and always the same."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from types import MappingProxyType

from trainingapp.demo.names import name
from trainingapp.demo.plan import BANBAT_4, SEED, Planned

#: Share of women, in percent, by kind of unit: near the published shares (R70), the same for every State.
WOMEN = {"INF_BN": 4, "FPU": 8, "MED_L2": 24, "OBSERVERS": 12, "STAFF": 11, "IPO": 17}
WOMEN_ELSEWHERE = 5

#: Up to so many persons, a team or a company trains as one; above this quality a State repeats what failed.
SMALL_TEAM, COMPANY = 60, 300
GOOD = 0.9

CATEGORY = {
    "FPU": "formed_police",
    "IPO": "individual_police",
    "OBSERVERS": "expert_on_mission",
    "STAFF": "staff_officer",
}

#: The heads of a unit, from the top: rank, function as given, its code, how many. A battalion has the 24 designated
#: decision makers and the 30 platoon and company leaders of E4.
HEADS = {
    "battalion": (
        ("Lieutenant Colonel", "Commanding Officer", "battalion_commander", 1),
        ("Major", "Second in Command", "deputy_commander", 1),
        ("Major", "Operations Officer", "operations_officer", 1),
        ("Major", "Intelligence Officer", "intelligence_officer", 1),
        ("Major", "Planning Officer", "planning_officer", 1),
        ("Major", "Company Commander", "company_commander", 5),
        ("Captain", "Battle Captain", "battle_captain", 14),
        ("Captain", "Logistics Officer", "logistics_officer", 1),
        ("Lieutenant", "Platoon Leader", "platoon_leader", 25),
    ),
    "military": (
        ("Major", "Company Commander", "company_commander", 1),
        ("Captain", "Operations Officer", "operations_officer", 1),
        ("Captain", "Logistics Officer", "logistics_officer", 1),
        ("Lieutenant", "Platoon Leader", "platoon_leader", 3),
    ),
    "police": (
        ("Superintendent", "FPU Commander", "fpu_commander", 1),
        ("Inspector", "FPU Deputy Commander", "fpu_deputy_commander", 1),
        ("Sub-Inspector", "FPU Platoon Leader", "fpu_platoon_leader", 3),
    ),
}
RANKS = {
    "military": ("Sergeant", "Corporal", "Lance Corporal", "Private", "Private", "Private"),
    "police": ("Police Sergeant", "Constable", "Constable"),
}
FUNCTIONS = {
    "military": (
        ("Rifleman", "rifleman"),
        ("Driver", "driver"),
        ("Medic", "medic"),
        ("Radio Operator", "radio_operator"),
    ),
    "police": (("FPU Member", "fpu_member"),),
}


@dataclass(frozen=True)
class Invented:
    """One line of a demonstration's roll."""

    service_number: str
    family_name: str
    given_names: str
    original_name: str | None
    sex: str
    #: None for the few whose roll does not say it.
    born_on: date | None
    category: str
    rank: str
    function: str
    function_code: str


#: Who stands on a roll a second time, or was on another before, written another way: State and code of the rotation ->
#: place on its roll -> service number, family name, given names, name in its own script, sex, date of birth. The likely
#: duplicates that the demonstration has to decide; the first four are of BANBAT-4.
Written = tuple[str, str, str, str | None, str, date | None]
WRITTEN_TWICE: Mapping[tuple[str, str], Mapping[int, Written]] = MappingProxyType(
    {
        ("BGD", "BANENG-1"): {
            100: ("25858316", "Rehman", "Tanvir", None, "male", date(1984, 10, 6)),
            101: ("BA-7713042", "Chaudhuri", "Jahangir", "জাহাঙ্গীর চৌধুরী", "male", date(1980, 5, 4)),
            102: ("O25858376", "Chowdhury", "Md. Masud", "মোঃ মাসুদ চৌধুরী", "male", None),
            103: ("BA-7713077", "Karim", "Md. Tanvir", None, "male", date(1987, 8, 4)),
            110: ("49173037", "Hussain", "Kamrul", None, "male", date(1983, 8, 24)),
            111: ("BA-7713461", "Choudhury", "Rehana", "রেহানা চৌধুরী", "female", date(1981, 3, 7)),
            112: ("049173O51", "Majumder", "Md.", None, "male", date(1986, 11, 3)),
        },
        ("XCA", "XCAFPU-1"): {
            100: ("67240040", "Tesfaye", "Okello", None, "male", date(1982, 11, 6)),
            101: ("067240953", "Gebre", "Moses", None, "male", date(1984, 11, 4)),
        },
    }
)


def people_of(planned: Planned) -> list[Invented]:
    """The roll of a rotation, heads first. Service numbers have leading zeros and are unique within the State."""
    roll = _as_invented(planned)
    for place, (number, family, given, original, sex, born_on) in WRITTEN_TWICE.get(
        (planned.state, planned.code), {}
    ).items():
        if place < len(roll):
            roll[place] = replace(
                roll[place],
                service_number=number,
                family_name=family,
                given_names=given,
                original_name=original,
                sex=sex,
                born_on=born_on,
            )
    if planned == BANBAT_4:
        _as_the_story_counts(roll)
    return roll


#: Women of BANBAT-4 in the story (E5): 38 of 849, once the one who was not screened is off the roll.
WOMEN_OF_BANBAT_4 = 38


def _as_the_story_counts(roll: list[Invented]) -> None:
    """Chance gave the story's battalion too few women: some of the last riflemen are women, with names of their own."""
    chance = random.Random(f"{SEED} women")
    missing = WOMEN_OF_BANBAT_4 - sum(one.sex == "female" for one in roll)
    for place in [place for place in range(801, len(roll) - 1) if roll[place].sex == "male"][:missing]:
        family, given, original = name(BANBAT_4.state, "female", chance)
        roll[place] = replace(roll[place], sex="female", family_name=family, given_names=given, original_name=original)


def _as_invented(planned: Planned) -> list[Invented]:
    chance = random.Random(f"{SEED} {planned.state} {planned.code}")
    share = WOMEN.get(planned.unit_type, WOMEN_ELSEWHERE) / 100
    base = random.Random(f"{planned.state} {planned.code}").randrange(10_000, 90_000) * 1_000
    return [_person(planned, place, base, share, chance) for place in range(planned.strength)]


def _heads(planned: Planned) -> list[tuple[str, str, str]]:
    kind = "battalion" if planned.unit_type == "INF_BN" else planned.component
    return [(rank, function, code) for rank, function, code, count in HEADS[kind] for _ in range(count)]


def _person(planned: Planned, place: int, base: int, share: float, chance: random.Random) -> Invented:
    sex = "female" if chance.random() < share else "male"
    family, given, original = name(planned.state, sex, chance)
    heads = _heads(planned)
    if place < len(heads):
        rank, function, code = heads[place]
    else:
        rank = chance.choice(RANKS[planned.component])
        function, code = chance.choice(FUNCTIONS[planned.component])
    if planned.unit_type in ("OBSERVERS", "STAFF", "IPO"):
        rank, function, code = {
            "OBSERVERS": ("Captain", "Military Observer", "military_observer"),
            "STAFF": ("Major", "Staff Officer", "staff_officer"),
            "IPO": ("Inspector", "Individual Police Officer", "individual_police_officer"),
        }[planned.unit_type]
    born = date(1996, 1, 1) - timedelta(days=chance.randint(0, 18 * 365))
    return Invented(
        service_number=f"{base + place:09d}",
        family_name=family,
        given_names=given,
        original_name=original,
        sex=sex,
        born_on=born,
        category=CATEGORY.get(planned.unit_type, "troops"),
        rank=rank,
        function=function,
        function_code=code,
    )


@dataclass(frozen=True)
class Course:
    """A course a contingent takes together: curriculum, version, first day planned, lowest score that passes."""

    curriculum: str
    label: str
    planned_on: date
    pass_mark: int | None


@dataclass(frozen=True)
class Sitting:
    """Everybody's results of one course on one day: place on the roll -> (result, score)."""

    course: Course
    held_on: date
    results: dict[int, tuple[str, float | None]]


def sittings_of(planned: Planned, course: Course, places: list[int], *, as_of: date) -> Iterator[Sitting]:
    """How a contingent took a course: most on a common day, who failed again three weeks later.

    Nothing happens after `as_of`. Where training is missing, it is missing by platoons of thirty, as happens in life;
    a company trains together or, in a State of lower quality, only in part.
    """
    chance = random.Random(f"{SEED} {planned.state} {planned.code} {course.curriculum}")
    held_on = course.planned_on + timedelta(days=chance.randint(0, 9))
    if held_on > as_of:
        return
    is_good = planned.quality > GOOD
    is_small = is_good and planned.strength <= SMALL_TEAM
    absent = {b for b in range(0, planned.strength, 30) if chance.random() > planned.quality}
    if is_good and planned.strength <= COMPANY:
        absent = set()
    first: dict[int, tuple[str, float | None]] = {}
    for place in places:
        if place - place % 30 in absent:
            continue
        first[place] = _result(course, chance, is_small or chance.random() < 0.985)
    yield Sitting(course, held_on, first)
    again = held_on + timedelta(days=21)
    failed = [place for place, (result, _) in first.items() if result == "fail"]
    if failed and again <= as_of and is_good:
        yield Sitting(course, again, {place: _result(course, chance, chance.random() < 0.95) for place in failed})


def _result(course: Course, chance: random.Random, passed: bool) -> tuple[str, float | None]:
    if course.pass_mark is None:
        return ("pass" if passed else "fail"), None
    score = chance.randint(course.pass_mark, 99) if passed else chance.randint(40, course.pass_mark - 1)
    return ("pass" if passed else "fail"), float(score)
