"""Pure: dates as people write them, in six languages. A date is certain or it is asked about; never guessed.

Day-first or month-first is a property of a column: one value above 12 decides for all. A year of two digits is refused,
a bare number too, and so is a year outside 1900 to 2100, which belongs to another calendar.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache

from trainingapp.kit.words import Sentence, say
from trainingapp.rosters.letters import digits, fold

ORDERS = ("DMY", "MDY", "YMD")

#: Month names and their usual short forms. Arabic: the names of Egypt and the Gulf, of the Levant, and of the Maghreb.
_MONTHS = """
1 january jan janvier janv enero ene январь января янв يناير ينایر جانفي كانون_الثاني 一月
2 february feb février févr fév febrero февраль февраля фев февр فبراير فيفري شباط 二月
3 march mar mars marzo март марта мар مارس آذار 三月
4 april apr avril avr abril abr апрель апреля апр أبريل إبريل أفريل نيسان 四月
5 may mai mayo май мая مايو ماي أيار 五月
6 june jun juin junio июнь июня июн يونيو جوان حزيران 六月
7 july jul juillet juil julio июль июля июл يوليو جويلية يوليوز تموز 七月
8 august aug août agosto ago август августа авг أغسطس أوت غشت آب 八月
9 september sep sept septembre septiembre setiembre set сентябрь сентября сен сент سبتمبر شتنبر أيلول 九月
10 october oct octobre octubre октябрь октября окт أكتوبر تشرين_الأول 十月
11 november nov novembre noviembre ноябрь ноября ноя нояб نوفمبر نونبر تشرين_الثاني 十一月
12 december dec décembre déc diciembre dic декабрь декабря дек ديسمبر دجنبر كانون_الأول 十二月
"""
MONTHS: Mapping[str, int] = {
    fold(name): int(line.split()[0]) for line in _MONTHS.strip().splitlines() for name in line.split()[1:]
}

_TIME = r"(?:,?[T\s]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:[AaPp][Mm]|Z|[+-]\d{2}:?\d{2})?)?"
_NUMERIC = re.compile(rf"(\d{{1,4}})\s*([/.\-])\s*(\d{{1,2}})\s*\2\s*(\d{{1,4}})\.?{_TIME}")
_CHINESE = re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*[日号號]?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
#: Learning platforms name the day of the week first.
_WEEKDAY = re.compile(
    "(?:mon|tues|wednes|thurs|fri|satur|sun)day|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
    "|lunes|martes|miércoles|jueves|viernes|sábado|domingo"
    "|понедельник|вторник|среда|четверг|пятница|суббота|воскресенье",
    re.IGNORECASE,
)
_MONTH = r"([^\W\d][^\d,]*?)"
_DAY_FIRST = re.compile(
    rf"(\d{{1,2}})(?:st|nd|rd|th|er|º|°|\.)?[\s\-/.,]*(?:de\s+|of\s+)?{_MONTH}[\s\-/.,]*"
    rf"(?:del?\s+)?(\d{{2,4}})\s*(?:г\.?|г\.?\s*г\.?|года|م)?{_TIME}"
)
_MONTH_FIRST = re.compile(rf"{_MONTH}[\s\-/.]*(\d{{1,2}})(?:st|nd|rd|th)?(?:\s*,\s*|\s+)(\d{{2,4}}){_TIME}")
_YEAR_FIRST = re.compile(rf"(\d{{4}})[\s\-/.]+{_MONTH}[\s\-/.]+(\d{{1,2}})")
#: No date is written longer; a pattern held against a long cell could take for ever.
_LONGEST = 60
_INVISIBLE = str.maketrans("", "", "\u200e\u200f\u061c\u202a\u202b\u202c")

_TWO_DIGITS = say("“%(value)s” has a year of two digits. Write all four, such as 2017.")
_NOT_A_DATE = say("“%(value)s” is not a date. Write it as 2017-09-25 or 25 Sep 2017.")
_NUMBER = say("“%(value)s” is a number, not a date. Give the column the format of a date, or write 2017-09-25.")
_NO_SUCH_DAY = say("“%(value)s” is no day of the calendar.")
_OTHER_CALENDAR = say("“%(value)s” has a year outside 1900 to 2100. Write the date in the Gregorian calendar.")


@dataclass(frozen=True)
class Reading:
    """What one value may mean: a date; or a date under each order; or a refusal."""

    certain: date | None = None
    by_order: Mapping[str, date] = field(default_factory=dict)
    refusal: tuple[str, Sentence] | None = None
    #: The order this value would prove; two-digit years prove one although they are refused.
    proves: str | None = None


@dataclass(frozen=True)
class DateColumn:
    """A column of dates, read: each different value's date or refusal; or why the column must be asked about."""

    dates: Mapping[object, date]
    refusals: Mapping[object, tuple[str, Sentence]]
    order: str | None = None
    asked: tuple[str, Sentence] | None = None


