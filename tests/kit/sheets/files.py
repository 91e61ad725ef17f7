"""Files as people and attackers send them, made by the programs that make them, or by hand where none would."""

import io
import struct
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

import openpyxl
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P
from openpyxl.utils.datetime import CALENDAR_MAC_1904

Rows = Sequence[Sequence[Any]]


def xlsx(rows: Rows, *, sheets: dict[str, Rows] | None = None, change: Callable[[Any], None] | None = None) -> bytes:
    book = openpyxl.Workbook()
    page = book.active
    for name, content in (sheets or {"Sheet": rows}).items():
        page.title = name
        for row in content:
            page.append([cell if cell != "" else None for cell in row])
        for cell in (cell for line in page.iter_rows() for cell in line if cell.data_type == "f"):
            cell.data_type = "s" if cell.value.startswith("=text ") else "f"
        page = book.create_sheet()
    book.remove(page)
    if change:
        change(book)
    return _saved(book.save)


def xlsx_1904(rows: Rows) -> bytes:
    def change(book: Any) -> None:
        book.epoch = CALENDAR_MAC_1904

    return xlsx(rows, change=change)


def xls(rows: Rows) -> bytes:
    book = xlwt.Workbook()
    page = book.add_sheet("Sheet")
    day = xlwt.easyxf(num_format_str="DD/MM/YYYY")
    for number, row in enumerate(rows):
        for position, cell in enumerate(row):
            if cell == "#N/A":
                page.row(number).set_cell_error(position, 0x2A)
            elif cell != "":
                page.write(number, position, cell, *([day] if isinstance(cell, date) else []))
    return _saved(book.save)


def ods(rows: Rows) -> bytes:
    document = OpenDocumentSpreadsheet()
    table = Table(name="Sheet")
    for row in rows:
        line = TableRow()
        for cell in row:
            if isinstance(cell, date):
                box = TableCell(valuetype="date", datevalue=cell.isoformat())
            elif isinstance(cell, int | float):
                box = TableCell(valuetype="float", value=str(cell))
            elif cell == "#N/A":
                box = TableCell(valuetype="string", stringvalue="")
                box.setAttrNS(
                    "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0", "value-type", "error"
                )
            else:
                box = TableCell(valuetype="string") if cell else TableCell()
            if cell != "":
                box.addElement(P(text=str(cell)))
            line.addElement(box)
        table.addElement(line)
    document.spreadsheet.addElement(table)
    return _saved(document.save)


def xlsb(rows: Rows) -> bytes:
    """A minimal XLSB: text as inline strings (BrtCellSt), numbers as BrtCellReal, dates by a style."""
    sheet = _record(129) + _record(148, struct.pack("<IIII", 0, len(rows), 0, 20)) + _record(145)
    for number, row in enumerate(rows):
        sheet += _record(0, struct.pack("<II", number, 0) + b"\x00" * 17)
        for position, cell in enumerate(row):
            if cell == "":
                continue
            if isinstance(cell, str) and cell == "#N/A":
                sheet += _record(3, struct.pack("<IIB", position, 0, 42))
            elif isinstance(cell, str):
                text = cell.encode("utf-16-le")
                sheet += _record(6, struct.pack("<III", position, 0, len(cell)) + text)
            elif isinstance(cell, date):
                days = (cell - date(1899, 12, 30)).days
                sheet += _record(5, struct.pack("<IId", position, 1, float(days)))
            else:
                sheet += _record(5, struct.pack("<IId", position, 0, float(cell)))
    sheet += _record(146) + _record(130)
    name, relation = "Sheet".encode("utf-16-le"), "rId1".encode("utf-16-le")
    bundle = struct.pack("<III", 0, 1, 4) + relation + struct.pack("<I", 5) + name
    book = _record(131) + _record(143) + _record(156, bundle) + _record(144) + _record(132)
    styles = _record(278) + _record(617, struct.pack("<I", 2))
    for form in (0, 14):
        styles += _record(47, struct.pack("<HHHHHBBH", 0, form, 0, 0, 0, 0, 0, 0))
    styles += _record(618) + _record(279)
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    return zipped(
        {
            "[Content_Types].xml": f'<Types xmlns="{package}/content-types"/>'.encode(),
            "xl/workbook.bin": book,
            "xl/styles.bin": styles,
            "xl/_rels/workbook.bin.rels": (
                f'<Relationships xmlns="{package}/relationships">'
                f'<Relationship Id="rId1" Type="{kind}/worksheet" Target="worksheets/sheet1.bin"/></Relationships>'
            ).encode(),
            "xl/worksheets/sheet1.bin": sheet,
        }
    )


def zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def with_member(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The archive, one of its members changed."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {member: archive.read(member) for member in archive.namelist()}
    members[name] = change(members.get(name, b""))
    return zipped(members)


def cells_xlsx(cells: bytes, dimension: bytes = b"A1") -> bytes:
    """An XLSX whose one sheet holds the given markup between `<sheetData>` and its end."""

    def change(sheet: bytes) -> bytes:
        head, _, rest = sheet.partition(b"<sheetData")
        tail = rest.partition(b"</sheetData>")[2] or rest.partition(b"/>")[2]
        head = head.replace(b'ref="A1:A1"', b'ref="' + dimension + b'"').replace(
            b'ref="A1"', b'ref="' + dimension + b'"'
        )
        return head + b"<sheetData>" + cells + b"</sheetData>" + tail

    return with_member(xlsx([["x"]]), "xl/worksheets/sheet1.xml", change)


def ole(*streams: str) -> bytes:
    """An OLE container with empty streams of these names: what an encrypted workbook looks like from outside."""
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 16
    header += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\x00" * 6
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<I", 0) + b"\xff\xff\xff\xff" * 108
    table = struct.pack("<II", 0xFFFFFFFD, 0xFFFFFFFE) + b"\xff\xff\xff\xff" * 126
    entries = b""
    for number, name in enumerate(("Root Entry", *streams)):
        text = name.encode("utf-16-le") + b"\x00\x00"
        kind = 5 if not number else 2
        child = 1 if not number else 0xFFFFFFFF
        entries += text.ljust(64, b"\x00") + struct.pack("<HBBIII", len(text), kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child)
        entries += b"\x00" * 36 + struct.pack("<IQ", 0xFFFFFFFE, 0)
    return header + table + entries.ljust(512 * 2, b"\x00")


def _record(kind: int, content: bytes = b"") -> bytes:
    number = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, length = b"", len(content)
    while True:
        size += bytes([length & 0x7F | (0x80 if length > 127 else 0)])
        length >>= 7
        if not length:
            return number + size + content


def _saved(save: Callable[[io.BytesIO], object]) -> bytes:
    out = io.BytesIO()
    save(out)
    return out.getvalue()


UNTIDY: Rows = (
    ("Bangladesh Battalion", "", "", ""),
    ("", "", "", ""),
    ("Svc No", "Name", "Date completed", "Score"),
    ("007", "José Muñoz", datetime(2017, 9, 25), 85),  # noqa: DTZ001
    ("", "", "", ""),
    ("008", "محمد", date(2017, 9, 26), 70.5),
)
