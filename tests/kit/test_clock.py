"""A demonstration's clock is put to a day, and from there goes on as real time does."""

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


def test_midnight_comes_after_the_evening():
    """It used to tell 00:00 of the same day: what had run out in the evening held again."""
    evening = datetime(2026, 11, 21, 23, 59, 59, tzinfo=UTC)
    assert told(evening + timedelta(seconds=1)) == datetime(2018, 1, 1, tzinfo=UTC)


@given(MOMENTS, MOMENTS)
def test_as_much_time_passes_as_really_does(one, other):
    assert told(other) - told(one) == other - one


def test_the_register_is_on_its_day(app, session):
    """The one that the tests are run on; over midnight they have to be run again."""
    assert clock.today() == clock.now().date()
    assert clock.today() - TODAY == datetime.now(UTC).date() - clock.began()


def test_a_process_that_is_started_later_goes_by_the_clock_of_the_one_that_starts_it():
    surroundings = os.environ | {clock.BEGAN: "2026-11-20"}
    code = "from trainingapp.kit import clock; print(clock.began())"
    out = subprocess.run([sys.executable, "-c", code], env=surroundings, text=True, capture_output=True, check=True)
    assert out.stdout == "2026-11-20\n"
