from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from trainingapp.curricula.models import CurriculumVersion
from trainingapp.forces.models import Rotation
from trainingapp.journal.models import Sealed
from trainingapp.kit.db import Base, Moment, keep_for_ever
from trainingapp.kit.personal import ACTED, DASH, REASON, STAYS, impersonal, personal
from trainingapp.kit.words import N_
from trainingapp.people.models import Person
from trainingapp.rosters.models import Batch
from trainingapp.states.models import State

_TYPED = N_("So that nothing typed is lost before it is recorded")
_TRAINED = N_("To say who was trained in what, once a colleague has confirmed it")


class HandDraft(Base):
    """Results while they are typed: nothing of it is a fact yet. Seen by who types them only; swept after some days.

    Personal data: the cells, and what the attached files are called. Purpose: that nothing typed is ever lost, not on a
    mistake, not when a sign-in ends. Emptied as soon as it has been recorded.
    """

    __tablename__ = "hand_draft"
    __table_args__ = (
        ForeignKeyConstraint(
            ["state_code", "rotation_id"], [Rotation.state_code, Rotation.id], name="fk_hand_draft_rotation"
        ),
        Index(None, "started_by"),
        impersonal("completed_on", "became", "closed_at", "changed_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    state_code: Mapped[str] = mapped_column(ForeignKey(State.code))
    rotation_id: Mapped[int]
    version_id: Mapped[int] = mapped_column(ForeignKey(CurriculumVersion.id))
    #: The day for every row that names none of its own.
    completed_on: Mapped[date | None]
    #: JSON: the public ids of the persons chosen, in order; empty for everyone on the roll.
    chosen: Mapped[str] = mapped_column(Text, info=personal("file", _TYPED, "upload"))
    #: JSON: a person's public id -> what stands in the three cells, as typed or as it was understood.
    cells: Mapped[str] = mapped_column(Text, info=personal("training", _TYPED, "upload"))
    #: JSON: the files attached so far.
    files: Mapped[str] = mapped_column(Text, info=personal("file", _TYPED, "upload"))
    #: The record that was sent back and is mended here.
    mends_id: Mapped[int | None] = mapped_column(ForeignKey("hand_record.id", name="fk_hand_draft_mends"))
    #: The public id of the last record that was made of it; once it is closed, all that is left of it.
    became: Mapped[str | None] = mapped_column(String(22))
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    started_by: Mapped[str] = mapped_column(String(64), info=personal("act", _TYPED, "upload", erased=STAYS))
    changed_at: Mapped[datetime] = mapped_column(Moment)


class HandRecord(Sealed, Base):
    """Results of one version for one rotation that somebody typed and vouches for. They count once an outcome says."""

    __tablename__ = "hand_record"
    __table_args__ = (
        UniqueConstraint("state_code", "id", name="uq_hand_record_with_state"),
        #: An outcome points at the record and at who recorded it: the database sees whether it is somebody else.
        UniqueConstraint("id", "recorded_by", name="uq_hand_record_with_recorder"),
        ForeignKeyConstraint(
            ["state_code", "rotation_id"], [Rotation.state_code, Rotation.id], name="fk_hand_record_rotation"
        ),
        CheckConstraint("rows > 0", name="has_rows"),
        Index(None, "rotation_id"),
        Index(None, "recorded_by"),
        impersonal("rows", "content_sha256"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    state_code: Mapped[str] = mapped_column(ForeignKey(State.code))
    rotation_id: Mapped[int]
    version_id: Mapped[int] = mapped_column(ForeignKey(CurriculumVersion.id))
    rows: Mapped[int]
    #: SHA-256 over persons (public ids), days, results and scores: what is confirmed is what was recorded.
    content_sha256: Mapped[str] = mapped_column(String(64))
    #: The record that was sent back and that this one replaces.
    mends_id: Mapped[int | None] = mapped_column(ForeignKey("hand_record.id", name="fk_hand_record_mends"))
    recorded_by: Mapped[str] = mapped_column(String(64), info=ACTED)
    recorded_at: Mapped[datetime] = mapped_column(Moment, info=ACTED)


class HandRow(Sealed, Base):
    """One line of a record by hand: one person, one day, one result."""

    __tablename__ = "hand_row"
    __table_args__ = (
        UniqueConstraint("hand_record_id", "person_id", name="uq_hand_row_person"),
        ForeignKeyConstraint(
            ["state_code", "hand_record_id"], [HandRecord.state_code, HandRecord.id], name="fk_hand_row_record"
        ),
        ForeignKeyConstraint(["state_code", "person_id"], [Person.state_code, Person.id], name="fk_hand_row_person"),
        CheckConstraint("result IN ('pass', 'fail', 'attended')", name="result_is_known"),
        CheckConstraint("score IS NULL OR (score >= 0 AND score <= 100)", name="score_is_a_percentage"),
        Index(None, "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    state_code: Mapped[str] = mapped_column(ForeignKey(State.code))
    hand_record_id: Mapped[int]
    person_id: Mapped[int]
    completed_on: Mapped[date] = mapped_column(info=personal("training", _TRAINED, "number", erased=STAYS))
    result: Mapped[str] = mapped_column(String(8), info=personal("training", _TRAINED, "number", erased=STAYS))
    #: Percent.
    score: Mapped[float | None] = mapped_column(info=personal("training", _TRAINED, "person"))


class HandOutcome(Sealed, Base):
    """What became of a record by hand: recorded at once, confirmed by a colleague, sent back, taken back unconfirmed.

    One per record: of two who decide at the same moment, one comes second.
    """

    __tablename__ = "hand_outcome"
    __table_args__ = (
        ForeignKeyConstraint(
            ["hand_record_id", "recorded_by"], [HandRecord.id, HandRecord.recorded_by], name="fk_hand_outcome_record"
        ),
        ForeignKeyConstraint(["state_code", "batch_id"], [Batch.state_code, Batch.id], name="fk_hand_outcome_batch"),
        CheckConstraint("kind IN ('recorded', 'confirmed', 'sent_back', 'taken_back')", name="kind_is_known"),
        CheckConstraint("kind <> 'confirmed' OR decided_by <> recorded_by", name="confirmed_by_another"),
        CheckConstraint(
            "(kind IN ('recorded', 'confirmed')) = (batch_id IS NOT NULL)", name="has_a_batch_when_it_counts"
        ),
        CheckConstraint("kind <> 'sent_back' OR length(reason) > 0", name="says_why_it_was_sent_back"),
        impersonal("kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    state_code: Mapped[str] = mapped_column(ForeignKey(State.code))
    hand_record_id: Mapped[int] = mapped_column(unique=True)
    #: Copied from the record.
    recorded_by: Mapped[str] = mapped_column(String(64), info=ACTED)
    kind: Mapped[str] = mapped_column(String(10))
    #: What its completions belong to: taking that back takes them back.
    batch_id: Mapped[int | None]
    reason: Mapped[str | None] = mapped_column(String(400), info=REASON)
    decided_by: Mapped[str] = mapped_column(String(64), info=ACTED)
    decided_at: Mapped[datetime] = mapped_column(Moment, info=ACTED)


class EvidenceFile(Sealed, Base):
    """A file that shows that a training took place: a signed attendance sheet, a photograph of a results board.

    Personal data: what it is called, and what the file on disk shows. Purpose: that whoever confirms or doubts a result
    can look. Its bytes are in the data directory under `stored`; the fingerprint here is sealed. Kept as long as the
    record it belongs to.
    """

    __tablename__ = "evidence_file"
    __table_args__ = (
        ForeignKeyConstraint(
            ["state_code", "hand_record_id"], [HandRecord.state_code, HandRecord.id], name="fk_evidence_file_record"
        ),
        CheckConstraint("kind IN ('pdf', 'jpeg', 'png')", name="kind_is_known"),
        CheckConstraint("bytes > 0", name="is_not_empty"),
        Index(None, "hand_record_id"),
        impersonal("hand_record_id", "kind", "bytes", "sha256", "stored"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    state_code: Mapped[str] = mapped_column(ForeignKey(State.code))
    hand_record_id: Mapped[int]
    #: What it was called when it was sent.
    name: Mapped[str] = mapped_column(
        String(200),
        info=personal("file", N_("So that people tell one file of evidence from another"), "person", erased=DASH),
    )
    kind: Mapped[str] = mapped_column(String(4))
    bytes: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    #: The name of the file in the data directory: random, nobody's.
    stored: Mapped[str] = mapped_column(String(22), unique=True)


for _model in (HandRecord, HandRow, HandOutcome, EvidenceFile):
    keep_for_ever(_model)
