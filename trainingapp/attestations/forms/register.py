"""What may be asked of the register of certifications and of its figures."""

from collections.abc import Iterable, Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField

from trainingapp.attestations.figures import BY
from trainingapp.attestations.rules import KINDS, STATUSES
from trainingapp.forces.rules import COMPONENTS
from trainingapp.kit.forms import DayField, QueryForm


def _choices(offered: Mapping[str, str], everything: str) -> list[tuple[str, str]]:
    return [("", everything), *offered.items()]


class RegisterForm(QueryForm):
    """Which certifications."""

    kind = SelectField(_l("Kind"), default="")
    status = SelectField(_l("Status"), default="")
    state = SelectField(_l("State"), default="")
    mission = SelectField(_l("Mission"), default="")
    component = SelectField(_l("Component"), default="")

    def offer(self, *, states: Mapping[str, str], missions: Iterable[str], statuses: Iterable[str]) -> None:
        """What can be chosen: nothing that the reader may not see."""
        self.kind.choices = _choices({code: _(word) for code, word in KINDS.items()}, _("All kinds"))
        words = {code: _(STATUSES[code][0]) for code in statuses}
        self.status.choices = _choices(words, _("All"))
        self.state.choices = _choices(states, _("All States"))
        self.mission.choices = _choices({code: code for code in missions}, _("All missions"))
        self.component.choices = _choices({code: _(word) for code, word in COMPONENTS.items()}, _("All"))


class FiguresForm(QueryForm):
    """Which figures, on which day."""

    as_of = DayField(_l("As of"), description=_l("Year-month-day, or 25 Sep 2017."))
    kind = SelectField(_l("Kind"), default="readiness")
    by = SelectField(_l("By"), default="mission")
    component = SelectField(_l("Component"), default="")

    def offer(self) -> None:
        """What can be chosen."""
        self.kind.choices = [(code, _(word)) for code, word in KINDS.items()]
        self.by.choices = [(code, _(word)) for code, word in BY.items()]
        self.component.choices = _choices({code: _(word) for code, word in COMPONENTS.items()}, _("All"))


class OutstandingForm(QueryForm):
    """On which day, and of whom."""

    as_of = DayField(_l("As of"), description=_l("Year-month-day, or 25 Sep 2017."))
    kind = SelectField(_l("Kind"), default="training")
    state = SelectField(_l("State"), default="")
    mission = SelectField(_l("Mission"), default="")

    def offer(self, *, states: Mapping[str, str], missions: Iterable[str]) -> None:
        """What can be chosen: nothing that the reader may not see."""
        self.kind.choices = [(code, _(word)) for code, word in KINDS.items()]
        self.state.choices = _choices(states, _("All States"))
        self.mission.choices = _choices({code: code for code in missions}, _("All missions"))