def read_dates(values: Iterable[object], *, order: str | None = None, declared: str | None = None) -> DateColumn:
    """The dates of a column, from its different values. `order` (DMY, MDY, YMD) is the person's word.

    `declared` is what the heading states, `Date (dd/mm/yyyy)`: it decides where no value does, and may not be
    contradicted by one.

    Without it, `asked` is set when no value decides between day-first and month-first (`date_order_unknown`), when
    values decide differently (`date_order_contradictory`), and when day-first or month-first text stands beside real
    dates that a spreadsheet may have exchanged on opening (`date_order_mixed`). Cost: one pass over different values.
    """
    readings = {value: _reading(value) for value in values}
    proofs = {reading.proves: value for value, reading in reversed(readings.items()) if reading.proves}
    open_values = [value for value, reading in readings.items() if reading.by_order]
    asked = None
    if order is None:
        if len(proofs) > 1:
            first, second = list(proofs.values())[:2]
            asked = _contradiction(first, second)
        elif proofs and declared not in (None, next(iter(proofs))):
            asked = _against_heading(next(iter(proofs.values())), str(declared))
        elif proofs:
            order = next(iter(proofs))
            if _may_be_exchanged(readings):
                asked = _mixture(next(iter(proofs.values())))
        elif open_values and declared:
            order = declared
        elif open_values:
            asked = _either_way(open_values[0])
    dates: dict[object, date] = {}
    refusals: dict[object, tuple[str, Sentence]] = {}
    for value, reading in readings.items():
        chosen = reading.certain or reading.by_order.get(order or "")
        if reading.proves and order and reading.proves != order and not reading.refusal:
            chosen = None
        if chosen is not None:
            dates[value] = chosen
        elif reading.refusal:
            refusals[value] = reading.refusal
        elif not asked or not reading.by_order:
            refusals[value] = (
                "date_against_order",
                say("“%(value)s” is not a day in the order %(order)s.", value=str(value), order=order),
            )
    return DateColumn(dates, refusals, order, asked)


def _contradiction(first: object, second: object) -> tuple[str, Sentence]:
    return "date_order_contradictory", say(
        "“%(first)s” is only possible in one order of day and month, “%(second)s” only in the other. "
        "Write all dates alike, or say which order is meant.",
        first=str(first),
        second=str(second),
    )


def _against_heading(value: object, declared: str) -> tuple[str, Sentence]:
    return "date_order_contradictory", say(
        "The heading states the order %(order)s, and “%(value)s” is only possible in another. Say which is meant.",
        order=declared,
        value=str(value),
    )


def _mixture(proof: object) -> tuple[str, Sentence]:
    return "date_order_mixed", say(
        "Some cells hold real dates, others text such as “%(value)s”. A spreadsheet that could not read the text may "
        "have exchanged day and month in the real ones. Compare with the original, and say which order is meant.",
        value=str(proof),
    )


def _either_way(value: object) -> tuple[str, Sentence]:
    return "date_order_unknown", say(
        "“%(value)s” may be day-month or month-day, and no other date of the column decides it. Say which is meant.",
        value=str(value),
    )


def _may_be_exchanged(readings: Mapping[object, Reading]) -> bool:
    """Real dates, none beyond the 12th, beside text that is: the mark of a file opened under a foreign order."""
    real = [value for value in readings if isinstance(value, date)]
    return bool(real) and all(value.day <= 12 for value in real)


