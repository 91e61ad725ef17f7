"""Certificates that were issued, and what became of them."""

from collections.abc import Collection, Generator, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, case, exists, false, func, literal, or_, select, true
from sqlalchemy.orm import aliased

from trainingapp.accounts.models import Account
from trainingapp.accounts.queries import identity_of
from trainingapp.accounts.rules import Identity, Scope
from trainingapp.certificates.face import Face, emptied
from trainingapp.certificates.models import Certificate, CertificateRevocation
from trainingapp.certificates.numbers import Number
from trainingapp.certificates.queries.entitled import is_replaced
from trainingapp.certificates.queries.suspended import is_suspended, suspended_at
from trainingapp.certificates.rules import Facts, Standing, status
from trainingapp.completions.models import Completion, CompletionWithdrawal
from trainingapp.curricula.models import Curriculum, CurriculumVersion
from trainingapp.curricula.queries import counted_through, ended_on
from trainingapp.curricula.queries.decisions import last_day_in, validity_decisions
from trainingapp.curricula.rules import Decided, counts_until, last_day
from trainingapp.forces import queries as forces
from trainingapp.forces.models import Assignment, Rotation
from trainingapp.kit.db import db
from trainingapp.kit.errors import Absent
from trainingapp.kit.pages import SIZE, Page, paged
from trainingapp.people.models import PersonNow
from trainingapp.people.queries import group


@dataclass(frozen=True)
class Held:
    """A certificate, everything printed on it, and what became of it. `id` and `completion_id` are never shown."""

    id: int
    public_id: str
    state_code: str
    number: str
    completion_id: int
    completion_public_id: str
    person_public_id: str
    issued_by: str
    issued_at: datetime
    face_sha256: str
    entry_seq: int
    facts: Facts
    revoked_by: str | None
    #: Withdrawn, corrected or batch_undone; None while the completion stands.
    withdrawn: str | None
    #: The certificate that was issued in its place, and the one that it was issued in place of; None for none.
    replaced_by: str | None
    replaces: str | None
    #: Of whoever was erased: a face with nothing of them on it, never to be drawn.
    face: Face

    @property
    def erased(self) -> bool:
        """Whether what was printed has been erased with its holder."""
        return self.facts.erased

    def standing(self, as_of: date) -> Standing:
        """What it is worth on a day."""
        return status(self.facts, as_of)


@dataclass(frozen=True)
class Filters:
    """Which certificates; an empty filter leaves all. `number` may be a part of one, `rotation` is a code."""

    status: str | None = None
    curriculum: str | None = None
    rotation: str | None = None
    number: str | None = None


def certificates(
    scope: Scope, *, as_of: date, filters: Filters | None = None, number: int = 1, size: int = SIZE
) -> Page[Held]:
    """One page of the certificates in the scope, the newest first. Three statements, however many there are."""
    chosen = select(Certificate.id).where(_within(scope), *_chosen(filters or Filters(), scope, as_of))
    return _told(paged(db.session(), chosen.order_by(Certificate.id.desc()), number=number, size=size))


def of_rotation(
    scope: Scope, rotation_id: int, curriculum_code: str, *, as_of: date, number: int = 1, size: int = SIZE
) -> Page[Held]:
    """One page of the certificates of a curriculum that people on a rotation's roll hold, by number.

    Three statements.
    """
    chosen = select(Certificate.id).where(_of_rotation(scope, rotation_id, curriculum_code, as_of))
    return _told(paged(db.session(), chosen.order_by(Certificate.number), number=number, size=size))


def all_of_rotation(scope: Scope, rotation_id: int, curriculum_code: str, *, as_of: date) -> list[tuple[str, Held]]:
    """All of them, each with the service number of its holder. One statement."""
    rows = db.session.execute(
        _telling(PersonNow.service_number)
        .where(_of_rotation(scope, rotation_id, curriculum_code, as_of))
        .order_by(Certificate.number)
    )
    decisions = validity_decisions()
    return [(row.service_number, _held(row, decisions)) for row in rows]


