"""The demonstration's certified units: only the totals are published (G ¶68), and the story moves them by one (E5)."""

from trainingapp.attestations.figures import Certified, Stood, counted, table
from trainingapp.demo.certifying import certified
from trainingapp.demo.plan import AS_OF, BANBAT_4, FICTIONAL, Planned, plan
from trainingapp.readiness.coverage import Deployment


def deployment(one: Planned) -> Deployment:
    where = (one.code, one.code, one.state, one.mission, one.deploys_on, one.ends_on, one.strength)
    return Deployment(*where, unit_type=one.unit_type, component=one.component)


PLANNED = plan("full")
DEPLOYED = [deployment(one) for one in PLANNED if one.deploys_on <= AS_OF <= one.ends_on]
CERTIFIED = certified(PLANNED, small=False)
STOOD = {one.code: Stood(False, False) for one in CERTIFIED}


def shares(stood: dict[str, Stood]) -> dict[str, tuple[int, int, float | None]]:
    rows = table(DEPLOYED, stood, by="mission")
    return {row.key: (row.counted.certified, row.counted.deployed, row.counted.share) for row in rows}


def test_104_of_292_deployed_units_are_certified():
    """R04: 35.6 %, 188 without."""
    whole = counted(DEPLOYED, STOOD)
    assert whole == Certified(292, 104)
    assert (whole.without, whole.share) == (188, 35.6)
    by_mission = shares(STOOD)
    assert by_mission["MINUSMA"] == (18, 50, 36.0)
    assert by_mission["UNAMID"] == (12, 45, 26.7)
    assert by_mission["MONUSCO"] == (17, 48, 35.4)


def test_once_banbat_4_is_accepted_there_are_105():
    """E5: 36.0 %, 187 left, MINUSCA 21 of 44."""
    assert BANBAT_4.code not in STOOD
    then = {**STOOD, BANBAT_4.code: Stood(False, True)}
    whole = counted(DEPLOYED, then)
    assert (whole.certified, whole.without, whole.share) == (105, 187, 36.0)
    assert shares(STOOD)["MINUSCA"] == (20, 44, 45.5)
    assert shares(then)["MINUSCA"] == (21, 44, 47.7)


def test_no_fictional_state_is_certified_and_no_real_one_is_listed():
    assert not {one.state for one in CERTIFIED} & FICTIONAL.keys()