@lru_cache(65_536)
def _reading_of_text(value: str) -> Reading:
    text = digits(value.translate(_INVISIBLE)).strip()
    if weekday := _WEEKDAY.match(text):
        text = text[weekday.end() :].lstrip(", ")
    if found := _NUMERIC.fullmatch(text):
        return _numeric(value, found[1], found[3], found[4])
    if found := _CHINESE.fullmatch(text):
        return _certain(value, found[1], found[2], found[3])
    if found := _COMPACT.fullmatch(text):
        compact = _certain(value, *found.groups())
        return compact if compact.certain else Reading(refusal=("date_is_a_number", _about(_NUMBER, value)))
    if re.fullmatch(r"[\d.,]+", text):
        return Reading(refusal=("date_is_a_number", _about(_NUMBER, value)))
    if (found := _DAY_FIRST.fullmatch(text)) and (month := MONTHS.get(fold(found[2]))):
        return _named(value, found[1], month, found[3])
    if (found := _MONTH_FIRST.fullmatch(text)) and (month := MONTHS.get(fold(found[1]))):
        return _named(value, found[2], month, found[3])
    if (found := _YEAR_FIRST.fullmatch(text)) and (month := MONTHS.get(fold(found[2]))):
        return _named(value, found[3], month, found[1])
    return Reading(refusal=("date_not_understood", _about(_NOT_A_DATE, value)))


def _reading(value: object) -> Reading:
    if isinstance(value, datetime):
        return Reading(certain=value.date())
    if isinstance(value, date):
        return Reading(certain=value)
    if isinstance(value, str):
        return _reading_of_text(value) if len(value) <= _LONGEST else _not_a_date(value)
    return Reading(refusal=("date_is_a_number", _about(_NUMBER, value)))


def _numeric(value: str, first: str, second: str, last: str) -> Reading:
    if len(first) == 4:
        return _certain(value, first, second, last) if len(last) <= 2 else _not_a_date(value)
    if len(first) > 2 or len(last) == 3 or len(last) == 1:
        return _not_a_date(value)
    a, b = int(first), int(second)
    if len(last) == 2:
        proves = "DMY" if a > 12 >= b else "MDY" if b > 12 >= a else None
        # With the year first or last, 17-09-25 proves nothing: it may be the 25th of 2017 or the 17th of 2025.
        proves = None if int(last) <= 31 and a > 12 else proves
        return Reading(refusal=("two_digit_year", _about(_TWO_DIGITS, value)), proves=proves)
    day_first, month_first = _day(last, b, a), _day(last, a, b)
    if not 1900 <= int(last) <= 2100:
        return Reading(refusal=("other_calendar", _about(_OTHER_CALENDAR, value)))
    if day_first and month_first:
        if a == b:
            return Reading(certain=day_first)
        return Reading(by_order={"DMY": day_first, "MDY": month_first})
    if day_first:
        return Reading(certain=day_first, proves="DMY")
    if month_first:
        return Reading(certain=month_first, proves="MDY")
    return Reading(refusal=("no_such_day", _about(_NO_SUCH_DAY, value)))


def _named(value: str, day: str, month: int, year: str) -> Reading:
    if len(year) == 2:
        return Reading(refusal=("two_digit_year", _about(_TWO_DIGITS, value)))
    return _certain(value, year, month, day) if len(year) == 4 else _not_a_date(value)


def _certain(value: str, year: str, month: str | int, day: str) -> Reading:
    if not 1900 <= int(year) <= 2100:
        return Reading(refusal=("other_calendar", _about(_OTHER_CALENDAR, value)))
    found = _day(year, int(month), int(day))
    return Reading(certain=found) if found else Reading(refusal=("no_such_day", _about(_NO_SUCH_DAY, value)))


def _day(year: str, month: int, day: int) -> date | None:
    try:
        return date(int(year), month, day)
    except ValueError:
        return None


def _not_a_date(value: str) -> Reading:
    return Reading(refusal=("date_not_understood", _about(_NOT_A_DATE, value)))


def _about(sentence: Sentence, value: object) -> Sentence:
    return Sentence(sentence.template, {"value": str(value)[:80]})
