"""The register of certifications and its figures as rows of a file, with the same words in every language."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from trainingapp.accounts.rules import Scope
from trainingapp.attestations.figures import Row
from trainingapp.attestations.reports.sides import standing_in
from trainingapp.attestations.reports.words import Word

#: The columns of the register.
REGISTER: Final = (
    *("number", "kind", "state", "state_name", "rotation", "unit_type", "component", "mission", "deploys_on"),
    *("ends_on", "of_one_person", "status", "stands", "verified", "evidence_changed", "submitted_on", "decided_on"),
    *("returned_times", "persons", "women", "men", "unspecified", "required", "held", "claimed", "exceptions"),
    "caveats",
)

#: The columns of the figures.
FIGURES: Final = ("key", "name", "deployed", "certified", "not_certified", "share", "evidence_changed", "verified")


def rows(words: Iterable[Word], verified: Mapping[int, bool], *, scope: Scope) -> Iterator[list[object]]:
    """A line for each certification that was ever submitted, with its status as somebody with this scope reads it;
    drafts are nobody's business but their State's."""
    for word in words:
        one = word.facts
        if one.submission is None:
            continue
        face = one.submission.face
        lines, headcount = face.get("lines", ()), face.get("headcount", {})
        decided = next((step.on for step in reversed(one.steps) if step.kind in ("accepted", "rejected")), None)
        yield [
            *(one.number, one.kind, one.state_code, one.state_name, one.rotation_code, one.unit_type, one.component),
            *(one.mission, one.deploys_on, one.ends_on, one.person_id is not None, standing_in(scope, word)),
            word.stands,
            *(verified.get(one.id, False), word.is_changed, one.submission.submitted_on, decided),
            sum(step.kind == "returned" for step in one.steps),
            *(headcount.get(name) for name in ("persons", "women", "men", "unspecified")),
            *(sum(line.get(name) or 0 for line in lines) for name in ("required", "held", "claimed")),
            sum(said["persons"] for line in lines for said in line.get("exceptions", ())),
            face.get("caveats", ""),
        ]


def counted(lines: Iterable[Row], names: Mapping[str, str]) -> Iterator[list[object]]:
    """A line for each mission, State, kind of unit or component."""
    for row in lines:
        found = row.counted
        yield [
            *(row.key, names.get(row.key, row.key), found.deployed, found.certified, found.without),
            *(found.share, found.changed, found.verified),
        ]
