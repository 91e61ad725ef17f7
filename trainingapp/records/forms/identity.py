"""What may be typed about who somebody is: a name, a change with its day, a merge by hand, a transfer."""

from collections.abc import Iterable, Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    Field,
    HiddenField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    ValidationError,
)

from trainingapp.kit.forms import DayField, KeyedForm, LinesField, TextField, needed
from trainingapp.people.naming import LONGEST, Names
from trainingapp.people.rules import LONGEST_REASON
from trainingapp.people.words import words_of_name

#: In the order in which the page asks for them.
NAME_FIELDS = ("full_name", "family_name", "given_names", "original_name")


class VersionedForm(KeyedForm):
    """A form about somebody as they were when the page was opened."""

    version = HiddenField()

    @property
    def seen(self) -> int:
        """The version that was seen; one that never was, when the page does not say."""
        text = str(self.version.data or "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


class NameForm(VersionedForm):
    """A name put right, in all its parts, with the reason."""

    full_name = TextField(
        _l("Name as given"),
        description=_l("The whole name as it is shown and printed. Empty: given names and family name are shown."),
    )
    family_name = TextField(_l("Family name"))
    given_names = TextField(_l("Given names"))
    original_name = TextField(
        _l("In the original script"), description=_l("As its bearer writes it: Arabic, Bengali, Cyrillic, any script.")
    )
    reason = LinesField(
        _l("Why it is put right"),
        [needed(_l("Write why the name is put right."))],
        longest=LONGEST_REASON,
        description=_l("It stands in the person's history."),
    )
    evidence = TextField(
        _l("What it rests on"),
        description=_l("The paper you looked at, for example “passport, page 3”. No number of a document."),
    )

    @property
    def names(self) -> Names:
        """The name that was typed; an empty part is None."""
        return Names(**{name: getattr(self, name).data or None for name in NAME_FIELDS})

    def contradicts(self, before: Names) -> bool:
        """Whether a part was put right and the name that is shown was left with the old one; says so at the field."""
        new = self.names
        if not new.full_name or new.full_name != before.full_name:
            return False
        typed = {new.family_name, new.given_names} - {before.family_name, before.given_names, None}
        shown = set(words_of_name(new.full_name))
        if all(set(words_of_name(str(part))) <= shown for part in typed):
            return False
        self.full_name.errors = [
            _("This is what is shown and printed, and it still has the old name. Put it right too, or empty it.")
        ]
        return True


class ChangeForm(VersionedForm):
    """What something about a person became, from which day on, and why."""

    value: Field
    holds_from = DayField(_l("Holds from"), [needed(_l("Write the day from which it holds."))])
    reason = LinesField(
        _l("Why it changed"),
        [needed(_l("Write why it changed."))],
        longest=LONGEST_REASON,
        description=_l("The order, the file, the letter. It stands in the person's history."),
    )

    @property
    def typed(self) -> str | None:
        """The value as it is kept; None when it could not be read."""
        return self.value.data or None


class NumberForm(ChangeForm):
    """A service number that became another."""

    value = TextField(
        _l("Service number"),
        [needed(_l("Write the new service number."))],
        longest=LONGEST["service_number"],
        description=_l("Exactly as the State writes it, with its hyphens and zeros."),
        render_kw={"autocomplete": "off"},
    )


class RankForm(ChangeForm):
    """A rank that became another."""

    value = TextField(
        _l("Rank"),
        [needed(_l("Write the new rank."))],
        longest=LONGEST["rank"],
        description=_l("As the State names it, in its own words. It is kept and shown as you write it."),
        render_kw={"autocomplete": "off"},
    )


class SexForm(ChangeForm):
    """The sex as recorded, changed."""

    value = RadioField(
        _l("Sex as recorded"),
        [needed(_l("Choose one of the three."))],
        choices=[
            SelectChoice("female", _l("female")),
            SelectChoice("male", _l("male")),
            SelectChoice("unspecified", _l("not specified")),
        ],
    )


class BirthForm(ChangeForm):
    """A date of birth put right."""

    value = DayField(_l("Date of birth"), [needed(_l("Write the date of birth."))])

    @property
    def typed(self) -> str | None:
        """The day in ISO form."""
        return self.value.data.isoformat() if self.value.data else None


#: What changes -> its form.
CHANGE_FORMS: Mapping[str, type[ChangeForm]] = {
    "service_number": NumberForm,
    "rank": RankForm,
    "sex": SexForm,
    "born_on": BirthForm,
}


class UndoMergeForm(KeyedForm):
    """Why a merge is taken back."""

    reason = LinesField(
        _l("Why the merge is undone"),
        [needed(_l("Write why the merge is undone."))],
        longest=LONGEST_REASON,
        description=_l("It stands in the history of both."),
    )
    two_persons = BooleanField(
        _l("They are two persons"),
        default=True,
        description=_l(
            "The pair is not offered again as one person. Leave it empty if somebody must still decide, for example "
            "when the wrong record was kept."
        ),
    )


class ReissueForm(KeyedForm):
    """Which certificates are issued anew, with the name as it stands now."""

    chosen = SelectMultipleField(_l("Certificates"), validate_choice=False)

    def validate_chosen(self, field: Field) -> None:
        """At least one."""
        if not field.data:
            raise ValidationError(_("Tick the certificates to be issued anew."))


class OfferForm(VersionedForm):
    """To which State a person is offered, and why."""

    to_state = SelectField(_l("State"), [needed(_l("Choose the State."))])
    reason = LinesField(
        _l("Why they go over"),
        [needed(_l("Write why the person goes over to the other State."))],
        longest=LONGEST_REASON,
        description=_l("The other State reads this. Write nothing that it need not know."),
    )

    def offer(self, names: Iterable[tuple[str, str]]) -> None:
        """Put into the list the States there are, but for the person's own."""
        self.to_state.choices = [
            SelectChoice("", _("Choose a State")),
            *(SelectChoice(code, name) for code, name in names),
        ]


class AcceptForm(KeyedForm):
    """The service number that an offered person has from now on."""

    service_number = TextField(
        _l("Service number in your State"),
        [needed(_l("Write the service number that your State gives the person."))],
        longest=LONGEST["service_number"],
        description=_l("The number of the other State does not come along."),
        render_kw={"autocomplete": "off"},
    )


class DeclineForm(KeyedForm):
    """Why an offer is declined."""

    reason = LinesField(
        _l("Why not"),
        [needed(_l("Write why you decline."))],
        longest=LONGEST_REASON,
        description=_l("The State that offers the person reads this."),
    )


class WithdrawOfferForm(KeyedForm):
    """An offer taken back before it is answered."""

    remark = TextField(_l("Why it is taken back"), longest=LONGEST_REASON, description=_l("May be left empty."))
