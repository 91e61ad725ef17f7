"""Every route × every role × {own, foreign, absent}: what comes back follows from the policy and the scope alone.

The list is made from the URL map: a new route is tried by everyone as soon as it exists, and a new kind of argument
makes this file red until it says below what such an object is, and whose (trust rules 2 and 3).
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from tests.client import SECOND_STEP, code_now
from tests.house.objects import ABSENT, ALSO, BEARERS, COMPANIONS, FIELDS, OBJECTS, build
from tests.house.world import ROLES, Thing, World
from trainingapp.accounts import queries
from trainingapp.accounts.rules import Identity
from trainingapp.kit.policy import ARRIVING, PUBLIC, policy_of

#: Whoever adds a door for everybody adds it here too, and says why. At most eight.
PUBLIC_ROUTES = {
    "static": "styles, scripts, icons",
    "accounts.sign_in": "the way in",
    "accounts.reset": "whoever forgot the pass phrase cannot sign in",
    "accounts.single_sign_on": "the way in by one's own organisation",
    "web.health": "asked by the machine that watches",
    "web.home": "the first page",
    "web.help": "what the register is, and how to get in",
    "certificates.check": "anyone shown a certificate can check it, by its link, its QR code or its number",
}

#: Ways in that the settings have to name: unset, they look like an unknown address. Their own tests set them.
UNSET = {"accounts.single_sign_on"}

_ADDRESSES = count(1)

#: What an answer to somebody who may is like: the page, the next page, or what is wrong with an empty form.
ANSWERED = {200, 302, 303, 400, 409, 413, 422}


@dataclass(frozen=True)
class Try:
    """One request: a rule, a method, and which object it is about."""

    rule: Rule
    method: str
    which: str

    def __str__(self) -> str:
        return f"{self.method} {self.rule.rule} [{self.which}]"


def rules(app: Flask) -> list[Rule]:
    return sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule)


def tries(app: Flask) -> Iterator[Try]:
    for rule in rules(app):
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            for which in ("own", "foreign", "absent") if rule.arguments - COMPANIONS.keys() else ("none",):
                yield Try(rule, method, which)


def purpose_of(app: Flask, rule: Rule) -> str | None:
    """What the tokens in the addresses of this rule are for."""
    policy = policy_of(app, rule.endpoint)
    return policy.purpose if policy else None


def known(app: Flask, rule: Rule) -> bool:
    """Whether every argument of the rule can be filled in."""
    purpose = purpose_of(app, rule)
    told = OBJECTS.keys() | COMPANIONS.keys() | ({"token"} if purpose in BEARERS else set())
    return rule.arguments <= told


def url_of(app: Flask, one: Try, world: World) -> str:
    values = {name: COMPANIONS[name] for name in one.rule.arguments & COMPANIONS.keys()}
    for name in one.rule.arguments - COMPANIONS.keys():
        purpose = purpose_of(app, one.rule)
        near, far = BEARERS[purpose](world) if purpose and name == "token" else OBJECTS[name](world)
        found = {"own": near, "foreign": far}.get(one.which, ABSENT)
        values[name] = found.value if isinstance(found, Thing) else found
    with app.test_request_context():
        return app.url_for(one.rule.endpoint, **values)


def reached(one: Try, world: World, who: Identity, permission: str | None) -> bool:
    """Whether this identity may have this object, by the map of permissions and the object's own State and mission."""
    if one.which in ("none", "absent"):
        return one.which == "none"
    things: list[Thing] = [
        OBJECTS[name](world)[one.which == "foreign"] for name in one.rule.arguments - COMPANIONS.keys()
    ]
    return all(thing.reached_by(who, permission) for thing in things)


def plain(answer: TestResponse) -> str:
    """The page without what differs at each request: its tokens, and which item of the menu is lit."""
    text = re.sub(r'name="csrf_token" value="[^"]*"', "", answer.text)
    return re.sub(r' aria-current="\w+"', "", text)


