"""The rules of a day, and one rule."""

from flask import render_template
from flask_babel import gettext as _

from trainingapp.accounts import queries as accounts
from trainingapp.accounts.identity import current_identity
from trainingapp.kit.clock import today
from trainingapp.kit.policy import requires
from trainingapp.requirements import queries
from trainingapp.requirements.forms.rules import RulesForm
from trainingapp.requirements.rules import flags_on
from trainingapp.requirements.views.parts import STANDINGS, bp, curriculum_titles, standing_of
from trainingapp.states import queries as states
from trainingapp.states.rules import holds_on


@bp.get("")
@requires("requirements.see")
def index() -> str:
    """Who must hold what, for rotations that deploy on a day: mandatory rules first. Five statements."""
    rules, flags = queries.own_rules(), queries.mission_flags()
    titles = curriculum_titles()
    form = RulesForm.from_request(as_of=today())
    named = sorted({rule.curriculum for rule in rules})
    form.offer([(code, f"{code}: {titles.get(code, code)}") for code in named], states.mission_codes())
    form.validate()
    day = form.as_of.data or today()
    mission, curriculum = form.mission.data or "", form.curriculum.data or ""
    carried = flags_on(flags, mission=mission, day=day)
    found = [
        rule
        for rule in rules
        if holds_on(day, valid_from=rule.holds_from, valid_through=rule.holds_through)
        and (not curriculum or rule.curriculum == curriculum)
        and (not mission or not rule.missions or mission in rule.missions)
        and (not mission or rule.mission_flag is None or rule.mission_flag in carried)
    ]
    return render_template(
        "requirements/index.html",
        form=form,
        day=day,
        mandatory=[rule for rule in found if rule.mandatory],
        recommended=[rule for rule in found if not rule.mandatory],
        coming=[rule for rule in rules if rule.holds_from > day and (not curriculum or rule.curriculum == curriculum)],
        titles=titles,
        narrowed=bool(mission or curriculum),
        may_edit=current_identity().can("requirements.edit"),
    )


@bp.get("/<rule_code>")
@requires("requirements.see")
def rule(rule_code: str) -> str:
    """One rule: who, where, when, what, its source, and how it was ended. Four statements."""
    found, ended = queries.own_rule(rule_code), queries.ends().get(rule_code)
    day = today()
    standing = standing_of(found, day)
    return render_template(
        "requirements/rule.html",
        rule=found,
        ended=ended,
        standing=STANDINGS[standing],
        titles=curriculum_titles(),
        accounts=accounts.names_of([ended.by] if ended else []),
        others=[one for one in queries.own_rules() if one.curriculum == found.curriculum and one.code != rule_code],
        day=day,
        severity=_("Mandatory: what is missing is a gap")
        if found.mandatory
        else _("Recommended: shown, and not counted"),
        may_end=current_identity().can("requirements.edit") and standing != "ended" and ended is None,
    )
