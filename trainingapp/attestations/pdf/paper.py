"""A State's certification on paper: its words, its lines, its signatory, with number and code. Drawn from its face."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from trainingapp.attestations.checklist import checklist
from trainingapp.attestations.rules import KINDS, PAPERS
from trainingapp.attestations.wording import ANSWERS, CAVEATS, STATEMENTS, WORDING
from trainingapp.certificates.design import Qr
from trainingapp.certificates.pdf import draw_qr
from trainingapp.kit.figures import grouped, percent
from trainingapp.readiness.face import Printed
from trainingapp.readiness.pdf.parts import Cell, Column, facts, table
from trainingapp.readiness.pdf.sheet import (
    ACROSS,
    BOLD,
    BRASS,
    HEIGHT,
    LEFT,
    MEDIUM,
    QUIET,
    RIGHT,
    SLATE,
    Sheet,
)
from trainingapp.readiness.pdf.sheet import written as put_on_paper

_MM: Final = 72 / 25.4
#: The code beside the title, in millimetres.
_CODE: Final = 25.0


def drawn(face: Mapping[str, Any], printed: Printed, *, url: str, sha256: str, titles: Mapping[str, str]) -> bytes:
    """The certification as PDF: the same face, moment and language give the same bytes.

    What became of it is read under `url`, never printed. `titles`: curriculum -> what it is called.
    """
    _ = printed.gettext
    heading = f"{_(KINDS[face['kind']])} {face['number']}"

    def write(sheet: Sheet) -> None:
        _head(sheet, face, url)
        _about(sheet, face)
        if face["lines"]:
            _lines(sheet, face, titles)
            _exceptions(sheet, face)
        _answers(sheet, face)
        _signed(sheet, face, sha256)

    day = date.fromisoformat(face["dated"])
    return put_on_paper(printed, title=heading, heading=heading, as_of=day, write=write)


def _head(sheet: Sheet, face: Mapping[str, Any], url: str) -> None:
    _ = sheet.printed.gettext
    size = _CODE * _MM
    code = Qr(left=(RIGHT - size) / _MM, bottom=(HEIGHT - 50 - size) / _MM, size=_CODE, colour=SLATE, error="m")
    draw_qr(sheet.canvas, code, url)
    sheet.foot()
    wide = ACROSS - size - 24
    sheet.text(_("Peacekeeping Training Register"), LEFT, HEIGHT - 60, 9, family=MEDIUM, colour=QUIET, width=wide)
    fitted = sheet.text(_(KINDS[face["kind"]]), LEFT, HEIGHT - 88, 22, family=BOLD, colour=SLATE, width=wide, lines=2)
    y = HEIGHT - 88 - fitted.height - 22
    sheet.text(face["number"], LEFT, y, 13, family=MEDIUM, colour=BRASS, width=wide)
    if face["ordinal"] > 1:
        said = _("Submission %(count)s") % {"count": face["ordinal"]}
        sheet.text(said, LEFT + 190, y, 9, colour=QUIET, width=wide - 190)
    y = min(y - 18, HEIGHT - 50 - size - 14)
    said = _("What became of it is read at %(address)s, by those who may see it.") % {"address": url}
    fitted = sheet.text(said, LEFT, y, 8, colour=QUIET, lines=2)
    sheet.y = y - fitted.height - 18
    sheet.rule(sheet.y + 6, colour=BRASS, width=1)
    sheet.y -= 14
    sheet.say(_(WORDING[face["kind"]]), size=10.5, family=MEDIUM, colour=SLATE, after=16)


def _about(sheet: Sheet, face: Mapping[str, Any]) -> None:
    _ = sheet.printed.gettext
    about, heads, screened = face["about"], face["headcount"], face["screened"]

    def day(text: str) -> str:
        return sheet.day(date.fromisoformat(text))

    whom = _("One person of the rotation") if face["of_one_person"] else _("%(persons)s persons: %(women)s women, %(men)s men, %(unspecified)s not specified") % {  # noqa: E501
        name: grouped(heads[name]) for name in ("persons", "women", "men", "unspecified")
    }  # fmt: skip
    told = _("%(cleared)s cleared, %(not_cleared)s not cleared, %(pending)s not screened")
    facts(
        sheet,
        [
            (_("State"), about["state_name"]),
            (_("Rotation"), f"{about['rotation']}: {about['unit_type']}"),
            (_("Mission"), about["mission"]),
            (_("Tour"), f"{day(about['deploys_on'])} – {day(about['ends_on'])}"),
            (_("Statement of unit requirements"), about["statement"] or _("none known")),
            (_("Whom"), whom),
            (_("Screening"), told % {name: grouped(screened[name]) for name in screened}),
        ],
    )


def _lines(sheet: Sheet, face: Mapping[str, Any], titles: Mapping[str, str]) -> None:
    """Required, recorded, claimed and exceptions side by side, for each curriculum."""
    _ = sheet.printed.gettext
    sheet.title(_("Training, line by line"))
    columns = [
        Column(_("Curriculum"), 190),
        Column(_("Required"), 54, "right"),
        Column(_("Recorded"), 62, "right"),
        Column(_("Claimed"), 54, "right"),
        Column(_("Exceptions"), 58, "right"),
        Column(_("Gender, human rights"), ACROSS - 418),
    ]
    rows: list[Sequence[Cell]] = []
    for line in face["lines"]:
        code = line["curriculum"]
        excepted = sum(said["persons"] for said in line["exceptions"])
        women = line["by_sex"].get("held", [0])[0]
        rows.append(
            [
                Cell(titles.get(code, code), code, family=MEDIUM),
                Cell(grouped(line["required"])),
                Cell(grouped(line["held"]), percent(line["held"], line["required"])),
                Cell(grouped(line["claimed"]), _("%(count)s women") % {"count": grouped(women)}),
                Cell(grouped(excepted)),
                Cell(_themes(line["topics"], _)),
            ]
        )
    table(sheet, columns, rows)


def _themes(topics: Sequence[str], gettext: Callable[[str], str]) -> str:
    """Whether a curriculum teaches gender and human rights (R09)."""
    gender, rights = "GENDER" in topics, "HR" in topics
    if gender and rights:
        return gettext("both")
    return gettext("gender") if gender else gettext("human rights") if rights else gettext("neither")


def _exceptions(sheet: Sheet, face: Mapping[str, Any]) -> None:
    _ = sheet.printed.gettext
    told = [
        (line["curriculum"], said["persons"], said["reason"]) for line in face["lines"] for said in line["exceptions"]
    ]
    if not told:
        return
    sheet.title(_("Exceptions, with the State's reasons"))
    columns = [Column(_("Curriculum"), 110), Column(_("Persons"), 60, "right"), Column(_("Reason"), ACROSS - 170)]
    table(sheet, columns, [[Cell(code), Cell(grouped(persons)), Cell(reason)] for code, persons, reason in told])


def _answers(sheet: Sheet, face: Mapping[str, Any]) -> None:
    _ = sheet.printed.gettext
    sheet.title(_("What the State states"))
    for code in face["statements"]:
        sheet.say(f"✓ {_(STATEMENTS[code])}", after=6)
    caveats = face["caveats_text"] if face["caveats"] == "some" else _(CAVEATS["none"])
    sheet.y -= 6
    pairs = [(_("National restrictions"), caveats)]
    if face["remark"]:
        pairs.append((_("Remark"), face["remark"]))
    facts(sheet, pairs)
    if face["checklist"]:
        texts = {item.code: item.text for item in checklist().items}
        sheet.title(_("Checklist"))
        columns = [Column(_("Item"), ACROSS - 230), Column(_("Answer"), 80), Column(_("Remark"), 150)]
        rows = [
            [Cell(texts.get(one["item"], one["item"])), Cell(_(ANSWERS[one["answer"]])), Cell(one["remark"] or "–")]
            for one in face["checklist"]
        ]
        table(sheet, columns, rows)
    if face["papers"]:
        sheet.title(_("Papers that go with it"))
        columns = [Column(_("Paper"), 150), Column("SHA-256", ACROSS - 150)]
        table(sheet, columns, [[Cell(_(PAPERS[one["paper"]])), Cell(one["sha256"])] for one in face["papers"]])


def _signed(sheet: Sheet, face: Mapping[str, Any], sha256: str) -> None:
    _ = sheet.printed.gettext
    sheet.need(130)
    sheet.y -= 10
    sheet.rule(sheet.y, colour=BRASS, width=1)
    sheet.text(face["signatory"], LEFT, sheet.y - 28, 14, family=BOLD, colour=SLATE, width=ACROSS * 0.65)
    sheet.text(face["function"], LEFT, sheet.y - 45, 10, width=ACROSS * 0.65)
    said = _("for %(state)s, %(day)s") % {
        "state": face["about"]["state_name"],
        "day": sheet.day(date.fromisoformat(face["dated"])),
    }
    sheet.text(said, LEFT, sheet.y - 61, 10, colour=QUIET, width=ACROSS * 0.65)
    said = _("Fingerprint of everything printed here: %(sha256)s") % {"sha256": sha256}
    sheet.text(said, LEFT, sheet.y - 86, 7.5, colour=QUIET)
    sheet.y -= 100
