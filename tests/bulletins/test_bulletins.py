"""Bulletins: ranked needs under a number, in two editions, never changed once published (R44, R49, R50, R71; E7)."""

from datetime import date, timedelta
from hashlib import sha256
from io import BytesIO

import pytest
from openpyxl import load_workbook

from tests import make
from tests.bulletins.said import DAY, A, C, after, bulletin, need, published, say, somebody, text_of, told
from tests.readiness.conftest import battalion
from trainingapp.accounts.rules import OPERATOR
from trainingapp.bulletins import actions, queries, work
from trainingapp.kit.db import transaction
from trainingapp.kit.errors import Absent, Conflict, Refused
from trainingapp.snapshots import queries as stored
from trainingapp.snapshots.queries import SnapshotFacts


def let_name(state: str) -> None:
    with transaction():
        actions.let_name(state, by=OPERATOR, now=make.NOW, today=DAY)


def of_each(one: SnapshotFacts, *names: str) -> list[tuple[object, ...]]:
    return [tuple(row[name] for name in names) for row in one.face["needs"]]


# --- The story -------------------------------------------------------------------------------------------------------


def test_e7_the_order_the_scores_and_the_headcount(session):
    one = bulletin(published(told()))
    assert one.number == "2017-04"
    assert of_each(one, "rank", "state_name", "score") == [(1, "Sumora", 100), (2, "Katasi", 70), (3, "Rimosa", 45)]
    assert [row["open"][0] for row in one.face["needs"]] == [650, 80, 15]
    assert one.face["headcount"] == 745
    assert one.face["needs"][0]["parts"] == {
        "mandatory": 40,
        "deadline": 25,
        "action_plan": 15,
        "emerging": 10,
        "commander": 10,
    }


def test_e7_katasi_had_not_consented_and_is_one_contributor_to_others(session):
    number = published(told())
    inside, others = bulletin(number), bulletin(number, "circulation")
    assert of_each(others, "state_name", "score") == [("Sumora", 100), (None, 70), ("Rimosa", 45)]
    assert others.face["needs"][1]["deploys"] == "2018-04"
    assert "Katasi" in text_of(inside)
    for told_to_others in (
        *(others.figures, text_of(others), stored.file_of(others.id, "csv").decode()),
        *(str(cell) for row in load_workbook(BytesIO(stored.file_of(others.id, "xlsx"))) for cell in row.values),
    ):
        assert "Katasi" not in told_to_others
        assert "XKT" not in told_to_others
    assert "One contributor" in text_of(others)
    assert others.face["headcount"] == 745


def test_e7_after_the_data_changed_the_next_number_is_published_and_the_first_stays(session):
    keys = told()
    first = bulletin(published(keys))
    before = {file.form: stored.file_of(first.id, file.form) for file in stored.files_of(first.id)}
    # Of Sumora's battalion 152 have passed by now (E8).
    standing = next(one for one in queries.needs(OPERATOR.scope("needs.declare")) if one.state_code == "XSU")
    changed = say(need(held=152), instead_of=standing)
    with pytest.raises(Refused, match="met, changed or over"):
        work.preview(keys, as_of=DAY, today=DAY)
    second = bulletin(published([changed, *(key for key in keys if key != standing.public_id)], 5))
    assert (second.number, second.face["needs"][0]["open"][0], second.face["headcount"]) == ("2017-05", 498, 593)
    again = bulletin("2017-04")
    assert (again.figures, again.figures_sha256) == (first.figures, first.figures_sha256)
    for file in stored.files_of(again.id):
        assert stored.file_of(again.id, file.form) == before[file.form]
        assert file.sha256 == sha256(before[file.form]).hexdigest()


def test_no_bulletin_names_a_person(session):
    battalion(make.state(), 12, women=6, deploys_on=after(30), ends_on=after(400))
    keys = [one.need.key for one in work.candidates(as_of=DAY, today=DAY)]
    one = bulletin(published(keys, 1))
    assert {row["state"] for row in one.face["needs"]} == {"BGD"}
    for said in (one.figures, text_of(one), stored.file_of(one.id, "csv").decode()):
        assert "Soldier" not in said
        assert "BANBAT-4-0" not in said


# --- Candidates ------------------------------------------------------------------------------------------------------


