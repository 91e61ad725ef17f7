"""What the pages share: the blueprint, what the address asks, and where figures lead."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from typing import Any, Final

from flask import Blueprint, current_app, render_template, request, url_for
from flask_babel import get_locale
from markupsafe import Markup

from trainingapp.accounts.rules import Identity, Scope
from trainingapp.forces import queries as forces
from trainingapp.kit.clock import today
from trainingapp.kit.settings import Settings
from trainingapp.overviews.forms import OverviewForm, SaveViewForm
from trainingapp.overviews.reports import Asked
from trainingapp.overviews.rules import ASKED, kept
from trainingapp.readiness import reports
from trainingapp.readiness.colour import ColourRule
from trainingapp.readiness.coverage import Question
from trainingapp.readiness.remembered import Remembered
from trainingapp.readiness.rules import STRENGTHS
from trainingapp.states import queries as states_

#: Choices as they are drawn, 20 KB each.
CHOICES: Final = Remembered[Markup](64)

bp = Blueprint("overviews", __name__, template_folder="../templates", url_prefix="/overview")


@dataclass(frozen=True)
class Page:
    """What a page of figures is asked, for whom, and what every link from it carries on."""

    form: OverviewForm
    asked: Asked
    #: State -> its name in the reader's language, of the States that have rotations in scope.
    states: Mapping[str, str]
    #: Curriculum -> title.
    titles: Mapping[str, str]
    #: The arguments that other pages of figures are asked alike.
    keep: Mapping[str, str]
    #: Whose figures these are: one State's, one mission's, or none of the two.
    whose: str | None

    @property
    def as_of(self) -> date:
        """The day of judgement."""
        return self.asked.as_of

    @property
    def by_state(self) -> bool:
        """Whether several States stand on the page, so that they are told apart."""
        return len(self.states) > 1 and self.asked.question.state is None

    def gaps(self, endpoint: str, **more: str | None) -> str:
        """The address of a page of gaps on the same day, by the same evidence."""
        arguments: dict[str, Any] = {"as_of": self.as_of.isoformat(), "evidence": self.keep.get("evidence"), **more}
        return url_for(endpoint, **arguments)

    def rotations(self, *, show: str | None = None, phase: str | None = None) -> str:
        """Where the figures of this page are told rotation by rotation: of the State, of the mission, or of all.

        `show` narrows the list of all; with a phase, each is judged on the day it deploys.
        """
        question = self.asked.question
        about = {"phase": phase, "judged": "deployment" if phase else None}
        if question.state is not None:
            return self.gaps("readiness.state", state=question.state, **about)
        if question.mission is not None:
            return self.gaps("readiness.mission", mission=question.mission, **about)
        return self.gaps("readiness.rotations", show=show, **about)

    def narrowed(self, endpoint: str, **more: str) -> str:
        """The address of another page of this room, asked alike but for these."""
        arguments: dict[str, Any] = {"as_of": self.as_of.isoformat(), **self.keep, **more}
        return url_for(endpoint, **arguments)

    @cached_property
    def to_state(self) -> Callable[[str], str]:
        """Where a State's line leads: to its gaps, rotation by rotation."""
        return cache(lambda code: self.gaps("readiness.state", state=code))

    @property
    def to_rotation(self) -> Callable[..., str]:
        """Where a rotation's line leads: to who lacks what there."""
        return lambda public_id, **more: self.gaps("readiness.rotation", rotation_id=public_id, **more)


def page_asked(identity: Identity) -> Page:
    """What this request asks of a page of figures, within what its reader may see. Five statements.

    What cannot be chosen is refused, whether it is somebody else's or nobody's, and everything in scope is shown.
    """
    scope = identity.scope("gaps.see")
    states = states_.state_names(language(), forces.states_with_rotations(scope))
    missions = forces.missions_with_rotations(scope)
    titles = reports.curricula_in_order()
    unit_types = {code: label for code, label, _strength in forces.unit_types()}
    form = OverviewForm.from_request(as_of=today())
    form.offer(states=states, missions=missions, unit_types=unit_types, curricula=titles)
    right = form.validate()
    chosen = {name: form[name].data if not form[name].errors else None for name in ASKED}
    settings: Settings = current_app.config["SETTINGS"]
    question = Question(
        chosen["as_of"] or today(),
        settings.preparing_days,
        state=chosen["state"] or None,
        mission=chosen["mission"] or None,
        unit_type=chosen["unit_type"] or None,
        component=chosen["component"] or None,
        language=chosen["language"] or None,
        evidence=chosen["evidence"] or STRENGTHS[0],
    )
    keep = {name: str(chosen[name]) for name in ASKED if name != "as_of" and chosen[name]} if right else {}
    if request.args.get("as_of") and not form.as_of.errors:
        keep = {"as_of": question.as_of.isoformat(), **keep}
    asked = asked_of(settings, question, chosen["curriculum"] or None)
    return Page(form, asked, states, titles, keep, _whose(scope, question, states, missions))


def asked_of(settings: Settings, question: Question, curriculum: str | None) -> Asked:
    """A question with the policy settings that its answer depends on."""
    return Asked(question, curriculum, ColourRule(settings.amber_percent), settings.worse_days, settings.expiring_days)


def _whose(scope: Scope, question: Question, states: Mapping[str, str], missions: list[str]) -> str | None:
    """Whose figures these are: the State's or the mission's that was asked for, or else the only one in scope."""
    if question.state or question.mission:
        return states[question.state] if question.state else question.mission
    if scope.missions and not scope.states and len(missions) == 1:
        return missions[0]
    if scope.states and len(states) == 1:
        return next(iter(states.values()))
    return None


def save_form(page: str, keep: Mapping[str, str]) -> SaveViewForm:
    """The form that keeps this page as it was asked."""
    form = SaveViewForm(formdata=None, page=page, asked=kept(keep))
    form.offer()
    return form


def language() -> str:
    """The reader's language."""
    return str(get_locale() or "en")


def _choices(form: OverviewForm) -> Markup:
    """What can be chosen beside the day, drawn once for all who choose the same of the same: some hundred choices.

    What was refused is drawn with its refusal, and not remembered.
    """

    def drawn() -> Markup:
        return Markup(render_template("overviews/choices.html", form=form))

    if form.errors:
        return drawn()
    offered = ((field.data, *((one.value, one.label) for one in field.choices)) for field in form.selects)
    return CHOICES((language(), *offered), drawn)


def common(page: Page) -> dict[str, Any]:
    """What every template of this room is given."""
    return {
        "page": page,
        "form": page.form,
        "choices": _choices(page.form),
        "as_of": page.as_of,
        "today": today(),
        "keep": page.keep,
        "rule": page.asked.rule.in_words,
        "whose": page.whose,
        "settings": current_app.config["SETTINGS"],
    }
