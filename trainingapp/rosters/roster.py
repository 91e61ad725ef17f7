"""Pure: a roster of results held against what the register knows: every good row, and every problem of the others."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from trainingapp.kit.words import Sentence, say
from trainingapp.rosters import platform
from trainingapp.rosters.checked import Checked, Registered, shares_a_word
from trainingapp.rosters.dates import read_dates
from trainingapp.rosters.problems import Level, Problem, in_file_order
from trainingapp.rosters.table import Table, missing
from trainingapp.rosters.values import number_lost, read_results, read_scores, refusal_of

REQUIRED = ("service_number", "result", "completed_on")
LONGEST_SERVICE_NUMBER = 40


@dataclass(frozen=True)
class Known:
    """What the register knows that bears on a roster of one rotation and one version of a curriculum."""

    #: The State's persons by service number; those of the file are enough.
    people: Mapping[str, Registered]
    #: Persons of the rotation's roll, each with the last day of the assignment, or None while it stands.
    on_roll: Mapping[int, date | None]
    #: What stands recorded for this version: person and day to result and score.
    recorded: Mapping[tuple[int, date], tuple[str, float | None]] = field(default_factory=dict)
    #: The first day of the version.
    effective_from: date | None = None
    #: Percent; None when the version has none.
    pass_mark: float | None = None
    #: Service numbers that nobody has now and somebody had: what is known of that.
    former: Mapping[str, Sentence] = field(default_factory=dict)


class ResultRow(NamedTuple):
    """A row to record."""

    row: int
    person_id: int
    completed_on: date
    result: str
    score: float | None


def check(table: Table, known: Known, today: date, *, order: str | None = None) -> Checked[ResultRow]:
    """Every row of a roster, checked; every problem, in file order. `order` is DMY, MDY or YMD, the person's word.

    A person is found by service number within the State and never by name. Of rows that repeat a person and a day the
    first counts, unless they differ in result: then none does, for the file does not say which is true (E2). The export
    of a learning platform says how far somebody came and with how many points: the version's own rule decides.
    """
    return _Check(platform.decided(table, known.pass_mark), known, today, order).outcome()


class _Check:
    def __init__(self, table: Table, known: Known, today: date, order: str | None) -> None:
        self.table, self.known, self.judged_on = table, known, today
        self.problems = [*table.problems, *missing(table, REQUIRED)]
        self.service_numbers = table.texts("service_number")
        self.names = _names(table)
        self.days, self.results, self.scores = table.raw("completed_on"), table.raw("result"), table.raw("score")
        column = table.columns.of("completed_on")
        declared = column.date_order if column else None
        self.dates = read_dates(set(self.days) - {""}, order=order, declared=declared)
        self.result_of = read_results(set(self.results))
        self.score_of, scale = read_scores(set(self.scores))
        for name, question in (("completed_on", self.dates.asked), ("score", scale)):
            if question:
                row = table.columns.header_row
                self.problems.append(Problem(row, table.label(name), "", *question, Level.ASK))
        self.bad: set[int] = set()

    def outcome(self) -> Checked[ResultRow]:
        """One pass: the good rows in a few look-ups each, the others put aside and explained."""
        people, on_roll, recorded = self.known.people, self.known.on_roll, self.known.recorded
        earliest, latest, mark = self.known.effective_from or date.min, self.judged_on, self.known.pass_mark
        dates, results, scores = self.dates.dates, self.result_of.meant, self.score_of.meant
        never = date.min
        first: dict[tuple[int, date], int] = {}
        good: list[ResultRow] = []
        unchanged: list[int] = []
        rows = zip(
            self.table.numbers, self.service_numbers, self.names, self.days, self.results, self.scores, strict=True
        )
        for at, (number, service_number, name, raw_day, raw_result, raw_score) in enumerate(rows):
            person, day, result = people.get(service_number), dates.get(raw_day), results.get(raw_result)
            if person is None or day is None or result is None or raw_score not in scores:
                self._explain(at)
                continue
            key, score = (person[0], day), scores[raw_score]
            if first.setdefault(key, at) != at:
                self._explain_repeat(at, first[key])
            elif (
                earliest <= day <= latest
                and ((left := on_roll.get(key[0], never)) is None or day <= left)
                and (score is None or mark is None or agree(score, mark, result))
                and (not name or name == person[1] or shares_a_word(name, person))
            ):
                if key not in recorded:
                    good.append(ResultRow(number, key[0], day, result, score))
                elif recorded[key][0] == result and score in (None, recorded[key][1]):
                    unchanged.append(number)
                else:
                    self._explain(at)
            else:
                self._explain(at)
        if self.bad:
            good = [row for row in good if row.row not in self.bad]
            unchanged = [number for number in unchanged if number not in self.bad]
        # No row may vanish: what is neither good nor known must have been refused, with a reason.
        assert len(good) + len(unchanged) + len(self.bad) == len(self.table.rows)
        problems = in_file_order(self.problems)
        return Checked(len(self.table.rows), tuple(good), len(unchanged), problems, tuple(sorted(self.bad)))

    def _explain(self, at: int) -> None:
        """Everything wrong with one row."""
        person = self._explain_person(at)
        day = self._explain_day(at, person)
        result = self.result_of.meant.get(self.results[at])
        if result is None:
            unset = ("result_missing", say("The result is missing. Write pass, fail or attended."))
            self._say(at, "result", self.results[at], *self.result_of.refused.get(self.results[at], unset))
        raw_score = self.scores[at]
        score = self.score_of.meant.get(raw_score)
        if raw_score in self.score_of.refused:
            self._say(at, "score", raw_score, *self.score_of.refused[raw_score])
        mark = self.known.pass_mark
        if None not in (score, mark, result) and not agree(score, mark, str(result)):
            sentence = say(
                "A score of %(score)s %% does not go with this result: the pass mark is %(mark)s %%.",
                score=f"{score:g}",
                mark=f"{mark:g}",
            )
            self._say(at, "score", raw_score, "score_against_result", sentence)
        stands = self.known.recorded.get((person[0], day)) if person and day else None
        if stands and result and (stands[0] != result or score not in (None, stands[1])):
            self._say(at, "result", self.results[at], "recorded_otherwise", recorded_otherwise(stands, result))

    def _explain_person(self, at: int) -> Registered | None:
        """What is wrong with who is meant; the person when there is one."""
        number, name = self.service_numbers[at], self.names[at]
        person = self.known.people.get(number)
        if not number:
            self._say(
                at,
                "service_number",
                name,
                "service_number_missing",
                say("The service number is missing. A person is never found by name alone."),
            )
        elif person is None:
            unknown = (
                "unknown_person",
                say("No person of the State has the service number %(number)s.", number=number[:80]),
            )
            if number in self.known.former:
                # Never taken for the one who had it: the number may have been given to another.
                unknown = ("number_was_held", self.known.former[number])
            why = refusal_of(number, longest=LONGEST_SERVICE_NUMBER) or number_lost(number) or unknown
            self._say(at, "service_number", number, *why)
        else:
            if person[0] not in self.known.on_roll:
                sentence = say("%(number)s is not on the roll of this rotation.", number=number[:80])
                self._say(at, "service_number", number, "not_on_roll", sentence)
            if name and name != person[1] and not shares_a_word(name, person):
                sentence = say(
                    "The register knows %(number)s as %(recorded)s, the file as %(name)s.",
                    number=number,
                    recorded=person[1],
                    name=name[:200],
                )
                column = "full_name" if self.table.has("full_name") else "family_name"
                self._say(at, column, name, "name_differs", sentence)
        return person

    def _explain_day(self, at: int, person: Registered | None) -> date | None:
        """What is wrong with the day; the day when it is certain."""
        raw = self.days[at]
        day, since = self.dates.dates.get(raw), self.known.effective_from
        if day is None:
            if isinstance(raw, str) and not raw.strip():
                sentence = say("The date of completion is missing.")
                self._say(at, "completed_on", raw, "date_missing", sentence)
            elif raw in self.dates.refusals:
                self._say(at, "completed_on", raw, *self.dates.refusals[raw])
            else:
                # The question about the whole column says why; this row waits for the answer.
                self.bad.add(self.table.numbers[at])
            return None
        if day > self.judged_on:
            sentence = say("%(day)s has not come yet.", day=day.isoformat())
            self._say(at, "completed_on", raw, "date_in_future", sentence)
        if since and day < since:
            sentence = say("This version did not exist before %(day)s.", day=since.isoformat())
            self._say(at, "completed_on", raw, "before_version", sentence)
        left = self.known.on_roll.get(person[0]) if person else None
        if left and day > left:
            sentence = say("The person left this rotation on %(day)s.", day=left.isoformat())
            self._say(at, "completed_on", raw, "assignment_ended", sentence)
        return day

    def _explain_repeat(self, at: int, first: int) -> None:
        """The row repeats an earlier one; where the two differ in result, neither can be believed."""
        self._explain(at)
        number, first_number = self.table.numbers[at], self.table.numbers[first]
        value = self.service_numbers[at]
        result, first_result = (self.result_of.meant.get(self.results[row]) for row in (at, first))
        if result == first_result or first_result is None:
            sentence = say("This repeats row %(row)s: the same person and day.", row=first_number)
            self._say(at, "service_number", value, "duplicate_row", sentence)
            return
        for row, other in ((at, first_number), (first, number)):
            sentence = say("Row %(row)s gives the same person and day another result. Keep the true one.", row=other)
            self._say(row, "result", self.results[row], "contradicts_row", sentence)

    def _say(self, at: int, name: str, value: object, code: str, sentence: Sentence) -> None:
        number = self.table.numbers[at]
        self.bad.add(number)
        shown = value.isoformat() if isinstance(value, date) else str(value)
        self.problems.append(Problem(number, self.table.label(name), shown[:200], code, sentence))


def agree(score: float | None, mark: float | None, result: str) -> bool:
    """Whether a score goes with a result. A score says nothing about mere attendance."""
    return score is None or mark is None or result == "attended" or (score >= mark) == (result == "pass")


def _names(table: Table) -> list[str]:
    """What the file calls each person: the full name, else given names and family name; empty where it says nothing."""
    if table.has("full_name"):
        return table.texts("full_name")
    if table.has("family_name") and table.has("given_names"):
        pairs = zip(table.texts("given_names"), table.texts("family_name"), strict=True)
        return [f"{given} {family}".strip() for given, family in pairs]
    return table.texts("family_name")


def recorded_otherwise(stands: tuple[str, float | None], result: str) -> Sentence:
    """What the register says instead, for a person and a day."""
    if stands[0] != result:
        return say("The register has %(recorded)s for this person and day. Correct it there.", recorded=stands[0])
    score = "–" if stands[1] is None else f"{stands[1]:g} %"
    return say("The register has another score for this person and day: %(score)s. Correct it there.", score=score)
