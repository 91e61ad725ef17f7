from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from trainingapp.curricula.models import CurriculumVersion
from trainingapp.forces.models import Rotation
from trainingapp.journal.models import Sealed
from trainingapp.kit.db import Base, Moment, keep_for_ever
from trainingapp.kit.personal import ACTED, REASON, impersonal, personal
from trainingapp.kit.words import N_
from trainingapp.states.models import State

_KIND_IN = "kind IN ('roll', 'results')"

_TO_MEND = personal(
    "file",
    N_("To show what is wrong with a file before anything is recorded, and to give back the rows to mend"),
    "upload",
)


class Upload(Base):
    """A file between its arrival and its recording: nothing of it is a fact yet. Swept when its days are over.

    Personal data: the content. Purpose: to show its problems before anything is recorded, and to give failed rows back.
    """

    __tablename__ = "upload"
    __table_args__ = (
        ForeignKeyConstraint(
            ["state_code", "rotation_id"], [Rotation.state_code, Rotation.id], name="fk_upload_rotation"
        ),
        CheckConstraint(_KIND_IN, name="kind_is_known"),
        Index(None, "rotation_id"),
        impersonal("kind", "sha256"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    state_code: Mapped[str] = mapped_column(ForeignKey(State.code))
    rotation_id: Mapped[int]
    kind: Mapped[str] = mapped_column(String(8))
    version_id: Mapped[int | None] = mapped_column(ForeignKey(CurriculumVersion.id))
    name: Mapped[str] = mapped_column(String(200), info=_TO_MEND)
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True, info=_TO_MEND)
    #: JSON: what the person answered: columns, order of dates, encoding, sheet.
    answers: Mapped[str] = mapped_column(Text, info=_TO_MEND)
    uploaded_by: Mapped[str] = mapped_column(String(64), info=ACTED)
    uploaded_at: Mapped[datetime] = mapped_column(Moment, info=ACTED)


class Batch(Sealed, Base):
    """A file that was taken in, or results typed by hand: what it was, and how many rows became facts. The receipt."""

    __tablename__ = "batch"
    __table_args__ = (
        UniqueConstraint("state_code", "id", name="uq_batch_with_state"),
        ForeignKeyConstraint(
            ["state_code", "rotation_id"], [Rotation.state_code, Rotation.id], name="fk_batch_rotation"
        ),
        CheckConstraint("kind IN ('roll', 'results', 'by_hand')", name="kind_is_known"),
        CheckConstraint("kind = 'roll' OR version_id IS NOT NULL", name="results_name_their_version"),
        Index(None, "rotation_id"),
        impersonal("kind", "file_sha256", "rows", "recorded", "unchanged", "refused"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    state_code: Mapped[str] = mapped_column(ForeignKey(State.code))
    rotation_id: Mapped[int]
    kind: Mapped[str] = mapped_column(String(8))
    version_id: Mapped[int | None] = mapped_column(ForeignKey(CurriculumVersion.id))
    #: Of the file; of what was typed, for results by hand.
    file_sha256: Mapped[str] = mapped_column(String(64))
    #: Rows of the file; recorded now; known before; refused.
    rows: Mapped[int]
    recorded: Mapped[int]
    unchanged: Mapped[int]
    refused: Mapped[int]
    recorded_by: Mapped[str] = mapped_column(String(64), info=ACTED)
    recorded_at: Mapped[datetime] = mapped_column(Moment, info=ACTED)


class BatchUndo(Sealed, Base):
    """A batch taken back: its facts are withdrawn by new facts."""

    __tablename__ = "batch_undo"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    state_code: Mapped[str] = mapped_column(ForeignKey(State.code))
    batch_id: Mapped[int] = mapped_column(ForeignKey(Batch.id), unique=True)
    reason: Mapped[str] = mapped_column(String(400), info=REASON)
    undone_by: Mapped[str] = mapped_column(String(64), info=ACTED)
    undone_at: Mapped[datetime] = mapped_column(Moment, info=ACTED)


keep_for_ever(Batch)
keep_for_ever(BatchUndo)
