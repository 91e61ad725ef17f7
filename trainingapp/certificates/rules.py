"""Pure: what a certificate is worth on a day. Read whenever it is asked for, and never printed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from trainingapp.kit.words import N_, Sentence, say

#: What the register may answer about a number. "altered" is said of a file, "unknown" of a number.
STATUSES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "valid": N_("Valid"),
        "expired": N_("Expired"),
        "superseded": N_("Superseded"),
        "revoked": N_("Revoked"),
        "withdrawn": N_("Withdrawn"),
        "replaced": N_("Replaced"),
        "suspended": N_("Suspended"),
        "unknown": N_("Unknown"),
        "altered": N_("Altered"),
    }
)

#: What stands on a certificate where the roll gives no rank: what the person is in the rotation.
IN_PLACE_OF_A_RANK: Final[Mapping[str, str]] = MappingProxyType(
    {
        "troops": N_("Member of the contingent"),
        "staff_officer": N_("Staff officer"),
        "individual_police": N_("Individual police officer"),
        "formed_police": N_("Member of the formed police unit"),
        "expert_on_mission": N_("Expert on mission"),
    }
)

#: What may be issued anew under the name put right: what was ended by an act of somebody stays so.
REPLACEABLE: Final = frozenset({"valid", "expired", "superseded"})

#: The longest reason that is kept.
LONGEST_REASON: Final = 400


@dataclass(frozen=True)
class Letterhead:
    """What an issuing register puts on every certificate: first letters of numbers, address of checks, language."""

    prefix: str
    base_url: str
    language: str = "en"

    def address(self, public_id: str) -> str:
        """What the code to scan leads to."""
        return f"{self.base_url.rstrip('/')}/c/{public_id}"


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What the worth of a certificate depends on."""

    #: Its last day by its own validity; None when no day ends it.
    valid_through: date | None
    #: The last day on which its version of the curriculum counts (curricula.rules.counts_until).
    counts_until: date | None = None
    revoked_on: date | None = None
    reason: str | None = None
    #: The day the completion it rests on was withdrawn or corrected.
    withdrawn_on: date | None = None
    #: The day on which another was issued in its place, with the holder's name put right.
    replaced_on: date | None = None
    #: Whether its holder was erased, and with them everything that was printed on it.
    erased: bool = False
    #: The day since which it, or the completion it rests on, is under review; None when it is not.
    suspended_on: date | None = None


@dataclass(frozen=True)
class Standing:
    """What a certificate is worth on a day.

    `on` is the last day it counts (valid, expired, superseded; None when no day ends it), or the day of the act that
    ended it (revoked, withdrawn, replaced) or suspends it. `reason` is given for what was revoked.
    """

    status: str
    on: date | None = None
    reason: str | None = None

    @property
    def word(self) -> str:
        """The status as people read it."""
        return STATUSES[self.status]

    @property
    def sentence(self) -> Sentence:
        """What follows for whoever was shown the certificate."""
        # A day inside a sentence is written so that nobody can read it in two ways.
        return say(_SAID[self.status, self.on is not None], day=f"{self.on:%Y-%m-%d}" if self.on else "")


_SAID: Final[Mapping[tuple[str, bool], str]] = MappingProxyType(
    {
        ("valid", True): N_("It stands today and counts through %(day)s."),
        ("valid", False): N_("It stands today, and no day is set on which it ends."),
        ("expired", True): N_("It was genuine, and counted through %(day)s. Since then the training must be repeated."),
        ("superseded", True): N_(
            "It was genuine, and counted through %(day)s. A newer version of the training has taken its place."
        ),
        ("revoked", True): N_("It was revoked on %(day)s and must not be accepted."),
        ("withdrawn", True): N_(
            "The record of the training was withdrawn or corrected on %(day)s: this certificate must not be accepted. "
            "The holder may have a newer one."
        ),
        ("replaced", True): N_(
            "It was genuine. On %(day)s another was issued in its place, because the holder's name was put right: that "
            "one is to be shown now."
        ),
        ("suspended", True): N_(
            "It has been under review since %(day)s, with others that were recorded or issued in the same way. It must "
            "not be accepted while that lasts: check it again later."
        ),
        ("withdrawn", False): N_(
            "It was withdrawn: the register no longer holds the record it rests on. Do not accept it; ask the "
            "authority that issued it."
        ),
        ("unknown", False): N_("No certificate with this number was ever issued here. Do not accept it."),
    }
)

UNKNOWN: Final = Standing("unknown")


def status(facts: Facts, as_of: date) -> Standing:
    """What a certificate is worth on a day. Every last day belongs to the days on which it counts.

    Whoever was erased has no certificate that the register could vouch for: withdrawn, whatever it was before (R71).
    An act of a named official outweighs the calendar, and a revocation, which gives its reason, outweighs a withdrawal.
    A withdrawn completion never counted, on any day; a revocation holds from its day on. What was replaced is replaced,
    whatever the new one is worth. What is under review is
    suspended, whatever day is asked about, until the review has ended. Of the two ends that the
    calendar brings, the one that came first is told; on the same day, expired (E3, R19).
    """
    if facts.erased:
        return Standing("withdrawn")
    if facts.revoked_on is not None and facts.revoked_on <= as_of:
        return Standing("revoked", facts.revoked_on, facts.reason)
    if facts.withdrawn_on is not None:
        return Standing("withdrawn", facts.withdrawn_on)
    if facts.replaced_on is not None:
        return Standing("replaced", facts.replaced_on)
    if facts.suspended_on is not None:
        return Standing("suspended", facts.suspended_on)
    ends = [
        (day, place, word)
        for place, (word, day) in enumerate((("expired", facts.valid_through), ("superseded", facts.counts_until)))
        if day is not None
    ]
    if not ends:
        return Standing("valid")
    last, _, word = min(ends)
    return Standing("valid" if as_of <= last else word, last)
