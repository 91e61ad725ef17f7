"""Pure: how many are required to hold a curriculum and how many hold it, by sex, and the table this makes."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final
from unicodedata import combining, normalize

from trainingapp.forces.rules import SEXES as _SEXES
from trainingapp.forces.rules import phase
from trainingapp.kit.figures import tenths
from trainingapp.readiness.rules import judged_on

#: Women, men, and those whose sex was not recorded; it is never inferred (R70, R71).
SEXES: Final = tuple(_SEXES)
#: The two phases a table may speak of.
PHASES: Final = ("deployed", "preparing")

#: A rotation's place in the world: State, mission, rotation; a table's rows carry as many of these as it is drawn by.
BY: Final[Mapping[str, tuple[str, ...]]] = {
    "state": ("state",),
    "mission": ("mission",),
    "rotation": ("state", "mission", "rotation"),
    "curriculum": (),
    "unit_type": ("unit_type",),
    "component": ("component",),
    "language": ("language",),
}


def alphabetical(name: str) -> str:
    """A key by which names stand as people look for them: without regard to case and accents."""
    return "".join(char for char in normalize("NFKD", name) if not combining(char)).casefold()


@dataclass(frozen=True, slots=True)
class Tally:
    """Persons required to hold something, and persons who hold it, in the order of SEXES.

    `waived_by_sex` are those who do not hold it and need not for a time: they are no part of those who hold it.
    `through_by_sex` are those who hold it, and will without a break to the end of their tour.
    """

    required_by_sex: tuple[int, ...] = (0, 0, 0)
    held_by_sex: tuple[int, ...] = (0, 0, 0)
    waived_by_sex: tuple[int, ...] = (0, 0, 0)
    through_by_sex: tuple[int, ...] = (0, 0, 0)

    @property
    def required(self) -> int:
        """The denominator."""
        return sum(self.required_by_sex)

    @property
    def held(self) -> int:
        """Those who hold it."""
        return sum(self.held_by_sex)

    @property
    def gap(self) -> int:
        """Those who do not."""
        return self.required - self.held

    @property
    def waived(self) -> int:
        """Those who do not, and need not for a time."""
        return sum(self.waived_by_sex)

    @property
    def open(self) -> int:
        """Those who do not, and for whom nothing is waived."""
        return self.gap - self.waived

    @property
    def through(self) -> int:
        """Those who hold it, and will to the end of their tour."""
        return sum(self.through_by_sex)

    @property
    def gap_by_sex(self) -> tuple[int, ...]:
        """Those who do not, in the order of SEXES."""
        return tuple(r - h for r, h in zip(self.required_by_sex, self.held_by_sex, strict=True))

    @property
    def share(self) -> float | None:
        """Percent, rounded half up to one decimal; None when nobody is required. 829 of 850 is 97.5."""
        return tenths(self.held, self.required) / 10 if self.required else None

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            _sum(self.required_by_sex, other.required_by_sex),
            _sum(self.held_by_sex, other.held_by_sex),
            _sum(self.waived_by_sex, other.waived_by_sex),
            _sum(self.through_by_sex, other.through_by_sex),
        )


def _sum(one: tuple[int, ...], other: tuple[int, ...]) -> tuple[int, ...]:
    # Written out: a page adds tens of thousands.
    women, men, others = one
    more_women, more_men, more_others = other
    return women + more_women, men + more_men, others + more_others


def added(parts: Iterable[Tally]) -> Tally:
    """The sum of many at once: a page adds thousands."""
    columns = zip(
        *((one.required_by_sex, one.held_by_sex, one.waived_by_sex, one.through_by_sex) for one in parts), strict=True
    )
    return Tally(*(tuple(map(sum, zip(*column, strict=True))) for column in columns))


def tally(parts: Iterable[tuple[str, *tuple[int, ...]]]) -> Tally:
    """The tally of (sex, required, held), or with waived and through after these."""
    counts = [dict.fromkeys(SEXES, 0) for _ in range(4)]
    for sex, *numbers in parts:
        for count, number in zip(counts, numbers, strict=False):
            count[sex] += number
    return Tally(*(tuple(count.values()) for count in counts))


@dataclass(frozen=True, slots=True)
class Question:
    """Which rotations, judged on which day. `rotation` (a public id) asks for one, whatever its phase.

    The figures count what is held with at least this `evidence`, one of rules.STRENGTHS.
    """

    as_of: date
    #: A policy setting: days before deployment in which a rotation counts as preparing.
    preparing_days: int
    phases: tuple[str, ...] = ("deployed",)
    state: str | None = None
    mission: str | None = None
    rotation: str | None = None
    #: Judge those that have not deployed on the day they will.
    at_deployment: bool = False
    unit_type: str | None = None
    component: str | None = None
    language: str | None = None
    evidence: str = "self_declared"

    def asks_for(self, one: "Deployment") -> bool:
        """Whether a rotation is among those it asks for."""
        return self.is_about(one) and (self.rotation is not None or one.phase(self) in self.phases)

    def is_about(self, one: "Deployment") -> bool:
        """The same without regard to days."""
        if self.rotation is not None:
            return one.public_id == self.rotation
        return (
            (self.state is None or self.state == one.state)
            and (self.mission is None or self.mission == one.mission)
            and (self.unit_type is None or self.unit_type == one.unit_type)
            and (self.component is None or self.component == one.component)
            and (self.language is None or self.language == one.language)
        )


@dataclass(frozen=True, slots=True)
class Deployment:
    """A rotation a table speaks of. `named`: persons on its roll on the day; none of them means no roll yet."""

    public_id: str
    code: str
    state: str
    mission: str
    deploys_on: date
    ends_on: date
    planned: int
    named: int = 0
    unit_type: str = ""
    component: str = ""
    #: Its working language, as the statement of unit requirements says, or else that of its State.
    language: str = ""

    def key(self, by: str) -> tuple[str, ...]:
        """The key of the row in which it is counted."""
        own = {"rotation": self.public_id}
        return tuple(own.get(name) or str(getattr(self, name)) for name in BY[by])

    def phase(self, question: Question) -> str:
        """Where it stands on the day asked for."""
        return phase(self.deploys_on, self.ends_on, as_of=question.as_of, preparing_days=question.preparing_days)

    def judged_on(self, question: Question) -> date:
        """The day it is judged on."""
        return judged_on(
            question.as_of, deploys_on=self.deploys_on, ends_on=self.ends_on, at_deployment=question.at_deployment
        )

    @property
    def has_roll(self) -> bool:
        """Whether there is anybody to count."""
        return self.named > 0

    def within(self, key: tuple[str, ...], by: str) -> bool:
        """Whether it is counted in the row with this key."""
        return self.key(by) == key


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table. `cells`: curriculum -> tally, for those that anybody of the row is required to hold.

    `whole` counts persons: those on the roll, and those who hold everything that is mandatory for them.
    """

    key: tuple[str, ...]
    cells: Mapping[str, Tally]
    whole: Tally
    deployments: tuple[Deployment, ...] = ()

    @property
    def total(self) -> Tally:
        """All requirements together: a person counts once for each curriculum."""
        return sum(self.cells.values(), Tally())

    @property
    def is_short(self) -> bool:
        """Whether anybody on the roll lacks anything."""
        return self.whole.gap > 0

    @property
    def without_results(self) -> bool:
        """Whether there is a roll, and nobody on it holds anything of what is required: no result has arrived."""
        return self.is_short and not self.total.held

    @property
    def without_roll(self) -> tuple[Deployment, ...]:
        """The rotations nobody can be counted in yet."""
        return tuple(one for one in self.deployments if not one.has_roll)


