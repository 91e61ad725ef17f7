"""What may be typed when the field asks training to teach something, and when it is decided."""

from collections.abc import Iterable, Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, SelectChoice, SelectField, ValidationError

from trainingapp.curricula.priorities import DECISIONS, RANKS
from trainingapp.kit.forms import DayField, KeyedForm, LinesField, TextField, needed

#: The longest reason, text and title that are kept.
LONGEST_REASON, LONGEST_TEXT, LONGEST_TITLE = 400, 4000, 160


class PriorityForm(KeyedForm):
    """What is asked for, by whom, how urgently."""

    whose = SelectField(_l("In the name of"), [needed(_l("Choose in whose name you ask."))])
    title = TextField(
        _l("What training should teach"),
        [needed(_l("Say in a few words what training should teach."))],
        longest=LONGEST_TITLE,
        description=_l("A few words, for example: counter-ambush at night."),
    )
    text = LinesField(
        _l("Why, and for whom"),
        [needed(_l("Say why it is needed, and who should learn it."))],
        longest=LONGEST_TEXT,
        description=_l("What happened, who needs it, what they must be able to do afterwards. No names of persons."),
    )
    rank = SelectField(_l("How urgent"), [needed()])
    asked_on = DayField(_l("Asked for on"), [needed(_l("Say on which day it was asked for."))])

    def offer(self, whose: Mapping[str, str]) -> None:
        """Put into the list in whose name this reader may ask: "mission MINUSCA" -> its name."""
        self.rank.choices = [SelectChoice(str(rank), _(RANKS[rank])) for rank in RANKS]
        pairs = [SelectChoice(code, name) for code, name in whose.items()]
        self.whose.choices = pairs if len(pairs) == 1 else [SelectChoice("", _("Choose")), *pairs]


class DecisionForm(KeyedForm):
    """What is decided about a priority, with what belongs to it."""

    decision = SelectField(_l("Decision"), [needed(_l("Choose what you decide."))])
    curriculum = SelectField(
        _l("Curriculum that is to teach it"), default="", description=_l("When you accept it, and know it already.")
    )
    version = SelectField(
        _l("Version that teaches it"), default="", description=_l("When a version reflects it: only that closes it.")
    )
    into = SelectField(_l("Other priority"), default="", description=_l("When you merge it into another one."))
    reason = LinesField(
        _l("Reason"), longest=LONGEST_REASON, description=_l("Read by whoever asked. Needed when you refuse it.")
    )

    def offer(
        self,
        decisions: Iterable[str],
        *,
        curricula: Mapping[str, str],
        versions: Mapping[str, str],
        others: Mapping[str, str],
    ) -> None:
        """Put into the lists what may be chosen now."""
        self.decision.choices = [
            SelectChoice("", _("Choose")),
            *(SelectChoice(one, _(DECISIONS[one])) for one in decisions),
        ]
        for field, pairs in ((self.curriculum, curricula), (self.version, versions), (self.into, others)):
            field.choices = [SelectChoice("", _("None")), *(SelectChoice(*pair) for pair in pairs.items())]

    def validate_version(self, field: Field) -> None:
        """A version reflects it, and nothing else does."""
        if self.decision.data == "reflected" and not field.data:
            raise ValidationError(_("Name the version that teaches it: nothing else reflects a priority."))

    def validate_into(self, field: Field) -> None:
        """Merged into something."""
        if self.decision.data == "merged" and not field.data:
            raise ValidationError(_("Choose the priority into which this one is merged."))

    def validate_reason(self, field: Field) -> None:
        """Whoever asked must hear why not."""
        if self.decision.data == "refused" and not field.data:
            raise ValidationError(_("Say why it is refused: whoever asked reads it."))
