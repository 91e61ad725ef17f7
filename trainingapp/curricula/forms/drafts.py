"""What may be typed to write a version: its name, what it is, its modules and lessons."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Field, HiddenField, SelectChoice, SelectField, ValidationError

from trainingapp.curricula.drafting import CODE, LABEL, LONGEST_CODE
from trainingapp.curricula.editing import TypedLesson, TypedModule
from trainingapp.curricula.rules import KINDS, PHASES, TOPICS
from trainingapp.kit.forms import (
    CheckboxesField,
    DayField,
    KeyedForm,
    LinesField,
    TextField,
    UploadField,
    is_hidden,
    needed,
    strip,
)

LANGUAGES = {
    "ar": _l("Arabic"),
    "zh": _l("Chinese"),
    "en": _l("English"),
    "fr": _l("French"),
    "ru": _l("Russian"),
    "es": _l("Spanish"),
}
CATEGORIES = {
    "troops": _l("Troops"),
    "staff_officer": _l("Staff officers"),
    "individual_police": _l("Individual police officers"),
    "formed_police": _l("Formed police units"),
    "expert_on_mission": _l("Experts on mission"),
}
PASSING = {
    "score": _l("A written test with a mark"),
    "quiz": _l("A quiz with a mark"),
    "practical": _l("A practical check, passed or failed"),
    "attendance": _l("Being there"),
}
LASTING = {
    "months": _l("Some months"),
    "unlimited": _l("For ever"),
    "rotation": _l("For one deployment"),
}
#: Longest text of a curriculum in one field.
LONGEST = 4000


def _text(label: Any, **more: Any) -> TextField:
    return TextField(label, **more)


def _source(**more: Any) -> TextField:
    return TextField(_l("Known from"), longest=LONGEST, render_kw={"list": "marks", "autocomplete": "off"}, **more)


def _note(**more: Any) -> TextField:
    return TextField(_l("Note"), longest=LONGEST, **more)


class EditionForm(KeyedForm):
    """A form about a draft as it was when the page was opened."""

    edition = HiddenField()

    @property
    def seen(self) -> int:
        """The edition that was seen; one that never was, when the page does not say."""
        text = str(self.edition.data or "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


class LabelForm(KeyedForm):
    """Under which label a new version is written."""

    label = TextField(
        _l("Label of the new version"),
        [needed(_l("Write the label of the new version, for example its year."))],
        longest=24,
        description=_l("Usually the year: 2025. It names the version for ever."),
    )

    def validate_label(self, field: Field) -> None:
        """Fit for an address."""
        if not LABEL.fullmatch(field.data or ""):
            raise ValidationError(_("A label has letters, digits, points and hyphens, and no space: 2025, 2025-pilot."))


class NewDraftForm(LabelForm):
    """A version of which nothing is written yet."""

    code = TextField(
        _l("Code of the curriculum"),
        [needed(_l("Write the code."))],
        longest=LONGEST_CODE,
        description=_l("Capital letters, digits and hyphens: CP-MIL. The same for all its versions."),
    )
    kind = SelectField(_l("Kind"), [needed(_l("Choose the kind."))])
    title = TextField(_l("Title in English"), [needed(_l("Write the title."))])

    def offer(self) -> None:
        """Put the kinds into the list."""
        self.kind.choices = [
            SelectChoice("", _("Choose the kind")),
            *(SelectChoice(one, _(words)) for one, words in KINDS.items()),
        ]

    def validate_code(self, field: Field) -> None:
        """Written as codes are."""
        if not CODE.fullmatch(field.data or ""):
            raise ValidationError(_("A code has capital letters and digits, in groups parted by hyphens: CP-MIL."))


class ImportForm(KeyedForm):
    """A curriculum file to be opened as a draft."""

    file = UploadField(_l("Curriculum file"), [needed(_l("Choose a file."))], kinds=("toml",), megabytes=1)
    label = TextField(
        _l("Under another label"),
        longest=24,
        description=_l("Empty: the label that the file itself says. Write another one if that is published already."),
    )


class AboutForm(EditionForm):
    """What a version is: titles, audience, languages, days, hours, passing, validity. Nothing must be filled in."""

    title_en = TextField(_l("English"), id="title-en")
    title_fr = TextField(_l("French"), longest=LONGEST, id="title-fr")
    title_es = TextField(_l("Spanish"), longest=LONGEST, id="title-es")
    title_ru = TextField(_l("Russian"), longest=LONGEST, id="title-ru")
    title_zh = TextField(_l("Chinese"), longest=LONGEST, id="title-zh")
    title_ar = TextField(_l("Arabic"), longest=LONGEST, id="title-ar")
    kind = SelectField(_l("Kind"), validate_choice=False)
    about = LinesField(_l("What it is about"), longest=LONGEST)
    effective_from = DayField(
        _l("First day, as proposed"),
        description=_l("Whoever publishes decides. Year-month-day, for example 2017-09-25."),
    )
    effective_from_source = _source()
    effective_from_note = _note()
    minutes = _text(_l("Minutes that everyone takes"), longest=20)
    minutes_source = _source()
    minutes_note = _note()
    minutes_with_additions = _text(
        _l("Minutes with the lessons that are only for some"),
        longest=20,
        description=_l("Empty when every lesson is for everyone."),
    )
    minutes_with_additions_source = _source()
    minutes_with_additions_note = _note()
    languages = CheckboxesField(_l("Languages in which it exists"))
    languages_source = _source()
    phases = CheckboxesField(_l("When it is taught"))
    covers = CheckboxesField(_l("Topics that at least one lesson must teach"))
    covers_source = _source()
    audience_text = LinesField(_l("In words"), longest=LONGEST, id="audience-text")
    audience_source = _source(id="audience-source")
    audience_categories = CheckboxesField(
        _l("Categories of persons"), description=_l("None ticked: every category."), id="audience-categories"
    )
    audience_civilians = BooleanField(_l("Civilians too"))
    audience_decision_makers_only = BooleanField(_l("Only those who decide at tactical level"))
    passing_kind = SelectField(_l("What it takes"), validate_choice=False, id="passing-kind")
    passing_text = LinesField(_l("In words"), longest=LONGEST, id="passing-text")
    passing_source = _source(id="passing-source")
    passing_mark = _text(_l("Mark in percent"), longest=20, id="passing-mark")
    passing_mark_source = _source()
    passing_mark_note = _note()
    passing_questions = _text(_l("Questions in the test"), longest=20, id="passing-questions")
    passing_questions_source = _source()
    passing_questions_note = _note()
    validity_kind = SelectField(_l("How long a completion counts"), validate_choice=False, id="validity-kind")
    validity_source = _source(id="validity-source")
    validity_months = _text(_l("Months"), longest=20, id="validity-months")
    validity_months_source = _source()
    validity_months_note = _note()

    def offer(self, values: dict[str, Any]) -> None:
        """Put the choices into the lists, and whatever else the draft says there."""
        lists: dict[str, dict[str, Any]] = {"kind": dict(KINDS), "passing_kind": PASSING, "validity_kind": LASTING}
        for name, choices in lists.items():
            there = str(values[name])
            known = [SelectChoice(one, _(words) if isinstance(words, str) else words) for one, words in choices.items()]
            if there not in {"", *choices}:
                known.append(SelectChoice(there, _("“%(value)s” (unknown)", value=there)))
            self[name].choices = [SelectChoice("", _("Not yet said")), *known]
        self.languages.offer(LANGUAGES.items(), values["languages"])
        self.phases.offer([(one, _(words)) for one, words in PHASES.items()], values["phases"])
        self.covers.offer([(one, _(words)) for one, words in TOPICS.items()], values["covers"])
        self.audience_categories.offer(CATEGORIES.items(), values["audience_categories"])


class LessonsForm(EditionForm):
    """The modules and lessons as they are sent, and which button was pressed.

    Fields are named `part-<module>-<field>` and `part-<module>-<lesson>-<field>`, both counted from 0 in the edition
    that was seen.
    """

    part = HiddenField()
    do = HiddenField(default="save")
    new_module = TextField(_l("Title of a new module"))

    def modules(self, sent: MultiDict[str, str]) -> list[TypedModule]:
        """What was sent. Reads exactly the parts whose number or key was sent; raises nothing."""
        found = []
        for at in range(_count(sent, "part-{}-key")):
            lessons = tuple(_lesson(sent, f"part-{at}-{inner}") for inner in range(_count(sent, f"part-{at}-{{}}-key")))
            texts: dict[str, Any] = {name: _line(sent, f"part-{at}-{name}") for name in _MODULE_TEXTS}
            found.append(TypedModule(**texts, remove=bool(sent.get(f"part-{at}-remove")), lessons=lessons))
        return found

    def refuse_hidden(self, sent: MultiDict[str, str]) -> bool:
        """Whether some text is too long or has characters that cannot be seen; says so on the form."""
        wrong = [
            name
            for name, text in sent.items(multi=True)
            if name.startswith("part-") and (len(text) > LONGEST or any(is_hidden(one, lines=True) for one in text))
        ]
        if wrong:
            self.form_errors.append(
                _(
                    "Some text has characters that cannot be seen, or more than %(longest)s. Nothing was saved: type "
                    "it again instead of pasting it.",
                    longest=LONGEST,
                )
            )
        return bool(wrong)


_LESSON_TEXTS = (
    *("key", "number", "title", "title_source", "minutes", "minutes_source", "minutes_note"),
    "only_for",
)
_LESSON_FLAGS = ("tracked", "needs_two_unit_types", "remove")
_MODULE_TEXTS = ("key", "number", "title", "title_source", "about", "human_rights", "gender", "new")
#: More parts than any curriculum has: whoever sends more is not heard.
_MOST = 500


def _lesson(sent: MultiDict[str, str], place: str) -> TypedLesson:
    fields: dict[str, Any] = {name: _line(sent, f"{place}-{name}") for name in _LESSON_TEXTS}
    fields |= {name: bool(sent.get(f"{place}-{name}")) for name in _LESSON_FLAGS}
    return TypedLesson(topics=tuple(dict.fromkeys(sent.getlist(f"{place}-topics"))), **fields)


def _count(sent: MultiDict[str, str], name: str) -> int:
    return next((at for at in range(_MOST) if name.format(at) not in sent), _MOST)


def _line(sent: MultiDict[str, str], name: str) -> str:
    return str(strip(sent.get(name, "")))
