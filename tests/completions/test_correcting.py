"""Correcting a completion and taking it back: new facts only, with a reason, by whoever answers for the State."""

import re
from datetime import date
from html import unescape

import pytest
from sqlalchemy import func, select

from tests import make
from tests.client import CheckedClient, form_of, parsed
from trainingapp.accounts.rules import OPERATOR, Grant, Identity
from trainingapp.completions import actions, queries
from trainingapp.completions.actions import AlreadyWithdrawn, CannotCorrect, Correction
from trainingapp.completions.models import Completion, CompletionWithdrawal
from trainingapp.curricula import queries as curricula
from trainingapp.journal.models import JournalEntry
from trainingapp.kit.db import db
from trainingapp.kit.errors import Absent
from trainingapp.readiness import reports

DAY = date(2017, 9, 25)
NASRIN = Identity("nasrin", "Nasrin", (Grant("training_officer", "state", frozenset({"BGD"})),))
KAMRUL = Identity("kamrul", "Kamrul", (Grant("focal_point", "state", frozenset({"BGD"})),))
PRAKASH = Identity("prakash", "Prakash", (Grant("training_officer", "state", frozenset({"NPL"})),))


@pytest.fixture
def failed(session) -> Completion:
    """Alice Uwera of BANBAT-4 is recorded as failed on 25 September, with 62 %: a typing error for 92 %."""
    state = make.state()
    person = make.person(state)
    make.assignment(make.rotation(state), person)
    return make.completion(person, make.version(), DAY, result="fail", score=62.0, valid_through=None, row=17)


def correction(**more: object) -> Correction:
    values = {"version": curricula.version("CPTM", "2017"), "completed_on": DAY, "result": "pass", "score": 92.0}
    return Correction(**(values | more))  # type: ignore[arg-type]


def correct(completion: Completion, by: Identity = NASRIN, reason: str = "92, not 62", **more: object) -> str:
    return actions.correct(
        completion.public_id, correction(**more), reason=reason, by=by, now=make.NOW, today=make.NOW.date()
    )


def history(completion: Completion) -> list[queries.Told]:
    return list(queries.history_of(completion.person_id))


# --- The act ---------------------------------------------------------------------------------------------------------


def test_a_correction_is_a_new_completion_and_the_earlier_one_stays_with_the_reason(failed):
    successor = correct(failed)
    now, before = sorted(history(failed), key=lambda told: bool(told.withdrawn))
    assert (now.public_id, now.result, now.score, now.completed_on, now.withdrawn) == (
        *(successor, "pass", 92.0, DAY),
        None,
    )
    assert now.valid_through is not None
    assert (before.public_id, before.result, before.withdrawn, before.reason, before.replaced_by) == (
        *(failed.public_id, "fail", "corrected", "92, not 62"),
        successor,
    )
    assert now.entry_seq == before.withdrawal_entry_seq, "one act, one entry"
    assert queries.in_its_place(before) == now


def test_the_journal_says_who_corrected_and_nothing_personal(failed):
    correct(failed)
    entry = db.session.scalars(select(JournalEntry).order_by(JournalEntry.seq.desc())).first()
    assert entry is not None
    assert (entry.act, entry.actor, entry.object_kind, entry.state_code) == (
        *("completion.correct", "nasrin", "person"),
        "BGD",
    )
    assert not any(word in entry.details for word in ("Uwera", "92", "fail", "reason"))


def test_after_a_correction_coverage_follows(failed):
    rotation = db.session.scalars(select(make.Rotation)).one()
    everything = OPERATOR.scope("gaps.see")

    def held() -> tuple[int, int]:
        found = reports.of_rotation(everything, rotation.public_id, as_of=make.NOW.date(), names=everything)
        return found.standing.tallies["CPTM"].held, found.standing.tallies["CPTM"].required

    assert held() == (0, 1)
    successor = correct(failed)
    assert held() == (1, 1)
    actions.withdraw(successor, reason="False attendance", by=NASRIN, now=make.NOW)
    assert held() == (0, 1)


