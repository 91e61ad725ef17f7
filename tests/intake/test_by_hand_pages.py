"""The pages on which results are typed, confirmed and sent back: by the right person, by the wrong one, and twice."""

import io
import json
import re
from html import unescape

import pytest
from sqlalchemy import func, select

from tests import make
from tests.intake import story, typed
from tests.kit import attached
from trainingapp.completions import queries as completions
from trainingapp.completions.models import Completion
from trainingapp.rosters.models.by_hand import EvidenceFile, HandDraft, HandRecord


@pytest.fixture
def rotation(session):
    make.account("training_officer", "nasrin@bgd.example", state="BGD")
    make.account("training_officer", "rafiq@bgd.example", state="BGD")
    return story.rotation()


@pytest.fixture
def people(rotation):
    return typed.people_of(rotation)


@pytest.fixture
def grid(client, rotation, people):
    """The address of a grid for everyone on the roll, for which Nasrin is signed in."""
    client.sign_in("nasrin@bgd.example")
    return begin(client, rotation)


def begin(client, rotation, **more):
    values = {"curriculum": "CPTM@2017", "completed_on": "2017-09-25", "whom": "all", "numbers": ""} | more
    answer = client.post_form(f"/rotations/{rotation.public_id}/by-hand", **values)
    assert answer.status_code == 302, answer.text
    return answer.headers["Location"]


def cells(text):
    """Name of a cell -> what stands in it, as a browser would send it."""
    names = re.findall(r'<input class="form-control[^"]*" id="(cell-[^"]+)"[^>]*?value="([^"]*)"', text)
    hidden = re.findall(r'<input type="hidden" name="(cell-was-[^"]+)" value="([^"]*)"', text)
    return {name: unescape(value) for name, value in [*names, *hidden]}


def send(client, grid, do="keep", /, **more):
    """The whole form of the grid, with some cells changed."""
    page = client.get(grid)
    values = cells(page.text) | {"completed_on": "2017-09-25", "block": "", "order": "", "result": "", "anchor": ""}
    return client.post_form(grid, action=grid.partition("?")[0], **(values | {"do": do} | more))


def cell(column, person):
    return f"cell-{column}-{person}"


def typing(person, result="p", score="", day=""):
    return {cell("result", person): result, cell("score", person): score, cell("day", person): day}


def recorded(client, grid, people):
    answer = send(client, grid, "record", **{k: v for person in people for k, v in typing(person, "p", "85").items()})
    assert answer.status_code == 302, answer.text
    return answer.headers["Location"]


def standing(session):
    return session.scalar(select(func.count()).select_from(Completion).where(completions.stands()))


def test_one_letter_is_a_result_and_the_page_shows_the_word(client, grid, people):
    send(client, grid, **typing(people[0], "p", "85,5"), **typing(people[1], "A"))
    shown = cells(client.get(grid).text)
    assert (shown[cell("result", people[0])], shown[cell("score", people[0])]) == ("Passed", "85.5")
    assert shown[cell("result", people[1])] == "Attended"


@pytest.mark.parametrize("to", ["²:all", "9" * 5000 + ":all", "-1:all", "٣:typed"])
def test_a_page_that_is_no_number_leads_back_to_the_grid(client, grid, to):
    assert send(client, grid, to=to).status_code == 302


def test_a_mistake_marks_its_cell_for_eyes_and_ears_and_the_rest_is_kept(client, grid, people):
    answer = send(client, grid, "record", **typing(people[0], "p"), **typing(people[1], "perhaps", "", "03/04/2017"))
    assert answer.status_code == 422
    shown = cells(answer.text)
    assert shown[cell("result", people[0])] == "Passed"
    assert shown[cell("result", people[1])] == "perhaps"
    for column in ("result", "day"):
        field = re.search(rf'<input[^>]*id="{cell(column, people[1])}"[^>]*>', answer.text)[0]
        assert 'aria-invalid="true"' in field
        assert f'aria-describedby="said-{column}-{people[1]}' in field
        assert f'href="#{cell(column, people[1])}"' in answer.text, "the list of mistakes leads to the cell"
    assert "may be day-month or month-day" in answer.text
    assert "is no result" in answer.text


