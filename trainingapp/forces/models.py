from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from trainingapp.journal.models import Sealed
from trainingapp.kit.db import Base, keep_for_ever
from trainingapp.kit.personal import REASON, STAYS, impersonal, personal
from trainingapp.kit.words import N_
from trainingapp.people.models import Person
from trainingapp.states.models import Mission, State

#: The five person categories of the UN's contribution data, by our code.
CATEGORIES = ("troops", "staff_officer", "individual_police", "formed_police", "expert_on_mission")
DEPLOYED = N_("To know who must be trained for which deployment, and as what")
_CATEGORY_IN = "category IN ('troops', 'staff_officer', 'individual_police', 'formed_police', 'expert_on_mission')"


class UnitType(Base):
    """A kind of unit: infantry battalion, formed police unit..."""

    __tablename__ = "unit_type"
    __table_args__ = (
        CheckConstraint("component IN ('military', 'police')", name="component_is_known"),
        impersonal(why=N_("The kinds of unit")),
    )

    code: Mapped[str] = mapped_column(String(24), primary_key=True)
    label: Mapped[str] = mapped_column(String(120))
    component: Mapped[str] = mapped_column(String(10))
    nominal_strength: Mapped[int]


class Function(Base):
    """A function a person may have in a rotation; some are designated tactical decision makers."""

    __tablename__ = "function"
    __table_args__ = impersonal(why=N_("The functions there are"))

    code: Mapped[str] = mapped_column(String(32), primary_key=True)
    label: Mapped[str] = mapped_column(String(120))
    tactical_decision_maker: Mapped[bool]


class Unit(Sealed, Base):
    """A formed unit of a State."""

    __tablename__ = "unit"
    __table_args__ = (
        UniqueConstraint("state_code", "designation"),
        UniqueConstraint("state_code", "id", name="uq_unit_with_state"),
        impersonal(why=N_("Units, by what they are called")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    state_code: Mapped[str] = mapped_column(ForeignKey(State.code))
    designation: Mapped[str] = mapped_column(String(60))
    unit_type_code: Mapped[str] = mapped_column(ForeignKey(UnitType.code))


class Rotation(Sealed, Base):
    """One deployment of a unit to a mission. The rotation, not the unit, is what is ready or is not."""

    __tablename__ = "rotation"
    __table_args__ = (
        UniqueConstraint("state_code", "code"),
        UniqueConstraint("state_code", "id", name="uq_rotation_with_state"),
        ForeignKeyConstraint(["state_code", "unit_id"], [Unit.state_code, Unit.id], name="fk_rotation_unit"),
        CheckConstraint("ends_on > deploys_on", name="ends_after_it_deploys"),
        CheckConstraint("strength > 0", name="has_strength"),
        Index(None, "mission_code"),
        Index(None, "deploys_on", "ends_on"),
        impersonal(why=N_("Deployments of units to missions")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    state_code: Mapped[str] = mapped_column(ForeignKey(State.code))
    unit_id: Mapped[int]
    #: What people call it: BANBAT-4. Unique within the State.
    code: Mapped[str] = mapped_column(String(60))
    mission_code: Mapped[str] = mapped_column(ForeignKey(Mission.code))
    #: Where the mission stations it: Bouar.
    location: Mapped[str | None] = mapped_column(String(120))
    deploys_on: Mapped[date]
    #: The last day of the tour.
    ends_on: Mapped[date]
    #: Persons planned.
    strength: Mapped[int]


class Assignment(Sealed, Base):
    """One line of a nominal roll: a person in a rotation, with rank, category and function there.

    Personal data: everything here. Purpose: to know who must be trained for which deployment. Once somebody is erased,
    the line stays for the counts, of a person without a name.

    `ordinal` counts the lines of one person in one rotation: a line is only made anew after the earlier one was ended.
    """

    __tablename__ = "assignment"
    __table_args__ = (
        UniqueConstraint("rotation_id", "person_id", "ordinal", name="uq_assignment_line"),
        ForeignKeyConstraint(
            ["state_code", "rotation_id"], [Rotation.state_code, Rotation.id], name="fk_assignment_rotation"
        ),
        ForeignKeyConstraint(["state_code", "person_id"], [Person.state_code, Person.id], name="fk_assignment_person"),
        CheckConstraint(_CATEGORY_IN, name="category_is_known"),
        Index(None, "person_id"),
        Index(None, "entry_seq"),
        impersonal("ordinal"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    state_code: Mapped[str] = mapped_column(ForeignKey(State.code))
    rotation_id: Mapped[int]
    person_id: Mapped[int]
    ordinal: Mapped[int]
    category: Mapped[str] = mapped_column(String(20), info=personal("service", DEPLOYED, "number", erased=STAYS))
    #: The national rank, as given.
    rank: Mapped[str | None] = mapped_column(String(80), info=personal("service", DEPLOYED, "person"))
    #: The function as given, and its code when it is one the register knows.
    function: Mapped[str | None] = mapped_column(String(120), info=personal("service", DEPLOYED, "person"))
    function_code: Mapped[str | None] = mapped_column(ForeignKey(Function.code))


class AssignmentEnd(Sealed, Base):
    """The end of an assignment: left on a day, or recorded in error (then it never counted)."""

    __tablename__ = "assignment_end"
    __table_args__ = (
        CheckConstraint("kind IN ('left', 'in_error')", name="kind_is_known"),
        CheckConstraint("kind <> 'left' OR ended_on IS NOT NULL", name="left_on_a_day"),
        Index(None, "entry_seq"),
        impersonal("kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    state_code: Mapped[str] = mapped_column(ForeignKey(State.code))
    assignment_id: Mapped[int] = mapped_column(ForeignKey(Assignment.id), unique=True)
    kind: Mapped[str] = mapped_column(String(8))
    #: The last day of service in the rotation; empty when recorded in error.
    ended_on: Mapped[date | None] = mapped_column(info=personal("service", DEPLOYED, "number", erased=STAYS))
    reason: Mapped[str] = mapped_column(String(400), info=REASON)


for _model in (Unit, Rotation, Assignment, AssignmentEnd):
    keep_for_ever(_model)
