"""Reviewing: read at a glance, returned with a remark, refused with what to mend, published by a second person."""

import re

import pytest

from tests import make
from tests.client import CheckedClient
from tests.curricula.test_draft_pages import begun, sent, words
from trainingapp.curricula import queries


@pytest.fixture
def editor(client: CheckedClient) -> CheckedClient:
    make.account("curriculum_editor")
    return client.sign_in("curriculum_editor.un@example.org")


@pytest.fixture
def publisher(app, editor) -> CheckedClient:
    make.account("curriculum_publisher")
    return app.test_client().sign_in("curriculum_publisher.un@example.org")


def submitted(editor: CheckedClient, label: str = "2018", *, without: str = "") -> str:
    """A version in review; the address of its review."""
    url = begun(editor, label)
    if without:
        data = sent(editor.get(f"{url}/lessons").text)
        del data[without]
        assert editor.post(f"{url}/lessons", data=data | {"do": ["save"]}).status_code == 302
    assert editor.post_form(url, action="/submit").status_code == 302
    return url.replace("/drafts/", "/reviews/")


def test_a_reviewer_reads_the_matrix_and_what_each_module_declares(editor, publisher):
    """R09, R16: eight topics, and the four others; human rights and gender by module."""
    url = submitted(editor)
    assert url in publisher.get("/curricula/reviews").text
    page = publisher.get(url).text
    said = words(page)
    assert "8 of the 8 topics that cut across all training are taught here. 24 lessons, 1 140 minutes." in said
    (declared,) = re.findall(r'<table class="table" id="declared">.*?</table>', page, re.S)
    assert words(f"<!doctype html><title>x</title>{declared}").count("in lesson") >= 3
    assert "Introductory; gender is treated in lessons 2.4 and 3.2." in declared
    assert "not covered" not in declared
    assert "Every lesson is the same as in version 2017." in said


def test_publishing_is_refused_with_everything_to_mend(editor, publisher):
    """E1: lesson 2.3 without its topic."""
    url = submitted(editor, without="part-1-2-topics")
    page = publisher.get(url).text
    assert "not covered" in page
    assert "no more about Human rights" in page
    answer = publisher.post_form(f"{url}/publish", how="published", first_day="2018-03-01")
    assert answer.status_code == 422
    assert "It cannot be published yet. To mend: 1." in answer.text
    assert "Human rights is not covered" in answer.text
    assert "2018" not in {one.label for one in queries.versions("CPTM")}


def test_a_version_is_returned_with_a_remark_mended_and_published(editor, publisher):
    url = submitted(editor, without="part-1-2-topics")
    assert publisher.post_form(url, action="/return").status_code == 422
    assert publisher.post_form(url, action="/return", remark="Human rights are gone from 2.3.").status_code == 302
    draft = url.replace("/reviews/", "/drafts/")
    assert "Human rights are gone from 2.3." in editor.get(draft).text
    data = sent(editor.get(f"{draft}/lessons").text)
    editor.post(f"{draft}/lessons", data=data | {"part-1-2-topics": ["HR"], "do": ["save"]})
    editor.post_form(draft, action="/submit")
    answer = publisher.post_form(f"{url}/publish", first_day="2018-03-01", counts_through="2018-08-31", how="published")
    assert answer.location == "/curricula/CPTM/2018"
    page = words(publisher.get("/curricula/CPTM/2017").text)
    assert re.search(r"2017 shown here .*1 Mar 2018 31 Aug 2018", page)
    assert "Write a new version from it" in editor.get("/curricula/CPTM/2018").text
    closed = editor.get(f"{draft}/lessons", follow_redirects=True)
    assert "What is published never changes" in closed.text
    assert "/curricula/CPTM/2018/new-version" in closed.text


