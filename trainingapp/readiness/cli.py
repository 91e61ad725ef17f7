"""The operator's command about gaps."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import chain
from pathlib import Path
from typing import Any

import click
from flask import current_app

from trainingapp.accounts.rules import OPERATOR
from trainingapp.forces import queries as forces
from trainingapp.kit import clock
from trainingapp.kit.commands import answer, command
from trainingapp.kit.days import NotADate, read_day
from trainingapp.kit.errors import Refused
from trainingapp.kit.sheets.writing import write_csv, write_xlsx
from trainingapp.kit.words import say
from trainingapp.readiness import listing, reports
from trainingapp.readiness.coverage import BY, Question
from trainingapp.readiness.face import Printed
from trainingapp.readiness.forms import PHASES
from trainingapp.readiness.pdf import report
from trainingapp.readiness.queries import facts, feed
from trainingapp.readiness.rules import STRENGTHS
from trainingapp.readiness.work import keep_up
from trainingapp.states import queries as states

SCOPE = OPERATOR.scope("gaps.see")
_DAY = click.DateTime(["%Y-%m-%d"])
#: What a terminal shows of the rows; files carry every field.
_SHOWN = ("state", "mission", "rotation", "person", "name", "curriculum", "required", "held", "gap", "coverage", "note")


@command("gaps")
@click.option("--as-of", type=_DAY, help="The day of judgement; today when not given.")
@click.option("--state", metavar="ISO3", help="Only rotations of this State.")
@click.option("--mission", metavar="CODE", help="Only rotations to this mission.")
@click.option("--rotation", metavar="CODE", help="Only this rotation, in whatever phase.")
@click.option("--phase", type=click.Choice(sorted(PHASES)), default="deployed", show_default=True)
@click.option("--at-deployment", is_flag=True, help="Judge those that are preparing on the day they deploy.")
@click.option("--by", type=click.Choice([*BY, "person"]), default="state")
@click.option("--evidence", type=click.Choice(STRENGTHS), default=STRENGTHS[0], help="The least that is counted.")
@click.option("--format", "kind", type=click.Choice(["table", "csv", "xlsx", "pdf"]), help="table when not given.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="The file to write.")
def gaps(
    as_of: datetime | None,
    state: str | None,
    mission: str | None,
    rotation: str | None,
    phase: str,
    at_deployment: bool,
    by: str,
    evidence: str,
    kind: str | None,
    out: Path | None,
    as_json: bool,
) -> None:
    """Who lacks what, on any day: by State, mission, rotation, curriculum or person."""
    kind = _kind(kind, out)
    try:
        day = read_day(as_of.date().isoformat()) if as_of else clock.today()
    except NotADate as refused:
        raise Refused(refused.sentence) from None
    names = states.state_names()
    question = replace(_question(day, state, mission, rotation, phase, at_deployment, names), evidence=evidence)
    keep_up()
    if by == "person":
        fields: Sequence[str] = listing.PERSON_FIELDS
        rows = list(_persons(question))
        rest: list[dict[str, object]] = []
    else:
        table = reports.coverage(SCOPE, question, by=by)
        fields = listing.FIELDS[by]
        rows, rest = list(listing.rows_of(table, names)), list(listing.rows_without_roll(table, names))
    if kind == "pdf":
        _print(out, question, by, rotation is not None, names)
    elif kind != "table":
        _write(kind, out, fields, chain(rows, rest))
    shown = [row for row in rows if by != "person" or row["gap"]]
    answer(
        _summed(day, rows, rest),
        as_json=as_json,
        text="\n".join(_terminal(chain(shown, rest), fields)) if kind == "table" else f"Written: {out}",
    )
    if not rows and not rest:
        click.echo(f"As of {day.isoformat()}: no rotation on this day is like what was asked.", err=True)


def _kind(kind: str | None, out: Path | None) -> str:
    """What to write: as said, or as the file is called."""
    if kind is None:
        kind = out.suffix.removeprefix(".").lower() if out else "table"
        if kind not in ("table", "csv", "xlsx", "pdf"):
            raise Refused(say("Say with --format what to write: csv, xlsx or pdf."))
    if kind != "table" and out is None:
        raise Refused(say("Say with --out which file to write."))
    return kind


def _question(
    day: date,
    state: str | None,
    mission: str | None,
    rotation: str | None,
    phase: str,
    at_deployment: bool,
    names: Mapping[str, str],
) -> Question:
    state, mission = state and state.upper(), mission and mission.upper()
    if state is not None and state not in names:
        raise Refused(say("There is no State with the code %(code)s.", code=state))
    known = {code.upper(): code for code in states.mission_codes()}
    if mission is not None and mission not in known:
        raise Refused(say("There is no mission called %(code)s.", code=mission))
    public_id = None
    if rotation is not None:
        text = f"{state}:{rotation}" if state and ":" not in rotation else rotation
        public_id = forces.rotation_by_code(SCOPE, text, as_of=day).public_id
    return Question(
        day,
        current_app.config["SETTINGS"].preparing_days,
        PHASES[phase],
        state=state,
        mission=known[mission] if mission else None,
        rotation=public_id,
        at_deployment=at_deployment,
    )


def _persons(question: Question) -> Iterator[dict[str, object]]:
    for judged in reports.of_rotations(SCOPE, question, names=SCOPE):
        rotation = judged.rotation
        standing = (judged.at_deployment or judged.standing) if question.at_deployment else judged.standing
        yield from listing.rows_of_persons(
            standing, state=rotation.state, mission=rotation.mission, rotation=rotation.code
        )


def _summed(day: date, rows: Iterable[dict[str, object]], rest: Iterable[dict[str, object]]) -> dict[str, Any]:
    rows = list(rows)
    sums = {name: sum(int(str(row[name])) for row in rows) for name in ("required", "held", "gap")}
    return {
        "as_of": day.isoformat(),
        "required": sums["required"],
        "held": sums["held"],
        "gaps": sums["gap"],
        "rows": [listing.as_json({name: v for name, v in row.items() if name != "note"}) for row in rows],
        "without_roll": [listing.as_json(row) for row in rest],
    }


def _write(kind: str, out: Path | None, fields: Sequence[str], rows: Iterable[dict[str, object]]) -> None:
    assert out is not None
    columns = listing.in_columns(rows, fields)
    out.write_bytes(write_csv(fields, columns) if kind == "csv" else write_xlsx(fields, columns, sheet="gaps"))


def _print(out: Path | None, question: Question, by: str, one: bool, names: Mapping[str, str]) -> None:
    """The report: on one rotation, with those who are missing by name when it is by person; or on many."""
    assert out is not None
    printed = Printed(clock.now(), feed.watermark() or 0, "en", str)
    if one and question.rotation is not None:
        day = question.as_of
        found = forces.rotation(SCOPE, question.rotation, as_of=day)
        judged = reports.of_rotation(SCOPE, question.rotation, as_of=day, names=SCOPE)
        titles, state_name = facts.curriculum_titles(), names[found.state_code]
        face = reports.on_one(
            found, judged, as_of=day, printed=printed, state_name=state_name, titles=titles, named=by == "person"
        )
        out.write_bytes(report.of_rotation(face))
        return
    subject = names[question.state] if question.state else question.mission or "All States"
    overview = "state" if question.state is None else "rotation"
    overview = "mission" if by == "mission" and question.mission is None else overview
    many = reports.on_many(SCOPE, question, by=overview, subject=subject, printed=printed, state_names=names)
    out.write_bytes(report.of_many(many))


def _terminal(rows: Iterable[Mapping[str, object]], fields: Sequence[str]) -> Iterator[str]:
    """The rows under each other, numbers to the right."""
    shown = [name for name in _SHOWN if name in fields] + [name for name in ("explanation",) if name in fields]
    lines = [[_plain(row.get(name)) for name in shown] for row in rows]
    widths = [max(map(len, column)) for column in zip(shown, *lines, strict=True)]
    numeric = {"required", "held", "gap", "coverage"}
    for line in (shown, *lines):
        cells = [
            text.rjust(width) if name in numeric else text.ljust(width)
            for name, text, width in zip(shown, line, widths, strict=True)
        ]
        yield "  ".join(cells).rstrip()


def _plain(value: object) -> str:
    if value is None:
        return ""
    return f"{value:.1f} %" if isinstance(value, float) else str(value)
