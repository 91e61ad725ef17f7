"""A duration is told in hours, in the singular when it is one."""

import pytest

from trainingapp.curricula.views.shown import in_hours


@pytest.mark.parametrize(
    ("minutes", "told"), [(60, "1 hour"), (90, "1.5 hours"), (1_140, "19 hours"), (30, "0.5 hours"), (62, "1 hour")]
)
def test_one_hour_is_told_in_the_singular(app, session, minutes, told):
    with app.test_request_context():
        assert in_hours(minutes) == told
