"""Those who are trained: kept exactly as given, one service number for one person within a State."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import make
from trainingapp.journal import actions as journal
from trainingapp.people import actions, queries


def add(rows: list[dict], state: str = "BGD") -> dict[str, tuple[int, str]]:
    with journal.entry(act="test", by="t", now=make.NOW, object_kind="test", object_id="t") as entry:
        return actions.add_people(entry, state, rows)


def test_names_are_kept_exactly_as_given(session):
    """No re-casing, no splitting, the original script beside the Latin one."""
    given_as = {"family_name": "McDONALD-o'Brien", "given_names": "  Zoë  van der", "original_name": "محمد بن سلمان"}
    add([{"service_number": "00417", **given_as}])
    kept = queries.by_service_number("BGD", ["00417"])["00417"]
    assert (kept.family_name, kept.given_names, kept.original_name) == tuple(given_as.values())
    assert kept.name == "  Zoë  van der McDONALD-o'Brien"


def test_sex_is_never_inferred(session):
    add([{"service_number": "A1", "full_name": "Alice Uwera"}])
    assert queries.by_service_number("BGD", ["A1"])["A1"].sex == "unspecified"


def test_a_service_number_is_text_and_leading_zeros_are_part_of_it(session):
    add([{"service_number": "417", "full_name": "One"}, {"service_number": "00417", "full_name": "Another"}])
    found = queries.by_service_number("BGD", ["417", "00417", "0417"])
    assert {number: one.name for number, one in found.items()} == {"417": "One", "00417": "Another"}


def test_a_service_number_belongs_to_one_state(session):
    make.state("RWA", "Rwanda", "RW")
    add([{"service_number": "A1", "full_name": "Alice"}])
    add([{"service_number": "A1", "full_name": "Bob"}], state="RWA")
    assert queries.by_service_number("BGD", ["A1"])["A1"].name == "Alice"
    assert queries.by_service_number("NPL", ["A1"]) == {}


def test_whoever_loses_the_race_for_a_service_number_is_told_so(session):
    add([{"service_number": "A1", "full_name": "Alice"}])
    with pytest.raises(actions.AlreadyKnown, match="Check the file again"):
        add([{"service_number": "A2", "full_name": "Bob"}, {"service_number": "A1", "full_name": "Carol"}])


def test_fifty_thousand_numbers_are_looked_up_in_one_statement(session, statements):
    add([{"service_number": f"S{n}", "full_name": f"Soldier {n}", "born_on": date(1990, 1, 1)} for n in range(100)])
    with statements() as seen:
        found = queries.by_service_number("BGD", [f"S{n}" for n in range(50_000)])
    assert len(seen) == 1
    assert len(found) == 100
    assert found["S7"].born_on == date(1990, 1, 1)


def test_adding_people_takes_as_many_statements_for_one_as_for_many(session, statements):
    counts = []
    for size in (1, 500):
        with statements() as seen:
            add([{"service_number": f"{size}-{n}", "full_name": "X"} for n in range(size)])
        counts.append(len(seen))
    assert counts[0] == counts[1]


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(number=st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=40))
def test_whatever_a_service_number_is_made_of_it_is_found_again(session, number):
    """Quotes, backslashes, commas, letters of every script."""
    if not queries.by_service_number("BGD", [number]):
        add([{"service_number": number, "full_name": "X"}])
    assert list(queries.by_service_number("BGD", [number, "other"])) == [number]
