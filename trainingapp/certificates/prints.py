"""Pure: which certificate a PDF claims to be: the number that stands in the name of the document.

Only a claim: whoever asks compares the whole file with what the register draws for that number.
"""

import re
import zlib
from collections.abc import Iterator

#: A larger file is no certificate, which has about 40 kB.
LARGEST = 5_000_000
#: What one compressed part may unpack to: no certificate of ours comes near.
_UNPACKED = 2_000_000
_PARTS = 200

_TITLE = re.compile(rb"/Title\s*(?:\(((?:[^\\()]|\\.|\((?:[^\\()]|\\.)*\))*)\)|<([0-9A-Fa-f\s]*)>)", re.DOTALL)
_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)
_SIMPLE = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b"", b"\r": b"", b"\r\n": b""}


def is_pdf(content: bytes) -> bool:
    """Whether the file begins as a PDF does."""
    return content[:1024].lstrip().startswith(b"%PDF-")


def claimed_numbers(content: bytes, prefix: str) -> list[str]:
    """The certificate numbers in the titles of a PDF, as they stand there. Never more than are worth a look."""
    number = re.compile(rf"\b{re.escape(prefix)}(?:-[A-Z0-9]+)+\b")
    found: list[str] = []
    for title in _titles(content[:LARGEST]):
        found += [text for text in number.findall(title) if text not in found]
    return found[:8]


def _titles(content: bytes) -> Iterator[str]:
    for part in (content, *_unpacked(content)):
        for literal, written in _TITLE.findall(part):
            yield _text(bytes.fromhex(_even(written)) if written else _ESCAPE.sub(_meant, literal))


def _unpacked(content: bytes) -> Iterator[bytes]:
    """The compressed parts: other programs put the title into one of them when they save the file again."""
    for place, packed in enumerate(_STREAM.finditer(content)):
        if place == _PARTS:
            return
        try:
            yield zlib.decompressobj().decompress(packed[1], _UNPACKED)
        except zlib.error:
            continue


def _meant(escape: re.Match[bytes]) -> bytes:
    said = escape[1]
    return bytes([int(said, 8) & 255]) if said.isdigit() else _SIMPLE.get(said, said)


def _even(digits: bytes) -> str:
    text = "".join(digits.decode().split())
    return text + "0" * (len(text) % 2)


def _text(raw: bytes) -> str:
    return raw[2:].decode("utf-16-be", "replace") if raw.startswith(b"\xfe\xff") else raw.decode("latin-1")