def test_the_good_rows_are_recorded_and_the_others_stay(client, session, grid, people):
    answer = send(client, grid, "record_good", **typing(people[0], "p"), **typing(people[1], "perhaps"))
    assert answer.status_code == 302
    receipt = client.get(answer.headers["Location"])
    assert "Waits to be confirmed" in receipt.text
    assert "Rows with mistakes were left in the table" in receipt.text
    assert cells(client.get(grid).text)[cell("result", people[1])] == "perhaps"


def test_a_double_click_records_once(client, session, grid, people):
    page = client.get(grid)
    values = cells(page.text) | typing(people[0]) | {"do": "record", "completed_on": "2017-09-25"}
    for name in ("csrf_token", "key"):
        values[name] = re.search(rf'id="grid".*?name="{name}" value="([^"]+)"', page.text, re.S)[1]
    first, second = (client.post(grid, data=values) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert session.scalar(select(func.count()).select_from(HandRecord)) == 1


def test_what_another_window_typed_is_not_overwritten(client, grid, people):
    stale = cells(client.get(grid).text)
    send(client, grid, **typing(people[0], "p"))
    client.post_form(grid, **(stale | typing(people[1], "f") | {"completed_on": "2017-09-25", "do": "keep"}))
    shown = cells(client.get(grid).text)
    assert shown[cell("result", people[0])] == "Passed"
    assert shown[cell("result", people[1])] == "Failed"


def test_nothing_is_lost_between_pages(client, rotation, people):
    more = typed.people_of(story.facts(rotation.public_id), 0)
    assert more == []
    for number in range(5, 131):
        of = make.state()
        person = make.person(of, f"BD-{number}", f"Given{number} Family{number}")
        make.assignment(make._known(make.Rotation, public_id=rotation.public_id), person)
    client.sign_in("nasrin@bgd.example")
    grid = begin(client, rotation)
    answer = send(client, grid, **typing(people[0], "p"), to="2:")
    assert answer.headers["Location"].endswith("page=2")
    second = answer.headers["Location"]
    last = re.findall(r'id="cell-result-([^"]+)"', client.get(second).text)[-1]
    answer = send(client, second, **typing(last, "f"), to="1:")
    assert cells(client.get(answer.headers["Location"]).text)[cell("result", people[0])] == "Passed"
    assert cells(client.get(second).text)[cell("result", last)] == "Failed"


def test_a_block_is_read_by_the_server_and_what_cannot_be_placed_stays_in_its_box(client, grid, people):
    block = "Service number\tResult\tDate\nBD-1\tréussi\t25/09/2017\nBD-2\t合格\t05/09/2017\nXX-9\tpass\t2017-09-25"
    answer = send(client, grid, "read", block=block)
    assert answer.status_code == 422
    shown = cells(answer.text)
    assert (shown[cell("result", people[0])], shown[cell("day", people[0])]) == ("Passed", "2017-09-25")
    assert (shown[cell("result", people[1])], shown[cell("day", people[1])]) == ("Passed", "2017-09-05")
    left = re.search(r'<textarea[^>]*id="block"[^>]*>(.*?)</textarea>', answer.text, re.S)[1]
    assert "XX-9" in left
    assert "BD-1" not in left
    assert "has the service number XX-9" in answer.text


def test_a_letter_in_a_pasted_cell_is_not_what_the_key_types(client, grid, people):
    send(client, grid, "read", block="BD-1\tA\t2017-09-25\nBD-2\tpass\t2017-09-25")
    send(client, grid)
    page = client.get(grid).text
    assert cells(page)[cell("result", people[0])] in ("A", "")
    assert cells(page)[cell("result", people[1])] == "Passed"


def test_every_empty_row_is_filled_at_once(client, grid, people):
    send(client, grid, **typing(people[1], "f"))
    send(client, grid, "fill", result="pass")
    shown = cells(client.get(grid).text)
    assert [shown[cell("result", person)] for person in people] == ["Passed", "Failed", "Passed", "Passed"]


def test_cells_are_kept_and_answered_while_others_are_typed(client, grid, people):
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get(grid).text)[1]
    answer = client.post(f"{grid}/cells", data={"csrf_token": token, **typing(people[0], "f", "85")})
    told = json.loads(answer.text)
    assert told["rows"][people[0]]["cells"]["result"] == "Failed"
    assert "does not go with this result" in told["rows"][people[0]]["said"]["score"]
    assert told["bad"] == 1


# --- Evidence ---------------------------------------------------------------------------------------------------------


