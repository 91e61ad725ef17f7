"""A claim is verified item by item; what was accepted without it is told apart (R57, H ¶101, issue 6, 8)."""

from datetime import date

import pytest

from trainingapp.attestations.verifying import (
    ITEMS,
    Answered,
    Standing,
    Verified,
    in_words,
    items_of,
    refusals,
    standing_of,
)

DAY = date(2017, 11, 2)
YES, NO = Answered(True), Answered(False, "of 20 rifles 3 were there")


def visit(*, current: bool = True, **items: Answered) -> Verified:
    """A visit that found this."""
    return Verified("visit", DAY, items, current)


def all_four(**but: Answered) -> dict[str, Answered]:
    return dict.fromkeys(ITEMS, YES) | but


def test_three_of_four_confirmed_leave_one_item_open():
    """R57."""
    found = standing_of([visit(**all_four(functions=NO))])
    assert (found.confirmed, found.open_items, found.is_verified) == (3, ("functions",), False)


def test_the_newest_answer_to_an_item_holds():
    mended = [visit(**all_four(functions=NO)), Verified("document", DAY, {"functions": YES})]
    assert standing_of(mended).is_verified
    assert standing_of(reversed(mended)).open_items == ("functions",)


def test_what_was_verified_before_it_was_sent_again_verifies_the_new_one_no_more():
    before = visit(current=False, **all_four())
    assert not standing_of([before]).is_verified
    assert standing_of([before, Verified("document", DAY, {"curricula": YES})]).is_verified
    assert "before" in str(in_words(standing_of([before]), stands=False)[0])


def test_an_item_that_was_open_stays_so_until_somebody_confirms_it():
    found = standing_of([visit(current=False, **all_four(language=NO)), visit(headcount=YES)])
    assert found.open_items == ("language",)
    assert not found.is_verified


@pytest.mark.parametrize(
    ("found", "stands", "words"),
    [
        (Standing(), True, "Accepted without verification"),
        (Standing(), False, "Not verified"),
        (standing_of([visit(**all_four())]), True, "Accepted and verified"),
        (standing_of([visit(**all_four())]), False, "Verified"),
        (standing_of([visit(**all_four(headcount=NO))]), True, "Accepted, 1 of 4 items open"),
        (standing_of([visit(**all_four(headcount=NO))]), False, "Verified in part: 3 of 4 items confirmed, 1 open"),
    ],
)
def test_what_was_accepted_without_verification_is_told_apart(found, stands, words):
    assert str(in_words(found, stands=stands)[0]) == words


def refused(kind: str = "visit", **more: object) -> set[str]:
    """The fields of the form with which something is wrong."""
    said = {"verified_on": DAY, "today": DAY, "items": tuple(ITEMS), "answers": all_four(), "status": "under_review"}
    return set(refusals(kind, **(said | more)))  # type: ignore[arg-type]


def test_a_visit_answers_every_item_and_another_look_at_least_one():
    assert not refused()
    assert refused(answers={"headcount": YES}) == {"language", "functions", "curricula"}
    assert not refused("document", answers={"headcount": YES})
    assert refused("document", answers={}) == {""}


def test_what_is_not_confirmed_says_what_was_found():
    assert not refused(answers=all_four(functions=NO))
    assert refused(answers=all_four(functions=Answered(False))) == {"functions_remark"}


def test_nothing_is_verified_in_advance_nor_of_what_is_closed():
    assert refused(today=date(2017, 11, 1)) == {"verified_on"}
    assert all(refused(status=status) == {""} for status in ("draft", "rejected", "withdrawn", "superseded"))
    assert not any(refused(status=status) for status in ("submitted", "returned", "accepted", "reopened"))


def test_one_person_has_no_headcount():
    assert items_of(individual=True) == ("language", "functions", "curricula")
    assert refused(items=items_of(individual=True), answers={"rifles": YES}) == {
        "language",
        "functions",
        "curricula",
        "",
    }
