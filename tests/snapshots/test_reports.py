"""Stored reports: numbered, with files, never changed; the same day and facts give the same figures (R49, R71)."""

import csv
import json
from datetime import date
from hashlib import sha256
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader
from sqlalchemy.exc import DBAPIError

from tests import make
from tests.client import CheckedClient
from tests.readiness.conftest import Battalion, battalion
from trainingapp.accounts.queries import identity_of
from trainingapp.accounts.rules import OPERATOR, Identity
from trainingapp.kit.db import db
from trainingapp.kit.errors import Absent
from trainingapp.overviews.targets import Sexes, aimed_at
from trainingapp.readiness.coverage import Tally
from trainingapp.readiness.pdf.sheet import ACROSS
from trainingapp.readiness.work import keep_up
from trainingapp.snapshots import actions, queries, reports, work
from trainingapp.snapshots.face import canonical, circulated, differences, exact
from trainingapp.snapshots.models import Snapshot
from trainingapp.snapshots.queries import SnapshotFacts
from trainingapp.snapshots.rounding import Real
from trainingapp.snapshots.rounding import cell as rounded_cell
from trainingapp.snapshots.rules import Subject, number_of
from trainingapp.snapshots.women import share, women

DAY = date(2017, 12, 31)
ALL = OPERATOR.scope("reports.see")
BGD = Subject(state="BGD", name="Bangladesh")


@pytest.fixture
def forces(session) -> tuple[Battalion, Battalion]:
    """40 of Bangladesh in MINUSCA, 36 of whom passed; and 12 of Carana in UNMISS, none of whom did."""
    banbat = battalion(make.state(), 40, women=4)
    banbat.pass_all(make.version("CPTM", "2017"), date(2017, 9, 25), range(36))
    carbat = battalion(make.state("XCA", "Carana", "XA"), 12, women=3, code="CARBAT", mission_code="UNMISS")
    make.rotation(make.state(), "BANBAT-9")
    return banbat, carbat


def made(
    kind: str = "gap", edition: str = "inside", subject: Subject | None = None, by: Identity = OPERATOR, **more: object
) -> SnapshotFacts:
    asked = {"as_of": DAY, "by": by, "now": make.NOW} | more
    public_id = work.made(kind, edition, subject or Subject(), **asked)  # type: ignore[arg-type]
    return queries.snapshot(ALL, public_id)


def somebody(role: str, **grant: str) -> Identity:
    found = identity_of(make.account(role, f"{role}@example.org", **grant).id)
    assert found
    return found


def cptm(one: SnapshotFacts) -> dict[str, list[object]]:
    found: dict[str, list[object]] = one.face["totals"]["curricula"]["CPTM"]
    return found


def test_each_kind_is_numbered_by_itself_and_by_year(forces):
    assert [made(kind).number for kind in ("gap", "gap", "readiness")] == [
        *("GR-2017-0001", "GR-2017-0002", "RR-2017-0001"),
    ]
    assert number_of("gap", 2018, 12) == "GR-2018-0012"
    one = made()
    taken = actions.Ready("gap", "inside", Subject(), 2017, one.ordinal, DAY, 1, one.figures, {})
    with pytest.raises(actions.Overtaken):
        actions.make(taken, by=OPERATOR, now=make.NOW)


def test_a_report_tells_what_the_page_of_gaps_tells(forces):
    told = cptm(made())
    assert told["required"] == [52, 7, 45, 0]
    assert told["held"] == [36, 4, 32, 0]
    assert told["gap"] == [16, 3, 13, 0]
    assert made().face["without_roll"] == 1


def test_the_same_day_and_the_same_facts_give_the_same_figures(forces):
    first, second = made(), made()
    assert first.number != second.number
    assert first.figures == second.figures
    assert canonical(json.loads(first.figures)) == first.figures
    assert first.figures_sha256 == sha256(first.figures.encode()).hexdigest()


def test_the_same_report_drawn_again_gives_the_same_bytes(forces):
    one = made()
    from trainingapp.readiness.face import Printed
    from trainingapp.snapshots.files import files

    drawn = files(one.face, one.number, Printed(one.made_at, one.taken_at_entry, "en", str))
    assert list(drawn) == ["pdf", "xlsx", "csv"]
    for file in queries.files_of(one.id):
        content = queries.file_of(one.id, file.form)
        assert content == drawn[file.form]
        assert (file.sha256, file.size) == (sha256(content).hexdigest(), len(content))


