"""Readiness as concluded from facts and rules: tables of coverage, rotations person by person, what is kept."""

from collections.abc import Mapping
from datetime import date

from trainingapp.accounts.rules import Scope
from trainingapp.forces.queries import RotationFacts
from trainingapp.readiness.coverage import Question
from trainingapp.readiness.face import Printed, RotationReport, TableReport
from trainingapp.readiness.reports.computed import changed_since, differing_rotations, steps_are_right, steps_from_facts
from trainingapp.readiness.reports.persons import Judged, of_rotation, of_rotations, record_of
from trainingapp.readiness.reports.remedies import Lacking, Remedy, remedies
from trainingapp.readiness.reports.timelines import (
    REMEMBERED,
    Forecast,
    coverage,
    curricula_in_order,
    daily,
    expiring,
    known_days,
    timeline,
)
from trainingapp.requirements import queries as requirements

__all__ = [
    "REMEMBERED",
    "Forecast",
    "Judged",
    "Lacking",
    "Remedy",
    "changed_since",
    "coverage",
    "curricula_in_order",
    "daily",
    "differing_rotations",
    "expiring",
    "known_days",
    "of_rotation",
    "of_rotations",
    "on_many",
    "on_one",
    "record_of",
    "remedies",
    "steps_are_right",
    "steps_from_facts",
    "timeline",
]


def on_many(
    scope: Scope, question: Question, *, by: str, subject: str, printed: Printed, state_names: Mapping[str, str]
) -> TableReport:
    """What a printed report on many rotations says; `by` state or mission draws an overview, too. Nine statements."""
    return TableReport(
        printed,
        subject,
        coverage(scope, question, by=by) if by in ("state", "mission") else None,
        coverage(scope, question, by="rotation"),
        state_names,
        [rule for rule in requirements.rules() if rule.mandatory],
    )


def on_one(
    found: RotationFacts,
    judged: Judged,
    *,
    as_of: date,
    printed: Printed,
    state_name: str,
    titles: Mapping[str, str],
    named: bool,
) -> RotationReport:
    """What a printed report on one rotation says; `named`: who is missing, as far as their names are known here."""
    return RotationReport(
        printed=printed,
        code=found.code,
        unit_type=found.unit_type,
        state_name=state_name,
        mission=found.mission_code,
        deploys_on=found.deploys_on,
        ends_on=found.ends_on,
        planned=found.strength,
        as_of=as_of,
        standing=judged.standing,
        at_deployment=judged.at_deployment,
        titles=titles,
        missing=[person for person in judged.standing.missing if person.who] if named else (),
    )