def attach(client, grid, content, name):
    return send(client, grid, "attach", file=(io.BytesIO(content), name))


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../sheet.pdf", "sheet.pdf"),
        ("sheet\u202efdp.pdf", "sheetfdp.pdf"),
        ("a" * 300 + ".pdf", "a" * 196 + ".pdf"),
    ],
)
def test_of_the_name_of_a_file_nothing_is_kept_that_misleads(client, session, grid, people, sent, kept):
    assert attach(client, grid, attached.PDF, sent).status_code == 302
    recorded(client, grid, people)
    assert session.scalars(select(EvidenceFile.name)).one() == kept


def test_a_file_is_attached_recorded_and_given_back_as_a_file_to_save(app, client, session, grid, people):
    assert attach(client, grid, attached.PDF, "attendance sheet.pdf").status_code == 302
    assert "attendance sheet.pdf" in client.get(grid).text
    receipt = client.get(recorded(client, grid, people)).text
    link = re.search(r'href="(/by-hand/evidence/[^"]+)"', receipt)[1]
    answer = client.get(link)
    assert answer.data == attached.PDF
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    stored = session.scalars(select(EvidenceFile.stored)).one()
    path = app.config["SETTINGS"].data_dir / "evidence" / stored
    assert path.read_bytes() == attached.PDF
    assert path.stat().st_mode & 0o077 == 0
    path.write_bytes(attached.PDF + b" ")
    assert client.get(link).status_code == 422, "what was altered is not handed out"


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (attached.PNG, "sheet.pdf", "is called a PDF document and is a PNG picture"),
        (b"MZ\x90\x00" + b"\0" * 200, "sheet.pdf", "is not a PDF document, whatever its name says"),
        (b"<html><script>alert(1)</script></html>", "sheet.png", "is not a PNG picture"),
        (attached.PDF[: len(attached.PDF) // 2], "sheet.pdf", "is cut short"),
        (attached.PDF, "sheet.exe", "none of the kinds"),
    ],
)
def test_a_file_that_lies_about_itself_is_refused_and_nothing_typed_is_lost(client, grid, people, content, name, said):
    page = client.get(grid)
    values = cells(page.text) | typing(people[0], "p") | {"completed_on": "2017-09-25", "do": "attach"}
    answer = client.post_form(grid, **values, file=(io.BytesIO(content), name))
    assert answer.status_code == 422
    assert said in unescape(answer.text)
    assert cells(answer.text)[cell("result", people[0])] == "Passed"


def test_a_file_is_taken_away_again_before_recording(app, client, session, grid):
    attach(client, grid, attached.PNG, "board.png")
    (file,) = json.loads(session.scalars(select(HandDraft.files)).one())
    answer = send(client, grid, f"take:{file['stored']}")
    assert answer.status_code == 302
    assert "board.png” was taken away" in client.get(grid).text
    assert not (app.config["SETTINGS"].data_dir / "evidence" / file["stored"]).exists()


# --- Two persons ------------------------------------------------------------------------------------------------------


def test_a_colleague_confirms_and_the_one_who_recorded_cannot(app, client, session, rotation, grid, people):
    record = recorded(client, grid, people)
    assert "Somebody else of your State" in client.get(record).text
    assert "/confirm" not in client.get(record).text
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get(grid, follow_redirects=True).text)[1]
    assert client.post(f"{record}/confirm", data={"csrf_token": token}).status_code == 422
    rafiq = app.test_client().sign_in("rafiq@bgd.example")
    assert "CPTM 2017" in rafiq.get("/by-hand/to-confirm").text
    assert "wait to be confirmed" in rafiq.get(f"/rotations/{rotation.public_id}").text
    answer = rafiq.post_form(record, action="/confirm")
    assert answer.status_code == 302, answer.text
    assert standing(session) == 4
    assert "Confirmed by" in rafiq.get(record).text
    again = rafiq.post(f"{record}/confirm", data={"csrf_token": token})
    assert again.status_code in (400, 409)
    assert standing(session) == 4


def test_what_is_sent_back_says_what_to_mend_and_is_mended(app, client, session, grid, people):
    record = recorded(client, grid, people)
    rafiq = app.test_client().sign_in("rafiq@bgd.example")
    assert rafiq.post_form(record, action="/send-back", reason=" ").status_code == 422
    assert rafiq.post_form(record, action="/send-back", reason="BD-2 was not there.").status_code == 302
    assert "BD-2 was not there." in client.get("/by-hand").text
    answer = client.post_form(record, action="/mend")
    grid = answer.headers["Location"]
    assert cells(client.get(grid).text)[cell("result", people[1])] == "Passed"
    again = send(client, grid, "record", **typing(people[1], ""))
    assert again.status_code == 302
    assert "It replaces a record that was sent back" in client.get(again.headers["Location"]).text


