"""What may be asked of the catalogue."""

from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectChoice, SelectField

from trainingapp.curricula.catalogue import NEEDED_LANGUAGES, Wanted
from trainingapp.curricula.rules import AUDIENCES, FRAMEWORK_AREAS, KINDS, PHASES, TOPICS
from trainingapp.kit.forms import DayField, QueryForm, TextField


class CatalogueForm(QueryForm):
    """Which curricula to show, and for which day."""

    q = TextField(_l("Words"), longest=60)
    audience = SelectField(_l("For whom"), default="")
    topic = SelectField(_l("Topic"), default="")
    language = SelectField(_l("Language"), default="")
    phase = SelectField(_l("When"), default="")
    kind = SelectField(_l("Kind"), default="")
    area = SelectField(_l("Area of police work"), default="")
    standing = SelectField(_l("Standing"), default="")
    as_of = DayField(_l("As of"))

    def offer(self, *, languages: Mapping[str, str], standings: Mapping[str, str]) -> None:
        """Put into the lists what can be asked."""
        _fill(self.audience, AUDIENCES, _("Everyone"))
        _fill(self.topic, TOPICS, _("All topics"))
        _fill(self.language, languages, _("All languages"))
        for code in NEEDED_LANGUAGES:
            said = _("No material in %(language)s", language=_(languages[code]))
            self.language.choices.append(SelectChoice(f"no-{code}", said))
        _fill(self.phase, PHASES, _("At any time"))
        _fill(self.kind, KINDS, _("All kinds"))
        _fill(self.area, FRAMEWORK_AREAS, _("All areas"))
        _fill(self.standing, standings, _("The version of the day"))

    def wanted(self) -> Wanted:
        """What was asked. A choice that is not in its list asks nothing; the form says so."""
        told = {name: self[name].data or "" for name in ("audience", "topic", "language", "phase", "kind", "area")}
        return Wanted(
            text=self.q.data or "", **{name: "" if self[name].errors else said for name, said in told.items()}
        )

    def chosen(self) -> list[tuple[str, str, str]]:
        """What narrows the catalogue: the argument's name, the field's label, what was chosen, in words."""
        found = []
        for field in self:
            if field.name == "as_of" or not field.data or field.errors:
                continue
            said = {choice.value: choice.label for choice in getattr(field, "choices", None) or ()}
            found.append((field.name, field.label.text, said.get(field.data, field.data)))
        return found


def _fill(field: SelectField, words: Mapping[str, str], nothing: str) -> None:
    field.choices = [SelectChoice("", nothing)] + [SelectChoice(code, _(said)) for code, said in words.items()]
