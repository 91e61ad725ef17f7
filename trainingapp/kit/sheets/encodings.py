"""Which letters the bytes of a text file are: known for certain, or asked. Never guessed, for a name would be wrong.

Certain are a byte order mark, UTF-16 by its zero bytes, valid UTF-8, and a code page under which alone a header of the
file, one with letters beyond ASCII, is a known word: `Prénom` read as cp1251 is `Prйnom`, which heads no column.
"""

import codecs
import re
import unicodedata
from functools import lru_cache

from trainingapp.kit.sheets.book import EncodingChoice, HeadersIn, Unreadable
from trainingapp.kit.sheets.text import head_of
from trainingapp.kit.words import say

#: Code pages a header may decide for, in the order they are offered.
CODE_PAGES = ("cp1252", "cp1256", "cp1251", "gb18030")
#: Also offered to the person: with a header in English, a Latin name may as well be Polish or Turkish.
FURTHER = ("cp1250", "cp1254")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_PREVIEW = 4
#: Characters of a text that are looked at to judge a reading: 50,000 rows of results.
_JUDGED = 3_000_000


def decode(
    data: bytes, *, encoding: str | None, headers_in: HeadersIn | None
) -> tuple[str | None, str, tuple[EncodingChoice, ...]]:
    """The encoding, the text, and no choices; or None, no text, and the choices to put to the person.

    `encoding` is the person's word and is obeyed, or refused when it does not fit. Raises `Unreadable`.
    """
    if encoding:
        return _as_told(data, encoding)
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _as_told(data, name)
    wide = _utf16_without_mark(data)
    if wide:
        return _as_told(data, wide)
    try:
        return "utf-8", data.decode("utf-8"), ()
    except UnicodeDecodeError:
        pass
    readings = {name: text for name in (*CODE_PAGES, *FURTHER) if (text := _decoded(data, name)) is not None}
    known = [name for name in CODE_PAGES if name in readings and _heads(readings[name], headers_in)]
    # French letters are the same bytes in cp1252 and cp1256: no question where the whole text is, or where the other
    # reading puts two alphabets into one word.
    known = [name for name in known if len(known) == 1 or not _strangeness(readings[name])]
    if known and len({readings[name] for name in known}) == 1:
        return known[0], readings[known[0]], ()
    return None, "", _choices(data, readings)


def _as_told(data: bytes, encoding: str) -> tuple[str, str, tuple[EncodingChoice, ...]]:
    try:
        info = codecs.lookup(encoding)
        if not info._is_text_encoding:  # such as base64, which turns bytes into bytes
            raise LookupError
    except (LookupError, ValueError):
        raise Unreadable(
            "encoding_unknown",
            say(
                "There is no encoding called %(name)s. Usual ones are utf-8, cp1252, cp1256, cp1251 and gb18030.",
                name=encoding,
            ),
        ) from None
    try:
        text = data.decode(encoding)
    except (UnicodeError, ValueError) as error:
        line = data.count(b"\n", 0, getattr(error, "start", 0)) + 1
        raise Unreadable(
            "encoding_wrong",
            say("The text is not %(name)s: row %(row)s cannot be read with it.", name=encoding, row=line),
        ) from None
    return info.name, text.removeprefix("\ufeff"), ()


def _utf16_without_mark(data: bytes) -> str | None:
    """Text in UTF-16 has a zero byte in every second place of its ASCII letters, and in no other."""
    head = data[:4096]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > len(head) // 8 and even <= odd // 20:
        return "utf-16-le"
    if even > len(head) // 8 and odd <= even // 20:
        return "utf-16-be"
    return None


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeError, LookupError):
        return None


def _heads(text: str, headers_in: HeadersIn | None) -> bool:
    """Whether a header with letters beyond ASCII is a known word in this reading."""
    if headers_in is None:
        return False
    rows = [[cell if not cell.isascii() else "" for cell in row] for row in head_of(text, headers_in)]
    return headers_in(rows) > 0


def _choices(data: bytes, readings: dict[str, str]) -> tuple[EncodingChoice, ...]:
    if sum(unicodedata.category(chr(byte)) == "Cc" and byte not in b"\t\r\n" for byte in data[:4096] if byte < 32):
        raise Unreadable("binary", say("This file is not a spreadsheet or text. Save the table as XLSX, ODS or CSV."))
    lines = data.split(b"\n")
    shown = [0, *(n for n, line in enumerate(lines) if n and not line.isascii())][: _PREVIEW + 1]
    order = sorted(readings, key=lambda name: _strangeness(readings[name]))
    if len(order) > 1 and _strangeness(readings[order[0]]) == _strangeness(readings[order[1]]):
        order = _with_a_detector(data, order, readings)
    # GB18030 may take a line's end into a letter, so each reading is cut into lines only after it is decoded.
    return tuple(
        EncodingChoice(name, tuple(cut[n].strip("\r")[:200] for n in shown if n < len(cut)))
        for name in order
        for cut in [readings[name].split("\n")]
    )


def _strangeness(text: str) -> int:
    """How many words mix scripts or hold signs no name has: few where the reading is right."""
    words = re.split(r"[\s,;|\"]+", text[:_JUDGED])
    return sum(_is_strange(word[:100]) for word in words if not word.isascii())


@lru_cache(4096)
def _is_strange(word: str) -> bool:
    scripts = {unicodedata.name(char, "?").split(" ")[0] for char in word if char.isalpha()}
    beyond = {unicodedata.category(char) for char in word if char > "\x7f"}
    return len(scripts) > 1 or bool(beyond & {"Sm", "Sc", "So", "Cc", "Cn", "Po", "Pf", "Pi"})


def _with_a_detector(data: bytes, order: list[str], readings: dict[str, str]) -> list[str]:
    """Last resort: what a statistical detector holds likely is offered too, after ours, if it is none of them."""
    from charset_normalizer import from_bytes  # takes 50 ms to load, for a case that is rare

    best = from_bytes(data[:20_000]).best()
    try:
        likely = codecs.lookup(best.encoding if best else "").name
    except LookupError:
        return order
    text = None if likely in readings else _decoded(data, likely)
    if text is None:
        return order
    readings[likely] = text
    return [*order, likely]
