"""Pure: one stream out of an OLE compound file (MS-CFB), which is what an XLS is inside. Standard library only."""

import struct

_END = 0xFFFFFFFA  # this and all above are marks, not sectors
_HEADER = 512


def stream(data: bytes, *names: str) -> bytes:
    """The content of the first stream with one of these names; nothing where there is none or the file is bent."""
    try:
        return _stream(data, names)
    except (struct.error, IndexError):
        return b""


def _stream(data: bytes, names: tuple[str, ...]) -> bytes:
    size = 1 << struct.unpack_from("<H", data, 30)[0]
    if size not in (512, 4096):
        return b""
    table = _table(data, size)
    directory = _chain(data, table, struct.unpack_from("<I", data, 48)[0], size)
    root = directory[:128]
    for at in range(0, len(directory) - 127, 128):
        length = struct.unpack_from("<H", directory, at + 64)[0]
        if directory[at : at + max(0, length - 2)].decode("utf-16-le", "replace") not in names:
            continue
        start, wanted = struct.unpack_from("<II", directory, at + 116)
        if wanted >= 4096:
            return _chain(data, table, start, size)[:wanted]
        # Short streams lie in sectors of 64 bytes inside the stream of the root entry.
        small = b"\x00" * _HEADER + _chain(data, table, struct.unpack_from("<I", root, 116)[0], size)
        links = _chain(data, table, struct.unpack_from("<I", data, 60)[0], size)
        return _chain(small, struct.unpack(f"<{len(links) // 4}I", links), start, 64)[:wanted]
    return b""


def _table(data: bytes, size: int) -> tuple[int, ...]:
    sectors = [sector for sector in struct.unpack_from("<109I", data, 76) if sector < _END]
    further = struct.unpack_from("<I", data, 68)[0]
    for _ in range(len(data) // size):
        if further >= _END:
            break
        *more, further = struct.unpack_from(f"<{size // 4}I", data, (further + 1) * size)
        sectors.extend(sector for sector in more if sector < _END)
    whole = b"".join(data[(sector + 1) * size : (sector + 2) * size] for sector in sectors)
    return struct.unpack(f"<{len(whole) // 4}I", whole[: len(whole) // 4 * 4])


def _chain(data: bytes, table: tuple[int, ...], sector: int, size: int) -> bytes:
    """The sectors from one to the end of its chain; a chain that bites its tail ends after as many as there are."""
    header = max(size, _HEADER)
    pieces = []
    for _ in range(len(table)):
        if sector >= _END:
            break
        pieces.append(data[header + sector * size : header + (sector + 1) * size])
        sector = table[sector]
    return b"".join(pieces)
