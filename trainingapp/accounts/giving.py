"""Pure: who may give which role to whom, and whom one may keep out.

A State's account manager gives the roles of that State and no others, to anybody but themselves. Whoever may do it for
everything gives every role of the map. Nobody raises, lowers or suspends themselves, and the register never loses the
last account that can administer it.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from trainingapp.accounts.rules import MAY, Grant, Identity
from trainingapp.kit.errors import Refused
from trainingapp.kit.words import say

#: The role without which nobody could mend anything any more.
LAST = ("administrator", "all")


class NotOneself(Refused):
    """Rights are given and taken by somebody else."""

    sentence = say("Nobody changes their own roles or suspends themselves: ask another who manages accounts.")


class LastAdministrator(Refused):
    """Somebody must remain who can let others in."""

    sentence = say(
        "This is the last account that can administer the register. Let another administrator sign in first, then "
        "try again."
    )


class BeyondOnesState(Refused):
    """An account that also acts for others is not one State's to keep out."""

    sentence = say(
        "This account also has roles beyond your State. Take away its roles for your State, or ask the administrator "
        "of the register to suspend it."
    )


@dataclass(frozen=True)
class Offer:
    """A role that somebody may give, and whom it would be for: kind is state, institution, mission or all."""

    role: str
    kind: str


def may_give(giver: Identity, role: str, kind: str, code: str | None) -> bool:
    """Whether an identity may give, and take away, a role of this kind for this State, mission or institution."""
    scope = giver.scope("accounts.manage")
    return (role, kind) in MAY and (scope.everything or (kind == "state" and code in scope.states))


def offers(giver: Identity) -> Iterator[Offer]:
    """The roles an identity may give to anybody at all, in the order of the map."""
    scope = giver.scope("accounts.manage")
    for role, kind in MAY:
        if scope.everything or (kind == "state" and scope.states):
            yield Offer(role, kind)


def may_suspend(suspender: Identity, grants: Collection[Grant]) -> bool:
    """Whether an identity may suspend an account that holds these roles: all of them must be its to give."""
    return all(may_give(suspender, grant.role, grant.kind, grant.code) for grant in grants)
