"""What may be typed to record results by hand: for whom and what, the cells of the grid, why it is sent back."""

from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectChoice, SelectField, TextAreaField
from wtforms.validators import DataRequired, InputRequired

from trainingapp.curricula.catalogue import Group
from trainingapp.curricula.queries import VersionFacts
from trainingapp.forces.queries import Service
from trainingapp.intake.forms import DATE_ORDERS, versions_in
from trainingapp.kit.attachments import ENDINGS
from trainingapp.kit.forms import DayField, KeyedForm, LinesField, UploadField
from trainingapp.rosters.grid import RESULT_LABELS

#: More characters than a block of every unit has.
LONGEST_BLOCK = 400_000


class StartForm(KeyedForm):
    """What was trained, when, and whose results are typed."""

    curriculum = SelectField(_l("Training"), [InputRequired(_l("Choose what was trained."))])
    completed_on = DayField(
        _l("Day of completion"),
        description=_l("For everyone who has no other day in their row. Year-month-day, or 25 Sep 2017."),
    )

    def offer(self, groups: Iterable[Group[VersionFacts]]) -> None:
        """Put the versions that may be recorded into the list."""
        self.curriculum.choices = [SelectChoice("", _("Choose the training")), *versions_in(groups)]


class RotationStartForm(StartForm):
    """For the persons of a rotation: everyone, those who lack it, or some by their service numbers."""

    whom = RadioField(_l("For whom"), default="all")
    numbers = LinesField(
        _l("Their service numbers"),
        longest=20_000,
        description=_l("One to a line. Only when you have chosen “some persons” above."),
    )

    def offer_whom(self, *, lacking: bool) -> None:
        """Put the choices into the list; `lacking`: whether the reader sees who lacks what."""
        choices = [("all", _("Everyone on the roll"))]
        if lacking:
            choices.append(("lacking", _("Those on the roll who lack this training")))
        choices.append(("some", _("Some persons")))
        self.whom.choices = [SelectChoice(value, label) for value, label in choices]


class PersonStartForm(StartForm):
    """For one person, in one of the rotations they serve in."""

    rotation = SelectField(_l("Rotation"), [InputRequired(_l("Choose the rotation."))])

    def offer_rotations(self, services: Sequence[Service]) -> None:
        """Put the rotations into the list, the latest first."""
        self.rotation.choices = [SelectChoice(one.rotation_id, one.rotation) for one in services]


class GridForm(KeyedForm):
    """The grid as it is sent: its cells, and which button was pressed.

    Cells are named `cell-result-<person>`; `cell-was-<person>` is what stood in the row when the page was made, so that
    only what was changed on this page is kept, and another window's typing is not overwritten.
    """

    cell = HiddenField()
    do = HiddenField(default="keep")
    to = HiddenField()
    anchor = HiddenField()
    completed_on = DayField(
        _l("Day of completion"),
        description=_l("For everyone whose row names no other day. Year-month-day, or 25 Sep 2017."),
    )
    block = TextAreaField(_l("Block from a spreadsheet"))
    order = SelectField(_l("Order of its dates"), choices=[])
    result = SelectField(_l("Result for every empty row"), choices=[])
    file = UploadField(_l("File"), kinds=tuple(kind for kind in ENDINGS if kind != "jfif"))

    def offer(self, *, megabytes: int) -> None:
        """Put what may be chosen into the lists."""
        self.order.choices = [SelectChoice("", _("As the block shows it"))] + [
            SelectChoice(code, _(words)) for code, words in DATE_ORDERS
        ]
        self.result.choices = [SelectChoice("", _("Choose the result"))] + [
            SelectChoice(code, _(word)) for code, word in RESULT_LABELS.items()
        ]
        self.file.megabytes = megabytes
        for field in (self.order, self.result):
            if field.data is None:
                field.data = ""

    def validate_block(self, field: Any) -> None:
        """A block is a page of text, not a book."""
        field.data = (field.data or "")[:LONGEST_BLOCK]


class SendBackForm(KeyedForm):
    """What a colleague should mend."""

    reason = LinesField(
        _l("What to mend"),
        [DataRequired(_l("Write what to mend: your colleague will read it."))],
        longest=400,
        description=_l("Kept with the record, and shown to whoever recorded it."),
    )


class DecisionForm(KeyedForm):
    """One button that happens once."""
