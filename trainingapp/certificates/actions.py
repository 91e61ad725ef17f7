"""Issuing and revoking: numbers from a locked counter, faces frozen with their hash, always new rows."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import insert, select, update

from trainingapp.accounts.rules import Identity
from trainingapp.certificates import numbers, queries, reports
from trainingapp.certificates.face import Face
from trainingapp.certificates.models import (
    Certificate,
    CertificateCounter,
    CertificateHold,
    CertificateRevocation,
)
from trainingapp.certificates.queries import Entitled, Held
from trainingapp.certificates.reports import Refusal
from trainingapp.certificates.rules import LONGEST_REASON, REPLACEABLE, Letterhead
from trainingapp.completions import actions as completions
from trainingapp.completions.queries import recorded_by
from trainingapp.curricula.queries import versions
from trainingapp.forces.queries import RotationFacts
from trainingapp.journal import actions as journal
from trainingapp.journal.actions import Entry
from trainingapp.kit.db import db, refusing
from trainingapp.kit.errors import Absent, Conflict, Refused
from trainingapp.kit.ids import new_id
from trainingapp.kit.words import say


class AlreadyIssued(Conflict):
    """Two officers issued the same certificates at the same moment; this one came second."""

    sentence = say(
        "Somebody else has just issued some of these certificates. None was issued twice: ask again, and those that "
        "are still missing will be issued."
    )


class HasOne(Refused):
    """A completion has at most one certificate that stands."""

    sentence = say("There is a certificate for this training already, and it stands.")


class AlreadyRevoked(Conflict):
    """It was revoked before."""

    sentence = say("Some of these certificates have been revoked already. Look at the list again.")


class NoReason(Refused):
    """A revocation says why."""

    sentence = say("Write the reason, at most %(most)s characters: whoever checks the certificate will read it.",
                   most=LONGEST_REASON)  # fmt: skip


#: A race for the same certificate ends in this sentence.
_ISSUING = {"uq_certificate_of_completion": AlreadyIssued, "uq_certificate_replaces": AlreadyIssued}
_REVOKING = {"uq_certificate_revocation_certificate_id": AlreadyRevoked}


@dataclass(frozen=True)
class Issued:
    """What came of issuing: how many new ones, how many had one before, who could not be given one."""

    issued: int
    already: int
    refused: tuple[Refusal, ...] = ()


def issue(
    rotation: RotationFacts, curriculum_code: str, *, letterhead: Letterhead, by: Identity, now: datetime
) -> Issued:
    """Issue to everybody on a rotation's roll who is entitled and has never had one for the same completion.

    Whoever had theirs revoked gets none here: a new one for them is a decision of its own (`issue_one`). Asked again,
    it changes nothing and says so. Who cannot be given one is named with why, and the others are issued. One entry in
    the journal, and none when nobody is missing. Raises Absent, Refused, and AlreadyIssued after a race. About a
    millisecond for each, most of it to see that the page can be drawn; at most 14 statements for 5,000 people.
    """
    scope = by.scope("certificates.issue")
    if not scope.reaches(rotation.state_code):
        raise Absent()
    _known(curriculum_code)
    found = queries.entitled(scope, rotation.id, curriculum_code, as_of=now.date())
    wanting = [one for one in found if not one.issued]
    already = len(found) - len(wanting)
    if not wanting:
        return Issued(0, already)
    ready, refused = reports.faces(rotation.state_code, wanting, letterhead, now.date())
    if ready:
        with journal.entry(
            act="certificates.issue",
            by=by.public_id,
            now=now,
            object_kind="rotation",
            object_id=rotation.public_id,
            state_code=rotation.state_code,
            details={"curriculum": curriculum_code, "issued": len(ready), "already": already},
        ) as entry:
            _keep(entry, rotation.state_code, ready, letterhead, by, now)
    return Issued(len(ready), already, tuple(refused))


def issue_one(completion_public_id: str, *, letterhead: Letterhead, by: Identity, now: datetime) -> str:
    """Issue for one completion; also anew, under a new number, after every earlier one was revoked.

    Returns the certificate's public id. Raises Absent, HasOne, and Refused when it cannot be drawn.
    """
    found = queries.entitled_by(by.scope("certificates.issue"), completion_public_id)
    if found.standing:
        raise HasOne()
    state = found.person.state_code
    ready, refused = reports.faces(state, [found], letterhead, now.date())
    if refused:
        raise Refused(refused[0].sentence)
    with journal.entry(
        act="certificates.issue",
        by=by.public_id,
        now=now,
        object_kind="person",
        object_id=found.person.public_id,
        state_code=state,
        details={"curriculum": ready[0][1].curriculum_code, "issued": 1, "ordinal": found.issued},
    ) as entry:
        return _keep(entry, state, ready, letterhead, by, now)[0]


class CannotReplace(Refused):
    """Only a certificate that stands, or has expired, is issued again under the name put right."""

    sentence = say(
        "One of these certificates no longer stands, so none was issued anew. Look at the list again: what was "
        "revoked, withdrawn or replaced stays so."
    )


def reissue(public_ids: Collection[str], *, letterhead: Letterhead, by: Identity, now: datetime) -> Sequence[str]:
    """Issue new certificates in place of those of one person with an earlier name on them, which read replaced.

    What was printed stays as it was printed. All of them or none. Returns the new public ids. Raises Absent when one
    lies outside the scope or they are not one person's, CannotReplace, AlreadyIssued, and Refused when one cannot be
    drawn. Ten statements for each.
    """
    scope = by.scope("certificates.issue")
    chosen = queries.to_revoke(scope, public_ids)
    if not chosen or len(chosen) != len(set(public_ids)) or len({one.person_public_id for one in chosen}) > 1:
        raise Absent()
    state, made = chosen[0].state_code, []
    with journal.entry(
        act="certificates.reissue",
        by=by.public_id,
        now=now,
        object_kind="person",
        object_id=chosen[0].person_public_id,
        state_code=state,
        details={"issued": len(chosen)},
    ) as entry:
        for held in queries.to_revoke(scope, public_ids):
            if held.standing(now.date()).status not in REPLACEABLE:
                raise CannotReplace()
            found = queries.entitled_by(scope, held.completion_public_id)
            ready, refused = reports.faces(state, [found], letterhead, now.date())
            if refused:
                raise Refused(refused[0].sentence)
            made += _keep(entry, state, ready, letterhead, by, now, replaces=held.id)
    return made


def revoke(
    public_ids: Collection[str],
    *,
    reason: str,
    by: Identity,
    now: datetime,
    also_withdraw_completion: bool = False,
    rotation_public_id: str | None = None,
) -> Sequence[Held]:
    """End the worth of certificates, for one reason that every check will tell (E3). All of them or none.

    When the training itself did not take place, the completions are withdrawn in the same entry, and coverage drops.
    Numbers are never reused, rows never deleted. Returns what was revoked, as it stood before. Raises Absent when one
    lies outside the scope, AlreadyRevoked, NoReason.
    """
    reason = reason.strip()
    if not 0 < len(reason) <= LONGEST_REASON:
        raise NoReason()
    chosen = queries.to_revoke(by.scope("certificates.revoke"), public_ids)
    if not chosen or len(chosen) != len(set(public_ids)):
        raise Absent()
    if any(one.facts.revoked_on is not None for one in chosen):
        raise AlreadyRevoked()
    states = {one.state_code for one in chosen}
    allowed = by.scope("completions.correct")
    if also_withdraw_completion and not all(allowed.reaches(state) for state in states):
        raise Absent()
    if len(states) > 1:
        raise Refused(say("Certificates of several States are revoked State by State."))
    about = ("rotation", rotation_public_id) if rotation_public_id else ("certificate", chosen[0].public_id)
    standing = [(one.completion_id, one.state_code) for one in chosen if one.withdrawn is None]
    with journal.entry(
        act="certificates.revoke",
        by=by.public_id,
        now=now,
        object_kind=about[0],
        object_id=about[1],
        state_code=chosen[0].state_code,
        details={"revoked": len(chosen), "withdrawn": len(standing) if also_withdraw_completion else 0},
    ) as entry:
        with refusing(_REVOKING):
            entry.keep(
                CertificateRevocation,
                [
                    {
                        "public_id": new_id(),
                        "state_code": one.state_code,
                        "certificate_id": one.id,
                        "revoked_on": now.date(),
                        "reason": reason,
                        "revoked_by": by.public_id,
                    }
                    for one in chosen
                ],
            )
        if also_withdraw_completion and standing:
            completions.withdraw_rows(entry, standing, kind="withdrawn", reason=reason, by=by.public_id, now=now)
    return chosen


def hold_issued(entry: Entry, suspension_key: int, account_public_id: str, *, since: datetime, state_code: str) -> int:
    """Put the certificates that an account issued for a State since a moment under review, inside an open entry.

    Returns how many; those of completions that are held are suspended with them, and not counted. One statement, and
    two per 5,000.
    """
    recorded = recorded_by(account_public_id, since, state_codes=[state_code])
    issued = queries.issued_by(account_public_id, since, state_code=state_code)
    chosen = db.session.scalars(issued.where(Certificate.completion_id.not_in(recorded)).order_by(Certificate.id))
    rows: list[dict[str, object]] = [
        {"public_id": new_id(), "state_code": state_code, "suspension_id": suspension_key, "certificate_id": key}
        for key in chosen
    ]
    entry.keep(CertificateHold, rows)
    return len(rows)


def _known(curriculum_code: str) -> None:
    if not versions(curriculum_code):
        raise Refused(say("There is no curriculum “%(code)s”.", code=curriculum_code))


def _keep(
    entry: Entry,
    state: str,
    ready: Sequence[tuple[Entitled, Face]],
    letterhead: Letterhead,
    by: Identity,
    now: datetime,
    *,
    replaces: int | None = None,
) -> list[str]:
    """Give each face its number and link, and keep it with its hash. Returns the public ids.

    `replaces` is the key of the one certificate that one face is issued in place of.
    """
    code = ready[0][1].curriculum_code
    first = _take_numbers(state, code, now.year, len(ready))
    rows: list[dict[str, object]] = []
    for n, (one, face) in enumerate(ready, first):
        public_id = new_id()
        number = numbers.number(letterhead.prefix, state, code, now.year, n)
        frozen = replace(face, number=number, verify_url=letterhead.address(public_id))
        rows.append(
            {
                "public_id": public_id,
                "state_code": state,
                "person_id": one.recorded_of,
                "completion_id": one.completion_id,
                "version_id": one.version_id,
                "ordinal": one.issued,
                "number": number,
                "issued_on": face.issued_on,
                "valid_through": face.valid_through,
                "face": frozen.to_json(),
                "face_sha256": frozen.sha256,
                "issued_by": by.public_id,
                "issued_at": now,
                "replaces": replaces,
            }
        )
    with refusing(_ISSUING):
        entry.keep(Certificate, rows)
    return [str(row["public_id"]) for row in rows]


def _take_numbers(state: str, code: str, year: int, count: int) -> int:
    """The first of so many numbers that nobody else will get. Two statements.

    The row is locked from here to the end of the transaction: numbers have no holes, whoever else is issuing.
    """
    counter = (
        CertificateCounter.state_code == state,
        CertificateCounter.curriculum_code == code,
        CertificateCounter.year == year,
    )
    taken = update(CertificateCounter).where(*counter).values(last=CertificateCounter.last + count)
    if db.session.execute(taken.execution_options(synchronize_session=False)).rowcount:  # type: ignore[attr-defined]
        last = db.session.execute(select(CertificateCounter.last).where(*counter)).scalar_one()
    else:
        # The journal's head is locked already: nobody else can be making the same row.
        last = count
        values = {"state_code": state, "curriculum_code": code, "year": year, "last": last}
        db.session.execute(insert(CertificateCounter).values(values))
    if last > numbers.LARGEST:
        said = "The numbers of %(code)s for %(year)s are used up: there are %(most)s a year."
        raise Refused(say(said, code=code, year=year, most=numbers.LARGEST))
    return last - count + 1
