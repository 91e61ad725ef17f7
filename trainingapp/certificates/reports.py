"""What follows from certificates: what a check answers, what a new face would say, whether faces are what they were."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from sqlalchemy import Connection

from trainingapp.accounts.rules import Scope
from trainingapp.certificates import files, numbers, prints, queries
from trainingapp.certificates.design import Design
from trainingapp.certificates.face import Face, Topic
from trainingapp.certificates.queries import Entitled, Held
from trainingapp.certificates.rules import IN_PLACE_OF_A_RANK, UNKNOWN, Letterhead, Standing
from trainingapp.curricula.queries import VersionFacts, versions_by_id
from trainingapp.curricula.rules import TOPICS
from trainingapp.journal.reports import DEEP_CHECKS, Wrong
from trainingapp.kit.errors import DomainError
from trainingapp.kit.words import Sentence, say

#: Stands for the number while a page is laid out to see whether it can be drawn: as long as any number will be.
_STAND_IN = 888_888


#: One in so many certificates is drawn twice by `verify --deep`, and no more than so many.
_SAMPLE, _MOST_DRAWN = 256, 25


@dataclass(frozen=True)
class Checked:
    """The answer to whoever asks about a certificate; `held` is None when there is none to tell about."""

    standing: Standing
    #: In whole sentences: what follows for whoever asks.
    said: Sentence
    held: Held | None = None


def check_link(public_id: str, as_of: date) -> Checked:
    """What stands behind a link or a code that was scanned. One statement, also when there is nothing."""
    return _checked(queries.by_public_id(public_id), as_of)


def check_number(text: str, *, prefix: str, as_of: date) -> Checked:
    """What stands behind a number that was typed: one statement, none when it is mistyped.

    That a number is mistyped shows in the number itself: nothing is given away about those that exist.
    """
    number = numbers.parse(text, prefix)
    if number is None:
        said = say(
            "“%(text)s” is no certificate number, or has a typing error: its last character does not fit the others. "
            "Compare it with the paper, character by character: O and 0, I and 1 look alike.",
            text=text.strip()[:60],
        )
        return Checked(UNKNOWN, said)
    return _checked(queries.by_number(number), as_of)


def check_file(content: bytes, *, prefix: str, as_of: date) -> Checked:
    """What a PDF is worth that somebody sends in: genuine only when every byte is what the register draws.

    The number that the file claims is not believed, only looked up: one statement for each, at most eight.
    """
    if not prints.is_pdf(content):
        return Checked(UNKNOWN, say("This file is no PDF."))
    known = None
    for text in prints.claimed_numbers(content, prefix):
        found = check_number(text, prefix=prefix, as_of=as_of)
        if found.held is not None:
            if sha256(content).digest() == sha256(files.drawn(found.held.face)).digest():
                return found
            known = known or found
    if known is None or known.held is None:
        return Checked(UNKNOWN, say("This file carries no number of a certificate that was ever issued here."))
    said = say(
        "This file is not the one that the register makes for %(number)s: it was changed after it was issued, or made "
        "elsewhere. Do not accept it. Compare the holder and the training with what is recorded.",
        number=known.held.number,
    )
    return Checked(Standing("altered"), said, known.held)


def _checked(held: Held | None, as_of: date) -> Checked:
    standing = UNKNOWN if held is None else held.standing(as_of)
    return Checked(standing, standing.sentence, held)


@dataclass(frozen=True)
class Refusal:
    """Somebody for whom no certificate was issued, and why. The person's public id, never more."""

    person_public_id: str
    sentence: Sentence


def faces(
    state: str, wanting: Sequence[Entitled], letterhead: Letterhead, issued_on: date
) -> tuple[list[tuple[Entitled, Face]], list[Refusal]]:
    """Every face but for its number and link, laid out once to see that it can be drawn; and who is refused, with why.

    Checked before anything is stored: a face is frozen, and one that cannot be drawn could never be mended.
    Three statements.
    """
    design = files.design_for(letterhead.language)
    known = versions_by_id(one.version_id for one in wanting)
    name, own_name = queries.issuing_state(state, letterhead.language)
    ready: list[tuple[Entitled, Face]] = []
    refused: list[Refusal] = []
    for one in wanting:
        try:
            face = _face(one, known[one.version_id], (name, own_name), letterhead, design, issued_on)
            files.check_drawable(face)
        except (DomainError, ValueError) as problem:
            why = problem.sentence if isinstance(problem, DomainError) else str(problem)
            said = say("%(person)s: %(why)s", person=one.person.name, why=why)
            refused.append(Refusal(one.person.public_id, said))
        else:
            ready.append((one, face))
    return ready, refused


