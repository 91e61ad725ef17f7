"""A transcript on paper: who, where, what is required and held, certificates with their links, all training."""

from collections.abc import Sequence

from trainingapp.certificates.rules import STATUSES
from trainingapp.completions.rules import EVIDENCE, RESULTS, WITHDRAWN
from trainingapp.forces.rules import CATEGORIES
from trainingapp.kit.words import N_
from trainingapp.readiness.face import Printed
from trainingapp.readiness.pdf.parts import Cell, Column, facts, shown, table
from trainingapp.readiness.pdf.parts import Row as TableRow
from trainingapp.readiness.pdf.sheet import (
    ACROSS,
    BLUE,
    BOLD,
    BRASS,
    GREEN,
    HEIGHT,
    INK,
    LEFT,
    MEDIUM,
    QUIET,
    RIGHT,
    SLATE,
    WIDTH,
    Sheet,
    written,
)
from trainingapp.records.face import Certified, Completed, Transcript

SEXES = {"female": N_("female"), "male": N_("male"), "unspecified": N_("not specified")}
DEPLOYED = {"to_come": N_("To come"), "deployed": N_("Deployed"), "ended": N_("Ended"), "left": N_("Left")}
RED = "#8a3324"


def draw(face: Transcript, printed: Printed) -> bytes:
    """The transcript as PDF. Raises NoFontCovers for a character that no font can draw."""
    _ = printed.gettext
    heading = _("Training transcript: %(number)s") % {"number": f"{face.person.state} {face.person.service_number}"}

    def write(sheet: Sheet) -> None:
        _head(sheet, face)
        _who(sheet, face)
        _deployments(sheet, face)
        _requirements(sheet, face)
        _certificates(sheet, face)
        _training(sheet, face)
        sheet.title(_("What this transcript is"), keep=90)
        sheet.say(face.statement, colour=QUIET)

    # Nothing personal in the file's title: it stands in window bars and in lists of downloads.
    return written(printed, title=_("Training transcript"), heading=heading, as_of=face.as_of, write=write)


def _head(sheet: Sheet, face: Transcript) -> None:
    """The name, in its scripts, on the first page only; the pages that follow carry the number."""
    _ = sheet.printed.gettext
    band = 128.0
    sheet.box(0, HEIGHT - band, WIDTH, band, SLATE)
    sheet.box(0, HEIGHT - band - 4, WIDTH, 4, BRASS)
    sheet.text(_("Peacekeeping Training Register"), LEFT, HEIGHT - 36, 9, family=MEDIUM, colour="#c9d4de")
    said = _("Training transcript, as of %(day)s") % {"day": sheet.day(face.as_of)}
    sheet.text(said, RIGHT, HEIGHT - 36, 9, family=BOLD, colour="#e0a63c", align="right", width=ACROSS * 0.6)
    name = face.person.name
    original = face.person.original_name if face.person.original_name != name else None
    sheet.text(name, LEFT, HEIGHT - (74 if original else 84), 22, family=BOLD, colour="#ffffff", lines=1)
    if original:
        sheet.text(original, LEFT, HEIGHT - 97, 13, colour="#ffffff")
    told = ", ".join(part for part in (face.person.state_name, face.person.service_number) if part)
    sheet.text(told, LEFT, HEIGHT - 117, 9.5, family=MEDIUM, colour="#c9d4de")
    sheet.rule(46)
    sheet.text(sheet.provenance(), LEFT, 33, 7.5, colour=QUIET, width=ACROSS * 0.78)
    page = _("Page %(number)s of %(pages)s") % {"number": 1, "pages": sheet.pages}
    sheet.text(page, RIGHT, 33, 7.5, colour=QUIET, align="right", width=ACROSS * 0.2)
    sheet.y = HEIGHT - band - 24


def _who(sheet: Sheet, face: Transcript) -> None:
    _ = sheet.printed.gettext
    person = face.person
    pairs = [
        (_("Name"), person.name),
        (_("In the original script"), person.original_name if person.original_name != person.name else None),
        (_("Called before"), ", ".join(person.earlier_names)),
        (_("State"), person.state_name),
        (_("Service number"), person.service_number),
        (_("Rank"), person.rank),
        (_("Sex as recorded"), _(SEXES[person.sex])),
        (_("Born"), sheet.day(person.born_on) if person.born_on else None),
    ]
    facts(sheet, [(label, value) for label, value in pairs if value])


