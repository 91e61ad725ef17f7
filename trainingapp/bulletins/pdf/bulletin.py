"""A bulletin on paper: cover, the needs in their order with their scores, who they are about, the weights."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from babel.dates import format_date

from trainingapp.bulletins.rules import LANGUAGES
from trainingapp.bulletins.score import PARTS, TIES, Weights
from trainingapp.kit.figures import NO_BREAK, grouped
from trainingapp.kit.words import N_
from trainingapp.readiness.face import Printed
from trainingapp.readiness.pdf.parts import Cell, Column, cover, table
from trainingapp.readiness.pdf.sheet import ACROSS, BLUE, BOLD, BRASS, INK, LEFT, MEDIUM, QUIET, RIGHT, SLATE, Sheet
from trainingapp.readiness.pdf.sheet import written as put_on_paper
from trainingapp.snapshots.rounding import FEW, Shown
from trainingapp.snapshots.rules import EDITIONS

#: Part of a score -> its colour in the bar.
_COLOURS = {"mandatory": SLATE, "deadline": BLUE, "action_plan": BRASS, "emerging": "#1a6340", "commander": "#7d4f8a"}


def drawn(face: Mapping[str, Any], number: str, printed: Printed) -> bytes:
    """The bulletin as PDF: the same face, number, moment and language give the same bytes."""
    _ = printed.gettext
    heading = _("Training needs: bulletin %(number)s") % {"number": number}
    needs = face["needs"]

    def write(sheet: Sheet) -> None:
        called, _meant = EDITIONS[face["edition"]]
        said = _EXACT if face["edition"] == "inside" else _NAMES
        cover(
            sheet,
            subject=_("What is needed most"),
            about=[
                _("Gaps in predeployment training for which contributors need support, in the order of a shown score"),
                f"{_(called)}. {_(said)}",
            ],
            figures=[
                (grouped(len(needs)), "", _("needs, in their order")),
                (_told(sheet, face["headcount"]), "", _("persons still to be trained, once for each need")),
                (str(needs[0]["score"]), _("points"), _("has the need that stands first")),
            ],
            title=heading,
        )
        sheet.turn()
        _needs(sheet, needs)
        _weights(sheet, Weights(**face["weights"]))
        _whom(sheet, needs)

    return put_on_paper(printed, title=heading, heading=heading, as_of=date.fromisoformat(face["as_of"]), write=write)


_EXACT = N_("With names and exact figures.")
_NAMES = N_("Counts of persons rounded to fives; who did not agree to be named is “one contributor”.")


def _told(sheet: Sheet, shown: Shown) -> str:
    if isinstance(shown, int):
        return grouped(shown)
    return sheet.printed.gettext("fewer than 5") if shown == FEW else "–"


def _contributor(sheet: Sheet, row: Mapping[str, Any]) -> str:
    return row["state_name"] or sheet.printed.gettext("One contributor")


def _deploys(sheet: Sheet, row: Mapping[str, Any]) -> str:
    """`14 Feb 2018`, or `Feb 2018` of a contributor that is not named."""
    if len(row["deploys"]) == 10:
        return sheet.day(date.fromisoformat(row["deploys"]))
    month = date.fromisoformat(f"{row['deploys']}-01")
    return format_date(month, "MMM yyyy", locale=sheet.printed.language).replace(" ", NO_BREAK)


def _needs(sheet: Sheet, needs: Sequence[Mapping[str, Any]]) -> None:
    """One block for each need: rank, who and where, what is open, and what its score is made of."""
    _ = sheet.printed.gettext
    sheet.title(_("Needs, in their order"))
    for row in needs:
        sheet.need(92)
        top = sheet.y
        sheet.text(str(row["rank"]), LEFT, top - 26, 26, family=BOLD, colour=BRASS, width=36)
        x, wide = LEFT + 44, ACROSS - 44 - 150
        named = f"{_contributor(sheet, row)}: {row['unit_label']}, {row['mission']}"
        fitted = sheet.text(named, x, top - 14, 11, family=BOLD, colour=SLATE, width=wide, lines=2)
        y = top - 30 - fitted.height
        fitted = sheet.text(f"{row['title']} ({row['curriculum']})", x, y, 9.5, width=wide, lines=2)
        y -= 15 + fitted.height
        when = _("deploys %(day)s, taught in %(language)s") % {
            "day": _deploys(sheet, row),
            "language": _(LANGUAGES.get(row["language"], row["language"])),
        }
        sheet.text(when, x, y, 8.5, colour=QUIET, width=wide)
        sheet.text(_told(sheet, row["open"][0]), RIGHT - 66, top - 18, 17, family=BOLD, align="right", width=76)
        of = _("to train, of %(whole)s") % {"whole": _told(sheet, row["required"][0])}
        sheet.text(of, RIGHT - 66, top - 32, 8, colour=QUIET, align="right", width=92)
        sheet.text(str(row["score"]), RIGHT, top - 18, 17, family=BOLD, colour=BLUE, align="right", width=56)
        sheet.text(_("points"), RIGHT, top - 32, 8, colour=QUIET, align="right", width=56)
        low = min(y, top - 46) - 2
        _bar(sheet, row["parts"], RIGHT - 140, low)
        points = " + ".join(str(row["parts"][part]) for part in PARTS if row["parts"][part])
        sheet.text(points, RIGHT, low - 11, 7.5, colour=QUIET, align="right", width=140)
        sheet.y = min(y, low - 6) - 14
        sheet.rule(sheet.y)
        sheet.y -= 6
    sheet.y -= 12


def _bar(sheet: Sheet, parts: Mapping[str, int], x: float, y: float) -> None:
    """What a score is made of, a hundred points wide."""
    for part in PARTS:
        width = 1.4 * parts[part]
        if width:
            sheet.box(x, y, width - 0.6, 7, _COLOURS[part])
            x += width


def _whom(sheet: Sheet, needs: Sequence[Mapping[str, Any]]) -> None:
    """Whom each need is about: women, men, not specified (R71)."""
    _ = sheet.printed.gettext
    sheet.title(_("Persons still to be trained"), keep=140)
    sheet.say(_("Sex as the contributor records it, never inferred from a name."), colour=QUIET)
    width = (ACROSS - 224) / 4
    heads = (_("All"), _("Women"), _("Men"), _("Not specified"))
    columns = [Column("", 24, "right"), Column(_("Need"), 200), *(Column(head, width, "right") for head in heads)]
    rows = [
        (
            Cell(str(row["rank"]), family=MEDIUM),
            Cell(f"{_contributor(sheet, row)}, {row['mission']}, {row['curriculum']}"),
            *(Cell(_told(sheet, shown)) for shown in row["open"]),
        )
        for row in needs
    ]
    table(sheet, columns, rows)


def _weights(sheet: Sheet, weights: Weights) -> None:
    """The points of every part, with its colour in the bars: whoever has them can compute each score again."""
    _ = sheet.printed.gettext
    sheet.title(_("How the order is made"), keep=210)
    sheet.say(
        _("Every need has the points below; the sum is its score. The points are policy settings of the register."),
        colour=QUIET,
    )
    for name, label, rule in weights.in_words:
        sheet.box(LEFT, sheet.y - 10, 9, 9, _COLOURS[name])
        sheet.text(_(label), LEFT + 16, sheet.y - 9, 9, family=MEDIUM, width=290)
        sheet.text(rule.through(_), LEFT + 316, sheet.y - 9, 9, colour=INK, width=ACROSS - 316, lines=2)
        sheet.y -= 30 if name == "deadline" else 18
    sheet.y -= 6
    sheet.say(_(TIES))
    sheet.say(
        _(
            "Needs are what contributors said themselves, and what the records tell of units that are to deploy. No "
            "person is named anywhere. A published bulletin is never changed: a later one has the next number."
        ),
        colour=QUIET,
    )
