"""The edge at which a forgotten pass phrase is asked for: counted first, then answered the same for everybody."""

from datetime import datetime, timedelta

from flask import Flask, current_app

from trainingapp.accounts.actions import resets, sign_ins
from trainingapp.accounts.queries import invitations
from trainingapp.accounts.rules import email_key, fingerprint
from trainingapp.accounts.sign_in import throttle
from trainingapp.kit.db import transaction
from trainingapp.kit.policy import accept
from trainingapp.kit.settings import Settings


def init_app(app: Flask) -> None:
    """Say what the links in letters open."""
    accept(app, "invitation", invitations.opened_by)
    accept(app, "reset", invitations.reset_opened_by)


def ask(email: str, *, address: str, now: datetime) -> timedelta:
    """Have the letter written; or how long to wait, when this address or this network asked too often.

    Every request counts, and is counted apart from failed sign-ins: asking for a letter locks nobody out.
    """
    settings: Settings = current_app.config["SETTINGS"]
    secret, key = str(current_app.secret_key), email_key(email)
    marks = fingerprint(secret, "reset", key), fingerprint(secret, "reset from", address)
    with transaction():
        attempt = sign_ins.count_attempt(*marks, throttle=throttle(), now=now)
        if not attempt.wait:
            resets.ask(
                key,
                base_url=settings.base_url,
                minutes=settings.reset_minutes,
                issuer=settings.single_sign_on_issuer.rstrip("/"),
                label=settings.single_sign_on_label,
                now=now,
            )
    return attempt.wait
