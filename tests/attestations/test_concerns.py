"""A concern about a unit, and what was done about it: by whom, and who reads it (R06)."""

from datetime import date

import pytest
from sqlalchemy import select

from tests import make
from tests.forces.test_pages import told, words
from trainingapp.accounts.rules import OPERATOR, Grant, Identity
from trainingapp.attestations.actions import concerns as actions
from trainingapp.attestations.actions.concerns import MitigatedAlready
from trainingapp.attestations.models import UnitConcern
from trainingapp.attestations.queries import concerns
from trainingapp.forces import queries as forces
from trainingapp.kit.db import db
from trainingapp.kit.errors import Absent, Unfit

TODAY = date(2017, 12, 31)
RAISED = date(2017, 12, 1)
EVERYTHING = OPERATOR.scope("screening.see")
REVIEWER = Identity("reviewer", "A reviewer", (Grant("reviewer_military", "all"),))
FOCAL = Identity("focal", "A focal point", (Grant("focal_point", "state", states=frozenset({"BGD"})),))
AUTHORITY = Identity("authority", "An authority", (Grant("certifying_authority", "state", states=frozenset({"BGD"})),))
NEPAL = Identity("nepal", "Another", (Grant("focal_point", "state", states=frozenset({"NPL"})),))


def raised(group, *, by=REVIEWER, on: date = RAISED) -> str:
    rotation = forces.rotation(EVERYTHING, group.rotation.public_id, as_of=TODAY)
    found = actions.raise_concern(rotation, "A company is named.", raised_on=on, by=by, now=make.NOW, today=TODAY)
    db.session.commit()
    return found


def done(public_id: str, *, by=FOCAL, on: date = date(2017, 12, 20)) -> None:
    actions.mitigate(public_id, "Screened again.", taken_on=on, by=by, now=make.NOW, today=TODAY)
    db.session.commit()


@pytest.mark.parametrize("by", [FOCAL, REVIEWER])
def test_the_secretariat_raises_it_and_the_state_or_the_secretariat_says_what_was_done(group, by):
    public_id = raised(group)
    assert concerns.open_concerns([group.rotation.id]) == {group.rotation.id: 1}
    done(public_id, by=by)
    assert concerns.open_concerns([group.rotation.id]) == {}
    (one,) = concerns.concerns_of(EVERYTHING, group.rotation.id)
    assert (one.concern, one.measure, one.raised_by, one.recorded_by) == (
        "A company is named.",
        "Screened again.",
        "reviewer",
        by.public_id,
    )
    with pytest.raises(MitigatedAlready):
        done(public_id)


def test_nobody_else_raises_one_or_says_what_was_done(group):
    with pytest.raises(Absent):
        raised(group, by=FOCAL)
    public_id = raised(group)
    for somebody in (AUTHORITY, NEPAL):
        with pytest.raises(Absent):
            done(public_id, by=somebody)
    assert not concerns.concerns_of(NEPAL.scope("screening.see"), group.rotation.id)


def test_days_are_in_order_and_none_is_to_come(group):
    with pytest.raises(Unfit, match="not come yet"):
        raised(group, on=date(2018, 1, 1))
    db.session.rollback()
    public_id = raised(group)
    for day in (date(2018, 1, 1), date(2017, 11, 30)):
        with pytest.raises(Unfit):
            done(public_id, on=day)
        db.session.rollback()


def test_it_is_raised_read_and_answered_on_its_pages(client, app, group):
    url = f"/rotations/{group.rotation.public_id}"
    client.sign_in(make.account("reviewer_military").email)
    empty = client.post_form(f"{url}/concerns/new", concern="  ", raised_on="2017-12-01")
    assert told(empty.text) == ["Concern: Write what the concern is."]
    sent = client.post_form(f"{url}/concerns/new", concern="A company is named.", raised_on="2017-12-01")
    assert sent.status_code == 302
    assert "Concerns about the unit that are open: 1." in words(client.get(url).text)
    focal = app.test_client()
    focal.sign_in(make.account("focal_point", state="BGD").email)
    assert focal.get(f"{url}/concerns/new").status_code == 404
    assert "Open A company is named." in words(focal.get(f"{url}/screening").text)
    public_id = db.session.scalars(select(UnitConcern.public_id)).one()
    said = {"measure": "Screened again by the ministry.", "taken_on": "2017-12-20"}
    assert focal.post_form(f"/concerns/{public_id}/mitigate", **said).status_code == 302
    assert "Something was done A company is named." in words(focal.get(f"{url}/screening").text)
    assert "Concerns about the unit" not in words(focal.get(url).text)
    authority = app.test_client()
    authority.sign_in(make.account("certifying_authority", state="BGD").email)
    assert authority.get(f"/concerns/{public_id}/mitigate").status_code == 404
