"""What may be typed to make a rule, and to end one: looked at first, then kept."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, HiddenField, SelectChoice, SelectField, ValidationError
from wtforms.validators import Optional, Regexp

from trainingapp.kit.forms import CheckboxesField, DayField, KeyedForm, LinesField, TextField, WholeField, needed
from trainingapp.requirements.rules import Rule

LONGEST_REASON, LONGEST_CODE = 400, 40

#: When training is due, as people choose it.
WHEN: Final = {
    "deployment": _l("At deployment, and on every day of the tour"),
    "arrival": _l("Some days after arrival, and from then on"),
    "end": _l("In the last days of the tour"),
}


@dataclass(frozen=True)
class Offered:
    """What a rule may name: code -> words."""

    curricula: Mapping[str, str]
    categories: Mapping[str, str]
    components: Mapping[str, str]
    functions: Mapping[str, str]
    rank_bands: Mapping[str, str]
    unit_types: Mapping[str, str]
    missions: Mapping[str, str]
    flags: Mapping[str, str]


class LookedAtForm(KeyedForm):
    """A form that is looked at before it is kept: `seen` says which contents were."""

    seen = HiddenField(default="")
    step = HiddenField(default="look")

    @property
    def fingerprint(self) -> str:
        """What stands for everything that was typed."""
        typed = [(one.name, str(one.data)) for one in self if one.name not in ("seen", "step", "key", "csrf_token")]
        return hashlib.sha256(repr(typed).encode()).hexdigest()[:32]

    @property
    def was_looked_at(self) -> bool:
        """Whether it is to be kept, and says what it said when it was looked at."""
        return bool(self.step.data == "save" and self.seen.data == self.fingerprint)

    @property
    def has_changed_since(self) -> bool:
        """Whether it was to be kept, and says something else than what was looked at."""
        return bool(self.step.data == "save" and self.seen.data != self.fingerprint)


class RuleForm(LookedAtForm):
    """A new rule: who, where, when, what, and where it is written."""

    code = TextField(
        _l("Code"),
        [
            needed(_l("Give the rule a code.")),
            Regexp(r"[A-Z0-9]+(-[A-Z0-9]+)*$", message=_l("Use capital letters, digits and hyphens: CPTM-ALL.")),
        ],
        longest=LONGEST_CODE,
        description=_l("Capital letters, digits, hyphens, for example POC-POL-POLICE. It is never used twice."),
    )
    title = TextField(_l("Title"), [needed(_l("Say in a few words what is required of whom."))])
    curriculum = SelectField(_l("Curriculum"), [needed(_l("Choose what must be held."))])
    severity = SelectField(
        _l("How binding"),
        choices=[
            SelectChoice("mandatory", _l("Mandatory: what is missing is a gap")),
            SelectChoice("recommended", _l("Recommended: shown, and not counted")),
        ],
    )
    versions = TextField(
        _l("Versions accepted"),
        description=_l("Labels with spaces between them, for example 2017 2025. Empty: every version while it counts."),
    )
    categories = CheckboxesField(_l("Categories"))
    components = CheckboxesField(_l("Components"))
    decision_makers_only = BooleanField(_l("Only functions designated as tactical decision makers"))
    functions = CheckboxesField(_l("Functions"))
    rank_bands = CheckboxesField(_l("Bands of rank"))
    mission_flag = SelectField(_l("Missions that carry"), default="")
    missions = CheckboxesField(_l("Missions"))
    unit_types = CheckboxesField(_l("Kinds of unit"))
    due = SelectField(_l("Due"), choices=[SelectChoice(code, words) for code, words in WHEN.items()])
    due_days = WholeField(
        _l("Days"), [Optional()], description=_l("After arrival, or before the end of the tour. Else leave it empty.")
    )
    counts_days = WholeField(
        _l("A completion counts for, days"),
        [Optional()],
        description=_l("365 for what is repeated every year. Empty: as long as the curriculum says."),
    )
    holds_from = DayField(
        _l("First day"),
        [needed(_l("Say from which day on."))],
        description=_l("Rotations that deploy on this day or later are bound. Year-month-day, or 25 Sep 2017."),
    )
    holds_through = DayField(_l("Last day"), description=_l("Empty: until it is ended."))
    source = TextField(
        _l("Source"), [needed(_l("Say where it is written."))], description=_l("The document, and the paragraph.")
    )
    assumption = BooleanField(_l("It rests on an assumption that no source states"))
    note = LinesField(_l("What is assumed"), longest=LONGEST_REASON)

    def offer(self, offered: Offered) -> None:
        """Fill the lists."""
        self.curriculum.choices = [SelectChoice("", _("Choose")), *_choices(offered.curricula)]
        self.mission_flag.choices = [SelectChoice("", _("all missions")), *_choices(offered.flags)]
        for name in ("categories", "components", "functions", "rank_bands", "missions", "unit_types"):
            field = self[name]
            field.offer(getattr(offered, name).items(), field.data or [])

    def validate_note(self, field: Field) -> None:
        """An assumption is said in words."""
        if self.assumption.data and not field.data:
            raise ValidationError(_("Say what is assumed: whoever is judged by the rule must be able to contest it."))

    @property
    def rule(self) -> Rule:
        """What was typed. Only for a form that is right."""
        due = str(self.due.data)
        return Rule(
            code=str(self.code.data),
            title=str(self.title.data),
            curriculum=str(self.curriculum.data),
            mandatory=self.severity.data == "mandatory",
            categories=_chosen(self.categories),
            decision_makers_only=bool(self.decision_makers_only.data),
            mission_flag=self.mission_flag.data or None,
            phase="pre-deployment" if due == "deployment" else "in-mission",
            holds_from=self.holds_from.data or date.min,
            holds_through=self.holds_through.data,
            source=str(self.source.data),
            assumption=bool(self.assumption.data),
            note=self.note.data or None,
            components=_chosen(self.components),
            unit_types=_chosen(self.unit_types),
            missions=_chosen(self.missions),
            rank_bands=_chosen(self.rank_bands),
            functions=_chosen(self.functions),
            due=due,
            due_days=self.due_days.data or 0,
            counts_days=self.counts_days.data,
            versions=frozenset((self.versions.data or "").split()),
        )


class EndRuleForm(LookedAtForm):
    """The last day of a rule, and why."""

    last_day = DayField(
        _l("Last day"),
        [needed(_l("Say on which day it ends."))],
        description=_l("Rotations that deploy after it are not bound. Those it bound stay bound. Today or later."),
    )
    reason = LinesField(
        _l("Reason"), [needed(_l("Write why."))], longest=LONGEST_REASON, description=_l("No names of persons.")
    )


def _choices(pairs: Mapping[str, str]) -> Sequence[Any]:
    return [SelectChoice(code, words) for code, words in pairs.items()]


def _chosen(field: Any) -> frozenset[str]:
    return frozenset(field.data or ())
