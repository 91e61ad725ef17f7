"""The grids of attendance and results, and closing, on their pages: by the right person, the wrong one, and twice."""

import re
from datetime import date
from html import unescape

import pytest
from sqlalchemy import func, select

from tests import make
from tests.training import made
from trainingapp.journal.models import Reading
from trainingapp.training.models import AttendanceMark, ResultMark
from trainingapp.training.queries import sessions

DAYS = [date(2017, 9, day).isoformat() for day in range(25, 30)]


@pytest.fixture
def instructor(session):
    return made.instructor()


@pytest.fixture
def running(instructor):
    return made.with_people(instructor, made.troops("BGD", 3))


@pytest.fixture
def teacher(client, running):
    return client.sign_in("instructor@bipsot.example")


def cells(text):
    found = re.findall(r'<input class="form-control[^"]*" id="(cell-[^"]+)"[^>]*?value="([^"]*)"', text)
    return {name: unescape(value) for name, value in found}


def send(client, url, do="keep", **more):
    page = client.get(url)
    return client.post_form(url, action=url.partition("?")[0], **(cells(page.text) | {"do": do} | more))


def marks(session):
    return session.scalar(select(func.count()).select_from(AttendanceMark))


def test_sixty_persons_and_five_days_are_saved_in_one_request(client, session, instructor, statements):
    session_id = made.with_people(instructor, made.troops("BGD", 60), places=60)
    client.sign_in("instructor@bipsot.example")
    url = f"/sessions/{session_id}/attendance"
    everybody = made.ids(session_id).values()
    all_there = {f"cell-{day}-{who}": "p" for day in DAYS for who in everybody}
    page = client.get(url).text
    from tests.client import X, form_of

    hidden = {i.get("name"): i.get("value") for i in form_of(page, "attendance").iter(f"{X}input") if i.get("name")}
    with statements() as sent:
        answer = client.post(url, data=hidden | all_there | {"do": "keep"})
    assert answer.status_code == 302, answer.text
    assert marks(session) == 300
    assert len(sent) < 45, "as many for sixty as for six"
    assert client.post(url, data=hidden | all_there | {"do": "keep"}).status_code == 302
    assert marks(session) == 300, "the same request twice has one effect"


def test_only_what_was_changed_is_kept_and_others_are_not_overwritten(teacher, session, instructor, running):
    url = f"/sessions/{running}/attendance"
    stale = cells(teacher.get(url).text)
    first, second, _third = made.ids(running).values()
    assert send(teacher, url, **{f"cell-{DAYS[0]}-{first}": "x"}).status_code == 302
    assert send(teacher, url, **{f"cell-{DAYS[0]}-{second}": "0"}).status_code == 302
    assert marks(session) == 2
    shown = cells(teacher.get(url).text)
    assert (shown[f"cell-{DAYS[0]}-{first}"], shown[f"cell-{DAYS[0]}-{second}"]) == ("p", "a")
    assert set(stale) == set(shown)


def test_a_cell_that_means_nothing_is_marked_and_nothing_typed_is_lost(teacher, session, running):
    url = f"/sessions/{running}/attendance"
    first, second, _third = made.ids(running).values()
    answer = send(teacher, url, **{f"cell-{DAYS[0]}-{first}": "perhaps", f"cell-{DAYS[1]}-{second}": "p"})
    assert answer.status_code == 422
    assert "“perhaps” is no mark: write p for present or a for absent." in unescape(answer.text)
    assert f'href="#cell-{DAYS[0]}-{first}"' in answer.text
    assert cells(answer.text)[f"cell-{DAYS[1]}-{second}"] == "p"
    assert marks(session) == 0


def test_a_day_is_filled_for_everybody_who_is_still_empty(teacher, session, running):
    url = f"/sessions/{running}/attendance?day={DAYS[2]}"
    first = next(iter(made.ids(running).values()))
    assert send(teacher, url, f"fill:{DAYS[2]}", **{f"cell-{DAYS[2]}-{first}": "a"}).status_code == 302
    rows = session.execute(select(AttendanceMark.day, AttendanceMark.present).order_by(AttendanceMark.id)).all()
    assert sorted(present for _day, present in rows) == [False, True, True]
    assert {day.isoformat() for day, _present in rows} == {DAYS[2]}


def test_a_day_outside_the_session_is_told_with_its_days(teacher, running):
    page = teacher.get(f"/sessions/{running}/attendance?day=2017-10-05")
    assert "2017-10-05 is no day of this session" in page.text


