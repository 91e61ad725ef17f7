"""The base of every form: CSRF on, unknown fields refused, text kept as typed, dates that cannot be misread.

The fields' looks are in templates/kit/forms.html.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any, Self

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from flask_wtf import FlaskForm
from werkzeug.datastructures import CombinedMultiDict, FileStorage, MultiDict
from wtforms import (
    Field,
    FileField,
    HiddenField,
    IntegerField,
    SelectChoice,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, InputRequired, StopValidation
from wtforms.widgets import CheckboxInput, ListWidget

from trainingapp.kit.characters import has_hidden
from trainingapp.kit.characters import is_hidden as is_hidden
from trainingapp.kit.days import NotADate, read_day
from trainingapp.kit.errors import DomainError, Problems, Unfit
from trainingapp.kit.figures import grouped
from trainingapp.kit.ids import new_id
from trainingapp.kit.words import Sentence

#: Longest text of one line that any form takes; a field may ask for less, not for more.
LONGEST = 200

#: The largest whole number that a column of the database holds.
LARGEST = 2**31 - 1


def strip(value: object) -> object:
    """Text in one Unicode form (NFC), without spaces around it; nothing inside is touched."""
    return unicodedata.normalize("NFC", value).strip() if isinstance(value, str) else value


def needed(message: Any = None) -> InputRequired:
    """The field must be filled in; `message` says in the field's own words what is missing."""
    return InputRequired(message or _l("This is needed."))


def _filled(validators: Sequence[Any]) -> Sequence[Any]:
    """The same, with blanks being no text: a reason of three spaces is no reason."""
    return [DataRequired(one.message) if type(one) is InputRequired else one for one in validators]


class VisibleText:
    """Refuses characters that cannot be seen, and texts that are too long."""

    def __init__(self, *, longest: int, lines: bool = False) -> None:
        self.longest = longest
        self.lines = lines

    def __call__(self, form: object, field: Field) -> None:
        text = field.data or ""
        if has_hidden(text, lines=self.lines):
            raise ValidationError(
                _("This contains characters that cannot be seen. Type it again instead of pasting it.")
            )
        if len(text) > self.longest:
            shown = {"longest": grouped(self.longest), "length": grouped(len(text))}
            raise ValidationError(_("This is longer than %(longest)s characters: it has %(length)s.", **shown))


class TextField(StringField):  # type: ignore[misc]
    """One line of text, kept as typed."""

    def __init__(
        self, label: Any = None, validators: Sequence[Any] = (), *, longest: int = LONGEST, **more: Any
    ) -> None:
        super().__init__(label, [*_filled(validators), VisibleText(longest=longest)], filters=[strip], **more)


class LinesField(TextAreaField):  # type: ignore[misc]
    """Several lines of text: a reason, a remark."""

    def __init__(self, label: Any = None, validators: Sequence[Any] = (), *, longest: int = 2000, **more: Any) -> None:
        visible = VisibleText(longest=longest, lines=True)
        super().__init__(label, [*_filled(validators), visible], filters=[strip], **more)


class WholeField(IntegerField):  # type: ignore[misc]
    """A whole number that the database can hold. What was typed is shown again when it is refused."""

    data: Any
    errors: Any

    def process_formdata(self, valuelist: list[str]) -> None:
        if not valuelist:
            return
        self.data, text = None, valuelist[0]
        if not text:
            return
        try:
            number = int(text)
        except ValueError:
            too_long = text.strip().lstrip("+-").isdecimal()  # more digits than are worth reading
            raise ValueError(_too_large() if too_long else _("Write a whole number, in digits.")) from None
        if abs(number) > LARGEST:
            raise ValueError(_too_large())
        self.data = number

    def post_validate(self, form: Any, validation_stopped: bool) -> None:
        """One sentence is enough: where a validator says between which numbers, that one."""
        if len(self.errors) > 1:
            self.errors = self.errors[len(self.process_errors) :]


def _too_large() -> str:
    return str(_("This number is too large: write at most %(most)s.", most=grouped(LARGEST)))


