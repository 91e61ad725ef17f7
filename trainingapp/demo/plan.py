"""Pure: the demonstration's forces: which State sends which unit to which mission, when, and how well it trains.

All of it is invented; only the number of units by mission follows the published total of 292. Real States train well
or are on their way; what goes wrong, goes wrong in the four fictional States. The same seed gives the same plan.
"""

import random
from dataclasses import dataclass, replace
from datetime import date, timedelta

SEED = 20171231
AS_OF = date(2017, 12, 31)

#: The infantry's sizes are fitted so that the whole comes to about this many persons.
PERSONS = 91_000

#: Units by mission, and who sends the larger ones: State -> number of formed units. The rest of a mission's units are
#: small: observers, staff officers, individual police.
FORMED: dict[str, dict[str, int]] = {
    "MONUSCO": {
        "PAK": 5,
        "IND": 5,
        "BGD": 4,
        "NPL": 2,
        "ZAF": 4,
        "TZA": 3,
        "URY": 3,
        "MWI": 3,
        "GHA": 1,
        "MAR": 2,
        "UKR": 1,
    },
    "MINUSMA": {"BFA": 3, "TCD": 3, "BGD": 3, "SEN": 3, "TGO": 3, "GIN": 3, "NER": 3, "EGY": 3, "CHN": 3, "DEU": 3}
    | {"NLD": 2, "SWE": 1, "BEN": 2, "CIV": 1, "KHM": 2, "XSU": 2},
    "MINUSCA": {"RWA": 3, "PAK": 3, "BGD": 3, "BDI": 3, "EGY": 3, "ZMB": 3, "CMR": 3, "TZA": 2, "GAB": 2, "MRT": 2}
    | {"MAR": 3, "SRB": 1, "PER": 1, "XKT": 1, "XCA": 2},
    "UNMISS": {
        "RWA": 6,
        "ETH": 4,
        "IND": 4,
        "NPL": 4,
        "MNG": 2,
        "CHN": 4,
        "GHA": 3,
        "KEN": 2,
        "KOR": 1,
        "GBR": 2,
        "LKA": 2,
    },
    "UNAMID": {"RWA": 4, "PAK": 3, "ETH": 4, "EGY": 2, "NGA": 3, "SEN": 2, "BGD": 2, "NPL": 2, "IDN": 3, "TZA": 2}
    | {"GMB": 1, "JOR": 2, "XKT": 1},
    "UNIFIL": {
        "IDN": 4,
        "ITA": 4,
        "IND": 3,
        "GHA": 3,
        "NPL": 2,
        "MYS": 3,
        "FRA": 2,
        "ESP": 2,
        "CHN": 1,
        "IRL": 1,
        "FIN": 1,
    }
    | {"XRM": 1},
    "UNISFA": {"ETH": 11},
    "UNDOF": {"FJI": 2, "NPL": 1, "IND": 1},
    "UNFICYP": {"ARG": 1, "SVK": 1},
    "MINURSO": {},
    "UNSOS": {"UGA": 1},
}

#: All units by mission (the four extra of small missions included): 292.
UNITS = {
    "MONUSCO": 48,
    "MINUSMA": 50,
    "MINUSCA": 44,
    "UNMISS": 46,
    "UNAMID": 45,
    "UNIFIL": 34,
    "UNISFA": 16,
    "UNDOF": 5,
    "UNFICYP": 2,
    "MINURSO": 1,
    "UNSOS": 1,
}

#: States that send small teams only, one each, in this order; with the others they make 125 contributors.
SMALL = (
    "DZA ARM AUS AUT BLR BEL BTN BOL BIH BRA BRN BGR CAN CHL COL COG COD HRV CUB CYP CZE DNK DJI DOM ECU SLV EST "
    "GRC GTM HND HUN IRN JPN KAZ KGZ LVA LBR LTU MDG MLI MEX MDA MNE NAM NZL NOR PNG PRY PHL POL PRT QAT ROU RUS WSM "
    "SLE SVN SLB CHE TJK THA MKD TUN TUR USA VNM YEM ZWE"
).split()

