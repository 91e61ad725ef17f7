"""What may be typed to write a certification: what is begun, the sheet itself, exceptions, papers, reasons."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any, cast

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, HiddenField, RadioField, SelectChoice, SelectField, ValidationError
from wtforms.validators import NumberRange, Optional

from trainingapp.attestations.checklist import Item
from trainingapp.attestations.rules import KINDS, PAPERS
from trainingapp.attestations.wording import ANSWERS, CAVEATS, STATED, STATEMENTS, Answer, Content
from trainingapp.kit.attachments import ENDINGS
from trainingapp.kit.forms import (
    DayField,
    KeyedForm,
    LinesField,
    TextField,
    UploadField,
    WholeField,
    is_hidden,
    needed,
    strip,
)

#: Longest reason for an exception, and longest remark on an item of the checklist.
LONGEST_REASON = 400


class BeginForm(KeyedForm):
    """What is certified."""

    kind = RadioField(_l("What is certified"), [needed(_l("Choose what is certified."))])

    def offer(self, kinds: Collection[str]) -> None:
        """Put the kinds into the list."""
        self.kind.choices = [SelectChoice(code, _(words)) for code, words in KINDS.items() if code in kinds]


class EditionForm(KeyedForm):
    """A form about a certification as it was when the page was opened."""

    edition = HiddenField()

    @property
    def seen(self) -> int:
        """The edition that was seen; 0 when there was none."""
        text = str(self.edition.data or "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


class SheetForm(EditionForm):
    """Everything that a State says on a certification but its exceptions and papers; `sheet_form` adds the lines."""

    do = HiddenField(default="save")
    caveats = RadioField(_l("National restrictions on the use of the unit"), validate_choice=False)
    caveats_text = LinesField(_l("Which restrictions"), description=_l("Each with what it keeps the unit from doing."))
    signatory = TextField(_l("Who signs: name"))
    function = TextField(_l("In which function"), description=_l("For example: Director of Military Operations."))
    dated = DayField(_l("Day of the signature"))
    remark = LinesField(_l("Remark"), description=_l("Whatever the Secretariat should know besides."))

    #: Set by `sheet_form`.
    lines: Sequence[str] = ()
    items: Sequence[Item] = ()
    stated: Sequence[str] = ()

    def offer(self) -> None:
        """Put what may be chosen into the lists, and the words of the lines beside their fields."""
        self.caveats.choices = [SelectChoice(code, _(words)) for code, words in CAVEATS.items()]
        for item in self.items:
            asked = item.text
            self[f"answer-{item.code}"].label.text = _(asked)
            self[f"answer-{item.code}"].choices = [SelectChoice(code, _(words)) for code, words in ANSWERS.items()]
        for code, words in STATEMENTS.items():
            if code in self.stated:
                self[f"state-{code}"].label.text = _(words)

    def validate_caveats(self, field: Field) -> None:
        """There are none, or these, or nothing is said yet."""
        _known(field, CAVEATS)

    @property
    def content(self) -> Content:
        """What was typed, as it is kept."""
        answers = {
            item.code: Answer(self[f"answer-{item.code}"].data or "", self[f"why-{item.code}"].data or "")
            for item in self.items
        }
        claims = {code: self[f"claim-{code}"].data for code in self.lines}
        return Content(
            signatory=self.signatory.data or "",
            function=self.function.data or "",
            dated=self.dated.data.isoformat() if self.dated.data else "",
            caveats=self.caveats.data or "",
            caveats_text=self.caveats_text.data or "",
            statements=tuple(code for code in self.stated if self[f"state-{code}"].data),
            claims={code: persons for code, persons in claims.items() if persons is not None},
            answers={item: said for item, said in answers.items() if said != Answer("")},
            remark=self.remark.data or "",
        )


def _an_answer(form: object, field: Field) -> None:
    """One of the answers, or nothing yet."""
    _known(field, ANSWERS)


def _known(field: Field, choices: Collection[str]) -> None:
    if field.data in (None, "", "None"):
        field.data = ""
    elif field.data not in choices:
        raise ValidationError(_("Choose one of the list."))


def sheet_form(kind: str, lines: Sequence[str], items: Sequence[Item]) -> type[SheetForm]:
    """The form of a certification of this kind, with a field for each requirement, item and statement.

    Their names are `claim-CPTM`, `answer-fitness`, `why-fitness`, `state-gender`.
    """
    fields: dict[str, Any] = {"lines": tuple(lines), "items": tuple(items), "stated": STATED[kind]}
    for code in lines:
        right = [Optional(), NumberRange(min=0, message=_l("Nobody holds a training less than 0 times."))]
        fields[f"claim-{code}"] = WholeField(code, right, render_kw={"inputmode": "numeric", "autocomplete": "off"})
    for item in items:
        fields[f"answer-{item.code}"] = RadioField(item.code, [_an_answer], validate_choice=False)
        fields[f"why-{item.code}"] = TextField(_l("Remark"), longest=LONGEST_REASON)
    for code in STATED[kind]:
        fields[f"state-{code}"] = BooleanField(code)
    return cast(type[SheetForm], type("SheetFormOf", (SheetForm,), fields))


def values_of(content: Content, recorded: Mapping[str, int]) -> dict[str, Any]:
    """What stands in the fields: what was written, and what is recorded where nothing was claimed yet."""
    return {
        "signatory": content.signatory,
        "function": content.function,
        "caveats": content.caveats,
        "caveats_text": content.caveats_text,
        "remark": content.remark,
        "dated": date.fromisoformat(content.dated) if content.dated else None,
        **{f"claim-{code}": content.claims.get(code, held) for code, held in recorded.items()},
        **{f"answer-{item}": said.answer for item, said in content.answers.items()},
        **{f"why-{item}": said.remark for item, said in content.answers.items()},
        **{f"state-{code}": True for code in content.statements},
    }


class ExceptionsForm(EditionForm):
    """A reason for each who lacks a curriculum, named `reason-<person>`; and one for all others without one."""

    reason = HiddenField()
    others = TextField(
        _l("The same reason for all others who lack it"),
        longest=LONGEST_REASON,
        description=_l("Written to everybody who lacks it and has no reason of their own yet."),
    )
    do = HiddenField(default="save")

    def reasons(self, sent: Mapping[str, str], kept: dict[str, str]) -> dict[str, str]:
        """Public id of a person -> what was typed. `kept`: everybody who lacks it, with the reason that is kept; nobody
        else is asked about, and whoever stands on another page stays as they are."""
        found: dict[str, str] = {}
        for person in kept:
            text = strip(sent.get(f"reason-{person}"))
            if isinstance(text, str):
                found[person] = text
        # The form's own checks first: they would take away what is told here.
        if self.submitted():
            self._refuse(found)
        if self.do.data == "others" and self.others.data:
            found |= {person: str(self.others.data) for person, reason in (kept | found).items() if not reason}
        return found

    def _refuse(self, said: Mapping[str, str]) -> None:
        """What cannot be kept: told above all, because every field has the same name to whoever reads."""
        if any(is_hidden(char) for reason in said.values() for char in reason):
            self.form_errors.append(
                _("A reason contains characters that cannot be seen. Type it again instead of pasting it.")
            )
        if any(len(reason) > LONGEST_REASON for reason in said.values()):
            self.form_errors.append(_("A reason is longer than %(longest)s characters.", longest=LONGEST_REASON))
        if self.do.data == "others" and not self.others.data:
            self.others.errors = [*self.others.errors, _("Write the reason that all others share.")]


class PaperForm(KeyedForm):
    """A paper that goes with it."""

    paper = SelectField(_l("Kind of paper"), [needed(_l("Choose what kind of paper this is."))])
    file = UploadField(
        _l("File"),
        [needed(_l("Choose the file."))],
        kinds=tuple(kind for kind in ENDINGS if kind != "jfif"),
    )

    def offer(self, *, megabytes: int) -> None:
        """Put the kinds into the list."""
        self.paper.choices = [SelectChoice("", _("Choose"))] + [
            SelectChoice(code, _(words)) for code, words in PAPERS.items()
        ]
        self.file.megabytes = megabytes


class TurnForm(KeyedForm):
    """One button that happens once, to what stood on the page."""

    #: The steps and the edition that the page showed: whoever signs has seen what they sign.
    seen = HiddenField()


class GiveBackForm(TurnForm):
    """What whoever prepared it should mend."""

    remark = LinesField(
        _l("What to mend"),
        [needed(_l("Say what to mend: whoever prepared it will read it."))],
        description=_l("Read inside your State only."),
        id="give-back-remark",
    )


class WithdrawForm(TurnForm):
    """Why a State takes its word back."""

    remark = LinesField(
        _l("Why it is withdrawn"), [needed(_l("Say why: the other side reads it."))], id="withdraw-remark"
    )


class CaveatForm(KeyedForm):
    """A national restriction that was not declared before acceptance."""

    caveat = LinesField(
        _l("The restriction"),
        [needed(_l("Say which restriction it is."))],
        description=_l("It is shown as declared after acceptance."),
        id="late-caveat",
    )
