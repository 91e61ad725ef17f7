"""The people and things that tests/house/test_routes.py tries on every route: who there is, what there is, and whose.

An argument of a URL that is missing here makes that file red. Add to OBJECTS a function that gives a near object
(Bangladesh's, in MINUSCA) and a far one (Nepal's, in UNMISS), or to COMPANIONS a value that goes with any object.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from tests import make
from trainingapp.accounts.queries import identity_of
from trainingapp.accounts.rules import MAY, Identity
from trainingapp.certificates import actions as certificates
from trainingapp.certificates.rules import Letterhead
from trainingapp.jobs.models import Job
from trainingapp.jobs.work import queue
from trainingapp.kit.db import db
from trainingapp.rosters.models import Batch, Upload
from trainingapp.states.models import Institution, InstitutionState

ABSENT = "absent-absent-absent-0"


@dataclass(frozen=True)
class Role:
    """Somebody to try with: a role, and whom it is for."""

    role: str
    state: str | None = None
    mission: str | None = None
    institution: str | None = None

    @property
    def permissions(self) -> frozenset[str]:
        kind = "state" if self.state else "mission" if self.mission else "institution" if self.institution else "all"
        return MAY[(self.role, kind)]


ROLES: Mapping[str, Role | None] = {
    "a visitor": None,
    "officer of BGD": Role("training_officer", state="BGD"),
    "officer of NPL": Role("training_officer", state="NPL"),
    "officer of MINUSCA": Role("training_officer", mission="MINUSCA"),
    "officer of an institution": Role("training_officer", institution="BIPSOT"),
    "focal point of BGD": Role("focal_point", state="BGD"),
    "certifying authority of BGD": Role("certifying_authority", state="BGD"),
    "reviewer, military": Role("reviewer_military"),
    "reviewer, police": Role("reviewer_police"),
    "analyst": Role("analyst"),
    "curriculum editor": Role("curriculum_editor"),
    "administrator": Role("administrator"),
}


@dataclass(frozen=True)
class Thing:
    """A value for a URL's argument, and who reaches what it names."""

    value: str
    reached_by: Callable[[Identity, str | None], bool]


def of_state(value: str, state: str, mission: str | None = None) -> Thing:
    """A State's thing: within the scope of the permission that the route asks for."""
    return Thing(value, lambda who, may: may is not None and who.scope(may).reaches(state, mission))


def own(value: str, owner: str, state: str | None = None, mission: str | None = None) -> Thing:
    """A thing of one account's only; of a State besides, when it names one."""

    def reached_by(who: Identity, may: str | None) -> bool:
        within = state is None or (may is not None and who.scope(may).reaches(state, mission))
        return who.public_id == owner and within

    return Thing(value, reached_by)


def everyones(value: str) -> Thing:
    """Reference data: for whoever may use the route at all."""
    return Thing(value, lambda who, may: True)


@dataclass
class World:
    """What there is: ids by kind, first Bangladesh's in MINUSCA, then Nepal's in UNMISS."""

    emails: dict[str, str] = field(default_factory=dict)
    accounts: dict[str, str] = field(default_factory=dict)
    account_ids: dict[str, int] = field(default_factory=dict)
    things: dict[str, list[Thing]] = field(default_factory=dict)

    def pair(self, kind: str) -> tuple[Thing, Thing]:
        near, far = self.things[kind]
        return near, far

    def add(self, kind: str, thing: Thing) -> None:
        self.things.setdefault(kind, []).append(thing)


#: Name of an argument -> the near and the far object.
OBJECTS: Mapping[str, Callable[[World], tuple[Thing, Thing]]] = {
    **{
        name: (lambda world, name=name: world.pair(name))
        for name in (
            *("rotation_id", "person_id", "completion_id", "certificate_id"),
            *("upload_id", "batch_id", "job_id", "state", "mission"),
        )
    },
    # Whoever holds a certificate's link may check it, whatever State it is of.
    "public_id": lambda world: tuple(everyones(thing.value) for thing in world.pair("certificate_id")),  # type: ignore
    "code": lambda world: (everyones("CPTM"), everyones("BFA")),
    "mission_code": lambda world: (everyones("MINUSCA"), everyones("UNMISS")),
}

