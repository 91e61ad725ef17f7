"""What may be typed to find somebody."""

from flask_babel import lazy_gettext as _l

from trainingapp.kit.forms import Form, TextField, needed


class FindForm(Form):
    """Somebody, by name or service number. Sent by POST: a name does not belong into an address."""

    text = TextField(
        _l("Name or service number"),
        [needed(_l("Write part of a name, or the beginning of a service number."))],
        longest=60,
        description=_l("Part of a name, or the beginning of a service number."),
    )
