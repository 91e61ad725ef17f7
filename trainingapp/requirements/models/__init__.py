"""What is kept of requirements: dated rules, statements of unit requirements, waivers."""

from trainingapp.requirements.models.rules import Requirement, RequirementEnd, RequirementReach
from trainingapp.requirements.models.statements import UnitStatement, UnitStatementLine
from trainingapp.requirements.models.waivers import Waiver, WaiverEnd, WaiverPerson

__all__ = [
    "Requirement",
    "RequirementEnd",
    "RequirementReach",
    "UnitStatement",
    "UnitStatementLine",
    "Waiver",
    "WaiverEnd",
    "WaiverPerson",
]
