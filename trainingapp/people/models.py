from datetime import date, datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from trainingapp.journal.models import Sealed
from trainingapp.kit.db import Base, Moment, keep_for_ever
from trainingapp.kit.personal import ACTED, REASON, STAYS, impersonal, personal
from trainingapp.kit.words import N_
from trainingapp.states.models import State

SEXES = ("female", "male", "unspecified")
KNOWN = N_("To say whose training it was, on a roll and on a certificate")
RECOGNISED = N_("To recognise somebody by what they were called or numbered before")
COUNTED = N_("To count women and men among those who are trained")


class Person(Sealed, Base):
    """A soldier or police officer, as their State first told the register. Never edited: see `PersonNow`.

    Personal data: everything here. Purpose: to say whose training it was, on a roll and on a certificate. Kept while
    the certificates can be checked.
    """

    __tablename__ = "person"
    __table_args__ = (
        #: Rows of other rooms point at the person together with the State.
        UniqueConstraint("state_code", "id", name="uq_person_with_state"),
        CheckConstraint("sex IN ('female', 'male', 'unspecified')", name="sex_is_known"),
        CheckConstraint("full_name IS NOT NULL OR family_name IS NOT NULL", name="has_a_name"),
        #: Who had a number first, also when they have another now.
        Index(None, "state_code", "service_number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    state_code: Mapped[str] = mapped_column(ForeignKey(State.code))
    #: Text: leading zeros and letters are part of it. Unique within the State among those who have it now.
    service_number: Mapped[str] = mapped_column(String(40), info=personal("identity", KNOWN, "person"))
    family_name: Mapped[str | None] = mapped_column(String(200), info=personal("identity", KNOWN, "person"))
    given_names: Mapped[str | None] = mapped_column(String(200), info=personal("identity", KNOWN, "person"))
    full_name: Mapped[str | None] = mapped_column(String(200), info=personal("identity", KNOWN, "person", erased=""))
    #: The name in its own script, when that was given.
    original_name: Mapped[str | None] = mapped_column(String(200), info=personal("identity", KNOWN, "person"))
    #: As recorded, never inferred.
    sex: Mapped[str] = mapped_column(String(12), info=personal("identity", COUNTED, "number", erased=STAYS))
    born_on: Mapped[date | None] = mapped_column(info=personal("identity", KNOWN, "person"))


class PersonName(Sealed, Base):
    """A name put right: the whole name as it stands from now on. The earlier ones stay, with when, who and why.

    Personal data: the name and the reason. Purpose: to call somebody as their passport does, and to recognise them by
    the name they had. Kept as long as the person.
    """

    __tablename__ = "person_name"
    __table_args__ = (
        ForeignKeyConstraint(["state_code", "person_id"], [Person.state_code, Person.id], name="fk_person_name_person"),
        CheckConstraint("full_name IS NOT NULL OR family_name IS NOT NULL", name="has_a_name"),
        Index(None, "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    state_code: Mapped[str] = mapped_column(ForeignKey(State.code))
    person_id: Mapped[int]
    family_name: Mapped[str | None] = mapped_column(String(200), info=personal("identity", RECOGNISED, "person"))
    given_names: Mapped[str | None] = mapped_column(String(200), info=personal("identity", RECOGNISED, "person"))
    full_name: Mapped[str | None] = mapped_column(
        String(200), info=personal("identity", RECOGNISED, "person", erased="")
    )
    original_name: Mapped[str | None] = mapped_column(String(200), info=personal("identity", RECOGNISED, "person"))
    reason: Mapped[str] = mapped_column(String(400), info=REASON)
    #: What the correction rests on, as people find it: the number of an order, a page of a file.
    evidence: Mapped[str | None] = mapped_column(String(200), info=personal("text", RECOGNISED, "person"))
    corrected_by: Mapped[str] = mapped_column(String(64), info=ACTED)
    corrected_at: Mapped[datetime] = mapped_column(Moment, info=ACTED)


class PersonChange(Sealed, Base):
    """Something about a person that became another from a day on: service number, rank, sex as recorded, birth date.

    Personal data: the value and the reason. Purpose: to know somebody by what they are now, and by what they were.
    Kept as long as the person.
    """

    __tablename__ = "person_change"
    __table_args__ = (
        ForeignKeyConstraint(
            ["state_code", "person_id"], [Person.state_code, Person.id], name="fk_person_change_person"
        ),
        CheckConstraint("field IN ('service_number', 'rank', 'sex', 'born_on')", name="field_is_known"),
        Index(None, "person_id"),
        #: Who else ever had a number.
        Index(None, "state_code", "field", "value"),
        impersonal("field"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    state_code: Mapped[str] = mapped_column(ForeignKey(State.code))
    person_id: Mapped[int]
    field: Mapped[str] = mapped_column(String(16))
    #: As text; a birth date as 1990-02-28.
    value: Mapped[str] = mapped_column(String(80), info=personal("identity", RECOGNISED, "person"))
    #: The first day on which it is so; never a day to come.
    holds_from: Mapped[date] = mapped_column(info=personal("identity", RECOGNISED, "number", erased=STAYS))
    reason: Mapped[str] = mapped_column(String(400), info=REASON)
    changed_by: Mapped[str] = mapped_column(String(64), info=ACTED)
    changed_at: Mapped[datetime] = mapped_column(Moment, info=ACTED)


class PersonMerge(Sealed, Base):
    """Two rows turned out to be one person: `merged` is shown as `kept` until the merge is undone. Nothing is moved.

    `ordinal` counts the merges of one row: it is merged anew only after the earlier merge was undone.
    """

    __tablename__ = "person_merge"
    __table_args__ = (
        UniqueConstraint("merged_id", "ordinal", name="uq_person_merge_once"),
        ForeignKeyConstraint(["state_code", "kept_id"], [Person.state_code, Person.id], name="fk_person_merge_kept"),
        ForeignKeyConstraint(
            ["state_code", "merged_id"], [Person.state_code, Person.id], name="fk_person_merge_merged"
        ),
        CheckConstraint("kept_id <> merged_id", name="are_two"),
        CheckConstraint("length(reason) > 0", name="has_a_reason"),
        Index(None, "kept_id"),
        Index(None, "state_code"),
        Index(None, "entry_seq"),
        impersonal("ordinal"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    #: Both are people of this State: a merge never crosses a border.
    state_code: Mapped[str] = mapped_column(ForeignKey(State.code))
    kept_id: Mapped[int]
    merged_id: Mapped[int]
    ordinal: Mapped[int]
    reason: Mapped[str] = mapped_column(String(400), info=REASON)
    merged_by: Mapped[str] = mapped_column(String(64), info=ACTED)
    merged_at: Mapped[datetime] = mapped_column(Moment, info=ACTED)


class PersonMergeUndo(Sealed, Base):
    """A merge taken back: the two are two again, with everything that was theirs before."""

    __tablename__ = "person_merge_undo"
    __table_args__ = (
        CheckConstraint("length(reason) > 0", name="has_a_reason"),
        Index(None, "entry_seq"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    state_code: Mapped[str] = mapped_column(ForeignKey(State.code))
    merge_id: Mapped[int] = mapped_column(ForeignKey(PersonMerge.id), unique=True)
    reason: Mapped[str] = mapped_column(String(400), info=REASON)
    undone_by: Mapped[str] = mapped_column(String(64), info=ACTED)
    undone_at: Mapped[datetime] = mapped_column(Moment, info=ACTED)


class PersonDistinct(Sealed, Base):
    """Two rows that somebody looked at and knows to be two persons: they are not offered again as likely one.

    `ordinal` counts the decisions on one pair: records may change, and be looked at again.
    """

    __tablename__ = "person_distinct"
    __table_args__ = (
        UniqueConstraint("one_id", "other_id", "ordinal", name="uq_person_distinct_pair"),
        ForeignKeyConstraint(["state_code", "one_id"], [Person.state_code, Person.id], name="fk_person_distinct_one"),
        ForeignKeyConstraint(
            ["state_code", "other_id"], [Person.state_code, Person.id], name="fk_person_distinct_other"
        ),
        CheckConstraint("one_id < other_id", name="in_order"),
        Index(None, "other_id"),
        impersonal("ordinal"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    state_code: Mapped[str] = mapped_column(ForeignKey(State.code))
    one_id: Mapped[int]
    other_id: Mapped[int]
    ordinal: Mapped[int]
    reason: Mapped[str | None] = mapped_column(String(400), info=REASON)
    decided_by: Mapped[str] = mapped_column(String(64), info=ACTED)
    decided_at: Mapped[datetime] = mapped_column(Moment, info=ACTED)


class PersonTransfer(Sealed, Base):
    """A State offers one of its people to another, whose citizen they have become. `ordinal` counts the offers of one
    person: a second one can only follow an answer to the first."""

    __tablename__ = "person_transfer"
    __table_args__ = (
        UniqueConstraint("person_id", "ordinal", name="uq_person_transfer_once"),
        ForeignKeyConstraint(
            ["state_code", "person_id"], [Person.state_code, Person.id], name="fk_person_transfer_person"
        ),
        CheckConstraint("to_state <> state_code", name="to_another_state"),
        CheckConstraint("length(reason) > 0", name="has_a_reason"),
        Index(None, "to_state"),
        impersonal("ordinal"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    #: The State that lets them go.
    state_code: Mapped[str] = mapped_column(ForeignKey(State.code))
    person_id: Mapped[int]
    ordinal: Mapped[int]
    to_state: Mapped[str] = mapped_column(ForeignKey(State.code))
    reason: Mapped[str] = mapped_column(String(400), info=REASON)
    offered_by: Mapped[str] = mapped_column(String(64), info=ACTED)
    offered_at: Mapped[datetime] = mapped_column(Moment, info=ACTED)


class PersonTransferAnswer(Sealed, Base):
    """What became of an offer: accepted (then `person_id` is the new row in the new State), declined, or withdrawn."""

    __tablename__ = "person_transfer_answer"
    __table_args__ = (
        ForeignKeyConstraint(
            ["state_code", "person_id"], [Person.state_code, Person.id], name="fk_person_transfer_answer_person"
        ),
        CheckConstraint("answer IN ('accepted', 'declined', 'withdrawn')", name="answer_is_known"),
        CheckConstraint("(answer = 'accepted') = (person_id IS NOT NULL)", name="accepted_makes_a_person"),
        Index(None, "person_id"),
        impersonal("answer"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    #: The State that answered.
    state_code: Mapped[str] = mapped_column(ForeignKey(State.code))
    transfer_id: Mapped[int] = mapped_column(ForeignKey(PersonTransfer.id), unique=True)
    answer: Mapped[str] = mapped_column(String(10))
    person_id: Mapped[int | None]
    reason: Mapped[str | None] = mapped_column(String(400), info=REASON)
    answered_by: Mapped[str] = mapped_column(String(64), info=ACTED)
    answered_at: Mapped[datetime] = mapped_column(Moment, info=ACTED)


class PersonNow(Base):
    """Who a row of `person` is now: derived from the facts above, compared with them by `verify --deep`.

    The row of somebody who was merged carries the identity of the one that is kept, so that whatever names either of
    the two is one join away from who they are. `person_id = same_as` are the persons there are.

    Personal data: everything here, as in `person`. Purpose: to find people and show them by what they are called now.
    Made again from the facts at will.
    """

    __tablename__ = "person_now"
    __table_args__ = (
        Index(
            "uq_person_now_service_number",
            "state_code",
            "service_number",
            unique=True,
            sqlite_where=text("person_id = same_as AND NOT erased"),
            postgresql_where=text("person_id = same_as AND NOT erased"),
        ),
        Index(None, "same_as"),
        #: The few that were merged.
        Index(
            "ix_person_now_merged",
            "same_as",
            "person_id",
            sqlite_where=text("person_id <> same_as"),
            postgresql_where=text("person_id <> same_as"),
        ),
        CheckConstraint("sex IN ('female', 'male', 'unspecified')", name="sex_is_known"),
        impersonal("version", "erased"),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id), primary_key=True, autoincrement=False)
    #: The person whose row is kept; itself for whoever was not merged.
    same_as: Mapped[int] = mapped_column(ForeignKey(Person.id))
    #: The public id of the one that is kept: where links lead.
    public_id: Mapped[str] = mapped_column(String(22))
    state_code: Mapped[str] = mapped_column(ForeignKey(State.code))
    service_number: Mapped[str] = mapped_column(String(40), info=personal("identity", KNOWN, "person"))
    family_name: Mapped[str | None] = mapped_column(String(200), info=personal("identity", KNOWN, "person"))
    given_names: Mapped[str | None] = mapped_column(String(200), info=personal("identity", KNOWN, "person"))
    full_name: Mapped[str | None] = mapped_column(String(200), info=personal("identity", KNOWN, "person", erased=""))
    original_name: Mapped[str | None] = mapped_column(String(200), info=personal("identity", KNOWN, "person"))
    sex: Mapped[str] = mapped_column(String(12), info=personal("identity", COUNTED, "number", erased=STAYS))
    born_on: Mapped[date | None] = mapped_column(info=personal("identity", KNOWN, "person"))
    #: The national rank, when a change of it was recorded; that on a roll stands with the assignment.
    rank: Mapped[str | None] = mapped_column(String(80), info=personal("service", KNOWN, "person"))
    #: The newest entry whose facts make up this row: who edits the person says which one they saw.
    version: Mapped[int]
    #: Everything personal was taken out of the register.
    erased: Mapped[bool]


#: Why the words of names and numbers are kept.
FOUND = N_("To find people, and records that may be one person's")


def latin(longest: int) -> String:
    """Small Latin letters and digits, ordered as they are numbered: whatever order of letters the database has, the
    words that begin so are one range of an index."""
    return String(longest).with_variant(String(longest, collation="C"), "postgresql")


class PersonWord(Base):
    """Derived: a word under which a person is found. `people.index` says what stands in which column.

    All in small Latin letters and digits, so that the beginning of a word is one range of a plain index, whatever the
    database's order of letters. Made with `person_now` by one act, compared with the facts by `verify --deep`.

    Personal data: what names and service numbers sound like. Purpose: to find people and likely duplicates. Made again
    from the facts at will.
    """

    __tablename__ = "person_word"
    __table_args__ = (
        CheckConstraint("kind IN ('name', 'number', 'pair')", name="kind_is_known"),
        Index(None, "kind", "word", "state_code", "person_id"),
        Index(None, "kind", "skeleton", "state_code", "person_id"),
        impersonal("kind") | {"sqlite_with_rowid": False},
    )

    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id), primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(latin(8), primary_key=True)
    word: Mapped[str] = mapped_column(latin(60), primary_key=True, info=personal("identity", FOUND, "person"))
    skeleton: Mapped[str] = mapped_column(latin(80), primary_key=True, info=personal("identity", FOUND, "person"))
    state_code: Mapped[str] = mapped_column(ForeignKey(State.code))


class LikelyDuplicate(Base):
    """Derived: two records of a State that may be one person, for an officer to decide. The machine decides nothing.

    Found when one of the two arrived or changed; gone once they are decided, or once new facts speak against it.
    """

    __tablename__ = "likely_duplicate"
    __table_args__ = (
        ForeignKeyConstraint(["state_code", "one_id"], [Person.state_code, Person.id], name="fk_likely_duplicate_one"),
        ForeignKeyConstraint(
            ["state_code", "other_id"], [Person.state_code, Person.id], name="fk_likely_duplicate_other"
        ),
        UniqueConstraint("one_id", "other_id", name="uq_likely_duplicate_pair"),
        CheckConstraint("one_id < other_id", name="in_order"),
        Index(None, "other_id"),
        Index(None, "state_code", "score"),
        Index(None, "entry_seq"),
        impersonal("one_id", "other_id", "score", "reasons"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    state_code: Mapped[str] = mapped_column(ForeignKey(State.code))
    one_id: Mapped[int]
    other_id: Mapped[int]
    #: From `likeness.LIKELY` to 100.
    score: Mapped[int]
    #: Names of `likeness.REASONS`, with spaces between: they say nothing about anybody.
    reasons: Mapped[str] = mapped_column(String(120))
    #: The act with which the second of the two arrived, or by which it became likely.
    entry_seq: Mapped[int] = mapped_column(Integer)


for _fact in (
    Person,
    PersonName,
    PersonChange,
    PersonMerge,
    PersonMergeUndo,
    PersonDistinct,
    PersonTransfer,
    PersonTransferAnswer,
):
    keep_for_ever(_fact)
