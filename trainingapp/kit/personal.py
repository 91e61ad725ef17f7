"""Pure: what each column holds about people: what kind of thing, what for, until when, and what erasing leaves of it.

A column of personal data carries a `Label` in its `info`; a table names the columns that say nothing about anybody. A
law of the house finds the column that does neither. The page that tells people what is held is made from the labels,
and so are the export of what is held on a person, the erasing, and the triggers that let an erasing through.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from trainingapp.kit.words import N_

#: Kind -> what it is, in words.
KINDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "identity": N_("Who somebody is"),
        "service": N_("Where and as what somebody serves"),
        "training": N_("What somebody was trained in, with what result"),
        "text": N_("A text that somebody typed and that may name a person"),
        "file": N_("A file that names people"),
        "contact": N_("Where somebody is reached"),
        "account": N_("Who works with the register"),
        "proof": N_("How somebody proves who signs in"),
        "act": N_("Who did what in the register, and when"),
    }
)

#: Rule -> until when, in words. Days and years are settings; the page says how many.
KEEPING: Final[Mapping[str, str]] = MappingProxyType(
    {
        "person": N_(
            "Until some years after the last tour and the last valid certificate, or until the person is erased"
        ),
        "number": N_("For ever: it names no person, and counts of the past rest on it"),
        "journal": N_("As long as the register: it says who answers for what was recorded"),
        "account": N_("As long as the register: the journal says who acted"),
        "sign-in": N_("Some days after the sign-in has ended"),
        "throttle": N_("A day"),
        "upload": N_("Some days after the file arrived, or until a person in it is erased"),
        "job": N_("Some days after the file was made, or until a person is erased"),
        "letter": N_("Until the letter was sent, and some days at most"),
        "invitation": N_("Some days after the invitation was answered, withdrawn or ran out"),
        "key": N_("Some days after the request"),
        "link": N_("Until the link has run out"),
        "view": N_("Until its owner deletes it"),
        "reading": N_(
            "As long as the register: so that a State can see who looked at its people; nobody can take it back"
        ),
    }
)


class _Stays:
    """Erasing leaves the value as it is."""

    def __repr__(self) -> str:
        return "STAYS"


class _Empty:
    """Erasing leaves nothing: NULL where that may be, else a text without characters."""

    def __repr__(self) -> str:
        return "EMPTY"


STAYS: Final = _Stays()
EMPTY: Final = _Empty()
#: What stands where a text must not be empty; NULL where it may.
DASH: Final = "–"


@dataclass(frozen=True)
class Label:
    """What a column holds about people."""

    #: A key of KINDS.
    kind: str
    #: What for, in words.
    purpose: str
    #: A key of KEEPING.
    keeping: str
    #: What stands in its place once the person is erased: a value, EMPTY or STAYS.
    erased: Any = EMPTY


def personal(kind: str, purpose: str, keeping: str, *, erased: Any = EMPTY) -> dict[str, Any]:
    """The `info=` of a column of personal data. `purpose` is marked for translation where it is written."""
    if kind not in KINDS or keeping not in KEEPING:
        raise ValueError(f"no such kind or keeping: {kind}, {keeping}")
    return {"personal": Label(kind, purpose, keeping, erased)}


def impersonal(*columns: str, why: str = "") -> dict[str, Any]:
    """The last of a model's `__table_args__`: these columns say nothing about anybody; none named: all of them.

    A table that says nothing about people at all tells `why`, for people, marked for translation.
    """
    return {"info": {"impersonal": columns, "why": why}}


#: Who acted, and when.
ACTED: Final = personal("act", N_("To know who answers for what was done"), "journal", erased=STAYS)
#: Why somebody acted, as they typed it.
REASON: Final = personal("text", N_("To know why something was changed"), "person", erased=DASH)

#: Columns that only tie rows together: random names, keys, seals. Whatever a key leads to is labelled where it is kept.
TIES: Final = frozenset({"id", "public_id", "state_code", "entry_seq", "salt", "seal"})


def label_of(column: Any) -> Label | None:
    """The label of a column; None when it has none."""
    found: Label | None = column.info.get("personal")
    return found


def is_impersonal(column: Any) -> bool:
    """Whether it is a tie, or its table declares that it says nothing about anybody."""
    if column.name in TIES or column.primary_key or column.foreign_keys:
        return True
    named: tuple[str, ...] | None = column.table.info.get("impersonal")
    return named is not None and (not named or column.name in named)


def left_of(column: Any) -> Any:
    """What erasing puts into a column: its label's value. STAYS for what has no label."""
    label = label_of(column)
    if label is None or isinstance(label.erased, _Stays):
        return STAYS
    if isinstance(label.erased, _Empty) or label.erased == DASH:
        return None if column.nullable else "" if label.erased is EMPTY else DASH
    return label.erased


def emptied_columns(table: Any) -> dict[str, Any]:
    """Column -> what erasing puts into it, for the columns of a table that erasing touches."""
    return {column.name: left for column in table.columns if (left := left_of(column)) is not STAYS}
