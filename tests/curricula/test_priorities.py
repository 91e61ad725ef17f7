"""What the field asks training to teach: submitted, decided, and reflected by a version alone (R24)."""

from datetime import date

import pytest

from tests import make
from tests.client import CheckedClient
from trainingapp.accounts.queries import identity_of
from trainingapp.accounts.rules import Identity
from trainingapp.curricula import priorities as rules
from trainingapp.curricula import queries
from trainingapp.curricula.actions import priorities as actions
from trainingapp.curricula.queries import priorities as asked
from trainingapp.kit.errors import Absent, Refused
from trainingapp.records import acts


def somebody(role: str, **grant: str) -> Identity:
    account = make.account(role, f"{role}@example.org", **grant)
    found = identity_of(account.id)
    assert found
    return found


@pytest.fixture
def leader(session) -> Identity:
    return somebody("mission_leader", mission=make.mission("MINUSCA").code)


@pytest.fixture
def editor(session) -> Identity:
    return somebody("curriculum_editor")


def submitted(by: Identity, title: str = "Counter-ambush at night", **more: object) -> str:
    asked_for: dict[str, object] = {"mission_code": "MINUSCA", "state_code": None, "rank": 1, **more}
    return actions.submit(title=title, text="After dark.", asked_on=date(2017, 11, 1), by=by, now=make.NOW, **asked_for)  # type: ignore[arg-type]


def stands(by: Identity, public_id: str) -> str:
    return asked.priority(by.scope("priorities.see"), public_id).standing


def test_accepted_it_is_not_yet_reflected_until_a_version_is_named(leader, editor):
    key = submitted(leader)
    assert stands(leader, key) == "submitted"
    actions.decide(key, "accepted", curriculum="NEWBASICS", by=editor, now=make.NOW)
    assert stands(leader, key) == "accepted"
    assert stands(leader, key) in rules.OPEN
    actions.decide(key, "reflected", version=queries.version("NEWBASICS", "2017"), by=editor, now=make.NOW)
    found = asked.priority(leader.scope("priorities.see"), key)
    assert (found.standing, found.steps[-1].version) == ("reflected", "NEWBASICS@2017")
    assert not [one for one in asked.priorities(editor.scope("priorities.see")) if one.standing in rules.OPEN]


def test_nothing_reflects_a_priority_but_a_version(leader, editor):
    key = submitted(leader)
    with pytest.raises(Refused, match="First accept it"):
        actions.decide(key, "reflected", version=queries.version("NEWBASICS", "2017"), by=editor, now=make.NOW)
    actions.decide(key, "accepted", by=editor, now=make.NOW)
    with pytest.raises(Refused, match="Name the version"):
        actions.decide(key, "reflected", by=editor, now=make.NOW)


def test_what_was_refused_or_merged_is_closed(leader, editor):
    first, second = submitted(leader), submitted(leader, "Ambushes after dark", rank=2)
    actions.decide(second, "merged", into=first, by=editor, now=make.NOW)
    assert stands(leader, second) == "merged"
    with pytest.raises(Refused, match="for good already"):
        actions.decide(second, "accepted", by=editor, now=make.NOW)
    with pytest.raises(Refused, match="another priority that is still open"):
        actions.decide(first, "merged", into=second, by=editor, now=make.NOW)
    with pytest.raises(Refused, match="another priority that is still open"):
        actions.decide(first, "merged", into=first, by=editor, now=make.NOW)


def test_a_mission_is_asked_for_by_its_own_leader_and_a_state_by_its_own_officials(leader, editor):
    with pytest.raises(Absent):
        submitted(leader, mission_code="UNMISS")
    with pytest.raises(Absent):
        submitted(editor)
    make.state()
    focal_point = somebody("focal_point", state="BGD")
    own = submitted(focal_point, mission_code=None, state_code="BGD")
    assert stands(focal_point, own) == "submitted"
    with pytest.raises(Absent):
        asked.priority(leader.scope("priorities.see"), own)


def test_every_decision_has_its_words_in_the_journal():
    assert set(actions.ACTS) == set(rules.DECISIONS)
    assert set(actions.ACTS.values()) <= set(acts.ACTS)


@pytest.fixture
def at_work(client: CheckedClient, leader: Identity, editor: Identity) -> CheckedClient:
    return client.sign_in("mission_leader@example.org")


def test_a_leader_asks_and_reads_what_became_of_it(app, at_work):
    assert "Nothing was asked for yet" in at_work.get("/priorities").text
    form = {"whose": "mission MINUSCA", "title": "Counter-ambush", "text": "After dark.", "rank": "1"}
    refused = at_work.post_form("/priorities/new", **form, asked_on="03/04/2017")
    assert refused.status_code == 422
    assert "cannot be read as a date" in refused.text
    assert "After dark." in refused.text
    answer = at_work.post_form("/priorities/new", **form, asked_on="2017-11-01")
    assert answer.status_code == 302
    assert "Counter-ambush" in at_work.get(answer.location).text
    assert at_work.get(f"{answer.location}/decide").status_code == 404
    editing = app.test_client().sign_in("curriculum_editor@example.org")
    missing = editing.post_form(f"{answer.location}/decide", decision="refused")
    assert missing.status_code == 422
    assert "Say why it is refused" in missing.text
    assert editing.post_form(f"{answer.location}/decide", decision="accepted").status_code == 302
    assert "Accepted, not yet reflected" in at_work.get(answer.location).text
    assert "Counter-ambush" in at_work.get("/priorities?standing=open").text


def test_the_list_takes_a_fixed_number_of_statements(at_work, leader, statements):
    submitted(leader)
    at_work.get("/priorities")
    with statements() as few:
        at_work.get("/priorities")
    for number in range(12):
        submitted(leader, f"Another {number}")
    with statements() as many:
        at_work.get("/priorities")
    assert len(few) == len(many)
