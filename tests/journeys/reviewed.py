"""What the pages of the review are about: the certification that was sent, taken up, remarked on, verified, audited."""

from tests.journeys.pages import REVIEWER
from tests.make import NOW
from trainingapp.accounts import queries as accounts
from trainingapp.attestations.actions import commenting, deciding, sampling, verifying
from trainingapp.attestations.queries import verification
from trainingapp.attestations.sampling import Finding
from trainingapp.attestations.verifying import ITEMS, Answered
from trainingapp.kit.db import transaction


def reviewed(attestation_id: str) -> dict[str, str]:
    """Argument of a URL -> value."""
    credentials = accounts.credentials_of(REVIEWER)
    assert credentials is not None
    by = accounts.identity_of(credentials.account_id)
    assert by is not None
    at = {"by": by, "now": NOW, "today": NOW.date()}
    answers = dict.fromkeys(ITEMS, Answered(True)) | {"functions": Answered(False, "One of two medics was on leave.")}
    with transaction():
        deciding.take_up(attestation_id, for_=by, **at)  # type: ignore[arg-type]
        commenting.remark_on(attestation_id, line="CPTM", remark="On which sheets does it stand?", **at)  # type: ignore[arg-type]
        verifying.verify(attestation_id, kind="visit", verified_on=NOW.date(), answers=answers, **at)  # type: ignore[arg-type]
        sample = sampling.draw_sample(attestation_id, size=8, seed="5a0f" * 16, **at)  # type: ignore[arg-type]
        drawn = verification.drawn(verification.sample(by.scope("attestations.see"), sample).id)
        found = Finding(drawn[0].drawn, "CPTM", "none", "not_proved", "No sheet was found.")
        sampling.record_findings(sample, [found], **at)  # type: ignore[arg-type]
    names = ("reviewed_attestation_id", "remarked_attestation_id")
    return dict.fromkeys(names, attestation_id) | {"sample_id": sample, "reviewed_sample_id": sample, "place": "2"}
