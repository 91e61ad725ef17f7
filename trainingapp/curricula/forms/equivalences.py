"""What may be typed to decide what stands for a curriculum, and to end it."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectChoice, SelectField

from trainingapp.curricula.queries import VersionFacts
from trainingapp.curricula.recognition import Part
from trainingapp.kit.forms import DayField, KeyedForm, LinesField, TextField, needed

LONGEST_REASON, LONGEST_AUTHORITY = 400, 160


class EquivalenceForm(KeyedForm):
    """Which training stands for a curriculum, on which days, on whose authority."""

    held = SelectField(_l("Training that is held"), [needed(_l("Choose what stands for it."))])
    second = SelectField(_l("And also"), default="")
    third = SelectField(_l("And also"), default="")
    fourth = SelectField(_l("And also"), default="")
    first_day = DayField(_l("First day"), [needed(_l("Say from which day on it is recognised."))])
    last_day = DayField(_l("Last day"), description=_l("Empty: until it is ended."))
    authority = TextField(
        _l("On whose authority"),
        [needed(_l("Say who recognises it."))],
        longest=LONGEST_AUTHORITY,
        description=_l("An office, not a person, for example: Integrated Training Service."),
    )
    reference = TextField(
        _l("Reference"),
        [needed(_l("Say where it is written."))],
        description=_l("The document that says so; it stands wherever somebody counts as trained because of it."),
    )
    note = LinesField(_l("Remark"), longest=LONGEST_REASON)

    @property
    def choosing(self) -> list[Any]:
        """The lists in which training is chosen."""
        return [self.held, self.second, self.third, self.fourth]

    def offer(self, versions: Iterable[VersionFacts]) -> None:
        """Put into the lists every curriculum, in any version and in each."""
        by_code: dict[str, list[VersionFacts]] = {}
        for one in versions:
            by_code.setdefault(one.code, []).append(one)
        choices = []
        for code, found in sorted(by_code.items()):
            choices.append(SelectChoice(code, _("%(code)s, any version: %(title)s", code=code, title=found[0].title)))
            choices += [
                SelectChoice(one.name, _("%(code)s, only version %(label)s", code=code, label=one.label))
                for one in found
            ]
        self.held.choices = [SelectChoice("", _("Choose")), *choices]
        for field in self.choosing[1:]:
            field.choices = [SelectChoice("", _("nothing more")), *choices]

    @property
    def parts(self) -> list[Part]:
        """What was chosen."""
        chosen = [field.data.partition("@") for field in self.choosing if field.data]
        return [Part(code, label or None) for code, _at, label in chosen]


class EndEquivalenceForm(KeyedForm):
    """From which day on it holds no more, and why."""

    from_on = DayField(_l("First day on which it holds no more"), [needed(_l("Say from which day on."))])
    reason = LinesField(
        _l("Reason"), [needed(_l("Write why."))], longest=LONGEST_REASON, description=_l("No names of persons.")
    )
