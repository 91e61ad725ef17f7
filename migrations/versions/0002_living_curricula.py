"""living curricula"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from trainingapp.kit.db import Moment, kept_for_ever_ddl

revision = "0002"
down_revision = "0001"

#: The tables whose rows the database itself refuses to change or delete, but for the erasing of
#: what is personal: the columns it empties with what it leaves there, and those it leaves alone.
KEPT: dict[str, dict[str, Any]] = {
    "attendance_mark": {},
    "calendar_feed": {},
    "calendar_feed_end": {},
    "check_mark": {},
    "draft_step": {
        "emptied": {"remark": "–"},
        "alone": (
            "id",
            "public_id",
            "draft_id",
            "curriculum_code",
            "label",
            "kind",
            "content_sha256",
            "stepped_by",
            "stepped_at",
            "entry_seq",
        ),
    },
    "equivalence": {},
    "equivalence_end": {},
    "equivalence_part": {},
    "field_priority": {
        "emptied": {"text": "–"},
        "alone": (
            "id",
            "public_id",
            "mission_code",
            "state_code",
            "title",
            "rank",
            "asked_on",
            "submitted_by",
            "submitted_at",
            "entry_seq",
        ),
    },
    "institution_profile": {},
    "nomination": {},
    "nomination_step": {
        "emptied": {"reason": "–"},
        "alone": (
            "id",
            "public_id",
            "state_code",
            "nomination_id",
            "ordinal",
            "kind",
            "decided_by",
            "decided_at",
            "entry_seq",
        ),
    },
    "priority_step": {
        "emptied": {"reason": "–"},
        "alone": (
            "id",
            "public_id",
            "priority_id",
            "ordinal",
            "kind",
            "into_id",
            "curriculum_code",
            "version_id",
            "decided_by",
            "decided_at",
            "entry_seq",
        ),
    },
    "result_mark": {
        "emptied": {"score": None},
        "alone": (
            "id",
            "public_id",
            "state_code",
            "nomination_id",
            "ordinal",
            "result",
            "marked_by",
            "marked_at",
            "entry_seq",
        ),
    },
    "review_outcome": {
        "emptied": {"reason": "–"},
        "alone": ("id", "public_id", "state_code", "completion_id", "cause", "reviewed_by", "reviewed_at", "entry_seq"),
    },
    "session_closing": {},
    "session_closing_outcome": {
        "emptied": {"reason": "–"},
        "alone": ("id", "public_id", "closing_id", "kind", "closed_by", "decided_by", "decided_at", "entry_seq"),
    },
    "session_completion": {},
    "session_plan": {},
    "session_step": {
        "emptied": {"reason": "–"},
        "alone": ("id", "public_id", "session_id", "ordinal", "kind", "stepped_by", "stepped_at", "entry_seq"),
    },
    "session_trainer": {},
    "session_trainer_end": {},
    "session_withdrawal": {
        "emptied": {"reason": "–"},
        "alone": ("id", "public_id", "session_id", "withdrawn_by", "withdrawn_at", "entry_seq"),
    },
    "sign_in_sheet": {},
    "trainer_withdrawal": {
        "emptied": {"reason": "–"},
        "alone": (
            "id",
            "public_id",
            "state_code",
            "person_id",
            "curriculum_code",
            "from_on",
            "withdrawn_by",
            "withdrawn_at",
            "entry_seq",
        ),
    },
    "training_session": {},
    "validity_decision": {},
    "version_step": {},
}


def upgrade() -> None:
    op.create_table(
        "draft_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("draft_id", sa.String(length=22), nullable=False),
        sa.Column("curriculum_code", sa.String(length=24), nullable=False),
        sa.Column("label", sa.String(length=24), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("content_sha256", sa.String(length=64), nullable=False),
        sa.Column("remark", sa.String(length=2000), nullable=False),
        sa.Column("stepped_by", sa.String(length=64), nullable=False),
        sa.Column("stepped_at", Moment(), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "kind <> 'returned' OR length(remark) > 0", name=op.f("ck_draft_step_returned_with_a_remark")
        ),
        sa.CheckConstraint(
            "kind IN ('opened', 'submitted', 'returned', 'published', 'piloted', 'dropped')",
            name=op.f("ck_draft_step_kind_is_known"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_step")),
        sa.UniqueConstraint("public_id", name=op.f("uq_draft_step_public_id")),
        info={"impersonal": ("draft_id", "curriculum_code", "label", "kind", "content_sha256"), "why": ""},
    )
    with op.batch_alter_table("draft_step", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_draft_step_draft_id"), ["draft_id"], unique=False)

    op.create_table(
        "calendar_feed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_calendar_feed_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_feed")),
        sa.UniqueConstraint("public_id", name=op.f("uq_calendar_feed_public_id")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_calendar_feed_token_sha256")),
        info={"impersonal": ("token_sha256",), "why": ""},
    )
    with op.batch_alter_table("calendar_feed", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_calendar_feed_account_id"), ["account_id"], unique=False)

    op.create_table(
        "equivalence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("curriculum_code", sa.String(length=24), nullable=False),
        sa.Column("holds_from", sa.Date(), nullable=False),
        sa.Column("holds_through", sa.Date(), nullable=True),
        sa.Column("authority", sa.String(length=160), nullable=False),
        sa.Column("reference", sa.String(length=200), nullable=False),
        sa.Column("note", sa.String(length=400), nullable=True),
        sa.Column("decided_by", sa.String(length=64), nullable=False),
        sa.Column("decided_at", Moment(), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "holds_through IS NULL OR holds_through >= holds_from", name=op.f("ck_equivalence_days_in_order")
        ),
        sa.CheckConstraint(
            "length(authority) > 0 AND length(reference) > 0", name=op.f("ck_equivalence_on_somebodys_authority")
        ),
        sa.ForeignKeyConstraint(["curriculum_code"], ["curriculum.code"], name=op.f("fk_equivalence_curriculum_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_equivalence")),
        sa.UniqueConstraint("public_id", name=op.f("uq_equivalence_public_id")),
        info={"impersonal": (), "why": "Which training stands for another"},
    )
    op.create_table(
        "field_priority",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("mission_code", sa.String(length=12), nullable=True),
        sa.Column("state_code", sa.String(length=3), nullable=True),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("text", sa.String(length=4000), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("submitted_by", sa.String(length=64), nullable=False),
        sa.Column("submitted_at", Moment(), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "(CASE WHEN mission_code IS NULL THEN 0 ELSE 1 END) + (CASE WHEN state_code IS NULL THEN 0 ELSE 1 END) = 1",
            name=op.f("ck_field_priority_from_one_of_them"),
        ),
        sa.CheckConstraint("length(title) > 0", name=op.f("ck_field_priority_has_a_title")),
        sa.CheckConstraint("rank BETWEEN 1 AND 5", name=op.f("ck_field_priority_rank_is_known")),
        sa.ForeignKeyConstraint(["mission_code"], ["mission.code"], name=op.f("fk_field_priority_mission_code")),
        sa.ForeignKeyConstraint(["state_code"], ["state.code"], name=op.f("fk_field_priority_state_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_field_priority")),
        sa.UniqueConstraint("public_id", name=op.f("uq_field_priority_public_id")),
        info={"impersonal": ("title", "rank", "asked_on"), "why": ""},
    )
    op.create_table(
        "calendar_feed_end",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("feed_id", sa.Integer(), nullable=False),
        sa.Column("ended_at", Moment(), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["feed_id"], ["calendar_feed.id"], name=op.f("fk_calendar_feed_end_feed_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_feed_end")),
        sa.UniqueConstraint("feed_id", name=op.f("uq_calendar_feed_end_feed_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_calendar_feed_end_public_id")),
    )
    op.create_table(
        "curriculum_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("curriculum_code", sa.String(length=24), nullable=False),
        sa.Column("label", sa.String(length=24), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("based_on_id", sa.Integer(), nullable=True),
        sa.Column("version_id", sa.Integer(), nullable=True),
        sa.Column("editors", sa.Text(), nullable=False),
        sa.Column("opened_at", Moment(), nullable=False),
        sa.Column("saved_by", sa.String(length=64), nullable=False),
        sa.Column("saved_at", Moment(), nullable=False),
        sa.CheckConstraint(
            "status IN ('draft', 'in_review', 'closed')", name=op.f("ck_curriculum_draft_status_is_known")
        ),
        sa.ForeignKeyConstraint(
            ["based_on_id"], ["curriculum_version.id"], name=op.f("fk_curriculum_draft_based_on_id")
        ),
        sa.ForeignKeyConstraint(["version_id"], ["curriculum_version.id"], name=op.f("fk_curriculum_draft_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_curriculum_draft")),
        sa.UniqueConstraint("public_id", name=op.f("uq_curriculum_draft_public_id")),
        info={
            "impersonal": ("curriculum_code", "label", "content", "edition", "status", "based_on_id", "version_id"),
            "why": "",
        },
    )
    with op.batch_alter_table("curriculum_draft", schema=None) as batch_op:
        batch_op.create_index(
            "uq_curriculum_draft_open",
            ["curriculum_code", "label"],
            unique=True,
            sqlite_where=sa.text("status <> 'closed'"),
            postgresql_where=sa.text("status <> 'closed'"),
        )

    op.create_table(
        "equivalence_end",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("equivalence_id", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("decided_by", sa.String(length=64), nullable=False),
        sa.Column("decided_at", Moment(), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(reason) > 0", name=op.f("ck_equivalence_end_has_a_reason")),
        sa.ForeignKeyConstraint(["equivalence_id"], ["equivalence.id"], name=op.f("fk_equivalence_end_equivalence_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_equivalence_end")),
        sa.UniqueConstraint("equivalence_id", name=op.f("uq_equivalence_end_equivalence_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_equivalence_end_public_id")),
        info={"impersonal": (), "why": "Which training stands for another no more"},
    )
    op.create_table(
        "equivalence_part",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("equivalence_id", sa.Integer(), nullable=False),
        sa.Column("curriculum_code", sa.String(length=24), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=True),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["curriculum_code"], ["curriculum.code"], name=op.f("fk_equivalence_part_curriculum_code")
        ),
        sa.ForeignKeyConstraint(
            ["equivalence_id"], ["equivalence.id"], name=op.f("fk_equivalence_part_equivalence_id")
        ),
        sa.ForeignKeyConstraint(["version_id"], ["curriculum_version.id"], name=op.f("fk_equivalence_part_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_equivalence_part")),
        sa.UniqueConstraint(
            "equivalence_id", "curriculum_code", name=op.f("uq_equivalence_part_equivalence_id_curriculum_code")
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_equivalence_part_public_id")),
        info={"impersonal": (), "why": "Which training stands for another"},
    )
    op.create_table(
        "institution_profile",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("institution_code", sa.String(length=24), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("languages", sa.String(length=40), nullable=False),
        sa.Column("courses", sa.Text(), nullable=False),
        sa.Column("about", sa.String(length=600), nullable=False),
        sa.Column("website", sa.String(length=200), nullable=False),
        sa.Column("told_by", sa.String(length=64), nullable=False),
        sa.Column("told_at", Moment(), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_code"], ["institution.code"], name=op.f("fk_institution_profile_institution_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_institution_profile")),
        sa.UniqueConstraint(
            "institution_code", "ordinal", name=op.f("uq_institution_profile_institution_code_ordinal")
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_institution_profile_public_id")),
        info={"impersonal": (), "why": "What places that train tell of themselves"},
    )
    op.create_table(
        "priority_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("priority_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("into_id", sa.Integer(), nullable=True),
        sa.Column("curriculum_code", sa.String(length=24), nullable=True),
        sa.Column("version_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("decided_by", sa.String(length=64), nullable=False),
        sa.Column("decided_at", Moment(), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("(kind = 'merged') = (into_id IS NOT NULL)", name=op.f("ck_priority_step_merged_into_one")),
        sa.CheckConstraint(
            "(kind = 'reflected') = (version_id IS NOT NULL)", name=op.f("ck_priority_step_reflected_by_a_version")
        ),
        sa.CheckConstraint(
            "kind <> 'refused' OR length(reason) > 0", name=op.f("ck_priority_step_refused_with_a_reason")
        ),
        sa.CheckConstraint(
            "kind IN ('accepted', 'merged', 'refused', 'reflected')", name=op.f("ck_priority_step_kind_is_known")
        ),
        sa.ForeignKeyConstraint(
            ["curriculum_code"], ["curriculum.code"], name=op.f("fk_priority_step_curriculum_code")
        ),
        sa.ForeignKeyConstraint(["into_id"], ["field_priority.id"], name=op.f("fk_priority_step_into_id")),
        sa.ForeignKeyConstraint(["priority_id"], ["field_priority.id"], name=op.f("fk_priority_step_priority_id")),
        sa.ForeignKeyConstraint(["version_id"], ["curriculum_version.id"], name=op.f("fk_priority_step_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_priority_step")),
        sa.UniqueConstraint("priority_id", "ordinal", name=op.f("uq_priority_step_priority_id_ordinal")),
        sa.UniqueConstraint("public_id", name=op.f("uq_priority_step_public_id")),
        info={"impersonal": ("ordinal", "kind"), "why": ""},
    )
    op.create_table(
        "trainer_withdrawal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("state_code", sa.String(length=3), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("curriculum_code", sa.String(length=24), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("withdrawn_by", sa.String(length=64), nullable=False),
        sa.Column("withdrawn_at", Moment(), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(reason) > 0", name=op.f("ck_trainer_withdrawal_has_a_reason")),
        sa.ForeignKeyConstraint(
            ["curriculum_code"], ["curriculum.code"], name=op.f("fk_trainer_withdrawal_curriculum_code")
        ),
        sa.ForeignKeyConstraint(
            ["state_code", "person_id"], ["person.state_code", "person.id"], name="fk_trainer_withdrawal_person"
        ),
        sa.ForeignKeyConstraint(["state_code"], ["state.code"], name=op.f("fk_trainer_withdrawal_state_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trainer_withdrawal")),
        sa.UniqueConstraint("public_id", name=op.f("uq_trainer_withdrawal_public_id")),
    )
    with op.batch_alter_table("trainer_withdrawal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_trainer_withdrawal_person_id"), ["person_id"], unique=False)

    op.create_table(
        "training_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("number", sa.String(length=12), nullable=False),
        sa.Column("institution_code", sa.String(length=24), nullable=True),
        sa.Column("mission_code", sa.String(length=12), nullable=True),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("bridging_from", sa.Integer(), nullable=True),
        sa.Column("planned_by", sa.String(length=64), nullable=False),
        sa.Column("planned_at", Moment(), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "(kind = 'bridging') = (bridging_from IS NOT NULL)", name=op.f("ck_training_session_bridges_from_a_version")
        ),
        sa.CheckConstraint(
            "kind IN ('delivery', 'trainers', 'mobile_team', 'exercise', 'seminar', 'support', 'bridging')",
            name=op.f("ck_training_session_kind_is_known"),
        ),
        sa.CheckConstraint(
            "(CASE WHEN institution_code IS NULL THEN 0 ELSE 1 END) + (CASE WHEN mission_code IS NULL THEN 0 ELSE 1 END) = 1",
            name=op.f("ck_training_session_delivered_by_one"),
        ),
        sa.ForeignKeyConstraint(
            ["bridging_from"], ["curriculum_version.id"], name=op.f("fk_training_session_bridging_from")
        ),
        sa.ForeignKeyConstraint(
            ["institution_code"], ["institution.code"], name=op.f("fk_training_session_institution_code")
        ),
        sa.ForeignKeyConstraint(["mission_code"], ["mission.code"], name=op.f("fk_training_session_mission_code")),
        sa.ForeignKeyConstraint(["version_id"], ["curriculum_version.id"], name=op.f("fk_training_session_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_session")),
        sa.UniqueConstraint("number", name=op.f("uq_training_session_number")),
        sa.UniqueConstraint("public_id", name=op.f("uq_training_session_public_id")),
        info={"impersonal": ("number", "kind"), "why": ""},
    )
    with op.batch_alter_table("training_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_training_session_institution_code"), ["institution_code"], unique=False)
        batch_op.create_index(batch_op.f("ix_training_session_mission_code"), ["mission_code"], unique=False)
        batch_op.create_index(batch_op.f("ix_training_session_version_id"), ["version_id"], unique=False)

    op.create_table(
        "validity_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("months", sa.Integer(), nullable=True),
        sa.Column("reaches", sa.String(length=4), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("decided_by", sa.String(length=64), nullable=False),
        sa.Column("decided_at", Moment(), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "(kind = 'unlimited' AND months IS NULL) OR kind <> 'unlimited'",
            name=op.f("ck_validity_decision_unlimited_has_none"),
        ),
        sa.CheckConstraint("kind <> 'months' OR months > 0", name=op.f("ck_validity_decision_months_are_said")),
        sa.CheckConstraint(
            "kind IN ('months', 'unlimited', 'rotation')", name=op.f("ck_validity_decision_kind_is_known")
        ),
        sa.CheckConstraint("reaches IN ('new', 'all')", name=op.f("ck_validity_decision_reach_is_known")),
        sa.CheckConstraint("length(reason) > 0", name=op.f("ck_validity_decision_has_a_reason")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["curriculum_version.id"], name=op.f("fk_validity_decision_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_validity_decision")),
        sa.UniqueConstraint("public_id", name=op.f("uq_validity_decision_public_id")),
        sa.UniqueConstraint("version_id", "from_on", "reaches", name="uq_validity_decision_on_a_day"),
        info={"impersonal": (), "why": "For how long completions count, as decided later"},
    )
    op.create_table(
        "version_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("counts_through", sa.Date(), nullable=True),
        sa.Column("successor_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("decided_by", sa.String(length=64), nullable=False),
        sa.Column("decided_at", Moment(), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "counts_through IS NULL OR kind <> 'published'", name=op.f("ck_version_step_only_an_end_has_a_transition")
        ),
        sa.CheckConstraint(
            "kind <> 'withdrawn' OR length(reason) > 0", name=op.f("ck_version_step_withdrawn_with_a_reason")
        ),
        sa.CheckConstraint(
            "kind IN ('published', 'superseded', 'withdrawn')", name=op.f("ck_version_step_kind_is_known")
        ),
        sa.CheckConstraint(
            "counts_through IS NULL OR counts_through >= from_on", name=op.f("ck_version_step_transition_after_the_day")
        ),
        sa.ForeignKeyConstraint(["successor_id"], ["curriculum_version.id"], name=op.f("fk_version_step_successor_id")),
        sa.ForeignKeyConstraint(["version_id"], ["curriculum_version.id"], name=op.f("fk_version_step_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_version_step")),
        sa.UniqueConstraint("public_id", name=op.f("uq_version_step_public_id")),
        sa.UniqueConstraint("version_id", "kind", name=op.f("uq_version_step_version_id_kind")),
        info={"impersonal": (), "why": "What became of versions of curricula"},
    )
    op.create_table(
        "nomination",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("state_code", sa.String(length=3), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("nominated_by", sa.String(length=64), nullable=False),
        sa.Column("nominated_at", Moment(), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["session_id"], ["training_session.id"], name=op.f("fk_nomination_session_id")),
        sa.ForeignKeyConstraint(
            ["state_code", "person_id"], ["person.state_code", "person.id"], name="fk_nomination_person"
        ),
        sa.ForeignKeyConstraint(["state_code"], ["state.code"], name=op.f("fk_nomination_state_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nomination")),
        sa.UniqueConstraint("public_id", name=op.f("uq_nomination_public_id")),
        sa.UniqueConstraint(
            "session_id", "person_id", "ordinal", name=op.f("uq_nomination_session_id_person_id_ordinal")
        ),
        sa.UniqueConstraint("state_code", "id", name="uq_nomination_with_state"),
        info={"impersonal": ("ordinal",), "why": ""},
    )
    with op.batch_alter_table("nomination", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_nomination_entry_seq"), ["entry_seq"], unique=False)
        batch_op.create_index(batch_op.f("ix_nomination_person_id"), ["person_id"], unique=False)

    op.create_table(
        "session_closing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("content_sha256", sa.String(length=64), nullable=False),
        sa.Column("passed", sa.Integer(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("absent", sa.Integer(), nullable=False),
        sa.Column("closed_by", sa.String(length=64), nullable=False),
        sa.Column("closed_at", Moment(), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["session_id"], ["training_session.id"], name=op.f("fk_session_closing_session_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_closing")),
        sa.UniqueConstraint("public_id", name=op.f("uq_session_closing_public_id")),
        sa.UniqueConstraint("session_id", "ordinal", name=op.f("uq_session_closing_session_id_ordinal")),
        info={"impersonal": ("ordinal", "content_sha256", "passed", "failed", "absent"), "why": ""},
    )
    op.create_table(
        "session_plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("funding", sa.String(length=12), nullable=False),
        sa.Column("component", sa.String(length=120), nullable=True),
        sa.Column("note", sa.String(length=400), nullable=False),
        sa.Column("planned_by", sa.String(length=64), nullable=False),
        sa.Column("planned_at", Moment(), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "funding <> 'assessed' OR length(note) > 0", name=op.f("ck_session_plan_assessed_money_needs_a_note")
        ),
        sa.CheckConstraint(
            "funding IN ('voluntary', 'national', 'bilateral', 'assessed', 'other')",
            name=op.f("ck_session_plan_funding_known"),
        ),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_session_plan_ends_after_it_starts")),
        sa.CheckConstraint("places > 0", name=op.f("ck_session_plan_has_places")),
        sa.ForeignKeyConstraint(["session_id"], ["training_session.id"], name=op.f("fk_session_plan_session_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_plan")),
        sa.UniqueConstraint("public_id", name=op.f("uq_session_plan_public_id")),
        sa.UniqueConstraint("session_id", "ordinal", name=op.f("uq_session_plan_session_id_ordinal")),
        info={"impersonal": (), "why": "When and where training takes place"},
    )
    with op.batch_alter_table("session_plan", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_session_plan_starts_on_ends_on"), ["starts_on", "ends_on"], unique=False)

    op.create_table(
        "session_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("stepped_by", sa.String(length=64), nullable=False),
        sa.Column("stepped_at", Moment(), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "kind <> 'cancelled' OR length(reason) > 0", name=op.f("ck_session_step_cancelled_with_a_reason")
        ),
        sa.CheckConstraint(
            "kind IN ('open', 'confirmed', 'running', 'completed', 'cancelled')",
            name=op.f("ck_session_step_kind_is_known"),
        ),
        sa.ForeignKeyConstraint(["session_id"], ["training_session.id"], name=op.f("fk_session_step_session_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_step")),
        sa.UniqueConstraint("public_id", name=op.f("uq_session_step_public_id")),
        sa.UniqueConstraint("session_id", "ordinal", name=op.f("uq_session_step_session_id_ordinal")),
        info={"impersonal": ("kind", "ordinal"), "why": ""},
    )
    with op.batch_alter_table("session_step", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_session_step_entry_seq"), ["entry_seq"], unique=False)

    op.create_table(
        "session_trainer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("state_code", sa.String(length=3), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=8), nullable=False),
        sa.Column("named_by", sa.String(length=64), nullable=False),
        sa.Column("named_at", Moment(), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("role IN ('lead', 'trainer')", name=op.f("ck_session_trainer_role_is_known")),
        sa.ForeignKeyConstraint(["session_id"], ["training_session.id"], name=op.f("fk_session_trainer_session_id")),
        sa.ForeignKeyConstraint(
            ["state_code", "person_id"], ["person.state_code", "person.id"], name="fk_session_trainer_person"
        ),
        sa.ForeignKeyConstraint(["state_code"], ["state.code"], name=op.f("fk_session_trainer_state_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_trainer")),
        sa.UniqueConstraint("public_id", name=op.f("uq_session_trainer_public_id")),
        sa.UniqueConstraint(
            "session_id", "person_id", "ordinal", name=op.f("uq_session_trainer_session_id_person_id_ordinal")
        ),
        info={"impersonal": ("ordinal",), "why": ""},
    )
    with op.batch_alter_table("session_trainer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_session_trainer_person_id"), ["person_id"], unique=False)

    op.create_table(
        "session_withdrawal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("withdrawn_by", sa.String(length=64), nullable=False),
        sa.Column("withdrawn_at", Moment(), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(reason) > 0", name=op.f("ck_session_withdrawal_has_a_reason")),
        sa.ForeignKeyConstraint(["session_id"], ["training_session.id"], name=op.f("fk_session_withdrawal_session_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_withdrawal")),
        sa.UniqueConstraint("public_id", name=op.f("uq_session_withdrawal_public_id")),
        sa.UniqueConstraint("session_id", name=op.f("uq_session_withdrawal_session_id")),
    )
    op.create_table(
        "sign_in_sheet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("printed_by", sa.String(length=64), nullable=False),
        sa.Column("printed_at", Moment(), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["session_id"], ["training_session.id"], name=op.f("fk_sign_in_sheet_session_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_sheet")),
        sa.UniqueConstraint("number", name=op.f("uq_sign_in_sheet_number")),
        sa.UniqueConstraint("public_id", name=op.f("uq_sign_in_sheet_public_id")),
        sa.UniqueConstraint("session_id", "day", "ordinal", name=op.f("uq_sign_in_sheet_session_id_day_ordinal")),
        info={"impersonal": ("number", "day", "ordinal"), "why": ""},
    )
    op.create_table(
        "attendance_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("state_code", sa.String(length=3), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("lesson", sa.String(length=60), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("present", sa.Boolean(), nullable=False),
        sa.Column("marked_by", sa.String(length=64), nullable=False),
        sa.Column("marked_at", Moment(), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["state_code", "nomination_id"],
            ["nomination.state_code", "nomination.id"],
            name="fk_attendance_mark_nomination",
        ),
        sa.ForeignKeyConstraint(["state_code"], ["state.code"], name=op.f("fk_attendance_mark_state_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance_mark")),
        sa.UniqueConstraint("nomination_id", "day", "lesson", "ordinal", name="uq_attendance_mark"),
        sa.UniqueConstraint("public_id", name=op.f("uq_attendance_mark_public_id")),
        info={"impersonal": ("ordinal",), "why": ""},
    )
    with op.batch_alter_table("attendance_mark", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attendance_mark_entry_seq"), ["entry_seq"], unique=False)

    op.create_table(
        "check_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("state_code", sa.String(length=3), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=False),
        sa.Column("lesson", sa.String(length=60), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("marked_by", sa.String(length=64), nullable=False),
        sa.Column("marked_at", Moment(), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["state_code", "nomination_id"], ["nomination.state_code", "nomination.id"], name="fk_check_mark_nomination"
        ),
        sa.ForeignKeyConstraint(["state_code"], ["state.code"], name=op.f("fk_check_mark_state_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_mark")),
        sa.UniqueConstraint(
            "nomination_id", "lesson", "ordinal", name=op.f("uq_check_mark_nomination_id_lesson_ordinal")
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_check_mark_public_id")),
        info={"impersonal": ("ordinal",), "why": ""},
    )
    with op.batch_alter_table("check_mark", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_check_mark_entry_seq"), ["entry_seq"], unique=False)

    op.create_table(
        "nomination_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("state_code", sa.String(length=3), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("decided_by", sa.String(length=64), nullable=False),
        sa.Column("decided_at", Moment(), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "kind <> 'declined' OR length(reason) > 0", name=op.f("ck_nomination_step_declined_with_a_reason")
        ),
        sa.CheckConstraint(
            "kind IN ('accepted', 'waiting', 'declined', 'withdrawn')", name=op.f("ck_nomination_step_kind_is_known")
        ),
        sa.ForeignKeyConstraint(
            ["state_code", "nomination_id"],
            ["nomination.state_code", "nomination.id"],
            name="fk_nomination_step_nomination",
        ),
        sa.ForeignKeyConstraint(["state_code"], ["state.code"], name=op.f("fk_nomination_step_state_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nomination_step")),
        sa.UniqueConstraint("nomination_id", "ordinal", name=op.f("uq_nomination_step_nomination_id_ordinal")),
        sa.UniqueConstraint("public_id", name=op.f("uq_nomination_step_public_id")),
        info={"impersonal": ("kind", "ordinal"), "why": ""},
    )
    with op.batch_alter_table("nomination_step", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_nomination_step_entry_seq"), ["entry_seq"], unique=False)

    op.create_table(
        "result_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("state_code", sa.String(length=3), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("result", sa.String(length=8), nullable=False),
        sa.Column("score", sa.Double(), nullable=True),
        sa.Column("marked_by", sa.String(length=64), nullable=False),
        sa.Column("marked_at", Moment(), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "result IN ('pass', 'fail', 'attended', 'no_show')", name=op.f("ck_result_mark_result_is_known")
        ),
        sa.CheckConstraint(
            "score IS NULL OR (score >= 0 AND score <= 100)", name=op.f("ck_result_mark_score_is_a_percentage")
        ),
        sa.ForeignKeyConstraint(
            ["state_code", "nomination_id"],
            ["nomination.state_code", "nomination.id"],
            name="fk_result_mark_nomination",
        ),
        sa.ForeignKeyConstraint(["state_code"], ["state.code"], name=op.f("fk_result_mark_state_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_result_mark")),
        sa.UniqueConstraint("nomination_id", "ordinal", name=op.f("uq_result_mark_nomination_id_ordinal")),
        sa.UniqueConstraint("public_id", name=op.f("uq_result_mark_public_id")),
        info={"impersonal": ("ordinal",), "why": ""},
    )
    with op.batch_alter_table("result_mark", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_result_mark_entry_seq"), ["entry_seq"], unique=False)

    op.create_table(
        "session_closing_outcome",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("closing_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("closed_by", sa.String(length=64), nullable=False),
        sa.Column("decided_by", sa.String(length=64), nullable=False),
        sa.Column("decided_at", Moment(), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "kind <> 'sent_back' OR length(reason) > 0", name=op.f("ck_session_closing_outcome_sent_back_with_a_reason")
        ),
        sa.CheckConstraint("kind IN ('confirmed', 'sent_back')", name=op.f("ck_session_closing_outcome_kind_is_known")),
        sa.CheckConstraint("decided_by <> closed_by", name=op.f("ck_session_closing_outcome_by_a_second_person")),
        sa.ForeignKeyConstraint(
            ["closing_id"], ["session_closing.id"], name=op.f("fk_session_closing_outcome_closing_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_closing_outcome")),
        sa.UniqueConstraint("closing_id", name=op.f("uq_session_closing_outcome_closing_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_session_closing_outcome_public_id")),
        info={"impersonal": ("kind",), "why": ""},
    )
    op.create_table(
        "session_trainer_end",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("trainer_id", sa.Integer(), nullable=False),
        sa.Column("ended_by", sa.String(length=64), nullable=False),
        sa.Column("ended_at", Moment(), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["trainer_id"], ["session_trainer.id"], name=op.f("fk_session_trainer_end_trainer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_trainer_end")),
        sa.UniqueConstraint("public_id", name=op.f("uq_session_trainer_end_public_id")),
        sa.UniqueConstraint("trainer_id", name=op.f("uq_session_trainer_end_trainer_id")),
    )
    op.create_table(
        "review_outcome",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("state_code", sa.String(length=3), nullable=False),
        sa.Column("completion_id", sa.Integer(), nullable=False),
        sa.Column("cause", sa.String(length=22), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("reviewed_by", sa.String(length=64), nullable=False),
        sa.Column("reviewed_at", Moment(), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(reason) > 0", name=op.f("ck_review_outcome_has_a_reason")),
        sa.ForeignKeyConstraint(["completion_id"], ["completion.id"], name=op.f("fk_review_outcome_completion_id")),
        sa.ForeignKeyConstraint(["state_code"], ["state.code"], name=op.f("fk_review_outcome_state_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_outcome")),
        sa.UniqueConstraint("completion_id", "cause", name=op.f("uq_review_outcome_completion_id_cause")),
        sa.UniqueConstraint("public_id", name=op.f("uq_review_outcome_public_id")),
        info={"impersonal": ("cause",), "why": ""},
    )
    op.create_table(
        "session_completion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("state_code", sa.String(length=3), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=False),
        sa.Column("completion_id", sa.Integer(), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["completion_id"], ["completion.id"], name=op.f("fk_session_completion_completion_id")),
        sa.ForeignKeyConstraint(["session_id"], ["training_session.id"], name=op.f("fk_session_completion_session_id")),
        sa.ForeignKeyConstraint(
            ["state_code", "nomination_id"],
            ["nomination.state_code", "nomination.id"],
            name="fk_session_completion_nomination",
        ),
        sa.ForeignKeyConstraint(["state_code"], ["state.code"], name=op.f("fk_session_completion_state_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_completion")),
        sa.UniqueConstraint("completion_id", name=op.f("uq_session_completion_completion_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_session_completion_public_id")),
    )
    with op.batch_alter_table("session_completion", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_session_completion_nomination_id"), ["nomination_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_session_completion_session_id"), ["session_id"], unique=False)

    for table, more in KEPT.items():
        for statement, dialect in kept_for_ever_ddl(table, **more):
            if dialect == op.get_bind().dialect.name:
                op.execute(statement)


def downgrade() -> None:
    with op.batch_alter_table("session_completion", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_session_completion_session_id"))
        batch_op.drop_index(batch_op.f("ix_session_completion_nomination_id"))

    op.drop_table("session_completion")
    op.drop_table("review_outcome")
    op.drop_table("session_trainer_end")
    op.drop_table("session_closing_outcome")
    with op.batch_alter_table("result_mark", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_result_mark_entry_seq"))

    op.drop_table("result_mark")
    with op.batch_alter_table("nomination_step", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_nomination_step_entry_seq"))

    op.drop_table("nomination_step")
    with op.batch_alter_table("check_mark", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_check_mark_entry_seq"))

    op.drop_table("check_mark")
    with op.batch_alter_table("attendance_mark", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attendance_mark_entry_seq"))

    op.drop_table("attendance_mark")
    op.drop_table("sign_in_sheet")
    op.drop_table("session_withdrawal")
    with op.batch_alter_table("session_trainer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_session_trainer_person_id"))

    op.drop_table("session_trainer")
    with op.batch_alter_table("session_step", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_session_step_entry_seq"))

    op.drop_table("session_step")
    with op.batch_alter_table("session_plan", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_session_plan_starts_on_ends_on"))

    op.drop_table("session_plan")
    op.drop_table("session_closing")
    with op.batch_alter_table("nomination", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_nomination_person_id"))
        batch_op.drop_index(batch_op.f("ix_nomination_entry_seq"))

    op.drop_table("nomination")
    op.drop_table("version_step")
    op.drop_table("validity_decision")
    with op.batch_alter_table("training_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_training_session_version_id"))
        batch_op.drop_index(batch_op.f("ix_training_session_mission_code"))
        batch_op.drop_index(batch_op.f("ix_training_session_institution_code"))

    op.drop_table("training_session")
    with op.batch_alter_table("trainer_withdrawal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_trainer_withdrawal_person_id"))

    op.drop_table("trainer_withdrawal")
    op.drop_table("priority_step")
    op.drop_table("institution_profile")
    op.drop_table("equivalence_part")
    op.drop_table("equivalence_end")
    with op.batch_alter_table("curriculum_draft", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_curriculum_draft_open",
            sqlite_where=sa.text("status <> 'closed'"),
            postgresql_where=sa.text("status <> 'closed'"),
        )

    op.drop_table("curriculum_draft")
    op.drop_table("calendar_feed_end")
    op.drop_table("field_priority")
    op.drop_table("equivalence")
    with op.batch_alter_table("calendar_feed", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_calendar_feed_account_id"))

    op.drop_table("calendar_feed")
    with op.batch_alter_table("draft_step", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_draft_step_draft_id"))

    op.drop_table("draft_step")
    if op.get_bind().dialect.name == "postgresql":
        for table in KEPT:
            for verb in ("update", "delete"):
                op.execute(f"DROP FUNCTION keep_{table}_{verb}()")
