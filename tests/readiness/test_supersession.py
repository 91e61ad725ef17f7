"""What superseding a version would change, told before it is decided, is what changes when it is (R19, R36)."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import make
from tests.readiness.conftest import battalion
from trainingapp.accounts.rules import OPERATOR
from trainingapp.certificates import actions as certificates
from trainingapp.certificates.models import Certificate
from trainingapp.certificates.rules import Letterhead
from trainingapp.completions.models import Completion
from trainingapp.curricula.models import VersionStep
from trainingapp.journal import actions as journal
from trainingapp.kit.db import db
from trainingapp.kit.ids import new_id
from trainingapp.readiness import reports
from trainingapp.readiness.reports.consequences import of_superseding
from trainingapp.readiness.supersession import Change, first_changed

EVERYTHING = OPERATOR.scope("gaps.see")
SEPTEMBER, END = date(2017, 9, 25), date(2018, 1, 31)
DAYS = st.dates(min_value=date(2010, 1, 1), max_value=date(2030, 12, 31))


def supersede(version, first: date, through: date | None) -> None:
    """Decide it, as publishing its successor does."""
    with journal.entry(
        act="curriculum.publish", by="tests", now=make.NOW, object_kind="curriculum", object_id="CPTM"
    ) as entry:
        row = {
            "public_id": new_id(),
            "version_id": version.id,
            "kind": "superseded",
            "from_on": first,
            "counts_through": through,
            "reason": "A new version.",
            "decided_by": "tests",
            "decided_at": make.NOW,
        }
        entry.keep(VersionStep, [row])
    db.session.commit()


def lacking(rotation, day: date) -> int:
    """Persons on its roll who lack CPTM on a day."""
    judged = reports.of_rotation(EVERYTHING, rotation.public_id, as_of=day, names=EVERYTHING)
    return judged.standing.tallies["CPTM"].gap


def test_it_counts_completions_certificates_rotations_and_persons_by_state(bangladesh):
    """E3's question for a whole register: how many, when, in which State."""
    old, new = make.version("CPTM", "2017"), make.version("CPTM", "2031", effective_from=date(2017, 1, 1))
    group, nepal = battalion(bangladesh, 10), make.state("NPL", "Nepal", "NP")
    later = battalion(nepal, 4, code="NEPBAT", deploys_on=date(2018, 3, 1), ends_on=date(2018, 9, 1))
    over = battalion(nepal, 3, code="OVER", deploys_on=date(2017, 1, 1), ends_on=date(2018, 1, 31))
    group.pass_all(old, SEPTEMBER, range(6))
    group.pass_all(new, SEPTEMBER, [0, 1])  # these hold the newer version, too
    group.record(old, SEPTEMBER, "fail", [6])
    group.pass_all(old, date(2016, 1, 10), [7])  # valid through 2018-01-09: over before
    later.pass_all(old, SEPTEMBER)
    over.pass_all(old, SEPTEMBER)
    later.withdraw(old, [3])
    found = of_superseding(old.id, counts_through=END)
    assert found.states == {
        "BGD": Change(sooner=6, rotations=1, persons=4, first=date(2018, 2, 1)),
        "NPL": Change(sooner=6, rotations=1, persons=3, first=date(2018, 3, 1)),
    }
    assert found.total == Change(sooner=12, rotations=2, persons=7, first=date(2018, 2, 1))
    assert found.months == {
        date(2018, 2, 1): Change(sooner=12, rotations=1, persons=4),
        date(2018, 3, 1): Change(rotations=1, persons=3),
    }
    before = lacking(group.rotation, date(2018, 2, 1)), lacking(later.rotation, date(2018, 3, 1))
    supersede(old, date(2017, 12, 1), END)
    after = lacking(group.rotation, date(2018, 2, 1)), lacking(later.rotation, date(2018, 3, 1))
    assert (after[0] - before[0], after[1] - before[1]) == (4, 3)
    assert lacking(group.rotation, END) == 4, "on the last day of the transition everything still counts"
    assert of_superseding(old.id, counts_through=END).total.is_nothing, "what is decided already changes nothing more"


