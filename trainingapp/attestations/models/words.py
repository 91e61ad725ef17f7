from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from trainingapp.curricula.models import Curriculum
from trainingapp.forces.models import Rotation
from trainingapp.journal.models import Sealed
from trainingapp.kit.db import Base, Moment, keep_for_ever
from trainingapp.kit.personal import ACTED, DASH, REASON, impersonal, personal
from trainingapp.kit.words import N_
from trainingapp.people.models import Person
from trainingapp.states.models import State

_SIGNED = N_("To know who signed for the State, and what was said")


class Attestation(Sealed, Base):
    """A certification of a rotation, or of one person in it, from its first draft on (R01, R04, R06).

    `person_id` is set for a staff officer, an observer, an individual police officer: the State's note and the
    officer's own word are two papers of it. `ordinal` counts those of the same kind and subject.
    """

    __tablename__ = "attestation"
    __table_args__ = (
        ForeignKeyConstraint(
            ["state_code", "rotation_id"], [Rotation.state_code, Rotation.id], name="fk_attestation_rotation"
        ),
        ForeignKeyConstraint(["state_code", "person_id"], [Person.state_code, Person.id], name="fk_attestation_person"),
        UniqueConstraint("state_code", "id", name="uq_attestation_with_state"),
        UniqueConstraint("rotation_id", "subject", "kind", "ordinal", name="uq_attestation_of_a_subject"),
        CheckConstraint("kind IN ('training', 'readiness', 'screening')", name="kind_is_known"),
        Index(None, "person_id"),
        impersonal("rotation_id", "kind", "subject", "ordinal"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    state_code: Mapped[str] = mapped_column(ForeignKey(State.code))
    rotation_id: Mapped[int]
    person_id: Mapped[int | None]
    #: "rotation", or the key of the person: a key that is never empty, so that the database can forbid a second one.
    subject: Mapped[str] = mapped_column(String(20))
    kind: Mapped[str] = mapped_column(String(12))
    ordinal: Mapped[int]
    opened_by: Mapped[str] = mapped_column(String(64), info=ACTED)
    opened_at: Mapped[datetime] = mapped_column(Moment, info=ACTED)


class AttestationEdition(Sealed, Base):
    """What a State wrote, as it was saved once: signatory, statements, caveats, claims, answers. Never edited.

    Personal data: the signatory's name, in `said`. Purpose: to know who signed for the State. Kept like the journal.
    """

    __tablename__ = "attestation_edition"
    __table_args__ = (
        ForeignKeyConstraint(
            ["state_code", "attestation_id"], [Attestation.state_code, Attestation.id], name="fk_edition_attestation"
        ),
        # Of two who save what they both read, the second is refused.
        UniqueConstraint("attestation_id", "ordinal", name="uq_attestation_edition"),
        UniqueConstraint("state_code", "id", name="uq_attestation_edition_with_state"),
        impersonal("attestation_id", "ordinal", "content"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    state_code: Mapped[str] = mapped_column(ForeignKey(State.code))
    attestation_id: Mapped[int]
    ordinal: Mapped[int]
    #: JSON: claims, answers, statements; `attestations.wording.Content` reads it, with what was typed.
    content: Mapped[str] = mapped_column(Text)
    #: JSON: the texts that were typed, in the order in which they stand (`attestations.said`).
    said: Mapped[str] = mapped_column(Text, info=personal("text", _SIGNED, "journal", erased=DASH))
    saved_by: Mapped[str] = mapped_column(String(64), info=ACTED)
    saved_at: Mapped[datetime] = mapped_column(Moment, info=ACTED)


class AttestationException(Sealed, Base):
    """A person who does not hold a curriculum and is to deploy all the same, with the State's reason.

    Of several for one person and curriculum, that of the newest edition holds; an empty reason takes it back.
    """

    __tablename__ = "attestation_exception"
    __table_args__ = (
        ForeignKeyConstraint(
            ["state_code", "edition_id"],
            [AttestationEdition.state_code, AttestationEdition.id],
            name="fk_exception_edition",
        ),
        ForeignKeyConstraint(["state_code", "person_id"], [Person.state_code, Person.id], name="fk_exception_person"),
        UniqueConstraint("edition_id", "curriculum_code", "person_id", name="uq_attestation_exception"),
        Index(None, "attestation_id"),
        Index(None, "person_id"),
        impersonal("edition_id", "attestation_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    state_code: Mapped[str] = mapped_column(ForeignKey(State.code))
    attestation_id: Mapped[int] = mapped_column(ForeignKey(Attestation.id))
    edition_id: Mapped[int]
    person_id: Mapped[int]
    curriculum_code: Mapped[str] = mapped_column(ForeignKey(Curriculum.code))
    reason: Mapped[str] = mapped_column(String(400), info=REASON)


class AttestationFile(Sealed, Base):
    """A paper that goes with it: note verbale, checklist, the officer's own word. Its bytes are in the data directory
    under `stored`; the fingerprint here is sealed."""

    __tablename__ = "attestation_file"
    __table_args__ = (
        ForeignKeyConstraint(
            ["state_code", "attestation_id"], [Attestation.state_code, Attestation.id], name="fk_file_attestation"
        ),
        CheckConstraint("paper IN ('note_verbale', 'checklist', 'own_word', 'other')", name="paper_is_known"),
        CheckConstraint("kind IN ('pdf', 'jpeg', 'png')", name="kind_is_known"),
        CheckConstraint("bytes > 0", name="is_not_empty"),
        Index(None, "attestation_id"),
        impersonal("attestation_id", "paper", "kind", "bytes", "sha256", "stored"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    state_code: Mapped[str] = mapped_column(ForeignKey(State.code))
    attestation_id: Mapped[int]
    paper: Mapped[str] = mapped_column(String(12))
    #: What it was called when it was sent.
    name: Mapped[str] = mapped_column(
        String(200), info=personal("file", N_("So that people tell one paper from another"), "person", erased=DASH)
    )
    kind: Mapped[str] = mapped_column(String(4))
    bytes: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    stored: Mapped[str] = mapped_column(String(22), unique=True)
    attached_by: Mapped[str] = mapped_column(String(64), info=ACTED)
    attached_at: Mapped[datetime] = mapped_column(Moment, info=ACTED)


class AttestationFileEnd(Sealed, Base):
    """A paper taken out again before it was submitted."""

    __tablename__ = "attestation_file_end"
    __table_args__ = (impersonal("file_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    state_code: Mapped[str] = mapped_column(ForeignKey(State.code))
    file_id: Mapped[int] = mapped_column(ForeignKey(AttestationFile.id), unique=True)
    ended_by: Mapped[str] = mapped_column(String(64), info=ACTED)
    ended_at: Mapped[datetime] = mapped_column(Moment, info=ACTED)


class AttestationSubmission(Sealed, Base):
    """What a State signed and sent, frozen: the face holds everything that is printed, with the counts of that moment.

    It is bound to the state of the register at its own entry of the journal: what changes later shows against it.

    Personal data: the signatory's name, in `said`. Purpose: to know who signed for the State. Kept like the journal.
    """

    __tablename__ = "attestation_submission"
    __table_args__ = (
        ForeignKeyConstraint(
            ["state_code", "attestation_id"], [Attestation.state_code, Attestation.id], name="fk_submission_attestation"
        ),
        ForeignKeyConstraint(
            ["state_code", "edition_id"],
            [AttestationEdition.state_code, AttestationEdition.id],
            name="fk_submission_edition",
        ),
        UniqueConstraint("attestation_id", "ordinal", name="uq_attestation_submission"),
        UniqueConstraint("number", "ordinal", name="uq_attestation_submission_number"),
        impersonal("attestation_id", "edition_id", "ordinal", "number", "face", "face_sha256", "submitted_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    state_code: Mapped[str] = mapped_column(ForeignKey(State.code))
    attestation_id: Mapped[int]
    edition_id: Mapped[int]
    #: 1 for the first; one more each time it was returned and sent again.
    ordinal: Mapped[int]
    #: The same for all submissions of one certification.
    number: Mapped[str] = mapped_column(String(40))
    #: JSON: what was counted and stated; no person of the roll by name.
    face: Mapped[str] = mapped_column(Text)
    #: JSON: the texts that were typed, in the order in which they stand (`attestations.said`).
    said: Mapped[str] = mapped_column(Text, info=personal("text", _SIGNED, "journal", erased=DASH))
    #: Of all of it together, as it is printed.
    face_sha256: Mapped[str] = mapped_column(String(64))
    submitted_on: Mapped[date]
    submitted_by: Mapped[str] = mapped_column(String(64), info=ACTED)
    submitted_at: Mapped[datetime] = mapped_column(Moment, info=ACTED)


class AttestationStep(Sealed, Base):
    """A step on its way, by a named person: handed on, submitted, taken up, accepted, returned...

    `reminded` is the register's own: it told both sides that nothing had moved for long.
    """

    __tablename__ = "attestation_step"
    __table_args__ = (
        ForeignKeyConstraint(
            ["state_code", "attestation_id"], [Attestation.state_code, Attestation.id], name="fk_step_attestation"
        ),
        UniqueConstraint("attestation_id", "ordinal", name="uq_attestation_step"),
        CheckConstraint(
            "kind IN ('handed', 'given_back', 'submitted', 'taken', 'reminded', 'accepted', 'returned', 'rejected', "
            "'withdrawn')",
            name="kind_is_known",
        ),
        CheckConstraint(
            "kind NOT IN ('given_back', 'returned', 'rejected', 'withdrawn') OR length(remark) > 0",
            name="has_a_reason",
        ),
        Index(None, "stepped_on"),
        impersonal("attestation_id", "ordinal", "kind", "submission_id", "stepped_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    state_code: Mapped[str] = mapped_column(ForeignKey(State.code))
    attestation_id: Mapped[int]
    ordinal: Mapped[int]
    kind: Mapped[str] = mapped_column(String(12))
    submission_id: Mapped[int | None] = mapped_column(ForeignKey(AttestationSubmission.id))
    #: Of `taken`: the public id of the account that reviews from now on.
    assigned_to: Mapped[str | None] = mapped_column(String(64), info=ACTED)
    remark: Mapped[str] = mapped_column(String(2000), info=REASON)
    stepped_on: Mapped[date]
    stepped_by: Mapped[str] = mapped_column(String(64), info=ACTED)
    stepped_at: Mapped[datetime] = mapped_column(Moment, info=ACTED)


class AttestationComment(Sealed, Base):
    """A remark on one line of what was submitted, by the Secretariat or in answer by the State; both read it."""

    __tablename__ = "attestation_comment"
    __table_args__ = (
        ForeignKeyConstraint(
            ["state_code", "attestation_id"], [Attestation.state_code, Attestation.id], name="fk_comment_attestation"
        ),
        CheckConstraint("side IN ('state', 'secretariat')", name="side_is_known"),
        CheckConstraint("length(remark) > 0", name="says_something"),
        Index(None, "attestation_id"),
        impersonal("attestation_id", "line", "side", "said_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    state_code: Mapped[str] = mapped_column(ForeignKey(State.code))
    attestation_id: Mapped[int]
    #: What it is about: a curriculum's code, an item of the checklist, or "whole".
    line: Mapped[str] = mapped_column(String(40))
    side: Mapped[str] = mapped_column(String(12))
    remark: Mapped[str] = mapped_column(String(2000), info=REASON)
    said_on: Mapped[date]
    said_by: Mapped[str] = mapped_column(String(64), info=ACTED)
    said_at: Mapped[datetime] = mapped_column(Moment, info=ACTED)


class LateCaveat(Sealed, Base):
    """A national restriction that was made known only after acceptance (R15)."""

    __tablename__ = "late_caveat"
    __table_args__ = (
        ForeignKeyConstraint(
            ["state_code", "attestation_id"], [Attestation.state_code, Attestation.id], name="fk_caveat_attestation"
        ),
        CheckConstraint("length(caveat) > 0", name="says_something"),
        Index(None, "attestation_id"),
        impersonal("attestation_id", "declared_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    state_code: Mapped[str] = mapped_column(ForeignKey(State.code))
    attestation_id: Mapped[int]
    caveat: Mapped[str] = mapped_column(String(2000), info=REASON)
    declared_on: Mapped[date]
    declared_by: Mapped[str] = mapped_column(String(64), info=ACTED)
    declared_at: Mapped[datetime] = mapped_column(Moment, info=ACTED)


for _model in (
    Attestation,
    AttestationEdition,
    AttestationException,
    AttestationFile,
    AttestationFileEnd,
    AttestationSubmission,
    AttestationStep,
    AttestationComment,
    LateCaveat,
):
    keep_for_ever(_model)
