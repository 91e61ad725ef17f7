"""How fast a roster is read and checked, beside `csv.reader` over the same bytes in the same run."""

import csv
import gc
import io
from collections.abc import Callable
from datetime import date
from time import perf_counter
from typing import NamedTuple

from trainingapp.kit.sheets.reading import read
from trainingapp.rosters.columns import headers_in
from trainingapp.rosters.roster import Known, check
from trainingapp.rosters.table import read_rows

RANKS = ("Pte", "LCpl", "Cpl", "Sgt", "WO", "Lt", "Capt", "Maj")
HEADER = ("Svc No", "Rank", "Family name", "Given names", "Result", "Score", "Date completed")
TRAINED_ON = (date(2017, 9, 25), date(2017, 9, 26), date(2017, 10, 20))
TODAY = date(2017, 12, 31)


class Measured(NamedTuple):
    """Seconds of ours and of the floor for so many rows."""

    name: str
    figure: float
    floor: float
    size: int

    @property
    def ratio(self) -> float:
        """How many times the floor."""
        return self.figure / self.floor


def results_file(rows: int) -> bytes:
    """A CSV of results as an officer would send it: every tenth person failed, all named, three days."""
    sheet = io.StringIO(newline="")
    writer = csv.writer(sheet)
    writer.writerow(HEADER)
    for n in range(rows):
        day, passed = TRAINED_ON[n % 3], n % 10 > 0
        writer.writerow(
            (
                f"BA-{n:06}",
                RANKS[n % 8],
                f"Family{n % 4001}",
                f"Given{n % 997} Middle{n % 31}",
                "pass" if passed else "fail",
                70 + n % 31 if passed else 40 + n % 20,
                day.strftime("%d/%m/%Y"),
            )
        )
    return sheet.getvalue().encode()


def register_for(rows: int) -> Known:
    """A register that knows every person of `results_file`, all on the roll."""
    people = {f"BA-{n:06}": (n + 1, f"Given{n % 997} Middle{n % 31} Family{n % 4001}", None) for n in range(rows)}
    return Known(people, dict.fromkeys(range(1, rows + 1)), {}, date(2017, 5, 2), 70)


def reading(quick: bool) -> Measured:
    """Bytes to checked rows, beside bytes to lists by `csv.reader`. The best of three of each."""
    size = 5_000 if quick else 50_000
    data, known = results_file(size), register_for(size)

    def ours() -> None:
        book = read(data, name="results.csv", headers_in=headers_in)
        checked = check(read_rows(book), known, TODAY)
        if len(checked.good) != size:
            raise RuntimeError(f"{len(checked.good)} of {size} rows were good")

    def floor() -> None:
        list(csv.reader(io.StringIO(data.decode(), newline="")))

    return Measured("roster: read and check", _best(ours), _best(floor), size)


def _best(work: Callable[[], None]) -> float:
    times = []
    for _ in range(3):
        gc.collect()
        began = perf_counter()
        work()
        times.append(perf_counter() - began)
    return min(times)
