"""What may be typed: a number to check, what to issue, what to revoke and why, which certificates to list."""

import re
from collections.abc import Iterable

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    Field,
    HiddenField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    ValidationError,
)
from wtforms.validators import AnyOf, InputRequired

from trainingapp.certificates.rules import LONGEST_REASON, STATUSES
from trainingapp.kit.forms import Form, KeyedForm, LinesField, QueryForm, TextField

#: Characters of a curriculum's code at most.
LONGEST_CODE = 24
#: What the register says of a number that it knows; only these can be listed.
LISTED = ("valid", "expired", "superseded", "revoked", "withdrawn", "replaced", "suspended")


class CheckForm(Form):
    """The number on a certificate that somebody was shown."""

    number = TextField(
        _l("Certificate number"),
        [InputRequired(_l("Write the number that stands at the foot of the certificate."))],
        longest=80,
        description=_l("At the foot of the certificate, for example UNPKT-BGD-CPTM-2017-000123L. "
                       "Capitals, spaces and hyphens do not matter."),
        render_kw={"autocapitalize": "characters", "autocomplete": "off", "spellcheck": "false"},
    )  # fmt: skip


class FilesForm(KeyedForm):
    """What to make for a rotation: which curriculum, in which form."""

    curriculum = HiddenField(validators=[InputRequired(_l("Choose a curriculum."))])
    form = RadioField(
        _l("As"),
        choices=[
            SelectChoice("zip", _l("A PDF for each person, together in one ZIP")),
            SelectChoice("pdf", _l("One PDF with a page for each person, to print; a small file")),
        ],
        default="zip",
        validators=[AnyOf(("zip", "pdf"), _l("Choose one of the two."))],
    )


class IssueOneForm(KeyedForm):
    """A certificate for one completion: nothing to type."""


class ChooseForm(Form):
    """Which certificates of a rotation to revoke: ticked, or written down."""

    curriculum = HiddenField()
    chosen = SelectMultipleField(_l("Certificates"), validate_choice=False)
    listed = LinesField(
        _l("Or write them down"),
        longest=20_000,
        description=_l("Certificate numbers or service numbers, one on each line."),
    )

    def validate_chosen(self, field: Field) -> None:
        """Public ids only."""
        _check_ids(field.data)


class RevokeForm(KeyedForm):
    """Why certificates are revoked, and whether the training took place at all."""

    curriculum = HiddenField()
    chosen = SelectMultipleField(_l("Certificates"), validate_choice=False)
    reason = LinesField(
        _l("Reason"),
        [InputRequired(_l("Write the reason."))],
        longest=LONGEST_REASON,
        description=_l("Anybody who checks the certificate will read this. Name no person and nothing private."),
    )
    withdraw = BooleanField(
        _l("The training itself did not take place: withdraw its record too"),
        description=_l("It then counts for no requirement any more, on any day, and coverage falls."),
    )

    def validate_chosen(self, field: Field) -> None:
        """Public ids only."""
        _check_ids(field.data)


class CertificatesForm(QueryForm):
    """Which certificates to list."""

    number = TextField(_l("Number or a part of it"), longest=60)
    status = SelectField(_l("Status"), default="")
    curriculum = SelectField(_l("Curriculum"), default="")
    rotation = TextField(_l("Rotation"), longest=60, render_kw={"list": "rotation-codes", "autocomplete": "off"})

    def offer(self, *, curricula: Iterable[str]) -> None:
        """Put into the lists what there is to be found."""
        self.status.choices = _choices(((code, _(STATUSES[code])) for code in LISTED), _("Any status"))
        self.curriculum.choices = _choices(((code, code) for code in curricula), _("All curricula"))


class RotationCertificatesForm(QueryForm):
    """Which curriculum of a rotation to show."""

    curriculum = TextField(_l("Curriculum"), longest=LONGEST_CODE)


def _check_ids(values: Iterable[str] | None) -> None:
    if not all(re.fullmatch(r"[\w-]{22}", value) for value in values or ()):
        raise ValidationError(_("The page is out of date. Reload it and choose again."))


def _choices(pairs: Iterable[tuple[str, str]], nothing: str) -> list[SelectChoice]:
    return [SelectChoice("", nothing), *(SelectChoice(value, label) for value, label in pairs)]
