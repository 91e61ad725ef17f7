"""Pure: from what people type to the one State they mean, or to a question. Never a guess.

Nearness proves nothing about countries: the nearest text to "Republic of Korea" is "Republic of Korea, People's", and
to "S. Sudan" it is "Sudan". A text is therefore accepted only when, spelt the same way but for case, accents, spaces
and punctuation, it is a name, an official other name or a code of exactly one State. All else is asked, with the
likely States as suggestions.
"""

import difflib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from trainingapp.kit.words import Sentence, say
from trainingapp.states.reference import State, UnclearName, load_unclear_names

#: Articles that lists put before, behind or in brackets after a name: "The Gambia", "Gambie (la)".
_ARTICLES: Final = frozenset({"the", "le", "la", "les", "l", "el", "los", "las"})

#: One letter that Arabic keyboards and habits write in several ways. Spelling, not meaning.
_ARABIC: Final = str.maketrans({"ٱ": "ا", "ى": "ي", "ة": "ه", "ـ": None})

_DROPPED: Final = frozenset("'’‘`´ʼ.")
_SUGGESTIONS: Final = 4


@dataclass(frozen=True, slots=True)
class Resolved:
    """The one State that the text means."""

    state: State


@dataclass(frozen=True, slots=True)
class Asked:
    """No State is meant for certain: the likely ones, the likeliest first (perhaps none), and what to tell the user."""

    candidates: tuple[State, ...]
    sentence: Sentence


def folded(text: str) -> str:
    """The text without what does not tell names apart: case, accents, vowel signs, punctuation, kinds of space.

    `folded("CÔTE  D’IVOIRE") == folded("Cote d'Ivoire")`. Letters of every script stay; nothing is shortened.
    """
    plain = []
    # Twice, because a letter in small can fall apart into more than the capital did, and folding must settle.
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    for letter in text.translate(_ARABIC):
        kind = unicodedata.category(letter)
        if letter in _DROPPED or kind in ("Mn", "Me", "Cf"):
            continue
        plain.append(letter if kind[0] in "LN" or kind == "Mc" else " ")
    return " ".join("".join(plain).split())


class Directory:
    """Every name and code of a list of States, ready for many questions. Building it is O(names); a question O(1)."""

    def __init__(self, states: Iterable[State], unclear: Iterable[UnclearName] | None = None) -> None:
        self.states = tuple(states)
        self._by_iso3 = {state.iso3: state for state in self.states}
        self._by_code = {code: s for s in self.states for code in (s.iso3, s.iso2, s.m49) if code is not None}
        self._by_name: dict[str, dict[str, State]] = {}
        for state in self.states:
            for name in names_of(state):
                self._by_name.setdefault(folded(name), {})[state.iso3] = state
        self._unclear = {
            folded(text): tuple(self._by_iso3[code] for code in group.could_be if code in self._by_iso3)
            for group in (load_unclear_names() if unclear is None else unclear)
            for text in group.texts
        }

    def resolve(self, text: str) -> Resolved | Asked:
        """The State a text means, or the question to ask."""
        shown = " ".join(text.split())
        if not shown:
            return Asked((), say("No State is given."))
        code = unicodedata.normalize("NFKC", shown)
        # Two small letters are as often a word ("no", "in", "it") as a code, so ISO2 counts in capitals only.
        if state := self._by_code.get(code.upper() if len(code) == 3 else code):
            return Resolved(state)
        spellings = tuple(_spellings(shown))
        for spelling in spellings:
            if spelling in self._unclear:
                return _ask(shown, self._unclear[spelling])
        meant = {iso3: state for spelling in spellings for iso3, state in self._by_name.get(spelling, {}).items()}
        if len(meant) == 1:
            return Resolved(next(iter(meant.values())))
        if meant:
            return _ask(shown, tuple(meant.values()))
        return self._ask_about_code(shown, code) or _ask(shown, tuple(self._near(spellings)))

    def _ask_about_code(self, shown: str, code: str) -> Asked | None:
        if code.isdigit() and len(code) < 3 and (state := self._by_code.get(code.zfill(3))):
            return Asked(
                (state,),
                say(
                    "“%(text)s” is no M49 code, which has three digits. %(code)s is %(state)s: is it meant?",
                    text=shown,
                    code=state.m49,
                    state=state.name(),
                ),
            )
        if len(code) == 2 and (state := self._by_code.get(code.upper())):
            return Asked(
                (state,),
                say(
                    "“%(text)s” may be a word or the code of %(state)s: write %(code)s or the name.",
                    text=shown,
                    state=state.name(),
                    code=state.iso2,
                ),
            )
        return None

    def _near(self, spellings: Iterable[str]) -> Iterator[State]:
        found: dict[str, State] = {}
        for spelling in spellings:
            for near in difflib.get_close_matches(spelling, self._by_name, n=2 * _SUGGESTIONS, cutoff=0.8):
                found.update(self._by_name[near])
        yield from list(found.values())[:_SUGGESTIONS]


def names_of(state: State) -> Iterator[str]:
    """Every text that means this State: the names in six languages, the formal, the earlier and the other names."""
    yield from state.names.values()
    if state.formal is not None:
        yield state.formal
    yield from state.aliases
    for past in state.earlier:
        yield from past.names.values()


def resolve(text: str, states: Iterable[State] | Directory) -> Resolved | Asked:
    """The State a text means, or the question to ask. For a whole file, build the `Directory` once."""
    return (states if isinstance(states, Directory) else Directory(states)).resolve(text)


def _spellings(text: str) -> Iterator[str]:
    """The text, and the text as lists turn it round: "Korea, Republic of", "Niger (the)", "The Gambia"."""
    turned = [text]
    if match := re.fullmatch(r"([^,،，]+)[,،，]([^,،，]+)", text):
        turned.append(f"{match[2]} {match[1]}")
    if match := re.fullmatch(r"([^()（）]+)[(（]([^()（）]+)[)）]\**", text):
        turned.append(f"{match[2]} {match[1]}")
    for one in turned:
        # An apostrophe joins: "l'Inde" would fold to one word, so the article is parted from it first.
        words = folded(re.sub(r"^\s*[lL]['’]\s*", "l ", one)).split()
        yield folded(one)
        while len(words) > 1 and words[0] in _ARTICLES:
            words = words[1:]
            yield " ".join(words)


def _ask(shown: str, candidates: tuple[State, ...]) -> Asked:
    if not candidates:
        return Asked((), say("No State is called “%(text)s”: write its name or its three-letter code.", text=shown))
    listed = ", ".join(f"{state.name()} ({state.iso3})" for state in candidates)
    return Asked(candidates, say("“%(text)s” does not name one State: %(states)s?", text=shown, states=listed))
