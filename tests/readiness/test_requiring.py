"""The pages on which rules are made and ended and statements stated: looked at first, then kept (R12, E10)."""

import re
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from tests import make
from tests.readiness.conftest import battalion
from tests.readiness.test_touched import police
from trainingapp.accounts.rules import OPERATOR
from trainingapp.journal.models import JournalEntry
from trainingapp.kit.db import db
from trainingapp.requirements import actions, queries
from trainingapp.requirements.models import Requirement, UnitStatement
from trainingapp.requirements.rules import Asked, Rule, Statement

RULE = {
    "code": "CDT-ALL",
    "title": "Conduct and discipline every year",
    "curriculum": "CDT-ANNUAL",
    "severity": "mandatory",
    "due": "deployment",
    "holds_from": "2018-01-01",
    "source": "S ¶124",
}
STATEMENT = {
    "mission": "MINUSCA",
    "unit_type": "FPU",
    "version": "1",
    "effective_from": "2016-01-01",
    "headcount": "140",
    "language": "fr",
    "source": "SUR/MINUSCA/FPU/1",
    "everybody": ["CPTM", "SEA-ELEARN", "BFA", "POC-POL"],
}


@pytest.fixture
def editor(client, session):
    make.account("requirements_editor", "requirements@un.example")
    return client.sign_in("requirements@un.example")


def look(client: Any, address: str, **fields: Any) -> TestResponse:
    """Send the form to see whom it touches."""
    answer: TestResponse = client.post_form(address, **(fields | {"step": "look"}))
    return answer


def keep(client: Any, address: str, looked_at: TestResponse, **fields: Any) -> TestResponse:
    """Send what was looked at."""
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', looked_at.text))
    sent = {**fields, "step": "save", "seen": hidden["seen"], "key": hidden["key"], "csrf_token": hidden["csrf_token"]}
    answer: TestResponse = client.post(address, data=sent, content_type="multipart/form-data")
    return answer


