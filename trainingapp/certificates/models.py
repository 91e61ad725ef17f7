from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from trainingapp.completions.models import Completion, RecordingSuspension
from trainingapp.curricula.models import Curriculum, CurriculumVersion
from trainingapp.journal.models import Sealed
from trainingapp.kit.db import Base, Moment, keep_for_ever
from trainingapp.kit.personal import ACTED, REASON, STAYS, impersonal, personal
from trainingapp.kit.words import N_
from trainingapp.people.models import Person
from trainingapp.states.models import State

CHECKED = N_("To answer whoever is shown a certificate and checks its number")
PRINTED = N_("To print the certificate, and to let anybody who is shown it compare")


class CertificateCounter(Base):
    """The last number given for a State, a curriculum and a year. Locked by whoever takes the next."""

    __tablename__ = "certificate_counter"
    __table_args__ = impersonal(why=N_("The last numbers that were given"))

    state_code: Mapped[str] = mapped_column(ForeignKey(State.code), primary_key=True)
    curriculum_code: Mapped[str] = mapped_column(ForeignKey(Curriculum.code), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int]


class Certificate(Sealed, Base):
    """A numbered document for one completion: its number, and its face, frozen. The picture is drawn from the face.

    Personal data: the face (name, rank, training). Purpose: to print it and to let anyone check the print.
    """

    __tablename__ = "certificate"
    __table_args__ = (
        UniqueConstraint("completion_id", "ordinal", name="uq_certificate_of_completion"),
        ForeignKeyConstraint(["state_code", "person_id"], [Person.state_code, Person.id], name="fk_certificate_person"),
        Index(None, "person_id"),
        #: A State's own list, the newest first.
        Index(None, "state_code", "id"),
        impersonal("ordinal"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Stands in the public link: 128 random bits.
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    state_code: Mapped[str] = mapped_column(ForeignKey(State.code))
    person_id: Mapped[int]
    completion_id: Mapped[int] = mapped_column(ForeignKey(Completion.id))
    version_id: Mapped[int] = mapped_column(ForeignKey(CurriculumVersion.id))
    ordinal: Mapped[int]
    #: For people; never used twice, never reused.
    number: Mapped[str] = mapped_column(
        String(60), unique=True, info=personal("training", CHECKED, "number", erased=STAYS)
    )
    issued_on: Mapped[date] = mapped_column(info=personal("training", CHECKED, "number", erased=STAYS))
    valid_through: Mapped[date | None] = mapped_column(info=personal("training", CHECKED, "number", erased=STAYS))
    #: JSON: everything printed; and its SHA-256.
    face: Mapped[str] = mapped_column(Text, info=personal("identity", PRINTED, "person"))
    #: Taken away with the face: a name that is guessed could be tried against it.
    face_sha256: Mapped[str] = mapped_column(String(64), info=personal("identity", PRINTED, "person"))
    issued_by: Mapped[str] = mapped_column(String(64), info=ACTED)
    issued_at: Mapped[datetime] = mapped_column(Moment, info=ACTED)
    #: The earlier certificate that this one was issued in place of, when a name on it was put right.
    replaces: Mapped[int | None] = mapped_column(ForeignKey("certificate.id"), unique=True)


class CertificateRevocation(Sealed, Base):
    """The end of a certificate's worth, with its reason. The number answers "revoked" for ever."""

    __tablename__ = "certificate_revocation"
    __table_args__ = (CheckConstraint("length(reason) > 0", name="has_a_reason"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    state_code: Mapped[str] = mapped_column(ForeignKey(State.code))
    certificate_id: Mapped[int] = mapped_column(ForeignKey(Certificate.id), unique=True)
    revoked_on: Mapped[date] = mapped_column(info=personal("training", CHECKED, "number", erased=STAYS))
    reason: Mapped[str] = mapped_column(String(400), info=REASON)
    revoked_by: Mapped[str] = mapped_column(String(64), info=ACTED)


class CertificateHold(Sealed, Base):
    """A certificate under review because of who issued it: suspended while a suspension that holds it lasts.

    A certificate of a completion that is held needs none: it is suspended with it.
    """

    __tablename__ = "certificate_hold"
    __table_args__ = (UniqueConstraint("suspension_id", "certificate_id"), Index(None, "certificate_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    state_code: Mapped[str] = mapped_column(ForeignKey(State.code))
    suspension_id: Mapped[int] = mapped_column(ForeignKey(RecordingSuspension.id))
    certificate_id: Mapped[int] = mapped_column(ForeignKey(Certificate.id))


keep_for_ever(Certificate)
keep_for_ever(CertificateHold)
keep_for_ever(CertificateRevocation)