class CheckboxesField(SelectMultipleField):  # type: ignore[misc]
    """Some of a list, each with its box. What a file names beyond the list is shown too, and may be unticked."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def pre_validate(self, form: Any) -> None:
        """What is not in the list is kept as it was; the checker tells it."""

    def offer(self, choices: Iterable[tuple[str, Any]], there: Sequence[str]) -> None:
        """Put the choices into the list, and whatever stands there already."""
        known = [SelectChoice(name, words) for name, words in choices]
        names = {one.value for one in known}
        unknown = [one for one in there if one not in names]
        self.choices = known + [SelectChoice(one, _("“%(value)s” (unknown)", value=one)) for one in unknown]


class DayField(StringField):  # type: ignore[misc]
    """A day, typed year first or with the month as a word. What was typed is shown again when it is refused.

    Not the browser's own date input: it shows the order of the browser's language, so that 3 April is typed as 4 March
    by whoever does not look twice, and nothing on the page would say so.
    """

    def __init__(self, label: Any = None, validators: Sequence[Any] = (), **more: Any) -> None:
        more.setdefault("description", _l("Year-month-day, for example 2017-09-25, or 25 Sep 2017."))
        super().__init__(label, validators, **more)
        self.day: date | None = None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return self.data.isoformat() if isinstance(self.data, date) else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        text = valuelist[0].strip() if valuelist else ""
        self.data = None
        if not text:
            return
        try:
            self.data = read_day(text)
        except NotADate as refused:
            raise ValueError(refused.sentence.through(_)) from None


class UploadField(FileField):  # type: ignore[misc]
    """A file, of one of some kinds by name, not empty, not too large. What it holds is for the reader to judge.

    `data` is a FileStorage, or None when no file was chosen.
    """

    def __init__(
        self,
        label: Any = None,
        validators: Sequence[Any] = (),
        *,
        kinds: Iterable[str],
        megabytes: float = 20,
        **more: Any,
    ) -> None:
        super().__init__(label, [*validators, self._check], **more)
        self.kinds = tuple(kinds)
        self.megabytes = megabytes

    @property
    def accept(self) -> str:
        """What the browser's own dialogue should offer."""
        return ",".join(f".{kind}" for kind in self.kinds)

    def process_formdata(self, valuelist: list[Any]) -> None:
        chosen = next((file for file in valuelist if isinstance(file, FileStorage) and file.filename), None)
        if chosen is not None:
            # The name is kept and shown: no control character, no override of its direction ("gpj.csv" read backwards).
            chosen.filename = "".join(char for char in chosen.filename or "" if not is_hidden(char))
        self.data = chosen

    def _check(self, form: object, field: Field) -> None:
        if self.data is None:
            return
        name = self.data.filename or ""
        if name.rpartition(".")[2].lower() not in self.kinds:
            kinds = ", ".join(kind.upper() for kind in self.kinds)
            raise StopValidation(
                _("“%(name)s” is none of the kinds that can be read here: %(kinds)s.", name=name[:80], kinds=kinds)
            )
        size = _size(self.data)
        if not size:
            raise StopValidation(_("“%(name)s” is empty.", name=name[:80]))
        if size > self.megabytes * 1_000_000:
            shown = {"name": name[:80], "size": f"{size / 1e6:.1f}", "most": self.megabytes}
            raise StopValidation(_("“%(name)s” has %(size)s MB; at most %(most)s MB are accepted.", **shown))


def _size(file: FileStorage) -> int:
    end = file.stream.seek(0, 2)
    file.stream.seek(0)
    return end


