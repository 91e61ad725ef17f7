"""The pages through which a file goes in, opened by the right person and by the wrong one."""

import io
import re

import pytest

from tests import make
from tests.intake import story
from tests.intake.story import FILES
from trainingapp.demo import samples


@pytest.fixture
def rotation(session):
    make.account("training_officer", "nasrin@bgd.example", state="BGD")
    found = story.rotation()
    story.record_roll(found)
    return found


def send(client, url, content, name="results.csv", **fields):
    return client.post_form(url, file=(io.BytesIO(content), name), **fields)


def sent_results(client, rotation, content=FILES[samples.RESULTS]):
    answer = send(client, f"/rotations/{rotation.public_id}/results/upload", content, curriculum="CPTM@2017")
    assert answer.status_code == 302, answer.text
    return answer.headers["Location"]


def test_a_file_is_looked_at_before_anything_is_recorded(client, rotation):
    client.sign_in("nasrin@bgd.example")
    page = client.get(sent_results(client, rotation)).text
    for text in ("847", "No person of the State has the service number", "has not come yet", "This repeats row 120"):
        assert text in page
    assert re.search(r"Record the 847 good\s+rows", page)


def test_the_first_rows_show_the_day_that_a_text_was_read_as(client, rotation):
    client.sign_in("nasrin@bgd.example")
    first = client.get(sent_results(client, rotation)).text.split('id="first-rows"')[1].split("</table>")[0]
    assert "25/09/2017" in first
    assert ">25 Sep 2017<" in first.replace("\xa0", " ")


def test_each_meaning_of_a_column_is_offered_once(client, rotation):
    client.sign_in("nasrin@bgd.example")
    answer = send(client, f"/rotations/{rotation.public_id}/roll/upload", FILES[samples.ROLL], name="roll.xlsx")
    page = client.get(answer.headers["Location"]).text
    column = page.split('id="columns-0"')[1].split("</select>")[0]
    meanings = re.findall(r'<option[^>]* value="([^"]*)"', column)
    assert len(meanings) == len(set(meanings))
    assert "1.0" not in page, "a running number is a whole number"


def test_the_good_rows_are_recorded_once_and_the_receipt_says_how_many(client, rotation):
    client.sign_in("nasrin@bgd.example")
    look = sent_results(client, rotation)
    answer = client.post_form(look, action="/record", rows="good")
    assert answer.status_code == 302
    receipt = client.get(answer.headers["Location"])
    assert "847" in receipt.text
    assert "Refused rows as XLSX" in receipt.text
    assert f"/rotations/{rotation.public_id}/certificates/issue" in receipt.text, "what the story does next"


def test_recording_everything_is_refused_while_rows_are_bad_and_nothing_is_lost(client, rotation):
    client.sign_in("nasrin@bgd.example")
    look = sent_results(client, rotation)
    answer = client.post_form(look, action="/record", rows="all")
    assert answer.status_code == 409
    assert "Some rows cannot be recorded" in answer.text
    assert "Record the 847 good" in answer.text


def test_the_refused_rows_come_back_as_files(client, rotation):
    client.sign_in("nasrin@bgd.example")
    look = sent_results(client, rotation)
    csv = client.get(f"{look}/to-mend.csv")
    assert csv.headers["Content-Disposition"].startswith("attachment")
    assert len(csv.data.splitlines()) == 4
    assert client.get(f"{look}/to-mend.xlsx").data.startswith(b"PK")
    assert client.get(f"{look}/to-mend.exe").status_code == 404


def test_a_file_that_is_no_spreadsheet_is_refused_in_words(client, rotation):
    client.sign_in("nasrin@bgd.example")
    url = f"/rotations/{rotation.public_id}/results/upload"
    answer = send(client, url, b"%PDF-1.7 nothing of use", "results.xlsx", curriculum="CPTM@2017")
    assert answer.status_code == 422
    assert "PDF" in answer.text


def test_a_column_that_is_not_understood_is_asked_about_and_answered_on_the_page(client, rotation):
    client.sign_in("nasrin@bgd.example")
    look = sent_results(client, rotation, FILES[samples.RESULTS].replace(b"Svc No.", b"Zahl", 1))
    page = client.get(look).text
    assert "To be answered first" in page
    place = re.findall(r'<label for="columns-(\d+)">Column <bdi>(.*?)</bdi>', page)
    number = next(at for at, label in place if label == "Zahl")
    kept = {f"columns-{at}": value for at, value in selected(page).items()}
    answer = client.post_form(look, **kept | {f"columns-{number}": "service_number", "date_order": ""})
    assert answer.status_code == 302, answer.text
    assert "Record the 847 good" in client.get(look).text


def selected(page):
    """The meaning each column has on the page."""
    found = {}
    for at, options in re.findall(r'name="columns-(\d+)"[^>]*>(.*?)</select>', page, re.S):
        chosen = re.search(r'<option selected value="([^"]*)"', options)
        found[at] = chosen[1] if chosen else ""
    return found


def test_the_same_file_again_says_that_it_was_recorded(client, rotation):
    client.sign_in("nasrin@bgd.example")
    look = sent_results(client, rotation)
    client.post_form(look, action="/record", rows="good")
    again = client.get(sent_results(client, rotation)).text
    assert "This very file was recorded on" in again
    assert "Record the" not in again


def test_a_file_is_taken_back_with_a_reason_and_not_without(client, rotation):
    client.sign_in("nasrin@bgd.example")
    receipt = client.post_form(sent_results(client, rotation), action="/record", rows="good").headers["Location"]
    assert client.post_form(receipt, action="/undo", reason="").status_code == 422
    assert client.post_form(receipt, action="/undo", reason="Wrong file").status_code == 302
    assert "Wrong file" in client.get(receipt).text


def test_another_officer_finds_nothing_under_the_same_addresses(app, client, rotation):
    client.sign_in("nasrin@bgd.example")
    look = sent_results(client, rotation)
    receipt = client.post_form(look, action="/record", rows="good").headers["Location"]
    make.state("NPL", "Nepal", "NP")
    make.account("training_officer", "prakash@npl.example", state="NPL")
    make.account("training_officer", "colleague@bgd.example", state="BGD")
    stranger = app.test_client().sign_in("prakash@npl.example")
    for url in (look, f"{look}/to-mend.csv", receipt, f"/rotations/{rotation.public_id}/results/upload"):
        assert stranger.get(url).status_code == 404, url
    assert "results.csv" not in stranger.get("/rosters").text
    colleague = app.test_client().sign_in("colleague@bgd.example")
    assert colleague.get(receipt).status_code == 200
    assert colleague.get(look).status_code == 404, "nobody sees a file before it is recorded but who sent it"


def test_forms_to_fill_in_carry_the_roll(client, rotation):
    client.sign_in("nasrin@bgd.example")
    assert client.get(f"/rotations/{rotation.public_id}/results/form.xlsx").data.startswith(b"PK")
    assert client.get(f"/rotations/{rotation.public_id}/roll/form.xlsx").data.startswith(b"PK")


def test_the_list_of_files_costs_the_same_for_one_file_as_for_many(client, rotation, statements):
    client.sign_in("nasrin@bgd.example")
    lines = FILES[samples.RESULTS].splitlines()
    costs = []
    for batch in range(2):
        for part in range(1 + 4 * batch):
            first = 20 + 50 * batch + 5 * part
            look = sent_results(client, rotation, b"\r\n".join([lines[0], *lines[first : first + 5]]))
            client.post_form(look, action="/record", rows="all")
        with statements() as seen:
            assert client.get("/rosters").status_code == 200
        costs.append(len(seen))
    assert costs[0] == costs[1]