def standing_faces(scope: Scope, rotation_id: int, curriculum_code: str, *, as_of: date) -> list[Face]:
    """What to print for a rotation: the certificates of a curriculum that are not revoked, withdrawn or suspended.

    In the order of their numbers. One statement.
    """
    rows = db.session.scalars(
        select(Certificate.face)
        .where(
            _of_rotation(scope, rotation_id, curriculum_code, as_of),
            ~_is_revoked(as_of),
            ~_is_withdrawn(),
            ~_is_erased(),
            ~is_replaced(),
            ~is_suspended(),
        )
        .order_by(Certificate.number)
    )
    return [Face.from_json(text) for text in rows]


def certificate(scope: Scope, public_id: str) -> Held:
    """The certificate with this public id. Raises Absent, also when it lies outside the scope. One statement."""
    row = db.session.execute(_telling().where(_within(scope), Certificate.public_id == public_id)).one_or_none()
    if row is None:
        raise Absent()
    return _held(row, validity_decisions())


def to_revoke(scope: Scope, public_ids: Collection[str]) -> list[Held]:
    """The certificates that were chosen, by number, those of them within the scope. Two statements."""
    chosen = Certificate.public_id.in_(sorted(public_ids))
    rows = db.session.execute(_telling().where(_within(scope), chosen).order_by(Certificate.number))
    decisions = validity_decisions()
    return [_held(row, decisions) for row in rows]


def of_person(scope: Scope, person_id: int) -> list[Held]:
    """The certificates of a person in the scope, under whichever of their records, the newest first. Two statements."""
    statement = _telling().where(_within(scope), Certificate.person_id.in_(group(person_id)))
    decisions = validity_decisions()
    return [_held(row, decisions) for row in db.session.execute(statement.order_by(Certificate.id.desc()))]


def by_public_id(public_id: str) -> Held | None:
    """For whoever followed a certificate's link: needs no scope, the link is the key. Two statements."""
    row = db.session.execute(_telling().where(Certificate.public_id == public_id)).one_or_none()
    # Asked in either case: how long an answer takes must not tell whether there is such a certificate.
    decisions = validity_decisions()
    return None if row is None else _held(row, decisions)


def by_number(number: Number) -> Held | None:
    """For whoever was shown a certificate and typed its number: what is printed on it and no more. Two statements.

    The code of a curriculum may have been typed without its hyphens (CP-MIL), so it is looked for among the curricula.
    """
    head, tail = f"{number.prefix}-{number.iso3}-", f"-{number.year:04}-{number.n:06}{number.check}"
    code = number.code.replace("-", "")
    written = literal(head).concat(Curriculum.code).concat(literal(tail))
    statement = _telling().join(
        Curriculum, and_(func.replace(Curriculum.code, "-", "") == code, Certificate.number == written)
    )
    row = db.session.execute(statement).one_or_none()
    decisions = validity_decisions()
    return None if row is None else _held(row, decisions)


def curriculum_codes() -> list[str]:
    """The codes of all curricula, for a filter. One statement."""
    return list(db.session.scalars(select(Curriculum.code).order_by(Curriculum.code)))


def rotation_codes(scope: Scope) -> list[str]:
    """What the rotations in the scope are called. One statement."""
    return list(
        db.session.scalars(select(Rotation.code).where(forces.within(scope)).distinct().order_by(Rotation.code))
    )


def names_of_accounts(public_ids: Iterable[str | None]) -> dict[str, str]:
    """Public id -> name, of those who issued and revoked. One statement."""
    wanted = sorted({key for key in public_ids if key})
    rows = db.session.execute(select(Account.public_id, Account.name).where(Account.public_id.in_(wanted)))
    return {row.public_id: row.name for row in rows}


def acting(account_public_id: str) -> Identity | None:
    """Who asked for long work, with the grants as they stand now; None when suspended meanwhile. Two statements."""
    key = db.session.scalar(select(Account.id).where(Account.public_id == account_public_id))
    return None if key is None else identity_of(key)


