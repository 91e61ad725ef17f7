"""Whatever stands in an address or a form, the answer is a page in words: never a failure of ours, never an echo that
a browser would run (trust rules 13 to 15). The addresses and forms are found from the URL map and the pages."""

import io
import re
from collections.abc import Iterator

import pytest
from flask import Flask
from html5lib import HTMLParser
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from tests.client import X
from tests.house.objects import BEARERS, COMPANIONS, OBJECTS, build
from tests.house.world import World
from trainingapp.kit.policy import policy_of

SCRIPT = "<script>alert(1)</script>"
#: In the place of an id or a code.
NAMES = ("\0", SCRIPT + "%s%(x)s", "\u202e", "'\";--", "\r\nX-Evil: 1", "٣" * 22, "a" * 3000)
#: Behind the question mark: what each page asks for, and what none does.
ARGUMENTS = (
    *("as_of", "on", "page", "sort", "state", "mission", "phase", "judged", "curriculum", "lacking", "format", "names"),
    *("number", "status", "rotation", "category", "act", "before", "object", "by", "q", "next", "since", "time"),
    *("to", "which", "first", "person", "nobody-knows-this"),
)
VALUES = ("0001-01-01", "9999-12-31", "99999999999999999999", "²", "-page", SCRIPT + "%s %(x)s %")
#: What is typed, or put into a hidden field.
TYPED = ("\0", "x" * 5_000, "\u202egpj", SCRIPT + "%s %(x)s %", "²")
#: Who opens most pages, and who opens the others.
WHO = ("focal point of BGD", "administrator")


@pytest.fixture
def world(session) -> World:
    return build()


def addresses(app: Flask, world: World) -> Iterator[tuple[Rule, dict[str, str]]]:
    """Every rule that is read, with the values of its arguments."""
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()):
            yield rule, {name: value(app, rule, name, world) for name in rule.arguments}


def value(app: Flask, rule: Rule, name: str, world: World) -> str:
    """What stands in the place of an argument."""
    policy = policy_of(app, rule.endpoint)
    if policy and policy.purpose and name == "token":
        return BEARERS[policy.purpose](world)[0]
    return COMPANIONS.get(name) or OBJECTS[name](world)[0].value


def address(app: Flask, rule: Rule, values: dict[str, str]) -> str:
    with app.test_request_context():
        return app.url_for(rule.endpoint, **values)


def fault(answer: TestResponse, said: str) -> str | None:
    """What is wrong with an answer: it broke, it hands markup back, or it was made to carry a header."""
    shown = answer.mimetype == "text/html" and SCRIPT in answer.text
    answer.close()  # it may be a file
    if answer.status_code >= 500:
        return f"{said}: {answer.status_code}"
    if shown or "X-Evil" in answer.headers:
        return f"{said}: what was sent came back as markup or as a header"
    return None


@pytest.mark.parametrize("who", WHO)
def test_no_value_in_an_address_breaks_a_page(app, client, world, who):
    client.sign_in(world.emails[who])
    faults = []
    for rule, values in addresses(app, world):
        for name in values:
            for text in NAMES:
                url = address(app, rule, values | {name: text})
                faults.append(fault(client.get(url), f"{rule.rule} with {text[:20]!r} as {name}"))
    assert not list(filter(None, faults)), "\n".join(filter(None, faults))


@pytest.mark.parametrize("who", WHO)
def test_no_question_breaks_a_page(app, client, world, who):
    client.sign_in(world.emails[who])
    faults, open_to = [], 0
    for rule, values in addresses(app, world):
        url = address(app, rule, values)
        page = client.get(url)
        page.close()
        if page.status_code != 200:
            continue  # not for this reader, or it leads elsewhere
        open_to += 1
        for text in VALUES:
            # All at once finds what breaks; one by one says which.
            if fault(client.get(url, query_string=dict.fromkeys(ARGUMENTS, text)), ""):
                faults += [
                    fault(client.get(url, query_string={name: text}), f"{rule.rule}?{name}={text!r}")
                    for name in ARGUMENTS
                ]
    assert open_to > 5
    assert not list(filter(None, faults)), "\n".join(filter(None, faults))


