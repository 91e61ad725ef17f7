"""The cells of a heat table, made fast: a page has a thousand of them."""

from dataclasses import dataclass

from flask_babel import gettext as _
from markupsafe import Markup, escape

from trainingapp.kit.charts import heat_step
from trainingapp.kit.figures import grouped, percent


@dataclass(frozen=True, slots=True)
class HeatCell:
    """A cell of a heat table, ready to be shown: the step of its colour, its share, the numbers it was made of."""

    step: int
    share: str
    of: str
    url: str | None = None


class HeatCells:
    """Makes the cells of one page. What they share is translated once."""

    def __init__(self) -> None:
        self._of = f"<bdi>{escape(_('%(part)s of %(whole)s'))}</bdi>"

    def __call__(self, part: int, whole: int, url: str | None = None) -> HeatCell | None:
        """The cell; None where nobody is required."""
        if not whole:
            return None
        # Only digits and spaces go into the markup. Its own direction keeps the two from changing places.
        of = self._of % {"part": _ltr(grouped(part)), "whole": _ltr(grouped(whole))}
        return HeatCell(heat_step(part, whole) or 0, Markup(_ltr(percent(part, whole))), Markup(of), url)


def _ltr(figure: str) -> str:
    """A figure as markup that keeps its own direction inside right-to-left text."""
    return f'<bdi dir="ltr">{figure}</bdi>'
