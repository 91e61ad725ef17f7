"""Certificates as facts. Every query that returns a State's data is told for whom (`scope`); a public check is not."""

from trainingapp.certificates.queries.entitled import (
    Entitled,
    Tally,
    entitled,
    entitled_by,
    issuing_state,
    tallies,
)
from trainingapp.certificates.queries.held import (
    Filters,
    Held,
    acting,
    by_number,
    by_public_id,
    certificate,
    certificates,
    curricula_with_certificates,
    names_of_accounts,
    of_rotation,
    rotation_codes,
    standing_faces,
    to_revoke,
)

__all__ = [
    "Entitled",
    "Filters",
    "Held",
    "Tally",
    "acting",
    "by_number",
    "by_public_id",
    "certificate",
    "certificates",
    "curricula_with_certificates",
    "entitled",
    "entitled_by",
    "issuing_state",
    "names_of_accounts",
    "of_rotation",
    "rotation_codes",
    "standing_faces",
    "tallies",
    "to_revoke",
]
