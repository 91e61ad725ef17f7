"""Pure: sessions as an iCalendar (RFC 5545). Names nobody: what, when, where, in which language, how it stands."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from typing import Protocol, TypeVar

from icalendar import Calendar, Event


class Planned(Protocol):
    """What a calendar program is told of a session."""

    @property
    def public_id(self) -> str: ...
    @property
    def called(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def status(self) -> str: ...
    @property
    def starts_on(self) -> date: ...
    @property
    def ends_on(self) -> date: ...
    @property
    def place(self) -> str: ...


T = TypeVar("T", bound=Planned)

#: Where a session stands -> what calendar programs know.
STATUS = {"planned": "TENTATIVE", "open": "TENTATIVE", "cancelled": "CANCELLED"}


def feed(
    sessions: Iterable[T],
    *,
    name: str,
    host: str,
    now: datetime,
    url: Callable[[T], str],
    told: Callable[[T], str],
) -> bytes:
    """A calendar of whole days. `told` is a session's description, `url` the address of its page."""
    calendar = Calendar()
    calendar.add("prodid", "-//Peacekeeping Training Register//Sessions//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    for one in sessions:
        event = Event()
        event.add("uid", f"{one.public_id}@{host}")
        event.add("dtstamp", now)
        event.add("dtstart", one.starts_on)
        # The end of a whole-day event is the day after its last one.
        event.add("dtend", one.ends_on + timedelta(days=1))
        event.add("summary", f"{one.called}: {one.title}")
        event.add("location", one.place)
        event.add("description", told(one))
        event.add("status", STATUS.get(one.status, "CONFIRMED"))
        event.add("url", url(one))
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return bytes(calendar.to_ical())
