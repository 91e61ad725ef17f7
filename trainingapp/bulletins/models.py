from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from trainingapp.curricula.models import Curriculum
from trainingapp.forces.models import UnitType
from trainingapp.journal.models import Sealed
from trainingapp.kit.db import Base, Moment, keep_for_ever
from trainingapp.kit.personal import ACTED, REASON, impersonal
from trainingapp.states.models import Mission, State


class Need(Sealed, Base):
    """What a State says it lacks: so many persons of a unit without a curriculum, by the day the unit deploys (R50).

    Seen by the State and the Secretariat only. A changed need is a new row that takes the place of the earlier one.
    """

    __tablename__ = "need"
    __table_args__ = (
        CheckConstraint("required > 0", name="requires_somebody"),
        CheckConstraint("held >= 0 AND held < required", name="leaves_somebody_open"),
        CheckConstraint("women >= 0 AND men >= 0 AND women + men <= required - held", name="of_those_open"),
        Index(None, "state_code"),
        impersonal("required", "held", "women", "men", "deploys_on", "language", "mandatory"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    state_code: Mapped[str] = mapped_column(ForeignKey(State.code))
    mission_code: Mapped[str] = mapped_column(ForeignKey(Mission.code))
    unit_type_code: Mapped[str] = mapped_column(ForeignKey(UnitType.code))
    curriculum_code: Mapped[str] = mapped_column(ForeignKey(Curriculum.code))
    #: Persons who must hold it, and those who do.
    required: Mapped[int]
    held: Mapped[int]
    #: Of those who lack it, as far as the State says so; the others are not specified.
    women: Mapped[int]
    men: Mapped[int]
    deploys_on: Mapped[date]
    #: In which UN language the unit is to be taught.
    language: Mapped[str] = mapped_column(String(2))
    #: Whether the mission asks for it, as the State says; what the register's own rules ask for is known without.
    mandatory: Mapped[bool]
    remark: Mapped[str] = mapped_column(String(400), info=REASON)
    declared_by: Mapped[str] = mapped_column(String(64), info=ACTED)
    declared_at: Mapped[datetime] = mapped_column(Moment, info=ACTED)
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("need.id"), unique=True)


class NeedEnd(Sealed, Base):
    """The State says that a need is over: met, or no longer there."""

    __tablename__ = "need_end"
    __table_args__ = (
        CheckConstraint("kind IN ('met', 'withdrawn')", name="kind_is_known"),
        impersonal("kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    state_code: Mapped[str] = mapped_column(ForeignKey(State.code))
    need_id: Mapped[int] = mapped_column(ForeignKey(Need.id), unique=True)
    kind: Mapped[str] = mapped_column(String(10))
    ended_by: Mapped[str] = mapped_column(String(64), info=ACTED)
    ended_at: Mapped[datetime] = mapped_column(Moment, info=ACTED)


class NameConsent(Sealed, Base):
    """A State lets bulletins name it to others, from a day on. Without one it is "one contributor" there (R50)."""

    __tablename__ = "name_consent"
    __table_args__ = (UniqueConstraint("state_code", "ordinal"), impersonal("ordinal", "given_on"))

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    state_code: Mapped[str] = mapped_column(ForeignKey(State.code))
    #: Counts how often the State has said so: a second time can only follow an end.
    ordinal: Mapped[int]
    given_on: Mapped[date]
    given_by: Mapped[str] = mapped_column(String(64), info=ACTED)


class NameConsentEnd(Sealed, Base):
    """A State takes its consent back: bulletins published from then on do not name it to others."""

    __tablename__ = "name_consent_end"
    __table_args__ = impersonal("ended_on")

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    state_code: Mapped[str] = mapped_column(ForeignKey(State.code))
    consent_id: Mapped[int] = mapped_column(ForeignKey(NameConsent.id), unique=True)
    ended_on: Mapped[date]
    ended_by: Mapped[str] = mapped_column(String(64), info=ACTED)


class EmergingContributor(Sealed, Base):
    """A State that is new among contributors, or contributes again, from a day on, as the Secretariat records (R44)."""

    __tablename__ = "emerging_contributor"
    __table_args__ = (UniqueConstraint("state_code", "ordinal"), impersonal("ordinal", "holds_from"))

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    state_code: Mapped[str] = mapped_column(ForeignKey(State.code))
    ordinal: Mapped[int]
    holds_from: Mapped[date]
    reason: Mapped[str] = mapped_column(String(400), info=REASON)
    recorded_by: Mapped[str] = mapped_column(String(64), info=ACTED)


class EmergingContributorEnd(Sealed, Base):
    """The last day on which a State counts as an emerging contributor."""

    __tablename__ = "emerging_contributor_end"
    __table_args__ = impersonal("holds_through")

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    state_code: Mapped[str] = mapped_column(ForeignKey(State.code))
    emerging_id: Mapped[int] = mapped_column(ForeignKey(EmergingContributor.id), unique=True)
    holds_through: Mapped[date]
    recorded_by: Mapped[str] = mapped_column(String(64), info=ACTED)


for _model in (Need, NeedEnd, NameConsent, NameConsentEnd, EmergingContributor, EmergingContributorEnd):
    keep_for_ever(_model)
