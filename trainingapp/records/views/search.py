"""One search over everything a reader may see: people, rotations, certificates, units."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import render_template, request
from flask_babel import get_locale

from trainingapp.accounts.identity import current_identity
from trainingapp.accounts.readings import looked_at
from trainingapp.accounts.rules import Identity
from trainingapp.certificates import queries as certificates
from trainingapp.forces import queries as forces
from trainingapp.kit.clock import today
from trainingapp.kit.policy import requires
from trainingapp.records import queries
from trainingapp.records.forms import SearchForm
from trainingapp.records.views import bp
from trainingapp.states import queries as states

#: Found things of each kind that are shown; whoever finds more types more.
MOST = 20
#: A part of a certificate's number that is worth looking for.
SHORTEST_NUMBER = 4


@dataclass(frozen=True)
class Answers:
    """What was found of one kind. None of a kind that the reader may not see."""

    rows: Any
    more: bool = False
    total: int | None = None

    def __len__(self) -> int:
        return len(self.rows)


@bp.route("/search", methods=["GET", "POST"], endpoint="search")
@requires("rotations.see")
def search() -> tuple[str, int]:
    """What answers a text, of each kind within the reader's scope for it. Twelve statements at most, none without one.

    Sent by POST: a name does not belong into an address.
    """
    identity = current_identity()
    form = SearchForm.from_request()
    found = _answers(identity, form.text.data, today()) if form.submitted() else {}
    named = identity.scope("people.see")
    people, held = (found[kind].rows if kind in found else () for kind in ("people", "certificates"))
    shown = {one.person.state_code for one in people}
    looked_at(
        [one.person.state_code for one in people]
        + [one.state_code for one in held if named.reaches(one.state_code) and not one.erased]
    )
    page = render_template(
        "records/search.html",
        form=form,
        typed=form.text.data or "",
        searched=request.method == "POST" and not form.errors,
        found=found,
        most=MOST,
        as_of=today(),
        state_names=states.state_names(str(get_locale()), shown) if shown else {},
        named=named,
    )
    return page, 422 if form.errors else 200


def _answers(identity: Identity, text: str, as_of: date) -> dict[str, Answers]:
    """Kind -> what was found, of the kinds that the reader may see."""
    found: dict[str, Answers] = {}
    people, rotations = identity.scope("people.see"), identity.scope("rotations.see")
    if people:
        found["people"] = Answers(*queries.find(people, text, as_of=as_of, most=MOST))
    if rotations:
        found["rotations"] = Answers(*forces.rotations_called(rotations, text, most=MOST))
        found["units"] = Answers(*forces.units_called(rotations, text, most=MOST))
    if scope := identity.scope("certificates.see"):
        page = None
        if len(text.strip()) >= SHORTEST_NUMBER and any(sign.isdigit() for sign in text):
            page = certificates.certificates(scope, as_of=as_of, filters=certificates.Filters(number=text), size=MOST)
        found["certificates"] = Answers(page.rows, page.total > MOST, page.total) if page else Answers(())
    return found
