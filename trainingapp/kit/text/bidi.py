"""Pure: the Unicode Bidirectional Algorithm (UAX #9), with isolates and paired brackets.

Gives the level of every character and the order in which a line shows them. Mirrored shapes are left to HarfBuzz,
which mirrors whatever is shaped right to left. Our own, because the libraries on hand give no levels, and without
levels text cannot be cut into runs for shaping; the tests hold it against one of them.
"""

import re
from collections.abc import Sequence
from functools import cache
from itertools import groupby
from unicodedata import bidirectional, category, mirrored, normalize

#: Left to right isolate, first strong isolate, pop isolate: what keeps a name's direction from its neighbours.
LRI, FSI, PDI = "\u2066", "\u2068", "\u2069"

_MAX_DEPTH = 125
_ISOLATES = ("LRI", "RLI", "FSI")
_EMBEDDINGS = ("LRE", "RLE", "LRO", "RLO")
_REMOVED = (*_EMBEDDINGS, "PDF", "BN")
_NEUTRAL = ("B", "S", "WS", "ON", "LRI", "RLI", "FSI", "PDI")
_MAX_OPEN_BRACKETS = 63
#: Most opening brackets have their partner in the next code point; these do not.
_APART = {"[": "]", "{": "}", "\u298d": "\u2990", "\u298f": "\u298e", "\uff3b": "\uff3d", "\uff5b": "\uff5d"}
#: The scripts written right to left, and every mark that can change a direction.
_DIRECTED = re.compile(
    "[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff"
    "\U0001e800-\U0001efff]"
)


def isolated(text: str) -> str:
    """`text` so wrapped that it takes its own direction and leaves its neighbours theirs."""
    return f"{FSI}{text}{PDI}"


def without_isolates(text: str) -> str:
    """`text` as it reads where nothing understands isolates, such as a file's properties."""
    return text.replace(FSI, "").replace(PDI, "")


def base_level(text: str) -> int:
    """0 for a text that starts left to right, 1 for right to left (rules P2, P3). Isolated parts do not decide."""
    return _first_strong([bidirectional(c) for c in text])


def levels(text: str, base: int | None = None) -> list[int]:
    """The embedding level of every character of one paragraph, before its lines are known. Odd is right to left.

    `base` forces the paragraph's own level. Cost: linear, and next to nothing for plain left-to-right text.
    """
    if not base and not _DIRECTED.search(text):
        return [0] * len(text)
    types = [bidirectional(c) or "L" for c in text]
    paragraph = _first_strong(types) if base is None else base
    explicit, resolved, kept = _explicit(types, paragraph)
    for sequence, sos, eos in _sequences(types, explicit, kept, paragraph):
        _resolve_weak(sequence, resolved, sos)
        _resolve_brackets(text, sequence, resolved, types, explicit[sequence[0]], sos)
        _resolve_neutral(sequence, resolved, explicit[sequence[0]], sos, eos)
        for i in sequence:
            explicit[i] += _IMPLICIT[explicit[i] & 1].get(resolved[i], 0)
    previous = paragraph
    in_kept = set(kept)
    for i in range(len(text)):
        if i not in in_kept:
            explicit[i] = previous
        previous = explicit[i]
    for i, kind in enumerate(types):
        if kind in ("B", "S"):
            _reset_before(types, explicit, i, paragraph)
            explicit[i] = paragraph
    return explicit


def runs(text: str, of: Sequence[int], start: int, end: int, base: int) -> list[tuple[int, int, int]]:
    """One line's runs (start, end, level) from left to right as they are seen. `of` holds the paragraph's levels."""
    line = list(of[start:end])
    _reset_before([bidirectional(c) for c in text[start:end]], line, len(line), base)
    found: list[tuple[int, int, int]] = []
    at = start
    for level, group in groupby(line):
        length = len(list(group))
        found.append((at, at + length, level))
        at += length
    highest = max((run[2] for run in found), default=0)
    for level in range(highest, 0, -1):
        i = 0
        while i < len(found):
            j = i
            while j < len(found) and found[j][2] >= level:
                j += 1
            found[i:j] = reversed(found[i:j])
            i = max(j, i + 1)
    return found


#: Rules I1 and I2: what an even and an odd level add.
_IMPLICIT = ({"R": 1, "AN": 2, "EN": 2}, {"L": 1, "EN": 1, "AN": 1})


def _first_strong(types: Sequence[str]) -> int:
    depth = 0
    for kind in types:
        if kind in _ISOLATES:
            depth += 1
        elif kind == "PDI":
            depth = max(0, depth - 1)
        elif depth == 0 and kind in ("L", "R", "AL"):
            return 0 if kind == "L" else 1
        elif kind == "B":
            break
    return 0


