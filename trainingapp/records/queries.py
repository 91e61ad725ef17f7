"""Finding persons, and what one record needs beside the facts of the rooms below. Each is told for whom (`scope`)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, exists, func, literal, or_, select
from sqlalchemy.orm import aliased

from trainingapp.accounts.models import Account
from trainingapp.accounts.rules import THEMSELVES, Scope
from trainingapp.certificates.models import Certificate, CertificateRevocation
from trainingapp.certificates.queries import replaced_on, suspended_at
from trainingapp.certificates.rules import Facts, Standing, status
from trainingapp.completions.models import Completion, CompletionWithdrawal
from trainingapp.curricula.models import CurriculumVersion
from trainingapp.curricula.queries import counted_through, ended_on
from trainingapp.curricula.queries.decisions import validity_decisions
from trainingapp.curricula.rules import counts_until, last_day
from trainingapp.forces import queries as forces
from trainingapp.forces.models import Assignment, AssignmentEnd, Function, Rotation
from trainingapp.journal.models import JournalEntry, Reading
from trainingapp.kit.db import db
from trainingapp.kit.errors import Absent
from trainingapp.people.index import asked
from trainingapp.people.models import (
    Person,
    PersonChange,
    PersonMerge,
    PersonMergeUndo,
    PersonName,
    PersonNow,
    PersonTransfer,
    PersonTransferAnswer,
)
from trainingapp.people.queries import KnownPerson, finding, group
from trainingapp.people.rules import display_name
from trainingapp.records.happened import Fact
from trainingapp.records.models import OwnLink, OwnLinkEnd

#: How many persons a search shows; whoever finds more types more.
MOST_FOUND = 50


class Post(NamedTuple):
    """Where somebody serves: the rotation that counts on a day, and the rank there."""

    rotation_id: str
    rotation: str
    mission: str
    deploys_on: date
    ends_on: date
    rank: str | None


class Found(NamedTuple):
    """Somebody whom a search found, and where they serve as far as the reader may see it."""

    person: KnownPerson
    post: Post | None


def find(scope: Scope, text: str, *, as_of: date, most: int = MOST_FOUND) -> tuple[Sequence[Found], bool]:
    """Persons in the scope in whose name each word occurs, in any script and order, or whose service number begins so.

    The nearest first, then by State and service number; at most `most`, and whether there are more. Four statements,
    however many persons there are; fewer when nobody is found or one word was typed.
    """
    found = finding.matching(scope, asked(text), within=forces.people_within(scope), most=most)
    posts = _posts(scope, [person.id for person in found.people], as_of) if found.people else {}
    return [Found(person, posts.get(person.id)) for person in found.people], found.more


def _posts(scope: Scope, person_ids: Sequence[int], as_of: date) -> Mapping[int, Post]:
    in_error = exists().where(AssignmentEnd.assignment_id == Assignment.id, AssignmentEnd.kind == "in_error")
    rows = db.session.execute(
        select(
            PersonNow.same_as,
            Rotation.public_id,
            Rotation.code,
            Rotation.mission_code,
            Rotation.deploys_on,
            Rotation.ends_on,
            Assignment.rank,
        )
        .join(Rotation, Rotation.id == Assignment.rotation_id)
        .join(PersonNow, PersonNow.person_id == Assignment.person_id)
        .where(PersonNow.same_as.in_(person_ids), forces.within(scope), ~in_error)
        .order_by(Rotation.deploys_on, Assignment.id)
    )
    found: dict[int, Post] = {}
    for person_id, *rest in rows:
        post, known = Post._make(rest), found.get(person_id)
        # The latest, unless an earlier one is still under way on the day.
        if known is None or not known.deploys_on <= as_of <= known.ends_on or post.deploys_on <= as_of:
            found[person_id] = post
    return found


def decisive(person_id: int) -> frozenset[str]:
    """The assignments (public ids) that make a person a tactical decision maker. One statement."""
    return frozenset(
        db.session.scalars(
            select(Assignment.public_id)
            .join(Function, Function.code == Assignment.function_code)
            .where(Assignment.person_id.in_(group(person_id)), Function.tactical_decision_maker)
        )
    )


class CertificateLine(NamedTuple):
    """A certificate of a person and what its worth depends on."""

    public_id: str
    number: str
    completion_id: str
    curriculum_code: str
    title: str
    issued_on: date
    facts: Facts

    def standing(self, as_of: date) -> Standing:
        """What it is worth on a day."""
        return status(self.facts, as_of)


def certificates_of(scope: Scope, person_id: int) -> Sequence[CertificateLine]:
    """The certificates of a person in the scope, the newest first. Two statements."""
    decisions = validity_decisions()
    rows = db.session.execute(
        select(
            Certificate.public_id,
            Certificate.number,
            Completion.public_id.label("completion_id"),
            CurriculumVersion.curriculum_code,
            CurriculumVersion.title,
            Certificate.issued_on,
            CurriculumVersion.id.label("version_id"),
            Completion.completed_on,
            Completion.valid_through,
            ended_on().label("superseded_on"),
            counted_through().label("transition_until"),
            CertificateRevocation.revoked_on,
            CertificateRevocation.reason,
            CompletionWithdrawal.withdrawn_at,
            suspended_at().label("suspended_at"),
            replaced_on().label("replaced_on"),
            (Certificate.face == "").label("erased"),
        )
        .join(PersonNow, PersonNow.person_id == Certificate.person_id)
        .join(Completion, Completion.id == Certificate.completion_id)
        .join(CurriculumVersion, CurriculumVersion.id == Certificate.version_id)
        .outerjoin(CertificateRevocation, CertificateRevocation.certificate_id == Certificate.id)
        .outerjoin(CompletionWithdrawal, CompletionWithdrawal.completion_id == Completion.id)
        .where(forces.people_within(scope), Certificate.person_id.in_(group(person_id)))
        .order_by(Certificate.issued_on.desc(), Certificate.id.desc())
    )
    return [
        CertificateLine(
            *row[:6],
            Facts(
                valid_through=last_day(row.completed_on, row.valid_through, decisions.get(row.version_id, ())),
                counts_until=counts_until(row),
                revoked_on=row.revoked_on,
                reason=row.reason,
                withdrawn_on=row.withdrawn_at.date() if row.withdrawn_at else None,
                erased=row.erased,
                replaced_on=row.replaced_on,
                suspended_on=row.suspended_at.date() if row.suspended_at else None,
            ),
        )
        for row in rows
    ]


# --- Who somebody was -------------------------------------------------------------------------------------------------


#: Whose act a fact is; and who answered an offer.
_WHO, _ANSWERER = aliased(Account), aliased(Account)


def facts_of_identity(person_id: int) -> list[Fact]:
    """Everything recorded of who a person is, of whichever of their rows it was recorded. Six statements."""
    rows = group(person_id)
    return [*_first_recorded(rows), *_renamed(rows), *_changed(rows), *_merged(rows), *_moved(rows)]


def _facts(model: Any, row: Any, by: Any, at: Any, *more: Any) -> Select[*tuple[Any, ...]]:
    return select(row, model.entry_seq, at, _WHO.name, *more).select_from(model).outerjoin(_WHO, _WHO.public_id == by)


def _named(model: Any) -> tuple[Any, ...]:
    return model.full_name, model.given_names, model.family_name, model.original_name


def _first_recorded(rows: Any) -> Iterator[Fact]:
    entry = JournalEntry
    statement = (
        select(Person.id, entry.seq, entry.at, _WHO.name, *_named(Person), Person.service_number)
        .join(entry, entry.seq == Person.entry_seq)
        .outerjoin(_WHO, _WHO.public_id == entry.actor)
    )
    for row, seq, at, by, full, given, family, original, number in db.session.execute(
        statement.where(Person.id.in_(rows))
    ):
        name = display_name(full_name=full, given_names=given, family_name=family)
        yield Fact("first", row, seq, at, by, name, original, number)


def _renamed(rows: Any) -> Iterator[Fact]:
    of = PersonName
    statement = _facts(of, of.person_id, of.corrected_by, of.corrected_at, *_named(of), of.reason, of.evidence)
    for row, seq, at, by, full, given, family, original, reason, evidence in db.session.execute(
        statement.where(of.person_id.in_(rows))
    ):
        name = display_name(full_name=full, given_names=given, family_name=family)
        yield Fact("name", row, seq, at, by, name, original, reason=reason, evidence=evidence)


def _changed(rows: Any) -> Iterator[Fact]:
    of = PersonChange
    statement = _facts(of, of.person_id, of.changed_by, of.changed_at, of.field, of.value, of.holds_from, of.reason)
    for row, seq, at, by, field, value, holds_from, reason in db.session.execute(
        statement.where(of.person_id.in_(rows))
    ):
        yield Fact(field, row, seq, at, by, value, holds_from=holds_from, reason=reason)


def _merged(rows: Any) -> Iterator[Fact]:
    of, end = PersonMerge, PersonMergeUndo
    ours = or_(of.kept_id.in_(rows), of.merged_id.in_(rows))
    merges = _facts(of, of.kept_id, of.merged_by, of.merged_at, of.reason, of.public_id).where(ours)
    for row, seq, at, by, reason, merge in db.session.execute(merges):
        yield Fact("merge", row, seq, at, by, reason=reason, merge=merge)
    undone = _facts(end, of.kept_id, end.undone_by, end.undone_at, end.reason, of.public_id)
    for row, seq, at, by, reason, merge in db.session.execute(undone.join(of, of.id == end.merge_id).where(ours)):
        yield Fact("undo", row, seq, at, by, reason=reason, merge=merge)


def _moved(rows: Any) -> Iterator[Fact]:
    """Offers to another State and their answers; an offer declined by whom it was made to tells nothing of who."""
    of, end, answerer = PersonTransfer, PersonTransferAnswer, _ANSWERER
    statement = _facts(
        of, of.person_id, of.offered_by, of.offered_at,
        of.state_code, of.to_state, of.reason, of.person_id.in_(rows),
        end.entry_seq, end.answered_at, end.answer, end.reason, end.person_id, answerer.name,
    )  # fmt: skip
    statement = statement.outerjoin(end, end.transfer_id == of.id).outerjoin(
        answerer, answerer.public_id == end.answered_by
    )
    for row, seq, at, by, old, new, why, left, answered, then, answer, because, arrived, who in db.session.execute(
        statement.where(or_(of.person_id.in_(rows), end.person_id.in_(rows)))
    ):
        if left:
            yield Fact("offered", row, seq, at, by, new, reason=why)
            if answer is not None:
                yield Fact(answer, row, answered, then, who, new, reason=because)
        else:
            yield Fact("arrived", arrived, answered, then, who, old, reason=because)


# --- Private links to one's own record -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Link:
    """A private link as its list shows it; `opened` is how often it was."""

    public_id: str
    made_by: str
    made_at: datetime
    expires_at: datetime
    ended_at: datetime | None
    most_openings: int
    opened: int
    last_opened_at: datetime | None

    def is_open(self, now: datetime) -> bool:
        """Whether it opens the record now."""
        return self.ended_at is None and now < self.expires_at and self.opened < self.most_openings


@dataclass(frozen=True)
class OwnRecord:
    """What a private link opens: one person's record. `role` is what the readings keep of the link."""

    link_id: str
    person_id: str
    state_code: str
    expires_at: datetime
    role: str


