"""What can be done about who people are. Every act is new rows; nothing recorded is edited."""

from trainingapp.people import reports as _reports  # noqa: F401  what `verify --deep` asks is there wherever one writes
from trainingapp.people.actions.adding import AlreadyKnown, add_people
from trainingapp.people.actions.duplicates import look
from trainingapp.people.actions.finding import rebuild_index
from trainingapp.people.actions.identity import (
    CannotChange,
    ChangedMeanwhile,
    NumberTaken,
    change,
    correct_name,
    names_of,
    problems_of,
)
from trainingapp.people.actions.merging import (
    AlreadyOne,
    AlreadyUndone,
    NumberGivenAway,
    TwoStates,
    keep_apart,
    merge,
    undo_merge,
)
from trainingapp.people.actions.now import refresh_now
from trainingapp.people.actions.transfers import (
    AlreadyAnswered,
    AlreadyGone,
    AlreadyOffered,
    OwnState,
    decline,
    offer,
    withdraw_offer,
)

__all__ = [
    "AlreadyAnswered",
    "AlreadyGone",
    "AlreadyKnown",
    "AlreadyOffered",
    "AlreadyOne",
    "AlreadyUndone",
    "CannotChange",
    "ChangedMeanwhile",
    "NumberGivenAway",
    "NumberTaken",
    "OwnState",
    "TwoStates",
    "add_people",
    "change",
    "correct_name",
    "decline",
    "keep_apart",
    "look",
    "merge",
    "names_of",
    "offer",
    "problems_of",
    "rebuild_index",
    "refresh_now",
    "undo_merge",
    "withdraw_offer",
]
