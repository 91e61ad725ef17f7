"""A grid as it is shown: a page of its rows, what stands in them, and every mistake with the way to its cell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import current_app, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from trainingapp.accounts.readings import looked_at
from trainingapp.accounts.rules import Identity
from trainingapp.curricula import queries as curricula
from trainingapp.curricula.queries import VersionFacts
from trainingapp.forces import queries as forces
from trainingapp.forces.queries import RotationFacts
from trainingapp.intake.forms.by_hand import GridForm
from trainingapp.intake.reports.by_hand import Grid, GridPerson, examine_grid
from trainingapp.kit.clock import today
from trainingapp.kit.pages import Page, page_number, page_of
from trainingapp.kit.words import Sentence
from trainingapp.rosters.block import Block
from trainingapp.rosters.grid import EMPTY, LETTERS, RESULT_LABELS, Cells
from trainingapp.rosters.queries import drafts
from trainingapp.rosters.queries.drafts import DraftFacts

#: Rows of the grid on a page. Nothing is lost between pages: each page keeps what was typed on it.
ROWS = 100
#: Mistakes listed above the grid.
MOST_MISTAKES = 60
#: What may be shown of the grid.
SHOWN = ("all", "mistakes", "typed", "empty")


@dataclass(frozen=True)
class Opened:
    """A draft with everything known of it."""

    draft: DraftFacts
    rotation: RotationFacts
    version: VersionFacts
    grid: Grid


@dataclass(frozen=True)
class Row:
    """A row of the grid as it is shown."""

    person: GridPerson
    cells: Cells
    said: Mapping[str, Sentence]
    #: empty, good, known or bad.
    state: str

    @property
    def was(self) -> str:
        """What stands in it, as one text."""
        return "\t".join(self.cells)


def open_draft(draft_id: str, identity: Identity) -> Opened:
    """Raises Absent. Seven statements."""
    scope = identity.scope("rosters.record")
    draft = drafts.draft(scope, draft_id, by=identity.public_id)
    rotation = forces.rotation(scope, draft.rotation_public_id, as_of=today())
    version = curricula.versions_by_id([draft.version_id])[draft.version_id]
    return Opened(draft, rotation, version, examine_grid(draft, rotation, version, scope=scope, today=today()))


def here(draft_id: str, form: GridForm, opened: Opened) -> str:
    """The page of the grid to go on with: the one asked for, or the same."""
    page, show = (form.to.data or "").partition(":")[::2]
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 10 else page_number()
    shown = show if show in SHOWN else shown_part()
    return url_for(
        "intake.by_hand_grid",
        draft_id=draft_id,
        page=number if number > 1 else None,
        show=shown if shown != "all" else None,
    )


def shown_part() -> str:
    wanted = request.args.get("show", "all")
    return wanted if wanted in SHOWN else "all"


def as_shown(cells: Cells) -> Cells:
    """The cells as the page shows them: a result by its word."""
    word = RESULT_LABELS.get(cells.result)
    return cells._replace(result=_(word)) if word else cells


def rows_of(opened: Opened) -> list[Row]:
    grid = opened.grid
    said: dict[int, dict[str, Sentence]] = {}
    for mistake in grid.checked.mistakes:
        said.setdefault(mistake.person_id, {}).setdefault(mistake.column, mistake.sentence)
    rows = []
    for person in grid.people:
        cells = grid.cells.get(person.public_id, EMPTY)
        state = (
            "empty"
            if cells.is_empty
            else "bad"
            if person.id in said
            else "known"
            if person.id in grid.checked.unchanged
            else "good"
        )
        rows.append(Row(person, cells, said.get(person.id, {}), state))
    return rows


_WANTED = {"all": ("empty", "good", "known", "bad"), "mistakes": ("bad",), "typed": ("good", "known", "bad")}


def grid_page(form: GridForm, opened: Opened, *, block: Block | None = None, placed: str | None = None) -> str:
    rows = rows_of(opened)
    show = shown_part()
    wanted = _WANTED.get(show, ("empty",))
    page: Page[Row] = page_of([row for row in rows if row.state in wanted], number=page_number(), size=ROWS)
    page = page.each(lambda row: replace(row, cells=as_shown(row.cells)))
    if request.method != "POST":
        form.completed_on.data = opened.draft.completed_on
    looked_at({opened.rotation.state_code: len(page.rows)}, object_kind="rotation", object_id=opened.rotation.public_id)
    everyone = [row for row in rows if row.state in wanted]
    place = {row.person.id: at // ROWS + 1 for at, row in enumerate(everyone)}
    return render_template(
        "intake/by_hand_grid.html",
        form=form,
        draft=opened.draft,
        rotation=opened.rotation,
        version=opened.version,
        grid=opened.grid,
        page=page,
        show=show,
        counts={state: sum(row.state == state for row in rows) for state in ("empty", "good", "known", "bad")},
        mistakes=_mistakes(rows, place, page.number),
        mistakes_total=sum(len(row.said) for row in rows),
        summary=summary(opened),
        block=block,
        placed=placed,
        letters=LETTERS,
        words={code: _(word) for code, word in RESULT_LABELS.items()},
        most_files=current_app.config["SETTINGS"].evidence_files,
        two_persons=current_app.config["SETTINGS"].two_persons_by_hand,
        columns={"result": _("Result"), "score": _("Score"), "day": _("Day")},
    )


def _mistakes(rows: Sequence[Row], place: Mapping[int, int], here: int) -> list[dict[str, Any]]:
    """The first mistakes, each with the cell it is about and the page on which that stands (None for this one)."""
    found = []
    for row in rows:
        for column, sentence in row.said.items():
            number = place.get(row.person.id)
            found.append(
                {
                    "person": row.person,
                    "column": column,
                    "cell": f"cell-{column or 'result'}-{row.person.public_id}",
                    "sentence": sentence,
                    "page": None if number == here else number or 1,
                    "elsewhere": number is None,
                }
            )
    return found[:MOST_MISTAKES]


def summary(opened: Opened) -> str:
    """How far the grid is, in one line."""
    checked = opened.grid.checked
    parts = [ngettext("%(num)s row can be recorded", "%(num)s rows can be recorded", len(checked.good))]
    if checked.bad:
        parts.append(ngettext("%(num)s has a mistake", "%(num)s have mistakes", len(checked.bad)))
    if checked.unchanged:
        parts.append(ngettext("%(num)s is known already", "%(num)s are known already", len(checked.unchanged)))
    return ", ".join(parts)