def fault(one: Try, answer: TestResponse, world: World, who: Identity | None, nothing: str, app: Flask) -> str | None:
    """What is wrong with an answer, or None."""
    policy = policy_of(app, one.rule.endpoint)
    assert policy is not None
    said = f"{one}: {answer.status_code} {answer.headers.get('Location', '')}"
    if answer.status_code >= 500:
        return f"{said}: broke"
    if policy.kind == "bearer":
        # Whoever holds the link is let in, signed in or not; to all others it is an unknown address.
        if one.which == "own":
            return None if answer.status_code in ANSWERED else f"{said}: holds the link, and was not let in"
        shut = answer.status_code == 404 and plain(answer) == nothing
        return None if shut else f"{said}: a token that opens nothing was answered"
    if one.rule.endpoint in UNSET:
        return None if answer.status_code == 404 and plain(answer) == nothing else f"{said}: unset, and answered"
    if policy == PUBLIC:
        return None if one.which == "absent" or answer.status_code in ANSWERED else f"{said}: public, and not answered"
    if who is None:
        if one.method == "GET":
            asked = answer.status_code == 302 and answer.headers["Location"].startswith("/sign-in?next=")
            return None if asked else f"{said}: not asked to sign in"
        return None if answer.status_code == 404 and plain(answer) == nothing else f"{said}: a visitor was let in"
    if policy == ARRIVING:
        # A step of signing in: there is nothing for who has arrived.
        shut = answer.status_code == 404 and plain(answer) == nothing
        return None if shut else f"{said}: has arrived, and was answered"
    asked = [permission for permission in (policy.permission, ALSO.get(one.rule.endpoint)) if permission]
    may = all(who.can(permission) for permission in asked)
    if may and reached(one, world, who, policy.permission):
        signed_out = answer.headers.get("Location", "").startswith("/sign-in")
        fine = answer.status_code in ANSWERED and (not signed_out or one.rule.endpoint == "accounts.sign_out")
        return None if fine else f"{said}: may, and was not let in"
    if answer.status_code != 404:
        return f"{said}: may not, and was answered"
    return None if plain(answer) == nothing else f"{said}: this 404 differs from that of an unknown address"


class Browser:
    """Somebody's browser: sends forms with the token of their own pages. Not checked page by page; others do that."""

    def __init__(self, app: Flask) -> None:
        self.client = FlaskClient(app, app.response_class, use_cookies=True)
        # An address of one's own: the public pages allow each only so many requests a minute.
        self.client.environ_base["REMOTE_ADDR"] = f"10.0.0.{next(_ADDRESSES)}"

    def send(self, method: str, url: str, **fields: str) -> TestResponse:
        data = {"csrf_token": self.token(), **fields} if method != "GET" else None
        with self.client.session_transaction() as kept:
            kept.pop("_flashes", None)  # what the request before had to say belongs to no answer of this one
        return fresh(lambda: self.client.open(url, method=method, data=data, buffered=True))

    def token(self) -> str:
        page = fresh(lambda: self.client.get("/sign-in", follow_redirects=True))
        if page.status_code == 404 or 'name="csrf_token"' not in page.text:
            page = fresh(lambda: self.client.get("/accounts/me"))
        found = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
        assert found, page.text
        return found[1]

    def sign_in(self, email: str) -> None:
        fields = {"email": email, "password": "a-good-pass-phrase", "csrf_token": self.token()}
        answer = fresh(lambda: self.client.post("/sign-in", data=fields))
        if answer.location == SECOND_STEP:
            fields = {"code": code_now(self.client.application, email), "csrf_token": self.token()}
            answer = fresh(lambda: self.client.post(SECOND_STEP, data=fields))
        assert answer.status_code == 302, answer.text


def fresh(send: Callable[[], TestResponse]) -> TestResponse:
    """A request that inherits nothing from the one before, although the test keeps one application context open."""
    from flask import g

    for note in list(g):
        g.pop(note)
    return send()


