"""What every edge does to publish a bulletin: take the needs, rank them, draw both editions, store them."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import current_app

from trainingapp.accounts.rules import Identity
from trainingapp.bulletins import actions, face, reports
from trainingapp.bulletins.files import files
from trainingapp.bulletins.rules import MOST_NEEDS, number_refused
from trainingapp.bulletins.score import Scored, Weights, ranked
from trainingapp.kit.db import transaction
from trainingapp.kit.errors import Conflict, Refused
from trainingapp.kit.once import once
from trainingapp.kit.words import say
from trainingapp.readiness.face import Printed
from trainingapp.readiness.queries import feed
from trainingapp.readiness.work import at_one_moment
from trainingapp.snapshots.actions import Ready
from trainingapp.snapshots.face import canonical, fingerprint
from trainingapp.snapshots.queries import last_ordinal
from trainingapp.snapshots.rules import BULLETIN, Subject, number_of

#: What the form's key is kept for.
ACT = "bulletin.publish"
#: So often a bulletin is drawn anew because something else was recorded meanwhile.
ATTEMPTS = 3


def weights() -> Weights:
    """The weights as they are set."""
    settings = current_app.config["SETTINGS"]
    return Weights(
        mandatory=settings.priority_mandatory,
        soon=settings.priority_soon,
        soon_days=settings.priority_soon_days,
        later=settings.priority_later,
        later_days=settings.priority_later_days,
        far=settings.priority_far,
        action_plan=settings.priority_action_plan,
        emerging=settings.priority_emerging,
        commander=settings.priority_commander,
    )


def candidates(*, as_of: date, today: date) -> list[Scored]:
    """Everything that may stand in a bulletin of a day, what is needed most first."""
    with at_one_moment():
        return _candidates(as_of, today)


def _candidates(as_of: date, today: date) -> list[Scored]:
    days = current_app.config["SETTINGS"].bulletin_days
    return ranked(reports.candidates(as_of=as_of, today=today, days=days), weights(), as_of=as_of)


@dataclass(frozen=True)
class Preview:
    """A bulletin as it would be published: edition -> face, and the entry of the journal at which they were taken."""

    as_of: date
    entry: int
    faces: Mapping[str, Mapping[str, Any]]

    @property
    def seen(self) -> str:
        """The fingerprint of what was looked at, in both editions."""
        return fingerprint("".join(canonical(self.faces[name]) for name in sorted(self.faces)))


def preview(keys: Collection[str], *, as_of: date, today: date) -> Preview:
    """The chosen needs in both editions. Raises Refused when there are none, too many, or one that is gone."""
    wanted = set(keys)
    if not wanted:
        raise Refused(say("Choose at least one need."))
    if len(wanted) > MOST_NEEDS:
        raise Refused(say("Choose at most %(most)s needs: more are no priority.", most=MOST_NEEDS))
    with at_one_moment():
        chosen = [one for one in _candidates(as_of, today) if one.need.key in wanted]
        entry = feed.watermark() or 0
    if len(chosen) < len(wanted):
        raise Refused(say("One of the chosen needs is met, changed or over by now. Choose again."))
    told = {"inside": face.inside, "circulation": face.for_circulation}
    return Preview(as_of, entry, {name: make(chosen, weights(), as_of=as_of) for name, make in told.items()})


def publish(
    looked_at: Preview,
    ordinal: int,
    *,
    seen: str,
    by: Identity,
    now: datetime,
    language: str = "en",
    gettext: Callable[[str], str] = str,
) -> Callable[[], str]:
    """Draw a bulletin; what is given stores it, in the caller's transaction, and gives its number.

    `seen` is the fingerprint of what whoever publishes has looked at. Raises Conflict when that is no longer what would
    be published, Refused when the number is not the next one. Whatever is recorded until it is stored is a Conflict,
    too.
    """
    if looked_at.seen != seen:
        raise Conflict(say("The figures have changed since you looked at them. Look at the bulletin again."))
    if (refused := number_refused(ordinal, last_ordinal(BULLETIN, now.year))) is not None:
        raise Refused(refused)
    printed = Printed(now, looked_at.entry, language, gettext)
    number = number_of(BULLETIN, now.year, ordinal)
    editions = {
        name: Ready(
            BULLETIN,
            name,
            Subject(),
            now.year,
            ordinal,
            looked_at.as_of,
            printed.entry,
            canonical(one),
            files(one, number, printed),
        )
        for name, one in looked_at.faces.items()
    }
    count = len(looked_at.faces["inside"]["needs"])
    return lambda: actions.publish(editions, needs=count, by=by, now=now)


def published(
    looked_at: Preview,
    ordinal: int,
    *,
    seen: str,
    keys: Collection[str],
    today: date,
    by: Identity,
    now: datetime,
    key: str | None = None,
    language: str = "en",
    gettext: Callable[[str], str] = str,
) -> str:
    """Publish a bulletin, drawn anew when something else was recorded meanwhile; gives its number.

    The same `key` again gives the same number. Raises Conflict when the figures are no longer those that were `seen`,
    or when the register does not keep still; Refused when the number is not the next one.
    """
    for attempt in range(ATTEMPTS):
        if attempt:
            looked_at = preview(keys, as_of=looked_at.as_of, today=today)
        store = publish(looked_at, ordinal, seen=seen, by=by, now=now, language=language, gettext=gettext)
        try:
            with transaction():
                return once(key, asked_by=by.public_id, act=ACT, now=now, do=store)
        except actions.Meanwhile:
            if attempt + 1 == ATTEMPTS:
                raise
    raise AssertionError
