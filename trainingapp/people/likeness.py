"""Pure: how likely two records are one person, and why: to suggest, never to decide.

Evidence is weighed in points, for and against; what speaks against counts as much as what speaks for. The points are
ours: an officer sees the reasons in words, and two of them side by side.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations, product
from types import MappingProxyType
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from trainingapp.kit.words import N_
from trainingapp.people.words import compact, forms_of_name, loose, skeleton, sound, unpadded

#: From here on a pair is offered to an officer.
LIKELY = 60
#: As sure as the machine ever is.
MOST = 100

#: Reason -> points, and the sentence for it. A reason with fewer than no points speaks against.
REASONS: Mapping[str, tuple[int, str]] = MappingProxyType(
    {
        "number_written": (55, N_("The service numbers differ only in how they are written.")),
        "number_letters": (50, N_("The service numbers are the same if O is a zero, or I a one.")),
        "number_near": (5, N_("The service numbers differ in one sign, or in two that changed places.")),
        "name_same": (50, N_("The names are the same, in another order, spelling or script.")),
        "name_part": (40, N_("Every word of one name stands in the other.")),
        "name_near": (35, N_("The names differ in a letter or two.")),
        "name_one_word": (25, N_("One word of the names is the same.")),
        "name_rare": (15, N_("Hardly anybody else of the State is called so.")),
        "name_differs": (-40, N_("The names differ.")),
        "born_same": (30, N_("The dates of birth are the same.")),
        "born_swapped": (15, N_("The dates of birth are the same with day and month changed round.")),
        "born_differs": (-45, N_("The dates of birth differ.")),
        "sex_differs": (-25, N_("The sex recorded differs.")),
    }
)

#: From so many points on it is called so.
_IN_WORDS = ((90, N_("Very likely")), (75, N_("Likely")), (0, N_("Possible")))

#: As many others of the State may have the same two words in their names before such names say little.
RARE = 3

#: Two spellings of one word have at least so much in common, beside their skeleton.
_SPELLING, _SLIP = 0.6, 0.8
_VOWELS = frozenset("aeiou")
#: Words of a name that are put together in twos; names are hardly ever longer.
_MOST_WORDS = 5
#: As much of a skeleton as two of them together leave room for.
_LONGEST = 39


class Somebody(NamedTuple):
    """A record as far as it is compared: every number and name it has now or had before."""

    #: The person's key; None while a file is only looked at.
    id: int | None
    numbers: tuple[str, ...]
    forms: tuple[tuple[str, ...], ...]
    sex: str
    born_on: date | None


@dataclass(frozen=True, slots=True)
class Likeness:
    """How likely two records are one person: points from 0 to 100, and the reasons, what speaks against last."""

    score: int
    reasons: tuple[str, ...]

    @property
    def is_likely(self) -> bool:
        """Whether an officer should look at it."""
        return self.score >= LIKELY


def in_words(score: int) -> str:
    """What so many points mean to an officer: nothing is certain."""
    return next(words for points, words in _IN_WORDS if score >= points)


def somebody(
    key: int | None,
    *,
    numbers: Iterable[str],
    names: Iterable[tuple[str | None, str | None, str | None, str | None]],
    sex: str,
    born_on: date | None,
) -> Somebody:
    """A record from what is kept: each name as family name, given names, full name, name in the original script."""
    forms: dict[tuple[str, ...], None] = {}
    for family, given, full, original in names:
        whole = full or " ".join(part for part in (given, family) if part)
        forms |= dict.fromkeys(forms_of_name(whole, original))
    return Somebody(key, tuple(dict.fromkeys(numbers)), tuple(forms), sex, born_on)


def likeness(one: Somebody, other: Somebody, *, rare: bool = False) -> Likeness:
    """How likely the two are one person. `rare`: hardly anybody else of the State has such a name."""
    reasons = [
        reason
        for reason in (_numbers(one.numbers, other.numbers), _names(one.forms, other.forms), _births(one, other))
        if reason
    ]
    if rare and {"name_same", "name_part"} & set(reasons):
        reasons.append("name_rare")
    if one.sex != other.sex and "unspecified" not in (one.sex, other.sex):
        reasons.append("sex_differs")
    score = sum(REASONS[reason][0] for reason in reasons)
    ordered = sorted(reasons, key=lambda reason: -REASONS[reason][0])
    return Likeness(max(0, min(MOST, score)), tuple(ordered))


def keys_of_forms(forms: Iterable[Sequence[str]]) -> frozenset[str]:
    """Under what a name is looked up: each two skeletons of its words together, or the one there is."""
    found = set()
    for form in forms:
        bones = sorted({skeleton(word)[:_LONGEST] for word in form})[:_MOST_WORDS]
        found |= {f"{a} {b}" for a, b in combinations(bones, 2)} if len(bones) > 1 else set(bones)
    return frozenset(found)


def numbers_alike(one: str, other: str) -> bool:
    """Whether two service numbers are one, written in two ways."""
    return _numbers((one,), (other,)) in ("number_written", "number_letters")


def names_alike(one: str, other: str) -> bool:
    """Whether two names are one, in another order, spelling or script."""
    return _names(forms_of_name(one), forms_of_name(other)) == "name_same"


def _numbers(ones: Collection[str], others: Collection[str]) -> str | None:
    best: str | None = None
    for one, other in product(ones, others):
        if one == other:
            continue
        a, b = compact(one), compact(other)
        if a == b or unpadded(a) == unpadded(b):
            return "number_written"
        if loose(one) == loose(other):
            best = "number_letters"
        elif best is None and _is_near(a, b):
            best = "number_near"
    return best


def _is_near(a: str, b: str) -> bool:
    """One sign is another, or two neighbours changed places. Short numbers are near to too many."""
    if len(a) != len(b) or len(a) < 5:
        return False
    differ = [i for i, (x, y) in enumerate(zip(a, b, strict=True)) if x != y]
    if len(differ) == 1:
        return True
    return (
        len(differ) == 2
        and differ[1] == differ[0] + 1
        and a[differ[0]] == b[differ[1]]
        and a[differ[1]] == b[differ[0]]
    )


def _names(ones: Collection[Sequence[str]], others: Collection[Sequence[str]]) -> str | None:
    if not ones or not others:
        return None
    found = {_two_names(one, other) for one, other in product(ones, others)}
    return next(
        name for name in ("name_same", "name_part", "name_near", "name_one_word", "name_differs") if name in found
    )


def _two_names(one: Sequence[str], other: Sequence[str]) -> str:
    """How two names stand to each other, whatever the order of their words."""
    shorter, longer = sorted((list(one), list(other)), key=len)
    if not shorter:
        return "name_differs"
    left, slips, initials, missed = list(longer), 0, 0, 0
    for word in sorted(shorter, key=len, reverse=True):
        if (found := next((w for w in left if _is_one_word(word, w)), None)) is not None:
            left.remove(found)
        elif (found := next((w for w in left if _is_initial(word, w)), None)) is not None:
            left.remove(found)
            initials += 1
        elif (found := next((w for w in left if _is_slip(word, w)), None)) is not None:
            left.remove(found)
            slips += 1
        else:
            missed += 1
    whole = len(shorter) - missed - slips - initials
    if missed:
        return "name_one_word" if whole and missed == 1 else "name_differs"
    if slips:
        return "name_near" if whole and slips == 1 else "name_differs"
    if initials:
        return "name_near" if whole else "name_differs"
    if len(shorter) == 1:
        return "name_same" if not left else "name_one_word"
    return "name_part" if left else "name_same"


def _is_one_word(a: str, b: str) -> bool:
    if a == b:
        return True
    bone = skeleton(a)
    if len(bone) < 2 or bone != skeleton(b):
        return False
    # A script that writes no vowels can only be held against the consonants.
    return _is_bare(a) or _is_bare(b) or Levenshtein.normalized_similarity(sound(a), sound(b)) >= _SPELLING


def _is_bare(word: str) -> bool:
    return len(word) > 2 and sum(letter in _VOWELS for letter in word[1:]) * 4 < len(word)


def _is_initial(a: str, b: str) -> bool:
    return (len(a) == 1 or len(b) == 1) and a[0] == b[0]


def _is_slip(a: str, b: str) -> bool:
    return min(len(a), len(b)) > 4 and Levenshtein.normalized_similarity(a, b) >= _SLIP


def _births(one: Somebody, other: Somebody) -> str | None:
    a, b = one.born_on, other.born_on
    if a is None or b is None:
        return None
    if a == b:
        return "born_same"
    return "born_swapped" if (a.year, a.month, a.day) == (b.year, b.day, b.month) else "born_differs"
