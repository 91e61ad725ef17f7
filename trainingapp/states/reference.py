"""Pure: States and missions as their files tell them, checked while they are read.

The files in `data/` are the truth; the tables are loaded from them. A file that contradicts itself raises
`ContradictoryReferenceData` with every contradiction, so that a wrong code is met by whoever writes it.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from trainingapp.states.rules import (
    MANDATE_FLAGS,
    MISSION_FLAGS,
    MISSION_KINDS,
    SOURCE_MARKS,
    STATE_STATUSES,
    THREAT_FLAGS,
    UN_LANGUAGES,
    holds_on,
)

DATA: Final = Path(__file__).parent / "data"


class ContradictoryReferenceData(ValueError):
    """A reference file that contradicts itself; the message has one line for each contradiction."""


@dataclass(frozen=True, slots=True)
class EarlierName:
    """What a State was called through the day `until`, in the languages whose name changed."""

    until: date
    names: Mapping[str, str]
    source: str


@dataclass(frozen=True, slots=True)
class State:
    """A Member State, an observer or a fictional State.

    `m49` is text, with its leading zeros, and None for fictional States, whose ISO codes are user-assigned. `names`
    are the short names of the United Nations in its six languages; `own_language` is the one to show beside English.
    """

    iso3: str
    iso2: str
    m49: str | None
    status: str
    region: str
    subregion: str
    own_language: str
    names: Mapping[str, str]
    formal: str | None
    aliases: tuple[str, ...]
    earlier: tuple[EarlierName, ...]

    @property
    def fictional(self) -> bool:
        """Whether the State exists only in examples."""
        return self.status == "fictional"

    def name(self, language: str = "en", *, on: date | None = None) -> str:
        """The short name in a language, today's or the one in use on a day; English for a language we do not know."""
        if on is not None:
            for past in self.earlier:  # the oldest first
                if on <= past.until and language in past.names:
                    return past.names[language]
        return self.names.get(language, self.names["en"])


@dataclass(frozen=True, slots=True)
class UnclearName:
    """Texts that people write for more than one State, or for none exactly: always asked about."""

    texts: tuple[str, ...]
    could_be: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MissionFlag:
    """A dated property of a mission: `flag` of `MISSION_FLAGS`, `kind` mandate, threat or priority.

    `valid_from` and `valid_through` both belong to the period. `mark` is one of `SOURCE_MARKS`, `note` says more.
    """

    flag: str
    kind: str
    valid_from: date
    valid_through: date | None
    mark: str
    note: str

    def holds_on(self, day: date) -> bool:
        """Whether the mission has the flag on that day."""
        return holds_on(day, valid_from=self.valid_from, valid_through=self.valid_through)


@dataclass(frozen=True, slots=True)
class Mission:
    """A mission. `host` is a text; the codes are those of the host countries or areas, empty where there are none.

    `established_on` is the first day of the month where only the month is known; `closed_on` is the mandate's last day.
    `spellings` are other ways in which lists write its acronym.
    """

    acronym: str
    names: Mapping[str, str]
    kind: str
    host: str
    host_iso3: tuple[str, ...]
    host_m49: tuple[str, ...]
    established_on: date
    established_mark: str
    closed_on: date | None
    closed_mark: str | None
    predecessor: str | None
    spellings: tuple[str, ...]
    flags: tuple[MissionFlag, ...]

    def name(self, language: str = "en") -> str:
        """The mission's name in a language, or in English."""
        return self.names.get(language, self.names["en"])

    def open_on(self, day: date) -> bool:
        """Whether the mission existed on that day; its last day belongs to it."""
        return holds_on(day, valid_from=self.established_on, valid_through=self.closed_on)

    def has(self, flag: str, *, on: date) -> bool:
        """Whether the mission had a mandate, threat or priority flag on a day on which it was open."""
        return self.open_on(on) and any(f.flag == flag and f.holds_on(on) for f in self.flags)


@cache
def load_states() -> tuple[State, ...]:
    """Every State in the order of its ISO3 code. Raises `ContradictoryReferenceData`."""
    table = tomllib.loads((DATA / "states.toml").read_text("utf-8"))
    states = tuple(sorted((_state(row) for row in table["state"]), key=lambda state: state.iso3))
    _refuse(contradictions_of_states(states))
    return states


@cache
def load_unclear_names() -> tuple[UnclearName, ...]:
    """The texts that are asked about although they look exact: "Congo", "Korea"."""
    table = tomllib.loads((DATA / "states.toml").read_text("utf-8"))
    known = {state.iso3 for state in load_states()}
    unclear = tuple(UnclearName(tuple(row["texts"]), tuple(row["could_be"])) for row in table["unclear"])
    _refuse(f"unclear {u.texts}: no State {code}" for u in unclear for code in u.could_be if code not in known)
    return unclear


