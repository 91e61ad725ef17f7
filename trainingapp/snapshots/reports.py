"""The figures of a report as the facts give them for a day; and what they would be now."""

from datetime import date
from typing import Any

from trainingapp.accounts.rules import OPERATOR
from trainingapp.overviews.reports import sexes_in
from trainingapp.overviews.targets import aimed_at
from trainingapp.readiness import reports as readiness
from trainingapp.readiness.colour import ColourRule
from trainingapp.readiness.coverage import Question
from trainingapp.requirements import queries as requirements
from trainingapp.snapshots.face import face_of
from trainingapp.snapshots.queries import SnapshotFacts
from trainingapp.snapshots.rules import Subject
from trainingapp.snapshots.women import women
from trainingapp.states import queries as states


def face(
    kind: str,
    edition: str,
    subject: Subject,
    *,
    as_of: date,
    preparing_days: int,
    amber_percent: int,
    evidence: str = "self_declared",
) -> dict[str, Any]:
    """Every figure of a report: those deployed on the day, and those preparing, judged on the day they deploy.

    Whoever asks must be allowed to make it; the steps must be up to date. Fourteen statements, whatever the size.
    """
    question = Question(
        as_of,
        preparing_days,
        phases=("deployed", "preparing"),
        state=subject.state,
        mission=subject.mission,
        at_deployment=True,
        evidence=evidence,
    )
    scope = OPERATOR.scope("gaps.see")
    main = readiness.coverage(scope, question, by=subject.rows_by)
    rotations = readiness.coverage(scope, question, by="rotation")
    deployed = {one.public_id for one in rotations.deployments if one.phase(question) == "deployed"}
    sexes = sexes_in(as_of, deployed)
    rules = [rule for rule in requirements.rules() if rule.mandatory and rule.curriculum in main.curricula]
    return face_of(
        kind,
        edition,
        subject,
        main=main,
        rotations=rotations,
        rules=[rule for rule in rules if rule.holds_through is None or rule.holds_through >= as_of],
        names=states.state_names(),
        colour=ColourRule(amber_percent),
        of_women=women(sexes, aimed_at(sexes, day=as_of), inside=edition == "inside"),
    )


def as_now(stored: SnapshotFacts) -> dict[str, Any]:
    """The same report from the facts as they are now: same day, same settings, same edition. Fourteen statements.

    What a report made by an earlier form of the register does not tell is not told now either.
    """
    subject = Subject(stored.state_code, stored.mission_code, stored.face["subject"]["name"])
    now = face(
        stored.kind,
        stored.edition,
        subject,
        as_of=stored.as_of,
        preparing_days=stored.face["preparing_days"],
        amber_percent=stored.face["amber_percent"],
        evidence=stored.face["evidence"],
    )
    return {name: told for name, told in now.items() if name in stored.face}
