"""What may be typed: a new rotation, and which rotations to list."""

from collections.abc import Iterable, Mapping, Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, SelectChoice, SelectField, ValidationError
from wtforms.validators import InputRequired

from trainingapp.forces.rules import CATEGORIES, PHASES, NewRotation
from trainingapp.kit.forms import DayField, Form, KeyedForm, QueryForm, TextField, VisibleText


class RotationForm(KeyedForm):
    """A new rotation of a unit, known or new."""

    state = SelectField(_l("State"), [InputRequired(_l("Choose the State whose unit this is."))])
    designation = TextField(
        _l("Unit"),
        [InputRequired(_l("Write what the unit is called, for example BANBAT-4."))],
        longest=60,
        description=_l("Its designation, for example BANBAT-4. A unit that is not known yet is added."),
    )
    unit_type = SelectField(_l("Kind of unit"), [InputRequired(_l("Choose the kind of unit."))])
    code = TextField(
        _l("Name of the rotation"),
        longest=60,
        description=_l("Only when it is not called like its unit."),
    )
    mission = SelectField(_l("Mission"), [InputRequired(_l("Choose the mission it is deployed to."))])
    location = TextField(_l("Place"), longest=120, description=_l("Where the mission stations it, for example Bouar."))
    deploys_on = DayField(
        _l("First day of the tour"), [InputRequired(_l("Write the day on which the rotation deploys."))]
    )
    ends_on = DayField(
        _l("Last day of the tour"),
        [InputRequired(_l("Write the last day of the tour."))],
        description=_l("Twelve months are usual. Year-month-day, for example 2018-11-14."),
    )
    strength = TextField(
        _l("Strength"),
        [InputRequired(_l("Write how many persons are planned."))],
        longest=6,
        description=_l("Persons planned, as a whole number."),
    )

    def offer(
        self, *, states: Mapping[str, str], missions: Iterable[str], unit_types: Iterable[tuple[str, str]]
    ) -> None:
        """Put the choices into the lists; who speaks for one State need not choose it."""
        self.state.choices = _choices(states.items(), None if len(states) == 1 else _("Choose a State"))
        self.mission.choices = _choices(((code, code) for code in missions), _("Choose a mission"))
        self.unit_type.choices = _choices(unit_types, _("Choose a kind"))

    def validate_strength(self, field: Field) -> None:
        """Digits only: "1,200" is a thousand in one country and one person in another."""
        if not _is_count(field.data or ""):
            raise ValidationError(_("“%(text)s” is not a whole number of persons: write 850.", text=field.data))

    def rotation(self) -> NewRotation:
        """What was typed, as far as it can be read."""
        strength = self.strength.data or ""
        return NewRotation(
            state=self.state.data or "",
            designation=self.designation.data or "",
            unit_type=self.unit_type.data or "",
            code=self.code.data or self.designation.data or "",
            mission=self.mission.data or "",
            location=self.location.data or None,
            deploys_on=self.deploys_on.data,
            ends_on=self.ends_on.data,
            strength=int(strength) if _is_count(strength) else None,
        )


def _is_count(text: str) -> bool:
    """Whether a text is a number of persons: digits, and no more of them than any number of persons has."""
    return text.isdecimal() and len(text) < 10


class RotationsForm(QueryForm):
    """Which rotations to list, and for which day."""

    q = TextField(_l("Name or place"), longest=60)
    state = SelectField(_l("State"), default="")
    mission = SelectField(_l("Mission"), default="")
    phase = SelectField(_l("Phase"), default="")
    roll = SelectField(_l("Nominal roll"), default="")
    tour = SelectField(_l("Tour"), default="")
    as_of = DayField(_l("As of"), description="")

    def offer(self, *, states: Mapping[str, str], missions: Sequence[str], months: int) -> None:
        """Put into the lists what there is to be found."""
        self.state.choices = _choices(states.items(), _("All States"))
        self.mission.choices = _choices(((code, code) for code in missions), _("All missions"))
        self.phase.choices = _choices(((code, _(words)) for code, words in PHASES.items()), _("All phases"))
        self.phase.choices.append(SelectChoice("current", _("Preparing or deployed")))
        short = _("Shorter than %(months)s months", months=months)
        self.tour.choices = _choices((("short", short),), _("Any length"))
        self.roll.choices = _choices((("yes", _("Recorded")), ("no", _("Not recorded yet"))), _("Any"))


class RollForm(QueryForm):
    """Which lines of a roll to show."""

    category = SelectField(_l("Category"), default="")

    def offer(self) -> None:
        """Put the five categories into the list."""
        self.category.choices = _choices(((code, _(words)) for code, words in CATEGORIES.items()), _("All categories"))


class FindForm(Form):
    """Somebody on a roll, by name or service number. Sent by POST: a name does not belong into an address."""

    text = TextField(
        _l("Name or service number"),
        [InputRequired(_l("Write part of a name, or the beginning of a service number.")), VisibleText(longest=60)],
    )


def _choices(pairs: Iterable[tuple[str, str]], nothing: str | None) -> list[SelectChoice]:
    first = [] if nothing is None else [SelectChoice("", nothing)]
    return first + [SelectChoice(value, label) for value, label in pairs]
