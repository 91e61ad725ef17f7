"""What may be typed about screening for human rights, and to take somebody off a roll after it."""

import re
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, HiddenField, SelectChoice, SelectField, SelectMultipleField, ValidationError

from trainingapp.attestations.actions.screening import Said, Whom
from trainingapp.attestations.screening import RESULTS
from trainingapp.kit.figures import grouped
from trainingapp.kit.forms import DayField, KeyedForm, LinesField, TextField, needed

#: As many lines as a battalion has people, with room for long numbers.
LONGEST_NUMBERS = 20_000
LONGEST_REMARK = 400


class PersonsForm(KeyedForm):
    """Some persons, each with a tick on the page."""

    chosen = SelectMultipleField(_l("Persons"), validate_choice=False)

    def validate_chosen(self, field: Field) -> None:
        """Public ids only."""
        if not all(re.fullmatch(r"[\w-]{22}", value, re.ASCII) for value in field.data or ()):
            raise ValidationError(_("The page is out of date. Reload it and choose again."))


class ScreeningForm(PersonsForm):
    """A result, for those ticked, for those named by number, or for everybody who waits."""

    whom = SelectField(_l("For whom"))
    numbers = LinesField(
        _l("Service numbers"),
        longest=LONGEST_NUMBERS,
        description=_l("One on each line, as on the roll. Only for a result by service number."),
    )
    result = SelectField(_l("Result"), [needed(_l("Choose what screening came to."))])
    screened_on = DayField(_l("Day of the result"), [needed(_l("Say on which day."))])
    remark = TextField(
        _l("Remark"),
        longest=LONGEST_REMARK,
        description=_l("Where the decision is found. Needed for “not cleared”. No names, no grounds."),
    )
    #: Who waited when the page was opened.
    seen = HiddenField()

    def offer(self, waiting: int) -> None:
        """The choices; `waiting` persons wait."""
        self.whom.choices = [
            SelectChoice("ticked", _("Those ticked in the list")),
            SelectChoice("numbers", _("Those with the service numbers below")),
            SelectChoice("waiting", _("Everybody who waits (%(persons)s)", persons=grouped(waiting))),
        ]
        self.result.choices = [SelectChoice("", _("Choose"))]
        self.result.choices += [SelectChoice(code, _(words)) for code, (words, _tone, _symbol) in RESULTS.items()]

    def validate_whom(self, field: Field) -> None:
        """It is said in one way for whom it is, not in two."""
        ticked, typed = bool(self.chosen.data), bool((self.numbers.data or "").strip())
        if typed and field.data != "numbers":
            raise ValidationError(_("Service numbers are written down, but it is not for them: choose one of the two."))
        if ticked and field.data != "ticked":
            raise ValidationError(_("Persons are ticked, but it is not for them: choose one of the two."))

    @property
    def for_whom(self) -> Whom:
        """Whom it is for. Only for a form that is right."""
        if self.whom.data == "waiting":
            return Whom(waiting=self.seen.data or "")
        if self.whom.data == "numbers":
            typed = (line.strip() for line in (self.numbers.data or "").splitlines())
            return Whom(numbers=tuple(dict.fromkeys(one for one in typed if one)))
        return Whom(persons=frozenset(self.chosen.data or ()))

    @property
    def said(self) -> Said:
        """The result. Only for a form that is right."""
        return Said(str(self.result.data), self.screened_on.data or date.min, self.remark.data or "")


class ExcludeForm(PersonsForm):
    """Who leaves the roll, and why."""

    reason = TextField(
        _l("Reason"), [needed(_l("Write why."))], longest=LONGEST_REMARK, description=_l("No names, no grounds.")
    )
    left_on = DayField(
        _l("Last day in the rotation"),
        description=_l("Yesterday, if they leave today. Year-month-day, or 25 Sep 2017."),
    )
    sure = BooleanField(
        _l("I have looked at the names: those ticked leave the roll"), [needed(_l("Tick this once you have."))]
    )

    def validate_sure(self, field: Field) -> None:
        """Somebody is ticked."""
        if not self.chosen.data:
            raise ValidationError(_("Nobody is ticked in the list."))
