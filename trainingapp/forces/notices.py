"""Pure: what rooms above have to say about a rotation on its own page. They add to the list; this room asks it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from trainingapp.accounts.rules import Identity
from trainingapp.kit.words import Sentence


class Subject(Protocol):
    """The rotation that a notice is about, as far as notices must know; a RotationFacts."""

    @property
    def id(self) -> int: ...
    @property
    def public_id(self) -> str: ...
    @property
    def state_code(self) -> str: ...
    @property
    def state_name(self) -> str: ...
    @property
    def mission_code(self) -> str: ...
    @property
    def deploys_on(self) -> date: ...
    @property
    def ends_on(self) -> date: ...


@dataclass(frozen=True)
class Notice:
    """One thing to know about a rotation, and the page behind it, as far as the reader may open it."""

    sentence: Sentence
    endpoint: str | None = None
    label: str = ""
    tone: str = "info"
    #: What the address of that page needs.
    values: Mapping[str, str] = field(default_factory=dict)


#: Who is asking, and the rotation -> what there is to say, or nothing. A fixed number of statements each.
NOTICES: list[Callable[[Identity, Subject], Notice | None]] = []
