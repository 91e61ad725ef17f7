"""The geometry of the map and of the line over time, the colour rule, the targets: pure, checked with any numbers."""

import re
from datetime import date, timedelta
from itertools import pairwise
from math import hypot

import pytest
from hypothesis import given
from hypothesis import strategies as some

from trainingapp.overviews.places import HEIGHT, LARGEST, WIDTH, WorldMap, drawn_at, laid_out, places, world_map
from trainingapp.overviews.targets import Sexes, aimed_at, targets
from trainingapp.overviews.trend import Point, Trend, trend
from trainingapp.readiness.colour import COLOURS, TONES, ColourRule
from trainingapp.states import reference

DAY = date(2017, 12, 31)
NINETY = ColourRule(amber_percent=90)
FICTIONAL = {"XCA", "XKT", "XSU", "XRM"}


# --- The colour of a rotation ----------------------------------------------------------------------------------------


def test_green_is_everybody_and_849_of_850_is_not_green():
    assert NINETY.of(persons=850, ready=850, gaps=0) == "green"
    assert NINETY.of(persons=850, ready=849, gaps=1) == "amber"


def test_amber_is_ninety_percent_or_every_gap_under_a_waiver_and_red_is_below():
    assert NINETY.of(persons=850, ready=765, gaps=85) == "amber"
    assert NINETY.of(persons=850, ready=764, gaps=86) == "red"
    assert NINETY.of(persons=850, ready=400, gaps=450, waived=450) == "amber"
    assert NINETY.of(persons=850, ready=400, gaps=450, waived=449) == "red"


def test_a_rotation_without_a_roll_has_no_colour_but_grey():
    assert NINETY.of(persons=0, ready=0, gaps=0) == "grey"


def test_where_amber_begins_is_a_setting_and_stands_in_the_rule():
    assert ColourRule(80).of(persons=10, ready=8, gaps=2) == "amber"
    assert "at least 80 %" in str(ColourRule(80).in_words)
    assert "stand beside it and do not count" in str(NINETY.in_words)


def test_every_colour_has_a_word_and_a_symbol_of_its_own():
    assert COLOURS.keys() == TONES.keys()
    assert len(set(COLOURS.values())) == len(set(TONES.values())) == 4


# --- The map ---------------------------------------------------------------------------------------------------------


def test_every_state_has_a_place_and_the_fictional_ones_have_none():
    known = {state.iso3 for state in reference.load_states()}
    assert known - places().keys() == FICTIONAL
    assert not places().keys() - known


def test_places_lie_on_the_drawing_and_north_is_above_south():
    for code, (latitude, longitude) in places().items():
        x, y = drawn_at(latitude, longitude)
        assert 0 <= x <= WIDTH, code
        assert 0 < y < HEIGHT, code
    assert drawn_at(*places()["NPL"])[1] < drawn_at(*places()["LKA"])[1]
    assert drawn_at(*places()["GHA"])[0] < drawn_at(*places()["KEN"])[0]


def a_map(found: dict[str, tuple[int, int]]) -> WorldMap:
    """The map of States that are as strong as they ever are."""
    return world_map(found, laid_out(tuple(sorted((code, persons) for code, (_ready, persons) in found.items()))))


def test_a_circle_stands_in_its_place_on_every_day_and_is_drawn_to_the_same_scale():
    layout = laid_out((("BGD", 400), ("BTN", 100), ("NPL", 400)))
    full, later = (
        {one.code: one for one in world_map(found, layout).circles}
        for found in (
            {"BGD": (9, 400), "BTN": (9, 100), "NPL": (0, 400)},
            {"BGD": (9, 100), "NPL": (0, 400)},
        )
    )
    assert set(later) == {"BGD", "NPL"}
    for code, one in later.items():
        assert (one.x, one.y) == (full[code].x, full[code].y)
    assert full["BGD"].radius == LARGEST
    assert later["BGD"].radius == pytest.approx(LARGEST / 2)


def test_a_circle_is_as_large_as_the_number_of_its_persons():
    made = {one.code: one for one in a_map({"BGD": (60, 400), "FJI": (100, 100), "ARG": (0, 1)}).circles}
    assert made["BGD"].radius == LARGEST
    assert made["FJI"].radius == pytest.approx(LARGEST / 2)
    assert made["ARG"].radius > 0
    assert (made["BGD"].ready, made["BGD"].persons) == (60, 400)


def test_who_has_no_place_is_told_and_who_has_nobody_is_not_drawn():
    made = a_map({"XCA": (3, 5), "BGD": (1, 2), "NPL": (0, 0)})
    assert [one.code for one in made.circles] == ["BGD"]
    assert made.unplaced == ("XCA",)


@given(some.dictionaries(some.sampled_from(sorted(places())), some.integers(1, 9000), max_size=195))
def test_circles_stay_on_the_drawing_and_the_same_figures_are_always_drawn_alike(persons):
    found = {code: (0, number) for code, number in persons.items()}
    made = a_map(found)
    assert made == a_map(dict(reversed(found.items())))
    assert {one.code for one in made.circles} == set(persons)
    for one in made.circles:
        assert one.radius - 0.1 <= one.x <= WIDTH - one.radius + 0.1
        assert one.radius - 0.1 <= one.y <= HEIGHT - one.radius + 0.1
    for larger, smaller in pairwise(made.circles):
        assert larger.radius >= smaller.radius


