"""A sample for an audit is drawn so that everybody who has the seed draws the same persons (issue 6, 8)."""

import hashlib
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from trainingapp.attestations.sampling import Finding, Rate, against_findings, draw, rate, refusals, roll_sha256
from trainingapp.kit.ids import new_id

SEEDS = st.binary(min_size=32, max_size=32).map(bytes.hex)
ROLLS = st.lists(st.text("abcdefghijklmnopqrstuvwxyzABCDEFGH0123456789_-", min_size=22, max_size=22), max_size=60)


@given(SEEDS, ROLLS, st.integers(-3, 80), st.randoms(use_true_random=False))
def test_the_order_in_which_the_roll_is_told_changes_nothing(seed, roll, size, chance):
    drawn = draw(seed, roll, size)
    chance.shuffle(roll)
    assert draw(seed, roll, size) == drawn
    assert draw(seed, roll + roll, size) == drawn
    assert roll_sha256(roll) == roll_sha256(reversed(roll))


@given(SEEDS, ROLLS, st.integers(-3, 80))
def test_nobody_comes_twice_and_nobody_from_elsewhere(seed, roll, size):
    drawn = draw(seed, roll, size)
    assert len(drawn) == len(set(drawn)) == min(max(size, 0), len(set(roll)))
    assert set(drawn) <= set(roll)


@given(SEEDS, ROLLS, st.integers(0, 60))
def test_who_asks_for_more_gets_the_same_first(seed, roll, size):
    assert draw(seed, roll, size + 5)[:size] == draw(seed, roll, size)


@given(SEEDS, st.lists(st.uuids().map(str), min_size=2, max_size=30, unique=True))
def test_somebody_new_on_the_roll_moves_nobody_past_another(seed, roll):
    *before, new = roll
    ordered = draw(seed, roll, len(roll))
    assert tuple(one for one in ordered if one != new) == draw(seed, before, len(before))


def test_everybody_is_drawn_about_as_often():
    roll = [f"{n:022}" for n in range(50)]
    times = Counter(one for n in range(2_000) for one in draw(f"{n:064x}", roll, 10))
    # 400 expected of each; six standard deviations of a fair draw are 107.
    assert len(times) == 50
    assert all(293 < count < 507 for count in times.values())


def test_it_is_repeated_by_hand_with_nothing_but_sha256():
    seed, roll = "ab" * 32, [new_id() for _ in range(30)]
    by_hand = sorted(roll, key=lambda one: hashlib.sha256(f"{seed}{one}".encode()).hexdigest())
    assert draw(seed, roll, 5) == tuple(by_hand[:5])


def test_as_many_are_drawn_as_there_are():
    assert not refusals(5, roll=5)
    assert "5" in str(refusals(6, roll=5)["size"][0])
    assert refusals(1, roll=0)


def test_what_was_not_proved_counts_as_what_is_contradicted():
    assert rate(["proved", "not_proved", "contradicted", "proved"]) == Rate(2, 4)
    assert rate([]) == Rate(0, 0)


def test_a_finding_rests_on_a_proof_and_a_contradiction_says_which():
    drawn, certified = ("one", "two"), ("CPTM",)
    right = Finding("one", "CPTM", "attendance_sheet", "proved")
    missing = Finding("two", "CPTM", "none", "not_proved")
    assert not against_findings([right, missing], drawn=drawn, curricula=certified)
    unproved = Finding("one", "CPTM", "none", "proved")
    silent = Finding("one", "CPTM", "interview", "contradicted")
    assert len(against_findings([unproved, silent, unproved], drawn=drawn, curricula=certified)) == 2
    for foreign in (Finding("three", "CPTM", "interview", "proved"), Finding("one", "BFA", "interview", "proved")):
        assert "out of date" in str(against_findings([foreign], drawn=drawn, curricula=certified)[0])
    assert against_findings([], drawn=drawn, curricula=certified)