def test_what_was_recorded_later_is_told_as_a_difference_and_the_report_stays(forces):
    banbat, _ = forces
    one = made()
    assert canonical(reports.as_now(one)) == one.figures
    banbat.pass_all(make.version("CPTM", "2017"), date(2017, 9, 26), range(36, 40))
    keep_up()
    changed = differences(one.face, reports.as_now(one))
    total = next(
        d for d in changed if (d.table, d.curriculum, d.measure, d.of_whom) == ("totals", "CPTM", "held", "all")
    )
    assert (total.stored, total.now) == (36, 40)
    assert {d.row for d in changed} == {"", "Bangladesh", "BANBAT-4"}
    assert queries.snapshot(ALL, one.public_id).figures == one.figures


def test_a_report_says_which_evidence_it_counts(forces):
    assert cptm(made(evidence="recorded"))["held"][0] == 36
    certified = made(evidence="certified")
    assert (certified.face["evidence"], cptm(certified)["held"][0]) == ("certified", 0)
    assert "certified by the State" in pdf_of(certified).pages[0].extract_text()
    assert canonical(reports.as_now(certified)) == certified.figures


def test_what_is_waived_is_missing_and_told_apart(forces):
    cell = exact(Tally((4, 6, 0), (2, 3, 0), (1, 1, 0)))
    assert (cell["gap"], cell["waived"]) == ([5, 2, 3, 0], [2, 1, 1, 0])
    shown = circulated(rounded_cell(Real((24, 26, 0), (14, 13, 0), (7, 8, 0))))
    assert (shown["required"], shown["gap"]) == ([50, 25, 25, 0], [30, 15, 15, 0])
    assert (shown["held"], shown["waived"]) == ([20, 10, 10, 0], [15, 5, 10, 0])
    assert made().face["totals"]["curricula"]["CPTM"]["waived"] == [0, 0, 0, 0]


def test_the_database_refuses_to_change_a_report(forces):
    one = made()
    with pytest.raises(DBAPIError), db.session.begin_nested():
        db.session.execute(db.update(Snapshot).where(Snapshot.id == one.id).values(figures="{}"))


def test_for_circulation_no_figure_is_below_five_and_no_rotation_is_told(forces):
    one = made(edition="circulation")
    assert "rotations" not in one.face
    carana = next(row for row in one.face["rows"] if row["key"] == "XCA")
    # Of twelve, three are women: too few to say how many of them hold anything.
    assert carana["curricula"]["CPTM"]["required"] == [10, None, None, 0]
    assert carana["curricula"]["CPTM"]["gap"] == [10, None, None, 0]

    def check(value: object) -> None:
        for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            check(part)
        if isinstance(value, int):
            assert value % 5 == 0, value

    for row in one.face["rows"]:
        check(row["persons"])
        check(row["curricula"])
    check(one.face["totals"])
    text = one.figures + "".join(page.extract_text() for page in pdf_of(one).pages)
    assert "BANBAT" not in text
    assert "fewer than 5" in text


def pdf_of(one: SnapshotFacts) -> PdfReader:
    return PdfReader(BytesIO(queries.file_of(one.id, "pdf")))


def test_the_pdf_names_its_number_its_day_its_pages_and_its_sources(forces):
    one = made("readiness")
    pages = [page.extract_text() for page in pdf_of(one).pages]
    assert "RR-2017-0001" in pages[0]
    assert "31\u00a0Dec\u00a02017" in pages[0]
    for number, text in enumerate(pages[1:], 2):
        assert f"Page {number} of {len(pages)}" in text
    whole = " ".join(pages)
    for told in ("BANBAT-4", "Carana", "How the figures are computed", "Requirements in force", "Not specified", "¶"):
        assert told in whole, told
    assert "Soldier" not in whole
    assert ACROSS > 400


def test_the_workbook_has_a_sheet_for_each_question_with_typed_columns_and_a_dictionary(forces):
    book = load_workbook(BytesIO(queries.file_of(made().id, "xlsx")))
    assert book.sheetnames == [
        *("about", "Who lacks what", "Where, by State", "Which rotations", "Who is ready"),
        *("Women and men", "Targets for women", "What is required", "dictionary"),
    ]
    for name in book.sheetnames:
        assert book[name].freeze_panes == "A2", name
    rotations = [dict(zip((c.value for c in book["Which rotations"][1]), row, strict=True))
                 for row in book["Which rotations"].iter_rows(min_row=2, values_only=True)]  # fmt: skip
    one = next(row for row in rotations if row["rotation"] == "BANBAT-4" and row["curriculum"] == "CPTM")
    assert (one["required"], one["held_women"], one["gap_men"], one["coverage"]) == (40, 4, 4, 90.0)
    assert one["deploys_on"].date() == date(2017, 11, 15)
    explained = {row[1] for row in book["dictionary"].iter_rows(min_row=2, values_only=True)}
    for name in book.sheetnames[1:-1]:
        assert {cell.value for cell in book[name][1]} <= explained, name


