from datetime import datetime

from sqlalchemy import CheckConstraint, Index, Integer, LargeBinary, String, Table, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from trainingapp.kit.db import Base, Moment, keep_for_ever
from trainingapp.kit.personal import ACTED, STAYS, impersonal, personal
from trainingapp.kit.words import N_

LOOKED = personal("act", N_("To let a State see who looked at its people"), "journal", erased=STAYS)


class JournalEntry(Base):
    """One act: who did what to which thing, when, and what it vouches for. Never changed, never deleted."""

    __tablename__ = "journal_entry"
    __table_args__ = (
        Index(None, "state_code", "seq"),
        Index(None, "object_kind", "object_id"),
        Index(None, "actor", "seq"),
        impersonal("object_kind", "object_id", "commitments", "previous_hash", "hash", "marks"),
    )

    #: From the locked head: without holes, in commit order.
    seq: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(Moment, info=ACTED)
    #: The public id of the account that acted, or "operator" for the command line.
    actor: Mapped[str] = mapped_column(String(64), info=ACTED)
    act: Mapped[str] = mapped_column(String(64), info=ACTED)
    object_kind: Mapped[str] = mapped_column(String(32))
    object_id: Mapped[str] = mapped_column(String(64))
    #: Whose people or things the act was about; empty when nobody's.
    state_code: Mapped[str | None] = mapped_column(String(3))
    #: JSON: counts, file hashes, reasons' fingerprints; never personal data.
    details: Mapped[str] = mapped_column(Text, info=ACTED)
    #: JSON: table -> [number of rows, fingerprint of their seals].
    commitments: Mapped[str] = mapped_column(Text)
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)
    #: Eight hexadecimal digits per field, in order of name: they prove nothing, they name the field that was changed.
    marks: Mapped[str] = mapped_column(String(72))


class JournalHead(Base):
    """The newest entry's number and hash: one row, locked by whoever writes the next entry."""

    __tablename__ = "journal_head"
    __table_args__ = (
        CheckConstraint("id = 1", name="is_one_row"),
        impersonal(why=N_("The journal's newest entry")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    seq: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))


class Reading(Base):
    """Somebody was shown people of one State by name: who, when, on which page or in which file, how many.

    Never changed, never deleted; sealed in numbers by the act `readings.seal`. Holds nothing about the people shown:
    `object_id` is the random public id of the rotation, person or file that the page was about.
    """

    __tablename__ = "reading"
    __table_args__ = (
        CheckConstraint("kind IN ('page', 'export')", name="kind_is_known"),
        CheckConstraint("persons > 0", name="shows_somebody"),
        Index(None, "state_code", "at", "id"),
        Index(None, "object_id", "id"),
        impersonal("persons", "object_kind", "object_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment, info=LOOKED)
    #: The public id of the account that looked; "visitor" for whoever checks a certificate, "themselves" for whoever
    #: holds the link to their own record, "operator" for the command line.
    actor: Mapped[str] = mapped_column(String(64), info=LOOKED)
    #: The role that let them look, as it was then, and whom it was for: "training_officer state BGD".
    role: Mapped[str] = mapped_column(String(64), info=LOOKED)
    #: The endpoint, or the command.
    page: Mapped[str] = mapped_column(String(64), info=LOOKED)
    kind: Mapped[str] = mapped_column(String(8), info=LOOKED)
    #: Whose people. No foreign key: the States stand above the journal.
    state_code: Mapped[str] = mapped_column(String(3))
    persons: Mapped[int]
    object_kind: Mapped[str] = mapped_column(String(32))
    object_id: Mapped[str] = mapped_column(String(64))


class Sealed:
    """What every kept fact carries: the entry that made it, and the seal that shows a change behind our back.

    There is no foreign key to the entry: it is written after the rows it vouches for. `trainingapp verify` finds a row
    that names no entry.
    """

    entry_seq: Mapped[int] = mapped_column(Integer, sort_order=900)
    salt: Mapped[bytes] = mapped_column(LargeBinary, sort_order=901)
    seal: Mapped[bytes] = mapped_column(LargeBinary, sort_order=902)


def sealed_columns(table: Table) -> list[str]:
    """The names of the columns a seal covers, in the table's order: all, the key too, since other rows point at it.

    A column whose `info` says `"sealed": False` may change while the row stays what it is: a pass phrase's hash.
    """
    return [
        column.name
        for column in table.columns
        if column.name not in ("salt", "seal") and column.info.get("sealed", True)
    ]


class EmptiedRow(Sealed, Base):
    """A kept row whose personal columns were emptied because somebody was erased, and what vouches for the rest of it.

    The row keeps the fingerprint of its seal, which is what its own entry vouches for, and loses salt and marks: from
    then on the fingerprint says nothing to anybody who guesses. `verify` takes an emptied row only with one of these.
    """

    __tablename__ = "emptied_row"
    __table_args__ = (
        UniqueConstraint("table_name", "row_id", name="uq_emptied_row_once"),
        impersonal(why=N_("Which rows were emptied because somebody was erased; nothing of what stood in them")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    table_name: Mapped[str] = mapped_column(String(60))
    row_id: Mapped[int]
    #: The fingerprint that the row was sealed with.
    was: Mapped[bytes] = mapped_column(LargeBinary)
    #: The seal of what is left of the row, and its salt.
    rest_salt: Mapped[bytes] = mapped_column(LargeBinary)
    rest: Mapped[bytes] = mapped_column(LargeBinary)


keep_for_ever(JournalEntry)
keep_for_ever(Reading)
keep_for_ever(EmptiedRow)
