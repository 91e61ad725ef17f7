"""What may stand in a bulletin on a day: what States say they need, and what the records tell of those that deploy."""

from collections.abc import Iterator
from datetime import date

from trainingapp.accounts.rules import OPERATOR
from trainingapp.bulletins import queries
from trainingapp.bulletins.score import Candidate, Counts
from trainingapp.curricula.queries.priorities import priorities
from trainingapp.readiness import reports as readiness
from trainingapp.readiness.coverage import Question
from trainingapp.requirements import queries as requirements
from trainingapp.requirements.rules import binding, flags_on
from trainingapp.states import queries as states

#: Standings of a priority of the field in which it counts: accepted, and accepted and taught by now.
_COUNTS = frozenset({"accepted", "reflected"})


def candidates(*, as_of: date, today: date, days: int) -> list[Candidate]:
    """Every need on a day; of rotations, those that deploy within so many days. Consent counts as it stands today.

    For the Secretariat only: whoever asks must be allowed to publish. The steps must be up to date. What the records
    tell of a unit stands for what its State said of the same one. Sixteen statements, whatever the size.
    """
    judge = _Judge(as_of, today)
    told = list(_told_by_records(judge, days))
    known = {(one.state, one.mission, one.unit_type, one.curriculum, one.deploys_on) for one in told}
    said = [
        one
        for one in _declared(judge)
        if (one.state, one.mission, one.unit_type, one.curriculum, one.deploys_on) not in known
    ]
    return [*said, *told]


class _Judge:
    """What a need's score rests on beside its own figures. Nine statements."""

    def __init__(self, as_of: date, today: date) -> None:
        self.as_of = as_of
        self.names = states.state_names()
        self.named = queries.may_be_named(today)
        self.rules, self.flags = requirements.rules(), requirements.mission_flags()
        self.emerging = {
            one.state_code
            for one in queries.emerging()
            if one.holds_from <= as_of and (one.holds_through is None or as_of <= one.holds_through)
        }
        asked = priorities(OPERATOR.scope("priorities.see"))
        self.asked = {(one.mission_code, one.curriculum) for one in asked if one.standing in _COUNTS}

    def binds(self, mission: str, unit_type: str, deploys_on: date, curriculum: str) -> bool:
        """Whether a rule asks for a curriculum of such a unit."""
        found = binding(self.rules, flags=self.flags, mission=mission, deploys_on=deploys_on, unit_type=unit_type)
        return any(rule.curriculum == curriculum for rule in found)

    def in_action_plan(self, mission: str) -> bool:
        """Whether the mission is one of those the action plan names, on the day."""
        return "CRUZ5" in flags_on(self.flags, mission=mission, day=self.as_of)


def _declared(judge: _Judge) -> Iterator[Candidate]:
    for one in queries.needs(OPERATOR.scope("needs.declare")):
        if one.deploys_on <= judge.as_of:
            continue
        rest = one.open - one.women - one.men
        yield Candidate(
            key=one.public_id,
            source="declared",
            state=one.state_code,
            state_name=judge.names[one.state_code],
            may_be_named=one.state_code in judge.named,
            mission=one.mission_code,
            unit_type=one.unit_type_code,
            unit_label=one.unit_type,
            curriculum=one.curriculum_code,
            title=one.title,
            required=(one.required, one.women, one.men, one.held + rest),
            # Of those who hold it the State does not say who they are.
            held=(one.held, 0, 0, one.held),
            deploys_on=one.deploys_on,
            language=one.language,
            mandatory=one.mandatory
            or judge.binds(one.mission_code, one.unit_type_code, one.deploys_on, one.curriculum_code),
            action_plan=judge.in_action_plan(one.mission_code),
            emerging=one.state_code in judge.emerging,
            commander=(one.mission_code, one.curriculum_code) in judge.asked,
        )


def _told_by_records(judge: _Judge, days: int) -> Iterator[Candidate]:
    question = Question(judge.as_of, days, phases=("preparing",), at_deployment=True)
    table = readiness.coverage(OPERATOR.scope("gaps.see"), question, by="rotation")
    short = [row for row in table.rows if row.is_short]
    units = queries.units_of([row.deployments[0].public_id for row in short])
    for row in short:
        (one,) = row.deployments
        unit = units[one.public_id]
        for code, counted in row.cells.items():
            if not counted.gap:
                continue
            required: Counts = (counted.required, *counted.required_by_sex)  # type: ignore[assignment]
            held: Counts = (counted.held, *counted.held_by_sex)  # type: ignore[assignment]
            yield Candidate(
                key=f"{one.public_id}.{code}",
                source="records",
                state=one.state,
                state_name=judge.names[one.state],
                may_be_named=one.state in judge.named,
                mission=one.mission,
                unit_type=unit.unit_type,
                unit_label=unit.label,
                curriculum=code,
                title=table.curricula[code],
                required=required,
                held=held,
                deploys_on=one.deploys_on,
                # As the statement of unit requirements says where there is one.
                language=one.language,
                # Only what is mandatory is counted there.
                mandatory=True,
                action_plan=judge.in_action_plan(one.mission),
                emerging=one.state in judge.emerging,
                commander=(one.mission, code) in judge.asked,
                rotation=one.code,
            )
