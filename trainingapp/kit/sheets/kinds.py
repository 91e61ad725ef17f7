"""Pure: what kind of file the bytes are, by their content. The name of a file is never believed."""

import re

from trainingapp.kit.sheets.book import Unreadable
from trainingapp.kit.words import N_, Sentence, say

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"

#: What people upload by mistake, by its first bytes.
FOREIGN: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", N_("a PDF document")),
    (b"\x89PNG", N_("a picture")),
    (b"\xff\xd8\xff", N_("a picture")),
    (b"GIF8", N_("a picture")),
    (b"II*\x00", N_("a picture")),
    (b"MM\x00*", N_("a picture")),
    (b"BM", N_("a picture")),
    (b"{\\rtf", N_("a text document (RTF)")),
    (b"7z\xbc\xaf\x27\x1c", N_("an archive")),
    (b"Rar!", N_("an archive")),
    (b"\x1f\x8b", N_("an archive")),
    (b"BZh", N_("an archive")),
    (b"\xfd7zXZ", N_("an archive")),
    (b"PK\x05\x06", N_("an empty archive")),
    (b"\x7fELF", N_("a program")),
    (b"MZ", N_("a program")),
    (b"SQLite format 3", N_("a database")),
    (b"\x00\x01\x00\x00Standard", N_("a database")),
)
#: These begin like words that a header could begin with, so they count only where the file is not plain text.
_LIKE_TEXT = (b"BM", b"MZ", b"II*\x00", b"MM\x00*", b"BZh", b"GIF8", b"Rar!")
_MARKUP = re.compile(rb"\s*<(!doctype\s+html|html|head|body|table|meta|style|script|\?xml|mime|!--)", re.I)
_ENTITY = re.compile(rb"<!(doctype|entity)", re.I)


def not_a_spreadsheet(what: str) -> Unreadable:
    """The refusal of a file that is something else."""
    return Unreadable(
        "not_a_spreadsheet",
        say("This file is %(what)s, not a spreadsheet. Save the table as XLSX, ODS or CSV.", what=Sentence(what)),
    )


def kind_of(data: bytes) -> str:
    """`zip`, `ole` or `text`; what is plainly something else is refused. Looks at the first kilobytes only."""
    if not data.strip(b"\x00\t\r\n \xef\xbb\xbf\xfe\xff"):
        raise Unreadable("empty", say("The file is empty."))
    if data.startswith(ZIP):
        return "zip"
    if data.startswith(OLE):
        return "ole"
    for magic, what in FOREIGN:
        if data.startswith(magic) and (magic not in _LIKE_TEXT or _is_binary(data[:4096])):
            raise not_a_spreadsheet(what)
    if data[:2] in (b"\x09\x00", b"\x09\x02", b"\x09\x04", b"\x09\x08") and b"\x00" in data[:16]:
        raise Unreadable("too_old", say("This workbook is of a kind older than Excel 97. Open it and save it as XLSX."))
    head = data[:4096].lstrip(b"\xef\xbb\xbf")
    if _MARKUP.match(head) or (head.startswith(b"MIME-Version") and b"text/html" in head):
        if b"schemas-microsoft-com:office:spreadsheet" in head:
            raise not_a_spreadsheet(N_("an XML table of an old Excel"))
        if b"<!ENTITY" in head or not re.search(rb"<(html|table|head|body|!doctype\s+html)", head, re.I):
            raise not_a_spreadsheet(N_("an XML document"))
        raise not_a_spreadsheet(N_("a web page, whatever its name"))
    return "text"


def _is_binary(head: bytes) -> bool:
    return sum(byte < 9 or 13 < byte < 32 for byte in head) > len(head) // 50
