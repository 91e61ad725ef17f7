"""What may be typed: a session's plan, which sessions to list, why one is cancelled."""

from collections.abc import Iterable, Mapping, Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, SelectChoice, SelectField, ValidationError

from trainingapp.curricula.catalogue import to_choose
from trainingapp.curricula.queries import VersionFacts
from trainingapp.kit.forms import DayField, KeyedForm, LinesField, QueryForm, TextField, needed
from trainingapp.kit.words import N_
from trainingapp.training.actions.sessions import NewSession
from trainingapp.training.queries.sessions import Choices, SessionFacts
from trainingapp.training.rules import FUNDING, KINDS, STATUSES, Plan

#: The languages of the United Nations, in which curricula exist: code -> name.
LANGUAGES: Mapping[str, str] = {
    "ar": N_("Arabic"),
    "zh": N_("Chinese"),
    "en": N_("English"),
    "fr": N_("French"),
    "ru": N_("Russian"),
    "es": N_("Spanish"),
}


class PlanForm(KeyedForm):
    """When, where, in which language, for how many, with whose money."""

    starts_on = DayField(_l("First day"), [needed(_l("Write the day on which it starts."))])
    ends_on = DayField(_l("Last day"), [needed(_l("Write its last day."))])
    place = TextField(_l("Place"), [needed(_l("Write where it takes place."))], longest=120)
    language = SelectField(_l("Language"), [needed(_l("Choose the language it is taught in."))])
    places = TextField(_l("Places"), [needed(_l("Write for how many persons there is room."))], longest=6)
    funding = SelectField(_l("Paid from"), [needed(_l("Choose who pays."))])
    component = TextField(
        _l("Component"),
        longest=120,
        description=_l("Who in the house delivers it, for example the human rights component."),
    )
    note = LinesField(_l("Note"), longest=400, description=_l("Shown to everyone who may see sessions."))

    def offer_plan(self) -> None:
        """Put languages and sources of money into the lists."""
        self.language.choices = _choices(((code, _(word)) for code, word in LANGUAGES.items()), _("Choose a language"))
        self.funding.choices = _choices(((code, _(word)) for code, word in FUNDING.items()), _("Choose who pays"))

    def validate_places(self, field: Field) -> None:
        """Digits only."""
        if not _is_count(field.data or ""):
            raise ValidationError(_("“%(text)s” is not a whole number of places: write 30.", text=field.data))

    def plan(self) -> Plan:
        """What was typed, as far as it can be read."""
        places = self.places.data or ""
        return Plan(
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            place=self.place.data or "",
            language=self.language.data or "",
            places=int(places) if _is_count(places) else None,
            funding=self.funding.data or "",
            component=self.component.data or None,
            note=self.note.data or "",
        )


class NewSessionForm(PlanForm):
    """A new session: who delivers it, what is taught, and the plan."""

    delivered_by = SelectField(_l("Delivered by"), [needed(_l("Choose who delivers it."))])
    curriculum = SelectField(_l("Training"), [needed(_l("Choose what is taught."))])
    kind = SelectField(_l("Kind"), default="delivery")

    def offer(
        self, *, institutions: Sequence[tuple[str, str]], missions: Sequence[str], versions: Iterable[VersionFacts]
    ) -> None:
        """Put into the lists what may be planned; who speaks for one institution need not choose it."""
        pairs = [(f"institution:{code}", name) for code, name in institutions]
        pairs += [(f"mission:{code}", code) for code in missions]
        self.delivered_by.choices = _choices(pairs, None if len(pairs) == 1 else _("Choose who delivers it"))
        self.curriculum.choices = [SelectChoice("", _("Choose the training"))] + [
            SelectChoice(one.name, f"{one.code} {one.label}: {one.title}", optgroup=heading.through(_))
            for heading, ones in to_choose(versions)
            for one in ones
        ]
        self.kind.choices = _choices(((code, _(word)) for code, word in KINDS.items()), None)
        self.offer_plan()

    def session(self, versions: Iterable[VersionFacts]) -> NewSession:
        """What was typed, as far as it can be read."""
        kind, _colon, code = (self.delivered_by.data or "").partition(":")
        return NewSession(
            institution=code if kind == "institution" else None,
            mission=code if kind == "mission" else None,
            version=next((one for one in versions if one.name == self.curriculum.data), None),
            kind=self.kind.data or "delivery",
            plan=self.plan(),
        )


def of_session(found: SessionFacts) -> dict[str, object]:
    """What a form of the plan shows first."""
    return {
        "starts_on": found.starts_on,
        "ends_on": found.ends_on,
        "place": found.place,
        "language": found.language,
        "places": str(found.places),
        "funding": found.funding,
        "component": found.component or "",
        "note": found.note,
    }


class SessionsForm(QueryForm):
    """Which sessions to list."""

    curriculum = SelectField(_l("Training"), default="")
    institution = SelectField(_l("Institution"), default="")
    mission = SelectField(_l("Mission"), default="")
    language = SelectField(_l("Language"), default="")
    year = SelectField(_l("Year"), default="")
    status = SelectField(_l("Status"), default="")
    results = SelectField(_l("Results"), default="")

    def offer(self, found: Choices) -> None:
        """Put into the lists what there is to be found."""
        self.curriculum.choices = _choices(((code, code) for code in found.curricula), _("All"))
        self.institution.choices = _choices(found.institutions, _("All"))
        self.mission.choices = _choices(((code, code) for code in found.missions), _("All"))
        self.language.choices = _choices(((code, _(LANGUAGES.get(code, code))) for code in found.languages), _("All"))
        self.year.choices = _choices(((str(year), str(year)) for year in found.years), _("All"))
        self.status.choices = _choices(((code, _(word)) for code, word in STATUSES.items()), _("All"))
        self.results.choices = _choices((("to_confirm", _("Wait for my word")),), _("All"))


class CancelForm(KeyedForm):
    """Why a session does not take place."""

    reason = LinesField(
        _l("Why"),
        [needed(_l("Write why it does not take place: the States that nominated will read it."))],
        longest=400,
    )


class StepForm(KeyedForm):
    """One button that happens once."""


def _is_count(text: str) -> bool:
    """Whether a text is a number of places: digits, and no more of them than any number of places has."""
    return text.isascii() and text.isdecimal() and len(text) < 7


def _choices(pairs: Iterable[tuple[str, str]], nothing: str | None) -> list[SelectChoice]:
    first = [] if nothing is None else [SelectChoice("", nothing)]
    return first + [SelectChoice(value, label) for value, label in pairs]
