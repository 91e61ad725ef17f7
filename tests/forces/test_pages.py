"""Pages of rotations and rolls, tried by those who may and by those who may not."""

import re
from datetime import date
from html import unescape

import pytest
from sqlalchemy import select

from tests import make
from tests.client import CheckedClient, parsed
from trainingapp.forces import actions
from trainingapp.forces.models import Rotation
from trainingapp.journal import actions as journal
from trainingapp.people import actions as people

FORM = {
    "designation": "BANBAT-4",
    "unit_type": "INF_BN",
    "mission": "MINUSCA",
    "location": "Bouar",
    "deploys_on": "15 Nov 2017",
    "ends_on": "2018-11-14",
    "strength": "850",
    "state": "BGD",
}


@pytest.fixture
def banbat(session) -> Rotation:
    """BANBAT-4 of Bangladesh with three persons on its roll, one of them a woman."""
    state = make.state()
    rotation = make.rotation(state, "BANBAT-4", location="Bouar")
    enrol(rotation, 3)
    return rotation


TOKEN = re.compile(r'name="csrf_token" value="[^"]+"')


def enrol(rotation: Rotation, count: int, prefix: str = "BA") -> None:
    rows = [
        {"service_number": f"{prefix}-{n:04}", "full_name": f"Ayesha Rahman {n}", "sex": "male" if n else "female"}
        for n in range(count)
    ]
    with journal.entry(act="test", by="t", now=make.NOW, object_kind="test", object_id="t") as entry:
        keys = people.add_people(entry, rotation.state_code, rows)
        lines = [{"person_id": key, "category": "troops", "rank": "Soldier"} for key, _ in keys.values()]
        actions.assign(entry, state=rotation.state_code, rotation_id=rotation.id, rows=lines)


def as_(client: CheckedClient, role: str, **more) -> CheckedClient:
    email = make.account(role, **more).email
    return client.sign_in(email)


def words(html: str) -> str:
    """What a reader sees, in one line, every kind of space made one plain space."""
    return " ".join(" ".join(parsed(html).itertext()).split())


def told(html: str) -> list[str]:
    """The problems on the page."""
    return [unescape(re.sub(r"<[^>]+>", "", one)).strip() for one in re.findall(r"<li><a href=.#[^>]*>(.*?)</a>", html)]


# --- Who may see -----------------------------------------------------------------------------------------------------

#: role and its grant -> what it gets of: the list's row, the rotation, the roll, the form for a new one.
SEEN = {
    ("training_officer", "BGD", None): (True, 200, 200, 200),
    ("focal_point", "BGD", None): (True, 200, 200, 200),
    ("certifying_authority", "BGD", None): (True, 200, 200, 404),
    ("training_officer", "RWA", None): (False, 404, 404, 200),
    ("training_officer", None, "MINUSCA"): (True, 200, 200, 404),
    ("training_officer", None, "UNMISS"): (False, 404, 404, 404),
    ("reviewer_military", None, None): (True, 200, 200, 404),
    ("analyst", None, None): (True, 200, 404, 404),
}


@pytest.mark.parametrize("who", SEEN, ids=lambda who: "-".join(part for part in who if part))
def test_each_sees_what_their_grant_reaches_and_the_rest_is_absent(client, banbat, who):
    role, state, mission = who
    listed, rotation, roll, new = SEEN[who]
    as_(client, role, state=state, mission=mission)
    url = f"/rotations/{banbat.public_id}"
    assert (url in client.get("/rotations").text) is listed
    assert client.get(url).status_code == rotation
    assert client.get(f"{url}/roll").status_code == roll
    assert client.get("/rotations/new").status_code == new


@pytest.mark.parametrize("role", ["curriculum_editor", "administrator"])
def test_who_has_nothing_to_do_with_rotations_finds_none(client, banbat, role):
    as_(client, role)
    for url in ("/rotations", f"/rotations/{banbat.public_id}", f"/rotations/{banbat.public_id}/roll"):
        assert client.get(url).status_code == 404


@pytest.mark.parametrize("path", ["", "/new", "/{id}", "/{id}/roll"])
def test_a_stranger_sees_nothing(client, banbat, path):
    assert client.get("/rotations" + path.format(id=banbat.public_id)).status_code != 200


def test_a_foreign_rotation_and_one_that_never_was_get_the_same_answer(client, banbat):
    as_(client, "training_officer", state="RWA")
    foreign, absent = client.get(f"/rotations/{banbat.public_id}"), client.get(f"/rotations/{'x' * 22}")
    assert foreign.status_code == absent.status_code == 404
    # The token of the search names the second in which the page was made.
    assert TOKEN.sub("", foreign.text) == TOKEN.sub("", absent.text)


