"""Pure: names of any script as words in Latin letters, to find and compare them; never to show them.

Names reach a register through many hands: one person is Mohammed Abdur Rahman on one roll, محمد عبد الرحمن on another
and Rehman, Md. A. on a third. `words_of_name` gives the words of a name in small Latin letters; the `skeleton` of a
word is what most spellings of it share: no vowels, no doubled letters, no breath after a consonant. Two names with the
same skeleton may be one name; they need not be.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from anyascii import anyascii

#: As long as a word of the index may be; what comes after it is not looked for.
LONGEST_WORD = 40
#: More words than any name has; the rest of a pasted line is left out.
MOST_WORDS = 12

#: Written short on half of all rolls, or in a script's own way, and always meant for the same name.
ABBREVIATED = {
    **dict.fromkeys(("md", "mohd", "muhd", "mhd", "moh"), "mohammad"),
    **dict.fromkeys(("mst", "mosa", "mosst"), "mosammat"),
    **dict.fromkeys(("simh", "sinh"), "singh"),
    "sk": "sheikh",
}

#: The article and the like: they come and go from one spelling to the next, and alone they say nothing.
PARTICLES = frozenset(
    "al el ul ur us as ad ud an ar at ath ash bin ben ibn bint binti van von der den de da do dos la".split()
)

#: "Servant of": عبد with and without the article, before or grown together with the name that follows.
SERVANT = frozenset("abd abdal abdel abdul abdol abdur abdus abdun abdur abdoul".split())
_SERVANT_OF = re.compile(r"abd(?:[aeiou]|ou)?([lrnst]?)(.{3,})")

_GOD = re.compile("a?ll?[ao]?h?")

_ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff]")
#: ا أ إ آ ٱ ع at the beginning are vowels to whoever spells the word in other letters.
_ARABIC_VOWEL = re.compile("^[\u0621-\u0623\u0625\u0627\u0671\u0639]")
_ARABIC_MARKS = re.compile("[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed]")
_ARTICLE = re.compile("^\u0627\u0644(?=.{3})")
_INDIC = re.compile("[\u0900-\u0dff]")
#: Scripts whose names are written without spaces, one sign to a syllable.
_SYLLABLES = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7af\U00020000-\U0003ffff]+")
_SYLLABLE = re.compile("[A-Z][a-z]*")
#: Korean family names as their bearers write them, beside the official letters.
_KOREAN = {
    "김": "kim",
    "이": "lee",
    "박": "park",
    "최": "choi",
    "정": "jung",
    "강": "kang",
    "조": "cho",
    "윤": "yoon",
    "임": "lim",
    "신": "shin",
    "권": "kwon",
    "우": "woo",
    "구": "koo",
    "노": "noh",
    "문": "moon",
    "유": "yoo",
}

#: Г is G in most languages that write Cyrillic, and H in Ukrainian; Х is Kh to libraries and H to most people.
_CYRILLIC_H = re.compile("[гГхХ]")

#: Signs within one word of a name that only some spellings have: O’Brien, Nur-ul, Ta'if.
_WITHIN = re.compile("['’‘`´ʼʻʾʿ]")
_DASHES = re.compile("[‐‑‒–—]")
_PUNCTUATION = re.compile("[!-,./:-@\\[-^_{-~،؛؟۔।॥、。，．・·]")
_DIGIT = re.compile("[0-9]")
_BETWEEN = re.compile("[^a-z0-9-]+")

#: The breath after a consonant, letters that sound alike, and double sounds, in this order.
_SOUNDS = tuple(
    (re.compile(pattern), by)
    for pattern, by in (
        ("tsch|tch", "C"),
        ("sch|sh", "s"),
        ("ch|cz", "C"),
        ("dj|dzh", "j"),
        ("zh", "j"),
        ("ph", "f"),
        ("([bdgkt])h", r"\1"),
        ("ck|q|c", "k"),
        ("x", "ks"),
        ("g", "j"),
        (r"(.)\1+", r"\1"),
    )
)
_LONG_VOWELS = (
    (re.compile("ou|oo|ow|au|aw|w"), "u"),
    (re.compile("ee|ie|ei|ey|ai|ay|y"), "i"),
)
_VOWELS = re.compile("[aeiou]")
_GLIDES = re.compile("(?<!^)[wy]")


@lru_cache(65_536)
def latin(text: str) -> str:
    """The text in small Latin letters and digits, with the spaces and hyphens it had: `Ödegård` → `odegard`.

    Deterministic, and good for comparing only: vowels that a script does not write are not there.
    """
    text = unicodedata.normalize("NFKC", text)
    return " ".join(_latin_word(word) for word in text.split())


def _latin_word(word: str) -> str:
    if word.isascii():
        return word.lower()
    if _ARABIC.search(word):
        word = _ARABIC_MARKS.sub("", word)
        bare = _ARTICLE.sub("", word)
        head = "a" if _ARABIC_VOWEL.match(bare) else ""
        word = f"{head}{bare[1:] if head else bare}"
    elif _INDIC.search(word):
        # The library writes च as c, as scholars do; people write ch.
        return re.sub("c(?!h)", "ch", anyascii(word).lower())
    plain = "".join(c for c in unicodedata.normalize("NFKD", word.casefold()) if not unicodedata.combining(c))
    return re.sub("[`]", "", anyascii(plain).lower())


def words_of_name(text: str) -> tuple[str, ...]:
    """Every word under which a name may be looked for, in its order, each once.

    Beside the words themselves: the parts of what is written in one (`Abdelrahman`, `Min-jun`) and the whole of what is
    written in two; for Chinese and Korean each syllable, and the family name and the given names as they are put
    together in other scripts.
    """
    return _words(text[: 40 * MOST_WORDS])


@lru_cache(65_536)
def _words(text: str) -> tuple[str, ...]:
    found: list[str] = []
    before = ""
    for token in _tokens(text) + (_tokens(_CYRILLIC_H.sub("h", text)) if _CYRILLIC_H.search(text) else []):
        parts = [part for part in token.split("-") if part]
        found += parts
        if len(parts) > 1:
            found.append("".join(parts))
        found += [ABBREVIATED[part] for part in parts if part in ABBREVIATED]
        if before in SERVANT:
            found.append(before + parts[-1])
        found += [rest for part in parts if (rest := _served(part))]
        before = parts[-1] if parts[-1] not in PARTICLES or before not in SERVANT else before
    for run in _SYLLABLES.findall(unicodedata.normalize("NFKC", text)):
        found += _syllabic(run)
    return tuple(dict.fromkeys(word[:LONGEST_WORD] for word in found if word))


def readings(text: str) -> tuple[tuple[str, ...], ...]:
    """What somebody types to find a name, as words that must all occur; in more than one way where there is no telling.

    Articles count only when there is nothing else. Chinese and Korean are read by syllables, and once more with the
    given names in one word.
    """
    plain: list[str] = []
    for token in _tokens(text):
        # A service number is one word, however it is divided.
        plain += [token] if _DIGIT.search(token) else [part for part in token.split("-") if part]
    telling = [word for word in plain if word not in PARTICLES] or plain
    apart, together = list(telling), list(telling)
    for run in _SYLLABLES.findall(unicodedata.normalize("NFKC", text)):
        syllables = [part.lower() for part in _SYLLABLE.findall(anyascii(run))]
        first = _KOREAN.get(run[0])
        apart += [first or syllables[0], *syllables[1:]] if syllables else []
        if len(syllables) > 2:
            together += [first or syllables[0], "".join(syllables[1:])]
        else:
            together.append("".join(syllables))
    # Where a letter is spelt in two ways, and nothing has been read in two ways yet.
    other = readings(_CYRILLIC_H.sub("h", text))[0] if _CYRILLIC_H.search(text) else ()
    return tuple(dict.fromkeys((tuple(apart), other or tuple(together))))


def _tokens(text: str) -> list[str]:
    """The words as they stand, in Latin letters, with their hyphens; without what is written in syllables."""
    text = _WITHIN.sub("", _SYLLABLES.sub(" ", unicodedata.normalize("NFKC", text)))
    words = _BETWEEN.split(latin(_DASHES.sub("-", _PUNCTUATION.sub(" ", text))))
    return [bare for word in words if (bare := word.strip("-"))][:MOST_WORDS]


def _served(word: str) -> str:
    """What follows "servant of" in a word grown together with it: `rahman` of `abdurrahman`, or nothing."""
    found = _SERVANT_OF.fullmatch(word)
    if not found or word in SERVANT:
        return ""
    sun, rest = found.groups()
    # عبد الرحمن is Abdul-Rahman or Abdur-Rahman: the article's l, or the letter it turned into.
    whole = rest if not sun or sun == "l" or rest.startswith(sun) else sun + rest
    # Abdullah is one name to everybody.
    return "" if _GOD.fullmatch(whole) else whole


def _syllabic(run: str) -> list[str]:
    syllables = [part.lower() for part in _SYLLABLE.findall(anyascii(run))]
    found = list(syllables)
    if len(syllables) > 1:
        found.append("".join(syllables[1:]))
    if len(syllables) > 2:
        found += ["".join(syllables[:2]), "".join(syllables[2:]), "".join(syllables)]
    if run[0] in _KOREAN:
        found.append(_KOREAN[run[0]])
    return found


@lru_cache(65_536)
def skeleton(word: str) -> str:
    """What the spellings of a word share: Mohammed, Muhammad and محمد (`mhmd`) → `mhmd`; Rahman, Rehman → `rhmn`.

    A vowel at the beginning counts as `a`, whichever it is. Words that are hardly more than vowels keep them: Li and Lu
    are two names.
    """
    word = ABBREVIATED.get(word, word)
    heard = _heard(word)
    head = "a" if _VOWELS.match(heard) else ""
    bare = head + _VOWELS.sub("", _GLIDES.sub("", heard[1:] if head else heard))
    bare = re.sub("^abdl(?=..)", "abd", bare)
    if len(bare) > 2:
        bare = bare.removesuffix("h")
    return bare.lower() if len(bare) > 1 else re.sub(r"(.)\1+", r"\1", word.replace("y", "i"))


@lru_cache(65_536)
def sound(word: str) -> str:
    """About how a word is said, vowels and all: Chowdhury and Chaudhuri → `cuduri`, Hussein → `husin`."""
    heard = _heard(ABBREVIATED.get(word, word))
    for pattern, by in _LONG_VOWELS:
        heard = pattern.sub(by, heard)
    return heard.lower()


def _heard(word: str) -> str:
    for pattern, by in _SOUNDS:
        word = pattern.sub(by, word)
    return word


@lru_cache(65_536)
def forms_of_name(*texts: str | None) -> tuple[tuple[str, ...], ...]:
    """The name as the words that make it up, once for each text and script, for comparing it with another name.

    Particles are left out, `Abdelrahman` and `Abdur Rahman` are both `abd rahman`; a Chinese or Korean name is a family
    name and the given names in one word, and once more with a family name of two signs when it is long enough.
    """
    found: dict[tuple[str, ...], None] = {}
    for text in texts:
        if not text:
            continue
        runs = _SYLLABLES.findall(unicodedata.normalize("NFKC", text))
        if runs:
            for form in _syllabic_forms(runs):
                found[form] = None
        for spelling in {text: None, _CYRILLIC_H.sub("h", text): None}:
            if words := _form(_tokens(spelling)):
                found[words] = None
    return tuple(found)


def _form(tokens: Iterable[str]) -> tuple[str, ...]:
    words: list[str] = []
    for token in tokens:
        parts = [part for part in token.split("-") if part]
        if len(parts) > 1 and not set(parts) & (PARTICLES | SERVANT):
            parts = ["".join(parts)]
        for part in parts:
            if words and words[-1] == "abd" and _GOD.fullmatch(part):
                words[-1] = "abdullah"
            elif part in SERVANT:
                words.append("abd")
            elif rest := _served(part):
                words += ["abd", rest]
            elif part not in PARTICLES:
                words.append(ABBREVIATED.get(part, part))
    return tuple(words)


def _syllabic_forms(runs: list[str]) -> list[tuple[str, ...]]:
    syllables = [part.lower() for run in runs for part in _SYLLABLE.findall(anyascii(run))]
    if len(syllables) < 2:
        return [tuple(syllables)] if syllables else []
    forms: list[tuple[str, ...]] = [(syllables[0], "".join(syllables[1:]))]
    if runs[0][0] in _KOREAN:
        forms.append((_KOREAN[runs[0][0]], "".join(syllables[1:])))
    if len(syllables) > 2:
        forms.append(("".join(syllables[:2]), "".join(syllables[2:])))
    return forms


# --- Service numbers --------------------------------------------------------------------------------------------------

_LOOKS_LIKE = str.maketrans({"o": "0", "q": "0", "i": "1", "l": "1"})


@lru_cache(65_536)
def compact(number: str) -> str:
    """A service number without what separates its parts: `BA-04 17`, `ba/0417` → `ba0417`. Zeros are part of it."""
    return re.sub("[^a-z0-9]", "", latin(number))


@lru_cache(65_536)
def loose(number: str) -> str:
    """What likely variants of a service number share: no leading zeros, O read as 0 and I or l as 1.

    Two numbers that are alike so are two numbers: only a person can say that they are one.
    """
    return unpadded(compact(number).translate(_LOOKS_LIKE))


def unpadded(number: str) -> str:
    """Without the zeros that lead a run of digits: `ba0417` → `ba417`."""
    return re.sub("(?<![0-9])0+(?=[0-9])", "", number)
