from trainingapp.curricula.models.decisions import Equivalence, EquivalenceEnd, EquivalencePart, ValidityDecision
from trainingapp.curricula.models.drafts import CurriculumDraft, DraftStep
from trainingapp.curricula.models.priorities import FieldPriority, PriorityStep
from trainingapp.curricula.models.versions import Curriculum, CurriculumVersion, Lesson, VersionStep

__all__ = [
    "Curriculum",
    "CurriculumDraft",
    "CurriculumVersion",
    "DraftStep",
    "Equivalence",
    "EquivalenceEnd",
    "EquivalencePart",
    "FieldPriority",
    "Lesson",
    "PriorityStep",
    "ValidityDecision",
    "VersionStep",
]
