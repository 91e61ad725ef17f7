"""Pure: results typed into a grid, one row per person: what each cell means, and what is wrong with it.

A cell is understood exactly or it is marked; nothing is guessed, nothing typed is thrown away. Cells are read by the
same readers as those of a file, each on its own: a day that can be read in two ways is marked, however clear its
neighbours.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from trainingapp.kit.words import N_, Sentence, say
from trainingapp.rosters.dates import read_dates
from trainingapp.rosters.roster import agree, recorded_otherwise
from trainingapp.rosters.values import Refusal, read_results, read_scores

#: The cells of a row, in the order in which they stand.
COLUMNS = ("result", "score", "day")
#: Code -> the word for people, which a cell shows once it is understood.
RESULT_LABELS: Mapping[str, str] = {"pass": N_("Passed"), "fail": N_("Failed"), "attended": N_("Attended")}
#: What one key types.
LETTERS: Mapping[str, str] = {"p": "pass", "f": "fail", "a": "attended"}
#: As much of a cell as is kept.
LONGEST_CELL = 200


class Cells(NamedTuple):
    """What stands in a person's three cells: as typed, or in one fixed form once it is understood."""

    result: str = ""
    score: str = ""
    day: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is typed."""
        return not any(self)

    def changed(self, column: str, text: str) -> "Cells":
        """The same with another text in one cell."""
        return self._replace(**{column: text})


EMPTY = Cells()


class Result(NamedTuple):
    """One line to record."""

    person_id: int
    completed_on: date
    result: str
    score: float | None


class Mistake(NamedTuple):
    """What is wrong with one cell of one person; `column` is empty for what concerns the person."""

    person_id: int
    column: str
    code: str
    sentence: Sentence


@dataclass(frozen=True)
class Known:
    """What the register knows that bears on a grid of one rotation and one version. Keys are persons'."""

    #: Who is on the roll, each with the last day of the assignment, or None while it stands.
    on_roll: Mapping[int, date | None]
    #: What stands recorded: person and day -> result and score.
    recorded: Mapping[tuple[int, date], tuple[str, float | None]] = field(default_factory=dict)
    #: What waits to be confirmed: person and day -> the name of who recorded it.
    waiting: Mapping[tuple[int, date], str] = field(default_factory=dict)
    #: The first day of the version.
    effective_from: date | None = None
    #: Percent; None when the version has none.
    pass_mark: float | None = None


@dataclass(frozen=True)
class Checked:
    """A grid held against the register: what can be recorded, whom it knows already just so, and every mistake."""

    good: tuple[Result, ...]
    #: Persons whose row says what the register says.
    unchanged: frozenset[int]
    mistakes: tuple[Mistake, ...]

    @property
    def bad(self) -> frozenset[int]:
        """Persons with a mistake in their row."""
        return frozenset(mistake.person_id for mistake in self.mistakes)

    @property
    def typed(self) -> int:
        """How many rows hold something."""
        return len(self.good) + len(self.unchanged) + len(self.bad)

    def of(self, person_id: int) -> dict[str, Sentence]:
        """The first mistake of each cell of a person."""
        found: dict[str, Sentence] = {}
        for mistake in self.mistakes:
            if mistake.person_id == person_id:
                found.setdefault(mistake.column, mistake.sentence)
        return found


def settled(column: str, text: str, *, words: Mapping[str, str] | None = None, by_key: bool = False) -> str:
    """A cell in its fixed form: `pass`, `85`, `2017-09-25`; or as it came, when it cannot be understood.

    `words` are the results' names in the reader's language. `by_key`: the single letters p, f and a mean what the page
    says they mean; in a pasted cell they may be another language's, and are read as in a file.
    """
    text = text.strip()[:LONGEST_CELL]
    if not text:
        return ""
    if column == "result":
        if by_key and text.casefold() in LETTERS:
            return LETTERS[text.casefold()]
        for code, word in (words or {}).items():
            if text.casefold() == word.casefold():
                return code
        return result_of(text)[0] or text
    if column == "score":
        score = score_of(text)[0]
        return text if score is None else percent(score)
    day = day_of(text)[0]
    return day.isoformat() if day else text


@lru_cache(8_192)
def result_of(text: str) -> tuple[str | None, Refusal | None]:
    """pass, fail or attended; or why the text is none."""
    found = read_results([text])
    return found.meant.get(text), found.refused.get(text)


@lru_cache(8_192)
def score_of(text: str) -> tuple[float | None, Refusal | None]:
    """A percentage; or why the text is none. A bare number between 0 and 1 may be a share of 1: asked about."""
    found, _ = read_scores([text])
    score = found.meant.get(text)
    if score is not None and 0 < score < 1 and "%" not in text and "/" not in text:
        return None, (
            "score_scale_unknown",
            say("“%(value)s” may be a share of 1 or a percentage. Write a percentage from 0 to 100.", value=text),
        )
    return score, found.refused.get(text)


