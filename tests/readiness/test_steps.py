"""The steps of coverage, against an oracle that looks at every person on every day."""

from collections import Counter
from datetime import date, timedelta
from itertools import accumulate

from hypothesis import given, settings
from hypothesis import strategies as st

from trainingapp.readiness.rules import Duty, Line, Record, counting, duties
from trainingapp.readiness.steps import History, Step, Stretch, steps
from trainingapp.requirements.rules import Rule

START = date(2017, 1, 1)
ENDS_ON = START + timedelta(20)
CALENDAR = [START + timedelta(n) for n in range(21)]


def rule(curriculum: str, categories: frozenset[str] = frozenset(), *, deciders: bool = False) -> Rule:
    return Rule(
        curriculum, curriculum, curriculum, True, categories, deciders, None, "pre-deployment", START, None, "A", False
    )


RULES = (rule("CPTM"), rule("CP-MIL", frozenset({"troops"})), rule("CPOC-MIL", deciders=True), rule("CPTM"))

a_day = st.sampled_from(CALENDAR)
lines = st.lists(
    st.builds(Line, st.sampled_from(["troops", "formed_police"]), st.booleans(), st.none() | a_day),
    min_size=1,
    max_size=2,
)


@st.composite
def records(draw: st.DrawFn) -> Record:
    completed_on = draw(a_day)
    last = draw(st.none() | st.integers(0, 30).map(lambda days: completed_on + timedelta(days)))
    until = draw(st.none() | a_day)
    result = draw(st.sampled_from(["pass", "pass", "fail", "attended"]))
    kind = draw(st.sampled_from(["score", "attendance"]))
    curriculum = draw(st.sampled_from(["CPTM", "CP-MIL", "CPOC-MIL"]))
    return Record(curriculum, "2017", completed_on, result, kind, last, until, draw(st.booleans()))


people = st.lists(st.tuples(st.sampled_from(["female", "male"]), lines, st.lists(records(), max_size=4)), max_size=5)


def history(sex: str, roll: list[Line], recorded: list[Record]) -> History:
    stretches = [(r.curriculum, days) for r in recorded if (days := counting(r))]
    return History(sex, duties(roll), tuple(Stretch(code, days.first, days.last) for code, days in stretches))


def duty_on(roll: list[Line], day: date) -> Line | None:
    """The line a person stands on: the first one that has not ended."""
    for line in roll:
        if line.left_on is None or day <= line.left_on:
            return line
    return None


def holds(recorded: list[Record], curriculum: str, day: date) -> bool:
    return any(
        r.curriculum == curriculum
        and not r.withdrawn
        and (r.result == "pass" or (r.result == "attended" and r.pass_kind == "attendance"))
        and r.completed_on <= day
        and (r.valid_through is None or day <= r.valid_through)
        and (r.counts_until is None or day <= r.counts_until)
        for r in recorded
    )


def judged(person: tuple[str, list[Line], list[Record]], day: date) -> dict[str | None, tuple[int, int]]:
    """What is required of one person on one day and what they hold, as anybody would find it with a pencil."""
    _, roll, recorded = person
    line = duty_on(roll, day)
    if line is None:
        return {}
    needs = {r.curriculum for r in RULES if not r.categories or line.category in r.categories}
    if not line.decides:
        needs.discard("CPOC-MIL")
    found: dict[str | None, tuple[int, int]] = {code: (1, int(holds(recorded, code, day))) for code in needs}
    found[None] = (1, int(all(held for _, held in found.values())))
    return found


def summed(made: list[Step], day: date) -> dict[tuple[str | None, str], tuple[int, int]]:
    found: Counter[tuple[str | None, str, str]] = Counter()
    for step in made:
        if step.day <= day:
            found[step.curriculum, step.sex, "required"] += step.required
            found[step.curriculum, step.sex, "held"] += step.held
    keys = {(code, sex) for code, sex, _ in found}
    return {
        (code, sex): (found[code, sex, "required"], found[code, sex, "held"])
        for code, sex in keys
        if found[code, sex, "required"]
    }


@settings(max_examples=200)
@given(people)
def test_the_sum_of_the_steps_up_to_a_day_is_the_coverage_of_that_day(
    roll: list[tuple[str, list[Line], list[Record]]],
) -> None:
    made = steps(Counter(history(*person) for person in roll), rules=RULES, ends_on=ENDS_ON)
    for day in CALENDAR:
        expected: dict[tuple[str | None, str], tuple[int, int]] = {}
        for person in roll:
            for code, (required, held) in judged(person, day).items():
                before = expected.get((code, person[0]), (0, 0))
                expected[code, person[0]] = (before[0] + required, before[1] + held)
        assert summed(made, day) == expected


def test_a_contingent_that_trains_on_one_day_makes_few_steps() -> None:
    who = (Duty("troops", False, date.min, date.max),)
    stretch = Stretch("CPTM", START, date.max)
    made = steps(
        {History("male", who, (stretch,)): 829, History("male", who, ()): 21}, rules=RULES[:1], ends_on=ENDS_ON
    )
    assert made == [
        Step(None, "male", date.min, 850, 0),
        Step(None, "male", START, 0, 829),
        Step("CPTM", "male", date.min, 850, 0),
        Step("CPTM", "male", START, 0, 829),
    ]
    assert list(accumulate(step.held for step in made if step.curriculum)) == [0, 829]


def test_what_changes_after_the_tour_makes_no_step() -> None:
    who = (Duty("troops", False, date.min, ENDS_ON + timedelta(5)),)
    stretch = Stretch("CPTM", START, ENDS_ON + timedelta(1))
    made = steps({History("female", who, (stretch,)): 1}, rules=RULES[:1], ends_on=ENDS_ON)
    assert max(step.day for step in made) == START
