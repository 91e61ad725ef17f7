"""What may be typed about States that are listed in reports."""

from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectChoice, SelectField

from trainingapp.attestations.listing import REPORTS
from trainingapp.kit.forms import DayField, KeyedForm, LinesField, QueryForm, TextField, needed

LONGEST_SOURCE = 200
LONGEST_PLAN = 400


class ListingsForm(QueryForm):
    """Which listings to show, and for which day."""

    state = SelectField(_l("State"), default="")
    report = SelectField(_l("Report"), default="")
    show = SelectField(_l("Status"), default="")
    as_of = DayField(_l("As of"), description="")

    def offer(self, states: Mapping[str, str]) -> None:
        """Put into the lists what there is to be found."""
        self.state.choices = [SelectChoice("", _("All States")), *(SelectChoice(*one) for one in states.items())]
        self.report.choices = [SelectChoice("", _("Both")), *_reports()]
        self.show.choices = [
            SelectChoice("", _("All")),
            SelectChoice("listed", _("Listed on this day")),
            SelectChoice("over", _("Delisted by then")),
        ]


class ListingForm(KeyedForm):
    """A State is listed."""

    state = SelectField(_l("State"), [needed(_l("Choose the State."))])
    report = SelectField(_l("Report"), [needed(_l("Choose the report."))])
    listed_from = DayField(_l("Listed from"), [needed(_l("Say from which day on."))])
    source = TextField(
        _l("Source"),
        [needed(_l("Say where it is written."))],
        longest=LONGEST_SOURCE,
        description=_l("The report's symbol and paragraph, for example S/2017/249, annex."),
    )
    action_plan = LinesField(
        _l("Action plan"),
        longest=LONGEST_PLAN,
        description=_l("What the State has undertaken, and by when. Leave it empty while there is none."),
    )

    def offer(self, states: Mapping[str, str]) -> None:
        """Put the States and the reports into the lists."""
        self.state.choices = [SelectChoice("", _("Choose a State")), *(SelectChoice(*one) for one in states.items())]
        self.report.choices = [SelectChoice("", _("Choose a report")), *_reports()]


class EndListingForm(KeyedForm):
    """A State is no longer listed."""

    delisted_on = DayField(
        _l("Delisted on"),
        [needed(_l("Say on which day."))],
        description=_l("From this day on it is not listed. Year-month-day, or 25 Sep 2017."),
    )
    source = TextField(
        _l("Source"),
        [needed(_l("Say where it is written."))],
        longest=LONGEST_SOURCE,
        description=_l("The report's symbol and paragraph, for example S/2017/249, annex."),
    )


def _reports() -> list[SelectChoice]:
    return [SelectChoice(code, f"{code}: {_(words)}") for code, words in REPORTS.items()]
