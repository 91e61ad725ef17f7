"""Readiness as concluded from facts and rules: tables of coverage, and the steps that are kept for speed."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Final

from sqlalchemy import Connection, Select

from trainingapp.accounts.rules import OPERATOR, Scope
from trainingapp.curricula.queries.decisions import recognitions
from trainingapp.curricula.recognition import Recognition, in_order
from trainingapp.curricula.rules import last_day
from trainingapp.forces.queries import RotationFacts
from trainingapp.journal.reports import DEEP_CHECKS, Wrong
from trainingapp.kit.errors import Absent
from trainingapp.kit.words import say
from trainingapp.readiness.coverage import BY, Question, Table, table
from trainingapp.readiness.face import Printed, RotationReport, TableReport
from trainingapp.readiness.followed import FOLLOWED, HARMLESS_KINDS, HARMLESS_TABLES
from trainingapp.readiness.queries import facts, feed, kept
from trainingapp.readiness.queries.facts import Named, RecordRow, RotationRow, Version
from trainingapp.readiness.recognised import with_recognised
from trainingapp.readiness.remembered import Remembered
from trainingapp.readiness.rules import Duty, Line, Record, counting, duties, judged_on
from trainingapp.readiness.standings import OnRoll, RotationStanding, Who, judge
from trainingapp.readiness.steps import History, Step, Stretch, steps
from trainingapp.requirements import queries as requirements
from trainingapp.requirements.rules import Rule, binding

#: Rotations computed at a time: about 15,000 persons, so that memory stays small at any size of the register.
CHUNK = 50


#: A table of all rotations is about a megabyte.
REMEMBERED: Final = Remembered[Table](32)


@dataclass(frozen=True, slots=True)
class Judged:
    """A rotation, where it stands on the day asked for, and where on the day it deploys when that is to come."""

    rotation: RotationRow
    standing: RotationStanding
    at_deployment: RotationStanding | None


def coverage(scope: Scope, question: Question, *, by: str) -> Table:
    """The table of coverage by state, mission, rotation or curriculum, from the steps.

    The steps must be up to date (`actions.refresh`). One statement when this process gave the same answer since the
    register last changed; else five, whatever the size.
    """
    key = (feed.state_of_the_steps(), scope, question, by)
    return REMEMBERED(key, lambda: _coverage(scope, question, by))


def _coverage(scope: Scope, question: Question, by: str) -> Table:
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


def on_many(
    scope: Scope, question: Question, *, by: str, subject: str, printed: Printed, state_names: Mapping[str, str]
) -> TableReport:
    """What a printed report on many rotations says; `by` state or mission draws an overview, too. Nine statements."""
    return TableReport(
        printed,
        subject,
        coverage(scope, question, by=by) if by in ("state", "mission") else None,
        coverage(scope, question, by="rotation"),
        state_names,
        [rule for rule in requirements.rules() if rule.mandatory],
    )


def on_one(
    found: RotationFacts,
    judged: Judged,
    *,
    as_of: date,
    printed: Printed,
    state_name: str,
    titles: Mapping[str, str],
    named: bool,
) -> RotationReport:
    """What a printed report on one rotation says; `named`: who is missing, as far as their names are known here."""
    return RotationReport(
        printed=printed,
        code=found.code,
        unit_type=found.unit_type,
        state_name=state_name,
        mission=found.mission_code,
        deploys_on=found.deploys_on,
        ends_on=found.ends_on,
        planned=found.strength,
        as_of=as_of,
        standing=judged.standing,
        at_deployment=judged.at_deployment,
        titles=titles,
        missing=[person for person in judged.standing.missing if person.who] if named else (),
    )


# --- Persons ---------------------------------------------------------------------------------------------------------


def of_rotation(scope: Scope, rotation_id: str, *, as_of: date, names: Scope) -> Judged:
    """One rotation with every person on its roll: judged on the day, and on the day it deploys when that is to come.

    Persons have names only where `names`, the scope of those one may see by name, reaches the rotation. Raises Absent.
    Twelve statements, whatever the size of the roll.
    """
    question = Question(as_of, preparing_days=0, rotation=rotation_id)
    for judged in of_rotations(scope, question, names=names):
        return judged
    raise Absent()


def of_rotations(scope: Scope, question: Question, *, names: Scope) -> Iterator[Judged]:
    """The rotations asked for, each with every person on its roll, by State and code.

    Seven statements, and four for every fifty rotations.
    """
    rotations = facts.rotations_asked_for(scope, question)
    rules, flags, versions = requirements.rules(), requirements.mission_flags(), facts.versions()
    recognised = in_order(recognitions())
    for start in range(0, len(rotations), CHUNK):
        chunk = rotations[start : start + CHUNK]
        rolls = _rolls(scope, {rotation.id for rotation in chunk}, names, versions, recognised)
        for rotation in chunk:
            must, should = (
                binding(rules, flags=flags, mission=rotation.mission, deploys_on=rotation.deploys_on, mandatory=kind)
                for kind in (True, False)
            )
            day, then = (
                judged_on(question.as_of, deploys_on=rotation.deploys_on, ends_on=rotation.ends_on, at_deployment=kind)
                for kind in (False, True)
            )
            roll = rolls[rotation.id]
            yield Judged(
                rotation,
                judge(roll, as_of=day, mandatory=must, recommended=should),
                judge(roll, as_of=then, mandatory=must, recommended=should) if then != day else None,
            )


def _rolls(
    scope: Scope,
    rotation_ids: Collection[int],
    names: Scope,
    versions: Mapping[int, Version],
    recognised: Sequence[Recognition],
) -> Mapping[int, list[OnRoll]]:
    recorded: dict[int, list[tuple[RecordRow, str | None]]] = {}
    for row in facts.record_rows(scope, rotation_ids):
        recorded.setdefault(row.person_id, []).append((row, None))
    for row, under_review in facts.uncounted_rows(scope, rotation_ids):
        recorded.setdefault(row.person_id, []).append((row, "held" if under_review else "withdrawn"))
    meant: dict[tuple[object, ...], Record] = {}
    records: dict[int, Mapping[str, tuple[Record, ...]]] = {}
    for person_id, some in recorded.items():
        own: dict[str, tuple[Record, ...]] = {}
        for row, uncounted in some:
            key = (*row[1:], uncounted)
            if (record := meant.get(key)) is None:
                record = meant[key] = record_of(row, versions, uncounted=uncounted)
            own[record.curriculum] = (*own.get(record.curriculum, ()), record)
        records[person_id] = with_recognised(own, recognised) if recognised else own
    named = facts.names_on_roll(names, rotation_ids)
    found: dict[int, list[OnRoll]] = {rotation_id: [] for rotation_id in rotation_ids}
    roll = facts.roll_rows(scope, rotation_ids)
    for (rotation_id, person_id, sex), lines in groupby(roll, key=attrgetter("rotation_id", "person_id", "sex")):
        who = named.get((rotation_id, person_id))
        found[rotation_id].append(
            OnRoll(
                who and _who(who),
                sex,
                duties(Line(line.category, line.decides, line.left_on) for line in lines),
                records.get(person_id, {}),
            )
        )
    return found


def _who(named: Named) -> Who:
    person = named.person
    return Who(person.public_id, person.service_number, person.name, person.original_name, named.rank, named.function)


# --- The steps -------------------------------------------------------------------------------------------------------


def steps_from_facts(
    ids: Collection[int] | None = None, *, without: Select[int] | None = None
) -> Iterator[Mapping[int, list[Step]]]:
    """The steps of rotations, all or these, computed from the facts: rotation -> steps, some rotations at a time.

    `without` are completions to leave out, to see what would become of coverage. Seven statements, and two for every
    fifty rotations. Works for everybody and nobody: it shows nothing to anyone.
    """
    scope = OPERATOR.scope("gaps.see")
    rotations = facts.rotation_rows(scope, ids)
    rules, flags, versions = requirements.rules(), requirements.mission_flags(), facts.versions()
    recognised = in_order(recognitions())
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
            for rotation_id, histories in _histories(scope, chunk, rules, versions, recognised, without).items()
        }


def _histories(
    scope: Scope,
    chunk: Mapping[int, RotationRow],
    rules: Sequence[Rule],
    versions: Mapping[int, Version],
    recognised: Sequence[Recognition],
    without: Select[int] | None,
) -> Mapping[int, Counter[History]]:
    asked = frozenset(rule.curriculum for rule in rules if rule.mandatory)
    rows = facts.record_rows(scope, chunk, without=without)
    if recognised:
        stretches = _stretches_recognised(asked, rows, versions, recognised)
    else:
        stretches = _stretches(asked, rows, versions)
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
    curricula: Collection[str], rows: Iterable[RecordRow], versions: Mapping[int, Version]
) -> Mapping[int, tuple[Stretch, ...]]:
    """Person -> the days on which each of the person's completions counts, of the curricula that are required."""
    meant: dict[tuple[object, ...], Stretch | None] = {}
    found: dict[int, list[Stretch]] = {}
    for row in rows:
        what = row[1:]
        if what not in meant:
            record = record_of(row, versions)
            days = counting(record) if record.curriculum in curricula else None
            meant[what] = Stretch(record.curriculum, days.first, days.last) if days else None
        if (stretch := meant[what]) is not None:
            found.setdefault(row.person_id, []).append(stretch)
    return {person_id: tuple(sorted(parts)) for person_id, parts in found.items()}


