"""The directory of institutions: found by region, country, language and course; one with its calendar; its profile."""

from flask import flash, redirect, render_template, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from trainingapp.accounts.acting import carried_out
from trainingapp.accounts.identity import current_identity
from trainingapp.curricula import queries as curricula
from trainingapp.kit.clock import now, today
from trainingapp.kit.errors import Absent
from trainingapp.kit.policy import signed_in
from trainingapp.states import queries as states
from trainingapp.states.rules import INSTITUTION_KINDS
from trainingapp.training.actions import places as actions
from trainingapp.training.forms.places import PlacesForm, ProfileForm
from trainingapp.training.models import TrainingSession
from trainingapp.training.queries import listed
from trainingapp.training.queries import places as queries
from trainingapp.training.views import bp

Answer = str | Response | tuple[str, int]


@bp.get("/directory")
@signed_in
def places() -> str:
    """Every institution that trains, and how to find the right one. Two statements."""
    found = queries.places()
    names = states.state_names(str(get_locale()), {one.state_code for one in found})
    form = PlacesForm.from_request()
    form.offer(
        regions=sorted({(name, name) for one in found for name in (one.region, one.subregion) if name}),
        states=dict(sorted(names.items(), key=lambda pair: pair[1])),
        courses=sorted({code for one in found for code in one.courses}),
    )
    form.validate()
    return render_template(
        "training/places.html",
        form=form,
        places=[one for one in found if form.fits(one)],
        total=len(found),
        names=names,
        kinds=INSTITUTION_KINDS,
    )


@bp.get("/directory/<institution_code>")
@signed_in
def place(institution_code: str) -> str:
    """One institution: what it tells of itself, and its sessions, the coming ones first. Three statements."""
    found = queries.place(institution_code)
    identity = current_identity()
    sees = identity.can("sessions.see")
    sessions = listed.listed(TrainingSession.institution_code == found.code) if sees else []
    return render_template(
        "training/place.html",
        place=found,
        state_name=states.state_names(str(get_locale()), [found.state_code])[found.state_code],
        kinds=INSTITUTION_KINDS,
        sees=sees,
        coming=[one for one in sessions if one.ends_on >= today()],
        past=[one for one in reversed(sessions) if one.ends_on < today()],
        may_tell=actions.may_tell(identity, found.code),
    )


@bp.route("/directory/<place_code>/profile", methods=["GET", "POST"])
@signed_in
def place_profile(place_code: str) -> Answer:
    """What an institution tells of itself, told anew by its own officers or the administration."""
    identity = current_identity()
    found = queries.place(place_code)
    if not actions.may_tell(identity, found.code):
        raise Absent()
    form = ProfileForm.from_request(**ProfileForm.of(found))
    form.known = {one.code for one in curricula.overview(today())}

    def do() -> str:
        return actions.tell(
            found.code,
            told=int(form.told.data),
            languages=form.languages,
            courses=form.codes,
            about=form.about.data or "",
            website=form.website.data or "",
            by=identity,
            now=now(),
        )

    made = carried_out(form, do)
    if made.done:
        flash(_("The directory says so now."), "success")
        return redirect(url_for("training.place", institution_code=found.code))
    return render_template("training/place_profile.html", form=form, place=found), made.status
