"""The page that is opened in the morning: how ready, what is missing, what got worse, what is coming."""

from dataclasses import dataclass
from typing import Any, Final

from flask import render_template
from flask_babel import gettext as _
from markupsafe import Markup

from trainingapp.accounts.identity import current_identity
from trainingapp.accounts.rules import Scope
from trainingapp.forces.rules import CATEGORIES
from trainingapp.kit.charts import Bar
from trainingapp.kit.clock import today
from trainingapp.kit.figures import grouped, percent
from trainingapp.kit.heat import HeatCell, HeatCells
from trainingapp.kit.policy import requires
from trainingapp.overviews.figures import Group
from trainingapp.overviews.places import Circle, WorldMap
from trainingapp.overviews.reports import Overview, around
from trainingapp.overviews.reports import overview as overview_of
from trainingapp.overviews.trend import trend
from trainingapp.overviews.views.parts import Page, bp, common, language, page_asked, save_form
from trainingapp.readiness.colour import COLOURS, TONES
from trainingapp.readiness.coverage import Tally, alphabetical
from trainingapp.readiness.remembered import Remembered
from trainingapp.readiness.work import keep_up

#: Where nobody is required.
NOBODY = Tally()
#: Lines of each short list; the whole is a link away.
MOST = 6
#: Drawn pages, about half a megabyte each.
FIGURES: Final = Remembered[Markup](32)


@bp.get("")
@requires("gaps.see")
def overview() -> str:
    """Readiness at a glance, of everything in scope, or of what was chosen of it. Ten statements, 14 for a new day."""
    identity = current_identity()
    keep_up()
    page = page_asked(identity)
    found = overview_of(identity.scope("gaps.see"), page.asked, by_state=page.by_state)
    return render_template(
        "overviews/overview.html",
        **common(page),
        found=found,
        figures=_figures(page, found, identity.scope("gaps.see")) if found.figures.deployed else None,
        save=save_form("overview", page.keep),
    )


def _figures(page: Page, found: Overview, scope: Scope) -> Markup:
    """The figures as they are shown, drawn once for all who ask the same: they name nobody, and hold no form.

    What they depend on is their key: the register, whose figures, what is asked, the links' own arguments, the
    reader's language, and today, which is drawn as a line.
    """
    key = (found.state, scope, page.asked, tuple(page.keep.items()), page.by_state, language(), today())
    return FIGURES(
        key, lambda: Markup(render_template("overviews/figures.html", **common(page), **_drawn(page, found)))
    )


def _drawn(page: Page, found: Overview) -> dict[str, Any]:
    figures = found.figures
    first, last = around(page.as_of)
    cell = HeatCells()
    groups = sorted(found.groups, key=lambda one: alphabetical(_label(page, one)))
    return {
        "found": found,
        "figures": figures,
        "most": MOST,
        "colours": COLOURS,
        "tones": TONES,
        "gaps": [
            Bar(page.titles.get(code, code), one.held, one.required, _by_curriculum(page, code), code)
            for code, one in figures.by_gap
        ],
        "heat_lines": [_heat_line(page, one, list(figures.curricula), cell) for one in groups],
        "labels": {one.key: _label(page, one) for one in found.groups},
        "trend": trend(found.whole, first=first, last=last, asked=page.as_of, today=today()),
        "places": _places(page, found.world, cell) if found.world else [],
        "categories": CATEGORIES,
        "corner": _("State") if page.by_state else _("Rotation"),
    }


def _label(page: Page, group: Group) -> str:
    return page.states[group.key] if page.by_state else group.rotations[0].deployment.code


def _by_curriculum(page: Page, code: str) -> str:
    """The same page, narrowed to one curriculum."""
    return page.narrowed("overviews.overview", curriculum=code)


def _heat_line(page: Page, group: Group, curricula: list[str], cell: HeatCells) -> dict[str, Any]:
    persons = group.persons
    url = page.to_state(group.key) if page.by_state else page.to_rotation(group.key)
    # Narrowed to one curriculum, its own column says the same.
    cells = [cell(persons.held, persons.required)] if page.asked.curriculum is None else []
    for code in curricula:
        counted = group.cells.get(code, NOBODY)
        lacking = counted.gap and not page.by_state
        to = page.to_rotation(group.key, lacking=code) if lacking else None
        cells.append(cell(counted.held, counted.required, to))
    return {"label": _label(page, group), "url": url, "cells": cells}


@dataclass(frozen=True, slots=True)
class Place:
    """A circle of the map as it is shown: what it is called, its figures as text and as a cell."""

    circle: Circle
    name: str
    title: str
    cell: HeatCell


def _places(page: Page, world: WorldMap, cell: HeatCells) -> list[Place]:
    """The circles with their words. Translated once: there are as many as States."""
    told = _("%(state)s: %(share)s, %(ready)s of %(persons)s")
    found = []
    for one in world.circles:
        name = page.states[one.code]
        figures = {
            "share": percent(one.ready, one.persons),
            "ready": grouped(one.ready),
            "persons": grouped(one.persons),
        }
        shown = cell(one.ready, one.persons, page.to_state(one.code))
        assert shown is not None
        found.append(Place(one, name, told % {"state": name, **figures}, shown))
    return found
