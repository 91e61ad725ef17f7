"""How a status is shown: its word, with a colour and a symbol beside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from trainingapp.certificates.rules import STATUSES


@dataclass(frozen=True)
class StatusShown:
    """A status on a page."""

    label: str
    tone: str
    symbol: str


SHOWN: Mapping[str, StatusShown] = MappingProxyType(
    {
        code: StatusShown(STATUSES[code], tone, symbol)
        for code, tone, symbol in (
            ("valid", "good", "circle-check"),
            ("expired", "warn", "clock"),
            ("superseded", "warn", "history"),
            ("revoked", "bad", "ban"),
            ("withdrawn", "bad", "arrow-back-up"),
            ("unknown", "bad", "help-circle"),
        )
    }
)
