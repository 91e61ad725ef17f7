"""What may be typed to prove who one is: second factors, passkeys, pass phrases, proofs before grave acts."""

from flask_babel import lazy_gettext as _l
from wtforms import Field, HiddenField, PasswordField, StringField, ValidationError
from wtforms.validators import EqualTo, InputRequired, Length

from trainingapp.accounts.passkeys import LONGEST
from trainingapp.kit.forms import Form, TextField, needed

_TOO_LONG = _l("This is too long.")

#: A code is typed once: nothing is to be remembered, spelt or begun with a capital.
_AS_CODE = {"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false", "dir": "ltr"}


class PasskeyAnswer(Form):
    """What a browser answered when it was asked for a passkey; `next` is where the person was going."""

    credential = HiddenField(validators=[InputRequired(), Length(max=LONGEST, message=_TOO_LONG)])
    next = HiddenField()


class SecondFactor(Form):
    """A code of an app, or a recovery code."""

    code = StringField(
        _l("Code"),
        [InputRequired(_l("Type the code.")), Length(max=40, message=_TOO_LONG)],
        render_kw=_AS_CODE,
    )


class Proof(Form):
    """A pass phrase or a code before a grave act; `kept` is the form that was being sent, as JSON."""

    proof = PasswordField(
        _l("Pass phrase, or the six-digit code of your authenticator app"),
        [Length(max=200, message=_TOO_LONG)],
        render_kw={"autocomplete": "current-password"},
    )
    credential = HiddenField(validators=[Length(max=LONGEST, message=_TOO_LONG)])
    next = HiddenField()
    kept = HiddenField()

    def validate_proof(self, field: Field) -> None:
        """One of the two is there."""
        if not field.data and not self.credential.data:
            raise ValidationError(_l("Type your pass phrase or a code."))


class NewAuthenticator(Form):
    """The name of a new authenticator app, and a first code of it."""

    name = TextField(
        _l("Name of the device"), [needed()], longest=80, description=_l("So that you recognise it in the list.")
    )
    code = StringField(
        _l("Code that the app shows now"),
        [InputRequired(_l("Type the six digits that the app shows.")), Length(max=20, message=_TOO_LONG)],
        render_kw=_AS_CODE | {"inputmode": "numeric"},
    )


class NewPasskey(Form):
    """The name of a new passkey, and what the browser answered when it made it."""

    name = TextField(
        _l("Name of the device"), [needed()], longest=80, description=_l("So that you recognise it in the list.")
    )
    credential = HiddenField(validators=[Length(max=LONGEST, message=_TOO_LONG)])


class Bare(Form):
    """A button: nothing but its token, and the key of a double click."""

    key = HiddenField()


class NewPhrase(Form):
    """One's own pass phrase, changed."""

    current = PasswordField(
        _l("Pass phrase until now"),
        [InputRequired(_l("Type your pass phrase.")), Length(max=200, message=_TOO_LONG)],
        render_kw={"autocomplete": "current-password"},
    )
    new = PasswordField(
        _l("New pass phrase"),
        [InputRequired(_l("Type the new pass phrase.")), Length(max=200, message=_TOO_LONG)],
        description=_l("At least 12 characters. Several words that belong together only for you are easy to remember."),
        render_kw={"autocomplete": "new-password"},
    )
    again = PasswordField(
        _l("New pass phrase once more"),
        [
            InputRequired(_l("Type the new pass phrase once more.")),
            EqualTo("new", _l("The two new pass phrases differ.")),
        ],
        render_kw={"autocomplete": "new-password"},
    )
