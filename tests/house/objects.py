"""The people and things that tests/house/test_routes.py tries on every route: who there is, what there is, and whose.

An argument of a URL that is missing here makes that file red. Add to OBJECTS a function that gives a near object
(Bangladesh's, in MINUSCA) and a far one (Nepal's, in UNMISS), or to COMPANIONS a value that goes with any object.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta

from flask import current_app

from tests import make
from tests.house import drafts, identities
from tests.house.attested import attested
from tests.house.certified import certified
from tests.house.papers import on_paper
from tests.house.priorities import asked
from tests.house.requirements import required
from tests.house.reviewed import reviewed
from tests.house.training import feeds, planned, told_by
from tests.house.world import ROLES, Thing, World, everyones, of_state, own
from tests.letters.box import waiting
from trainingapp.accounts import queries as accounts
from trainingapp.accounts.actions import invitations, resets
from trainingapp.accounts.inviting import Offered
from trainingapp.accounts.models import Authenticator, SignIn
from trainingapp.accounts.queries import identity_of
from trainingapp.accounts.rules import OPERATOR, token_sha256
from trainingapp.certificates import actions as certificates
from trainingapp.certificates.rules import Letterhead
from trainingapp.completions import actions as completions
from trainingapp.completions.models import Completion
from trainingapp.jobs.models import Job
from trainingapp.jobs.work import queue
from trainingapp.journal import actions as journal
from trainingapp.kit.clock import now
from trainingapp.kit.db import db
from trainingapp.kit.ids import new_id
from trainingapp.overviews import actions as views
from trainingapp.people.models import LikelyDuplicate
from trainingapp.records.models import OwnLink
from trainingapp.rosters.models import Batch, Upload
from trainingapp.rosters.models.by_hand import EvidenceFile, HandDraft, HandRecord, HandRow

ABSENT = "absent-absent-absent-0"

#: Name of an argument -> the near and the far object.
OBJECTS: Mapping[str, Callable[[World], tuple[Thing, Thing]]] = {
    **{
        name: (lambda world, name=name: world.pair(name))
        for name in (
            *("rotation_id", "person_id", "completion_id", "certificate_id"),
            *("draft_id", "hand_id", "evidence_id"),
            "link_id",
            *(
                "upload_id",
                "batch_id",
                "job_id",
                "pair_id",
                "state",
                "mission",
                "sign_in_id",
                "factor_id",
                "invitation_id",
            ),
            *("account_id", "grant_id", "suspension_id"),
            *("other_id", "merge_id", "offer_id", "sent_id"),
            "version_draft_id",
            "priority_id",
            *("rule_code", "statement_id", "waiver_id", "reviewed_rotation_id", "reviewed_waiver_id"),
            "equivalence_id",
            "session_id",
            "sheet_id",
            "trainer_id",
            "cause_id",
            *("report_id", "need_id", "number", "emerging_id"),
            *("attestation_id", "paper_id", "officer_id"),
            *("reviewed_attestation_id", "remarked_attestation_id", "sample_id", "reviewed_sample_id"),
            "view_id",
            *("listing_id", "concern_id"),
        )
    },
    # Whoever holds a certificate's link may check it, whatever State it is of.
    "public_id": lambda world: tuple(everyones(thing.value) for thing in world.pair("certificate_id")),  # type: ignore
    "code": lambda world: (everyones("CPTM"), everyones("BFA")),
    "mission_code": lambda world: (everyones("MINUSCA"), everyones("UNMISS")),
    # Which institutions there are is no secret among those who may ask.
    # An institution tells of itself; the administration of any.
    "place_code": lambda world: tuple(told_by(code) for code in ("BIPSOT", "FARTC")),  # type: ignore[dict-item, return-value]
    "institution_code": lambda world: (everyones("BIPSOT"), everyones("FARTC")),
}

#: Arguments that name no object of anybody's: which of its files, which of its versions.
COMPANIONS: Mapping[str, str] = {
    "filename": "register.css",
    "kind": "csv",
    "label": "2017",
    "place": "1",
    "form": "csv",
    "failure": "busy",
    "field": "rank",
    "old": "2017",
    "new": "2017",
}

#: What a link's token is for -> a token that opens something now, and one of the same kind that is used or expired.
BEARERS: Mapping[str, Callable[[World], tuple[str, str]]] = {
    purpose: (lambda world, purpose=purpose: world.tokens[purpose])
    for purpose in ("invitation", "reset", "own record", "calendar")
}

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
    make.institution("BIPSOT", "BGD")
    make.institution("FARTC", name="A far training centre")
    nepal = make.state("NPL", "Nepal", "NP")
    for number, (title, role) in enumerate(ROLES.items()):
        if role is None:
            continue
        world.emails[title] = email = f"person{number}@example.org"
        more = {"institution_code": role.institution} if role.institution else {}
        account = make.account(role.role, email, state=role.state, mission=role.mission, **more)
        world.accounts[title], world.account_ids[title] = account.public_id, account.id
    for owner in ("certifying authority of BGD", "administrator"):
        _own_things(world, owner)
    for owner in ("certifying authority of BGD", "officer of NPL"):
        _kept_view(world, owner)
    _links(world)
    feeds(world)
    _things(world, make.state(), "MINUSCA", world.accounts["officer of BGD"])
    _things(world, nepal, "UNMISS", world.accounts["officer of NPL"])
    _transfers(world)
    drafts.written(world)
    _equivalences(world)
    asked(world)
    required(world)
    on_paper(world)
    planned(world)
    attested(world)
    certified(world)
    reviewed(world)
    return world


def _own_things(world: World, owner: str) -> None:
    """A sign-in in another browser, and the second factor: nobody else's business."""
    account_id, public_id = world.account_ids[owner], world.accounts[owner]
    signed_in = make._add(
        SignIn(
            public_id=new_id(),
            token_sha256=token_sha256(owner),
            account_id=account_id,
            began_at=now(),
            seen_at=now(),
            proved_at=now(),
            factor_at=now(),
            way="authenticator",
            browser="Firefox",
            system="Linux",
            network="203.0.113.0/24",
        )
    )
    factor = db.session.scalars(db.select(Authenticator.public_id).where(Authenticator.account_id == account_id)).one()
    world.add("sign_in_id", own(signed_in.public_id, public_id))
    world.add("factor_id", own(factor, public_id))


