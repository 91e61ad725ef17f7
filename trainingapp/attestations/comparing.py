"""Pure: what a State says on a certification, place by place, and what differs between two texts of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from trainingapp.attestations.checklist import checklist
from trainingapp.attestations.rules import PAPERS
from trainingapp.attestations.wording import ANSWERS, CAVEATS, STATEMENTS, Answer, Content
from trainingapp.kit.words import N_, Sentence, say

#: A text as it was typed, or a sentence of ours.
Said = str | Sentence

_FIELDS: Final[Mapping[str, str]] = {
    "signatory": N_("Who signs"),
    "function": N_("Function"),
    "dated": N_("Day of the signature"),
    "remark": N_("Remark"),
}


@dataclass(frozen=True, slots=True)
class Difference:
    """A place that says one thing in one text and another in the other; a side that says nothing is None."""

    where: Sentence
    before: Said | None
    after: Said | None


def differences(
    before: Mapping[str, tuple[Sentence, Said]], after: Mapping[str, tuple[Sentence, Said]]
) -> list[Difference]:
    """The places at which two texts differ, in the order of the form. For what `said` and `submitted` give."""
    found = []
    for place in [*after, *(place for place in before if place not in after)]:
        one, other = before.get(place), after.get(place)
        if str(one and one[1]) != str(other and other[1]):
            where = (other or one or (say("–"), ""))[0]
            found.append(Difference(where, one[1] if one else None, other[1] if other else None))
    return found


def said(content: Content) -> dict[str, tuple[Sentence, Said]]:
    """Everything that an edition says, by place. What is empty is left out."""
    return dict(_said(content))


def _said(content: Content) -> Iterator[tuple[str, tuple[Sentence, Said]]]:
    for code, persons in sorted(content.claims.items()):
        yield f"claim:{code}", (say("%(code)s: claimed", code=code), str(persons))
    texts = {item.code: item.text for item in checklist().items}
    for item, answer in content.answers.items():
        words: Said = say(ANSWERS[answer.answer]) if answer.answer in ANSWERS else answer.answer
        if answer.remark:
            words = say("%(answer)s: %(remark)s", answer=words or "–", remark=answer.remark)
        yield f"item:{item}", (say("%(item)s", item=say(texts.get(item, item))), words)
    for code in STATEMENTS:
        if code in content.statements:
            yield f"statement:{code}", (say(STATEMENTS[code]), say("Stated"))
    if content.caveats:
        declared: Said = say(CAVEATS.get(content.caveats, content.caveats))
        if content.caveats == "some":
            declared = content.caveats_text or declared
        yield "caveats", (say("National restrictions"), declared)
    for name, label in _FIELDS.items():
        if text := getattr(content, name):
            yield name, (say(label), text)


def submitted(face: Mapping[str, Any]) -> dict[str, tuple[Sentence, Said]]:
    """Everything that a submission says, with what was recorded and attached when it was sent."""
    found: dict[str, tuple[Sentence, Said]] = {}
    if persons := face.get("headcount", {}).get("persons"):
        found["headcount"] = (say("Persons"), str(persons))
    for line in face.get("lines", ()):
        code = line["curriculum"]
        counted = say("%(held)s of %(required)s", held=line["held"], required=line["required"])
        found[f"line:{code}"] = (say("%(code)s: recorded", code=code), counted)
        for exception in line["exceptions"]:
            where = say("%(code)s: exceptions, “%(reason)s”", code=code, reason=exception["reason"])
            found[f"exception:{code}:{exception['reason']}"] = (where, str(exception["persons"]))
    if screened := face.get("screened"):
        words = say("%(cleared)s cleared, %(pending)s not screened, %(not_cleared)s not cleared", **screened)
        found["screening"] = (say("Screening"), words)
    found |= said(content_of(face))
    for paper in face.get("papers", ()):
        key = f"paper:{paper['paper']}:{paper['sha256']}"
        found[key] = (
            say(PAPERS.get(paper["paper"], paper["paper"])),
            say("SHA-256 %(sha256)s…", sha256=paper["sha256"][:16]),
        )
    return found


def content_of(face: Mapping[str, Any]) -> Content:
    """The words of a submission as those of an edition."""
    content = Content(
        **{
            name: face.get(name, "") for name in ("signatory", "function", "dated", "remark", "caveats", "caveats_text")
        },
        statements=tuple(face.get("statements", ())),
    )
    return replace(
        content,
        claims={
            line["curriculum"]: line["claimed"] for line in face.get("lines", ()) if line.get("claimed") is not None
        },
        answers={one["item"]: Answer(one["answer"], one["remark"]) for one in face.get("checklist", ())},
    )
