"""Brings the tables of reference data up to their files."""

import json
from dataclasses import dataclass

from sqlalchemy import select

from trainingapp.kit.db import db
from trainingapp.states import reference
from trainingapp.states.models import Mission, MissionFlag, State


@dataclass(frozen=True)
class Refreshed:
    """How many rows of reference data were added, changed and taken away."""

    added: int
    changed: int
    removed: int

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)


def load_reference() -> Refreshed:
    """Make States, missions and their flags what the files in data/ say. Again, it changes nothing.

    A State or mission that the files no longer name stays: rows of other rooms point at it. A flag that they no longer
    name goes: it was an error in the file, since a flag that ended has its last day there. Three statements to read,
    and one for each kind of change.
    """
    states, missions, flags = _wanted_states(), _wanted_missions(), _wanted_flags()
    found: dict[type, dict[object, object]] = {
        State: {row.code: row for row in db.session.scalars(select(State))},
        Mission: {row.code: row for row in db.session.scalars(select(Mission))},
        MissionFlag: {
            (row.mission_code, row.flag, row.valid_from): row for row in db.session.scalars(select(MissionFlag))
        },
    }
    added = changed = removed = 0
    for model, wanted in ((State, states), (Mission, missions), (MissionFlag, flags)):
        for key, values in wanted.items():
            row = found[model].pop(key, None)
            if row is None:
                db.session.add(model(**values))
                added += 1
                continue
            differing = {name: value for name, value in values.items() if getattr(row, name) != value}
            for name, value in differing.items():
                setattr(row, name, value)
            changed += bool(differing)
    for row in found[MissionFlag].values():
        db.session.delete(row)
        removed += 1
    db.session.flush()
    return Refreshed(added, changed, removed)


def _wanted_states() -> dict[object, dict[str, object]]:
    return {
        state.iso3: {
            "code": state.iso3,
            "iso2": state.iso2,
            "m49": state.m49,
            "kind": state.status,
            "name": state.name(),
            "names": json.dumps(dict(state.names), ensure_ascii=False, sort_keys=True),
            "own_language": state.own_language,
            "region": state.region,
            "subregion": state.subregion,
        }
        for state in reference.load_states()
    }


def _wanted_missions() -> dict[object, dict[str, object]]:
    return {
        mission.acronym: {
            "code": mission.acronym,
            "name": mission.name(),
            "host": mission.host,
            "kind": mission.kind,
            "established_on": mission.established_on,
            "closed_on": mission.closed_on,
        }
        for mission in reference.load_missions()
    }


def _wanted_flags() -> dict[object, dict[str, object]]:
    return {
        (mission.acronym, flag.flag, flag.valid_from): {
            "mission_code": mission.acronym,
            "flag": flag.flag,
            "kind": flag.kind,
            "valid_from": flag.valid_from,
            "valid_through": flag.valid_through,
            "mark": flag.mark,
            "note": flag.note,
        }
        for mission in reference.load_missions()
        for flag in mission.flags
    }