@cache
def load_missions() -> tuple[Mission, ...]:
    """Every mission in the order of its acronym. Raises `ContradictoryReferenceData`."""
    table = tomllib.loads((DATA / "missions.toml").read_text("utf-8"))
    missions = tuple(sorted((_mission(row) for row in table["mission"]), key=lambda mission: mission.acronym))
    _refuse(contradictions_of_missions(missions))
    return missions


def _state(row: Mapping[str, Any]) -> State:
    earlier = [
        EarlierName(past["until"], MappingProxyType(dict(past["names"])), past["source"])
        for past in row.get("earlier", ())
    ]
    return State(
        iso3=row["iso3"],
        iso2=row["iso2"],
        m49=row.get("m49"),
        status=row.get("status", "member"),
        region=row["region"],
        subregion=row["subregion"],
        own_language=row["own_language"],
        names=MappingProxyType(dict(row["names"])),
        formal=row.get("formal"),
        aliases=tuple(row.get("aliases", ())),
        earlier=tuple(sorted(earlier, key=lambda past: past.until)),
    )


def _mission(row: Mapping[str, Any]) -> Mission:
    return Mission(
        acronym=row["acronym"],
        names=MappingProxyType(dict(row["names"])),
        kind=row["kind"],
        host=row["host"],
        host_iso3=tuple(row.get("host_iso3", ())),
        host_m49=tuple(row.get("host_m49", ())),
        established_on=row["established"],
        established_mark=row["established_source"],
        closed_on=row.get("closed"),
        closed_mark=row.get("closed_source"),
        predecessor=row.get("predecessor"),
        spellings=tuple(row.get("spellings", ())),
        flags=tuple(
            MissionFlag(
                flag=flag["flag"],
                kind=_kind(flag["flag"]),
                valid_from=flag.get("from", row["established"]),
                valid_through=flag.get("through", row.get("closed")),
                mark=flag["source"],
                note=flag.get("note", ""),
            )
            for flag in row.get("flags", ())
        ),
    )


def _kind(flag: str) -> str:
    return "mandate" if flag in MANDATE_FLAGS else "threat" if flag in THREAT_FLAGS else "priority"


def contradictions_of_states(states: Iterable[State]) -> Iterator[str]:
    seen: dict[tuple[str, str], str] = {}
    for state in states:
        for kind, code, length in (("iso3", state.iso3, 3), ("iso2", state.iso2, 2), ("m49", state.m49, 3)):
            if code is None:
                if not state.fictional:
                    yield f"{state.iso3}: {kind} is missing"
                continue
            if len(code) != length or not code.isascii() or code.isdigit() != (kind == "m49"):
                yield f"{state.iso3}: {code!r} is not a {kind} code"
            if (other := seen.setdefault((kind, code), state.iso3)) != state.iso3:
                yield f"{state.iso3}: {kind} {code} belongs to {other}"
        if set(state.names) != set(UN_LANGUAGES):
            yield f"{state.iso3}: names are needed in exactly {', '.join(UN_LANGUAGES)}"
        if state.own_language not in UN_LANGUAGES or state.status not in STATE_STATUSES:
            yield f"{state.iso3}: unknown language or status"


def contradictions_of_missions(missions: Iterable[Mission]) -> Iterator[str]:
    known: set[str] = set()
    missions = tuple(missions)
    for mission in missions:
        if mission.acronym in known:
            yield f"{mission.acronym}: twice"
        known.add(mission.acronym)
        if mission.kind not in MISSION_KINDS:
            yield f"{mission.acronym}: unknown kind {mission.kind}"
        if mission.closed_on is not None and mission.closed_on < mission.established_on:
            yield f"{mission.acronym}: closed before it was established"
        if (mission.closed_on is None) != (mission.closed_mark is None):
            yield f"{mission.acronym}: a closing day and its mark come together"
        for flag in mission.flags:
            if flag.flag not in MISSION_FLAGS or flag.mark not in SOURCE_MARKS:
                yield f"{mission.acronym}: unknown flag or mark in {flag.flag} {flag.mark}"
            if flag.valid_through and flag.valid_through < flag.valid_from:
                yield f"{mission.acronym}: {flag.flag} ends before it begins"
    for mission in missions:
        if mission.predecessor is not None and mission.predecessor not in known:
            yield f"{mission.acronym}: no mission {mission.predecessor} to follow"


def _refuse(contradictions: Iterable[str]) -> None:
    if found := list(contradictions):
        raise ContradictoryReferenceData("\n".join(found))
