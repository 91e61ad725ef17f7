"""What waits for somebody today: lists with something to do in them, and how much. Nothing personal."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from flask import current_app, url_for
from werkzeug.routing import BuildError

from trainingapp.accounts import queries as accounts
from trainingapp.accounts.queries.numbers import numbers as numbers_of_accounts
from trainingapp.accounts.rules import Identity
from trainingapp.attestations import reports as certified
from trainingapp.attestations.reports import queue as reviewing
from trainingapp.curricula.queries import VersionFacts, priorities
from trainingapp.curricula.queries import drafts as written
from trainingapp.forces.queries import RotationFacts
from trainingapp.journal import queries as journal
from trainingapp.journal.queries import ReadingsAsked
from trainingapp.kit.pages import Page
from trainingapp.kit.words import Sentence, say
from trainingapp.letters import queries as letters
from trainingapp.people.queries import duplicates, transfers
from trainingapp.rosters import queries as rosters
from trainingapp.rosters.queries import by_hand, drafts
from trainingapp.training.queries import sessions
from trainingapp.training.rules import reach
from trainingapp.web.standing import Forces

#: Days that "lately" goes back, today included.
LATELY: Final = 7


@dataclass(frozen=True)
class Task:
    """A list, and how many lines of it there are now. `news`: worth a look, and nothing that must be done."""

    key: str
    count: int
    label: Sentence
    url: str
    symbol: str
    news: bool = False


def of_rotations(forces: Forces) -> Iterator[Task]:
    """What waits of the rotations whose gaps somebody sees. No statement: they are at hand."""

    def listed(**asked: str) -> str:
        return url_for("readiness.rotations", **{"judged": "deployment", **asked})  # type: ignore[arg-type]

    yield Task(
        "soon",
        len(forces.urgent),
        say("Rotations that deploy within %(days)s days, with something missing", days=forces.urgent_days),
        listed(phase="soon", show="lacking"),
        "hourglass",
    )
    yield Task(
        "no_roll",
        len(forces.without_roll),
        say("Rotations without a nominal roll: nobody in them can be counted"),
        listed(phase="both", show="no_roll"),
        "users",
    )
    yield Task(
        "no_results",
        len(forces.without_results),
        say("Rotations with a roll, and no result of anybody on it"),
        listed(phase="both", show="no_results"),
        "table-import",
    )
    yield Task(
        "short",
        len(forces.short),
        say("Rotations in their missions in which somebody lacks something"),
        listed(phase="deployed", show="lacking"),
        "alert-circle",
    )


def of_rotations_to_record(page: Page[RotationFacts]) -> Iterator[Task]:
    """The rotations that an institution may record for. No statement."""
    yield Task(
        "recordable",
        page.total,
        say("Rotations with a roll, for whose people you may record results"),
        url_for("forces.rotations", phase="current", roll="yes"),
        "users-group",
        news=True,
    )


def of_recording(identity: Identity) -> Iterator[Task]:
    """What somebody has begun and not finished, and what a colleague waits for. Five statements."""
    scope, me = identity.scope("rosters.record"), identity.public_id
    confirms = identity.scope("completions.confirm")
    typed = by_hand.numbers_for(by=me, confirms=confirms, records=scope)
    if identity.can("completions.confirm"):
        yield Task(
            "to_confirm",
            typed.to_confirm,
            say("Results that colleagues typed by hand and that wait for a second person"),
            url_for("intake.by_hand_to_confirm"),
            "clipboard-check",
        )
    if not identity.can("rosters.record"):
        return
    yield Task(
        "files",
        rosters.how_many_open(scope, by=me),
        say("Files that you looked at, and nothing is recorded yet"),
        url_for("intake.rosters", show="open"),
        "file-upload",
    )
    yield Task(
        "drafts",
        drafts.how_many(scope, by=me),
        say("Results that you are typing by hand"),
        url_for("intake.by_hand_mine", show="drafts"),
        "pencil",
    )
    yield Task(
        "sent_back",
        typed.sent_back,
        say("Results of yours that a colleague sent back to be mended"),
        url_for("intake.by_hand_mine", show="sent_back"),
        "arrow-back-up",
    )
    yield Task(
        "waiting",
        typed.waiting,
        say("Results of yours that wait for a colleague to confirm them"),
        url_for("intake.by_hand_mine", show="waiting"),
        "hourglass",
        news=True,
    )


def of_reviewed_certifications(identity: Identity, as_of: date) -> Iterator[Task]:
    """What States certify and the reader decides about. One statement."""
    found = reviewing.numbers_for(identity)
    days = (as_of - found.oldest).days if found.oldest else 0
    yield Task(
        "certifications",
        found.count,
        say("Certifications that wait for your decision, the longest for %(days)s days", days=days),
        url_for("attestations.queue"),
        "hourglass",
    )


def of_own_certifications(identity: Identity) -> Iterator[Task]:
    """What one's State certifies and is not through with. Six statements. Coverage must be up to date."""
    counted = Counter(word.status for word in certified.words(identity.scope("attestations.see")))

    def task(status: str, label: Sentence, symbol: str, *, news: bool = False) -> Task:
        there = url_for("attestations.index", status=status)
        return Task(f"certifications_{status}", counted[status], label, there, symbol, news=news)

    if identity.can("attestations.sign"):
        yield task("handed", say("Certifications that wait for your signature"), "writing-sign")
    if identity.can("attestations.prepare"):
        yield task("returned", say("Certifications that the Secretariat returned, to be mended"), "arrow-back-up")
        yield task("draft", say("Certifications that are being written"), "pencil")
        if not identity.can("attestations.sign"):
            waits = say("Certifications that wait for a signature in your State")
            yield task("handed", waits, "writing-sign", news=True)
    yield task("reopened", say("Accepted certifications whose evidence has changed"), "alert-triangle")


