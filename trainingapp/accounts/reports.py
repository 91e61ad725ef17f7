"""Whether every invitation is still to the address and the name it was written for: a part of `verify --deep`."""

from collections.abc import Iterator

from sqlalchemy import Connection, func, select

from trainingapp.accounts.inviting import mark
from trainingapp.accounts.models.invitations import Invitation
from trainingapp.journal.reports import DEEP_CHECKS, Wrong
from trainingapp.kit.words import say


def invitations_are_right(connection: Connection) -> Iterator[Wrong]:
    """Each invitation whose address or name was changed behind the register's back. One statement.

    What was emptied when its days were over has neither any more.
    """
    rows = connection.execute(
        select(
            Invitation.entry_seq,
            Invitation.public_id,
            Invitation.mark,
            func.coalesce(Invitation.mark_salt, ""),
            func.coalesce(Invitation.email, ""),
            func.coalesce(Invitation.name, ""),
        )
        .where(Invitation.mark_salt.is_not(None) | Invitation.email.is_not(None) | Invitation.name.is_not(None))
        .order_by(Invitation.id)
    )
    for seq, public_id, kept, salt, email, name in rows:
        if kept != mark(salt, email, name):
            sentence = say("This invitation is not to the address and the name it was written for.")
            yield Wrong(seq, Invitation.__tablename__, public_id, None, sentence)


DEEP_CHECKS.append(invitations_are_right)
