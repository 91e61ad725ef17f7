"""A trainer or a session is withdrawn: what rests on it is reviewed by each State, and nothing is taken back by itself
(R41; issue 4: the chain of trust)."""

from datetime import date

import pytest

from tests import make
from tests.training import made
from tests.training.test_trainers import graduate
from tests.training.test_trainers import name as name_trainer
from trainingapp.completions.models import CompletionWithdrawal
from trainingapp.curricula import queries as curricula
from trainingapp.journal import actions as journal
from trainingapp.journal.models import Reading
from trainingapp.journal.reports import verify
from trainingapp.kit.db import db, transaction
from trainingapp.kit.errors import Absent, Refused
from trainingapp.training.actions import reviews as actions
from trainingapp.training.models import Nomination, SessionCompletion, SessionStep, TrainingSession
from trainingapp.training.queries import reviews, trainers

DAY = date(2017, 9, 29)


@pytest.fixture
def world(session):
    """A session in Bangladesh, taught by a Ghanaian graduate, with one completion of Bangladesh and one of Nepal."""
    make.version()
    ghana, nepal = make.state("GHA", "Ghana", "GH"), make.state("NPL", "Nepal", "NP")
    teacher = graduate(ghana, "G-1")
    by = made.instructor()
    public_id = made.planned(by)
    name_trainer(public_id, by, "G-1", state="GHA")
    key = make._known(TrainingSession, public_id=public_id).id
    make._keep(SessionStep, session_id=key, ordinal=0, kind="completed", reason="", stepped_by="t", stepped_at=make.NOW)
    done = {}
    for state in (make.state(), nepal):
        person = make.person(state, f"{state.code}-1", f"Trained {state.name}")
        completion = make.completion(person, make.version(), DAY)
        about = {"state_code": state.code, "session_id": key}
        by_whom = {"nominated_by": "t", "nominated_at": make.NOW}
        nomination = make._keep(Nomination, person_id=person.id, ordinal=0, **about, **by_whom)
        make._keep(SessionCompletion, nomination_id=nomination.id, completion_id=completion.id, **about)
        done[state.code] = completion
    return {"teacher": teacher, "session": public_id, "done": done}


def focal(code: str):
    known = make._known(make.Account, email=f"focal_point.{code}@example.org".lower())
    return made.identity(known or make.account("focal_point", state=code))


def withdrawn(world, from_on: date = date(2017, 9, 1), curriculum: str | None = None) -> str:
    with transaction():
        return actions.withdraw_trainer(
            world["teacher"].public_id,
            curriculum=curriculum,
            from_on=from_on,
            reason="Never was there.",
            by=focal("GHA"),
            now=make.NOW,
        )


def test_a_withdrawn_trainer_is_none_from_that_day_and_what_rests_on_them_is_listed(world):
    cause = withdrawn(world)
    version, key = curricula.version("CPTM", "2017"), world["teacher"].id
    assert trainers.qualified(version, [key], date(2017, 8, 31), date(2017, 8, 31)) == {key}
    assert trainers.qualified(version, [key], date(2017, 9, 1), date(2017, 9, 1)) == set()
    those = reviews.affected([reviews.cause(cause)])[cause]
    assert {(one.state_code, one.became) for one in those} == {("BGD", "waiting"), ("NPL", "waiting")}
    assert db.session.query(CompletionWithdrawal).count() == 0, "never automatic"


def test_sessions_before_the_day_are_not_reviewed(world):
    cause = withdrawn(world, date(2017, 10, 1))
    assert reviews.affected([reviews.cause(cause)])[cause] == []


def test_nothing_can_be_withdrawn_of_whoever_is_no_trainer_on_the_day(world):
    with pytest.raises(Refused, match="there is nothing to withdraw"):
        withdrawn(world, date(2017, 8, 1))
    with pytest.raises(Refused, match="there is nothing to withdraw"):
        withdrawn(world, curriculum="BFA" if make.version("BFA") else None)


def test_each_state_lets_its_own_stand_with_a_reason_and_no_others(world):
    cause, by = withdrawn(world), focal("BGD")
    ours, theirs = (world["done"][code].public_id for code in ("BGD", "NPL"))
    with pytest.raises(Absent), transaction():
        actions.let_stand(cause, [theirs], reason="Fine.", by=by, now=make.NOW)
    with transaction():
        assert actions.let_stand(cause, [ours], reason="A second trainer taught it too.", by=by, now=make.NOW) == 1
    those = {one.state_code: one.became for one in reviews.affected([reviews.cause(cause)])[cause]}
    assert those == {"BGD": "stands", "NPL": "waiting"}
    assert verify(db.session.connection()).ok


