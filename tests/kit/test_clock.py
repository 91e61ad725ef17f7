"""A demonstration's clock is put to a day, goes on as real time does, and stays on that day."""

import os
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import TODAY
from trainingapp.kit import clock

SINCE = date(2026, 11, 21)
MOMENTS = st.integers(0, 400 * 86_400).map(lambda later: datetime(2026, 11, 21, tzinfo=UTC) + timedelta(seconds=later))


def told(moment: datetime) -> datetime:
    return clock.stood_in(moment, said=TODAY, since=SINCE)


def test_it_begins_on_its_day_at_the_real_time_of_day():
    assert told(datetime(2026, 11, 21, 9, 30, tzinfo=UTC)) == datetime(2017, 12, 31, 9, 30, tzinfo=UTC)


def test_midnight_never_comes():
    """It used to tell 00:00 of the same day then: what had run out in the evening held again."""
    evening = datetime(2026, 11, 21, 23, 59, 58, tzinfo=UTC)
    last = datetime(2017, 12, 31, 23, 59, 59, tzinfo=UTC)
    assert [told(evening + timedelta(seconds=later)) for later in (1, 2, 86_400)] == [last] * 3


@given(MOMENTS, MOMENTS)
def test_it_never_goes_back_and_stays_on_its_day(one, other):
    earlier, later = sorted((one, other))
    assert told(earlier) <= told(later)
    assert told(later).date() == TODAY


def test_a_process_that_is_started_later_goes_by_the_clock_of_the_one_that_starts_it():
    surroundings = os.environ | {clock.BEGAN: "2026-11-20"}
    code = "from trainingapp.kit import clock; print(clock.began())"
    out = subprocess.run([sys.executable, "-c", code], env=surroundings, text=True, capture_output=True, check=True)
    assert out.stdout == "2026-11-20\n"