def _deployments(sheet: Sheet, face: Transcript) -> None:
    _ = sheet.printed.gettext
    sheet.title(_("Where deployed"), keep=100)
    if not face.deployments:
        sheet.say(_("On no roll."), colour=QUIET)
        return
    columns = [
        Column(_("Rotation"), 92),
        Column(_("Mission"), 72),
        Column(_("From"), 66),
        Column(_("Through"), 66),
        Column(_("As"), ACROSS - 356),
        Column("", 60),
    ]
    rows: list[TableRow] = [
        (
            Cell(one.rotation, family=MEDIUM),
            Cell(one.mission),
            Cell(sheet.day(one.first_day)),
            Cell(sheet.day(one.last_day)),
            Cell(", ".join(part for part in (one.rank, _(CATEGORIES[one.category]), one.function) if part)),
            Cell(_(DEPLOYED[one.status])),
        )
        for one in face.deployments
    ]
    table(sheet, columns, rows)


def _requirements(sheet: Sheet, face: Transcript) -> None:
    _ = sheet.printed.gettext
    if not face.requirements:
        return
    sheet.title(_("What is required and held"), keep=110)
    columns = [
        Column(_("Training"), 186),
        Column(_("In"), 84),
        Column("", 62),
        Column(_("Held through, or why it is missing"), ACROSS - 332),
    ]
    rows: list[TableRow] = []
    for one in face.requirements:
        word, ink = (_("Held"), GREEN) if one.held else (_("Missing"), RED)
        told = one.explanation or ""
        if one.held:
            told = sheet.day(one.held_through) if one.held_through else _("no day ends it")
            # What stands for it names its own days.
            told = f"{told}, {one.explanation}" if one.explanation else told
        if one.waived_through:
            waived = _("Waived through %(day)s.") % {"day": sheet.day(one.waived_through)}
            told = f"{told} {waived}".strip()
        kind = one.curriculum if one.mandatory else f"{one.curriculum}, {_('recommended')}"
        judged = _("on %(day)s") % {"day": sheet.day(one.judged_on)}
        rows.append((Cell(one.title, kind), Cell(one.rotation, judged), Cell(word, ink=ink, family=BOLD), Cell(told)))
    table(sheet, columns, rows)


def _certificates(sheet: Sheet, face: Transcript) -> None:
    _ = sheet.printed.gettext
    if face.certificates is None:
        return
    sheet.title(_("Certificates"), keep=100)
    if not face.certificates:
        sheet.say(_("No certificate has been issued."), colour=QUIET)
        return
    columns = [
        Column(_("Certificate"), ACROSS - 214),
        Column(_("Issued"), 68),
        Column(_("Status"), 70),
        Column("", 76),
    ]
    table(sheet, columns, [_certificate(sheet, one) for one in face.certificates])


def _certificate(sheet: Sheet, one: Certified) -> Sequence[Cell]:
    _ = sheet.printed.gettext
    until = ""
    if one.status_day is not None:
        said = _("through %(day)s") if one.status in ("valid", "expired", "superseded") else _("since %(day)s")
        until = said % {"day": sheet.day(one.status_day)}
    ink = GREEN if one.status == "valid" else RED
    return (
        Cell(f"{one.number}, {one.title}", one.verify, ink=BLUE if one.status == "valid" else INK, family=MEDIUM),
        Cell(sheet.day(one.issued_on)),
        Cell(_(STATUSES[one.status]), family=BOLD, ink=ink),
        Cell(until),
    )


def _training(sheet: Sheet, face: Transcript) -> None:
    _ = sheet.printed.gettext
    sheet.title(_("All training that is recorded, the latest first"), keep=100)
    if not face.training:
        sheet.say(_("No training is recorded."), colour=QUIET)
        return
    columns = [
        Column(_("Completed"), 70),
        Column(_("Training"), ACROSS - 312),
        Column(_("Result"), 70),
        Column(_("Score"), 44, "right"),
        Column(_("Valid through"), 66),
        Column("", 62),
    ]
    table(sheet, columns, [_result(sheet, one) for one in face.training])


def _result(sheet: Sheet, one: Completed) -> Sequence[Cell]:
    _ = sheet.printed.gettext
    gone = one.status != "stands"
    ink = QUIET if gone else INK
    ended = ""
    if one.status == "under_review":
        ended = _("Under review")
    elif gone:
        ended = f"{_(WITHDRAWN[one.status])} {shown(sheet, one.ended_on)}"
    note = f"{one.curriculum} {one.version}" + (f", {_(EVIDENCE[one.evidence])}" if one.evidence != "recorded" else "")
    return (
        Cell(sheet.day(one.completed_on), ink=ink),
        Cell(one.title, note, ink=ink),
        Cell(_(RESULTS[one.result]), ink=ink),
        Cell("" if one.score is None else f"{one.score:g} %", ink=ink),
        Cell("–" if gone or one.result == "fail" else shown(sheet, one.valid_through), ink=ink),
        Cell(ended, ink=RED if gone else ink),
    )