@lru_cache(8_192)
def day_of(text: str) -> tuple[date | None, Refusal | None]:
    """A day that can be read in one way only; or why the text is none."""
    found = read_dates([text])
    if text in found.dates:
        return found.dates[text], None
    if found.asked:
        sentence = say(
            "“%(value)s” may be day-month or month-day. Write it as 2017-09-25 or 25 Sep 2017.", value=text[:80]
        )
        return None, ("date_order_unknown", sentence)
    return None, found.refusals.get(text)


def check(rows: Iterable[tuple[int, Cells]], known: Known, *, day: date | None, today: date) -> Checked:
    """Every row that holds something, checked; every mistake, in the order of the rows.

    `day` is for rows without one.
    """
    good: list[Result] = []
    unchanged: set[int] = set()
    mistakes: list[Mistake] = []
    for person_id, cells in rows:
        if cells.is_empty:
            continue
        found = [Mistake(person_id, *wrong) for wrong in _wrongs(person_id, cells, known, day, today)]
        if found:
            mistakes += found
            continue
        done = _result(person_id, cells, day)
        assert done is not None
        stands = known.recorded.get((person_id, done.completed_on))
        if stands is None:
            good.append(done)
        else:
            unchanged.add(person_id)
    return Checked(tuple(good), frozenset(unchanged), tuple(mistakes))


def again(results: Sequence[Result], known: Known, *, today: date) -> Checked:
    """Lines that were recorded by hand and wait, held against the register as it is now."""
    rows = [(line.person_id, cells_of(line)) for line in results]
    return check(rows, known, day=None, today=today)


def cells_of(line: Result) -> Cells:
    """A line as the cells that would give it."""
    return Cells(line.result, "" if line.score is None else percent(line.score), line.completed_on.isoformat())


def percent(score: float) -> str:
    """A score as a cell says it; with its sign where a bare number would be doubted."""
    return f"{score:.15g} %" if 0 < score < 1 else f"{score:.15g}"


def _result(person_id: int, cells: Cells, day: date | None) -> Result | None:
    result, when = result_of(cells.result)[0], day_of(cells.day)[0] if cells.day else day
    score = score_of(cells.score)[0] if cells.score else None
    return Result(person_id, when, result, score) if result and when else None


Wrong = tuple[str, str, Sentence]


def _wrongs(person_id: int, cells: Cells, known: Known, day: date | None, today: date) -> list[Wrong]:
    """Everything wrong with one row: column, code, sentence."""
    found: list[Wrong] = []
    if person_id not in known.on_roll:
        found.append(("", "not_on_roll", say("This person is not on the roll of this rotation.")))
    result, refused = result_of(cells.result) if cells.result else (None, None)
    if result is None:
        missing = ("result_missing", say("The result is missing. Write pass, fail or attended."))
        found.append(("result", *(refused or missing)))
    score, refused = score_of(cells.score) if cells.score else (None, None)
    if refused:
        found.append(("score", *refused))
    if result and not agree(score, known.pass_mark, result):
        sentence = say(
            "A score of %(score)s %% does not go with this result: the pass mark is %(mark)s %%.",
            score=f"{score:g}",
            mark=f"{known.pass_mark:g}",
        )
        found.append(("score", "score_against_result", sentence))
    when, refused = day_of(cells.day) if cells.day else (day, None)
    if when is None:
        missing = ("date_missing", say("The date of completion is missing."))
        return [*found, ("day", *(refused or missing))]
    return [*found, *_wrongs_of_day(person_id, when, known, today), *_against(person_id, when, result, score, known)]


def _wrongs_of_day(person_id: int, when: date, known: Known, today: date) -> list[Wrong]:
    found: list[Wrong] = []
    since, left = known.effective_from, known.on_roll.get(person_id)
    if when > today:
        found.append(("day", "date_in_future", say("%(day)s has not come yet.", day=when.isoformat())))
    if since and when < since:
        sentence = say("This version did not exist before %(day)s.", day=since.isoformat())
        found.append(("day", "before_version", sentence))
    if left and when > left:
        sentence = say("The person left this rotation on %(day)s.", day=left.isoformat())
        found.append(("day", "assignment_ended", sentence))
    return found


def _against(person_id: int, when: date, result: str | None, score: float | None, known: Known) -> list[Wrong]:
    """What the register says otherwise of this person and day."""
    stands = known.recorded.get((person_id, when))
    if stands and result and (stands[0] != result or score not in (None, stands[1])):
        return [("result", "recorded_otherwise", recorded_otherwise(stands, result))]
    if not stands and (who := known.waiting.get((person_id, when))):
        sentence = say(
            "%(name)s has recorded a result of this person for %(day)s; it waits to be confirmed.",
            name=who,
            day=when.isoformat(),
        )
        return [("result", "waits_already", sentence)]
    return []
