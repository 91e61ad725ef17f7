"""Pure: how a letter is laid out, when it is tried again, and when it is given up."""

import textwrap
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType

from trainingapp.kit.words import N_, Sentence, say

#: Characters in a line: what RFC 5322 recommends at most, less the two that a reply puts in front.
WIDTH = 72

#: The pauses after the first failures, in order; the last one is kept from then on. Within the first hour a mail server
#: that was only restarted is back; a server that asks to wait wants minutes, not seconds.
PAUSES = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=20), timedelta(hours=1), timedelta(hours=3))

#: A worker that says nothing for so long was killed. Longer than any mail server may take over one letter: eight
#: answers of at most thirty seconds.
LEASE = timedelta(minutes=15)

#: What stops a letter: in words, for whoever looks after the register. Never a server's own words, which may quote
#: an address.
FAILURES: Mapping[str, str] = MappingProxyType(
    {
        "unreachable": N_("The mail server cannot be reached"),
        "insecure": N_("The mail server offers no protected connection, or one that cannot be trusted"),
        "sign_in": N_("The mail server does not accept the register's own sign-in"),
        "sender": N_("The mail server does not accept the register's sender address"),
        "busy": N_("The mail server asks to wait"),
        "address": N_("The mail server knows no such address"),
        "refused": N_("The mail server refuses the letter"),
        "folder": N_("The folder for letters cannot be written"),
        "locked": N_("The letter was written under another secret key and cannot be opened"),
    }
)

#: These concern the server, not the letter: further letters would meet the same, so a round ends there.
OF_THE_SERVER = frozenset({"unreachable", "insecure", "sign_in", "sender", "busy", "folder"})

#: To try these again changes nothing.
FINAL = frozenset({"address", "refused", "locked"})

#: What stands under every letter.
SIGNED = say("Peacekeeping Training Register")
UNANSWERED = say("This letter was sent by the register itself. Nobody reads answers to it.")


def next_try(
    failure: str, *, attempts: int, first_tried_at: datetime, at: datetime, within: timedelta
) -> datetime | None:
    """When a letter that failed is tried again; None when it is given up: for good reason, or after so long."""
    again = at + PAUSES[min(attempts, len(PAUSES)) - 1]
    return None if failure in FINAL or again - first_tried_at > within else again


def laid_out(paragraphs: Sequence[Sentence], *, home: str, gettext: Callable[[str], str]) -> str:
    """The plain text of a letter: paragraphs with a line between, no line cut within a word or an address."""
    parts = [_wrapped(paragraph.through(gettext)) for paragraph in paragraphs]
    foot = "\n".join(["-- ", SIGNED.through(gettext), home, _wrapped(UNANSWERED.through(gettext))])
    return "\n\n".join([*parts, foot]) + "\n"


def _wrapped(text: str) -> str:
    return "\n".join(
        textwrap.fill(line, WIDTH, break_long_words=False, break_on_hyphens=False) for line in text.split("\n")
    )


def may_be_a_subject(subject: Sentence) -> bool:
    """Whether a subject tells nothing about anybody: it is read on locked telephones and kept in every server's log.

    Only numbers may be filled in.
    """
    return all(isinstance(value, int) for value in subject.values.values())
