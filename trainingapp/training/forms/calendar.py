"""What may be asked of the calendar."""

from collections.abc import Iterable

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, SelectField, ValidationError

from trainingapp.kit.forms import KeyedForm, QueryForm, TextField
from trainingapp.training.forms.sessions import LANGUAGES
from trainingapp.training.forms.trainers import listed
from trainingapp.training.months import read_period
from trainingapp.training.rules import ALL_KINDS


class CalendarForm(QueryForm):
    """Which sessions, and of which month or year."""

    period = TextField(_l("Month or year"), longest=10, description=_l("For example 2017-08, or 2017."))
    institution = SelectField(_l("Institution"), default="")
    kind = SelectField(_l("Kind"), default="")
    language = SelectField(_l("Language"), default="")

    def offer(self, *, institutions: Iterable[tuple[str, str]]) -> None:
        """Put into the lists what there is."""
        self.institution.choices = listed(institutions, _("Any institution"))
        self.kind.choices = listed(((code, _(word)) for code, word in ALL_KINDS.items()), _("Any kind"))
        self.language.choices = listed(((code, _(word)) for code, word in LANGUAGES.items()), _("Any language"))

    def validate_period(self, field: Field) -> None:
        """Year and month, or a year."""
        if field.data and read_period(field.data) is None:
            raise ValidationError(
                _("“%(text)s” is no month and no year: write 2017-08, or 2017.", text=field.data[:20])
            )


class FeedForm(KeyedForm):
    """A button that makes the private address, or ends it."""
