"""What is kept of States' words: their editions and steps; screening; verification."""

from trainingapp.attestations.models.screening import (
    MedicalClearance,
    Rehatting,
    Screening,
    UnitConcern,
    UnitMitigation,
)
from trainingapp.attestations.models.verification import (
    Sample,
    SampleFinding,
    SamplePerson,
    Verification,
    VerificationItem,
)
from trainingapp.attestations.models.words import (
    Attestation,
    AttestationComment,
    AttestationEdition,
    AttestationException,
    AttestationFile,
    AttestationFileEnd,
    AttestationStep,
    AttestationSubmission,
    LateCaveat,
)

__all__ = [
    "Attestation",
    "AttestationComment",
    "AttestationEdition",
    "AttestationException",
    "AttestationFile",
    "AttestationFileEnd",
    "AttestationStep",
    "AttestationSubmission",
    "LateCaveat",
    "MedicalClearance",
    "Rehatting",
    "Sample",
    "SampleFinding",
    "SamplePerson",
    "Screening",
    "UnitConcern",
    "UnitMitigation",
    "Verification",
    "VerificationItem",
]
