"""first tables"""

import sqlalchemy as sa
from alembic import op

from trainingapp.kit.db import Moment, kept_for_ever_ddl

revision = "0001"
down_revision = None

#: The tables whose rows the database itself refuses to change or delete.
KEPT = ("certificate", "certificate_revocation", "completion", "completion_withdrawal", "journal_entry")


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("password", sa.String(length=255), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("fs_uniquifier", sa.String(length=64), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("email", name=op.f("uq_account_email")),
        sa.UniqueConstraint("fs_uniquifier", name=op.f("uq_account_fs_uniquifier")),
        sa.UniqueConstraint("public_id", name=op.f("uq_account_public_id")),
    )
    op.create_table(
        "coverage_watermark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_coverage_watermark_is_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coverage_watermark")),
    )
    op.create_table(
        "curriculum",
        sa.Column("code", sa.String(length=24), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_curriculum")),
    )
    op.create_table(
        "function",
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("label", sa.String(length=120), nullable=False),
        sa.Column("tactical_decision_maker", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_function")),
    )
    op.create_table(
        "job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("asked_by", sa.String(length=64), nullable=False),
        sa.Column("arguments", sa.Text(), nullable=False),
        sa.Column("status", sa.String(length=8), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("heartbeat_at", Moment(), nullable=False),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("failure", sa.Text(), nullable=True),
        sa.CheckConstraint("status IN ('queued', 'running', 'done', 'failed')", name=op.f("ck_job_status_is_known")),
        sa.CheckConstraint("done >= 0 AND done <= total", name=op.f("ck_job_done_within_total")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
        sa.UniqueConstraint("public_id", name=op.f("uq_job_public_id")),
    )
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_job_status_heartbeat_at"), ["status", "heartbeat_at"], unique=False)

    op.create_table(
        "journal_entry",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("act", sa.String(length=64), nullable=False),
        sa.Column("object_kind", sa.String(length=32), nullable=False),
        sa.Column("object_id", sa.String(length=64), nullable=False),
        sa.Column("state_code", sa.String(length=3), nullable=True),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("commitments", sa.Text(), nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("marks", sa.String(length=72), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_journal_entry")),
        sa.UniqueConstraint("hash", name=op.f("uq_journal_entry_hash")),
    )
    with op.batch_alter_table("journal_entry", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_journal_entry_object_kind_object_id"), ["object_kind", "object_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_journal_entry_state_code_seq"), ["state_code", "seq"], unique=False)

    op.create_table(
        "journal_head",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_journal_head_is_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal_head")),
    )
    op.create_table(
        "mission",
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("host", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=5), nullable=False),
        sa.Column("established_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.CheckConstraint("kind IN ('PKO', 'SPM', 'OTHER')", name=op.f("ck_mission_kind_is_known")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_mission")),
    )
    op.create_table(
        "request_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("asked_by", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("act", sa.String(length=64), nullable=False),
        sa.Column("answer", sa.String(length=400), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request_key")),
        sa.UniqueConstraint("asked_by", "key", name=op.f("uq_request_key_asked_by_key")),
    )
    op.create_table(
        "sign_in_failure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=64), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_failure")),
    )
    with op.batch_alter_table("sign_in_failure", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_failure_what_at"), ["what", "at"], unique=False)

    op.create_table(
        "state",
        sa.Column("code", sa.String(length=3), nullable=False),
        sa.Column("iso2", sa.String(length=2), nullable=False),
        sa.Column("m49", sa.String(length=3), nullable=True),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("names", sa.Text(), nullable=False),
        sa.Column("own_language", sa.String(length=2), nullable=False),
        sa.Column("region", sa.String(length=60), nullable=False),
        sa.Column("subregion", sa.String(length=60), nullable=False),
        sa.CheckConstraint("kind IN ('member', 'observer', 'fictional')", name=op.f("ck_state_kind_is_known")),
        sa.CheckConstraint("length(code) = 3", name=op.f("ck_state_code_is_iso3")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_state")),
        sa.UniqueConstraint("iso2", name=op.f("uq_state_iso2")),
        sa.UniqueConstraint("m49", name=op.f("uq_state_m49")),
        sa.UniqueConstraint("name", name=op.f("uq_state_name")),
    )
    op.create_table(
        "unit_type",
        sa.Column("code", sa.String(length=24), nullable=False),
        sa.Column("label", sa.String(length=120), nullable=False),
        sa.Column("component", sa.String(length=10), nullable=False),
        sa.Column("nominal_strength", sa.Integer(), nullable=False),
        sa.CheckConstraint("component IN ('military', 'police')", name=op.f("ck_unit_type_component_is_known")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_unit_type")),
    )
    op.create_table(
        "certificate_counter",
        sa.Column("state_code", sa.String(length=3), nullable=False),
        sa.Column("curriculum_code", sa.String(length=24), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["curriculum_code"], ["curriculum.code"], name=op.f("fk_certificate_counter_curriculum_code")
        ),
        sa.ForeignKeyConstraint(["state_code"], ["state.code"], name=op.f("fk_certificate_counter_state_code")),
        sa.PrimaryKeyConstraint("state_code", "curriculum_code", "year", name=op.f("pk_certificate_counter")),
    )
    op.create_table(
        "curriculum_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("curriculum_code", sa.String(length=24), nullable=False),
        sa.Column("label", sa.String(length=24), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("superseded_on", sa.Date(), nullable=True),
        sa.Column("transition_until", sa.Date(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("lesson_count", sa.Integer(), nullable=False),
        sa.Column("pass_kind", sa.String(length=16), nullable=False),
        sa.Column("pass_mark", sa.Integer(), nullable=True),
        sa.Column("validity_kind", sa.String(length=12), nullable=False),
        sa.Column("validity_months", sa.Integer(), nullable=True),
        sa.Column("topics", sa.String(length=200), nullable=False),
        sa.Column("languages", sa.String(length=60), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("content_sha256", sa.String(length=64), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("status IN ('pilot', 'published')", name=op.f("ck_curriculum_version_status_is_known")),
        sa.CheckConstraint(
            "validity_kind IN ('months', 'unlimited', 'rotation')",
            name=op.f("ck_curriculum_version_validity_kind_is_known"),
        ),
        sa.CheckConstraint("minutes > 0", name=op.f("ck_curriculum_version_has_minutes")),
        sa.ForeignKeyConstraint(
            ["curriculum_code"], ["curriculum.code"], name=op.f("fk_curriculum_version_curriculum_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_curriculum_version")),
        sa.UniqueConstraint("curriculum_code", "label", name=op.f("uq_curriculum_version_curriculum_code_label")),
        sa.UniqueConstraint("public_id", name=op.f("uq_curriculum_version_public_id")),
    )
    op.create_table(
        "institution",
        sa.Column("code", sa.String(length=24), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("state_code", sa.String(length=3), nullable=False),
        sa.CheckConstraint("kind IN ('national', 'regional', 'un')", name=op.f("ck_institution_kind_is_known")),
        sa.ForeignKeyConstraint(["state_code"], ["state.code"], name=op.f("fk_institution_state_code")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_institution")),
        sa.UniqueConstraint("name", name=op.f("uq_institution_name")),
    )
    op.create_table(
        "mission_flag",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mission_code", sa.String(length=12), nullable=False),
        sa.Column("flag", sa.String(length=24), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_through", sa.Date(), nullable=True),
        sa.Column("mark", sa.String(length=1), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.CheckConstraint(
            "valid_through IS NULL OR valid_through >= valid_from", name=op.f("ck_mission_flag_days_in_order")
        ),
        sa.ForeignKeyConstraint(["mission_code"], ["mission.code"], name=op.f("fk_mission_flag_mission_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mission_flag")),
        sa.UniqueConstraint(
            "mission_code", "flag", "valid_from", name=op.f("uq_mission_flag_mission_code_flag_valid_from")
        ),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("state_code", sa.String(length=3), nullable=False),
        sa.Column("service_number", sa.String(length=40), nullable=False),
        sa.Column("family_name", sa.String(length=200), nullable=True),
        sa.Column("given_names", sa.String(length=200), nullable=True),
        sa.Column("full_name", sa.String(length=200), nullable=True),
        sa.Column("original_name", sa.String(length=200), nullable=True),
        sa.Column("sex", sa.String(length=12), nullable=False),
        sa.Column("born_on", sa.Date(), nullable=True),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("sex IN ('female', 'male', 'unspecified')", name=op.f("ck_person_sex_is_known")),
        sa.CheckConstraint("full_name IS NOT NULL OR family_name IS NOT NULL", name=op.f("ck_person_has_a_name")),
        sa.ForeignKeyConstraint(["state_code"], ["state.code"], name=op.f("fk_person_state_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("public_id", name=op.f("uq_person_public_id")),
        sa.UniqueConstraint("state_code", "id", name="uq_person_with_state"),
        sa.UniqueConstraint("state_code", "service_number", name=op.f("uq_person_state_code_service_number")),
    )
    op.create_table(
        "requirement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("curriculum_code", sa.String(length=24), nullable=False),
        sa.Column("mandatory", sa.Boolean(), nullable=False),
        sa.Column("categories", sa.String(length=120), nullable=False),
        sa.Column("decision_makers_only", sa.Boolean(), nullable=False),
        sa.Column("mission_flag", sa.String(length=24), nullable=True),
        sa.Column("phase", sa.String(length=24), nullable=False),
        sa.Column("holds_from", sa.Date(), nullable=False),
        sa.Column("holds_through", sa.Date(), nullable=True),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("assumption", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(length=400), nullable=True),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "holds_through IS NULL OR holds_through >= holds_from", name=op.f("ck_requirement_days_in_order")
        ),
        sa.ForeignKeyConstraint(["curriculum_code"], ["curriculum.code"], name=op.f("fk_requirement_curriculum_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_requirement")),
        sa.UniqueConstraint("code", name=op.f("uq_requirement_code")),
    )
    op.create_table(
        "sign_in",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("began_at", Moment(), nullable=False),
        sa.Column("seen_at", Moment(), nullable=False),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_sign_in_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_sign_in_token_sha256")),
    )
    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_account_id"), ["account_id"], unique=False)

    op.create_table(
        "unit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("state_code", sa.String(length=3), nullable=False),
        sa.Column("designation", sa.String(length=60), nullable=False),
        sa.Column("unit_type_code", sa.String(length=24), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["state_code"], ["state.code"], name=op.f("fk_unit_state_code")),
        sa.ForeignKeyConstraint(["unit_type_code"], ["unit_type.code"], name=op.f("fk_unit_unit_type_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
        sa.UniqueConstraint("public_id", name=op.f("uq_unit_public_id")),
        sa.UniqueConstraint("state_code", "designation", name=op.f("uq_unit_state_code_designation")),
        sa.UniqueConstraint("state_code", "id", name="uq_unit_with_state"),
    )
    op.create_table(
        "account_grant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=24), nullable=False),
        sa.Column("state_code", sa.String(length=3), nullable=True),
        sa.Column("mission_code", sa.String(length=12), nullable=True),
        sa.Column("institution_code", sa.String(length=24), nullable=True),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "(CASE WHEN state_code IS NULL THEN 0 ELSE 1 END) + (CASE WHEN mission_code IS NULL THEN 0 ELSE 1 END) + (CASE WHEN institution_code IS NULL THEN 0 ELSE 1 END) <= 1",
            name=op.f("ck_account_grant_for_one_of_them"),
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_account_grant_account_id")),
        sa.ForeignKeyConstraint(
            ["institution_code"], ["institution.code"], name=op.f("fk_account_grant_institution_code")
        ),
        sa.ForeignKeyConstraint(["mission_code"], ["mission.code"], name=op.f("fk_account_grant_mission_code")),
        sa.ForeignKeyConstraint(["state_code"], ["state.code"], name=op.f("fk_account_grant_state_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_grant")),
        sa.UniqueConstraint("public_id", name=op.f("uq_account_grant_public_id")),
    )
    with op.batch_alter_table("account_grant", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_account_grant_account_id"), ["account_id"], unique=False)

    op.create_table(
        "institution_state",
        sa.Column("institution_code", sa.String(length=24), nullable=False),
        sa.Column("state_code", sa.String(length=3), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_code"], ["institution.code"], name=op.f("fk_institution_state_institution_code")
        ),
        sa.ForeignKeyConstraint(["state_code"], ["state.code"], name=op.f("fk_institution_state_state_code")),
        sa.PrimaryKeyConstraint("institution_code", "state_code", name=op.f("pk_institution_state")),
    )
    op.create_table(
        "lesson",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("number", sa.String(length=12), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("topics", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["curriculum_version.id"], name=op.f("fk_lesson_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lesson")),
        sa.UniqueConstraint("version_id", "key", name=op.f("uq_lesson_version_id_key")),
        sa.UniqueConstraint("version_id", "number", name=op.f("uq_lesson_version_id_number")),
    )
    op.create_table(
        "rotation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("state_code", sa.String(length=3), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("mission_code", sa.String(length=12), nullable=False),
        sa.Column("location", sa.String(length=120), nullable=True),
        sa.Column("deploys_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("strength", sa.Integer(), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("ends_on > deploys_on", name=op.f("ck_rotation_ends_after_it_deploys")),
        sa.CheckConstraint("strength > 0", name=op.f("ck_rotation_has_strength")),
        sa.ForeignKeyConstraint(["mission_code"], ["mission.code"], name=op.f("fk_rotation_mission_code")),
        sa.ForeignKeyConstraint(["state_code", "unit_id"], ["unit.state_code", "unit.id"], name="fk_rotation_unit"),
        sa.ForeignKeyConstraint(["state_code"], ["state.code"], name=op.f("fk_rotation_state_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rotation")),
        sa.UniqueConstraint("public_id", name=op.f("uq_rotation_public_id")),
        sa.UniqueConstraint("state_code", "code", name=op.f("uq_rotation_state_code_code")),
        sa.UniqueConstraint("state_code", "id", name="uq_rotation_with_state"),
    )
    with op.batch_alter_table("rotation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rotation_deploys_on_ends_on"), ["deploys_on", "ends_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_rotation_mission_code"), ["mission_code"], unique=False)

    op.create_table(
        "account_grant_end",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("grant_id", sa.Integer(), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["grant_id"], ["account_grant.id"], name=op.f("fk_account_grant_end_grant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_grant_end")),
        sa.UniqueConstraint("grant_id", name=op.f("uq_account_grant_end_grant_id")),
    )
    op.create_table(
        "assignment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("state_code", sa.String(length=3), nullable=False),
        sa.Column("rotation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("category", sa.String(length=20), nullable=False),
        sa.Column("rank", sa.String(length=80), nullable=True),
        sa.Column("function", sa.String(length=120), nullable=True),
        sa.Column("function_code", sa.String(length=32), nullable=True),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "category IN ('troops', 'staff_officer', 'individual_police', 'formed_police', 'expert_on_mission')",
            name=op.f("ck_assignment_category_is_known"),
        ),
        sa.ForeignKeyConstraint(["function_code"], ["function.code"], name=op.f("fk_assignment_function_code")),
        sa.ForeignKeyConstraint(
            ["state_code", "person_id"], ["person.state_code", "person.id"], name="fk_assignment_person"
        ),
        sa.ForeignKeyConstraint(
            ["state_code", "rotation_id"], ["rotation.state_code", "rotation.id"], name="fk_assignment_rotation"
        ),
        sa.ForeignKeyConstraint(["state_code"], ["state.code"], name=op.f("fk_assignment_state_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
        sa.UniqueConstraint("public_id", name=op.f("uq_assignment_public_id")),
        sa.UniqueConstraint("rotation_id", "person_id", "ordinal", name="uq_assignment_line"),
    )
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assignment_entry_seq"), ["entry_seq"], unique=False)
        batch_op.create_index(batch_op.f("ix_assignment_person_id"), ["person_id"], unique=False)

    op.create_table(
        "batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("state_code", sa.String(length=3), nullable=False),
        sa.Column("rotation_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=True),
        sa.Column("file_sha256", sa.String(length=64), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("recorded", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.Column("recorded_by", sa.String(length=64), nullable=False),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("kind = 'roll' OR version_id IS NOT NULL", name=op.f("ck_batch_results_name_their_version")),
        sa.CheckConstraint("kind IN ('roll', 'results')", name=op.f("ck_batch_kind_is_known")),
        sa.ForeignKeyConstraint(
            ["state_code", "rotation_id"], ["rotation.state_code", "rotation.id"], name="fk_batch_rotation"
        ),
        sa.ForeignKeyConstraint(["state_code"], ["state.code"], name=op.f("fk_batch_state_code")),
        sa.ForeignKeyConstraint(["version_id"], ["curriculum_version.id"], name=op.f("fk_batch_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch")),
        sa.UniqueConstraint("public_id", name=op.f("uq_batch_public_id")),
        sa.UniqueConstraint("state_code", "id", name="uq_batch_with_state"),
    )
    with op.batch_alter_table("batch", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_batch_rotation_id"), ["rotation_id"], unique=False)

    op.create_table(
        "coverage_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rotation_id", sa.Integer(), nullable=False),
        sa.Column("curriculum_code", sa.String(length=24), nullable=True),
        sa.Column("sex", sa.String(length=12), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("required", sa.Integer(), nullable=False),
        sa.Column("held", sa.Integer(), nullable=False),
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

    op.create_table(
        "upload",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("state_code", sa.String(length=3), nullable=False),
        sa.Column("rotation_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("uploaded_by", sa.String(length=64), nullable=False),
        sa.Column("uploaded_at", Moment(), nullable=False),
        sa.CheckConstraint("kind IN ('roll', 'results')", name=op.f("ck_upload_kind_is_known")),
        sa.ForeignKeyConstraint(
            ["state_code", "rotation_id"], ["rotation.state_code", "rotation.id"], name="fk_upload_rotation"
        ),
        sa.ForeignKeyConstraint(["state_code"], ["state.code"], name=op.f("fk_upload_state_code")),
        sa.ForeignKeyConstraint(["version_id"], ["curriculum_version.id"], name=op.f("fk_upload_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upload")),
        sa.UniqueConstraint("public_id", name=op.f("uq_upload_public_id")),
    )
    with op.batch_alter_table("upload", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_upload_rotation_id"), ["rotation_id"], unique=False)

    op.create_table(
        "assignment_end",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("state_code", sa.String(length=3), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("kind <> 'left' OR ended_on IS NOT NULL", name=op.f("ck_assignment_end_left_on_a_day")),
        sa.CheckConstraint("kind IN ('left', 'in_error')", name=op.f("ck_assignment_end_kind_is_known")),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignment.id"], name=op.f("fk_assignment_end_assignment_id")),
        sa.ForeignKeyConstraint(["state_code"], ["state.code"], name=op.f("fk_assignment_end_state_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment_end")),
        sa.UniqueConstraint("assignment_id", name=op.f("uq_assignment_end_assignment_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_assignment_end_public_id")),
    )
    with op.batch_alter_table("assignment_end", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assignment_end_entry_seq"), ["entry_seq"], unique=False)

    op.create_table(
        "batch_undo",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("state_code", sa.String(length=3), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("undone_by", sa.String(length=64), nullable=False),
        sa.Column("undone_at", Moment(), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"], name=op.f("fk_batch_undo_batch_id")),
        sa.ForeignKeyConstraint(["state_code"], ["state.code"], name=op.f("fk_batch_undo_state_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch_undo")),
        sa.UniqueConstraint("batch_id", name=op.f("uq_batch_undo_batch_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_batch_undo_public_id")),
    )
    op.create_table(
        "completion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("state_code", sa.String(length=3), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("completed_on", sa.Date(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("result", sa.String(length=8), nullable=False),
        sa.Column("score", sa.Double(), nullable=True),
        sa.Column("valid_through", sa.Date(), nullable=True),
        sa.Column("evidence", sa.String(length=16), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.Column("row", sa.Integer(), nullable=True),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "evidence IN ('self_declared', 'recorded', 'certified', 'verified')",
            name=op.f("ck_completion_evidence_is_known"),
        ),
        sa.CheckConstraint("result IN ('pass', 'fail', 'attended')", name=op.f("ck_completion_result_is_known")),
        sa.CheckConstraint("recorded_on >= completed_on", name=op.f("ck_completion_not_in_the_future")),
        sa.CheckConstraint(
            "score IS NULL OR (score >= 0 AND score <= 100)", name=op.f("ck_completion_score_is_a_percentage")
        ),
        sa.CheckConstraint(
            "valid_through IS NULL OR valid_through >= completed_on", name=op.f("ck_completion_days_in_order")
        ),
        sa.ForeignKeyConstraint(
            ["state_code", "batch_id"], ["batch.state_code", "batch.id"], name="fk_completion_batch"
        ),
        sa.ForeignKeyConstraint(
            ["state_code", "person_id"], ["person.state_code", "person.id"], name="fk_completion_person"
        ),
        sa.ForeignKeyConstraint(["state_code"], ["state.code"], name=op.f("fk_completion_state_code")),
        sa.ForeignKeyConstraint(["version_id"], ["curriculum_version.id"], name=op.f("fk_completion_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_completion")),
        sa.UniqueConstraint("person_id", "version_id", "completed_on", "ordinal", name="uq_completion_fact"),
        sa.UniqueConstraint("public_id", name=op.f("uq_completion_public_id")),
    )
    with op.batch_alter_table("completion", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_completion_batch_id"), ["batch_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_completion_entry_seq"), ["entry_seq"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_completion_version_id_completed_on"), ["version_id", "completed_on"], unique=False
        )

    op.create_table(
        "certificate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("state_code", sa.String(length=3), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("completion_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("valid_through", sa.Date(), nullable=True),
        sa.Column("face", sa.Text(), nullable=False),
        sa.Column("face_sha256", sa.String(length=64), nullable=False),
        sa.Column("issued_by", sa.String(length=64), nullable=False),
        sa.Column("issued_at", Moment(), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["completion_id"], ["completion.id"], name=op.f("fk_certificate_completion_id")),
        sa.ForeignKeyConstraint(
            ["state_code", "person_id"], ["person.state_code", "person.id"], name="fk_certificate_person"
        ),
        sa.ForeignKeyConstraint(["state_code"], ["state.code"], name=op.f("fk_certificate_state_code")),
        sa.ForeignKeyConstraint(["version_id"], ["curriculum_version.id"], name=op.f("fk_certificate_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate")),
        sa.UniqueConstraint("completion_id", "ordinal", name="uq_certificate_of_completion"),
        sa.UniqueConstraint("number", name=op.f("uq_certificate_number")),
        sa.UniqueConstraint("public_id", name=op.f("uq_certificate_public_id")),
    )
    with op.batch_alter_table("certificate", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_certificate_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_certificate_state_code_id"), ["state_code", "id"], unique=False)

    op.create_table(
        "completion_withdrawal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("state_code", sa.String(length=3), nullable=False),
        sa.Column("completion_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("replaced_by", sa.String(length=22), nullable=True),
        sa.Column("withdrawn_by", sa.String(length=64), nullable=False),
        sa.Column("withdrawn_at", Moment(), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('withdrawn', 'corrected', 'batch_undone')", name=op.f("ck_completion_withdrawal_kind_is_known")
        ),
        sa.CheckConstraint("length(reason) > 0", name=op.f("ck_completion_withdrawal_has_a_reason")),
        sa.ForeignKeyConstraint(
            ["completion_id"], ["completion.id"], name=op.f("fk_completion_withdrawal_completion_id")
        ),
        sa.ForeignKeyConstraint(["state_code"], ["state.code"], name=op.f("fk_completion_withdrawal_state_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_completion_withdrawal")),
        sa.UniqueConstraint("completion_id", name=op.f("uq_completion_withdrawal_completion_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_completion_withdrawal_public_id")),
    )
    with op.batch_alter_table("completion_withdrawal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_completion_withdrawal_entry_seq"), ["entry_seq"], unique=False)

    op.create_table(
        "certificate_revocation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("state_code", sa.String(length=3), nullable=False),
        sa.Column("certificate_id", sa.Integer(), nullable=False),
        sa.Column("revoked_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("revoked_by", sa.String(length=64), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(reason) > 0", name=op.f("ck_certificate_revocation_has_a_reason")),
        sa.ForeignKeyConstraint(
            ["certificate_id"], ["certificate.id"], name=op.f("fk_certificate_revocation_certificate_id")
        ),
        sa.ForeignKeyConstraint(["state_code"], ["state.code"], name=op.f("fk_certificate_revocation_state_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate_revocation")),
        sa.UniqueConstraint("certificate_id", name=op.f("uq_certificate_revocation_certificate_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_certificate_revocation_public_id")),
    )
    for table in KEPT:
        for statement, dialect in kept_for_ever_ddl(table):
            if dialect == op.get_bind().dialect.name:
                op.execute(statement)


def downgrade() -> None:
    op.drop_table("certificate_revocation")
    with op.batch_alter_table("completion_withdrawal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_completion_withdrawal_entry_seq"))

    op.drop_table("completion_withdrawal")
    with op.batch_alter_table("certificate", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_certificate_state_code_id"))
        batch_op.drop_index(batch_op.f("ix_certificate_person_id"))

    op.drop_table("certificate")
    with op.batch_alter_table("completion", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_completion_version_id_completed_on"))
        batch_op.drop_index(batch_op.f("ix_completion_entry_seq"))
        batch_op.drop_index(batch_op.f("ix_completion_batch_id"))

    op.drop_table("completion")
    op.drop_table("batch_undo")
    with op.batch_alter_table("assignment_end", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_assignment_end_entry_seq"))

    op.drop_table("assignment_end")
    with op.batch_alter_table("upload", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_upload_rotation_id"))

    op.drop_table("upload")
    with op.batch_alter_table("coverage_step", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_coverage_step_rotation_id_day_curriculum_code_sex_required_held"))

    op.drop_table("coverage_step")
    with op.batch_alter_table("batch", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_batch_rotation_id"))

    op.drop_table("batch")
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_assignment_person_id"))
        batch_op.drop_index(batch_op.f("ix_assignment_entry_seq"))

    op.drop_table("assignment")
    op.drop_table("account_grant_end")
    with op.batch_alter_table("rotation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rotation_mission_code"))
        batch_op.drop_index(batch_op.f("ix_rotation_deploys_on_ends_on"))

    op.drop_table("rotation")
    op.drop_table("lesson")
    op.drop_table("institution_state")
    with op.batch_alter_table("account_grant", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_account_grant_account_id"))

    op.drop_table("account_grant")
    op.drop_table("unit")
    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_account_id"))

    op.drop_table("sign_in")
    op.drop_table("requirement")
    op.drop_table("person")
    op.drop_table("mission_flag")
    op.drop_table("institution")
    op.drop_table("curriculum_version")
    op.drop_table("certificate_counter")
    op.drop_table("unit_type")
    op.drop_table("state")
    with op.batch_alter_table("sign_in_failure", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_failure_what_at"))

    op.drop_table("sign_in_failure")
    op.drop_table("request_key")
    op.drop_table("mission")
    op.drop_table("journal_head")
    with op.batch_alter_table("journal_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_journal_entry_state_code_seq"))
        batch_op.drop_index(batch_op.f("ix_journal_entry_object_kind_object_id"))

    op.drop_table("journal_entry")
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_job_status_heartbeat_at"))

    op.drop_table("job")
    op.drop_table("function")
    op.drop_table("curriculum")
    op.drop_table("coverage_watermark")
    op.drop_table("account")
    if op.get_bind().dialect.name == "postgresql":
        for table in KEPT:
            for verb in ("update", "delete"):
                op.execute(f"DROP FUNCTION keep_{table}_{verb}()")
