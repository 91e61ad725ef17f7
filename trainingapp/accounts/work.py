"""What a worker does for accounts from time to time."""

from datetime import timedelta

from flask import current_app

from trainingapp.accounts.actions import invitations
from trainingapp.kit import clock
from trainingapp.kit.db import transaction


def clear_invitations() -> None:
    """Empty what invitations no longer need, and sweep old links."""
    now = clock.now()
    kept = timedelta(days=current_app.config["SETTINGS"].invitation_kept_days)
    with transaction():
        invitations.clear(before=now - kept, now=now)
