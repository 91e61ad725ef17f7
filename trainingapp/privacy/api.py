"""Everything held on a person as one file: rows as JSON, certificates as PDF, evidence as it was sent."""

import io
import json
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from trainingapp.certificates import files
from trainingapp.certificates.face import Face
from trainingapp.kit.personal import KEEPING, KINDS
from trainingapp.privacy import queries
from trainingapp.privacy.reports import Held, exported
from trainingapp.privacy.words import column_words, table_words

README = """\
Everything that the Peacekeeping Training Register holds on one person.

held.json        every row about the person, table by table, with what each column is, what for and until when
elsewhere.json   texts about other things that name the person; rows of files under way; results while they are typed;
                 how many letters on their way, and texts about accounts, read the same name
readings.json    who looked at a page or file about the person
journal.json     what was done with the person's record, by whom, when
certificates/    the certificates as they are printed
papers/          the papers of certifications about this person alone, or called after them, as they were attached
evidence/        the files that were attached as evidence of the person's training; they may show others too

Made on {at} for whoever is responsible for the person's data in {state}. Hand it to the person, or to nobody.
"""


def archive(held: Held, *, at: datetime, state: str, evidence: Callable[[str], Path | None]) -> bytes:
    """The file, as a ZIP. `evidence` finds what was attached by its name on disk; None when it is not there."""
    written = io.BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED) as out:

        def add(name: str, content: bytes | str) -> None:
            info = ZipInfo(name, date_time=at.timetuple()[:6])
            info.external_attr = 0o600 << 16
            info.compress_type = ZIP_DEFLATED
            out.writestr(info, content)

        add("README.txt", README.format(at=f"{at:%Y-%m-%d}", state=state))
        add("held.json", _json(_held(held)))
        add("elsewhere.json", _json(_elsewhere(held)))
        add("readings.json", _json(_plain(queries.readings_of(held.public_ids))))
        add("journal.json", _json(_plain(queries.entries_about(held.public_ids))))
        for row in held.rows.get("certificate", ()):
            if row["face"]:
                face = Face.from_json(row["face"])
                add(f"certificates/{files.file_name(face)}", files.drawn(face))
        for paper in held.papers:
            place = evidence(paper.stored)
            if place is not None:
                add(f"papers/{paper.public_id}.{paper.kind}", place.read_bytes())
        for one in held.evidence:
            place = evidence(one.stored)
            if place is not None:
                add(f"evidence/{one.public_id}.{one.kind}", place.read_bytes())
    return written.getvalue()


def _held(held: Held) -> dict[str, Any]:
    labels = {one.table: one.columns for one in queries.labelled()}
    return {
        "person": list(held.who.public_ids),
        "tables": {
            table: {
                "what": table_words(table),
                "columns": {
                    name: {
                        "what": column_words(name),
                        "kind": KINDS[label.kind],
                        "purpose": label.purpose,
                        "kept": KEEPING[label.keeping],
                    }
                    for name, label in labels.get(table, {}).items()
                },
                "rows": _plain(rows),
            }
            for table, rows in held.rows.items()
        },
    }


def _elsewhere(held: Held) -> dict[str, Any]:
    """What names the person beside their own rows, as far as it is their State's.

    Letters and texts about accounts belong to no State: whoever they are about may only be called the same, and a
    letter may carry a link that opens an account. They are counted, and never shown.
    """
    of_the_state = [one for one in held.mentions if one.is_of_a_state]
    return {
        "texts": [
            {"table": one.table.name, "what": table_words(one.table.name), "column": one.column, "text": one.text}
            for one in of_the_state
        ],
        "texts_about_accounts": len(held.mentions) - len(of_the_state),
        "files": [
            {
                "file": one.name,
                "arrived": one.uploaded_at.isoformat(),
                "rows": {str(number): list(cells) for number, cells in one.rows.items()},
            }
            for one in held.files
        ],
        "typed": [list(one.cells) for one in held.drafts],
        "letters": len(held.letters),
        "evidence": [
            {"file": one.name, "name_here": f"{one.public_id}.{one.kind}", "sha256": one.sha256, "shows": one.others}
            for one in held.evidence
        ],
    }


def _plain(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, object]]:
    return [{name: exported(value) for name, value in row.items()} for row in rows]


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