#: Sizes of formed units, in persons.
SIZES = {
    "MECH_COY": (140, 160),
    "ENGINEER": (150, 275),
    "AVIATION": (120, 200),
    "MED_L2": (60, 66),
    "FPU": (140, 160),
    "SIGNALS": (100, 130),
    "TRANSPORT": (140, 160),
    "MIL_POLICE": (60, 90),
}
SUPPORT = tuple(SIZES)

#: Of those required, the share that passes and is recorded. The fictional States are where training is missing.
FICTIONAL = {"XCA": 0.71, "XKT": 0.58, "XSU": 0.44, "XRM": 0.83}


@dataclass(frozen=True)
class Planned:
    """One rotation of the demonstration."""

    state: str
    code: str
    unit_type: str
    component: str
    mission: str
    location: str | None
    deploys_on: date
    ends_on: date
    strength: int
    #: The share of its people who pass each course the first time.
    quality: float
    has_roll: bool = True
    #: The unit that rotates, when the rotation is not called like it.
    unit: str = ""

    @property
    def designation(self) -> str:
        """What the unit is called."""
        return self.unit or self.code


#: The rotation of the story: an infantry battalion whose roll is still a file on an officer's desk.
BANBAT_4 = Planned(
    state="BGD",
    code="BANBAT-4",
    unit_type="INF_BN",
    component="military",
    mission="MINUSCA",
    location="Bouar",
    deploys_on=date(2017, 11, 15),
    ends_on=date(2018, 11, 14),
    strength=850,
    quality=1.0,
    has_roll=False,
)

#: What people call the units of a State: the first letters of the name are not always the ISO code.
PREFIX = {
    "BGD": "BAN",
    "PAK": "PAK",
    "IND": "IND",
    "NPL": "NEP",
    "RWA": "RWAN",
    "ETH": "ETH",
    "TZA": "TAN",
    "ZAF": "RSA",
}
SHORT = {"INF_BN": "BAT", "MECH_COY": "QRF", "ENGINEER": "ENG", "AVIATION": "AVN", "MED_L2": "MED", "FPU": "FPU"} | {
    "SIGNALS": "SIG",
    "TRANSPORT": "TPT",
    "MIL_POLICE": "MP",
    "OBSERVERS": "OBS",
    "STAFF": "STAFF",
    "IPO": "IPO",
}


def plan(scale: str) -> list[Planned]:
    """The rotations of a scale: `small` (a dozen) or `full` (292 units, 125 contributors)."""
    return small() if scale == "small" else full()


def small() -> list[Planned]:
    """A dozen rotations that show each thing once, and three that prepare."""
    one = _Maker(random.Random(SEED))
    return [
        BANBAT_4,
        one.make("BGD", "ENGINEER", "MONUSCO", 160, deploys_on=date(2017, 6, 20)),
        one.make("RWA", "MECH_COY", "MINUSCA", 150, deploys_on=date(2017, 8, 10)),
        one.make("NPL", "MECH_COY", "UNMISS", 150, deploys_on=date(2017, 9, 5)),
        one.make("SEN", "FPU", "MINUSMA", 140, deploys_on=date(2017, 7, 1)),
        one.make("EGY", "TRANSPORT", "MINUSMA", 140, deploys_on=date(2017, 10, 2)),
        one.make("CHN", "MED_L2", "MONUSCO", 63, deploys_on=date(2017, 5, 15)),
        one.make("UKR", "AVIATION", "MONUSCO", 120, deploys_on=date(2017, 9, 18)),
        one.make("URY", "STAFF", "MONUSCO", 12, deploys_on=date(2017, 4, 3)),
        one.make("IRL", "OBSERVERS", "UNTSO", 9, deploys_on=date(2017, 8, 21)),
        one.make("XCA", "FPU", "MINUSCA", 140, deploys_on=date(2017, 6, 10)),
        one.make("XSU", "MECH_COY", "MINUSMA", 150, deploys_on=date(2018, 2, 14)),
        # What waits on first pages: gaps before a deployment, a roll without results, no roll yet.
        one.make("XCA", "TRANSPORT", "MINUSCA", 60, deploys_on=date(2018, 2, 6)),
        replace(one.make("XCA", "MECH_COY", "MINUSCA", 140, deploys_on=date(2018, 5, 20)), has_roll=False),
        one.make("BGD", "SIGNALS", "MONUSCO", 40, deploys_on=date(2018, 5, 15)),
    ]


