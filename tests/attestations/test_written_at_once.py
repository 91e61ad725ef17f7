"""Several people of a State act at the same moment: one is begun, one edition kept, one submission sent.

Real commits on a database of their own, each act in a thread and a transaction of its own.
"""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from tests import make
from tests.attestations import made
from tests.attestations.made import AUTHORITY, FOCAL, NOW, TODAY, facts
from tests.office import at_once, office_on
from trainingapp.attestations.actions import submitting, writing
from trainingapp.attestations.models import AttestationSubmission
from trainingapp.attestations.queries.words import editions
from trainingapp.attestations.wording import Content
from trainingapp.kit.db import db

COLLEAGUE = made.speaking_for("BGD", name="a colleague")
SIGNS_TOO = made.speaking_for("BGD", "certifying_authority", name="a second authority")


@pytest.fixture(scope="module")
def office(new_database: Callable[[], str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    with office_on(new_database(), tmp_path_factory.mktemp("office")) as app:
        with app.app_context():
            make.state()
        yield app


def test_of_two_who_begin_the_same_one_finds_it_open(office):
    with office.app_context():
        rotation = made.ready(make.state(), 3, women=1, code="BEGUN-1").rotation.public_id

    def begin(by):
        return lambda: writing.open_attestation(rotation, "training", by=by, now=NOW)

    found = at_once(office, begin(FOCAL), begin(COLLEAGUE))
    assert found.count("OpenAlready") == 1


def test_of_two_who_save_one_is_told_and_nothing_is_overwritten(office):
    with office.app_context():
        public_id = made.opened(made.ready(make.state(), 3, women=1, code="SAVED-1"))

    def save(by, signatory):
        content = Content(signatory=signatory)
        return lambda: writing.save_edition(public_id, content, edition=0, by=by, now=NOW)

    found = at_once(office, save(FOCAL, "A"), save(COLLEAGUE, "B"))
    assert sorted(map(str, found)) == ["ChangedMeanwhile", "True"]
    with office.app_context():
        assert len(editions(facts(public_id).id)) == 1


def test_whoever_fills_in_the_form_and_whoever_names_exceptions_are_both_kept_or_told(office):
    with office.app_context():
        group = made.ready(make.state(), 3, women=1, code="BOTH-1")
        public_id, person = made.opened(group), group.people[0].public_id
    found = at_once(
        office,
        lambda: writing.save_edition(public_id, Content(signatory="A"), edition=0, by=FOCAL, now=NOW),
        lambda: writing.set_exceptions(public_id, "BFA", {person: "Ill"}, edition=0, by=COLLEAGUE, now=NOW),
    )
    with office.app_context():
        kept = editions(facts(public_id).id)
    assert len(kept) == found.count(True)
    if found == [True, True]:
        assert kept[-1].content.signatory == "A"
        assert [one.reason for one in kept[-1].exceptions] == ["Ill"]
    else:
        assert sorted(map(str, found)) == ["ChangedMeanwhile", "True"]


def test_of_two_who_sign_one_submission_is_sent(office):
    with office.app_context():
        public_id = made.handed(made.ready(make.state(), 3, women=1, code="SIGNED-1"))

    def sign(by):
        return lambda: submitting.submit(public_id, by=by, now=NOW, today=TODAY)

    found = at_once(office, sign(AUTHORITY), sign(SIGNS_TOO))
    assert sum(str(one).startswith("PDT-") for one in found) == 1, found
    with office.app_context():
        key = facts(public_id).id
        assert db.session.query(AttestationSubmission).filter_by(attestation_id=key).count() == 1


def test_what_is_handed_on_is_not_written_on_at_the_same_moment(office):
    with office.app_context():
        public_id = made.opened(made.ready(make.state(), 3, women=1, code="HANDED-1"))
        made.written(public_id)
    found = at_once(
        office,
        lambda: submitting.hand_on(public_id, by=FOCAL, now=NOW, today=TODAY),
        lambda: writing.save_edition(public_id, Content(signatory="Another"), edition=1, by=COLLEAGUE, now=NOW),
    )
    with office.app_context():
        kept = editions(facts(public_id).id)
    assert found[0] == public_id
    # Saved before it was handed on, or not at all.
    assert (len(kept) == 2) == (found[1] is True)
    assert found[1] in (True, "MovedOn", "NotNow")
