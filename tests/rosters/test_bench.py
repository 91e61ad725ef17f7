"""The bench measures what it says: every row read and found good."""

from trainingapp.rosters.bench import reading


def test_reading_is_measured_beside_its_floor():
    measured = reading(quick=True)
    assert measured.size == 5_000
    assert measured.figure > measured.floor > 0
    assert measured.ratio == measured.figure / measured.floor
