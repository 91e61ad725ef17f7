"""What waits on the first page: every number is the length of the list it leads to, for every role, and for no other.

The lists are walked as a reader would: the link is followed, page by page, and the lines are counted.
"""

import io
import re
from datetime import timedelta
from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit

import pytest

from tests import make
from tests.client import CheckedClient, X, parsed
from tests.conftest import TODAY
from tests.house.certified import walked
from tests.house.objects import build
from tests.house.world import ROLES
from tests.intake.story import FILES
from trainingapp.accounts.actions import invitations, suspensions
from trainingapp.accounts.inviting import Offered
from trainingapp.accounts.queries import identity_of
from trainingapp.accounts.rules import OPERATOR
from trainingapp.curricula.actions import drafts as writing
from trainingapp.curricula.queries import drafts
from trainingapp.demo import samples
from trainingapp.journal import actions as journal
from trainingapp.kit.clock import now
from trainingapp.kit.db import db
from trainingapp.kit.ids import new_id
from trainingapp.letters.models import Letter
from trainingapp.people.actions import transfers
from trainingapp.training.models import SessionClosing, TrainingSession

#: The tables that hold the lines of a list; whatever else a page shows beside it is not counted.
LISTS = {"gaps", "uploads", "drafts", "records", "pairs", "received-offers", "readings", "accounts", "invitations"} | {
    "states",
    "stopped",
    "rotations",
    "curricula",
    "priorities",
    "reviews",
    "sessions",
    "queue",
    "certifications",
}

#: Who has which tasks: a right role sees the number, a wrong one does not.
TASKS: dict[str, set[str]] = {
    "officer of BGD": {"soon", "no_roll", "no_results", "short", "to_confirm", "files", "drafts", "sent_back"}
    | {"waiting", "sessions"},
    "officer of MINUSCA": {"soon", "no_roll", "no_results", "short", "files", "drafts", "sent_back", "waiting"}
    | {"sessions"},
    "officer of an institution": {"recordable", "files", "drafts", "sent_back", "waiting", "sessions"},
    "focal point of BGD": {"soon", "no_roll", "no_results", "short", "to_confirm", "files", "drafts", "sent_back"}
    | {"waiting", "duplicates", "offers", "readings", "sessions"}
    | {f"certifications_{status}" for status in ("returned", "draft", "handed", "reopened")},
    "certifying authority of BGD": {"soon", "no_roll", "no_results", "short", "to_confirm", "readings", "sessions"}
    | {"certifications_handed", "certifications_reopened"},
    "account manager of BGD": {"ran_out", "lacking_factor", "suspended", "invited", "without_factor", "readings"},
    "reviewer, military": {"soon", "no_roll", "no_results", "short", "certifications"},
    "reviewer, police": {"soon", "no_roll", "no_results", "short", "certifications"},
    "analyst": {"soon", "no_roll", "no_results", "short"},
    "curriculum editor": {"versions_in_force", "versions_transition", "versions_upcoming", "versions_pilot"}
    | {"priorities"},
    "curriculum publisher": {"versions_in_force", "versions_transition", "versions_upcoming", "versions_pilot"}
    | {"reviews"},
    "leader of MINUSCA": {"soon", "no_roll", "no_results", "short"},
    "administrator": {"ran_out", "lacking_factor", "unmanaged", "suspended_states", "suspended", "invited"}
    | {"without_factor", "letters"},
}


def tasks(page: str) -> dict[str, tuple[int, str]]:
    """Key -> how many, and where the list is."""
    found = {}
    for link in parsed(page).iter(f"{X}a"):
        if key := link.get("data-task"):
            count = next(s for s in link.iter(f"{X}span") if s.get("class") == "todo-count")
            digits = re.sub(r"\D", "", "".join(count.itertext()))
            assert key not in found, f"{key} twice"
            found[key] = (int(digits), link.get("href", ""))
    return found


def lines(client: CheckedClient, url: str) -> int:
    """How many lines the list at an address has, all pages together."""
    total, number = 0, 1
    while True:
        parts = urlsplit(url)
        asked = parse_qs(parts.query) | ({"page": [str(number)]} if number > 1 else {})
        answer = client.get(urlunsplit(parts._replace(query=urlencode(asked, doseq=True))))
        assert answer.status_code == 200, (url, answer.status_code)
        tree = parsed(answer.text)
        tables = [t for t in tree.iter(f"{X}table") if t.get("id") in LISTS]
        assert len(tables) <= 1, (url, [t.get("id") for t in tables])
        for table in tables:
            rows = [row for body in table.iter(f"{X}tbody") for row in body.iter(f"{X}tr")]
            total += sum(row.get("class") not in ("total", "module-row") for row in rows)
        if not any(f"page={number + 1}" in (a.get("href") or "") for a in tree.iter(f"{X}a")):
            return total
        number += 1


def close_sessions() -> None:
    """Somebody says of every session that its results are complete."""
    for key in db.session.scalars(db.select(TrainingSession.id)).all():
        row = {
            "public_id": new_id(),
            "session_id": key,
            "ordinal": 0,
            "content_sha256": "0" * 64,
            "passed": 0,
            "failed": 0,
            "absent": 0,
            "closed_by": "tests",
            "closed_at": now(),
        }
        with journal.entry(act="test", by="tests", now=now(), object_kind="session", object_id=str(key)) as entry:
            entry.keep(SessionClosing, [row])