class Form(FlaskForm):  # type: ignore[misc]
    """A form that changes something: sent by POST, with a CSRF token and, where declared, an idempotency key.

    `form = NewRotation.from_request(); if form.submitted(): …`. A field that the form does not know is refused
    (trust rule 15): a page that is out of date must not half work.
    """

    @classmethod
    def from_request(cls, **values: Any) -> Self:
        """The form with what was sent, or with `values` when nothing was."""
        if request.method != "POST":
            return cls(formdata=None, **values)
        return cls(formdata=_sent(cls), **values)

    def submitted(self) -> bool:
        """It was sent, and everything in it is right. Judged once: what is put beside a field later stays there."""
        return request.method == "POST" and self._right

    @cached_property
    def _right(self) -> bool:
        return self.validate()

    def validate(self, extra_validators: Any = None) -> bool:
        """Every field's own checks, then: nothing was sent that no field asked for."""
        right = bool(super().validate(extra_validators))
        _say(self)
        unknown = _unknown(self, CombinedMultiDict([request.files, request.form]))
        if unknown:
            self.form_errors.append(_out_of_date(unknown))
        return right and not unknown

    def blame(self, problems: Problems, *, where_right: bool = False) -> None:
        """Show the rules' problems beside their fields, after the form's own, and what belongs to no field above all.

        `where_right`: only beside fields with which nothing is wrong so far.
        """
        for name, told in (problems if isinstance(problems, Mapping) else {"": problems}).items():
            said = [one.through(_) for one in ([told] if isinstance(told, Sentence) else told)]
            if name not in self:
                self.form_errors.extend(said)
            elif not (where_right and self[name].errors):
                self[name].errors = [*self[name].errors, *said]

    def refuse(self, refusal: DomainError) -> None:
        """Tell why what was asked for was not done."""
        self.blame(refusal.problems if isinstance(refusal, Unfit) else [refusal.sentence])


class KeyedForm(Form):
    """A form whose act happens once, however often its button is pressed: `kit.once` keeps the key's answer."""

    key = HiddenField(default=new_id)

    def validate_key(self, field: Field) -> None:
        """The key was sent and is ours, 22 characters of base64url. Without one, two clicks would be two acts."""
        if not field.raw_data or not re.fullmatch(r"[\w-]{22}", field.data or "", re.ASCII):
            field.data = new_id()  # so that the page, sent again, is right
            raise ValidationError(_("The page is out of date. Reload it and send the form again."))


class QueryForm(FlaskForm):  # type: ignore[misc]
    """A form that asks: sent by GET, changes nothing, so its address can be kept and passed on. No token, no key."""

    class Meta:
        csrf = False

    #: Arguments of the address that belong to the page around the form.
    beside = frozenset({"page", "sort", "format", "visit"})

    @classmethod
    def from_request(cls, **values: Any) -> Self:
        """The form with what the address says; `values` stand where it says nothing."""
        sent = MultiDict((name, value) for name, value in request.args.items(multi=True) if value.strip())
        for name, value in values.items():
            if name not in sent and value is not None:
                sent.add(name, value.isoformat() if isinstance(value, date) else str(value))
        return cls(formdata=sent)

    def validate(self, extra_validators: Any = None) -> bool:
        """Every field's own checks, then: nothing was asked that no field knows."""
        right = bool(super().validate(extra_validators))
        _say(self)
        unknown = [name for name in _unknown(self, request.args) if name not in self.beside]
        if unknown:
            self.form_errors.append(_out_of_date(unknown))
        return right and not unknown


def _sent(form: type[FlaskForm]) -> MultiDict[str, Any]:
    """What was sent: files for the fields that take files, texts for all others. A file in the place of a name is no
    name, and a text in the place of a file no file: such a field counts as left empty."""
    kinds = ((name, getattr(getattr(form, name), "field_class", type(None))) for name in dir(form))
    uploads = {name for name, kind in kinds if issubclass(kind, FileField)}
    texts = [(name, text) for name, text in request.form.items(multi=True) if name not in uploads]
    return MultiDict([*texts, *((name, file) for name in uploads for file in request.files.getlist(name))])


def _say(form: FlaskForm) -> None:
    """The fields' problems as text: a sentence given to a validator at import time is still waiting for a language."""
    for field in form:
        field.errors = [str(error) if isinstance(error, LazyString) else error for error in field.errors]


def _unknown(form: FlaskForm, sent: Any) -> list[str]:
    known = {field.name for field in form} | {"csrf_token"}
    # A field list or a form within the form names its parts `rows-0-name`.
    return sorted(name for name in sent if name not in known and name.split("-")[0] not in known)


def _out_of_date(names: list[str]) -> Any:
    return _l(
        "The page sent what this form does not know: %(names)s. Reload the page and send the form again.",
        names=", ".join(name[:40] for name in names[:5]),
    )