def test_the_analyst_sees_numbers_and_no_names(client, banbat):
    as_(client, "analyst")
    page = client.get(f"/rotations/{banbat.public_id}").text
    assert "Ayesha" not in page
    assert "/roll" not in page
    assert "3 of 850" in words(page)
    assert "1 of 3" in words(page)


# --- The list --------------------------------------------------------------------------------------------------------


def test_the_list_says_what_stands_on_the_roll_with_its_denominator(client, banbat):
    as_(client, "training_officer", state="BGD")
    page = words(client.get("/rotations").text)
    assert "3 of 850 , 0.4 %" in page
    assert "15 Nov 2017" in page
    assert "Deployed" in page


def test_the_phase_is_that_of_the_day_asked_about(client, banbat):
    as_(client, "training_officer", state="BGD")
    table = words(client.get("/rotations?as_of=2018-11-15").text).split("Rotations on")[1]
    assert "Ended" in table
    assert "Deployed" not in table


def test_the_filters_narrow_the_list_and_an_empty_answer_says_what_to_do(client, banbat):
    as_(client, "analyst")
    assert "BANBAT-4" in client.get("/rotations?state=BGD&mission=MINUSCA&phase=deployed&q=bouar").text
    nothing = client.get("/rotations?phase=planned").text
    assert "No rotation fits" in nothing
    assert "Show all rotations" in nothing


def test_what_the_form_does_not_know_is_refused_with_a_word(client, banbat):
    as_(client, "analyst")
    assert "does not know" in client.get("/rotations?colour=red").text
    assert "in one way only" in client.get("/rotations?as_of=01/02/2017").text


def test_a_state_without_rotations_is_told_how_to_begin(client, session):
    as_(client, "training_officer", state="RWA")
    page = client.get("/rotations").text
    assert "No rotation yet" in page
    assert page.count("/rotations/new") == 2


@pytest.mark.parametrize("sort", ["code", "-state", "mission", "-ends_on", "strength", "-on_roll", "nonsense"])
def test_any_order_of_the_list_works(client, banbat, sort):
    as_(client, "analyst")
    assert "BANBAT-4" in client.get(f"/rotations?sort={sort}").text


def test_the_list_and_the_rotation_take_a_fixed_number_of_statements(client, banbat, statements):
    as_(client, "analyst")
    url = f"/rotations/{banbat.public_id}"
    counts = []
    for more in (0, 60):
        for n in range(more):
            make.rotation(make.state(), f"X{n}")
        enrol(banbat, more, prefix=f"M{more}")
        with statements() as first:
            client.get("/rotations")
        with statements() as second:
            client.get(url)
        counts.append((len(first), len(second)))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("deploys_on", "said"),
    [
        (date(2018, 11, 15), "both are there on no day"),
        (date(2018, 11, 8), "both are there on 7 days"),
        (date(2018, 12, 1), "on 16 days nobody is there"),
    ],
)
def test_how_long_two_rotations_of_a_unit_hand_over_is_said_on_both(client, banbat, deploys_on, said):
    """R64: a handover on no day is flagged; a dip between two rotations is visible."""
    more = {"deploys_on": deploys_on, "ends_on": date(2019, 11, 14), "unit_id": banbat.unit_id}
    after = make.rotation(make.state(), "BANBAT-5", **more)
    as_(client, "analyst")
    first, second = (client.get(f"/rotations/{one.public_id}").text for one in (banbat, after))
    assert said in first
    assert said in second
    assert "BANBAT-5" in first
    assert "BANBAT-4" in second


def test_tours_shorter_than_usual_are_listed(client, banbat):
    """R64: the list of rotations shorter than twelve months."""
    make.rotation(make.state(), "SHORT-1", deploys_on=date(2017, 6, 1), ends_on=date(2017, 11, 30))
    as_(client, "analyst")
    page = client.get("/rotations?tour=short").text
    assert "SHORT-1" in page
    assert "BANBAT-4" not in page


def test_what_comes_next_fits_the_role_and_the_roll(client, banbat):
    empty = make.rotation(make.state(), "BANBAT-5")
    as_(client, "training_officer", state="BGD")

    def steps(rotation: Rotation) -> list[str]:
        page = client.get(f"/rotations/{rotation.public_id}").text
        found = re.search(r'<ul class="next-steps">(.*?)</ul>', page, re.DOTALL)
        return re.findall(r"</svg>([^<]+)</a>", found[1]) if found else []

    assert steps(empty) == ["Upload the nominal roll"]
    assert steps(banbat)[:2] == ["Upload the nominal roll", "Record results"]
    other = as_(client.application.test_client(), "analyst")
    assert "Upload the nominal roll" not in other.get(f"/rotations/{banbat.public_id}").text


