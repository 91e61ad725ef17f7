"""What may be typed to sign in."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, PasswordField
from wtforms.validators import InputRequired, Length

from trainingapp.kit.forms import Form, TextField


class SignIn(Form):
    """An e-mail address and a pass phrase; `next` is where the person was going."""

    email = TextField(
        _l("E-mail address"),
        [InputRequired(_l("Type your e-mail address."))],
        longest=254,
        render_kw={"autocomplete": "username", "inputmode": "email", "autocapitalize": "none", "spellcheck": "false"},
    )
    password = PasswordField(
        _l("Pass phrase"),
        # A hash takes its time for a long text too.
        [InputRequired(_l("Type your pass phrase.")), Length(max=200, message=_l("This is too long."))],
        render_kw={"autocomplete": "current-password"},
    )
    next = HiddenField()
