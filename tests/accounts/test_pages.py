"""The pages of accounts: what one may do and for whom, who may do what, and how an account is opened."""

import pytest
from sqlalchemy import select

from tests import make
from trainingapp.accounts import actions, queries
from trainingapp.accounts.models import Account, AccountGrant
from trainingapp.accounts.rules import MAY, OPERATOR, PERMISSIONS
from trainingapp.journal import actions as journal
from trainingapp.kit.errors import Refused

PASS = "a-good-pass-phrase"


def act():
    return journal.entry(act="test", by="tests", now=make.NOW, object_kind="test", object_id="test")


@pytest.fixture
def entry(session):
    with act() as opened:
        yield opened


def opened(entry, email: str = "a@example.org", password: str = PASS) -> Account:
    return actions.add_account(entry, email=email, name="Ana María O’Neill", password=password, now=make.NOW)


def institution(*states: str) -> str:
    return make.institution("BIPSOT", *states)


def test_a_state_officer_reads_that_they_act_for_their_state_and_no_other(client, session):
    make.account("training_officer", "o@example.org", state=make.state().code)
    page = client.sign_in("o@example.org").get("/accounts/me").text
    assert "For the people and rotations of Bangladesh, and of no other State." in page
    assert PERMISSIONS["certificates.issue"] in page
    assert PERMISSIONS["accounts.see"] not in page


def test_a_missions_officer_reads_that_they_act_for_the_mission(client, session):
    make.account("training_officer", "o@example.org", mission=make.mission().code)
    page = client.sign_in("o@example.org").get("/accounts/me").text
    assert "For the rotations deployed to MINUSCA, and the people in them." in page


def test_an_institutions_officer_reads_which_states_let_it_record(client, session):
    code = institution("BGD", make.state("NPL", "Nepal", "NP").code)
    make.account("training_officer", "o@example.org", institution_code=code)
    page = client.sign_in("o@example.org").get("/accounts/me").text
    assert "<bdi>Bangladesh</bdi>, <bdi>Nepal</bdi>." in page


def test_an_institution_that_no_state_trusts_reaches_nobody_and_says_so(client, session):
    code = institution()
    account = make.account("training_officer", "o@example.org", institution_code=code)
    assert not queries.identity_of(account.id).scope("people.see")
    assert "No State lets this institution record" in client.sign_in("o@example.org").get("/accounts/me").text


def test_the_name_and_the_role_stand_on_every_page(client, session):
    make.account("training_officer", "o@example.org", state=make.state().code)
    assert "Training officer, Bangladesh" in client.sign_in("o@example.org").get("/accounts/me").text


def test_the_administrator_sees_every_account_with_its_roles(client, session):
    make.account("administrator", "admin@example.org")
    make.account("training_officer", "o@example.org", state=make.state().code)
    page = client.sign_in("admin@example.org").get("/accounts").text
    assert "o@example.org" in page
    assert "Training officer, <bdi>Bangladesh</bdi>" in page


def test_the_permission_map_on_the_page_is_the_map_itself(client, session):
    make.account("administrator", "admin@example.org")
    page = client.sign_in("admin@example.org").get("/accounts/matrix").text
    table = page[page.index('id="permissions"') : page.index("</table>")]
    assert table.count('<span class="visually-hidden">yes</span>') == sum(map(len, MAY.values()))
    assert table.count('<th scope="row">') == len(PERMISSIONS)


@pytest.mark.parametrize("role", ["training_officer", "analyst"])
def test_nobody_else_sees_the_accounts(client, session, role):
    make.account(role, "o@example.org", state=make.state().code if role == "training_officer" else None)
    assert client.sign_in("o@example.org").get("/accounts").status_code == 404


def test_the_list_of_accounts_takes_as_many_statements_for_few_as_for_many(client, session, statements):
    make.account("administrator", "admin@example.org")
    client.sign_in("admin@example.org")
    with statements() as few:
        client.get("/accounts")
    for number in range(60):
        make.account("training_officer", f"o{number}@example.org", state=make.state().code)
    with statements() as many:
        client.get("/accounts?page=2")
    assert len(few) == len(many) == 6


