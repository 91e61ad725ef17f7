"""first tables"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from trainingapp.kit.db import Moment, kept_for_ever_ddl

revision = "0001"
down_revision = None

#: The tables whose rows the database itself refuses to change or delete, but for the erasing of
#: what is personal: the columns it empties with what it leaves there, and those it leaves alone.
KEPT: dict[str, dict[str, Any]] = {
    "account_grant": {},
    "account_grant_end": {},
    "account_suspension": {
        "emptied": {"reason": "–"},
        "alone": ("id", "public_id", "account_id", "ordinal", "suspended_by", "suspended_at", "entry_seq"),
    },
    "account_suspension_end": {
        "emptied": {"reason": "–"},
        "alone": ("id", "public_id", "suspension_id", "lifted_by", "lifted_at", "entry_seq"),
    },
    "certificate": {
        "emptied": {"face": "", "face_sha256": ""},
        "alone": (
            "id",
            "public_id",
            "state_code",
            "person_id",
            "completion_id",
            "version_id",
            "ordinal",
            "number",
            "issued_on",
            "valid_through",
            "issued_by",
            "issued_at",
            "replaces",
            "entry_seq",
        ),
    },
    "certificate_hold": {},
    "certificate_revocation": {
        "emptied": {"reason": "–"},
        "alone": ("id", "public_id", "state_code", "certificate_id", "revoked_on", "revoked_by", "entry_seq"),
    },
    "completion": {
        "emptied": {"score": None, "row": None},
        "alone": (
            "id",
            "public_id",
            "state_code",
            "person_id",
            "version_id",
            "completed_on",
            "ordinal",
            "result",
            "valid_through",
            "evidence",
            "batch_id",
            "recorded_on",
            "carried_from",
            "entry_seq",
        ),
    },
    "completion_hold": {},
    "completion_withdrawal": {
        "emptied": {"reason": "–"},
        "alone": (
            "id",
            "public_id",
            "state_code",
            "completion_id",
            "kind",
            "replaced_by",
            "withdrawn_by",
            "withdrawn_at",
            "entry_seq",
        ),
    },
    "emptied_row": {},
    "evidence_file": {
        "emptied": {"name": "–"},
        "alone": ("id", "public_id", "state_code", "hand_record_id", "kind", "bytes", "sha256", "stored", "entry_seq"),
    },
    "hand_outcome": {
        "emptied": {"reason": None},
        "alone": (
            "id",
            "public_id",
            "state_code",
            "hand_record_id",
            "recorded_by",
            "kind",
            "batch_id",
            "decided_by",
            "decided_at",
            "entry_seq",
        ),
    },
    "hand_record": {},
    "hand_row": {
        "emptied": {"score": None},
        "alone": (
            "id",
            "public_id",
            "state_code",
            "hand_record_id",
            "person_id",
            "completed_on",
            "result",
            "entry_seq",
        ),
    },
    "institution": {},
    "institution_consent": {},
    "institution_consent_end": {},
    "institution_end": {},
    "invitation_end": {},
    "invitation_role": {},
    "journal_entry": {},
    "own_link": {},
    "own_link_end": {},
    "person_change": {
        "emptied": {"value": "", "reason": "–"},
        "alone": (
            "id",
            "public_id",
            "state_code",
            "person_id",
            "field",
            "holds_from",
            "changed_by",
            "changed_at",
            "entry_seq",
        ),
    },
    "person_distinct": {
        "emptied": {"reason": None},
        "alone": (
            "id",
            "public_id",
            "state_code",
            "one_id",
            "other_id",
            "ordinal",
            "decided_by",
            "decided_at",
            "entry_seq",
        ),
    },
    "person_merge": {
        "emptied": {"reason": "–"},
        "alone": (
            "id",
            "public_id",
            "state_code",
            "kept_id",
            "merged_id",
            "ordinal",
            "merged_by",
            "merged_at",
            "entry_seq",
        ),
    },
    "person_merge_undo": {
        "emptied": {"reason": "–"},
        "alone": ("id", "public_id", "state_code", "merge_id", "undone_by", "undone_at", "entry_seq"),
    },
    "person_name": {
        "emptied": {
            "family_name": None,
            "given_names": None,
            "full_name": "",
            "original_name": None,
            "reason": "–",
            "evidence": None,
        },
        "alone": ("id", "public_id", "state_code", "person_id", "corrected_by", "corrected_at", "entry_seq"),
    },
    "person_transfer": {
        "emptied": {"reason": "–"},
        "alone": (
            "id",
            "public_id",
            "state_code",
            "person_id",
            "ordinal",
            "to_state",
            "offered_by",
            "offered_at",
            "entry_seq",
        ),
    },
    "person_transfer_answer": {
        "emptied": {"reason": None},
        "alone": (
            "id",
            "public_id",
            "state_code",
            "transfer_id",
            "answer",
            "person_id",
            "answered_by",
            "answered_at",
            "entry_seq",
        ),
    },
    "reading": {},
    "recording_suspension": {
        "emptied": {"reason": "–"},
        "alone": (
            "id",
            "public_id",
            "state_code",
            "account_id",
            "since",
            "by_the_register",
            "suspended_by",
            "suspended_at",
            "entry_seq",
        ),
    },
    "recording_suspension_end": {
        "emptied": {"reason": "–"},
        "alone": ("id", "public_id", "state_code", "suspension_id", "lifted_by", "lifted_at", "entry_seq"),
    },
    "single_sign_on_grant": {},
    "single_sign_on_link": {},
    "state_suspension": {
        "emptied": {"reason": "–"},
        "alone": ("id", "public_id", "state_code", "ordinal", "suspended_by", "suspended_at", "entry_seq"),
    },
    "state_suspension_end": {
        "emptied": {"reason": "–"},
        "alone": ("id", "public_id", "suspension_id", "lifted_by", "lifted_at", "entry_seq"),
    },
}


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("password", sa.String(length=255), nullable=True),
        sa.Column("fs_uniquifier", sa.String(length=64), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
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
        info={"impersonal": (), "why": "How far the numbers have been made"},
    )
    op.create_table(
        "curriculum",
        sa.Column("code", sa.String(length=24), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_curriculum")),
        info={"impersonal": (), "why": "Curricula"},
    )
    op.create_table(
        "emptied_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("table_name", sa.String(length=60), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("was", sa.LargeBinary(), nullable=False),
        sa.Column("rest_salt", sa.LargeBinary(), nullable=False),
        sa.Column("rest", sa.LargeBinary(), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_emptied_row")),
        sa.UniqueConstraint("public_id", name=op.f("uq_emptied_row_public_id")),
        sa.UniqueConstraint("table_name", "row_id", name="uq_emptied_row_once"),
        info={
            "impersonal": (),
            "why": "Which rows were emptied because somebody was erased; nothing of what stood in them",
        },
    )
    op.create_table(
        "function",
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("label", sa.String(length=120), nullable=False),
        sa.Column("tactical_decision_maker", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_function")),
        info={"impersonal": (), "why": "The functions there are"},
    )
    op.create_table(
        "invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=True),
        sa.Column("mark_salt", sa.String(length=22), nullable=True),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("public_id", name=op.f("uq_invitation_public_id")),
        info={"impersonal": ("mark",), "why": ""},
    )
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invitation_email"), ["email"], unique=False)

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
        info={"impersonal": ("kind", "status", "done", "total", "attempts", "heartbeat_at"), "why": ""},
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
        info={"impersonal": ("object_kind", "object_id", "commitments", "previous_hash", "hash", "marks"), "why": ""},
    )
    with op.batch_alter_table("journal_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_journal_entry_actor_seq"), ["actor", "seq"], unique=False)
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
        info={"impersonal": (), "why": "The journal's newest entry"},
    )
    op.create_table(
        "letter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("status", sa.String(length=8), nullable=False),
        sa.Column("written_at", Moment(), nullable=False),
        sa.Column("next_at", Moment(), nullable=False),
        sa.Column("first_tried_at", Moment(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("leased_until", Moment(), nullable=True),
        sa.Column("failure", sa.String(length=16), nullable=True),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("status <> 'sent' OR content IS NULL", name=op.f("ck_letter_text_goes_once_sent")),
        sa.CheckConstraint(
            "status <> 'waiting' OR content IS NOT NULL", name=op.f("ck_letter_text_stays_while_waiting")
        ),
        sa.CheckConstraint("status IN ('waiting', 'sent', 'given_up')", name=op.f("ck_letter_status_is_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
        sa.UniqueConstraint("public_id", name=op.f("uq_letter_public_id")),
        info={
            "impersonal": (
                "status",
                "written_at",
                "next_at",
                "first_tried_at",
                "attempts",
                "leased_until",
                "failure",
                "ended_at",
            ),
            "why": "",
        },
    )
    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_letter_status_next_at"), ["status", "next_at"], unique=False)

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
        info={"impersonal": (), "why": "Missions"},
    )
    op.create_table(
        "reading",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=64), nullable=False),
        sa.Column("page", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("state_code", sa.String(length=3), nullable=False),
        sa.Column("persons", sa.Integer(), nullable=False),
        sa.Column("object_kind", sa.String(length=32), nullable=False),
        sa.Column("object_id", sa.String(length=64), nullable=False),
        sa.CheckConstraint("kind IN ('page', 'export')", name=op.f("ck_reading_kind_is_known")),
        sa.CheckConstraint("persons > 0", name=op.f("ck_reading_shows_somebody")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading")),
        info={"impersonal": ("persons", "object_kind", "object_id"), "why": ""},
    )
    with op.batch_alter_table("reading", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reading_object_id_id"), ["object_id", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_reading_state_code_at_id"), ["state_code", "at", "id"], unique=False)

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
        info={"impersonal": ("key", "act", "answer"), "why": ""},
    )
    op.create_table(
        "sign_in_failure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=64), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_failure")),
        info={"impersonal": (), "why": "Fingerprints of failed attempts, kept for a day"},
    )
    with op.batch_alter_table("sign_in_failure", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_failure_what_at"), ["what", "at"], unique=False)

    op.create_table(
        "spent_challenge",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_spent_challenge")),
        info={"impersonal": (), "why": "Random numbers that were used once"},
    )
    with op.batch_alter_table("spent_challenge", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_spent_challenge_at"), ["at"], unique=False)

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
        info={"impersonal": (), "why": "Member States"},
    )
    op.create_table(
        "unit_type",
        sa.Column("code", sa.String(length=24), nullable=False),
        sa.Column("label", sa.String(length=120), nullable=False),
        sa.Column("component", sa.String(length=10), nullable=False),
        sa.Column("nominal_strength", sa.Integer(), nullable=False),
        sa.CheckConstraint("component IN ('military', 'police')", name=op.f("ck_unit_type_component_is_known")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_unit_type")),
        info={"impersonal": (), "why": "The kinds of unit"},
    )
    op.create_table(
        "account_suspension",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("suspended_by", sa.String(length=64), nullable=False),
        sa.Column("suspended_at", Moment(), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(reason) > 0", name=op.f("ck_account_suspension_has_a_reason")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_account_suspension_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_suspension")),
        sa.UniqueConstraint("account_id", "ordinal", name=op.f("uq_account_suspension_account_id_ordinal")),
        sa.UniqueConstraint("public_id", name=op.f("uq_account_suspension_public_id")),
        info={"impersonal": ("ordinal",), "why": ""},
    )
    op.create_table(
        "authenticator",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("last_counter", sa.BigInteger(), nullable=True),
        sa.Column("added_at", Moment(), nullable=False),
        sa.Column("used_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_authenticator_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_authenticator")),
        sa.UniqueConstraint("public_id", name=op.f("uq_authenticator_public_id")),
    )
    with op.batch_alter_table("authenticator", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_authenticator_account_id"), ["account_id"], unique=False)

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
        info={"impersonal": (), "why": "The last numbers that were given"},
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
        info={"impersonal": (), "why": "What is taught in each curriculum"},
    )
    op.create_table(
        "first_visit",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("ended_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_first_visit_account_id")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_first_visit")),
    )
    op.create_table(
        "institution",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("code", sa.String(length=24), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("state_code", sa.String(length=3), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("kind IN ('national', 'regional', 'un')", name=op.f("ck_institution_kind_is_known")),
        sa.ForeignKeyConstraint(["state_code"], ["state.code"], name=op.f("fk_institution_state_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_institution")),
        sa.UniqueConstraint("code", name=op.f("uq_institution_code")),
        sa.UniqueConstraint("public_id", name=op.f("uq_institution_public_id")),
        info={"impersonal": (), "why": "Places that train"},
    )
    op.create_table(
        "invitation_end",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("invitation_id", sa.Integer(), nullable=False),
        sa.Column("how", sa.String(length=9), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "(how = 'accepted') = (account_id IS NOT NULL)", name=op.f("ck_invitation_end_accepted_by_somebody")
        ),
        sa.CheckConstraint("how IN ('accepted', 'withdrawn')", name=op.f("ck_invitation_end_how_is_known")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_invitation_end_account_id")),
        sa.ForeignKeyConstraint(["invitation_id"], ["invitation.id"], name=op.f("fk_invitation_end_invitation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation_end")),
        sa.UniqueConstraint("invitation_id", name=op.f("uq_invitation_end_invitation_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_invitation_end_public_id")),
        info={"impersonal": ("how",), "why": ""},
    )
    op.create_table(
        "invitation_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("invitation_id", sa.Integer(), nullable=False),
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("sent_at", Moment(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["invitation_id"], ["invitation.id"], name=op.f("fk_invitation_link_invitation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation_link")),
        sa.UniqueConstraint("invitation_id", name=op.f("uq_invitation_link_invitation_id")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_invitation_link_token_sha256")),
        info={"impersonal": ("token_sha256", "sent_at", "expires_at"), "why": ""},
    )
    op.create_table(
        "known_browser",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("seen_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_known_browser_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_known_browser")),
        sa.UniqueConstraint("account_id", "token_sha256", name=op.f("uq_known_browser_account_id_token_sha256")),
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
        info={"impersonal": (), "why": "What missions are mandated to do, and what threatens them"},
    )
    op.create_table(
        "passkey",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("credential_id", sa.LargeBinary(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("added_at", Moment(), nullable=False),
        sa.Column("used_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_passkey_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkey")),
        sa.UniqueConstraint("credential_id", name=op.f("uq_passkey_credential_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_passkey_public_id")),
    )
    with op.batch_alter_table("passkey", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_passkey_account_id"), ["account_id"], unique=False)

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
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_person_state_code_service_number"), ["state_code", "service_number"], unique=False
        )

    op.create_table(
        "phrase_reset",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", Moment(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.Column("used_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_phrase_reset_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phrase_reset")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_phrase_reset_token_sha256")),
        info={"impersonal": ("token_sha256", "asked_at", "expires_at", "used_at"), "why": ""},
    )
    with op.batch_alter_table("phrase_reset", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_phrase_reset_asked_at"), ["asked_at"], unique=False)

    op.create_table(
        "recording_suspension",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("state_code", sa.String(length=3), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("since", Moment(), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("by_the_register", sa.Boolean(), nullable=False),
        sa.Column("suspended_by", sa.String(length=64), nullable=False),
        sa.Column("suspended_at", Moment(), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(reason) > 0", name=op.f("ck_recording_suspension_has_a_reason")),
        sa.CheckConstraint("since <= suspended_at", name=op.f("ck_recording_suspension_not_in_the_future")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_recording_suspension_account_id")),
        sa.ForeignKeyConstraint(["state_code"], ["state.code"], name=op.f("fk_recording_suspension_state_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recording_suspension")),
        sa.UniqueConstraint("public_id", name=op.f("uq_recording_suspension_public_id")),
        info={"impersonal": ("by_the_register",), "why": ""},
    )
    with op.batch_alter_table("recording_suspension", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recording_suspension_account_id"), ["account_id"], unique=False)

    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("used_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_recovery_code_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
        sa.UniqueConstraint("account_id", "fingerprint", name=op.f("uq_recovery_code_account_id_fingerprint")),
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
        info={"impersonal": (), "why": "Who must hold which curriculum"},
    )
    op.create_table(
        "sign_in",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("began_at", Moment(), nullable=False),
        sa.Column("seen_at", Moment(), nullable=False),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.Column("proved_at", Moment(), nullable=False),
        sa.Column("factor_at", Moment(), nullable=True),
        sa.Column("way", sa.String(length=16), nullable=False),
        sa.Column("browser", sa.String(length=24), nullable=False),
        sa.Column("system", sa.String(length=24), nullable=False),
        sa.Column("network", sa.String(length=40), nullable=False),
        sa.Column("from_new_browser", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_sign_in_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in")),
        sa.UniqueConstraint("public_id", name=op.f("uq_sign_in_public_id")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_sign_in_token_sha256")),
    )
    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sign_in_began_at"), ["began_at"], unique=False)

    op.create_table(
        "single_sign_on_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("issuer", sa.String(length=255), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_single_sign_on_link_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_single_sign_on_link")),
        sa.UniqueConstraint("account_id", "issuer", name=op.f("uq_single_sign_on_link_account_id_issuer")),
        sa.UniqueConstraint("issuer", "subject", name=op.f("uq_single_sign_on_link_issuer_subject")),
        sa.UniqueConstraint("public_id", name=op.f("uq_single_sign_on_link_public_id")),
    )
    op.create_table(
        "state_suspension",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("state_code", sa.String(length=3), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("suspended_by", sa.String(length=64), nullable=False),
        sa.Column("suspended_at", Moment(), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(reason) > 0", name=op.f("ck_state_suspension_has_a_reason")),
        sa.ForeignKeyConstraint(["state_code"], ["state.code"], name=op.f("fk_state_suspension_state_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_state_suspension")),
        sa.UniqueConstraint("public_id", name=op.f("uq_state_suspension_public_id")),
        sa.UniqueConstraint("state_code", "ordinal", name=op.f("uq_state_suspension_state_code_ordinal")),
        info={"impersonal": ("ordinal",), "why": ""},
    )
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
        info={"impersonal": (), "why": "Units, by what they are called"},
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
        "account_suspension_end",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("suspension_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("lifted_by", sa.String(length=64), nullable=False),
        sa.Column("lifted_at", Moment(), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(reason) > 0", name=op.f("ck_account_suspension_end_has_a_reason")),
        sa.ForeignKeyConstraint(
            ["suspension_id"], ["account_suspension.id"], name=op.f("fk_account_suspension_end_suspension_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_suspension_end")),
        sa.UniqueConstraint("public_id", name=op.f("uq_account_suspension_end_public_id")),
        sa.UniqueConstraint("suspension_id", name=op.f("uq_account_suspension_end_suspension_id")),
    )
    op.create_table(
        "institution_consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("institution_code", sa.String(length=24), nullable=False),
        sa.Column("state_code", sa.String(length=3), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_code"], ["institution.code"], name=op.f("fk_institution_consent_institution_code")
        ),
        sa.ForeignKeyConstraint(["state_code"], ["state.code"], name=op.f("fk_institution_consent_state_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_institution_consent")),
        sa.UniqueConstraint(
            "institution_code",
            "state_code",
            "ordinal",
            name=op.f("uq_institution_consent_institution_code_state_code_ordinal"),
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_institution_consent_public_id")),
        info={"impersonal": (), "why": "For which State's people an institution records"},
    )
    op.create_table(
        "institution_end",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["institution_id"], ["institution.id"], name=op.f("fk_institution_end_institution_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_institution_end")),
        sa.UniqueConstraint("institution_id", name=op.f("uq_institution_end_institution_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_institution_end_public_id")),
        info={"impersonal": (), "why": "Places that train no more"},
    )
    op.create_table(
        "invitation_role",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("invitation_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=24), nullable=False),
        sa.Column("state_code", sa.String(length=3), nullable=True),
        sa.Column("mission_code", sa.String(length=12), nullable=True),
        sa.Column("institution_code", sa.String(length=24), nullable=True),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "(CASE WHEN state_code IS NULL THEN 0 ELSE 1 END) + (CASE WHEN mission_code IS NULL THEN 0 ELSE 1 END) + (CASE WHEN institution_code IS NULL THEN 0 ELSE 1 END) <= 1",
            name=op.f("ck_invitation_role_for_one_of_them"),
        ),
        sa.ForeignKeyConstraint(
            ["institution_code"], ["institution.code"], name=op.f("fk_invitation_role_institution_code")
        ),
        sa.ForeignKeyConstraint(["invitation_id"], ["invitation.id"], name=op.f("fk_invitation_role_invitation_id")),
        sa.ForeignKeyConstraint(["mission_code"], ["mission.code"], name=op.f("fk_invitation_role_mission_code")),
        sa.ForeignKeyConstraint(["state_code"], ["state.code"], name=op.f("fk_invitation_role_state_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation_role")),
        sa.UniqueConstraint("public_id", name=op.f("uq_invitation_role_public_id")),
    )
    with op.batch_alter_table("invitation_role", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invitation_role_invitation_id"), ["invitation_id"], unique=False)

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
        info={"impersonal": (), "why": "The lessons of curricula"},
    )
    op.create_table(
        "likely_duplicate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("state_code", sa.String(length=3), nullable=False),
        sa.Column("one_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("reasons", sa.String(length=120), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.CheckConstraint("one_id < other_id", name=op.f("ck_likely_duplicate_in_order")),
        sa.ForeignKeyConstraint(
            ["state_code", "one_id"], ["person.state_code", "person.id"], name="fk_likely_duplicate_one"
        ),
        sa.ForeignKeyConstraint(
            ["state_code", "other_id"], ["person.state_code", "person.id"], name="fk_likely_duplicate_other"
        ),
        sa.ForeignKeyConstraint(["state_code"], ["state.code"], name=op.f("fk_likely_duplicate_state_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_likely_duplicate")),
        sa.UniqueConstraint("one_id", "other_id", name="uq_likely_duplicate_pair"),
        sa.UniqueConstraint("public_id", name=op.f("uq_likely_duplicate_public_id")),
        info={"impersonal": ("one_id", "other_id", "score", "reasons"), "why": ""},
    )
    with op.batch_alter_table("likely_duplicate", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_likely_duplicate_entry_seq"), ["entry_seq"], unique=False)
        batch_op.create_index(batch_op.f("ix_likely_duplicate_other_id"), ["other_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_likely_duplicate_state_code_score"), ["state_code", "score"], unique=False)

    op.create_table(
        "own_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("state_code", sa.String(length=3), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.Column("most_openings", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.String(length=64), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("made_at < expires_at", name=op.f("ck_own_link_lasts")),
        sa.CheckConstraint("most_openings > 0", name=op.f("ck_own_link_opens")),
        sa.ForeignKeyConstraint(
            ["state_code", "person_id"], ["person.state_code", "person.id"], name="fk_own_link_person"
        ),
        sa.ForeignKeyConstraint(["state_code"], ["state.code"], name=op.f("fk_own_link_state_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_link")),
        sa.UniqueConstraint("public_id", name=op.f("uq_own_link_public_id")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_own_link_token_sha256")),
        info={"impersonal": ("token_sha256", "expires_at", "most_openings"), "why": ""},
    )
    with op.batch_alter_table("own_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_own_link_person_id"), ["person_id"], unique=False)

    op.create_table(
        "person_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("state_code", sa.String(length=3), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(length=16), nullable=False),
        sa.Column("value", sa.String(length=80), nullable=False),
        sa.Column("holds_from", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("changed_by", sa.String(length=64), nullable=False),
        sa.Column("changed_at", Moment(), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "field IN ('service_number', 'rank', 'sex', 'born_on')", name=op.f("ck_person_change_field_is_known")
        ),
        sa.ForeignKeyConstraint(
            ["state_code", "person_id"], ["person.state_code", "person.id"], name="fk_person_change_person"
        ),
        sa.ForeignKeyConstraint(["state_code"], ["state.code"], name=op.f("fk_person_change_state_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_change")),
        sa.UniqueConstraint("public_id", name=op.f("uq_person_change_public_id")),
        info={"impersonal": ("field",), "why": ""},
    )
    with op.batch_alter_table("person_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_change_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_person_change_state_code_field_value"), ["state_code", "field", "value"], unique=False
        )

    op.create_table(
        "person_distinct",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("state_code", sa.String(length=3), nullable=False),
        sa.Column("one_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=True),
        sa.Column("decided_by", sa.String(length=64), nullable=False),
        sa.Column("decided_at", Moment(), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("one_id < other_id", name=op.f("ck_person_distinct_in_order")),
        sa.ForeignKeyConstraint(
            ["state_code", "one_id"], ["person.state_code", "person.id"], name="fk_person_distinct_one"
        ),
        sa.ForeignKeyConstraint(
            ["state_code", "other_id"], ["person.state_code", "person.id"], name="fk_person_distinct_other"
        ),
        sa.ForeignKeyConstraint(["state_code"], ["state.code"], name=op.f("fk_person_distinct_state_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_distinct")),
        sa.UniqueConstraint("one_id", "other_id", "ordinal", name="uq_person_distinct_pair"),
        sa.UniqueConstraint("public_id", name=op.f("uq_person_distinct_public_id")),
        info={"impersonal": ("ordinal",), "why": ""},
    )
    with op.batch_alter_table("person_distinct", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_distinct_other_id"), ["other_id"], unique=False)

    op.create_table(
        "person_merge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("state_code", sa.String(length=3), nullable=False),
        sa.Column("kept_id", sa.Integer(), nullable=False),
        sa.Column("merged_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("merged_by", sa.String(length=64), nullable=False),
        sa.Column("merged_at", Moment(), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("kept_id <> merged_id", name=op.f("ck_person_merge_are_two")),
        sa.CheckConstraint("length(reason) > 0", name=op.f("ck_person_merge_has_a_reason")),
        sa.ForeignKeyConstraint(
            ["state_code", "kept_id"], ["person.state_code", "person.id"], name="fk_person_merge_kept"
        ),
        sa.ForeignKeyConstraint(
            ["state_code", "merged_id"], ["person.state_code", "person.id"], name="fk_person_merge_merged"
        ),
        sa.ForeignKeyConstraint(["state_code"], ["state.code"], name=op.f("fk_person_merge_state_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_merge")),
        sa.UniqueConstraint("merged_id", "ordinal", name="uq_person_merge_once"),
        sa.UniqueConstraint("public_id", name=op.f("uq_person_merge_public_id")),
        info={"impersonal": ("ordinal",), "why": ""},
    )
    with op.batch_alter_table("person_merge", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_merge_entry_seq"), ["entry_seq"], unique=False)
        batch_op.create_index(batch_op.f("ix_person_merge_kept_id"), ["kept_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_person_merge_state_code"), ["state_code"], unique=False)

    op.create_table(
        "person_name",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("state_code", sa.String(length=3), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("family_name", sa.String(length=200), nullable=True),
        sa.Column("given_names", sa.String(length=200), nullable=True),
        sa.Column("full_name", sa.String(length=200), nullable=True),
        sa.Column("original_name", sa.String(length=200), nullable=True),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("evidence", sa.String(length=200), nullable=True),
        sa.Column("corrected_by", sa.String(length=64), nullable=False),
        sa.Column("corrected_at", Moment(), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("full_name IS NOT NULL OR family_name IS NOT NULL", name=op.f("ck_person_name_has_a_name")),
        sa.ForeignKeyConstraint(
            ["state_code", "person_id"], ["person.state_code", "person.id"], name="fk_person_name_person"
        ),
        sa.ForeignKeyConstraint(["state_code"], ["state.code"], name=op.f("fk_person_name_state_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_name")),
        sa.UniqueConstraint("public_id", name=op.f("uq_person_name_public_id")),
    )
    with op.batch_alter_table("person_name", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_name_person_id"), ["person_id"], unique=False)

    op.create_table(
        "person_now",
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("same_as", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("state_code", sa.String(length=3), nullable=False),
        sa.Column("service_number", sa.String(length=40), nullable=False),
        sa.Column("family_name", sa.String(length=200), nullable=True),
        sa.Column("given_names", sa.String(length=200), nullable=True),
        sa.Column("full_name", sa.String(length=200), nullable=True),
        sa.Column("original_name", sa.String(length=200), nullable=True),
        sa.Column("sex", sa.String(length=12), nullable=False),
        sa.Column("born_on", sa.Date(), nullable=True),
        sa.Column("rank", sa.String(length=80), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("erased", sa.Boolean(), nullable=False),
        sa.CheckConstraint("sex IN ('female', 'male', 'unspecified')", name=op.f("ck_person_now_sex_is_known")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_person_now_person_id")),
        sa.ForeignKeyConstraint(["same_as"], ["person.id"], name=op.f("fk_person_now_same_as")),
        sa.ForeignKeyConstraint(["state_code"], ["state.code"], name=op.f("fk_person_now_state_code")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_person_now")),
        info={"impersonal": ("version", "erased"), "why": ""},
    )
    with op.batch_alter_table("person_now", schema=None) as batch_op:
        batch_op.create_index(
            "ix_person_now_merged",
            ["same_as", "person_id"],
            unique=False,
            sqlite_where=sa.text("person_id <> same_as"),
            postgresql_where=sa.text("person_id <> same_as"),
        )
        batch_op.create_index(batch_op.f("ix_person_now_same_as"), ["same_as"], unique=False)
        batch_op.create_index(
            "uq_person_now_service_number",
            ["state_code", "service_number"],
            unique=True,
            sqlite_where=sa.text("person_id = same_as AND NOT erased"),
            postgresql_where=sa.text("person_id = same_as AND NOT erased"),
        )

    op.create_table(
        "person_transfer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("state_code", sa.String(length=3), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("to_state", sa.String(length=3), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("offered_by", sa.String(length=64), nullable=False),
        sa.Column("offered_at", Moment(), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(reason) > 0", name=op.f("ck_person_transfer_has_a_reason")),
        sa.CheckConstraint("to_state <> state_code", name=op.f("ck_person_transfer_to_another_state")),
        sa.ForeignKeyConstraint(
            ["state_code", "person_id"], ["person.state_code", "person.id"], name="fk_person_transfer_person"
        ),
        sa.ForeignKeyConstraint(["state_code"], ["state.code"], name=op.f("fk_person_transfer_state_code")),
        sa.ForeignKeyConstraint(["to_state"], ["state.code"], name=op.f("fk_person_transfer_to_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_transfer")),
        sa.UniqueConstraint("person_id", "ordinal", name="uq_person_transfer_once"),
        sa.UniqueConstraint("public_id", name=op.f("uq_person_transfer_public_id")),
        info={"impersonal": ("ordinal",), "why": ""},
    )
    with op.batch_alter_table("person_transfer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_transfer_to_state"), ["to_state"], unique=False)

    op.create_table(
        "person_word",
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column(
            "kind", sa.String(length=8).with_variant(sa.String(length=8, collation="C"), "postgresql"), nullable=False
        ),
        sa.Column(
            "word", sa.String(length=60).with_variant(sa.String(length=60, collation="C"), "postgresql"), nullable=False
        ),
        sa.Column(
            "skeleton",
            sa.String(length=80).with_variant(sa.String(length=80, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("state_code", sa.String(length=3), nullable=False),
        sa.CheckConstraint("kind IN ('name', 'number', 'pair')", name=op.f("ck_person_word_kind_is_known")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_person_word_person_id")),
        sa.ForeignKeyConstraint(["state_code"], ["state.code"], name=op.f("fk_person_word_state_code")),
        sa.PrimaryKeyConstraint("person_id", "kind", "word", "skeleton", name=op.f("pk_person_word")),
        info={"impersonal": ("kind",), "why": ""},
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("person_word", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_person_word_kind_skeleton_state_code_person_id"),
            ["kind", "skeleton", "state_code", "person_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_person_word_kind_word_state_code_person_id"),
            ["kind", "word", "state_code", "person_id"],
            unique=False,
        )

    op.create_table(
        "recording_suspension_end",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("state_code", sa.String(length=3), nullable=False),
        sa.Column("suspension_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("lifted_by", sa.String(length=64), nullable=False),
        sa.Column("lifted_at", Moment(), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(reason) > 0", name=op.f("ck_recording_suspension_end_has_a_reason")),
        sa.ForeignKeyConstraint(["state_code"], ["state.code"], name=op.f("fk_recording_suspension_end_state_code")),
        sa.ForeignKeyConstraint(
            ["suspension_id"], ["recording_suspension.id"], name=op.f("fk_recording_suspension_end_suspension_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recording_suspension_end")),
        sa.UniqueConstraint("public_id", name=op.f("uq_recording_suspension_end_public_id")),
        sa.UniqueConstraint("suspension_id", name=op.f("uq_recording_suspension_end_suspension_id")),
    )
    with op.batch_alter_table("recording_suspension_end", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recording_suspension_end_entry_seq"), ["entry_seq"], unique=False)

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
        info={"impersonal": (), "why": "Deployments of units to missions"},
    )
    with op.batch_alter_table("rotation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rotation_deploys_on_ends_on"), ["deploys_on", "ends_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_rotation_mission_code"), ["mission_code"], unique=False)

    op.create_table(
        "state_suspension_end",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("suspension_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("lifted_by", sa.String(length=64), nullable=False),
        sa.Column("lifted_at", Moment(), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(reason) > 0", name=op.f("ck_state_suspension_end_has_a_reason")),
        sa.ForeignKeyConstraint(
            ["suspension_id"], ["state_suspension.id"], name=op.f("fk_state_suspension_end_suspension_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_state_suspension_end")),
        sa.UniqueConstraint("public_id", name=op.f("uq_state_suspension_end_public_id")),
        sa.UniqueConstraint("suspension_id", name=op.f("uq_state_suspension_end_suspension_id")),
    )
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
        info={"impersonal": ("ordinal",), "why": ""},
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
        sa.CheckConstraint("kind IN ('roll', 'results', 'by_hand')", name=op.f("ck_batch_kind_is_known")),
        sa.ForeignKeyConstraint(
            ["state_code", "rotation_id"], ["rotation.state_code", "rotation.id"], name="fk_batch_rotation"
        ),
        sa.ForeignKeyConstraint(["state_code"], ["state.code"], name=op.f("fk_batch_state_code")),
        sa.ForeignKeyConstraint(["version_id"], ["curriculum_version.id"], name=op.f("fk_batch_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch")),
        sa.UniqueConstraint("public_id", name=op.f("uq_batch_public_id")),
        sa.UniqueConstraint("state_code", "id", name="uq_batch_with_state"),
        info={"impersonal": ("kind", "file_sha256", "rows", "recorded", "unchanged", "refused"), "why": ""},
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
        info={"impersonal": (), "why": "Numbers of people, by rotation, curriculum and sex; made again from the facts"},
    )
    with op.batch_alter_table("coverage_step", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_coverage_step_rotation_id_day_curriculum_code_sex_required_held"),
            ["rotation_id", "day", "curriculum_code", "sex", "required", "held"],
            unique=False,
        )

    op.create_table(
        "hand_record",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("state_code", sa.String(length=3), nullable=False),
        sa.Column("rotation_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("content_sha256", sa.String(length=64), nullable=False),
        sa.Column("mends_id", sa.Integer(), nullable=True),
        sa.Column("recorded_by", sa.String(length=64), nullable=False),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("rows > 0", name=op.f("ck_hand_record_has_rows")),
        sa.ForeignKeyConstraint(["mends_id"], ["hand_record.id"], name="fk_hand_record_mends"),
        sa.ForeignKeyConstraint(
            ["state_code", "rotation_id"], ["rotation.state_code", "rotation.id"], name="fk_hand_record_rotation"
        ),
        sa.ForeignKeyConstraint(["state_code"], ["state.code"], name=op.f("fk_hand_record_state_code")),
        sa.ForeignKeyConstraint(["version_id"], ["curriculum_version.id"], name=op.f("fk_hand_record_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hand_record")),
        sa.UniqueConstraint("id", "recorded_by", name="uq_hand_record_with_recorder"),
        sa.UniqueConstraint("public_id", name=op.f("uq_hand_record_public_id")),
        sa.UniqueConstraint("state_code", "id", name="uq_hand_record_with_state"),
        info={"impersonal": ("rows", "content_sha256"), "why": ""},
    )
    with op.batch_alter_table("hand_record", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_hand_record_recorded_by"), ["recorded_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_hand_record_rotation_id"), ["rotation_id"], unique=False)

    op.create_table(
        "institution_consent_end",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("consent_id", sa.Integer(), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consent_id"], ["institution_consent.id"], name=op.f("fk_institution_consent_end_consent_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_institution_consent_end")),
        sa.UniqueConstraint("consent_id", name=op.f("uq_institution_consent_end_consent_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_institution_consent_end_public_id")),
        info={"impersonal": (), "why": "For which State's people an institution records no more"},
    )
    op.create_table(
        "own_link_end",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("state_code", sa.String(length=3), nullable=False),
        sa.Column("link_id", sa.Integer(), nullable=False),
        sa.Column("ended_by", sa.String(length=64), nullable=False),
        sa.Column("ended_at", Moment(), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["link_id"], ["own_link.id"], name=op.f("fk_own_link_end_link_id")),
        sa.ForeignKeyConstraint(["state_code"], ["state.code"], name=op.f("fk_own_link_end_state_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_link_end")),
        sa.UniqueConstraint("link_id", name=op.f("uq_own_link_end_link_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_own_link_end_public_id")),
    )
    op.create_table(
        "person_merge_undo",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("state_code", sa.String(length=3), nullable=False),
        sa.Column("merge_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("undone_by", sa.String(length=64), nullable=False),
        sa.Column("undone_at", Moment(), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(reason) > 0", name=op.f("ck_person_merge_undo_has_a_reason")),
        sa.ForeignKeyConstraint(["merge_id"], ["person_merge.id"], name=op.f("fk_person_merge_undo_merge_id")),
        sa.ForeignKeyConstraint(["state_code"], ["state.code"], name=op.f("fk_person_merge_undo_state_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_merge_undo")),
        sa.UniqueConstraint("merge_id", name=op.f("uq_person_merge_undo_merge_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_person_merge_undo_public_id")),
    )
    with op.batch_alter_table("person_merge_undo", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_merge_undo_entry_seq"), ["entry_seq"], unique=False)

    op.create_table(
        "person_transfer_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("state_code", sa.String(length=3), nullable=False),
        sa.Column("transfer_id", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(length=10), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=400), nullable=True),
        sa.Column("answered_by", sa.String(length=64), nullable=False),
        sa.Column("answered_at", Moment(), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "(answer = 'accepted') = (person_id IS NOT NULL)",
            name=op.f("ck_person_transfer_answer_accepted_makes_a_person"),
        ),
        sa.CheckConstraint(
            "answer IN ('accepted', 'declined', 'withdrawn')", name=op.f("ck_person_transfer_answer_answer_is_known")
        ),
        sa.ForeignKeyConstraint(
            ["state_code", "person_id"], ["person.state_code", "person.id"], name="fk_person_transfer_answer_person"
        ),
        sa.ForeignKeyConstraint(["state_code"], ["state.code"], name=op.f("fk_person_transfer_answer_state_code")),
        sa.ForeignKeyConstraint(
            ["transfer_id"], ["person_transfer.id"], name=op.f("fk_person_transfer_answer_transfer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_transfer_answer")),
        sa.UniqueConstraint("public_id", name=op.f("uq_person_transfer_answer_public_id")),
        sa.UniqueConstraint("transfer_id", name=op.f("uq_person_transfer_answer_transfer_id")),
        info={"impersonal": ("answer",), "why": ""},
    )
    with op.batch_alter_table("person_transfer_answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_transfer_answer_person_id"), ["person_id"], unique=False)

    op.create_table(
        "single_sign_on_grant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("grant_id", sa.Integer(), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["grant_id"], ["account_grant.id"], name=op.f("fk_single_sign_on_grant_grant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_single_sign_on_grant")),
        sa.UniqueConstraint("grant_id", name=op.f("uq_single_sign_on_grant_grant_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_single_sign_on_grant_public_id")),
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
        info={"impersonal": ("kind", "sha256"), "why": ""},
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
        info={"impersonal": ("kind",), "why": ""},
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
        sa.Column("carried_from", sa.Integer(), nullable=True),
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
        sa.ForeignKeyConstraint(["carried_from"], ["completion.id"], name=op.f("fk_completion_carried_from")),
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
        info={"impersonal": ("ordinal", "recorded_on"), "why": ""},
    )
    with op.batch_alter_table("completion", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_completion_batch_id"), ["batch_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_completion_carried_from"), ["carried_from"], unique=False)
        batch_op.create_index(batch_op.f("ix_completion_entry_seq"), ["entry_seq"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_completion_version_id_completed_on"), ["version_id", "completed_on"], unique=False
        )

    op.create_table(
        "evidence_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("state_code", sa.String(length=3), nullable=False),
        sa.Column("hand_record_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=4), nullable=False),
        sa.Column("bytes", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("stored", sa.String(length=22), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("kind IN ('pdf', 'jpeg', 'png')", name=op.f("ck_evidence_file_kind_is_known")),
        sa.CheckConstraint("bytes > 0", name=op.f("ck_evidence_file_is_not_empty")),
        sa.ForeignKeyConstraint(
            ["state_code", "hand_record_id"],
            ["hand_record.state_code", "hand_record.id"],
            name="fk_evidence_file_record",
        ),
        sa.ForeignKeyConstraint(["state_code"], ["state.code"], name=op.f("fk_evidence_file_state_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_file")),
        sa.UniqueConstraint("public_id", name=op.f("uq_evidence_file_public_id")),
        sa.UniqueConstraint("stored", name=op.f("uq_evidence_file_stored")),
        info={"impersonal": ("hand_record_id", "kind", "bytes", "sha256", "stored"), "why": ""},
    )
    with op.batch_alter_table("evidence_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_evidence_file_hand_record_id"), ["hand_record_id"], unique=False)

    op.create_table(
        "hand_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("state_code", sa.String(length=3), nullable=False),
        sa.Column("rotation_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("completed_on", sa.Date(), nullable=True),
        sa.Column("chosen", sa.Text(), nullable=False),
        sa.Column("cells", sa.Text(), nullable=False),
        sa.Column("files", sa.Text(), nullable=False),
        sa.Column("mends_id", sa.Integer(), nullable=True),
        sa.Column("became", sa.String(length=22), nullable=True),
        sa.Column("closed_at", Moment(), nullable=True),
        sa.Column("started_by", sa.String(length=64), nullable=False),
        sa.Column("changed_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["mends_id"], ["hand_record.id"], name="fk_hand_draft_mends"),
        sa.ForeignKeyConstraint(
            ["state_code", "rotation_id"], ["rotation.state_code", "rotation.id"], name="fk_hand_draft_rotation"
        ),
        sa.ForeignKeyConstraint(["state_code"], ["state.code"], name=op.f("fk_hand_draft_state_code")),
        sa.ForeignKeyConstraint(["version_id"], ["curriculum_version.id"], name=op.f("fk_hand_draft_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hand_draft")),
        sa.UniqueConstraint("public_id", name=op.f("uq_hand_draft_public_id")),
        info={"impersonal": ("completed_on", "became", "closed_at", "changed_at"), "why": ""},
    )
    with op.batch_alter_table("hand_draft", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_hand_draft_started_by"), ["started_by"], unique=False)

    op.create_table(
        "hand_outcome",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("state_code", sa.String(length=3), nullable=False),
        sa.Column("hand_record_id", sa.Integer(), nullable=False),
        sa.Column("recorded_by", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=400), nullable=True),
        sa.Column("decided_by", sa.String(length=64), nullable=False),
        sa.Column("decided_at", Moment(), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "(kind IN ('recorded', 'confirmed')) = (batch_id IS NOT NULL)",
            name=op.f("ck_hand_outcome_has_a_batch_when_it_counts"),
        ),
        sa.CheckConstraint(
            "kind <> 'confirmed' OR decided_by <> recorded_by", name=op.f("ck_hand_outcome_confirmed_by_another")
        ),
        sa.CheckConstraint(
            "kind <> 'sent_back' OR length(reason) > 0", name=op.f("ck_hand_outcome_says_why_it_was_sent_back")
        ),
        sa.CheckConstraint(
            "kind IN ('recorded', 'confirmed', 'sent_back', 'taken_back')", name=op.f("ck_hand_outcome_kind_is_known")
        ),
        sa.ForeignKeyConstraint(
            ["hand_record_id", "recorded_by"],
            ["hand_record.id", "hand_record.recorded_by"],
            name="fk_hand_outcome_record",
        ),
        sa.ForeignKeyConstraint(
            ["state_code", "batch_id"], ["batch.state_code", "batch.id"], name="fk_hand_outcome_batch"
        ),
        sa.ForeignKeyConstraint(["state_code"], ["state.code"], name=op.f("fk_hand_outcome_state_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hand_outcome")),
        sa.UniqueConstraint("hand_record_id", name=op.f("uq_hand_outcome_hand_record_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_hand_outcome_public_id")),
        info={"impersonal": ("kind",), "why": ""},
    )
    op.create_table(
        "hand_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("state_code", sa.String(length=3), nullable=False),
        sa.Column("hand_record_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("completed_on", sa.Date(), nullable=False),
        sa.Column("result", sa.String(length=8), nullable=False),
        sa.Column("score", sa.Double(), nullable=True),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("result IN ('pass', 'fail', 'attended')", name=op.f("ck_hand_row_result_is_known")),
        sa.CheckConstraint(
            "score IS NULL OR (score >= 0 AND score <= 100)", name=op.f("ck_hand_row_score_is_a_percentage")
        ),
        sa.ForeignKeyConstraint(
            ["state_code", "hand_record_id"], ["hand_record.state_code", "hand_record.id"], name="fk_hand_row_record"
        ),
        sa.ForeignKeyConstraint(
            ["state_code", "person_id"], ["person.state_code", "person.id"], name="fk_hand_row_person"
        ),
        sa.ForeignKeyConstraint(["state_code"], ["state.code"], name=op.f("fk_hand_row_state_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hand_row")),
        sa.UniqueConstraint("hand_record_id", "person_id", name="uq_hand_row_person"),
        sa.UniqueConstraint("public_id", name=op.f("uq_hand_row_public_id")),
    )
    with op.batch_alter_table("hand_row", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_hand_row_person_id"), ["person_id"], unique=False)

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
        sa.Column("replaces", sa.Integer(), nullable=True),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["completion_id"], ["completion.id"], name=op.f("fk_certificate_completion_id")),
        sa.ForeignKeyConstraint(["replaces"], ["certificate.id"], name=op.f("fk_certificate_replaces")),
        sa.ForeignKeyConstraint(
            ["state_code", "person_id"], ["person.state_code", "person.id"], name="fk_certificate_person"
        ),
        sa.ForeignKeyConstraint(["state_code"], ["state.code"], name=op.f("fk_certificate_state_code")),
        sa.ForeignKeyConstraint(["version_id"], ["curriculum_version.id"], name=op.f("fk_certificate_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate")),
        sa.UniqueConstraint("completion_id", "ordinal", name="uq_certificate_of_completion"),
        sa.UniqueConstraint("number", name=op.f("uq_certificate_number")),
        sa.UniqueConstraint("public_id", name=op.f("uq_certificate_public_id")),
        sa.UniqueConstraint("replaces", name=op.f("uq_certificate_replaces")),
        info={"impersonal": ("ordinal",), "why": ""},
    )
    with op.batch_alter_table("certificate", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_certificate_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_certificate_state_code_id"), ["state_code", "id"], unique=False)

    op.create_table(
        "completion_hold",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("state_code", sa.String(length=3), nullable=False),
        sa.Column("suspension_id", sa.Integer(), nullable=False),
        sa.Column("completion_id", sa.Integer(), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["completion_id"], ["completion.id"], name=op.f("fk_completion_hold_completion_id")),
        sa.ForeignKeyConstraint(["state_code"], ["state.code"], name=op.f("fk_completion_hold_state_code")),
        sa.ForeignKeyConstraint(
            ["suspension_id"], ["recording_suspension.id"], name=op.f("fk_completion_hold_suspension_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_completion_hold")),
        sa.UniqueConstraint("public_id", name=op.f("uq_completion_hold_public_id")),
        sa.UniqueConstraint(
            "suspension_id", "completion_id", name=op.f("uq_completion_hold_suspension_id_completion_id")
        ),
    )
    with op.batch_alter_table("completion_hold", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_completion_hold_completion_id"), ["completion_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_completion_hold_entry_seq"), ["entry_seq"], unique=False)

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
        info={"impersonal": ("kind", "replaced_by"), "why": ""},
    )
    with op.batch_alter_table("completion_withdrawal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_completion_withdrawal_entry_seq"), ["entry_seq"], unique=False)

    op.create_table(
        "certificate_hold",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("state_code", sa.String(length=3), nullable=False),
        sa.Column("suspension_id", sa.Integer(), nullable=False),
        sa.Column("certificate_id", sa.Integer(), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["certificate_id"], ["certificate.id"], name=op.f("fk_certificate_hold_certificate_id")
        ),
        sa.ForeignKeyConstraint(["state_code"], ["state.code"], name=op.f("fk_certificate_hold_state_code")),
        sa.ForeignKeyConstraint(
            ["suspension_id"], ["recording_suspension.id"], name=op.f("fk_certificate_hold_suspension_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate_hold")),
        sa.UniqueConstraint("public_id", name=op.f("uq_certificate_hold_public_id")),
        sa.UniqueConstraint(
            "suspension_id", "certificate_id", name=op.f("uq_certificate_hold_suspension_id_certificate_id")
        ),
    )
    with op.batch_alter_table("certificate_hold", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_certificate_hold_certificate_id"), ["certificate_id"], unique=False)

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
    for table, more in KEPT.items():
        for statement, dialect in kept_for_ever_ddl(table, **more):
            if dialect == op.get_bind().dialect.name:
                op.execute(statement)


def downgrade() -> None:
    op.drop_table("certificate_revocation")
    with op.batch_alter_table("certificate_hold", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_certificate_hold_certificate_id"))

    op.drop_table("certificate_hold")
    with op.batch_alter_table("completion_withdrawal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_completion_withdrawal_entry_seq"))

    op.drop_table("completion_withdrawal")
    with op.batch_alter_table("completion_hold", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_completion_hold_entry_seq"))
        batch_op.drop_index(batch_op.f("ix_completion_hold_completion_id"))

    op.drop_table("completion_hold")
    with op.batch_alter_table("certificate", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_certificate_state_code_id"))
        batch_op.drop_index(batch_op.f("ix_certificate_person_id"))

    op.drop_table("certificate")
    with op.batch_alter_table("hand_row", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_hand_row_person_id"))

    op.drop_table("hand_row")
    op.drop_table("hand_outcome")
    with op.batch_alter_table("hand_draft", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_hand_draft_started_by"))

    op.drop_table("hand_draft")
    with op.batch_alter_table("evidence_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_evidence_file_hand_record_id"))

    op.drop_table("evidence_file")
    with op.batch_alter_table("completion", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_completion_version_id_completed_on"))
        batch_op.drop_index(batch_op.f("ix_completion_entry_seq"))
        batch_op.drop_index(batch_op.f("ix_completion_carried_from"))
        batch_op.drop_index(batch_op.f("ix_completion_batch_id"))

    op.drop_table("completion")
    op.drop_table("batch_undo")
    with op.batch_alter_table("assignment_end", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_assignment_end_entry_seq"))

    op.drop_table("assignment_end")
    with op.batch_alter_table("upload", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_upload_rotation_id"))

    op.drop_table("upload")
    op.drop_table("single_sign_on_grant")
    with op.batch_alter_table("person_transfer_answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_transfer_answer_person_id"))

    op.drop_table("person_transfer_answer")
    with op.batch_alter_table("person_merge_undo", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_merge_undo_entry_seq"))

    op.drop_table("person_merge_undo")
    op.drop_table("own_link_end")
    op.drop_table("institution_consent_end")
    with op.batch_alter_table("hand_record", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_hand_record_rotation_id"))
        batch_op.drop_index(batch_op.f("ix_hand_record_recorded_by"))

    op.drop_table("hand_record")
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
    op.drop_table("state_suspension_end")
    with op.batch_alter_table("rotation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rotation_mission_code"))
        batch_op.drop_index(batch_op.f("ix_rotation_deploys_on_ends_on"))

    op.drop_table("rotation")
    with op.batch_alter_table("recording_suspension_end", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recording_suspension_end_entry_seq"))

    op.drop_table("recording_suspension_end")
    with op.batch_alter_table("person_word", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_word_kind_word_state_code_person_id"))
        batch_op.drop_index(batch_op.f("ix_person_word_kind_skeleton_state_code_person_id"))

    op.drop_table("person_word")
    with op.batch_alter_table("person_transfer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_transfer_to_state"))

    op.drop_table("person_transfer")
    with op.batch_alter_table("person_now", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_person_now_service_number",
            sqlite_where=sa.text("person_id = same_as AND NOT erased"),
            postgresql_where=sa.text("person_id = same_as AND NOT erased"),
        )
        batch_op.drop_index(batch_op.f("ix_person_now_same_as"))
        batch_op.drop_index(
            "ix_person_now_merged",
            sqlite_where=sa.text("person_id <> same_as"),
            postgresql_where=sa.text("person_id <> same_as"),
        )

    op.drop_table("person_now")
    with op.batch_alter_table("person_name", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_name_person_id"))

    op.drop_table("person_name")
    with op.batch_alter_table("person_merge", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_merge_state_code"))
        batch_op.drop_index(batch_op.f("ix_person_merge_kept_id"))
        batch_op.drop_index(batch_op.f("ix_person_merge_entry_seq"))

    op.drop_table("person_merge")
    with op.batch_alter_table("person_distinct", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_distinct_other_id"))

    op.drop_table("person_distinct")
    with op.batch_alter_table("person_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_change_state_code_field_value"))
        batch_op.drop_index(batch_op.f("ix_person_change_person_id"))

    op.drop_table("person_change")
    with op.batch_alter_table("own_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_own_link_person_id"))

    op.drop_table("own_link")
    with op.batch_alter_table("likely_duplicate", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_likely_duplicate_state_code_score"))
        batch_op.drop_index(batch_op.f("ix_likely_duplicate_other_id"))
        batch_op.drop_index(batch_op.f("ix_likely_duplicate_entry_seq"))

    op.drop_table("likely_duplicate")
    op.drop_table("lesson")
    with op.batch_alter_table("invitation_role", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_invitation_role_invitation_id"))

    op.drop_table("invitation_role")
    op.drop_table("institution_end")
    op.drop_table("institution_consent")
    op.drop_table("account_suspension_end")
    with op.batch_alter_table("account_grant", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_account_grant_account_id"))

    op.drop_table("account_grant")
    op.drop_table("unit")
    op.drop_table("state_suspension")
    op.drop_table("single_sign_on_link")
    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_began_at"))
        batch_op.drop_index(batch_op.f("ix_sign_in_account_id"))

    op.drop_table("sign_in")
    op.drop_table("requirement")
    op.drop_table("recovery_code")
    with op.batch_alter_table("recording_suspension", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recording_suspension_account_id"))

    op.drop_table("recording_suspension")
    with op.batch_alter_table("phrase_reset", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_phrase_reset_asked_at"))

    op.drop_table("phrase_reset")
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_state_code_service_number"))

    op.drop_table("person")
    with op.batch_alter_table("passkey", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_passkey_account_id"))

    op.drop_table("passkey")
    op.drop_table("mission_flag")
    op.drop_table("known_browser")
    op.drop_table("invitation_link")
    op.drop_table("invitation_end")
    op.drop_table("institution")
    op.drop_table("first_visit")
    op.drop_table("curriculum_version")
    op.drop_table("certificate_counter")
    with op.batch_alter_table("authenticator", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_authenticator_account_id"))

    op.drop_table("authenticator")
    op.drop_table("account_suspension")
    op.drop_table("unit_type")
    op.drop_table("state")
    with op.batch_alter_table("spent_challenge", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_spent_challenge_at"))

    op.drop_table("spent_challenge")
    with op.batch_alter_table("sign_in_failure", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_failure_what_at"))

    op.drop_table("sign_in_failure")
    op.drop_table("request_key")
    with op.batch_alter_table("reading", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reading_state_code_at_id"))
        batch_op.drop_index(batch_op.f("ix_reading_object_id_id"))

    op.drop_table("reading")
    op.drop_table("mission")
    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_letter_status_next_at"))

    op.drop_table("letter")
    op.drop_table("journal_head")
    with op.batch_alter_table("journal_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_journal_entry_state_code_seq"))
        batch_op.drop_index(batch_op.f("ix_journal_entry_object_kind_object_id"))
        batch_op.drop_index(batch_op.f("ix_journal_entry_actor_seq"))

    op.drop_table("journal_entry")
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_job_status_heartbeat_at"))

    op.drop_table("job")
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_invitation_email"))

    op.drop_table("invitation")
    op.drop_table("function")
    op.drop_table("emptied_row")
    op.drop_table("curriculum")
    op.drop_table("coverage_watermark")
    op.drop_table("account")
    if op.get_bind().dialect.name == "postgresql":
        for table in KEPT:
            for verb in ("update", "delete"):
                op.execute(f"DROP FUNCTION keep_{table}_{verb}()")
