"""Whoever prepared a certification neither signs nor reviews it: not who began it, wrote, attached, took out, handed on
(trust rule 11)."""

import pytest

from tests.attestations import made
from tests.attestations.made import AUTHORITY, FOCAL, NOW, TODAY
from tests.attestations.typed import PDF
from trainingapp.accounts.rules import Identity
from trainingapp.attestations.actions import submitting, writing
from trainingapp.attestations.actions.deciding import accept, take_up
from trainingapp.attestations.queries.hands import hands, hands_of, writers
from trainingapp.attestations.reports.papers import FOLDER
from trainingapp.kit.attachments import examined
from trainingapp.kit.db import db
from trainingapp.kit.errors import DomainError


@pytest.fixture
def folder(session, app):
    place = app.config["SETTINGS"].data_dir / FOLDER
    place.mkdir(exist_ok=True, parents=True)
    yield place
    for file in place.glob("*"):
        file.unlink()


@pytest.fixture
def group(bangladesh):
    return made.ready(bangladesh)


def both(name: str) -> Identity:
    """Somebody who prepares and signs for Bangladesh."""
    one, other = made.speaking_for("BGD", name=name), made.speaking_for("BGD", "certifying_authority", name)
    return Identity(name, name, (*one.grants, *other.grants))


def attached(public_id: str, folder, by: Identity) -> str:
    sent = writing.Sent(PDF, examined(PDF, name="note.pdf"), "note_verbale")
    return writing.attach(public_id, sent, folder=folder, most=9, by=by, now=NOW)


def ready_to_sign(public_id: str, by: Identity = FOCAL) -> None:
    made.written(public_id)
    submitting.hand_on(public_id, by=by, now=NOW, today=TODAY)
    db.session.commit()


def test_whoever_had_a_hand_in_preparing_it_does_not_sign_it(group, folder):
    opener, attacher, taker, hander = (both(name) for name in ("opener", "attacher", "taker", "hander"))
    public_id = writing.open_attestation(group.rotation.public_id, "training", by=opener, now=NOW)
    writing.detach(public_id, attached(public_id, folder, attacher), by=taker, now=NOW)
    ready_to_sign(public_id, by=hander)
    for one in (opener, attacher, taker, hander):
        with pytest.raises(submitting.TwoPersons):
            submitting.submit(public_id, by=one, now=NOW, today=TODAY)
    key = made.facts(public_id).id
    assert writers(key) == {"opener", "attacher", "taker", "hander", FOCAL.public_id}
    submitting.submit(public_id, by=AUTHORITY, now=NOW, today=TODAY)
    assert hands(key) == hands_of([key])[key] == {*writers(key), AUTHORITY.public_id}


def test_whoever_handed_it_on_before_it_was_given_back_may_sign_what_another_hands_on(group):
    public_id = made.opened(group)
    signs = both("signs")
    ready_to_sign(public_id, by=signs)
    submitting.give_back(public_id, remark="Name the function.", by=AUTHORITY, now=NOW, today=TODAY)
    submitting.hand_on(public_id, by=FOCAL, now=NOW, today=TODAY)
    assert submitting.submit(public_id, by=signs, now=NOW, today=TODAY)


def test_nothing_written_is_not_handed_on_though_it_was_begun(group):
    public_id = made.opened(group)
    with pytest.raises(submitting.NothingWritten):
        submitting.hand_on(public_id, by=FOCAL, now=NOW, today=TODAY)


def test_whoever_attached_the_note_does_not_review_it_as_a_reviewer_later(group, folder):
    public_id = made.opened(group)
    attached(public_id, folder, made.speaking_for("BGD", name="moved"))
    ready_to_sign(public_id)
    submitting.submit(public_id, by=AUTHORITY, now=NOW, today=TODAY)
    moved = made.reviewer(name="moved")
    with pytest.raises(DomainError):
        take_up(public_id, for_=moved, by=moved, now=NOW, today=TODAY)
    take_up(public_id, for_=made.MILITARY, by=made.MILITARY, now=NOW, today=TODAY)
    with pytest.raises(DomainError):
        accept(public_id, by=moved, now=NOW, today=TODAY)
