"""The steps of coverage computed from the facts: all, or those of the rotations that acts of the journal changed."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date

from sqlalchemy import Connection, Select

from trainingapp.accounts.rules import OPERATOR
from trainingapp.curricula.queries.decisions import recognitions
from trainingapp.curricula.recognition import in_order
from trainingapp.journal.reports import DEEP_CHECKS, Wrong
from trainingapp.kit.words import say
from trainingapp.readiness.followed import FOLLOWED, HARMLESS_KINDS, HARMLESS_TABLES
from trainingapp.readiness.queries import facts, feed, kept
from trainingapp.readiness.queries.facts import RotationRow
from trainingapp.readiness.reports.histories import Looks, held_by_person, histories
from trainingapp.readiness.reports.persons import CHUNK, binds_rotation
from trainingapp.readiness.steps import Step, steps
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
    register, to see what others would ask. Twelve statements, and two for every fifty rotations; every completion is
    read once. Works for everybody and nobody: it shows nothing to anyone.
    """
    scope = OPERATOR.scope("gaps.see")
    rotations = facts.rotation_rows(scope, ids)
    asked = requirements.rules() if rules is None else rules
    flags, looks = requirements.mission_flags(), Looks.of(asked)
    held = held_by_person(scope, ids, looks, in_order(recognitions()), without=without)
    for start in range(0, len(rotations), CHUNK):
        chunk = {rotation.id: rotation for rotation in rotations[start : start + CHUNK]}
        yield {
            rotation_id: steps(
                some,
                rules=binds_rotation(chunk[rotation_id], asked, flags).mandatory,
                deploys_on=chunk[rotation_id].deploys_on,
                ends_on=chunk[rotation_id].ends_on,
            )
            for rotation_id, some in histories(scope, chunk, looks, held).items()
        }


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
