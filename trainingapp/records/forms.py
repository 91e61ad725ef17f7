"""What may be typed to find somebody."""

from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, IntegerField, SelectChoice, SelectField
from wtforms.validators import DataRequired, NumberRange, Optional

from trainingapp.kit.forms import DayField, Form, QueryForm, TextField, VisibleText


class FindForm(Form):
    """Somebody, by name or service number. Sent by POST: a name does not belong into an address."""

    text = TextField(
        _l("Name or service number"),
        [DataRequired(_l("Write part of a name, or the beginning of a service number."))],
        longest=60,
        description=_l("Part of a name, or the beginning of a service number."),
    )


class JournalForm(QueryForm):
    """Which entries of the journal to show."""

    beside = QueryForm.beside | {"before"}

    act = SelectField(_l("What was done"), default="")
    on = DayField(_l("On the day"), description="")
    #: From a link: the public id of what the entries are about.
    object = HiddenField(validators=[VisibleText(longest=64)])
    before = IntegerField(validators=[Optional(), NumberRange(min=1, max=2**31 - 1)])

    def offer(self, acts: Mapping[str, str]) -> None:
        """Put into the list what can have been done."""
        known = [SelectChoice(act, _(words)) for act, words in acts.items()]
        self.act.choices = [SelectChoice("", _("Anything")), *known]
