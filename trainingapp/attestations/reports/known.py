"""What is known of a certification's subject on the day of deployment, and the sheet as it would be signed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from trainingapp.accounts.rules import OPERATOR, Scope
from trainingapp.attestations.changed import Line, lines_of, moved
from trainingapp.attestations.checklist import items_for
from trainingapp.attestations.queries import screening
from trainingapp.attestations.queries.changes import Change, changes
from trainingapp.attestations.queries.words import (
    AttestationFacts,
    EditionFacts,
    FileFacts,
    attestation,
    editions,
    files,
)
from trainingapp.attestations.reports.words import Word
from trainingapp.attestations.rules import Screened
from trainingapp.attestations.signing import Requirement, Sheet
from trainingapp.attestations.wording import Content
from trainingapp.readiness import reports as readiness
from trainingapp.readiness.coverage import SEXES, Tally, added
from trainingapp.readiness.rules import Gap, Held
from trainingapp.readiness.standings import PersonStanding, RotationStanding


@dataclass(frozen=True, slots=True)
class Known:
    """What the register knows of a rotation, or of one person in it, on the day of deployment."""

    persons: Sequence[PersonStanding]
    lines: Mapping[str, Tally]
    deploys_on: date

    @property
    def headcount(self) -> Tally:
        """Persons, and those who lack nothing, by sex."""
        return (
            added(
                [
                    Tally(
                        tuple(int(one.sex == sex) for sex in SEXES),
                        tuple(int(one.sex == sex and one.is_ready) for sex in SEXES),
                    )
                    for one in self.persons
                ]
            )
            if self.persons
            else Tally()
        )

    def lacking(self, curriculum: str) -> list[tuple[PersonStanding, Gap]]:
        """Who does not hold it and should, each with why; by name."""
        found = [(one, one.gaps[curriculum]) for one in self.persons if curriculum in one.gaps]
        return sorted(found, key=lambda pair: (pair[0].who.name.casefold() if pair[0].who else "", pair[0].number))


def known(one: AttestationFacts, *, names: Scope) -> Known:
    """What is known of a certification's subject on the day of deployment, as recorded now.

    With names where `names`, the scope of those one may see by name, reaches. Fourteen statements, whatever the roll.
    """
    # The caller has seen the certification: its rotation is no secret to them.
    judged = readiness.of_rotation(OPERATOR.scope("gaps.see"), one.rotation, as_of=one.deploys_on, names=names)
    return narrowed(judged.standing, one)


def narrowed(standing: RotationStanding, one: AttestationFacts) -> Known:
    """The rotation's standing, or that of the one person it is about."""
    if one.person_id is None:
        return Known(standing.persons, standing.tallies, one.deploys_on)
    persons = [person for person in standing.persons if person.who and person.who.public_id == one.person]
    alone = RotationStanding(standing.judged_on, standing.mandatory, standing.recommended, persons, standing.evidence)
    return Known(persons, alone.tallies, one.deploys_on)


def word(scope: Scope, public_id: str) -> Word:
    """One certification with its status, as for acts. Raises Absent. Some twenty-five statements, whatever the roll."""
    return exactly(attestation(scope, public_id))


def exactly(one: AttestationFacts) -> Word:
    """Where it stands and what changed, read from the facts of this very moment: person by person, as no sum can tell.

    About twenty statements, whatever the roll.
    """
    if one.submission is None:
        return Word(one)
    happened = {change.kind: change.persons for change in changes([one]).get(one.id, ())}
    was = one.submission.face.get("screened", {}).get("cleared", 0)
    if (lost := was - screened_of(one).cleared) > 0 and not happened.keys() & {"screening", "left"}:
        # Nobody said so: two records that were one person were parted again.
        happened["screening"] = lost
    if one.kind == "screening":
        return Word(one, _told(happened))
    found = known(one, names=OPERATOR.scope("people.see"))
    now = {code: Line(code, tally.required, tally.held) for code, tally in found.lines.items()}
    worse = moved(lines_of(one.submission.face), now)
    if not happened and not worse and (unexcused := _unexcused(one, found)):
        # One who held it lost it, while another gained it: the sums say nothing.
        happened["unexcused"] = unexcused
    return Word(one, _told(happened), tuple(worse))


def _told(happened: Mapping[str, int]) -> tuple[Change, ...]:
    return tuple(Change(kind, persons) for kind, persons in sorted(happened.items()))


def _unexcused(one: AttestationFacts, found: Known) -> int:
    """How many lack something now without standing among the exceptions of what was submitted."""
    assert one.submission is not None
    sent = next(edition for edition in editions(one.id) if edition.id == one.submission.edition_id)
    excused = {(said.curriculum, said.person) for said in sent.exceptions}
    return len(
        {
            person.number
            for person in found.persons
            for code in person.gaps
            if person.who and (code, person.who.public_id) not in excused
        }
    )


def screened_of(one: AttestationFacts) -> Screened:
    """How many of its subject are cleared, not cleared, and wait; of everybody who was there on the day of deployment.

    Also of whoever was taken off after screening only since: they were sent. One statement.
    """
    if one.person_id is None:
        found = screening.counts([one.rotation_id], excluded_too=True)[one.rotation_id]
        return Screened(found.cleared, found.not_cleared, found.pending)
    standings = screening.standings(OPERATOR.scope("screening.see"), one.rotation_id, excluded_too=True)
    alone = standings.get(one.same_as or one.person_id)
    result = alone.result if alone else "pending"
    return Screened(int(result == "cleared"), int(result == "not_cleared"), int(result == "pending"))


@dataclass(frozen=True, slots=True)
class Drafted:
    """A certification as it stands on the State's desk: what is known, the newest edition, what a signature makes."""

    known: Known
    edition: EditionFacts | None
    papers: Sequence[FileFacts]
    sheet: Sheet


def drafted(one: AttestationFacts, *, names: Scope, today: date) -> Drafted:
    """What would be signed now. For the State alone. About nineteen statements, whatever the roll."""
    found = known(one, names=names)
    written = editions(one.id)
    edition = written[-1] if written else None
    papers = files(one.id)
    exceptions: dict[str, dict[str, str]] = {}
    for said in edition.exceptions if edition else ():
        exceptions.setdefault(said.curriculum, {})[said.person] = said.reason
    sheet = Sheet(
        kind=one.kind,
        content=edition.content if edition else Content(),
        persons=len(found.persons),
        lines=[_requirement(code, tally, found) for code, tally in found.lines.items()],
        exceptions=exceptions,
        screened=screened_of(one),
        papers={paper.paper for paper in papers},
        items=[item.code for item in items_for(one.kind, deploys_on=one.deploys_on)],
        of_one_person=one.person_id is not None,
        today=today,
    )
    return Drafted(found, edition, papers, sheet)


def _requirement(code: str, tally: Tally, found: Known) -> Requirement:
    holds = [person.mandatory.get(code) for person in found.persons]
    days = [one.by.completed_on for one in holds if isinstance(one, Held) and one.by.completed_on <= found.deploys_on]
    lacking = frozenset(one.who.public_id for one, _gap in found.lacking(code) if one.who)
    return Requirement(code, tally.required, tally.held, lacking, max(days, default=None))
