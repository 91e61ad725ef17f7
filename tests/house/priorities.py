"""What the field asked for, for those who try every route: a mission's priority and a State's."""

from datetime import date

from tests import make
from tests.house.world import Thing, World
from trainingapp.accounts.rules import Identity
from trainingapp.curricula.models import FieldPriority


def asked(world: World) -> None:
    """MINUSCA's leader asked for something, and so did Nepal."""

    def of_mission(who: Identity, may: str | None) -> bool:
        scope = who.scope(may) if may else None
        return scope is not None and (scope.everything or "MINUSCA" in scope.missions)

    def of_nepal(who: Identity, may: str | None) -> bool:
        scope = who.scope(may) if may else None
        return scope is not None and (scope.everything or "NPL" in scope.states)

    world.add("priority_id", Thing(_priority(world, mission_code="MINUSCA"), of_mission))
    world.add("priority_id", Thing(_priority(world, state_code="NPL"), of_nepal))


def _priority(world: World, **whose: str) -> str:
    row = make._keep(
        FieldPriority,
        **whose,
        title="Counter-ambush at night",
        text="Convoys were ambushed after dark.",
        rank=1,
        asked_on=date(2017, 11, 1),
        submitted_by=world.accounts["leader of MINUSCA"],
        submitted_at=make.NOW,
    )
    return str(row.public_id)
