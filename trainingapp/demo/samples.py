"""The files of the story, as an officer would have them: a roll with titles above its header, results with three slips.

Line 17 of the results names a service number nobody has, line 402 a day that has not come, line 633 repeats another
line (E2). The sheet of the mended rows and the retest go with them. The same bytes every time.
"""

import csv
import io
import random
from collections.abc import Iterable, Iterator
from datetime import date, datetime

import xlsxwriter

from trainingapp.demo.people import Invented, people_of
from trainingapp.demo.plan import BANBAT_4, SEED

HELD_ON = date(2017, 9, 25)
RETESTED_ON = date(2017, 10, 20)
#: The lines of the results, as a person counts them with the header as line 1.
UNKNOWN_LINE, FUTURE_LINE, REPEATED_LINE = 17, 402, 633
#: The line that line 633 repeats.
REPEATS = 120
FAILED = 18
PASS_MARK = 70

ROLL = "BANBAT-4 nominal roll.xlsx"
RESULTS = "BANBAT-4 CPTM results 25 Sep 2017.csv"
MENDED = "BANBAT-4 CPTM mended rows.csv"
RETEST = "BANBAT-4 CPTM retest 20 Oct 2017.csv"


def files() -> dict[str, bytes]:
    """Every sample file by its name."""
    people = people_of(BANBAT_4)
    rows = list(_results(people))
    return {
        ROLL: _roll(people),
        RESULTS: _csv(_spoiled(rows)),
        MENDED: _csv(rows[line - 2] for line in (UNKNOWN_LINE, FUTURE_LINE, REPEATED_LINE)),
        RETEST: _csv(_retest(rows)),
    }


HEADER = ("Ser", "Svc No.", "Rank", "Family name", "Given names", "Date of test", "Score", "Result")


def _results(people: list[Invented]) -> Iterator[tuple[str, ...]]:
    """What really happened: 850 rows, 18 of them failed, none among the three that will be spoiled."""
    chance = random.Random(f"{SEED} results")
    spoiled = {line - 2 for line in (UNKNOWN_LINE, FUTURE_LINE, REPEATED_LINE, REPEATS)}
    failed = set(chance.sample(sorted(set(range(len(people))) - spoiled), FAILED))
    for place, person in enumerate(people):
        score = chance.randint(38, PASS_MARK - 1) if place in failed else chance.randint(PASS_MARK, 99)
        word = "Failed" if place in failed else chance.choice(("Passed", "Pass", "P"))
        yield (
            str(place + 1),
            person.service_number,
            person.rank,
            person.family_name,
            person.given_names,
            f"{HELD_ON:%d/%m/%Y}",
            f"{score} %",
            word,
        )


def _spoiled(rows: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The same rows with the three slips of the clerk."""
    slipped = list(rows)
    unknown = list(rows[UNKNOWN_LINE - 2])
    unknown[1] = unknown[1][:-2] + "X" + unknown[1][-1]
    slipped[UNKNOWN_LINE - 2] = tuple(unknown)
    future = list(rows[FUTURE_LINE - 2])
    future[5] = f"{HELD_ON.replace(year=2018):%d/%m/%Y}"
    slipped[FUTURE_LINE - 2] = tuple(future)
    slipped[REPEATED_LINE - 2] = rows[REPEATS - 2]
    return slipped


def _retest(rows: list[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """Those who failed, three weeks later: all pass."""
    chance = random.Random(f"{SEED} retest")
    for row in rows:
        if row[7] == "Failed":
            yield (*row[:5], f"{RETESTED_ON:%d/%m/%Y}", f"{chance.randint(PASS_MARK, 92)} %", "Passed")


def _csv(rows: Iterable[tuple[str, ...]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    writer.writerow(HEADER)
    writer.writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def _roll(people: list[Invented]) -> bytes:
    """The nominal roll as a workbook: two title rows, an empty one, then the header."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"created": datetime(2017, 9, 1)})  # noqa: DTZ001 - a workbook's property has no zone
    sheet = book.add_worksheet("Nominal roll")
    bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "dd mmm yyyy"})
    sheet.write(0, 0, "BANBAT-4, MINUSCA (Bouar)", bold)
    sheet.write(1, 0, "Nominal roll as of 1 September 2017")
    header = ("Ser", "Svc No.", "Rank", "Family name", "Given names", "Sex", "Date of birth", "Category", "Appointment")
    sheet.write_row(3, 0, header, bold)
    for place, person in enumerate(people):
        sheet.write_number(4 + place, 0, place + 1)
        sheet.write_row(4 + place, 1, (person.service_number, person.rank, person.family_name, person.given_names))
        sheet.write_string(4 + place, 5, "F" if person.sex == "female" else "M")
        if person.born_on:
            sheet.write_datetime(4 + place, 6, datetime.combine(person.born_on, datetime.min.time()), day)
        sheet.write_row(4 + place, 7, ("Troops", person.function))
    sheet.set_column(1, 8, 18)
    sheet.freeze_panes(4, 0)
    book.close()
    return out.getvalue()
