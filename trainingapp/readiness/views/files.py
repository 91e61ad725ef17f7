"""The figures of a page as a file to take away: CSV, XLSX, PDF."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from flask import Response
from flask_babel import get_locale, gettext

from trainingapp.accounts.rules import Scope
from trainingapp.forces.queries import RotationFacts
from trainingapp.kit import clock
from trainingapp.kit.errors import Absent
from trainingapp.kit.sheets.writing import write_csv, write_xlsx
from trainingapp.readiness import listing, reports
from trainingapp.readiness.coverage import Table
from trainingapp.readiness.face import Printed
from trainingapp.readiness.pdf import report
from trainingapp.readiness.queries import feed
from trainingapp.readiness.reports import Judged

KINDS: Final = ("csv", "xlsx", "pdf")
_TYPES: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}


def printed() -> Printed:
    """When and from what a report is made, in the reader's language."""
    return Printed(clock.now(), feed.watermark() or 0, str(get_locale() or "en"), gettext)


def of_table(kind: str, table: Table, state_names: Mapping[str, str], *, subject: str, scope: Scope) -> Response:
    """A table of coverage as a file. Raises Absent for a kind that there is not."""
    if kind == "pdf":
        face = reports.on_many(
            scope, table.question, by=table.by, subject=subject, printed=printed(), state_names=state_names
        )
        if table.by == "rotation":
            face = replace(face, rotations=table)  # as many of them as the page shows
        return attachment(report.of_many(face), f"gaps-{subject}-{table.question.as_of.isoformat()}.pdf", _TYPES["pdf"])
    name = f"gaps-by-{table.by}-{table.question.as_of.isoformat()}"
    return _sent(kind, name, listing.FIELDS[table.by], listing.whole_table(table, state_names))


def of_rotation(
    kind: str,
    found: RotationFacts,
    judged: Judged,
    *,
    as_of: date,
    state_name: str,
    titles: Mapping[str, str],
    named: bool,
) -> Response:
    """Every person of a rotation as a file. Raises Absent for a kind that there is not.

    `named`: the report lists those who are missing by name, as far as the reader may see these people.
    """
    if kind == "pdf":
        face = reports.on_one(
            found, judged, as_of=as_of, printed=printed(), state_name=state_name, titles=titles, named=named
        )
        return attachment(report.of_rotation(face), f"gaps-{found.code}-{as_of.isoformat()}.pdf", _TYPES["pdf"])
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
