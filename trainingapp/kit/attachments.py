"""Files that people attach as evidence: known by what they hold, kept on disk under names of their own.

Nothing of a file is ever opened, drawn or run here: it is looked at from outside, kept whole, and given back as a file
to save. A file is on disk, complete, before any row speaks of it.
"""

import hashlib
import os
import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

import puremagic

from trainingapp.kit.errors import Refused
from trainingapp.kit.forms import is_hidden
from trainingapp.kit.ids import new_id
from trainingapp.kit.words import N_, Sentence, say

#: Kind -> what it is called, in words.
KINDS: Final[Mapping[str, str]] = MappingProxyType(
    {"pdf": N_("a PDF document"), "jpeg": N_("a JPEG picture"), "png": N_("a PNG picture")}
)
#: The longest name of a file that is kept, in characters.
LONGEST_NAME = 200

#: What a name may end with -> the kind it promises.
ENDINGS: Final[Mapping[str, str]] = MappingProxyType(
    {"pdf": "pdf", "jpg": "jpeg", "jpeg": "jpeg", "jfif": "jpeg", "png": "png"}
)
#: What each kind begins with, to the byte.
_BEGINS: Mapping[str, bytes] = {"pdf": b"%PDF-", "jpeg": b"\xff\xd8\xff", "png": b"\x89PNG\r\n\x1a\n"}
#: What must stand near the end of each, so that a transfer that broke off is noticed.
_ENDS: Mapping[str, bytes] = {"pdf": b"%%EOF", "jpeg": b"\xff\xd9", "png": b"IEND\xaeB`\x82"}
#: How near: programs write remarks behind the end, cameras a whole second picture.
_END_WITHIN: Mapping[str, int] = {"pdf": 4_096, "jpeg": 8_000_000, "png": 65_536}

MEDIA_TYPES: Final[Mapping[str, str]] = MappingProxyType(
    {"pdf": "application/pdf", "jpeg": "image/jpeg", "png": "image/png"}
)


class NotAnAttachment(Refused):
    """The file is of no kind that is kept, is not what its name says, or is not whole."""


@dataclass(frozen=True)
class Attachment:
    """A file that was looked at and may be kept."""

    name: str
    kind: str
    size: int
    sha256: str


def examined(content: bytes, *, name: str) -> Attachment:
    """What a file is, by its content. Raises NotAnAttachment when that is none of KINDS, or not what its name says.

    Of its name no folder is kept, and no character that cannot be seen: they say nothing of the evidence, and mislead
    whoever saves it.
    """
    name = _bare(name)
    shown = name[:80]
    promised = ENDINGS.get(name.rpartition(".")[2].lower())
    kind = kind_of(content)
    if promised is None:
        raise NotAnAttachment(say("“%(name)s” is no PDF, JPEG or PNG. Only these are kept as evidence.", name=shown))
    if kind is None:
        raise NotAnAttachment(
            say("“%(name)s” is not %(promised)s, whatever its name says.", name=shown, promised=say(KINDS[promised]))
        )
    if kind != promised:
        raise NotAnAttachment(
            say(
                "“%(name)s” is called %(promised)s and is %(kind)s. Give it its true name, or send the file you meant.",
                name=shown,
                promised=say(KINDS[promised]),
                kind=say(KINDS[kind]),
            )
        )
    if _ENDS[kind] not in content[-_END_WITHIN[kind] :]:
        raise NotAnAttachment(say("“%(name)s” is cut short: its end is missing. Send it again.", name=shown))
    return Attachment(name, kind, len(content), hashlib.sha256(content).hexdigest())


def _bare(name: str) -> str:
    """The name of a file without folders and unseen characters; a very long one keeps its beginning and its ending."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    seen = "".join(character for character in last if not is_hidden(character)).strip()
    return seen if len(seen) <= LONGEST_NAME else seen[: LONGEST_NAME - 20] + seen[-20:]


def kind_of(content: bytes) -> str | None:
    """pdf, jpeg or png; None for everything else.

    Two must agree: the first bytes, and a library that knows a thousand other kinds.
    """
    begins = next((kind for kind, start in _BEGINS.items() if content.startswith(start)), None)
    if begins is None:
        return None
    try:
        found = puremagic.from_string(content[:65_536])
    except (puremagic.PureError, ValueError):
        return None
    return begins if ENDINGS.get(found.lstrip(".").lower()) == begins else None


def keep(content: bytes, folder: Path) -> str:
    """Put a file on disk under a random name, whole and lasting; gives the name. Readable by the register only."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    stored = new_id()
    half = folder / f".{stored}.half"
    with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    half.replace(folder / stored)
    _sync(folder)
    return stored


def what_is_wrong(folder: Path, stored: str, *, sha256: str) -> Sentence | None:
    """Why a kept file is no longer what it was; None when it is, byte for byte."""
    try:
        with (folder / stored).open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return say("The file of evidence is missing on disk.")
    return None if found == sha256 else say("The file of evidence is no longer what was kept.")


def sweep(folder: Path, *, known: Collection[str], older_than: float) -> int:
    """Take away files that no row speaks of and that were last written before a moment (seconds). Gives how many."""
    taken = 0
    for path in folder.glob("*") if folder.is_dir() else ():
        if path.name not in known and path.stat().st_mtime < older_than:
            path.unlink(missing_ok=True)
            taken += 1
    return taken


def _sync(folder: Path) -> None:
    """Make the folder's own list of names last through a power cut."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
