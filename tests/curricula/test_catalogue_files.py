"""The files in `curricula/`: every course that the sources name, and what is known of each (R16-R41, R52, R60-R63)."""

import tomllib
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from trainingapp.curricula.content import CurriculumContent, check, read_all
from trainingapp.curricula.rules import FRAMEWORK_AREAS
from trainingapp.forces.reference import DATA, load_functions, load_unit_kinds
from trainingapp.states.reference import load_missions

FILES = Path(__file__).parents[2] / "curricula"
AS_OF = date(2017, 12, 31)

#: By the requirement that names them.
NAMED = {
    "R16": "CPTM",
    "R17": "CPOC-MIL",
    "R18": "POC-POL",
    "R19": "CP-MIL CP-POL",
    "R21": "ITM-CRSV",
    "R22": "NEWBASICS",
    "R23": "JNRCMD",
    "R25": "CIED-BASIC CIED-REFRESHER",
    "R26": "EOD IEDD UNIT-EOD",
    "R27": "BFA COMBATMEDIC",
    "R28": "INFOSEC SEA-ELEARN",
    "R29": "UAS-BASIC UAS-ADVANCED",
    "R30": "MGA UNPOL-GENDER",
    "R31": "UNPOL-IPO FPU-PDT FPU-CMD SPT-SGBV SPT-SOC",
    "R32": "MAST POLCMD",
    "R33": "TOT-UNSOC TOT-CPOC TOT-CP TOT-MGA AMS-SUPPORT SECTORCMD",
    "R34": "SENIOR-WOMEN-POL",
    "R35": "LEADER-INDUCTION",
    "R36": "CDT-ANNUAL FCMT SMART",
    "R37": "IHL-IHRL",
    "R39": "INDUCTION-MINUSMA INDUCTION-UNFICYP",
    "R40": "PLANNING",
    "R42": "TOT-TTX TOT-CRSV TOT-CPTM TOT-CIED",
    "R52": "AU-CIED",
    "R60-R63": "TTX-ANNUAL CRISIS-SIM RAPID-TTX CPX",
    "R05": "ORP UNIBAT UNSOC UNMEM BSAFE",
    "R73": "UNIT-ENGINEER UNIT-SIGNALS UNIT-LOGISTICS UNIT-TRANSPORT UNIT-AVIATION UNIT-MILPOLICE UNIT-RECCE "
    "UNIT-MARITIME UNIT-SPECIAL UNIT-FHQ",
}


@cache
def everything() -> dict[str, CurriculumContent]:
    read, problems = read_all(sorted(FILES.glob("*.toml")))
    assert not problems
    return {f"{one.content.curriculum}@{one.content.version}": one.content for one in read}


def those(**wanted: object) -> Iterator[CurriculumContent]:
    for content in everything().values():
        if all(getattr(content, key) == value for key, value in wanted.items()):
            yield content


def test_the_whole_folder_is_without_a_problem() -> None:
    assert check(sorted(FILES.glob("*.toml"))) == []


@pytest.mark.parametrize("requirement", sorted(NAMED))
def test_every_course_the_sources_name_is_there(requirement: str) -> None:
    codes = {content.curriculum for content in everything().values()}
    assert set(NAMED[requirement].split()) <= codes


def test_a_file_is_called_as_its_curriculum_and_version() -> None:
    names = {f"{content.curriculum.lower()}-{content.version}.toml" for content in everything().values()}
    assert {path.name for path in FILES.glob("*.toml")} == names


def test_the_core_materials_of_2025_are_a_pilot_of_34_lessons_with_sexual_violence_in_2_5() -> None:
    """Finding 7: the lesson's number moved, and its identity did not."""
    new, old = everything()["CPTM@2025"], everything()["CPTM@2017"]
    assert (new.status, len(new.lessons), new.effective_from.value.year) == ("pilot", 34, 2025)
    [here] = [lesson for lesson in new.lessons if "CRSV" in lesson.topics]
    [there] = [lesson for lesson in old.lessons if "CRSV" in lesson.topics]
    assert (here.number, here.minutes.value, here.minutes.mark, here.title_source) == ("2.5", 45, "P", "P")
    assert (there.number, there.key) == ("2.6", here.key)
    # What is not known is not claimed: every other length is assumed.
    assert {lesson.key for lesson in new.lessons if lesson.minutes.mark != "A"} == {here.key}
    assert {lesson.key for lesson in old.lessons} <= {lesson.key for lesson in new.lessons}


