"""Certificates under review: held themselves, because of who issued them, or with the completion they rest on."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, exists, func, or_, select
from sqlalchemy.orm import aliased

from trainingapp.certificates.models import Certificate, CertificateHold, CertificateRevocation
from trainingapp.completions.models import (
    Completion,
    CompletionHold,
    CompletionWithdrawal,
    RecordingSuspension,
    RecordingSuspensionEnd,
)
from trainingapp.completions.queries import acts_of
from trainingapp.kit.db import db


def _holding() -> ColumnElement[bool]:
    """The condition under which a suspension lasts and holds a certificate."""
    carried = aliased(Completion)
    completions = or_(
        CompletionHold.completion_id == Certificate.completion_id,
        CompletionHold.completion_id.in_(
            select(carried.carried_from).where(carried.id == Certificate.completion_id).correlate(Certificate)
        ),
    )
    own = select(CertificateHold.suspension_id).where(CertificateHold.certificate_id == Certificate.id)
    rests_on = select(CompletionHold.suspension_id).where(completions)
    return or_(
        RecordingSuspension.id.in_(own.correlate(Certificate)),
        RecordingSuspension.id.in_(rests_on.correlate(Certificate)),
    ) & ~exists().where(RecordingSuspensionEnd.suspension_id == RecordingSuspension.id)


def suspended_at() -> ScalarSelect[datetime]:
    """Since when a certificate is under review, as a column; empty when it is not."""
    return select(func.min(RecordingSuspension.suspended_at)).where(_holding()).correlate(Certificate).scalar_subquery()


def is_suspended() -> ColumnElement[bool]:
    """The condition under which a certificate is under review."""
    return exists().where(_holding()).correlate(Certificate)


def issued_by(account_public_id: str, since: datetime, *, state_code: str | None = None) -> Select[int]:
    """The certificates that stand and that an account issued since a moment, as a statement to look within."""
    statement = select(Certificate.id).where(
        Certificate.entry_seq.in_(acts_of(account_public_id, since)),
        ~exists().where(CertificateRevocation.certificate_id == Certificate.id),
        ~exists().where(CompletionWithdrawal.completion_id == Certificate.completion_id),
    )
    return statement if state_code is None else statement.where(Certificate.state_code == state_code)


def to_suspend(completions: Select[int], issued: Select[int]) -> dict[str, int]:
    """State -> how many certificates that stand would be suspended: those of these completions, and those issued so.

    One statement.
    """
    standing = ~exists().where(CertificateRevocation.certificate_id == Certificate.id)
    rows = db.session.execute(
        select(Certificate.state_code, func.count())
        .where(or_(Certificate.id.in_(issued), Certificate.completion_id.in_(completions)), standing)
        .group_by(Certificate.state_code)
        .order_by(Certificate.state_code)
    )
    return {row[0]: row[1] for row in rows}


def suspended_by(suspension_id: int) -> int:
    """How many certificates one suspension holds: with their completions, or by themselves. One statement."""
    own = select(CertificateHold.certificate_id).where(CertificateHold.suspension_id == suspension_id)
    completions = select(CompletionHold.completion_id).where(CompletionHold.suspension_id == suspension_id)
    statement: Any = select(func.count()).where(
        or_(Certificate.id.in_(own), Certificate.completion_id.in_(completions)),
    )
    return int(db.session.scalar(statement) or 0)
