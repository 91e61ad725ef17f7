"""The calendar of sessions: a month or a year on a page, and the same for a calendar program by a private address."""

import secrets
from datetime import timedelta
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from trainingapp.accounts.acting import carried_out
from trainingapp.accounts.identity import current_identity
from trainingapp.accounts.rules import token_sha256
from trainingapp.kit.clock import now, today
from trainingapp.kit.db import transaction
from trainingapp.kit.once import once
from trainingapp.kit.policy import accept, bearer, requires
from trainingapp.training import ical
from trainingapp.training.actions import feeds as actions
from trainingapp.training.forms.calendar import CalendarForm, FeedForm
from trainingapp.training.forms.sessions import LANGUAGES
from trainingapp.training.months import Period, read_period, weeks
from trainingapp.training.queries import feeds, listed, sessions
from trainingapp.training.queries.listed import Listed
from trainingapp.training.rules import STATUSES
from trainingapp.training.views import bp

PURPOSE = "calendar"

#: Days before today, and after it, of which a calendar program is told. [A]
BACK, AHEAD = timedelta(days=366), timedelta(days=2 * 366)


def init_app(app: Flask) -> None:
    """Say what the tokens of calendars open."""
    accept(app, PURPOSE, feeds.opened_by)


@bp.get("/calendar")
@requires("sessions.see")
def calendar() -> str:
    """The sessions of a month, by day, or of a year. Two statements."""
    form = CalendarForm.from_request()
    form.offer(institutions=sessions.choices().institutions)
    form.validate()
    asked = read_period(form.period.data or "") or Period(today().year, today().month)
    found = listed.between(
        asked.first,
        asked.last,
        language=form.language.data or None,
        institution=form.institution.data or None,
        kind=form.kind.data or None,
    )
    return render_template(
        "training/calendar.html",
        form=form,
        period=asked,
        before=asked.beside(-1),
        after=asked.beside(1),
        sessions=found,
        weeks=weeks(asked, found) if asked.month else [],
        today=today(),
        filtered=any((form.institution.data, form.kind.data, form.language.data)),
    )


@bp.route("/calendar/feed", methods=["GET", "POST"])
@requires("sessions.see")
def calendar_feed() -> Response | Answer:
    """The private address of one's calendar: whether there is one, and making a new one, which is shown once."""
    identity = current_identity()
    form = FeedForm.from_request()
    if not form.submitted():
        return _feed_page(form)
    token = secrets.token_urlsafe(32)
    fingerprint = token_sha256(token)
    with transaction():
        made = once(
            form.key.data,
            asked_by=identity.public_id,
            act="calendar.make_feed",
            now=now(),
            do=lambda: actions.make_feed(fingerprint, by=identity, now=now()),
        )
    if feeds.fingerprint_of(made) != fingerprint:
        flash(_("This address was made already, and is shown only once. If it was lost, make a new one."), "error")
        return redirect(url_for("training.calendar_feed"))
    base = current_app.config["SETTINGS"].base_url.rstrip("/")
    return _feed_page(FeedForm(formdata=None), url=base + url_for("training.calendar_file", token=token))


def _feed_page(form: FeedForm, *, url: str = "") -> Response:
    page = render_template(
        "training/calendar_feed.html",
        form=form,
        made=url,
        feeds=feeds.open_feeds(current_identity().public_id),
    )
    answer = make_response(page, 422 if form.errors and request.method == "POST" else 200)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.post("/calendar/feed/end")
@requires("sessions.see")
def end_calendar_feed() -> Answer:
    """End the private address now."""
    identity = current_identity()
    form = FeedForm.from_request()

    def end() -> None:
        actions.end_feed(by=identity, now=now())

    if carried_out(form, end, tell=lambda _late: flash(_("There is no private address any more."), "error")).done:
        flash(_("The address was ended. It answers nobody any more."), "success")
    return redirect(url_for("training.calendar_feed"))


@bp.get("/calendar/<token>/sessions.ics")
@bearer(PURPOSE)
def calendar_file(token: str) -> Response:
    """The sessions for a calendar program, without anybody's name. Four statements."""
    base = current_app.config["SETTINGS"].base_url.rstrip("/")
    content = ical.feed(
        listed.between(today() - BACK, today() + AHEAD),
        name=_("Peacekeeping training"),
        host=urlsplit(base).hostname or "register",
        now=now(),
        url=lambda one: base + url_for("training.session", session_id=one.public_id),
        told=_told,
    )
    answer = make_response(content)
    answer.headers["Content-Type"] = "text/calendar; charset=utf-8"
    answer.headers["Content-Disposition"] = "inline; filename=sessions.ics"
    answer.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


def _told(one: Listed) -> str:
    """A session in a few words, for a calendar program."""
    said: str = _(
        "Session %(number)s, %(by)s. %(language)s, %(places)s places. %(status)s.",
        number=one.number,
        by=one.delivered_by,
        language=_(LANGUAGES.get(one.language, one.language)),
        places=one.places,
        status=_(STATUSES[one.status]),
    )
    return said
