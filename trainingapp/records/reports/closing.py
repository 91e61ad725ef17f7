"""What closes the gaps that a person's record tells of."""

from collections.abc import Mapping, Sequence
from datetime import date

from trainingapp.readiness.reports import Remedy, remedies
from trainingapp.records.reports import Whole


def closing(found: Whole, *, today: date, sessions: bool) -> Sequence[Mapping[str, Remedy]]:
    """For each tour of a record, curriculum -> what closes its gap; of a day that has passed, nothing is told.

    `sessions`: whether the reader may see training sessions. Two statements.
    """
    tours = found.tours or ()
    if found.as_of < today:
        return [{} for _tour in tours]
    return remedies([tour.lacking for tour in tours], today=today, sessions=sessions)