#: Arguments that name no object of anybody's: which of its files, which of its versions.
COMPANIONS: Mapping[str, str] = {"filename": "register.css", "kind": "csv", "label": "2017"}

#: Endpoint -> what its form must say before the question of whose it is comes up; by the near or the far object.
FIELDS: Mapping[str, Callable[[World, bool], dict[str, str]]] = {
    name: (lambda world, far: {"chosen": world.pair("certificate_id")[far].value})
    for name in ("certificates.revoke", "certificates.revoke_chosen")
}

#: Endpoint -> a second permission that its view asks for.
ALSO: Mapping[str, str] = {"certificates.missing": "certificates.see"}


def build() -> World:
    """The people and the things, kept as in life."""
    world = World()
    db.session.add(Institution(code="BIPSOT", name="BIPSOT", kind="national", state_code=make.state().code))
    db.session.flush()
    db.session.add(InstitutionState(institution_code="BIPSOT", state_code="BGD"))
    db.session.commit()
    nepal = make.state("NPL", "Nepal", "NP")
    for number, (title, role) in enumerate(ROLES.items()):
        if role is None:
            continue
        world.emails[title] = email = f"person{number}@example.org"
        more = {"institution_code": role.institution} if role.institution else {}
        account = make.account(role.role, email, state=role.state, mission=role.mission, **more)
        world.accounts[title], world.account_ids[title] = account.public_id, account.id
    _things(world, make.state(), "MINUSCA", world.accounts["officer of BGD"])
    _things(world, nepal, "UNMISS", world.accounts["officer of NPL"])
    return world


def _things(world: World, state: object, mission: str, owner: str) -> None:
    code = state.code  # type: ignore[attr-defined]
    version = make.version()
    rotation = make.rotation(state, f"{code}-1", mission_code=make.mission(mission).code)
    person = make.person(state, f"{code} 1")
    make.assignment(rotation, person)
    completion = make.completion(person, version)
    about = {"state_code": code, "rotation_id": rotation.id, "kind": "results", "version_id": version.id}
    batch = make._keep(
        Batch,
        **about,
        file_sha256="0" * 64,
        rows=1,
        recorded=1,
        unchanged=0,
        refused=0,
        recorded_by=owner,
        recorded_at=make.NOW,
    )
    header = "Service number,Name,Result,Date\n"
    upload = make._add(
        Upload(
            public_id=f"upload-{code}-0123456789"[:22],
            **about,
            name="results.csv",
            sha256="0" * 64,
            content=f"{header}{code} 2,Nobody Known,pass,{date(2017, 9, 25)}\n".encode(),
            answers="{}",
            uploaded_by=owner,
            uploaded_at=make.NOW,
        )
    )
    job = make._add(
        Job(
            public_id=f"job-{code}-0123456789abcdef"[:22],
            kind="none",
            asked_by=owner,
            arguments="{}",
            status="done",
            result='{"file": "made.csv"}',
            created_at=make.NOW,
            heartbeat_at=make.NOW,
        )
    )
    folder = queue().folder / job.public_id
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "made.csv").write_text("made")
    officer = identity_of(world.account_ids["officer of BGD" if code == "BGD" else "officer of NPL"])
    assert officer
    letterhead = Letterhead(prefix="UNPKT", base_url="https://register.example")
    certificate = certificates.issue_one(completion.public_id, letterhead=letterhead, by=officer, now=make.NOW)
    db.session.commit()
    world.add("certificate_id", of_state(certificate, code, mission))
    # A State's or a mission's figures are there for whoever reaches one of its rotations.
    world.add("state", of_state(code, code, mission))
    world.add("mission", of_state(mission, code, mission))
    world.add("rotation_id", of_state(rotation.public_id, code, mission))
    world.add("person_id", of_state(person.public_id, code, mission))
    world.add("completion_id", of_state(completion.public_id, code, mission))
    world.add("batch_id", of_state(batch.public_id, code, mission))
    world.add("upload_id", own(upload.public_id, owner, code, mission))
    world.add("job_id", own(job.public_id, owner))