def _kept_view(world: World, owner: str) -> None:
    """A page of figures that somebody keeps: nobody else's business."""
    about = {"name": "Mine", "page": "overview", "asked": "{}", "schedule": "none"}
    view = views.save(world.accounts[owner], **about, now=now(), today=now().date())
    world.add("view_id", own(view, world.accounts[owner]))


def _links(world: World) -> None:
    """Invitations to either State, and a forgotten pass phrase, by the links of their letters."""
    settings = current_app.config["SETTINGS"]
    opened: list[str] = []
    # The first two are looked at, sent again and withdrawn; the others are answered, or too old to be.
    for number, (code, days) in enumerate((("BGD", 14), ("NPL", 14), ("BGD", 14), ("BGD", 0))):
        email = f"invited{number}@example.org"
        made = invitations.invite(
            email=email,
            name="Invited",
            roles=[Offered("training_officer", "state", code)],
            days=days,
            label=None,
            by=OPERATOR,
            now=now(),
        )
        if number < 2:
            world.add("invitation_id", of_state(made, code))
        else:
            opened.append(secret_in(waiting(email)[-1].text))
    world.tokens["invitation"] = opened[0], opened[1]
    opened = []
    for minutes in (60, 0):
        email = world.emails["officer of NPL"]
        resets.ask(email, base_url=settings.base_url, minutes=minutes, issuer="", label="", now=now())
        opened.append(secret_in(waiting(email)[-1].text))
    world.tokens["reset"] = opened[0], opened[1]
    db.session.commit()


def secret_in(letter: str) -> str:
    """The token of the link in a letter."""
    found = re.search(r"^http\S+/([\w-]{43})$", letter, re.M)
    assert found, letter
    return found[1]