def test_what_the_records_tell_of_a_unit_that_is_to_deploy_is_a_candidate_with_its_women_and_men(session):
    group = battalion(make.state(), 12, women=7, deploys_on=after(30), ends_on=after(400))
    group.pass_all(make.version("CPTM", "2017"), date(2017, 9, 25), range(5))
    found = {one.need.curriculum: one.need for one in work.candidates(as_of=DAY, today=DAY)}
    assert found["CPTM"].source == "records"
    assert (found["CPTM"].required, found["CPTM"].open) == ((12, 7, 5, 0), (7, 2, 5, 0))
    assert found["CPTM"].rotation == "BANBAT-4"
    # Who has deployed already cannot be trained before.
    assert work.candidates(as_of=after(31), today=DAY) == []


def test_a_unit_is_taught_in_the_language_of_its_statement_of_unit_requirements(session):
    """R12: what the statement says stands before the language of the State."""
    battalion(make.state(), 12, deploys_on=after(30), ends_on=after(400))
    assert {one.need.language for one in work.candidates(as_of=DAY, today=DAY)} == {"en"}
    make.unit_statement("MINUSCA", language="fr")
    assert {one.need.language for one in work.candidates(as_of=DAY, today=DAY)} == {"fr"}


def test_what_the_records_tell_stands_for_what_was_said_of_the_same_unit(session):
    make.state("XSU", "Sumora", "XU")
    say(need(curriculum="CPTM", mission="MINUSCA"))
    (said,) = work.candidates(as_of=DAY, today=DAY)
    assert said.need.source == "declared"
    make.unit_type("INF_BN")
    from trainingapp.forces.models import Unit

    unit = make._keep(Unit, state_code="XSU", designation="SUMBAT-1", unit_type_code="INF_BN")
    assert unit
    battalion(make.state("XSU"), 12, code="SUMBAT-1", deploys_on=A.deploys_on, ends_on=after(400))
    told_of = [one.need.source for one in work.candidates(as_of=DAY, today=DAY) if one.need.curriculum == "CPTM"]
    assert told_of == ["records"]


def test_a_need_counts_as_mandatory_by_the_registers_rules_or_as_the_state_says(session):
    make.state("XSU", "Sumora", "XU")
    for curriculum, says in (("CIED-BASIC", False), ("EOD", False), ("UAS-BASIC", True)):
        say(need(curriculum=curriculum, mandatory=says))
    found = {one.need.curriculum: one.need.mandatory for one in work.candidates(as_of=DAY, today=DAY)}
    assert found == {"CIED-BASIC": True, "EOD": False, "UAS-BASIC": True}


def test_a_state_is_emerging_through_its_last_day(session):
    make.state("XSU", "Sumora", "XU")
    say(A)
    with transaction():
        fact = actions.record_emerging("XSU", holds_from=DAY, reason="New.", by=OPERATOR, now=make.NOW)
    with pytest.raises(Refused, match="already, since 2017-12-31"), transaction():
        actions.record_emerging("XSU", holds_from=DAY, reason="New.", by=OPERATOR, now=make.NOW)
    with transaction():
        actions.end_emerging(fact, holds_through=after(10), by=OPERATOR, now=make.NOW)

    def counts(day: date) -> bool:
        (one,) = work.candidates(as_of=day, today=DAY)
        return one.need.emerging

    assert [counts(day) for day in (DAY - timedelta(1), DAY, after(10), after(11))] == [False, True, True, False]


def test_the_candidates_take_as_many_statements_for_many_needs_as_for_few(session, statements):
    told()
    with statements() as few:
        work.candidates(as_of=DAY, today=DAY)
    for n in range(6):
        say(need(deploys_on=after(60 + n)))
    with statements() as many:
        work.candidates(as_of=DAY, today=DAY)
    # Once more when the steps had to follow the journal.
    assert abs(len(few) - len(many)) <= 12


# --- Consent ---------------------------------------------------------------------------------------------------------


def test_consent_is_given_and_taken_back_as_facts_with_their_days(session):
    told()
    assert queries.may_be_named(DAY) == {"XSU", "XRM"}
    with pytest.raises(Conflict, match="may name the State already"):
        let_name("XSU")
    actions.let_name_no_more("XSU", by=OPERATOR, now=make.NOW, today=after(3))
    assert queries.may_be_named(after(2)) == {"XSU", "XRM"}
    assert queries.may_be_named(after(3)) == {"XRM"}
    actions.let_name("XSU", by=OPERATOR, now=make.NOW, today=after(9))
    assert [(c.given_on, c.ended_on) for c in queries.consents(["XSU"])] == [(after(9), None), (DAY, after(3))]
    with pytest.raises(Conflict, match="nothing to take back"), transaction():
        actions.let_name_no_more("XKT", by=OPERATOR, now=make.NOW, today=DAY)


