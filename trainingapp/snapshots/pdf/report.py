"""A gap report and a readiness report on paper: cover, key figures, charts, tables, method, sources."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from trainingapp.kit.charts import heat_step
from trainingapp.kit.figures import grouped, percent
from trainingapp.readiness.colour import COLOURS as COLOUR_WORDS
from trainingapp.readiness.colour import ColourRule
from trainingapp.readiness.face import Printed
from trainingapp.readiness.pdf.parts import HEAT, Column, Section, cover, facts, heat_key, side_by_side, table
from trainingapp.readiness.pdf.parts import Cell as Put
from trainingapp.readiness.pdf.parts import Row as TableRow
from trainingapp.readiness.pdf.sheet import (
    ACROSS,
    BLUE,
    BOLD,
    GREEN,
    GROUND,
    LEFT,
    LINE,
    MEDIUM,
    QUIET,
    RIGHT,
    Sheet,
    written,
)
from trainingapp.snapshots.face import COLOURS, Counts, Face
from trainingapp.snapshots.pdf.women import of_women, told
from trainingapp.snapshots.rounding import Shown
from trainingapp.snapshots.rules import COUNTED, EDITIONS, KINDS

#: The grounds on which the words of readiness stand.
_GROUNDS = {"green": "#dff0e7", "amber": "#fbeed0", "red": "#f6d6c9", "grey": GROUND}


def drawn(face: Face, number: str, printed: Printed) -> bytes:
    """The report as PDF: the same face, number, moment and language give the same bytes."""
    _ = printed.gettext
    kind, name = _(KINDS[face["kind"]]), face["subject"]["name"]
    heading = f"{number} · {kind}: {name}"

    def write(sheet: Sheet) -> None:
        said, meant = EDITIONS[face["edition"]]
        about = [
            f"{_(said)}. {_(meant)}",
            _("Rotations deployed on this day, and those that deploy within %(days)s days, judged on the day they do")
            % {"days": face["preparing_days"]},
            _(COUNTED[face["evidence"]]),
        ]
        cover(sheet, subject=name, about=about, figures=_figures(sheet, face), title=f"{kind} {number}")
        sheet.turn()
        if face["kind"] == "readiness":
            _readiness(sheet, face)
            sheet.turn()
            _requirements(sheet, face)
        else:
            _requirements(sheet, face)
        if len(face["rows"]) > 1:
            sheet.turn()
            _by_row(sheet, face)
        if face["kind"] == "gap" and face.get("rotations"):
            sheet.turn()
            _rotations(sheet, face, cells=True)
        _method(sheet, face)

    return written(printed, title=heading, heading=heading, as_of=date.fromisoformat(face["as_of"]), write=write)


# --- Figures as texts ------------------------------------------------------------------------------------------------


def _of(sheet: Sheet, part: Shown, whole: Shown) -> str:
    if not isinstance(part, int) and not isinstance(whole, int):
        return told(sheet, whole)
    said = sheet.printed.gettext("%(part)s of %(whole)s")
    return said % {"part": told(sheet, part), "whole": told(sheet, whole)}


def _share(sheet: Sheet, cell: Counts, n: int = 0) -> str:
    """The share in percent. What lacks anybody is never 100 %, whatever its parts were rounded to."""
    held, whole, gap = (cell[measure][n] for measure in ("held", "required", "gap"))
    if not isinstance(held, int) or not isinstance(whole, int):
        return ""
    if gap != 0 and held >= whole:
        return sheet.printed.gettext("not all")
    return percent(min(held, whole), whole)


def _figures(sheet: Sheet, face: Face) -> list[tuple[str, str, str]]:
    _ = sheet.printed.gettext
    persons, all_of_it = face["totals"]["persons"], face["totals"]["requirements"]
    ready = (
        _share(sheet, persons) or told(sheet, persons["held"][0]),
        _of(sheet, persons["held"][0], persons["required"][0]),
        _("persons hold everything required"),
    )
    missing = (
        told(sheet, all_of_it["gap"][0]),
        _("of %(whole)s") % {"whole": told(sheet, all_of_it["required"][0])},
        _("required completions missing"),
    )
    counted = face["rotations_in_all"]
    green = (
        grouped(face["colours"]["green"]),
        _("of %(whole)s") % {"whole": grouped(counted)},
        _("rotations are ready; %(count)s have no roll") % {"count": grouped(face["without_roll"])},
    )
    return [ready, green, missing] if face["kind"] == "readiness" else [missing, ready, green]


# --- Key figures and charts ------------------------------------------------------------------------------------------


def _requirements(sheet: Sheet, face: Face) -> None:
    _ = sheet.printed.gettext
    sheet.title(_("Who lacks what"))
    if not face["rows"]:
        sheet.say(_("No rotation was deployed on this day, and none was preparing to deploy."))
        return
    _rounded_note(sheet, face)
    cells = face["totals"]["curricula"]
    _bars(sheet, [(face["curricula"][code], code, cells[code]) for code in face["order"] if code in cells])
    sheet.title(_("Women and men"), keep=170)
    sheet.say(_("Sex as recorded by the State, never inferred from a name."), colour=QUIET)
    rows = [(_("Hold everything required"), face["totals"]["persons"])]
    rows += [(face["curricula"][code], cells[code]) for code in face["order"] if code in cells]
    _by_sex(sheet, _("What"), rows)
    of_women(sheet, face)


def _rounded_note(sheet: Sheet, face: Face) -> None:
    if face["edition"] == "circulation":
        _ = sheet.printed.gettext
        sheet.say(
            _(
                "Counts of persons are rounded to fives, and below five they are told as fewer than 5. Sums are made "
                "of the figures that are told, so they may differ from the true ones. A group of fewer than five "
                "persons is not broken down; where one sex is so few, none is told."
            ),
            colour=QUIET,
        )


def _bars(sheet: Sheet, rows: Sequence[tuple[str, str, Counts]]) -> None:
    """Coverage as bars, each with its numbers beside it."""
    _ = sheet.printed.gettext
    name, bar, start = 176.0, 130.0, LEFT + 186
    for title, code, cell in rows:
        required, held, gap = (cell[measure][0] for measure in ("required", "held", "gap"))
        sheet.need(52)
        y = sheet.y - 12
        fitted = sheet.text(title, LEFT, y, 9.5, family=MEDIUM, width=name, lines=3)
        sheet.text(code, LEFT, y - fitted.height - 12, 7.5, colour=QUIET, width=name)
        sheet.box(start, y - 2, bar, 9, LINE)
        if isinstance(required, int) and isinstance(held, int) and held:
            sheet.box(start, y - 2, bar * min(1.0, held / required), 9, GREEN if gap == 0 else BLUE)
        sheet.text(_share(sheet, cell) or "–", start + bar + 56, y - 1, 11, family=BOLD, align="right", width=54)
        sheet.text(_of(sheet, held, required), RIGHT, y + 1, 9, align="right", width=116)
        missing = _("%(count)s missing") % {"count": told(sheet, gap)}
        if cell["waived"][0]:
            missing += ", " + _("%(count)s waived") % {"count": told(sheet, cell["waived"][0])}
        sheet.text(missing, RIGHT, y - 11, 8, colour=QUIET, align="right", width=116)
        sheet.y -= max(40.0, fitted.height + 36)
        sheet.rule(sheet.y + 6)
    sheet.y -= 8


def _by_sex(sheet: Sheet, corner: str, rows: Sequence[tuple[str, Counts]]) -> None:
    """Those who hold it of those required: all, women, men, not specified (R71)."""
    _ = sheet.printed.gettext
    width = (ACROSS - 170) / 4
    heads = (_("All"), _("Women"), _("Men"), _("Not specified"))
    columns = [Column(corner, 170), *(Column(head, width, "right") for head in heads)]
    table(sheet, columns, [(Put(label), *_by_whom(sheet, cell)) for label, cell in rows])


def _by_whom(sheet: Sheet, cell: Counts) -> Iterator[Put]:
    for n, (required, held) in enumerate(zip(cell["required"], cell["held"], strict=True)):
        if required == 0 or required is None:
            yield Put("–", ink=QUIET)
        else:
            yield Put(_of(sheet, held, required), _share(sheet, cell, n))


# --- Tables ----------------------------------------------------------------------------------------------------------


def _heat(sheet: Sheet, cell: Counts | None) -> Put:
    """A cell of a heat table: the share, under it the numbers; a dash where nobody is required."""
    if cell is None or cell["required"][0] == 0:
        return Put("–", ground=GROUND, ink=QUIET)
    held, required, gap = cell["held"][0], cell["required"][0], cell["gap"][0]
    of = _of(sheet, held, required)
    if not isinstance(held, int) or not isinstance(required, int):
        return Put(of, ground=GROUND)
    # What lacks anybody is never shown as complete, whatever its parts were rounded to.
    step = len(HEAT) - 1 if gap == 0 else min(heat_step(held, required) or 0, len(HEAT) - 2)
    ground, ink = HEAT[step]
    return Put(_share(sheet, cell), of, ground, ink)


def _columns(sheet: Sheet, codes: Sequence[str], corner: str) -> list[Column]:
    _ = sheet.printed.gettext
    first = 118.0
    width = min(66.0, (ACROSS - first - 46) / (len(codes) + 1))
    columns = [Column(corner, first), Column(_("Persons"), 46, "right"), Column(_("Everything"), width, "right")]
    return columns + [Column(code, width, "right") for code in codes]


def _line(sheet: Sheet, codes: Sequence[str], named: Put, row: Mapping[str, Any]) -> Sequence[Put]:
    persons = row["persons"]["required"][0]
    if persons == 0:
        return named, Put("0"), Put(sheet.printed.gettext("no roll yet"), ink=QUIET, over=len(codes))
    cells = [_heat(sheet, row["curricula"].get(code)) for code in codes]
    return named, Put(told(sheet, persons)), _heat(sheet, row["persons"]), *cells


def _by_row(sheet: Sheet, face: Face) -> None:
    _ = sheet.printed.gettext
    by_state = face["by"] == "state"
    corner = _("State") if by_state else _("Mission")
    sheet.title(_("By State") if by_state else _("By mission"))
    sheet.say(
        _(
            "Each cell gives the share and the number of those who hold a curriculum, of those who are required to. "
            "“Everything” counts the persons who lack nothing."
        ),
        colour=QUIET,
    )
    for codes in side_by_side(face["order"]):
        rows: list[TableRow] = [_line(sheet, codes, Put(_("All together"), family=MEDIUM), face["totals"])]
        rows += [_line(sheet, codes, Put(row["name"]), row) for row in face["rows"]]
        sheet.need(120)
        table(sheet, _columns(sheet, codes, corner), rows)
    heat_key(sheet)
    sheet.title(_("Women and men, by State") if by_state else _("Women and men, by mission"), keep=160)
    sheet.say(_("Persons who hold everything required, of those on the rolls."), colour=QUIET)
    counted = [row for row in face["rows"] if row["persons"]["required"][0] != 0]
    _by_sex(sheet, corner, [(row["name"], row["persons"]) for row in counted])


def _rotations(sheet: Sheet, face: Face, *, cells: bool) -> None:
    """Rotation by rotation, under their States: every requirement, or how ready each is."""
    _ = sheet.printed.gettext
    sheet.title(_("By rotation"))
    if not cells:
        table(sheet, _ready_columns(sheet), list(_under_states(sheet, face, None)))
        return
    for codes in side_by_side(face["order"]):
        sheet.need(120)
        table(sheet, _columns(sheet, codes, _("Rotation")), list(_under_states(sheet, face, codes)))
    heat_key(sheet)


def _under_states(sheet: Sheet, face: Face, codes: Sequence[str] | None) -> Iterator[TableRow]:
    for name, group in groupby(face["rotations"], key=lambda row: row["state_name"]):
        yield Section(name)
        for row in group:
            tour = f"{row['mission']}, {sheet.day(date.fromisoformat(row['deploys_on']))}"
            named = Put(row["name"], tour)
            yield _ready_line(sheet, named, row) if codes is None else _line(sheet, codes, named, row)


def _ready_columns(sheet: Sheet) -> list[Column]:
    _ = sheet.printed.gettext
    columns = [Column(_("Rotation"), 136), Column(_("Deploys on"), 76), Column(_("Planned"), 56, "right")]
    columns += [Column(_("On the roll"), 56, "right"), Column(_("Ready"), 76, "right")]
    return [*columns, Column(_("Judged"), ACROSS - 400)]


def _ready_line(sheet: Sheet, named: Put, row: Mapping[str, Any]) -> Sequence[Put]:
    persons = row["persons"]
    word = sheet.printed.gettext(COLOUR_WORDS[row["colour"]])
    ready = Put(grouped(persons["held"][0]), _share(sheet, persons))
    return (
        named,
        Put(sheet.day(date.fromisoformat(row["deploys_on"]))),
        Put(grouped(row["planned"])),
        Put(grouped(persons["required"][0])),
        ready if persons["required"][0] else Put("–", ink=QUIET),
        Put(word, ground=_GROUNDS[row["colour"]], family=MEDIUM),
    )


def _readiness(sheet: Sheet, face: Face) -> None:
    _ = sheet.printed.gettext
    sheet.title(_("Who is ready"))
    _rounded_note(sheet, face)
    sheet.say(ColourRule(face["amber_percent"]).in_words.through(_), colour=QUIET)
    columns = [Column(_("Rotations"), 190), Column(_("Number"), 90, "right"), Column(_("Share"), ACROSS - 280, "right")]
    found = [
        (
            Put(_(COLOUR_WORDS[colour]), ground=_GROUNDS[colour], family=MEDIUM),
            Put(grouped(face["colours"][colour])),
            Put(percent(face["colours"][colour], face["rotations_in_all"])),
        )
        for colour in COLOURS
    ]
    table(sheet, columns, found)
    sheet.title(_("Women and men who hold everything required"), keep=120)
    _by_sex(sheet, _("Of whom"), [(_("Persons on the rolls"), face["totals"]["persons"])])
    if face.get("rotations"):
        _rotations(sheet, face, cells=False)


# --- Method ----------------------------------------------------------------------------------------------------------


def _method(sheet: Sheet, face: Face) -> None:
    """The rule behind every figure: without it a figure could be contested, and rightly."""
    _ = sheet.printed.gettext
    sheet.turn()
    sheet.title(_("How the figures are computed"))
    told = [
        (
            _("Who counts"),
            _(
                "The persons on the nominal roll of a rotation on the day; before deployment, the roll as it stands. A "
                "rotation without a roll is counted apart, and never as complete."
            ),
        ),
        (
            _("What is required"),
            _(
                "A requirement binds a rotation when it held on the day the rotation deploys. It binds a person as its "
                "own words say: by category, by function, by rank."
            ),
        ),
        (
            _("What is held"),
            _(
                "A passing completion counts from its day through the last day of its own validity or of its version's "
                "transition, whichever comes first. A withdrawn completion never counted, on any day."
            ),
        ),
        (
            _("Waived"),
            _(
                "What is waived for a time never counts as held: it is missing, and told apart. Everything counts "
                "only with the strength of evidence that is named on the cover."
            ),
        ),
        (
            _("Same again"),
            _(
                "The same day and the same facts give the same figures. The register keeps this report with the "
                "fingerprint of its figures and of each file, and tells what became different since."
            ),
        ),
        (
            _("Policy settings"),
            _(
                "Validities, pass marks, transitions, the colours and the rules marked below as settings are not "
                "stated by any United Nations report. They may be changed by those who decide them."
            ),
        ),
    ]
    facts(sheet, told)
    sheet.title(_("Requirements in force, and their sources"))
    columns = [Column(_("Requirement"), 190), Column(_("Curriculum"), 74), Column(_("In force from"), 66)]
    columns += [Column(_("Source"), ACROSS - 330)]
    setting = _("(policy setting: %(note)s)")
    rows = [
        (
            Put(_(rule["title"])),
            Put(rule["curriculum"]),
            Put(sheet.day(date.fromisoformat(rule["holds_from"]))),
            Put(rule["source"] + (" " + setting % {"note": rule["note"]} if rule["note"] else "")),
        )
        for rule in face["rules"]
    ]
    table(sheet, columns, rows)