def test_accounts_within_a_state_are_those_with_a_role_for_it(session):
    make.account("training_officer", "o@example.org", state=make.state().code)
    make.account("training_officer", "n@example.org", state=make.state("NPL", "Nepal", "NP").code)
    focal = make.account("focal_point", "f@example.org", state="NPL")
    scope = queries.identity_of(focal.id).scope("people.see")
    assert {row.email for row in queries.accounts(scope).rows} == {"n@example.org", "f@example.org"}
    assert len(queries.accounts(OPERATOR.scope("accounts.see")).rows) == 3


def test_an_account_keeps_the_name_as_given_and_the_address_in_one_form(entry):
    account = opened(entry, email="Ana.Oneill@Example.ORG")
    assert (account.name, account.email) == ("Ana María O’Neill", "ana.oneill@example.org")


def test_two_accounts_cannot_have_one_address(session):
    with act() as entry:
        opened(entry)
    with pytest.raises(actions.EmailTaken), act() as entry:
        opened(entry, email="A@example.org")


@pytest.mark.parametrize("email", ["", "nobody", "a@", "a b@example.org", "a@example.org\nBcc: x@example.org"])
def test_what_is_no_e_mail_address_opens_no_account(entry, email):
    with pytest.raises(Refused, match="no e-mail address"):
        opened(entry, email=email)


def test_a_short_pass_phrase_opens_no_account(entry):
    with pytest.raises(Refused, match="at least 12 characters"):
        opened(entry, password="short")


def test_a_pass_phrase_is_kept_as_a_hash_only(entry):
    assert opened(entry).password.startswith("$argon2id$")


@pytest.mark.parametrize(
    ("role", "codes"),
    [
        ("analyst", {"state_code": "BGD"}),
        ("training_officer", {}),
        ("administrator", {"mission_code": "MINUSCA"}),
        ("training_officer", {"state_code": "BGD", "mission_code": "MINUSCA"}),
        ("minister", {}),
    ],
)
def test_a_role_is_given_only_as_the_map_knows_it(entry, role, codes):
    make.state(), make.mission()
    with pytest.raises(Refused, match="cannot be given in this way"):
        actions.grant(entry, opened(entry), role, **codes)


def test_a_role_is_given_once_taken_away_once_and_may_be_given_again(session):
    with act() as entry:
        account = opened(entry)
        first = actions.grant(entry, account, "analyst")
        with pytest.raises(Refused, match="has this role already"):
            actions.grant(entry, account, "analyst")
        actions.end_grant(entry, first)
        assert queries.identity_of(account.id).grants == ()
        actions.grant(entry, account, "analyst")
    assert queries.identity_of(account.id).can("gaps.see")
    assert len(session.scalars(select(AccountGrant).where(AccountGrant.account_id == account.id)).all()) == 2
    with pytest.raises(Refused, match="taken away already"), act() as entry:
        actions.end_grant(entry, first)


def test_the_rights_of_an_account_take_one_statement_however_many_roles(session, statements):
    code = institution("BGD", make.state("NPL", "Nepal", "NP").code)
    account = make.account("training_officer", "o@example.org", institution_code=code)
    with act() as entry:
        actions.grant(entry, account, "training_officer", state_code="BGD")
        actions.grant(entry, account, "training_officer", mission_code=make.mission().code)
    key = account.id
    with statements() as seen:
        identity = queries.identity_of(key)
    assert len(seen) == 1
    assert [(g.kind, g.code, set(g.states), set(g.missions)) for g in identity.grants] == [
        ("institution", "BIPSOT", {"BGD", "NPL"}, set()),
        ("state", "BGD", {"BGD"}, set()),
        ("mission", "MINUSCA", set(), {"MINUSCA"}),
    ]
