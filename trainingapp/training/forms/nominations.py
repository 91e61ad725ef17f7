"""What may be typed about nominations: whom a State sends, what is decided about them."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectChoice, SelectField, SelectMultipleField
from wtforms.validators import ValidationError

from trainingapp.kit.forms import KeyedForm, LinesField, QueryForm


class NominateForm(KeyedForm):
    """Persons of one's own State, by their service numbers, or ticked on the roll of a rotation."""

    state = SelectField(_l("State"), validate_choice=True)
    numbers = LinesField(
        _l("Service numbers"),
        longest=30_000,
        description=_l("One to a line, as they stand on your rolls. They may be pasted from a spreadsheet."),
    )
    chosen = SelectMultipleField(_l("Persons"), validate_choice=False)
    do = HiddenField(default="all")

    def offer(self, states: Mapping[str, str]) -> None:
        """Put one's own States into the list."""
        self.state.choices = [SelectChoice(code, name) for code, name in states.items()]
        if self.state.data is None and states:
            self.state.data = next(iter(states))


class FromRollForm(QueryForm):
    """On the roll of which rotation to tick persons."""

    rotation = SelectField(_l("Rotation"), default="")

    def offer(self, rotations: Iterable[tuple[str, str]]) -> None:
        """Put the rotations into the list."""
        self.rotation.choices = [SelectChoice("", _("None: by service number"))] + [
            SelectChoice(public_id, code) for public_id, code in rotations
        ]


class DecideForm(KeyedForm):
    """What becomes of the ticked nominations."""

    chosen = SelectMultipleField(_l("Persons"), validate_choice=False)
    do = HiddenField()
    reason = LinesField(_l("Why, when you decline"), longest=400, description=_l("The State that nominated reads it."))

    def validate_do(self, field: Any) -> None:
        """One of the three buttons."""
        if field.data not in ("accepted", "waiting", "declined"):
            raise ValidationError(_("The page is out of date. Reload it and send the form again."))

    def validate_reason(self, field: Any) -> None:
        """Who declines says why."""
        if self.do.data == "declined" and not field.data:
            raise ValidationError(_("Write why: the State that nominated reads it."))


class WithdrawForm(KeyedForm):
    """Nominations of one's own State that are taken back."""

    chosen = SelectMultipleField(_l("Persons"), validate_choice=False)
    reason = LinesField(_l("Why"), longest=400)
