"""The index by which people are found: made from every name and number, kept up, and compared with the facts."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date

import pytest
from sqlalchemy import delete, insert, select, true, update

from tests import make
from trainingapp.accounts.rules import Grant, Identity, Scope
from trainingapp.journal import actions as journal
from trainingapp.journal import reports
from trainingapp.kit.db import db
from trainingapp.people import actions
from trainingapp.people.index import asked
from trainingapp.people.models import PersonWord
from trainingapp.people.queries import finding

Statements = Callable[[], AbstractContextManager[list[str]]]


def scope(role: str, kind: str, states: str = "") -> Scope:
    return Identity("id", role, (Grant(role, kind, frozenset(states.split())),)).scope("people.see")


BANGLADESH, NEPAL = (scope("training_officer", "state", code) for code in ("BGD", "NPL"))
REVIEWER, ANALYST = scope("reviewer_military", "all"), scope("analyst", "all")


def names(text: str, whose: Scope = REVIEWER, most: int = 50) -> list[str]:
    return [one.name for one in finding.matching(whose, asked(text), within=true(), most=most).people]


@pytest.fixture
def people(session) -> None:
    bangladesh, nepal = make.state(), make.state("NPL", "Nepal", "NP")
    make.person(bangladesh, "BA-000417", None, given_names="Md. Abdul", family_name="Karim")
    make.person(bangladesh, "BA-9001", None, given_names="Tanvir", family_name="Rehman", original_name="তানভীর রহমান")
    make.person(bangladesh, "BA-9002", "Abdelrahman Haddad", original_name="عبد الرحمن حداد")
    make.person(bangladesh, "BA-9003", "Wang Xiaoli", original_name="王晓丽")
    make.person(nepal, "NA-1", "Bishnu Karim")
    make.person(nepal, "NA-2", "Aïssatou Lefèvre")
    make.person(nepal, "NA-3", "Ivan Shevchuk", original_name="Іван Шевчук")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Karim", ["Bishnu Karim", "Md. Abdul Karim"]),
        ("abdul KARIM", ["Md. Abdul Karim"]),
        ("Karim Mohammad", ["Md. Abdul Karim"]),
        ("محمد كريم", ["Md. Abdul Karim"]),
        ("রহমান", ["Tanvir Rehman", "Abdelrahman Haddad"]),
        ("rahman", ["Abdelrahman Haddad", "Tanvir Rehman"]),
        ("Abdur Rahman", ["Abdelrahman Haddad"]),
        ("王晓丽", ["Wang Xiaoli"]),
        ("晓丽", ["Wang Xiaoli"]),
        ("xiaoli w", ["Wang Xiaoli"]),
        ("lefevre aissatou", ["Aïssatou Lefèvre"]),
        ("Шевчук", ["Ivan Shevchuk"]),
        ("schevchuk", ["Ivan Shevchuk"]),
        ("BA-000417", ["Md. Abdul Karim"]),
        ("ba 417", ["Md. Abdul Karim"]),
        ("BAO00417", ["Md. Abdul Karim"]),
        ("BA-90", ["Tanvir Rehman", "Abdelrahman Haddad", "Wang Xiaoli"]),
        ("Karim BA-0004", ["Md. Abdul Karim"]),
        ("Karim Haddad", []),
        ("%", []),
        ("_", []),
        ("' OR 1=1 --", []),
    ],
)
def test_people_are_found_in_any_script_order_and_spelling(people, text, found):
    assert names(text) == found


def test_the_very_name_stands_before_its_beginning_and_other_spellings_come_last(session):
    state = make.state()
    for number, name in enumerate(("Rahmanov Oleg", "Rehman Ali", "Md. Tanvir Rahman", "Ali Rahman")):
        make.person(state, f"B{number}", name)
    assert names("rahman") == ["Ali Rahman", "Md. Tanvir Rahman", "Rahmanov Oleg", "Rehman Ali"]


def test_nobody_is_found_outside_the_scope(people):
    """R77."""
    assert names("Karim", BANGLADESH) == ["Md. Abdul Karim"]
    assert names("Karim", NEPAL) == ["Bishnu Karim"]
    assert names("Karim", ANALYST) == []


def test_more_than_fit_are_told_and_the_nearest_are_shown(session):
    state = make.state()
    with journal.entry(act="t", by="t", now=make.NOW, object_kind="t", object_id="t") as entry:
        rows = [{"service_number": f"C{n:04}", "full_name": f"Karim {'Abdul ' * (n % 3)}Uwera"} for n in range(300)]
        actions.add_people(entry, state.code, rows)
    found = finding.matching(BANGLADESH, asked("karim uwera"), within=true(), most=20)
    assert (len(found.people), found.more) == (20, True)
    assert {one.name for one in found.people} == {"Karim Uwera"}


def test_a_search_costs_the_same_for_few_and_for_many(session, statements: Statements):
    costs = []
    state = make.state()
    make.person(state, "X1", "Karim Uwera")
    for size in (1, 500):
        with journal.entry(act="t", by="t", now=make.NOW, object_kind="t", object_id="t") as entry:
            rows = [{"service_number": f"{size}-{n}", "full_name": "Karim Uwera"} for n in range(size)]
            actions.add_people(entry, state.code, rows)
        with statements() as seen:
            assert names("karim uwera")
        costs.append(len(seen))
    assert costs[0] == costs[1] <= 3


# --- Kept up ----------------------------------------------------------------------------------------------------------


def focal_point() -> Identity:
    grant = Grant("focal_point", "state", frozenset({"BGD"}), frozenset(), "BGD", "Bangladesh")
    return Identity("focal", "Rafiqul", (grant,))


def test_an_earlier_name_and_number_lead_to_the_person_as_well_as_the_present_ones(people):
    (karim,) = finding.matching(BANGLADESH, asked("Abdul Karim"), within=true(), most=5).people
    with db.session.begin_nested():
        actions.change(
            karim.public_id,
            "service_number",
            "BA-55501",
            holds_from=date(2017, 6, 1),
            reason="A new list.",
            version=karim.version,
            by=focal_point(),
            now=make.NOW,
            today=make.NOW.date(),
        )
    assert names("BA-55501") == names("BA-000417") == ["Md. Abdul Karim"]


def test_two_that_became_one_are_found_by_the_names_of_both_once(people):
    one, other = (
        finding.matching(BANGLADESH, asked(text), within=true(), most=5).people[0] for text in ("Karim", "Haddad")
    )
    merged = actions.merge(
        one.public_id,
        other.public_id,
        reason="The same man.",
        kept_version=one.version,
        merged_version=other.version,
        by=focal_point(),
        now=make.NOW,
    )
    assert names("Haddad") == names("حداد") == names("BA-9002") == ["Md. Abdul Karim"]
    assert names("karim haddad") == ["Md. Abdul Karim"]
    actions.undo_merge(merged, reason="His brother.", by=focal_point(), now=make.NOW)
    assert names("Haddad") == ["Abdelrahman Haddad"]
    assert names("karim haddad") == []


# --- Compared ---------------------------------------------------------------------------------------------------------


def wrong() -> reports.Wrong | None:
    verdict = reports.verify(db.session.connection(), deep=True)
    return verdict.first_bad


def test_a_deep_verification_compares_the_index_and_a_rebuild_mends_it(people):
    assert wrong() is None
    db.session.execute(delete(PersonWord).where(PersonWord.word == "karim"))
    missing = wrong()
    assert missing
    assert (missing.table, "does not find" in str(missing.reason)) == ("person_word", True)
    assert actions.rebuild_index() > 20
    assert wrong() is None
    row = db.session.execute(select(PersonWord).where(PersonWord.word == "haddad")).scalar_one()
    db.session.execute(
        update(PersonWord).where(PersonWord.word == "haddad").values(word="hadad", skeleton=row.skeleton)
    )
    changed = wrong()
    assert changed
    assert "no name or number" in str(changed.reason)
    db.session.execute(
        insert(PersonWord).values(person_id=row.person_id, kind="name", word="zz", skeleton="zz", state_code="BGD")
    )
    actions.rebuild_index()
    assert wrong() is None


def test_the_index_is_made_anew_by_a_command(app, people):
    db.session.execute(delete(PersonWord))
    assert names("Karim") == []
    db.session.commit()
    outcome = app.test_cli_runner().invoke(args=["people", "index", "--json"])
    assert outcome.exit_code == 0, outcome.output
    assert names("Karim") == ["Bishnu Karim", "Md. Abdul Karim"]
