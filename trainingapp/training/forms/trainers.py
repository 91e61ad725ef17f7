"""What may be typed about trainers: which to list, who teaches in a session, why one is withdrawn."""

from collections.abc import Iterable, Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, RadioField, SelectChoice, SelectField, SelectMultipleField, ValidationError
from wtforms.validators import DataRequired

from trainingapp.kit.forms import DayField, KeyedForm, LinesField, QueryForm, TextField, needed
from trainingapp.training.forms.sessions import LANGUAGES
from trainingapp.training.qualifying import ROLES


def listed(pairs: Iterable[tuple[str, object]], first: object = None) -> list[SelectChoice]:
    """Choices of a list; `first` stands for none of them."""
    choices = [SelectChoice(code, str(said)) for code, said in pairs]
    return choices if first is None else [SelectChoice("", str(first)), *choices]


class TrainersForm(QueryForm):
    """Which trainers to list."""

    state = SelectField(_l("State"), default="")
    curriculum = SelectField(_l("May teach"), default="")
    language = SelectField(_l("Language"), default="")
    as_of = DayField(_l("As of"))

    def offer(self, *, states: Mapping[str, str], curricula: Iterable[str], languages: Iterable[str]) -> None:
        """Put into the lists what there is."""
        self.state.choices = listed(states.items(), _("Any State"))
        self.curriculum.choices = listed(((code, code) for code in curricula), _("Any training"))
        self.language.choices = listed(((code, _(LANGUAGES[code])) for code in languages), _("Any language"))


class NamingForm(KeyedForm):
    """Who teaches in a session, and as what."""

    role = RadioField(_l("Role"), [needed(_l("Choose lead instructor or trainer."))], default="lead")
    state = SelectField(_l("State of the trainer"), [needed(_l("Choose the State of the trainer."))])
    service_number = TextField(
        _l("Service number"),
        [DataRequired(_l("Write the trainer’s service number."))],
        longest=40,
        render_kw={"autocomplete": "off"},
    )

    def offer(self, states: Mapping[str, str]) -> None:
        """Put into the lists what there is."""
        self.role.choices = [SelectChoice(code, _(word)) for code, word in ROLES.items()]
        self.state.choices = listed(states.items(), _("Choose a State"))


def _why(hint: object) -> LinesField:
    needed_reason = DataRequired(_l("Write why: whoever reviews the completions must understand it."))
    return LinesField(_l("Reason"), [needed_reason], longest=400, description=hint)


class WithdrawTrainerForm(KeyedForm):
    """From when a trainer is none any more, of what, and why."""

    curriculum = SelectField(_l("Of which training"), default="")
    from_on = DayField(_l("From"), [needed(_l("Write the first day on which this person is no trainer any more."))])
    reason = _why(_l("Kept with the withdrawal, and shown to whoever reviews what rests on it. Name nobody."))

    def offer(self, curricula: Iterable[str]) -> None:
        """Put into the list what the person may teach."""
        self.curriculum.choices = listed(((code, code) for code in curricula), _("Everything"))


class WithdrawSessionForm(KeyedForm):
    """Why the training of a session is in doubt."""

    reason = _why(_l("Shown to every State whose people took part. Name nobody."))


class StandForm(KeyedForm):
    """Which completions stand although their trainer or session was withdrawn, and why."""

    chosen = SelectMultipleField(_l("Completions"), validate_choice=False)

    reason = LinesField(
        _l("Why it stands"),
        [DataRequired(_l("Write why it stands: somebody may ask later."))],
        longest=400,
    )

    def validate_chosen(self, field: Field) -> None:
        """At least one."""
        if not field.data:
            raise ValidationError(_("Choose the completions that stand."))


class EndForm(KeyedForm):
    """A button that ends something."""
