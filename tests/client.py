"""A browser for the tests that checks every page it fetches."""

import re
from contextlib import nullcontext
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from flask import Flask, g, has_app_context
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from trainingapp.accounts.models import Account, Authenticator
from trainingapp.demo.signins import secret_of
from trainingapp.kit.db import db

#: Where whoever has a second factor is asked for it.
SECOND_STEP = "/sign-in/second-factor"

X = "{http://www.w3.org/1999/xhtml}"


class CheckedClient(FlaskClient):
    """Every HTML page is well formed, titled, labelled, guarded by a token, and carries the security headers."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        # The tests' own application context would carry one request's notes (its CSRF token among them) into the next.
        for note in list(g) if has_app_context() else ():
            g.pop(note)
        response = super().open(*args, **kwargs)
        assert "default-src 'none'" in response.headers.get("Content-Security-Policy", ""), "no CSP"
        if response.mimetype == "text/html" and response.data and "HX-Request" not in (kwargs.get("headers") or {}):
            check_page(response.text)
        return response

    def sign_in(self, email: str, password: str = "a-good-pass-phrase") -> "CheckedClient":
        """Sign in through the page, as a person would: with the code of the app, when the account has one."""
        answer = self.post_form("/sign-in", email=email, password=password)
        if answer.location == SECOND_STEP:
            answer = self.post_form(SECOND_STEP, code=code_now(self.application, email))
        assert answer.status_code == 302, answer.text
        return self

    def post_form(self, url: str, action: str | None = None, **fields: Any) -> TestResponse:
        """Open the page, fill in its form, send it with its token and hidden fields."""
        page = self.get(url)
        assert page.status_code == 200, (url, page.status_code)
        form = form_of(page.text, action)
        hidden = {
            i.get("name"): i.get("value", "")
            for i in form.iter(f"{X}input")
            if i.get("type") == "hidden" and i.get("name")
        }
        return self.post(form.get("action") or url, data={**hidden, **fields}, content_type="multipart/form-data")


def code_now(app: Flask, email: str) -> str:
    """What the authenticator app of an account shows, after the codes that were used are forgotten.

    Somebody who signs in three times within a minute would wait for new codes; the tests do not.
    """
    # In the test's own session, when it has one: what another one writes beside it is rolled back with it.
    with nullcontext() if has_app_context() else app.app_context():
        account = db.select(Account.id).where(Account.email == email).scalar_subquery()
        forget = db.update(Authenticator).where(Authenticator.account_id == account).values(last_counter=None)
        db.session.execute(forget.execution_options(synchronize_session=False))
        db.session.commit()
    return str(app.extensions["authenticators"].shown(secret_of(email)))


def parsed(text: str) -> Element:
    """The page as a tree; a page that is not well formed fails here."""
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=True).parse(text)  # type: ignore[no-any-return]


def form_of(text: str, action: str | None = None) -> Element:
    """The page's form that posts to `action`, or the first that posts in its main part."""
    posting = [f for f in parsed(text).iter(f"{X}form") if f.get("method", "get").lower() == "post"]
    chosen = [f for f in posting if (action in (f.get("action") or "") if action else f.get("data-shell") is None)]
    assert chosen, f"no form {action or ''} on the page"
    return chosen[0]


def check_page(text: str) -> None:
    """One h1, a title, unique ids, a label for every input, a token in every form that posts, no inline style."""
    tree = parsed(text)
    headings = list(tree.iter(f"{X}h1"))
    assert len(headings) == 1, f"{len(headings)} h1"
    title = next(tree.iter(f"{X}title"))
    assert (title.text or "").strip(), "no title"
    ids = [e.get("id") for e in tree.iter() if e.get("id")]
    assert len(ids) == len(set(ids)), f"ids twice: {sorted(i for i in ids if ids.count(i) > 1)}"
    labelled = {e.get("for") for e in tree.iter(f"{X}label")}
    wrapped = {id(i) for label in tree.iter(f"{X}label") for i in label.iter()}
    for kind in ("input", "select", "textarea"):
        for field in tree.iter(X + kind):
            if field.get("type") in ("hidden", "submit"):
                continue
            named = (
                field.get("id") in labelled
                or id(field) in wrapped
                or field.get("aria-label")
                or field.get("aria-labelledby")
            )
            assert named, f"no label for {field.attrib}"
    for form in tree.iter(f"{X}form"):
        if form.get("method", "get").lower() == "post":
            assert any(i.get("name") == "csrf_token" for i in form.iter(f"{X}input")), "a form without a token"
    assert not re.search(r"<[^>]+\sstyle=", text), "an inline style"
    assert not re.search(r"<[^>]+\son[a-z]+=", text), "an inline handler"
