"""The first page of whoever is signed in, and the first visit."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Flask, current_app, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from trainingapp.accounts.identity import current_identity, who_is_here
from trainingapp.accounts.rules import Identity
from trainingapp.curricula import queries as curricula
from trainingapp.curricula.queries import VersionFacts
from trainingapp.demo.views import files
from trainingapp.forces import queries as forces
from trainingapp.forces.queries import Filters
from trainingapp.journal import queries as journal
from trainingapp.journal import verified
from trainingapp.kit.clock import now, today
from trainingapp.kit.db import transaction
from trainingapp.kit.forms import Form
from trainingapp.visits import actions, queries
from trainingapp.visits.rules import Step, visit_of
from trainingapp.web import standing, waiting
from trainingapp.web.waiting import Task

#: Rotations in a list of the first page; the whole list is a link away.
MOST = 10
#: Lines of the heat table of the first page.
WORST = 8


def today_page(identity: Identity) -> str:
    """The first page of somebody who is signed in: what waits, then where things stand.

    A fixed number of statements for each role, however many rotations, people and accounts there are.
    """
    as_of = today()
    sees_gaps, records = identity.can("gaps.see"), identity.can("rosters.record")
    scope = identity.scope("gaps.see")
    found = standing.forces_of(identity, as_of) if sees_gaps else None
    recordable = _recordable(identity, as_of) if records and not sees_gaps else None
    versions = _versions(as_of) if identity.can("curricula.edit") or identity.can("curricula.publish") else None
    tasks = list(_tasks(identity, found, recordable, versions, as_of))
    if not queries.has_ended_visit(identity.public_id):
        g.visit_begins = True
    settings = current_app.config["SETTINGS"]
    return render_template(
        "web/home.html",
        identity=identity,
        as_of=as_of,
        most=MOST,
        worst=WORST,
        tasks=[task for task in tasks if not task.news],
        news=[task for task in tasks if task.news],
        everywhere=sees_gaps and scope.everything,
        several_states=len(scope.states) != 1,
        forces=found,
        records=records,
        recordable=recordable.rows if recordable is not None else None,
        versions=versions,
        sample_files=files() if records and settings.demo else (),
        administration=_administration() if identity.can("accounts.see") else None,
        verified=verified.last(settings.data_dir) if identity.can("accounts.see") else None,
        is_operator_told=identity.can("letters.send"),
    )


def _tasks(
    identity: Identity,
    found: standing.Forces | None,
    recordable: Any,
    versions: list[VersionFacts] | None,
    as_of: date,
) -> Iterator[Task]:
    if found is not None:
        yield from waiting.of_rotations(found)
    if recordable is not None:
        yield from waiting.of_rotations_to_record(recordable)
    if identity.can("completions.confirm") or identity.can("rosters.record"):
        yield from waiting.of_recording(identity)
    if identity.can("sessions.confirm"):
        yield from waiting.of_sessions(identity)
    if identity.can("people.merge"):
        yield from waiting.of_people(identity)
    if identity.can("accounts.manage"):
        yield from waiting.of_accounts(identity, now())
    if identity.can("attestations.prepare") or identity.can("attestations.sign"):
        yield from waiting.of_own_certifications(identity)
    if identity.can("attestations.review"):
        yield from waiting.of_reviewed_certifications(identity, as_of)
    if identity.can("letters.send"):
        yield from waiting.of_letters()
    if identity.can("readings.see"):
        yield from waiting.of_readings(identity, as_of)
    if identity.can("priorities.decide"):
        yield from waiting.of_priorities(identity)
    if identity.can("curricula.publish"):
        yield from waiting.of_reviews()
    if versions is not None:
        yield from waiting.of_curricula(versions, as_of)


def _recordable(identity: Identity, as_of: date) -> Any:
    """The rotations with a roll that the reader may record results for, the latest deployment first. 3 statements."""
    asked = Filters(phase="current", has_roll=True, preparing_days=waiting.preparing_days())
    return forces.rotations(identity.scope("rosters.record"), as_of=as_of, filters=asked, sort="-deploys_on", size=MOST)


def _versions(as_of: date) -> list[VersionFacts]:
    """The versions that count on a day or will, by curriculum, the newest first. One statement."""
    # To the end of time: an editor looks after what is coming, too.
    return [version for version in curricula.recordable(date.max) if version.standing(as_of) != "superseded"]


def _administration() -> Any:
    """The newest entry of the journal; None in a register that was never used. One statement."""
    return next(iter(journal.entries(states=None, most=1)), None)


# --- The first visit -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Guide:
    """A step of the visit as a page shows it above its content."""

    step: Step
    number: int
    of: int
    back: str | None
    on: str | None


class EndForm(Form):
    """Ends the visit."""


def end_visit() -> Response:
    """Show the first visit no more; it can be seen again from Help."""
    if EndForm.from_request().submitted():
        with transaction():
            actions.end_visit(current_identity().public_id, now())
        flash(_("The first visit is over. You can see it again from Help."))
    return redirect(url_for("web.home"))


def guide() -> Guide | None:
    """The step of the visit that belongs to the page being shown: named in its address, or the first for a newcomer.

    No statement.
    """
    asked = request.args.get("visit", 1 if g.get("visit_begins") else 0, type=int)
    identity = who_is_here() if asked else None
    if identity is None:
        return None
    steps = visit_of(identity)
    if not 0 < asked <= len(steps) or steps[asked - 1].endpoint != request.endpoint:
        return None

    def at(number: int) -> str | None:
        return url_for(steps[number - 1].endpoint, visit=number) if 0 < number <= len(steps) else None

    return Guide(steps[asked - 1], asked, len(steps), at(asked - 1), at(asked + 1))


def has_visit() -> bool:
    """Whether there is a visit for whoever is here."""
    identity = who_is_here()
    return identity is not None and bool(visit_of(identity))


def init_app(app: Flask) -> None:
    """Let every page show the step that belongs to it."""
    app.jinja_env.globals.update(guide=guide, has_visit=has_visit)
