"""certifications of states"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from trainingapp.kit.db import Moment, kept_for_ever_ddl

revision = "0005"
down_revision = "0004"

#: The tables whose rows the database itself refuses to change or delete, but for the erasing of
#: what is personal: the columns it empties with what it leaves there, and those it leaves alone.
KEPT: dict[str, dict[str, Any]] = {
    "attestation": {},
    "attestation_comment": {
        "emptied": {"remark": "–"},
        "alone": (
            "id",
            "public_id",
            "state_code",
            "attestation_id",
            "line",
            "side",
            "said_on",
            "said_by",
            "said_at",
            "entry_seq",
        ),
    },
    "attestation_edition": {
        "emptied": {"said": "–"},
        "alone": (
            "id",
            "public_id",
            "state_code",
            "attestation_id",
            "ordinal",
            "content",
            "saved_by",
            "saved_at",
            "entry_seq",
        ),
    },
    "attestation_exception": {
        "emptied": {"reason": "–"},
        "alone": (
            "id",
            "public_id",
            "state_code",
            "attestation_id",
            "edition_id",
            "person_id",
            "curriculum_code",
            "entry_seq",
        ),
    },
    "attestation_file": {
        "emptied": {"name": "–"},
        "alone": (
            "id",
            "public_id",
            "state_code",
            "attestation_id",
            "paper",
            "kind",
            "bytes",
            "sha256",
            "stored",
            "attached_by",
            "attached_at",
            "entry_seq",
        ),
    },
    "attestation_file_end": {},
    "attestation_step": {
        "emptied": {"remark": "–"},
        "alone": (
            "id",
            "public_id",
            "state_code",
            "attestation_id",
            "ordinal",
            "kind",
            "submission_id",
            "assigned_to",
            "stepped_on",
            "stepped_by",
            "stepped_at",
            "entry_seq",
        ),
    },
    "attestation_submission": {
        "emptied": {"said": "–"},
        "alone": (
            "id",
            "public_id",
            "state_code",
            "attestation_id",
            "edition_id",
            "ordinal",
            "number",
            "face",
            "face_sha256",
            "submitted_on",
            "submitted_by",
            "submitted_at",
            "entry_seq",
        ),
    },
    "audit_finding": {
        "emptied": {"remark": "–"},
        "alone": (
            "id",
            "public_id",
            "state_code",
            "sample_person_id",
            "curriculum_code",
            "ordinal",
            "proof",
            "outcome",
            "found_on",
            "found_by",
            "found_at",
            "entry_seq",
        ),
    },
    "audit_sample": {},
    "audit_sample_person": {},
    "late_caveat": {
        "emptied": {"caveat": "–"},
        "alone": (
            "id",
            "public_id",
            "state_code",
            "attestation_id",
            "declared_on",
            "declared_by",
            "declared_at",
            "entry_seq",
        ),
    },
    "listing": {
        "emptied": {"source": "–", "action_plan": None},
        "alone": ("id", "public_id", "state_code", "report", "listed_from", "recorded_by", "recorded_at", "entry_seq"),
    },
    "listing_end": {
        "emptied": {"source": "–"},
        "alone": (
            "id",
            "public_id",
            "state_code",
            "listing_id",
            "delisted_on",
            "recorded_by",
            "recorded_at",
            "entry_seq",
        ),
    },
    "medical_clearance": {
        "emptied": {"remark": "–"},
        "alone": (
            "id",
            "public_id",
            "state_code",
            "rotation_id",
            "person_id",
            "ordinal",
            "result",
            "decided_on",
            "decided_by",
            "decided_at",
            "entry_seq",
        ),
    },
    "rehatting": {
        "emptied": {"remark": "–"},
        "alone": (
            "id",
            "public_id",
            "state_code",
            "rotation_id",
            "organisation",
            "transfer_on",
            "deadline_on",
            "opened_by",
            "opened_at",
            "entry_seq",
        ),
    },
    "screening": {
        "emptied": {"remark": "–"},
        "alone": (
            "id",
            "public_id",
            "state_code",
            "rotation_id",
            "person_id",
            "ordinal",
            "result",
            "screened_on",
            "screened_by",
            "screened_at",
            "entry_seq",
        ),
    },
    "unit_concern": {
        "emptied": {"concern": "–"},
        "alone": ("id", "public_id", "state_code", "rotation_id", "raised_on", "raised_by", "raised_at", "entry_seq"),
    },
    "unit_mitigation": {
        "emptied": {"measure": "–"},
        "alone": ("id", "public_id", "state_code", "concern_id", "taken_on", "recorded_by", "recorded_at", "entry_seq"),
    },
    "verification": {
        "emptied": {"remark": "–"},
        "alone": (
            "id",
            "public_id",
            "state_code",
            "attestation_id",
            "kind",
            "verified_on",
            "recorded_by",
            "recorded_at",
            "entry_seq",
        ),
    },
    "verification_item": {
        "emptied": {"remark": "–"},
        "alone": ("id", "public_id", "state_code", "verification_id", "item", "confirmed", "entry_seq"),
    },
}


def upgrade() -> None:
    op.create_table(
        "listing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("state_code", sa.String(length=3), nullable=False),
        sa.Column("report", sa.String(length=4), nullable=False),
        sa.Column("listed_from", sa.Date(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("action_plan", sa.String(length=400), nullable=True),
        sa.Column("recorded_by", sa.String(length=64), nullable=False),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("report IN ('CAAC', 'CRSV')", name=op.f("ck_listing_report_is_known")),
        sa.CheckConstraint("length(source) > 0", name=op.f("ck_listing_has_a_source")),
        sa.ForeignKeyConstraint(["state_code"], ["state.code"], name=op.f("fk_listing_state_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listing")),
        sa.UniqueConstraint("public_id", name=op.f("uq_listing_public_id")),
        sa.UniqueConstraint(
            "state_code", "report", "listed_from", name=op.f("uq_listing_state_code_report_listed_from")
        ),
        info={"impersonal": ("report", "listed_from"), "why": ""},
    )
    op.create_table(
        "listing_end",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("state_code", sa.String(length=3), nullable=False),
        sa.Column("listing_id", sa.Integer(), nullable=False),
        sa.Column("delisted_on", sa.Date(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("recorded_by", sa.String(length=64), nullable=False),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(source) > 0", name=op.f("ck_listing_end_has_a_source")),
        sa.ForeignKeyConstraint(["listing_id"], ["listing.id"], name=op.f("fk_listing_end_listing_id")),
        sa.ForeignKeyConstraint(["state_code"], ["state.code"], name=op.f("fk_listing_end_state_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listing_end")),
        sa.UniqueConstraint("listing_id", name=op.f("uq_listing_end_listing_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_listing_end_public_id")),
        info={"impersonal": ("listing_id", "delisted_on"), "why": ""},
    )
    op.create_table(
        "attestation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("state_code", sa.String(length=3), nullable=False),
        sa.Column("rotation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("subject", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("opened_by", sa.String(length=64), nullable=False),
        sa.Column("opened_at", Moment(), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("kind IN ('training', 'readiness', 'screening')", name=op.f("ck_attestation_kind_is_known")),
        sa.ForeignKeyConstraint(
            ["state_code", "person_id"], ["person.state_code", "person.id"], name="fk_attestation_person"
        ),
        sa.ForeignKeyConstraint(
            ["state_code", "rotation_id"], ["rotation.state_code", "rotation.id"], name="fk_attestation_rotation"
        ),
        sa.ForeignKeyConstraint(["state_code"], ["state.code"], name=op.f("fk_attestation_state_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attestation")),
        sa.UniqueConstraint("public_id", name=op.f("uq_attestation_public_id")),
        sa.UniqueConstraint("rotation_id", "subject", "kind", "ordinal", name="uq_attestation_of_a_subject"),
        sa.UniqueConstraint("state_code", "id", name="uq_attestation_with_state"),
        info={"impersonal": ("rotation_id", "kind", "subject", "ordinal"), "why": ""},
    )
    with op.batch_alter_table("attestation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attestation_person_id"), ["person_id"], unique=False)

    op.create_table(
        "medical_clearance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("state_code", sa.String(length=3), nullable=False),
        sa.Column("rotation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("result", sa.String(length=12), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("remark", sa.String(length=400), nullable=False),
        sa.Column("decided_by", sa.String(length=64), nullable=False),
        sa.Column("decided_at", Moment(), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("result IN ('cleared', 'not_cleared')", name=op.f("ck_medical_clearance_result_is_known")),
        sa.ForeignKeyConstraint(
            ["state_code", "person_id"], ["person.state_code", "person.id"], name="fk_clearance_person"
        ),
        sa.ForeignKeyConstraint(
            ["state_code", "rotation_id"], ["rotation.state_code", "rotation.id"], name="fk_clearance_rotation"
        ),
        sa.ForeignKeyConstraint(["state_code"], ["state.code"], name=op.f("fk_medical_clearance_state_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_medical_clearance")),
        sa.UniqueConstraint("public_id", name=op.f("uq_medical_clearance_public_id")),
        sa.UniqueConstraint("rotation_id", "person_id", "ordinal", name="uq_medical_clearance"),
        info={"impersonal": ("rotation_id", "ordinal"), "why": ""},
    )
    with op.batch_alter_table("medical_clearance", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_medical_clearance_person_id"), ["person_id"], unique=False)

    op.create_table(
        "rehatting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("state_code", sa.String(length=3), nullable=False),
        sa.Column("rotation_id", sa.Integer(), nullable=False),
        sa.Column("organisation", sa.String(length=120), nullable=False),
        sa.Column("transfer_on", sa.Date(), nullable=False),
        sa.Column("deadline_on", sa.Date(), nullable=False),
        sa.Column("remark", sa.String(length=400), nullable=False),
        sa.Column("opened_by", sa.String(length=64), nullable=False),
        sa.Column("opened_at", Moment(), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("deadline_on >= transfer_on", name=op.f("ck_rehatting_days_in_order")),
        sa.CheckConstraint("length(organisation) > 0", name=op.f("ck_rehatting_comes_from_somewhere")),
        sa.ForeignKeyConstraint(
            ["state_code", "rotation_id"], ["rotation.state_code", "rotation.id"], name="fk_rehatting_rotation"
        ),
        sa.ForeignKeyConstraint(["state_code"], ["state.code"], name=op.f("fk_rehatting_state_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rehatting")),
        sa.UniqueConstraint("public_id", name=op.f("uq_rehatting_public_id")),
        sa.UniqueConstraint("rotation_id", name=op.f("uq_rehatting_rotation_id")),
        info={"impersonal": ("rotation_id", "organisation", "transfer_on", "deadline_on"), "why": ""},
    )
    op.create_table(
        "screening",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("state_code", sa.String(length=3), nullable=False),
        sa.Column("rotation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("result", sa.String(length=12), nullable=False),
        sa.Column("screened_on", sa.Date(), nullable=False),
        sa.Column("remark", sa.String(length=400), nullable=False),
        sa.Column("screened_by", sa.String(length=64), nullable=False),
        sa.Column("screened_at", Moment(), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "result IN ('cleared', 'not_cleared', 'pending')", name=op.f("ck_screening_result_is_known")
        ),
        sa.ForeignKeyConstraint(
            ["state_code", "person_id"], ["person.state_code", "person.id"], name="fk_screening_person"
        ),
        sa.ForeignKeyConstraint(
            ["state_code", "rotation_id"], ["rotation.state_code", "rotation.id"], name="fk_screening_rotation"
        ),
        sa.ForeignKeyConstraint(["state_code"], ["state.code"], name=op.f("fk_screening_state_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_screening")),
        sa.UniqueConstraint("public_id", name=op.f("uq_screening_public_id")),
        sa.UniqueConstraint("rotation_id", "person_id", "ordinal", name="uq_screening"),
        info={"impersonal": ("rotation_id", "ordinal"), "why": ""},
    )
    with op.batch_alter_table("screening", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_screening_entry_seq"), ["entry_seq"], unique=False)
        batch_op.create_index(batch_op.f("ix_screening_person_id"), ["person_id"], unique=False)

    op.create_table(
        "unit_concern",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("state_code", sa.String(length=3), nullable=False),
        sa.Column("rotation_id", sa.Integer(), nullable=False),
        sa.Column("concern", sa.String(length=2000), nullable=False),
        sa.Column("raised_on", sa.Date(), nullable=False),
        sa.Column("raised_by", sa.String(length=64), nullable=False),
        sa.Column("raised_at", Moment(), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(concern) > 0", name=op.f("ck_unit_concern_says_something")),
        sa.ForeignKeyConstraint(
            ["state_code", "rotation_id"], ["rotation.state_code", "rotation.id"], name="fk_concern_rotation"
        ),
        sa.ForeignKeyConstraint(["state_code"], ["state.code"], name=op.f("fk_unit_concern_state_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_concern")),
        sa.UniqueConstraint("public_id", name=op.f("uq_unit_concern_public_id")),
        info={"impersonal": ("rotation_id", "raised_on"), "why": ""},
    )
    with op.batch_alter_table("unit_concern", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_unit_concern_rotation_id"), ["rotation_id"], unique=False)

    op.create_table(
        "attestation_comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("state_code", sa.String(length=3), nullable=False),
        sa.Column("attestation_id", sa.Integer(), nullable=False),
        sa.Column("line", sa.String(length=40), nullable=False),
        sa.Column("side", sa.String(length=12), nullable=False),
        sa.Column("remark", sa.String(length=2000), nullable=False),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.Column("said_by", sa.String(length=64), nullable=False),
        sa.Column("said_at", Moment(), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("side IN ('state', 'secretariat')", name=op.f("ck_attestation_comment_side_is_known")),
        sa.CheckConstraint("length(remark) > 0", name=op.f("ck_attestation_comment_says_something")),
        sa.ForeignKeyConstraint(
            ["state_code", "attestation_id"],
            ["attestation.state_code", "attestation.id"],
            name="fk_comment_attestation",
        ),
        sa.ForeignKeyConstraint(["state_code"], ["state.code"], name=op.f("fk_attestation_comment_state_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attestation_comment")),
        sa.UniqueConstraint("public_id", name=op.f("uq_attestation_comment_public_id")),
        info={"impersonal": ("attestation_id", "line", "side", "said_on"), "why": ""},
    )
    with op.batch_alter_table("attestation_comment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attestation_comment_attestation_id"), ["attestation_id"], unique=False)

    op.create_table(
        "attestation_edition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("state_code", sa.String(length=3), nullable=False),
        sa.Column("attestation_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("saved_by", sa.String(length=64), nullable=False),
        sa.Column("saved_at", Moment(), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["state_code", "attestation_id"],
            ["attestation.state_code", "attestation.id"],
            name="fk_edition_attestation",
        ),
        sa.ForeignKeyConstraint(["state_code"], ["state.code"], name=op.f("fk_attestation_edition_state_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attestation_edition")),
        sa.UniqueConstraint("attestation_id", "ordinal", name="uq_attestation_edition"),
        sa.UniqueConstraint("public_id", name=op.f("uq_attestation_edition_public_id")),
        sa.UniqueConstraint("state_code", "id", name="uq_attestation_edition_with_state"),
        info={"impersonal": ("attestation_id", "ordinal", "content"), "why": ""},
    )
    op.create_table(
        "attestation_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("state_code", sa.String(length=3), nullable=False),
        sa.Column("attestation_id", sa.Integer(), nullable=False),
        sa.Column("paper", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=4), nullable=False),
        sa.Column("bytes", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("stored", sa.String(length=22), nullable=False),
        sa.Column("attached_by", sa.String(length=64), nullable=False),
        sa.Column("attached_at", Moment(), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("kind IN ('pdf', 'jpeg', 'png')", name=op.f("ck_attestation_file_kind_is_known")),
        sa.CheckConstraint(
            "paper IN ('note_verbale', 'checklist', 'own_word', 'other')",
            name=op.f("ck_attestation_file_paper_is_known"),
        ),
        sa.CheckConstraint("bytes > 0", name=op.f("ck_attestation_file_is_not_empty")),
        sa.ForeignKeyConstraint(
            ["state_code", "attestation_id"], ["attestation.state_code", "attestation.id"], name="fk_file_attestation"
        ),
        sa.ForeignKeyConstraint(["state_code"], ["state.code"], name=op.f("fk_attestation_file_state_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attestation_file")),
        sa.UniqueConstraint("public_id", name=op.f("uq_attestation_file_public_id")),
        sa.UniqueConstraint("stored", name=op.f("uq_attestation_file_stored")),
        info={"impersonal": ("attestation_id", "paper", "kind", "bytes", "sha256", "stored"), "why": ""},
    )
    with op.batch_alter_table("attestation_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attestation_file_attestation_id"), ["attestation_id"], unique=False)

    op.create_table(
        "audit_sample",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("state_code", sa.String(length=3), nullable=False),
        sa.Column("attestation_id", sa.Integer(), nullable=False),
        sa.Column("seed", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("roll", sa.Integer(), nullable=False),
        sa.Column("roll_sha256", sa.String(length=64), nullable=False),
        sa.Column("drawn_on", sa.Date(), nullable=False),
        sa.Column("drawn_by", sa.String(length=64), nullable=False),
        sa.Column("drawn_at", Moment(), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("size > 0", name=op.f("ck_audit_sample_has_a_size")),
        sa.ForeignKeyConstraint(
            ["state_code", "attestation_id"], ["attestation.state_code", "attestation.id"], name="fk_sample_attestation"
        ),
        sa.ForeignKeyConstraint(["state_code"], ["state.code"], name=op.f("fk_audit_sample_state_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_sample")),
        sa.UniqueConstraint("public_id", name=op.f("uq_audit_sample_public_id")),
        sa.UniqueConstraint("state_code", "id", name="uq_audit_sample_with_state"),
        info={"impersonal": ("attestation_id", "seed", "size", "roll", "roll_sha256", "drawn_on"), "why": ""},
    )
    with op.batch_alter_table("audit_sample", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_sample_attestation_id"), ["attestation_id"], unique=False)

    op.create_table(
        "late_caveat",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("state_code", sa.String(length=3), nullable=False),
        sa.Column("attestation_id", sa.Integer(), nullable=False),
        sa.Column("caveat", sa.String(length=2000), nullable=False),
        sa.Column("declared_on", sa.Date(), nullable=False),
        sa.Column("declared_by", sa.String(length=64), nullable=False),
        sa.Column("declared_at", Moment(), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(caveat) > 0", name=op.f("ck_late_caveat_says_something")),
        sa.ForeignKeyConstraint(
            ["state_code", "attestation_id"], ["attestation.state_code", "attestation.id"], name="fk_caveat_attestation"
        ),
        sa.ForeignKeyConstraint(["state_code"], ["state.code"], name=op.f("fk_late_caveat_state_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_late_caveat")),
        sa.UniqueConstraint("public_id", name=op.f("uq_late_caveat_public_id")),
        info={"impersonal": ("attestation_id", "declared_on"), "why": ""},
    )
    with op.batch_alter_table("late_caveat", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_late_caveat_attestation_id"), ["attestation_id"], unique=False)

    op.create_table(
        "unit_mitigation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("state_code", sa.String(length=3), nullable=False),
        sa.Column("concern_id", sa.Integer(), nullable=False),
        sa.Column("measure", sa.String(length=2000), nullable=False),
        sa.Column("taken_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.String(length=64), nullable=False),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(measure) > 0", name=op.f("ck_unit_mitigation_says_something")),
        sa.ForeignKeyConstraint(["concern_id"], ["unit_concern.id"], name=op.f("fk_unit_mitigation_concern_id")),
        sa.ForeignKeyConstraint(["state_code"], ["state.code"], name=op.f("fk_unit_mitigation_state_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_mitigation")),
        sa.UniqueConstraint("concern_id", name=op.f("uq_unit_mitigation_concern_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_unit_mitigation_public_id")),
        info={"impersonal": ("concern_id", "taken_on"), "why": ""},
    )
    op.create_table(
        "verification",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("state_code", sa.String(length=3), nullable=False),
        sa.Column("attestation_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("verified_on", sa.Date(), nullable=False),
        sa.Column("remark", sa.String(length=2000), nullable=False),
        sa.Column("recorded_by", sa.String(length=64), nullable=False),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('document', 'visit', 'spot_check', 'in_mission')", name=op.f("ck_verification_kind_is_known")
        ),
        sa.ForeignKeyConstraint(
            ["state_code", "attestation_id"],
            ["attestation.state_code", "attestation.id"],
            name="fk_verification_attestation",
        ),
        sa.ForeignKeyConstraint(["state_code"], ["state.code"], name=op.f("fk_verification_state_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verification")),
        sa.UniqueConstraint("public_id", name=op.f("uq_verification_public_id")),
        sa.UniqueConstraint("state_code", "id", name="uq_verification_with_state"),
        info={"impersonal": ("attestation_id", "kind", "verified_on"), "why": ""},
    )
    with op.batch_alter_table("verification", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_verification_attestation_id"), ["attestation_id"], unique=False)

    op.create_table(
        "attestation_exception",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("state_code", sa.String(length=3), nullable=False),
        sa.Column("attestation_id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("curriculum_code", sa.String(length=24), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["attestation_id"], ["attestation.id"], name=op.f("fk_attestation_exception_attestation_id")
        ),
        sa.ForeignKeyConstraint(
            ["curriculum_code"], ["curriculum.code"], name=op.f("fk_attestation_exception_curriculum_code")
        ),
        sa.ForeignKeyConstraint(
            ["state_code", "edition_id"],
            ["attestation_edition.state_code", "attestation_edition.id"],
            name="fk_exception_edition",
        ),
        sa.ForeignKeyConstraint(
            ["state_code", "person_id"], ["person.state_code", "person.id"], name="fk_exception_person"
        ),
        sa.ForeignKeyConstraint(["state_code"], ["state.code"], name=op.f("fk_attestation_exception_state_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attestation_exception")),
        sa.UniqueConstraint("edition_id", "curriculum_code", "person_id", name="uq_attestation_exception"),
        sa.UniqueConstraint("public_id", name=op.f("uq_attestation_exception_public_id")),
        info={"impersonal": ("edition_id", "attestation_id"), "why": ""},
    )
    with op.batch_alter_table("attestation_exception", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attestation_exception_attestation_id"), ["attestation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_attestation_exception_person_id"), ["person_id"], unique=False)

    op.create_table(
        "attestation_file_end",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("state_code", sa.String(length=3), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("ended_by", sa.String(length=64), nullable=False),
        sa.Column("ended_at", Moment(), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["attestation_file.id"], name=op.f("fk_attestation_file_end_file_id")),
        sa.ForeignKeyConstraint(["state_code"], ["state.code"], name=op.f("fk_attestation_file_end_state_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attestation_file_end")),
        sa.UniqueConstraint("file_id", name=op.f("uq_attestation_file_end_file_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_attestation_file_end_public_id")),
        info={"impersonal": ("file_id",), "why": ""},
    )
    op.create_table(
        "attestation_submission",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("state_code", sa.String(length=3), nullable=False),
        sa.Column("attestation_id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("face", sa.Text(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("face_sha256", sa.String(length=64), nullable=False),
        sa.Column("submitted_on", sa.Date(), nullable=False),
        sa.Column("submitted_by", sa.String(length=64), nullable=False),
        sa.Column("submitted_at", Moment(), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["state_code", "attestation_id"],
            ["attestation.state_code", "attestation.id"],
            name="fk_submission_attestation",
        ),
        sa.ForeignKeyConstraint(
            ["state_code", "edition_id"],
            ["attestation_edition.state_code", "attestation_edition.id"],
            name="fk_submission_edition",
        ),
        sa.ForeignKeyConstraint(["state_code"], ["state.code"], name=op.f("fk_attestation_submission_state_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attestation_submission")),
        sa.UniqueConstraint("attestation_id", "ordinal", name="uq_attestation_submission"),
        sa.UniqueConstraint("number", "ordinal", name="uq_attestation_submission_number"),
        sa.UniqueConstraint("public_id", name=op.f("uq_attestation_submission_public_id")),
        info={
            "impersonal": ("attestation_id", "edition_id", "ordinal", "number", "face", "face_sha256", "submitted_on"),
            "why": "",
        },
    )
    op.create_table(
        "audit_sample_person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("state_code", sa.String(length=3), nullable=False),
        sa.Column("sample_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["state_code", "person_id"], ["person.state_code", "person.id"], name="fk_sample_person_who"
        ),
        sa.ForeignKeyConstraint(
            ["state_code", "sample_id"], ["audit_sample.state_code", "audit_sample.id"], name="fk_sample_person_of"
        ),
        sa.ForeignKeyConstraint(["state_code"], ["state.code"], name=op.f("fk_audit_sample_person_state_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_sample_person")),
        sa.UniqueConstraint("public_id", name=op.f("uq_audit_sample_person_public_id")),
        sa.UniqueConstraint("sample_id", "person_id", name="uq_audit_sample_person"),
        sa.UniqueConstraint("sample_id", "place", name="uq_audit_sample_place"),
        info={"impersonal": ("sample_id", "place"), "why": ""},
    )
    with op.batch_alter_table("audit_sample_person", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_sample_person_person_id"), ["person_id"], unique=False)

    op.create_table(
        "verification_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("state_code", sa.String(length=3), nullable=False),
        sa.Column("verification_id", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(length=40), nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.Column("remark", sa.String(length=400), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["state_code", "verification_id"],
            ["verification.state_code", "verification.id"],
            name="fk_verification_item_of",
        ),
        sa.ForeignKeyConstraint(["state_code"], ["state.code"], name=op.f("fk_verification_item_state_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verification_item")),
        sa.UniqueConstraint("public_id", name=op.f("uq_verification_item_public_id")),
        sa.UniqueConstraint("verification_id", "item", name="uq_verification_item"),
        info={"impersonal": ("verification_id", "item", "confirmed"), "why": ""},
    )
    op.create_table(
        "attestation_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("state_code", sa.String(length=3), nullable=False),
        sa.Column("attestation_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=True),
        sa.Column("assigned_to", sa.String(length=64), nullable=True),
        sa.Column("remark", sa.String(length=2000), nullable=False),
        sa.Column("stepped_on", sa.Date(), nullable=False),
        sa.Column("stepped_by", sa.String(length=64), nullable=False),
        sa.Column("stepped_at", Moment(), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('handed', 'given_back', 'submitted', 'taken', 'reminded', 'accepted', 'returned', 'rejected', 'withdrawn')",
            name=op.f("ck_attestation_step_kind_is_known"),
        ),
        sa.CheckConstraint(
            "kind NOT IN ('given_back', 'returned', 'rejected', 'withdrawn') OR length(remark) > 0",
            name=op.f("ck_attestation_step_has_a_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["state_code", "attestation_id"], ["attestation.state_code", "attestation.id"], name="fk_step_attestation"
        ),
        sa.ForeignKeyConstraint(["state_code"], ["state.code"], name=op.f("fk_attestation_step_state_code")),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["attestation_submission.id"], name=op.f("fk_attestation_step_submission_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attestation_step")),
        sa.UniqueConstraint("attestation_id", "ordinal", name="uq_attestation_step"),
        sa.UniqueConstraint("public_id", name=op.f("uq_attestation_step_public_id")),
        info={"impersonal": ("attestation_id", "ordinal", "kind", "submission_id", "stepped_on"), "why": ""},
    )
    with op.batch_alter_table("attestation_step", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attestation_step_stepped_on"), ["stepped_on"], unique=False)

    op.create_table(
        "audit_finding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("state_code", sa.String(length=3), nullable=False),
        sa.Column("sample_person_id", sa.Integer(), nullable=False),
        sa.Column("curriculum_code", sa.String(length=24), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("proof", sa.String(length=20), nullable=False),
        sa.Column("outcome", sa.String(length=12), nullable=False),
        sa.Column("remark", sa.String(length=400), nullable=False),
        sa.Column("found_on", sa.Date(), nullable=False),
        sa.Column("found_by", sa.String(length=64), nullable=False),
        sa.Column("found_at", Moment(), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('proved', 'not_proved', 'contradicted')", name=op.f("ck_audit_finding_outcome_is_known")
        ),
        sa.CheckConstraint(
            "proof IN ('attendance_sheet', 'results_sheet', 'certificate', 'photograph', 'interview', 'none')",
            name=op.f("ck_audit_finding_proof_is_known"),
        ),
        sa.ForeignKeyConstraint(
            ["curriculum_code"], ["curriculum.code"], name=op.f("fk_audit_finding_curriculum_code")
        ),
        sa.ForeignKeyConstraint(
            ["sample_person_id"], ["audit_sample_person.id"], name=op.f("fk_audit_finding_sample_person_id")
        ),
        sa.ForeignKeyConstraint(["state_code"], ["state.code"], name=op.f("fk_audit_finding_state_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_finding")),
        sa.UniqueConstraint("public_id", name=op.f("uq_audit_finding_public_id")),
        sa.UniqueConstraint("sample_person_id", "curriculum_code", "ordinal", name="uq_audit_finding"),
        info={"impersonal": ("sample_person_id", "ordinal", "proof"), "why": ""},
    )
    for table, more in KEPT.items():
        for statement, dialect in kept_for_ever_ddl(table, **more):
            if dialect == op.get_bind().dialect.name:
                op.execute(statement)


def downgrade() -> None:
    op.drop_table("audit_finding")
    with op.batch_alter_table("attestation_step", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attestation_step_stepped_on"))

    op.drop_table("attestation_step")
    op.drop_table("verification_item")
    with op.batch_alter_table("audit_sample_person", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_sample_person_person_id"))

    op.drop_table("audit_sample_person")
    op.drop_table("attestation_submission")
    op.drop_table("attestation_file_end")
    with op.batch_alter_table("attestation_exception", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attestation_exception_person_id"))
        batch_op.drop_index(batch_op.f("ix_attestation_exception_attestation_id"))

    op.drop_table("attestation_exception")
    with op.batch_alter_table("verification", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_verification_attestation_id"))

    op.drop_table("verification")
    op.drop_table("unit_mitigation")
    with op.batch_alter_table("late_caveat", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_late_caveat_attestation_id"))

    op.drop_table("late_caveat")
    with op.batch_alter_table("audit_sample", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_sample_attestation_id"))

    op.drop_table("audit_sample")
    with op.batch_alter_table("attestation_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attestation_file_attestation_id"))

    op.drop_table("attestation_file")
    op.drop_table("attestation_edition")
    with op.batch_alter_table("attestation_comment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attestation_comment_attestation_id"))

    op.drop_table("attestation_comment")
    with op.batch_alter_table("unit_concern", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_unit_concern_rotation_id"))

    op.drop_table("unit_concern")
    with op.batch_alter_table("screening", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_screening_person_id"))
        batch_op.drop_index(batch_op.f("ix_screening_entry_seq"))

    op.drop_table("screening")
    op.drop_table("rehatting")
    with op.batch_alter_table("medical_clearance", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_medical_clearance_person_id"))

    op.drop_table("medical_clearance")
    with op.batch_alter_table("attestation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attestation_person_id"))

    op.drop_table("attestation")
    op.drop_table("listing_end")
    op.drop_table("listing")
    if op.get_bind().dialect.name == "postgresql":
        for table in KEPT:
            for verb in ("update", "delete"):
                op.execute(f"DROP FUNCTION keep_{table}_{verb}()")
