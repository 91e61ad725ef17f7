"""The steps of coverage computed from the facts: all, or those of the rotations that acts of the journal changed."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import attrgetter

from sqlalchemy import Connection, Select

from trainingapp.accounts.rules import OPERATOR, Scope
from trainingapp.curricula.queries.decisions import recognitions
from trainingapp.curricula.recognition import Recognition, in_order
from trainingapp.journal.reports import DEEP_CHECKS, Wrong
from trainingapp.kit.words import say
from trainingapp.readiness.followed import FOLLOWED, HARMLESS_KINDS, HARMLESS_TABLES
from trainingapp.readiness.queries import facts, feed, kept
from trainingapp.readiness.queries.facts import RecordRow, RollRow, RotationRow, Version
from trainingapp.readiness.recognised import with_recognised
from trainingapp.readiness.reports.persons import CHUNK, binds_rotation, line_of, record_of, waivers_of
from trainingapp.readiness.rules import STRENGTHS, Duty, Line, Record, counting, duties
from trainingapp.readiness.steps import History, Step, Stretch, steps
from trainingapp.requirements import queries as requirements
from trainingapp.requirements.rules import Rule


def steps_from_facts(
    ids: Collection[int] | None = None,
    *,
    without: Select[int] | None = None,
    rules: Sequence[Rule] | None = None,
) -> Iterator[Mapping[int, list[Step]]]:
    """The steps of rotations, all or these, computed from the facts: rotation -> steps, some rotations at a time.

    `without` are completions to leave out, to see what would become of coverage; `rules` stand in for those of the
    register, to see what others would ask. Nine statements, and three for every fifty rotations. Works for everybody
    and nobody: it shows nothing to anyone.
    """
    scope = OPERATOR.scope("gaps.see")
    rotations = facts.rotation_rows(scope, ids)
    asked = requirements.rules() if rules is None else rules
    flags, versions = requirements.mission_flags(), facts.versions()
    recognised = in_order(recognitions())
    looks = _Looks.of(asked)
    for start in range(0, len(rotations), CHUNK):
        chunk = {rotation.id: rotation for rotation in rotations[start : start + CHUNK]}
        yield {
            rotation_id: steps(
                histories,
                rules=binds_rotation(chunk[rotation_id], asked, flags).mandatory,
                deploys_on=chunk[rotation_id].deploys_on,
                ends_on=chunk[rotation_id].ends_on,
            )
            for rotation_id, histories in _histories(scope, chunk, looks, versions, recognised, without).items()
        }


@dataclass(frozen=True, slots=True)
class _Looks:
    """What mandatory rules look at: whatever they do not is left out of histories, so that more of these are alike."""

    curricula: frozenset[str]
    #: Those of which a rule accepts some versions only.
    versioned: frozenset[str]
    functions: frozenset[str]
    bands: bool

    @classmethod
    def of(cls, rules: Iterable[Rule]) -> "_Looks":
        must = [rule for rule in rules if rule.mandatory]
        return cls(
            frozenset(rule.curriculum for rule in must),
            frozenset(rule.curriculum for rule in must if rule.versions),
            frozenset().union(*(rule.functions for rule in must)),
            any(rule.rank_bands for rule in must),
        )

    def at(self, line: Line) -> Line:
        """A line of a roll without what no rule looks at."""
        function = line.function if line.function in self.functions else None
        return line._replace(function=function, band=line.band if self.bands else None)

    def stretch(self, record: Record) -> Stretch | None:
        """When a completion counts, and how strongly; None when no rule asks for it, or it counts on no day."""
        days = counting(record) if record.curriculum in self.curricula else None
        if days is None:
            return None
        version = record.version if record.curriculum in self.versioned else ""
        return Stretch(record.curriculum, days.first, days.last, STRENGTHS.index(record.evidence), version)


def _histories(
    scope: Scope,
    chunk: Mapping[int, RotationRow],
    looks: _Looks,
    versions: Mapping[int, Version],
    recognised: Sequence[Recognition],
    without: Select[int] | None,
) -> Mapping[int, Counter[History]]:
    rows = facts.record_rows(scope, chunk, without=without)
    if recognised:
        stretches = _stretches_recognised(looks, rows, versions, recognised)
    else:
        stretches = _stretches(looks, rows, versions)
    found: dict[int, Counter[History]] = {rotation_id: Counter() for rotation_id in chunk}
    known: dict[tuple[RollRow, ...], tuple[Duty, ...]] = {}
    waived = waivers_of(chunk)
    roll = facts.roll_rows(scope, chunk)
    for (rotation_id, person_id, sex), lines in groupby(roll, key=attrgetter("rotation_id", "person_id", "sex")):
        written = tuple([line._replace(rotation_id=0, person_id=0) for line in lines])
        if written not in known:
            known[written] = duties(looks.at(line_of(line)) for line in written)
        history = History(sex, known[written], stretches.get(person_id, ()), waived(rotation_id, person_id))
        found[rotation_id][history] += 1
    return found


def _stretches(
    looks: _Looks, rows: Iterable[RecordRow], versions: Mapping[int, Version]
) -> Mapping[int, tuple[Stretch, ...]]:
    """Person -> the days on which each of the person's completions counts, of the curricula that are required."""
    meant: dict[tuple[object, ...], Stretch | None] = {}
    found: dict[int, list[Stretch]] = {}
    for row in rows:
        what = row[1:]
        if what not in meant:
            meant[what] = looks.stretch(record_of(row, versions))
        if (stretch := meant[what]) is not None:
            found.setdefault(row.person_id, []).append(stretch)
    return {person_id: tuple(sorted(parts)) for person_id, parts in found.items()}


