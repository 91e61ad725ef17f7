"""Pure: a bulletin as files. The same face, number, moment and language give the same bytes."""

from collections.abc import Mapping
from typing import Any

from trainingapp.bulletins.listing import csv_of, workbook_of
from trainingapp.bulletins.pdf.bulletin import drawn
from trainingapp.readiness.face import Printed


def files(face: Mapping[str, Any], number: str, printed: Printed) -> dict[str, bytes]:
    """Form -> bytes."""
    return {
        "pdf": drawn(face, number, printed),
        "xlsx": workbook_of(face, number),
        "csv": csv_of(face, number),
    }
