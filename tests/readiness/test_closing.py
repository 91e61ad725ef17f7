"""By when to train so that a gap closes, against an oracle that tries every day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainingapp.curricula.rules import Validity, valid_through
from trainingapp.readiness.closing import closing

TODAY = date(2017, 11, 1)
DAYS = st.integers(0, 400).map(lambda days: TODAY + timedelta(days))
VALIDITIES = st.one_of(
    st.just(Validity("unlimited", None)), st.integers(1, 30).map(lambda months: Validity("months", months))
)


@given(DAYS, st.integers(1, 400), VALIDITIES, st.none() | DAYS)
def test_it_lasts_from_the_first_day_on_which_a_completion_counts_to_the_end(
    deploys_on: date, length: int, validity: Validity, until: date | None
) -> None:
    ends_on = deploys_on + timedelta(length)

    def held_through(day: date) -> date | None:
        ends = [end for end in (valid_through(day, validity), until) if end is not None]
        return min(ends, default=None)

    found = closing(held_through, today=TODAY, deploys_on=deploys_on, ends_on=ends_on)
    assert found is not None
    helping = [TODAY + timedelta(n) for n in range((found.by - TODAY).days + 1)]
    lasting = [day for day in helping if (held_through(day) or date.max) >= ends_on]
    assert found.lasts_from == (lasting[0] if lasting else None)
    assert found.by == (ends_on if deploys_on < TODAY else deploys_on)


@pytest.mark.parametrize(
    ("today", "months", "said"),
    [
        (TODAY, 24, "Train by 2017-11-15: it then counts to the end of the tour."),
        (TODAY, 6, "Train by 2017-11-15: it counts through 2018-05-15, and is due again then."),
        (TODAY, 12, "Train from 2017-11-14 to 2017-11-15: it then counts to the end of the tour."),
        (date(2018, 1, 1), 12, "Train now: it then counts to the end of the tour."),
        (date(2017, 12, 1), 6, "Train now: whoever completes it on 2018-05-14 or later holds it to the end."),
    ],
)
def test_what_to_do_is_said_in_days(today: date, months: int, said: str) -> None:
    validity = Validity("months", months)
    found = closing(
        lambda day: valid_through(day, validity),
        today=today,
        deploys_on=date(2017, 11, 15),
        ends_on=date(2018, 11, 14),
    )
    assert found is not None
    assert str(found.sentence) == said


def test_after_the_tour_nothing_closes_it() -> None:
    assert closing(lambda day: None, today=date(2019, 1, 1), deploys_on=TODAY, ends_on=date(2018, 1, 1)) is None
