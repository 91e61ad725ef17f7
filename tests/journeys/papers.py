"""What the pages of reports and bulletins are about: those of the demonstration, and a need of Bangladesh."""

from datetime import date

from tests.make import NOW
from trainingapp.accounts.rules import OPERATOR
from trainingapp.bulletins import actions, queries
from trainingapp.bulletins.actions import NewNeed
from trainingapp.kit.db import transaction
from trainingapp.snapshots import queries as stored


def on_paper() -> dict[str, str]:
    """Argument of a URL -> value."""
    need = NewNeed(
        "BGD", "MINUSCA", "INF_BN", "CPOC-MIL", 20, 5, date(2018, 3, 1), "en", mandatory=True, women=2, men=6
    )
    with transaction():
        declared = actions.declare(need, by=OPERATOR, now=NOW, today=NOW.date())
    (emerging,) = queries.emerging()
    report = stored.snapshots(OPERATOR.scope("reports.see")).rows[0]
    return {
        "report_id": report.public_id,
        "number": "2017-04",
        "need_id": declared,
        "emerging_id": emerging.public_id,
    }


def all_declared() -> list[str]:
    """What contributors say they need, to be looked at as a bulletin."""
    return [one.public_id for one in queries.needs(OPERATOR.scope("needs.declare"))]
