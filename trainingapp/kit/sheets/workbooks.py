"""Workbooks (XLSX, XLS, XLSB, ODS) to rows, parsed in a child process under limits."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from threading import Timer
from time import monotonic
from typing import Any

from trainingapp.kit.sheets.book import Book, Cell, HeadersIn, Limits, Row, Sheet, Unreadable
from trainingapp.kit.sheets.packages import damaged, too_large
from trainingapp.kit.words import Sentence, say

_ROOT = str(Path(__file__).resolve().parents[3])


def read_workbook(data: bytes, *, sheet: str | None, headers_in: HeadersIn | None, limits: Limits) -> Book:
    """The workbook, with the rows of its one table, or of the sheet that is named. Raises `Unreadable`.

    Which sheet is meant is taken as known when only one holds anything, or when only one visible one holds a table with
    headers that `headers_in` knows; otherwise `Book.sheet` is None and the person must say.
    """
    with _Child(data, limits) as child:
        opening = child.hear()
        child.allow(opening["seconds"])
        described = child.hear()["sheets"]
        sheets = tuple(Sheet(d["name"], d["rows"], d["columns"], d["hidden"]) for d in described)
        position = _chosen(sheets, [d["head"] for d in described], sheet, headers_in)
        if position is None:
            return Book(opening["kind"], (), sheets)
        child.tell(position)
        return Book(opening["kind"], child.rows(), sheets, sheets[position].name)


def _chosen(
    sheets: Sequence[Sheet], heads: Sequence[Sequence[Row]], named: str | None, headers_in: HeadersIn | None
) -> int | None:
    if named is not None:
        for position, sheet in enumerate(sheets):
            if sheet.name.strip().casefold() == named.strip().casefold():
                return position
        raise Unreadable(
            "sheet_unknown",
            say(
                "The workbook has no sheet “%(name)s”. It has: %(names)s.",
                name=named,
                names=", ".join(sheet.name for sheet in sheets),
            ),
        )
    filled = [position for position, sheet in enumerate(sheets) if sheet.rows]
    if not filled:
        raise Unreadable("empty", say("The workbook holds nothing."))
    if len(filled) == 1:
        return filled[0]
    if headers_in is None:
        return None
    tables = [position for position in filled if not sheets[position].hidden and headers_in(heads[position])]
    return tables[0] if len(tables) == 1 else None


class _Child:
    """A child process that parses; killed when its time is over and, in any case, at the end of the block."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        self._limits = limits
        self._data = data
        self._late = False

    def __enter__(self) -> "_Child":
        self._process = subprocess.Popen(
            [sys.executable, "-m", "trainingapp.kit.sheets.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            # Nothing of our surroundings: settings and secrets are none of a parser's business.
            env={"PYTHONPATH": _ROOT, "PATH": os.defpath, "LC_ALL": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"},
            close_fds=True,
        )
        self._began = monotonic()
        self._timer = self._timed(self._limits.seconds)
        with self._broken_pipe_is_heard_later():
            assert self._process.stdin
            order = {"limits": asdict(self._limits), "size": len(self._data)}
            self._process.stdin.write(json.dumps(order).encode() + b"\n")
            self._process.stdin.write(self._data)
            self._process.stdin.flush()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            with self._broken_pipe_is_heard_later():
                assert pipe
                pipe.close()

    def allow(self, seconds: float) -> None:
        """Give the child so much time in all, counted from its start."""
        self._timer.cancel()
        self._timer = self._timed(max(0.0, self._began + seconds - monotonic()))

    def tell(self, position: int) -> None:
        """Say which sheet is wanted."""
        with self._broken_pipe_is_heard_later():
            assert self._process.stdin
            self._process.stdin.write(b"%d\n" % position)
            self._process.stdin.flush()

    def hear(self) -> Any:
        """The child's next message. Raises what it refused, or why it fell silent."""
        assert self._process.stdout
        line = self._process.stdout.readline()
        if not line.endswith(b"\n"):
            raise self._why_silent()
        message = json.loads(line, object_hook=_moment)
        if isinstance(message, dict) and "refused" in message:
            refused = message["refused"]
            values = {
                name: Sentence(value["text"]) if isinstance(value, dict) else value
                for name, value in refused["values"].items()
            }
            raise Unreadable(refused["code"], Sentence(refused["template"], values))
        return message

    def rows(self) -> list[list[Cell]]:
        """All rows of the sheet, until the child says that it is done."""
        rows: list[list[Cell]] = []
        while isinstance(piece := self.hear(), list):
            rows.extend(piece)
        while rows and not any(cell != "" for cell in rows[-1]):
            rows.pop()
        return rows

    def _timed(self, seconds: float) -> Timer:
        def stop() -> None:
            self._late = True
            self._process.kill()

        timer = Timer(seconds, stop)
        timer.daemon = True
        timer.start()
        return timer

    def _why_silent(self) -> Unreadable:
        status = self._process.wait()
        if self._late or status == -signal.SIGXCPU:
            return Unreadable(
                "too_slow",
                say("The workbook takes too long to read. Copy the table alone into a new one, or save it as CSV."),
            )
        if status in (-signal.SIGABRT, -signal.SIGKILL, -signal.SIGSEGV):
            return too_large()  # the memory it asked for was refused
        return damaged()

    @contextmanager
    def _broken_pipe_is_heard_later(self) -> Iterator[None]:
        """A child that has died cannot be written to; what it died of is learnt on reading."""
        with suppress(BrokenPipeError):
            yield


def _moment(tagged: dict[str, Any]) -> Any:
    if len(tagged) == 1:
        if "d" in tagged:
            return date.fromisoformat(tagged["d"])
        if "m" in tagged:
            return datetime.fromisoformat(tagged["m"])
    return tagged
