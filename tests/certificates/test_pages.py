"""Pages of certificates, by the right person and by the wrong one."""

import io
import json
import re
import zipfile

import pytest
from sqlalchemy import func, select

from tests import make
from tests.certificates.roll import trained
from tests.client import form_of
from trainingapp.accounts.models import Account
from trainingapp.certificates import work
from trainingapp.certificates.models import Certificate, CertificateRevocation
from trainingapp.completions.models import CompletionWithdrawal
from trainingapp.jobs.models import Job
from trainingapp.jobs.work import Progress, Task
from trainingapp.kit.db import db

OFFICER, STRANGER, ANALYST, AUTHORITY = (
    f"{who}@example.org" for who in ("officer.bgd", "officer.npl", "analyst.un", "authority.bgd")
)


@pytest.fixture
def inline(app):
    """Long work is done at once, in the request that asks for it."""
    before = app.config.get("JOBS_INLINE", False)
    app.config["JOBS_INLINE"] = True
    yield
    app.config["JOBS_INLINE"] = before


@pytest.fixture
def of(session, inline):
    """Five people of BANBAT-4 who passed, and those who may and may not look."""
    make.state("NPL", "Nepal", "NP")
    make.account("training_officer", OFFICER, state="BGD")
    make.account("training_officer", STRANGER, state="NPL")
    make.account("certifying_authority", AUTHORITY, state="BGD")
    make.account("analyst", ANALYST)
    return trained(5)


def page_of(of) -> str:
    return f"/rotations/{of.rotation.public_id}/certificates"


def issue(client, of, **fields):
    answer = client.post_form(page_of(of), action="/certificates/issue", **({"form": "zip"} | fields))
    assert answer.status_code == 302, answer.text
    return answer.headers["Location"]


def kept() -> list[Certificate]:
    return list(db.session.scalars(select(Certificate).order_by(Certificate.number)))


def count(model) -> int:
    return db.session.scalar(select(func.count(model.id)))


def test_the_page_of_a_rotation_says_how_many_are_entitled_and_offers_to_issue_them(client, of):
    page = client.sign_in(OFFICER).get(page_of(of)).text
    assert "Issue 5 certificates" in page
    assert re.search(r"0.*of.*5", page)


def test_issuing_is_long_work_that_ends_in_a_zip_of_one_pdf_each_e3(client, of):
    job = issue(client.sign_in(OFFICER), of)
    page = client.get(job)
    assert "BANBAT-4-CPTM.zip" in page.text
    archive = zipfile.ZipFile(io.BytesIO(client.get(f"{job}/file", buffered=True).data))
    numbers = [one.number for one in kept()]
    assert archive.namelist() == [f"{number}.pdf" for number in numbers]
    # Nothing personal in what a shared desk keeps in its list of downloads.
    assert not any("Rahman" in name for name in archive.namelist())
    assert all(archive.read(name).startswith(b"%PDF-") for name in archive.namelist())
    assert "Make the file of 5" in client.get(page_of(of)).text