def _stretches_recognised(
    curricula: Collection[str],
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
                Stretch(code, days.first, days.last)
                for code, of_one in with_recognised(records, recognised).items()
                if code in curricula
                for record in of_one
                if (days := counting(record)) is not None
            )
            known[own] = tuple(sorted(counted))
        if known[own]:
            found[person_id] = known[own]
    return found


def record_of(row: RecordRow, versions: Mapping[int, Version], *, uncounted: str | None = None) -> Record:
    """A completion as the rules know it. `uncounted`: withdrawn or held, when it does not count."""
    curriculum, label, pass_kind, until, decisions = versions[row.version_id]
    through = last_day(row.completed_on, row.valid_through, decisions) if decisions else row.valid_through
    return Record(
        *(curriculum, label, row.completed_on, row.result, pass_kind, through, until),
        withdrawn=uncounted == "withdrawn",
        under_review=uncounted == "held",
    )


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


def _order(step: Step) -> tuple[str, str, date, int, int]:
    return step.curriculum or "", step.sex, step.day, step.required, step.held


def steps_are_right(_connection: Connection) -> Iterator[Wrong]:
    """What `verify --deep` asks of this room: every rotation whose kept steps are not what the facts give."""
    for rotation, where in differing_rotations():
        sentence = say("The coverage kept for speed is not what the facts give: %(where)s.", where=where)
        yield Wrong(feed.watermark() or 0, "coverage_step", rotation.public_id, None, sentence)


DEEP_CHECKS.append(steps_are_right)
