"""What may be typed: kept as typed, refused with a sentence, never guessed."""

import io
from collections.abc import Iterator
from datetime import date

import pytest
from flask import Flask, request
from flask_babel import Babel
from hypothesis import given
from hypothesis import strategies as st
from wtforms.validators import NumberRange, Optional

from trainingapp.kit.days import FIRST_YEAR, LAST_YEAR, NoSuchDay, NotADate, OutOfReach, read_day
from trainingapp.kit.forms import (
    LARGEST,
    DayField,
    KeyedForm,
    LinesField,
    QueryForm,
    TextField,
    UploadField,
    WholeField,
    needed,
)
from trainingapp.kit.ids import new_id


class Rotation(KeyedForm):
    name = TextField("Name", [needed("Enter the name of the unit.")], longest=20)
    deploys = DayField("Deploys on")
    reason = LinesField("Reason")
    roll = UploadField("Roll", kinds=("csv", "xlsx"), megabytes=0.1)


class Counted(KeyedForm):
    persons = WholeField("Persons", [needed(), NumberRange(1, 500, "Write from %(min)s to %(max)s.")])
    days = WholeField("Days", [Optional()])


class Search(QueryForm):
    q = TextField("Name")
    as_of = DayField("As of")


@pytest.fixture
def asked() -> Iterator[Flask]:
    app = Flask("forms")
    app.config.update(SECRET_KEY="test", WTF_CSRF_ENABLED=False)
    Babel(app)
    return app


def sent(app: Flask, **fields: object) -> Rotation:
    with app.test_request_context("/", method="POST", data={"key": new_id(), "name": "BANBAT-4", **fields}):
        form = Rotation.from_request()
        form.right = form.submitted()
        form.content = form.roll.data.read() if form.roll.data else None
        for file in request.files.values():
            file.close()
        return form


@given(st.dates(date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)))
def test_a_day_written_year_first_or_with_its_month_as_a_word_is_read_back(day: date) -> None:
    assert read_day(day.isoformat()) == day
    assert read_day(f" {day.day} {day:%b} {day.year:04} ") == day


@pytest.mark.parametrize("text", ["03/04/2017", "25/09/2017", "2017-02-30", "25 Sep", "25 Foo 2017", "43003", "x"])
def test_a_day_that_could_be_read_in_two_ways_or_in_none_is_refused(text: str) -> None:
    with pytest.raises(NotADate):
        read_day(text)


@pytest.mark.parametrize("text", ["31.02.2017", "2017-02-30", "29 Feb 2017", "32/01/2017", "2017-13-01", "13/13/2017"])
def test_a_day_that_the_calendar_does_not_have_is_refused_as_such(text: str) -> None:
    with pytest.raises(NoSuchDay) as refused:
        read_day(text)
    assert str(refused.value.sentence) == f"There is no such day as “{text}”. Write the year first: 2017-09-25."


@pytest.mark.parametrize("text", ["03/04/2017", "25/09/2017", "28.02.2017", "25 Foo 2017", "x"])
def test_a_day_that_the_calendar_may_have_is_refused_for_how_it_is_written(text: str) -> None:
    with pytest.raises(NotADate) as refused:
        read_day(text)
    assert not isinstance(refused.value, NoSuchDay)


@pytest.mark.parametrize("text", ["0001-01-01", "1899-12-31", "2200-01-01", "31 Dec 9999"])
def test_a_day_from_which_nobody_can_count_is_refused_with_the_years_that_can_be_written(text: str) -> None:
    with pytest.raises(OutOfReach) as refused:
        read_day(text)
    assert str(refused.value.sentence) == f"“{text}” is too far away. Write a day from 1900 to 2199."


def test_a_file_in_the_place_of_a_name_and_a_text_in_the_place_of_a_file_count_as_left_empty(asked: Flask) -> None:
    swapped = sent(asked, name=(io.BytesIO(b"BANBAT-4"), "name.csv"), roll="a text")
    assert not swapped.right
    assert not swapped.name.data
    assert swapped.roll.data is None


def test_a_refused_day_is_shown_again_as_it_was_typed(asked: Flask) -> None:
    form = sent(asked, deploys="03/04/2017")
    assert not form.right
    assert form.deploys.errors == [
        "“03/04/2017” cannot be read as a date in one way only. Write the year first: 2017-09-25."
    ]
    assert form.deploys._value() == "03/04/2017"


def test_a_field_the_form_does_not_know_refuses_the_whole_form(asked: Flask) -> None:
    form = sent(asked, state="BGD")
    assert not form.right
    assert "state" in str(form.form_errors[0])


def test_a_file_the_form_does_not_know_refuses_the_whole_form(asked: Flask) -> None:
    assert not sent(asked, other=(io.BytesIO(b"x"), "x.csv")).right


def test_spaces_around_a_text_go_and_nothing_inside_it_is_touched(asked: Flask) -> None:
    form = sent(asked, name="  N’Guessan  de la Ö ")
    assert form.right
    assert form.name.data == "N’Guessan  de la Ö"


@pytest.mark.parametrize("hidden", ["\u202e", "\u200b", "\x07", "\u2066", "\ufeff", "\n"])
def test_characters_that_cannot_be_seen_are_refused_in_a_line(asked: Flask, hidden: str) -> None:
    assert not sent(asked, name=f"a{hidden}b").right


