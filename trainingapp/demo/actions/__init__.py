"""Fills an empty register with the demonstration. Every fact goes through the journal, as in life."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import func, select

from trainingapp.accounts import actions as accounts
from trainingapp.accounts.actions import factors, invitations, suspensions
from trainingapp.accounts.inviting import Offered
from trainingapp.accounts.models import Account
from trainingapp.accounts.rules import OPERATOR, SECOND_FACTOR
from trainingapp.completions import actions as completions
from trainingapp.curricula import queries as curricula
from trainingapp.curricula.queries import VersionFacts
from trainingapp.demo.actions import certifying, sessions
from trainingapp.demo.actions import requirements as stated
from trainingapp.demo.people import WRITTEN_TWICE, Course, Invented, people_of, sittings_of
from trainingapp.demo.plan import AS_OF, Planned, plan
from trainingapp.demo.signins import INSTITUTIONS, PASS_PHRASE, SIGN_INS, secret_of
from trainingapp.forces import actions as forces
from trainingapp.forces import queries as known_units
from trainingapp.forces.models import Function, Rotation
from trainingapp.forces.rules import NewRotation
from trainingapp.journal import actions as journal
from trainingapp.journal.models import JournalEntry
from trainingapp.kit.db import db
from trainingapp.kit.errors import Refused
from trainingapp.kit.ids import new_id
from trainingapp.kit.words import say
from trainingapp.people import actions as people
from trainingapp.requirements import queries as requirements
from trainingapp.requirements.rules import binding
from trainingapp.rosters.models import Batch
from trainingapp.states import actions as states
from trainingapp.states.models import MissionFlag

BY = "demonstration"
#: What may be in the journal of a register that has not been used yet.
BEFORE_USE = ("reference.load", "curriculum.load", "requirement.load")


class HoldsRealData(Refused):
    """Somebody has used this register: the demonstration would mix invented people with real ones."""

    sentence = say("This register holds data already. The demonstration goes only into an empty one.")


@dataclass
class Seeded:
    """What the demonstration put in."""

    already: bool = False
    counts: dict[str, int] = field(default_factory=dict)


def was_seeded() -> str | None:
    """The scale of the demonstration that is in this register; None when it is empty. Raises HoldsRealData."""
    details = db.session.scalar(select(JournalEntry.object_id).where(JournalEntry.act == "demo.seed"))
    if details is not None:
        return str(details)
    used = db.session.scalar(select(func.count()).where(JournalEntry.act.not_in(BEFORE_USE)))
    if used:
        raise HoldsRealData()
    return None


def add_accounts(now: datetime) -> None:
    """One sign-in per role, and the institutions some of them work for."""
    for place in INSTITUTIONS:
        code = states.add_institution(
            code=place.code, name=place.name, kind=place.kind, state_code=place.state, by=BY, now=now
        )
        for state in place.serves:
            states.let_record(code, state, by=BY, now=now)
    with journal.entry(act="account.add", by=BY, now=now, object_kind="account", object_id=BY) as entry:
        for one in SIGN_INS:
            account = accounts.add_account(entry, email=one.email, name=one.name, password=PASS_PHRASE, now=now)
            accounts.grant(
                entry,
                account,
                one.role,
                state_code=one.state,
                mission_code=one.mission,
                institution_code=one.institution,
            )
            if one.role in SECOND_FACTOR:
                secret = factors.authenticators().locked(secret_of(one.email))
                factors.add_authenticator(account.id, name="Telephone", secret=secret, now=now)


#: Days that an invitation of the demonstration lasts.
LASTS: Final = 14

#: Address, name, role, State, and how many days before the demonstration's day they were invited.
INVITED: Final = (
    ("training.branch@demo.example", "Anwar Hossain", "training_officer", "BGD", 3),
    ("training.reserve@demo.example", "Sultana Begum", "training_officer", "BGD", 40),
    ("training.carana@demo.example", "Grace Mensah", "training_officer", "XCA", 40),
)


def add_what_waits(by: str) -> None:
    """Two invitations that ran out, one that waits, and an account of somebody who left the service."""
    noon = datetime.combine(AS_OF, datetime.min.time(), UTC) + timedelta(hours=12)
    for email, name, role, state, before in INVITED:
        invitations.invite(
            email=email,
            name=name,
            roles=[Offered(role, "state", state)],
            days=LASTS,
            label=None,
            by=OPERATOR,
            now=noon - timedelta(days=before),
        )
    with journal.entry(act="account.add", by=by, now=noon, object_kind="account", object_id=by) as entry:
        # Without a pass phrase: nobody signs in with it.
        left = accounts.keep_account(
            entry, email="officer.left@demo.example", name="Mizan Talukder", hashed=None, now=noon
        )
        accounts.grant(entry, left, "training_officer", state_code="BGD")
    suspensions.suspend_account(left.public_id, reason="Left the service.", by=OPERATOR, now=noon)


def seed(scale: str, *, progress: Callable[[int, int], None] = lambda done, total: None) -> Seeded:
    """Put the demonstration in: every rotation of the plan with its roll and its results, and the sign-ins.

    Raises HoldsRealData. Again, it changes nothing. A fixed number of statements per rotation.
    """
    if was_seeded() is not None:
        return Seeded(already=True, counts=counted())
    add_accounts(datetime(2016, 1, 4, 9, tzinfo=UTC))
    stated.state()
    known = _Known()
    planned = plan(scale)
    for done, one in enumerate(planned, start=1):
        _rotation(one, known)
        progress(done, len(planned))
    sessions.hold(BY)
    stated.waive(planned)
    certifying.certify(planned, small=scale == "small")
    add_what_waits(BY)
    with journal.entry(act="demo.seed", by=BY, now=_moment(AS_OF), object_kind="reference", object_id=scale):
        pass
    return Seeded(counts=counted())


def counted() -> dict[str, int]:
    """How many rows of each kind of fact there are."""
    from trainingapp.completions.models import Completion
    from trainingapp.forces.models import Assignment
    from trainingapp.people.models import Person

    models: Mapping[str, Any] = {
        "rotations": Rotation,
        "persons": Person,
        "assignments": Assignment,
        "completions": Completion,
        "accounts": Account,
    }
    return {name: db.session.scalar(select(func.count()).select_from(model)) or 0 for name, model in models.items()}


class _Known:
    """What every rotation needs: the versions of the courses, the functions, the missions' flags."""

    def __init__(self) -> None:
        self.versions = {
            (version.code, version.label): version
            for shown in curricula.overview(AS_OF)
            for version in curricula.versions(shown.code)
        }
        self.decides = set(db.session.scalars(select(Function.code).where(Function.tactical_decision_maker.is_(True))))
        self.flags = {(flag.mission_code, flag.flag) for flag in db.session.scalars(select(MissionFlag))}
        self.rules, self.mission_flags = requirements.rules(), requirements.mission_flags()

    def version_on(self, code: str, day: date) -> VersionFacts:
        """The newest version of a curriculum that existed on a day."""
        known = [v for (c, _), v in self.versions.items() if c == code and v.effective_from <= day]
        return max(known, key=lambda version: version.effective_from)

    def begins(self, code: str) -> date:
        """The first day on which a curriculum could be taught at all."""
        return min(v.effective_from for (c, _), v in self.versions.items() if c == code)


