"""What may be asked of the queue, and typed by whoever reviews, verifies and audits."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, HiddenField, RadioField, SelectChoice, SelectField, ValidationError
from wtforms.validators import NumberRange, Optional

from trainingapp.attestations.rules import KINDS
from trainingapp.attestations.sampling import OUTCOMES, PROOFS, USUAL, Finding
from trainingapp.attestations.verifying import ANSWERS, ITEMS, Answered
from trainingapp.attestations.verifying import KINDS as WAYS
from trainingapp.kit.forms import DayField, KeyedForm, LinesField, QueryForm, TextField, WholeField, needed
from trainingapp.kit.words import N_

#: The longest remark on one item or finding.
LONGEST: int = 400
#: Persons drawn at once, at most.
MOST: int = 500

#: What marks a certification in the queue.
MARKS: Mapping[str, str] = {
    "late": N_("Waits for long"),
    "again": N_("Returned twice or more"),
    "changed": N_("Evidence changed"),
    "listed": N_("State is listed"),
    "open": N_("Not verified"),
}
#: Who reviews it.
WHOSE: Mapping[str, str] = {"nobody": N_("Nobody yet"), "me": N_("Me"), "others": N_("Colleagues")}

#: Decision -> what it is called.
DECISIONS: Mapping[str, str] = {
    "accepted": N_("Accept it"),
    "returned": N_("Return it for correction"),
    "rejected": N_("Reject it for good"),
}


class QueueForm(QueryForm):
    """Which of those that wait."""

    kind = SelectField(_l("Kind"), default="")
    state = SelectField(_l("State"), default="")
    mission = SelectField(_l("Mission"), default="")
    whose = SelectField(_l("Reviewed by"), default="")
    mark = SelectField(_l("What to know"), default="")

    def offer(self, *, states: Mapping[str, str], missions: Iterable[str]) -> None:
        """What can be chosen: States and missions of what waits."""
        for field, choices, everything in (
            (self.kind, {code: _(word) for code, word in KINDS.items()}, _("All kinds")),
            (self.state, states, _("All States")),
            (self.mission, {code: code for code in missions}, _("All missions")),
            (self.whose, {code: _(word) for code, word in WHOSE.items()}, _("Anybody")),
            (self.mark, {code: _(word) for code, word in MARKS.items()}, _("All")),
        ):
            field.choices = [SelectChoice("", everything), *(SelectChoice(*one) for one in choices.items())]


class TakeForm(KeyedForm):
    """Who reviews it from now on."""

    reviewer = SelectField(_l("Reviewed by"), [needed(_l("Choose who reviews it."))])

    def offer(self, people: Sequence[tuple[str, str]]) -> None:
        """Whoever may review it: public id of the account, and name."""
        self.reviewer.choices = [SelectChoice(*one) for one in people]


class DecideForm(KeyedForm):
    """What is decided about it, with the reasons that its State reads."""

    #: How many steps there were when the page was opened: whoever decides has seen all of them.
    seen = HiddenField()
    decision = RadioField(_l("Decision"), [needed(_l("Choose what you decide."))], choices=[])
    remark = LinesField(
        _l("Reasons"),
        description=_l("Both sides read them. Needed when it is returned or rejected. No names of persons."),
    )

    def offer(self, decisions: Iterable[str]) -> None:
        """What may be decided now."""
        self.decision.choices = [SelectChoice(one, _(DECISIONS[one])) for one in decisions]

    def validate_remark(self, field: Field) -> None:
        """Whoever certified must hear why not."""
        if self.decision.data in ("returned", "rejected") and not field.data:
            raise ValidationError(_("Write why: the State reads it, and mends what you name."))


class RemarkForm(KeyedForm):
    """A remark on one line."""

    line = SelectField(_l("About"), [needed(_l("Choose what it is about."))])
    remark = LinesField(
        _l("Remark"), [needed(_l("Write your remark."))], description=_l("Both sides read it. No names of persons.")
    )

    def offer(self, lines: Sequence[tuple[str, str]]) -> None:
        """The lines of what was submitted: code and words."""
        self.line.choices = [SelectChoice(*one) for one in lines]


class VerifyForm(KeyedForm):
    """How it was verified, on which day, and what was found of each item."""

    kind = SelectField(_l("How"), [needed()])
    verified_on = DayField(_l("On"), [needed(_l("Say on which day."))])
    headcount = RadioField(_l("Headcount"), [Optional()], choices=[])
    headcount_remark = TextField(_l("What was found"), longest=LONGEST)
    language = RadioField(_l("Working language"), [Optional()], choices=[])
    language_remark = TextField(_l("What was found"), longest=LONGEST)
    functions = RadioField(_l("Functions"), [Optional()], choices=[])
    functions_remark = TextField(_l("What was found"), longest=LONGEST)
    curricula = RadioField(_l("Required training"), [Optional()], choices=[])
    curricula_remark = TextField(_l("What was found"), longest=LONGEST)
    remark = LinesField(_l("Remark"), description=_l("Both sides read it. No names of persons."))

    def offer(self, items: Sequence[str]) -> None:
        """The items that are asked of this certification; the others are left out."""
        self.kind.choices = [SelectChoice(code, _(word)) for code, word in WAYS.items()]
        self.items = tuple(items)
        for item in ITEMS:
            if item not in items:
                del self[item]
                del self[f"{item}_remark"]
            else:
                self[item].choices = [SelectChoice(code, _(word)) for code, word in ANSWERS.items()]

    @property
    def answers(self) -> dict[str, Answered]:
        """What was said of the items that were looked at."""
        return {
            item: Answered(self[item].data == "confirmed", self[f"{item}_remark"].data or "")
            for item in self.items
            if self[item].data in ("confirmed", "not_confirmed")
        }

    @property
    def day(self) -> date:
        """The day. Only for a form that is right."""
        return self.verified_on.data or date.min


class SampleForm(KeyedForm):
    """How many persons are drawn."""

    size = WholeField(
        _l("Persons to draw"),
        [needed(_l("Say how many.")), NumberRange(1, MOST, _l("Draw 1 to %(max)s persons."))],
        default=USUAL,
    )


class FindingsForm(KeyedForm):
    """What proofs showed of one person, curriculum by curriculum. Its fields are made by `findings_form`."""

    curricula: Sequence[str] = ()

    def found(self, person: str) -> list[Finding]:
        """What was said, of those curricula of which something was."""
        said = []
        for place, code in enumerate(self.curricula):
            outcome, proof, remark = (self[f"{name}_{place}"].data for name in ("outcome", "proof", "remark"))
            if outcome:
                said.append(Finding(person, code, proof or "none", outcome, remark or ""))
        return said


def findings_form(curricula: Sequence[str]) -> type[FindingsForm]:
    """A form with an outcome, a proof and a remark for each of these curricula."""
    outcomes = _choices({"": N_("Not looked at yet")} | {code: words[0] for code, words in OUTCOMES.items()})
    proofs = _choices({"": N_("Choose")} | dict(PROOFS))
    fields: dict[str, object] = {"curricula": tuple(curricula)}
    for place, code in enumerate(curricula):
        fields[f"outcome_{place}"] = SelectField(_("%(code)s: outcome", code=code), default="", choices=outcomes)
        fields[f"proof_{place}"] = SelectField(_("%(code)s: proof", code=code), default="", choices=proofs)
        fields[f"remark_{place}"] = TextField(_("%(code)s: remark", code=code), longest=LONGEST)
    return type("FindingsOf", (FindingsForm,), fields)


def _choices(words: Mapping[str, str]) -> list[SelectChoice]:
    return [SelectChoice(code, _(word)) for code, word in words.items()]
