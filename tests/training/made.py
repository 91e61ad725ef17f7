"""Sessions as the tests make them: through the actions, by the people who may."""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from tests import make
from trainingapp.accounts.models import Account
from trainingapp.accounts.queries import identity_of
from trainingapp.accounts.rules import Identity
from trainingapp.curricula import queries as curricula
from trainingapp.kit.db import transaction
from trainingapp.training.actions import attendance as marking
from trainingapp.training.actions import closing, naming
from trainingapp.training.actions import nominations as nominating
from trainingapp.training.actions import sessions as actions
from trainingapp.training.actions.sessions import NewSession
from trainingapp.training.queries import nominations, sessions, teaching
from trainingapp.training.rules import Plan, days_of

NOW = make.NOW
#: The first and the last day of a session, unless a test says otherwise; the tests' clock stands later.
FIRST, LAST = date(2017, 9, 25), date(2017, 9, 29)


def identity(account: Account) -> Identity:
    found = identity_of(account.id)
    assert found is not None
    return found


def instructor(email: str = "instructor@bipsot.example") -> Identity:
    """A training officer of BIPSOT, an institution in Bangladesh."""
    if not make._known(make_institution(), code="BIPSOT"):
        make.institution("BIPSOT", make.state().code)
    return identity(make.account("training_officer", email, institution_code="BIPSOT"))


def make_institution() -> Any:
    from trainingapp.states.models import Institution

    return Institution


def plan(**more: Any) -> Plan:
    values: dict[str, Any] = {
        "starts_on": FIRST,
        "ends_on": LAST,
        "place": "Rajendrapur",
        "language": "en",
        "places": 30,
        "funding": "national",
        "component": None,
        "note": "",
    }
    return Plan(**(values | more))


def planned(by: Identity, *, version: str = "CPTM@2017", kind: str = "delivery", **more: Any) -> str:
    code, _at, label = version.partition("@")
    new = NewSession(
        institution="BIPSOT", mission=None, version=curricula.version(code, label), kind=kind, plan=plan(**more)
    )
    with transaction():
        return actions.plan(new, by=by, now=NOW)


def opened(by: Identity, **more: Any) -> str:
    made = planned(by, **more)
    with transaction():
        actions.open_for_nomination(made, by=by, now=NOW, today=NOW.date())
    return made


def lead(session_id: str, by: Identity, *, version: str = "CPTM@2017", number: str = "T-1", state: str = "BGD") -> None:
    """A lead instructor who passed the course for trainers of the version."""
    code, _at, label = version.partition("@")
    course = make.version(
        f"TOT-{code}"[:24],
        "2017",
        content=json.dumps({"module": [], "qualifies_for": [{"curriculum": code, "versions": [label]}]}),
    )
    course_of = make.db.session.get(make.Curriculum, course.curriculum_code)
    if course_of.kind != "TOT":  # made here, and not by the catalogue
        course_of.kind = "TOT"
        make.db.session.flush()
    person = make.person(make.state(state), number, "Trainer Trained")
    make.completion(person, course, date(2017, 3, 10))
    with transaction():
        naming.name_trainer(session_id, state_code=state, service_number=number, role="lead", by=by, now=NOW)


def confirmed(by: Identity, **more: Any) -> str:
    made = opened(by, **more)
    lead(made, by, version=more.get("version", "CPTM@2017"))
    with transaction():
        actions.confirm(made, by=by, now=NOW, today=NOW.date())
    return made


def running(by: Identity, **more: Any) -> str:
    made = confirmed(by, **more)
    start(made, by)
    return made


def start(session_id: str, by: Identity) -> None:
    with transaction():
        actions.start(session_id, by=by, now=NOW, today=NOW.date())


