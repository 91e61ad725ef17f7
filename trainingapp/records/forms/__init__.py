"""What may be typed to find somebody."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, time

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, HiddenField, RadioField, SelectChoice, SelectField, ValidationError
from wtforms.validators import DataRequired, NumberRange, Optional

from trainingapp.kit.forms import (
    LARGEST,
    DayField,
    Form,
    KeyedForm,
    LinesField,
    QueryForm,
    TextField,
    VisibleText,
    WholeField,
    needed,
)
from trainingapp.people.rules import LONGEST_REASON


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
    before = WholeField(validators=[Optional(), NumberRange(min=1, max=LARGEST)])

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

    days = WholeField(_l("Days that it opens the record"))

    def allow(self, most: int) -> None:
        """Take at most so many days, a setting."""
        self.days.validators = [
            needed(_l("Write a number of days.")),
            NumberRange(min=1, max=most, message=_l("Between 1 and %(most)s days.", most=most)),
        ]
        self.days.description = _l("Between 1 and %(most)s days.", most=most)


class EndLinkForm(KeyedForm):
    """A private link to be ended."""


class DuplicatesForm(QueryForm):
    """Which pairs of records to show."""

    state = SelectField(_l("State"), default="")
    #: The public id of the receipt of a roll.
    found_by = SelectField(_l("Found by the roll"), default="")

    def offer(self, states: Mapping[str, str], rolls: Mapping[str, str]) -> None:
        """Put in the States and the rolls with pairs that wait; and the roll that a link names, if it has none left."""
        self.state.choices = [SelectChoice("", _("All"))]
        self.state.choices += [
            SelectChoice(code, name) for code, name in sorted(states.items(), key=lambda one: one[1])
        ]
        self.found_by.choices = [SelectChoice("", _("Any, or none"))]
        self.found_by.choices += [SelectChoice(key, name) for key, name in rolls.items()]
        for one in (self.state, self.found_by):
            if one.data and one.data not in {choice.value for choice in one.choices}:
                one.choices.append(SelectChoice(one.data, _("Nothing waits there any more")))


class MergeForm(KeyedForm):
    """Two records are one person: which is kept, and why."""

    kept = RadioField(_l("The record that is kept"), [needed(_l("Say which of the two is kept."))])
    reason = LinesField(
        _l("Why they are one person"),
        [needed(_l("Say why they are one person."))],
        longest=LONGEST_REASON,
        description=_l("What you looked at: the personal file, a call to the unit. It stands on the record."),
    )
    #: What was seen of the two: whoever decides about something else is told.
    one_version = HiddenField()
    other_version = HiddenField()

    def offer(self, one: str, other: str) -> None:
        """Put in the two records, by public id."""
        self.kept.choices = [SelectChoice(one, _("Keep record A")), SelectChoice(other, _("Keep record B"))]


class KeepApartForm(KeyedForm):
    """Two records are two persons."""

    remark = TextField(_l("Why they are two persons"), longest=LONGEST_REASON, description=_l("May be left empty."))


class SinceForm(QueryForm):
    """Since when, and for which State, to look at what an account did."""

    since = DayField(_l("Since"), [needed(_l("Write the day from which to look."))])
    #: Of the clock of the whole world; empty is the beginning of the day.
    time = TextField(_l("Time (UTC)"), longest=40, description=_l("Hours and minutes, for example 14:05."))
    state = SelectField(_l("State"), default="")

    def offer(self, states: Mapping[str, str], names: Mapping[str, str]) -> None:
        """Put into the list the States for which anything stands, and the one asked about when nothing does any more.

        `names` are those of all States the reader may ask about.
        """
        asked = self.state.data
        listed = states if asked in states or asked not in names else {**states, asked: names[asked]}
        self.state.choices = [SelectChoice("", _("All of them"))]
        self.state.choices += [SelectChoice(code, name) for code, name in listed.items()]

    def validate_time(self, field: Field) -> None:
        """Hours and minutes, or nothing."""
        if field.data and not re.fullmatch(r"([01]?\d|2[0-3]):[0-5]\d", field.data):
            raise ValidationError(_l("Write hours and minutes, for example 14:05, or leave it empty."))

    @property
    def moment(self) -> datetime:
        """The moment from which to look."""
        assert self.since.data
        hours, _colon, minutes = (self.time.data or "0:0").partition(":")
        return datetime.combine(self.since.data, time(int(hours), int(minutes)), UTC)


class SuspendForm(KeyedForm):
    """Why what an account recorded is put under review, or why that ends."""

    reason = LinesField(
        _l("Reason"),
        [DataRequired(_l("Write why: whoever reads the records must understand it."))],
        longest=LONGEST_REASON,
    )
