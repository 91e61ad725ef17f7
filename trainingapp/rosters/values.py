"""Pure: what the cells of a column mean: texts, results, sex, scores. Understood exactly, or refused in words.

Each function reads the *different* values of a column, so a column of fifty thousand passes costs one reading.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from trainingapp.kit.words import Sentence, say
from trainingapp.rosters.letters import digits, fold, has_hidden, hidden_sign

Refusal = tuple[str, Sentence]

#: What spreadsheets show in a cell whose formula failed.
_ERRORS = re.compile(r"#(N/A|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!|FIELD!|ERROR|BLOCKED!)|Err:\d{3}")
#: How our own files keep a text from being taken for a formula: taken off again when such a file comes back.
_ESCAPED = re.compile(r"'(?=[=+\-@\t\r])")
#: UTF-8 read as Latin letters (`José`), or a letter that an earlier program wrote as a question mark.
_GARBLED = re.compile("[ÃÂÐÑØÙ][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u2013-\u203a\u20ac]|â€|\\w\\?\\w|\\?{2,}")
_IN_POWERS = re.compile(r"\d(?:[.,]\d+)?E\+?\d+", re.I)

_DOUBT = re.compile("[?؟？+=<>~]")

#: language: what a result is called; the first is the word of our own files.
RESULT_WORDS: Mapping[str, Mapping[str, str]] = {
    "pass": {
        "en": "pass|passed|P|qualified|successful|success|satisfactory|competent|yes|Y|pass mark reached",
        "fr": "réussi|réussie|admis|admise|reçu|reçue|réussite|apte|satisfaisant|oui|succès|validé",
        "es": "aprobado|aprobada|apto|apta|aprueba|aprobó|satisfactorio|sí",
        "ru": "сдано|сдал|сдала|зачёт|зачтено|успешно|прошёл|прошла|удовлетворительно|да|пройдено",
        "ar": "ناجح|ناجحة|نجح|نجحت|نجاح|اجتاز|اجتازت|مجتاز|نعم",
        "zh": "合格|通过|及格|是|已通过|考核合格|達標|达标",
    },
    "fail": {
        "en": "fail|failed|F|not passed|did not pass|unsuccessful|unsatisfactory|not qualified|not competent|no|N"
        "|not yet competent|failure",
        "fr": "échoué|échec|échouée|ajourné|ajournée|non admis|non admise|refusé|refusée|inapte|insuffisant|non"
        "|non réussi|non validé",
        "es": "no aprobado|no aprobada|reprobado|reprobada|suspenso|suspendido|no apto|no apta|desaprobado"
        "|desaprobada|insatisfactorio",
        "ru": "не сдано|не сдал|не сдала|незачёт|не зачёт|не зачтено|не прошёл|не прошла|неудовлетворительно|нет"
        "|провалено",
        "ar": "راسب|راسبة|رسب|رسبت|رسوب|لم ينجح|لم تنجح|لم يجتز|لا|غير ناجح",
        "zh": "不合格|未通过|不及格|否|不通过|未合格|考核不合格",
    },
    "attended": {
        "en": "attended|present|participated|attendance|attended only|participant",
        "fr": "participation|a participé|présent|présente|participé|a assisté|présence",
        "es": "asistió|asistencia|presente|participó|participación|asistido",
        "ru": "участие|участвовал|участвовала|присутствовал|присутствовала|прослушал|прослушала|присутствие",
        "ar": "حضر|حضرت|حاضر|حاضرة|حضور|شارك|شاركت|مشاركة",
        "zh": "参加|出席|已参加|到场|参训|出勤|已出席",
    },
}
#: What learning platforms say of whoever has not come to the end.
_UNFINISHED = frozenset(
    map(
        fold,
        "in progress|not started|not attempted|incomplete|never submitted|abandoned|overdue|not completed|browsed"
        "|en cours|pas commencé|non commencé|en curso|en progreso|no iniciado|sin empezar|в процессе|не начато"
        "|не завершено|قيد التقدم|لم يبدأ|未开始|进行中|未完成".split("|"),
    )
)
#: Signs stand for themselves. A bare 1, 0, + or - means one thing here and another there: asked.
_RESULT_SIGNS = dict.fromkeys("✓✔☑✅🗸", "pass") | dict.fromkeys("✗✘☒❌✕✖", "fail")

#: language: what a sex is called; the first is the word of our own files.
SEX_WORDS: Mapping[str, Mapping[str, str]] = {
    "female": {
        "en": "female|F|woman|women|fem",
        "fr": "féminin|femme|femmes|féminine",
        "es": "femenino|mujer|mujeres|femenina|hembra",
        "ru": "женский|ж|жен|женщина|женщины",
        "ar": "أنثى|امرأة|مؤنث|إناث|نساء",
        "zh": "女|女性",
    },
    "male": {
        "en": "male|M|man|men|masc",
        "fr": "masculin|homme|hommes|H",
        "es": "masculino|hombre|hombres|varón",
        "ru": "мужской|м|муж|мужчина|мужчины",
        "ar": "ذكر|رجل|مذكر|ذكور|رجال",
        "zh": "男|男性",
    },
    "unspecified": {
        "en": "unspecified|not specified|undisclosed|not stated|X",
        "fr": "non précisé|non spécifié|non indiqué",
        "es": "no especificado|sin especificar|no indicado",
        "ru": "не указано|не указан",
        "ar": "غير محدد",
        "zh": "未注明|未说明",
    },
}


def _index(words: Mapping[str, Iterable[str]]) -> dict[str, str]:
    return {fold(word): code for code, texts in words.items() for text in texts for word in text.split("|")}


_RESULTS = _index({code: by_language.values() for code, by_language in RESULT_WORDS.items()})
_SEXES = _index({code: by_language.values() for code, by_language in SEX_WORDS.items()})


V = TypeVar("V")


@dataclass(frozen=True)
class Read(Generic[V]):
    """The different values of a column: what each means, or why it cannot be taken."""

    meant: Mapping[object, V]
    refused: Mapping[object, Refusal]


def texts_of(column: Sequence[object]) -> list[str]:
    """The cells as text, trimmed, in composed form (NFC); a whole number without `.0`, a date as 2017-09-25.

    Cost: a few passes in C when all is plain; otherwise one step per different value.
    """
    texts = [cell if isinstance(cell, str) else _text(cell) for cell in column]
    texts = [*map(str.strip, texts)]
    joined = "\n".join(texts)
    if not unicodedata.is_normalized("NFC", joined):
        texts = [unicodedata.normalize("NFC", text) for text in texts]
    if "'" in joined:
        texts = [_ESCAPED.sub("", text, count=1) if text[:1] == "'" else text for text in texts]
    return texts


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def unfit(
    texts: Sequence[str],
    *,
    longest: int,
    also: Callable[[str], Refusal | None] | None = None,
    signs: str = "",
) -> dict[str, Refusal]:
    """The texts that cannot be kept, each with why. `also` is asked when one of `signs` occurs in the column.

    Cost: one pass in C when every text is plain.
    """
    joined = "".join(texts)
    also = also if any(sign in joined for sign in signs.split()) else None
    is_plain = joined.isprintable() and (joined.isascii() or not has_hidden(joined))
    if is_plain and "#" not in joined and "Err:" not in joined and not also:
        suspects: Iterable[str] = (text for text in texts if len(text) > longest)
    else:
        suspects = set(texts)
    found = {}
    for text in suspects:
        refusal = refusal_of(text, longest=longest) or (also(text) if also and text else None)
        if refusal:
            found[text] = refusal
    return found


def refusal_of(text: str, *, longest: int) -> Refusal | None:
    """Why a text cannot be kept as it is, whatever it means; or None."""
    if _ERRORS.fullmatch(text):
        return "cell_error", say(
            "The cell is in error (%(value)s). Mend its formula, or type the value.", value=_shown(text)
        )
    if len(text) > longest:
        return "too_long", say("The text is longer than %(longest)s characters.", longest=longest)
    if "\n" in text or "\r" in text:
        return "line_break", say("The cell holds several lines. Write them as one.")
    if has_hidden(text):
        return "hidden_character", say(
            "The text holds a character that cannot be seen (%(sign)s). Type it anew.", sign=hidden_sign(text)
        )
    return None


def garbled(text: str) -> Refusal | None:
    """The refusal of a name whose letters an earlier program has lost."""
    if _GARBLED.search(text):
        return "letters_lost", say(
            "“%(value)s” has lost letters in an earlier program. Type the name as in the passport.", value=_shown(text)
        )
    return None


def number_lost(text: str) -> Refusal | None:
    """The refusal of a service number that a spreadsheet has turned into a rounded quantity."""
    if _IN_POWERS.fullmatch(text) and not text.isdigit():
        return "digits_lost", say(
            "A spreadsheet has turned the service number into “%(value)s” and lost digits. Type it as text.",
            value=_shown(text),
        )
    return None


def read_results(values: Iterable[object]) -> Read[str]:
    """pass, fail or attended, from the words of six languages, yes and no, and ticks and crosses. Empty is left out."""
    meant: dict[object, str] = {}
    refused: dict[object, Refusal] = {}
    for value in values:
        text = str(value).strip()
        code = _RESULT_SIGNS.get(text.rstrip("\ufe0f")) or _RESULTS.get(fold(text))
        if code and not isinstance(value, bool | int | float) and not _DOUBT.search(text):
            meant[value] = code
        elif fold(text) in _UNFINISHED:
            refused[value] = (
                "not_finished",
                say("“%(value)s”: the training was not finished, so there is nothing to record.", value=_shown(text)),
            )
        elif text:
            refused[value] = _not_understood(text) or (
                "result_not_understood",
                say("“%(value)s” is no result. Write pass, fail or attended.", value=_shown(text)),
            )
    return Read(meant, refused)


def read_sexes(values: Iterable[object], *, heading: str = "") -> Read[str]:
    """female, male or unspecified, as written; empty is unspecified. Never inferred from anything else.

    In Spanish H and M are *hombre* and *mujer*: M is female in a column of H and M, or under `Sexo (H/M)`, and is asked
    about in a column that has F as well.
    """
    values = list(values)
    letters = {fold(str(value)) for value in values} | ({"h"} if "h/m" in heading.casefold() else set())
    codes = dict(_SEXES)
    if {"h", "m"} <= letters:
        codes["m"] = "" if "f" in letters else "female"
    meant: dict[object, str] = {}
    refused: dict[object, Refusal] = {}
    for value in values:
        text = str(value).strip()
        code = codes.get(fold(text)) if text else "unspecified"
        if code:
            meant[value] = code
        else:
            refused[value] = _not_understood(text) or (
                "sex_not_understood",
                say("“%(value)s” is not understood. Write female, male or unspecified.", value=_shown(text)),
            )
    return Read(meant, refused)


def read_scores(values: Iterable[object]) -> tuple[Read[float | None], Refusal | None]:
    """Percentages from 0 to 100, from numbers, `85 %`, `85,5`, `85/100`; empty is None.

    The second is a question about the whole column: all its numbers lie between 0 and 1, so that a cell shown as 85 %
    and a cell of 0.85 points cannot be told apart.
    """
    meant: dict[object, float | None] = {}
    refused: dict[object, Refusal] = {}
    for value in values:
        text = str(value).strip()
        if not text:
            meant[value] = None
            continue
        score = None if isinstance(value, bool | date) else _score(text)
        if score is not None and 0 <= score <= 100:
            meant[value] = score
        else:
            refused[value] = _not_understood(text) or (
                "score_not_understood",
                say("“%(value)s” is no score. Write a percentage from 0 to 100.", value=_shown(text)),
            )
    bare = [value for value in meant if isinstance(value, int | float)]
    question = None
    if bare and all(value <= 1 for value in bare) and any(0 < value < 1 for value in bare):
        question = (
            "score_scale_unknown",
            say(
                "The scores lie between 0 and 1, such as %(value)s. Write them as percentages from 0 to 100.",
                value=next(value for value in bare if 0 < value < 1),
            ),
        )
    return Read(meant, refused), question


def _score(text: str) -> float | None:
    plain = digits(text).replace("٪", "%").replace("٫", ".").replace(" ", "").replace("\u00a0", "")
    found = re.fullmatch(r"(\d{1,3}(?:[.,]\d{1,15})?)(?:%|/100)?", plain)
    return float(found[1].replace(",", ".")) if found else None


def _shown(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:79]}…"


def _not_understood(text: str) -> Refusal | None:
    return refusal_of(text, longest=200)