def faces_as_they_stand(connection: Connection) -> Generator[tuple[int, str, str, str, str]]:
    """Every certificate's entry, public id, number, face and hash, oldest first, streamed; to be closed. One
    statement."""
    rows = connection.execute(
        select(
            Certificate.entry_seq, Certificate.public_id, Certificate.number, Certificate.face, Certificate.face_sha256
        )
        .where(~_is_erased())
        .order_by(Certificate.entry_seq, Certificate.id),
        execution_options={"stream_results": True, "yield_per": 1_000},
    )
    with closing(rows):
        yield from map(tuple, rows)


def _told(page: Page[Any]) -> Page[Held]:
    """The page's certificates with all that is told of them, in the page's order. Two statements."""
    keys = [row.id for row in page.rows]
    decisions = validity_decisions()
    found = {row[0]: _held(row, decisions) for row in db.session.execute(_telling().where(Certificate.id.in_(keys)))}
    return Page([found[key] for key in keys], page.number, page.size, page.total)


def _telling(*more: Any) -> Select[*tuple[Any, ...]]:
    newer, older = aliased(Certificate), aliased(Certificate)
    return (
        select(
            Certificate.id,
            Certificate.public_id,
            Certificate.state_code,
            Certificate.number,
            Certificate.completion_id,
            Completion.public_id.label("completion_public_id"),
            PersonNow.public_id.label("person_public_id"),
            Certificate.issued_by,
            Certificate.issued_at,
            Certificate.face_sha256,
            Certificate.entry_seq,
            CertificateRevocation.revoked_by,
            CompletionWithdrawal.kind.label("withdrawn"),
            Certificate.face,
            Certificate.issued_on,
            CurriculumVersion.curriculum_code,
            CurriculumVersion.label,
            CurriculumVersion.title,
            Certificate.version_id,
            Completion.completed_on,
            Completion.valid_through,
            ended_on().label("superseded_on"),
            counted_through().label("transition_until"),
            CertificateRevocation.revoked_on,
            CertificateRevocation.reason,
            CompletionWithdrawal.withdrawn_at,
            suspended_at().label("suspended_at"),
            newer.public_id.label("replaced_by"),
            newer.issued_on.label("replaced_on"),
            older.public_id.label("replaces"),
            *more,
        )
        .join(Completion, Completion.id == Certificate.completion_id)
        .join(PersonNow, PersonNow.person_id == Certificate.person_id)
        .join(CurriculumVersion, CurriculumVersion.id == Certificate.version_id)
        .outerjoin(CertificateRevocation, CertificateRevocation.certificate_id == Certificate.id)
        .outerjoin(CompletionWithdrawal, CompletionWithdrawal.completion_id == Certificate.completion_id)
        .outerjoin(newer, newer.replaces == Certificate.id)
        .outerjoin(older, older.id == Certificate.replaces)
    )


#: What `Held` takes from a row as it stands.
_OWN = tuple(name for name in Held.__dataclass_fields__ if name not in ("facts", "face"))


def _held(row: Any, decisions: Mapping[int, Sequence[Decided]]) -> Held:
    facts = Facts(
        # What is printed stays; what it is worth follows what was decided since.
        valid_through=last_day(row.completed_on, row.valid_through, decisions.get(row.version_id, ())),
        counts_until=counts_until(row),
        revoked_on=row.revoked_on,
        reason=row.reason,
        withdrawn_on=row.withdrawn_at.date() if row.withdrawn_at else None,
        replaced_on=row.replaced_on,
        erased=not row.face,
        suspended_on=row.suspended_at.date() if row.suspended_at else None,
    )
    return Held(**{name: getattr(row, name) for name in _OWN}, facts=facts, face=_face(row))


def _face(row: Any) -> Face:
    if row.face:
        return Face.from_json(row.face)
    return emptied(
        number=row.number,
        curriculum_code=row.curriculum_code,
        title=row.title,
        version_label=row.label,
        issued_on=row.issued_on,
    )


def _within(scope: Scope) -> ColumnElement[bool]:
    """Certificates in the scope: all, those of its States, those of people who served in its missions."""
    if scope.everything:
        return true()
    if scope.missions:
        return exists().where(PersonNow.person_id == Certificate.person_id, forces.people_within(scope))
    return Certificate.state_code.in_(sorted(scope.states)) if scope.states else false()