@pytest.fixture
def world(session) -> World:
    return build()


def test_every_argument_of_every_route_is_known_here(app):
    unknown = {
        f"{name} ({rule.rule})"
        for rule in rules(app)
        for name in rule.arguments
        if not known(app, rule) and name not in OBJECTS and name not in COMPANIONS
    }
    assert not unknown, f"tests/house/objects.py does not say what these are: {sorted(unknown)}"


def test_the_doors_for_everybody_are_listed_and_at_most_eight(app):
    found = {rule.endpoint for rule in rules(app) if policy_of(app, rule.endpoint) == PUBLIC}
    assert found <= PUBLIC_ROUTES.keys(), f"public, and not listed: {sorted(found - PUBLIC_ROUTES.keys())}"
    assert len(found) <= 8


def test_every_permission_that_a_route_asks_for_is_given_to_some_role(app):
    policies = [policy_of(app, rule.endpoint) for rule in rules(app)]
    asked = {policy.permission for policy in policies if policy and policy.permission}
    given = {permission for who in ROLES.values() if who for permission in who.permissions}
    assert asked <= given, f"nobody may use the routes that ask for {sorted(asked - given)}"


@pytest.mark.parametrize("role", ROLES)
def test_own_is_answered_and_foreign_absent_and_forbidden_look_the_same(app, session, world, role):
    browser = Browser(app)
    who = None
    if email := world.emails.get(role):
        browser.sign_in(email)
        who = queries.identity_of(world.account_ids[role])
    nothing = {method: plain(browser.send(method, "/no/such/address")) for method in ("GET", "POST")}
    wrong, tried = [], 0
    for one in tries(app):
        if one.rule.endpoint == "accounts.sign_out":
            continue  # it would end the journey; tests/accounts signs out
        if not known(app, one.rule):
            continue  # told by the test above
        fields = FIELDS.get(one.rule.endpoint, lambda world, far: {})(world, one.which == "foreign")
        answer = browser.send(one.method, url_of(app, one, world), **fields)
        wrong.append(fault(one, answer, world, who, nothing[one.method], app))
        tried += 1
        session.rollback()
    assert tried > 5
    assert not [said for said in wrong if said], "\n" + "\n".join(said for said in wrong if said)


def test_whoever_has_shown_only_the_pass_phrase_opens_nothing_but_the_next_step(app, session, world):
    browser = Browser(app)
    email = world.emails["administrator"]
    fields = {"email": email, "password": "a-good-pass-phrase", "csrf_token": browser.token()}
    assert fresh(lambda: browser.client.post("/sign-in", data=fields)).location == SECOND_STEP
    nothing = {method: plain(browser.send(method, "/no/such/address")) for method in ("GET", "POST")}
    opened = []
    for one in tries(app):
        policy = policy_of(app, one.rule.endpoint)
        assert policy is not None
        if policy in (PUBLIC, ARRIVING) or policy.kind == "bearer" or not known(app, one.rule):
            continue
        answer = browser.send(one.method, url_of(app, one, world))
        if one.method == "GET":
            shut = answer.status_code == 302 and answer.location == SECOND_STEP
        else:
            shut = answer.status_code == 404 and plain(answer) == nothing[one.method]
        if not shut:
            opened.append(f"{one}: {answer.status_code}")
    assert not opened, "\n" + "\n".join(opened)


def test_no_form_is_taken_without_its_token(app, session, world):
    browser = Browser(app)
    browser.sign_in(world.emails["officer of BGD"])
    taken = []
    for one in tries(app):
        if one.method == "GET" or not known(app, one.rule):
            continue
        url = url_of(app, one, world)
        answer = fresh(lambda url=url, method=one.method: browser.client.open(url, method=method))
        if answer.status_code != 400:
            taken.append(f"{one}: {answer.status_code}")
    assert not taken, taken
