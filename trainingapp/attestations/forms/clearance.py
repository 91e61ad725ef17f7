"""What may be typed about the technical clearance of medical personnel."""

from flask_babel import lazy_gettext as _l
from wtforms import SelectChoice, SelectField

from trainingapp.attestations.forms.screening import LONGEST_REMARK, PersonsForm
from trainingapp.kit.forms import DayField, TextField, needed


class ClearanceForm(PersonsForm):
    """What the UN decided on those who are ticked."""

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