def _opened() -> Any:
    """The readings by which a link was used, found by the person that they are about."""
    return and_(
        Reading.object_id == PersonNow.public_id,
        Reading.actor == THEMSELVES,
        Reading.role == literal("own_link ") + OwnLink.public_id,
    )


def links_of(person_id: int) -> Sequence[Link]:
    """The private links that were made for a person, the newest first. One statement."""
    maker = aliased(Account)
    rows = db.session.execute(
        select(
            OwnLink.public_id,
            func.coalesce(maker.name, OwnLink.made_by),
            OwnLink.made_at,
            OwnLink.expires_at,
            OwnLinkEnd.ended_at,
            OwnLink.most_openings,
            select(func.count()).where(_opened()).correlate(PersonNow, OwnLink).scalar_subquery(),
            select(func.max(Reading.at)).where(_opened()).correlate(PersonNow, OwnLink).scalar_subquery(),
        )
        .join(PersonNow, PersonNow.person_id == OwnLink.person_id)
        .outerjoin(maker, maker.public_id == OwnLink.made_by)
        .outerjoin(OwnLinkEnd, OwnLinkEnd.link_id == OwnLink.id)
        .where(OwnLink.person_id.in_(group(person_id)))
        .order_by(OwnLink.id.desc())
    )
    return [Link(*row) for row in rows]