# --- A new rotation --------------------------------------------------------------------------------------------------


def test_a_training_officer_adds_a_rotation(client, session):
    """E2."""
    as_(client, "training_officer", state="BGD")
    answer = client.post_form("/rotations/new", **FORM)
    assert answer.status_code == 302, told(answer.text)
    page = words(client.get(answer.location).text)
    assert "Infantry battalion of Bangladesh, MINUSCA" in page
    assert "Its nominal roll comes next" in page
    assert "Nobody is on the roll yet" in page


def test_the_same_form_sent_twice_adds_one_rotation(client, session):
    as_(client, "training_officer", state="BGD")
    key = "k" * 22
    first, second = (client.post_form("/rotations/new", **FORM, key=key) for _ in range(2))
    assert first.location == second.location
    assert client.get("/rotations").text.count(first.location) == 1


def test_a_strength_of_a_thousand_digits_is_refused_like_any_other_mistake(client, banbat):
    as_(client, "training_officer", state="BGD")
    answer = client.post_form("/rotations/new", **(FORM | {"strength": "9" * 5000}))
    assert answer.status_code == 422


def test_every_problem_of_the_form_is_said_at_once_and_nothing_typed_is_lost(client, banbat):
    """Also what only the rules know, although another field cannot be read."""
    as_(client, "training_officer", state="BGD")
    wrong = {
        "deploys_on": "03/04/2017",
        "strength": "1,200",
        "mission": "",
        "location": "Bouar <b>",
        "unit_type": "FPU",
    }
    answer = client.post_form("/rotations/new", **(FORM | wrong))
    assert answer.status_code == 422
    assert told(answer.text) == [
        "Kind of unit: BANBAT-4 is known as another kind of unit: infantry_battalion.",
        "Name of the rotation: There is a rotation BANBAT-4 already: MINUSCA, from 2017-11-15. "
        "Give the new one a name of its own.",
        "Mission: Choose the mission it is deployed to.",
        "First day of the tour: “03/04/2017” cannot be read as a date in one way only. "
        "Write the year first: 2017-09-25.",
        "Strength: “1,200” is not a whole number of persons: write 850.",
    ]
    assert 'value="Bouar &lt;b&gt;"' in answer.text
    assert 'value="03/04/2017"' in answer.text


def test_an_officer_cannot_add_a_rotation_for_another_state(client, session):
    make.state("RWA", "Rwanda", "RW")
    as_(client, "training_officer", state="BGD")
    assert client.post_form("/rotations/new", **(FORM | {"state": "RWA"})).status_code == 404
    assert session.scalars(select(Rotation)).all() == []


# --- The roll --------------------------------------------------------------------------------------------------------


def test_the_roll_shows_names_as_given_and_a_page_at_a_time(client, banbat, statements):
    enrol(banbat, 60, prefix="M")
    as_(client, "training_officer", state="BGD")
    url = f"/rotations/{banbat.public_id}/roll"
    with statements() as first:
        page = client.get(url).text
    with statements() as second:
        client.get(f"{url}?page=2&sort=-name&category=troops")
    assert len(first) == len(second)
    assert "BA-0000" in page
    assert "1 to 50 of 63" in words(page)


def test_somebody_is_found_without_their_name_in_an_address(client, banbat):
    """A search is sent by POST: personal data never stands in a URL."""
    as_(client, "training_officer", state="BGD")
    url = f"/rotations/{banbat.public_id}/roll"
    answer = client.post_form(url, text="rahman 2")
    assert "BA-0002" in answer.text
    assert "BA-0001" not in answer.text
    assert "BA-0001" in client.post_form(url, text="BA-0001").text
    assert "Nobody found" in client.post_form(url, text="%").text
    assert "Ayesha" not in client.get(f"{url}?text=ayesha").text.split("</form>")[0]


def test_a_missions_cell_searches_only_the_rolls_of_its_mission(client, banbat):
    as_(client, "training_officer", mission="UNMISS")
    url = f"/rotations/{banbat.public_id}/roll"
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/rotations").text)
    assert client.post(url, data={"text": "Ayesha", "csrf_token": token and token[1]}).status_code == 404


def test_an_empty_roll_says_what_a_roll_is(client, session):
    rotation = make.rotation(make.state(), deploys_on=date(2018, 3, 1), ends_on=date(2019, 2, 28))
    as_(client, "training_officer", state="BGD")
    assert "Nobody is on the roll yet" in client.get(f"/rotations/{rotation.public_id}/roll").text
