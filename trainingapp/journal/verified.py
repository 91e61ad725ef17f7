"""When the journal was last verified, and what came of it: one small file beside the database.

It proves nothing: whoever wants to know verifies again. It is there so that nobody forgets to.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

FILE: Final = "verified.json"


@dataclass(frozen=True)
class Verified:
    """A verification: when it ended, whether it compared what is derived too, whether all was as it was written."""

    at: datetime
    deep: bool
    ok: bool
    entries: int


def note(folder: Path, done: Verified) -> None:
    """Write it down, in the place of the one before. A folder that cannot be written to keeps nobody from verifying."""
    said = {"at": done.at.isoformat(), "deep": done.deep, "ok": done.ok, "entries": done.entries}
    try:
        new = folder / f"{FILE}.new"
        new.write_text(json.dumps(said) + "\n")
        new.replace(folder / FILE)
    except OSError:
        pass


def last(folder: Path) -> Verified | None:
    """The last one; None when there was none, or nothing that can be read was left of it."""
    try:
        said = json.loads((folder / FILE).read_text())
        return Verified(datetime.fromisoformat(said["at"]), bool(said["deep"]), bool(said["ok"]), int(said["entries"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