def test_the_day_and_the_training_may_be_corrected_and_the_validity_is_that_of_the_new_ones(failed):
    bfa = curricula.version("BFA", "2017")
    successor = correct(failed, version=bfa, completed_on=date(2017, 9, 20), score=None)
    told = queries.one(NASRIN.scope("completions.correct"), successor)
    assert (told.curriculum_code, told.completed_on, told.valid_through) == (
        "BFA",
        date(2017, 9, 20),
        date(2018, 9, 20),
    )


def test_what_was_corrected_can_be_corrected_again(failed):
    first = correct(failed)
    second = actions.correct(first, correction(score=93.0), reason="93", by=KAMRUL, now=make.NOW, today=make.NOW.date())
    standing = [told.public_id for told in history(failed) if not told.withdrawn]
    assert standing == [second]
    before = next(told for told in history(failed) if told.public_id == failed.public_id)
    assert getattr(queries.in_its_place(before), "public_id", None) == second, "through both corrections"


def test_a_correction_that_changes_nothing_is_refused(failed):
    with pytest.raises(CannotCorrect) as refused:
        correct(failed, result="fail", score=62.0)
    assert "Nothing differs" in str(refused.value)


def test_two_results_of_one_training_on_one_day_cannot_both_stand(failed):
    person = db.session.get(make.Person, failed.person_id)
    make.completion(person, make.version(), date(2017, 10, 20), score=88.0)
    with pytest.raises(CannotCorrect) as refused:
        correct(failed, completed_on=date(2017, 10, 20))
    assert list(refused.value.problems) == ["completed_on"]


def test_of_two_officers_who_correct_at_once_the_second_is_told(failed):
    correct(failed, NASRIN)
    with pytest.raises(AlreadyWithdrawn):
        correct(failed, KAMRUL, score=95.0)
    assert [told.score for told in history(failed) if not told.withdrawn] == [92.0]


def test_the_database_itself_refuses_a_second_withdrawal(failed):
    """Two at the very same moment both find it standing; the constraint gives the second the same sentence."""
    correct(failed)
    with (
        pytest.raises(AlreadyWithdrawn),
        make.journal.entry(act="t", by="t", now=make.NOW, object_kind="t", object_id="t") as entry,
    ):
        actions.withdraw_rows(
            entry, [(failed.id, failed.state_code)], kind="withdrawn", reason="r", by="kamrul", now=make.NOW
        )


@pytest.mark.parametrize(
    "who",
    [
        PRAKASH,
        Identity("cell", "Cell", (Grant("training_officer", "mission", missions=frozenset({"MINUSCA"})),)),
        Identity("analyst", "Analyst", (Grant("analyst", "all"),)),
        Identity("authority", "Authority", (Grant("certifying_authority", "state", frozenset({"BGD"})),)),
    ],
    ids=lambda who: who.name,
)
def test_nobody_else_corrects_or_withdraws(failed, who):
    with pytest.raises(Absent):
        correct(failed, who)
    with pytest.raises(Absent):
        actions.withdraw(failed.public_id, reason="r", by=who, now=make.NOW)
    assert [told.withdrawn for told in history(failed)] == [None]


# --- The pages -------------------------------------------------------------------------------------------------------


def counted() -> tuple[int, int]:
    """How many completions and how many withdrawals there are."""
    return (
        db.session.scalar(select(func.count()).select_from(Completion)) or 0,
        db.session.scalar(select(func.count()).select_from(CompletionWithdrawal)) or 0,
    )


