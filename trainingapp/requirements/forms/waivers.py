"""What may be typed to waive a requirement for a time, and to end that."""

from datetime import date
from typing import Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, SelectChoice, SelectField, ValidationError

from trainingapp.kit.forms import DayField, KeyedForm, LinesField, TextField, needed
from trainingapp.requirements.waiving import Asked

#: As many lines as a battalion has people, with room for long numbers.
LONGEST_NUMBERS: Final = 20_000
LONGEST_REASON: Final = 400


class WaiverForm(KeyedForm):
    """What is waived, for whom, on which days, on whose authority."""

    curriculum = SelectField(_l("Requirement"), [needed(_l("Choose what is waived."))])
    whom = SelectField(
        _l("For whom"),
        choices=[
            SelectChoice("all", _l("Everybody in the rotation")),
            SelectChoice("some", _l("Only the persons named below")),
        ],
    )
    numbers = LinesField(
        _l("Service numbers"),
        longest=LONGEST_NUMBERS,
        description=_l("One on each line, as on the roll. Only for a waiver for some persons."),
    )
    first_day = DayField(_l("First day"), [needed(_l("Say from which day on."))])
    last_day = DayField(
        _l("Last day"),
        [needed(_l("Say through which day: a waiver without an end is no waiver."))],
        description=_l("The gap is open again the day after. Year-month-day, or 25 Sep 2017."),
    )
    authority = TextField(
        _l("On whose authority"),
        [needed(_l("Say which office grants it."))],
        longest=160,
        description=_l("An office, not a person, for example: Office of Military Affairs."),
    )
    consent = TextField(
        _l("The mission's consent"),
        [needed(_l("Say where the mission's consent is found."))],
        description=_l("The number and the date of its letter or cable."),
    )
    reason = LinesField(
        _l("Reason"), [needed(_l("Write why."))], longest=LONGEST_REASON, description=_l("No names of persons.")
    )

    def offer(self, curricula: list[tuple[str, str]]) -> None:
        """What is required in the rotation."""
        self.curriculum.choices = [SelectChoice("", _("Choose")), *(SelectChoice(*one) for one in curricula)]

    def validate_numbers(self, field: Field) -> None:
        """Numbers are named when, and only when, it is for some persons."""
        if self.whom.data == "some" and not self.persons:
            raise ValidationError(_("Name the persons by their service numbers, one on each line."))
        if self.whom.data == "all" and (field.data or "").strip():
            raise ValidationError(_("Persons are named, but it is for everybody: choose one of the two."))

    @property
    def persons(self) -> tuple[str, ...]:
        """The service numbers as typed, each once."""
        if self.whom.data != "some":
            return ()
        typed = (line.strip() for line in (self.numbers.data or "").splitlines())
        return tuple(dict.fromkeys(one for one in typed if one))

    @property
    def asked(self) -> Asked:
        """What was typed. Only for a form that is right."""
        return Asked(
            curriculum=str(self.curriculum.data),
            first_day=self.first_day.data or date.min,
            last_day=self.last_day.data or date.min,
            authority=str(self.authority.data),
            consent=str(self.consent.data),
            reason=str(self.reason.data),
            persons=self.persons,
        )


class EndWaiverForm(KeyedForm):
    """The last day on which it waives, and why it ends."""

    last_day = DayField(
        _l("Last day"),
        [needed(_l("Say on which day it ends."))],
        description=_l("The gap is open again the day after. Yesterday or later: what was waived until then stays so."),
    )
    reason = LinesField(
        _l("Reason"), [needed(_l("Write why."))], longest=LONGEST_REASON, description=_l("No names of persons.")
    )
