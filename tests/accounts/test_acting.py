"""What a form asks is done once, in one transaction; or it is refused on the form, and nothing typed is lost."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from flask import g
from sqlalchemy import select

from tests import make
from trainingapp.accounts.acting import Outcome, carried_out, elsewhere
from trainingapp.accounts.rules import OPERATOR
from trainingapp.kit.db import db
from trainingapp.kit.errors import Absent, Busy, Conflict, DomainError, Refused, Unfit
from trainingapp.kit.forms import KeyedForm, TextField, needed
from trainingapp.kit.ids import new_id
from trainingapp.kit.once import RequestKey
from trainingapp.kit.words import say


class UnitForm(KeyedForm):
    class Meta:
        csrf = False

    name = TextField("Name", [needed()])
    place = TextField("Place")


@pytest.fixture
def sent(app, session) -> Callable[..., UnitForm]:
    """A form as somebody sent it."""

    @contextmanager
    def sending(key: str, name: str = "BANBAT-4") -> Iterator[UnitForm]:
        with app.test_request_context(method="POST", data={"key": key, "name": name, "place": ""}):
            g.identity = OPERATOR
            yield UnitForm.from_request()

    return sending


def refusing(refusal: DomainError) -> Callable[[], str]:
    def do() -> str:
        db.session.add(RequestKey(asked_by="tests", key=new_id(), act="half", answer="", at=make.NOW))
        db.session.flush()
        raise refusal

    return do


def test_the_same_form_sent_twice_is_done_once_and_answered_alike(sent):
    key, done = new_id(), []

    def do() -> str:
        done.append("done")
        return f"R-{len(done)}"

    for _click in range(2):
        with sent(key) as form:
            assert carried_out(form, do).answer == "R-1"
    assert done == ["done"]


def test_an_act_without_an_answer_is_done_all_the_same(sent):
    with sent(new_id()) as form:
        made = carried_out(form, lambda: None)
    assert made.done
    assert made.answer == ""


@pytest.mark.parametrize(("refusal", "status"), [(Refused(), 422), (Conflict(), 409), (Busy(), 422)])
def test_a_refusal_stands_on_the_form_and_nothing_was_written(sent, refusal, status):
    """Also when the register is busy: what was typed is still there."""
    with sent(new_id()) as form:
        made = carried_out(form, refusing(refusal))
        assert not made.done
        assert made.refusal is refusal
        assert made.status == status
        assert form.form_errors == [str(refusal)]
        assert form.name.data == "BANBAT-4"
        assert db.session.scalars(select(RequestKey.act)).all() == []


def test_every_problem_is_told_beside_its_field(sent):
    with sent(new_id()) as form:
        problems = {"name": say("It is taken."), "place": [say("It is far."), say("It is hot.")], "": [say("No.")]}
        assert carried_out(form, refusing(Unfit(problems))).status == 422
        assert (form.name.errors, form.place.errors, form.form_errors) == (
            ["It is taken."],
            ["It is far.", "It is hot."],
            ["No."],
        )


def test_problems_of_no_field_are_all_told_above_the_form(sent):
    with sent(new_id()) as form:
        carried_out(form, refusing(Unfit([say("No."), say("Never.")])))
        assert form.form_errors == ["No.", "Never."]


def test_a_refusal_may_be_told_in_another_place(sent):
    with sent(new_id()) as form:
        made = carried_out(form, refusing(Refused()), tell=elsewhere)
        assert not form.errors
        assert made.status == 422
        assert made.refusal is not None


def test_what_is_absent_is_absent(sent):
    with sent(new_id()) as form, pytest.raises(Absent):
        carried_out(form, refusing(Absent()))


def test_nothing_is_done_while_anything_on_the_form_is_wrong(sent):
    def do() -> str:
        raise AssertionError("it was done")

    with sent(new_id(), name="") as form:
        assert carried_out(form, do) == Outcome(form)
        assert Outcome(form).status == 422
    with sent(new_id()) as form:
        assert form.submitted()
        form.place.errors = ["There is no such place."]
        assert carried_out(form, do).status == 422
        assert form.place.errors == ["There is no such place."]


def test_a_page_that_is_only_looked_at_does_nothing(app, session):
    with app.test_request_context():
        g.identity = OPERATOR
        made = carried_out(UnitForm.from_request(), refusing(Refused()))
    assert not made.done
    assert made.refusal is None
    assert made.status == 200