def test_whoever_wrote_on_it_is_refused(editor, app):
    """One person with both roles is still one person."""
    both = make.account("curriculum_publisher", "both@example.org")
    from tests.make import NOW
    from trainingapp.accounts.actions import grant
    from trainingapp.journal import actions as journal
    from trainingapp.kit.db import db

    with journal.entry(act="test", by="tests", now=NOW, object_kind="test", object_id="test") as entry:
        grant(entry, both, "curriculum_editor")
    db.session.commit()
    alone = app.test_client().sign_in("both@example.org")
    url = submitted(alone)
    assert "You have written on this version: somebody else publishes it." in alone.get(url).text
    answer = alone.post_form(f"{url}/publish", how="published", first_day="2018-03-01")
    assert answer.status_code == 422
    assert "somebody else publishes it" in answer.text


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"how": "published", "first_day": "03/04/2018"}, "cannot be read as a date"),
        ({"how": "published", "first_day": ""}, "Write the first day."),
        ({"how": "published", "first_day": "2017-01-01"}, "choose a later first day"),
        ({"how": "published", "first_day": "2018-03-01", "counts_through": "2018-01-01"}, "is before"),
        ({"how": "pilot", "first_day": "2018-03-01", "counts_through": "2018-04-01"}, "No version is superseded"),
    ],
)
def test_days_that_contradict_each_other_are_refused_in_words(editor, publisher, fields, said):
    url = submitted(editor)
    answer = publisher.post_form(f"{url}/publish", **fields)
    assert answer.status_code == 422
    assert said in words(answer.text)


def test_a_pilot_is_published_later_and_withdrawn_with_a_reason(editor, publisher):
    url = submitted(editor, "2030")
    assert publisher.post_form(f"{url}/publish", how="pilot", first_day="2017-12-01").status_code == 302
    page = publisher.get("/curricula/CPTM/2030").text
    assert "A pilot: it is tried out, and required of nobody." in page
    answer = publisher.post_form("/curricula/CPTM/2030/publish", first_day="2017-11-01")
    assert "it is not in force before" in answer.text
    answer = publisher.post_form("/curricula/CPTM/2030/publish", first_day="2017-12-15", counts_through="2018-06-30")
    assert answer.status_code == 302
    assert queries.in_force(make.NOW.date())["CPTM"].label == "2030"
    assert publisher.post_form("/curricula/CPTM/2030/publish", first_day="2017-12-15").status_code == 409
    assert publisher.post_form("/curricula/CPTM/2030/withdraw", from_on="2017-12-20").status_code == 422
    reason = "An exercise that hurt people."
    answer = publisher.post_form("/curricula/CPTM/2030/withdraw", from_on="2017-12-20", reason=reason)
    assert answer.status_code == 302
    page = words(publisher.get("/curricula/CPTM/2030").text)
    assert "Withdrawn from 20 Dec 2017 on" in page
    assert reason in page


def test_two_versions_are_compared_lesson_by_lesson_with_the_bridge_between_them(editor):
    assert "/curricula/CPTM/compare/2009/2017" in editor.get("/curricula/CPTM/2017").text
    page = words(editor.get("/curricula/CPTM/compare/2017/2025").text)
    assert "Bridging lessons" in page
    assert "Whoever holds version 2017 has had everything of version 2025 but" in page
    same = words(editor.get("/curricula/CPTM/compare/2017/2017").text)
    assert "None: whoever holds version 2017 has had everything of version 2017." in same
    assert editor.get("/curricula/CPTM/compare/2017/1999").status_code == 404


def test_the_list_costs_the_same_however_many_wait(editor, publisher, statements):
    assert "Nothing is in review" in publisher.get("/curricula/reviews").text
    counts = []
    for count in (1, 5):
        for number in range(count):
            submitted(editor, f"{2100 + 10 * count + number}")
        with statements() as seen:
            publisher.get("/curricula/reviews")
        counts.append(len(seen))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("role", [None, "analyst", "curriculum_editor"])
def test_who_does_not_publish_sees_no_review(editor, app, role):
    url = submitted(editor)
    other = app.test_client()
    if role:
        make.account(role, "other@example.org")
        other.sign_in("other@example.org")
    for page in ("/curricula/reviews", url, f"{url}/publish", "/curricula/BFA/2017/withdraw"):
        assert other.get(page).status_code == (404 if role else 302)
