"""What can be done about who people are. Every act is new rows; nothing recorded is edited."""

from trainingapp.people import reports as _reports  # noqa: F401  what `verify --deep` asks is there wherever one writes
from trainingapp.people.actions.adding import AlreadyKnown, add_people
from trainingapp.people.actions.now import refresh_now

__all__ = ["AlreadyKnown", "add_people", "refresh_now"]
