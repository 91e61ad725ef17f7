"""What may be typed about a rotation that comes over from another operation."""

from flask_babel import lazy_gettext as _l

from trainingapp.kit.forms import DayField, KeyedForm, LinesField, QueryForm, TextField, needed


class RehattingForm(KeyedForm):
    """Where it comes from, and its days."""

    organisation = TextField(
        _l("From which operation"),
        [needed(_l("Say from which organisation or operation it comes."))],
        longest=120,
        description=_l("The organisation and its operation, for example: African Union, AMISOM."),
    )
    transfer_on = DayField(_l("Transfer of authority"), [needed(_l("Say on which day authority is transferred."))])
    deadline_on = DayField(
        _l("Deadline"),
        [needed(_l("Say by when everything that remains must be there."))],
        description=_l("By then everything that remains must be there. Year-month-day, or 25 Sep 2017."),
    )
    remark = LinesField(_l("Remark"), longest=400, description=_l("No names of persons."))


class AsOfForm(QueryForm):
    """The day to show."""

    as_of = DayField(_l("As of"), description="")
