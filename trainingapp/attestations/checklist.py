"""Pure: the checklist of a readiness certification, read from its data file (R05)."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

_FILE = Path(__file__).parent / "data" / "checklist.toml"


@dataclass(frozen=True, slots=True)
class Item:
    """One item: its code, which never changes, and what is asked."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Checklist:
    """The items, from which day of deployment on they are asked, and where that is written."""

    effective_from: date
    source: str
    assumption: bool
    items: tuple[Item, ...]


@cache
def checklist() -> Checklist:
    """The checklist as its file says."""
    raw = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    items = tuple(Item(one["code"], one["text"]) for one in raw["items"])
    return Checklist(raw["effective_from"], raw["source"], raw["assumption"], items)


def items_for(kind: str, *, deploys_on: date) -> tuple[Item, ...]:
    """The items that a certification of this kind answers; none for one that deployed before they were asked."""
    asked = checklist()
    return asked.items if kind == "readiness" and deploys_on >= asked.effective_from else ()
