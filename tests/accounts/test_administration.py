"""Giving and taking roles, keeping accounts and States out: through the pages, and what holds at the very next request
(trust rules 2 and 3; R76)."""

import re

import pytest

from tests import make
from tests.client import CheckedClient
from trainingapp.accounts import actions, queries
from trainingapp.accounts.giving import LastAdministrator
from trainingapp.accounts.rules import MAY, OPERATOR, ROLES, SECOND_FACTOR, Identity
from trainingapp.journal.reports import verify
from trainingapp.kit.db import db

WHY = "Two sheets look alike."


@pytest.fixture
def signed_in(app, session):
    """Makes an account with a role and gives its browser."""

    def made(role: str, state: str | None = None, **more) -> CheckedClient:
        if state:
            make.state(state, {"BGD": "Bangladesh", "NPL": "Nepal"}[state], state[:2])
        found = make.account(role, state=state, **more)
        browser = app.test_client()
        browser.account = found
        return browser.sign_in(found.email)

    return made


@pytest.fixture
def administrator(signed_in):
    return signed_in("administrator")


@pytest.fixture
def manager(signed_in):
    return signed_in("account_manager", "BGD")


@pytest.fixture
def officer(signed_in):
    return signed_in("training_officer", "BGD")


def give(by, to, role, whom):
    return by.post_form(f"/accounts/{to.account.public_id}/give", role=role, whom=whom)


def end(by, of, role):
    """Take a role away, by the link that stands beside it."""
    page = by.get(f"/accounts/{of.account.public_id}").text
    links = re.findall(r'href="(/accounts/[\w-]+/roles/[\w-]+/end)">Take away<span[^>]*>: ([^<]*)', page)
    (url,) = [url for url, words in links if words.startswith(ROLES[role])]
    return by.post_form(url)


def suspend(by, whom):
    return by.post_form(f"/accounts/{whom.account.public_id}/suspend", reason=WHY)


def lift(by, whom):
    return by.post_form(f"/accounts/{whom.account.public_id}/lift", reason="It was cleared up.")


# --- Between two clicks ----------------------------------------------------------------------------------------------


def test_a_suspended_account_is_out_at_the_next_click_and_signs_in_again_once_it_is_lifted(manager, officer):
    assert officer.get("/rotations").status_code == 200
    assert suspend(manager, officer).status_code == 302
    answer = officer.get("/rotations")
    assert answer.status_code == 302
    assert answer.location.startswith("/sign-in")
    page = manager.get(f"/accounts/{officer.account.public_id}").text
    assert WHY in page
    assert lift(manager, officer).status_code == 302
    assert officer.get("/rotations").status_code == 302, "what it was signed in with has ended for good"
    officer.sign_in(officer.account.email)
    assert officer.get("/rotations").status_code == 200
    assert verify(db.session.connection()).ok


def test_a_form_that_was_opened_before_the_suspension_does_nothing_after_it(manager, officer):
    token = re.search(r'name="csrf_token" value="([^"]+)"', officer.get("/rotations/new").text)
    suspend(manager, officer)
    answer = officer.post("/rotations/new", data={"csrf_token": token[1], "code": "X-1"})
    assert answer.status_code in (302, 400, 404)
    assert not db.session.scalar(db.select(db.func.count()).select_from(make.Rotation))


def test_a_suspended_state_is_out_at_the_next_click_and_in_again_without_signing_in(administrator, signed_in):
    officer, focal, nepal = (
        signed_in("training_officer", "BGD"),
        signed_in("focal_point", "BGD"),
        signed_in("training_officer", "NPL"),
    )
    theirs = f"/rotations/{make.rotation(make.state('BGD')).public_id}"
    for one in (officer, focal):
        assert one.get(theirs).status_code == 200
    assert administrator.post_form("/accounts/states/BGD/suspend", reason=WHY).status_code == 302
    for one in (officer, focal):
        assert one.get(theirs).status_code == 404
        assert one.get("/rotations").status_code == 404
        assert WHY in one.get("/accounts/me").text
    assert nepal.get("/rotations").status_code == 200
    assert WHY in administrator.get("/accounts/states").text
    assert administrator.post_form("/accounts/states/BGD/lift", reason="It was cleared up.").status_code == 302
    for one in (officer, focal):
        assert one.get(theirs).status_code == 200
    assert verify(db.session.connection()).ok


def test_who_also_acts_for_another_state_keeps_that_while_the_first_is_suspended(administrator, officer):
    make.state("NPL", "Nepal", "NP")
    assert give(administrator, officer, "training_officer", "state NPL").status_code == 302
    near = f"/rotations/{make.rotation(make.state('BGD'), 'B-1').public_id}"
    far = f"/rotations/{make.rotation(make.state('NPL'), 'N-1').public_id}"
    assert [officer.get(one).status_code for one in (near, far)] == [200, 200]
    administrator.post_form("/accounts/states/BGD/suspend", reason=WHY)
    assert [officer.get(one).status_code for one in (near, far)] == [404, 200]


