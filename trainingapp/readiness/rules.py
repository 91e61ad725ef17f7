"""Pure: what a person holds against what is required of them, on any day, and why something is missing.

A completion that is enough and was not withdrawn counts from the day it was completed through its last day: that of its
own validity or that of its version's transition, whichever comes first; both days belong to it (R19). A withdrawn one
never counted, on any day. What is held through several versions is held on the days of any of them.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final, NamedTuple

from trainingapp.completions.rules import EVIDENCE, is_enough
from trainingapp.kit.words import N_, Sentence, say
from trainingapp.readiness.intervals import ALWAYS, FOREVER, Days, Span, complement, intersection, on, runs, span, union
from trainingapp.requirements.rules import Rule

#: Strength of evidence, the weakest first: whoever asks for one counts it and all that are stronger.
STRENGTHS: Final = tuple(EVIDENCE)

#: Why somebody lacks what is required: a word for files, and what pages call it.
REASONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "not_recorded": N_("Not recorded"),
        "failed": N_("Failed"),
        "attended_only": N_("Attended only"),
        "expired": N_("Expired"),
        "superseded": N_("Superseded"),
        "held": N_("Under review"),
        "weaker": N_("Weaker evidence"),
        "withdrawn": N_("Withdrawn"),
        "later": N_("Completed later"),
    }
)


@dataclass(frozen=True, slots=True)
class Source:
    """What is recognised in place of a curriculum, and under what: the completions it rests on, one for each part."""

    by: tuple["Record", ...]
    authority: str
    reference: str


@dataclass(frozen=True, slots=True)
class Record:
    """A completion as far as readiness must know it. `counts_until` is the last day on which its version counts.

    One that `rests_on` others is none of this curriculum: other training that stands for it, on the days on which it
    does, the first of them as the day it was completed.
    """

    curriculum: str
    version: str
    completed_on: date
    result: str
    pass_kind: str
    valid_through: date | None
    counts_until: date | None = None
    withdrawn: bool = False
    #: What its recorder recorded is looked into: it counts on no day while that lasts.
    under_review: bool = False
    rests_on: Source | None = None
    #: One of STRENGTHS; of what rests on others, the weakest of these.
    evidence: str = "recorded"

    @property
    def is_enough(self) -> bool:
        """Whether the result satisfies a requirement: a pass, or attendance where no more is asked."""
        return is_enough(self.result, self.pass_kind)

    @property
    def last(self) -> date:
        """The last day on which it counts."""
        return min(self.valid_through or FOREVER, self.counts_until or FOREVER)


def counting(record: Record) -> Span[Record] | None:
    """The days on which a completion counts, or None: failed, withdrawn, under review, or of a version that had ended
    already."""
    if record.withdrawn or record.under_review or not record.is_enough or record.last < record.completed_on:
        return None
    return span(record.completed_on, record.last, record)


def held(records: Iterable[Record]) -> Days[Record]:
    """The days on which any of the records counts, each with the records that make it so."""
    return union([days for record in records if (days := counting(record)) is not None])


# --- One person, one requirement ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Held:
    """Satisfied: by which completion, and from when through when without a break."""

    by: Record
    first: date
    through: date

    @property
    def recognised(self) -> Sentence | None:
        """By what, and under what, when other training stands for it."""
        source = self.by.rests_on
        return None if source is None else _recognised(source)


@dataclass(frozen=True, slots=True)
class Gap:
    """Lacking: one of REASONS, the sentence that tells it, and the day it tells of."""

    reason: str
    sentence: Sentence
    day: date | None = None


def standing(records: Collection[Record], *, as_of: date, evidence: str = STRENGTHS[0]) -> Held | Gap:
    """Where a person stands on a day with one curriculum, given all that was ever recorded of it.

    It is held through its last day (R19). Of several completions that count, the one that counts longest is named.
    `evidence` is the least that counts: what rests on weaker evidence is a gap that says so.
    """
    days = held(record for record in records if is_as_strong(record.evidence, evidence))
    found = on(days, as_of)
    if found is None:
        weaker = on(held(records), as_of)
        return gap(records, as_of=as_of) if weaker is None else _weaker(weaker)
    first, through = next(run for run in runs(days) if run[0] <= as_of <= run[1])
    longest = max(found.sources, key=lambda record: (record.last, record.completed_on, record.version))
    return Held(longest, first, through)


def is_as_strong(evidence: str, least: str) -> bool:
    """Whether evidence is at least as strong as what is asked for; both are of STRENGTHS."""
    return STRENGTHS.index(evidence) >= STRENGTHS.index(least)


def _weaker(found: Span[Record]) -> Gap:
    best = max(found.sources, key=lambda record: (STRENGTHS.index(record.evidence), record.completed_on))
    day = best.completed_on
    said = say(EVIDENCE[best.evidence])
    return Gap("weaker", say("Completed on %(day)s, evidence: %(said)s.", day=day, said=said), day)


def gap(records: Iterable[Record], *, as_of: date) -> Gap:
    """Why nothing counts on a day: what happened last up to then, or what stands in its place."""
    records = list(records)
    for record in records:
        would = counting(replace(record, under_review=False)) if record.under_review else None
        if would is not None and would.first <= as_of <= would.last:
            day = record.completed_on
            return Gap("held", say("The completion of %(day)s is under review.", day=day), day)
    came = [record for record in records if record.completed_on <= as_of and not record.withdrawn]
    if came:
        return _what_became_of(max(came, key=lambda record: (_ended(record), not record.is_enough)))
    if taken_back := [record for record in records if record.withdrawn and record.completed_on <= as_of]:
        day = max(record.completed_on for record in taken_back)
        return Gap("withdrawn", say("The completion of %(day)s was withdrawn.", day=day), day)
    if later := [record for record in records if record.completed_on > as_of and counting(record)]:
        first = min(later, key=lambda record: record.completed_on)
        day = first.completed_on
        if first.rests_on is not None:
            return Gap("later", say("Recognised later, from %(day)s on.", day=day), day)
        return Gap("later", say("Completed later, on %(day)s.", day=day), day)
    return Gap("not_recorded", say("No completion is recorded."))


def _ended(record: Record) -> date:
    return max(record.completed_on, record.last) if record.is_enough else record.completed_on


def _what_became_of(record: Record) -> Gap:
    day = record.completed_on
    if not record.is_enough:
        if record.result == "fail":
            return Gap("failed", say("Failed on %(day)s.", day=day), day)
        return Gap("attended_only", say("Attended on %(day)s, without a pass.", day=day), day)
    last = record.last
    if record.rests_on is not None:
        sentence = say("What stood for it counted through %(day)s: %(by)s", day=last, by=_recognised(record.rests_on))
        return Gap("expired", sentence, record.last)
    if record.counts_until is not None and record.counts_until == record.last:
        version = record.version
        sentence = say("Version %(version)s was superseded; it counted through %(day)s.", version=version, day=last)
        return Gap("superseded", sentence, record.last)
    return Gap("expired", say("Expired: it counted through %(day)s.", day=last), record.last)


def _recognised(source: Source) -> Sentence:
    places: list[str] = []
    values: dict[str, object] = {}
    for place, record in enumerate(source.by):
        if record.rests_on is not None:
            values[f"by_{place}"] = record.curriculum
        else:
            what = f"{record.curriculum} {record.version}"
            values[f"by_{place}"] = Sentence("%(what)s (%(day)s)", {"what": what, "day": record.completed_on})
        places.append(f"%(by_{place})s")
    parts = Sentence(", ".join(places), values)
    return say("by %(parts)s, recognised under %(reference)s", parts=parts, reference=source.reference)


# --- One person in one rotation --------------------------------------------------------------------------------------


class Line(NamedTuple):
    """A line of a nominal roll that was not recorded in error. `left_on` is its last day, when the person left."""

    category: str
    decides: bool
    left_on: date | None
    #: The code of the function and the band of the rank, where they are known and a rule may look at them.
    function: str | None = None
    band: str | None = None


class Duty(NamedTuple):
    """The days on which a line of a roll counts, and what the requirements look at."""

    category: str
    decides: bool
    first: date
    last: date
    function: str | None = None
    band: str | None = None

    def is_bound_by(self, rule: Rule) -> bool:
        """Whether a rule that binds the rotation asks anything of somebody who serves like this."""
        return rule.binds_person(category=self.category, decides=self.decides, function=self.function, band=self.band)


def duties(lines: Iterable[Line]) -> tuple[Duty, ...]:
    """When each line of one person counts, given in the order in which they were made.

    A line has no first day: the roll as it stands counts before deployment, too. A line made anew begins on the day
    after the earlier one ended, so that nobody is counted twice.
    """
    found: list[Duty] = []
    first = ALWAYS
    for line in lines:
        last = line.left_on or FOREVER
        if first <= last:
            found.append(Duty(line.category, line.decides, first, last, line.function, line.band))
        if last == FOREVER:
            break
        first = max(first, last + timedelta(1))
    return tuple(found)


def on_roll(who: Iterable[Duty]) -> Days[Record]:
    """The days on which a person is on the roll."""
    return union([Span(duty.first, duty.last) for duty in who])


def needed(
    who: Sequence[Duty], rules: Iterable[Rule], *, tour: tuple[date, date] | None = None
) -> Mapping[str, Days[Record]]:
    """Curriculum -> the days on which a person is required to hold it, by any of the rules that bind the rotation.

    `tour` are its first and last day; without them, every rule is taken to ask on every day.
    """
    found: dict[str, list[Span[Record]]] = {}
    for rule in rules:
        found.setdefault(rule.curriculum, []).extend(asked_by(rule, who, tour=tour))
    return {curriculum: union(parts) for curriculum, parts in found.items() if parts}


def asked_by(rule: Rule, who: Iterable[Duty], *, tour: tuple[date, date] | None) -> Iterable[Span[Record]]:
    """The days on which one rule asks something of a person."""
    first, last = (ALWAYS, FOREVER) if tour is None else rule.asks_on(deploys_on=tour[0], ends_on=tour[1])
    for duty in who:
        if duty.is_bound_by(rule) and max(duty.first, first) <= min(duty.last, last):
            yield Span(max(duty.first, first), min(duty.last, last))


def accepted(rule: Rule, records: Iterable[Record]) -> tuple[Record, ...]:
    """The records as a rule takes them: of the versions it accepts, counting no longer than it lets them."""
    taken = (record for record in records if rule.accepts("" if record.rests_on else record.version))
    if rule.counts_days is None:
        return tuple(taken)
    return tuple(
        replace(record, valid_through=rule.counts_through(record.completed_on, record.valid_through or FOREVER))
        for record in taken
    )


def satisfied(needs: Mapping[str, Days[Record]], holds: Mapping[str, Days[Record]]) -> Mapping[str, Days[Record]]:
    """Curriculum -> the days on which it is both required and held."""
    return {curriculum: intersection(days, holds.get(curriculum, ())) for curriculum, days in needs.items()}


def ready(there: Days[Record], needs: Mapping[str, Days[Record]], holds: Mapping[str, Days[Record]]) -> Days[Record]:
    """The days on which a person who is on the roll lacks nothing of what is required of them on that day."""
    lacking = union(*(complement(holds.get(curriculum, ()), days) for curriculum, days in needs.items()))
    return complement(lacking, there)


# --- Which day a rotation is judged on -------------------------------------------------------------------------------


def judged_on(as_of: date, *, deploys_on: date, ends_on: date, at_deployment: bool = False) -> date:
    """The day a rotation is judged on: the day asked for, never after its tour; at deployment, never before it."""
    return min(ends_on, max(as_of, deploys_on) if at_deployment else as_of)
