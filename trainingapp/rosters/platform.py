"""Pure: the export of a learning platform, in which a status and points stand in the place of a result (R08, R28).

Platforms tell whether somebody came to the end and with how many of how many points. Whether that is a pass is for the
version of the curriculum to say. A person is found by service number, here as everywhere, and never by name or e-mail.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from trainingapp.kit.words import say
from trainingapp.rosters.columns import SCALED
from trainingapp.rosters.letters import digits, fold
from trainingapp.rosters.problems import Level, Problem
from trainingapp.rosters.table import Table

#: Came to the end: whether that is a pass, the points say, or nobody.
_FINISHED = frozenset(
    map(
        fold,
        "completed|complete|finished|done|terminé|achevé|complété|completado|finalizado|terminado|завершено|завершён"
        "|окончено|مكتمل|منتهي|已完成|完成".split("|"),
    )
)
#: Words of platforms that say pass or fail outright.
_OUTRIGHT = {
    fold(words): result
    for result, many in {
        "pass": "completed (achieved pass grade)|complete (achieved pass grade)|complete-pass|completed successfully",
        "fail": "completed (did not achieve pass grade)|complete (did not achieve pass grade)|complete-fail"
        "|incomplete-fail",
    }.items()
    for words in many.split("|")
}
#: An empty cell of a platform.
_NOTHING = frozenset({"-", "–", "—", ""})


def is_export(table: Table) -> bool:
    """Whether a file comes from a learning platform: it says two things that only platforms say, or of how many points
    its scores are."""
    added = sum(column.field == "platform" for column in table.columns.columns)
    return added >= 2 or _points(table) is not None


def decided(table: Table, mark: float | None) -> Table:
    """The export of a platform with points as percentages, and with a result for whoever came to the end: by the mark
    where the version has one, else having attended. Any other table as it is; words that say a result stay."""
    if not is_export(table):
        return table
    scores = _percentages(table.raw("score"), _points(table) or 100.0) if table.has("score") else None
    cells = dict(table.cells)
    if scores is not None:
        cells["score"] = scores
    if table.has("completed_on"):
        cells["completed_on"] = ["" if _is_nothing(cell) else cell for cell in table.raw("completed_on")]
    if not table.has("result") and scores is None:
        return replace(table, cells=cells)
    statuses = table.texts("result")
    numbers = scores if scores is not None else [""] * len(statuses)
    cells["result"] = [_result(status, score, mark) for status, score in zip(statuses, numbers, strict=True)]
    return replace(table, cells=cells, problems=(*table.problems, _note(table, mark)))


def _points(table: Table) -> float | None:
    """Of how many points the scores are, when the heading says so."""
    column = table.columns.of("score")
    found = SCALED.fullmatch(column.label.strip()) if column else None
    of = float(found[2].replace(",", ".")) if found else 0.0
    return of or None


def _percentages(cells: Sequence[object], points: float) -> list[object]:
    """Points as percentages, to the hundredth; what is no number stays, and is refused by whoever reads scores."""
    return [_percentage(cell, points) for cell in cells]


def _percentage(cell: object, points: float) -> object:
    if _is_nothing(cell):
        return ""
    text = digits(str(cell)).replace(" ", "").replace(",", ".")
    if isinstance(cell, bool) or not re.fullmatch(r"\d{1,4}(\.\d{1,15})?", text):
        return cell
    return round(float(text) * 100 / points, 2)


def _result(status: str, score: object, mark: float | None) -> str:
    if outright := _OUTRIGHT.get(fold(status)):
        return outright
    if fold(status) not in _FINISHED and not _is_nothing(status):
        return status
    if mark is None:
        return "" if _is_nothing(status) else "attended"
    if isinstance(score, float):
        return "pass" if score >= mark else "fail"
    return "" if _is_nothing(status) else status


def _is_nothing(cell: object) -> bool:
    return isinstance(cell, str) and cell.strip() in _NOTHING


def _note(table: Table, mark: float | None) -> Problem:
    if mark is None:
        sentence = say("This is the export of a learning platform. Whoever came to the end is recorded as attended.")
    else:
        sentence = say(
            "This is the export of a learning platform. A score of at least %(mark)s %% is taken as a pass, as this "
            "version asks.",
            mark=f"{mark:g}",
        )
    return Problem(table.columns.header_row, table.label("score") or table.label("result"), "", "platform_export",
                   sentence, Level.NOTE)  # fmt: skip
