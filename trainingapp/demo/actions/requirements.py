"""What missions ask of units in the demonstration, and a waiver: invented, and the waiver of a fictional State."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Final

from sqlalchemy import select

from trainingapp.accounts.rules import OPERATOR
from trainingapp.demo.plan import AS_OF, FICTIONAL, Planned
from trainingapp.forces import queries as forces
from trainingapp.forces.models import Rotation
from trainingapp.kit.db import db
from trainingapp.kit.ids import new_id
from trainingapp.requirements import actions
from trainingapp.requirements.rules import Asked, Statement
from trainingapp.requirements.waiving import Asked as Waived

_EVERYBODY: Final = ("CPTM", "SEA-ELEARN", "BFA")
#: Mission, kind of unit, version, first day, headcount, language, curricula of everybody, those of commanders (E10).
STATED: Final = (
    ("MINUSCA", "FPU", 1, date(2016, 1, 1), 140, "fr", (*_EVERYBODY, "POC-POL"), ()),
    ("MINUSCA", "FPU", 2, date(2017, 10, 1), 140, "fr", (*_EVERYBODY, "POC-POL", "CIED-BASIC"), ()),
    ("MINUSMA", "INF_BN", 1, date(2016, 7, 1), 850, "fr", _EVERYBODY, ()),
    ("MINUSMA", "INF_BN", 2, date(2018, 7, 1), 850, "fr", (*_EVERYBODY, "CIED-BASIC"), ("JNRCMD",)),
    ("UNMISS", "ENGINEER", 1, date(2016, 1, 1), 175, "en", _EVERYBODY, ()),
)


def state() -> None:
    """The statements, stated on the demonstration's first day."""
    at = datetime(2016, 1, 4, 10, tzinfo=UTC)
    for mission, kind, version, first, headcount, language, everybody, leaders in STATED:
        lines = [Asked(code) for code in everybody]
        lines += [Asked(code, frozenset({"company_commander", "platoon_leader"})) for code in leaders]
        source = f"Statement of unit requirements {mission}/{kind}/{version}"
        statement = Statement(
            *(new_id(), mission, kind, version, first, headcount, language, source),
            note="Invented, for the demonstration.",
            lines=tuple(lines),
        )
        actions.state_requirements(statement, by=OPERATOR, now=at)


def waive(planned: Sequence[Planned]) -> None:
    """The last to deploy of the fictional States' rotations need not hold buddy first aid until the end of March."""
    found = [one for one in planned if one.state in FICTIONAL and one.has_roll and one.ends_on > date(2018, 3, 31)]
    one = max(found, key=lambda one: (one.deploys_on, one.code))
    public_id = db.session.execute(
        select(Rotation.public_id).where(Rotation.state_code == one.state, Rotation.code == one.code)
    ).scalar_one()
    rotation = forces.rotation(OPERATOR.scope("waivers.grant"), public_id, as_of=AS_OF)
    asked = Waived(
        curriculum="BFA",
        first_day=AS_OF,
        last_day=date(2018, 3, 31),
        authority="Office of Military Affairs" if one.component == "military" else "Police Division",
        consent=f"{one.mission}, code cable 1142 of 20 December 2017",
        reason="Kits and instructors are provided in the mission in March.",
    )
    noon = datetime.combine(AS_OF, datetime.min.time(), UTC).replace(hour=12)
    actions.grant_waiver(rotation, asked, by=OPERATOR, now=noon, today=AS_OF, most_days=180)