def troops(
    state: str = "BGD", count: int = 4, *, prefix: str = "", rotation: str = "BANBAT-4", **more: Any
) -> list[str]:
    """So many persons on the roll of a rotation; their service numbers."""
    of = make.state(state, *{"NPL": ("Nepal", "NP")}.get(state, ()))
    line = make._known(make.Rotation, state_code=of.code, code=rotation) or make.rotation(of, rotation)
    numbers = [f"{prefix or state}-{number}" for number in range(1, count + 1)]
    for number in numbers:
        make.assignment(line, make.person(of, number, f"Given{number} Family{number}"), **more)
    return numbers


def police(state: str = "BGD", count: int = 4, *, prefix: str = "P", rotation: str = "BANFPU-1") -> list[str]:
    """So many police of a formed unit; their service numbers."""
    of = make.state(state)
    make._keep(
        make.Unit,
        state_code=of.code,
        designation=rotation,
        unit_type_code=make.unit_type("formed_police_unit", "police").code,
    )
    make.rotation(of, rotation)
    return troops(state, count, prefix=prefix, rotation=rotation, category="formed_police")


def officer(state: str = "BGD", email: str = "") -> Identity:
    """A training officer of a State."""
    of = make.state(state, *{"NPL": ("Nepal", "NP")}.get(state, ()))
    return identity(make.account("training_officer", email or f"officer@{state}.example".lower(), state=of.code))


def nominated(session_id: str, by: Identity, numbers: list[str], state: str = "BGD") -> None:
    with transaction():
        nominating.nominate(session_id, state, numbers, good_only=False, by=by, now=NOW)


def accepted(session_id: str, by: Identity) -> None:
    """Accept everybody who waits for a decision."""
    found = nominations.of_session(sessions.session(session_id).id, standings=["nominated"])
    with transaction():
        nominating.decide(session_id, [one.public_id for one in found], "accepted", by=by, now=NOW)


def ids(session_id: str) -> dict[str, str]:
    """Service number -> public id of the nomination of whoever takes part."""
    found = nominations.accepted(sessions.session(session_id).id)
    return {one.person.service_number: one.public_id for one in found}


def attended(session_id: str, by: Identity, numbers: list[str], *, there: bool = True) -> None:
    """Everybody named was there on every day, or on none."""
    known, found = ids(session_id), sessions.session(session_id)
    marks = {(known[number], day): there for number in numbers for day in days_of(found.starts_on, found.ends_on)}
    with transaction():
        marking.attend(session_id, marks, by=by, now=NOW, today=NOW.date())


def results(session_id: str, by: Identity, given: dict[str, tuple[str, float | None]]) -> None:
    known = ids(session_id)
    with transaction():
        marking.give_results(session_id, {known[n]: one for n, one in given.items()}, by=by, now=NOW)


def checks(session_id: str, by: Identity, numbers: list[str], lessons: Iterable[str], *, passed: bool = True) -> None:
    known = ids(session_id)
    marks = {(known[number], lesson): passed for number in numbers for lesson in lessons}
    with transaction():
        marking.check(session_id, marks, by=by, now=NOW)


def close(session_id: str, by: Identity) -> None:
    with transaction():
        closing.close(session_id, by=by, now=NOW, today=NOW.date())


def confirm_results(session_id: str, by: Identity) -> int:
    with transaction():
        return closing.confirm(session_id, by=by, now=NOW, today=NOW.date())


def with_people(by: Identity, numbers: list[str], officers: dict[str, Identity] | None = None, **more: Any) -> str:
    """A running session in which these persons, all of Bangladesh, take part."""
    made = opened(by, **more)
    nominated(made, (officers or {}).get("BGD") or officer("BGD", f"{made[:8]}@example.org".lower()), numbers)
    accepted(made, by)
    if not teaching.of_sessions([sessions.session(made).id]):
        lead(made, by, version=more.get("version", "CPTM@2017"), number=f"T-{made[:6]}")
    with transaction():
        actions.confirm(made, by=by, now=NOW, today=NOW.date())
    start(made, by)
    return made
