from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from trainingapp.journal.models import Sealed
from trainingapp.kit.db import Base, Moment, keep_for_ever
from trainingapp.kit.personal import ACTED, impersonal
from trainingapp.states.models import Mission, State


class Snapshot(Sealed, Base):
    """A report as it was made: numbered, with every figure it tells. Never changed; it names no person.

    About all States when it names neither a State nor a mission.
    """

    __tablename__ = "snapshot"
    __table_args__ = (
        UniqueConstraint("kind", "year", "ordinal", "edition", name="uq_snapshot_number"),
        CheckConstraint("kind IN ('gap', 'readiness', 'bulletin')", name="kind_is_known"),
        CheckConstraint("edition IN ('inside', 'circulation')", name="edition_is_known"),
        CheckConstraint("ordinal > 0", name="ordinals_count_from_one"),
        CheckConstraint("state_code IS NULL OR mission_code IS NULL", name="about_one_of_them"),
        Index(None, "state_code"),
        Index(None, "mission_code"),
        impersonal("kind", "edition", "year", "ordinal", "as_of", "taken_at_entry", "figures", "figures_sha256"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    kind: Mapped[str] = mapped_column(String(10))
    edition: Mapped[str] = mapped_column(String(12))
    #: The year in which it was made, and its place among those of its kind: never given twice.
    year: Mapped[int]
    ordinal: Mapped[int]
    state_code: Mapped[str | None] = mapped_column(ForeignKey(State.code))
    mission_code: Mapped[str | None] = mapped_column(ForeignKey(Mission.code))
    #: The day its figures are of.
    as_of: Mapped[date]
    #: The journal's newest entry when the figures were taken.
    taken_at_entry: Mapped[int]
    #: JSON: every figure; and its SHA-256.
    figures: Mapped[str] = mapped_column(Text)
    figures_sha256: Mapped[str] = mapped_column(String(64))
    made_by: Mapped[str] = mapped_column(String(64), info=ACTED)
    made_at: Mapped[datetime] = mapped_column(Moment, info=ACTED)


class SnapshotFile(Sealed, Base):
    """A report as a file: its bytes, as they were sent out for ever."""

    __tablename__ = "snapshot_file"
    __table_args__ = (
        UniqueConstraint("snapshot_id", "form"),
        CheckConstraint("form IN ('pdf', 'xlsx', 'csv')", name="form_is_known"),
        impersonal("form", "bytes", "sha256"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    snapshot_id: Mapped[int] = mapped_column(ForeignKey(Snapshot.id))
    form: Mapped[str] = mapped_column(String(4))
    bytes: Mapped[bytes] = mapped_column(LargeBinary)
    sha256: Mapped[str] = mapped_column(String(64))


for _model in (Snapshot, SnapshotFile):
    keep_for_ever(_model)
