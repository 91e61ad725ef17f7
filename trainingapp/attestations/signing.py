"""Pure: what stands against a State's signature on a certification: every problem at once, by where its cure is."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from trainingapp.attestations.rules import PAPERS, Screened
from trainingapp.attestations.wording import STATED, STATEMENTS, Content
from trainingapp.kit.days import read_day
from trainingapp.kit.words import Sentence, say

#: Papers without which one person's certification is not complete: the State's word and the officer's own.
PAPERS_OF_ONE: Final = ("note_verbale", "own_word")


@dataclass(frozen=True, slots=True)
class Requirement:
    """One line: who is required to hold a curriculum, who holds it, and who lacks it, by public id."""

    curriculum: str
    required: int
    held: int
    lacking: frozenset[str]
    #: The day of the newest completion that it rests on; None when nobody holds it.
    newest: date | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A certification as it would be signed now."""

    kind: str
    content: Content
    persons: int
    lines: Collection[Requirement]
    #: Curriculum -> public id of a person -> the State's reason.
    exceptions: Mapping[str, Mapping[str, str]]
    screened: Screened
    #: Kinds of paper that are attached.
    papers: Collection[str]
    #: Codes of the items of the checklist that must be answered.
    items: Collection[str]
    of_one_person: bool
    today: date


def problems(sheet: Sheet) -> dict[str, list[Sentence]]:
    """Everything that stands against a signature, by where its cure is; empty when it may be signed.

    Keys: `roll`, `line:<curriculum>`, `screening`, `item:<code>`, `statement:<code>`, `caveats`, `signatory`,
    `function`, `dated`, `paper:<kind>`.
    """
    found: dict[str, list[Sentence]] = {}
    for place, sentence in _all(sheet):
        found.setdefault(place, []).append(sentence)
    return found


def _all(sheet: Sheet) -> Iterator[tuple[str, Sentence]]:
    if not sheet.persons:
        yield "roll", say("Nobody is on the roll on the day of deployment: there is nobody to certify.")
    if sheet.kind != "screening":
        for line in sheet.lines:
            for sentence in _line(sheet, line):
                yield f"line:{line.curriculum}", sentence
        for code in sorted(sheet.exceptions.keys() - {line.curriculum for line in sheet.lines}):
            yield f"line:{code}", say("%(code)s is not required of anybody: take its exceptions out.", code=code)
    if sheet.screened.not_cleared:
        words = say(
            "Not cleared by screening and still on the roll: %(number)s. Take them off the roll.",
            number=sheet.screened.not_cleared,
        )
        yield "screening", words
    if sheet.screened.pending:
        words = say(
            "Not screened: %(number)s. Record what their screening came to, or take them off the roll.",
            number=sheet.screened.pending,
        )
        yield "screening", words
    yield from _answers(sheet)
    yield from _words(sheet)


def _line(sheet: Sheet, line: Requirement) -> Iterator[Sentence]:
    code, said = line.curriculum, sheet.exceptions.get(line.curriculum, {})
    justified = {person for person, reason in said.items() if reason.strip()}
    if missing := len(line.lacking - justified):
        yield say(
            "%(code)s: %(missing)s of %(required)s do not hold it, and no reason says why they deploy without it.",
            code=code,
            missing=missing,
            required=line.required,
        )
    if idle := len(justified - line.lacking):
        yield say(
            "%(code)s: %(idle)s exceptions name persons who hold it by now or need it no longer. Take them out.",
            code=code,
            idle=idle,
        )
    claimed = sheet.content.claims.get(code)
    if claimed is None:
        yield say("%(code)s: say how many hold it.", code=code)
    elif claimed > line.held:
        yield say(
            "%(code)s: you claim %(claimed)s and %(held)s are recorded. Record the others, or name them as exceptions.",
            code=code,
            claimed=claimed,
            held=line.held,
        )
    elif claimed != line.held:
        yield say(
            "%(code)s: you claim %(claimed)s, and %(held)s are recorded by now. Say the number anew.",
            code=code,
            claimed=claimed,
            held=line.held,
        )


def _answers(sheet: Sheet) -> Iterator[tuple[str, Sentence]]:
    for item in sheet.items:
        answer = sheet.content.answers.get(item)
        if answer is None or not answer.answer:
            yield f"item:{item}", say("Answer this item of the checklist.")
        elif answer.answer == "no" and not answer.remark.strip():
            yield f"item:{item}", say("Say why not, and what is done about it.")
    for code in STATED[sheet.kind]:
        if code not in sheet.content.statements:
            words = say("Not stated: “%(statement)s”", statement=say(STATEMENTS[code]))
            yield f"statement:{code}", words


def _newest(sheet: Sheet) -> date | None:
    """The day of the newest training that it rests on; the attestation of screening rests on none."""
    days = [line.newest for line in sheet.lines if line.newest and sheet.kind != "screening"]
    return max(days, default=None)


def _words(sheet: Sheet) -> Iterator[tuple[str, Sentence]]:
    content = sheet.content
    if not content.caveats:
        yield "caveats", say("Say whether there are national restrictions on the unit's use.")
    elif content.caveats == "some" and not content.caveats_text.strip():
        yield "caveats", say("Say which restrictions there are.")
    if not content.signatory.strip():
        yield "signatory", say("Say who signs.")
    if not content.function.strip():
        yield "function", say("Say in which function they sign.")
    dated = read_day(content.dated) if content.dated else None
    if dated is None:
        yield "dated", say("Say on which day it is signed.")
    elif dated > sheet.today:
        yield "dated", say("It cannot be signed on a day that has not come: %(day)s.", day=dated)
    elif (newest := _newest(sheet)) and dated < newest:
        words = say(
            "It is dated %(day)s and rests on training completed on %(newest)s: it cannot be signed before that.",
            day=dated,
            newest=newest,
        )
        yield "dated", words
    if sheet.of_one_person:
        for paper in PAPERS_OF_ONE:
            if paper not in sheet.papers:
                yield f"paper:{paper}", say("Missing: %(paper)s.", paper=say(PAPERS[paper]))
