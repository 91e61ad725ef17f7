"""Pure: what rooms above have to say about a rotation on its own page. They add to the list; this room asks it."""

from collections.abc import Callable
from dataclasses import dataclass

from trainingapp.accounts.rules import Identity
from trainingapp.kit.words import Sentence


@dataclass(frozen=True)
class Notice:
    """One thing to know about a rotation, and the page behind it, as far as the reader may open it."""

    sentence: Sentence
    endpoint: str | None = None
    label: str = ""
    tone: str = "info"


#: Who is asking, and the rotation's key -> what there is to say, or nothing. A fixed number of statements each.
NOTICES: list[Callable[[Identity, int], Notice | None]] = []
