"""The page of a job: whoever asked sees how far it is and gets the file; to anybody else it does not exist."""

import pytest
from flask import Flask

from tests import make
from tests.jobs.worker import KINDS, count
from trainingapp.accounts.actions.suspensions import suspend_state
from trainingapp.accounts.models import Account
from trainingapp.accounts.rules import OPERATOR
from trainingapp.jobs import actions, work
from trainingapp.kit.db import db, transaction


@pytest.fixture
def officer(app: Flask, session: object, monkeypatch: pytest.MonkeyPatch) -> Account:
    monkeypatch.setattr(app.extensions["jobs"], "kinds", KINDS)
    make.state()
    return make.account("training_officer", "officer@example.org", state="BGD")


def asked(officer: Account, kind: str = "count", **arguments: object) -> str:
    with transaction():
        asked_by = db.session.merge(officer).public_id
        job = actions.ask(kind, {"to": 3, "back": "/", **arguments}, asked_by=asked_by, total=3, now=make.NOW)
        return job.public_id


def test_while_it_lasts_the_page_asks_for_itself_again(officer, client):
    page = client.sign_in("officer@example.org").get(f"/jobs/{asked(officer)}")
    assert "Waiting for its turn" in page.text
    assert 'hx-trigger="every 1s"' in page.text
    assert '<noscript><meta http-equiv="refresh"' in page.text


def test_the_part_that_is_asked_for_again_has_no_frame(officer, client):
    address = f"/jobs/{asked(officer)}"
    part = client.sign_in("officer@example.org").get(address, headers={"HX-Request": "true"})
    assert 'id="job"' in part.text
    assert "<html" not in part.text


def test_when_it_is_done_the_file_can_be_downloaded(officer, client):
    public_id = asked(officer)
    work.send(public_id)
    page = client.sign_in("officer@example.org").get(f"/jobs/{public_id}")
    assert "Your file is ready" in page.text
    assert "hx-trigger" not in page.text.split('id="job"')[1].split(">")[0]
    with client.get(f"/jobs/{public_id}/file") as answer:
        assert answer.data == b"counted"
        assert answer.headers["Content-Disposition"] == "attachment; filename=counted.txt"


def test_a_file_whose_days_are_over_is_absent_and_the_page_says_so(officer, client):
    public_id = asked(officer)
    work.send(public_id)
    (work.queue().folder / public_id / "counted.txt").unlink()
    client.sign_in("officer@example.org")
    assert "no longer here" in client.get(f"/jobs/{public_id}").text
    assert client.get(f"/jobs/{public_id}/file").status_code == 404


def test_a_report_that_was_made_is_one_click_away_for_whoever_may_see_it(client, session):
    analyst = make.account("analyst", "analyst@example.org")
    public_id = asked(analyst, "reports.make")
    _made(public_id)
    page = client.sign_in("analyst@example.org").get(f"/jobs/{public_id}").text
    assert 'href="/reports/dGhlLXJlcG9ydC1pdHNlbGY"' in page
    assert "Open the report" in page


def _made(public_id: str) -> None:
    with transaction():
        job = actions.claim(public_id, at=make.NOW)
        assert job is not None
        actions.finish(public_id, attempt=job.attempts, result={"report": "dGhlLXJlcG9ydC1pdHNlbGY"}, total=5)


def test_what_could_not_be_done_is_said(officer, client):
    public_id = asked(officer, "refuse")
    work.send(public_id)
    page = client.sign_in("officer@example.org").get(f"/jobs/{public_id}")
    assert "There is nobody to count in BANBAT-4." in page.text


def test_a_file_that_names_people_is_gone_once_one_may_not_see_them_any_more(officer, client, monkeypatch):
    def naming(task, progress):
        shown = {"persons": {"BGD": 1}, "object_kind": "rotation", "object_id": "x"}
        return {**(count(task, progress)), "shown": shown}

    monkeypatch.setitem(work.queue().kinds, "naming", work.Kind("Naming", naming))
    public_id = asked(officer, "naming")
    work.send(public_id)
    client.sign_in("officer@example.org")
    with client.get(f"/jobs/{public_id}/file") as answer:
        assert answer.status_code == 200
    with transaction():
        suspend_state("BGD", reason="Reported stolen.", by=OPERATOR, now=make.NOW)
    assert client.get(f"/jobs/{public_id}/file").status_code == 404
    assert "no longer here" in client.get(f"/jobs/{public_id}").text


@pytest.mark.parametrize("address", ["/jobs/{}", "/jobs/{}/file"])
def test_another_officer_and_a_stranger_find_nothing(app, officer, client, address):
    public_id = asked(officer)
    work.send(public_id)
    make.account("training_officer", "other@example.org", state="BGD")
    client.sign_in("other@example.org")
    foreign = client.get(address.format(public_id))
    absent = client.get(address.format("x" * 22))
    assert (foreign.status_code, absent.status_code) == (404, 404)
    stranger = app.test_client()
    assert (
        stranger.get(address.format(public_id)).status_code == stranger.get(address.format("x" * 22)).status_code != 200
    )
