"""One's own record, for whoever holds the private link to it: no account, no way on, nobody else's name."""

from flask import Flask, Response, g, make_response, render_template

from trainingapp.accounts.readings import looked_at
from trainingapp.accounts.rules import THEMSELVES, holder_of
from trainingapp.forces import queries as forces
from trainingapp.kit.asked import AskedDay
from trainingapp.kit.clock import today
from trainingapp.kit.policy import accept, bearer
from trainingapp.records import queries, reports
from trainingapp.records.queries import OwnRecord
from trainingapp.records.reports import Whole
from trainingapp.records.views import bp
from trainingapp.records.views.people import shown
from trainingapp.records.views.transcripts import as_pdf

PURPOSE = "own record"


def init_app(app: Flask) -> None:
    """Say what the tokens of private links open."""
    accept(app, PURPOSE, queries.opened_by)


@bp.get("/own/<token>")
@bearer(PURPOSE)
def own(token: str) -> Response:
    """One's own record. 25 statements."""
    link, whole = _opened("page")
    asked = AskedDay(whole.as_of)
    page = render_template(
        "records/own.html", **shown(whole, asked, sessions=False), token=token, until=link.expires_at, alone=True
    )
    return _kept_private(make_response(page))


@bp.get("/own/<token>/transcript.pdf")
@bearer(PURPOSE)
def own_transcript(token: str) -> Response:
    """One's own transcript, to take away."""
    _link, whole = _opened("export")
    return _kept_private(as_pdf(whole))


def _opened(kind: str) -> tuple[OwnRecord, Whole]:
    link: OwnRecord = g.bearer
    # The page has nobody's name but one: not even that of an officer who tries the link while signed in.
    g.plain_shell = True
    holder = holder_of(link.state_code)
    person = forces.person(holder.scope("people.see"), link.person_id)
    looked_at(
        [person.state_code],
        object_kind="person",
        object_id=person.public_id,
        kind=kind,
        by=THEMSELVES,
        role=link.role,
    )
    return link, reports.whole(holder, person, as_of=today())


def _kept_private(answer: Response) -> Response:
    """Found by no search engine, kept by no browser, and no other page is told where the reader came from."""
    answer.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer
