"""Invitations through the pages, as people would: who may invite whom to what, and what an invited person sees."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from tests import make
from tests.letters.box import waiting
from trainingapp.accounts import queries
from trainingapp.accounts.actions import invitations as actions
from trainingapp.accounts.inviting import Offered
from trainingapp.accounts.models import Account, AccountGrant, Invitation, InvitationLink
from trainingapp.accounts.queries import invitations as asked
from trainingapp.accounts.rules import OPERATOR, Scope, token_sha256
from trainingapp.accounts.work import clear_invitations
from trainingapp.journal.models import JournalEntry
from trainingapp.kit import clock
from trainingapp.kit.db import transaction
from trainingapp.kit.errors import Absent

ADMINISTRATOR, MANAGER, OTHERS = "admin@example.org", "manager@example.org", "others@example.org"
PHRASE = "seven herons cross the delta"
NEW = "new.officer@example.org"


@pytest.fixture
def people(session):
    make.state()
    make.state("NPL", "Nepal", "NP")
    make.account("administrator", ADMINISTRATOR)
    make.account("account_manager", MANAGER, state="BGD")
    make.account("account_manager", OTHERS, state="NPL")


def invite(client, email: str = NEW, name: str = "Farhana Akter", *roles: tuple[str, str]):
    chosen = roles or (("training_officer", "state BGD"),)
    fields = {"email": email, "name": name}
    for number, (role, whom) in enumerate(chosen, 1):
        fields |= {f"role_{number}": role, f"whom_{number}": whom}
    return client.post_form("/accounts/invite", "invite", **fields)


def link(to: str = NEW) -> str:
    found = re.findall(r"^http://127.0.0.1:8000(/invitation/\S+)$", waiting(to)[-1].text, re.M)
    assert len(found) == 1
    return found[0]


def roles_of(session, email: str) -> set[tuple[str, str | None]]:
    account = session.scalars(select(Account).where(Account.email == email)).one()
    return {(one.role, one.state_code) for one in queries.grants_held(account)}


def accepted(app, path: str, phrase: str = PHRASE):
    return app.test_client().post_form(path, new=phrase, again=phrase)


def test_an_administrator_invites_and_the_person_chooses_a_pass_phrase_and_is_in(client, app, people, session):
    answer = invite(client.sign_in(ADMINISTRATOR))
    assert (answer.status_code, answer.location) == (302, "/accounts/invitations")
    page = client.get(answer.location).text
    assert "Farhana Akter" in page
    assert "waiting" in page
    assert "- Training officer, Bangladesh" in waiting(NEW)[-1].text
    newcomer = app.test_client()
    welcome = newcomer.get(link()).text
    assert "Welcome, Farhana Akter." in welcome
    assert "Training officer, Bangladesh" in welcome
    answer = newcomer.post_form(link(), new=PHRASE, again=PHRASE)
    assert (answer.status_code, answer.location) == (302, "/")
    assert "For the people and rotations of Bangladesh" in newcomer.get("/accounts/me").text
    assert app.test_client().sign_in(NEW, PHRASE).get("/accounts/me").status_code == 200
    assert "accepted" in client.get("/accounts/invitations").text


def test_suspending_an_account_withdraws_the_invitations_it_sent_and_no_others(client, app, people, session):
    """Whoever stole an account manager's account may have invited themselves."""
    invite(client.sign_in(MANAGER))
    stolen = link()
    invite(client, "second@example.org")
    invite(app.test_client().sign_in(ADMINISTRATOR), "third@example.org")
    manager = session.scalars(select(Account).where(Account.email == MANAGER)).one().public_id
    admin = app.test_client().sign_in(ADMINISTRATOR)
    second = session.scalars(select(Invitation.public_id).where(Invitation.email == "second@example.org")).one()
    admin.post_form("/accounts/invitations", f"/{second}/send")
    assert app.test_client().get(stolen).status_code == 200
    answer = admin.post_form(f"/accounts/{manager}/suspend", reason="Reported stolen.")
    assert answer.status_code == 302
    assert app.test_client().get(stolen).status_code == 404
    assert session.scalars(select(Account).where(Account.email == NEW)).all() == []
    for other in ("second@example.org", "third@example.org"):
        assert app.test_client().get(link(other)).status_code == 200, "somebody else sent this one"
    assert invite(admin).status_code == 302, "who should come is invited anew"


def test_nothing_comes_into_being_before_the_invitation_is_accepted(client, people, session):
    invite(client.sign_in(ADMINISTRATOR))
    assert session.scalars(select(Account).where(Account.email == NEW)).all() == []


def test_whoever_must_have_a_second_factor_sets_it_up_before_anything_opens(client, app, people):
    invite(client.sign_in(ADMINISTRATOR), NEW, "Farhana Akter", ("certifying_authority", "state BGD"))
    newcomer = app.test_client()
    assert "This work asks for a second factor" in newcomer.get(link()).text
    answer = newcomer.post_form(link(), new=PHRASE, again=PHRASE)
    assert answer.location == "/sign-in/second-factor"
    assert newcomer.get("/accounts/me").status_code == 302


def test_an_invitation_may_offer_several_roles(client, app, people, session):
    roles = (("focal_point", "state BGD"), ("training_officer", "state NPL"), ("analyst", "all"))
    invite(client.sign_in(ADMINISTRATOR), NEW, "Farhana Akter", *roles)
    accepted(app, link())
    assert roles_of(session, NEW) == {("focal_point", "BGD"), ("training_officer", "NPL"), ("analyst", None)}


def test_one_more_row_of_roles_can_be_asked_for_without_losing_what_was_typed(client, people):
    client.sign_in(ADMINISTRATOR)
    page = client.post_form("/accounts/invite", "invite", name="Farhana Akter", more="1")
    assert page.status_code == 200
    assert 'value="Farhana Akter"' in page.text
    assert "role_2" in page.text
    assert "role_3" not in page.text


@pytest.mark.parametrize(
    ("role", "whom"),
    [
        ("training_officer", "state NPL"),
        ("administrator", "all"),
        ("analyst", "all"),
        ("training_officer", "institution X"),
    ],
)
def test_a_states_account_manager_invites_for_that_state_only(client, people, session, role, whom):
    answer = invite(client.sign_in(MANAGER), NEW, "Farhana Akter", (role, whom))
    assert answer.status_code == 422
    assert waiting(NEW) == []
    kind, _, code = whom.partition(" ")
    offered, by = [Offered(role, kind, code or None)], identity(session, MANAGER)
    with pytest.raises(Absent):
        actions.invite(email=NEW, name="X", roles=offered, days=1, label=None, by=by, now=clock.now())


def identity(session, email: str):
    found = queries.identity_of(session.scalars(select(Account.id).where(Account.email == email)).one())
    assert found
    return found


@pytest.mark.parametrize("role", ["training_officer", "focal_point", "certifying_authority", "account_manager"])
def test_a_states_account_manager_gives_every_role_of_the_state(client, app, people, session, role):
    assert invite(client.sign_in(MANAGER), NEW, "Farhana Akter", (role, "state BGD")).status_code == 302
    accepted(app, link())
    assert roles_of(session, NEW) == {(role, "BGD")}


def test_a_role_and_a_place_that_do_not_go_together_are_refused_in_words(client, people):
    client.sign_in(ADMINISTRATOR)
    answer = invite(client, NEW, "Farhana Akter", ("analyst", "state BGD"))
    assert answer.status_code == 422
    assert "This role cannot be given for what you chose." in answer.text
    assert "Choose a role" in invite(client, NEW, "Farhana Akter", ("", "")).text


def test_an_address_with_an_account_elsewhere_is_answered_exactly_like_a_new_one(client, app, people, session):
    make.account("training_officer", "known@example.org", state="NPL")
    client.sign_in(MANAGER)
    answers = [invite(client, email) for email in (NEW, "known@example.org")]
    assert [(one.status_code, one.location) for one in answers] == [(302, "/accounts/invitations")] * 2
    new, known = waiting(NEW)[-1], waiting("known@example.org")[-1]
    secret = re.compile(r"/invitation/\S+")
    assert secret.sub("", new.text) == secret.sub("", known.text)
    page = client.get("/accounts/invitations").text
    rows = [re.sub(r"\s+", " ", row.partition("</tr>")[0]) for row in page.split("<tr>") if "example.org" in row]
    hidden = re.compile(r'value="[^"]*"|/invitations/[\w-]+|[\w.]+@example.org')
    assert hidden.sub("", rows[0]) == hidden.sub("", rows[1])


