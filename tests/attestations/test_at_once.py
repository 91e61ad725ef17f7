"""Several reviewers and workers act at the same moment: one step is kept, one letter is written, nothing is lost.

Real commits on a database of their own, each act in a thread and a transaction of its own.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests import make
from tests.attestations import made
from tests.attestations.made import MILITARY, NOW, TODAY
from tests.letters.box import waiting
from tests.office import at_once, office_on
from trainingapp.attestations.actions import deciding, sampling, submitting, verifying
from trainingapp.attestations.actions.reminding import remind
from trainingapp.attestations.models import SampleFinding
from trainingapp.attestations.queries import verification
from trainingapp.attestations.queries.words import attestation
from trainingapp.attestations.sampling import Finding
from trainingapp.attestations.verifying import ITEMS, Answered
from trainingapp.kit.db import db

SECOND = made.reviewer(name="a colleague")


@pytest.fixture(scope="module")
def office(new_database: Callable[[], str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    with office_on(new_database(), tmp_path_factory.mktemp("office")) as app:
        with app.app_context():
            make.state()
            make.account("focal_point", state="BGD")
            make.account("reviewer_military")
        yield app


def reviewed(office: Flask, code: str) -> str:
    """A certification under review; its public id."""
    with office.app_context():
        return made.under_review(made.ready(make.state(), 3, code=code), "readiness")


def steps(office: Flask, public_id: str) -> list[str]:
    with office.app_context():
        return [one.kind for one in attestation(MILITARY.scope("attestations.see"), public_id).steps]


def test_of_two_decisions_at_once_one_is_kept(office):
    public_id = reviewed(office, "ONE")
    about = {"now": NOW, "today": TODAY}
    said = at_once(
        office,
        lambda: deciding.accept(public_id, by=MILITARY, **about),
        lambda: deciding.reject(public_id, remark="Another unit was asked for.", by=SECOND, **about),
        lambda: deciding.return_(public_id, remark="Attach the checklist.", by=SECOND, **about),
    )
    assert said.count(public_id) == 1, said
    assert len(steps(office, public_id)) == 4


def test_of_two_workers_one_tells_both_sides(office):
    public_id = reviewed(office, "TWO")
    with office.app_context():
        before = len(waiting())
    day = TODAY + timedelta(days=21)
    said = at_once(office, *(lambda: remind(public_id, now=NOW, today=day, after=21) for _ in range(3)))
    assert said.count(21) == 1, said
    assert steps(office, public_id).count("reminded") == 1
    with office.app_context():
        # The State's focal point and the reviewer.
        assert len(waiting()) - before == 2


def test_a_verification_and_a_return_at_once_are_both_kept_and_the_next_submission_is_not_verified(office):
    public_id = reviewed(office, "THREE")
    answers, about = dict.fromkeys(ITEMS, Answered(True)), {"now": NOW, "today": TODAY}
    said = at_once(
        office,
        lambda: verifying.verify(public_id, kind="visit", verified_on=TODAY, answers=answers, by=MILITARY, **about),
        lambda: deciding.return_(public_id, remark="Attach the checklist.", by=SECOND, **about),
    )
    assert not {"MovedOn", "Unfit"} & {str(one) for one in said}, said
    with office.app_context():
        submitting.hand_on(public_id, by=made.FOCAL, **about)
        submitting.submit(public_id, by=made.AUTHORITY, **about)
        db.session.commit()
        key = attestation(MILITARY.scope("attestations.see"), public_id).id
        assert not verification.standings([key])[key].is_verified


def test_two_findings_of_the_same_at_once_are_kept_one_after_the_other(office):
    public_id = reviewed(office, "FOUR")
    with office.app_context():
        sample = sampling.draw_sample(public_id, size=1, seed="0" * 64, by=MILITARY, now=NOW, today=TODAY)
        db.session.commit()
        facts = verification.sample(MILITARY.scope("attestations.see"), sample)
        drawn = verification.drawn(facts.id)[0].drawn

    def finding(outcome: str, by: made.Identity) -> Callable[[], object]:
        found = [Finding(drawn, "CPTM", "interview", outcome, "Said so")]
        return lambda: sampling.record_findings(sample, found, by=by, now=NOW, today=TODAY)

    assert at_once(office, finding("proved", MILITARY), finding("contradicted", SECOND)) == [1, 1]
    with office.app_context():
        ordinals = db.session.scalars(select(SampleFinding.ordinal).order_by(SampleFinding.ordinal)).all()
        assert ordinals == [1, 2]
