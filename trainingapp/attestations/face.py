"""Pure: the face of a submission: everything that is printed of it, frozen, with its fingerprint. No name of a roll."""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final

from trainingapp.attestations.said import apart
from trainingapp.attestations.signing import Sheet

#: The form of the face, so that an old one is read as it was written.
FORM: Final = 1


def face(
    sheet: Sheet,
    *,
    number: str,
    ordinal: int,
    about: Mapping[str, Any],
    headcount: Mapping[str, int],
    topics: Mapping[str, Sequence[str]],
    by_sex: Mapping[str, Mapping[str, Sequence[int]]],
    papers: Sequence[Mapping[str, Any]],
) -> dict[str, Any]:
    """What a State signed and sent. `about` is what it is about: State, rotation, mission, days, statement."""
    content = sheet.content
    return {
        "form": FORM,
        "number": number,
        "ordinal": ordinal,
        "kind": sheet.kind,
        "about": dict(about),
        "of_one_person": sheet.of_one_person,
        "headcount": dict(headcount),
        "lines": [
            {
                "curriculum": line.curriculum,
                "topics": list(topics.get(line.curriculum, ())),
                "required": line.required,
                "held": line.held,
                "claimed": content.claims.get(line.curriculum),
                "by_sex": {name: list(counts) for name, counts in by_sex.get(line.curriculum, {}).items()},
                "exceptions": _reasons(sheet.exceptions.get(line.curriculum, {})),
            }
            for line in (sheet.lines if sheet.kind != "screening" else ())
        ],
        "screened": {
            "cleared": sheet.screened.cleared,
            "not_cleared": sheet.screened.not_cleared,
            "pending": sheet.screened.pending,
        },
        "statements": list(content.statements),
        "caveats": content.caveats,
        "caveats_text": content.caveats_text,
        "checklist": [
            {"item": item, "answer": answer.answer, "remark": answer.remark}
            for item in sheet.items
            if (answer := content.answers.get(item))
        ],
        "remark": content.remark,
        "signatory": content.signatory,
        "function": content.function,
        "dated": content.dated,
        "papers": [dict(one) for one in papers],
    }


def _reasons(said: Mapping[str, str]) -> list[dict[str, Any]]:
    counted = Counter(reason.strip() for reason in said.values() if reason.strip())
    return [{"reason": reason, "persons": persons} for reason, persons in sorted(counted.items())]


def as_text(made: Mapping[str, Any]) -> str:
    """The whole face as a text: the same face gives the same text."""
    return json.dumps(made, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sha256(text: str) -> str:
    """The fingerprint of everything that is printed."""
    return hashlib.sha256(text.encode()).hexdigest()


def kept(made: Mapping[str, Any]) -> dict[str, object]:
    """The face as a submission keeps it: its figures, what was typed, and the fingerprint of both together."""
    face, texts = apart(made)
    return {"face": face, "said": texts, "face_sha256": sha256(as_text(made))}
