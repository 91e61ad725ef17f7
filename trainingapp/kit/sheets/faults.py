"""Cells in error (`#N/A`) of a workbook, which the parser shows as empty: found here, so that none is lost in silence.

Each kind keeps them its own way. Runs in the child, after the archive has been measured. Where nothing is in error, it
costs a search for one mark (XLSX, ODS) or one step per record (XLS, XLSB).
"""

import re
import struct
from html import unescape
from io import BytesIO
from posixpath import join, normpath
from zipfile import ZipFile

from trainingapp.kit.sheets.compound import stream

#: The codes of BIFF12 (MS-XLSB 2.5.97.2, BErr).
_CODES = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A", 43: "#N/A"}
_ROW, _ERROR, _FORMULA_ERROR = 0, 3, 11
_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*\bt=[\"']e[\"'][^>]*)>(.*?)</(?:\w+:)?c>", re.S)
_NOT_COMPUTED = re.compile(rb"<c\b([^>]*)>\s*<f\b[^>]*(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>")
_REFERENCE = re.compile(rb"\br=[\"']([A-Z]{1,3})(\d{1,7})[\"']")
_VALUE = re.compile(rb"<(?:\w+:)?v>([^<]{1,20})<")
_ODS = re.compile(rb"<table:(table-row|table-cell|covered-table-cell|table)\b([^>]*?)/?>")
_PARAGRAPH = re.compile(rb"\s*<text:p>([^<]{1,20})<")

Faults = dict[tuple[int, int], str]


def faults_of(data: bytes, kind: str, sheet: str, position: int) -> Faults:
    """The cells in error of a sheet, by row and column counted from 0. Empty where none can be found."""
    if kind == "xls":
        return _in_xls(stream(data, "Workbook", "Book"), sheet)
    if kind == "ods":
        with ZipFile(BytesIO(data)) as archive:
            return _in_ods(archive.read("content.xml"), sheet)
    with ZipFile(BytesIO(data)) as archive:
        part = _xlsx_part(archive, sheet) if kind == "xlsx" else f"xl/worksheets/sheet{position + 1}.bin"
        if part is None or part not in archive.namelist():
            return {}
        content = archive.read(part)
    return _in_xml(content) if kind == "xlsx" else _in_records(content)


def _xlsx_part(archive: ZipFile, sheet: str) -> str | None:
    names = set(archive.namelist())
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
        return None
    relations = {
        _attribute(tag, "Id"): _attribute(tag, "Target")
        for tag in re.findall(r"<(?:\w+:)?Relationship\b[^>]*>", archive.read("xl/_rels/workbook.xml.rels").decode())
    }
    for tag in re.findall(r"<(?:\w+:)?sheet\b[^>]*>", archive.read("xl/workbook.xml").decode()):
        if _attribute(tag, "name") == sheet:
            target = relations.get(_attribute(tag, r"\w+:id"), "")
            return target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))
    return None


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf"\s{name}=[\"']([^\"']*)[\"']", tag)
    return unescape(found[1]) if found else ""


def _in_xml(content: bytes) -> Faults:
    found: Faults = {}
    if b't="e"' in content or b"t='e'" in content:
        for attributes, inside in _CELL.findall(content):
            value = _VALUE.search(inside)
            found |= _at(attributes, value[1].decode("ascii", "replace") if value else "#ERROR")
    if b"<f>" in content or b"<f " in content:
        # A formula that no program has ever computed: its cell would read as empty.
        for attributes in _NOT_COMPUTED.findall(content):
            if b't="str"' not in attributes:
                found |= _at(attributes, "#ERROR")
    return found


def _at(attributes: bytes, text: str) -> Faults:
    reference = _REFERENCE.search(attributes)
    if not reference:
        return {}
    column = 0
    for letter in reference[1]:
        column = column * 26 + letter - 64
    return {(int(reference[2]) - 1, column - 1): text}


def _in_ods(content: bytes, sheet: str) -> Faults:
    if b'value-type="error"' not in content:
        return {}
    found: Faults = {}
    row = column = 0
    name = None
    for tag in _ODS.finditer(content):
        attributes = tag[2].decode("utf-8", "replace")
        repeated = int(_attribute(attributes, r"table:number-(?:rows|columns)-repeated") or 1)
        if tag[1] == b"table":
            name, row, column = _attribute(attributes, "table:name"), 0, 0
        elif tag[1] == b"table-row":
            row, column = row + repeated, 0
        elif name == sheet:
            if 'value-type="error"' in attributes:
                text = _PARAGRAPH.match(content, tag.end())
                found[row - 1, column] = text[1].decode("utf-8", "replace") if text else "#ERROR"
            column += repeated
    return found


def _in_xls(content: bytes, sheet: str) -> Faults:
    """The records BOOLERR and FORMULA of the substream that BOUNDSHEET names (MS-XLS 2.4.24, 2.4.127, 2.4.28)."""
    found: Faults = {}
    at, inside = 0, 0
    begins = {}
    while at + 4 <= len(content):
        record, size = struct.unpack_from("<HH", content, at)
        body = content[at + 4 : at + 4 + size]
        if record == 0x0085 and size > 8:
            letters = body[8 : 8 + body[6] * 2].decode("utf-16-le") if body[7] & 1 else body[8:].decode("latin-1")
            begins[struct.unpack_from("<I", body)[0]] = letters
        inside = at if at in begins else inside
        if record in (0x0205, 0x0006) and begins.get(inside) == sheet and size >= 8:
            row, column = struct.unpack_from("<HH", body)
            is_error = body[7] == 1 if record == 0x0205 else body[6] == 2 and body[12:14] == b"\xff\xff"
            if is_error:
                found[row, column] = _CODES.get(body[6] if record == 0x0205 else body[8], "#ERROR")
        at += 4 + size
    return found


def _in_records(content: bytes) -> Faults:
    found: Faults = {}
    at, row, end = 0, 0, len(content)
    while at < end - 1:
        record = content[at]
        at += 1
        if record & 0x80:
            record = record & 0x7F | (content[at] & 0x7F) << 7
            at += 1
        size = shift = 0
        while at < end:
            byte = content[at]
            at += 1
            size |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80 or shift > 21:
                break
        if record == _ROW:
            row = int.from_bytes(content[at : at + 4], "little")
        elif record in (_ERROR, _FORMULA_ERROR):
            column = int.from_bytes(content[at : at + 4], "little")
            found[row, column] = _CODES.get(content[at + 8] if at + 8 < end else -1, "#ERROR")
        at += size
    return found
