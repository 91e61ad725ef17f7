"""Paging of lists: always two statements, however many rows there are."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from flask import request, url_for
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

T = TypeVar("T")
U = TypeVar("U")

#: Rows on a page: about three screens, and little enough for a poor line.
SIZE = 50


@dataclass(frozen=True)
class Page(Generic[T]):
    """Some rows of a list, and where they stand in it. `number` counts from 1; an empty list has one empty page."""

    rows: Sequence[T]
    number: int
    size: int
    total: int

    @property
    def pages(self) -> int:
        """How many pages there are; at least one."""
        return max(1, -(-self.total // self.size))

    @property
    def first(self) -> int:
        """The place of the first row shown, from 1; 0 when there is none."""
        return (self.number - 1) * self.size + 1 if self.rows else 0

    @property
    def last(self) -> int:
        """The place of the last row shown."""
        return (self.number - 1) * self.size + len(self.rows)

    def numbers(self, around: int = 1) -> list[int | None]:
        """The pages to offer: the first, the last, those near this one; None stands for what is left out."""
        near = {1, self.pages, *range(self.number - around, self.number + around + 1)}
        offered: list[int | None] = []
        for number in sorted(n for n in near if 1 <= n <= self.pages):
            if offered and number - (offered[-1] or 0) > 1:
                offered.append(None)
            offered.append(number)
        return offered

    def each(self, change: Callable[[T], U]) -> "Page[U]":
        """The same page with every row changed."""
        return Page([change(row) for row in self.rows], self.number, self.size, self.total)


def paged(session: Session, statement: Select[*tuple[Any, ...]], *, number: int = 1, size: int = SIZE) -> Page[Any]:
    """One page of a statement's rows: two statements, a count and the rows.

    The statement must be ordered, its key last, or rows would wander between pages. A number beyond the end gives the
    last page: somebody may have withdrawn what made it long.
    """
    total = session.execute(select(func.count()).select_from(statement.order_by(None).subquery())).scalar_one()
    number = min(max(number, 1), max(1, -(-total // size)))
    rows = session.execute(statement.limit(size).offset((number - 1) * size)).all()
    return Page(rows, number, size, total)


def page_of(rows: Sequence[T], *, number: int = 1, size: int = SIZE) -> Page[T]:
    """One page of rows that are all at hand, as reports give them."""
    number = min(max(number, 1), max(1, -(-len(rows) // size)))
    return Page(rows[(number - 1) * size : number * size], number, size, len(rows))


def page_number() -> int:
    """The `page` of this request's address; 1 when there is none, or no number."""
    return request.args.get("page", 1, type=int)


def here(**changes: object) -> str:
    """The address of this page with some arguments changed; None takes one away."""
    arguments: dict[str, Any] = {**request.args.to_dict(flat=False), **(request.view_args or {}), **changes}
    kept = {name: value for name, value in arguments.items() if value not in (None, "")}
    return url_for(request.endpoint or "static", **kept)