def person_of_link(scope: Scope, public_id: str) -> str:
    """The person (public id) whom a private link is for. Raises Absent. One statement."""
    found = db.session.scalar(
        select(PersonNow.public_id)
        .join(OwnLink, OwnLink.person_id == PersonNow.person_id)
        .where(OwnLink.public_id == public_id, forces.people_within(scope))
    )
    if found is None:
        raise Absent()
    return found


def fingerprint_of(public_id: str) -> str:
    """The fingerprint of a private link's token. One statement."""
    return db.session.execute(select(OwnLink.token_sha256).where(OwnLink.public_id == public_id)).scalar_one()


def opened_by(token_sha256: str, now: datetime) -> OwnRecord | None:
    """What a token opens now; None when it is unknown, ended, run out, used up, or its person was erased.

    One statement.
    """
    row = db.session.execute(
        select(
            OwnLink.public_id,
            PersonNow.public_id,
            PersonNow.state_code,
            OwnLink.expires_at,
            OwnLink.most_openings,
            select(func.count()).where(_opened()).correlate(PersonNow, OwnLink).scalar_subquery(),
        )
        .join(PersonNow, PersonNow.person_id == OwnLink.person_id)
        .where(
            OwnLink.token_sha256 == token_sha256,
            ~exists().where(OwnLinkEnd.link_id == OwnLink.id),
            PersonNow.erased.is_(False),
        )
    ).one_or_none()
    if row is None or now >= row[3] or row[5] >= row[4]:
        return None
    return OwnRecord(row[0], row[1], row[2], row[3], f"own_link {row[0]}")
