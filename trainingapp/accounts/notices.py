"""Pure: the letters that tell somebody what happened to their account. Subjects say nothing about anybody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from trainingapp.kit.words import N_, Sentence, say

#: Kind of second factor -> its name within a sentence.
KINDS = {"authenticator": N_("an authenticator app"), "passkey": N_("a passkey")}


@dataclass(frozen=True)
class Notice:
    """A letter's subject, and what it tells, without its salutation."""

    subject: Sentence
    told: Sequence[Sentence]


def new_browser(*, browser: str, system: str, network: str, at: datetime) -> Notice:
    """Somebody signed in from a browser that the account was never used from."""
    where = say("Browser: %(browser)s. System: %(system)s.", browser=browser or UNKNOWN, system=system or UNKNOWN)
    from_network = say("Network: %(network)s.", network=network or UNKNOWN)
    return Notice(
        say("Your account was used from a new browser"),
        (
            say(
                "On %(at)s somebody signed in to your account from a browser that it was not used from before.",
                at=_at(at),
            ),
            where,
            from_network,
            say("If it was you, there is nothing to do."),
            _otherwise(),
        ),
    )


def factor_added(kind: str, *, at: datetime) -> Notice:
    """A second factor was added."""
    return Notice(
        say("A second factor was added to your account"),
        (say("On %(at)s %(kind)s was added to your account.", at=_at(at), kind=say(KINDS[kind])), _otherwise()),
    )


def factor_removed(kind: str, *, at: datetime) -> Notice:
    """A second factor was removed."""
    return Notice(
        say("A second factor was removed from your account"),
        (say("On %(at)s %(kind)s was removed from your account.", at=_at(at), kind=say(KINDS[kind])), _otherwise()),
    )


def factors_forgotten(*, at: datetime) -> Notice:
    """An administrator took all second factors away."""
    return Notice(
        say("The second factors of your account were removed"),
        (
            say(
                "On %(at)s an administrator removed the second factors of your account, and you were signed out "
                "everywhere.",
                at=_at(at),
            ),
            say("If your role needs one, you are asked to set it up when you next sign in."),
            _otherwise(),
        ),
    )


def codes_renewed(*, at: datetime) -> Notice:
    """New recovery codes were made."""
    told = say("On %(at)s new recovery codes were made for your account. The earlier ones are void.", at=_at(at))
    return Notice(say("Your account has new recovery codes"), (told, _otherwise()))


def code_used(left: int, *, at: datetime) -> Notice:
    """A recovery code was used."""
    return Notice(
        say("A recovery code of your account was used"),
        (
            say("On %(at)s a recovery code of your account was used. Codes left: %(left)s.", at=_at(at), left=left),
            _otherwise(),
        ),
    )


def phrase_changed(*, at: datetime) -> Notice:
    """The pass phrase was changed by whoever knew it."""
    return Notice(
        say("The pass phrase of your account was changed"),
        (say("On %(at)s the pass phrase of your account was changed.", at=_at(at)), _otherwise()),
    )


#: What stands where a browser said nothing that was understood.
UNKNOWN = say("not known")


def _at(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d, %H:%M} UTC"


def _otherwise() -> Sentence:
    return say(
        "If it was not you, sign in, end the other sign-ins on the page “Your sign-ins”, change your pass phrase, and "
        "tell the administrator of the register."
    )
