"""Pure: when a piece of long work counts as left behind, and how its failure is kept for the person."""

import json
from datetime import datetime, timedelta

from trainingapp.kit.words import Sentence, say

#: A running job says every few seconds that it is alive; so long after the last word it counts as killed.
ALIVE_EVERY = timedelta(seconds=5)
SILENT_FOR = timedelta(seconds=60)

#: A job that nobody took by then is sent to the queue once more: the first sending may have been lost.
NOT_TAKEN_FOR = timedelta(seconds=20)

#: How often a job is begun. Whatever killed its worker three times would do so a fourth time.
MOST_ATTEMPTS = 3

STOPPED = say("This was begun several times and stopped each time before it was done. Ask the operator to look at it.")
BROKEN = say("Something went wrong on our side. Nothing is lost: what was recorded before stays recorded.")
UNKNOWN = say("The register no longer knows this kind of work.")


def is_silent(*, heartbeat_at: datetime, at: datetime) -> bool:
    """Whether a running job was left behind by its worker."""
    return at - heartbeat_at > SILENT_FOR


def is_not_taken(*, heartbeat_at: datetime, at: datetime) -> bool:
    """Whether a queued job must be sent again."""
    return at - heartbeat_at > NOT_TAKEN_FOR


def kept(sentence: Sentence) -> str:
    """A sentence as text, so that it can be read later in any language."""
    values = {name: kept(v) if isinstance(v, Sentence) else v for name, v in sentence.values.items()}
    nested = sorted(name for name, v in sentence.values.items() if isinstance(v, Sentence))
    return json.dumps([sentence.template, values, nested], default=str)


def told(text: str) -> Sentence:
    """The sentence that was kept."""
    template, values, nested = json.loads(text)
    return Sentence(template, {name: told(v) if name in nested else v for name, v in values.items()})
