"""Pure: under which words a person is found, from everything ever recorded of them; and what somebody looks for."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from trainingapp.people.likeness import keys_of_forms
from trainingapp.people.rules import Changed, First, Merged, Renamed, display_name, kept_of
from trainingapp.people.words import SERVANT, compact, forms_of_name, loose, readings, skeleton, words_of_name

#: As long as a service number of the index may be.
LONGEST = 60
#: More words than anybody needs to find a person; the rest of a pasted line is left out.
MOST_ASKED = 6
#: Further than any answer is.
_FURTHEST = 99
#: Skeletons shorter than this are too common for their beginnings to be looked up.
LONG_ENOUGH = 3


class Word(NamedTuple):
    """A row of the index: `name` is a word of a name with its skeleton; `number` a service number without what
    separates its parts, with its loose reading; `pair` two skeletons of one name together, with no word."""

    person_id: int
    state_code: str
    kind: str
    word: str
    skeleton: str


def words_of(
    firsts: Iterable[First], names: Iterable[Renamed], changes: Iterable[Changed], merges: Sequence[Merged]
) -> set[Word]:
    """Under what persons are found: by every name and service number they have or had, whichever row it came with.

    Whoever belongs to a group must be given with the whole of it. Nobody finds who was erased.
    """
    kept = kept_of(merges)
    found: set[Word] = set()
    home = {first.id: (kept.get(first.id, first.id), first.state_code) for first in firsts if not first.erased}
    for first in firsts:
        if first.id in home:
            found.update(_named(*home[first.id], first))
            found.add(_numbered(*home[first.id], first.service_number))
    for name in names:
        if name.person_id in home:
            found.update(_named(*home[name.person_id], name))
    for change in changes:
        if change.person_id in home and change.field == "service_number":
            found.add(_numbered(*home[change.person_id], change.value))
    return found


def _named(key: int, state: str, name: First | Renamed) -> Iterable[Word]:
    whole = display_name(full_name=name.full_name, given_names=name.given_names, family_name=name.family_name)
    texts = [text for text in (whole, name.full_name and _parts(name), name.original_name) if text]
    words = dict.fromkeys(word for text in texts for word in words_of_name(text))
    for word in words:
        yield Word(key, state, "name", word, skeleton(word))
    for pair in keys_of_forms(forms_of_name(whole, name.original_name)):
        yield Word(key, state, "pair", "", pair)


def _parts(name: First | Renamed) -> str:
    return display_name(full_name=None, given_names=name.given_names, family_name=name.family_name)


def _numbered(key: int, state: str, number: str) -> Word:
    # A number of signs that no letter stands for is kept as it is: nothing may be lost, and nobody confused.
    return Word(key, state, "number", (compact(number) or number)[:LONGEST], (loose(number) or number)[:LONGEST])


# --- What somebody looks for ------------------------------------------------------------------------------------------


class Term(NamedTuple):
    """One word that must occur: in a name, or as the beginning of a service number."""

    kind: str
    word: str
    skeleton: str

    @property
    def beginning(self) -> str:
        """How words begin that are near enough: Abdul is the beginning of Abdelrahman, too."""
        return "abd" if self.word in SERVANT else self.word

    @property
    def begins_loosely(self) -> bool:
        """Whether words whose skeleton begins so are near enough."""
        return self.kind == "name" and len(self.skeleton) >= LONG_ENOUGH


class Asked(NamedTuple):
    """A search as it is understood: the whole as a service number, and each way its words may be read."""

    number: str
    loosely: str
    readings: tuple[tuple[Term, ...], ...]

    def __bool__(self) -> bool:
        return bool(self.number or self.readings)


def asked(text: str) -> Asked:
    """What a text asks for. Empty when there is no letter and no digit in it."""
    found = dict.fromkeys(
        tuple(dict.fromkeys(_term(word) for word in words[:MOST_ASKED])) for words in readings(text) if words
    )
    number = compact(text)
    # A number alone is asked for once, as the number it is.
    telling = tuple(one for one in found if len(one) > 1 or one[0].kind == "name")
    return Asked(number, loose(text) if number else "", telling)


def _term(word: str) -> Term:
    if any(sign.isdigit() for sign in word):
        return Term("number", compact(word), loose(word))
    return Term("name", word, skeleton(word))


def nearness(asked: Asked, words: Iterable[tuple[str, str, str]]) -> tuple[int, int]:
    """How well a person's words (kind, word, skeleton) answer: nought is exactly, and the more the further away.

    The service number as typed stands before its beginning, whole words before beginnings, beginnings before other
    spellings; among equals, the name with the fewest other words.
    """
    words = list(words)
    numbers = [(word, bones) for kind, word, bones in words if kind == "number"]
    names = [(word, bones) for kind, word, bones in words if kind == "name"]
    found = [(_FURTHEST, len(names))]
    if asked.number:
        found += [(0 if asked.number == word else 4, 0) for word, _ in numbers if word.startswith(asked.number)]
        found += [(6, 0) for _, bones in numbers if bones.startswith(asked.loosely)]
    for reading in asked.readings:
        far = sum(_far(term, names if term.kind == "name" else numbers) for term in reading)
        found.append((far, len(names)))
    return min(found)


def _far(term: Term, words: Sequence[tuple[str, str]]) -> int:
    if any(word == term.word for word, _ in words):
        return 1
    if any(word.startswith(term.word) for word, _ in words):
        return 2
    if any(bones == term.skeleton or word.startswith(term.beginning) for word, bones in words):
        return 3
    return 5
