"""How much a need counts, by weights that are shown; ties by a stated rule (R44, R49, E7)."""

from datetime import date, timedelta
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from trainingapp.bulletins.score import PARTS, Candidate, Weights, ranked, scored

DAY = date(2017, 12, 31)


def candidate(key: str = "a", days: int = 45, **more: object) -> Candidate:
    said: dict[str, object] = {
        "key": key,
        "source": "declared",
        "state": "XSU",
        "state_name": "Sumora",
        "may_be_named": True,
        "mission": "MINUSMA",
        "unit_type": "INF_BN",
        "unit_label": "Infantry battalion",
        "curriculum": "CIED-BASIC",
        "title": "C-IED",
        "required": (650, 0, 0, 650),
        "held": (0, 0, 0, 0),
        "deploys_on": DAY + timedelta(days=days),
        "language": "en",
        "mandatory": True,
        "action_plan": True,
        "emerging": True,
        "commander": True,
    }
    return Candidate(**(said | more))  # type: ignore[arg-type]


def score(**more: object) -> int:
    return scored(candidate(**more), Weights(), as_of=DAY).score  # type: ignore[arg-type]


NEEDS = st.builds(
    candidate,
    key=st.text("abcdef", min_size=1, max_size=4),
    days=st.integers(1, 300),
    **{name: st.booleans() for name in ("mandatory", "action_plan", "emerging", "commander")},
    required=st.integers(1, 900).map(lambda n: (n, 0, 0, n)),
)
WEIGHTS = st.builds(Weights, **{name: st.integers(0, 50) for name in ("mandatory", "soon", "later", "far", "emerging")})


def test_the_scores_of_the_story():
    assert score() == 100
    assert score(days=100, emerging=False, commander=False) == 70
    assert score(days=200, action_plan=False, emerging=False, commander=False) == 45


def test_the_days_that_a_band_ends_on_belong_to_it():
    assert [score(days=days) for days in (60, 61, 120, 121)] == [100, 90, 90, 80]


def test_of_equals_the_emerging_contributor_stands_first_then_who_deploys_earlier_then_the_larger():
    equal = Weights(emerging=0)
    first = candidate("z", 50)
    second = candidate("y", 45, emerging=False)
    third = candidate("x", 46, emerging=False, required=(900, 0, 0, 900))
    fourth = candidate("w", 46, emerging=False)
    for order in permutations([first, second, third, fourth]):
        assert [one.need.key for one in ranked(order, equal, as_of=DAY)] == ["z", "y", "x", "w"]


@given(NEEDS, WEIGHTS)
def test_a_score_is_the_sum_of_the_parts_that_are_shown(need, weights):
    one = scored(need, weights, as_of=DAY)
    assert [name for name, _ in one.parts] == list(PARTS)
    assert one.score == sum(points for _, points in one.parts)


@given(st.lists(NEEDS, max_size=6, unique_by=lambda need: need.key), WEIGHTS, st.randoms())
def test_the_order_does_not_depend_on_the_order_in_which_needs_came(needs, weights, chance):
    shuffled = list(needs)
    chance.shuffle(shuffled)
    assert ranked(needs, weights, as_of=DAY) == ranked(shuffled, weights, as_of=DAY)


@given(NEEDS, st.sampled_from(["mandatory", "action_plan", "emerging", "commander"]))
def test_what_counts_for_a_need_never_puts_it_further_down(need, what):
    from dataclasses import replace

    without, with_it = (scored(replace(need, **{what: holds}), Weights(), as_of=DAY) for holds in (False, True))
    assert with_it.score >= without.score
    assert with_it.score - without.score == getattr(Weights(), what)
