"""Puts the demonstration's papers into the register: a gap report, needs of fictional States, bulletin 2017-04 (E7)."""

from datetime import UTC, date, datetime, timedelta

from trainingapp.accounts.rules import OPERATOR
from trainingapp.bulletins import actions as bulletins
from trainingapp.bulletins import face
from trainingapp.bulletins.actions import NewNeed
from trainingapp.bulletins.files import files as bulletin_files
from trainingapp.bulletins.reports import candidates
from trainingapp.bulletins.score import Weights, ranked
from trainingapp.curricula.actions import priorities
from trainingapp.demo.plan import AS_OF
from trainingapp.readiness.face import Printed
from trainingapp.readiness.queries import feed
from trainingapp.snapshots import actions as snapshots
from trainingapp.snapshots import reports
from trainingapp.snapshots.actions import Ready
from trainingapp.snapshots.face import canonical
from trainingapp.snapshots.files import files as report_files
from trainingapp.snapshots.rules import BULLETIN, Subject, number_of

NOON = datetime.combine(AS_OF, datetime.min.time(), UTC) + timedelta(hours=12)

#: What three fictional States say they lack: Sumora for MINUSMA, Katasi for MINUSCA, Rimosa for UNIFIL.
NEEDS = (
    NewNeed("XSU", "MINUSMA", "INF_BN", "CIED-BASIC", 650, 0, AS_OF + timedelta(days=45), "fr", mandatory=True),
    NewNeed("XKT", "MINUSCA", "FPU", "POC-POL", 140, 60, AS_OF + timedelta(days=100), "fr", mandatory=True),
    NewNeed("XRM", "UNIFIL", "ENGINEER", "CPOC-MIL", 20, 5, AS_OF + timedelta(days=200), "en", mandatory=True),
)
#: Three bulletins of the year were published on paper, before the register.
FIRST_NUMBER = 4


def publish(*, preparing_days: int, amber_percent: int, bulletin_days: int) -> None:
    """A gap report of all States, the needs, and the bulletin that ranks them. The steps must be up to date."""
    _report(preparing_days, amber_percent)
    keys = [bulletins.declare(need, by=OPERATOR, now=NOON, today=AS_OF) for need in NEEDS]
    reason = "Sends its first battalion since 1994."
    bulletins.record_emerging("XSU", holds_from=date(2016, 7, 1), reason=reason, by=OPERATOR, now=NOON)
    _asked_by_the_force_commander()
    # Katasi has not agreed: to others it is one contributor.
    for state in ("XSU", "XRM"):
        bulletins.let_name(state, by=OPERATOR, now=NOON, today=AS_OF)
    _bulletin(keys, bulletin_days)


def _report(preparing_days: int, amber_percent: int) -> None:
    subject = Subject()
    found = reports.face(
        "gap", "inside", subject, as_of=AS_OF, preparing_days=preparing_days, amber_percent=amber_percent
    )
    number, entry = number_of("gap", AS_OF.year, 1), feed.watermark() or 0
    drawn = report_files(found, number, Printed(NOON, entry, "en", str))
    ready = Ready("gap", "inside", subject, AS_OF.year, 1, AS_OF, entry, canonical(found), drawn)
    snapshots.make(ready, by=OPERATOR, now=NOON)


def _asked_by_the_force_commander() -> None:
    asked = priorities.submit(
        mission_code="MINUSMA",
        state_code=None,
        title="Recognise mines and improvised devices on the road",
        text="Convoys are attacked on the roads of the north. Every driver and escort must know the signs.",
        rank=1,
        asked_on=AS_OF - timedelta(days=40),
        by=OPERATOR,
        now=NOON,
    )
    priorities.decide(asked, "accepted", curriculum="CIED-BASIC", by=OPERATOR, now=NOON)


def _bulletin(keys: list[str], days: int) -> None:
    weights = Weights()
    found = [one for one in candidates(as_of=AS_OF, today=AS_OF, days=days) if one.key in keys]
    chosen = ranked(found, weights, as_of=AS_OF)
    number, entry = number_of(BULLETIN, AS_OF.year, FIRST_NUMBER), feed.head()
    printed = Printed(NOON, entry, "en", str)
    faces = {"inside": face.inside, "circulation": face.for_circulation}
    editions = {
        name: Ready(
            BULLETIN,
            name,
            Subject(),
            AS_OF.year,
            FIRST_NUMBER,
            AS_OF,
            entry,
            canonical(made := told(chosen, weights, as_of=AS_OF)),
            bulletin_files(made, number, printed),
        )
        for name, told in faces.items()
    }
    bulletins.publish(editions, needs=len(chosen), by=OPERATOR, now=NOON)
