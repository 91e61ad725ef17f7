"""What may be typed to find somebody."""

from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, IntegerField, SelectChoice, SelectField
from wtforms.validators import DataRequired, NumberRange, Optional

from trainingapp.kit.forms import DayField, Form, KeyedForm, QueryForm, TextField, VisibleText


class FindForm(Form):
    """Somebody, by name or service number. Sent by POST: a name does not belong into an address."""

    text = TextField(
        _l("Name or service number"),
        [DataRequired(_l("Write part of a name, or the beginning of a service number."))],
        longest=60,
        description=_l("Part of a name, or the beginning of a service number."),
    )


class SearchForm(Form):
    """Anything, by what it is called. Sent by POST: a name does not belong into an address."""

    text = TextField(
        _l("Search"),
        [DataRequired(_l("Write part of a name, a number, or what a rotation is called."))],
        longest=80,
        description=_l("A name in any script, a service number, a certificate's number, a rotation, a unit, a place."),
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


class ReadingsForm(QueryForm):
    """Which readings to show."""

    beside = QueryForm.beside

    first = DayField(_l("From"), description="")
    last = DayField(_l("Through"), description="")
    kind = SelectField(_l("What"), default="")
    #: From a link: the public id of what was looked at, and of the account that looked.
    object = HiddenField(validators=[VisibleText(longest=64)])
    who = HiddenField(validators=[VisibleText(longest=64)])

    def offer(self) -> None:
        """Put into the list what there is."""
        self.kind.choices = [
            SelectChoice("", _("Pages and files")),
            SelectChoice("page", _("Pages only")),
            SelectChoice("export", _("Files only")),
        ]


class LinkForm(KeyedForm):
    """A private link to somebody's own record, to be made: for how many days."""

    days = IntegerField(_l("Days that it opens the record"))

    def allow(self, most: int) -> None:
        """Take at most so many days, a setting."""
        self.days.validators = [
            DataRequired(_l("Write a number of days.")),
            NumberRange(min=1, max=most, message=_l("Between 1 and %(most)s days.", most=most)),
        ]
        self.days.description = _l("Between 1 and %(most)s days.", most=most)


class EndLinkForm(KeyedForm):
    """A private link to be ended."""
