"""Proving anew, before a grave act, that it is still the same person; nothing that was typed is lost on the way."""

import json
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from trainingapp.accounts import proving, queries
from trainingapp.accounts.forms.proofs import Proof
from trainingapp.accounts.identity import ProofNeeded, current_identity, current_sign_in
from trainingapp.accounts.rules import own_path
from trainingapp.accounts.views import bp, waiting
from trainingapp.kit import clock
from trainingapp.kit.policy import signed_in


@dataclass(frozen=True)
class Kept:
    """A form that waits in the person's own page while they prove who they are: where it goes, and what was typed."""

    to: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    #: Names of files that were chosen: a browser gives them once, so they must be chosen again.
    files: list[str] = field(default_factory=list)

    @classmethod
    def of_request(cls) -> "Kept":
        """The form that this request sent, without its token: the page that sends it on has one of its own."""
        fields = [(name, text) for name, text in request.form.items(multi=True) if name != "csrf_token"]
        files = [file.filename for _, file in request.files.items(multi=True) if file.filename]
        return cls(_path(), fields, files)

    @classmethod
    def read(cls, text: str | None) -> "Kept | None":
        """The same from the page. None when there is none, or it was tampered with."""
        try:
            found = json.loads(text or "")
            to, fields, files = own_path(found["to"]), found["fields"], found["files"]
            if to is None or not all(isinstance(part, str) for pair in fields for part in pair):
                return None
            return cls(to, [(name, value) for name, value in fields], [str(name) for name in files])
        except (ValueError, TypeError, KeyError):
            return None

    def written(self) -> str:
        """As it stands in the page."""
        return json.dumps({"to": self.to, "fields": self.fields, "files": self.files}, ensure_ascii=False)


def ask(_needed: ProofNeeded) -> Response:
    """Instead of a grave act: the page that asks for a proof, with what was sent kept in it. Nothing was changed."""
    if request.method in ("GET", "HEAD"):
        there = url_for("accounts.again", next=_path())
        if request.headers.get("HX-Request"):
            return make_response("", 200, {"HX-Redirect": there})
        return make_response(redirect(there))
    form = Proof(formdata=None, kept=Kept.of_request().written())
    answer = _page(form, Kept.of_request(), 422)
    if request.headers.get("HX-Request"):
        # A part of a page was to change: the whole page asks instead.
        answer.headers["HX-Retarget"] = "body"
        answer.headers["HX-Reswap"] = "innerHTML"
    return answer


@bp.route("/sign-in/again", methods=["GET", "POST"])
@signed_in
def again() -> Response:
    """Take the proof; then go on, or send on the form that was kept."""
    form = Proof.from_request(next=own_path(request.args.get("next")))
    kept = Kept.read(form.kept.data)
    if not form.submitted():
        return _page(form, kept, 422 if request.method == "POST" else 200)
    outcome = proving.prove_again(
        current_identity(),
        current_sign_in(),
        typed=form.proof.data or "",
        answer=form.credential.data or "",
        address=request.remote_addr or "",
        now=clock.now(),
    )
    if outcome.right:
        if kept is not None:
            return make_response(render_template("accounts/go_on.html", kept=kept))
        return make_response(redirect(own_path(form.next.data) or url_for("web.home")))
    form.credential.data = ""
    if outcome.wait:
        form.form_errors.append(waiting.in_words(outcome.wait))
        return waiting.later(_page(form, kept, 429), outcome.wait)
    form.form_errors.append(_("This is not right. What you were sending is still here: try again."))
    return _page(form, kept, 422)


def _page(form: Proof, kept: Kept | None, status: int) -> Response:
    identity = current_identity()
    facts = queries.factors_of(identity.public_id)
    if not facts.has("authenticator"):
        form.proof.label.text = _("Pass phrase")
    have = queries.passkey_ids(identity.public_id) if facts.has("passkey") else []
    page = render_template(
        "accounts/again.html",
        form=form,
        kept=kept,
        facts=facts,
        question=proving.question(have) if have else None,
        has_phrase=queries.phrase_of(current_sign_in().account_id) is not None,
    )
    return make_response(page, status)


def _path() -> str:
    """Where this request goes, as a path of our own."""
    return own_path(request.full_path if request.query_string else request.path) or urlsplit(request.url).path
