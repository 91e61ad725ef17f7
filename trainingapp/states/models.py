from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from trainingapp.kit.db import Base


class State(Base):
    """A Member State, an observer, or one of the four fictional States of the training scenarios."""

    __tablename__ = "state"
    __table_args__ = (
        CheckConstraint("length(code) = 3", name="code_is_iso3"),
        CheckConstraint("kind IN ('member', 'observer', 'fictional')", name="kind_is_known"),
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
    __table_args__ = (CheckConstraint("kind IN ('PKO', 'SPM', 'OTHER')", name="kind_is_known"),)

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


class Institution(Base):
    """A place that trains: national, regional, of the UN."""

    __tablename__ = "institution"
    __table_args__ = (CheckConstraint("kind IN ('national', 'regional', 'un')", name="kind_is_known"),)

    code: Mapped[str] = mapped_column(String(24), primary_key=True)
    name: Mapped[str] = mapped_column(String(160), unique=True)
    kind: Mapped[str] = mapped_column(String(12))
    state_code: Mapped[str] = mapped_column(ForeignKey(State.code))


class InstitutionState(Base):
    """A State that lets an institution record the training of its people. Without a row it sees nobody."""

    __tablename__ = "institution_state"

    institution_code: Mapped[str] = mapped_column(ForeignKey(Institution.code), primary_key=True)
    state_code: Mapped[str] = mapped_column(ForeignKey(State.code), primary_key=True)
