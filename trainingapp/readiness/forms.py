"""What may be asked of the pages of gaps."""

from flask_babel import lazy_gettext as _l
from wtforms import SelectChoice, SelectField

from trainingapp.kit.forms import DayField, QueryForm

#: What stands in the address -> the phases it means.
PHASES = {
    "deployed": ("deployed",),
    "preparing": ("preparing",),
    "both": ("deployed", "preparing"),
}


class GapsForm(QueryForm):
    """On which day, and for which rotations."""

    as_of = DayField(_l("As of"), description=_l("Year-month-day, or 25 Sep 2017."))
    phase = SelectField(
        _l("Rotations"),
        choices=[
            SelectChoice("deployed", _l("Deployed on this day")),
            SelectChoice("both", _l("Deployed or preparing")),
            SelectChoice("preparing", _l("Preparing")),
        ],
        default="deployed",
    )
    judged = SelectField(
        _l("Judged"),
        choices=[
            SelectChoice("day", _l("On this day")),
            SelectChoice("deployment", _l("On the day they deploy, if later")),
        ],
        default="day",
    )


class RotationForm(QueryForm):
    """On which day, and who lacks what."""

    beside = QueryForm.beside | {"names"}

    as_of = DayField(_l("As of"), description=_l("Year-month-day, or 25 Sep 2017."))
    lacking = SelectField(_l("Persons who lack"), default="")

    def offer(self, curricula: list[tuple[str, str]]) -> None:
        """The curricula that bind the rotation."""
        self.lacking.choices = [
            SelectChoice("", _l("Anything")),
            *(SelectChoice(code, title) for code, title in curricula),
        ]
