"""The journal as a page: readable, each State's own, in a fixed number of statements (R61; trust rules 1, 3, 7)."""

import ast
import re
from datetime import timedelta
from pathlib import Path

import pytest

import trainingapp
from tests import make
from trainingapp.accounts.models import Account
from trainingapp.journal import actions as journal
from trainingapp.kit.db import db
from trainingapp.records import acts

SHA = "3f7a" * 16
ROOMS = Path(trainingapp.__file__).parent


def wrote(
    act: str, *, state: str | None, by: str = "operator", days: int = 0, about: str = "x", **details: object
) -> None:
    kind = {"object_kind": "rotation", "object_id": about}
    now = make.NOW + timedelta(days=days)
    with journal.entry(act=act, by=by, now=now, state_code=state, details=details, **kind):
        pass
    db.session.commit()


@pytest.fixture
def focal_point(session) -> Account:
    make.state()
    make.state("NPL", "Nepal", "NP")
    return make.account("focal_point", "focal@example.org", state="BGD")


def journal_of(client, email: str = "focal@example.org", query: str = "") -> str:
    if not getattr(client, "is_in", False):
        client.sign_in(email)
        client.is_in = True
    answer = client.get(f"/journal{query}")
    assert answer.status_code == 200, answer.status_code
    return answer.text


def test_an_entry_reads_as_a_sentence(focal_point, client):
    rotation = make.rotation(make.state())
    wrote(
        "roster.record", state="BGD", by=focal_point.public_id, about=rotation.public_id,
        recorded=847, rows=850, curriculum="CPTM@2017", file_sha256=SHA,
    )  # fmt: skip
    page = journal_of(client)
    assert "recorded 847 of 850 results of CPTM 2017 (file with SHA-256 3f7a3f7a3f7a…)" in page
    assert "<bdi>focal_point</bdi></strong> recorded" in page
    assert f'href="/rotations/{rotation.public_id}">rotation <bdi>BANBAT-4</bdi>' in page


def test_a_state_sees_the_entries_about_its_own_and_no_others(focal_point, client):
    wrote("certificates.revoke", state="BGD", revoked=41)
    wrote("certificates.revoke", state="NPL", revoked=43)
    wrote("certificates.revoke", state=None, revoked=47)
    page = journal_of(client)
    assert "revoked 41 certificates" in page
    assert "revoked 43" not in page
    assert "revoked 47" not in page


def test_the_administrator_sees_every_entry(focal_point, client):
    make.account("administrator", "admin@example.org")
    wrote("certificates.revoke", state="NPL", revoked=43)
    wrote("certificates.revoke", state=None, revoked=47)
    page = journal_of(client, "admin@example.org")
    assert "revoked 43 certificates" in page
    assert "revoked 47 certificates" in page


@pytest.mark.parametrize("role", ["training_officer", "analyst", "reviewer_military"])
def test_whoever_may_not_read_it_finds_nothing(session, client, role):
    make.state()
    make.account(role, "other@example.org", state="BGD" if role == "training_officer" else None)
    client.sign_in("other@example.org")
    assert client.get("/journal").status_code == 404


def test_entries_are_found_by_act_day_and_object(focal_point, client):
    wrote("certificates.revoke", state="BGD", revoked=41, about="one")
    wrote("roll.undo", state="BGD", withdrawn=43, about="two", days=-2)
    assert "took back a nominal roll" in journal_of(client)
    assert "took back a nominal roll" not in journal_of(client, query="?act=certificates.revoke")
    assert "revoked 41" not in journal_of(client, query="?on=2017-12-29")
    assert "took back a nominal roll: 43" in journal_of(client, query="?on=2017-12-29")
    assert "took back a nominal roll" in journal_of(client, query="?object=two")
    assert "revoked 41" not in journal_of(client, query="?object=two")
    assert "No entry fits" in journal_of(client, query="?object=nothing")


@pytest.mark.parametrize("query", ["?on=03/04/2017", "?before=x", "?act=nothing", "?what=1"])
def test_what_cannot_be_understood_is_said_and_not_guessed(focal_point, client, query):
    client.sign_in("focal@example.org")
    answer = client.get(f"/journal{query}")
    assert answer.status_code == 422
    assert "problem" in answer.text


def test_older_entries_follow_without_gap_or_repetition(focal_point, client):
    for number in range(60):
        wrote("certificates.revoke", state="BGD", revoked=1000 + number)
    first = journal_of(client)
    link = re.search(r'href="(/journal\?before=\d+)"', first)
    assert link
    second = client.get(link[1]).text
    seen = [re.findall(r"revoked 1\u202f(\d{3}) certificates", page) for page in (first, second)]
    assert len(seen[0]) == 50
    assert [int(number) for number in seen[0] + seen[1]] == list(range(59, -1, -1))


def test_the_page_costs_the_same_however_many_entries(focal_point, client, statements):
    wrote("certificates.revoke", state="BGD", revoked=1)
    journal_of(client)
    with statements() as few:
        journal_of(client)
    for number in range(70):
        wrote("certificates.revoke", state="BGD", revoked=number, by=focal_point.public_id)
    with statements() as many:
        journal_of(client)
    assert len(few) == len(many) <= 7


def written_acts() -> set[str]:
    """Every act that the rooms give to an entry of the journal as a plain text."""
    found = set()
    for path in ROOMS.rglob("*.py"):
        if "bench" in (path.stem, path.parent.name):
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            name = getattr(getattr(node, "func", None), "attr", getattr(getattr(node, "func", None), "id", ""))
            if isinstance(node, ast.Call) and name in ("entry", "_entry"):
                given = [keyword.value for keyword in node.keywords if keyword.arg == "act"]
                given += node.args[:1] if name == "_entry" else []
                for one in given:
                    if isinstance(one, ast.Constant):
                        found.add(str(one.value))
                    elif isinstance(one, ast.JoinedStr):
                        ending = str(one.values[-1].value)  # type: ignore[attr-defined]
                        found |= {f"{kind}{ending}" for kind in ("roll", "roster")}
    return found


def test_every_act_that_any_room_writes_has_its_words():
    known = written_acts()
    assert {"roster.record", "certificates.issue", "roll.undo"} <= known
    assert known <= set(acts.ACTS), known - set(acts.ACTS)


def test_an_entry_names_roles_as_every_page_does():
    invited = {"roles": "focal_point BGD, reviewer_police all"}
    assert str(acts.in_words("invitation.send", invited)) == (
        "invited somebody: State focal point, BGD; Secretariat reviewer, police, for the Secretariat"
    )
    given = {"role": "training_officer", "for": "BIPSOT"}
    assert str(acts.in_words("account.give_role", given)) == "gave a role: Training officer, BIPSOT"


def test_no_two_acts_are_called_the_same_where_one_is_chosen():
    names = [acts.name_of(act) for act in acts.ACTS]
    assert sorted(names) == sorted(set(names))


def test_an_entry_that_says_less_than_its_sentence_is_shown_all_the_same():
    assert str(acts.in_words("certificates.issue", {})) == "issued – certificates for –"
    assert str(acts.in_words("something.new", {})) == "did “something.new”"
