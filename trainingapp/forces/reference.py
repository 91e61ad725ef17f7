"""Pure: kinds of units and functions as their files tell them, and from what people type to a function's code."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from trainingapp.states.resolver import folded

DATA: Final = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class UnitKind:
    """A kind of unit. `mark` says how well its nominal strength is known: P, K or A."""

    code: str
    label: str
    component: str
    strength: int
    mark: str
    manual: str | None


@dataclass(frozen=True, slots=True)
class Term:
    """A category or function: its code, its label in six languages, other texts that mean it."""

    code: str
    label: str
    component: str
    labels: Mapping[str, str]
    synonyms: tuple[str, ...]
    tactical_decision_maker: bool = False
    leader: bool = False
    medical: bool = False

    @property
    def texts(self) -> Iterator[str]:
        """Every text that means it, its code among them."""
        yield self.code
        yield self.label
        yield from self.labels.values()
        yield from self.synonyms


@cache
def load_unit_kinds() -> tuple[UnitKind, ...]:
    """Every kind of unit, in the order of the file."""
    return tuple(
        UnitKind(
            code=row["code"],
            label=row["label"],
            component=row["component"],
            strength=row["strength"]["value"],
            mark=row["strength"]["source"],
            manual=row.get("manual"),
        )
        for row in _rows("unit_types", "unit_type")
    )


@cache
def load_functions() -> tuple[Term, ...]:
    """Every function the register knows."""
    return tuple(_term(row) for row in _rows("functions", "function"))


@cache
def load_categories() -> tuple[Term, ...]:
    """The five person categories."""
    return tuple(_term(row) for row in _rows("categories", "category"))


@cache
def load_words() -> Mapping[str, Mapping[str, str]]:
    """What the code of a kind of unit, a rank band or a function is called: code -> language -> words."""
    files = (("unit_types", "unit_type"), ("rank_bands", "rank_band"), ("functions", "function"))
    return MappingProxyType(
        {row["code"]: {"en": row["label"], **row.get("labels", {})} for file in files for row in _rows(*file)}
    )


class Terms:
    """Texts to codes: exact but for case, accents, spaces and punctuation. A text of two codes means neither."""

    def __init__(self, terms: Iterable[Term]) -> None:
        meant: dict[str, set[str]] = {}
        for term in terms:
            for text in term.texts:
                meant.setdefault(folded(text), set()).add(term.code)
        self._codes = {text: next(iter(codes)) for text, codes in meant.items() if len(codes) == 1}

    def code_of(self, text: str | None) -> str | None:
        """The code a text means, or None: never a guess."""
        return self._codes.get(folded(text)) if text else None


def _rows(file: str, key: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads((DATA / f"{file}.toml").read_text("utf-8"))[key]
    return found


def _term(row: Mapping[str, Any]) -> Term:
    return Term(
        code=row["code"],
        label=row["label"],
        component=row["component"],
        labels=MappingProxyType(dict(row.get("labels", {}))),
        synonyms=tuple(row.get("synonyms", ())),
        tactical_decision_maker=row.get("tactical_decision_maker", False),
        leader=row.get("leader", False),
        medical=row.get("medical", False),
    )
