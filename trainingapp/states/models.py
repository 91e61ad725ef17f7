from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from trainingapp.journal.models import Sealed
from trainingapp.kit.db import Base, Moment, keep_for_ever
from trainingapp.kit.personal import ACTED, REASON, impersonal
from trainingapp.kit.words import N_


class State(Base):
    """A Member State, an observer, or one of the four fictional States of the training scenarios."""

    __tablename__ = "state"
    __table_args__ = (
        CheckConstraint("length(code) = 3", name="code_is_iso3"),
        CheckConstraint("kind IN ('member', 'observer', 'fictional')", name="kind_is_known"),
        impersonal(why=N_("Member States")),
    )

    #: ISO 3166-1 alpha-3.
    code: Mapped[str] = mapped_column(String(3), primary_key=True)
    iso2: Mapped[str] = mapped_column(String(2), unique=True)
    #: UN M49, text with its leading zeros; the fictional States have none.
    m49: Mapped[str | None] = mapped_column(String(3), unique=True)
    kind: Mapped[str] = mapped_column(String(12))
    #: The UN short name in English; the names in six languages are in `names`.
    name: Mapped[str] = mapped_column(String(120), unique=True)
    #: JSON: language -> UN short name.
    names: Mapped[str] = mapped_column(Text)
    #: The UN language in which its name stands beside the English one on a certificate.
    own_language: Mapped[str] = mapped_column(String(2))
    region: Mapped[str] = mapped_column(String(60))
    subregion: Mapped[str] = mapped_column(String(60))


class Mission(Base):
    """A peace operation."""

    __tablename__ = "mission"
    __table_args__ = (
        CheckConstraint("kind IN ('PKO', 'SPM', 'OTHER')", name="kind_is_known"),
        impersonal(why=N_("Missions")),
    )

    #: The acronym: MINUSCA.
    code: Mapped[str] = mapped_column(String(12), primary_key=True)
    name: Mapped[str] = mapped_column(String(160))
    host: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(5))
    established_on: Mapped[date]
    #: The last day of the mandate; empty while it lasts.
    closed_on: Mapped[date | None]


class MissionFlag(Base):
    """A mandate or threat a mission has from a day, through a day: protection of civilians, child protection, IED..."""

    __tablename__ = "mission_flag"
    __table_args__ = (
        UniqueConstraint("mission_code", "flag", "valid_from"),
        CheckConstraint("valid_through IS NULL OR valid_through >= valid_from", name="days_in_order"),
        impersonal(why=N_("What missions are mandated to do, and what threatens them")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    mission_code: Mapped[str] = mapped_column(ForeignKey(Mission.code))
    flag: Mapped[str] = mapped_column(String(24))
    kind: Mapped[str] = mapped_column(String(12))
    valid_from: Mapped[date]
    valid_through: Mapped[date | None]
    #: S, P, K or A: how well it is known.
    mark: Mapped[str] = mapped_column(String(1))
    #: What else must be known to believe it: "the first day is assumed".
    note: Mapped[str] = mapped_column(String(200), default="")


class Institution(Sealed, Base):
    """A place that trains: national, regional, of the UN. Never edited; what it was called stands on what it did."""

    __tablename__ = "institution"
    __table_args__ = (
        CheckConstraint("kind IN ('national', 'regional', 'un')", name="kind_is_known"),
        impersonal(why=N_("Places that train")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    #: What people call it for short: BIPSOT. Never used twice.
    code: Mapped[str] = mapped_column(String(24), unique=True)
    name: Mapped[str] = mapped_column(String(160))
    kind: Mapped[str] = mapped_column(String(12))
    #: Where it is.
    state_code: Mapped[str] = mapped_column(ForeignKey(State.code))


class InstitutionEnd(Sealed, Base):
    """The end of an institution: nobody records for it any more. What it recorded stands."""

    __tablename__ = "institution_end"
    __table_args__ = impersonal(why=N_("Places that train no more"))

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    institution_id: Mapped[int] = mapped_column(ForeignKey(Institution.id), unique=True)


class InstitutionConsent(Sealed, Base):
    """A State that lets an institution record the training of its people. Without one the institution sees nobody."""

    __tablename__ = "institution_consent"
    __table_args__ = (
        UniqueConstraint("institution_code", "state_code", "ordinal"),
        impersonal(why=N_("For which State's people an institution records")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    institution_code: Mapped[str] = mapped_column(ForeignKey(Institution.code))
    state_code: Mapped[str] = mapped_column(ForeignKey(State.code))
    #: Counts how often the State has said so: a second time can only follow an end.
    ordinal: Mapped[int]


class InstitutionConsentEnd(Sealed, Base):
    """The end of a State's consent, at the institution's next request."""

    __tablename__ = "institution_consent_end"
    __table_args__ = impersonal(why=N_("For which State's people an institution records no more"))

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    consent_id: Mapped[int] = mapped_column(ForeignKey(InstitutionConsent.id), unique=True)


class Listing(Sealed, Base):
    """A State named in an annual report, on children in armed conflict or on sexual violence in conflict (R07)."""

    __tablename__ = "listing"
    __table_args__ = (
        CheckConstraint("report IN ('CAAC', 'CRSV')", name="report_is_known"),
        CheckConstraint("length(source) > 0", name="has_a_source"),
        UniqueConstraint("state_code", "report", "listed_from"),
        impersonal("report", "listed_from"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    state_code: Mapped[str] = mapped_column(ForeignKey(State.code))
    report: Mapped[str] = mapped_column(String(4))
    listed_from: Mapped[date]
    #: The report's symbol and paragraph.
    source: Mapped[str] = mapped_column(String(200), info=REASON)
    #: The State's action plan, and by when; empty while there is none.
    action_plan: Mapped[str | None] = mapped_column(String(400), info=REASON)
    recorded_by: Mapped[str] = mapped_column(String(64), info=ACTED)
    recorded_at: Mapped[datetime] = mapped_column(Moment, info=ACTED)


class ListingEnd(Sealed, Base):
    """The end of a listing: from `delisted_on` on the State is not listed by it."""

    __tablename__ = "listing_end"
    __table_args__ = (
        CheckConstraint("length(source) > 0", name="has_a_source"),
        impersonal("listing_id", "delisted_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    state_code: Mapped[str] = mapped_column(ForeignKey(State.code))
    listing_id: Mapped[int] = mapped_column(ForeignKey(Listing.id), unique=True)
    delisted_on: Mapped[date]
    source: Mapped[str] = mapped_column(String(200), info=REASON)
    recorded_by: Mapped[str] = mapped_column(String(64), info=ACTED)
    recorded_at: Mapped[datetime] = mapped_column(Moment, info=ACTED)


for _model in (Institution, InstitutionEnd, InstitutionConsent, InstitutionConsentEnd, Listing, ListingEnd):
    keep_for_ever(_model)
