"""What is asked as life makes it: rules that reach some, on some days; statements of unit requirements; waivers."""

from datetime import date
from typing import Any

from tests import make
from tests.independent.awkward import WHY, Awkward
from trainingapp.requirements.models import (
    Requirement,
    RequirementEnd,
    RequirementReach,
    UnitStatement,
    UnitStatementLine,
    Waiver,
    WaiverEnd,
    WaiverPerson,
)


class Demanding(Awkward):
    """Awkward facts, and rules that are as awkward."""

    def all(self) -> None:
        """Everything."""
        self.rolls()
        self.persons()
        self.recorded()
        self.versions_and_what_stands_for_them()
        self.rules()
        self.statements()
        self.waivers()

    def rules(self) -> None:
        """Rules that reach by unit type, band, function, component; after arrival, before the end, every year, in one
        version; and one that was ended."""
        plain = {
            "mandatory": True,
            "categories": "",
            "decision_makers_only": False,
            "mission_flag": None,
            "phase": "pre-deployment",
            "holds_from": date(2016, 1, 1),
            "holds_through": None,
            "source": "A",
            "assumption": True,
            "note": "For the tests.",
        }
        reach: dict[str, Any] = {
            **dict.fromkeys(("components", "unit_types", "missions", "rank_bands", "functions", "versions"), ""),
            "due": "deployment",
            "due_days": 0,
            "counts_days": None,
        }
        made: list[tuple[str, str, dict[str, Any], dict[str, Any]]] = [
            ("T-POLICE", "IHL-IHRL", {}, {"components": "police"}),
            ("T-BAND", "MGA", {}, {"rank_bands": "junior_officer field_officer police_officer"}),
            ("T-FUNCTION", "UNSOC", {}, {"functions": "battalion_commander staff_officer operations_officer"}),
            ("T-ARRIVAL", "SMART", {}, {"missions": "MINUSCA MONUSCO", "due": "arrival", "due_days": 21}),
            ("T-END", "INFOSEC", {}, {"unit_types": "MECH_COY TRANSPORT", "due": "end", "due_days": 60}),
            ("T-YEARLY", "CPTM", {"categories": "troops"}, {"unit_types": "MECH_COY", "counts_days": 240}),
            ("T-VERSION", "CPTM", {"mission_flag": "POC"}, {"versions": "2017"}),
            ("T-YEARLY-RECOGNISED", "CP-MIL", {}, {"components": "police", "counts_days": 90}),
            ("T-ENDED", "ORP", {}, {"components": "military"}),
            ("T-RECOMMENDED", "UAS-BASIC", {"mandatory": False}, {}),
        ]
        self.keep(
            Requirement,
            [{**plain, "code": code, "title": code, "curriculum_code": of, **own} for code, of, own, _narrow in made],
        )
        self.keep(RequirementReach, [{**reach, "requirement_code": code, **narrow} for code, _of, _own, narrow in made])
        ended = {"requirement_code": "T-ENDED", "last_day": date(2017, 8, 31), "ended_by": "tests"}
        self.keep(RequirementEnd, [{**ended, "ended_at": make.NOW, **WHY}])

    def statements(self) -> None:
        """Two versions for mechanised companies in MINUSCA, one for police in MINUSMA."""
        stated = {
            "headcount": 150,
            "language": "fr",
            "source": "A",
            "note": None,
            "stated_by": "tests",
            "stated_at": make.NOW,
        }
        made = self.keep(
            UnitStatement,
            [
                {"mission_code": mission, "unit_type_code": kind, "version": version, "effective_from": first, **stated}
                for mission, kind, version, first in (
                    ("MINUSCA", "MECH_COY", 1, date(2016, 1, 1)),
                    ("MINUSCA", "MECH_COY", 2, date(2017, 9, 1)),
                    ("MINUSMA", "FPU", 1, date(2017, 1, 1)),
                )
            ],
        )
        lines = [(0, "COMBATMEDIC", ""), (1, "CIED-BASIC", ""), (2, "FPU-CMD", "fpu_commander"), (2, "FPU-PDT", "")]
        self.keep(
            UnitStatementLine,
            [
                {"statement_id": made[place]["id"], "curriculum_code": code, "functions": functions, "persons": None}
                for place, code, functions in lines
            ],
        )

    def waivers(self) -> None:
        """For a whole rotation, for persons (one of them merged), one ended early, one that never waived."""
        granted = {
            "authority": "Military Adviser",
            "consent": "MINUSCA 2017/12",
            "granted_by": "tests",
            "granted_at": make.NOW,
            **WHY,
        }
        made = self.keep(
            Waiver,
            [
                {
                    "state_code": self.rotations[code].state_code,
                    "rotation_id": self.rotations[code].id,
                    "curriculum_code": curriculum,
                    "whole_rotation": whole,
                    "first_day": first,
                    "last_day": last,
                    **granted,
                }
                for code, curriculum, whole, first, last in (
                    ("XCAFPU-1", "CPTM", True, date(2017, 6, 1), date(2017, 12, 31)),
                    ("XCAFPU-1", "BFA", True, date(2017, 6, 1), date(2018, 6, 30)),
                    ("SENFPU-1", "FPU-PDT", False, date(2017, 9, 1), date(2018, 3, 31)),
                    ("NEPQRF-1", "CPTM", True, date(2017, 9, 1), date(2018, 9, 1)),
                    ("RWANQRF-1", "COMBATMEDIC", True, date(2017, 9, 1), date(2018, 9, 1)),
                )
            ],
        )
        lines = self.lines("SENFPU-1")
        self.keep(
            WaiverPerson,
            [
                {"state_code": "SEN", "waiver_id": made[2]["id"], "person_id": lines[place].person_id}
                for place in (1, 5, 9, 10, 11)
            ],
        )
        self.keep(
            WaiverEnd,
            [
                {
                    "state_code": state,
                    "waiver_id": one["id"],
                    "ended_on": on,
                    "ended_by": "tests",
                    "ended_at": make.NOW,
                    **WHY,
                }
                for one, state, on in ((made[3], "NPL", date(2018, 1, 31)), (made[4], "RWA", date(2017, 8, 31)))
            ],
        )
