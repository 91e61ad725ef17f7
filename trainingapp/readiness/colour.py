"""Pure: the colour of a rotation's readiness, by a rule that is printed wherever a colour is shown.

No source gives readiness colours: where amber begins is a policy setting [A]. Screening, and the certification of the
unit by its State, stand beside it and are not merged into it (R02); the rule says so.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from trainingapp.kit.words import N_, Sentence, say

#: Colour -> the word that stands beside it: nobody has to tell colours apart.
COLOURS: Final[Mapping[str, str]] = MappingProxyType(
    {"green": N_("Ready"), "amber": N_("Nearly ready"), "red": N_("Not ready"), "grey": N_("No roll")}
)
#: Colour -> how a status is drawn, with a symbol of its own.
TONES: Final[Mapping[str, str]] = MappingProxyType({"green": "good", "amber": "warn", "red": "bad", "grey": "quiet"})


@dataclass(frozen=True, slots=True)
class ColourRule:
    """From which share of persons on a rotation is amber, in percent."""

    amber_percent: int

    def of(self, *, persons: int, ready: int, gaps: int, waived: int = 0) -> str:
        """The colour of a rotation with so many persons on its roll, of whom so many are ready.

        `gaps` counts what is required of one person and not held, `waived` how much of that is under a waiver.
        Compared exactly: 849 ready of 850 is not green.
        """
        if not persons:
            return "grey"
        if not gaps and ready == persons:
            return "green"
        if 100 * ready >= self.amber_percent * persons or gaps == waived:
            return "amber"
        return "red"

    @property
    def in_words(self) -> Sentence:
        """The rule, to be printed beside the colours."""
        return say(
            "Ready: everybody on the roll holds everything that is mandatory for them. Nearly ready: at least "
            "%(percent)s %% of the persons do, or every gap is under a waiver. Not ready: fewer. No roll: nobody can "
            "be counted. Screening and the State's certification of the unit stand beside it and do not count.",
            percent=self.amber_percent,
        )
