"""What is done in this room: reference data brought up to its files, institutions added and let record."""

from trainingapp.states.actions.institutions import (
    AlreadyEnded,
    AlreadyLets,
    add_institution,
    end_consent,
    end_institution,
    keep_consent,
    keep_institution,
    let_record,
)
from trainingapp.states.actions.reference import Refreshed, load_reference

__all__ = [
    "AlreadyEnded",
    "AlreadyLets",
    "Refreshed",
    "add_institution",
    "end_consent",
    "end_institution",
    "keep_consent",
    "keep_institution",
    "let_record",
    "load_reference",
]
