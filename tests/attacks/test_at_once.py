"""Several at the same moment: a double click has one effect, two officers both succeed or one is told, and nobody gets
a failure of ours (trust rules 5, 9 and 10). Real commits on a database of their own, requests in threads."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from io import BytesIO
from itertools import count
from threading import Barrier
from typing import Any, NamedTuple

import pytest
from flask import Flask
from sqlalchemy import Engine, func, select
from werkzeug.test import TestResponse

from tests import make
from tests.client import CheckedClient, X, form_of
from tests.office import office_on
from trainingapp.accounts.rules import OPERATOR
from trainingapp.certificates import actions as certificates
from trainingapp.certificates.models import Certificate, CertificateRevocation
from trainingapp.certificates.rules import Letterhead
from trainingapp.completions.models import Completion, CompletionWithdrawal
from trainingapp.forces.models import Assignment, Rotation
from trainingapp.jobs.models import Job
from trainingapp.jobs.work import run
from trainingapp.journal.models import JournalEntry
from trainingapp.kit.db import db, transaction
from trainingapp.people.models import Person
from trainingapp.rosters.models import Batch, BatchUndo, Upload

OFFICER, FOCAL_POINT = "officer@example.org", "focal@example.org"
TIMES = 8
_NUMBERS = count(1)


@dataclass
class Office:
    """Two people of Bangladesh, each with as many browsers as they have fingers."""

    app: Flask
    engine: Engine
    cookies: dict[str, str] = field(default_factory=dict)

    def browser(self, email: str = OFFICER) -> CheckedClient:
        browser: CheckedClient = self.app.test_client()  # type: ignore[assignment]
        if email in self.cookies:
            browser.set_cookie("session", self.cookies[email])
        else:
            browser.sign_in(email).get("/accounts/me")  # the first page brings the token of every form
            self.cookies[email] = browser.get_cookie("session").value  # type: ignore[union-attr]
        return browser

    def prepared(self, url: str, action: str | None = None, *, by: str = OFFICER, **fields: Any) -> Callable[[], Any]:
        """Open the page and fill in its form; what is returned presses the button."""
        page = self.browser(by).get(url)
        assert page.status_code == 200, (url, page.status_code)
        form = form_of(page.text, action)
        hidden = {i.get("name"): i.get("value", "") for i in form.iter(f"{X}input") if i.get("type") == "hidden"}

        def press() -> TestResponse:
            sent = {n: (BytesIO(v), "file.csv") if isinstance(v, bytes) else v for n, v in {**hidden, **fields}.items()}
            target = form.get("action") or url
            return self.browser(by).post(target, data=sent, content_type="multipart/form-data")

        return press

    def upload(self, rotation: str, content: bytes, *, by: str = OFFICER) -> str:
        """Send results; gives the address of the page that shows how they were understood."""
        url = f"/rotations/{rotation}/results/upload"
        return str(self.prepared(url, by=by, curriculum="CPTM@2017", file=content)().headers["Location"])

    def holds(self, column: Any, *conditions: Any) -> int:
        """How many rows there are, as the database stands now."""
        with self.engine.connect() as connection:
            return connection.scalar(select(func.count(column)).where(*conditions)) or 0


@pytest.fixture(scope="module")
def office(new_database: Callable[[], str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with office_on(new_database(), tmp_path_factory.mktemp("office")) as app:
        with app.app_context():
            make.account("training_officer", OFFICER, state="BGD")
            make.account("focal_point", FOCAL_POINT, state="BGD")
            made = Office(app, db.engine)
        yield made


class Known(NamedTuple):
    """Somebody on the roll."""

    id: int
    public_id: str
    service_number: str


@dataclass
class Contingent:
    """A rotation with people on its roll."""

    id: int
    rotation: str
    people: list[Known]

    def results(self, result: str = "pass", *, first: int = 0, last: int | None = None) -> bytes:
        lines = [f"{person.service_number},{result},2017-09-25" for person in self.people[first:last]]
        return "\n".join(["Service number,Result,Date of completion", *lines, ""]).encode()

    @property
    def ids(self) -> list[int]:
        return [person.id for person in self.people]


@pytest.fixture
def contingent(office: Office) -> Contingent:
    """A new one for every test."""
    number = next(_NUMBERS)
    with office.app.app_context():
        rotation = make.rotation(make.state(), f"BAN-{number}")
        people = [make.person(make.state(), f"BA-{number}-{n}", f"Number{chr(65 + n)} Person") for n in range(6)]
        for person in people:
            make.assignment(rotation, person)
        return Contingent(rotation.id, rotation.public_id, [Known(p.id, p.public_id, p.service_number) for p in people])


def at_once(*acts: Callable[[], TestResponse]) -> list[TestResponse]:
    """Everybody presses at the same moment."""
    start = Barrier(len(acts))

    def press(act: Callable[[], TestResponse]) -> TestResponse:
        start.wait(10)
        return act()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(press, acts))


def clicked(press: Callable[[], TestResponse]) -> str:
    """Eight clicks on one button: all are answered alike. Returns where they lead."""
    answers = Counter((answer.status_code, answer.headers.get("Location", "")) for answer in at_once(*[press] * TIMES))
    assert len(answers) == 1, answers
    ((status, place),) = answers
    assert status == 302, answers
    return place


def completions(office: Office, contingent: Contingent, *, certified: bool = False) -> list[str]:
    """A completion of everybody, with a certificate when `certified`; public ids of the one or the other."""
    with office.app.app_context():
        people = db.session.scalars(select(Person).where(Person.id.in_(contingent.ids))).all()
        made = [str(make.completion(person, make.version()).public_id) for person in people]
        if not certified:
            return made
        db.session.rollback()
        with transaction():
            head = Letterhead(prefix="UNPKT", base_url="https://register.example")
            return [certificates.issue_one(one, letterhead=head, by=OPERATOR, now=make.NOW) for one in made]


def test_eight_clicks_open_one_rotation(office):
    press = office.prepared(
        "/rotations/new", state="BGD", designation="BANENG-9", unit_type="ENGINEER", mission="MINUSCA",
        deploys_on="2018-01-15", ends_on="2019-01-14", strength="10",
    )  # fmt: skip
    clicked(press)
    assert office.holds(Rotation.id, Rotation.code == "BANENG-9") == 1


def test_two_forms_for_one_rotation_open_it_once_and_the_others_are_told(office):
    fields = {"state": "BGD", "designation": "BANENG-8", "unit_type": "ENGINEER", "mission": "MINUSCA"}
    fields |= {"deploys_on": "2018-01-15", "ends_on": "2019-01-14", "strength": "10"}
    forms = [office.prepared("/rotations/new", by=by, **fields) for by in (OFFICER, FOCAL_POINT) * 3]
    answers = Counter(answer.status_code for answer in at_once(*forms))
    assert answers[302] == 1
    assert answers.keys() <= {302, 409, 422}
    assert office.holds(Rotation.id, Rotation.code == "BANENG-8") == 1


def test_eight_clicks_send_a_file_once_and_record_it_once_and_take_it_back_once(office, contingent):
    url = f"/rotations/{contingent.rotation}/results/upload"
    place = clicked(office.prepared(url, curriculum="CPTM@2017", file=contingent.results()))
    assert office.holds(Upload.id, Upload.rotation_id == contingent.id) == 1
    receipt = clicked(office.prepared(place, "record", rows="all"))
    assert office.holds(Batch.id, Batch.rotation_id == contingent.id) == 1
    clicked(office.prepared(receipt, "undo", reason="The wrong file."))
    mine = Completion.person_id.in_(contingent.ids)
    taken_back = CompletionWithdrawal.completion_id == Completion.id
    assert office.holds(Completion.id, mine) == office.holds(Completion.id, mine, taken_back) == 6
    assert office.holds(BatchUndo.id, BatchUndo.batch_id == Batch.id, Batch.rotation_id == contingent.id) == 1


@pytest.mark.parametrize("good", ["all", "good"])
def test_two_officers_recording_the_same_file_record_it_once(office, contingent, good):
    places = [(by, office.upload(contingent.rotation, contingent.results(), by=by)) for by in (OFFICER, FOCAL_POINT)]
    answers = at_once(*[office.prepared(place, "record", by=by, rows=good) for by, place in places * 2])
    for answer in answers:
        assert answer.status_code == 302 or "Somebody else has just recorded" in answer.text
    assert office.holds(Batch.id, Batch.rotation_id == contingent.id) == 1
    assert office.holds(Completion.id, Completion.person_id.in_(contingent.ids)) == 6


def test_of_two_files_that_overlap_no_person_is_recorded_twice(office, contingent):
    halves = (OFFICER, contingent.results(last=4)), (FOCAL_POINT, contingent.results(first=2))
    places = [(by, office.upload(contingent.rotation, content, by=by)) for by, content in halves]
    answers = at_once(*[office.prepared(place, "record", by=by, rows="all") for by, place in places])
    recorded = office.holds(Completion.id, Completion.person_id.in_(contingent.ids))
    told = [answer for answer in answers if answer.status_code == 409]
    assert all("Somebody else has just recorded" in answer.text for answer in told)
    assert recorded == (4 if told else 6)


def test_of_two_files_that_contradict_each_other_one_is_recorded_and_the_other_is_told(office, contingent):
    files = (OFFICER, contingent.results("pass")), (FOCAL_POINT, contingent.results("fail"))
    places = [(by, office.upload(contingent.rotation, content, by=by)) for by, content in files]
    answers = at_once(*[office.prepared(place, "record", by=by, rows="all") for by, place in places])
    assert sorted(answer.status_code for answer in answers) == [302, 409]
    with office.engine.connect() as connection:
        found = connection.scalars(select(Completion.result).where(Completion.person_id.in_(contingent.ids))).all()
    assert len(found) == 6
    assert len(set(found)) == 1


def test_a_completion_corrected_and_withdrawn_at_once_is_taken_back_once(office, contingent):
    public_id = completions(office, contingent)[0]
    with office.app.app_context():
        version = make.version().public_id
    corrected = office.prepared(
        f"/completions/{public_id}/correct",
        version=version,
        result="pass",
        score="77",
        completed_on="2017-09-24",
        reason="Typed wrong.",
    )
    withdrawn = office.prepared(f"/completions/{public_id}/withdraw", by=FOCAL_POINT, reason="Never took place.")
    answers = at_once(*[corrected, withdrawn] * 4)
    assert {answer.status_code for answer in answers} == {302, 409}
    mine = Completion.person_id == contingent.people[0].id
    assert office.holds(CompletionWithdrawal.id, CompletionWithdrawal.completion_id == Completion.id, mine) == 1
    assert office.holds(Completion.id, mine) in (1, 2)


def test_eight_clicks_make_one_job_and_two_officers_issue_no_certificate_twice(office, contingent):
    completions(office, contingent)
    place = f"/rotations/{contingent.rotation}/certificates?curriculum=CPTM"
    before = office.holds(Job.id)
    clicked(office.prepared(place, "issue", form="zip"))
    assert office.holds(Job.id) == before + 1
    at_once(*[office.prepared(place, "issue", by=by, form="pdf") for by in (OFFICER, FOCAL_POINT)])
    with office.engine.connect() as connection:
        jobs = connection.scalars(select(Job.public_id).order_by(Job.id.desc()).limit(3)).all()

    def work(public_id: str) -> None:
        with office.app.app_context():
            run(public_id)

    with ThreadPoolExecutor(3) as threads:
        list(threads.map(work, jobs))
    assert office.holds(Certificate.id, Certificate.person_id.in_(contingent.ids)) == 6
    assert office.holds(Job.id, Job.public_id.in_(jobs), Job.status == "done") == 3


def test_eight_clicks_revoke_a_certificate_once_and_issue_one_anew(office, contingent):
    place = f"/certificates/{completions(office, contingent, certified=True)[0]}"
    clicked(office.prepared(f"{place}/revoke", reason="False evidence."))
    mine = Certificate.person_id.in_(contingent.ids)
    assert office.holds(CertificateRevocation.id, CertificateRevocation.certificate_id == Certificate.id, mine) == 1
    clicked(office.prepared(place, "/certificate"))
    assert office.holds(Certificate.id, mine) == 7


def test_of_two_who_revoke_one_certificate_the_second_is_told(office, contingent):
    place = f"/certificates/{completions(office, contingent, certified=True)[0]}"
    forms = [office.prepared(f"{place}/revoke", by=by, reason=f"Says {by}.") for by in (OFFICER, FOCAL_POINT)]
    assert sorted(answer.status_code for answer in at_once(*forms)) == [302, 409]


def test_eight_officers_recording_eight_rotations_at_once_all_succeed(office):
    presses = []
    for _ in range(TIMES):
        number = next(_NUMBERS)
        with office.app.app_context():
            made = make.rotation(make.state(), f"BAN-{number}")
            key, rotation = made.id, made.public_id
        lines = [f"BB-{number}-{n},Name{chr(65 + n)} Of Somebody,Private" for n in range(20)]
        content = "\n".join(["Service number,Full name,Rank", *lines, ""]).encode()
        sent = office.prepared(f"/rotations/{rotation}/roll/upload", file=content)()
        presses.append((key, office.prepared(sent.headers["Location"], "record", rows="all")))
    entries = office.holds(JournalEntry.seq)
    answers = at_once(*[press for _, press in presses])
    assert {answer.status_code for answer in answers} == {302}
    assert {office.holds(Assignment.id, Assignment.rotation_id == key) for key, _ in presses} == {20}
    assert office.holds(JournalEntry.seq) == entries + TIMES


def test_eight_who_sign_out_at_once_are_signed_out(office):
    email = "leaver@example.org"
    with office.app.app_context():
        make.account("analyst", email)
    press = office.prepared("/accounts/me", "sign-out", by=email)
    assert {answer.status_code for answer in at_once(*[press] * TIMES)} <= {302, 400, 404}
    assert office.browser(email).get("/accounts/me").status_code == 302
