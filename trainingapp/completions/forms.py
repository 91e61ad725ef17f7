"""What may be typed to correct a completion or to take it back."""

from collections.abc import Iterable

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, RadioField, SelectChoice, SelectField, ValidationError
from wtforms.validators import DataRequired

from trainingapp.completions.actions import Correction
from trainingapp.completions.rules import LONGEST_REASON, RESULTS
from trainingapp.curricula.catalogue import to_choose
from trainingapp.curricula.queries import VersionFacts
from trainingapp.kit.forms import DayField, KeyedForm, LinesField, TextField, needed
from trainingapp.kit.ids import new_id
from trainingapp.rosters.values import read_scores


def _reason() -> LinesField:
    return LinesField(
        _l("Reason"),
        [DataRequired(_l("Write why: whoever reads the record later must understand it."))],
        longest=LONGEST_REASON,
        description=_l("Kept with the record, and shown to whoever reads it."),
    )


class ReasonedForm(KeyedForm):
    """A form about one record that may have changed meanwhile."""

    reason: LinesField

    def anew(self) -> None:
        """Give the form another key: what was typed may now be sent about another record."""
        self.key.data = new_id()


class WithdrawalForm(ReasonedForm):
    """Why a completion is taken back."""

    reason = _reason()


class CorrectionForm(ReasonedForm):
    """What shall stand instead of a completion, and why."""

    version = SelectField(_l("Training"), [needed(_l("Choose the training."))])
    result = RadioField(_l("Result"), [needed(_l("Choose the result."))])
    score = TextField(_l("Score in percent"), longest=20, description=_l("From 0 to 100. Empty when there is none."))
    completed_on = DayField(_l("Completed on"), [needed(_l("Write the day on which the training was completed."))])
    reason = _reason()

    def offer(self, versions: Iterable[VersionFacts]) -> None:
        """Put into the lists what may be recorded."""
        self.version.choices = [
            SelectChoice(
                version.public_id, f"{version.code} {version.label}: {version.title}", optgroup=heading.through(_)
            )
            for heading, ones in to_choose(versions)
            for version in ones
        ]
        self.result.choices = [SelectChoice(code, _(word)) for code, word in RESULTS.items()]

    def validate_score(self, field: Field) -> None:
        """Read as in a file: `85`, `85 %`, `85,5`, `85/100`."""
        refused = read_scores([field.data or ""])[0].refused
        for _code, sentence in refused.values():
            raise ValidationError(sentence.through(_))

    def correction(self, versions: Iterable[VersionFacts]) -> Correction:
        """What was typed, as far as it can be read."""
        return Correction(
            version=next((version for version in versions if version.public_id == self.version.data), None),
            completed_on=self.completed_on.data,
            result=self.result.data if self.result.data in RESULTS else None,
            score=read_scores([self.score.data or ""])[0].meant.get(self.score.data or ""),
        )