def kept(model: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_a_rule_is_looked_at_and_then_kept(editor):
    battalion(make.state(), 5, code="BANBAT-5", deploys_on=date(2018, 3, 1), ends_on=date(2018, 9, 1))
    before = kept(Requirement)
    shown = look(editor, "/requirements/new", **RULE)
    assert shown.status_code == 200
    assert "Whom it would touch" in shown.text
    assert "BANBAT-5" in shown.text
    assert "Bangladesh" in shown.text
    assert kept(Requirement) == before
    done = keep(editor, "/requirements/new", shown, **RULE)
    assert done.location == "/requirements/CDT-ALL"
    assert "until it is ended" in editor.get(done.location).text
    assert kept(Requirement) == before + 1
    # The same button pressed twice keeps one rule.
    assert keep(editor, "/requirements/new", shown, **RULE).location == "/requirements/CDT-ALL"
    assert kept(Requirement) == before + 1
    entry = db.session.scalars(select(JournalEntry).where(JournalEntry.act == "requirement.add")).one()
    assert "CDT-ALL" in entry.details


def test_a_state_of_whom_nobody_can_be_counted_yet_has_no_line_of_noughts(editor):
    battalion(make.state(), 5, code="BANBAT-5", deploys_on=date(2018, 3, 1), ends_on=date(2018, 9, 1))
    nepal = make.state("NPL", "Nepal", "NP")
    make.rotation(nepal, "NEPBAT", deploys_on=date(2018, 3, 1), ends_on=date(2018, 9, 1))
    shown = look(editor, "/requirements/new", **RULE).text
    by_state = shown.split('id="touched-states"', 1)[1].split("</table>", 1)[0]
    lines = {re.sub(r"<[^>]+>", "", one).split()[0]: one for one in by_state.split("<tr>")[2:]}
    assert lines.keys() == {"Bangladesh", "Nepal"}
    assert "nobody is counted yet" in lines["Nepal"]
    assert "nobody is counted yet" not in lines["Bangladesh"]


def test_what_changed_since_it_was_looked_at_is_not_kept(editor):
    shown = look(editor, "/requirements/new", **RULE)
    changed = RULE | {"holds_from": "2018-02-01"}
    again = keep(editor, "/requirements/new", shown, **changed)
    assert again.status_code == 200
    assert "You changed something since you looked" in again.text
    assert keep(editor, "/requirements/new", again, **changed).status_code == 302


def test_a_rule_with_reach_is_kept_with_it_and_read_in_words(editor):
    more: dict[str, Any] = {"missions": ["MINUSCA", "MINUSMA"], "functions": ["medic"], "due": "arrival"}
    fields = RULE | more | {"due_days": "30", "counts_days": "365", "versions": "2017"}
    shown = look(editor, "/requirements/new", **fields)
    assert keep(editor, "/requirements/new", shown, **fields).status_code == 302
    page = editor.get("/requirements/CDT-ALL").text
    for words in ("MINUSCA, MINUSMA", "Medic", "From 30 days after arrival on", "counts for 365 days at most"):
        assert words in page
    rule = queries.own_rule("CDT-ALL")
    assert (rule.phase, rule.due_days, rule.versions) == ("in-mission", 30, {"2017"})


def test_every_problem_of_a_rule_is_told_at_once_and_nothing_typed_is_lost(editor):
    advice = Rule(
        *("CDT-ADVICE", "Conduct", "CDT-ANNUAL", False, frozenset({"troops"}), False, None, "pre-deployment"),
        *(date(2018, 1, 1), None, "S ¶124", False),
    )
    actions.add_rule(advice, by=OPERATOR, now=make.NOW)
    db.session.commit()
    fields = RULE | {"versions": "2031", "due_days": "3", "categories": ["troops"], "components": ["police"]}
    refused = look(editor, "/requirements/new", **fields)
    assert refused.status_code == 422
    for said in ("CDT-ANNUAL has no version 2031", "no number of days", "It binds nobody"):
        assert said in refused.text, said
    assert 'value="2031"' in refused.text
    assert "Keep the rule" not in refused.text
    contradiction = look(editor, "/requirements/new", **RULE)
    assert "CDT-ALL requires CDT-ANNUAL of persons to whom CDT-ADVICE only recommends it" in contradiction.text
    taken = look(editor, "/requirements/new", **(RULE | {"code": "CPTM-ALL"}))
    assert "There is a rule with this code already" in taken.text
    empty = look(editor, "/requirements/new", **(RULE | {"title": " ", "code": "small", "holds_from": "03/04/2018"}))
    for said in ("Say in a few words", "Use capital letters", "cannot be read as a date in one way only"):
        assert said in empty.text


def test_a_rule_is_ended_and_whoever_it_bound_stays_bound(editor):
    served = battalion(make.state(), 3)
    shown = look(editor, "/requirements/CPTM-ALL/end", last_day="2018-06-30", reason="A new rule takes its place.")
    assert shown.status_code == 200
    done = keep(
        editor, "/requirements/CPTM-ALL/end", shown, last_day="2018-06-30", reason="A new rule takes its place."
    )
    assert done.status_code == 302
    page = editor.get("/requirements/CPTM-ALL").text
    assert "How it was ended" in page
    assert "End it" not in page
    assert "CPTM" in editor.get(f"/gaps/rotations/{served.rotation.public_id}").text
    again = look(editor, "/requirements/CPTM-ALL/end", last_day="2018-07-31", reason="Later.")
    assert "It ends on 2018-06-30 already" in again.text
    past = look(editor, "/requirements/SEA-ALL/end", last_day="2017-12-30", reason="Before.")
    assert "not changed afterwards" in past.text


def test_e10_is_acted_out_on_the_pages(editor):
    """E10: v2 adds C-IED from 2017-10-01 for a unit of 140: 140 new gaps; who deployed in June is unaffected."""
    of = make.state("XRM", "Rimosa", "XR")
    served, coming = police(of, "RIMFPU-1", date(2017, 6, 1)), police(of, "RIMFPU-2", date(2017, 11, 1))
    address = "/requirements/statements/new"
    first = keep(editor, address, look(editor, address, **STATEMENT), **STATEMENT)
    assert first.status_code == 302
    v1 = db.session.scalars(select(UnitStatement)).one()
    after = f"{address}?after={v1.public_id}"
    assert re.search(r'name="version"[^>]*value="2"', editor.get(after).text)
    second = STATEMENT | {
        "version": "2",
        "effective_from": "2017-10-01",
        "source": "SUR/MINUSCA/FPU/2",
        "everybody": ["CPTM", "SEA-ELEARN", "BFA", "POC-POL", "CIED-BASIC"],
    }
    shown = look(editor, after, **second)
    assert "RIMFPU-2" in shown.text
    assert "RIMFPU-1" not in shown.text
    assert re.search(r"New gaps.*?<bdi dir=\"ltr\">140</bdi>", shown.text, re.DOTALL)
    assert "before today" in shown.text
    done = keep(editor, after, shown, **second)
    page = editor.get(done.location).text
    assert "From version 1 to version 2" in page
    assert page.count("The same") == 4
    assert "Added" in page
    bound = editor.get(f"/gaps/rotations/{served.rotation.public_id}").text
    assert "MINUSCA, version 1" in bound
    assert "MINUSCA, version 2" in editor.get(f"/gaps/rotations/{coming.rotation.public_id}").text
    assert editor.get("/requirements/statements").text.count("MINUSCA, version") == 2


def test_statements_out_of_order_or_of_what_does_not_exist_are_refused_with_both_named(editor):
    lines = tuple(Asked(code) for code in ("CPTM", "BFA"))
    stated = Statement("s" * 22, "MINUSCA", "FPU", 2, date(2017, 10, 1), 140, "fr", "SUR/2", None, lines)
    actions.state_requirements(stated, by=OPERATOR, now=make.NOW)
    db.session.commit()
    address = "/requirements/statements/new"
    for change, said in (
        ({"version": "2"}, "There is a MINUSCA FPU v2 already"),
        ({"version": "3", "effective_from": "2017-10-01"}, "MINUSCA FPU v3 and MINUSCA FPU v2 would both begin"),
        ({"version": "3"}, "MINUSCA FPU v3 would begin before MINUSCA FPU v2"),
        ({"version": "1", "effective_from": "2018-01-01"}, "MINUSCA FPU v1 would begin after MINUSCA FPU v2"),
        ({"everybody": []}, "It asks for nothing"),
        ({"everybody": ["CPTM", "NOTHING"]}, "There is no curriculum with the code NOTHING"),
        ({"mission": "UNSEA"}, "Mission"),
        ({"headcount": "many"}, "Headcount"),
        ({"curriculum_1": "FPU-CMD"}, "Choose the function"),
        ({"function_1": "fpu_commander"}, "Choose what they must hold"),
        ({"curriculum_1": "FPU-CMD", "function_1": "fpu_commander", "persons_1": "141"}, "from 1 to 140 persons"),
        ({"curriculum_1": "CPTM", "function_1": "fpu_commander"}, "It names CPTM twice"),
    ):
        refused = look(editor, address, **(STATEMENT | change))
        assert refused.status_code == 422, change
        assert said in refused.text, change
        assert "SUR/MINUSCA/FPU/1" in refused.text
    assert kept(UnitStatement) == 1


def test_missions_that_are_open_come_first_and_the_others_say_that_they_are_not(editor):
    for page, field in (("/requirements/statements/new", "mission"), ("/requirements/new", "missions")):
        shown = editor.get(page).text.split(f'name="{field}"', 1)[1]
        assert shown.index("MONUSCO") < shown.index("MINUSTAH (not open today)")
        assert "MINUSCA (not" not in shown


@pytest.mark.parametrize(
    ("role", "scope"),
    [("analyst", {}), ("curriculum_publisher", {}), ("training_officer", {"state": "BGD"}), ("reviewer_military", {})],
)
def test_only_a_requirements_editor_makes_and_ends_rules(client, session, role, scope):
    make.state()
    make.account(role, "somebody@un.example", **scope)
    client.sign_in("somebody@un.example")
    for address in ("/requirements/new", "/requirements/CPTM-ALL/end", "/requirements/statements/new"):
        assert client.get(address).status_code == 404
    sees = role != "curriculum_publisher"
    assert client.get("/requirements").status_code == (200 if sees else 404)
    if sees:
        assert "New rule" not in client.get("/requirements").text


def test_the_list_tells_the_rules_of_a_day_a_mission_and_a_curriculum(editor, statements):
    page = editor.get("/requirements", query_string={"as_of": "2016-06-01"}).text
    assert "Core predeployment training for everyone" in page
    assert "To come" in page
    only = editor.get("/requirements", query_string={"as_of": "2018-02-01", "mission": "UNFICYP"}).text
    assert "Induction into UNFICYP" in only
    assert "Induction into MINUSCA" not in only
    assert "Protection of civilians for police" not in only
    nothing = editor.get("/requirements", query_string={"as_of": "2015-01-01"}).text
    assert "No rule asks for that" in nothing
    assert editor.get("/requirements/NO-SUCH-RULE").status_code == 404
    assert editor.get("/requirements/statements/none").status_code == 404
    with statements() as some:
        editor.get("/requirements")
    with statements() as fewer:
        editor.get("/requirements", query_string={"curriculum": "CPTM"})
    assert len(some) == len(fewer)
