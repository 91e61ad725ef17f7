"""The needs of the story E7: Sumora, Katasi and Rimosa, as their focal points say them on 31 December 2017."""

from datetime import date, timedelta
from io import BytesIO

from pypdf import PdfReader

from tests import make
from trainingapp.accounts.queries import identity_of
from trainingapp.accounts.rules import OPERATOR, Identity
from trainingapp.bulletins import actions, work
from trainingapp.bulletins.actions import NewNeed
from trainingapp.curricula.actions import priorities
from trainingapp.kit.db import transaction
from trainingapp.snapshots import queries as stored
from trainingapp.snapshots.queries import SnapshotFacts

DAY = date(2017, 12, 31)


def after(days: int) -> date:
    """The day so many days later."""
    return DAY + timedelta(days=days)


def need(**more: object) -> NewNeed:
    """Need A of the story, or another."""
    said: dict[str, object] = {"state": "XSU", "mission": "MINUSMA", "unit_type": "INF_BN", "curriculum": "CIED-BASIC"}
    said |= {"required": 650, "held": 0, "deploys_on": after(45), "language": "en", "mandatory": False} | more
    return NewNeed(**said)  # type: ignore[arg-type]


A = need()
B = need(
    state="XKT",
    mission="MINUSCA",
    unit_type="FPU",
    curriculum="POC-POL",
    required=140,
    held=60,
    deploys_on=after(100),
)
C = need(
    state="XRM",
    mission="UNIFIL",
    unit_type="ENGINEER",
    curriculum="CPOC-MIL",
    required=20,
    held=5,
    deploys_on=after(200),
)


def say(one: NewNeed, **more: object) -> str:
    """A need is said and kept; its public id."""
    with transaction():
        return actions.declare(one, by=OPERATOR, now=make.NOW, today=DAY, **more)  # type: ignore[arg-type]


def told() -> list[str]:
    """All that the story is told: the needs, who is emerging, what the force commander asks for, who may be named."""
    for code, name, iso2 in (("XSU", "Sumora", "XU"), ("XKT", "Katasi", "XK"), ("XRM", "Rimosa", "XM")):
        make.state(code, name, iso2)
    keys = [say(one) for one in (C, A, B)]
    about = {"state_code": None, "rank": 1, "asked_on": DAY, "by": OPERATOR, "now": make.NOW}
    with transaction():
        actions.record_emerging("XSU", holds_from=date(2016, 1, 1), reason="First units.", by=OPERATOR, now=make.NOW)
        asked = priorities.submit(mission_code="MINUSMA", title="Traps", text="After dark.", **about)  # type: ignore[arg-type]
        priorities.decide(asked, "accepted", curriculum="CIED-BASIC", by=OPERATOR, now=make.NOW)
        for state in ("XSU", "XRM"):
            actions.let_name(state, by=OPERATOR, now=make.NOW, today=DAY)
    return keys


def somebody(role: str, **grant: str) -> Identity:
    found = identity_of(make.account(role, f"{role}@example.org", **grant).id)
    assert found
    return found


def published(keys: list[str], ordinal: int = 4, *, by: Identity = OPERATOR) -> str:
    looked_at = work.preview(keys, as_of=DAY, today=DAY)
    store = work.publish(looked_at, ordinal, seen=looked_at.seen, by=by, now=make.NOW)
    with transaction():
        return store()


def bulletin(number: str, edition: str = "inside") -> SnapshotFacts:
    return next(one for one in stored.bulletins(edition=edition) if one.number == number)


def text_of(one: SnapshotFacts) -> str:
    reader = PdfReader(BytesIO(stored.file_of(one.id, "pdf")))
    return " ".join(page.extract_text() for page in reader.pages)