def sent(client: CheckedClient, url: str, **changes: str) -> dict[str, str]:
    """What the page's form would send, with some fields typed anew."""
    form = form_of(client.get(url).text)
    x = "{http://www.w3.org/1999/xhtml}"
    found = {}
    for field in form.iter():
        name = field.get("name")
        if field.tag == f"{x}input" and (field.get("type") != "radio" or field.get("checked") is not None):
            found[name] = field.get("value", "")
        elif field.tag == f"{x}textarea":
            found[name] = field.text or ""
        elif field.tag == f"{x}select":
            found[name] = next(o.get("value") for o in field.iter(f"{x}option") if o.get("selected") is not None)
    return {name: value for name, value in found.items() if name} | changes


def words(html: str) -> str:
    return " ".join(" ".join(parsed(html).itertext()).split())


@pytest.fixture
def officer(client, failed) -> CheckedClient:
    return client.sign_in(make.account("training_officer", state="BGD").email)


def test_the_form_shows_what_is_recorded_and_what_becomes_of_certificates(officer, failed):
    url = f"/completions/{failed.public_id}/correct"
    values = sent(officer, url)
    assert (values["result"], values["score"], values["completed_on"]) == ("fail", "62", "2017-09-25")
    shown = words(officer.get(url).text)
    assert "Alice Uwera" in shown
    assert "“withdrawn”" not in shown, "a failed training has no certificate"
    other = make.completion(db.session.get(make.Person, failed.person_id), make.version("BFA"), DAY)
    assert "“withdrawn”" in words(officer.get(f"/completions/{other.public_id}/correct").text)
    assert "“withdrawn”" in words(officer.get(f"/completions/{other.public_id}/withdraw").text)


def test_correcting_leads_to_the_record_whose_history_shows_both(officer, failed):
    url = f"/completions/{failed.public_id}/correct"
    answer = officer.post(url, data=sent(officer, url, result="pass", score="92 %", reason="Typed 62 for 92."))
    assert answer.status_code == 302
    assert re.fullmatch(r"/people/[\w-]{22}#history", answer.location)
    shown = words(officer.get(answer.location).text)
    assert "score 92 %" in shown
    assert "score 62 %" in shown
    assert "Typed 62 for 92." in shown
    assert "Corrected 31 Dec 2017" in shown


def test_a_double_click_has_one_effect_and_one_answer(officer, failed):
    url = f"/completions/{failed.public_id}/correct"
    before = counted()
    form = sent(officer, url, result="pass", score="92", reason="Typed 62 for 92.")
    first, second = officer.post(url, data=form), officer.post(url, data=form)
    assert first.status_code == second.status_code == 302
    assert first.location == second.location
    assert counted() == (before[0] + 1, before[1] + 1)
    other = make.completion(db.session.get(make.Person, failed.person_id), make.version("BFA"), DAY)
    url = f"/completions/{other.public_id}/withdraw"
    form = sent(officer, url, reason="False attendance.")
    assert [officer.post(url, data=form).status_code for _ in range(2)] == [302, 302]
    assert counted() == (before[0] + 2, before[1] + 2)


def test_every_problem_is_told_at_once_and_nothing_typed_is_lost(officer, failed):
    url = f"/completions/{failed.public_id}/correct"
    before = counted()
    answer = officer.post(url, data=sent(officer, url, score="92", completed_on="2018-02-01", reason=""))
    assert answer.status_code == 422
    shown = words(answer.text)
    assert "2018-02-01 has not come yet." in shown
    assert "A score of 92 % does not go with this result" in shown
    assert "Write why" in shown
    text = unescape(answer.text)
    assert 'value="92"' in text
    assert 'value="2018-02-01"' in text
    assert counted() == before


@pytest.mark.parametrize(("field", "text"), [("score", "ninety"), ("score", "101"), ("completed_on", "03/04/2017")])
def test_what_cannot_be_understood_is_asked_for_again_in_words(officer, failed, field, text):
    url = f"/completions/{failed.public_id}/correct"
    answer = officer.post(url, data=sent(officer, url, **{field: text}, result="pass", reason="A reason."))
    assert answer.status_code == 422
    assert f"“{text}”" in unescape(answer.text)
    assert f'value="{text}"' in answer.text


