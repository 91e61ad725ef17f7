"""Pure: which curricula a reader of the catalogue asks for, and what each lacks."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Protocol, TypeAlias, TypeVar

from trainingapp.curricula.rules import KINDS
from trainingapp.kit.words import Sentence, say
from trainingapp.states.resolver import folded

#: The languages in which material must exist (C4, A): a catalogue says where it does not (R28).
NEEDED_LANGUAGES: Final = ("en", "fr")


class Told(Protocol):
    """What a content says beyond its figures."""

    @property
    def audience(self) -> tuple[str, ...]: ...
    @property
    def phases(self) -> tuple[str, ...]: ...
    @property
    def framework_areas(self) -> tuple[str, ...]: ...
    @property
    def mission(self) -> str | None: ...
    @property
    def findable(self) -> str: ...


class Listed(Protocol):
    """A version that stands in the catalogue."""

    @property
    def kind(self) -> str: ...
    @property
    def code(self) -> str: ...
    @property
    def topics(self) -> tuple[str, ...]: ...
    @property
    def languages(self) -> tuple[str, ...]: ...
    @property
    def brief(self) -> Told: ...


L = TypeVar("L", bound=Listed)
#: What a group is called, and what stands in it.
Group: TypeAlias = tuple[Sentence, list[L]]


@dataclass(frozen=True)
class Wanted:
    """What was asked; an empty text asks nothing. `language` is a code, or `no-fr`: what has no French material."""

    text: str = ""
    audience: str = ""
    topic: str = ""
    language: str = ""
    phase: str = ""
    kind: str = ""
    area: str = ""

    def fits(self, found: Listed) -> bool:
        """Whether a version is what was asked: everything that was asked, and every word of the text."""
        told = found.brief
        if self.language.startswith("no-"):
            spoken = self.language.removeprefix("no-") not in found.languages
        else:
            spoken = not self.language or self.language in found.languages
        return (
            spoken
            and self.kind in ("", found.kind)
            and (not self.audience or self.audience in told.audience)
            and (not self.topic or self.topic in found.topics)
            and (not self.phase or self.phase in told.phases)
            and (not self.area or self.area in told.framework_areas)
            and all(word in told.findable for word in folded(self.text).split())
        )


def by_kind(versions: Iterable[L]) -> Iterator[tuple[str, list[L]]]:
    """The versions by kind, in the order of the list of kinds; each kind in the order in which they came.

    What only one mission teaches comes last: there is one for each.
    """
    found: dict[str, list[L]] = {kind: [] for kind in sorted(KINDS, key="MISSION".__eq__)}
    for version in versions:
        found[version.kind].append(version)
    return ((kind, ones) for kind, ones in found.items() if ones)


def to_choose(versions: Iterable[L], *, first: Collection[str] = (), mission: str | None = None) -> list[Group[L]]:
    """The versions in groups, for a list from which one is chosen: those of the curricula `first`, then by kind.

    With a mission, what only another mission teaches those who arrive there is left out.
    """
    fitting = [one for one in versions if mission is None or one.brief.mission in (None, mission)]
    wanted = [one for one in fitting if one.code in first]
    groups = [(Sentence(KINDS[kind]), ones) for kind, ones in by_kind(one for one in fitting if one.code not in first)]
    return [(say("Required of this rotation"), wanted), *groups] if wanted else groups


def lacking(languages: Iterable[str]) -> tuple[str, ...]:
    """The languages that are needed and in which there is no material."""
    known = set(languages)
    return tuple(one for one in NEEDED_LANGUAGES if one not in known)