def test_attendance_of_a_lesson_is_kept_apart(teacher, session, running):
    lesson = re.search(r'<option value="([^"]+)">1\.1', teacher.get(f"/sessions/{running}/attendance").text)
    url = f"/sessions/{running}/attendance?lesson={lesson[1]}"
    first = next(iter(made.ids(running).values()))
    assert send(teacher, url, **{f"cell-{DAYS[0]}-{first}": "p"}).status_code == 302
    assert session.scalars(select(AttendanceMark.lesson)).all() == [lesson[1]]
    assert cells(teacher.get(f"/sessions/{running}/attendance").text)[f"cell-{DAYS[0]}-{first}"] == ""


# --- Results ---------------------------------------------------------------------------------------------------------


def test_a_score_alone_says_who_passed(teacher, session, running):
    first, second, third = made.ids(running).values()
    scores = {f"cell-score-{first}": "85,5", f"cell-score-{second}": "69", f"cell-result-{third}": "n"}
    answer = send(teacher, f"/sessions/{running}/results", **scores)
    assert answer.status_code == 302, answer.text
    rows = session.execute(select(ResultMark.result, ResultMark.score).order_by(ResultMark.nomination_id)).all()
    assert [tuple(row) for row in rows] == [("pass", 85.5), ("fail", 69.0), ("no_show", None)]


def test_a_result_that_contradicts_its_score_is_refused(teacher, session, running):
    first, second, _third = made.ids(running).values()
    wrong = {f"cell-score-{first}": "60", f"cell-result-{first}": "p", f"cell-score-{second}": "120"}
    answer = send(teacher, f"/sessions/{running}/results", **wrong)
    assert answer.status_code == 422
    assert "70 % are needed" in answer.text
    assert "is no score in percent" in answer.text
    assert session.scalar(select(func.count()).select_from(ResultMark)) == 0


def test_practical_checks_are_marked_by_element(client, instructor):
    session_id = made.with_people(instructor, made.troops("BGD", 2), version="NEWBASICS@2017")
    made.attended(session_id, instructor, ["BGD-1", "BGD-2"])
    client.sign_in("instructor@bipsot.example")
    url = f"/sessions/{session_id}/results"
    assert send(client, url, "fill:check-joint-exercise").status_code == 302
    page = client.get(url).text
    assert "Units of one kind only were there" in page
    assert page.count("Elements outstanding") == 2


# --- Closing ---------------------------------------------------------------------------------------------------------


def test_from_the_grid_to_completions_with_two_persons(client, session, instructor, running):
    made.instructor("second@bipsot.example")
    teacher = client.application.test_client().sign_in("instructor@bipsot.example")
    second = client.application.test_client().sign_in("second@bipsot.example")
    page = f"/sessions/{running}/closing"
    told = teacher.get(page).text
    assert "Of 3 persons something is missing" in told
    assert "attendance is not marked on 2017-09-25" in told
    for day in DAYS:
        send(teacher, f"/sessions/{running}/attendance", f"fill:{day}")
    scores = {f"cell-score-{who}": "80" for who in made.ids(running).values()}
    send(teacher, f"/sessions/{running}/results", **scores)
    assert teacher.post_form(page, action="/closing/close").status_code == 302
    assert "You closed this session yourself" in teacher.get(page).text
    assert "waits for a second person" in teacher.get(f"/sessions/{running}/results").text
    answer = second.post_form(page, action="/closing/confirm")
    assert answer.status_code == 302, answer.text
    assert "3 completions are recorded." in second.get(page).text
    assert sessions.session(running).status == "completed"


def test_it_goes_back_with_what_to_mend(client, instructor, running):
    made.instructor("second@bipsot.example")
    made.attended(running, instructor, ["BGD-1", "BGD-2", "BGD-3"])
    made.results(running, instructor, dict.fromkeys(["BGD-1", "BGD-2", "BGD-3"], ("pass", None)))
    made.close(running, instructor)
    second = client.sign_in("second@bipsot.example")
    page = f"/sessions/{running}/closing"
    assert "Write what to mend" in second.post_form(page, action="/send-back", reason="").text
    assert second.post_form(page, action="/send-back", reason="No scores?").status_code == 302
    assert "No scores?" in second.get(page).text


def test_names_of_participants_are_for_whoever_runs_it_and_for_each_state_its_own(client, session, instructor, running):
    made.officer("NPL")
    make.account("analyst", "analyst@example.org")
    browser = client.application.test_client
    for email in ("officer@npl.example", "analyst@example.org"):
        other = browser().sign_in(email)
        page = other.get(f"/sessions/{running}/closing")
        assert page.status_code == 200
        assert "BGD-1" not in page.text
        assert other.get(f"/sessions/{running}/attendance").status_code == 404
        assert other.get(f"/sessions/{running}/results").status_code == 404
    assert not session.scalar(select(func.count()).select_from(Reading))
    browser().sign_in("instructor@bipsot.example").get(f"/sessions/{running}/attendance")
    noted = session.execute(select(Reading.state_code, Reading.persons, Reading.object_kind)).all()
    assert [tuple(row) for row in noted] == [("BGD", 3, "session")]
