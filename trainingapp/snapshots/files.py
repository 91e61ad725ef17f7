"""Pure: a report as files. The same face, number, moment and language give the same bytes."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from trainingapp.readiness.colour import ColourRule
from trainingapp.readiness.face import Printed
from trainingapp.snapshots.face import Face
from trainingapp.snapshots.listing import csv_of, workbook_of
from trainingapp.snapshots.pdf.report import drawn
from trainingapp.snapshots.rules import COUNTED, EDITIONS, KINDS

#: Form -> its type for browsers, in the order in which files are offered.
FORMS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "pdf": "application/pdf",
        "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "csv": "text/csv; charset=utf-8",
    }
)


def files(face: Face, number: str, printed: Printed, *, step: Callable[[], object] = lambda: None) -> dict[str, bytes]:
    """Form -> bytes: everything that is stored with a report. `step` is told each of the three."""
    makers: Mapping[str, Callable[[], bytes]] = {
        "pdf": lambda: drawn(face, number, printed),
        "xlsx": lambda: workbook_of(face, number, _about(face, number, printed)),
        "csv": lambda: csv_of(face, number),
    }
    found = {}
    for form, maker in makers.items():
        found[form] = maker()
        step()
    return found


def _about(face: Face, number: str, printed: Printed) -> list[tuple[str, object]]:
    said, meant = EDITIONS[face["edition"]]
    return [
        ("number", number),
        ("kind", KINDS[face["kind"]]),
        ("about", face["subject"]["name"]),
        ("as_of", face["as_of"]),
        ("edition", f"{said}. {meant}"),
        ("who_counts", "Persons on the nominal roll on the day, of the rotations deployed or preparing on it."),
        ("preparing_days", face["preparing_days"]),
        ("judged", "Rotations that have not deployed are judged on the day they do, as everything stands recorded."),
        ("evidence", COUNTED[face["evidence"]]),
        ("readiness_rule", str(ColourRule(face["amber_percent"]).in_words)),
        ("made_at", f"{printed.generated_at:%Y-%m-%d %H:%M} UTC"),
        ("journal_entry", printed.entry),
        ("source", "Peacekeeping Training Register: what Member States and missions recorded; see “What is required”."),
    ]
