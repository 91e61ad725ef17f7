"""What may be typed about a file: the file itself, the answers to its questions, the reason for taking it back."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import FieldList, HiddenField, SelectChoice, SelectField
from wtforms.validators import InputRequired

from trainingapp.curricula.catalogue import Group
from trainingapp.curricula.queries import VersionFacts
from trainingapp.kit.forms import KeyedForm, LinesField, UploadField
from trainingapp.kit.words import N_
from trainingapp.rosters.columns import FIELDS, IGNORE

KINDS = ("csv", "tsv", "txt", "xlsx", "xlsm", "xls", "xlsb", "ods")

#: What each field of a file is called.
FIELD_WORDS = {
    "service_number": N_("Service number"),
    "family_name": N_("Family name"),
    "second_family_name": N_("Second family name"),
    "given_names": N_("Given names"),
    "middle_names": N_("Middle names"),
    "full_name": N_("Full name"),
    "full_name_original": N_("Full name in its own script"),
    "family_name_original": N_("Family name in its own script"),
    "given_names_original": N_("Given names in their own script"),
    "rank": N_("Rank"),
    "sex": N_("Sex"),
    "nationality": N_("Nationality"),
    "born_on": N_("Date of birth"),
    "category": N_("Category"),
    "function": N_("Function"),
    "result": N_("Result"),
    "score": N_("Score"),
    "completed_on": N_("Date of completion"),
    "line_number": N_("Running number (not kept)"),
    "remarks": N_("Remarks (not kept)"),
    "platform": N_("What the learning platform adds (not kept)"),
    "reason": N_("What to mend (not kept)"),
    IGNORE: N_("Leave out"),
}

DATE_ORDERS = (
    ("DMY", N_("Day, month, year: 03/04/2017 is 3 April")),
    ("MDY", N_("Month, day, year: 03/04/2017 is 4 March")),
    ("YMD", N_("Year, month, day")),
)


def versions_in(groups: Iterable[Group[VersionFacts]]) -> Iterator[SelectChoice]:
    """The versions of curricula as choices under the headings of their groups."""
    for heading, versions in groups:
        for version in versions:
            words = f"{version.code} {version.label}: {version.title}"
            yield SelectChoice(version.name, words, optgroup=heading.through(_))


class UploadRollForm(KeyedForm):
    """A nominal roll."""

    file = UploadField(_l("File"), [InputRequired(_l("Choose the file."))], kinds=KINDS)


class UploadResultsForm(KeyedForm):
    """Results of one version of a curriculum."""

    curriculum = SelectField(_l("Curriculum"), [InputRequired(_l("Choose what was trained."))])
    file = UploadField(_l("File"), [InputRequired(_l("Choose the file."))], kinds=KINDS)

    def offer(self, groups: Iterable[Group[VersionFacts]]) -> None:
        """Put the versions that may be recorded into the list."""
        self.curriculum.choices = [SelectChoice("", _("Choose a curriculum")), *versions_in(groups)]


class AnswersForm(KeyedForm):
    """What the file leaves open: letters, sheet, order of dates, and what each column means."""

    encoding = SelectField(_l("Letters"), choices=[])
    sheet = SelectField(_l("Sheet"), choices=[])
    date_order = SelectField(_l("Order of the dates"), choices=[])
    columns = FieldList(SelectField(_l("Meaning"), choices=[]))

    def offer(
        self,
        *,
        encodings: Sequence[str],
        sheets: Sequence[str],
        wanted: Sequence[str],
        count: int,
        known: Sequence[str],
    ) -> None:
        """Put what can be answered into the lists. `known` are the fields as they stand, column by column."""
        self.encoding.choices = _choices((name, name) for name in encodings)
        self.sheet.choices = _choices((name, name) for name in sheets)
        self.date_order.choices = _choices(((code, _(words)) for code, words in DATE_ORDERS), _("As the file shows it"))
        meanings = _choices(
            (name, _(FIELD_WORDS[name]))
            for name in dict.fromkeys((*wanted, "line_number", "remarks", "platform", "reason", IGNORE))
        )
        while len(self.columns) < count:
            self.columns.append_entry()
        for place, entry in enumerate(self.columns):
            entry.choices = meanings
            if entry.raw_data is None or entry.raw_data == []:
                entry.data = known[place] if place < len(known) else ""


class RecordForm(KeyedForm):
    """Record the file, or its good rows. `rows` says which was pressed; `seen` how many rows the person was shown."""

    rows = HiddenField(default="all")


class UndoForm(KeyedForm):
    """Why a file is taken back."""

    reason = LinesField(
        _l("Reason"),
        [InputRequired(_l("Write why: whoever reads the record later must understand it."))],
        longest=400,
        description=_l("Kept with the record, and shown to whoever reads it."),
    )


#: The fields that each kind of file may have.
WANTED: dict[str, tuple[str, ...]] = {
    "results": (
        *("service_number", "family_name", "given_names", "full_name", "rank", "sex", "nationality", "born_on"),
        *("category", "function", "result", "score", "completed_on"),
    ),
    "roll": tuple(name for name in FIELDS if name not in ("result", "score", "completed_on")),
}


def _choices(pairs: Iterable[tuple[str, Any]], nothing: str | None = None) -> list[SelectChoice]:
    return [SelectChoice("", nothing or _("Not said"))] + [SelectChoice(value, label) for value, label in pairs]