def test_a_scope_that_changes_between_two_clicks_holds_at_the_second(administrator, officer):
    near = f"/rotations/{make.rotation(make.state('BGD'), 'B-1').public_id}"
    far = f"/rotations/{make.rotation(make.state('NPL', 'Nepal', 'NP'), 'N-1').public_id}"
    assert [officer.get(one).status_code for one in (near, far)] == [200, 404]
    end(administrator, officer, "training_officer")
    assert [officer.get(one).status_code for one in (near, far)] == [404, 404]
    give(administrator, officer, "training_officer", "state NPL")
    assert [officer.get(one).status_code for one in (near, far)] == [404, 200]


def test_a_demotion_between_two_clicks_holds_at_the_second(manager, signed_in):
    focal = signed_in("focal_point", "BGD")
    give(manager, focal, "training_officer", "state BGD")
    assert focal.get("/people/duplicates").status_code == 200
    token = re.search(r'name="csrf_token" value="([^"]+)"', focal.get("/institutions").text)
    end(manager, focal, "focal_point")
    assert focal.get("/people/duplicates").status_code == 404
    code = make.institution("BIPSOT")
    answer = focal.post(f"/institutions/{code}/let", data={"csrf_token": token[1], "state": "BGD"})
    assert answer.status_code == 404
    assert focal.get("/rotations").status_code == 200


def test_a_role_that_asks_for_a_second_factor_asks_at_the_next_click(administrator, officer):
    assert officer.get("/rotations").status_code == 200
    give(administrator, officer, "certifying_authority", "state BGD")
    answer = officer.get("/rotations")
    assert answer.status_code == 302
    assert answer.location.startswith("/sign-in/second-factor")


# --- Who may give what to whom ---------------------------------------------------------------------------------------


def test_a_states_manager_gives_the_roles_of_that_state_and_no_others(manager, officer):
    page = manager.get(f"/accounts/{officer.account.public_id}/give").text
    offered = set(re.findall(r'<option[^>]* value="([a-z_]+)"', page))
    assert offered == {role for role, kind in MAY if kind == "state"}
    assert give(manager, officer, "administrator", "all").status_code == 422
    assert give(manager, officer, "training_officer", "state NPL").status_code == 422
    assert {one.role for one in identity(officer).grants} == {"training_officer"}


def test_nobody_changes_their_own_roles_or_suspends_themselves(administrator, manager):
    for one in (administrator, manager):
        for act in ("give", "suspend", "lift"):
            answer = one.get(f"/accounts/{one.account.public_id}/{act}")
            assert answer.status_code in (409, 422), act
            assert "Nobody changes their own roles" in answer.text


def test_the_register_never_loses_its_last_administrator(administrator, signed_in):
    other = signed_in("administrator", email="second@example.org")
    suspend(administrator, other)
    last = administrator.account.public_id
    with pytest.raises(LastAdministrator):
        actions.suspend_account(last, reason=WHY, by=OPERATOR, now=make.NOW)
    db.session.rollback()
    (grant,) = queries.grants_held(queries.kept(last))
    with pytest.raises(LastAdministrator):
        actions.end_role(last, grant.public_id, by=OPERATOR, now=make.NOW)
    db.session.rollback()
    assert administrator.get("/accounts").status_code == 200


def test_an_account_with_roles_beyond_the_state_is_not_the_states_to_suspend(administrator, manager, officer):
    give(administrator, officer, "analyst", "all")
    answer = manager.get(f"/accounts/{officer.account.public_id}/suspend")
    assert answer.status_code in (409, 422)
    assert "roles beyond your State" in answer.text
    assert "Secretariat analyst" not in manager.get(f"/accounts/{officer.account.public_id}").text


def test_another_states_manager_finds_no_such_account(signed_in, officer):
    nepal = signed_in("account_manager", "NPL")
    for page in ("", "/give", "/suspend", "/lift", "/review"):
        assert nepal.get(f"/accounts/{officer.account.public_id}{page}").status_code == 404


@pytest.mark.parametrize("reason", ["", "  ", "x" * 401])
def test_a_suspension_without_a_reason_is_refused_and_keeps_what_was_typed(manager, officer, reason):
    answer = manager.post_form(f"/accounts/{officer.account.public_id}/suspend", reason=reason)
    assert answer.status_code == 422
    assert reason.strip() in answer.text
    assert officer.get("/rotations").status_code == 200


def test_suspending_twice_says_that_somebody_was_faster(administrator, manager, officer):
    suspend(manager, officer)
    answer = administrator.post_form(f"/accounts/{officer.account.public_id}/suspend", reason=WHY)
    assert answer.status_code in (409, 422)
    assert "suspended already" in answer.text


def test_the_same_role_twice_is_refused(manager, officer):
    answer = give(manager, officer, "training_officer", "state BGD")
    assert answer.status_code == 422
    assert "has this role already" in answer.text


def test_what_is_done_to_an_account_stands_in_the_states_own_journal(administrator, manager, officer):
    suspend(administrator, officer)
    assert "uspend" in manager.get("/journal").text


# --- The map ---------------------------------------------------------------------------------------------------------


def test_the_map_is_open_to_everybody_who_is_signed_in_and_tells_second_factors(officer):
    page = officer.get("/accounts/matrix").text
    head = page[page.index("<thead") : page.index("</thead>")]
    needed = sum(role in SECOND_FACTOR for role, _kind in MAY)
    assert head.count("with a second factor") == needed


def identity(browser) -> Identity:
    found = queries.identity_of(browser.account.id)
    assert found
    return found
