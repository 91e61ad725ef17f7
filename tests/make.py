"""Rows for tests, each with the least it needs: named people, real States, kept through the journal as in life."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select

from trainingapp.accounts.models import Account
from trainingapp.accounts.rules import SECOND_FACTOR
from trainingapp.completions.models import Completion
from trainingapp.curricula.models import Curriculum, CurriculumVersion
from trainingapp.demo.signins import secret_of
from trainingapp.forces.models import Assignment, Function, Rotation, Unit, UnitType
from trainingapp.journal import actions as journal
from trainingapp.kit.db import db
from trainingapp.kit.ids import new_id
from trainingapp.people import actions as people
from trainingapp.people.models import Person
from trainingapp.requirements.models import UnitStatement
from trainingapp.states.models import Mission, State

NOW = datetime(2017, 12, 31, 9, tzinfo=UTC)


def _known(model: Any, **key: Any) -> Any:
    return db.session.scalars(select(model).filter_by(**key)).one_or_none()


def _add(row: Any) -> Any:
    db.session.add(row)
    db.session.commit()
    return row


def _keep(model: Any, **values: Any) -> Any:
    values.setdefault("public_id", new_id())
    with journal.entry(act="test", by="tests", now=NOW, object_kind="test", object_id="test") as entry:
        entry.keep(model, [values])
        if model is Person:
            people.refresh_now([values["id"]])
    row = db.session.scalars(select(model).where(model.public_id == values["public_id"])).one()
    db.session.commit()
    return row


def state(code: str = "BGD", name: str = "Bangladesh", iso2: str = "BD") -> State:
    return _known(State, code=code) or _add(
        State(
            code=code,
            iso2=iso2,
            m49=None,
            kind="member",
            name=name,
            names="{}",
            own_language="en",
            region="",
            subregion="",
        )
    )


def mission(code: str = "MINUSCA") -> Mission:
    return _known(Mission, code=code) or _add(
        Mission(code=code, name=code, host="—", kind="PKO", established_on=date(2014, 4, 10), closed_on=None)
    )


def unit_type(code: str = "infantry_battalion", component: str = "military") -> UnitType:
    return _known(UnitType, code=code) or _add(
        UnitType(code=code, label=code, component=component, nominal_strength=850)
    )


def function(code: str = "battalion_commander", *, decides: bool = True) -> Function:
    return _known(Function, code=code) or _add(Function(code=code, label=code, tactical_decision_maker=decides))


def unit(of: State, designation: str = "BANBAT-4") -> Unit:
    return _known(Unit, state_code=of.code, designation=designation) or _keep(
        Unit, state_code=of.code, designation=designation, unit_type_code=unit_type().code
    )


def rotation(of: State, code: str = "BANBAT-4", **more: Any) -> Rotation:
    values = {"mission_code": mission().code, "deploys_on": date(2017, 11, 15), "ends_on": date(2018, 11, 14)}
    values |= {"strength": 850} | more
    values.setdefault("unit_id", unit(of, code).id)
    return _keep(Rotation, state_code=of.code, code=code, **values)


def person(of: State, service_number: str = "A1", full_name: str = "Alice Uwera", **more: Any) -> Person:
    values = {"full_name": full_name, "sex": "female"} | more
    return _keep(Person, state_code=of.code, service_number=service_number, **values)


def assignment(rotation: Rotation, person: Person, **more: Any) -> Assignment:
    values = {"ordinal": 0, "category": "troops"} | more
    return _keep(Assignment, state_code=person.state_code, rotation_id=rotation.id, person_id=person.id, **values)


def unit_statement(of: str, language: str = "en") -> str:
    """A statement of unit requirements of a mission for the usual kind of unit; its public id."""
    row = _keep(
        UnitStatement,
        mission_code=mission(of).code,
        unit_type_code=unit_type().code,
        version=1,
        effective_from=date(2016, 1, 1),
        headcount=850,
        language=language,
        source="SUR/1",
        stated_by="tests",
        stated_at=NOW,
    )
    return str(row.public_id)


def version(code: str = "CPTM", label: str = "2017", **more: Any) -> CurriculumVersion:
    """A version of a curriculum; the one from the content files when they are loaded."""
    if known := _known(CurriculumVersion, curriculum_code=code, label=label):
        return known
    _known(Curriculum, code=code) or _add(Curriculum(code=code, title=code, kind="CORE"))
    values = {
        "title": code,
        "status": "published",
        "effective_from": date(2014, 1, 1),
        "minutes": 60,
        "lesson_count": 1,
        "pass_kind": "score",
        "pass_mark": 70,
        "validity_kind": "months",
        "validity_months": 24,
        "topics": "",
        "languages": "en fr",
        "content": '{"module": []}',
        "content_sha256": "0" * 64,
    } | more
    return _keep(CurriculumVersion, curriculum_code=code, label=label, **values)


def newest(code: str) -> CurriculumVersion:
    """The newest published version of a curriculum from the content files that was there in September 2017."""
    rows = db.session.scalars(
        select(CurriculumVersion)
        .where(CurriculumVersion.curriculum_code == code, CurriculumVersion.effective_from <= date(2017, 9, 25))
        .order_by(CurriculumVersion.effective_from.desc())
    )
    return rows.first() or version(code)


def equivalence(
    code: str, *parts: str, first: date = date(2017, 1, 1), last: date | None = None, reference: str = "DPKO 2017/1"
) -> str:
    """Training that stands for a curriculum, each part as `CODE` or `CODE@label`; its public id."""
    from trainingapp.accounts.rules import OPERATOR
    from trainingapp.curricula.actions import deciding
    from trainingapp.curricula.recognition import Part

    found = deciding.recognise(
        code,
        [Part(one.partition("@")[0], one.partition("@")[2] or None) for one in parts],
        first=first,
        last=last,
        authority="Integrated Training Service",
        reference=reference,
        note=None,
        by=OPERATOR,
        now=NOW,
    )
    db.session.commit()
    return found


def completion(
    of: Person, version: CurriculumVersion, completed_on: date = date(2017, 9, 25), **more: Any
) -> Completion:
    values = {"ordinal": 0, "result": "pass", "evidence": "recorded", "recorded_on": date(2017, 12, 31)}
    values |= {"valid_through": date(completed_on.year + 2, completed_on.month, completed_on.day)} | more
    return _keep(
        Completion,
        state_code=of.state_code,
        person_id=of.id,
        version_id=version.id,
        completed_on=completed_on,
        **values,
    )


def institution(code: str = "BIPSOT", *states: str, name: str = "Institute of Peace Support") -> str:
    """An institution in Bangladesh, which these States let record for their people; its code."""
    from trainingapp.states import actions

    with journal.entry(act="test", by="tests", now=NOW, object_kind="test", object_id="test") as entry:
        actions.keep_institution(entry, code=code, name=name, kind="national", state_code=state().code)
        for one in states:
            actions.keep_consent(entry, code, one)
    db.session.commit()
    return code


def account(
    role: str,
    email: str = "",
    *,
    state: str | None = None,
    mission: str | None = None,
    factor: bool = True,
    **more: Any,
) -> Account:
    """Somebody who can sign in with the pass phrase of the tests, and with an app's code where the role needs one.

    With `factor=False` the app is still to be set up.
    """
    from trainingapp.accounts.actions import add_account, factors, grant

    with journal.entry(act="test", by="tests", now=NOW, object_kind="test", object_id="test") as entry:
        made = add_account(
            entry,
            email=email or f"{role}.{state or mission or 'un'}@example.org".lower(),
            name=role,
            password="a-good-pass-phrase",
            now=NOW,
        )
        grant(entry, made, role, state_code=state, mission_code=mission, **more)
        if role in SECOND_FACTOR and factor:
            secret = factors.authenticators().locked(secret_of(made.email))
            factors.add_authenticator(made.id, name="Telephone", secret=secret, now=NOW)
    db.session.commit()
    return made
