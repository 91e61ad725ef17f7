from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from trainingapp.journal.models import Sealed
from trainingapp.kit.db import Base, Moment, keep_for_ever
from trainingapp.kit.personal import impersonal
from trainingapp.kit.words import N_
from trainingapp.states.models import Institution


class InstitutionProfile(Sealed, Base):
    """What an institution tells of itself in the directory. The profile with the highest ordinal holds."""

    __tablename__ = "institution_profile"
    __table_args__ = (
        UniqueConstraint("institution_code", "ordinal"),
        impersonal(why=N_("What places that train tell of themselves")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    institution_code: Mapped[str] = mapped_column(ForeignKey(Institution.code))
    ordinal: Mapped[int]
    #: Codes of languages, with spaces between them: "en fr".
    languages: Mapped[str] = mapped_column(String(40))
    #: Codes of curricula, with spaces between them: "CPTM CPOC-MIL".
    courses: Mapped[str] = mapped_column(Text)
    about: Mapped[str] = mapped_column(String(600))
    #: How it is reached, as it wants to be: a page, never a person.
    website: Mapped[str] = mapped_column(String(200))
    told_by: Mapped[str] = mapped_column(String(64))
    told_at: Mapped[datetime] = mapped_column(Moment)


keep_for_ever(InstitutionProfile)