def test_whoever_has_an_account_signs_in_to_accept_and_keeps_what_they_had(client, app, people, session):
    make.account("training_officer", "known@example.org", state="NPL")
    invite(client.sign_in(MANAGER), "known@example.org")
    path = link("known@example.org")
    owner = app.test_client()
    page = owner.get(path).text
    assert "Sign in to accept it." in page
    assert f"/sign-in?next={path}" in page
    owner.sign_in("known@example.org")
    answer = owner.post_form(path)
    assert answer.location == "/accounts/me"
    assert roles_of(session, "known@example.org") == {("training_officer", "NPL"), ("training_officer", "BGD")}
    assert "Your account has a new role" in [one.subject for one in waiting("known@example.org")]
    assert owner.get(path).status_code == 404


def test_nobody_accepts_into_an_account_that_is_not_theirs(client, app, people, session):
    make.account("training_officer", "known@example.org", state="NPL")
    invite(client.sign_in(MANAGER), "known@example.org")
    path = link("known@example.org")
    assert "This invitation is for somebody else" in client.get(path).text
    token = client.get("/accounts/me").text.split('name="csrf_token" value="')[1].split('"')[0]
    client.post(path, data={"csrf_token": token})
    assert roles_of(session, MANAGER) == {("account_manager", "BGD")}
    assert roles_of(session, "known@example.org") == {("training_officer", "NPL")}


def test_an_account_one_looks_after_already_is_not_invited_again(client, people):
    make.account("training_officer", "mine@example.org", state="BGD")
    answer = invite(client.sign_in(MANAGER), "Mine@Example.org")
    assert answer.status_code == 422
    assert "There is an account with this address already." in answer.text
    assert waiting("mine@example.org") == []


def test_one_address_is_invited_once_at_a_time_and_by_another_state_as_well(client, app, people):
    invite(client.sign_in(MANAGER))
    assert "waits for its answer" in invite(client).text
    other = app.test_client().sign_in(OTHERS)
    assert invite(other, NEW, "Farhana Akter", ("training_officer", "state NPL")).status_code == 302


def test_a_double_click_sends_one_letter(client, people):
    client.sign_in(ADMINISTRATOR)
    page = client.get("/accounts/invite").text
    fields = {
        name: re.search(f'name="{name}"[^>]*value="([^"]+)"', page)[1]  # type: ignore[index]
        for name in ("csrf_token", "key")
    }
    fields |= {"email": NEW, "name": "F", "role_1": "training_officer", "whom_1": "state BGD"}
    assert [client.post("/accounts/invite", data=fields).status_code for _ in range(2)] == [302, 302]
    assert len(waiting(NEW)) == 1


def test_another_states_manager_neither_sees_nor_touches_it(client, app, people, session):
    invite(client.sign_in(MANAGER))
    public_id = session.scalars(select(Invitation.public_id)).one()
    other = app.test_client().sign_in(OTHERS)
    assert NEW not in other.get("/accounts/invitations").text
    token = other.get("/accounts/invite").text.split('name="csrf_token" value="')[1].split('"')[0]
    for act in ("send", "withdraw"):
        answer = other.post(f"/accounts/invitations/{public_id}/{act}", data={"csrf_token": token})
        assert answer.status_code == 404
    assert len(waiting(NEW)) == 1


def test_an_invitation_with_roles_beyond_the_state_is_not_the_managers(client, app, people):
    roles = (("training_officer", "state BGD"), ("analyst", "all"))
    invite(client.sign_in(ADMINISTRATOR), NEW, "Farhana Akter", *roles)
    assert NEW not in app.test_client().sign_in(MANAGER).get("/accounts/invitations").text


def test_sent_again_only_the_new_link_opens_it(client, app, people):
    invite(client.sign_in(MANAGER))
    first = link()
    client.post_form("/accounts/invitations", "/send")
    assert len(waiting(NEW)) == 2
    assert app.test_client().get(first).status_code == 404
    assert app.test_client().get(link()).status_code == 200


def test_withdrawn_it_opens_nothing(client, app, people):
    invite(client.sign_in(MANAGER))
    client.post_form("/accounts/invitations", "/withdraw")
    assert app.test_client().get(link()).status_code == 404
    assert "withdrawn" in client.get("/accounts/invitations").text


def test_after_its_days_it_opens_nothing_and_can_be_sent_again(client, app, people, session):
    invite(client.sign_in(MANAGER))
    session.execute(update(InvitationLink).values(expires_at=clock.now()))
    session.commit()
    assert app.test_client().get(link()).status_code == 404
    assert "ran out" in client.get("/accounts/invitations").text
    client.post_form("/accounts/invitations", "/send")
    assert app.test_client().get(link()).status_code == 200


def test_accepted_once_its_link_opens_nothing_any_more(client, app, people):
    invite(client.sign_in(ADMINISTRATOR))
    path = link()
    assert accepted(app, path).status_code == 302
    assert app.test_client().get(path).status_code == 404


