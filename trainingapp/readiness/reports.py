"""Readiness as concluded from facts and rules: tables of coverage, and the steps that are kept for speed."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import groupby
from operator import attrgetter

from trainingapp.accounts.rules import OPERATOR, Scope
from trainingapp.readiness.coverage import BY, Question, Table, table
from trainingapp.readiness.queries import facts, kept
from trainingapp.readiness.queries.facts import RecordRow, RotationRow, Version
from trainingapp.readiness.rules import Duty, Line, Record, counting, duties
from trainingapp.readiness.steps import History, Step, Stretch, steps
from trainingapp.requirements import queries as requirements
from trainingapp.requirements.rules import Rule, binding

#: Rotations computed at a time: about 15,000 persons, so that memory stays small at any size of the register.
CHUNK = 50


def coverage(scope: Scope, question: Question, *, by: str) -> Table:
    """The table of coverage by state, mission, rotation or curriculum, from the steps.

    The steps must be up to date (`actions.refresh`). Four statements, whatever the size.
    """
    sums = kept.sums(scope, question, by=("rotation",) if by == "rotation" else BY[by])
    deployments = kept.deployments(scope, question)
    if by == "rotation":
        places = {one.public_id: (one.state, one.mission, one.public_id) for one in deployments}
        sums = [(places[key[0]], *rest) for key, *rest in sums]  # type: ignore[misc]
    return table(question, by, sums=sums, deployments=deployments, curricula=curricula_in_order())


def curricula_in_order() -> dict[str, str]:
    """Code -> title of the curricula that any mandatory rule asks for, in the order of the rules. Two statements."""
    titles = facts.curriculum_titles()
    return {rule.curriculum: titles[rule.curriculum] for rule in requirements.rules() if rule.mandatory}


# --- The steps ---------------------------------------------------------------------------------------------------


def steps_from_facts(ids: Collection[int] | None = None) -> Iterator[Mapping[int, list[Step]]]:
    """The steps of rotations, all or these, computed from the facts: rotation -> steps, some rotations at a time.

    Four statements, and two for every fifty rotations. Works for everybody and nobody: it shows nothing to anyone.
    """
    scope = OPERATOR.scope("gaps.see")
    rotations = facts.rotation_rows(scope, ids)
    rules, flags, versions = requirements.rules(), requirements.mission_flags(), facts.versions()
    for start in range(0, len(rotations), CHUNK):
        chunk = {rotation.id: rotation for rotation in rotations[start : start + CHUNK]}
        yield {
            rotation_id: steps(
                histories,
                rules=binding(
                    rules, flags=flags, mission=chunk[rotation_id].mission, deploys_on=chunk[rotation_id].deploys_on
                ),
                ends_on=chunk[rotation_id].ends_on,
            )
            for rotation_id, histories in _histories(scope, chunk, rules, versions).items()
        }


def _histories(
    scope: Scope, chunk: Mapping[int, RotationRow], rules: Sequence[Rule], versions: Mapping[int, Version]
) -> Mapping[int, Counter[History]]:
    stretches = _stretches(scope, chunk, frozenset(rule.curriculum for rule in rules if rule.mandatory), versions)
    found: dict[int, Counter[History]] = {rotation_id: Counter() for rotation_id in chunk}
    known: dict[tuple[Line, ...], tuple[Duty, ...]] = {}
    roll = facts.roll_rows(scope, chunk)
    for (rotation_id, person_id, sex), lines in groupby(roll, key=attrgetter("rotation_id", "person_id", "sex")):
        written = tuple([Line(line.category, line.decides, line.left_on) for line in lines])
        if written not in known:
            known[written] = duties(written)
        history = History(sex, known[written], stretches.get(person_id, ()))
        found[rotation_id][history] += 1
    return found


def _stretches(
    scope: Scope, chunk: Collection[int], curricula: Collection[str], versions: Mapping[int, Version]
) -> Mapping[int, tuple[Stretch, ...]]:
    """Person -> the days on which each of the person's completions counts, of the curricula that are required."""
    meant: dict[tuple[object, ...], Stretch | None] = {}
    found: dict[int, list[Stretch]] = {}
    for row in facts.record_rows(scope, chunk):
        what = row[1:]
        if what not in meant:
            record = record_of(row, versions)
            days = counting(record) if record.curriculum in curricula else None
            meant[what] = Stretch(record.curriculum, days.first, days.last) if days else None
        if (stretch := meant[what]) is not None:
            found.setdefault(row.person_id, []).append(stretch)
    return {person_id: tuple(sorted(parts)) for person_id, parts in found.items()}


def record_of(row: RecordRow, versions: Mapping[int, Version], *, withdrawn: bool = False) -> Record:
    """A completion as the rules know it."""
    curriculum, label, pass_kind, until = versions[row.version_id]
    return Record(curriculum, label, row.completed_on, row.result, pass_kind, row.valid_through, until, withdrawn)


def differing_rotations() -> Iterator[tuple[RotationRow, str]]:
    """The rotations whose kept steps are not what the facts give, each with the first step that differs.

    For `verify --deep`: what is derived may be thrown away, but it must never be wrong. Reads everything.
    """
    rotations = {rotation.id: rotation for rotation in facts.rotation_rows(OPERATOR.scope("gaps.see"))}
    for chunk in steps_from_facts():
        found = kept.steps_of(chunk)
        for rotation_id, made in chunk.items():
            differing = set(made) ^ set(found.get(rotation_id, ()))
            if differing or len(made) != len(found.get(rotation_id, ())):
                first = min(differing, key=lambda step: (step.day, step.curriculum or "", step.sex), default=None)
                where = f"{first.curriculum or 'roll'} {first.sex} {first.day}" if first else "a step twice"
                yield rotations[rotation_id], where
