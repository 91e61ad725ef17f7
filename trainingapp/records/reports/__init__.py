"""One person's whole record: what is required and held in each rotation that matters on a day, as readiness judges
it; what was ever recorded; and what of it somebody may see."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select

from trainingapp.accounts.rules import OPERATOR, Identity
from trainingapp.completions import queries as completions
from trainingapp.completions.queries import Suspension, Told
from trainingapp.completions.rules import RESULTS
from trainingapp.curricula.queries.decisions import recognitions
from trainingapp.curricula.recognition import in_order
from trainingapp.forces import queries as forces
from trainingapp.forces.queries import Service
from trainingapp.kit.charts import Timeline, Track, timeline
from trainingapp.kit.words import N_
from trainingapp.people.queries import KnownPerson
from trainingapp.people.ranks import band_in_words
from trainingapp.readiness.intervals import FOREVER, runs
from trainingapp.readiness.queries import facts, feed
from trainingapp.readiness.queries.facts import RecordRow, RotationRow
from trainingapp.readiness.recognised import with_recognised
from trainingapp.readiness.reports import Lacking, record_of, steps_from_facts
from trainingapp.readiness.reports.persons import waivers_of
from trainingapp.readiness.rules import Gap, Held, Line, Record, counting, duties, held, judged_on
from trainingapp.readiness.standings import Binds, OnRoll, PersonStanding, judge
from trainingapp.readiness.steps import Step
from trainingapp.records import queries
from trainingapp.records.happened import Happened, happened
from trainingapp.records.queries import CertificateLine
from trainingapp.records.rules import Stretch, along, component, missing_since, place
from trainingapp.requirements import queries as requirements
from trainingapp.requirements.ranks import band_of
from trainingapp.requirements.rules import Flag, Rule, binding
from trainingapp.rosters.queries import by_hand
from trainingapp.rosters.queries.by_hand import HandSource, WaitingLine


@dataclass(frozen=True, slots=True)
class Required:
    """One curriculum that is asked of a person, where the person stands with it, and the days of the tour it is held.

    `then` is the standing on the day of deployment, when that is to come.
    """

    curriculum: str
    title: str
    rule: Rule
    now: Held | Gap
    then: Held | Gap | None
    days: tuple[Stretch, ...]
    #: While it is missing: the first day of the tour so far without it, and the day from which what is recorded helps.
    missing_since: date | None = None
    helps_on: date | None = None
    #: While it is missing: the last day of the waiver it is under, on the day judged and on that of deployment.
    waived: date | None = None
    waived_then: date | None = None


@dataclass(frozen=True, slots=True)
class Tour:
    """A rotation in which a person is judged: on which day, against what, with which result."""

    service: Service
    judged_on: date
    mandatory: Sequence[Required]
    recommended: Sequence[Required]
    #: Where the day judged stands along the tour, in thousandths; None when it lies outside.
    place: int | None

    @property
    def to_come(self) -> bool:
        """Whether the rotation deploys only after the day judged."""
        return self.judged_on < self.service.deploys_on

    @property
    def held(self) -> int:
        """How many of the mandatory curricula are held on the day judged."""
        return sum(isinstance(one.now, Held) for one in self.mandatory)

    @property
    def lacking(self) -> Lacking:
        """What is mandatory and missing: on the day of deployment, when that is to come."""
        gaps = [one.curriculum for one in self.mandatory if isinstance(one.then or one.now, Gap)]
        return Lacking(gaps, self.service.deploys_on, self.service.ends_on)

    @property
    def is_ready(self) -> bool:
        """Whether nothing mandatory is lacking on the day judged."""
        return self.held == len(self.mandatory)


@dataclass(frozen=True, slots=True)
class Training:
    """Everything ever recorded of a person's training, as readiness reads it, by curriculum; what those are called."""

    records: Mapping[str, tuple[Record, ...]]
    titles: Mapping[str, str]


def training(history: Iterable[Told]) -> Training:
    """What was recorded and what stands for what, as readiness reads it. Five statements."""
    versions, titles = facts.versions(), facts.curriculum_titles()
    records: dict[str, tuple[Record, ...]] = {}
    for told in history:
        row = RecordRow(
            told.person_id, told.version_id, told.completed_on, told.kept_through, told.result, told.evidence
        )
        record = record_of(row, versions, uncounted="withdrawn" if told.withdrawn else "held" if told.held else None)
        records[record.curriculum] = (*records.get(record.curriculum, ()), record)
    return Training(with_recognised(records, in_order(recognitions())), titles)


