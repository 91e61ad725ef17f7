"""Pure: heads of the journal, signed and written down outside the database, where a rewriter does not reach them.

A head is one small JSON file, with the public key beside it. Whoever keeps the folder elsewhere (another authority, a
printed page) can later tell whether the journal still contains what it then ended with.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

from trainingapp.kit.errors import Refused
from trainingapp.kit.keys import SigningKey, fingerprint, is_signed
from trainingapp.kit.words import say

PURPOSE = "journal-head"


def write(folder: Path, key: SigningKey, *, seq: int, digest: str, now: datetime) -> Path:
    """Write a signed head; a head that is there already stays as it is, so that the folder only grows."""
    folder.mkdir(parents=True, exist_ok=True)
    public = folder / f"{PURPOSE}.{key.id}.public.pem"
    if not public.exists():
        public.write_bytes(key.public)
    place = folder / f"head-{seq:010d}-{digest[:12]}.json"
    if not place.exists():
        said: dict[str, object] = {"seq": seq, "hash": digest, "at": now.isoformat(), "key": key.id}
        place.write_text(json.dumps(said | {"signature": key.sign(_message(said))}, indent=1) + "\n")
    return place


def read(folder: Path) -> Iterator[tuple[str, int, str, str]]:
    """The heads of a folder as (file, seq, hash, at), each with its signature checked.

    Raises Refused when there is none, or one that its key did not sign.
    """
    places = sorted(folder.glob("head-*.json"))
    if not places:
        raise Refused(say("There is no head of the journal in %(folder)s.", folder=folder.name))
    for place in places:
        try:
            said = json.loads(place.read_text())
            public = (folder / f"{PURPOSE}.{said['key']}.public.pem").read_bytes()
            right = fingerprint(public) == said["key"] and is_signed(_message(said), said["signature"], public)
            head = (place.name, int(said["seq"]), str(said["hash"]), str(said["at"]))
        except (OSError, ValueError, KeyError, TypeError):
            right = False
        if not right:
            raise Refused(say("%(file)s is not signed by the key beside it: it was changed.", file=place.name))
        yield head


def _message(said: Mapping[str, object]) -> bytes:
    return "\n".join(("journal head", *(str(said[name]) for name in ("seq", "hash", "at", "key")))).encode()
