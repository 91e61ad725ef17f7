"""How a bulletin comes about: choose among the needs, look at both editions, publish under the next number."""

from contextlib import suppress

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from trainingapp.accounts.identity import current_identity
from trainingapp.bulletins import queries, work
from trainingapp.bulletins.forms import CandidatesForm, PublishForm
from trainingapp.bulletins.rules import LANGUAGES, MOST_NEEDS
from trainingapp.bulletins.score import PARTS, TIES
from trainingapp.bulletins.views.parts import Answer, bp, language
from trainingapp.kit.asked import asked_day
from trainingapp.kit.clock import now, today
from trainingapp.kit.errors import Absent, Conflict, DomainError, Refused
from trainingapp.kit.policy import requires
from trainingapp.snapshots.queries import last_ordinal
from trainingapp.snapshots.rules import BULLETIN, EDITIONS, number_of

#: Needs that the page offers; the filters lead to the others.
MOST_SHOWN = 100


@bp.get("/bulletins/new")
@requires("bulletins.publish")
def choose() -> Answer:
    """Every need of a day, what is needed most first, to choose from. Eighteen statements."""
    form = CandidatesForm.from_request(as_of=today())
    as_of = form.as_of.data or today()
    found = work.candidates(as_of=as_of, today=today())
    form.offer(sorted({one.need.mission for one in found}), sorted({one.need.curriculum for one in found}))
    right = form.validate()
    shown = [
        one
        for one in found
        if (not form.mission.data or one.need.mission == form.mission.data)
        and (not form.curriculum.data or one.need.curriculum == form.curriculum.data)
    ]
    page = render_template(
        "bulletins/choose.html",
        form=form,
        as_of=as_of,
        found=shown[:MOST_SHOWN],
        count=len(shown),
        all=len(found),
        chosen=set(request.args.getlist("need")),
        parts=PARTS,
        weights=work.weights().in_words,
        ties=TIES,
        languages=LANGUAGES,
        most=MOST_NEEDS,
    )
    return page, 200 if right else 422


@bp.route("/bulletins/preview", methods=["GET", "POST"])
@requires("bulletins.publish", step_up=True)
def preview() -> Answer:
    """What would be published, in both editions; and publishing it. Twenty statements."""
    keys, day = request.args.getlist("need"), asked_day()
    identity = current_identity()
    if request.method == "POST":
        # Whoever sends it again is told what became of it, whatever has changed since.
        sent = request.form.get("key")
        if again := queries.published_with(sent, by=identity.public_id, act=work.ACT):
            return redirect(url_for("bulletins.show", number=again))
    try:
        found = work.preview(keys, as_of=day.day, today=today())
    except Refused as refused:
        flash(refused.sentence.through(_), "error")
        return redirect(url_for("bulletins.choose", as_of=day.day.isoformat()))
    last = last_ordinal(BULLETIN, now().year)
    form = PublishForm.from_request(number=last + 1)
    form.offer(last)
    if request.method == "GET":
        form.seen.data = found.seen
    stale = False
    if request.method == "POST" and form.validate():
        try:
            number = work.published(
                found,
                form.number.data,
                seen=form.seen.data,
                keys=keys,
                today=today(),
                by=identity,
                now=now(),
                key=form.key.data,
                language=language(),
                gettext=_,
            )
        except Absent:
            raise
        except Conflict as changed:
            form.form_errors.append(changed.sentence.through(_))
            stale = True
            with suppress(Refused):
                found = work.preview(keys, as_of=day.day, today=today())
            form.seen.data = found.seen
        except DomainError as refused:
            form.form_errors.append(refused.sentence.through(_))
        else:
            flash(_("Bulletin %(number)s is published.", number=number), "success")
            return redirect(url_for("bulletins.show", number=number))
    page = render_template(
        "bulletins/preview.html",
        form=form,
        found=found,
        keys=keys,
        as_of=day.day,
        proposed=number_of(BULLETIN, now().year, last + 1),
        parts=PARTS,
        languages=LANGUAGES,
        editions=EDITIONS,
    )
    return page, 409 if stale else 422 if request.method == "POST" else 200
