"""What the pages share: the blueprint, a rule in words, what binds a rotation."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from babel import Locale
from flask import Blueprint
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

from trainingapp.accounts.identity import current_identity
from trainingapp.curricula import queries as curricula
from trainingapp.forces.reference import load_words
from trainingapp.forces.rules import CATEGORIES, COMPONENTS
from trainingapp.kit.clock import today
from trainingapp.kit.words import N_
from trainingapp.people.ranks import BANDS
from trainingapp.requirements import queries
from trainingapp.requirements.coherence import categories_of
from trainingapp.requirements.queries import granted
from trainingapp.requirements.rules import COMPONENT_OF, Rule, statement_on
from trainingapp.requirements.waiving import STANDINGS as WAIVER_STANDINGS
from trainingapp.requirements.waiving import reviewed_by
from trainingapp.states.rules import MISSION_FLAGS

bp = Blueprint("requirements", __name__, template_folder="../templates", url_prefix="/requirements")

#: Where a rule stands on a day, with a colour and a symbol beside it.
STANDINGS = {
    "upcoming": (N_("To come"), "info", "calendar"),
    "in_force": (N_("Holds"), "good", "circle-check"),
    "ended": (N_("Ended"), "quiet", "history"),
}


def language() -> str:
    """The reader's language."""
    return str(get_locale() or "en")


@bp.app_template_global()
def language_name(code: str) -> str:
    """What a language is called in the reader's own."""
    return str(Locale.parse(code).get_display_name(language()) or code)


def standing_of(rule: Rule, day: date) -> str:
    """A key of STANDINGS."""
    if day < rule.holds_from:
        return "upcoming"
    return "ended" if rule.holds_through is not None and day > rule.holds_through else "in_force"


@dataclass(frozen=True)
class InWords:
    """A rule as people read it: of whom, where, by when, and which completions are taken."""

    who: str
    where: str
    when: str
    what: str


@bp.app_template_global()
def rule_in_words(rule: Rule) -> InWords:
    """The rule in the reader's language."""
    return InWords(_who(rule), _where(rule), _when(rule), _what(rule))


def _who(rule: Rule) -> str:
    parts = [
        _listed(_(CATEGORIES.get(code, code)) for code in sorted(rule.categories)),
        _listed(_(COMPONENTS.get(code, code)) for code in sorted(rule.components)),
        _listed(_word(code) for code in sorted(rule.functions)),
        _listed(_(BANDS.get(code, code)) for code in sorted(rule.rank_bands)),
        _("Tactical decision makers") if rule.decision_makers_only else "",
    ]
    return "; ".join(part for part in parts if part) or _("Everybody")


def _where(rule: Rule) -> str:
    parts = [
        _listed(sorted(rule.missions)),
        _("Missions with the flag: %(flag)s", flag=_(MISSION_FLAGS.get(rule.mission_flag, rule.mission_flag)))
        if rule.mission_flag
        else "",
        _listed(_word(code) for code in sorted(rule.unit_types)),
    ]
    return "; ".join(part for part in parts if part) or _("All missions")


def _when(rule: Rule) -> str:
    if rule.due == "arrival":
        return str(ngettext("From %(num)d day after arrival on", "From %(num)d days after arrival on", rule.due_days))
    if rule.due == "end":
        return str(ngettext("On the last day of the tour", "In the last %(num)d days of the tour", rule.due_days))
    return str(_("At deployment, and through the tour"))


def _what(rule: Rule) -> str:
    parts = []
    if rule.versions:
        parts.append(_("versions %(labels)s", labels=_listed(sorted(rule.versions))))
    if rule.counts_days is not None:
        words = ngettext("counts for %(num)d day at most", "counts for %(num)d days at most", rule.counts_days)
        parts.append(words)
    return "; ".join(parts)


def _word(code: str) -> str:
    words = load_words().get(code, {})
    return words.get(language()) or _(words.get("en", code))


def _listed(words: Iterable[str]) -> str:
    return ", ".join(words)


def curriculum_titles() -> dict[str, str]:
    """Code -> title in the reader's language of every curriculum. One statement."""
    return {one.code: one.title_in(language()) for one in curricula.overview(today())}


@bp.app_template_global()
def binding_of(rotation: Any) -> dict[str, Any]:
    """What beside rules binds a rotation (RotationFacts): the statement of unit requirements it was deployed under, and
    the waivers that whoever reads may see. Four statements."""
    identity = current_identity()
    statement = statement_on(
        queries.statements(),
        mission=rotation.mission_code,
        unit_type=rotation.unit_type_code,
        day=rotation.deploys_on,
    )
    return {
        "statement": statement,
        "waivers": granted.waivers_of(identity.scope("waivers.see"), rotation.id, as_of=today()),
        "standings": WAIVER_STANDINGS,
        "may_grant": may_grant(rotation),
    }


@bp.app_template_global()
def may_bind(rule: Rule, component: str) -> bool:
    """Whether a rule can bind anybody in a unit of this component."""
    return any(COMPONENT_OF[category] == component for category in categories_of(rule))


def may_grant(rotation: Any) -> bool:
    """Whether the reader may waive requirements of a rotation: a reviewer of its component, before its tour is over."""
    identity = current_identity()
    return (
        identity.scope("waivers.grant").reaches(rotation.state_code, rotation.mission_code)
        and rotation.component in reviewed_by(identity)
        and rotation.ends_on >= today()
    )
