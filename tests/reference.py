"""What every test finds in the database: the reference data and the curricula, as `trainingapp init` loads them."""

from datetime import UTC, datetime

from flask import Flask

from tests.conftest import ROOT
from trainingapp.accounts.rules import OPERATOR
from trainingapp.curricula import actions as curricula
from trainingapp.forces import actions as forces
from trainingapp.kit.db import transaction
from trainingapp.requirements import actions as requirements
from trainingapp.states import actions as states

NOW = datetime(2017, 1, 1, 9, tzinfo=UTC)


def load(app: Flask) -> None:
    """Load it, and commit: the tests' own rows are rolled back, these stay."""
    with app.app_context(), transaction():
        states.load_reference()
        forces.load_reference()
        outcome = curricula.load(ROOT / "curricula", by=OPERATOR, now=NOW)
        assert not outcome.refused, [str(problem.message) for problem in outcome.refused]
        requirements.load(by=OPERATOR.public_id, now=NOW)