def test_women_and_men_are_told_by_category_with_the_targets_of_the_day(forces):
    """R70, R71: those in their missions, and each target from its own day on."""
    officer = make.person(make.state(), "BA-SO-1", sex="female")
    make.assignment(forces[0].rotation, officer, category="staff_officer")
    one = made()
    told = one.face["women"]
    counted = {row["category"]: row["counted"] for row in told["categories"]}
    assert counted["staff_officer"] == [1, 0, 0]
    assert sum(counted["troops"]) == 40 + 12
    assert [(target["code"], target["percent"], target["missing"]) for target in told["targets"]] == [
        ("MIL-INDIVIDUAL", 15, 0)
    ]
    text = "".join(page.extract_text() for page in pdf_of(one).pages)
    assert "Targets for women" in text
    assert "A/72/573 ¶99" in text
    earlier = made(as_of=date(2016, 12, 31))
    assert earlier.face["women"]["targets"] == []


def test_for_circulation_few_women_are_told_by_no_category_and_no_target():
    few = {"staff_officer": Sexes(2, 18, 0), "troops": Sexes(53, 947, 0)}
    told = women(few, aimed_at(few, day=date(2017, 12, 31)), inside=False)
    counted = {row["category"]: row["counted"] for row in told["categories"]}
    assert counted == {"staff_officer": [None, None, None], "troops": [55, 945, 0]}
    assert [(one["counted"], one["missing"]) for one in told["targets"]] == [([None, None, None], None)]
    assert share(counted["staff_officer"]) == ""
    assert share(counted["troops"]) == "5.5\u00a0%"


def test_the_csv_has_women_men_and_those_not_specified(forces):
    text = queries.file_of(made().id, "csv").decode("utf-8-sig")
    rows = list(csv.DictReader(StringIO(text)))
    one = next(row for row in rows if row["rotation"] == "CARBAT" and row["curriculum"] == "CPTM")
    assert [one[f"gap_{who}"] for who in ("women", "men", "unspecified")] == ["3", "9", "0"]
    assert (one["number"], one["as_of"], one["readiness"]) == ("GR-2017-0001", "2017-12-31", "red")


def test_a_day_without_rotations_gives_a_report_that_says_so(forces):
    one = made(as_of=date(2015, 1, 1))
    assert one.face["rows"] == []
    assert "No rotation was deployed on this day" in "".join(page.extract_text() for page in pdf_of(one).pages)


def test_a_states_report_is_seen_by_that_state_and_the_secretariat_only(forces):
    one = made(subject=BGD)
    make.state("NPL", "Nepal", "NP")
    theirs, others = somebody("focal_point", state="BGD"), somebody("certifying_authority", state="NPL")
    analyst, leader = somebody("analyst"), somebody("mission_leader", mission="MINUSCA")
    for who in (theirs, analyst):
        assert queries.snapshot(who.scope("reports.see"), one.public_id).number == one.number
    for who in (others, leader):
        with pytest.raises(Absent):
            queries.snapshot(who.scope("reports.see"), one.public_id)
    assert queries.snapshots(others.scope("reports.see")).rows == []


@pytest.mark.parametrize(
    "subject", [Subject(), Subject(state="XCA", name="Carana"), Subject(mission="UNMISS", name="")]
)
def test_nobody_makes_a_report_about_what_is_not_theirs(forces, subject):
    with pytest.raises(Absent):
        made(subject=subject, by=somebody("focal_point", state="BGD"))
    assert queries.snapshots(ALL).rows == []


def test_a_mission_leader_makes_a_report_of_the_own_mission(forces):
    one = made(subject=Subject(mission="UNMISS", name="UNMISS"), by=somebody("mission_leader", mission="UNMISS"))
    assert [row["key"] for row in one.face["rows"]] == ["XCA"]


# --- Pages -----------------------------------------------------------------------------------------------------------


def analyst(client: CheckedClient) -> CheckedClient:
    make.account("analyst", "the.analyst@example.org")
    return client.sign_in("the.analyst@example.org")