def _matching(types: Sequence[str]) -> dict[int, int]:
    """Where each isolate is closed (BD9)."""
    pairs: dict[int, int] = {}
    opened: list[int] = []
    for i, kind in enumerate(types):
        if kind in _ISOLATES:
            opened.append(i)
        elif kind == "PDI" and opened:
            pairs[opened.pop()] = i
    return pairs


def _explicit(types: Sequence[str], paragraph: int) -> tuple[list[int], list[str], list[int]]:
    """Rules X1-X9: the explicit level and the type of each character, and which are kept."""
    pairs = _matching(types)
    stack: list[tuple[int, str, bool]] = [(paragraph, "", False)]
    overflow_isolates = overflow_embeddings = valid_isolates = 0
    level = [paragraph] * len(types)
    resolved = list(types)
    for i, kind in enumerate(types):
        if kind in _EMBEDDINGS or kind in _ISOLATES:
            isolate = kind in _ISOLATES
            if isolate:
                level[i] = stack[-1][0]
                resolved[i] = stack[-1][1] or kind
            if kind == "FSI":
                rtl = _first_strong(types[i + 1 : pairs.get(i, len(types))]) == 1
            else:
                rtl = kind in ("RLE", "RLO", "RLI")
            deeper = (stack[-1][0] + 1) | 1 if rtl else (stack[-1][0] + 2) & ~1
            if deeper <= _MAX_DEPTH and not overflow_isolates and not overflow_embeddings:
                valid_isolates += isolate
                override = {"LRO": "L", "RLO": "R"}.get(kind, "")
                stack.append((deeper, override, isolate))
            elif isolate:
                overflow_isolates += 1
            elif not overflow_isolates:
                overflow_embeddings += 1
        elif kind == "PDI":
            if overflow_isolates:
                overflow_isolates -= 1
            elif valid_isolates:
                overflow_embeddings = 0
                while not stack[-1][2]:
                    stack.pop()
                stack.pop()
                valid_isolates -= 1
            level[i] = stack[-1][0]
            resolved[i] = stack[-1][1] or kind
        elif kind == "PDF":
            if not overflow_isolates:
                if overflow_embeddings:
                    overflow_embeddings -= 1
                elif not stack[-1][2] and len(stack) > 1:
                    stack.pop()
        elif kind == "B":
            level[i] = paragraph
        elif kind != "BN":
            level[i] = stack[-1][0]
            resolved[i] = stack[-1][1] or kind
    return level, resolved, [i for i, kind in enumerate(types) if kind not in _REMOVED]


def _sequences(
    types: Sequence[str], level: Sequence[int], kept: Sequence[int], paragraph: int
) -> list[tuple[list[int], str, str]]:
    """Rule X10: the isolating run sequences, each with what stands before and after it."""
    level_runs = [list(group) for _, group in groupby(kept, key=lambda i: level[i])]
    pairs = _matching(types)
    run_starting = {run[0]: run for run in level_runs}
    continued = {close for close in pairs.values() if close in run_starting}
    continued = {pairs[run[-1]] for run in level_runs if run[-1] in pairs} & continued
    place = {i: n for n, i in enumerate(kept)}
    found = []
    for run in level_runs:
        if run[0] in continued:
            continue
        sequence = list(run)
        while sequence[-1] in pairs and pairs[sequence[-1]] in continued:
            sequence += run_starting[pairs[sequence[-1]]]
        own = level[sequence[0]]
        before = place[sequence[0]] - 1
        after = place[sequence[-1]] + 1
        open_ended = types[sequence[-1]] in _ISOLATES and sequence[-1] not in pairs
        level_before = level[kept[before]] if before >= 0 else paragraph
        level_after = level[kept[after]] if after < len(kept) and not open_ended else paragraph
        found.append((sequence, _direction(max(own, level_before)), _direction(max(own, level_after))))
    return found


def _direction(level: int) -> str:
    return "R" if level & 1 else "L"


