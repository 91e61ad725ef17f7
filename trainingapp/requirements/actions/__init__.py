"""What can be done: load a file of rules, make and end a rule, state what a mission asks of units, waive for a time."""

from trainingapp.requirements.actions.loading import Loaded, RuleDiffers, UnusableTable, load
from trainingapp.requirements.actions.rules import add_rule, end_rule
from trainingapp.requirements.actions.statements import state_requirements
from trainingapp.requirements.actions.waivers import end_waiver, grant_waiver

__all__ = [
    "Loaded",
    "RuleDiffers",
    "UnusableTable",
    "add_rule",
    "end_rule",
    "end_waiver",
    "grant_waiver",
    "load",
    "state_requirements",
]
