"""The figures of a page as a file to take away: CSV, XLSX, PDF."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from flask import Response

from trainingapp.forces.queries import RotationFacts
from trainingapp.kit.errors import Absent
from trainingapp.kit.sheets.writing import write_csv, write_xlsx
from trainingapp.readiness import listing
from trainingapp.readiness.coverage import Table
from trainingapp.readiness.reports import Judged

KINDS: Final = ("csv", "xlsx", "pdf")
_TYPES: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}


def of_table(kind: str, table: Table, state_names: Mapping[str, str], *, title: str) -> Response:
    """A table of coverage as a file. Raises Absent for a kind that there is not."""
    name = f"gaps-by-{table.by}-{table.question.as_of.isoformat()}"
    return _sent(kind, name, listing.FIELDS[table.by], listing.whole_table(table, state_names))


def of_rotation(
    kind: str, found: RotationFacts, judged: Judged, *, as_of: date, titles: Mapping[str, str], named: bool
) -> Response:
    """Every person of a rotation as a file. Raises Absent for a kind that there is not."""
    name = f"gaps-{found.code}-{as_of.isoformat()}"
    rows = listing.rows_of_persons(
        judged.standing, state=found.state_code, mission=found.mission_code, rotation=found.code
    )
    return _sent(kind, name, listing.PERSON_FIELDS, listing.in_columns(rows, listing.PERSON_FIELDS))


def _sent(kind: str, name: str, fields: Sequence[str], rows: Iterator[list[object]]) -> Response:
    if kind == "csv":
        content = write_csv(fields, rows)
    elif kind == "xlsx":
        content = write_xlsx(fields, rows, sheet="gaps")
    else:
        raise Absent()
    return attachment(content, f"{name}.{kind}", _TYPES[kind])


def attachment(content: bytes, name: str, mimetype: str) -> Response:
    """A file that the browser saves and never shows."""
    safe = "".join(char if char.isascii() and (char.isalnum() or char in "-_.") else "-" for char in name)
    return Response(content, mimetype=mimetype, headers={"Content-Disposition": f'attachment; filename="{safe}"'})