def tours(
    services: Iterable[Service],
    decisive: Collection[str],
    history: Iterable[Told],
    *,
    person_id: int,
    sex: str,
    as_of: date,
    known: Training | None = None,
) -> Sequence[Tour]:
    """The rotations on whose roll a person stands on a day, or else the last one that ended; the latest first.

    `services` as `forces.service_of` gives them. Five statements, and five more unless the training is `known`.
    """
    known = known or training(history)
    rules, flags = requirements.rules(), requirements.mission_flags()
    by_rotation: dict[str, list[Service]] = {}
    for service in services:
        if service.ended != "in_error":
            by_rotation.setdefault(service.rotation_id, []).append(service)
    waived = waivers_of({served[0].rotation_key for served in by_rotation.values()})
    found = []
    for served in by_rotation.values():
        made = [_line(one, decides=one.public_id in decisive) for one in reversed(served)]
        person = OnRoll(None, sex, duties(made), known.records, waived(served[0].rotation_key, person_id))
        if tour := _tour(served[0], person, rules=rules, flags=flags, titles=known.titles, as_of=as_of):
            found.append(tour)
    current = [tour for tour in found if tour.service.ends_on >= as_of]
    return current or found[:1]


def _line(one: Service, *, decides: bool) -> Line:
    return Line(one.category, decides, one.ended_on, one.function_code, band_of(one.rank, one.category))


def _tour(
    service: Service,
    person: OnRoll,
    *,
    rules: Sequence[Rule],
    flags: Sequence[Flag],
    titles: Mapping[str, str],
    as_of: date,
) -> Tour | None:
    must, should = (
        binding(
            rules,
            flags=flags,
            mission=service.mission_code,
            deploys_on=service.deploys_on,
            unit_type=service.unit_type,
            mandatory=kind,
        )
        for kind in (True, False)
    )
    binds = Binds((service.deploys_on, service.ends_on), must, should)

    def judged(day: date) -> PersonStanding | None:
        return next(iter(judge([person], as_of=day, binds=binds).persons), None)

    day, deployment = (
        judged_on(as_of, deploys_on=service.deploys_on, ends_on=service.ends_on, at_deployment=kind)
        for kind in (False, True)
    )
    now = judged(day)
    if now is None:
        return None
    then = judged(deployment) if deployment != day else None
    whole = (service.deploys_on, service.ends_on)

    def lines(
        asked: Sequence[Rule], found: Mapping[str, Held | Gap], later: Mapping[str, Held | Gap]
    ) -> Sequence[Required]:
        by = {rule.curriculum: rule for rule in reversed(asked)}
        made = []
        for code, standing in found.items():
            days = list(runs(held(person.records.get(code, ()))))
            gone = isinstance(standing, Gap)
            made.append(
                Required(
                    code,
                    titles[code],
                    by[code],
                    standing,
                    later.get(code),
                    along(whole, days),
                    missing_since=missing_since(days, day, from_day=service.deploys_on) if gone else None,
                    helps_on=next((first for first, _last in days if first > day), None) if gone else None,
                    waived=now.waived.get(code),
                    waived_then=then.waived.get(code) if then else None,
                )
            )
        return made

    return Tour(
        service,
        day,
        lines(must, now.mandatory, then.mandatory if then else {}),
        lines(should, now.recommended, then.recommended if then else {}),
        place(whole, day),
    )


# --- The whole of it --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Rank:
    """A national rank as it was given, and the band it belongs to where that is known."""

    name: str
    band: str = ""


@dataclass(frozen=True)
class Whole:
    """One person's record as far as somebody may see it, judged on a day. What is None is not for them to know of."""

    person: KnownPerson
    as_of: date
    services: Sequence[Service]
    #: Whether only rotations to the reader's own missions are among the services.
    elsewhere: bool
    history: Sequence[Told]
    training: Training
    tours: Sequence[Tour] | None
    certificates: Sequence[CertificateLine] | None
    waiting: Sequence[WaitingLine]
    #: Completion (key) -> the reviews it was put under; batch (key) -> the record by hand it came from.
    holds: Mapping[int, Sequence[Suspension]]
    by_hand: Mapping[int, HandSource]
    #: What was recorded of who this is, the latest first; without reasons and names of officers unless `is_full`.
    identity: Sequence[Happened]
    is_full: bool

    @property
    def earlier_names(self) -> Sequence[str]:
        """What they were called before, the latest of them first, each once."""
        names = [one.was for one in self.identity if one.kind == "name" and one.was and one.was != self.person.name]
        return list(dict.fromkeys(names))

    @property
    def held_back(self) -> int:
        """How many completions that stand are under review."""
        return sum(one.held and not one.withdrawn for one in self.history)

    @property
    def rank(self) -> Rank | None:
        """The rank a change gave, or else that of the latest roll that names one; None when none is known."""
        found = self.person.rank or next((one.rank for one in self.services if one.rank), None)
        force = component(one.category for one in self.services if one.ended != "in_error")
        return Rank(found, band_in_words(found, component=force) or "") if found else None

    @property
    def lacking(self) -> int:
        """How many mandatory requirements are missing in the latest rotation."""
        return len(self.tours[0].mandatory) - self.tours[0].held if self.tours else 0

    @property
    def next_to_end(self) -> tuple[Required, date] | None:
        """The mandatory requirement that is held now and ends first, and its last day; None when no day ends any."""
        if not self.tours:
            return None
        ends = [(one.now.through, one) for one in self.tours[0].mandatory if isinstance(one.now, Held)]
        last, one = min(ends, key=lambda end: end[0], default=(FOREVER, None))
        return (one, last) if one is not None and last != FOREVER else None

    def life(self) -> Timeline | None:
        """The days on which anything required or completed was held, over the days of the tours; None without any."""
        required = [one.curriculum for tour in self.tours or () for one in tour.mandatory]
        codes = list(dict.fromkeys([*required, *sorted(self.training.records)]))
        tracks = [self._track(code) for code in codes]
        served = [(one.deploys_on, one.ends_on) for one in self.services if one.ended != "in_error"]
        if not any(track.spans or track.marks for track in tracks) and not (tracks and served):
            return None
        return timeline(tracks, bands=served, day=self.as_of)

    def _track(self, code: str) -> Track:
        records = self.training.records.get(code, ())
        spans = tuple((first, None if last == FOREVER else last) for first, last in runs(held(records)))
        marks = tuple((one.completed_on, _what(one)) for one in records if counting(one) is None)
        return Track(self.training.titles.get(code, code), spans, marks, note=code)


