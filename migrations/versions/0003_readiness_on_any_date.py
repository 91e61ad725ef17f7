"""readiness on any date"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from trainingapp.kit.db import Moment, kept_for_ever_ddl

revision = "0003"
down_revision = "0002"

#: The tables whose rows the database itself refuses to change or delete, but for the erasing of
#: what is personal: the columns it empties with what it leaves there, and those it leaves alone.
KEPT: dict[str, dict[str, Any]] = {
    "requirement_end": {},
    "requirement_reach": {},
    "unit_statement": {},
    "unit_statement_line": {},
    "waiver": {
        "emptied": {"authority": "–", "consent": "–", "reason": "–"},
        "alone": (
            "id",
            "public_id",
            "state_code",
            "rotation_id",
            "curriculum_code",
            "whole_rotation",
            "first_day",
            "last_day",
            "granted_by",
            "granted_at",
            "entry_seq",
        ),
    },
    "waiver_end": {
        "emptied": {"reason": "–"},
        "alone": ("id", "public_id", "state_code", "waiver_id", "ended_on", "ended_by", "ended_at", "entry_seq"),
    },
    "waiver_person": {},
}


def upgrade() -> None:
    op.create_table(
        "unit_statement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("mission_code", sa.String(length=12), nullable=False),
        sa.Column("unit_type_code", sa.String(length=24), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("headcount", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("note", sa.String(length=400), nullable=True),
        sa.Column("stated_by", sa.String(length=64), nullable=False),
        sa.Column("stated_at", Moment(), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("headcount > 0", name=op.f("ck_unit_statement_has_headcount")),
        sa.CheckConstraint("length(source) > 0", name=op.f("ck_unit_statement_has_a_source")),
        sa.CheckConstraint("version > 0", name=op.f("ck_unit_statement_versions_count")),
        sa.ForeignKeyConstraint(["mission_code"], ["mission.code"], name=op.f("fk_unit_statement_mission_code")),
        sa.ForeignKeyConstraint(["unit_type_code"], ["unit_type.code"], name=op.f("fk_unit_statement_unit_type_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_statement")),
        sa.UniqueConstraint("mission_code", "unit_type_code", "effective_from", name="uq_unit_statement_first_day"),
        sa.UniqueConstraint("mission_code", "unit_type_code", "version", name="uq_unit_statement_version"),
        sa.UniqueConstraint("public_id", name=op.f("uq_unit_statement_public_id")),
        info={"impersonal": (), "why": "What a mission requires of a kind of unit"},
    )
    op.create_table(
        "requirement_end",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("requirement_code", sa.String(length=40), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("ended_by", sa.String(length=64), nullable=False),
        sa.Column("ended_at", Moment(), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(reason) > 0", name=op.f("ck_requirement_end_has_a_reason")),
        sa.ForeignKeyConstraint(
            ["requirement_code"], ["requirement.code"], name=op.f("fk_requirement_end_requirement_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_requirement_end")),
        sa.UniqueConstraint("public_id", name=op.f("uq_requirement_end_public_id")),
        sa.UniqueConstraint("requirement_code", name=op.f("uq_requirement_end_requirement_code")),
        info={"impersonal": (), "why": "Who must hold which curriculum"},
    )
    op.create_table(
        "requirement_reach",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("requirement_code", sa.String(length=40), nullable=False),
        sa.Column("components", sa.String(length=40), nullable=False),
        sa.Column("unit_types", sa.String(length=400), nullable=False),
        sa.Column("missions", sa.String(length=400), nullable=False),
        sa.Column("rank_bands", sa.String(length=200), nullable=False),
        sa.Column("functions", sa.String(length=400), nullable=False),
        sa.Column("due", sa.String(length=12), nullable=False),
        sa.Column("due_days", sa.Integer(), nullable=False),
        sa.Column("counts_days", sa.Integer(), nullable=True),
        sa.Column("versions", sa.String(length=200), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("due IN ('deployment', 'arrival', 'end')", name=op.f("ck_requirement_reach_due_is_known")),
        sa.CheckConstraint("counts_days IS NULL OR counts_days > 0", name=op.f("ck_requirement_reach_counts_days")),
        sa.CheckConstraint("due_days >= 0", name=op.f("ck_requirement_reach_due_days_are_days")),
        sa.ForeignKeyConstraint(
            ["requirement_code"], ["requirement.code"], name=op.f("fk_requirement_reach_requirement_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_requirement_reach")),
        sa.UniqueConstraint("public_id", name=op.f("uq_requirement_reach_public_id")),
        sa.UniqueConstraint("requirement_code", name=op.f("uq_requirement_reach_requirement_code")),
        info={"impersonal": (), "why": "Who must hold which curriculum"},
    )
    op.create_table(
        "unit_statement_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("statement_id", sa.Integer(), nullable=False),
        sa.Column("curriculum_code", sa.String(length=24), nullable=False),
        sa.Column("functions", sa.String(length=400), nullable=False),
        sa.Column("persons", sa.Integer(), nullable=True),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("persons IS NULL OR persons > 0", name=op.f("ck_unit_statement_line_some_persons")),
        sa.ForeignKeyConstraint(
            ["curriculum_code"], ["curriculum.code"], name=op.f("fk_unit_statement_line_curriculum_code")
        ),
        sa.ForeignKeyConstraint(
            ["statement_id"], ["unit_statement.id"], name=op.f("fk_unit_statement_line_statement_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_statement_line")),
        sa.UniqueConstraint("public_id", name=op.f("uq_unit_statement_line_public_id")),
        sa.UniqueConstraint("statement_id", "curriculum_code", name="uq_unit_statement_line"),
        info={"impersonal": (), "why": "What a mission requires of a kind of unit"},
    )
    op.create_table(
        "waiver",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("state_code", sa.String(length=3), nullable=False),
        sa.Column("rotation_id", sa.Integer(), nullable=False),
        sa.Column("curriculum_code", sa.String(length=24), nullable=False),
        sa.Column("whole_rotation", sa.Boolean(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("authority", sa.String(length=160), nullable=False),
        sa.Column("consent", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("granted_by", sa.String(length=64), nullable=False),
        sa.Column("granted_at", Moment(), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("last_day >= first_day", name=op.f("ck_waiver_days_in_order")),
        sa.CheckConstraint(
            "length(authority) > 0 AND length(consent) > 0", name=op.f("ck_waiver_on_somebodys_authority")
        ),
        sa.CheckConstraint("length(reason) > 0", name=op.f("ck_waiver_has_a_reason")),
        sa.ForeignKeyConstraint(["curriculum_code"], ["curriculum.code"], name=op.f("fk_waiver_curriculum_code")),
        sa.ForeignKeyConstraint(
            ["state_code", "rotation_id"], ["rotation.state_code", "rotation.id"], name="fk_waiver_rotation"
        ),
        sa.ForeignKeyConstraint(["state_code"], ["state.code"], name=op.f("fk_waiver_state_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waiver")),
        sa.UniqueConstraint("public_id", name=op.f("uq_waiver_public_id")),
        sa.UniqueConstraint("state_code", "id", name="uq_waiver_with_state"),
        info={"impersonal": ("whole_rotation", "first_day", "last_day"), "why": ""},
    )
    with op.batch_alter_table("waiver", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_waiver_entry_seq"), ["entry_seq"], unique=False)
        batch_op.create_index(batch_op.f("ix_waiver_rotation_id"), ["rotation_id"], unique=False)

    op.create_table(
        "waiver_end",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("state_code", sa.String(length=3), nullable=False),
        sa.Column("waiver_id", sa.Integer(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("ended_by", sa.String(length=64), nullable=False),
        sa.Column("ended_at", Moment(), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(reason) > 0", name=op.f("ck_waiver_end_has_a_reason")),
        sa.ForeignKeyConstraint(["state_code"], ["state.code"], name=op.f("fk_waiver_end_state_code")),
        sa.ForeignKeyConstraint(["waiver_id"], ["waiver.id"], name=op.f("fk_waiver_end_waiver_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waiver_end")),
        sa.UniqueConstraint("public_id", name=op.f("uq_waiver_end_public_id")),
        sa.UniqueConstraint("waiver_id", name=op.f("uq_waiver_end_waiver_id")),
        info={"impersonal": ("ended_on",), "why": ""},
    )
    with op.batch_alter_table("waiver_end", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_waiver_end_entry_seq"), ["entry_seq"], unique=False)

    op.create_table(
        "waiver_person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("state_code", sa.String(length=3), nullable=False),
        sa.Column("waiver_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["state_code", "person_id"], ["person.state_code", "person.id"], name="fk_waiver_person_who"
        ),
        sa.ForeignKeyConstraint(
            ["state_code", "waiver_id"], ["waiver.state_code", "waiver.id"], name="fk_waiver_person_of"
        ),
        sa.ForeignKeyConstraint(["state_code"], ["state.code"], name=op.f("fk_waiver_person_state_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waiver_person")),
        sa.UniqueConstraint("public_id", name=op.f("uq_waiver_person_public_id")),
        sa.UniqueConstraint("waiver_id", "person_id", name=op.f("uq_waiver_person_waiver_id_person_id")),
    )
    with op.batch_alter_table("waiver_person", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_waiver_person_person_id"), ["person_id"], unique=False)

    # What is derived is made again from the facts.
    op.execute("DELETE FROM coverage_watermark")
    for table, more in KEPT.items():
        for statement, dialect in kept_for_ever_ddl(table, **more):
            if dialect == op.get_bind().dialect.name:
                op.execute(statement)


def downgrade() -> None:
    with op.batch_alter_table("waiver_person", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_waiver_person_person_id"))

    op.drop_table("waiver_person")
    with op.batch_alter_table("waiver_end", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_waiver_end_entry_seq"))

    op.drop_table("waiver_end")
    with op.batch_alter_table("waiver", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_waiver_rotation_id"))
        batch_op.drop_index(batch_op.f("ix_waiver_entry_seq"))

    op.drop_table("waiver")
    op.drop_table("unit_statement_line")
    op.drop_table("requirement_reach")
    op.drop_table("requirement_end")
    op.drop_table("unit_statement")
    # What is derived is made again from the facts.
    op.execute("DELETE FROM coverage_watermark")
    if op.get_bind().dialect.name == "postgresql":
        for table in KEPT:
            for verb in ("update", "delete"):
                op.execute(f"DROP FUNCTION keep_{table}_{verb}()")
