"""Where the rotations in somebody's scope stand today, and on the day they deploy."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask import current_app, url_for
from flask_babel import get_locale

from trainingapp.accounts.rules import Identity
from trainingapp.kit.charts import Bar
from trainingapp.kit.words import N_
from trainingapp.readiness import reports
from trainingapp.readiness.coverage import PHASES, Deployment, Question, Row, Tally
from trainingapp.readiness.work import keep_up
from trainingapp.states import queries as states

#: Rotations in a list of the first page; the whole list is a link away.
MOST = 10


@dataclass(frozen=True)
class Step:
    """The next thing to do about a rotation."""

    label: str
    url: str
    symbol: str


@dataclass(frozen=True)
class Line:
    """A rotation as it stands: judged today when it has deployed, on the day it deploys when that is to come.

    `days` until it deploys; nought or less when it has.
    """

    deployment: Deployment
    row: Row
    state_name: str
    preparing: bool
    days: int
    step: Step | None

    @property
    def persons(self) -> Tally:
        """Persons on the roll, and those who hold everything required."""
        return self.row.whole

    @property
    def lacking(self) -> dict[str, int]:
        """Curriculum -> how many lack it."""
        return {code: tally.gap for code, tally in self.row.cells.items() if tally.gap}

    @property
    def bar(self) -> Bar:
        """Its line in a chart."""
        one = self.deployment
        url = url_for("readiness.rotation", rotation_id=one.public_id)
        return Bar(one.code, self.persons.held, self.persons.required, url, f"{self.state_name}, {one.mission}")

    @property
    def complete(self) -> bool:
        """Whether there is a roll, and nobody on it lacks anything."""
        return self.deployment.has_roll and not self.lacking


@dataclass(frozen=True)
class Forces:
    """The rotations in somebody's scope that are deployed or preparing."""

    as_of: date
    urgent_days: int
    preparing_days: int
    #: The next to deploy first.
    preparing: Sequence[Line]
    #: Nobody on the roll first, then the least ready.
    deployed: Sequence[Line]
    #: Code -> title of every curriculum that anybody is required to hold.
    titles: Mapping[str, str]

    @property
    def lines(self) -> Sequence[Line]:
        """All of them."""
        return [*self.preparing, *self.deployed]

    @property
    def without_roll(self) -> Sequence[Line]:
        """Those in which nobody can be counted."""
        return [line for line in self.lines if not line.deployment.has_roll]

    @property
    def uncounted(self) -> int:
        """Persons planned for rotations that are in their missions and have no roll."""
        return sum(line.deployment.planned for line in self.deployed if not line.deployment.has_roll)

    @property
    def urgent(self) -> Sequence[Line]:
        """Those that deploy soon, and somebody on their roll lacks something."""
        return [line for line in self.preparing if line.days <= self.urgent_days and line.row.is_short]

    @property
    def without_results(self) -> Sequence[Line]:
        """Those with a roll, and no result of anybody on it."""
        return [line for line in self.lines if line.row.without_results]

    @property
    def short(self) -> Sequence[Line]:
        """Those in their missions, and somebody on their roll lacks something."""
        return [line for line in self.deployed if line.row.is_short]

    @property
    def largest_gaps(self) -> Sequence[Line]:
        """Those in their missions where most persons lack something, the most first."""
        return sorted(self.short, key=lambda line: (-line.persons.gap, line.deployment.state, line.deployment.code))

    @property
    def ready(self) -> Tally:
        """The persons in their missions, and those of them who hold everything required."""
        return sum((line.persons for line in self.deployed), Tally())

    @property
    def ready_to_deploy(self) -> Tally:
        """The persons of the rotations that are preparing, and those who will hold everything on the day."""
        return sum((line.persons for line in self.preparing), Tally())

    @property
    def open_gaps(self) -> int:
        """Requirements of one person each that are not met, in their missions."""
        return sum(line.row.total.gap for line in self.deployed)

    @property
    def least_ready(self) -> Sequence[Line]:
        """Those in their missions with a roll, the smallest share of persons who hold everything first."""
        return [line for line in self.deployed if line.deployment.has_roll]

    @property
    def states(self) -> Sequence["OfState"]:
        """The States with persons in their missions, the least ready first."""
        by_state: dict[str, list[Line]] = {}
        for line in self.deployed:
            if line.persons.required:
                by_state.setdefault(line.deployment.state, []).append(line)
        found = [OfState(code, lines) for code, lines in by_state.items()]
        return sorted(found, key=lambda one: (one.persons.held / one.persons.required, one.name))

    @property
    def curricula(self) -> Mapping[str, str]:
        """Code -> title of what anybody in a mission is required to hold, in the order of the rules."""
        required = {code for line in self.deployed for code in line.row.cells}
        return {code: title for code, title in self.titles.items() if code in required}


@dataclass(frozen=True)
class OfState:
    """The rotations of one State that are in their missions, together."""

    code: str
    lines: Sequence[Line]

    @property
    def name(self) -> str:
        """What people call it."""
        return self.lines[0].state_name

    @property
    def persons(self) -> Tally:
        """Persons on the rolls, and those who hold everything required."""
        return sum((line.persons for line in self.lines), Tally())

    def cell(self, code: str) -> Tally:
        """Those required to hold a curriculum, and those who do."""
        return sum((line.row.cells[code] for line in self.lines if code in line.row.cells), Tally())


def forces_of(identity: Identity, as_of: date) -> Forces:
    """The rotations whose gaps the reader sees, with the next step the reader may take. Six statements."""
    settings = current_app.config["SETTINGS"]
    keep_up()
    question = Question(as_of, settings.preparing_days, PHASES, at_deployment=True)
    table = reports.coverage(identity.scope("gaps.see"), question, by="rotation")
    names = states.state_names(str(get_locale() or "en"), {one.state for one in table.deployments})
    lines = []
    for row in table.rows:
        (one,) = row.deployments
        days = (one.deploys_on - as_of).days
        lines.append(Line(one, row, names[one.state], days > 0, days, _next_step(identity, one, row)))
    preparing = [line for line in lines if line.preparing]
    deployed = [line for line in lines if not line.preparing]
    return Forces(
        as_of,
        settings.urgent_days,
        settings.preparing_days,
        sorted(preparing, key=lambda line: (line.days, line.deployment.state, line.deployment.code)),
        sorted(deployed, key=_least_ready),
        table.curricula,
    )


def _least_ready(line: Line) -> tuple[float, str, str]:
    persons = line.persons
    share = persons.held / persons.required if persons.required else -1.0
    return share, line.deployment.state, line.deployment.code


def _next_step(identity: Identity, one: Deployment, row: Row) -> Step | None:
    """What the reader may do about it: the roll, then the results; who may do neither looks at what is missing."""

    def may(permission: str) -> bool:
        return identity.scope(permission).reaches(one.state, one.mission)

    def page(endpoint: str) -> str:
        return url_for(endpoint, rotation_id=one.public_id)

    if not one.has_roll:
        if may("rolls.record"):
            return Step(N_("Upload the nominal roll"), page("intake.upload_roll"), "users")
        return None
    if not row.whole.gap:
        return None
    if may("rosters.record"):
        return Step(N_("Record results"), page("intake.upload_results"), "table-import")
    return Step(N_("See who lacks what"), page("readiness.rotation"), "list-search")