@pytest.mark.parametrize(
    ("phrase", "said"),
    [
        ("short", "at least 12 characters"),
        ("aaaaaaaaaaaaaaaa", "repeats itself"),
        ("123456789012", "in a row"),
        ("farhana akter 1", "little more than your name"),
        ("Peacekeeping1!", "little more than your name"),
    ],
)
def test_a_pass_phrase_that_would_be_guessed_is_refused_in_words(client, app, people, phrase, said):
    invite(client.sign_in(ADMINISTRATOR))
    answer = accepted(app, link(), phrase)
    assert answer.status_code == 422
    assert said in answer.text
    assert phrase not in answer.text.replace("Peacekeeping Training", "")


def test_only_the_hash_of_the_links_secret_is_kept(client, people, session):
    invite(client.sign_in(ADMINISTRATOR))
    secret = link().rpartition("/")[2]
    assert len(secret) == 43
    assert session.scalars(select(InvitationLink.token_sha256)).all() == [token_sha256(secret)]


def test_an_address_put_into_an_invitation_behind_the_registers_back_opens_nothing(client, app, people, session):
    invite(client.sign_in(ADMINISTRATOR))
    path = link()
    session.execute(update(Invitation).values(email="thief@example.org"))
    session.commit()
    assert app.test_client().get(path).status_code == 404


def test_the_journal_tells_who_invited_and_withdrew_and_no_address(client, app, people, session):
    invite(client.sign_in(MANAGER))
    accepted(app, link())
    entries = session.scalars(select(JournalEntry).where(JournalEntry.object_kind == "invitation")).all()
    assert [(one.act, one.state_code) for one in entries] == [
        ("invitation.send", "BGD"),
        ("invitation.accept", "BGD"),
    ]
    assert entries[0].actor == identity(session, MANAGER).public_id
    assert entries[1].actor == identity(session, NEW).public_id
    assert not [one for one in entries if "@" in one.details or "Farhana" in one.details]


def test_some_months_later_address_and_name_are_gone_and_the_roles_stay(client, app, people, session):
    invite(client.sign_in(MANAGER))
    accepted(app, link())
    session.execute(update(InvitationLink).values(expires_at=clock.now() - timedelta(days=91)))
    session.commit()
    clear_invitations()
    kept = session.execute(select(Invitation.email, Invitation.name, Invitation.mark_salt)).one()
    assert tuple(kept) == (None, None, None)
    assert "no longer kept" in client.get("/accounts/invitations").text
    assert roles_of(session, NEW) == {("training_officer", "BGD")}


def test_the_list_takes_as_many_statements_for_many_as_for_one(client, people, session, statements):
    client.sign_in(ADMINISTRATOR)

    def count() -> int:
        with statements() as seen:
            client.get("/accounts/invitations")
        return len(seen)

    invite(client)
    once = count()
    for number in range(5):
        invite(client, f"n{number}@example.org")
    assert count() == once


def test_the_operator_lets_the_first_administrator_in(app, session):
    run = app.test_cli_runner().invoke
    done = run(args=["invite", "first@example.org", "--name", "Elena Ionescu", "--role", "administrator", "--json"])
    assert done.exit_code == 0, done.output
    letter = waiting("first@example.org")[0]
    assert "You are invited to the Peacekeeping Training Register" in letter.text
    assert accepted(app, link("first@example.org")).location == "/sign-in/second-factor"


def test_the_operator_is_told_what_cannot_be(app, session):
    run = app.test_cli_runner().invoke
    assert run(args=["invite", "nobody", "--name", "X", "--role", "administrator"]).exit_code == 1
    both = ["--state", "BGD", "--mission", "MINUSCA"]
    assert run(args=["invite", "a@example.org", "--name", "X", "--role", "training_officer", *both]).exit_code == 2


def test_what_waits_is_asked_within_a_scope_only(people, session):
    with transaction():
        actions.invite(
            email=NEW,
            name="F",
            roles=[Offered("analyst", "all")],
            days=1,
            label=None,
            by=OPERATOR,
            now=clock.now(),
        )
    scope: Scope = identity(session, MANAGER).scope("accounts.manage")
    assert not asked.waits_for(scope, NEW, now=clock.now())
    assert asked.waits_for(OPERATOR.scope("accounts.manage"), NEW, now=clock.now())
    assert session.scalars(select(AccountGrant).where(AccountGrant.role == "analyst")).all() == []
