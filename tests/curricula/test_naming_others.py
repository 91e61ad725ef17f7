"""What a curriculum file says beyond its lessons: levels, prerequisites, recurrence, owners, trainers (R29-R41).

Every mistake is told by file and key; what is left out changes no hash.
"""

from collections.abc import Callable
from pathlib import Path
from typing import get_args

import pytest

from trainingapp.curricula.content import Area, Category, CurriculumContent, Level, check, load
from trainingapp.curricula.rules import AUDIENCES, FRAMEWORK_AREAS, LEVELS, PHASES

FILES = Path(__file__).parents[2] / "curricula"

#: As they were when they were published first: a register that has loaded them must find them unchanged.
PUBLISHED = {
    "bfa-2017": "9a9414f993071cdd9e6a9e49df58774745695a218d19173c08ad2acae3283e58",
    "cp-mil-2014": "0bc9038eb224fc296879b199ff2902720837c2cec91b9058e9de72a767ccc38b",
    "cp-mil-2018": "80db87cdf5a3734ed10cee9ee2729c6c72107d2df4231b64c282da268be8a51a",
    "cpoc-mil-2017": "8cc3c9c50852f8d3eb235c559bc1957645b40f8358e646001e9514a58b12c8d0",
    "cptm-2009": "70a7d28122352ea79968d273c4cc8d6e1bd98e03f30a1a9096602afd3cb6a6c2",
    "cptm-2017": "ce04fdba3a082a805d535a06d36766d1e3d012295d2e9535f45f0d218cd1b7f8",
    "newbasics-2017": "452aac21ec98dc9fd905d297c94dd7d27af9da00fe9cd7e140081b606fffbd56",
    "sea-elearn-2016": "2dcba909f068c781344ebc7513aac48f1686b48e616937d7a42c9355188e4b04",
}

Told = Callable[..., list[tuple[str, str, str]]]


@pytest.fixture
def told(tmp_path: Path) -> Told:
    """Puts lines before the titles of a copy of the buddy-first-aid file; gives (file, where, message) of a check."""

    def write(lines: str, *, file: str = "bfa-2017", **others: str) -> list[tuple[str, str, str]]:
        for name, said in {file: lines, **others}.items():
            text = (FILES / f"{name.replace('_', '-')}.toml").read_text("utf-8")
            assert "\n[title]" in text
            (tmp_path / f"{name}.toml").write_text(text.replace("\n[title]", f"\n{said}\n[title]", 1), "utf-8")
        return [
            (Path(problem.file).stem, problem.where, str(problem.message))
            for problem in check(sorted(tmp_path.glob("*.toml")))
        ]

    return write


@pytest.mark.parametrize("name", sorted(PUBLISHED))
def test_what_was_published_first_has_the_hash_it_had(name: str) -> None:
    """An existing register loads the files as unchanged, whatever keys came since."""
    assert load(FILES / f"{name}.toml").sha256 == PUBLISHED[name]


def test_every_new_key_is_read_and_changes_the_hash(told: Told, tmp_path: Path) -> None:
    assert (
        told(
            'levels = ["basic"]\nlevels_source = "S: G ¶105"\nrecurs = "annual"\nframework_areas = ["community"]\n'
            'framework_areas_source = "S: G ¶25"\nowner = "The service"\nco_owner = "Another"\nowner_source = "A"\n'
            'external = "African Union"\nexternal_source = "S: S ¶51"\nmission = "UNMISS"\n'
            'prerequisites = ["CPTM"]\nprerequisites_source = "P"',
            cptm_2017="",
        )
        == []
    )
    read = load(tmp_path / "bfa-2017.toml")
    content = read.content
    assert (content.levels, content.prerequisites, content.recurs) == (("basic",), ("CPTM",), "annual")
    assert (content.owner, content.co_owner, content.external) == ("The service", "Another", "African Union")
    assert read.sha256 != PUBLISHED["bfa-2017"]


