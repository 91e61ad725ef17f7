"""What may be typed to decide about a version: returned, published, piloted, withdrawn."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectChoice

from trainingapp.curricula.forms.drafts import EditionForm
from trainingapp.kit.forms import DayField, KeyedForm, LinesField, needed


class TurnForm(EditionForm):
    """A step that needs nothing more: submitted, dropped."""


class ReturnForm(EditionForm):
    """Why a version is returned to its writers."""

    remark = LinesField(
        _l("What to mend"),
        [needed(_l("Write what is to be mended."))],
        description=_l("Its writers read this, and so does whoever looks at its history."),
    )


_FIRST = _l("First day")
_LAST = _l("Completions of the old version count through")
_LAST_HINT = _l("The last day of the transition. Empty: through the eve of the first day.")


class PublishForm(EditionForm):
    """Whether a version is published or tried out, and from which day on."""

    how = RadioField(
        _l("What it becomes"),
        [needed(_l("Choose what it becomes."))],
        choices=[
            SelectChoice("published", _l("Published: in force from its first day, in the place of the version before")),
            SelectChoice("pilot", _l("A pilot: tried out, and required of nobody")),
        ],
        default="published",
    )
    first_day = DayField(_FIRST, [needed(_l("Write the first day."))])
    counts_through = DayField(_LAST, description=_LAST_HINT)


class PublishPilotForm(KeyedForm):
    """From which day on a pilot is in force."""

    first_day = DayField(_FIRST, [needed(_l("Write the first day."))])
    counts_through = DayField(_LAST, description=_LAST_HINT)


class WithdrawForm(KeyedForm):
    """From which day on a version is withdrawn, and why."""

    from_on = DayField(_l("Withdrawn from"), [needed(_l("Write the day from which it is withdrawn."))])
    counts_through = DayField(
        _l("Its completions count through"), description=_l("Empty: through the eve of that day.")
    )
    reason = LinesField(
        _l("Why it is withdrawn"),
        [needed(_l("Write why it is withdrawn."))],
        longest=400,
        description=_l("Everyone who reads the version reads this."),
    )
