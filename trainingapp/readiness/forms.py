"""What may be asked of the pages of gaps."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectChoice, SelectField

from trainingapp.curricula.queries import VersionFacts
from trainingapp.kit.forms import DayField, QueryForm

#: What stands in the address -> the phases it means.
PHASES = {
    "deployed": ("deployed",),
    "preparing": ("preparing",),
    "both": ("deployed", "preparing"),
    "soon": ("preparing",),
}


_PHASES = [
    SelectChoice("deployed", _l("Deployed on this day")),
    SelectChoice("both", _l("Deployed or preparing")),
    SelectChoice("preparing", _l("Preparing")),
]


class GapsForm(QueryForm):
    """On which day, and for which rotations."""

    as_of = DayField(_l("As of"), description=_l("Year-month-day, or 25 Sep 2017."))
    phase = SelectField(_l("Rotations"), choices=_PHASES, default="deployed")
    judged = SelectField(
        _l("Judged"),
        choices=[
            SelectChoice("day", _l("On this day")),
            SelectChoice("deployment", _l("On the day they deploy, if later")),
        ],
        default="day",
    )


class RotationsForm(GapsForm):
    """On which day, and which rotations, one by one: soon to deploy, lacking something, without a roll or results."""

    phase = SelectField(_l("Rotations"), default="deployed")
    show = SelectField(
        _l("Only"),
        choices=[
            SelectChoice("", _l("All of them")),
            SelectChoice("lacking", _l("With something missing")),
            SelectChoice("no_roll", _l("Without a roll")),
            SelectChoice("no_results", _l("With a roll, and no result")),
        ],
        default="",
    )

    def offer(self, *, urgent_days: int) -> None:
        """The phases, and those that deploy soon."""
        soon = SelectChoice("soon", _("Deploying within %(days)s days", days=urgent_days))
        self.phase.choices = [*_PHASES, soon]


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


class SupersessionForm(QueryForm):
    """From which day a version would be superseded, and through which one it would still count."""

    until = DayField(_l("Counts through"), description=_l("The last day of the transition; empty: the day before."))

    def check(self, version: VersionFacts) -> bool:
        """The days are right for this version."""
        if not self.validate():
            return False
        first, last = self["from"], self.until
        if first.data is not None and first.data <= version.effective_from:
            said = _("The version itself begins on %(day)s.", day=version.effective_from.isoformat())
            first.errors = [*first.errors, said]
        if first.data is not None and last.data is not None and last.data < first.data:
            last.errors = [*last.errors, _("It cannot stop counting before it is superseded.")]
        return not self.errors


# The name in the address is a word of Python's own.
setattr(SupersessionForm, "from", DayField(_l("Superseded from"), description=_l("Year-month-day, or 25 Sep 2017.")))
