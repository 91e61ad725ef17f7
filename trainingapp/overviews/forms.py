"""What may be asked of the pages of figures, and how a view of them is kept."""

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectChoice, SelectField, ValidationError

from trainingapp.completions.rules import EVIDENCE
from trainingapp.forces.rules import COMPONENTS
from trainingapp.kit.characters import has_hidden
from trainingapp.kit.days import read_day
from trainingapp.kit.forms import DayField, KeyedForm, QueryForm, TextField, needed
from trainingapp.kit.words import N_
from trainingapp.overviews.rules import ASKED, LONGEST_NAME, LONGEST_VALUE, PAGES, SCHEDULES, kept
from trainingapp.readiness.rules import STRENGTHS

#: More than any page writes of what it was asked.
_LONGEST_ASKED: Final = 2_000

#: The languages that units work in: those of the United Nations.
LANGUAGES: Final[Mapping[str, str]] = {
    "ar": N_("Arabic"),
    "zh": N_("Chinese"),
    "en": N_("English"),
    "fr": N_("French"),
    "ru": N_("Russian"),
    "es": N_("Spanish"),
}


class OverviewForm(QueryForm):
    """On which day, and for which rotations."""

    as_of = DayField(_l("As of"), description=_l("Year-month-day, or 25 Sep 2017."))
    state = SelectField(_l("State"), default="")
    mission = SelectField(_l("Mission"), default="")
    component = SelectField(_l("Component"), default="")
    unit_type = SelectField(_l("Kind of unit"), default="")
    language = SelectField(_l("Language of the unit"), default="")
    curriculum = SelectField(_l("Curriculum"), default="")
    evidence = SelectField(_l("Evidence, at least"), default="")

    def offer(
        self,
        *,
        states: Mapping[str, str],
        missions: Iterable[str],
        unit_types: Mapping[str, str],
        curricula: Mapping[str, str],
    ) -> None:
        """What can be chosen: nothing that the reader may not see, and no choice where there is only one."""
        self.state.choices = _choices(states, _("All States"))
        self.mission.choices = _choices({code: code for code in missions}, _("All missions"))
        self.component.choices = _choices({code: _(word) for code, word in COMPONENTS.items()}, _("All"))
        self.unit_type.choices = _choices(unit_types, _("All"))
        self.language.choices = _choices({code: _(word) for code, word in LANGUAGES.items()}, _("All"))
        self.curriculum.choices = _choices(curricula, _("Everything required"))
        words = list(EVIDENCE.items())
        self.evidence.choices = _choices({code: _(word) for code, word in words[1:]}, _(words[0][1]))

    @property
    def selects(self) -> list[Any]:
        """The fields but the day."""
        return [self[name] for name in ASKED if name != "as_of"]

    @property
    def filters(self) -> list[Any]:
        """Those with something to choose between, or with something chosen."""
        return [field for field in self.selects if len(field.choices) > 2 or field.data]

    @property
    def chosen(self) -> list[tuple[str, str]]:
        """What the figures are narrowed to: the field's label, and the choice's."""
        found = []
        for field in self.filters:
            labels = {choice.value: choice.label for choice in field.choices}
            if field.data and field.data in labels:
                found.append((str(field.label.text), str(labels[field.data])))
        return found


def _choices(known: Mapping[str, str], everything: str) -> list[SelectChoice]:
    return [SelectChoice("", everything), *(SelectChoice(code, label) for code, label in known.items())]


class SaveViewForm(KeyedForm):
    """A page of figures, kept under a name."""

    name = TextField(_l("Name"), [needed(_l("Give it a name, so that you find it again."))], longest=LONGEST_NAME)
    schedule = SelectField(_l("Letter with its key figures"), default="none")
    page = HiddenField()
    asked = HiddenField()

    def offer(self) -> None:
        """How often a letter may come."""
        self.schedule.choices = schedules()

    def validate_page(self, field: Any) -> None:
        """It is a page that can be kept."""
        if field.data not in PAGES:
            raise ValidationError(_cannot_be_saved())

    def validate_asked(self, field: Any) -> None:
        """It says what a page can be asked, and is put as it is kept."""
        try:
            field.data = kept(_asked(field.data or ""))
        except (ValueError, RecursionError):
            raise ValidationError(_cannot_be_saved()) from None


def _cannot_be_saved() -> str:
    return str(_("This page cannot be saved. Open the overview, and save it from there."))


def _asked(text: str) -> dict[str, str]:
    """What a page says that it was asked. ValueError for whatever no page of ours can have sent."""
    said = json.loads(text[: _LONGEST_ASKED + 1])
    if not isinstance(said, dict) or not said.keys() <= set(ASKED):
        raise ValueError(text)
    for value in said.values():
        if not isinstance(value, str) or not 0 < len(value) <= LONGEST_VALUE or has_hidden(value):
            raise ValueError(value)
    for name, known in (("component", COMPONENTS), ("language", LANGUAGES), ("evidence", STRENGTHS)):
        if name in said and said[name] not in known:
            raise ValueError(said[name])
    if "as_of" in said:
        said["as_of"] = read_day(said["as_of"]).isoformat()
    return said


class ScheduleForm(KeyedForm):
    """How often a letter tells of a view."""

    schedule = SelectField(_l("Letter"))

    def offer(self) -> None:
        """How often a letter may come."""
        self.schedule.choices = schedules()


class DeleteForm(KeyedForm):
    """Deletes a view: the one whose name stood on the button."""

    name = HiddenField(validators=[needed(_l("The page is out of date. Reload it, and delete the view from there."))])


def schedules() -> list[SelectChoice]:
    """How often a letter may come, in words."""
    return [SelectChoice(code, _(word)) for code, word in SCHEDULES.items()]