def of_people(identity: Identity) -> Iterator[Task]:
    """Decisions about who is who. Two statements."""
    scope = identity.scope("people.merge")
    yield Task(
        "duplicates",
        duplicates.how_many(scope),
        say("Pairs of records that may be one person's, to decide"),
        url_for("records.duplicates"),
        "users",
    )
    if there := page_of_offers():
        yield Task(
            "offers",
            transfers.how_many_offered(scope),
            say("Persons whom another State offers to yours"),
            there,
            "flag",
        )


def page_of_offers() -> str | None:
    """The address of the offers from other States, where this application has such a page."""
    try:
        return url_for("records.transfers", show="waiting")
    except BuildError:
        return None


def of_readings(identity: Identity, as_of: date) -> Iterator[Task]:
    """Who looked at the State's people lately. One statement."""
    first = as_of - timedelta(days=LATELY - 1)
    own = identity.scope("readings.see").states
    yield Task(
        "readings",
        journal.how_many_readings(own, ReadingsAsked(first, as_of)),
        say("Times that somebody looked at your people in the last %(days)s days", days=LATELY),
        url_for("records.readings", first=first.isoformat(), last=as_of.isoformat()),
        "eye",
        news=True,
    )


def of_accounts(identity: Identity, now: datetime) -> Iterator[Task]:
    """What waits of accounts and invitations. One statement; three more for whoever may suspend States."""
    found = numbers_of_accounts(identity.scope("accounts.manage"), now=now)
    yield Task(
        "ran_out",
        found.ran_out,
        say("Invitations that ran out before they were answered"),
        url_for("accounts.invitations", standing="expired"),
        "mail-x",
    )
    yield Task(
        "lacking_factor",
        found.lacking_factor,
        say("Accounts without a second factor, though their role asks for one"),
        url_for("accounts.index", factor="missing"),
        "shield-check",
    )
    if identity.can("states.suspend"):
        access = accounts.state_access()
        yield Task(
            "unmanaged",
            sum(one.is_unmanaged for one in access),
            say("States with accounts, and nobody of their own who manages them"),
            url_for("accounts.of_states", access="nobody"),
            "flag",
        )
        yield Task(
            "suspended_states",
            sum(one.suspended is not None for one in access),
            say("States whose roles are all suspended"),
            url_for("accounts.of_states", access="suspended"),
            "ban",
            news=True,
        )
    yield Task(
        "suspended",
        found.suspended,
        say("Accounts that are suspended"),
        url_for("accounts.index", standing="suspended"),
        "lock",
        news=True,
    )
    yield Task(
        "invited",
        found.invited,
        say("Invitations that wait for an answer"),
        url_for("accounts.invitations", standing="waiting"),
        "mail",
        news=True,
    )
    yield Task(
        "without_factor",
        found.without_factor,
        say("Accounts that sign in with a pass phrase alone"),
        url_for("accounts.index", factor="none"),
        "shield-check",
        news=True,
    )


def of_letters() -> Iterator[Task]:
    """Letters that reach nobody. Two statements."""
    outbox = letters.outbox()
    yield Task(
        "letters",
        sum(1 for one in outbox.stopped),
        say("Reasons why letters are stopped or were given up"),
        url_for("accounts.letters"),
        "mail-x",
    )


def of_sessions(identity: Identity) -> Iterator[Task]:
    """Sessions that a colleague closed, and nothing of them counts yet. One statement."""
    yield Task(
        "sessions",
        sessions.how_many_to_confirm(identity.public_id, reach(identity, "sessions.confirm")),
        say("Training sessions whose results wait for a second person"),
        url_for("training.sessions", results="to_confirm"),
        "school",
    )


def of_priorities(identity: Identity) -> Iterator[Task]:
    """What the field asks for and nobody has decided. Two statements."""
    found = priorities.priorities(identity.scope("priorities.decide"))
    yield Task(
        "priorities",
        sum(one.standing == "submitted" for one in found),
        say("Priorities of the field to decide"),
        url_for("curricula.priorities", standing="submitted"),
        "list-details",
    )


def of_reviews() -> Iterator[Task]:
    """Versions that were written and wait for a second person. One statement."""
    yield Task(
        "reviews",
        written.waiting_for_review(),
        say("Versions of curricula to review"),
        url_for("curricula.reviews"),
        "clipboard-check",
    )


def of_curricula(versions: Sequence[VersionFacts], as_of: date) -> Iterator[Task]:
    """The versions that count or will. No statement: they are at hand."""
    for standing, label, symbol in (
        ("in_force", say("Versions of curricula in force"), "circle-check"),
        ("transition", say("Superseded versions that still count"), "hourglass"),
        ("upcoming", say("Versions that are not in force yet"), "calendar"),
        ("pilot", say("Versions that are piloted"), "school"),
    ):
        yield Task(
            f"versions_{standing}",
            sum(version.standing(as_of) == standing for version in versions),
            label,
            url_for("curricula.index", standing=standing),
            symbol,
            news=True,
        )


def preparing_days() -> int:
    """A policy setting: days before deployment in which a rotation counts as preparing."""
    days: int = current_app.config["SETTINGS"].preparing_days
    return days
