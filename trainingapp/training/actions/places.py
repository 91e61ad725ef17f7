"""What an institution tells of itself in the directory: always a new row."""

from collections.abc import Sequence
from datetime import datetime

from trainingapp.accounts.rules import Identity
from trainingapp.journal import actions as journal
from trainingapp.kit.db import refusing
from trainingapp.kit.errors import Absent, Conflict
from trainingapp.kit.ids import new_id
from trainingapp.training.models import InstitutionProfile
from trainingapp.training.queries.places import place


def may_tell(identity: Identity, code: str) -> bool:
    """Whether somebody speaks for an institution: its own officers, and the register's administration."""
    own = (grant.kind == "institution" and grant.code == code for grant in identity.grants)
    return any(own) or identity.can("institutions.manage")


def tell(
    code: str,
    *,
    told: int,
    languages: Sequence[str],
    courses: Sequence[str],
    about: str,
    website: str,
    by: Identity,
    now: datetime,
) -> str:
    """Keep what an institution tells; `told` is how often it had when the page was opened. Gives its code.

    Raises Absent when `by` does not speak for it, Conflict when somebody told something else meanwhile.
    """
    if not may_tell(by, code):
        raise Absent()
    about_it = {"object_kind": "institution", "object_id": code}
    with journal.entry(act="institution.tell", by=by.public_id, now=now, details={"code": code}, **about_it) as entry:
        if place(code).told != told:
            raise Conflict()
        row: dict[str, object] = {"public_id": new_id(), "institution_code": code, "ordinal": told}
        said = {"languages": " ".join(languages), "courses": " ".join(courses), "about": about, "website": website}
        with refusing({"uq_institution_profile_institution_code_ordinal": Conflict}):
            entry.keep(InstitutionProfile, [row | said | {"told_by": by.public_id, "told_at": now}])
    return code
