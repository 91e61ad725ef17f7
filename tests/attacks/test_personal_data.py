"""Where personal data must not be: addresses, logs, the journal, what is asked of workers, names of files (trust rules
7 and 19). A soldier whose name nobody else has goes through everything there is; then it is looked for."""

import json
import re
from io import BytesIO

from sqlalchemy import select

from tests import make
from trainingapp.jobs.models import Job
from trainingapp.journal.models import JournalEntry
from trainingapp.kit.once import RequestKey

NAME, NUMBER, BORN = "Zyxwvut Qponmlk", "ZQ-774219983-X", "1984-03-19"
TOLD = re.compile("Zyxwvut|Qponmlk|774219983|1984-03-19", re.IGNORECASE)


def test_a_name_goes_nowhere_but_into_the_record(app, client, session, caplog):
    make.account("focal_point", "focal@example.org", state="BGD")
    rotation = make.rotation(make.state()).public_id
    places: list[str] = []

    def sent(url: str, action: str | None = None, **fields: object) -> str:
        answer = client.post_form(url, action, **fields)
        assert answer.status_code in (200, 302), (url, answer.text)
        places.extend([url, answer.headers.get("Location", "")])
        return answer.headers.get("Location", "")

    def file(header: str, line: str) -> tuple[BytesIO, str]:
        return BytesIO(f"{header}\n{line}\n".encode()), "file.csv"

    def taken(url: str) -> None:
        answer = client.get(url)
        assert answer.status_code == 200, url
        places.extend([url, answer.headers.get("Content-Disposition", "")])
        answer.close()

    caplog.set_level("DEBUG")
    client.sign_in("focal@example.org")
    place = sent(
        f"/rotations/{rotation}/roll/upload",
        file=file("Service number,Full name,Date of birth", f"{NUMBER},{NAME},{BORN}"),
    )
    sent(place, "record", rows="all")
    header = "Service number,Full name,Result,Date of completion"
    place = sent(
        f"/rotations/{rotation}/results/upload",
        curriculum="CPTM@2017",
        file=file(header, f"{NUMBER},{NAME},pass,2017-09-25\n{NUMBER}9,{NAME},maybe,2018-99-25"),
    )
    for kind in ("csv", "xlsx"):
        taken(f"{place}/to-mend.{kind}")
    sent(place, "record", rows="good")
    sent("/people", text=NAME)
    sent("/people", text=NUMBER)
    sent(f"/rotations/{rotation}/roll", text="Qponmlk")
    # What is typed into a page that only reads may not stay in its address, even when somebody tries.
    client.get("/people", query_string={"text": NAME}).close()
    person = re.search(r"/people/[\w-]{22}", client.get(f"/rotations/{rotation}/roll").text)
    assert person
    completion = re.search(r"/completions/[\w-]{22}", client.get(person[0]).text)
    assert completion
    client.post_form(f"{completion[0]}/withdraw", reason="")
    job = sent(f"/rotations/{rotation}/certificates?curriculum=CPTM", "issue", form="zip")
    taken(f"{job}/file")
    certificate = re.search(r"/certificates/[\w-]{22}", client.get(f"/rotations/{rotation}/certificates").text)
    assert certificate
    taken(f"{certificate[0]}/certificate.pdf")
    sent(f"{certificate[0]}/revoke", reason=f"{NAME} was not there")
    sent(f"{completion[0]}/withdraw", reason=f"{NAME} was not there")
    for kind in ("csv", "xlsx", "pdf"):
        taken(f"/gaps/rotations/{rotation}?format={kind}&names=1")

    assert not TOLD.search("\n".join(places))
    logged = "\n".join(record.getMessage() for record in caplog.records if not record.name.startswith("fontTools"))
    assert logged.count("request") > 20
    assert not TOLD.search(logged), TOLD.findall(logged)
    for columns in (
        (JournalEntry.details, JournalEntry.object_id, JournalEntry.actor, JournalEntry.commitments),
        (Job.arguments, Job.result, Job.failure),
        (RequestKey.answer, RequestKey.key),
    ):
        kept = json.dumps([list(row) for row in session.execute(select(*columns))])
        assert len(kept) > 20
        assert not TOLD.search(kept), TOLD.findall(kept)
