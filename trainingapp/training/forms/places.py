"""What may be asked of the directory of institutions, and what one tells of itself."""

import re
from collections.abc import Collection, Iterable, Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, HiddenField, SelectField, ValidationError

from trainingapp.kit.forms import KeyedForm, LinesField, QueryForm, TextField
from trainingapp.training.forms.sessions import LANGUAGES
from trainingapp.training.forms.trainers import listed
from trainingapp.training.queries.places import Place


class PlacesForm(QueryForm):
    """Which institutions to list."""

    text = TextField(_l("Name"), longest=60)
    region = SelectField(_l("Region"), default="")
    state = SelectField(_l("Country"), default="")
    language = SelectField(_l("Language"), default="")
    course = SelectField(_l("Course"), default="")

    def offer(self, *, regions: Iterable[tuple[str, str]], states: Mapping[str, str], courses: Iterable[str]) -> None:
        """Put into the lists what there is."""
        self.region.choices = listed(regions, _("Any region"))
        self.state.choices = listed(states.items(), _("Any country"))
        self.language.choices = listed(((code, _(word)) for code, word in LANGUAGES.items()), _("Any language"))
        self.course.choices = listed(((code, code) for code in courses), _("Any course"))

    def fits(self, one: Place) -> bool:
        """Whether an institution is what was asked for."""
        text = (self.text.data or "").casefold()
        return (
            (not text or text in one.name.casefold() or text in one.code.casefold())
            and (not self.region.data or self.region.data in (one.region, one.subregion))
            and self.state.data in ("", None, one.state_code)
            and (not self.language.data or self.language.data in one.languages)
            and (not self.course.data or self.course.data in one.courses)
        )


class ProfileForm(KeyedForm):
    """What an institution tells of itself."""

    ar = BooleanField(_l("Arabic"))
    zh = BooleanField(_l("Chinese"))
    en = BooleanField(_l("English"))
    fr = BooleanField(_l("French"))
    ru = BooleanField(_l("Russian"))
    es = BooleanField(_l("Spanish"))
    courses = LinesField(
        _l("Courses offered"),
        longest=1000,
        description=_l("Codes of curricula, with spaces or commas between them: CPTM, CPOC-MIL."),
    )
    about = LinesField(_l("About"), longest=600, description=_l("What it is for, in a sentence or two. Name nobody."))
    website = TextField(_l("Web page"), longest=200, description=_l("Where to ask for a place; starts with https://"))
    told = HiddenField(default="0")
    known: Collection[str] = ()

    @classmethod
    def of(cls, one: Place) -> dict[str, object]:
        """What the form shows first."""
        spoken: dict[str, object] = {code: code in one.languages for code in LANGUAGES}
        return spoken | {
            "courses": ", ".join(one.courses),
            "about": one.about,
            "website": one.website,
            "told": str(one.told),
        }

    @property
    def languages(self) -> list[str]:
        """The codes that were ticked."""
        return [code for code in LANGUAGES if self[code].data]

    @property
    def codes(self) -> list[str]:
        """The codes of courses as typed, each once."""
        found = re.split(r"[\s,;]+", (self.courses.data or "").strip().upper())
        return list(dict.fromkeys(code for code in found if code))

    def validate_courses(self, field: Field) -> None:
        """Each is a curriculum."""
        unknown = [code for code in self.codes if code not in self.known]
        if unknown:
            said = ", ".join(unknown)[:80]
            raise ValidationError(_("No curriculum is called %(codes)s. Look it up under “Curricula”.", codes=said))

    def validate_website(self, field: Field) -> None:
        """An address that browsers open safely, or nothing."""
        if field.data and not re.fullmatch(r"https://[^\s<>\"']+", field.data):
            raise ValidationError(_("Write the whole address, from https:// on."))

    def validate_told(self, field: Field) -> None:
        """A number that the page gave."""
        if not re.fullmatch(r"\d{1,6}", field.data or "", re.ASCII):
            raise ValidationError(_("The page is out of date. Reload it and send the form again."))
