"""Pure: a bulletin as tables for files, and what every column means."""

from collections.abc import Mapping
from typing import Any, Final

from trainingapp.bulletins.face import OF_WHOM
from trainingapp.bulletins.score import PARTS, TIES, Weights
from trainingapp.kit.sheets.writing import BookSheet, write_book, write_csv
from trainingapp.snapshots.listing import told

_COUNTS: Final = tuple(
    f"{measure}_{who}" if who != "all" else measure for who in OF_WHOM for measure in ("required", "held", "open")
)
FIELDS: Final = (
    *("rank", "score", *(f"score_{part}" for part in PARTS)),
    *("contributor", "mission", "unit_type", "curriculum", "title", "language", "deploys", *_COUNTS),
)
#: Column -> what it means.
DICTIONARY: Final[Mapping[str, str]] = {
    "rank": "Place in the order: 1 is needed most.",
    "score": "The sum of the points that follow.",
    **{f"score_{part}": f"Points: {label}." for part, label in PARTS.items()},
    "contributor": "The State; “one contributor” when it does not let bulletins name it to others.",
    "mission": "Where the unit deploys.",
    "unit_type": "What kind of unit it is.",
    "curriculum": "Code of the curriculum that is lacking.",
    "title": "Its title.",
    "language": "UN language in which the unit is to be taught (ISO 639-1).",
    "deploys": "The day on which the unit deploys; only the month where the contributor is not named.",
    "required": "Persons who must hold it.",
    "held": "Persons who do.",
    "open": "Persons who do not.",
    **{
        f"{measure}_{who}": f"The same, {said} only."
        for who, said in (("women", "women"), ("men", "men"), ("unspecified", "persons whose sex is not told"))
        for measure in ("required", "held", "open")
    },
}
UNNAMED: Final = "one contributor"


def csv_of(face: Mapping[str, Any], number: str) -> bytes:
    """The needs in their order."""
    return write_csv(("number", *FIELDS), [[number, *row] for row in _rows(face)])


def workbook_of(face: Mapping[str, Any], number: str) -> bytes:
    """The needs, the weights, and the data dictionary."""
    weights = [[label, str(rule)] for _, label, rule in Weights(**face["weights"]).in_words]
    about = [["number", number], ["as_of", face["as_of"]], ["open_in_all", told(face["headcount"])], ["ties", TIES]]
    sheets = [
        BookSheet("needs", FIELDS, list(_rows(face)), [16 if "_" in name else 14 for name in FIELDS]),
        BookSheet("about", ("what", "value"), about, (20, 100)),
        BookSheet("weights", ("part", "points"), weights, (60, 80)),
    ]
    rows = [[name, DICTIONARY[name]] for name in FIELDS]
    return write_book([*sheets, BookSheet("dictionary", ("column", "meaning"), rows, (28, 90))])


def _rows(face: Mapping[str, Any]) -> list[list[object]]:
    return [
        [
            *(row["rank"], row["score"], *(row["parts"][part] for part in PARTS)),
            *(row["state_name"] or UNNAMED, row["mission"], row["unit_label"], row["curriculum"], row["title"]),
            *(row["language"], row["deploys"]),
            *(told(row[measure][n]) for n in range(len(OF_WHOM)) for measure in ("required", "held", "open")),
        ]
        for row in face["needs"]
    ]
