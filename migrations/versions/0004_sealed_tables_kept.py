"""every sealed table is kept for ever"""

from typing import Any

from alembic import op

from trainingapp.kit.db import kept_for_ever_ddl

revision = "0004"
down_revision = "0003"

#: The sealed tables whose rows the database did not yet refuse to change or delete, with what each lets through: the
#: columns that erasing empties with what it leaves there, those it leaves alone, and where the seal does not cover
#: every column, those that nothing else may change.
KEPT: dict[str, dict[str, Any]] = {
    "account": {"fixed": ("id", "public_id", "email", "name", "created_at", "entry_seq", "salt", "seal")},
    "assignment": {
        "emptied": {"rank": None, "function": None},
        "alone": (
            "id",
            "public_id",
            "state_code",
            "rotation_id",
            "person_id",
            "ordinal",
            "category",
            "function_code",
            "entry_seq",
        ),
    },
    "assignment_end": {
        "emptied": {"reason": "–"},
        "alone": ("id", "public_id", "state_code", "assignment_id", "kind", "ended_on", "entry_seq"),
    },
    "batch": {},
    "batch_undo": {
        "emptied": {"reason": "–"},
        "alone": ("id", "public_id", "state_code", "batch_id", "undone_by", "undone_at", "entry_seq"),
    },
    "curriculum_version": {},
    "invitation": {"fixed": ("id", "public_id", "mark", "entry_seq", "salt", "seal")},
    "person": {
        "emptied": {
            "service_number": "",
            "family_name": None,
            "given_names": None,
            "full_name": "",
            "original_name": None,
            "born_on": None,
        },
        "alone": ("id", "public_id", "state_code", "sex", "entry_seq"),
    },
    "requirement": {},
    "rotation": {},
    "unit": {},
}


def upgrade() -> None:
    for table, more in KEPT.items():
        for statement, dialect in kept_for_ever_ddl(table, **more):
            if dialect == op.get_bind().dialect.name:
                op.execute(statement)


def downgrade() -> None:
    for table in KEPT:
        if op.get_bind().dialect.name == "sqlite":
            for verb in ("update", "delete"):
                op.execute(f"DROP TRIGGER keep_{table}_{verb}")
        else:
            # The triggers go with the functions that they call.
            for verb in ("update", "delete"):
                op.execute(f"DROP FUNCTION keep_{table}_{verb}() CASCADE")
