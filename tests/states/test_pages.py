"""Pages of States and missions: for everybody who is signed in, and for nobody else."""

import pytest

from tests import make

PAGES = ("/states", "/missions", "/missions/MINUSCA")


@pytest.mark.parametrize("url", PAGES)
def test_a_stranger_reads_nothing(client, url):
    assert client.get(url).status_code != 200


@pytest.mark.parametrize("url", PAGES)
@pytest.mark.parametrize("role", ["analyst", "administrator"])
def test_everybody_who_is_signed_in_reads_them(client, url, role):
    make.account(role)
    assert client.sign_in(f"{role}.un@example.org").get(url).status_code == 200


def test_the_missions_of_a_day_carry_the_mandates_of_that_day(client):
    """R11: UNOCI closed on 30 June 2017."""
    make.account("analyst")
    client.sign_in("analyst.un@example.org")
    assert "UNOCI" not in client.get("/missions").text
    earlier = client.get("/missions?as_of=2017-06-30").text
    assert "UNOCI" in earlier
    assert "30&nbsp;Jun&nbsp;2017" in earlier or "30\u00a0Jun\u00a02017" in earlier


def test_a_day_that_can_be_read_two_ways_is_asked_about(client):
    make.account("analyst")
    page = client.sign_in("analyst.un@example.org").get("/missions?as_of=03/04/2017").text
    assert "cannot be read as a date in one way only" in page
    assert "03/04/2017" in page


def test_before_the_first_mission_the_page_says_so(client):
    make.account("analyst")
    assert "No mission on this day" in client.sign_in("analyst.un@example.org").get("/missions?as_of=1900-01-01").text


def test_a_missions_flags_say_how_they_are_known(client):
    make.account("analyst")
    page = client.sign_in("analyst.un@example.org").get("/missions/MINUSCA").text
    assert "General knowledge, unconfirmed" in page
    assert "Rotations in this mission" in page


def test_an_unknown_mission_is_absent(client):
    make.account("analyst")
    assert client.sign_in("analyst.un@example.org").get("/missions/NOWHERE").status_code == 404


def test_the_lists_take_a_fixed_number_of_statements(client, statements):
    make.account("analyst")
    client.sign_in("analyst.un@example.org")
    with statements() as first:
        client.get("/missions?as_of=1950-01-01")
    with statements() as second:
        client.get("/missions")
    assert len(first) == len(second)
