"""Private links to one's own record: giving one, listing them, ending one."""

import secrets
from datetime import timedelta

import segno
from flask import Response, current_app, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.wrappers import Response as Answer

from trainingapp.accounts.acting import carried_out
from trainingapp.accounts.identity import current_identity
from trainingapp.accounts.readings import looked_at
from trainingapp.accounts.rules import token_sha256
from trainingapp.forces import queries as forces
from trainingapp.kit.clock import now
from trainingapp.kit.db import transaction
from trainingapp.kit.errors import Absent
from trainingapp.kit.once import once
from trainingapp.kit.policy import requires
from trainingapp.people.queries import KnownPerson
from trainingapp.records import actions, queries
from trainingapp.records.forms import EndLinkForm, LinkForm
from trainingapp.records.views import bp


@bp.route("/people/<person_id>/links", methods=["GET", "POST"])
@requires("people.link")
def links(person_id: str) -> Response | Answer:
    """The private links of one person, and giving a new one, which is shown once. Four statements to show."""
    identity = current_identity()
    found = forces.person(identity.scope("people.link"), person_id)
    if found.erased:
        raise Absent()
    most = current_app.config["SETTINGS"].own_link_days
    form = LinkForm.from_request(days=most)
    form.allow(most)
    if not form.submitted():
        return _page(found, form)
    token = secrets.token_urlsafe(32)

    def make() -> str:
        made = token_sha256(token)
        return actions.make_link(found, token_sha256=made, days=form.days.data, by=identity, now=now())

    with transaction():
        made = once(form.key.data, asked_by=identity.public_id, act="own_link.make", now=now(), do=make)
    if queries.fingerprint_of(made) != token_sha256(token):
        # The same form twice: the link was made, and shown on the first answer only.
        flash(
            _("This link was made already, and is shown only once. If it was lost, end it and give another."), "error"
        )
        return redirect(url_for("records.links", person_id=found.public_id))
    settings = current_app.config["SETTINGS"]
    url = settings.base_url.rstrip("/") + url_for("records.own", token=token)
    return _page(found, LinkForm(formdata=None, days=most), url=url, until=now() + timedelta(days=form.days.data))


def _page(person: KnownPerson, form: LinkForm, *, url: str = "", until: object = None) -> Response:
    form.allow(current_app.config["SETTINGS"].own_link_days)
    looked_at([person.state_code], object_kind="person", object_id=person.public_id)
    page = render_template(
        "records/links.html",
        person=person,
        form=form,
        made=url,
        drawing=Markup(_drawn(url)) if url else None,
        until=until,
        links=queries.links_of(person.id),
        now=now(),
        most=actions.MOST_OPENINGS,
        end_form=EndLinkForm(formdata=None),
    )
    return make_response(page, 422 if form.errors and request.method == "POST" else 200)


def _drawn(url: str) -> str:
    return segno.make(url, error="m", micro=False).svg_inline(
        svgclass="qr", lineclass=None, omitsize=True, border=2, light="#fff", title=_("The same link as a QR code")
    )


@bp.post("/people/links/<link_id>/end")
@requires("people.link")
def end_link(link_id: str) -> Answer:
    """End a private link now."""
    identity = current_identity()
    person_id = queries.person_of_link(identity.scope("people.link"), link_id)
    form = EndLinkForm.from_request()

    def end() -> None:
        actions.end_link(link_id, by=identity, now=now())

    if carried_out(form, end, tell=lambda late: flash(late.sentence.through(_), "error")).done:
        flash(_("The link was ended. It opens nothing any more."), "success")
    return redirect(url_for("records.links", person_id=person_id))
