"""States' certifications as concluded from facts: where each stands, what is known of its subject, what changed."""

from trainingapp.attestations.reports.known import Drafted, Known, drafted, exactly, known, screened_of, word
from trainingapp.attestations.reports.words import Word, with_changes, words

__all__ = ["Drafted", "Known", "Word", "drafted", "exactly", "known", "screened_of", "with_changes", "word", "words"]