def full() -> list[Planned]:
    """All 292: the formed units, then small teams until each mission has its number."""
    one = _Maker(random.Random(SEED))
    waiting = list(SMALL)
    planned = [BANBAT_4]
    for mission, states in FORMED.items():
        for state, count in states.items():
            planned += [one.formed(state, mission, place) for place in range(count)]
    for mission, count in UNITS.items():
        missing = count - sum(1 for p in planned if p.mission == mission)
        for _ in range(missing):
            state = waiting.pop(0) if waiting else one.random.choice(list(FORMED["MONUSCO"]))
            planned.append(one.team(state, mission))
    fitted = _fitted(planned)
    return fitted + successors(fitted)


def successors(planned: list[Planned]) -> list[Planned]:
    """The next rotations of the companies whose tour ends within 80 days: they prepare on the demonstration's day."""
    ending = [p for p in planned if p.ends_on <= AS_OF + timedelta(days=80) and 60 < p.strength < 300]
    return [
        replace(
            p,
            code=f"{p.code}/2018",
            unit=p.code,
            deploys_on=p.ends_on + timedelta(days=1),
            ends_on=p.ends_on + timedelta(days=365),
        )
        for p in ending
    ]


def _fitted(planned: list[Planned]) -> list[Planned]:
    """The same with the battalions' strengths scaled, between 500 and 850, so that the whole comes near PERSONS."""
    battalions = sum(p.strength for p in planned if p.unit_type == "INF_BN")
    factor = (PERSONS - sum(p.strength for p in planned if p.unit_type != "INF_BN")) / battalions
    return [
        p
        if p.unit_type != "INF_BN" or not p.has_roll
        else replace(p, strength=max(500, min(850, round(p.strength * factor))))
        for p in planned
    ]


class _Maker:
    """Makes rotations one after the other from one source of chance."""

    def __init__(self, chance: random.Random) -> None:
        self.random = chance
        self._numbers: dict[tuple[str, str], int] = {("BGD", "BAT"): 4}

    def formed(self, state: str, mission: str, place: int) -> Planned:
        """A formed unit: the first ones of a State in a mission are battalions."""
        battalion = self.random.random() < (0.62 if place else 0.72)
        kind = "INF_BN" if battalion else self.random.choice(SUPPORT)
        low, high = (640, 850) if battalion else SIZES[kind]
        return self.make(state, kind, mission, self.random.randint(low, high))

    def team(self, state: str, mission: str) -> Planned:
        """A small team."""
        kind = self.random.choice(("OBSERVERS", "OBSERVERS", "STAFF", "STAFF", "IPO"))
        return self.make(state, kind, mission, self.random.randint(6, 22))

    def make(self, state: str, kind: str, mission: str, strength: int, deploys_on: date | None = None) -> Planned:
        """A rotation with the next number of its State and kind."""
        number = self._numbers[state, SHORT[kind]] = self._numbers.get((state, SHORT[kind]), 0) + 1
        begins = deploys_on or AS_OF - timedelta(days=self.random.randint(10, 350))
        return Planned(
            state=state,
            code=f"{PREFIX.get(state, state)}{SHORT[kind]}-{number}",
            unit_type=kind,
            component="police" if kind in ("FPU", "IPO") else "military",
            mission=mission,
            location=None,
            deploys_on=begins,
            ends_on=begins + timedelta(days=364),
            strength=strength,
            quality=FICTIONAL.get(state) or round(self.random.uniform(0.985, 1.0), 3),
        )
