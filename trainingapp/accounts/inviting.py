"""Pure: what an invitation offers, how it stands, and the letters about invitations and forgotten pass phrases."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from trainingapp.accounts.notices import Notice
from trainingapp.accounts.rules import ROLES, SECOND_FACTOR
from trainingapp.kit.words import N_, Sentence, say

#: How an invitation stands -> its name in lists.
STANDINGS: Final = {
    "waiting": N_("waiting"),
    "accepted": N_("accepted"),
    "withdrawn": N_("withdrawn"),
    "expired": N_("ran out"),
}


@dataclass(frozen=True, slots=True)
class Offered:
    """A role, for one State, mission or institution by its code, or for all; `name` is what people call the place."""

    role: str
    kind: str
    code: str | None = None
    name: str = ""

    @property
    def said(self) -> Sentence:
        """As people say it: "Training officer, Bangladesh"."""
        role = say(ROLES[self.role])
        return say("%(role)s, %(name)s", role=role, name=self.name) if self.name else role

    @property
    def columns(self) -> dict[str, str]:
        """The place as the columns of a grant name it."""
        return {} if self.kind == "all" or self.code is None else {f"{self.kind}_code": self.code}


def standing(how: str | None, *, expires_at: datetime | None, now: datetime) -> str:
    """How an invitation stands: a word of STANDINGS."""
    return how or ("expired" if expires_at is None or expires_at <= now else "waiting")


def mark(salt: str, email: str, name: str) -> str:
    """What the seal of an invitation covers of its address and name."""
    return hashlib.sha256("\0".join((salt, email, name)).encode()).hexdigest()


def invitation(
    offered: Sequence[Offered], *, link: str, inviter: str | None, until: datetime, label: str | None
) -> Notice:
    """The letter to somebody who is invited. The same whether they have an account or not: nobody learns it from us.

    `inviter` is None when the operator invites; `label` names single sign-on where there is one.
    """
    invited = (
        say("%(inviter)s invites you to the Peacekeeping Training Register", inviter=inviter)
        if inviter
        else say("You are invited to the Peacekeeping Training Register")
    )
    told = [
        say(
            "%(invited)s, the record of the training of soldiers and police officers for peace operations. You would "
            "work there as:",
            invited=invited,
        ),
        _listed(offered),
        say("To accept, open this address until %(until)s:", until=_day(until)),
        _alone(link),
        say(
            "You choose a pass phrase there, or sign in through %(label)s. If you have an account already, sign in as "
            "always: the new role waits for you.",
            label=label,
        )
        if label
        else say(
            "You choose a pass phrase there. If you have an account already, sign in as always: the new role waits for "
            "you."
        ),
    ]
    if any(one.role in SECOND_FACTOR for one in offered):
        told.append(
            say(
                "This work asks for a second factor at each sign-in: an authenticator app on your telephone, or a "
                "passkey. Have it at hand."
            )
        )
    told.append(
        say(
            "The address is meant for you alone: please do not pass this letter on. If you expected no invitation, "
            "there is nothing to do, it runs out by itself."
        )
    )
    return Notice(say("Your invitation to the Peacekeeping Training Register"), told)


def accepted(offered: Sequence[Offered], *, at: datetime) -> Notice:
    """The letter to somebody whose account took the roles of an invitation."""
    return Notice(
        say("Your account has a new role"),
        (
            say("On %(at)s your account took up:", at=_moment(at)),
            _listed(offered),
            say("If it was not you, tell the administrator of the register."),
        ),
    )


def reset(*, link: str, minutes: int) -> Notice:
    """The letter to somebody who forgot the pass phrase."""
    return Notice(
        say("A new pass phrase for your account"),
        (
            say(
                "Somebody, and we hope it was you, asked for a new pass phrase for your account. To choose it, open "
                "this address within %(minutes)s minutes:",
                minutes=minutes,
            ),
            _alone(link),
            say("It works once. All your sign-ins end then, and the second factor is asked for as always."),
            say(
                "If you did not ask for it, there is nothing to do: your pass phrase stays as it is. Please do not "
                "pass this letter on."
            ),
        ),
    )


def elsewhere(*, label: str) -> Notice:
    """The letter to somebody who has no pass phrase here, because they sign in through an identity provider."""
    return Notice(
        say("Signing in to your account"),
        (
            say(
                "Somebody, and we hope it was you, asked for a new pass phrase for your account. It has none: you sign "
                "in through %(label)s, and only there the password can be changed.",
                label=label,
            ),
            say("If you did not ask for it, there is nothing to do."),
        ),
    )


def linked(*, label: str, at: datetime) -> Notice:
    """The letter to somebody whose account is from now on opened by an identity provider."""
    return Notice(
        say("Your account is opened in another way now"),
        (
            say(
                "On %(at)s your account was tied to %(label)s. From now on you sign in there, and the pass phrase you "
                "had is void.",
                at=_moment(at),
                label=label,
            ),
            say("If it was not you, tell the administrator of the register."),
        ),
    )


def _listed(offered: Sequence[Offered]) -> Sentence:
    """The roles, each on a line of its own."""
    template = "\n".join(f"- %(role{number})s" for number in range(len(offered)))
    return Sentence(template, {f"role{number}": one.said for number, one in enumerate(offered)})


def _alone(link: str) -> Sentence:
    """An address as a paragraph: nothing of it is to be translated."""
    return Sentence("%(link)s", {"link": link})


def _day(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d}"


def _moment(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d, %H:%M} UTC"