def test_a_double_click_issues_once_and_makes_one_job(client, of):
    client.sign_in(OFFICER)
    form = form_of(client.get(page_of(of)).text, "/certificates/issue")
    fields = {i.get("name"): i.get("value", "") for i in form.iter() if i.get("type") == "hidden"}
    first, second = (client.post(form.get("action"), data={**fields, "form": "zip"}) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert count(Job) == 1
    assert len(kept()) == 5


def test_issuing_again_gives_the_same_file_and_no_new_number(client, of):
    client.sign_in(OFFICER)
    first = client.get(issue(client, of) + "/file", buffered=True).data
    answer = client.post_form(page_of(of), action="/certificates/files", form="zip")
    assert client.get(answer.headers["Location"] + "/file", buffered=True).data == first
    assert len(kept()) == 5


def test_all_certificates_come_as_one_pdf_too(client, of):
    job = issue(client.sign_in(OFFICER), of, form="pdf")
    content = client.get(f"{job}/file", buffered=True).data
    assert content.startswith(b"%PDF-")
    assert content.count(b"/Type /Page\n") + content.count(b"/Type /Page ") >= 5


def test_a_job_that_dies_before_it_draws_begins_again_and_spends_no_number_twice(of, tmp_path):
    officer = db.session.scalars(select(Account.public_id).where(Account.email == OFFICER)).one()
    arguments = {"rotation": of.rotation.public_id, "curriculum": "CPTM", "form": "zip"}
    with pytest.raises(FileNotFoundError):
        work.issue(Task("job", arguments, officer, tmp_path / "taken away"), Progress(0))
    numbers = [one.number for one in kept()]
    assert len(numbers) == 5
    progress = Progress(0)
    result = work.issue(Task("job", arguments, officer, tmp_path), progress)
    shown = result.pop("shown")
    assert result == {"file": "BANBAT-4-CPTM.zip", "issued": 0, "already": 5, "refused": 0}
    assert shown["persons"] == {"BGD": 5}, "whoever fetches the file sees five people by name"
    assert (progress.done, progress.total) == (5, 5)
    with zipfile.ZipFile(tmp_path / "BANBAT-4-CPTM.zip") as archive:
        assert archive.namelist() == [f"{number}.pdf" for number in numbers]


def test_who_could_not_be_issued_one_is_named_with_what_stands_in_the_way(client, of):
    other = trained(2, code="BANBAT-5", names=("Ptah 𓀀",))
    client.sign_in(OFFICER)
    issue(client, other)
    page = client.get(page_of(other) + "/missing?curriculum=CPTM").text
    assert "U+13000" in page
    assert "Rahman Karim 00001" not in page


def test_one_certificate_is_drawn_on_demand_and_asked_for_again_each_time(client, of):
    client.sign_in(OFFICER)
    issue(client, of)
    url = f"/certificates/{kept()[0].public_id}/certificate.pdf"
    answer = client.get(url)
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"] == f"attachment; filename={kept()[0].number}.pdf"
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert client.get(url).data == answer.data
    assert client.get(url, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


def test_the_page_of_a_certificate_says_who_issued_it_and_what_it_is_worth(client, of):
    client.sign_in(OFFICER)
    issue(client, of)
    page = client.get(f"/certificates/{kept()[0].public_id}").text
    assert "Valid" in page
    assert "/c/" + kept()[0].public_id in page
    assert "training_officer" in page  # the account's name in these tests


def test_a_certificate_leads_to_the_record_of_its_holder(client, of):
    client.sign_in(OFFICER)
    issue(client, of)
    page = client.get(f"/certificates/{kept()[0].public_id}").text
    address = re.search(r'href="(/people/[\w-]{22})"', page)[1]
    assert kept()[0].number in client.get(address).text


def test_one_certificate_is_revoked_with_a_reason_and_once(client, of):
    client.sign_in(OFFICER)
    issue(client, of)
    url = f"/certificates/{kept()[0].public_id}"
    refused = client.post_form(f"{url}/revoke", reason=" ")
    assert refused.status_code == 422
    assert "Write the reason" in refused.text
    answer = client.post_form(f"{url}/revoke", reason="Wrong name")
    assert answer.headers["Location"] == url
    page = client.get(url).text
    assert "Wrong name" in page
    assert "Revoked" in page
    assert client.get(f"{url}/revoke").status_code == 302
    assert (count(CertificateRevocation), count(CompletionWithdrawal)) == (1, 0)


def test_several_are_revoked_after_a_look_at_the_list_and_their_training_too_e3(client, of):
    client.sign_in(OFFICER)
    issue(client, of)
    numbers = [one.number for one in kept()]
    listed = f"{numbers[0].lower()}\n{of.people[1].service_number}"
    look = client.post_form(page_of(of), action="/chosen", listed=listed, chosen=kept()[2].public_id)
    assert look.status_code == 200
    assert count(CertificateRevocation) == 0
    assert [number for number in numbers if number in look.text] == numbers[:3]
    form = form_of(look.text, "/certificates/revoke")
    fields = [(i.get("name"), i.get("value", "")) for i in form.iter() if i.get("type") == "hidden"]
    sent = {name: [v for n, v in fields if n == name] for name, _ in fields}
    sent |= {"reason": ["False attendance"], "withdraw": ["y"]}
    first, second = (client.post(form.get("action"), data=sent) for _ in range(2))
    assert first.status_code == second.status_code == 302
    assert (count(CertificateRevocation), count(CompletionWithdrawal)) == (3, 3)
    page = client.get(page_of(of)).text
    assert page.count("Revoked") >= 3
    assert "3 certificates were revoked" in page


def test_a_number_that_is_not_on_the_list_stops_everything_and_is_named(client, of):
    client.sign_in(OFFICER)
    issue(client, of)
    answer = client.post_form(page_of(of), action="/chosen", listed=f"{kept()[0].number}\nUNPKT-XXX")
    assert answer.status_code == 302
    assert "UNPKT-XXX" in client.get(page_of(of)).text
    assert count(CertificateRevocation) == 0


def test_nothing_chosen_says_what_to_do(client, of):
    client.sign_in(OFFICER)
    issue(client, of)
    client.post_form(page_of(of), action="/chosen", listed="")
    assert "Tick the certificates" in client.get(page_of(of)).text


def test_after_a_revocation_a_new_one_is_an_act_of_its_own(client, of):
    client.sign_in(OFFICER)
    issue(client, of)
    url = f"/certificates/{kept()[0].public_id}"
    client.post_form(f"{url}/revoke", reason="Wrong name")
    answer = client.post_form(url, action="/certificate")
    assert answer.status_code == 302
    assert len(kept()) == 6
    assert "Valid" in client.get(answer.headers["Location"]).text


def test_the_list_can_be_asked_by_status_curriculum_rotation_and_number(client, of):
    client.sign_in(OFFICER)
    issue(client, of)
    first = kept()[0]
    client.post_form(f"/certificates/{first.public_id}/revoke", reason="Wrong name")

    def found(query: str) -> set[str]:
        page = client.get(f"/certificates?{query}").text
        return {one.number for one in kept() if one.number in page}

    everything = {one.number for one in kept()}
    assert found("") == found("rotation=banbat-4") == found("curriculum=CPTM") == everything
    assert found("status=revoked") == {first.number} == found(f"number={first.number[-12:].lower()}")
    assert found("status=valid") == everything - {first.number}
    assert found("status=expired") == found("rotation=BANBAT-9") == found("curriculum=BFA") == set()
    assert "No certificate fits" in client.get("/certificates?status=expired").text


def test_empty_pages_say_what_to_do_next(client, session):
    make.account("training_officer", OFFICER, state="BGD")
    rotation = make.rotation(make.state("BGD"))
    client.sign_in(OFFICER)
    assert "issue certificates to everyone who has passed" in client.get("/certificates").text
    assert "Nobody is entitled yet" in client.get(f"/rotations/{rotation.public_id}/certificates").text


def test_whoever_may_not_issue_certificates_is_not_told_to(client, session):
    make.state("BGD")
    client.sign_in(make.account("certifying_authority", "authority@bgd.example", state="BGD").email)
    page = client.get("/certificates").text
    assert "No certificate yet" in page
    assert "issue certificates to everyone" not in page


@pytest.mark.parametrize("who", [STRANGER, ANALYST])
def test_the_officer_of_another_state_and_the_analyst_find_nothing_there(client, of, who):
    client.sign_in(OFFICER)
    issue(client, of)
    one = kept()[0]
    form = form_of(client.get(page_of(of)).text, "/certificates/files")
    fields = {i.get("name"): i.get("value", "") for i in form.iter() if i.get("type") == "hidden"}
    client.post_form("/accounts/me", action="/sign-out")
    client.sign_in(who)
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/accounts/me").text)[1]
    nothing = client.get("/certificates/" + "x" * 22)
    for url in (
        f"/certificates/{one.public_id}",
        f"/certificates/{one.public_id}/certificate.pdf",
        f"/certificates/{one.public_id}/revoke",
        page_of(of),
        page_of(of) + "/missing?curriculum=CPTM",
    ):
        answer = client.get(url)
        assert (answer.status_code, one.number in answer.text) == (404, False), url
    for url in ("issue", "files", "chosen", "revoke"):
        answer = client.post(f"{page_of(of)}/{url}", data={**fields, "csrf_token": token, "form": "zip"})
        assert answer.status_code == 404, url
    completion = of.completions[0].public_id
    assert client.post(f"/completions/{completion}/certificate", data={"csrf_token": token}).status_code == 404
    assert nothing.status_code == 404
    if who == STRANGER:
        assert one.number not in client.get("/certificates").text


def test_the_certifying_authority_revokes_but_neither_issues_nor_withdraws_training(client, of):
    client.sign_in(OFFICER)
    issue(client, of)
    client.post_form("/accounts/me", action="/sign-out")
    client.sign_in(AUTHORITY)
    assert "Issue" not in re.sub(r"Issued|Issuing", "", client.get(page_of(of)).text)
    url = f"/certificates/{kept()[0].public_id}"
    assert "did not take place" not in client.get(f"{url}/revoke").text
    assert client.post_form(f"{url}/revoke", reason="Why", withdraw="y").status_code == 404
    assert count(CertificateRevocation) == 0
    assert client.post_form(f"{url}/revoke", reason="Why").status_code == 302


def test_every_page_costs_the_same_statements_for_few_and_for_many(client, of, statements):
    many = trained(40, code="BANBAT-5")
    client.sign_in(OFFICER)
    issue(client, of)

    def cost(url: str) -> int:
        with statements() as sent:
            assert client.get(url).status_code == 200
        return len(sent)

    few = {url: cost(url) for url in ("/certificates", page_of(of), page_of(of) + "/missing?curriculum=CPTM")}
    issue(client, many)
    assert cost("/certificates") == few["/certificates"]
    assert cost(page_of(many)) == few[page_of(of)]
    assert max(few.values()) <= 9, few


def test_arguments_of_a_job_are_ids_only(client, of):
    issue(client.sign_in(OFFICER), of)
    arguments = json.loads(db.session.scalars(select(Job.arguments)).one())
    assert arguments["rotation"] == of.rotation.public_id
    assert set(arguments) == {"rotation", "curriculum", "form", "back"}