def test_the_slower_of_two_officers_gets_both_versions_and_may_go_on_with_what_was_typed(officer, failed):
    url = f"/completions/{failed.public_id}/correct"
    form = sent(officer, url, result="pass", score="95", reason="The certificate says 95.")
    successor = correct(failed, KAMRUL, reason="The sheet says 92.")
    db.session.commit()
    answer = officer.post(url, data=form)
    assert answer.status_code == 409
    shown = words(answer.text)
    assert "The sheet says 92." in shown
    assert "What stands now" in shown
    assert 'value="95"' in answer.text
    assert "The certificate says 95." in shown
    onwards = form_of(answer.text)
    assert onwards.get("action") == f"/completions/{successor}/correct", "the typed values go on to what stands"
    key = next(i.get("value") for i in onwards.iter() if i.get("name") == "key")
    assert officer.post(onwards.get("action"), data={**form, "key": key}).status_code == 302
    assert [told.score for told in history(failed) if not told.withdrawn] == [95.0]


@pytest.mark.parametrize("page", ["correct", "withdraw"])
def test_a_completion_withdrawn_meanwhile_is_told_and_what_was_typed_stays(officer, failed, page):
    url = f"/completions/{failed.public_id}/{page}"
    form = sent(officer, url, reason="A long reason.")
    actions.withdraw(failed.public_id, reason="Never there.", by=KAMRUL, now=make.NOW)
    db.session.commit()
    before = counted()
    answer = officer.post(url, data=form)
    assert answer.status_code == 409
    assert "Never there." in words(answer.text)
    assert "Nothing stands in its place." in words(answer.text)
    assert "A long reason." in words(answer.text)
    assert counted() == before


def test_a_reason_of_spaces_is_no_reason(officer, failed):
    for page in ("correct", "withdraw"):
        url = f"/completions/{failed.public_id}/{page}"
        answer = officer.post(
            url,
            data=sent(officer, url, reason=" \n ", **({} if page == "withdraw" else {"result": "pass", "score": ""})),
        )
        assert answer.status_code == 422
        assert "Write why" in words(answer.text)


def test_an_old_link_says_what_became_of_it(officer, failed):
    successor = correct(failed, KAMRUL)
    db.session.commit()
    page = officer.get(f"/completions/{failed.public_id}/correct")
    assert page.status_code == 200
    assert "What stands now" in words(page.text)
    assert f"/completions/{successor}/correct" in page.text
    assert "Nothing stands in its place" not in page.text


@pytest.mark.parametrize("page", ["correct", "withdraw"])
@pytest.mark.parametrize(
    ("role", "more"),
    [
        ("training_officer", {"state": "NPL"}),
        ("training_officer", {"mission": "MINUSCA"}),
        ("certifying_authority", {"state": "BGD"}),
        ("reviewer_military", {}),
        ("analyst", {}),
    ],
)
def test_the_wrong_person_finds_nothing_and_changes_nothing(client, failed, page, role, more):
    make.state("NPL", "Nepal", "NP")
    client.sign_in(make.account(role, **more).email)
    url = f"/completions/{failed.public_id}/{page}"
    assert client.get(url).status_code == 404
    token = next(
        i.get("value") for i in form_of(client.get("/").text, "/sign-out").iter() if i.get("name") == "csrf_token"
    )
    before = counted()
    assert client.post(url, data={"csrf_token": token, "reason": "r"}).status_code == 404
    assert counted() == before


def test_the_forms_cost_the_same_however_long_the_history_is(officer, failed, statements):
    url = f"/completions/{failed.public_id}/correct"
    with statements() as few:
        officer.get(url)
    person = db.session.get(make.Person, failed.person_id)
    for n in range(12):
        make.completion(person, make.version("BFA"), date(2017, 2, 1 + n))
    with statements() as many:
        officer.get(url)
    assert len(few) == len(many)
