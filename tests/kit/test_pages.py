"""Lists in pages."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from trainingapp.kit.pages import Page, here, page_number, page_of, paged
from trainingapp.states.models import State

Counting = Callable[[], AbstractContextManager[list[str]]]


def test_a_page_says_where_its_rows_stand() -> None:
    page = page_of(range(850), number=17)
    assert (page.first, page.last, page.total, page.pages) == (801, 850, 850, 17)


def test_a_number_beyond_the_end_gives_the_last_page_and_before_the_start_the_first() -> None:
    assert page_of(range(60), number=99).rows == range(50, 60)
    assert page_of(range(60), number=-1).number == 1


def test_an_empty_list_has_one_empty_page() -> None:
    page: Page[int] = page_of([])
    assert (page.first, page.last, page.pages, page.numbers()) == (0, 0, 1, [1])


@pytest.mark.parametrize(
    ("number", "offered"), [(1, [1, 2, None, 17]), (9, [1, None, 8, 9, 10, None, 17]), (17, [1, None, 16, 17])]
)
def test_pages_far_away_are_left_out(number: int, offered: list[int | None]) -> None:
    assert page_of(range(850), number=number).numbers() == offered


def test_the_address_of_this_page_changes_one_argument_and_keeps_the_rest() -> None:
    app = Flask("pages")
    app.add_url_rule("/states/<code>", "state", lambda code: code)
    with app.test_request_context("/states/BGD?as_of=2017-12-31&page=3&sort=name"):
        assert page_number() == 3
        assert here(page=4) == "/states/BGD?as_of=2017-12-31&page=4&sort=name"
        assert here(sort="-name", page=None) == "/states/BGD?as_of=2017-12-31&sort=-name"
    with app.test_request_context("/states/BGD?page=x"):
        assert page_number() == 1


def test_a_page_costs_two_statements_however_long_its_list(session: Session, statements: Counting) -> None:
    for size in (1, 100):
        with statements() as sent:
            page = paged(session, select(State.code).order_by(State.code), number=2, size=size)
        assert len(sent) == 2
        assert page.total > 100
        assert len(page.rows) == min(size, page.total - size)
