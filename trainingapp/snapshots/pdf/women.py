"""Women and men on paper: by category of persons, and the targets that hold on the day (R70, R71)."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from trainingapp.forces.rules import CATEGORIES
from trainingapp.kit.figures import grouped
from trainingapp.readiness.pdf.parts import Cell as Put
from trainingapp.readiness.pdf.parts import Column, table
from trainingapp.readiness.pdf.sheet import ACROSS, Sheet
from trainingapp.snapshots.face import Face
from trainingapp.snapshots.rounding import FEW, Shown
from trainingapp.snapshots.women import share


def told(sheet: Sheet, shown: Shown) -> str:
    """`1 204`, `fewer than 5`, or a dash where a group is not broken down."""
    if isinstance(shown, int):
        return grouped(shown)
    return sheet.printed.gettext("fewer than 5") if shown == FEW else "–"


def of_women(sheet: Sheet, face: Face) -> None:
    """By category, and the targets that hold on the day (R70). Reports of before these were told have none."""
    _ = sheet.printed.gettext
    found = face.get("women", {})
    if not found.get("categories"):
        return
    sheet.title(_("Women and men in their missions"), keep=140)
    heads = (_("Women"), _("Men"), _("Not specified"), _("Share of women"))
    width = (ACROSS - 150) / 4
    rows = [
        (
            Put(_(CATEGORIES[row["category"]])),
            *(Put(told(sheet, one)) for one in row["counted"]),
            Put(share(row["counted"]) or "–"),
        )
        for row in found["categories"]
    ]
    table(sheet, [Column(_("Category"), 150), *(Column(head, width, "right") for head in heads)], rows)
    if found["targets"]:
        sheet.title(_("Targets for women"), keep=100)
        columns = [Column(_("Of whom"), 130), Column(_("Women"), 55, "right"), Column(_("Target"), 50, "right")]
        columns += [Column(_("Reached"), 80), Column(_("Source"), ACROSS - 315)]
        table(sheet, columns, [_target(sheet, one) for one in found["targets"]])


def _target(sheet: Sheet, one: Mapping[str, Any]) -> Sequence[Put]:
    _ = sheet.printed.gettext
    missing = one["missing"]
    reached = "–" if missing is None else _("%(count)s missing") % {"count": missing} if missing else _("reached")
    since = _("from %(day)s") % {"day": sheet.day(date.fromisoformat(one["from"]))}
    return (
        Put(_(one["title"])),
        Put(share(one["counted"]) or "–"),
        Put(_("%(percent)s %%") % {"percent": one["percent"]}),
        Put(reached),
        Put(one["source"], since),
    )
