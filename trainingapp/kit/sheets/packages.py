"""Pure: what a workbook's archive really holds, looked at before any parser does. Standard library only."""

import re
import zlib
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from trainingapp.kit.sheets.book import Limits, Unreadable
from trainingapp.kit.sheets.kinds import not_a_spreadsheet
from trainingapp.kit.words import N_, say

LOCKED = "The workbook is locked with a password. Save it without a password and upload it again."


def locked() -> Unreadable:
    """The refusal of a workbook that only its password opens."""
    return Unreadable("locked", say(LOCKED))


def damaged() -> Unreadable:
    """The refusal of a file that breaks off or is bent."""
    return Unreadable(
        "damaged", say("The file is damaged or incomplete. Open it in a spreadsheet program, save it again, and retry.")
    )


def too_large() -> Unreadable:
    """The refusal of a bomb, or of what cannot be told from one."""
    return Unreadable(
        "too_large",
        say(
            "The file unpacks to more than can be read. Delete the empty rows and columns around the table, "
            "and the pictures, or save it as CSV."
        ),
    )


def kind_of_package(data: bytes, limits: Limits) -> tuple[str, int]:
    """`xlsx`, `xlsb` or `ods`, and the bytes it unpacks to. Raises `Unreadable` for all else, bombs among them.

    Every member is unpacked once, piece by piece and into nothing, because the sizes an archive declares may lie.
    """
    try:
        with ZipFile(BytesIO(data)) as archive:
            members = archive.infolist()
            if len(members) > limits.members:
                raise too_large()
            if any(member.flag_bits & 1 for member in members):
                raise locked()
            if sum(member.file_size for member in members) > limits.unpacked:
                raise too_large()
            kind = _kind(archive, {member.filename for member in members})
            return kind, _unpacked(data, members, limits)
    except (BadZipFile, zlib.error, ValueError, KeyError, EOFError, NotImplementedError, IndexError, OSError):
        raise damaged() from None


def _kind(archive: ZipFile, names: set[str]) -> str:
    if "mimetype" in names:
        declared = archive.open("mimetype").read(200)
        if b"opendocument" in declared and b"spreadsheet" not in declared:
            raise not_a_spreadsheet(N_("a text document or a presentation"))
        if b"opendocument.spreadsheet" in declared:
            manifest = "META-INF/manifest.xml"
            if manifest in names and b"encryption-data" in archive.open(manifest).read(1 << 20):
                raise locked()
            return "ods"
    if any(name.startswith(("word/", "ppt/")) for name in names):
        raise not_a_spreadsheet(N_("a text document or a presentation"))
    if any(name.endswith(".iwa") for name in names):
        raise not_a_spreadsheet(N_("a Numbers document"))
    if any(name.startswith("xl/") and name.endswith("workbook.bin") for name in names):
        return "xlsb"
    if any(name.startswith("xl/") for name in names):
        return "xlsx"
    raise not_a_spreadsheet(N_("an archive"))


def _unpacked(data: bytes, members: list[ZipInfo], limits: Limits) -> int:
    total = 0
    for member in members:
        if member.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise damaged()
        name_length, extra_length = data[member.header_offset + 26], data[member.header_offset + 28]
        name_length += data[member.header_offset + 27] << 8
        extra_length += data[member.header_offset + 29] << 8
        start = member.header_offset + 30 + name_length + extra_length
        packed = memoryview(data)[start : start + member.compress_size]
        is_markup = member.filename.endswith((".xml", ".rels")) and not member.filename.startswith("META-INF/")
        if member.compress_type == ZIP_STORED:
            size = len(packed)
            check, tail = zlib.crc32(packed), bytes(packed[-200:])
            if is_markup:
                _refuse_entities(bytes(packed[:4096]))
        else:
            size, check, tail = _inflated(packed, is_markup, limits)
        if check != member.CRC or not _is_whole(member.filename, tail):
            raise damaged()
        total += size
        if total > limits.unpacked:
            raise too_large()
    return total


def _inflated(packed: memoryview, is_markup: bool, limits: Limits) -> tuple[int, int, bytes]:
    """The real size of a deflated member, its checksum and its end. Refuses it where it passes a limit."""
    inflate, size, rest = zlib.decompressobj(-15), 0, bytes(packed)
    check, tail = 0, b""
    allowed = min(limits.unpacked, max(limits.small, limits.ratio * len(packed)))
    while rest and not inflate.eof:
        piece = inflate.decompress(rest, 1 << 20)
        if is_markup and not size:
            _refuse_entities(piece[:4096])
        size += len(piece)
        check, tail = zlib.crc32(piece, check), (tail + piece[-200:])[-200:]
        rest = inflate.unconsumed_tail
        if size > allowed:
            raise too_large()
    if not inflate.eof:
        raise damaged()
    return size, check, tail


def _is_whole(name: str, tail: bytes) -> bool:
    """Whether a sheet's markup comes to its end: the parser takes one that breaks off for a shorter sheet."""
    if name == "content.xml":
        return tail.rstrip().endswith(b"document-content>")
    if name.startswith("xl/worksheets/sheet") and name.endswith(".xml"):
        return tail.rstrip().endswith((b"worksheet>", b"-->"))
    return True


def _refuse_entities(head: bytes) -> None:
    """No program writes a DOCTYPE into a workbook; those who do want entities to multiply."""
    if re.search(rb"<!\s*(DOCTYPE|ENTITY)", head.replace(b"\x00", b""), re.I):
        raise Unreadable(
            "entities",
            say("The workbook defines XML entities, which no spreadsheet program does. Save it again as XLSX or CSV."),
        )
