"""What may be typed about a concern, and about what was done."""

from flask_babel import lazy_gettext as _l

from trainingapp.kit.forms import DayField, KeyedForm, LinesField, needed

LONGEST = 2000


class ConcernForm(KeyedForm):
    """A concern about a unit as a whole."""

    concern = LinesField(
        _l("Concern"),
        [needed(_l("Write what the concern is."))],
        longest=LONGEST,
        description=_l("About the unit as a whole. The State reads it. No names of persons."),
    )
    raised_on = DayField(_l("Day"), [needed(_l("Say of which day it is."))])


class MitigationForm(KeyedForm):
    """What was done about it."""

    measure = LinesField(
        _l("What was done"),
        [needed(_l("Write what was done."))],
        longest=LONGEST,
        description=_l("For example: the whole company was screened again by the ministry. No names of persons."),
    )
    taken_on = DayField(_l("Day"), [needed(_l("Say on which day."))])
