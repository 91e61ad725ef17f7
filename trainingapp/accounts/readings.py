"""Who looked at people by name: noted by every page and file that shows some, written before the answer leaves.

A page calls `looked_at` with how many persons of each State it shows. When the page is made, and before it is sent, the
notes are written in a transaction of their own. When they cannot be written, the page is not sent: the reader gets a
sentence, status 503. No switch turns this off (trust rules 6 and 19, R71).
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import timedelta

import structlog
from flask import Flask, Response, current_app, g, request
from sqlalchemy.exc import SQLAlchemyError

from trainingapp.accounts.identity import ask_for_proof, who_is_here
from trainingapp.accounts.rules import Identity
from trainingapp.journal import actions as journal
from trainingapp.journal.queries import newest_readings_seal
from trainingapp.kit import clock
from trainingapp.kit.db import transaction
from trainingapp.kit.errors import Busy
from trainingapp.kit.policy import policy_of
from trainingapp.kit.words import say

log = structlog.get_logger(__name__)

#: Milliseconds that a page waits for a long recording on SQLite. A file of 50,000 rows holds the one lock for about
#: three seconds: whoever looks at people meanwhile waits for it, and is refused only when something is wrong.
PATIENCE = 8_000

#: Whoever looks without an account, as at a certificate that is checked.
VISITOR = "visitor"


class Unwritten(Busy):
    """The note of who looks could not be written, so nothing is shown."""

    sentence = say(
        "Who looks at people is written down before they are shown, and that could not be written just now. So nothing "
        "is shown. Nothing was changed: try again in a minute."
    )


def looked_at(
    persons: Mapping[str, int] | Iterable[str],
    *,
    object_kind: str = "",
    object_id: str = "",
    kind: str = "page",
    by: str | None = None,
    role: str = "",
) -> None:
    """Note that this answer shows people by name: how many of each State, or the State of each person.

    `object_kind` and `object_id` (a public id) say what the page is about: a rotation, a person, a batch, a
    certificate. `kind` is "export" for what leaves as a file. `by` and `role` are for pages that somebody opens without
    an account. Nobody shown, nothing noted. Costs nothing here; one statement when the answer leaves.
    Raises ProofNeeded for a file that names many (a setting), unless whoever takes it proved themselves a few minutes
    ago: call it before anything is changed.
    """
    counted = persons if isinstance(persons, Mapping) else Counter(persons)
    many = current_app.config["SETTINGS"].step_up_persons
    if kind == "export" and who_is_here() is not None and sum(counted.values()) > many:
        ask_for_proof()
    for state, count in sorted(counted.items()):
        if count:
            note = {"state_code": state, "persons": count, "kind": kind, "actor": by, "role": role}
            notes().append(note | {"object_kind": object_kind, "object_id": object_id})


def notes() -> list[dict[str, object]]:
    """What this answer has noted so far."""
    found: list[dict[str, object]] = g.setdefault("readings", [])
    return found


def init_app(app: Flask) -> None:
    """Write the notes of each answer before it leaves.

    Must come after every part that adds headers: what is registered last is asked first.
    """
    app.after_request(_keep)


def seal_when_due() -> int:
    """Seal the readings of the last hour (a setting), for the worker: gives how many, none while it is not time."""
    every = timedelta(minutes=current_app.config["SETTINGS"].readings_seal_minutes)
    last = newest_readings_seal()
    moment = clock.now()
    if last is not None and last.at <= moment < last.at + every:
        return 0
    with transaction():
        return journal.seal_readings(now=moment)


def _keep(response: Response) -> Response:
    noted = notes()
    shows_nobody = 300 <= response.status_code < 400 or response.status_code == 404 or response.status_code >= 500
    if not noted or shows_nobody:
        return response
    identity, now = who_is_here(), clock.now()
    page = str(request.endpoint)
    rows = [
        {
            **note,
            "at": now,
            "actor": note["actor"] or (identity.public_id if identity else VISITOR),
            "role": note["role"] if identity is None or note["actor"] else _role(identity, str(note["state_code"])),
            "page": page,
        }
        for note in noted
    ]
    noted.clear()
    try:
        with transaction(patience=PATIENCE):
            journal.note_readings(rows)
    except (Busy, SQLAlchemyError) as error:
        log.error("a reading could not be written", page=page, exc_info=error)
        response.close()
        return current_app.make_response(current_app.handle_user_exception(Unwritten()))
    return response


def _role(identity: Identity, state: str) -> str:
    """The grant by which somebody sees people of a State on this page, as the journal keeps it."""
    policy = policy_of(current_app, str(request.endpoint))
    asked = policy.permission if policy else None
    able = [grant for grant in identity.grants if asked is None or asked in grant.permissions]
    near = [grant for grant in able if state in grant.states] or able or list(identity.grants)
    return " ".join(part for part in (near[0].role, near[0].kind, near[0].code) if part) if near else ""
