"""What may be typed about needs, about emerging contributors, and when a bulletin is published."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import cast

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, RadioField, SelectChoice, SelectField
from wtforms.validators import AnyOf, NumberRange, Optional

from trainingapp.bulletins.actions import NewNeed
from trainingapp.bulletins.rules import ENDS, LANGUAGES, MOST_NUMBERS, MOST_PERSONS
from trainingapp.kit.forms import DayField, KeyedForm, LinesField, QueryForm, WholeField, needed

#: The longest reason and remark that are kept.
LONGEST = 400


def _choices(pairs: Mapping[str, str], first: str | None = None) -> list[SelectChoice]:
    found = [SelectChoice(code, label) for code, label in pairs.items()]
    return found if len(found) == 1 else [SelectChoice("", _("Choose") if first is None else first), *found]


def _persons(label: object, message: object, *, description: object = "", least: int = 0) -> WholeField:
    said = _l("Write a whole number from %(least)s to %(most)s.", least=least, most=MOST_PERSONS)
    return WholeField(label, [needed(message), NumberRange(least, MOST_PERSONS, message=said)], description=description)


class NeedForm(KeyedForm):
    """What a State lacks, for which unit, by when."""

    state = SelectField(_l("Contributor"), [needed(_l("Choose for which State."))])
    mission = SelectField(_l("Mission"), [needed(_l("Choose the mission."))])
    unit_type = SelectField(_l("Kind of unit"), [needed(_l("Choose the kind of unit."))])
    curriculum = SelectField(_l("Training that is lacking"), [needed(_l("Choose the training."))])
    required = _persons(_l("Persons who must hold it"), _l("Say how many must hold it."), least=1)
    held = _persons(_l("Persons who hold it"), _l("Say how many hold it; 0 when nobody does."))
    women = WholeField(
        _l("Women among those who lack it"),
        [Optional(), NumberRange(0, MOST_PERSONS)],
        description=_l("As far as you know; leave both empty when you do not."),
    )
    men = WholeField(_l("Men among those who lack it"), [Optional(), NumberRange(0, MOST_PERSONS)])
    deploys_on = DayField(_l("Deploys on"), [needed(_l("Say on which day the unit deploys."))])
    language = SelectField(_l("Taught in"), [needed(_l("Choose a language."))])
    mandatory = BooleanField(
        _l("The mission asks for it"),
        description=_l("What the register's own rules ask for counts as mandatory without this."),
    )
    remark = LinesField(_l("Remark"), longest=LONGEST, description=_l("For the Secretariat only. No names of persons."))

    def offer(
        self,
        *,
        states: Mapping[str, str],
        missions: Iterable[str],
        unit_types: Mapping[str, str],
        curricula: Mapping[str, str],
    ) -> None:
        """Put into the lists what may be chosen."""
        self.state.choices = _choices(states)
        self.mission.choices = _choices({code: code for code in missions})
        self.unit_type.choices = _choices(unit_types)
        self.curriculum.choices = _choices(curricula)
        self.language.choices = _choices({code: _(name) for code, name in LANGUAGES.items()})

    def need(self) -> NewNeed:
        """What was said."""
        return NewNeed(
            state=self.state.data,
            mission=self.mission.data,
            unit_type=self.unit_type.data,
            curriculum=self.curriculum.data,
            required=cast(int, self.required.data),
            held=cast(int, self.held.data),
            women=self.women.data or 0,
            men=self.men.data or 0,
            deploys_on=cast(date, self.deploys_on.data),
            language=self.language.data,
            mandatory=bool(self.mandatory.data),
            remark=self.remark.data or "",
        )


class EndNeedForm(KeyedForm):
    """How a need ends."""

    kind = RadioField(_l("Why it ends"), [needed(_l("Choose why it ends."))])

    def offer(self) -> None:
        """Put the ways a need ends into the list."""
        self.kind.choices = [SelectChoice(kind, _(label)) for kind, label in ENDS.items()]


class EmergingForm(KeyedForm):
    """Which State is an emerging contributor, from when, and why."""

    state = SelectField(_l("Contributor"), [needed(_l("Choose the State."))])
    holds_from = DayField(_l("From"), [needed(_l("Say from which day on."))])
    reason = LinesField(
        _l("Reason"),
        [needed(_l("Say why: whoever reads the record later must understand it."))],
        longest=LONGEST,
        description=_l("For example: first contribution since 1995. No names of persons."),
    )

    def offer(self, states: Mapping[str, str]) -> None:
        """Put the States into the list."""
        self.state.choices = _choices(states)


class EndEmergingForm(KeyedForm):
    """Until when a State counts as emerging."""

    holds_through = DayField(_l("Last day"), [needed(_l("Say which day is the last."))])


class CandidatesForm(QueryForm):
    """Of which day, and which needs."""

    #: The chosen needs come with the address.
    beside = QueryForm.beside | {"need"}

    as_of = DayField(_l("As of"), description=_l("Year-month-day, or 25 Sep 2017."))
    mission = SelectField(_l("Mission"), default="")
    curriculum = SelectField(_l("Training that is lacking"), default="")

    def offer(self, missions: Iterable[str], curricula: Iterable[str]) -> None:
        """Put into the lists what there are needs for."""
        self.mission.choices = [SelectChoice("", _("All")), *(SelectChoice(one, one) for one in missions)]
        self.curriculum.choices = [SelectChoice("", _("All")), *(SelectChoice(one, one) for one in curricula)]


class PublishForm(KeyedForm):
    """The number of a bulletin, and what was looked at."""

    number = WholeField(_l("Number within the year"), [needed(_l("Say which number it has."))])
    seen = HiddenField()

    def offer(self, last: int) -> None:
        """Say what the number may be; the next one is proposed."""
        if last:
            self.number.description = _("The next one of this year.")
        else:
            said = _("The first one of this year. Carry on a count that was begun on paper: at most %(most)s.")
            self.number.description = said % {"most": MOST_NUMBERS}


class ConsentForm(KeyedForm):
    """Whether bulletins may name a State: only the button, and whether they might when it was looked at."""

    named = HiddenField(validators=[AnyOf(("yes", "no"), message=_l("Reload the page and send the form again."))])