def _what(record: Record) -> str:
    if record.withdrawn or record.under_review:
        return N_("Withdrawn") if record.withdrawn else N_("Under review")
    return RESULTS[record.result] if not record.is_enough else N_("Of a version that had ended")


def whole(identity: Identity, person: KnownPerson, *, as_of: date) -> Whole:
    """Everything about one person that this identity may see. Twenty statements, however long the life."""
    scope, judged = identity.scope("people.see"), identity.scope("gaps.see")
    services = forces.service_of(scope, person.id)
    history = completions.history_of(person.id)
    known = training(history)
    # A mission's cell sees the rotations to its mission, and of the rest of a life only the training.
    is_full = scope.everything or any(person.state_code in one.states for one in identity.grants if one.kind == "state")
    seen = identity.scope("certificates.see")
    return Whole(
        person=person,
        as_of=as_of,
        services=services,
        elsewhere=not scope.reaches(person.state_code),
        history=history,
        training=known,
        tours=tours(
            [one for one in services if judged.reaches(one.state_code, one.mission_code)],
            queries.decisive(person.id),
            history,
            person_id=person.id,
            sex=person.sex,
            as_of=as_of,
            known=known,
        )
        if judged
        else None,
        certificates=queries.certificates_of(seen, person.id) if seen else None,
        waiting=by_hand.waiting_of(scope, person.id),
        holds=completions.holds_of(person.id),
        by_hand=by_hand.sources_of([one.batch_id for one in history if one.batch_id is not None]),
        identity=happened(queries.facts_of_identity(person.id)),
        is_full=is_full,
    )


# --- Under review ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Change:
    """How many of those required in a rotation hold a curriculum, and how many would without some completions."""

    rotation: RotationRow
    curriculum: str
    required: int
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Changes:
    """What coverage would be without some completions: rotation by rotation, and how many that have ended change."""

    lines: Sequence[Change]
    ended: int


def without(completions: Select[int], *, as_of: date) -> Changes:
    """What would become of coverage on a day without these completions. Nothing is written.

    Two statements, and eight for every fifty rotations on whose rolls their persons stand.
    """
    ids = feed.rotations_of(completions)
    rotations = {one.id: one for one in facts.rotation_rows(OPERATOR.scope("gaps.see"), ids)}
    lines: list[Change] = []
    ended: set[int] = set()
    if ids:
        pairs = zip(steps_from_facts(ids), steps_from_facts(ids, without=completions), strict=True)
        for now, then in pairs:
            for rotation_id in now:
                rotation = rotations[rotation_id]
                day = judged_on(as_of, deploys_on=rotation.deploys_on, ends_on=rotation.ends_on)
                held, left = _on_day(now[rotation_id], day), _on_day(then[rotation_id], day)
                for code, (required, before) in held.items():
                    after = left.get(code, (0, 0))[1]
                    if after == before:
                        continue
                    if rotation.ends_on < as_of:
                        ended.add(rotation_id)
                    else:
                        lines.append(Change(rotation, code, required, before, after))
    return Changes(sorted(lines, key=lambda one: (one.rotation.state, one.rotation.code, one.curriculum)), len(ended))


def _on_day(made: Iterable[Step], day: date) -> dict[str, tuple[int, int]]:
    """Curriculum -> required, held, on a day."""
    found: dict[str, tuple[int, int]] = {}
    for step in made:
        if step.curriculum is not None and step.day <= day:
            required, held_then = found.get(step.curriculum, (0, 0))
            found[step.curriculum] = (required + step.required, held_then + step.held)
    return found