def test_a_certificate_that_would_expire_before_does_not_become_superseded(bangladesh):
    version, group = make.version("CPTM", "2017"), battalion(bangladesh, 4)
    group.pass_all(version, SEPTEMBER)
    account = make.account("training_officer", "officer@bgd.example", state="BGD")
    from trainingapp.accounts.queries import identity_of

    officer = identity_of(account.id)
    letterhead = Letterhead(prefix="UNPKT", base_url="https://register.example")
    rows = db.session.query(Completion).order_by(Completion.id).all()
    issued = [
        certificates.issue_one(row.public_id, letterhead=letterhead, by=officer, now=make.NOW) for row in rows[:3]
    ]
    certificates.revoke([issued[0]], reason="A slip.", by=officer, now=make.NOW)
    db.session.commit()
    assert of_superseding(version.id, counts_through=END).total.certificates == 2
    last = db.session.query(Certificate).first().valid_through
    assert of_superseding(version.id, counts_through=last).total.certificates == 0
    assert of_superseding(version.id, counts_through=last - timedelta(days=1)).total.certificates == 2


def test_whoever_left_or_is_not_asked_lacks_nothing(bangladesh):
    version, group = make.version("CPTM", "2017"), battalion(bangladesh, 5)
    group.pass_all(version, SEPTEMBER)
    group.leave([0], "left", date(2018, 1, 15))
    group.leave([1], "in_error")
    found = of_superseding(version.id, counts_through=END)
    assert (found.total.sooner, found.total.persons) == (5, 3)


def test_somebody_put_on_the_roll_again_is_counted_once_and_from_that_day(bangladesh):
    version, group = make.version("CPTM", "2017"), battalion(bangladesh, 2)
    group.pass_all(version, SEPTEMBER)
    group.leave([0], "left", date(2018, 1, 15))
    make.assignment(group.rotation, group.people[0], ordinal=1)
    found = of_superseding(version.id, counts_through=date(2017, 12, 31))
    assert (found.total.persons, found.total.rotations, found.total.first) == (2, 1, date(2018, 1, 1))


def test_the_same_number_of_statements_for_few_and_for_many(bangladesh, statements):
    version = make.version("CPTM", "2017")
    for strength in (3, 60):
        battalion(bangladesh, strength, code=f"B{strength}").pass_all(version, SEPTEMBER)
        key = version.id
        with statements() as seen:
            found = of_superseding(key, counts_through=END)
        assert len(seen) == 11
    assert found.total.persons == 63


@given(DAYS, st.none() | DAYS, st.none() | DAYS)
def test_the_first_changed_day_is_the_first_that_is_judged_otherwise(day: date, now: date | None, then: date | None):
    def counts(last: date | None, asked: date) -> bool:
        return day <= asked <= (last or date.max)

    found = first_changed(day, now, then)
    ends = [end for end in (now, then) if end is not None]
    asked = {day, *ends, *(end + timedelta(days=1) for end in ends)}
    otherwise = sorted(one for one in asked if counts(now, one) != counts(then, one))
    assert found == (otherwise[0] if otherwise else None)


@pytest.mark.parametrize("role", ["curriculum_editor", "analyst"])
def test_only_whoever_publishes_sees_it(client, bangladesh, role):
    make.version("CPTM", "2017")
    make.account(role, f"{role}@un.example")
    client.sign_in(f"{role}@un.example")
    assert client.get("/curricula/CPTM/2017/supersession").status_code == 404


def test_the_page_tells_numbers_and_no_names_and_refuses_days_that_cannot_be(client, bangladesh):
    version, group = make.version("CPTM", "2017"), battalion(bangladesh, 5)
    group.pass_all(version, SEPTEMBER)
    make.account("curriculum_publisher", "publisher@un.example")
    client.sign_in("publisher@un.example")
    page = client.get("/curricula/CPTM/2017/supersession?from=2018-01-01&until=2018-01-31")
    assert page.status_code == 200
    assert "Bangladesh" in page.text
    assert "1&nbsp;Feb&nbsp;2018" in page.text.replace("\u00a0", "&nbsp;")
    assert not re.search("Soldier|BANBAT", page.text)
    for asked, said in (
        ("from=2018-02-01&until=2018-01-01", "cannot stop counting before"),
        ("from=03/04/2018", "cannot be read as a date"),
        ("from=2010-01-01", "itself begins on"),
        ("day=2018-01-01", "does not know"),
    ):
        refused = client.get(f"/curricula/CPTM/2017/supersession?{asked}")
        assert (refused.status_code, said in refused.text) == (422, True), asked
    assert client.get("/curricula/CPTM/1999/supersession").status_code == 404
