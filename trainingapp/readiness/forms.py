"""What may be asked of the pages of gaps."""

from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectChoice, SelectField

from trainingapp.curricula.queries import VersionFacts
from trainingapp.curricula.rules import Decided, Validity
from trainingapp.kit.days import read_day
from trainingapp.kit.forms import DayField, KeyedForm, LinesField, QueryForm, WholeField, needed
from trainingapp.readiness.rules import STRENGTHS

#: A century: whoever writes more has slipped.
MOST_MONTHS = 1200
#: The longest reason that is kept.
LONGEST_REASON = 400

#: What stands in the address -> the phases it means.
PHASES = {
    "deployed": ("deployed",),
    "preparing": ("preparing",),
    "both": ("deployed", "preparing"),
    "soon": ("preparing",),
}


_PHASES = [
    SelectChoice("deployed", _l("Deployed on this day")),
    SelectChoice("both", _l("Deployed or preparing")),
    SelectChoice("preparing", _l("Preparing")),
]


#: The least evidence that is counted.
_EVIDENCE = [
    SelectChoice("self_declared", _l("Any, self-declared included")),
    SelectChoice("recorded", _l("At least recorded by who trained them")),
    SelectChoice("certified", _l("At least certified by the State")),
    SelectChoice("verified", _l("Verified by the Secretariat")),
]


class GapsForm(QueryForm):
    """On which day, and for which rotations."""

    as_of = DayField(_l("As of"), description=_l("Year-month-day, or 25 Sep 2017."))
    phase = SelectField(_l("Rotations"), choices=_PHASES, default="deployed")
    judged = SelectField(
        _l("Judged"),
        choices=[
            SelectChoice("day", _l("On this day")),
            SelectChoice("deployment", _l("On the day they deploy, if later")),
        ],
        default="day",
    )
    evidence = SelectField(_l("Evidence"), choices=_EVIDENCE, default=STRENGTHS[0])


class RotationsForm(GapsForm):
    """On which day, and which rotations, one by one: soon to deploy, lacking something, without a roll or results."""

    phase = SelectField(_l("Rotations"), default="deployed")
    show = SelectField(
        _l("Only"),
        choices=[
            SelectChoice("", _l("All of them")),
            SelectChoice("lacking", _l("With something missing")),
            SelectChoice("no_roll", _l("Without a roll")),
            SelectChoice("no_results", _l("With a roll, and no result")),
        ],
        default="",
    )

    def offer(self, *, urgent_days: int) -> None:
        """The phases, and those that deploy soon."""
        soon = SelectChoice("soon", _("Deploying within %(days)s days", days=urgent_days))
        self.phase.choices = [*_PHASES, soon]


class RotationForm(QueryForm):
    """On which day, and who lacks what."""

    beside = QueryForm.beside | {"names"}

    as_of = DayField(_l("As of"), description=_l("Year-month-day, or 25 Sep 2017."))
    lacking = SelectField(_l("Persons who lack"), default="")
    evidence = SelectField(_l("Evidence"), choices=_EVIDENCE, default=STRENGTHS[0])

    def check_evidence(self) -> None:
        """An evidence that there is not asks for any."""
        if self.evidence.data not in STRENGTHS:
            self.evidence.data = STRENGTHS[0]

    def offer(self, curricula: list[tuple[str, str]]) -> None:
        """The curricula that bind the rotation."""
        self.lacking.choices = [
            SelectChoice("", _l("Anything")),
            *(SelectChoice(code, title) for code, title in curricula),
        ]


class SupersessionForm(QueryForm):
    """From which day a version would be superseded, and through which one it would still count."""

    until = DayField(_l("Counts through"), description=_l("The last day of the transition; empty: the day before."))

    def check(self, version: VersionFacts) -> bool:
        """The days are right for this version."""
        if not self.validate():
            return False
        first, last = self["from"], self.until
        if first.data is not None and first.data <= version.effective_from:
            said = _("The version itself begins on %(day)s.", day=version.effective_from.isoformat())
            first.errors = [*first.errors, said]
        if first.data is not None and last.data is not None and last.data < first.data:
            last.errors = [*last.errors, _("It cannot stop counting before it is superseded.")]
        return not self.errors


# The name in the address is a word of Python's own.
setattr(SupersessionForm, "from", DayField(_l("Superseded from"), description=_l("Year-month-day, or 25 Sep 2017.")))


class ValidityForm(QueryForm):
    """For how long completions would count, from which day, and which of them."""

    kind = SelectField(
        _l("Completions count"),
        choices=[
            SelectChoice("months", _l("for so many months")),
            SelectChoice("rotation", _l("for one deployment, at most so many months")),
            SelectChoice("unlimited", _l("for ever")),
        ],
    )
    months = WholeField(_l("Months"), description=_l("Calendar months; leave it empty for “for ever”."))
    from_on = DayField(_l("From"), description=_l("Year-month-day, or 25 Sep 2017. Today or later."))
    reaches = SelectField(
        _l("Which completions"),
        choices=[
            SelectChoice("new", _l("those completed on that day or later")),
            SelectChoice("all", _l("these, and all that still count on that day")),
        ],
    )

    @property
    def is_asked(self) -> bool:
        """Whether the address asks for anything."""
        return any(field.raw_data for field in (self.kind, self.from_on, self.reaches))

    def decided(self, version: VersionFacts, today: date) -> Decided | None:
        """What would be decided; None when the fields do not say it, with the reason at the field."""
        if not self.validate():
            return None
        kind, months, day = self.kind.data, self.months.data, self.from_on.data
        if day is None:
            self.from_on.errors = [_("Say from which day on.")]
        elif day < today:
            self.from_on.errors = [_("What was said about past days stays as it was said: today or later.")]
        elif day < version.effective_from:
            self.from_on.errors = [_("The version itself begins on %(day)s.", day=version.effective_from.isoformat())]
        if kind == "unlimited" and months is not None:
            self.months.errors = [_("What counts for ever has no number of months: leave it empty.")]
        elif (kind == "months" and months is None) or (months is not None and not 0 < months <= MOST_MONTHS):
            self.months.errors = [_("Write a number of months from 1 to %(most)s.", most=MOST_MONTHS)]
        return None if self.errors or day is None else Decided(Validity(kind, months), self.reaches.data, day)


class DecideValidityForm(KeyedForm):
    """The same, as it was looked at, and why."""

    kind = HiddenField()
    months = HiddenField()
    from_on = HiddenField()
    reaches = HiddenField()
    reason = LinesField(
        _l("Reason"),
        [needed(_l("Write why: whoever reads the record later must understand it."))],
        longest=LONGEST_REASON,
        description=_l("It stands in the journal and on this page. No names of persons."),
    )

    def decided(self) -> Decided:
        """What was looked at. Raises ValueError for what this page never sent."""
        if self.reaches.data not in ("new", "all"):
            raise ValueError("no such reach")
        months = int(self.months.data) if self.months.data else None
        if months is not None and months > MOST_MONTHS:
            raise ValueError("too many months")
        return Decided(Validity(self.kind.data, months), self.reaches.data, read_day(self.from_on.data or ""))
