"""What may be asked about rules."""

from collections.abc import Iterable

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectChoice, SelectField

from trainingapp.kit.forms import DayField, QueryForm


class RulesForm(QueryForm):
    """Which rules, as of which day."""

    as_of = DayField(_l("For rotations that deploy on"), description=_l("Year-month-day, or 25 Sep 2017."))
    curriculum = SelectField(_l("Curriculum"), default="")
    mission = SelectField(_l("Mission"), default="")

    def offer(self, curricula: Iterable[tuple[str, str]], missions: Iterable[str]) -> None:
        """The curricula that a rule names, and the missions."""
        self.curriculum.choices = [SelectChoice("", _("All")), *(SelectChoice(*one) for one in curricula)]
        self.mission.choices = [SelectChoice("", _("All")), *(SelectChoice(one, one) for one in missions)]