@pytest.mark.parametrize(
    ("lines", "where", "message"),
    [
        ('levels = ["basic"]', "levels_source", "Is missing: say where levels is known from, S, P, K or A."),
        ('levels = ["easy"]\nlevels_source = "A"', "levels no. 1", "“easy” is not one of"),
        ('levels = ["basic", "basic"]\nlevels_source = "A"', "levels", "“basic” stands 2 times."),
        ('owner_source = "A"', "owner_source", "Stands without owner."),
        ('co_owner = "Another"', "co_owner", "Stands without owner: who owns it with whom?"),
        ('prerequisites = ["BFA"]\nprerequisites_source = "A"', "prerequisites", "cannot ask for itself first."),
        ('prerequisites = ["CPXX"]\nprerequisites_source = "A"', "prerequisites", "There is no curriculum “CPXX”."),
        ('mission = "UNXYZ"', "mission", "There is no mission “UNXYZ”."),
        ('recurs = "monthly"', "recurs", "“monthly” is not one of 'annual'."),
        ('framework_areas = ["music"]\nframework_areas_source = "A"', "framework_areas no. 1", "is not one of"),
        ("external = true", "external", "valid string"),
        ('level = ["basic"]', "level", "Is no key of a curriculum file: misspelt?"),
    ],
)
def test_each_mistake_is_told_by_its_key(told: Told, lines: str, where: str, message: str) -> None:
    found = told(lines)
    assert [(file, place) for file, place, _ in found if place == where] == [("bfa-2017", where)], found
    assert message in next(text for _, place, text in found if place == where)


def test_what_recurs_every_year_counts_for_twelve_months(told: Told) -> None:
    """R36."""
    assert told('recurs = "annual"') == []
    assert told('recurs = "annual"', file="cpoc-mil-2017") == [
        ("cpoc-mil-2017", "recurs", "What recurs every year counts for 12 months: the validity says something else.")
    ]


def test_two_curricula_cannot_each_ask_for_the_other_first(told: Told) -> None:
    found = told(
        'prerequisites = ["CPTM"]\nprerequisites_source = "A"',
        cptm_2017='prerequisites = ["BFA"]\nprerequisites_source = "A"',
    )
    assert [(file, where) for file, where, _ in found] == [
        ("bfa-2017", "prerequisites"),
        ("cptm_2017", "prerequisites"),
    ]
    assert found[0][2] == "CPTM in its turn asks for BFA first."


def test_only_a_course_for_trainers_makes_trainers_and_of_versions_that_exist(told: Told) -> None:
    """R41."""
    assert told('qualifies_for = [{ curriculum = "CPTM", versions = ["2017"] }]', cptm_2017="") == [
        ("bfa-2017", "qualifies_for", "Only a course of the kind TOT makes trainers.")
    ]
    [(_, where, message)] = [
        one
        for one in told('qualifies_for = [{ curriculum = "CPTM", versions = ["2017", "2031"] }]', cptm_2017="")
        if "2031" in one[2]
    ]
    assert (where, message) == ("qualifies_for", "CPTM has no version “2031” in any file.")


def test_a_course_for_trainers_says_for_which_curriculum(tmp_path: Path) -> None:
    text = (FILES / "bfa-2017.toml").read_text("utf-8").replace('kind = "STM"', 'kind = "TOT"')
    assert 'kind = "TOT"' in text
    (tmp_path / "x.toml").write_text(text, "utf-8")
    assert [problem.where for problem in check([tmp_path / "x.toml"])] == ["qualifies_for"]


def test_one_file_may_name_what_a_file_beside_it_tells(tmp_path: Path) -> None:
    """`curricula check` of one file of the folder is no other check than of them all."""
    text = (FILES / "bfa-2017.toml").read_text("utf-8")
    asking = text.replace("\n[title]", '\nprerequisites = ["CPTM"]\nprerequisites_source = "A"\n[title]', 1)
    (tmp_path / "bfa.toml").write_text(asking, "utf-8")
    assert [problem.where for problem in check([tmp_path / "bfa.toml"])] == ["prerequisites"]
    (tmp_path / "cptm.toml").write_text((FILES / "cptm-2017.toml").read_text("utf-8"), "utf-8")
    assert check([tmp_path / "bfa.toml"]) == []


def test_the_words_of_a_file_are_those_of_the_rules() -> None:
    assert set(get_args(Level)) == set(LEVELS)
    assert set(get_args(Area)) == set(FRAMEWORK_AREAS)
    assert {*get_args(Category), "civilian"} == set(AUDIENCES)
    phases = get_args(get_args(CurriculumContent.model_fields["phases"].annotation)[0])
    assert set(phases) == set(PHASES)
