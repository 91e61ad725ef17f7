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
    "emerging_contributor": {
        "emptied": {"reason": "–"},
        "alone": ("id", "public_id", "state_code", "ordinal", "holds_from", "recorded_by", "entry_seq"),
    },
    "emerging_contributor_end": {},
    "name_consent": {},
    "name_consent_end": {},
    "need": {
        "emptied": {"remark": "–"},
        "alone": (
            "id",
            "public_id",
            "state_code",
            "mission_code",
            "unit_type_code",
            "curriculum_code",
            "required",
            "held",
            "women",
            "men",
            "deploys_on",
            "language",
            "mandatory",
            "declared_by",
            "declared_at",
            "replaces_id",
            "entry_seq",
        ),
    },
    "need_end": {},
    "requirement_end": {},
    "requirement_reach": {},
    "snapshot": {},
    "snapshot_file": {},
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
        "emerging_contributor",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("state_code", sa.String(length=3), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("holds_from", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("recorded_by", sa.String(length=64), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["state_code"], ["state.code"], name=op.f("fk_emerging_contributor_state_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_emerging_contributor")),
        sa.UniqueConstraint("public_id", name=op.f("uq_emerging_contributor_public_id")),
        sa.UniqueConstraint("state_code", "ordinal", name=op.f("uq_emerging_contributor_state_code_ordinal")),
        info={"impersonal": ("ordinal", "holds_from"), "why": ""},
    )
    op.create_table(
        "name_consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("state_code", sa.String(length=3), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("given_by", sa.String(length=64), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["state_code"], ["state.code"], name=op.f("fk_name_consent_state_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_name_consent")),
        sa.UniqueConstraint("public_id", name=op.f("uq_name_consent_public_id")),
        sa.UniqueConstraint("state_code", "ordinal", name=op.f("uq_name_consent_state_code_ordinal")),
        info={"impersonal": ("ordinal", "given_on"), "why": ""},
    )
    op.create_table(
        "need",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("state_code", sa.String(length=3), nullable=False),
        sa.Column("mission_code", sa.String(length=12), nullable=False),
        sa.Column("unit_type_code", sa.String(length=24), nullable=False),
        sa.Column("curriculum_code", sa.String(length=24), nullable=False),
        sa.Column("required", sa.Integer(), nullable=False),
        sa.Column("held", sa.Integer(), nullable=False),
        sa.Column("women", sa.Integer(), nullable=False),
        sa.Column("men", sa.Integer(), nullable=False),
        sa.Column("deploys_on", sa.Date(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("mandatory", sa.Boolean(), nullable=False),
        sa.Column("remark", sa.String(length=400), nullable=False),
        sa.Column("declared_by", sa.String(length=64), nullable=False),
        sa.Column("declared_at", Moment(), nullable=False),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("held >= 0 AND held < required", name=op.f("ck_need_leaves_somebody_open")),
        sa.CheckConstraint("required > 0", name=op.f("ck_need_requires_somebody")),
        sa.CheckConstraint(
            "women >= 0 AND men >= 0 AND women + men <= required - held", name=op.f("ck_need_of_those_open")
        ),
        sa.ForeignKeyConstraint(["curriculum_code"], ["curriculum.code"], name=op.f("fk_need_curriculum_code")),
        sa.ForeignKeyConstraint(["mission_code"], ["mission.code"], name=op.f("fk_need_mission_code")),
        sa.ForeignKeyConstraint(["replaces_id"], ["need.id"], name=op.f("fk_need_replaces_id")),
        sa.ForeignKeyConstraint(["state_code"], ["state.code"], name=op.f("fk_need_state_code")),
        sa.ForeignKeyConstraint(["unit_type_code"], ["unit_type.code"], name=op.f("fk_need_unit_type_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need")),
        sa.UniqueConstraint("public_id", name=op.f("uq_need_public_id")),
        sa.UniqueConstraint("replaces_id", name=op.f("uq_need_replaces_id")),
        info={"impersonal": ("required", "held", "women", "men", "deploys_on", "language", "mandatory"), "why": ""},
    )
    with op.batch_alter_table("need", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_need_state_code"), ["state_code"], unique=False)

    op.create_table(
        "saved_view",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("page", sa.String(length=12), nullable=False),
        sa.Column("asked", sa.String(length=800), nullable=False),
        sa.Column("schedule", sa.String(length=8), nullable=False),
        sa.Column("begun_on", sa.Date(), nullable=False),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("saved_at", Moment(), nullable=False),
        sa.CheckConstraint("(schedule = 'none') = (next_on IS NULL)", name=op.f("ck_saved_view_due_when_wanted")),
        sa.CheckConstraint("page IN ('overview', 'forecast')", name=op.f("ck_saved_view_page_is_known")),
        sa.CheckConstraint("schedule IN ('none', 'weekly', 'monthly')", name=op.f("ck_saved_view_schedule_is_known")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_saved_view_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
        sa.UniqueConstraint("account_id", "name", name=op.f("uq_saved_view_account_id_name")),
        sa.UniqueConstraint("public_id", name=op.f("uq_saved_view_public_id")),
    )
    with op.batch_alter_table("saved_view", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_saved_view_next_on"), ["next_on"], unique=False)

    op.create_table(
        "snapshot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("edition", sa.String(length=12), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("state_code", sa.String(length=3), nullable=True),
        sa.Column("mission_code", sa.String(length=12), nullable=True),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("taken_at_entry", sa.Integer(), nullable=False),
        sa.Column("figures", sa.Text(), nullable=False),
        sa.Column("figures_sha256", sa.String(length=64), nullable=False),
        sa.Column("made_by", sa.String(length=64), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("edition IN ('inside', 'circulation')", name=op.f("ck_snapshot_edition_is_known")),
        sa.CheckConstraint("kind IN ('gap', 'readiness', 'bulletin')", name=op.f("ck_snapshot_kind_is_known")),
        sa.CheckConstraint("ordinal > 0", name=op.f("ck_snapshot_ordinals_count_from_one")),
        sa.CheckConstraint("state_code IS NULL OR mission_code IS NULL", name=op.f("ck_snapshot_about_one_of_them")),
        sa.ForeignKeyConstraint(["mission_code"], ["mission.code"], name=op.f("fk_snapshot_mission_code")),
        sa.ForeignKeyConstraint(["state_code"], ["state.code"], name=op.f("fk_snapshot_state_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snapshot")),
        sa.UniqueConstraint("kind", "year", "ordinal", "edition", name="uq_snapshot_number"),
        sa.UniqueConstraint("public_id", name=op.f("uq_snapshot_public_id")),
        info={
            "impersonal": (
                "kind",
                "edition",
                "year",
                "ordinal",
                "as_of",
                "taken_at_entry",
                "figures",
                "figures_sha256",
            ),
            "why": "",
        },
    )
    with op.batch_alter_table("snapshot", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_snapshot_mission_code"), ["mission_code"], unique=False)
        batch_op.create_index(batch_op.f("ix_snapshot_state_code"), ["state_code"], unique=False)

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
        "emerging_contributor_end",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("state_code", sa.String(length=3), nullable=False),
        sa.Column("emerging_id", sa.Integer(), nullable=False),
        sa.Column("holds_through", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.String(length=64), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["emerging_id"], ["emerging_contributor.id"], name=op.f("fk_emerging_contributor_end_emerging_id")
        ),
        sa.ForeignKeyConstraint(["state_code"], ["state.code"], name=op.f("fk_emerging_contributor_end_state_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_emerging_contributor_end")),
        sa.UniqueConstraint("emerging_id", name=op.f("uq_emerging_contributor_end_emerging_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_emerging_contributor_end_public_id")),
        info={"impersonal": ("holds_through",), "why": ""},
    )
    op.create_table(
        "name_consent_end",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("state_code", sa.String(length=3), nullable=False),
        sa.Column("consent_id", sa.Integer(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=False),
        sa.Column("ended_by", sa.String(length=64), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["consent_id"], ["name_consent.id"], name=op.f("fk_name_consent_end_consent_id")),
        sa.ForeignKeyConstraint(["state_code"], ["state.code"], name=op.f("fk_name_consent_end_state_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_name_consent_end")),
        sa.UniqueConstraint("consent_id", name=op.f("uq_name_consent_end_consent_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_name_consent_end_public_id")),
        info={"impersonal": ("ended_on",), "why": ""},
    )
    op.create_table(
        "need_end",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("state_code", sa.String(length=3), nullable=False),
        sa.Column("need_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("ended_by", sa.String(length=64), nullable=False),
        sa.Column("ended_at", Moment(), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("kind IN ('met', 'withdrawn')", name=op.f("ck_need_end_kind_is_known")),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_need_end_need_id")),
        sa.ForeignKeyConstraint(["state_code"], ["state.code"], name=op.f("fk_need_end_state_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need_end")),
        sa.UniqueConstraint("need_id", name=op.f("uq_need_end_need_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_need_end_public_id")),
        info={"impersonal": ("kind",), "why": ""},
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
        "snapshot_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(length=4), nullable=False),
        sa.Column("bytes", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("form IN ('pdf', 'xlsx', 'csv')", name=op.f("ck_snapshot_file_form_is_known")),
        sa.ForeignKeyConstraint(["snapshot_id"], ["snapshot.id"], name=op.f("fk_snapshot_file_snapshot_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snapshot_file")),
        sa.UniqueConstraint("public_id", name=op.f("uq_snapshot_file_public_id")),
        sa.UniqueConstraint("snapshot_id", "form", name=op.f("uq_snapshot_file_snapshot_id_form")),
        info={"impersonal": ("form", "bytes", "sha256"), "why": ""},
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
        "coverage_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rotation_id", sa.Integer(), nullable=False),
        sa.Column("curriculum_code", sa.String(length=24), nullable=True),
        sa.Column("sex", sa.String(length=12), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("required", sa.Integer(), nullable=False),
        sa.Column("held", sa.Integer(), nullable=False),
        sa.Column("waived", sa.Integer(), nullable=False),
        sa.Column("through", sa.Integer(), nullable=False),
        sa.Column("recorded", sa.Integer(), nullable=False),
        sa.Column("certified", sa.Integer(), nullable=False),
        sa.Column("verified", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["curriculum_code"], ["curriculum.code"], name=op.f("fk_coverage_change_curriculum_code")
        ),
        sa.ForeignKeyConstraint(["rotation_id"], ["rotation.id"], name=op.f("fk_coverage_change_rotation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coverage_change")),
        info={"impersonal": (), "why": "Numbers of people, by rotation, curriculum and sex; made again from the facts"},
    )
    with op.batch_alter_table("coverage_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_coverage_change_rotation_id"), ["rotation_id"], unique=False)

    op.create_table(
        "coverage_made",
        sa.Column("rotation_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["rotation_id"], ["rotation.id"], name=op.f("fk_coverage_made_rotation_id")),
        sa.PrimaryKeyConstraint("rotation_id", name=op.f("pk_coverage_made")),
        info={"impersonal": (), "why": "How far the numbers have been made"},
    )
    with op.batch_alter_table("coverage_made", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_coverage_made_seq"), ["seq"], unique=False)

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

    with op.batch_alter_table("coverage_step", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_coverage_step_rotation_id_day_curriculum_code_sex_required_held"))

    op.drop_table("coverage_step")
    # What is derived is made again from the facts.
    op.execute("DELETE FROM coverage_watermark")
    for table, more in KEPT.items():
        for statement, dialect in kept_for_ever_ddl(table, **more):
            if dialect == op.get_bind().dialect.name:
                op.execute(statement)


def downgrade() -> None:
    op.create_table(
        "coverage_step",
        sa.Column("id", sa.INTEGER(), nullable=False),
        sa.Column("rotation_id", sa.INTEGER(), nullable=False),
        sa.Column("curriculum_code", sa.VARCHAR(length=24), nullable=True),
        sa.Column("sex", sa.VARCHAR(length=12), nullable=False),
        sa.Column("day", sa.DATE(), nullable=False),
        sa.Column("required", sa.INTEGER(), nullable=False),
        sa.Column("held", sa.INTEGER(), nullable=False),
        sa.ForeignKeyConstraint(
            ["curriculum_code"], ["curriculum.code"], name=op.f("fk_coverage_step_curriculum_code")
        ),
        sa.ForeignKeyConstraint(["rotation_id"], ["rotation.id"], name=op.f("fk_coverage_step_rotation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coverage_step")),
    )
    with op.batch_alter_table("coverage_step", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_coverage_step_rotation_id_day_curriculum_code_sex_required_held"),
            ["rotation_id", "day", "curriculum_code", "sex", "required", "held"],
            unique=False,
        )

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
    with op.batch_alter_table("coverage_made", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_coverage_made_seq"))

    op.drop_table("coverage_made")
    with op.batch_alter_table("coverage_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_coverage_change_rotation_id"))

    op.drop_table("coverage_change")
    op.drop_table("unit_statement_line")
    op.drop_table("snapshot_file")
    op.drop_table("requirement_reach")
    op.drop_table("requirement_end")
    op.drop_table("need_end")
    op.drop_table("name_consent_end")
    op.drop_table("emerging_contributor_end")
    op.drop_table("unit_statement")
    with op.batch_alter_table("snapshot", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_snapshot_state_code"))
        batch_op.drop_index(batch_op.f("ix_snapshot_mission_code"))

    op.drop_table("snapshot")
    with op.batch_alter_table("saved_view", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_saved_view_next_on"))

    op.drop_table("saved_view")
    with op.batch_alter_table("need", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_need_state_code"))

    op.drop_table("need")
    op.drop_table("name_consent")
    op.drop_table("emerging_contributor")
    # What is derived is made again from the facts.
    op.execute("DELETE FROM coverage_watermark")
    if op.get_bind().dialect.name == "postgresql":
        for table in KEPT:
            for verb in ("update", "delete"):
                op.execute(f"DROP FUNCTION keep_{table}_{verb}()")
