"""What may be typed to state what a mission asks of a kind of unit."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, SelectChoice, SelectField
from wtforms.validators import InputRequired, NumberRange, Optional

from trainingapp.kit.forms import CheckboxesField, DayField, LinesField, TextField, WholeField, needed
from trainingapp.readiness.views.rule_form import LONGEST_REASON, LookedAtForm
from trainingapp.requirements.rules import Asked, Statement

#: Lines for certain functions only that a form offers.
LINES: Final = 5
_NUMBER = _l("Write a number from 1 to %(max)s.")


class StatementForm(LookedAtForm):
    """A version of a statement of unit requirements."""

    mission = SelectField(_l("Mission"), [needed(_l("Choose the mission."))])
    unit_type = SelectField(_l("Kind of unit"), [needed(_l("Choose the kind of unit."))])
    version = WholeField(_l("Version"), [InputRequired(_l("Number the version.")), NumberRange(1, 999, _NUMBER)])
    effective_from = DayField(
        _l("First day"),
        [needed(_l("Say from which day on."))],
        description=_l("It binds rotations that deploy on this day or later, until the next version begins."),
    )
    headcount = WholeField(_l("Headcount"), [InputRequired(_l("Say how many.")), NumberRange(1, 5000, _NUMBER)])
    language = SelectField(_l("Working language"), [needed(_l("Choose a language."))])
    source = TextField(
        _l("Source"), [needed(_l("Say where it is written."))], description=_l("The document, its date and number.")
    )
    note = LinesField(_l("Remark"), longest=LONGEST_REASON)
    everybody = CheckboxesField(_l("Everybody in the unit holds"))

    @property
    def lines(self) -> list[tuple[Field, Field, Field]]:
        """The lines for certain functions: curriculum, function, how many persons."""
        names = ("curriculum", "function", "persons")
        return [tuple(self[f"{name}_{place}"] for name in names) for place in range(1, LINES + 1)]

    def offer(
        self,
        *,
        missions: Mapping[str, str],
        unit_types: Mapping[str, str],
        languages: Mapping[str, str],
        curricula: Mapping[str, str],
        functions: Mapping[str, str],
    ) -> None:
        """Fill the lists."""
        for field, offered in ((self.mission, missions), (self.unit_type, unit_types), (self.language, languages)):
            field.choices = [
                SelectChoice("", _("Choose")),
                *(SelectChoice(code, words) for code, words in offered.items()),
            ]
        self.everybody.offer(curricula.items(), self.everybody.data or [])
        for curriculum, function, _persons in self.lines:
            for field, offered in ((curriculum, curricula), (function, functions)):
                field.choices = [SelectChoice("", "–"), *(SelectChoice(*pair) for pair in offered.items())]

    def validate(self, extra_validators: Any = None) -> bool:
        """Every field's own checks, and every line says of what and of whom."""
        right = super().validate(extra_validators)
        for curriculum, function, persons in self.lines:
            if curriculum.data and not function.data:
                function.errors = [*function.errors, _("Choose the function, or tick the curriculum above.")]
            elif (function.data or persons.data) and not curriculum.data:
                curriculum.errors = [*curriculum.errors, _("Choose what they must hold.")]
            right = right and not (curriculum.errors or function.errors)
        return right

    @property
    def asked(self) -> tuple[Asked, ...]:
        """What it asks for: of everybody first, then of functions; two lines of one curriculum are one."""
        found = [Asked(code) for code in self.everybody.data or ()]
        by_code: dict[str, Asked] = {}
        for line in self.lines:
            code, function, persons = (field.data for field in line)
            if code and function:
                known = by_code.get(code, Asked(code))
                count = None if persons is None and known.persons is None else (persons or 0) + (known.persons or 0)
                by_code[code] = Asked(code, known.functions | {function}, count)
        return (*found, *by_code.values())

    def statement(self, public_id: str) -> Statement:
        """What was typed. Only for a form that is right."""
        return Statement(
            public_id=public_id,
            mission=str(self.mission.data),
            unit_type=str(self.unit_type.data),
            version=int(self.version.data),
            effective_from=self.effective_from.data or date.min,
            headcount=int(self.headcount.data),
            language=str(self.language.data),
            source=str(self.source.data),
            note=self.note.data or None,
            lines=self.asked,
        )


for _place in range(1, LINES + 1):
    setattr(StatementForm, f"curriculum_{_place}", SelectField(_l("Curriculum"), default=""))
    setattr(StatementForm, f"function_{_place}", SelectField(_l("Function"), default=""))
    setattr(StatementForm, f"persons_{_place}", WholeField(_l("Persons"), [Optional()]))
