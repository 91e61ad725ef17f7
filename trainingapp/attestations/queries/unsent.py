"""What the journal tells of certifications that their State has not sent: they are the State's own."""

from sqlalchemy import ColumnElement, exists, or_

from trainingapp.accounts.rules import Scope
from trainingapp.attestations.models import Attestation, AttestationSubmission
from trainingapp.journal.models import JournalEntry


def told_to(scope: Scope) -> ColumnElement[bool] | None:
    """The condition that keeps to a State what was done with a certification that was never submitted; None when the
    scope reaches some States only, whose own they are."""
    if not scope.everything:
        return None
    sent = (
        exists()
        .where(Attestation.public_id == JournalEntry.object_id, AttestationSubmission.attestation_id == Attestation.id)
        .correlate(JournalEntry)
    )
    about_others = JournalEntry.object_kind != "attestation"
    return or_(about_others, sent, JournalEntry.state_code.in_(sorted(scope.states)))