def _of_rotation(scope: Scope, rotation_id: int, curriculum_code: str, as_of: date) -> ColumnElement[bool]:
    lines = select(Assignment.person_id).where(Assignment.rotation_id == rotation_id, forces.on_roll(as_of))
    return and_(_within(scope), _is_held_by_some_of(lines), _of_curriculum(curriculum_code))


def _is_held_by_some_of(lines: Any) -> ColumnElement[bool]:
    """The condition under which a certificate is of somebody on these lines of rolls, under whichever row."""
    line, row = aliased(PersonNow), aliased(PersonNow)
    same = select(line.same_as).where(line.person_id.in_(lines))
    return Certificate.person_id.in_(select(row.person_id).where(row.same_as.in_(same)))


def _of_curriculum(code: str) -> ColumnElement[bool]:
    return Certificate.version_id.in_(select(CurriculumVersion.id).where(CurriculumVersion.curriculum_code == code))


def _numbered(text: str) -> ColumnElement[bool]:
    return Certificate.number.icontains(text.strip().replace(" ", "-"), autoescape=True)


def _chosen(filters: Filters, scope: Scope, as_of: date) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if filters.number:
        found.append(_numbered(filters.number))
    if filters.curriculum:
        found.append(_of_curriculum(filters.curriculum))
    if filters.rotation:
        lines = (
            select(Assignment.person_id)
            .join(Rotation, Rotation.id == Assignment.rotation_id)
            .where(func.lower(Rotation.code) == filters.rotation.lower(), forces.within(scope), forces.on_roll(as_of))
        )
        found.append(_is_held_by_some_of(lines))
    if filters.status:
        found.append(_is(filters.status, as_of))
    return found


def _is_revoked(as_of: date) -> ColumnElement[bool]:
    return exists().where(
        CertificateRevocation.certificate_id == Certificate.id, CertificateRevocation.revoked_on <= as_of
    )


def _is_withdrawn() -> ColumnElement[bool]:
    return exists().where(CompletionWithdrawal.completion_id == Certificate.completion_id)


def _is_erased() -> ColumnElement[bool]:
    """The condition under which a certificate's holder was erased: nothing of its face is left."""
    return Certificate.face == ""


def _through() -> ColumnElement[date | None]:
    """The last day of a certificate by its own validity, as decided since; the counterpart of what `_held` gives."""
    decisions = validity_decisions()
    if not decisions:
        return Certificate.valid_through  # type: ignore[return-value]
    through = last_day_in(Completion.version_id, Completion.completed_on, Completion.valid_through, decisions)
    own = select(through).where(Completion.id == Certificate.completion_id)
    return own.correlate(Certificate).scalar_subquery()


def _is(wanted: str, as_of: date) -> ColumnElement[bool]:
    """The condition under which a certificate has a status on a day; the counterpart of rules.status."""
    version = CurriculumVersion
    ended, transition, through = ended_on(), counted_through(), _through()
    over = case((transition.is_(None), ended <= as_of), else_=transition < as_of)
    ends_first = case((transition.is_(None), through < ended),
                      else_=through <= transition)  # fmt: skip
    superseded = exists().where(
        version.id == Certificate.version_id,
        ended.is_not(None),
        over,
        or_(through.is_(None), ~ends_first),
    )
    expired = and_(through.is_not(None), through < as_of, ~superseded)
    acted = or_(_is_revoked(as_of), _is_withdrawn(), _is_erased(), is_replaced(), is_suspended())
    return {
        "revoked": and_(~_is_erased(), _is_revoked(as_of)),
        "withdrawn": or_(_is_erased(), and_(~_is_revoked(as_of), _is_withdrawn())),
        "replaced": and_(~_is_erased(), ~_is_revoked(as_of), ~_is_withdrawn(), is_replaced()),
        "suspended": and_(~_is_erased(), ~_is_revoked(as_of), ~_is_withdrawn(), ~is_replaced(), is_suspended()),
        "superseded": and_(~acted, superseded),
        "expired": and_(~acted, expired),
        "valid": and_(~acted, ~superseded, ~func.coalesce(expired, false())),
    }.get(wanted, true())