def _face(
    one: Entitled,
    version: VersionFacts,
    state_names: tuple[str, str | None],
    letterhead: Letterhead,
    design: Design,
    issued_on: date,
) -> Face:
    state_name, own_name = state_names
    original = one.person.original_name
    return Face(
        number=numbers.number(letterhead.prefix, one.person.state_code, version.code, issued_on.year, _STAND_IN),
        holder_name=one.person.name,
        holder_name_original=original if original != one.person.name else None,
        rank=one.rank or IN_PLACE_OF_A_RANK[one.category],
        state_name=state_name,
        state_name_original=own_name,
        curriculum_code=version.code,
        title=version.title_in(letterhead.language),
        version_label=version.label,
        minutes=version.minutes,
        lessons=version.lesson_count,
        completed_on=one.completed_on,
        valid_through=one.valid_through,
        topics=tuple(Topic(code, TOPICS[code]) for code in version.topics),
        covers_human_rights="HR" in version.topics,
        covers_gender="GENDER" in version.topics,
        issuer=state_name,
        issued_on=issued_on,
        verify_url=letterhead.address("0" * 22),
        design=design.key,
        design_version=design.version,
        language=letterhead.language,
    )


def without_one(
    scope: Scope, state: str, rotation_id: int, curriculum_code: str, *, letterhead: Letterhead, today: date
) -> Mapping[Entitled, Sentence | None]:
    """Who is entitled and has had no certificate, each with what stands in the way, if anything does.

    Four statements; a millisecond for each person.
    """
    found = queries.entitled(scope, rotation_id, curriculum_code, as_of=today)
    missing = [one for one in found if not one.issued]
    _, refused = faces(state, missing, letterhead, today) if missing else ([], [])
    why = {refusal.person_public_id: refusal.sentence for refusal in refused}
    return {one: why.get(one.person.public_id) for one in missing}


@dataclass(frozen=True)
class Chosen:
    """Certificates that somebody wants to revoke, and what they wrote that names none."""

    held: Sequence[Held]
    unmatched: Sequence[str]


def chosen(
    scope: Scope, rotation_id: int, curriculum_code: str, *, public_ids: Collection[str], listed: str, as_of: date
) -> Chosen:
    """What was ticked on the list or written down by certificate number or service number, among those not revoked.

    A number written once too often counts once. One statement.
    """
    written = [text.strip() for text in listed.replace(",", "\n").replace(";", "\n").splitlines() if text.strip()]
    wanted, found, matched = {_compact(text) for text in written}, [], set()
    for service_number, held in queries.all_of_rotation(scope, rotation_id, curriculum_code, as_of=as_of):
        names = {_compact(held.number), _compact(service_number)} & wanted
        if held.facts.revoked_on is None and (names or held.public_id in public_ids):
            found.append(held)
            matched |= names
    return Chosen(found, [text for text in written if _compact(text) not in matched])


def _compact(text: str) -> str:
    return "".join(character for character in text.upper() if character not in " -\u2010\u2011\u2012\u2013\u2212")


def faces_are_right(connection: Connection) -> Iterator[Wrong]:
    """Every stored face has the hash stored beside it and says the number beside it; a sample is drawn twice.

    One statement, streamed. About 60 microseconds for each certificate.
    """
    drawn = 0
    with closing(queries.faces_as_they_stand(connection)) as faces:
        for seq, public_id, number, text, kept in faces:

            def wrong(column: str, reason: Sentence, at: tuple[int, str] = (seq, public_id)) -> Wrong:
                return Wrong(at[0], "certificate", at[1], column, reason)

            if sha256(text.encode()).hexdigest() != kept:
                yield wrong("face", say("The face is not the one whose hash is kept beside it."))
                continue
            try:
                face = Face.from_json(text)
                if face.number != number or face.sha256 != kept:
                    yield wrong("number", say("The number is not the one that is printed."))
                elif int(kept[:8], 16) % _SAMPLE == 0 and drawn < _MOST_DRAWN:
                    drawn += 1
                    if files.drawn(face) != files.drawn(face):
                        yield wrong("face", say("Drawn twice, the certificate is not the same."))
            except (DomainError, ValueError) as problem:
                why = problem.sentence if isinstance(problem, DomainError) else str(problem)
                yield wrong("face", say("The certificate cannot be drawn: %(why)s", why=why))


DEEP_CHECKS.append(faces_are_right)
