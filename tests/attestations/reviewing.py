"""What the tests of a review's pages share: addresses, what a page says, the last step, whoever took it up."""

import re

from sqlalchemy import select

from tests import make
from tests.attestations import made
from tests.attestations.made import MILITARY, NOW, TODAY
from trainingapp.attestations.actions import deciding
from trainingapp.attestations.models import AttestationStep
from trainingapp.kit.db import db

ITEMS = ("headcount", "language", "functions", "curricula")


def at(public_id: str, more: str = "") -> str:
    return f"/certifications/{public_id}{more}"


def words(text: str) -> str:
    """What a page says, without its markup."""
    main = re.sub(r"(?s)<nav.*?</nav>|<form class=.search.*?</form>", " ", text)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


def last_step() -> AttestationStep:
    return db.session.scalars(select(AttestationStep).order_by(AttestationStep.id.desc())).first()


def taken_up(public_id: str) -> None:
    me = db.session.scalars(select(make.Account).where(make.Account.email.startswith("reviewer_military"))).one()
    who = made.reviewer(name=me.public_id)
    deciding.take_up(public_id, for_=who, by=MILITARY, now=NOW, today=TODAY)
    db.session.commit()
