"""Versions being written and reviewed, as their pages are looked at: one with something to mend, one in review."""

from collections.abc import Mapping

from tests.make import NOW
from trainingapp.accounts import queries as accounts
from trainingapp.accounts.rules import Identity
from trainingapp.curricula import drafting, queries
from trainingapp.curricula.actions import drafts as actions
from trainingapp.curricula.queries import drafts
from trainingapp.kit.db import transaction

EDITOR, PUBLISHER = "editor@demo.example", "publisher@demo.example"

#: Endpoint -> who looks at it.
PAGES: Mapping[str, tuple[str | None, ...]] = {
    "curricula.compare": (EDITOR,),
    "curricula.drafts": (EDITOR,),
    "curricula.new_draft": (EDITOR,),
    "curricula.import_draft": (EDITOR,),
    "curricula.succeed": (EDITOR,),
    "curricula.draft": (EDITOR,),
    "curricula.draft_about": (EDITOR,),
    "curricula.draft_lessons": (EDITOR,),
    "curricula.reviews": (PUBLISHER,),
    "curricula.review": (PUBLISHER,),
    "curricula.publish_draft": (PUBLISHER,),
    "curricula.publish_pilot": (PUBLISHER,),
    "curricula.withdraw_version": (PUBLISHER,),
}

#: The pages about the draft in review; the others are about the one that is still written.
_REVIEWED = ("curricula.review", "curricula.publish_draft")


def written() -> tuple[dict[str, str], dict[str, dict[str, str]]]:
    """What the addresses of these pages are filled with, and what instead for some of them."""
    account = accounts.credentials_of(EDITOR)
    assert account is not None
    editor = accounts.identity_of(account.account_id)
    assert editor is not None
    open_one = _begun(editor, "2031", spoilt=True)
    in_review = _begun(editor, "2032", spoilt=False)
    with transaction():
        actions.submit(drafts.draft(in_review), edition=1, by=editor, now=NOW)
    compared = {"curricula.compare": {"old": "2017", "new": "2025"}}
    instead = {endpoint: {"version_draft_id": in_review} for endpoint in _REVIEWED}
    return {"version_draft_id": open_one, "old": "2009", "new": "2017"}, compared | instead


def _begun(editor: Identity, label: str, *, spoilt: bool) -> str:
    version = queries.version("CPTM", "2017")
    raw = drafting.succeeding(drafts.content_of(version.id), label)
    if spoilt:
        raw["module"][1]["lesson"][2] |= {"topics": [], "minutes": {"value": "an hour"}}
        raw["module"][2]["lesson"][0]["topics"] = ["CDX"]
        raw["unheard_of"] = "Something that no form knows."
    with transaction():
        return actions.open_draft(raw, based_on_id=version.id, by=editor, now=NOW)
