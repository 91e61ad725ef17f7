"""Pages of curricula: what is taught, how one passes, how long it counts, and where each figure comes from."""

from flask import render_template
from flask_babel import get_locale

from trainingapp.curricula import queries
from trainingapp.curricula.catalogue import by_kind, lacking
from trainingapp.curricula.forms.catalogue import CatalogueForm
from trainingapp.curricula.queries import VersionFacts, decisions, drafts
from trainingapp.curricula.rules import (
    AUDIENCES,
    CROSS_CUTTING,
    FRAMEWORK_AREAS,
    KINDS,
    LEVELS,
    PHASES,
    REPORTS,
    TOPICS,
    Validity,
    coverage,
)
from trainingapp.curricula.views import bp
from trainingapp.curricula.views.shown import hours, in_hours
from trainingapp.kit.clock import today
from trainingapp.kit.errors import Absent
from trainingapp.kit.policy import requires
from trainingapp.kit.words import N_, Sentence, say

LANGUAGES = {
    "ar": N_("Arabic"),
    "zh": N_("Chinese"),
    "en": N_("English"),
    "fr": N_("French"),
    "ru": N_("Russian"),
    "es": N_("Spanish"),
}

#: Where a version stands, in a word, with a colour and a symbol beside it.
STANDINGS = {
    "upcoming": (N_("Not yet in force"), "info", "calendar"),
    "pilot": (N_("Pilot"), "info", "school"),
    "in_force": (N_("In force"), "good", "circle-check"),
    "transition": (N_("Superseded, still counts"), "warn", "hourglass"),
    "superseded": (N_("Superseded"), "quiet", "history"),
    "withdrawn": (N_("Withdrawn"), "bad", "ban"),
}


@bp.get("/curricula")
@requires("curricula.see")
def index() -> str:
    """The catalogue: curricula in the version of a day, or the versions that stand as asked, narrowed. One statement.

    What narrows it stands in the address, so that a reader can keep it or pass it on.
    """
    form = CatalogueForm.from_request(as_of=today())
    form.offer(languages=LANGUAGES, standings={code: words for code, (words, *_) in STANDINGS.items()})
    form.validate()
    as_of = today() if form.as_of.errors else form.as_of.data or today()
    standing = None if form.standing.errors else form.standing.data
    found = queries.standing_so(as_of, standing) if standing else queries.overview(as_of)
    wanted = form.wanted()
    shown = [version for version in found if wanted.fits(version)]
    return render_template(
        "curricula/index.html",
        form=form,
        known=len(found),
        shown=len(shown),
        groups=list(by_kind(shown)),
        narrowed=form.chosen(),
        as_of=as_of,
        today=today(),
        audiences=AUDIENCES,
        levels=LEVELS,
        kinds=KINDS,
        topics=TOPICS,
        cross_cutting=CROSS_CUTTING,
        languages=LANGUAGES,
        lacking=lacking,
        standings=STANDINGS,
        language=str(get_locale()),
        counts=lambda version: _counts(version.validity),
        in_hours=in_hours,
    )


@bp.get("/curricula/<code>")
@requires("curricula.see")
def curriculum(code: str) -> str:
    """A curriculum in the version in force today, or else the one nearest to today. Three statements."""
    found = queries.versions(code)
    return _page(queries.chosen(found, today()), found)


@bp.get("/curricula/<code>/<label>")
@requires("curricula.see")
def version(code: str, label: str) -> str:
    """One version of a curriculum. Three statements."""
    found = queries.versions(code)
    for one in found:
        if one.label == label:
            return _page(one, found)
    raise Absent()


def _page(shown: VersionFacts, versions: list[VersionFacts]) -> str:
    said = queries.content(shown)
    taught = [topic for topic in TOPICS if topic in CROSS_CUTTING or topic in said.topics]
    return render_template(
        "curricula/version.html",
        version=shown,
        versions=versions,
        said=said,
        because=drafts.reason_of_withdrawal(shown.id) if shown.withdrawn_on else "",
        taught=taught,
        coverage=coverage(said.lessons, taught),
        cross_cutting=CROSS_CUTTING,
        topics=TOPICS,
        kinds=KINDS,
        phases=PHASES,
        audiences=AUDIENCES,
        levels=LEVELS,
        areas=FRAMEWORK_AREAS,
        lacking=lacking,
        languages=LANGUAGES,
        standings=STANDINGS,
        language=str(get_locale()),
        as_of=today(),
        counts=_counts(shown.validity),
        in_words=_counts,
        decided=decisions.decisions_about(shown.id),
        hours=hours,
        in_hours=in_hours,
        source=_source,
        # Only the core materials must teach all eight (R16); another curriculum is about what it is about.
        must_cover=lambda topic: topic in said.covers or (said.kind == "CORE" and topic in CROSS_CUTTING),
        assumed=sum(figure.mark == "A" for _place, figure in said.figures()),
    )


def _counts(validity: Validity) -> Sentence:
    """How long a completion counts, in words."""
    months = validity.months
    match validity.kind:
        case "unlimited":
            return say("For ever")
        case "rotation" if months is not None:
            return say("For one deployment, at most %(months)s months", months=months)
        case "rotation":
            return say("For one deployment")
    return say("%(months)s months", months=months)


def _source(mark: str | None) -> Sentence:
    """Where a figure comes from, as a reader understands it; None is an assumption."""
    match mark:
        case None | "A":
            return say("assumption")
        case "P":
            return say("public source")
        case "K":
            return say("general knowledge, unconfirmed")
    letter, _, place = mark.removeprefix("S: ").partition(" ")
    return say("%(report)s, %(place)s", report=REPORTS[letter], place=place)
