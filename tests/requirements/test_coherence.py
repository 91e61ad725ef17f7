"""What a rule may not say: of what does not exist, or against another rule (R12); for rules of every kind."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainingapp.requirements.coherence import (
    Known,
    already_asked,
    asks_as_much,
    conflict,
    conflicts,
    ended,
    out_of_order,
    unknown,
)
from trainingapp.requirements.comparing import compared
from trainingapp.requirements.rules import COMPONENT_OF, DUE, Asked, Rule, Statement, in_order, rules_of, statement_on

KNOWN = Known({"CPTM": ("2017",)}, ("medic",), ("FPU",), ("MINUSCA",), ("nco",))
PLAIN = Rule(
    *("A", "Core training", "CPTM", True, frozenset(), False, None, "pre-deployment", date(2017, 1, 1), None),
    *("R16", False),
)
DAYS = st.dates(date(2016, 1, 1), date(2019, 12, 31))


def some(*words: str) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(words))


@st.composite
def rules(draw: st.DrawFn, code: str = "A") -> Rule:
    first = draw(DAYS)
    due = draw(st.sampled_from(DUE))
    return replace(
        PLAIN,
        code=code,
        mandatory=draw(st.booleans()),
        categories=draw(some("troops", "staff_officer", "formed_police")),
        components=draw(some("military", "police")),
        decision_makers_only=draw(st.booleans()),
        functions=draw(some("medic", "driver")),
        missions=draw(some("MINUSCA", "UNMISS")),
        unit_types=draw(some("FPU", "INF_BN")),
        mission_flag=draw(st.sampled_from((None, "POC", "CP"))),
        due=due,
        due_days=0 if due == "deployment" else draw(st.integers(1, 30)),
        counts_days=draw(st.sampled_from((None, 180, 365))),
        versions=draw(some("2017", "2025")),
        holds_from=first,
        holds_through=draw(st.none() | st.integers(0, 900).map(lambda days: first + timedelta(days))),
    )


#: Everybody, everywhere: category, whether they decide, function; mission, kind of unit, the mission's flags.
PEOPLE = list(product(COMPONENT_OF, (True, False), (None, "medic", "driver")))
PLACES = list(product(("MINUSCA", "UNMISS", "UNIFIL"), ("FPU", "INF_BN", "SIGNALS"), ((), ("POC",), ("POC", "CP"))))


def bound(rule: Rule) -> set[tuple[object, ...]]:
    """Everybody whom a rule binds, wherever they deploy while it stands."""
    return {
        (person, place)
        for place in PLACES
        if rule.binds_rotation(deploys_on=rule.holds_from, mission=place[0], unit_type=place[1], flags=place[2])
        for person in PEOPLE
        if rule.binds_person(category=person[0], decides=person[1], function=person[2])
    }


@given(one=rules(), other=rules("B"))
def test_whoever_is_asked_as_much_is_bound_by_both(one: Rule, other: Rule) -> None:
    """Against everybody, one by one."""
    if asks_as_much(one, other):
        assert bound(one) >= bound(other)


@given(one=rules(), other=rules("B"), third=rules("C"))
def test_asking_as_much_is_an_order(one: Rule, other: Rule, third: Rule) -> None:
    assert asks_as_much(one, one)
    if asks_as_much(one, other) and asks_as_much(other, third):
        assert asks_as_much(one, third)


@given(one=rules(), other=rules("B"))
def test_a_conflict_is_one_from_both_sides_and_only_while_both_stand(one: Rule, other: Rule) -> None:
    assert conflict(one, other) == conflict(other, one)
    if conflict(one, other):
        last = (one.holds_through or date.max, other.holds_through or date.max)
        assert max(one.holds_from, other.holds_from) <= min(last)


@given(one=rules())
def test_a_rule_beside_itself_says_the_same_and_beside_its_opposite_contradicts(one: Rule) -> None:
    assert conflict(one, replace(one, code="B")) == "same"
    assert conflict(one, replace(one, code="B", mandatory=not one.mandatory)) == "contradicts"
    after = replace(
        one, code="B", holds_from=(one.holds_through or date(2030, 1, 1)) + timedelta(1), holds_through=None
    )
    assert conflict(ended(one, after.holds_from - timedelta(1)), after) is None


def test_what_is_recommended_to_more_than_must_hold_it_contradicts_nothing() -> None:
    advice = replace(PLAIN, code="B", mandatory=False)
    for_leaders = replace(PLAIN, decision_makers_only=True)
    assert conflict(for_leaders, advice) is None
    assert conflict(PLAIN, replace(advice, decision_makers_only=True)) == "contradicts"
    assert conflict(PLAIN, replace(advice, categories=frozenset({"troops"}))) == "contradicts"
    assert (
        conflict(replace(PLAIN, categories=frozenset({"troops"})), replace(advice, components=frozenset({"military"})))
        is None
    )
    # A yearly refresher beside what is held once says something of its own.
    assert conflict(PLAIN, replace(advice, counts_days=365)) is None


def test_both_rules_are_named() -> None:
    (said,) = conflicts(replace(PLAIN, code="NEW"), [replace(PLAIN, code="OLD", mandatory=False)])
    assert "NEW requires CPTM of persons to whom OLD only recommends it" in str(said)
    (said,) = conflicts(replace(PLAIN, code="NEW", mandatory=False), [replace(PLAIN, code="OLD")])
    assert "NEW only recommends CPTM to persons of whom OLD requires it" in str(said)
    (said,) = conflicts(replace(PLAIN, code="NEW"), [replace(PLAIN, code="OLD")])
    assert "NEW says the same" in str(said)
    assert "OLD" in str(said)


def test_every_unknown_thing_is_told_at_once() -> None:
    rule = replace(
        PLAIN,
        curriculum="CPTN",
        categories=frozenset({"sailors"}),
        components=frozenset({"naval"}),
        functions=frozenset({"stoker"}),
        unit_types=frozenset({"FRIGATE"}),
        missions=frozenset({"UNSEA"}),
        rank_bands=frozenset({"admiral"}),
        mission_flag="WEATHER",
        holds_through=date(2016, 1, 1),
        counts_days=0,
    )
    said = [str(sentence) for sentence in unknown(rule, KNOWN)]
    for word in ("CPTN", "sailors", "naval", "stoker", "FRIGATE", "UNSEA", "admiral", "WEATHER", "before it begins"):
        assert any(word in sentence for sentence in said), word
    assert len(said) == 10
    (version,) = unknown(replace(PLAIN, versions=frozenset({"2017", "2031"})), KNOWN)
    assert str(version) == "CPTM has no version 2031."


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"due": "deployment", "due_days": 3}, "no number of days"),
        ({"due": "end", "due_days": 0}, "from 1 before the end"),
        ({"due": "arrival", "due_days": -1}, "from 0 to"),
        ({"due": "lunch"}, "is no time"),
        ({"categories": frozenset({"troops"}), "components": frozenset({"police"})}, "binds nobody"),
        ({"assumption": True}, "no note says"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(change: dict[str, object], said: str) -> None:
    (sentence,) = unknown(replace(PLAIN, **change), KNOWN)  # type: ignore[arg-type]
    assert said in str(sentence)


def test_a_rule_that_adds_nothing_is_told_and_not_refused() -> None:
    narrow = replace(PLAIN, code="B", missions=frozenset({"MINUSCA"}))
    assert already_asked(narrow, [PLAIN]) == PLAIN
    assert already_asked(PLAIN, [narrow]) is None
    assert already_asked(narrow, [replace(PLAIN, holds_through=date(2020, 1, 1))]) is None
    assert conflicts(narrow, [PLAIN]) == []


# --- Statements of unit requirements ---------------------------------------------------------------------------------


def version(number: int, first: date, *curricula: str) -> Statement:
    lines = tuple(Asked(code) for code in curricula)
    return Statement(f"s{number}", "MINUSCA", "FPU", number, first, 140, "fr", "SUR", None, lines)


@given(days=st.sets(DAYS, min_size=1, max_size=6), day=DAYS)
def test_exactly_one_version_binds_on_any_day_since_the_first(days: set[date], day: date) -> None:
    """R12: a unit is linked to exactly one version, that of the day it deploys."""
    placed = in_order(version(n, first, "CPTM") for n, first in enumerate(sorted(days), start=1))
    found = statement_on(placed, mission="MINUSCA", unit_type="FPU", day=day)
    begun = [first for first in sorted(days) if first <= day]
    assert (found.effective_from if found else None) == (begun[-1] if begun else None)
    binding = [
        rule.statement
        for one in placed
        for rule in rules_of(one)
        if rule.binds_rotation(deploys_on=day, flags=(), mission="MINUSCA", unit_type="FPU")
    ]
    assert binding == ([found.public_id] if found else [])


@given(
    numbers=st.lists(st.integers(1, 5), min_size=2, max_size=2),
    days=st.lists(DAYS, min_size=2, max_size=2),
)
def test_versions_begin_in_the_order_of_their_numbers_or_are_refused(numbers: list[int], days: list[date]) -> None:
    old, new = (version(n, first, "CPTM") for n, first in zip(numbers, days, strict=True))
    right = numbers[0] != numbers[1] and (numbers[0] < numbers[1]) == (days[0] < days[1]) and days[0] != days[1]
    refused = out_of_order(new, [old])
    assert bool(refused) is not right
    assert all(old.name in str(said) for said in refused)
    assert out_of_order(new, [replace(old, mission="UNMISS")]) == []


def test_two_versions_are_compared_line_by_line() -> None:
    """E10: v2 adds C-IED."""
    first = version(1, date(2016, 1, 1), "CPTM", "SEA-ELEARN", "BFA", "POC-POL")
    second = replace(version(2, date(2017, 10, 1), "CPTM", "SEA-ELEARN", "POC-POL", "CIED-BASIC"))
    second = replace(second, lines=(*second.lines[1:], Asked("CPTM", frozenset({"fpu_commander"}), 1)))
    assert [(one.kind, one.curriculum) for one in compared(first, second)] == [
        ("added", "CIED-BASIC"),
        ("dropped", "BFA"),
        ("changed", "CPTM"),
        ("same", "SEA-ELEARN"),
        ("same", "POC-POL"),
    ]
