"""Making and ending what is required: whom it would touch is shown before anything is kept."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from babel import Locale
from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from trainingapp.accounts.acting import Outcome, carried_out
from trainingapp.accounts.identity import current_identity
from trainingapp.curricula import queries as curricula
from trainingapp.forces import queries as forces
from trainingapp.forces.reference import load_words
from trainingapp.forces.rules import CATEGORIES, COMPONENTS
from trainingapp.kit.clock import now, today
from trainingapp.kit.ids import new_id
from trainingapp.kit.policy import requires
from trainingapp.kit.words import Sentence
from trainingapp.people.ranks import BANDS
from trainingapp.readiness.reports.touched import touched
from trainingapp.readiness.touched import Touched
from trainingapp.readiness.views.parts import language
from trainingapp.readiness.views.rule_form import EndRuleForm, LookedAtForm, Offered, RuleForm
from trainingapp.readiness.views.statement_form import StatementForm
from trainingapp.requirements import actions, queries
from trainingapp.requirements.actions import rules as rule_actions
from trainingapp.requirements.actions import statements as statement_actions
from trainingapp.requirements.coherence import already_asked, ended
from trainingapp.requirements.rules import Rule, Statement, in_order, rules_of
from trainingapp.states import queries as states
from trainingapp.states.rules import MISSION_FLAGS, UN_LANGUAGES

#: Courses for trainers, and inductions, which a rule asks of everybody who arrives: no statement names them.
_NOT_OF_UNITS = ("TOT-", "INDUCTION-")

bp = Blueprint("requiring", __name__, template_folder="../templates", url_prefix="/requirements")


@dataclass(frozen=True)
class Preview:
    """Whom the change would touch, and what else must be known before it is kept."""

    touched: Touched
    mandatory: bool
    #: A rule that asks as much already: the new one adds nothing.
    asked_by: Rule | None = None
    #: The first day, when it lies in the past.
    begins_before: date | None = None


@bp.route("/new", methods=["GET", "POST"])
@requires("requirements.edit", step_up=True)
def new_rule() -> Response:
    """Make a rule. About twenty-five statements, and two for every fifty rotations it touches."""
    form = RuleForm.from_request(holds_from=today())
    form.offer(_offered())

    def look() -> tuple[Sequence[Sentence], Preview]:
        rule, standing = form.rule, queries.rules()
        found = touched(_scope(), standing, [*standing, rule], mandatory=rule.mandatory, as_of=today())
        begins = rule.holds_from if rule.holds_from < today() else None
        beside = already_asked(rule, standing)
        return rule_actions.problems_of(rule), Preview(found, rule.mandatory, beside, begins)

    def keep() -> str:
        return actions.add_rule(form.rule, by=current_identity(), now=now())

    return _looked_at(
        form,
        look,
        keep,
        template="readiness/new_rule.html",
        done=_("The rule is kept. It binds rotations that deploy from its first day on."),
        onwards=lambda code: url_for("requirements.rule", rule_code=code),
    )


@bp.route("/<rule_code>/end", methods=["GET", "POST"])
@requires("requirements.edit", step_up=True)
def end_rule(rule_code: str) -> Response:
    """End a rule. About twenty statements, and two for every fifty rotations it touches."""
    rule = queries.own_rule(rule_code)
    form = EndRuleForm.from_request(last_day=today())

    def look() -> tuple[Sequence[Sentence], Preview]:
        last = form.last_day.data or today()
        standing = queries.rules()
        after = [ended(one, last) if one.code == rule_code else one for one in standing]
        found = touched(_scope(), standing, after, mandatory=rule.mandatory, as_of=today())
        return rule_actions.ending_problems(rule, last, today=today()), Preview(found, rule.mandatory)

    def keep() -> str:
        return actions.end_rule(
            rule_code,
            last_day=form.last_day.data or today(),
            reason=form.reason.data or "",
            by=current_identity(),
            now=now(),
            today=today(),
        )

    return _looked_at(
        form,
        look,
        keep,
        template="readiness/end_rule.html",
        done=_("Ended. Rotations that deploy after its last day are not bound."),
        onwards=lambda code: url_for("requirements.rule", rule_code=code),
        rule=rule,
    )


@bp.route("/statements/new", methods=["GET", "POST"])
@requires("requirements.edit", step_up=True)
def new_statement() -> Response:
    """State what a mission asks of a kind of unit: a first version, or the next. As many statements as a rule."""
    standing = queries.statements()
    earlier = next((one for one in standing if one.public_id == request.args.get("after")), None)
    form = StatementForm.from_request(**_next(earlier), effective_from=today())
    titles = _titles()
    form.offer(
        missions=_missions(),
        unit_types={code: _word(code) for code, _label, _strength in forces.unit_types()},
        languages={code: str(Locale.parse(code).get_display_name(language())) for code in UN_LANGUAGES},
        curricula={code: f"{code}: {title}" for code, title in titles.items() if not code.startswith(_NOT_OF_UNITS)},
        functions=_functions(),
    )
    made = new_id()

    def look() -> tuple[Sequence[Sentence], Preview]:
        one, own = form.statement(made), queries.own_rules()
        problems = statement_actions.problems_of(one, known=queries.known(), standing=standing, own_rules=own)
        before = [*own, *_lines(standing)]
        found = touched(_scope(), before, [*own, *_lines([*standing, one])], mandatory=True, as_of=today())
        begins = one.effective_from if one.effective_from < today() else None
        return problems, Preview(found, True, begins_before=begins)

    def keep() -> str:
        return actions.state_requirements(form.statement(made), by=current_identity(), now=now())

    return _looked_at(
        form,
        look,
        keep,
        template="readiness/new_statement.html",
        done=_("The statement is kept. It binds rotations that deploy from its first day on."),
        onwards=lambda public_id: url_for("requirements.statement", statement_id=public_id),
        earlier=earlier,
    )


def _looked_at(
    form: LookedAtForm,
    look: Callable[[], tuple[Sequence[Sentence], Preview]],
    keep: Callable[[], str],
    *,
    template: str,
    done: str,
    onwards: Callable[[str], str],
    **more: Any,
) -> Response:
    """The page: the form, and once it is right, whom it would touch; kept when what was looked at is sent again."""
    preview: Preview | None = None
    made = Outcome(form)
    changed = False
    if form.submitted():
        changed = form.has_changed_since
        if form.was_looked_at:
            made = carried_out(form, keep)
            if made.answer is not None:
                flash(done, "success")
                return redirect(onwards(made.answer))
        problems, preview = look()
        if problems:
            form.form_errors += [said.through(_) for said in problems if said.through(_) not in form.form_errors]
            preview = None
        form.seen.data = form.fingerprint if preview else ""
    names = states.state_names(language(), preview.touched.states) if preview and preview.touched.states else {}
    page = render_template(template, form=form, preview=preview, changed=changed, names=names, titles=_titles(), **more)
    return make_response(page, made.status)


def _scope() -> Any:
    return current_identity().scope("gaps.see")


def _lines(statements: Sequence[Statement]) -> list[Rule]:
    return [rule for one in in_order(statements) for rule in rules_of(one)]


def _next(earlier: Statement | None) -> dict[str, Any]:
    """What the form of the next version begins with."""
    if earlier is None:
        return {"version": 1}
    values: dict[str, Any] = {
        "mission": earlier.mission,
        "unit_type": earlier.unit_type,
        "version": earlier.version + 1,
        "headcount": earlier.headcount,
        "language": earlier.language,
        "everybody": [line.curriculum for line in earlier.lines if not line.functions],
    }
    place = 1
    for line in earlier.lines:
        for nth, function in enumerate(sorted(line.functions)):
            values |= {f"curriculum_{place}": line.curriculum, f"function_{place}": function}
            values |= {} if nth else {f"persons_{place}": line.persons}
            place += 1
    return values


def _missions() -> dict[str, str]:
    """Every mission, those that are open first; the others say so: a rule may look back. Two statements."""
    still = states.mission_codes(open_on=today())
    others = (code for code in states.mission_codes() if code not in still)
    return {code: code for code in still} | {code: _("%(mission)s (not open today)", mission=code) for code in others}


def _titles() -> dict[str, str]:
    return {one.code: one.title_in(language()) for one in curricula.overview(today())}


def _word(code: str) -> str:
    words = load_words().get(code, {})
    return words.get(language()) or _(words.get("en", code))


def _functions() -> dict[str, str]:
    return dict(sorted(((code, _word(code)) for code in queries.known().functions), key=lambda one: one[1]))


def _offered() -> Offered:
    return Offered(
        curricula={code: f"{code}: {title}" for code, title in _titles().items()},
        categories={code: _(words) for code, words in CATEGORIES.items()},
        components={code: _(words) for code, words in COMPONENTS.items()},
        functions=_functions(),
        rank_bands={code: _(words) for code, words in BANDS.items()},
        unit_types={code: _word(code) for code, _label, _strength in forces.unit_types()},
        missions=_missions(),
        flags={code: _(words) for code, words in MISSION_FLAGS.items()},
    )
