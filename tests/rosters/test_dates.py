"""A date is certain or asked about: never a wrong one."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainingapp.rosters.dates import MONTHS, read_dates

SEPTEMBER = date(2017, 9, 25)
CERTAIN = (
    "2017-09-25|2017/09/25|2017.9.25|20170925|2017-09-25T00:00:00|2017-09-25 14:30|25/09/2017|25.09.2017|25-09-2017|"
    "25. 9. 2017|9/25/2017|25-Sep-2017|25 Sep 2017|25SEP2017|25th September 2017|September 25, 2017|Sep 25 2017|"
    "25 septembre 2017|25 sept. 2017|25 de septiembre de 2017|25 setiembre 2017|25 сентября 2017|25 сентября 2017 г.|"
    "25 сен 2017|2017年9月25日|2017年09月25|25 سبتمبر 2017|٢٥/٠٩/٢٠١٧|٢٥ سبتمبر ٢٠١٧|25 أيلول 2017|۲۵/۰۹/۲۰۱۷|"
    "2017-Sep-25|25 شتنبر 2017|２５/０９/２０１７"
)
REFUSED = {
    "two_digit_year": "9/25/17|25/09/17|25 Sep 17|17-09-25|1/2/03",
    "date_is_a_number": "43003|43003.0|2017|25092017|12",
    "no_such_day": "31/02/2017|29 Feb 2017|2017-13-01|2017-25-09|2017-02-30|32/01/2017",
    "other_calendar": "1439/01/05|05/01/1439|25/09/2560|25 Sep 1017",
    "date_not_understood": "soon|25/09|Sept 2017|25-09/2017|//|25 Sepember 2017|2017-W39|N/A|25/09/2017 to 27/09/2017",
}


@pytest.mark.parametrize("text", CERTAIN.split("|"))
def test_dates_as_people_write_them(text):
    found = read_dates([text])
    assert found.dates == {text: SEPTEMBER}
    assert not found.asked


@pytest.mark.parametrize(
    ("code", "text"), [(code, text) for code, texts in REFUSED.items() for text in texts.split("|")]
)
def test_what_is_not_certain_is_refused_with_its_value(code, text):
    found = read_dates([text])
    assert not found.dates
    assert found.refusals[text][0] == code
    assert text in str(found.refusals[text][1])


def test_a_number_in_a_cell_is_not_a_date():
    assert read_dates([43003.0]).refusals[43003.0][0] == "date_is_a_number"
    assert read_dates([True]).refusals[True][0] == "date_is_a_number"


def test_one_value_above_twelve_decides_for_the_column():
    assert read_dates(["05/06/2017", "25/09/2017"]).dates["05/06/2017"] == date(2017, 6, 5)
    assert read_dates(["05/06/2017", "09/25/2017"]).dates["05/06/2017"] == date(2017, 5, 6)


def test_a_column_that_does_not_decide_is_asked_about_and_gives_no_date():
    found = read_dates(["05/06/2017", "01/02/2017", "2017-09-25", "07/07/2017"])
    assert found.asked[0] == "date_order_unknown"
    assert set(found.dates) == {"2017-09-25", "07/07/2017"}
    assert read_dates(["05/06/2017"], order="DMY").dates["05/06/2017"] == date(2017, 6, 5)
    assert read_dates(["05/06/2017"], order="MDY").dates["05/06/2017"] == date(2017, 5, 6)


def test_a_column_that_contradicts_itself_is_asked_about():
    values = ["25/09/2017", "09/26/2017", "05/06/2017"]
    found = read_dates(values)
    assert found.asked[0] == "date_order_contradictory"
    assert "05/06/2017" not in found.dates
    said = read_dates(values, order="DMY")
    assert not said.asked
    assert said.refusals["09/26/2017"][0] == "date_against_order"


def test_what_the_heading_states_decides_unless_a_value_contradicts_it():
    assert read_dates(["05/06/2017"], declared="MDY").dates["05/06/2017"] == date(2017, 5, 6)
    assert read_dates(["25/06/2017", "05/06/2017"], declared="MDY").asked[0] == "date_order_contradictory"


def test_real_dates_that_a_spreadsheet_may_have_exchanged_are_asked_about():
    """A file of day-month opened under month-day: up to the 12th the cells turn into other days, the rest stay text."""
    exchanged = [date(2017, 5, 9), "25/09/2017"]
    assert read_dates(exchanged).asked[0] == "date_order_mixed"
    assert not read_dates([date(2017, 9, 25), "25/09/2017"]).asked
    assert not read_dates(exchanged, order="DMY").asked


def test_real_dates_are_taken_as_they_are_with_or_without_a_time_of_day():
    moment = datetime(2017, 9, 25, 14, 30)  # noqa: DTZ001
    assert set(read_dates([SEPTEMBER, moment]).dates.values()) == {SEPTEMBER}


DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))
NAMES = [name for name in MONTHS if name.isalpha()]


@given(
    DAYS,
    st.sampled_from(["%Y-%m-%d", "%Y/%m/%d", "%d %b %Y", "%d-%B-%Y", "%B %d, %Y", "%Y年%m月%d日", "%d%b%Y", "%Y%m%d"]),
)
def test_every_day_in_a_certain_form_comes_back(day, form):
    text = day.strftime(form)
    assert read_dates([text]).dates[text] == day


@given(DAYS, st.sampled_from(NAMES))
def test_every_month_name_of_the_six_languages_is_its_month(day, name):
    text = f"{day.day} {name} {day.year}"
    found = read_dates([text]).dates.get(text)
    assert found is None or (found.month, found.day, found.year) == (MONTHS[name], day.day, day.year)


@given(st.lists(DAYS, min_size=1, max_size=30), st.sampled_from(["%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%m-%d-%Y"]))
def test_a_column_in_one_order_is_right_or_asked_about_and_never_wrong(days, form):
    written = {day.strftime(form): day for day in days}
    found = read_dates(written)
    for text, day in written.items():
        assert found.dates.get(text, day) == day
    assert found.asked or len(found.dates) == len(written)


@given(st.text(max_size=20) | st.from_regex(r"\A\d{1,4}[-/. ]\d{1,2}[-/. ]\d{1,4}\Z"))
def test_any_text_is_a_date_or_refused_or_asked_about(text):
    found = read_dates([text])
    assert bool(found.asked) + len(found.dates) + len(found.refusals) == 1