@dataclass(frozen=True, slots=True)
class Table:
    """Coverage by State, mission, rotation or curriculum. `curricula`: code -> title, in the order of the rules."""

    question: Question
    by: str
    rows: Sequence[Row]
    curricula: Mapping[str, str]
    deployments: Sequence[Deployment]
    whole: Tally = field(default_factory=Tally)

    def only(self, wanted: Callable[[Row], bool]) -> "Table":
        """The same table with some of its rows, and figures of these alone."""
        rows = [row for row in self.rows if wanted(row)]
        required = {code for row in rows for code in row.cells}
        return replace(
            self,
            rows=rows,
            curricula={code: title for code, title in self.curricula.items() if code in required},
            deployments=[one for row in rows for one in row.deployments],
            whole=sum((row.whole for row in rows), Tally()),
        )

    @property
    def totals(self) -> Row:
        """All rows together."""
        cells = {
            code: sum((row.cells[code] for row in self.rows if code in row.cells), Tally()) for code in self.curricula
        }
        return Row((), {code: one for code, one in cells.items() if one.required}, self.whole, tuple(self.deployments))


def table(
    question: Question,
    by: str,
    *,
    cells: Mapping[tuple[str, ...], Mapping[str | None, Tally]],
    deployments: Sequence[Deployment],
    curricula: Mapping[str, str],
) -> Table:
    """The table of key -> curriculum, or None for persons -> tally. Rows without a roll have a place, empty cells."""
    members: dict[tuple[str, ...], list[Deployment]] = {}
    for one in deployments:
        members.setdefault(one.key(by), []).append(one)
    rows = []
    for key in dict.fromkeys([*members, *cells]):
        own = cells.get(key, {})
        shown = {code: own[code] for code in curricula if code in own and own[code].required}
        rows.append(Row(key, shown, own.get(None, Tally()), tuple(members.get(key, ()))))
    required_somewhere = {code for row in rows for code in row.cells}
    return Table(
        question,
        by,
        rows,
        {code: title for code, title in curricula.items() if code in required_somewhere},
        deployments,
        sum((row.whole for row in rows), Tally()),
    )
