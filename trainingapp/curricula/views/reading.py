"""Pages of curricula: what is taught, how one passes, how long it counts, and where each figure comes from."""

from flask import render_template, request
from flask_babel import get_locale

from trainingapp.curricula import queries
from trainingapp.curricula.queries import VersionFacts
from trainingapp.curricula.rules import CROSS_CUTTING, KINDS, PHASES, REPORTS, TOPICS, coverage
from trainingapp.curricula.views import bp
from trainingapp.kit.asked import asked_day
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
    """Every curriculum, in the version in force on a day; or every version that stands as asked. One statement."""
    asked = asked_day()
    standing = request.args.get("standing")
    standing = standing if standing in STANDINGS else None
    return render_template(
        "curricula/index.html",
        versions=queries.standing_so(asked.day, standing) if standing else queries.overview(asked.day),
        standing=standing,
        asked=asked,
        kinds=KINDS,
        topics=TOPICS,
        cross_cutting=CROSS_CUTTING,
        languages=LANGUAGES,
        standings=STANDINGS,
        language=str(get_locale()),
        counts=_counts,
        hours=_hours,
    )


@bp.get("/curricula/<code>")
@requires("curricula.see")
def curriculum(code: str) -> str:
    """A curriculum in the version in force today, or else the one nearest to today. Two statements."""
    found = queries.versions(code)
    return _page(queries.chosen(found, today()), found)


@bp.get("/curricula/<code>/<label>")
@requires("curricula.see")
def version(code: str, label: str) -> str:
    """One version of a curriculum. Two statements."""
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
        taught=taught,
        coverage=coverage(said.lessons, taught),
        cross_cutting=CROSS_CUTTING,
        topics=TOPICS,
        kinds=KINDS,
        phases=PHASES,
        languages=LANGUAGES,
        standings=STANDINGS,
        language=str(get_locale()),
        as_of=today(),
        counts=_counts(shown),
        hours=_hours,
        source=_source,
        # Only the core materials must teach all eight (R16); another curriculum is about what it is about.
        must_cover=lambda topic: topic in said.covers or (said.kind == "CORE" and topic in CROSS_CUTTING),
        assumed=sum(figure.mark == "A" for _place, figure in said.figures()),
    )


def _counts(version: VersionFacts) -> Sentence:
    """How long a completion counts, in words."""
    months = version.validity.months
    match version.validity.kind:
        case "unlimited":
            return say("For ever")
        case "rotation" if months is not None:
            return say("For one deployment, at most %(months)s months", months=months)
        case "rotation":
            return say("For one deployment")
    return say("%(months)s months", months=months)


def _hours(minutes: int) -> str:
    """Hours with at most one decimal, which is only written when it is needed: 19, 1.5."""
    tenths = (minutes + 3) // 6
    return f"{tenths // 10}.{tenths % 10}" if tenths % 10 else str(tenths // 10)


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