@pytest.fixture
def world(session):
    """Two States' things of every kind, and something of each that can wait."""
    made = build()
    state, nepal = make.state(), make.state("NPL", "Nepal", "NP")
    units = {}
    for code, days, persons, passed in (
        ("BANPOL-1", 30, 3, 1),
        ("BANPOL-2", 59, 2, 0),
        ("BANPOL-3", 60, 2, 1),
        ("BANPOL-4", 61, 2, 1),
        ("BANPOL-5", -20, 2, 1),
        ("BANPOL-6", 20, 0, 0),
    ):
        units[code] = small(state, code, days, persons, passed)
    walked(small(nepal, "NEPPOL-1", 30, 2, 1), "handed")
    walked(units["BANPOL-1"], "handed", "submitted", "taken", "accepted")
    walked(units["BANPOL-2"], "handed")
    walked(units["BANPOL-3"], "handed", "submitted", "taken", "returned")
    walked(units["BANPOL-4"])
    small(nepal, "NEPPOL-2", 30, 0, 0)
    officer = identity_of(made.account_ids["officer of NPL"])
    person = make.person(nepal, "NPL 77", "Somebody Offered")
    transfers.offer(person.public_id, "BGD", reason="Naturalised.", version=person.entry_seq, by=officer, now=now())
    for number, days in enumerate((14, 0, 0)):
        invitations.invite(
            email=f"late{number}@example.org",
            name="Late",
            roles=[Offered("training_officer", "state", "BGD")],
            days=days,
            label=None,
            by=OPERATOR,
            now=now(),
        )
    make.account("account_manager", "second.manager@example.org", state="NPL", factor=False)
    gone = make.account("training_officer", "gone@example.org", state="BGD")
    suspensions.suspend_account(gone.public_id, reason="Left the service.", by=OPERATOR, now=now())
    make.state("XCA", "Carana", "XA")
    make.account("training_officer", "officer@xca.example", state="XCA")
    draft = drafts.draft(made.pair("version_draft_id")[0].value)
    writing.submit(draft, edition=draft.edition, by=OPERATOR, now=now())
    close_sessions()
    letter = db.session.scalars(db.select(Letter)).first()
    assert letter is not None
    letter.failure = "busy"
    db.session.commit()
    return made


def small(state, code, days, persons, passed):
    """A rotation that deploys in so many days, with so many persons, some of whom hold one course."""
    first = TODAY + timedelta(days=days)
    rotation = make.rotation(state, code, strength=5, deploys_on=first, ends_on=first + timedelta(days=364))
    for number in range(persons):
        person = make.person(state, f"{code} {number}", f"Person{number} {code.title()}")
        make.assignment(rotation, person, category="individual_police")
        if number < passed:
            make.completion(person, make.version())
    return rotation


def test_every_number_is_the_length_of_the_list_it_leads_to_and_each_has_work_of_their_own_only(app, client, world):
    some, wrong = set(), {}
    for role, expected in TASKS.items():
        client = app.test_client()
        client.sign_in(world.emails[role])
        if role == "officer of BGD":
            _look_at_a_file_and_a_person(client, world)
        found = tasks(client.get("/").text)
        assert found.keys() == expected, role
        # Looking at the other lists is noted among the readings.
        for key, (count, url) in sorted(found.items(), key=lambda one: one[0] != "readings"):
            if (listed := lines(client, url)) != count:
                wrong[role, key] = (count, listed, url)
            if count:
                some.add(key)
    assert not wrong
    # Or the numbers would be equal because they are all nought.
    assert set().union(*TASKS.values()) - some <= {"sent_back", "suspended_states", "versions_pilot"}


def test_each_first_page_takes_as_many_statements_however_much_waits(app, world, statements):
    browsers, before, after = {}, {}, {}
    for role in TASKS:
        browsers[role] = app.test_client()
        browsers[role].sign_in(world.emails[role]).get("/")
        with statements() as seen:
            browsers[role].get("/")
        before[role] = len(seen)
    for number in range(3):
        small(make.state(), f"BANNEW-{number}", 10 + number, 2, number)
    for role, client in browsers.items():
        client.get("/")  # brings coverage up to the journal
        with statements() as seen:
            client.get("/")
        after[role] = len(seen)
    assert before == after
    assert after == MEASURED


#: Statements of each first page, the two that say who is there among them; five more where the register has changed
#: since somebody last asked for the coverage that the page shows.
MEASURED = {
    "officer of BGD": 12,
    "officer of MINUSCA": 12,
    "officer of an institution": 12,
    "focal point of BGD": 21,
    "certifying authority of BGD": 17,
    "account manager of BGD": 6,
    "reviewer, military": 7,
    "reviewer, police": 7,
    "analyst": 6,
    "curriculum editor": 6,
    "curriculum publisher": 5,
    "leader of MINUSCA": 6,
    "administrator": 9,
}


def test_of_another_states_numbers_nobody_learns(client, world):
    count, _url = tasks(client.sign_in(world.emails["officer of NPL"]).get("/").text)["no_roll"]
    assert count == 1, "Nepal's own"


def test_an_empty_register_says_to_everybody_what_to_do_next(app, session):
    make.state()
    make.institution("BIPSOT", "BGD")
    for number, (title, role) in enumerate(ROLES.items()):
        if role is None:
            continue
        state, more = role.state, {"institution_code": role.institution} if role.institution else {}
        if state:
            make.state(state, state, state[:2])
        if role.mission:
            make.mission(role.mission)
        email = f"nobody{number}@example.org"
        make.account(role.role, email, state=state, mission=role.mission, **more)
        page = app.test_client().sign_in(email).get("/").text
        said = ("No rotation", "Invite", "Nobody has verified", "Curricula on", "No curriculum")
        assert any(one in page for one in said), title


def _look_at_a_file_and_a_person(client, world):
    client.get(f"/people/{world.pair('person_id')[0].value}")
    rotation = world.pair("rotation_id")[0].value
    content = (io.BytesIO(FILES[samples.RESULTS]), "results.csv")
    client.post_form(f"/rotations/{rotation}/results/upload", file=content, curriculum="CPTM@2017")
