"""What may be typed about erasing and exporting."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectChoice, ValidationError
from wtforms.validators import InputRequired

from trainingapp.kit.forms import Form, KeyedForm, TextField
from trainingapp.privacy.rules import REASONS, RETIRED


class ExportForm(Form):
    """Asks for the file; nothing is typed."""


class EraseForm(KeyedForm):
    """Why somebody is erased, and their service number typed once more, so that it is never done by a slip."""

    reason = RadioField(_l("Why"), [InputRequired(_l("Choose why."))])
    service_number = TextField(
        _l("Service number of the person"),
        [InputRequired(_l("Type the service number that stands above."))],
        description=_l("Type it once more. This cannot be undone."),
    )
    version = HiddenField()

    expected = ""

    def offer(self, expected: str) -> None:
        """Say what must be typed, and which reasons there are."""
        self.expected = expected
        self.reason.choices = [SelectChoice(code, _(words)) for code, words in REASONS.items() if code != RETIRED]

    def validate_service_number(self, field: TextField) -> None:
        """It is this person's."""
        if field.data != self.expected:
            raise ValidationError(_("This is not the service number of the person on this page."))

    def validate_version(self, field: HiddenField) -> None:
        """A number, as the page had it."""
        text = field.data or ""
        if not (text.isascii() and text.isdigit() and len(text) < 10):
            raise ValidationError(_("The page is out of date. Reload it and send the form again."))