def test_the_joiners_that_persian_and_sinhala_names_need_are_kept(asked: Flask) -> None:
    assert sent(asked, name="ශ්\u200dරී").name.data == "ශ්\u200dරී"


def test_a_reason_may_have_several_lines(asked: Flask) -> None:
    assert sent(asked, reason="First.\r\nSecond.").right


def test_a_text_that_is_too_long_is_told_by_how_much(asked: Flask) -> None:
    assert sent(asked, name="x" * 21).name.errors == ["This is longer than 20 characters: it has 21."]


def test_what_is_missing_is_said_in_the_fields_own_words(asked: Flask) -> None:
    assert sent(asked, name="").name.errors == ["Enter the name of the unit."]


def test_spaces_are_not_a_text(asked: Flask) -> None:
    assert sent(asked, name="   ").name.errors == ["Enter the name of the unit."]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("roll.pdf", b"x", "“roll.pdf” is none of the kinds that can be read here: CSV, XLSX."),
        ("roll.csv", b"", "“roll.csv” is empty."),
        ("roll.csv", b"x" * 300_000, "“roll.csv” has 0.3 MB; at most 0.1 MB are accepted."),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_by_name(asked: Flask, name: str, content: bytes, said: str) -> None:
    assert sent(asked, roll=(io.BytesIO(content), name)).roll.errors == [said]


def test_a_file_that_can_be_taken_is_at_its_beginning(asked: Flask) -> None:
    form = sent(asked, roll=(io.BytesIO(b"a,b"), "ROLL.CSV"))
    assert form.right
    assert form.content == b"a,b"


def test_no_file_chosen_is_none(asked: Flask) -> None:
    assert sent(asked, roll=(io.BytesIO(b""), "")).roll.data is None


def test_a_new_form_has_a_new_key_and_a_refused_one_keeps_it(asked: Flask) -> None:
    with asked.test_request_context("/"):
        first, second = Rotation.from_request().key.data, Rotation.from_request().key.data
    assert first != second
    key = new_id()
    assert sent(asked, key=key, name="").key.data == key


@pytest.mark.parametrize("key", ["1", "", " " * 22, "٣" * 22, "k" * 23])
def test_a_key_that_is_not_ours_is_refused_and_the_page_sent_again_is_right(asked: Flask, key: str) -> None:
    form = sent(asked, key=key)
    assert form.errors == {"key": ["The page is out of date. Reload it and send the form again."]}
    assert sent(asked, key=form.key.data).right


def test_a_form_sent_without_its_key_is_refused(asked: Flask) -> None:
    with asked.test_request_context("/", method="POST", data={"name": "BANBAT-4"}):
        form = Rotation.from_request()
        assert not form.submitted()
        assert form.errors == {"key": ["The page is out of date. Reload it and send the form again."]}


def counted(app: Flask, **fields: str) -> Counted:
    with app.test_request_context("/", method="POST", data={"key": new_id(), "persons": "7", **fields}):
        form = Counted.from_request()
        form.right = form.submitted()
        return form


@given(st.integers(-LARGEST, LARGEST))
def test_a_whole_number_is_read_back(number: int) -> None:
    app = Flask("numbers")
    app.config.update(SECRET_KEY="test", WTF_CSRF_ENABLED=False)
    Babel(app)
    form = counted(app, days=f" {number} ")
    assert form.right
    assert form.days.data == number


@pytest.mark.parametrize("typed", [str(LARGEST + 1), str(-LARGEST - 1), "9" * 400, "-" + "9" * 400, "9" * 5_000])
def test_a_number_that_no_database_holds_is_refused_in_one_sentence_and_stays(asked: Flask, typed: str) -> None:
    form = counted(asked, days=typed)
    assert form.errors == {"days": ["This number is too large: write at most 2\u202f147\u202f483\u202f647."]}
    assert form.days._value() == typed
    form = counted(asked, persons=typed)
    assert form.errors == {"persons": ["Write from 1 to 500."]}
    assert form.persons._value() == typed


@pytest.mark.parametrize("typed", ["x", "1.5", "²", "1e3", "nan"])
def test_what_is_no_whole_number_is_refused_in_one_sentence_and_stays(asked: Flask, typed: str) -> None:
    assert counted(asked, days=typed).errors == {"days": ["Write a whole number, in digits."]}
    assert counted(asked, persons=typed).errors == {"persons": ["Write from 1 to 500."]}


def test_a_number_left_empty_is_none_and_is_asked_for_where_it_is_needed(asked: Flask) -> None:
    assert counted(asked, days="").days.data is None
    assert counted(asked, days=" ").right
    assert counted(asked, persons="").errors == {"persons": ["This is needed."]}
    assert not counted(asked, persons=" ").right


def test_a_form_without_its_token_is_refused(asked: Flask) -> None:
    asked.config["WTF_CSRF_ENABLED"] = True
    assert "csrf_token" in sent(asked).errors


def test_a_question_takes_what_the_address_says_and_values_where_it_says_nothing(asked: Flask) -> None:
    with asked.test_request_context("/?q=Rahman&page=2"):
        form = Search.from_request(as_of=date(2017, 12, 31))
        assert form.validate()
        assert (form.q.data, form.as_of.data) == ("Rahman", date(2017, 12, 31))


def test_a_question_with_an_unknown_argument_is_refused(asked: Flask) -> None:
    with asked.test_request_context("/?state=BGD"):
        assert not Search.from_request().validate()
