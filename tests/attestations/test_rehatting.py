"""E12: a battalion of an African Union operation comes over: what is recognised, what remains, who is out (R52)."""

from datetime import date

import pytest
from sqlalchemy import select

from tests import make
from tests.forces.test_pages import told, words
from tests.readiness.test_e12_rehatting import blue_helmets, sumora  # noqa: F401 - the battalion of the story
from trainingapp.accounts.rules import OPERATOR, Grant, Identity
from trainingapp.attestations.actions import rehatting as actions
from trainingapp.attestations.actions import screening
from trainingapp.attestations.actions.rehatting import OpenedAlready
from trainingapp.attestations.actions.screening import Said, Whom
from trainingapp.attestations.queries.rehatting import case_of, cases
from trainingapp.attestations.reports.rehatting import remains
from trainingapp.forces import queries as forces
from trainingapp.journal.models import JournalEntry
from trainingapp.kit.db import db
from trainingapp.kit.errors import Absent, Unfit
from trainingapp.readiness.colour import COLOURS, ColourRule

TRANSFER, DEADLINE = date(2017, 7, 1), date(2017, 8, 30)
EVERYTHING = OPERATOR.scope("attestations.see")
REVIEWER = Identity("reviewer", "A reviewer", (Grant("reviewer_military", "all"),))
FOCAL = Identity("focal", "A focal point", (Grant("focal_point", "state", states=frozenset({"XSU"})),))


def facts(group, on: date = TRANSFER):
    return forces.rotation(EVERYTHING, group.rotation.public_id, as_of=on)


def opened(group, *, by=REVIEWER, transfer: date = TRANSFER, deadline: date = DEADLINE) -> str:
    about = {"organisation": "African Union, AMISOM", "transfer_on": transfer, "deadline_on": deadline, "remark": ""}
    found = actions.open_case(facts(group), **about, by=by, now=make.NOW)
    db.session.commit()
    return found


def on(group, day: date):
    return remains(REVIEWER, facts(group, day), case_of(EVERYTHING, group.rotation.id), as_of=day, rule=ColourRule(90))


def screened(group) -> None:
    """448 cleared, 2 not; the two are taken off and sent home."""
    about = {"by": FOCAL, "now": make.NOW, "today": date(2017, 8, 25)}
    public_ids = [person.public_id for person in group.people]
    ministry = Said("not_cleared", date(2017, 8, 20), "Ministry, letter 12")
    screening.record(facts(group), Whom(frozenset(public_ids[:2])), ministry, **about)
    screening.record(facts(group), Whom(frozenset(public_ids[2:])), Said("cleared", date(2017, 8, 20)), **about)
    screening.exclude(facts(group), public_ids[:2], reason="Not cleared", left_on=date(2017, 8, 25), **about)
    db.session.commit()


def trained(group) -> None:
    """Until the deadline all who stayed take the course on sexual exploitation, and 430 the core course."""
    group.pass_all(make.version("SEA-ELEARN", "2016"), date(2017, 8, 20), range(2, 450))
    group.pass_all(make.version("CPTM", "2017"), date(2017, 8, 28), range(2, 432))


def test_e12_figure_for_figure(blue_helmets):  # noqa: F811
    """450 come over with C-IED recognised; on the deadline 448 are cleared, 2 excluded, CPTM 430 of 448 = 96.0 %."""
    opened(blue_helmets)
    start = on(blue_helmets, TRANSFER)
    lines = {line.curriculum: line for line in start.lines}
    assert (lines["CIED-BASIC"].at_transfer.held, lines["CIED-BASIC"].recognised) == (450, 450)
    assert (lines["CPTM"].now.gap, lines["SEA-ELEARN"].now.gap) == (450, 450)
    assert (start.screened.pending, start.screened.persons, start.excluded) == (450, 450, 0)
    screened(blue_helmets)
    trained(blue_helmets)
    end = on(blue_helmets, DEADLINE)
    lines = {line.curriculum: line for line in end.lines}
    assert (end.screened.cleared, end.screened.persons, end.excluded) == (448, 448, 2)
    assert (lines["SEA-ELEARN"].now.held, lines["SEA-ELEARN"].now.required) == (448, 448)
    cptm = lines["CPTM"].now
    assert (cptm.held, cptm.required, cptm.share, cptm.gap) == (430, 448, 96.0, 18)
    assert lines["CIED-BASIC"].runs_out == (date(2017, 10, 10), 448)
    assert (lines["CIED-BASIC"].recognised, lines["CPTM"].recognised) == (450, 0)
    after = {line.curriculum: line for line in on(blue_helmets, date(2017, 10, 11)).lines}
    assert after["CIED-BASIC"].now.gap == 448
    again = on(blue_helmets, TRANSFER)
    assert (again.screened.pending, again.excluded) == (450, 0), "as of the transfer nobody was screened"


