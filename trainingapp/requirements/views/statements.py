"""Statements of unit requirements: by mission and kind of unit, with their versions, compared (R12)."""

from flask import render_template, request
from flask_babel import get_locale

from trainingapp.accounts.identity import current_identity
from trainingapp.kit.clock import today
from trainingapp.kit.errors import Absent
from trainingapp.kit.policy import requires
from trainingapp.requirements import queries
from trainingapp.requirements.comparing import KINDS, compared
from trainingapp.requirements.rules import Statement
from trainingapp.requirements.views.parts import STANDINGS, bp, curriculum_titles
from trainingapp.states.rules import holds_on


def standing_of(one: Statement) -> tuple[str, str, str]:
    """Where a version stands today: its word, a colour, a symbol."""
    day = today()
    if day < one.effective_from:
        return STANDINGS["upcoming"]
    held = holds_on(day, valid_from=one.effective_from, valid_through=one.through)
    return STANDINGS["in_force" if held else "ended"]


@bp.get("/statements")
@requires("requirements.see")
def statements() -> str:
    """Every version, by mission and kind of unit, the newest first. Two statements."""
    groups: dict[tuple[str, str], list[Statement]] = {}
    for one in queries.statements():
        groups.setdefault((one.mission, one.unit_type), []).insert(0, one)
    return render_template(
        "requirements/statements.html",
        groups=groups,
        standing_of=standing_of,
        may_edit=current_identity().can("requirements.edit"),
    )


@bp.get("/statements/<statement_id>")
@requires("requirements.see")
def statement(statement_id: str) -> str:
    """One version: what it asks for, and what it changed against another. Three statements."""
    every = queries.statements()
    found = next((one for one in every if one.public_id == statement_id), None)
    if found is None:
        raise Absent()
    family = [one for one in every if (one.mission, one.unit_type) == (found.mission, found.unit_type)]
    others = [one for one in family if one.public_id != statement_id]
    earlier = [one for one in others if one.effective_from < found.effective_from]
    asked = request.args.get("beside")
    beside = next((one for one in others if one.public_id == asked), None) or (earlier[-1] if earlier else None)
    return render_template(
        "requirements/statement.html",
        statement=found,
        standing=standing_of(found),
        family=family,
        beside=beside,
        changes=compared(beside, found) if beside else [],
        kinds=KINDS,
        titles=curriculum_titles(),
        language=str(get_locale() or "en"),
        may_edit=current_identity().can("requirements.edit") and found.through is None,
    )
