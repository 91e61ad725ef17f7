"""A version comes into force, replaces another, or is withdrawn. What is published never changes."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from datetime import date, datetime

from trainingapp.accounts.rules import Identity
from trainingapp.curricula import drafting, queries
from trainingapp.curricula.actions import drafts
from trainingapp.curricula.actions.loading import keep_curriculum, keep_version
from trainingapp.curricula.drafting import Hindrance
from trainingapp.curricula.models import VersionStep
from trainingapp.curricula.queries import VersionFacts
from trainingapp.curricula.queries.drafts import DraftFacts, draft_of_version, known_versions
from trainingapp.journal import actions as journal
from trainingapp.journal.actions import Entry
from trainingapp.kit.db import refusing
from trainingapp.kit.errors import Conflict, Refused
from trainingapp.kit.ids import new_id
from trainingapp.kit.words import say


class Hindered(Refused):
    """Something still hinders publishing; `hindrances` are all of it."""

    def __init__(self, hindrances: tuple[Hindrance, ...]) -> None:
        self.hindrances = hindrances
        super().__init__(
            say(
                "It cannot be published yet. To mend: %(count)s. Return it to its writers, saying so.",
                count=len(hindrances),
            )
        )


class OwnWork(Refused):
    """Who wrote a version does not publish it."""

    sentence = say("You have written on this version: somebody else publishes it.")


class Decided(Conflict):
    """It was decided already."""

    sentence = say("This was decided already by somebody else. Look at the version again.")


_ONCE: Mapping[str, type[Decided]] = {"uq_version_step_version_id_kind": Decided}


def superseded_by(code: str, first_day: date, *, besides: int | None = None) -> VersionFacts | None:
    """The version that one of this curriculum, in force from a day, takes the place of; None when there is none.

    `besides` is the key of a version that is not asked about: the pilot that is to be published. Raises Refused when
    two would be in force on one day. One statement.
    """
    found = None
    for version in queries.versions(code):
        if version.id == besides or (version.status == "pilot" and version.published_on is None):
            continue
        begins = version.published_on or version.effective_from
        ends = version.superseded_on
        if ends is not None and ends <= first_day:
            continue
        told = {"code": code, "label": version.label}
        if begins >= first_day:
            raise Refused(
                say(
                    "%(code)s %(label)s is published from %(day)s on: choose a later first day, so that only one is "
                    "in force at a time.",
                    **told,
                    day=begins,
                )
            )
        if ends is not None:
            raise Refused(
                say(
                    "%(code)s %(label)s is in force until another takes its place on %(day)s: choose that day, or a "
                    "later one, as the first day.",
                    **told,
                    day=ends,
                )
            )
        found = version
    return found


def publish(
    draft: DraftFacts,
    *,
    pilot: bool,
    first_day: date,
    counts_through: date | None,
    edition: int,
    by: Identity,
    now: datetime,
) -> str:
    """Make a version of a draft that is in review, or start it as a pilot; gives its label.

    Published, it takes the place of the version in force on its first day, whose completions count through
    `counts_through`, or through the eve. Raises Hindered with everything to mend, OwnWork, Conflict. About 15
    statements.
    """
    drafts.reviewable(draft)
    if by.public_id in draft.editors:
        raise OwnWork()
    if hindrances := drafting.hindrances(draft.raw, known_versions()):
        raise Hindered(hindrances)
    said = drafting.finished(draft.raw, status="pilot" if pilot else "published", effective_from=first_day)
    if said is None:
        raise Refused(
            say("With %(day)s as its first day the version contradicts itself: look at its days.", day=first_day)
        )
    keep_curriculum(said)
    named = (draft.code, draft.label, by, now)
    opened = _entry("curriculum.pilot", *named) if pilot else _entry("curriculum.publish", *named)
    with refusing({"uq_curriculum_version_curriculum_code_label": drafts.Taken, **_ONCE}), opened as entry:
        sha256 = drafting.sha256_of(said.canonical())
        entry.details |= {"from": first_day.isoformat(), "content_sha256": sha256}
        replaced = None if pilot else superseded_by(draft.code, first_day)
        version_id = keep_version(entry, said, sha256)
        _supersede(entry, replaced, version_id, first_day, counts_through, by, now)
        drafts.close(draft, version_id, edition=edition)
        kind = "piloted" if pilot else "published"
        drafts.keep_step(entry, draft.public_id, draft.code, draft.label, kind, draft.content, by=by, now=now)
    return draft.label


def publish_pilot(
    version: VersionFacts, *, first_day: date, counts_through: date | None, by: Identity, now: datetime
) -> None:
    """Let a pilot be in force from a day on, unchanged. Raises OwnWork, Decided, Refused. About ten statements."""
    _not_own(version, by)
    if version.status != "pilot" or version.published_on is not None:
        raise Decided()
    _still_there(version)
    if first_day < version.effective_from:
        raise Refused(say("The pilot begins on %(day)s: it is not in force before.", day=version.effective_from))
    with refusing(_ONCE), _entry("curriculum.publish_pilot", version.code, version.label, by, now) as entry:
        entry.details |= {"from": first_day.isoformat()}
        replaced = superseded_by(version.code, first_day, besides=version.id)
        _keep_step(entry, version.id, "published", first_day, by, now)
        _supersede(entry, replaced, version.id, first_day, counts_through, by, now)


def withdraw(
    version: VersionFacts, *, from_on: date, counts_through: date | None, reason: str, by: Identity, now: datetime
) -> None:
    """Withdraw a version from a day on. Its completions count through `counts_through`, or through the eve.

    Raises Decided, Refused. Six statements.
    """
    _still_there(version)
    if from_on < version.effective_from:
        raise Refused(say("The version begins on %(day)s: it cannot be withdrawn before.", day=version.effective_from))
    _in_order(from_on, counts_through)
    with refusing(_ONCE), _entry("curriculum.withdraw", version.code, version.label, by, now) as entry:
        entry.details |= {"from": from_on.isoformat()}
        _keep_step(entry, version.id, "withdrawn", from_on, by, now, counts_through=counts_through, reason=reason)


def _not_own(version: VersionFacts, by: Identity) -> None:
    draft = draft_of_version(version.id)
    if draft is not None and by.public_id in draft.editors:
        raise OwnWork()


def _still_there(version: VersionFacts) -> None:
    if version.withdrawn_on is not None:
        raise Decided()


def _in_order(first_day: date, counts_through: date | None) -> None:
    if counts_through is not None and counts_through < first_day:
        raise Refused(
            say(
                "%(last)s is before %(first)s: a transition ends on that day or later. Leave it empty for none.",
                last=counts_through,
                first=first_day,
            )
        )


def _supersede(
    entry: Entry,
    replaced: VersionFacts | None,
    successor_id: int,
    first_day: date,
    counts_through: date | None,
    by: Identity,
    now: datetime,
) -> None:
    if replaced is None:
        if counts_through is not None:
            raise Refused(say("No version is superseded by this: leave the end of the transition empty."))
        return
    _in_order(first_day, counts_through)
    _keep_step(
        entry, replaced.id, "superseded", first_day, by, now, counts_through=counts_through, successor_id=successor_id
    )
    entry.details["supersedes"] = replaced.label


def _keep_step(
    entry: Entry,
    version_id: int,
    kind: str,
    from_on: date,
    by: Identity,
    now: datetime,
    *,
    counts_through: date | None = None,
    successor_id: int | None = None,
    reason: str = "",
) -> None:
    row: dict[str, object] = {
        "public_id": new_id(),
        "version_id": version_id,
        "kind": kind,
        "from_on": from_on,
        "counts_through": counts_through,
        "successor_id": successor_id,
        "reason": reason,
        "decided_by": by.public_id,
        "decided_at": now,
    }
    entry.keep(VersionStep, [row])


def _entry(act: str, code: str, label: str, by: Identity, now: datetime) -> AbstractContextManager[Entry]:
    return journal.entry(
        act=act, by=by.public_id, now=now, object_kind="curriculum", object_id=code, details={"version": label}
    )