def test_the_colour_is_that_of_the_printed_rule(blue_helmets):  # noqa: F811
    """What else binds everybody is held: then 430 of 448 are ready, and the rotation is amber."""
    opened(blue_helmets)
    screened(blue_helmets)
    trained(blue_helmets)
    found = on(blue_helmets, DEADLINE)
    for line in found.lines:
        if line.now.gap and line.curriculum != "CPTM":
            newest = make.version(line.curriculum)
            blue_helmets.pass_all(newest, date(2017, 8, 1), range(2, 450))
    found = on(blue_helmets, DEADLINE)
    assert (found.whole.held, found.whole.required) == (430, 448), [
        (line.curriculum, line.now.gap) for line in found.lines
    ]
    assert COLOURS[found.colour] == "Nearly ready"


def test_only_the_secretariat_opens_a_case_and_once(blue_helmets):  # noqa: F811
    with pytest.raises(Absent):
        opened(blue_helmets, by=FOCAL)
    opened(blue_helmets)
    with pytest.raises(OpenedAlready):
        opened(blue_helmets)
    db.session.rollback()
    entry = db.session.scalars(select(JournalEntry).filter_by(act="rehatting.open")).one()
    assert (entry.object_id, entry.state_code) == (blue_helmets.rotation.public_id, "XSU")
    nepal = Identity("n", "N", (Grant("focal_point", "state", states=frozenset({"NPL"})),)).scope("attestations.see")
    assert [cases(scope).total for scope in (EVERYTHING, FOCAL.scope("attestations.see"), nepal)] == [1, 1, 0]


@pytest.mark.parametrize(
    ("transfer", "deadline", "wrong"),
    [
        (date(2017, 6, 30), DEADLINE, ["transfer_on"]),
        (date(2018, 7, 1), date(2018, 8, 30), ["transfer_on", "deadline_on"]),
        (TRANSFER, date(2017, 6, 30), ["deadline_on"]),
        (TRANSFER, date(2018, 7, 1), ["deadline_on"]),
    ],
)
def test_days_are_in_order_and_within_the_tour(blue_helmets, transfer, deadline, wrong):  # noqa: F811
    with pytest.raises(Unfit) as refused:
        opened(blue_helmets, transfer=transfer, deadline=deadline)
    assert list(refused.value.problems) == wrong


#: role and its grant -> what it gets of the list, the page, and the form for a new case.
SEEN = {
    ("reviewer_training", None): (200, 200, 200),
    ("focal_point", "XSU"): (200, 200, 404),
    ("certifying_authority", "XSU"): (200, 200, 404),
    ("focal_point", "BGD"): (200, 404, 404),
    ("training_officer", "XSU"): (404, 404, 404),
    ("analyst", None): (404, 404, 404),
}


@pytest.mark.parametrize(("role", "state"), SEEN)
def test_the_state_and_the_secretariat_see_it_and_the_secretariat_records_it(client, blue_helmets, role, state):  # noqa: F811
    opened(blue_helmets)
    make.state()
    client.sign_in(make.account(role, state=state).email)
    url = f"/rotations/{blue_helmets.rotation.public_id}/rehatting"
    answers = [client.get(one) for one in ("/rehatting", url, f"{url}/new")]
    assert tuple(one.status_code for one in answers) == SEEN[(role, state)]
    assert ("SUMBAT-1" in answers[0].text) == (SEEN[(role, state)][1] == 200)


def test_its_page_says_what_remains_as_of_a_day(client, blue_helmets):  # noqa: F811
    url = f"/rotations/{blue_helmets.rotation.public_id}"
    client.sign_in(make.account("reviewer_military").email)
    assert "It comes from no other operation" in words(client.get(f"{url}/rehatting").text)
    form = client.get(f"{url}/rehatting/new").text
    assert 'value="2017-07-01"' in form
    assert 'value="2017-08-30"' in form, "sixty days after, as the setting says"
    said = {"organisation": "African Union, AMISOM", "transfer_on": "2017-07-01", "remark": ""}
    wrong = client.post_form(f"{url}/rehatting/new", **said, deadline_on="2017-06-01")
    assert told(wrong.text) == ["Deadline: The deadline is the day of the transfer or later."]
    assert client.post_form(f"{url}/rehatting/new", **said, deadline_on="2017-08-30").status_code == 302
    screened(blue_helmets)
    trained(blue_helmets)
    page = words(client.get(f"{url}/rehatting?as_of=2017-08-30").text)
    assert "Cleared by screening 448 of 448" in page
    assert "Excluded after screening 2" in page
    assert "CPTM 0 of 450 – 430 of 448 96.0 % 18" in page
    assert "CIED-BASIC 450 of 450 450 448 of 448 100 % 0 10 Oct 2017 for 448 persons, the last day" in page
    late = words(client.get(f"{url}/rehatting").text)
    assert "The deadline of 30 Aug 2017 has passed" in late
    assert "It comes over from African Union, AMISOM" in words(client.get(url).text)


def test_it_costs_the_same_for_few_and_for_many(blue_helmets, statements):  # noqa: F811
    opened(blue_helmets)
    rotation = facts(blue_helmets)
    case = case_of(EVERYTHING, rotation.id)

    def cost() -> int:
        with statements() as seen:
            remains(REVIEWER, rotation, case, as_of=DEADLINE, rule=ColourRule(90))
            cases(EVERYTHING)
        return len(seen)

    before = cost()
    trained(blue_helmets)
    screened(blue_helmets)
    assert cost() <= before
