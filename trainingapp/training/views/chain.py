"""The page of what stands behind a completion, and so behind a certificate."""

from collections.abc import Iterator

from flask import render_template
from flask_babel import get_locale

from trainingapp.accounts.identity import current_identity
from trainingapp.accounts.readings import looked_at
from trainingapp.completions import queries as completions
from trainingapp.completions.rules import RESULTS
from trainingapp.forces import queries as forces
from trainingapp.kit.policy import requires
from trainingapp.states import queries as states
from trainingapp.training.qualifying import ROLES
from trainingapp.training.queries import chain as queries
from trainingapp.training.queries.chain import Link
from trainingapp.training.views import bp


@bp.get("/chain/<completion_id>")
@requires("people.see")
def chain(completion_id: str) -> str:
    """The session, who taught, and the courses behind them, as far as they are known. About ten statements a level."""
    identity = current_identity()
    scope = identity.scope("people.see")
    told = completions.one(scope, completion_id)
    link = queries.behind(identity, told.id)
    looked_at([told.state_code, *_shown(link)], object_kind="person", object_id=told.person_public_id)
    return render_template(
        "training/chain.html",
        told=told,
        person=forces.person(scope, told.person_public_id),
        link=link,
        results=RESULTS,
        roles=ROLES,
        names=states.state_names(str(get_locale())),
    )


def _shown(link: Link) -> Iterator[str]:
    """The State of each trainer who is shown by name."""
    for one in link.trainers:
        if one.teaching.person is not None:
            yield one.teaching.state_code
        for course in one.courses:
            yield from _shown(course)