def test_pilots_are_those_that_the_sources_try_out() -> None:
    """R32, R34."""
    assert {content.curriculum for content in those(status="pilot")} == {
        "CPTM",
        "MAST",
        "POLCMD",
        "SENIOR-WOMEN-POL",
        "TOT-CPTM",
    }
    assert everything()["MAST@2017"].effective_from.value.strftime("%Y-%m") == "2017-05"
    assert everything()["TOT-CPTM@2017"].status == "published"


def test_every_mission_of_the_day_has_its_own_induction_with_context_of_its_own() -> None:
    """R38, R39."""
    inductions = {content.mission: content for content in everything().values() if content.mission}
    assert set(inductions) == {mission.acronym for mission in load_missions() if mission.open_on(AS_OF)}
    own = [frozenset(lesson.title for lesson in one.module[0].lesson) for one in inductions.values()]
    assert len(set(own)) == len(own)
    for one in inductions.values():
        assert one.phases == ("induction",)
        assert {"HR", "GENDER", "SEA"} <= set(one.topics)


def test_what_the_mandate_adds_stands_in_the_induction_of_that_mission_alone() -> None:
    """R38: by the flags of the mission."""
    for mission in load_missions():
        if mission.open_on(AS_OF):
            [induction] = those(mission=mission.acronym)
            keys = {lesson.key for lesson in induction.lessons}
            flags = {flag.flag for flag in mission.flags}
            assert ("sexual-violence" in keys) == ("CRSV" in flags)
            assert ("children" in keys) == ("CP" in flags)
            assert ("explosives" in keys) == ("IED" in flags)


def test_audiences_name_kinds_of_units_ranks_and_functions_that_exist() -> None:
    kinds = {kind.code for kind in load_unit_kinds()}
    functions = {function.code for function in load_functions()}
    bands = {band["code"] for band in tomllib.loads((DATA / "rank_bands.toml").read_text("utf-8"))["rank_band"]}
    for name, content in everything().items():
        assert set(content.audience.unit_types) <= kinds, name
        assert set(content.audience.functions) <= functions, name
        assert set(content.audience.rank_bands) <= bands, name


def test_every_kind_of_unit_with_a_manual_has_its_training() -> None:
    """R73, G ¶68."""
    trained = {kind for content in those(kind="STM") for kind in content.audience.unit_types}
    assert {kind.code for kind in load_unit_kinds() if kind.manual} <= trained


def test_what_is_due_every_year_says_so() -> None:
    """R36, R60."""
    assert {content.curriculum for content in those(recurs="annual")} == {"CDT-ANNUAL", "FCMT", "TTX-ANNUAL"}


def test_each_course_for_trainers_qualifies_for_what_its_name_says() -> None:
    """R41, R42."""
    qualifying = {
        f"{content.curriculum}@{content.version}": [(one.curriculum, one.versions) for one in content.qualifies_for]
        for content in those(kind="TOT")
    }
    assert qualifying["TOT-CPTM@2017"] == [("CPTM", ("2017",))]
    assert qualifying["TOT-CPTM@2025"] == [("CPTM", ("2025",))]
    assert qualifying["TOT-CP@2017"] == [("CP-MIL", ("2014",))]
    assert all(qualifying.values())


def test_there_is_no_french_material_on_the_sensitivity_of_information_in_2017() -> None:
    """R28."""
    assert everything()["INFOSEC@2017"].languages == ("en",)
    assert everything()["SEA-ELEARN@2016"].languages == ("ar", "zh", "en", "fr", "ru", "es")


def test_unmanned_aircraft_come_in_two_levels_that_expire() -> None:
    """R29."""
    basic, advanced = everything()["UAS-BASIC@2017"], everything()["UAS-ADVANCED@2017"]
    assert (basic.levels, advanced.levels) == (("basic",), ("advanced",))
    assert advanced.prerequisites == ("UAS-BASIC",)
    assert basic.validity.validity.months == advanced.validity.validity.months == 12


def test_training_of_another_organisation_is_marked_as_such() -> None:
    """R52: it counts only by an equivalence."""
    assert {content.curriculum: content.external for content in everything().values() if content.external} == {
        "AU-CIED": "African Union"
    }


def test_planning_is_owned_by_two() -> None:
    """R40."""
    planning = everything()["PLANNING@2017"]
    assert planning.owner
    assert planning.co_owner


def test_police_courses_are_found_by_every_area_of_their_framework() -> None:
    """R31."""
    named = {area for content in everything().values() for area in content.framework_areas}
    assert named == set(FRAMEWORK_AREAS)