def _reviewed(world: World, code: str) -> None:
    """A colleague with a role of the State, and something recorded that is under review."""
    colleague = make.account("training_officer", f"colleague@{code}.example".lower(), state=code)
    (grant,) = accounts.grants_held(colleague)
    person = make.person(make.state(code), f"{code} 2", "Colleague Trained")
    with journal.entry(
        act="roster.record",
        by=colleague.public_id,
        now=make.NOW,
        object_kind="person",
        object_id=person.public_id,
        state_code=code,
    ) as entry:
        row = {"public_id": new_id(), "state_code": code, "person_id": person.id, "version_id": make.version().id}
        days = {"completed_on": date(2017, 9, 25), "recorded_on": date(2017, 12, 31)}
        entry.keep(Completion, [row | days | {"ordinal": 0, "result": "pass", "evidence": "recorded"}])
    with journal.entry(
        act="recordings.suspend", by="tests", now=make.NOW, object_kind="account", object_id=colleague.public_id
    ) as entry:
        held = completions.hold(
            entry,
            state_code=code,
            account_key=colleague.id,
            since=make.NOW,
            reason="A trial.",
            by_the_register=False,
            by="tests",
            now=make.NOW,
        )
    db.session.commit()
    world.add("account_id", of_state(colleague.public_id, code))
    world.add("grant_id", of_state(grant.public_id, code))
    world.add("suspension_id", of_state(held.public_id, code))


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
    _reviewed(world, code)
    # A State's or a mission's figures are there for whoever reaches one of its rotations.
    world.add("state", of_state(code, code, mission))
    world.add("mission", of_state(mission, code, mission))
    world.add("rotation_id", of_state(rotation.public_id, code, mission))
    world.add("person_id", of_state(person.public_id, code, mission))
    world.add("completion_id", of_state(completion.public_id, code, mission))
    world.add("batch_id", of_state(batch.public_id, code, mission))
    world.add("upload_id", own(upload.public_id, owner, code, mission))
    world.add("job_id", own(job.public_id, owner))
    about = {"state_code": code, "rotation_id": rotation.id, "version_id": version.id}
    _typed_by_hand(world, person.id, about, owner, mission)
    _own_link(world, code, person.id, owner)
    make.person(state, f"{code}-1", "Uwera Alice")
    pair = db.session.scalars(db.select(LikelyDuplicate).where(LikelyDuplicate.state_code == code)).one()
    world.add("pair_id", of_state(pair.public_id, code))
    other, merge = identities.merged(state)  # type: ignore[arg-type]
    world.add("other_id", of_state(other, code))
    world.add("merge_id", of_state(merge, code))


def _equivalences(world: World) -> None:
    """What stands for what is known to everybody who reads curricula."""
    for code in ("CPTM", "BFA"):
        make.version(code)
        stands = make.equivalence(code, make.version(f"OTHER-{code}", "2015").curriculum_code)
        world.add("equivalence_id", everyones(stands))


def _transfers(world: World) -> None:
    """Offers from State to State: answered by whom they are made to, taken back by who made them."""
    near, far = (thing.value for thing in world.pair("other_id"))
    ours, theirs = identities.offered(near, "NPL"), identities.offered(far, "BGD")
    world.things["sent_id"] = [of_state(ours, "BGD"), of_state(theirs, "NPL")]
    world.things["offer_id"] = [of_state(theirs, "BGD"), of_state(ours, "NPL")]


def _own_link(world: World, code: str, person_id: int, owner: str) -> None:
    """A private link to the own record of a person: Bangladesh's opens it, Nepal's has run out."""
    token = f"{code}-link".ljust(43, "x")
    days = 14 if code == "BGD" else 1
    made_at = make.NOW - timedelta(days=2)
    link = make._keep(
        OwnLink,
        state_code=code,
        person_id=person_id,
        token_sha256=token_sha256(token),
        expires_at=made_at + timedelta(days=days),
        most_openings=1_000,
        made_by=owner,
        made_at=made_at,
    )
    world.add("link_id", of_state(link.public_id, code))
    near = world.tokens.get("own record", (token, ""))[0]
    world.tokens["own record"] = (near, token)


def _typed_by_hand(world: World, person_id: int, about: dict[str, object], owner: str, mission: str) -> None:
    """Results that somebody is typing, and others that wait for a colleague, with their evidence."""
    code = str(about["state_code"])
    empty = {"completed_on": None, "chosen": "[]", "cells": "{}", "files": "[]"}
    draft = HandDraft(public_id=new_id(), **about, **empty, started_by=owner, changed_at=make.NOW)
    db.session.add(draft)
    record = make._keep(
        HandRecord, **about, rows=1, content_sha256="0" * 64, mends_id=None, recorded_by=owner, recorded_at=make.NOW
    )
    # Somebody's result rests on the evidence: what nobody's rests on is gone.
    result = {"person_id": person_id, "completed_on": date(2017, 10, 2), "result": "pass"}
    make._keep(HandRow, state_code=code, hand_record_id=record.id, **result)
    sheet = {"name": "sheet.pdf", "kind": "pdf", "bytes": 1, "sha256": "0" * 64, "stored": new_id()}
    evidence = make._keep(EvidenceFile, state_code=code, hand_record_id=record.id, **sheet)
    world.add("draft_id", own(draft.public_id, owner, code, mission))
    world.add("hand_id", of_state(record.public_id, code, mission))
    world.add("evidence_id", of_state(evidence.public_id, code, mission))
