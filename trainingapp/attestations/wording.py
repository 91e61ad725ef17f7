"""Pure: what a State writes on a certification, as it is kept: statements, caveats, claims, answers, signatory."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Final

from trainingapp.attestations.said import apart, together
from trainingapp.kit.words import N_

#: What the State states, each to be ticked before it can be signed (R08, R09).
STATEMENTS: Final[Mapping[str, str]] = {
    "gender": N_("Gender is part of the training that is certified."),
    "human_rights": N_("Human rights are part of the training that is certified."),
    "misconduct": N_("Everybody was vetted for prior misconduct."),
    "screening": N_("Everybody was screened under the human-rights screening policy."),
}

#: Kind -> the statements that it makes.
STATED: Final[Mapping[str, tuple[str, ...]]] = {
    "training": ("gender", "human_rights", "misconduct"),
    "readiness": ("gender", "human_rights", "misconduct"),
    "screening": ("screening", "misconduct"),
}

#: Kind -> the sentence that stands above the signature.
WORDING: Final[Mapping[str, str]] = {
    "training": N_(
        "The State certifies that the uniformed personnel of this rotation completed the predeployment training that "
        "the United Nations asks for, but for the exceptions that are named."
    ),
    "readiness": N_(
        "The State certifies that this unit meets the operational readiness standards that the United Nations asks "
        "for, as set out line by line, but for the exceptions that are named."
    ),
    "screening": N_(
        "The State attests that it has screened each person on the roll of this rotation and is not aware of any "
        "allegation that they committed violations of human rights or of humanitarian law."
    ),
}

#: How caveats are declared: there are none, or these (R15). Empty: not yet said.
CAVEATS: Final[Mapping[str, str]] = {"none": N_("None"), "some": N_("These")}

#: The answers to an item of the checklist.
ANSWERS: Final[Mapping[str, str]] = {"yes": N_("Yes"), "no": N_("No"), "not_applicable": N_("Not applicable")}


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered to an item of the checklist."""

    answer: str
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """One edition. Everything may be missing in a draft; what a signature asks for is judged when it is signed."""

    signatory: str = ""
    function: str = ""
    #: ISO; empty while it is not said.
    dated: str = ""
    caveats: str = ""
    caveats_text: str = ""
    statements: tuple[str, ...] = ()
    #: Curriculum -> persons whom the State says hold it.
    claims: Mapping[str, int] = field(default_factory=dict)
    answers: Mapping[str, Answer] = field(default_factory=dict)
    remark: str = ""

    def kept(self) -> dict[str, object]:
        """As it is kept: the two columns of an edition."""
        content, texts = apart(asdict(self))
        return {"content": content, "said": texts}


def read(content: str, texts: str) -> Content:
    """An edition as it was kept; dashes stand where a text was erased."""
    raw = together(content, texts)
    known = {one.name for one in fields(Content)}
    said = {name: value for name, value in raw.items() if name in known}
    said["statements"] = tuple(said.get("statements", ()))
    said["answers"] = {item: Answer(**one) for item, one in said.get("answers", {}).items()}
    return Content(**said)
