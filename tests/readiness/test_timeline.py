"""Any day from the timeline in memory, against an oracle that adds up the steps day by day."""

from collections.abc import Sequence
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from trainingapp.readiness.coverage import SEXES, Deployment
from trainingapp.readiness.steps import HELD, MEASURES, REQUIRED, STRONGER, Step
from trainingapp.readiness.timeline import Change, Kept, cut, daily, kept

START = date(2017, 1, 1)
CALENDAR = [START + timedelta(n) for n in range(40)]
a_day = st.sampled_from(CALENDAR)
steps = st.lists(
    st.builds(
        Step,
        st.sampled_from(["CPTM", None]),
        st.sampled_from(SEXES),
        st.just(date.min) | a_day,
        st.tuples(*[st.integers(-9, 9)] * len(MEASURES)),
    ),
    max_size=8,
)


@st.composite
def rotations(draw: st.DrawFn) -> tuple[Kept, list[Step]]:
    first, last = sorted([draw(a_day), draw(a_day)])
    one = Deployment(
        *(str(draw(st.integers(0, 10**6))), "BANBAT-4", draw(st.sampled_from(["BGD", "XCA"])), "MINUSCA"),
        *(first, last, 850, 0, "INF_BN", "military", "en"),
    )
    made = draw(steps)
    return kept(one, made), made


def added(made: Sequence[Step], curriculum: str | None, day: date, measure: int) -> int:
    return sum(step.changes[measure] for step in made if step.curriculum == curriculum and step.day <= day)


def on(line: Sequence[Change], day: date) -> tuple[int, int]:
    """What a line says of a day: its last point up to it."""
    before = [(required, held) for point, required, held in line if point <= day]
    return before[-1] if before else (0, 0)


@settings(max_examples=80, deadline=None)
@given(st.lists(rotations(), max_size=3), a_day, a_day, st.sampled_from(["CPTM", None]), st.booleans())
def test_a_line_says_of_every_day_what_the_steps_of_those_deployed_on_it_add_up_to(
    several: list[tuple[Kept, list[Step]]], one: date, other: date, curriculum: str | None, is_certified: bool
) -> None:
    first, last = sorted([one, other])
    evidence, held = ("certified", STRONGER + 1) if is_certified else ("self_declared", HELD)
    kepts = [one for one, _made in several]
    line = daily(kepts, first=first, last=last, curriculum=curriculum, evidence=evidence).get((), [])
    whole = daily(kepts, first=date.min, last=date.max, curriculum=curriculum, evidence=evidence).get((), [])
    part = cut(whole, first=first, last=last)
    assert part[0][0] == first
    assert all(first <= point <= last for point, _required, _held in part)
    for day in CALENDAR:
        if not first <= day <= last:
            continue
        there = [made for one, made in several if one.rotation.deploys_on <= day <= one.rotation.ends_on]
        expected = tuple(sum(added(made, curriculum, day, which) for made in there) for which in (REQUIRED, held))
        assert on(line, day) == on(part, day) == on(whole, day) == expected


@given(steps, a_day)
def test_a_series_tells_every_measure_of_every_sex_on_any_day(made: list[Step], day: date) -> None:
    found = kept(Deployment("1", "A", "BGD", "MINUSCA", START, START, 1, 0), made).series
    for curriculum in ("CPTM", None):
        counts = found[curriculum].on(day.toordinal()) if curriculum in found else None
        for measure in range(len(MEASURES)):
            for place, sex in enumerate(SEXES):
                of_sex = [step for step in made if step.sex == sex]
                told = 0 if counts is None else counts[measure * len(SEXES) + place]
                assert told == added(of_sex, curriculum, day, measure)
