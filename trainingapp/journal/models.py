from datetime import datetime

from sqlalchemy import CheckConstraint, Index, Integer, LargeBinary, String, Table, Text
from sqlalchemy.orm import Mapped, mapped_column

from trainingapp.kit.db import Base, Moment, keep_for_ever


class JournalEntry(Base):
    """One act: who did what to which thing, when, and what it vouches for. Never changed, never deleted."""

    __tablename__ = "journal_entry"
    __table_args__ = (Index(None, "state_code", "seq"), Index(None, "object_kind", "object_id"))

    #: From the locked head: without holes, in commit order.
    seq: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(Moment)
    #: The public id of the account that acted, or "operator" for the command line.
    actor: Mapped[str] = mapped_column(String(64))
    act: Mapped[str] = mapped_column(String(64))
    object_kind: Mapped[str] = mapped_column(String(32))
    object_id: Mapped[str] = mapped_column(String(64))
    #: Whose people or things the act was about; empty when nobody's.
    state_code: Mapped[str | None] = mapped_column(String(3))
    #: JSON: counts, file hashes, reasons' fingerprints; never personal data.
    details: Mapped[str] = mapped_column(Text)
    #: JSON: table -> [number of rows, fingerprint of their seals].
    commitments: Mapped[str] = mapped_column(Text)
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)
    #: Eight hexadecimal digits per field, in order of name: they prove nothing, they name the field that was changed.
    marks: Mapped[str] = mapped_column(String(72))


class JournalHead(Base):
    """The newest entry's number and hash: one row, locked by whoever writes the next entry."""

    __tablename__ = "journal_head"
    __table_args__ = (CheckConstraint("id = 1", name="is_one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    seq: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))


class Sealed:
    """What every kept fact carries: the entry that made it, and the seal that shows a change behind our back.

    There is no foreign key to the entry: it is written after the rows it vouches for. `trainingapp verify` finds a row
    that names no entry.
    """

    entry_seq: Mapped[int] = mapped_column(Integer, sort_order=900)
    salt: Mapped[bytes] = mapped_column(LargeBinary, sort_order=901)
    seal: Mapped[bytes] = mapped_column(LargeBinary, sort_order=902)


def sealed_columns(table: Table) -> list[str]:
    """The names of the columns a seal covers, in the table's order: all, the key too, since other rows point at it."""
    return [column.name for column in table.columns if column.name not in ("salt", "seal")]


keep_for_ever(JournalEntry)
