"""What may be typed about invitations and forgotten pass phrases."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import wtforms
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, HiddenField, PasswordField, SelectChoice, ValidationError
from wtforms.validators import EqualTo, InputRequired, Length

from trainingapp.accounts.inviting import STANDINGS, Offered
from trainingapp.accounts.rules import MAY
from trainingapp.kit.forms import Form, KeyedForm, QueryForm, TextField, needed

_AS_ADDRESS = {"autocomplete": "off", "inputmode": "email", "autocapitalize": "none", "spellcheck": "false"}

#: Rows of roles in the form: see `actions.invitations.MOST_ROLES`.
ROWS = range(1, 6)


class SelectField(wtforms.SelectField):  # type: ignore[misc]
    """A choice that may be missing: the page does not show every row of roles."""

    def pre_validate(self, form: Any) -> None:
        if not self.raw_data:
            self.data = ""
            return
        super().pre_validate(form)


class InvitationsForm(QueryForm):
    """Which invitations to show."""

    standing = wtforms.SelectField(_l("Status"), default="")

    def offer(self) -> None:
        """Put into the list how an invitation can stand."""
        self.standing.choices = [SelectChoice("", _("Any status"))]
        self.standing.choices += [SelectChoice(code, _(said)) for code, said in STANDINGS.items()]


def _known_pair(form: Any, field: Field) -> None:
    """The role and whom it is for belong together, or neither was chosen."""
    number = field.name.rpartition("_")[2]
    role, whom = form[f"role_{number}"].data or "", form[f"whom_{number}"].data or ""
    if not role and (not whom or len(field.choices) == 1):
        return
    if not role:
        raise ValidationError(_l("Choose the role, too."))
    kind = whom.partition(" ")[0]
    if not whom:
        raise ValidationError(_l("Choose whom this role is for."))
    if (role, kind) not in MAY:
        raise ValidationError(_l("This role cannot be given for what you chose."))


class Invite(KeyedForm):
    """Whom to invite, and to which roles. The page sets the choices: whoever invites gives only what is theirs."""

    name = TextField(
        _l("Name"),
        [needed(_l("Type the name."))],
        description=_l("As the person writes it. It stands beside everything they do."),
        render_kw={"autocomplete": "off"},
    )
    email = TextField(
        _l("E-mail address"),
        [needed(_l("Type the e-mail address."))],
        longest=254,
        description=_l("Of this person alone: whoever reads its letters can accept the invitation."),
        render_kw=_AS_ADDRESS,
    )
    #: Pressed instead of the button that sends: show one more row of roles.
    more = HiddenField()
    rows = HiddenField()

    def choose_from(self, roles: Sequence[SelectChoice], whom: Sequence[SelectChoice]) -> None:
        """Set what may be chosen."""
        for number in ROWS:
            self[f"role_{number}"].choices = list(roles)
            self[f"whom_{number}"].choices = list(whom)

    @property
    def shown(self) -> range:
        """The rows that the page shows: those asked for, and those filled in."""
        asked = int(self.rows.data) if (self.rows.data or "").isdecimal() and len(self.rows.data) < 3 else 1
        filled = max((n for n in ROWS if self[f"role_{n}"].data or (n > 1 and self[f"whom_{n}"].data)), default=1)
        return range(1, min(max(asked, filled), len(ROWS)) + 1)

    def offered(self) -> Iterator[Offered]:
        """The roles that were chosen."""
        for number in ROWS:
            role, whom = self[f"role_{number}"].data, self[f"whom_{number}"].data
            if role and whom:
                kind, _, code = whom.partition(" ")
                yield Offered(role, kind, code or None)

    def validate_role_1(self, field: Field) -> None:
        """At least one role."""
        if not any(self[f"role_{number}"].data for number in ROWS):
            raise ValidationError(_l("Choose a role: an invitation offers at least one."))


def _rows() -> Iterator[tuple[str, Callable[..., Any]]]:
    for number in ROWS:
        yield f"role_{number}", SelectField(_l("Role"), choices=[])
        yield (
            f"whom_{number}",
            SelectField(_l("For whom"), [_known_pair], choices=[]),
        )


for _name, _field in _rows():
    setattr(Invite, _name, _field)


class ChoosePhrase(Form):
    """A new pass phrase, twice."""

    new = PasswordField(
        _l("Pass phrase"),
        [InputRequired(_l("Type a pass phrase.")), Length(max=200, message=_l("This is too long."))],
        description=_l("At least 12 characters. Four or five words that do not belong together are easy to remember."),
        render_kw={"autocomplete": "new-password"},
    )
    again = PasswordField(
        _l("Pass phrase once more"),
        [InputRequired(_l("Type it once more.")), EqualTo("new", _l("The two differ."))],
        render_kw={"autocomplete": "new-password"},
    )


class Forgotten(Form):
    """The address of whoever forgot the pass phrase."""

    email = TextField(
        _l("E-mail address"),
        [needed(_l("Type your e-mail address."))],
        longest=254,
        description=_l("The one that you sign in with."),
        render_kw=_AS_ADDRESS | {"autocomplete": "username"},
    )


class Act(KeyedForm):
    """A button: nothing but its token, and the key of a double click."""
