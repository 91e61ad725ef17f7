"""The dated rules and the missions' flags, as facts. Nobody's data: they need no scope."""

from collections.abc import Sequence

from sqlalchemy import select

from trainingapp.kit.db import db
from trainingapp.requirements.models import Requirement
from trainingapp.requirements.rules import Flag, Rule
from trainingapp.states.models import MissionFlag


def rules() -> Sequence[Rule]:
    """Every rule that ever held, in the order in which they came into the register. One statement."""
    rows = db.session.execute(
        select(
            Requirement.code,
            Requirement.title,
            Requirement.curriculum_code,
            Requirement.mandatory,
            Requirement.categories,
            Requirement.decision_makers_only,
            Requirement.mission_flag,
            Requirement.phase,
            Requirement.holds_from,
            Requirement.holds_through,
            Requirement.source,
            Requirement.assumption,
            Requirement.note,
        ).order_by(Requirement.id)
    )
    return [
        Rule(code, title, curriculum, mandatory, frozenset(categories.split()), *rest)
        for code, title, curriculum, mandatory, categories, *rest in rows
    ]


def mission_flags() -> Sequence[Flag]:
    """Every mission's flags with their days. One statement."""
    rows = db.session.execute(
        select(MissionFlag.mission_code, MissionFlag.flag, MissionFlag.valid_from, MissionFlag.valid_through).order_by(
            MissionFlag.id
        )
    )
    return [Flag(*row) for row in rows]
