"""What may be chosen when a report is made."""

from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectChoice, SelectField

from trainingapp.kit.forms import DayField, KeyedForm, needed
from trainingapp.snapshots.rules import COUNTED, EDITIONS, KINDS, Subject


class ReportForm(KeyedForm):
    """Which report, about what, of which day, for whom."""

    kind = RadioField(_l("Report"), [needed(_l("Choose which report."))], default="gap")
    about = SelectField(_l("About"), [needed(_l("Choose what the report is about."))])
    as_of = DayField(_l("As of"), [needed(_l("Say of which day the figures are."))])
    evidence = SelectField(_l("Evidence"), [needed()], default="self_declared")
    edition = RadioField(_l("Edition"), [needed(_l("Choose for whom it is."))], default="inside")

    def offer(self, subjects: Mapping[str, Subject]) -> None:
        """Put into the list what the reader may make a report about: "state BGD" -> the subject."""
        words = {
            "gap": _("Gap report: who lacks what, by State, rotation and curriculum"),
            "readiness": _("Readiness report: who and which rotations are ready"),
        }
        self.kind.choices = [SelectChoice(kind, words[kind]) for kind in KINDS]
        self.evidence.choices = [SelectChoice(code, _(words)) for code, words in COUNTED.items()]
        self.edition.choices = [
            SelectChoice(code, f"{_(called)}. {_(meant)}") for code, (called, meant) in EDITIONS.items()
        ]
        groups = {"state": _("A Member State"), "mission": _("A mission")}
        # A reader who has many to choose from finds them under headings.
        grouped = len(subjects) > 9
        self.about.choices = [
            SelectChoice(code, one.name, optgroup=groups.get(code.partition(" ")[0]) if grouped else None)
            for code, one in subjects.items()
        ]