def _moment(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), UTC) + timedelta(hours=9)


def _rotation(planned: Planned, known: _Known) -> None:
    """One rotation: its unit, its roll, and what its people took."""
    entered_on = min(planned.deploys_on - timedelta(days=120), AS_OF)
    public_id = new_id()
    with journal.entry(
        act="rotation.add",
        by=BY,
        now=_moment(entered_on),
        object_kind="rotation",
        object_id=public_id,
        state_code=planned.state,
        details={"code": planned.code, "mission": planned.mission, "strength": planned.strength},
    ) as entry:
        before = known_units.unit(planned.state, planned.designation)
        unit = before.id if before else forces.add_unit(
            entry, state=planned.state, designation=planned.designation, unit_type=planned.unit_type
        )  # fmt: skip
        forces.add_rotation(entry, _as_new(planned), unit_id=unit, public_id=public_id)
    if not planned.has_roll:
        return
    rotation_id = db.session.execute(select(Rotation.id).where(Rotation.public_id == public_id)).scalar_one()
    roll = people_of(planned)
    persons = _roll(planned, roll, rotation_id, public_id, _moment(entered_on))
    for course, places in _courses(planned, roll, known):
        for sitting in sittings_of(planned, course, places, as_of=AS_OF):
            _sitting(planned, sitting.held_on, sitting.results, persons, rotation_id, public_id, course, known)


def _as_new(planned: Planned) -> NewRotation:
    return NewRotation(
        state=planned.state,
        designation=planned.designation,
        unit_type=planned.unit_type,
        code=planned.code,
        mission=planned.mission,
        location=planned.location,
        deploys_on=planned.deploys_on,
        ends_on=planned.ends_on,
        strength=planned.strength,
    )