def test_what_was_confirmed_is_taken_back_from_its_own_page(app, client, session, grid, people):
    record = recorded(client, grid, people)
    rafiq = app.test_client().sign_in("rafiq@bgd.example")
    rafiq.post_form(record, action="/confirm")
    answer = rafiq.post_form(record, action="/undo", reason="Another course")
    assert answer.status_code == 302
    assert "Another course" in rafiq.get(answer.headers["Location"], follow_redirects=True).text
    assert standing(session) == 0


def test_nobody_of_another_state_finds_anything_under_these_addresses(app, client, session, rotation, grid, people):
    attach(client, grid, attached.PDF, "sheet.pdf")
    record = recorded(client, grid, people)
    evidence = re.search(r'href="(/by-hand/evidence/[^"]+)"', client.get(record).text)[1]
    make.state("NPL", "Nepal", "NP")
    make.account("focal_point", "prakash@npl.example", state="NPL")
    stranger = app.test_client().sign_in("prakash@npl.example")
    person = f"/people/{people[0]}/by-hand"
    for url in (record, evidence, grid, person, f"/rotations/{rotation.public_id}/by-hand"):
        assert stranger.get(url).status_code == 404, url
    token = re.search(r'name="csrf_token" value="([^"]+)"', stranger.get("/accounts/me").text)[1]
    for act in ("confirm", "send-back", "take-back", "mend"):
        assert stranger.post(f"{record}/{act}", data={"csrf_token": token}).status_code == 404, act
    for page in ("/by-hand", "/by-hand/to-confirm"):
        assert "CPTM" not in stranger.get(page).text
    colleague = app.test_client().sign_in("rafiq@bgd.example")
    assert colleague.get(record).status_code == 200
    assert colleague.get(grid).status_code == 404, "nobody sees what another types"


# --- For some persons -------------------------------------------------------------------------------------------------


def test_one_person_from_their_record(client, rotation, people):
    client.sign_in("nasrin@bgd.example")
    answer = client.post_form(f"/people/{people[1]}/by-hand", curriculum="CPTM@2017", completed_on="2017-09-25")
    assert answer.status_code == 302, answer.text
    page = client.get(answer.headers["Location"]).text
    assert cell("result", people[1]) in page
    assert cell("result", people[0]) not in page


def test_some_persons_by_their_numbers_and_an_unknown_one_is_named(client, rotation, people):
    client.sign_in("nasrin@bgd.example")
    url = f"/rotations/{rotation.public_id}/by-hand"
    values = {"curriculum": "CPTM@2017", "completed_on": "", "whom": "some"}
    answer = client.post_form(url, **values, numbers="BD-1\nBD-77")
    assert answer.status_code == 422
    assert "BD-77" in answer.text
    page = client.get(begin(client, rotation, whom="some", numbers="BD-3\nBD-1")).text
    assert re.findall(r'id="cell-result-([^"]+)"', page) == [people[2], people[0]]


def test_those_who_lack_it_are_taken_from_the_gaps(client, rotation, people):
    done = make._known(make.Person, public_id=people[0])
    make.completion(done, make.version())
    client.sign_in("nasrin@bgd.example")
    assert "checked" in client.get(f"/rotations/{rotation.public_id}/by-hand?lacking=CPTM").text
    page = client.get(begin(client, rotation, whom="lacking")).text
    assert re.findall(r'id="cell-result-([^"]+)"', page) == people[1:]


def test_the_grid_costs_the_same_for_one_row_as_for_many(client, rotation, statements):
    costs = []
    client.sign_in("nasrin@bgd.example")
    for count in (2, 60):
        other = make.rotation(make.state(), f"BANBAT-{count}")
        for number in range(count):
            person = make.person(make.state(), f"X{count}-{number}", f"Given{number} Family{number}")
            make.assignment(other, person)
        grid = begin(client, other)
        with statements() as seen:
            assert client.get(grid).status_code == 200
        costs.append(len(seen))
    assert costs[0] == costs[1]