def _stretches_recognised(
    looks: _Looks,
    rows: Iterable[RecordRow],
    versions: Mapping[int, Version],
    recognised: Sequence[Recognition],
) -> Mapping[int, tuple[Stretch, ...]]:
    """The same where other training stands for some: what people hold together decides, so each is looked at whole.

    Persons with the same records are computed once.
    """
    meant: dict[tuple[object, ...], Record] = {}
    known: dict[tuple[tuple[object, ...], ...], tuple[Stretch, ...]] = {}
    found: dict[int, tuple[Stretch, ...]] = {}
    for person_id, some in groupby(rows, key=attrgetter("person_id")):
        own = tuple(sorted((row[1:] for row in some), key=str))
        if own not in known:
            records: dict[str, tuple[Record, ...]] = {}
            for what in own:
                if what not in meant:
                    meant[what] = record_of(RecordRow(person_id, *what), versions)
                record = meant[what]
                records[record.curriculum] = (*records.get(record.curriculum, ()), record)
            counted = (
                looks.stretch(record) for of_one in with_recognised(records, recognised).values() for record in of_one
            )
            known[own] = tuple(sorted(stretch for stretch in counted if stretch is not None))
        if known[own]:
            found[person_id] = known[own]
    return found


def changed_since(seq: int) -> set[int] | None:
    """The rotations whose steps the acts after this entry of the journal changed; None when it may be any.

    An act of a kind that is not known here may have changed any: a wrong number is worse than a slow one. Three
    statements at most.
    """
    rotations: set[str] = set()
    persons: set[str] = set()
    follow = False
    for act in feed.acts_since(seq):
        if act.tables - FOLLOWED - HARMLESS_TABLES:
            return None
        if act.tables:
            follow = follow or bool(act.tables & FOLLOWED)
        elif act.object_kind in HARMLESS_KINDS:
            continue
        elif act.object_kind == "rotation":
            rotations.add(act.object_id)
        elif act.object_kind == "person":
            persons.add(act.object_id)
        else:
            return None
    found = feed.rotations_changed_since(seq) if follow else set()
    return found | (feed.rotations_named(rotations, persons=persons) if rotations or persons else set())


def differing_rotations() -> Iterator[tuple[RotationRow, str]]:
    """The rotations whose kept steps are not what the facts give, each with the first step that differs.

    What is derived may be behind the journal, and is thrown away at will; but it must never be wrong. A rotation that
    acts since the watermark changed is not compared: the next reader has its steps made anew. Reads everything.
    """
    mark = feed.watermark()
    if mark is None:
        return
    rotations = {rotation.id: rotation for rotation in facts.rotation_rows(OPERATOR.scope("gaps.see"))}
    for chunk in steps_from_facts():
        found = kept.steps_of(chunk)
        for rotation_id, made in chunk.items():
            was = found.get(rotation_id, [])
            if sorted(made, key=_order) == sorted(was, key=_order):
                continue
            # Asked only now: somebody may have recorded something while this was read.
            changed = changed_since(mark)
            if changed is not None and rotation_id not in changed:
                first = min((Counter(made) - Counter(was)) + (Counter(was) - Counter(made)), key=_order)
                yield rotations[rotation_id], f"{first.curriculum or 'roll'} {first.sex} {first.day.isoformat()}"


def _order(step: Step) -> tuple[str, str, date, tuple[int, ...]]:
    return step.curriculum or "", step.sex, step.day, step.changes


def steps_are_right(_connection: Connection) -> Iterator[Wrong]:
    """What `verify --deep` asks of this room: every rotation whose kept steps are not what the facts give."""
    for rotation, where in differing_rotations():
        sentence = say("The coverage kept for speed is not what the facts give: %(where)s.", where=where)
        yield Wrong(feed.watermark() or 0, "coverage_change", rotation.public_id, None, sentence)


DEEP_CHECKS.append(steps_are_right)
