"""Who may do what, how long a sign-in lasts, how long one waits after failures: the rules, bare."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainingapp.accounts.rules import (
    MAY,
    OPERATOR,
    PERMISSIONS,
    ROLES,
    Grant,
    Identity,
    Lifetime,
    Throttle,
    email_key,
    fingerprint,
    in_words,
    own_path,
)

NOW = datetime(2017, 12, 31, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
LIFETIME = Lifetime(idle=timedelta(minutes=30), total=timedelta(hours=12))
THROTTLE = Throttle(failures=3, window=timedelta(minutes=15))


def officer(state: str) -> Identity:
    return Identity("o", "Officer", (Grant("training_officer", "state", frozenset({state}), frozenset(), state),))


def test_the_map_knows_only_roles_and_permissions_that_have_words():
    for (role, _), permissions in MAY.items():
        assert role in ROLES
        assert permissions <= set(PERMISSIONS)


def test_every_role_can_be_given_in_some_way():
    assert {role for role, _ in MAY} == set(ROLES)


def test_only_grants_for_the_secretariat_reach_everything():
    for (role, kind), permissions in MAY.items():
        who = Identity("x", "X", (Grant(role, kind, frozenset({"BGD"})),))
        assert {who.scope(permission).everything for permission in permissions} == {kind == "all"}


def test_no_one_of_the_secretariat_records_training_or_issues_certificates():
    writes = {"rosters.record", "rolls.record", "completions.correct", "certificates.issue", "certificates.revoke"}
    assert not [pair for pair, permissions in MAY.items() if pair[1] == "all" and permissions & writes]


def test_the_analyst_and_the_administrator_see_no_person_by_name():
    assert "people.see" not in MAY[("analyst", "all")] | MAY[("administrator", "all")]


def test_an_officer_reaches_their_own_state_and_no_other():
    scope = officer("BGD").scope("people.see")
    assert scope.reaches("BGD")
    assert not scope.reaches("NPL")
    assert not scope.reaches("NPL", "MINUSCA")


def test_a_permission_that_no_grant_gives_reaches_nothing():
    assert not officer("BGD").scope("accounts.see")
    assert not Identity("x", "X", ()).scope("people.see")


def test_two_grants_reach_what_both_reach_but_each_only_for_what_it_allows():
    grants = (
        Grant("training_officer", "state", frozenset({"BGD"})),
        Grant("training_officer", "mission", missions=frozenset({"MINUSCA"})),
    )
    both = Identity("x", "X", grants)
    assert both.scope("people.see").reaches("NPL", "MINUSCA")
    assert both.scope("certificates.issue").reaches("BGD")
    assert not both.scope("certificates.issue").reaches("NPL", "MINUSCA")


def test_a_role_that_was_never_granted_in_this_way_allows_nothing():
    assert Grant("analyst", "state", frozenset({"BGD"})).permissions == frozenset()


def test_the_operator_may_do_everything():
    assert all(OPERATOR.can(permission) and OPERATOR.scope(permission).everything for permission in PERMISSIONS)


def test_a_grant_is_said_as_people_say_it():
    assert str(in_words(Grant("training_officer", "state", name="Bangladesh"))) == "Training officer, Bangladesh"
    assert str(in_words(Grant("analyst", "all"))) == "Secretariat analyst"


@pytest.mark.parametrize(
    ("began", "seen", "lasts"),
    [
        (0, 0, True),
        (60, 29, True),
        (60, 30, False),
        (12 * 60 - 1, 1, True),
        (12 * 60, 0, False),
    ],
)
def test_a_sign_in_lasts_30_minutes_without_a_request_and_12_hours_in_all(began, seen, lasts):
    assert LIFETIME.holds(began_at=NOW - began * MINUTE, seen_at=NOW - seen * MINUTE, now=NOW) is lasts


@given(st.lists(st.integers(0, 40), max_size=12))
def test_one_waits_exactly_while_three_failures_lie_within_the_window(minutes: list[int]):
    failed_at = [NOW - minute * MINUTE for minute in minutes]
    wait = THROTTLE.wait(failed_at, NOW)
    assert (wait > timedelta()) == (sum(minute < 15 for minute in minutes) >= 3)
    assert THROTTLE.wait(failed_at, NOW + wait) == timedelta()
    if wait:
        assert THROTTLE.wait(failed_at, NOW + wait - timedelta(seconds=1)) > timedelta()


def test_a_failure_that_lies_ahead_of_the_clock_is_not_counted():
    assert THROTTLE.wait([NOW + MINUTE] * 9, NOW) == timedelta()


def test_an_e_mail_address_is_one_however_it_is_capitalised():
    assert email_key(" Officer@Example.ORG ") == "officer@example.org"


def test_a_fingerprint_depends_on_the_key_and_on_each_part():
    seen = {fingerprint(k, *p) for k in ("a", "b") for p in (("email", "x"), ("address", "x"), ("emailx",))}
    assert len(seen) == 6


@pytest.mark.parametrize("path", ["/", "/rotations/abc", "/gaps?as_of=2017-12-31&state=BGD", "/people?q=%20x"])
def test_one_goes_on_to_a_page_of_the_register(path):
    assert own_path(path) == path


@pytest.mark.parametrize(
    "path",
    [
        None, "", "rotations", "//evil.example", "/\\evil.example", "\\\\evil.example", "/\t/evil.example",
        "https://evil.example/", "javascript:alert(1)", "/a\r\nSet-Cookie: x=1", "/x\\y", " /", "http:/evil",
    ],
)  # fmt: skip
def test_one_never_goes_on_to_another_host(path):
    assert own_path(path) is None


@given(st.text(max_size=30))
def test_whatever_leads_on_has_no_host_of_its_own(text: str):
    from urllib.parse import urljoin, urlsplit

    path = own_path(text)
    if path is not None:
        assert urlsplit(urljoin("https://register.example/sign-in", path)).netloc == "register.example"
