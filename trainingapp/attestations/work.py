"""What a worker does about certifications: nobody waits for weeks without a word."""

from datetime import timedelta

from flask import current_app

from trainingapp.attestations.actions.reminding import Told, remind
from trainingapp.attestations.actions.steps import MovedOn
from trainingapp.attestations.queries.waiting import silent_since
from trainingapp.kit import clock
from trainingapp.kit.db import transaction

#: Certifications that are told of in one round at most, so that a worker gets to its other work.
MOST = 100


def remind_waiting() -> int:
    """Tell both sides of what has waited as many days as the setting says; how many. One statement when none has.

    Each in a transaction of its own: of two workers one tells, and a worker that is killed tells or leaves it due.
    """
    after, today = current_app.config["SETTINGS"].attestation_word_days, clock.today()
    told = 0
    for one in silent_since(today - timedelta(days=after), most=MOST):
        try:
            with transaction():
                remind(one, now=clock.now(), today=today, after=after)
            told += 1
        except (Told, MovedOn):
            continue
    return told