def test_a_report_is_made_looked_at_taken_away_and_compared(client, forces):
    browser = analyst(client)
    answer = browser.post_form(
        "/reports/new", kind="gap", about="state BGD", as_of="2017-12-31", edition="inside", evidence="recorded"
    )
    assert answer.status_code == 302
    page = browser.get(answer.location).text
    for told in ("GR-2017-0001", "Bangladesh", "Not specified", "36</bdi> of", "SHA-256"):
        assert told in page, told
    for form in ("pdf", "xlsx", "csv"):
        file = browser.get(f"{answer.location}/{form}")
        assert sha256(file.data).hexdigest() in page
        assert f'filename="GR-2017-0001.{form}"' in file.headers["Content-Disposition"]
    assert browser.get(f"{answer.location}/doc").status_code == 404
    assert "Nothing differs" in browser.get(f"{answer.location}/since").text
    forces[0].withdraw(make.version("CPTM", "2017"), [0])
    since = browser.get(f"{answer.location}/since").text
    assert "figures differ" in since
    assert "GR-2017-0001" in browser.get("/reports").text


def test_what_is_sent_twice_makes_one_report(client, forces):
    browser = analyst(client)
    fields = {"kind": "gap", "about": "all", "as_of": "2017-12-31", "edition": "circulation", "evidence": "recorded"}
    first = browser.post_form("/reports/new", **fields, key="k" * 22)
    again = browser.post_form("/reports/new", **fields, key="k" * 22)
    assert first.location == again.location
    assert len(queries.snapshots(ALL).rows) == 1


def test_a_report_of_all_states_is_long_work_that_leads_back_to_the_list(client, forces):
    browser = analyst(client)
    fields = {"kind": "gap", "about": "all", "as_of": "2017-12-31", "edition": "inside", "evidence": "recorded"}
    answer = browser.post_form("/reports/new", **fields)
    assert answer.location.startswith("/jobs/")
    page = browser.get(answer.location).text
    assert "It is done." in page
    assert 'href="/reports"' in page
    (one,) = queries.snapshots(ALL).rows
    assert (one.number, one.face["evidence"]) == ("GR-2017-0001", "recorded")
    assert one.number in browser.get("/reports").text


def test_a_day_that_cannot_be_read_loses_nothing(client, forces):
    answer = analyst(client).post_form("/reports/new", kind="readiness", about="all", as_of="03/04/2017")
    assert answer.status_code == 422
    assert "cannot be read as a date in one way only" in answer.text
    assert "03/04/2017" in answer.text


def test_another_state_finds_nothing_under_the_address(client, forces):
    one = made(subject=BGD)
    make.state("NPL", "Nepal", "NP")
    make.account("focal_point", "focal@npl.example", state="NPL")
    browser = client.sign_in("focal@npl.example")
    for path in ("", "/pdf", "/since"):
        assert browser.get(f"/reports/{one.public_id}{path}").status_code == 404
    assert "GR-2017" not in browser.get("/reports").text
    assert "Bangladesh" not in browser.get("/reports/new").text


def test_the_list_takes_as_many_statements_for_many_reports_as_for_few(client, forces, statements):
    browser = analyst(client)
    made()
    with statements() as few:
        browser.get("/reports")
    for _ in range(5):
        made("readiness")
    with statements() as many:
        browser.get("/reports")
    assert len(few) == len(many)


# --- Commands --------------------------------------------------------------------------------------------------------


def run(app, *arguments: str, status: int = 0) -> dict[str, object]:
    answer = app.test_cli_runner().invoke(args=["report", *arguments, "--json"])
    assert answer.exit_code == status, answer.output
    found: dict[str, object] = json.loads(answer.stdout)
    return found


def test_the_commands_make_list_and_check(app, forces):
    told = run(app, "make", "gap", "--state", "bgd", "--as-of", "2017-12-31")
    assert (told["number"], set(told["files"])) == ("GR-2017-0001", {"pdf", "xlsx", "csv"})  # type: ignore[call-overload]
    assert [one["about"] for one in run(app, "list")["reports"]] == ["Bangladesh"]  # type: ignore[attr-defined]
    checked = run(app, "check", "gr-2017-0001")
    assert [checked[name] for name in ("as_stored", "spoiled", "same_as_today", "differences")] == [True, [], True, 0]
    assert "no report with the number" in str(run(app, "check", "GR-2017-0009", status=1)["refused"])
    assert "no State" in str(run(app, "make", "gap", "--state", "XQQ", status=1)["refused"])
