"""Files that arrive later under an earlier service number: told apart, with whose it was; never guessed (R06, R35)."""

from datetime import date

import pytest

from tests import make
from tests.people.test_identity import change, merge
from trainingapp.accounts.rules import Grant, Identity
from trainingapp.forces import queries as forces
from trainingapp.intake.hints import read_file
from trainingapp.intake.reports import examine_results, examine_roll
from trainingapp.people import queries as people

TODAY = date(2017, 12, 31)
SCOPE = Identity("o", "o", (Grant("training_officer", "state", frozenset({"BGD"})),)).scope("rosters.record")


@pytest.fixture
def karim(session):
    return make.person(make.state(), "BA-1", "Karim Rahman")


@pytest.fixture
def rotation(karim):
    found = make.rotation(make.state())
    make.assignment(found, karim)
    return forces.rotation(SCOPE, found.public_id, as_of=TODAY)


def results(rotation, number: str):
    from trainingapp.curricula import queries as curricula

    make.version()
    file = f"Service number,Name,Result,Date\n{number},Karim Rahman,pass,2017-09-25\n"
    return examine_results(
        read_file(file.encode(), name="r.csv"), rotation, curricula.version("CPTM", "2017"), today=TODAY
    )


def roll(rotation, number: str):
    file = f"Service number,Name\n{number},Karim Rahman\n"
    return examine_roll(read_file(file.encode(), name="r.csv"), rotation, today=TODAY)


@pytest.mark.parametrize("examine", [results, roll])
def test_an_earlier_number_is_unknown_and_says_who_held_it_until_when(karim, rotation, examine):
    change(karim, "service_number", "BA-9", date(2017, 6, 1))
    (problem,) = [one for one in examine(rotation, "BA-1").problems if one.code == "number_was_held"]
    assert "BA-1 was held by Karim Rahman until 2017-05-31" in str(problem.sentence)
    assert "write BA-9" in str(problem.sentence)
    assert examine(rotation, "BA-1").good == 0


@pytest.mark.parametrize("examine", [results, roll])
def test_the_number_of_a_merged_record_says_which_one_is_kept(karim, rotation, examine):
    merge(karim, make.person(make.state(), "BA-01", "Rahman Karim"))
    (problem,) = [one for one in examine(rotation, "BA-01").problems if one.code == "number_was_held"]
    assert "is now one with BA-1" in str(problem.sentence)


def test_the_new_number_is_the_same_person(karim, rotation):
    change(karim, "service_number", "BA-9")
    examined = results(rotation, "BA-9")
    assert (examined.good, examined.bad) == (1, 0)
    assert people.by_service_number("BGD", ["BA-9"])["BA-9"].id == karim.id


def test_who_has_the_number_now_is_who_is_meant(karim, rotation):
    change(karim, "service_number", "BA-9")
    make.person(make.state(), "BA-1", "Bob Sarker")
    codes = {one.code for one in results(rotation, "BA-1").problems}
    assert "number_was_held" not in codes
    assert "name_differs" in codes


def test_another_states_numbers_are_not_told(karim, rotation, session):
    change(karim, "service_number", "BA-9")
    nepal = make.state("NPL", "Nepal", "NP")
    scope = Identity("n", "n", (Grant("training_officer", "state", frozenset({"NPL"})),)).scope("rosters.record")
    theirs = forces.rotation(scope, make.rotation(nepal, "NEPBAT").public_id, as_of=TODAY)
    (problem,) = results(theirs, "BA-1").problems
    assert problem.code == "unknown_person"
