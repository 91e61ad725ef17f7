"""Screening as it is recorded in tests: by whom it may be, of some of a battalion."""

from collections.abc import Iterable
from datetime import date

from tests import make
from tests.readiness.conftest import Battalion, keep
from trainingapp.attestations.models import Screening
from trainingapp.kit.ids import new_id


def screened(
    group: Battalion, which: Iterable[int], result: str = "cleared", *, on: date = date(2017, 10, 1), ordinal: int = 0
) -> None:
    """Keep a result for these of a battalion."""
    rows: list[dict[str, object]] = [
        {
            "public_id": new_id(),
            "state_code": group.rotation.state_code,
            "rotation_id": group.rotation.id,
            "person_id": group.people[n].id,
            "ordinal": ordinal,
            "result": result,
            "screened_on": on,
            "remark": "",
            "screened_by": "tests",
            "screened_at": make.NOW,
        }
        for n in which
    ]
    keep(Screening, rows, about=group.rotation, act="screening.record")
