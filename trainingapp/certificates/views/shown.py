"""How a status is shown: its word, with a colour and a symbol beside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from flask_babel import format_date

from trainingapp.certificates.rules import STATUSES, Standing
from trainingapp.kit.words import Sentence


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
            ("replaced", "warn", "certificate"),
            ("suspended", "bad", "hourglass"),
            ("unknown", "bad", "help-circle"),
        )
    }
)


def spoken(said: Sentence, standing: Standing) -> Sentence:
    """What is said of a certificate, with its day as pages write days: 25 Sep 2019."""
    if standing.on is None or "day" not in said.values:
        return said
    return Sentence(said.template, {**said.values, "day": format_date(standing.on, "d MMM yyyy")})
