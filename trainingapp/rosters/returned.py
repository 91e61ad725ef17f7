"""Pure: the refused rows as a file to mend and upload again, and empty forms to fill in."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, time
from typing import NamedTuple

from trainingapp.kit.sheets.writing import FormColumn, write_csv, write_form, write_xlsx
from trainingapp.kit.words import N_, say
from trainingapp.rosters.headings import heading_of
from trainingapp.rosters.problems import Level, Problem
from trainingapp.rosters.table import Table
from trainingapp.rosters.values import RESULT_WORDS, SEX_WORDS

Gettext = Callable[[str], str]
RIGHT_TO_LEFT = frozenset({"ar"})


class Listed(NamedTuple):
    """A person as a form lists them."""

    service_number: str
    rank: str
    name: str


def failed_rows_file(
    table: Table,
    problems: Iterable[Problem],
    *,
    kind: str = "xlsx",
    language: str = "en",
    gettext: Gettext = str,
) -> bytes:
    """The refused rows, in the columns they came in, after a first column that says what to mend. `kind`: xlsx or csv.

    Mended, the file can be uploaded as it is: the first column is known and left out.
    """
    reasons: dict[int, list[str]] = {}
    for problem in problems:
        if problem.level is Level.ROW and problem.row is not None:
            about = f"{problem.column}: " if problem.column else ""
            reasons.setdefault(problem.row, []).append(f"{about}{problem.sentence.through(gettext)}")
    at_column = {column.position for column in table.columns.columns if column.field == "reason"}
    kept = [position for position in range(len(table.heading)) if position not in at_column]
    heading = [heading_of("reason", language), *(table.heading[position] for position in kept)]
    rows = [
        [" ".join(reasons[number]), *(_cell(row, position) for position in kept)]
        for number, row in zip(table.numbers, table.rows, strict=True)
        if number in reasons
    ]
    if kind == "csv":
        return write_csv(heading, rows)
    return write_xlsx(
        heading, rows, sheet=gettext(N_("To mend")), right_to_left=language in RIGHT_TO_LEFT, widths=(60,)
    )


def results_form(
    *,
    rotation: str,
    curriculum: str,
    people: Sequence[Listed],
    first_day: date,
    last_day: date,
    language: str = "en",
    gettext: Gettext = str,
) -> bytes:
    """A workbook for the results of one rotation: everyone on its roll, with the result and the day to fill in.

    The sheet offers pass, fail and attended in the reader's language and refuses a day before the version's first or
    after `last_day`. The second sheet explains.
    """
    results = tuple(_first(words, language) for words in RESULT_WORDS.values())
    columns = (
        FormColumn(heading_of("service_number", language), 18, is_text=True),
        FormColumn(heading_of("rank", language), 14),
        FormColumn(heading_of("full_name", language), 36),
        FormColumn(
            heading_of("result", language),
            14,
            choices=results,
            refusal=say("Choose %(results)s.", results=" / ".join(results)).through(gettext),
        ),
        FormColumn(
            heading_of("score", language),
            10,
            between=(0, 100),
            refusal=say("A percentage from 0 to 100.").through(gettext),
        ),
        FormColumn(
            heading_of("completed_on", language),
            20,
            days=(first_day, last_day),
            refusal=say(
                "A day from %(first)s to %(last)s.", first=first_day.isoformat(), last=last_day.isoformat()
            ).through(gettext),
        ),
    )
    instructions = (
        (say("Results of %(curriculum)s, %(rotation)s", curriculum=curriculum, rotation=rotation).through(gettext), ""),
        (
            columns[0].heading,
            say("As on the roll. It is text: leading zeros count. Do not change it.").through(gettext),
        ),
        (columns[3].heading, say("Choose one of: %(results)s.", results=", ".join(results)).through(gettext)),
        (columns[4].heading, say("Percent, from 0 to 100. May stay empty.").through(gettext)),
        (columns[5].heading, say("The last day of the training or of the test, as 2017-09-25.").through(gettext)),
        (
            say("Who did not take part").through(gettext),
            say("Delete the row. Only rows with a result and a day are recorded.").through(gettext),
        ),
        (
            say("Then").through(gettext),
            say("Save the workbook and upload it as it is. Nothing is recorded before you have seen it.").through(
                gettext
            ),
        ),
    )
    return write_form(
        columns,
        [tuple(person) for person in people],
        sheet=f"{rotation} {curriculum}",
        instructions=instructions,
        instructions_sheet=gettext(N_("How to fill in")),
        right_to_left=language in RIGHT_TO_LEFT,
    )


def roll_form(
    *,
    rotation: str,
    state: str,
    categories: Sequence[str],
    last_day: date,
    language: str = "en",
    gettext: Gettext = str,
) -> bytes:
    """A workbook for a nominal roll, empty but for its header, its drop-downs and an explanation."""
    choices: Mapping[str, tuple[str, ...]] = {
        "category": tuple(categories),
        "sex": tuple(_first(words, language) for words in SEX_WORDS.values()),
    }
    widths = {"full_name_original": 30, "family_name": 24, "given_names": 24, "function": 26, "category": 24}
    fields = (
        *("service_number", "rank", "family_name", "given_names", "full_name_original"),
        *("sex", "born_on", "nationality", "category", "function"),
    )
    columns = tuple(
        FormColumn(
            heading_of(field, language),
            widths.get(field, 18),
            is_text=field == "service_number",
            choices=choices.get(field, ()),
            days=(date(1900, 1, 1), last_day) if field == "born_on" else None,
        )
        for field in fields
    )
    instructions = (
        (say("Nominal roll of %(rotation)s, %(state)s", rotation=rotation, state=state).through(gettext), ""),
        (columns[0].heading, say("As on the identity card. It is text: leading zeros count.").through(gettext)),
        (columns[2].heading, say("Exactly as in the passport, in Latin letters.").through(gettext)),
        (columns[4].heading, say("The name in its own script. May stay empty.").through(gettext)),
        (columns[6].heading, say("As 1990-12-31. May stay empty.").through(gettext)),
        (columns[9].heading, say("The post in the unit, such as platoon leader. May stay empty.").through(gettext)),
    )
    return write_form(
        columns,
        (),
        sheet=rotation,
        instructions=instructions,
        instructions_sheet=gettext(N_("How to fill in")),
        right_to_left=language in RIGHT_TO_LEFT,
    )


def _first(words: Mapping[str, str], language: str) -> str:
    return words.get(language, words["en"]).split("|")[0]


def _cell(row: Sequence[object], position: int) -> object:
    cell = row[position] if position < len(row) else ""
    return str(cell) if isinstance(cell, time) and not isinstance(cell, datetime) else cell