def test_a_state_named_after_its_consent_is_named_in_the_next_bulletin_only(session):
    keys = told()
    published(keys)
    let_name("XKT")
    published(keys, 5)
    assert "Katasi" not in text_of(bulletin("2017-04", "circulation"))
    assert "Katasi" in text_of(bulletin("2017-05", "circulation"))


# --- Who may ---------------------------------------------------------------------------------------------------------


def test_a_state_says_what_it_needs_itself_and_nobody_else_does(session):
    told()
    others = somebody("focal_point", state=make.state().code)
    with pytest.raises(Absent):
        actions.declare(A, by=others, now=make.NOW, today=DAY)
    with pytest.raises(Absent):
        actions.let_name("XKT", by=others, now=make.NOW, today=DAY)
    assert queries.needs(others.scope("needs.declare")) == []
    for one in queries.needs(OPERATOR.scope("needs.declare")):
        with pytest.raises(Absent):
            actions.end(one.public_id, "met", by=others, now=make.NOW)


def test_only_the_secretariats_reviewers_publish(session):
    keys = told()
    for role, grant in (("analyst", {}), ("focal_point", {"state": "XSU"}), ("mission_leader", {"mission": "MINUSMA"})):
        with pytest.raises(Absent):
            published(keys, by=somebody(role, **grant))
    assert published(keys, by=somebody("reviewer_police")) == "2017-04"


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"held": 650}, "nobody is left who needs it"),
        ({"held": 600, "women": 40, "men": 20}, "more than the 50 who lack it"),
        ({"deploys_on": DAY}, "deploys on a day to come"),
        ({"deploys_on": date(2024, 1, 1)}, "The mission ends on 2023-06-30"),
    ],
)
def test_what_cannot_be_needed_is_refused_in_a_sentence(session, more, sentence):
    make.state("XSU", "Sumora", "XU")
    with pytest.raises(Refused, match=sentence):
        say(need(**more))


def test_numbers_have_no_holes_after_the_first_of_a_year(session):
    keys = told()
    with pytest.raises(Refused, match="from 1 to 99"):
        published(keys, 0)
    published(keys, 4)
    for wrong in (4, 6, 1):
        with pytest.raises(Refused, match="next number of this year is 5"):
            published(keys, wrong)


def test_what_changed_after_it_was_looked_at_is_not_published(session):
    keys = told()
    looked_at = work.preview(keys, as_of=DAY, today=DAY)
    let_name("XKT")
    fresh = work.preview(keys, as_of=DAY, today=DAY)
    with pytest.raises(Conflict, match="have changed since you looked"):
        work.publish(fresh, 4, seen=looked_at.seen, by=OPERATOR, now=make.NOW)


def test_a_bulletin_names_nobody_who_took_the_consent_back_while_it_was_drawn(session):
    """The one who publishes has looked, and the files are drawn; then the State takes its consent back."""
    keys = told()
    looked_at = work.preview(keys, as_of=DAY, today=DAY)
    store = work.publish(looked_at, 4, seen=looked_at.seen, by=OPERATOR, now=make.NOW)
    with transaction():
        actions.let_name_no_more("XSU", by=OPERATOR, now=make.NOW, today=DAY)
    with pytest.raises(Conflict, match="Nothing was published"), transaction():
        store()
    assert stored.bulletins(edition="inside") == []
    with pytest.raises(Conflict, match="have changed since you looked"):
        sent(looked_at, keys)
    assert stored.bulletins(edition="inside") == []


def test_what_is_recorded_of_others_meanwhile_keeps_no_bulletin_back(session):
    keys = told()
    looked_at = work.preview(keys, as_of=DAY, today=DAY)
    make.state("NPL", "Nepal", "NP")
    let_name("NPL")
    assert sent(looked_at, keys) == "2017-04"
    assert bulletin("2017-04").taken_at_entry > looked_at.entry


def sent(looked_at: work.Preview, keys: list[str]) -> str:
    return work.published(looked_at, 4, seen=looked_at.seen, keys=keys, today=DAY, by=OPERATOR, now=make.NOW)


def test_a_need_of_few_is_told_as_few(session):
    make.state("XRM", "Rimosa", "XM")
    key = say(need(state="XRM", required=9, held=6))
    number = published([key], 1)
    row = bulletin(number, "circulation").face["needs"][0]
    assert (row["open"][0], bulletin(number, "circulation").face["headcount"]) == ("<5", "<5")
    assert bulletin(number).face["headcount"] == 3
    assert C.required == 20
