"""A file held against the register: what recording it would do, and every problem of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from trainingapp.curricula.queries import VersionFacts
from trainingapp.forces.queries import RotationFacts
from trainingapp.intake import queries
from trainingapp.intake.hints import Reading
from trainingapp.rosters import roll, roster
from trainingapp.rosters.checked import Checked
from trainingapp.rosters.dates import read_dates
from trainingapp.rosters.problems import Problem


@dataclass(frozen=True)
class Examined:
    """A file, held against the register on a day. `checked` is empty while letters or sheet are in question."""

    kind: str
    rotation: RotationFacts
    version: VersionFacts | None
    reading: Reading
    checked: Checked[Any] | None

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Every problem, in file order; questions about the whole file first."""
        return self.reading.questions + (self.checked.problems if self.checked else ())

    @property
    def is_asking(self) -> bool:
        """Whether a question is open that the person must answer before anything can be recorded."""
        return self.checked is None or self.checked.is_asking

    @property
    def rows(self) -> int:
        """How many rows hold something."""
        return self.checked.rows if self.checked else 0

    @property
    def good(self) -> int:
        """How many rows can be recorded; none while a question is open."""
        return len(self.checked.to_record) if self.checked else 0

    @property
    def bad(self) -> int:
        """How many rows are refused."""
        return self.checked.bad if self.checked else 0

    @property
    def unchanged(self) -> int:
        """How many rows the register knows already, just so."""
        return self.checked.unchanged if self.checked else 0

    @property
    def columns(self) -> dict[str, str]:
        """How each column was understood: heading -> field; empty text where it was not."""
        if self.reading.table is None:
            return {}
        return {column.label: column.field or "" for column in self.reading.table.columns.columns}


def examine_results(reading: Reading, rotation: RotationFacts, version: VersionFacts, *, today: date) -> Examined:
    """What recording these results would do. Five statements at most."""
    checked: Checked[Any] | None = None
    if reading.table is not None:
        known = queries.known_for_results(rotation, version, reading.table.texts("service_number"))
        checked = roster.check(reading.table, known, today, order=reading.hints.date_order)
    return Examined("results", rotation, version, reading, checked)


def examine_roll(reading: Reading, rotation: RotationFacts, *, today: date) -> Examined:
    """What recording this nominal roll would do. Five statements at most."""
    checked: Checked[Any] | None = None
    if reading.table is not None:
        known = queries.known_for_roll(rotation, reading.table.texts("service_number"))
        checked = roll.check(reading.table, known, today, order=reading.hints.date_order)
    return Examined("roll", rotation, None, reading, checked)


def days_read(reading: Reading) -> dict[int, Mapping[object, date]]:
    """Position of each column of days -> what stands in it, and the day it is read as. One pass over its values."""
    table = reading.table
    if table is None:
        return {}
    order = reading.hints.date_order
    return {
        column.position: read_dates(set(table.raw(name)) - {""}, order=order, declared=column.date_order).dates
        for name in ("completed_on", "born_on")
        if (column := table.columns.of(name)) is not None
    }