def forms(text: str) -> Iterator[tuple[str, dict[str, str], list[str]]]:
    """Each form of a page that posts: where to, its hidden fields, the names of the others."""
    for form in HTMLParser(namespaceHTMLElements=True).parse(text).iter(f"{X}form"):
        if form.get("method", "get").lower() != "post" or form.get("data-shell") is not None:
            continue
        fields = [field for kind in ("input", "select", "textarea") for field in form.iter(X + kind)]
        hidden = {f.get("name", ""): f.get("value", "") for f in fields if f.get("type") == "hidden" and f.get("name")}
        typed = {f.get("name", "") for f in fields if f.get("name") and f.get("name") not in hidden}
        yield form.get("action") or "", hidden, sorted(typed)


def test_nothing_typed_into_any_field_of_any_form_breaks_its_page(app, client, world):
    client.sign_in(world.emails["focal point of BGD"])
    faults, tried = [], set()
    for rule, values in addresses(app, world):
        url = address(app, rule, values)
        page = client.get(url)
        page.close()
        if page.status_code != 200 or page.mimetype != "text/html":
            continue
        for action, hidden, typed in list(forms(page.text)):
            target = action or url
            kind = (re.sub(r"[\w-]{22}", "…", target), tuple(typed), tuple(hidden))
            if kind in tried or target == "/sign-out":
                continue
            tried.add(kind)
            for name in (*typed, *(set(hidden) - {"csrf_token"}), "columns-²", "columns-99999999999"):
                usual = {**hidden, **dict.fromkeys(typed, "1"), "state": "BGD"}
                for text in TYPED:
                    sent = {field: value for field, value in usual.items() if field in (*hidden, *typed, name)}
                    faults.append(
                        fault(client.post(target, data=sent | {name: text}), f"{target} {name}={text[:20]!r}")
                    )
                swapped = sent | {name: (io.BytesIO(b"BANBAT-4"), "a.csv")}
                answer = client.post(target, data=swapped, content_type="multipart/form-data")
                faults.append(fault(answer, f"{target} a file as {name}"))
    assert len(tried) > 8, tried
    assert not list(filter(None, faults)), "\n".join(filter(None, faults))


def test_what_no_text_can_hold_is_refused_alike_on_every_database(client, world):
    client.sign_in(world.emails["officer of BGD"])
    assert client.get("/rotations/%00").status_code == client.get("/c/%00").status_code == 404
    assert client.get("/rotations/%00").text.count("There is nothing here") == 2
    assert client.get("/rotations?q=%00").status_code == 400


def test_a_stranger_learns_nothing_from_what_no_text_can_hold(client, world):
    assert client.get("/rotations/%00").headers["Location"] == "/sign-in"


def test_a_file_that_is_absent_is_a_page_for_everybody(client, world):
    assert client.get("/static/absent.css").status_code == 404
    client.sign_in(world.emails["officer of BGD"])
    assert client.get("/static/absent.css").status_code == client.get("/static/%00").status_code == 404


@pytest.mark.parametrize("header", ["Host", "X-Forwarded-Host"])
def test_no_link_leads_to_the_host_that_a_request_names(client, world, header):
    client.sign_in(world.emails["officer of BGD"])
    for url in ("/", "/rotations", "/certificates", "/verify", "/no/such/address"):
        answer = client.get(url, headers={header: "evil.example"})
        assert "evil.example" not in answer.text
        assert "evil.example" not in answer.headers.get("Location", "")


@pytest.mark.parametrize(
    "name", ["\0.csv", "a\0b.csv", "a\u202egpj.csv", "../../etc/passwd.csv", f"{SCRIPT}.csv", "%s %(x)s.csv"]
)
def test_a_file_may_be_called_anything(client, world, name):
    client.sign_in(world.emails["officer of BGD"])
    url = f"/rotations/{world.things['rotation_id'][0].value}/results/upload"
    lines = f"Service number,Name,{SCRIPT},Result,Date\n=1+1,<b>%s %(x)s,{SCRIPT},pass,2017-09-25\n"
    answer = client.post_form(url, curriculum="CPTM@2017", file=(io.BytesIO(lines.encode()), name))
    assert answer.status_code == 302
    page = client.get(answer.headers["Location"])
    assert fault(page, name) is None
    assert "<b>%s" not in page.text
    assert "\u202e" not in page.text
    returned = client.get(f"{answer.headers['Location']}/to-mend.csv")
    assert returned.headers["Content-Disposition"].startswith("attachment")
    assert ",'=1+1," in returned.text