def _roll(planned: Planned, roll: list[Invented], rotation_id: int, public_id: str, now: datetime) -> list[int]:
    """The nominal roll; gives the persons' keys in its order."""
    with journal.entry(
        act="roll.record",
        by=BY,
        now=now,
        object_kind="rotation",
        object_id=public_id,
        state_code=planned.state,
        details={"rows": len(roll), "recorded": len(roll)},
    ) as entry:
        ids = people.add_people(
            entry,
            planned.state,
            [
                {
                    "service_number": one.service_number,
                    "family_name": one.family_name,
                    "given_names": one.given_names,
                    "original_name": one.original_name,
                    "sex": one.sex,
                    "born_on": one.born_on,
                }
                for one in roll
            ],
        )
        keys = [ids[one.service_number][0] for one in roll]
        forces.assign(
            entry,
            state=planned.state,
            rotation_id=rotation_id,
            rows=[
                {
                    "person_id": key,
                    "category": one.category,
                    "rank": one.rank,
                    "function": one.function,
                    "function_code": one.function_code,
                }
                for key, one in zip(keys, roll, strict=True)
            ],
        )
        if (planned.state, planned.code) in WRITTEN_TWICE:
            people.look(planned.state, keys)
    return keys


def _courses(planned: Planned, roll: list[Invented], known: _Known) -> list[tuple[Course, list[int]]]:
    """What this contingent trains, and who of it: the courses required of it, months before it deploys."""
    everybody = list(range(len(roll)))
    military = planned.component == "military"
    wanted = [("CPTM", 75, everybody), ("SEA-ELEARN", 62, everybody), ("BFA", 50, everybody)]
    if military and (planned.mission, "CP") in known.flags:
        wanted.append(("CP-MIL", 41, everybody))
    if military and (planned.mission, "POC") in known.flags:
        wanted.append(("CPOC-MIL", 33, [i for i in everybody if roll[i].function_code in known.decides]))
    wanted += _asked_since(planned, roll, known)
    found = []
    for code, days_before, places in wanted:
        planned_on = max(planned.deploys_on - timedelta(days=days_before), known.begins(code) + timedelta(days=5))
        if places and planned_on <= AS_OF:
            version = known.version_on(code, planned_on)
            found.append((Course(code, version.label, planned_on, version.pass_rule.mark), places))
    return found


#: What rules ask for since a day: how many days before they deploy those who need it take it.
SINCE: Final = {"JNRCMD": 46, "CIED-BASIC": 24, "POC-POL": 38}


def _asked_since(planned: Planned, roll: list[Invented], known: _Known) -> list[tuple[str, int, list[int]]]:
    """The courses that this rotation needs because it deploys since the day of their rules."""
    binds = binding(
        known.rules,
        flags=known.mission_flags,
        mission=planned.mission,
        deploys_on=planned.deploys_on,
        unit_type=planned.unit_type,
    )
    found: dict[str, set[int]] = {}
    for rule in binds:
        if rule.curriculum in SINCE:
            found.setdefault(rule.curriculum, set()).update(
                place
                for place, one in enumerate(roll)
                if rule.binds_person(
                    category=one.category, decides=one.function_code in known.decides, function=one.function_code
                )
            )
    return [(code, SINCE[code], sorted(places)) for code, places in found.items()]


def _sitting(
    planned: Planned,
    held_on: date,
    results: Mapping[int, tuple[str, float | None]],
    persons: list[int],
    rotation_id: int,
    public_id: str,
    course: Course,
    known: _Known,
) -> None:
    """One course on one day, as the batch of one file."""
    version = known.versions[course.curriculum, course.label]
    recorded_on = min(held_on + timedelta(days=3), AS_OF)
    now, batch = _moment(recorded_on), new_id()
    with journal.entry(
        act="roster.record",
        by=BY,
        now=now,
        object_kind="rotation",
        object_id=public_id,
        state_code=planned.state,
        details={"rows": len(results), "recorded": len(results), "curriculum": f"{course.curriculum} {course.label}"},
    ) as entry:
        row: dict[str, object] = {
            "public_id": batch,
            "state_code": planned.state,
            "rotation_id": rotation_id,
            "kind": "results",
            "version_id": version.id,
            "file_sha256": "0" * 64,
            "rows": len(results),
            "recorded": len(results),
            "unchanged": 0,
            "refused": 0,
            "recorded_by": BY,
            "recorded_at": now,
        }
        entry.keep(Batch, [row])
        batch_id = db.session.execute(select(Batch.id).where(Batch.public_id == batch)).scalar_one()
        completions.record(
            entry,
            ((persons[i], held_on, result, score, n) for n, (i, (result, score)) in enumerate(results.items(), 2)),
            state_code=planned.state,
            version=version,
            ordinals={},
            batch_id=batch_id,
            today=recorded_on,
        )
