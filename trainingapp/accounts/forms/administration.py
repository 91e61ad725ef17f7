"""What may be typed to find accounts, to give roles, to suspend and to let in again, about institutions."""

from collections.abc import Iterable, Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, SelectChoice, SelectField, ValidationError
from wtforms.validators import DataRequired

from trainingapp.accounts.giving import Offer
from trainingapp.accounts.rules import MAY, ROLES
from trainingapp.kit.forms import Form, KeyedForm, LinesField, QueryForm, TextField, needed

#: The longest reason that is kept.
LONGEST_REASON = 400

#: How an account stands -> its name in lists.
STANDINGS = {"active": _l("active"), "suspended": _l("suspended")}

#: Which accounts without a second factor -> its name in lists.
FACTORS = {"none": _l("none"), "missing": _l("none, and a role asks for one")}


def _choices(pairs: Iterable[tuple[str, object]], first: object) -> list[SelectChoice]:
    return [SelectChoice("", str(first)), *(SelectChoice(code, str(said)) for code, said in pairs)]


class FindAccount(Form):
    """Somebody, by name or e-mail address. Sent by POST: a name does not belong into an address."""

    text = TextField(
        _l("Name or e-mail address"),
        [DataRequired(_l("Write part of a name or of an e-mail address."))],
        longest=60,
        render_kw={"autocomplete": "off"},
    )


class AccountsForm(QueryForm):
    """Which accounts to show."""

    state = SelectField(_l("State"), default="")
    role = SelectField(_l("Role"), default="")
    standing = SelectField(_l("Status"), default="")
    factor = SelectField(_l("Second factor"), default="")

    def offer(self, *, states: Mapping[str, str], roles: Iterable[str]) -> None:
        """Put into the lists what there is."""
        self.state.choices = _choices(states.items(), _("Any State"))
        self.role.choices = _choices(((role, _(ROLES[role])) for role in roles), _("Any role"))
        self.standing.choices = _choices(STANDINGS.items(), _("Any status"))
        self.factor.choices = _choices(FACTORS.items(), _("Any, or none"))


class StatesForm(QueryForm):
    """Which States to show."""

    access = SelectField(
        _l("Only"),
        choices=[
            SelectChoice("", _l("All States with accounts")),
            SelectChoice("nobody", _l("Those without an account manager")),
            SelectChoice("suspended", _l("Those suspended")),
        ],
        default="",
    )


class GiveForm(KeyedForm):
    """A role, and whom it is for. The choices are what whoever gives it may give."""

    role = SelectField(_l("Role"), [needed(_l("Choose the role."))])
    whom = SelectField(_l("For whom"), [needed(_l("Choose whom the role is for."))])

    def offer(self, offers: Iterable[Offer], whom: Mapping[str, str]) -> None:
        """Put into the lists what may be given: `whom` is "kind code" -> what people call it."""
        roles = dict.fromkeys(one.role for one in offers)
        self.role.choices = _choices(((role, _(ROLES[role])) for role in roles), _("Choose"))
        one = list(whom.items())
        self.whom.choices = [SelectChoice(*one[0])] if len(one) == 1 else _choices(one, _("Choose"))

    def validate_whom(self, field: Field) -> None:
        """The role and whom it is for belong together."""
        if self.role.data and field.data and (self.role.data, self.kind) not in MAY:
            raise ValidationError(_l("This role cannot be given for what you chose."))

    @property
    def kind(self) -> str:
        """State, institution, mission or all."""
        return (self.whom.data or "").partition(" ")[0]

    @property
    def code(self) -> str | None:
        """The code of the State, mission or institution."""
        return (self.whom.data or "").partition(" ")[2] or None


class ConfirmForm(KeyedForm):
    """One button that does one thing."""


class ReasonForm(KeyedForm):
    """Why."""

    reason = LinesField(
        _l("Reason"),
        [DataRequired(_l("Write why: whoever looks later must understand it."))],
        longest=LONGEST_REASON,
    )


class InstitutionForm(KeyedForm):
    """A place that trains."""

    code = TextField(
        _l("Short name"),
        [needed(_l("Write what it is called for short."))],
        longest=24,
        description=_l("Capital letters, digits and hyphens: BIPSOT. It is never given to another institution."),
        render_kw={"autocapitalize": "characters", "autocomplete": "off", "spellcheck": "false"},
    )
    name = TextField(_l("Name"), [needed(_l("Write its full name."))], longest=160)
    kind = SelectField(_l("Kind"), [needed(_l("Choose the kind."))])
    state = SelectField(_l("Where it is"), [needed(_l("Choose the State in which it is."))])

    def offer(self, *, kinds: Mapping[str, str], states: Mapping[str, str]) -> None:
        """Put into the lists what there is."""
        self.kind.choices = _choices(((code, _(words)) for code, words in kinds.items()), _("Choose"))
        self.state.choices = _choices(states.items(), _("Choose"))


class ConsentForm(KeyedForm):
    """A State that lets an institution record, or no longer."""

    state = SelectField(_l("State"), [needed(_l("Choose the State."))])

    def offer(self, states: Mapping[str, str]) -> None:
        """Put into the list the States that this is about."""
        one = list(states.items())
        self.state.choices = [SelectChoice(*one[0])] if len(one) == 1 else _choices(one, _("Choose"))
