"""The steps of coverage, against an oracle that looks at every person on every day."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from itertools import accumulate

from hypothesis import given, settings
from hypothesis import strategies as st

from trainingapp.readiness.rules import STRENGTHS, Duty, Line, Record, counting, duties
from trainingapp.readiness.steps import MEASURES, History, Holdings, Step, Stretch, steps
from trainingapp.requirements.rules import Rule

START = date(2017, 1, 1)
ENDS_ON = START + timedelta(20)
CALENDAR = [START + timedelta(n) for n in range(21)]


DEPLOYS_ON = START + timedelta(6)
KNOWN = Holdings()


def rule(curriculum: str, categories: frozenset[str] = frozenset(), *, deciders: bool = False, **more: object) -> Rule:
    plain = Rule(
        curriculum, curriculum, curriculum, True, categories, deciders, None, "pre-deployment", START, None, "A", False
    )
    return replace(plain, **more)  # type: ignore[arg-type]


RULES = (rule("CPTM"), rule("CP-MIL", frozenset({"troops"})), rule("CPOC-MIL", deciders=True), rule("CPTM"))
#: Rules that ask some people, on some days, for some completions.
NARROW = (
    rule("INFOSEC", due="arrival", due_days=3),
    rule("CPTM", due="end", due_days=5, counts_days=4),
    rule("BFA", counts_days=7, components=frozenset({"police"})),
    rule("BFA", functions=frozenset({"medic"}), versions=frozenset({"2018"})),
    rule("JNRCMD", rank_bands=frozenset({"junior_officer"})),
)

a_day = st.sampled_from(CALENDAR)
lines = st.lists(
    st.builds(
        Line,
        st.sampled_from(["troops", "formed_police"]),
        st.booleans(),
        st.none() | a_day,
        st.sampled_from([None, "medic", "driver"]),
        st.sampled_from([None, "junior_officer"]),
    ),
    min_size=1,
    max_size=2,
)
waivers = st.lists(
    st.builds(
        lambda code, first, days: Stretch(code, first, first + timedelta(days)),
        st.sampled_from(["CPTM", "BFA"]),
        a_day,
        st.integers(0, 9),
    ),
    max_size=2,
)


@st.composite
def records(draw: st.DrawFn) -> Record:
    completed_on = draw(a_day)
    last = draw(st.none() | st.integers(0, 30).map(lambda days: completed_on + timedelta(days)))
    until = draw(st.none() | a_day)
    result = draw(st.sampled_from(["pass", "pass", "fail", "attended"]))
    kind = draw(st.sampled_from(["score", "attendance"]))
    curriculum = draw(st.sampled_from(["CPTM", "CP-MIL", "CPOC-MIL", "BFA", "INFOSEC", "JNRCMD"]))
    return Record(
        *(curriculum, draw(st.sampled_from(["2017", "2018"])), completed_on, result, kind, last, until),
        withdrawn=draw(st.booleans()),
        evidence=draw(st.sampled_from(STRENGTHS)),
    )


people = st.lists(
    st.tuples(st.sampled_from(["female", "male"]), lines, st.lists(records(), max_size=5), waivers), max_size=4
)
Somebody = tuple[str, list[Line], list[Record], list[Stretch]]


def history(sex: str, roll: list[Line], recorded: list[Record], waived: list[Stretch]) -> History:
    stretches = [(r, days) for r in recorded if (days := counting(r))]
    return History(
        sex,
        duties(roll),
        KNOWN.of(
            Stretch(r.curriculum, days.first, days.last, STRENGTHS.index(r.evidence), r.version)
            for r, days in stretches
        ),
        tuple(waived),
    )


def duty_on(roll: list[Line], day: date) -> Line | None:
    """The line a person stands on: the first one that has not ended."""
    for line in roll:
        if line.left_on is None or day <= line.left_on:
            return line
    return None


def holds(recorded: list[Record], asked: Rule, day: date, strength: int) -> bool:
    return any(
        r.curriculum == asked.curriculum
        and not r.withdrawn
        and (r.result == "pass" or (r.result == "attended" and r.pass_kind == "attendance"))
        and r.completed_on <= day
        and (r.valid_through is None or day <= r.valid_through)
        and (r.counts_until is None or day <= r.counts_until)
        and (asked.counts_days is None or (day - r.completed_on).days < asked.counts_days)
        and (not asked.versions or r.version in asked.versions)
        and STRENGTHS.index(r.evidence) >= strength
        for r in recorded
    )


def asks(rule: Rule, line: Line, day: date) -> bool:
    """Whether a rule asks something of somebody on this line of the roll on this day."""
    in_window = {
        "deployment": True,
        "arrival": (day - DEPLOYS_ON).days >= rule.due_days,
        "end": (ENDS_ON - day).days < rule.due_days,
    }[rule.due]
    police = line.category == "formed_police"
    return (
        in_window
        and (not rule.categories or line.category in rule.categories)
        and (line.decides or not rule.decision_makers_only)
        and (not rule.components or ("police" if police else "military") in rule.components)
        and (not rule.functions or line.function in rule.functions)
        and (not rule.rank_bands or line.band in rule.rank_bands)
    )


def judged(
    person: Somebody, day: date, rules: tuple[Rule, ...], strength: int = 0
) -> dict[str | None, tuple[int, int]]:
    """What is required of one person on one day and what they hold, as anybody would find it with a pencil."""
    _, roll, recorded, _waived = person
    line = duty_on(roll, day)
    if line is None:
        return {}
    found: dict[str | None, tuple[int, int]] = {}
    for one in rules:
        if asks(one, line, day):
            before = found.get(one.curriculum, (1, 1))[1]
            found[one.curriculum] = (1, min(before, int(holds(recorded, one, day, strength))))
    found[None] = (1, int(all(held for _, held in found.values())))
    return found


def counted(person: Somebody, day: date, rules: tuple[Rule, ...]) -> dict[str | None, tuple[int, ...]]:
    """Every measure of one person on one day."""
    by_strength = [judged(person, day, rules, strength) for strength in range(len(STRENGTHS))]
    rest_of_tour = [judged(person, later, rules) for later in CALENDAR if later >= day]
    waived = {one.curriculum for one in person[3] if one.first <= day <= one.last}
    lacking = {code for code, (_, held) in by_strength[0].items() if code is not None and not held}
    found: dict[str | None, tuple[int, ...]] = {}
    for code in by_strength[0]:
        held = by_strength[0][code][1]
        is_waived = lacking <= waived if code is None else code in waived
        needed = [n for n, one in enumerate(rest_of_tour) if code in one]
        to_the_end = held and all(code in one and one[code][1] for one in rest_of_tour[: needed[-1] + 1])
        found[code] = (
            *(1, held, int(not held and is_waived), int(to_the_end)),
            *(by_strength[strength][code][1] for strength in range(1, len(STRENGTHS))),
        )
    return found


def summed(made: list[Step], day: date) -> dict[tuple[str | None, str], tuple[int, ...]]:
    found: dict[tuple[str | None, str], tuple[int, ...]] = {}
    for step in made:
        if step.day <= day:
            before = found.get((step.curriculum, step.sex), (0,) * len(MEASURES))
            found[step.curriculum, step.sex] = tuple(a + b for a, b in zip(before, step.changes, strict=True))
    return {key: counts for key, counts in found.items() if counts[0]}


@settings(max_examples=300, deadline=None)
@given(people, st.sampled_from([RULES, NARROW, RULES + NARROW]))
def test_the_sum_of_the_steps_up_to_a_day_is_the_coverage_of_that_day(
    roll: list[Somebody], rules: tuple[Rule, ...]
) -> None:
    made = steps(Counter(history(*person) for person in roll), rules=rules, deploys_on=DEPLOYS_ON, ends_on=ENDS_ON)
    for day in CALENDAR:
        expected: dict[tuple[str | None, str], tuple[int, ...]] = {}
        for person in roll:
            for code, counts in counted(person, day, rules).items():
                before = expected.get((code, person[0]), (0,) * len(MEASURES))
                expected[code, person[0]] = tuple(a + b for a, b in zip(before, counts, strict=True))
        assert summed(made, day) == expected


def test_a_contingent_that_trains_on_one_day_makes_few_steps() -> None:
    who = (Duty("troops", False, date.min, date.max),)
    stretch = Stretch("CPTM", START, date.max)
    made = steps(
        {History("male", who, KNOWN.of([stretch])): 829, History("male", who, ()): 21},
        rules=RULES[:1],
        deploys_on=START,
        ends_on=ENDS_ON,
    )
    assert made == [
        Step(None, "male", date.min, (850, 0, 0, 0, 0, 0, 0)),
        Step(None, "male", START, (0, 829, 0, 829, 0, 0, 0)),
        Step("CPTM", "male", date.min, (850, 0, 0, 0, 0, 0, 0)),
        Step("CPTM", "male", START, (0, 829, 0, 829, 0, 0, 0)),
    ]
    assert list(accumulate(step.held for step in made if step.curriculum)) == [0, 829]


def test_what_changes_after_the_tour_makes_no_step() -> None:
    who = (Duty("troops", False, date.min, ENDS_ON + timedelta(5)),)
    stretch = Stretch("CPTM", START, ENDS_ON + timedelta(1))
    made = steps({History("female", who, KNOWN.of([stretch])): 1}, rules=RULES[:1], deploys_on=START, ends_on=ENDS_ON)
    assert max(step.day for step in made) == START
