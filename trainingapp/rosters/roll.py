"""Pure: a nominal roll held against what the register knows: who joins a rotation, and every problem of the file."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from trainingapp.kit.words import Sentence, say
from trainingapp.rosters.checked import Checked, Registered, is_same_name
from trainingapp.rosters.dates import read_dates
from trainingapp.rosters.letters import scripts_of
from trainingapp.rosters.problems import Level, Problem, in_file_order
from trainingapp.rosters.table import Table, missing, name_missing
from trainingapp.rosters.values import Refusal, garbled, number_lost, read_sexes, unfit

REQUIRED = ("service_number",)
#: field: the most characters the register keeps.
LONGEST = {
    "service_number": 40,
    "family_name": 200,
    "given_names": 200,
    "full_name": 200,
    "original_name": 200,
    "rank": 80,
    "function": 120,
}
_NAMES = ("family_name", "given_names", "full_name", "original_name")
#: A letter of any script.
_LETTER = re.compile(r"[^\W\d_]")
_GARBLED_SIGNS = "? Ã Â Ð Ñ Ø Ù â€"


@dataclass(frozen=True)
class Known:
    """What the register knows that bears on the roll of one rotation, and how texts become codes."""

    #: The State of the rotation, ISO3.
    state: str
    #: The State's persons by service number; those of the file are enough.
    people: Mapping[str, Registered]
    #: Persons who are on this roll already.
    on_roll: Collection[int] = frozenset()
    #: Persons who serve in another rotation on some of the same days: its code.
    elsewhere: Mapping[int, str] = field(default_factory=dict)
    #: Persons who may not stand on this roll: why.
    kept_out: Mapping[int, Sentence] = field(default_factory=dict)
    #: A text to ISO3, exactly or None.
    nationality_of: Callable[[str], str | None] = str
    #: A text to one of the five person categories, exactly or None.
    category_of: Callable[[str], str | None] = str
    #: A text to the code of a function, exactly or None.
    function_of: Callable[[str], str | None] = lambda text: None
    #: The category of rows that give none: that of the unit's kind.
    usual_category: str | None = None
    #: Service numbers that nobody has now and somebody had: what is known of that.
    former: Mapping[str, Sentence] = field(default_factory=dict)


class RollRow(NamedTuple):
    """A line of the roll to record. `person_id` is None for a person the register does not know yet."""

    row: int
    person_id: int | None
    service_number: str
    family_name: str | None
    given_names: str | None
    full_name: str | None
    original_name: str | None
    sex: str
    born_on: date | None
    rank: str | None
    category: str | None
    function: str | None
    function_code: str | None


def check(table: Table, known: Known, today: date, *, order: str | None = None) -> Checked[RollRow]:
    """Every line of a roll, checked; every problem, in file order. `order` is DMY, MDY or YMD, the person's word.

    Rank and function are kept as given. A function the register has no code for is said as a note and refuses nothing;
    a nationality, category, sex or date of birth that is given and not understood refuses the row.
    """
    return _Check(table, known, today, order).outcome()


class _Check:
    def __init__(self, table: Table, known: Known, today: date, order: str | None) -> None:
        self.table, self.known, self.judged_on = table, known, today
        self.problems = [*table.problems, *missing(table, REQUIRED), *name_missing(table)]
        self.bad: set[int] = set()
        self.texts: dict[str, list[str]] = {
            "service_number": table.texts("service_number"),
            "family_name": _joined(table, "family_name", "second_family_name"),
            "given_names": _joined(table, "given_names", "middle_names"),
            "full_name": table.texts("full_name"),
            "original_name": _original(table),
            "rank": table.texts("rank"),
            "function": table.texts("function"),
        }
        self.nationalities, self.categories = table.texts("nationality"), table.texts("category")
        self.sexes = read_sexes(set(table.raw("sex")), heading=table.label("sex") or "")
        births = table.columns.of("born_on")
        self.births = read_dates(
            set(table.raw("born_on")) - {""}, order=order, declared=births.date_order if births else None
        )
        if self.births.asked:
            row = table.columns.header_row
            self.problems.append(Problem(row, table.label("born_on"), "", *self.births.asked, Level.ASK))
        self.category_of = {text: known.category_of(text) for text in set(self.categories) if text}
        self.function_of = {text: known.function_of(text) for text in set(self.texts["function"]) if text}

    def outcome(self) -> Checked[RollRow]:
        """One pass over each column for what cannot be kept; then one over the rows for who is meant."""
        for name, texts in self.texts.items():
            self._refuse_unfit(name, texts)
        self._refuse_nationalities()
        self._refuse_categories()
        self._refuse_sexes_and_births()
        self._note_functions()
        good, unchanged = self._lines()
        # No row may vanish: what is neither good nor known must have been refused, with a reason.
        assert len(good) + unchanged + len(self.bad) == len(self.table.rows)
        problems = in_file_order(self.problems)
        return Checked(len(self.table.rows), tuple(good), unchanged, problems, tuple(sorted(self.bad)))

    def _lines(self) -> tuple[list[RollRow], int]:
        known, numbers = self.known, self.table.numbers
        sexes, births = self.table.raw("sex"), self.table.raw("born_on")
        first: dict[str, int] = {}
        good: list[RollRow] = []
        unchanged = 0
        rows = zip(*(self.texts[name] for name in LONGEST), self.categories, strict=True)
        for at, (number, family, given, full, original, rank, function, category) in enumerate(rows):
            person = known.people.get(number)
            name = full or f"{given} {family}".strip()
            if (
                first.setdefault(number, at) != at
                or not number
                or person
                or number in known.former
                or not _LETTER.search(name)
            ):
                self._explain_person(at, person, name, first[number])
            if numbers[at] in self.bad:
                continue
            if person and person[0] in known.on_roll:
                unchanged += 1
                continue
            good.append(
                RollRow(
                    numbers[at],
                    person[0] if person else None,
                    number,
                    family or None,
                    given or None,
                    full or None,
                    original or None,
                    str(self.sexes.meant[sexes[at]]),
                    self.births.dates.get(births[at]),
                    rank or None,
                    self.category_of[category] if category else known.usual_category,
                    function or None,
                    self.function_of[function] if function else None,
                )
            )
        return good, unchanged

    def _explain_person(self, at: int, person: Registered | None, name: str, first: int) -> None:
        number, numbers = self.texts["service_number"][at], self.table.numbers
        if not number:
            sentence = say("The service number is missing. Without it the person cannot be told from another.")
            self._say(at, "service_number", name, "service_number_missing", sentence)
        elif first != at:
            sentence = say("This repeats the service number of row %(row)s.", row=numbers[first])
            self._say(at, "service_number", number, "duplicate_row", sentence)
        column = "full_name" if self.table.has("full_name") else "family_name"
        if not name:
            self._say(at, column, "", "name_missing", say("The name is missing."))
        elif not _LETTER.search(name):
            sentence = say("“%(name)s” holds no letter. Write the name as in the passport.", name=name[:80])
            self._say(at, column, name, "name_without_letters", sentence)
        if person is None and number in self.known.former:
            # Added as somebody new, the one who had the number would be in the register twice.
            self._say(at, "service_number", number, "number_was_held", self.known.former[number])
        if person is None or not number:
            return
        if name and not is_same_name(name, person):
            sentence = say(
                "The register knows %(number)s as %(recorded)s, the file as %(name)s.",
                number=number,
                recorded=person[1],
                name=name[:200],
            )
            self._say(at, column, name, "name_differs", sentence)
        if person[0] in self.known.kept_out and person[0] not in self.known.on_roll:
            self._say(at, "service_number", number, "kept_out", self.known.kept_out[person[0]])
        if person[0] in self.known.elsewhere and person[0] not in self.known.on_roll:
            sentence = say(
                "%(number)s serves in %(rotation)s on some of the same days.",
                number=number,
                rotation=self.known.elsewhere[person[0]],
            )
            self._say(at, "service_number", number, "on_another_roll", sentence)

    def _refuse_unfit(self, name: str, texts: list[str]) -> None:
        if name == "service_number":
            found = unfit(texts, longest=LONGEST[name], also=number_lost, signs="E+ e+")
        elif name in _NAMES:
            found = unfit(texts, longest=LONGEST[name], also=garbled, signs=_GARBLED_SIGNS)
        else:
            found = unfit(texts, longest=LONGEST[name])
        column = "full_name_original" if name == "original_name" else name
        self._refuse(column, texts, found)

    def _refuse_nationalities(self) -> None:
        found: dict[str, Refusal] = {}
        for text in set(self.nationalities) - {""}:
            state = self.known.nationality_of(text)
            if state is None:
                sentence = say("“%(value)s” is not the name or code of a State. Write it in full.", value=text[:80])
                found[text] = ("nationality_not_understood", sentence)
            elif state != self.known.state:
                sentence = say(
                    "The nationality is “%(value)s”, and the rotation is of %(state)s.",
                    value=text[:80],
                    state=self.known.state,
                )
                found[text] = ("nationality_of_another_state", sentence)
        self._refuse("nationality", self.nationalities, found)

    def _refuse_categories(self) -> None:
        found: dict[str, Refusal] = {
            text: ("category_not_understood", say("“%(value)s” is none of the five categories.", value=text[:80]))
            for text, code in self.category_of.items()
            if code is None
        }
        if not self.known.usual_category:
            found[""] = ("category_missing", say("The category is missing. Write one of the five."))
        self._refuse("category", self.categories, found)

    def _refuse_sexes_and_births(self) -> None:
        self._refuse("sex", self.table.raw("sex"), self.sexes.refused)
        refused = dict(self.births.refusals)
        for raw, day in self.births.dates.items():
            if day > self.judged_on:
                refused[raw] = ("born_in_future", say("%(day)s has not come yet.", day=day.isoformat()))
        self._refuse("born_on", self.table.raw("born_on"), {k: v for k, v in refused.items() if str(k).strip()})

    def _note_functions(self) -> None:
        for text, code in self.function_of.items():
            if code is None:
                at = self.texts["function"].index(text)
                sentence = say(
                    "The function “%(value)s” is kept as given; the register has no code for it.", value=text
                )
                row, column = self.table.numbers[at], self.table.label("function")
                self.problems.append(Problem(row, column, text, "function_unknown", sentence, Level.NOTE))

    def _refuse(self, name: str, values: Sequence[object], refused: Mapping[Any, Refusal]) -> None:
        if refused:
            for at, value in enumerate(values):
                if value in refused:
                    self._say(at, name, value, *refused[value])

    def _say(self, at: int, name: str, value: object, code: str, sentence: Sentence) -> None:
        number = self.table.numbers[at]
        self.bad.add(number)
        shown = value.isoformat() if isinstance(value, date) else str(value)
        self.problems.append(Problem(number, self.table.label(name), shown[:200], code, sentence))


def _joined(table: Table, name: str, further: str) -> list[str]:
    """A name and its second column (`Отчество`, `Segundo apellido`), one after the other."""
    if not table.has(further):
        return table.texts(name)
    pairs = zip(table.texts(name), table.texts(further), strict=True)
    return [f"{one} {two}".strip() for one, two in pairs]


def _original(table: Table) -> list[str]:
    """The name in its own script: whole, or from its two parts in the order of that script."""
    if table.has("full_name_original"):
        return table.texts("full_name_original")
    pairs = zip(table.texts("given_names_original"), table.texts("family_name_original"), strict=True)
    return [
        f"{family}{given}" if scripts_of(family) <= {"CJK"} and family else f"{given} {family}".strip()
        for given, family in pairs
    ]
