"""Which trainings results are recorded of, in the order in which whoever records them looks for them."""

from datetime import date

from trainingapp.curricula import queries as curricula
from trainingapp.curricula.catalogue import Group, to_choose
from trainingapp.curricula.queries import VersionFacts
from trainingapp.forces.queries import RotationFacts
from trainingapp.requirements import queries as requirements
from trainingapp.requirements.rules import flags_on


def for_rotation(rotation: RotationFacts, today: date) -> list[Group[VersionFacts]]:
    """What may be recorded for a rotation: first what it is required to hold, then the rest by kind.

    Inductions into other missions are left out. Three statements.
    """
    flags = flags_on(requirements.mission_flags(), mission=rotation.mission_code, day=rotation.deploys_on)
    required = {
        rule.curriculum
        for rule in requirements.rules()
        if rule.binds_rotation(
            deploys_on=rotation.deploys_on,
            flags=flags,
            mission=rotation.mission_code,
            unit_type=rotation.unit_type_code,
        )
    }
    return to_choose(curricula.recordable(today), first=required, mission=rotation.mission_code)
