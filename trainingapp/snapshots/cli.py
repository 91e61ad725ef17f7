"""The operator's commands for stored reports: `report make`, `list`, `check`."""

from datetime import datetime

import click

from trainingapp.accounts.rules import OPERATOR
from trainingapp.kit import clock
from trainingapp.kit.commands import answer, command, found
from trainingapp.kit.errors import Refused
from trainingapp.kit.words import say
from trainingapp.readiness.work import keep_up
from trainingapp.snapshots import queries, reports
from trainingapp.snapshots.face import canonical, differences, fingerprint
from trainingapp.snapshots.rules import COUNTED, EDITIONS, KINDS, Subject
from trainingapp.snapshots.work import made
from trainingapp.states import queries as states

_SCOPE = OPERATOR.scope("reports.see")


@click.group("report")
def report() -> None:
    """Stored reports: make one, list them, check one."""


@command("make")
@click.argument("kind", type=click.Choice(list(KINDS)))
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The day of the figures; today when not given.")
@click.option("--state", metavar="ISO3", help="About this State; without it and --mission about all States.")
@click.option("--mission", metavar="CODE", help="About this mission.")
@click.option("--edition", type=click.Choice(list(EDITIONS)), default="inside", show_default=True)
@click.option("--evidence", type=click.Choice(list(COUNTED)), default="self_declared", show_default=True)
@click.option("--key", help="The same key again gives the same report.")
def make(
    kind: str,
    as_of: datetime | None,
    state: str | None,
    mission: str | None,
    edition: str,
    evidence: str,
    key: str | None,
    as_json: bool,
) -> None:
    """Make a report and store it with its files."""
    now, subject = clock.now(), _subject(state, mission)
    day = as_of.date() if as_of else now.date()
    public_id = made(kind, edition, subject, as_of=day, evidence=evidence, by=OPERATOR, now=now, key=key)
    one = queries.snapshot(_SCOPE, public_id)
    told = {"number": one.number, "id": public_id, "as_of": day.isoformat(), "figures_sha256": one.figures_sha256}
    files = {file.form: {"bytes": file.size, "sha256": file.sha256} for file in queries.files_of(one.id)}
    answer(told | {"files": files}, as_json=as_json, text=f"{one.number} is stored: {one.face['subject']['name']}.")


def _subject(state: str | None, mission: str | None) -> Subject:
    if state and mission:
        raise Refused(say("A report is about a State or about a mission, not about both."))
    if state:
        names = states.state_names()
        if state.upper() not in names:
            raise Refused(say("There is no State with the code %(code)s.", code=state))
        return Subject(state=state.upper(), name=names[state.upper()])
    if mission:
        known = {code.upper(): code for code in states.mission_codes()}
        if mission.upper() not in known:
            raise Refused(say("There is no mission called %(code)s.", code=mission))
        return Subject(mission=known[mission.upper()], name=known[mission.upper()])
    return Subject()


@command("list")
def list_(as_json: bool) -> None:
    """The stored reports, the newest first."""
    rows = queries.snapshots(_SCOPE, size=1_000).rows
    told = [
        {"number": one.number, "edition": one.edition, "as_of": one.as_of.isoformat()}
        | {"about": one.face["subject"]["name"], "figures_sha256": one.figures_sha256}
        for one in rows
    ]
    lines = [f"{one['number']}  {one['as_of']}  {one['edition']:<11}  {one['about']}" for one in told]
    answer({"reports": told}, as_json=as_json, text="\n".join(lines) or "No report was made yet.")


@command("check")
@click.argument("number")
def check(number: str, as_json: bool) -> None:
    """Whether figures and files are as they were stored, and what the facts give today. Ends with 1 if anything is not.

    What differs from today's facts is told, and is no fault: facts recorded since then may speak of days before it.
    """
    one = queries.by_number(_SCOPE, number)
    spoiled = ["figures"] if fingerprint(one.figures) != one.figures_sha256 else []
    spoiled += [
        file.form for file in queries.files_of(one.id) if fingerprint(queries.file_of(one.id, file.form)) != file.sha256
    ]
    keep_up()
    current = reports.as_now(one)
    same = canonical(current) == one.figures
    told = {
        "number": one.number,
        "as_stored": not spoiled,
        "spoiled": spoiled,
        "same_as_today": same,
        "differences": len(differences(one.face, current)),
    }
    text = (
        f"{one.number}: not as it was stored: {', '.join(spoiled)}."
        if spoiled
        else f"{one.number} is as it was stored; "
        + ("today's facts give the same figures." if same else f"today {told['differences']} figures differ.")
    )
    (found if spoiled else answer)(told, as_json=as_json, text=text)


for _command in (make, list_, check):
    report.add_command(_command)
