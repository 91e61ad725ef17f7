"""Institutions: added and ended by the register's administration, let record by each State for its own people.

Who may do what is decided where identities are known (accounts): here `by` is the public id of whoever acts.
"""

import re
from datetime import datetime

from sqlalchemy import func, select

from trainingapp.journal import actions as journal
from trainingapp.journal.actions import Entry
from trainingapp.kit.db import db, refusing
from trainingapp.kit.errors import Conflict, Refused
from trainingapp.kit.ids import new_id
from trainingapp.kit.words import say
from trainingapp.states import queries
from trainingapp.states.models import (
    Institution,
    InstitutionConsent,
    InstitutionConsentEnd,
    InstitutionEnd,
)

#: What an institution is called for short stands in addresses and in files.
CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{1,23}")


class CodeTaken(Refused):
    """A code is used once and for ever."""

    sentence = say("There is, or was, an institution with this code already. Choose another.")


class AlreadyLets(Conflict):
    """A State says once that an institution may record."""

    sentence = say("This State lets the institution record already.")


class AlreadyEnded(Conflict):
    """Somebody else was faster."""

    sentence = say("This has been ended already.")


def keep_institution(entry: Entry, *, code: str, name: str, kind: str, state_code: str) -> str:
    """Keep an institution inside an open entry; its code. Raises Refused for a code that is none, CodeTaken."""
    if not CODE.fullmatch(code):
        raise Refused(say("A code has capital letters, digits and hyphens, 2 to 24 of them: BIPSOT."))
    with refusing({"uq_institution_code": CodeTaken}):
        entry.keep(
            Institution,
            [{"public_id": new_id(), "code": code, "name": name, "kind": kind, "state_code": state_code}],
        )
    return code


def keep_consent(entry: Entry, institution_code: str, state_code: str) -> str:
    """Keep a State's consent inside an open entry; its public id. Raises AlreadyLets."""
    if queries.lets(state_code, institution_code):
        raise AlreadyLets()
    public_id = new_id()
    before = select(func.count()).where(
        InstitutionConsent.institution_code == institution_code, InstitutionConsent.state_code == state_code
    )
    row: dict[str, object] = {
        "public_id": public_id,
        "institution_code": institution_code,
        "state_code": state_code,
        "ordinal": db.session.execute(before).scalar_one(),
    }
    with refusing({"uq_institution_consent_institution_code_state_code_ordinal": AlreadyLets}):
        entry.keep(InstitutionConsent, [row])
    return public_id


def add_institution(*, code: str, name: str, kind: str, state_code: str, by: str, now: datetime) -> str:
    """Add an institution that may record for nobody yet; its code. Raises Refused, also for a name that is used."""
    with journal.entry(
        act="institution.add", by=by, now=now, object_kind="institution", object_id=code, details={"code": code}
    ) as entry:
        if any(one.name.casefold() == name.casefold() and not one.ended_at for one in queries.institutions()):
            raise Refused(say("There is an institution called “%(name)s” already.", name=name[:80]))
        return keep_institution(entry, code=code, name=name, kind=kind, state_code=state_code)


def end_institution(code: str, *, by: str, now: datetime) -> None:
    """End an institution: at the next request nobody records for it. Raises Absent, AlreadyEnded."""
    with journal.entry(
        act="institution.end", by=by, now=now, object_kind="institution", object_id=code, details={"code": code}
    ) as entry:
        queries.institution(code)
        key = db.session.execute(select(Institution.id).where(Institution.code == code)).scalar_one()
        with refusing({"uq_institution_end_institution_id": AlreadyEnded}):
            entry.keep(InstitutionEnd, [{"public_id": new_id(), "institution_id": key}])


def let_record(code: str, state_code: str, *, by: str, now: datetime) -> str:
    """A State lets an institution record the training of its people; the consent's public id.

    Raises Absent, AlreadyLets, and Refused for an institution that has ended.
    """
    with journal.entry(
        act="institution.let_record",
        by=by,
        now=now,
        object_kind="institution",
        object_id=code,
        state_code=state_code,
        details={"code": code},
    ) as entry:
        if queries.institution(code).ended_at is not None:
            raise Refused(say("This institution has ended: it records for nobody any more."))
        return keep_consent(entry, code, state_code)


def end_consent(code: str, state_code: str, *, by: str, now: datetime) -> None:
    """A State's consent ends at the institution's next request; what was recorded stands.

    Raises Absent, AlreadyEnded.
    """
    with journal.entry(
        act="institution.end_consent",
        by=by,
        now=now,
        object_kind="institution",
        object_id=code,
        state_code=state_code,
        details={"code": code},
    ) as entry:
        found = next((one for one in queries.institution(code).consents if one.state_code == state_code), None)
        if found is None:
            raise AlreadyEnded()
        key = db.session.execute(
            select(InstitutionConsent.id).where(InstitutionConsent.public_id == found.public_id)
        ).scalar_one()
        with refusing({"uq_institution_consent_end_consent_id": AlreadyEnded}):
            entry.keep(InstitutionConsentEnd, [{"public_id": new_id(), "consent_id": key}])
