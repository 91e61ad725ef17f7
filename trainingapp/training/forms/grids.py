"""What is sent from the grids of attendance and results, and files of them."""

from collections.abc import Iterable
from datetime import date

from flask_babel import format_date
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectChoice, SelectField

from trainingapp.curricula.content import LessonPart
from trainingapp.kit.forms import DayField, KeyedForm, LinesField, QueryForm, UploadField, needed


class GridForm(KeyedForm):
    """A grid as it is sent, and which button was pressed.

    Cells are named `cell-<column>-<participant>`; `was-<participant>` is what stood in the row when the page was made,
    so that only what was changed on this page is kept.
    """

    cell = HiddenField()
    was = HiddenField()
    do = HiddenField(default="keep")


class AttendanceForm(QueryForm):
    """Which day of attendance, or all of them; for the whole day, or in one lesson."""

    day = DayField(_l("Only this day"), description="")
    lesson = SelectField(_l("Lesson"), default="")

    def offer(self, lessons: tuple[LessonPart, ...]) -> None:
        """Put the lessons into the list."""
        self.lesson.choices = [SelectChoice("", _("The whole day"))] + [
            SelectChoice(lesson.key, f"{lesson.number} {lesson.title}") for lesson in lessons
        ]


class SheetForm(KeyedForm):
    """Attendance as the sheet's own file, filled in."""

    file = UploadField(_l("File"), [needed(_l("Choose the file."))], kinds=("xlsx", "csv"), megabytes=5)


class SendBackForm(KeyedForm):
    """What a colleague should mend."""

    reason = LinesField(
        _l("What to mend"), [needed(_l("Write what to mend: your colleague will read it."))], longest=400
    )


class PrintForm(KeyedForm):
    """For which day sign-in sheets are printed."""

    day = SelectField(_l("Day"), default="")

    def offer(self, days: Iterable[date]) -> None:
        """Put the days of the session into the list."""
        self.day.choices = [SelectChoice("", _("Every day"))] + [
            SelectChoice(day.isoformat(), format_date(day, "EEEE d MMM yyyy")) for day in days
        ]