def test_neighbours_do_not_cover_one_another():
    made = a_map(dict.fromkeys(("BGD", "NPL", "IND", "PAK", "LKA", "BTN"), (0, 7000))).circles
    for n, one in enumerate(made):
        for other in made[n + 1 :]:
            assert hypot(one.x - other.x, one.y - other.y) > 0.85 * (one.radius + other.radius)


# --- The line over time ----------------------------------------------------------------------------------------------


FIRST = date(2017, 1, 1)


def points(*shares: tuple[int, int], every: int = 1) -> list[Point]:
    return [Point(FIRST + timedelta(n * every), part, whole) for n, (part, whole) in enumerate(shares)]


def drawn(shares: list[Point], *, days: int = 20, asked: int = 0, today: int = 0) -> Trend:
    last, asked_on, today_on = (FIRST + timedelta(n) for n in (days, asked, today))
    return trend(shares, first=FIRST, last=last, asked=asked_on, today=today_on)


def test_the_line_is_drawn_to_today_and_what_comes_after_apart():
    line = drawn([Point(FIRST, 9, 10), Point(FIRST + timedelta(10), 10, 10)], asked=4, today=8)
    assert line.past == "M0.0 1000.0H400.0"
    assert line.coming == "M400.0 1000.0H500.0V0.0H1000.0"
    assert (line.asked, line.today) == (0.2, 0.4)
    assert line.at == Point(FIRST + timedelta(4), 9, 10)


def test_of_a_time_long_past_nothing_is_to_come_and_of_a_time_to_come_nothing_is_past():
    ninety = points((9, 10))
    assert (drawn(ninety, today=400).coming, drawn(ninety, today=400).today) == ("", None)
    assert drawn(ninety, today=-400).past == ""


def test_the_scale_begins_where_the_line_needs_it_and_says_so():
    assert drawn(points((95, 100), (97, 100))).low == 90
    assert drawn(points((60, 100), (97, 100))).low == 50
    assert drawn(points((1, 100), (97, 100))).low == 0
    assert [tick.value for tick in drawn(points((1, 2))).values] == [50, 60, 70, 80, 90, 100]


def test_days_with_nobody_to_count_break_the_line():
    line = drawn(points((1, 2), (0, 0), (1, 2), every=5))
    assert line.coming == "M0.0 1000.0H250.0M500.0 1000.0H1000.0"
    assert drawn(points((0, 0))).coming == ""


def test_the_lowest_day_ahead_is_found_and_a_month_stands_in_the_table_once():
    line = drawn(points((10, 10), (7, 10), (9, 10), every=20), days=70, today=5)
    assert line.lowest == Point(FIRST + timedelta(20), 7, 10)
    assert line.months == (Point(FIRST, 10, 10), Point(date(2017, 2, 1), 7, 10), Point(date(2017, 3, 1), 9, 10))
    assert drawn(points((7, 10)), today=5).lowest is None


@given(some.lists(some.tuples(some.integers(0, 50), some.integers(0, 50)), max_size=40), some.integers(-5, 90))
def test_no_line_leaves_its_drawing(shares, today):
    line = drawn(points(*((min(part, whole), whole) for part, whole in shares)), days=30, today=today)
    numbers = [float(number) for path in (line.past, line.coming) for number in re.findall(r"[\d.-]+", path)]
    assert all(0 <= number <= 1000 for number in numbers)


def test_one_day_is_no_line():
    with pytest.raises(ValueError, match="two days"):
        drawn(points((1, 2)), days=0)


# --- Women and men (R70, R71) ----------------------------------------------------------------------------------------


def test_the_targets_are_fifteen_and_twenty_percent_each_with_source_and_day():
    assert [(one.percent, one.categories) for one in targets()] == [
        (15, ("staff_officer", "expert_on_mission")),
        (20, ("individual_police", "formed_police")),
    ]
    assert all(one.source and one.first < DAY for one in targets())


def test_a_share_is_of_those_recorded_and_unspecified_stand_apart():
    counted = Sexes(women=15, men=85, unspecified=900)
    assert counted.share == 15.0
    assert counted.recorded == 100
    assert counted.persons == 1000
    assert Sexes(unspecified=4).share is None


def test_a_target_is_compared_exactly_and_says_how_many_are_missing():
    officers = {"staff_officer": Sexes(10, 90), "expert_on_mission": Sexes(4, 0, 3), "troops": Sexes(0, 999)}
    (one,) = aimed_at(officers, day=DAY)
    assert one.counted == Sexes(14, 90, 3)
    assert (one.is_met, one.missing) == (False, 2)
    (met,) = aimed_at({"formed_police": Sexes(28, 112)}, day=DAY)
    assert (met.is_met, met.missing) == (True, 0)


def test_figures_from_before_a_target_are_not_held_against_it():
    police = {"individual_police": Sexes(1, 9)}
    assert not aimed_at(police, day=date(2009, 7, 31))
    assert aimed_at(police, day=date(2009, 8, 1))
