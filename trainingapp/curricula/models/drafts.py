from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from trainingapp.curricula.models.versions import CurriculumVersion
from trainingapp.journal.models import Sealed
from trainingapp.kit.db import Base, Moment, keep_for_ever
from trainingapp.kit.personal import ACTED, REASON, impersonal


class CurriculumDraft(Base):
    """A version that is being written: nothing of it is a fact yet. Published or piloted, it becomes a version."""

    __tablename__ = "curriculum_draft"
    __table_args__ = (
        CheckConstraint("status IN ('draft', 'in_review', 'closed')", name="status_is_known"),
        # One text of a version at a time; what was closed is history.
        Index(
            "uq_curriculum_draft_open",
            "curriculum_code",
            "label",
            unique=True,
            sqlite_where=text("status <> 'closed'"),
            postgresql_where=text("status <> 'closed'"),
        ),
        impersonal("curriculum_code", "label", "content", "edition", "status", "based_on_id", "version_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    #: Of a curriculum that may not exist yet.
    curriculum_code: Mapped[str] = mapped_column(String(24))
    label: Mapped[str] = mapped_column(String(24))
    #: JSON of the same form as a curriculum file, however incomplete.
    content: Mapped[str] = mapped_column(Text)
    #: Counts the savings: whoever saves says which edition was read, so that nobody's typing is lost.
    edition: Mapped[int]
    status: Mapped[str] = mapped_column(String(10))
    based_on_id: Mapped[int | None] = mapped_column(ForeignKey(CurriculumVersion.id))
    #: The version that it became.
    version_id: Mapped[int | None] = mapped_column(ForeignKey(CurriculumVersion.id))
    #: Public ids of all accounts that ever saved it, parted by spaces: none of them may publish it.
    editors: Mapped[str] = mapped_column(Text, info=ACTED)
    opened_at: Mapped[datetime] = mapped_column(Moment, info=ACTED)
    saved_by: Mapped[str] = mapped_column(String(64), info=ACTED)
    saved_at: Mapped[datetime] = mapped_column(Moment, info=ACTED)


class DraftStep(Sealed, Base):
    """A step on the way of a draft: submitted for review, returned with what to mend, published, piloted, dropped."""

    __tablename__ = "draft_step"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('opened', 'submitted', 'returned', 'published', 'piloted', 'dropped')", name="kind_is_known"
        ),
        CheckConstraint("kind <> 'returned' OR length(remark) > 0", name="returned_with_a_remark"),
        Index(None, "draft_id"),
        impersonal("draft_id", "curriculum_code", "label", "kind", "content_sha256"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    #: The draft's public id: what is still written is no key of a fact.
    draft_id: Mapped[str] = mapped_column(String(22))
    curriculum_code: Mapped[str] = mapped_column(String(24))
    label: Mapped[str] = mapped_column(String(24))
    kind: Mapped[str] = mapped_column(String(10))
    #: Of the text as it stood then.
    content_sha256: Mapped[str] = mapped_column(String(64))
    remark: Mapped[str] = mapped_column(String(2000), info=REASON)
    stepped_by: Mapped[str] = mapped_column(String(64), info=ACTED)
    stepped_at: Mapped[datetime] = mapped_column(Moment, info=ACTED)


keep_for_ever(DraftStep)
