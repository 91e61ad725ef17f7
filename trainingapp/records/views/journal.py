"""The journal, for those who may read it: who did what to which record, when."""

import json
from dataclasses import dataclass
from typing import Any

from flask import current_app, render_template, url_for

from trainingapp.accounts import queries as accounts
from trainingapp.accounts.identity import current_identity
from trainingapp.accounts.rules import Identity
from trainingapp.attestations.queries.unsent import told_to
from trainingapp.forces import queries as forces
from trainingapp.journal import queries as journal
from trainingapp.journal.queries import Told
from trainingapp.kit.pages import here
from trainingapp.kit.policy import policy_of, requires
from trainingapp.kit.words import N_, Sentence
from trainingapp.records import acts
from trainingapp.records.forms import JournalForm
from trainingapp.records.views import bp

#: Entries on a page.
SIZE = 50

#: Kind of object -> what it is called, the page that shows it and that page's argument.
OBJECTS = {
    "rotation": (N_("rotation"), "forces.rotation", "rotation_id"),
    "person": (N_("a person's record"), "records.person", "person_id"),
    "curriculum": (N_("curriculum"), "curricula.curriculum", "code"),
    "certificate": (N_("a certificate"), "certificates.show", "certificate_id"),
    "session": (N_("a training session"), "training.session", "session_id"),
    "attestation": (N_("a certification"), "attestations.attestation", "attestation_id"),
    "account": (N_("an account"), "", ""),
    "requirement": (N_("the rules"), "", ""),
    "reference": (N_("the register"), "", ""),
}


@dataclass(frozen=True)
class Line:
    """An entry as the page shows it."""

    entry: Told
    who: str
    what: Sentence
    object: str
    object_name: str | None
    url: str | None
    #: The entries about the same.
    others: str


@bp.get("/journal", endpoint="journal")
@requires("journal.see")
def show() -> tuple[str, int]:
    """Entries, newest first; of one's own States, or all of them. Four statements, however many entries."""
    identity = current_identity()
    scope = identity.scope("journal.see")
    form = JournalForm.from_request()
    form.offer({act: acts.name_of(act) for act in acts.ACTS})
    right = form.validate()
    found: list[Told] = []
    if right:
        found = journal.entries(
            states=None if scope.everything else scope.states,
            act=form.act.data or None,
            on=form.on.data,
            object_id=form.object.data or None,
            before=form.before.data,
            most=SIZE + 1,
            # What a State has not sent yet is no matter of those who see all States.
            only=told_to(scope),
        )
    shown = found[:SIZE]
    head = journal.newest()
    page = render_template(
        "records/journal.html",
        form=form,
        lines=_lines(identity, shown),
        older=here(before=shown[-1].seq) if len(found) > SIZE else None,
        newest=here(before=None) if form.before.data else None,
        filtered=bool(form.act.data or form.on.data or form.object.data or form.before.data),
        head=head,
        several=scope.everything or len(scope.states) > 1,
    )
    return page, 200 if right else 422


def _lines(identity: Identity, entries: list[Told]) -> list[Line]:
    names = accounts.names_of({entry.actor for entry in entries})
    rotations = {entry.object_id for entry in entries if entry.object_kind == "rotation"}
    codes = forces.codes_of(identity.scope("rotations.see"), rotations)
    return [
        Line(
            entry=entry,
            who=names.get(entry.actor) or acts.NOBODYS.get(entry.actor, entry.actor),
            what=acts.in_words(entry.act, json.loads(entry.details)),
            object=OBJECTS[entry.object_kind][0] if entry.object_kind in OBJECTS else entry.object_kind,
            object_name=codes.get(entry.object_id, entry.object_id if entry.object_kind == "curriculum" else None),
            url=_url(identity, entry),
            others=here(object=entry.object_id, before=None),
        )
        for entry in entries
    ]


def _url(identity: Identity, entry: Told) -> str | None:
    """The page of what the entry is about, for a reader whom that page admits."""
    if entry.object_kind not in OBJECTS:
        return None
    _words, endpoint, argument = OBJECTS[entry.object_kind]
    policy = policy_of(current_app, endpoint)
    if policy is None or policy.permission is None or not identity.can(policy.permission):
        return None
    arguments: dict[str, Any] = {argument: entry.object_id}
    return url_for(endpoint, **arguments)