def test_a_completion_that_is_withdrawn_is_told_so_in_the_review(world):
    from trainingapp.completions import actions as completions

    cause, completion = withdrawn(world), world["done"]["BGD"]
    about = {"object_kind": "person", "object_id": "x", "state_code": "BGD"}
    with transaction(), journal.entry(act="completion.withdraw", by="t", now=make.NOW, **about) as entry:
        completions.withdraw_rows(
            entry, [(completion.id, "BGD")], kind="withdrawn", reason="False.", by="t", now=make.NOW
        )
    those = {one.state_code: one.became for one in reviews.affected([reviews.cause(cause)])[cause]}
    assert those == {"BGD": "withdrawn", "NPL": "waiting"}


def test_a_session_is_withdrawn_by_the_state_of_its_institution_and_once(world):
    with pytest.raises(Absent), transaction():
        actions.withdraw_session(world["session"], reason="No.", by=focal("GHA"), now=make.NOW)
    by = focal("BGD")
    with transaction():
        cause = actions.withdraw_session(world["session"], reason="The sheets were forged.", by=by, now=make.NOW)
    assert len(reviews.affected([reviews.cause(cause)])[cause]) == 2
    with pytest.raises(actions.AlreadyWithdrawn), transaction():
        actions.withdraw_session(world["session"], reason="Again.", by=by, now=make.NOW)


def test_the_page_names_ones_own_and_counts_all(client, world):
    cause = withdrawn(world)
    client.sign_in(make.account("focal_point", "f@bgd.example", state="BGD").email)
    page = client.get(f"/reviews/{cause}").text
    assert "Trained Bangladesh" in page
    assert "Trained Nepal" not in page
    assert "Nepal" in page
    assert "Kofi Mensah" not in page
    listing = client.get("/reviews").text
    assert "a trainer of Ghana" in listing
    sent = client.post_form(
        f"/reviews/{cause}", f"/reviews/{cause}/stand", chosen=world["done"]["BGD"].public_id, reason="Seen."
    )
    assert sent.status_code == 302
    assert "Seen." in client.get(f"/reviews/{cause}").text


def test_letting_stand_without_a_reason_or_a_choice_is_refused_in_words(client, world):
    cause = withdrawn(world)
    client.sign_in(make.account("focal_point", "f@bgd.example", state="BGD").email)
    sent = client.post_form(f"/reviews/{cause}", f"/reviews/{cause}/stand", reason="")
    assert sent.status_code == 422
    assert "Choose the completions that stand." in sent.text
    assert "Write why it stands" in sent.text


def test_a_trainer_is_withdrawn_on_the_page_and_the_list_follows(client, world):
    client.sign_in(make.account("focal_point", "f@gha.example", state="GHA").email)
    url = f"/trainers/{world['teacher'].public_id}"
    assert f'href="{url}/withdraw"' in client.get(url).text
    sent = client.post_form(f"{url}/withdraw", curriculum="CPTM", from_on="2017-09-01", reason="Never was there.")
    assert sent.status_code == 302, sent.text
    assert sent.location.startswith("/reviews/")
    page = client.get(sent.location).text
    assert "Kofi Mensah" in page
    assert db.session.query(Reading).filter_by(page="training.review", state_code="GHA", persons=1).count() == 1
    assert "Never was there." in client.get(url).text


def test_a_session_page_tells_who_teaches_to_whoever_may_see_it(client, world):
    client.sign_in(make.account("training_officer", "o@gha.example", state="GHA").email)
    assert "Kofi Mensah" in client.get(f"/sessions/{world['session']}").text


def test_others_read_of_whom_a_session_is_taught_and_no_name(client, world):
    client.sign_in(make.account("training_officer", "o@npl.example", state="NPL").email)
    page = client.get(f"/sessions/{world['session']}").text
    assert "a trainer of Ghana" in page
    assert "Kofi Mensah" not in page


def test_the_chain_leads_from_a_completion_to_the_session_and_who_taught(client, world):
    client.sign_in(make.account("training_officer", "o@gha.example", state="GHA").email)
    completion = world["done"]["NPL"]
    assert client.get(f"/chain/{completion.public_id}").status_code == 404
    client.post("/sign-out")
    client = client.application.test_client()
    client.sign_in(make.account("training_officer", "o@npl.example", state="NPL").email)
    page = client.get(f"/chain/{completion.public_id}").text
    assert "2017-0001" in page
    assert "a trainer of Ghana" in page
    assert "TOT-CPTM" in page
    assert "no session is known" in page