def _resolve_weak(sequence: Sequence[int], kinds: list[str], sos: str) -> None:
    """Rules W1-W7."""
    previous = sos
    for i in sequence:  # W1
        if kinds[i] == "NSM":
            kinds[i] = "ON" if previous in (*_ISOLATES, "PDI") else previous
        previous = kinds[i]
    strong = sos
    for i in sequence:  # W2, W3
        if kinds[i] in ("L", "R", "AL"):
            strong = kinds[i]
        elif kinds[i] == "EN" and strong == "AL":
            kinds[i] = "AN"
    for i in sequence:
        if kinds[i] == "AL":
            kinds[i] = "R"
    for a, b, c in zip(sequence, sequence[1:], sequence[2:], strict=False):  # W4
        if kinds[a] == kinds[c] and (
            (kinds[b] in ("ES", "CS") and kinds[a] == "EN") or (kinds[b] == "CS" and kinds[a] == "AN")
        ):
            kinds[b] = kinds[a]
    for kind, group in groupby(list(sequence), key=lambda i: kinds[i]):  # W5
        if kind == "ET":
            members = list(group)
            first, last = sequence.index(members[0]), sequence.index(members[-1])
            beside = [*sequence[max(first - 1, 0) : first], *sequence[last + 1 : last + 2]]
            if any(kinds[i] == "EN" for i in beside):
                for i in members:
                    kinds[i] = "EN"
    for i in sequence:  # W6
        if kinds[i] in ("ES", "ET", "CS"):
            kinds[i] = "ON"
    strong = sos
    for i in sequence:  # W7
        if kinds[i] in ("L", "R"):
            strong = kinds[i]
        elif kinds[i] == "EN" and strong == "L":
            kinds[i] = "L"


def _partner(opening: str) -> str | None:
    """The closing bracket of an opening one (BidiBrackets.txt, which the standard library lacks)."""
    if not mirrored(opening) or category(opening) != "Ps":
        return None
    closing = _APART.get(opening) or chr(ord(opening) + 1)
    return normalize("NFD", closing) if category(closing) == "Pe" else None


def mirrored_twin(character: str) -> str:
    """The character that looks as this one does when it is mirrored: `)` for `(`. Others are their own twins."""
    return _twins().get(character, character)


@cache
def _twins() -> dict[str, str]:
    pairs = [("<", ">"), ("«", "»"), ("‹", "›"), ("≤", "≥")]
    pairs += [(c, closing) for c in map(chr, range(0x10000)) if category(c) == "Ps" and (closing := _partner(c))]
    return {a: b for pair in pairs for a, b in (pair, pair[::-1])}


def _bracket_pairs(text: str, sequence: Sequence[int], kinds: Sequence[str]) -> list[tuple[int, int]]:
    """Positions within `sequence` of matching brackets (BD16)."""
    waiting: list[tuple[str, int]] = []
    pairs = []
    for n, i in enumerate(sequence):
        if kinds[i] != "ON":
            continue
        character = text[i]
        if closing := _partner(character):
            if len(waiting) == _MAX_OPEN_BRACKETS:
                return []
            waiting.append((closing, n))
        elif mirrored(character) and category(character) == "Pe":
            character = normalize("NFD", character)
            for k in range(len(waiting) - 1, -1, -1):
                if waiting[k][0] == character:
                    pairs.append((waiting[k][1], n))
                    del waiting[k:]
                    break
    return sorted(pairs)


def _resolve_brackets(
    text: str, sequence: Sequence[int], kinds: list[str], types: Sequence[str], level: int, sos: str
) -> None:
    """Rule N0."""
    own = _direction(level)

    def strong(i: int) -> str:
        kind = kinds[i]
        return "R" if kind in ("R", "EN", "AN") else kind if kind == "L" else ""

    for first, last in _bracket_pairs(text, sequence, kinds):
        inside = {strong(sequence[n]) for n in range(first + 1, last)} - {""}
        if not inside:
            continue
        direction = own
        if own not in inside:
            before = next((s for n in range(first - 1, -1, -1) if (s := strong(sequence[n]))), sos)
            direction = before if before != own else own
        for n in (first, last):
            kinds[sequence[n]] = direction
            for i in sequence[n + 1 :]:
                if types[i] != "NSM":
                    break
                kinds[i] = direction


def _resolve_neutral(sequence: Sequence[int], kinds: list[str], level: int, sos: str, eos: str) -> None:
    """Rules N1, N2."""

    def strong(kind: str) -> str:
        return "R" if kind in ("EN", "AN") else kind

    n = 0
    while n < len(sequence):
        end = n
        while end < len(sequence) and kinds[sequence[end]] in _NEUTRAL:
            end += 1
        if end > n:
            before = strong(kinds[sequence[n - 1]]) if n else sos
            after = strong(kinds[sequence[end]]) if end < len(sequence) else eos
            for i in sequence[n:end]:
                kinds[i] = before if before == after else _direction(level)
        n = max(end, n + 1)


def _reset_before(types: Sequence[str], level: list[int], at: int, paragraph: int) -> None:
    """Rule L1: white space before `at` takes the paragraph's level."""
    i = at - 1
    while i >= 0 and (types[i] in ("WS", "FSI", "LRI", "RLI", "PDI") or types[i] in _REMOVED):
        level[i] = paragraph
        i -= 1
