"""The two reports: on many rotations, and on one."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from trainingapp.completions.rules import EVIDENCE
from trainingapp.kit.figures import grouped, percent
from trainingapp.readiness.coverage import SEXES, Row, Table, Tally, alphabetical
from trainingapp.readiness.face import RotationReport, TableReport
from trainingapp.readiness.pdf.parts import (
    Cell,
    Column,
    Section,
    bars,
    cover,
    facts,
    heat,
    heat_key,
    side_by_side,
    table,
)
from trainingapp.readiness.pdf.parts import Row as TableRow
from trainingapp.readiness.pdf.sheet import ACROSS, MEDIUM, QUIET, Sheet, written
from trainingapp.readiness.rules import REASONS, STRENGTHS
from trainingapp.requirements.rules import Rule


def of_many(face: TableReport) -> bytes:
    """All States, one State or one mission: cover, summary, tables by State or mission and by rotation, method."""
    _ = face.printed.gettext
    rotations, totals = face.rotations, face.rotations.totals
    heading = _("Training gaps: %(subject)s") % {"subject": face.subject}

    def write(sheet: Sheet) -> None:
        cover(
            sheet,
            subject=face.subject,
            about=_about(sheet, face),
            figures=_figures(sheet, totals.whole, totals.total, rotations=len(rotations.deployments)),
        )
        sheet.turn()
        _summary(sheet, totals.cells, rotations.curricula, totals.whole)
        _without_roll(sheet, face)
        if face.overview is not None and len(face.overview.rows) > 1:
            sheet.turn()
            by_state = face.overview.by == "state"
            sheet.title(_("By State") if by_state else _("By mission"))
            sheet.say(_how_to_read(sheet), colour=QUIET)
            _coverage(sheet, face.overview, _("State") if by_state else _("Mission"), face.state_names)
            heat_key(sheet)
            sheet.title(_("Women and men, by State") if by_state else _("Women and men, by mission"), keep=160)
            _persons_by_sex(sheet, face.overview, _("State") if by_state else _("Mission"), face.state_names)
        sheet.turn()
        sheet.title(_("By rotation"))
        _coverage(sheet, rotations, _("Rotation"), face.state_names)
        heat_key(sheet)
        _method(sheet, face.rules)

    return written(face.printed, title=heading, heading=heading, as_of=rotations.question.as_of, write=write)


def of_rotation(face: RotationReport) -> bytes:
    """One rotation: cover, summary, what it will be at deployment, why people are missing, who they are, method."""
    _ = face.printed.gettext
    standing = face.standing
    heading = _("Training gaps: %(subject)s") % {"subject": f"{face.code}, {face.state_name}"}
    total = sum(standing.tallies.values(), Tally())

    def write(sheet: Sheet) -> None:
        tour = {"first": sheet.day(face.deploys_on), "last": sheet.day(face.ends_on)}
        cover(
            sheet,
            subject=face.code,
            about=[
                f"{_(face.unit_type)}, {face.state_name}",
                face.mission,
                _("Tour from %(first)s to %(last)s") % tour,
                _judged(sheet, face),
                _evidence(sheet, standing.evidence),
            ],
            figures=_figures(sheet, standing.whole, total, planned=face.planned),
        )
        sheet.turn()
        _summary(sheet, standing.tallies, face.titles, standing.whole)
        if face.at_deployment is not None:
            sheet.title(_("At deployment, %(day)s") % {"day": sheet.day(face.at_deployment.judged_on)}, keep=280)
            sheet.say(
                _("As everything stands that is recorded: what expires before then is missing then."), colour=QUIET
            )
            bars(sheet, ((face.titles[code], code, one) for code, one in face.at_deployment.tallies.items()))
        _reasons(sheet, face)
        if face.missing:
            _missing(sheet, face)
        _method(sheet, standing.mandatory)

    return written(face.printed, title=heading, heading=heading, as_of=face.as_of, write=write)


# --- Cover and summary -----------------------------------------------------------------------------------------------


def _about(sheet: Sheet, face: TableReport) -> list[str]:
    _ = sheet.printed.gettext
    question = face.rotations.question
    told = {
        ("deployed",): _("Rotations deployed on this day"),
        ("preparing",): _("Rotations preparing to deploy, at most %(days)s days before"),
        ("deployed", "preparing"): _("Rotations deployed on this day, or preparing to, at most %(days)s days before"),
    }
    lines = [told[question.phases] % {"days": question.preparing_days}]
    if question.at_deployment:
        lines.append(_("Those that have not deployed are judged on the day they will, as everything stands recorded"))
    return [*lines, _evidence(sheet, question.evidence)]


def _evidence(sheet: Sheet, least: str) -> str:
    _ = sheet.printed.gettext
    if least == STRENGTHS[0]:
        return _("Evidence counted: any, self-declared included")
    return _("Evidence counted: at least “%(evidence)s”") % {"evidence": _(EVIDENCE[least])}


def _figures(
    sheet: Sheet, whole: Tally, total: Tally, *, rotations: int | None = None, planned: int | None = None
) -> list[tuple[str, str, str]]:
    _ = sheet.printed.gettext

    def of(part: int, everything: int) -> str:
        return _("%(part)s of %(whole)s") % {"part": grouped(part), "whole": grouped(everything)}

    found = [
        (percent(whole.held, whole.required), of(whole.held, whole.required), _("persons hold everything required")),
        (grouped(total.gap), _("of %(whole)s") % {"whole": grouped(total.required)}, _("required completions missing")),
    ]
    if rotations is not None:
        found.append((grouped(rotations), _("%(count)s persons") % {"count": grouped(whole.required)}, _("rotations")))
    if planned is not None:
        said = _("of %(whole)s") % {"whole": grouped(planned)}
        found.append((grouped(whole.required), said, _("persons planned are on the roll")))
    return found


def _judged(sheet: Sheet, face: RotationReport) -> str:
    _ = sheet.printed.gettext
    if face.standing.judged_on < face.as_of:
        return _("The tour has ended: shown as it stood on its last day")
    return _("Judged on %(day)s") % {"day": sheet.day(face.standing.judged_on)}


def _summary(sheet: Sheet, cells: Mapping[str, Tally], titles: Mapping[str, str], whole: Tally) -> None:
    _ = sheet.printed.gettext
    sheet.title(_("Coverage of each requirement"))
    bars(sheet, ((titles[code], code, one) for code, one in cells.items()))
    _lasting(sheet, cells, titles)
    sheet.title(_("Women and men"), keep=170)
    sheet.say(_("Sex as recorded by the State, never inferred from a name."), colour=QUIET)
    width = (ACROSS - 190) / 3
    columns = [Column(_("What"), 190), *(Column(one, width, "right") for one in _sexes(sheet))]
    rows: list[TableRow] = [(Cell(_("Hold everything required"), family=MEDIUM), *_by_sex(sheet, whole))]
    rows += [(Cell(titles[code]), *_by_sex(sheet, one)) for code, one in cells.items()]
    table(sheet, columns, rows)


def _lasting(sheet: Sheet, cells: Mapping[str, Tally], titles: Mapping[str, str]) -> None:
    """What is held to the end of the tour; and of what is lacking, what is waived and what is open."""
    _ = sheet.printed.gettext
    sheet.title(_("How long it lasts, and what is waived"), keep=170)
    sheet.say(_("A waiver counts apart: whoever is under one does not hold it."), colour=QUIET)
    width = (ACROSS - 190) / 4
    heads = (_("Held"), _("Held to the end of the tour"), _("Waived"), _("Open"))
    columns = [Column(_("Curriculum"), 190), *(Column(head, width, "right") for head in heads)]
    table(
        sheet,
        columns,
        [
            (Cell(titles[code], code), *(Cell(grouped(n)) for n in (one.held, one.through, one.waived, one.open)))
            for code, one in cells.items()
        ],
    )


def _sexes(sheet: Sheet) -> tuple[str, str, str]:
    _ = sheet.printed.gettext
    return _("Women"), _("Men"), _("Not specified")


def _by_sex(sheet: Sheet, counted: Tally) -> Iterator[Cell]:
    _ = sheet.printed.gettext
    for held, required in zip(counted.held_by_sex, counted.required_by_sex, strict=True):
        of = _("%(part)s of %(whole)s") % {"part": grouped(held), "whole": grouped(required)}
        yield Cell(of, percent(held, required)) if required else Cell("–", ink=QUIET)


def _without_roll(sheet: Sheet, face: TableReport) -> None:
    _ = sheet.printed.gettext
    absent = face.rotations.totals.without_roll
    if not absent:
        return
    sheet.title(_("Rotations without a roll"))
    sheet.say(_("Nobody can be counted in these yet. They are counted apart, and never as complete."), colour=QUIET)
    columns = [Column(_("Rotation"), 120), Column(_("State"), 159), Column(_("Mission"), 100)]
    columns += [Column(_("Planned"), 60, "right"), Column(_("Named"), 60, "right")]
    table(
        sheet,
        columns,
        [
            (
                Cell(one.code),
                Cell(face.state_names[one.state]),
                Cell(one.mission),
                Cell(grouped(one.planned)),
                Cell("0"),
            )
            for one in absent
        ],
    )


# --- Tables ----------------------------------------------------------------------------------------------------------


def _how_to_read(sheet: Sheet) -> str:
    return sheet.printed.gettext(
        "Each cell gives the share and the number of those who hold a curriculum, of those who are required to. "
        "“Everything” counts the persons who lack nothing."
    )


def _coverage(sheet: Sheet, found: Table, corner: str, names: Mapping[str, str]) -> None:
    """Coverage by row and curriculum as heat tables; rotations stand under their State."""
    _ = sheet.printed.gettext
    first = 136.0
    for codes in side_by_side(list(found.curricula)):
        width = min(66.0, (ACROSS - first - 46) / (len(codes) + 1))
        columns = [Column(corner, first), Column(_("Persons"), 46, "right"), Column(_("Everything"), width, "right")]
        columns += [Column(code, width, "right") for code in codes]
        sheet.need(120)
        table(sheet, columns, list(_lines(sheet, found, names, codes)))


def _lines(sheet: Sheet, found: Table, names: Mapping[str, str], codes: Sequence[str]) -> Iterator[TableRow]:
    _ = sheet.printed.gettext
    if len(found.rows) > 1:
        yield _line(sheet, Cell(_("All together"), family=MEDIUM), found.totals, codes)
    if found.by != "rotation":
        for row in sorted(found.rows, key=lambda row: alphabetical(_called(row, names))):
            yield _line(sheet, Cell(_called(row, names)), row, codes)
        return
    for state, group in groupby(_by_state(found.rows, names), key=lambda row: row.deployments[0].state):
        yield Section(names[state])
        for row in group:
            one = row.deployments[0]
            tour = f"{one.mission}, {sheet.day(one.deploys_on)}"
            yield _line(sheet, Cell(one.code, tour), row, codes)


def _line(sheet: Sheet, named: Cell, row: Row, codes: Sequence[str]) -> Sequence[Cell]:
    _ = sheet.printed.gettext
    if not row.whole.required:
        planned = grouped(sum(one.planned for one in row.without_roll))
        said = _("no roll yet: %(planned)s planned, 0 named") % {"planned": planned}
        return named, Cell("0"), Cell(said, ink=QUIET, over=len(codes))
    cells = [heat(row.cells.get(code), _) for code in codes]
    return named, Cell(grouped(row.whole.required)), heat(row.whole, _), *cells


def _called(row: Row, names: Mapping[str, str]) -> str:
    return names.get(row.key[0], row.key[0])


def _by_state(rows: Iterable[Row], names: Mapping[str, str]) -> list[Row]:
    return sorted(rows, key=lambda row: (alphabetical(names[row.deployments[0].state]), row.deployments[0].code))


def _persons_by_sex(sheet: Sheet, found: Table, corner: str, names: Mapping[str, str]) -> None:
    """Persons on the rolls by sex, and how many of each hold everything (R71)."""
    _ = sheet.printed.gettext
    sheet.say(_("Persons who hold everything required, of those on the rolls."), colour=QUIET)
    width = (ACROSS - 136 - 60) / len(SEXES)
    columns = [Column(corner, 136), Column(_("Persons"), 60, "right")]
    columns += [Column(label, width, "right") for label in _sexes(sheet)]
    rows = [
        (Cell(_called(row, names)), Cell(grouped(row.whole.required)), *_by_sex(sheet, row.whole))
        for row in sorted(found.rows, key=lambda row: alphabetical(_called(row, names)))
        if row.whole.required
    ]
    table(sheet, columns, rows)


def _reasons(sheet: Sheet, face: RotationReport) -> None:
    _ = sheet.printed.gettext
    found = face.standing.reasons_by_curriculum
    if not found.rows:
        return
    sheet.title(_("Why they are missing"))
    width = (ACROSS - 190) / len(found.reasons)
    columns = [Column(_("Curriculum"), 190), *(Column(_(REASONS[one]), width, "right") for one in found.reasons)]
    rows = [
        (Cell(face.titles[code], code), *(Cell(grouped(counts[r]) if r in counts else "–") for r in found.reasons))
        for code, counts in found.rows.items()
    ]
    table(sheet, columns, rows)


def _missing(sheet: Sheet, face: RotationReport) -> None:
    """Who lacks what, by name: only for whoever may see these people and asked for it."""
    _ = sheet.printed.gettext
    sheet.turn()
    sheet.title(_("Who is missing, and why"))
    sheet.say(_("Contains personal data. Keep it as you keep the nominal roll."), family=MEDIUM)
    columns = [Column(_("Service number"), 84), Column(_("Name"), 150), Column(_("Rank"), 70)]
    columns += [Column(_("Lacks, and why"), ACROSS - 304)]
    rows = []
    for person in face.missing:
        who = person.who
        why: dict[str, list[str]] = {}
        for code, gap in person.gaps.items():
            why.setdefault(gap.sentence.through(_), []).append(code)
        lacks = " ".join(f"{', '.join(codes)}: {sentence}" for sentence, codes in why.items())
        rows.append(
            (
                Cell(who.service_number if who else _("Person %(number)s") % {"number": person.number}),
                Cell(
                    who.name if who else "–", (who.original_name or "") if who and who.original_name != who.name else ""
                ),
                Cell((who.rank if who else None) or "–"),
                Cell(lacks),
            )
        )
    table(sheet, columns, rows)


# --- Method ----------------------------------------------------------------------------------------------------------


def _method(sheet: Sheet, rules: Sequence[Rule]) -> None:
    """The rule behind every figure: without it a figure could be contested, and rightly."""
    _ = sheet.printed.gettext
    sheet.turn()
    sheet.title(_("How the figures are computed"))
    facts(
        sheet,
        [
            (
                _("Who counts"),
                _(
                    "The persons on the nominal roll of a rotation on the day; before deployment, the roll as it "
                    "stands. Whoever left counts through the last day of service; a line recorded in error never "
                    "counts."
                ),
            ),
            (
                _("What is required"),
                _(
                    "A requirement binds a rotation when it held on the day the rotation deploys and the mission "
                    "carried its mandate on that day; a statement of unit requirements binds the units of its kind "
                    "in its mission that deploy while it is in force. It binds a person by category, rank and "
                    "function, on every day or from some days after arrival."
                ),
            ),
            (
                _("What is held"),
                _(
                    "A passing completion counts from its day through the last day of its own validity or of its "
                    "version's transition, whichever comes first. Attendance counts only where no more is asked. A "
                    "withdrawn completion never counted, on any day."
                ),
            ),
            (
                _("Coverage"),
                _(
                    "Those who hold a curriculum, of those required to, rounded half up to one decimal; what is not "
                    "complete is never shown as complete. Recommended training is not counted."
                ),
            ),
            (
                _("Policy settings"),
                _(
                    "Validities, pass marks, transitions and the rules marked below as settings are not stated by any "
                    "United Nations report. They are the register's settings, and may be changed by those who decide "
                    "them."
                ),
            ),
        ],
    )
    sheet.title(_("Requirements"))
    columns = [Column(_("Requirement"), 190), Column(_("Curriculum"), 74), Column(_("In force from"), 66)]
    columns += [Column(_("Source"), ACROSS - 330)]
    rows = [
        (
            Cell(_(rule.title)),
            Cell(rule.curriculum),
            Cell(sheet.day(rule.holds_from)),
            Cell(rule.cited + (" " + _("(policy setting: %(note)s)") % {"note": rule.note} if rule.assumption else "")),
        )
        for rule in rules
    ]
    table(sheet, columns, rows)
