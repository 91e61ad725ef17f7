from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from trainingapp.journal.models import Sealed
from trainingapp.kit.db import Base
from trainingapp.states.models import State

SEXES = ("female", "male", "unspecified")


class Person(Sealed, Base):
    """A soldier or police officer, as their State knows them.

    Personal data: everything here. Purpose: to say whose training it was, on a roll and on a certificate. Kept while
    the certificates can be checked.
    """

    __tablename__ = "person"
    __table_args__ = (
        UniqueConstraint("state_code", "service_number"),
        #: Rows of other rooms point at the person together with the State.
        UniqueConstraint("state_code", "id", name="uq_person_with_state"),
        CheckConstraint("sex IN ('female', 'male', 'unspecified')", name="sex_is_known"),
        CheckConstraint("full_name IS NOT NULL OR family_name IS NOT NULL", name="has_a_name"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    state_code: Mapped[str] = mapped_column(ForeignKey(State.code))
    #: Text: leading zeros and letters are part of it. Unique within the State.
    service_number: Mapped[str] = mapped_column(String(40))
    family_name: Mapped[str | None] = mapped_column(String(200))
    given_names: Mapped[str | None] = mapped_column(String(200))
    full_name: Mapped[str | None] = mapped_column(String(200))
    #: The name in its own script, when that was given.
    original_name: Mapped[str | None] = mapped_column(String(200))
    #: As recorded, never inferred.
    sex: Mapped[str] = mapped_column(String(12))
    born_on: Mapped[date | None]
