"""What may be typed about the technical clearance of medical personnel."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, HiddenField, SelectChoice, SelectField, ValidationError

from trainingapp.attestations.forms.screening import LONGEST_REMARK, PersonsForm
from trainingapp.kit.figures import grouped
from trainingapp.kit.forms import DayField, TextField, needed


class ClearanceForm(PersonsForm):
    """What the UN decided on those ticked, or on everybody not decided on yet."""

    whom = SelectField(_l("For whom"))
    result = SelectField(
        _l("Decision"),
        [needed(_l("Choose what was decided."))],
        choices=[
            SelectChoice("", _l("Choose")),
            SelectChoice("cleared", _l("Technically cleared")),
            SelectChoice("not_cleared", _l("Not cleared")),
        ],
    )
    decided_on = DayField(_l("Day of the decision"), [needed(_l("Say on which day."))])
    remark = TextField(
        _l("Remark"),
        longest=LONGEST_REMARK,
        description=_l("Where the decision is found. Needed for “not cleared”. No names, no grounds."),
    )
    #: On whom nothing was decided when the page was opened.
    seen = HiddenField()

    def offer(self, undecided: int) -> None:
        """For whom it may be; on `undecided` persons nothing is decided yet."""
        self.whom.choices = [
            SelectChoice("ticked", _("Those ticked in the list")),
            SelectChoice("undecided", _("Everybody not decided on yet (%(persons)s)", persons=grouped(undecided))),
        ]

    def validate_whom(self, field: Field) -> None:
        """It is said in one way for whom it is, not in two."""
        if self.chosen.data and field.data != "ticked":
            raise ValidationError(_("Persons are ticked, but it is not for them: choose one of the two."))
