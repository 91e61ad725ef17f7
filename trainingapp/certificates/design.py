"""The design of a certificate: a TOML file that an editor of documents can change without programming.

A face names its design and version, and is drawn with that one for ever: a change of the design is a new version.
"""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from trainingapp.kit import fontfiles
from trainingapp.kit.errors import DomainError
from trainingapp.kit.words import say

Millimetres = Annotated[float, Field(ge=0, le=1200)]
Points = Annotated[float, Field(gt=0, le=200)]
Colour = Annotated[str, Field(pattern=r"^#[0-9a-fA-F]{6}$")]
Share = Annotated[float, Field(gt=0, le=1)]

#: What a text may name in braces. A text with a place that a certificate leaves empty is left out of that certificate.
PLACES = frozenset(
    "number holder_name holder_name_original rank state_name state_name_original curriculum_code title version_label "
    "duration lessons completed_on valid_through validity topics coverage issuer issued_on place verify_url".split()
)
#: Texts that every language needs, from which the places are put together, and what each of these may name.
PARTS: Mapping[str, frozenset[str]] = {
    "date": frozenset({"day", "month", "year"}),
    "hour": frozenset({"n"}),
    "hours": frozenset({"n"}),
    "minute": frozenset({"n"}),
    "minutes": frozenset({"n"}),
    "lesson": frozenset({"n"}),
    "lessons": frozenset({"n"}),
    "validity_until": frozenset({"completed_on", "valid_through"}),
    "validity_open": frozenset({"completed_on"}),
    "covers_both": frozenset(),
    "covers_human_rights": frozenset(),
    "covers_gender": frozenset(),
    "topic": frozenset({"code", "name"}),
    "between_topics": frozenset(),
}

PLACE = re.compile(r"\{([a-z_]+)\}")


class DesignProblem(DomainError, ValueError):
    """A design file cannot be used as it stands."""


class Part(BaseModel):
    """What all parts of a design share: no unknown words, no change once read."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Text(Part):
    """One text of a stack. Sizes in points, `before` (the space above it) in millimetres."""

    say: str
    """Its key in the table of texts."""
    font: str
    size: Points
    colour: Colour
    before: Millimetres = 0
    lines: int = Field(1, ge=1, le=12)
    shrink: Share = 0.8
    """How far one line may shrink before it is wrapped."""
    smallest: Points = 6
    leading: float = Field(1.25, ge=1, le=2.5)
    tracking: float = Field(0, ge=-50, le=500)

    @model_validator(mode="after")
    def _font_is_known(self) -> Self:
        if self.font not in fontfiles.FAMILIES:
            raise ValueError(f"font {self.font!r} is none of: {', '.join(fontfiles.FAMILIES)}")
        return self


class Stack(Part):
    """Texts below one another inside a frame. Millimetres from the page's left and bottom edges."""

    left: Millimetres
    right: Millimetres
    top: Millimetres
    bottom: Millimetres
    align: Literal["left", "center", "right"] = "left"
    stand: Literal["top", "middle", "bottom"] = "top"
    text: tuple[Text, ...] = Field(min_length=1)


class Rule(Part):
    """A straight thin line, level."""

    left: Millimetres
    right: Millimetres
    y: Millimetres
    width: Points
    colour: Colour


class Border(Part):
    """The woven band around the page. Millimetres, but line widths in points."""

    margin: Millimetres
    band: Millimetres
    across: int = Field(ge=1, le=200)
    down: int = Field(ge=1, le=200)
    strands: int = Field(ge=1, le=60)
    turns: int = Field(1, ge=1, le=8)
    waist: float = Field(ge=0, le=1)
    line: Points
    colour: Colour
    second_colour: Colour
    frame_line: Points
    frame_colour: Colour
    frame_gap: Millimetres
    corner: Millimetres
    """Radius of the wreath in each corner."""
    corner_petals: int = Field(ge=6, le=60)
    corner_strands: int = Field(ge=1, le=60)


class Rosette(Part):
    """A wreath of fine lines: rings from the inside out, in millimetres from its centre."""

    x: Millimetres
    y: Millimetres
    line: Points
    colour: Colour
    rings: tuple[tuple[float, float, int, int], ...]
    """Inner radius, outer radius, petals, strands of each ring."""


class Qr(Part):
    """Where the code to scan stands; millimetres. `error` is how much of it may be damaged."""

    left: Millimetres
    bottom: Millimetres
    size: Millimetres
    colour: Colour
    error: Literal["l", "m", "q", "h"] = "m"


class Design(Part):
    """One version of a certificate's design."""

    key: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    version: int = Field(ge=1)
    width: Millimetres
    height: Millimetres
    paper: Colour | None = None
    border: Border
    rosette: tuple[Rosette, ...] = ()
    rule: tuple[Rule, ...] = ()
    stack: tuple[Stack, ...]
    qr: Qr
    texts: Mapping[str, Mapping[str, str]]
    months: Mapping[str, tuple[str, ...]]

    @model_validator(mode="after")
    def _texts_are_whole(self) -> Self:
        wanted = {text.say for stack in self.stack for text in stack.text}
        for language, texts in self.texts.items():
            if missing := (wanted | PARTS.keys() | {"document_title", "collection_title"}) - texts.keys():
                raise ValueError(f"texts.{language} lacks: {', '.join(sorted(missing))}")
            for key, text in texts.items():
                if unknown := set(PLACE.findall(text)) - PARTS.get(key, PLACES):
                    raise ValueError(f"texts.{language}.{key} names unknown places: {', '.join(sorted(unknown))}")
                if "{" in PLACE.sub("", text) or "}" in PLACE.sub("", text):
                    raise ValueError(f"texts.{language}.{key} has a brace that is no place")
            if len(self.months.get(language, ())) != 12:
                raise ValueError(f"months.{language} does not name twelve months")
        if not self.texts:
            raise ValueError("there are no texts in any language")
        return self


def load_design(path: Path) -> Design:
    """The design in a file. Raises DesignProblem, which names the file and every problem in it."""
    try:
        return Design.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except ValidationError as problem:
        found = "; ".join(
            f"{'.'.join(str(step) for step in error['loc'])}: {error['msg']}".lstrip(": ") for error in problem.errors()
        )
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as unreadable:
        found = str(unreadable)
    raise DesignProblem(say("%(file)s: %(problems)s", file=path.name, problems=found))


def designs(folder: Path) -> dict[tuple[str, int], Design]:
    """Every design of a folder by its key and version. Raises DesignProblem when two claim the same."""
    found: dict[tuple[str, int], Design] = {}
    for path in sorted(folder.glob("*.toml")):
        design = load_design(path)
        if (design.key, design.version) in found:
            raise DesignProblem(
                say(
                    "%(file)s: another file holds version %(version)s of the design %(key)s.",
                    file=path.name,
                    version=design.version,
                    key=design.key,
                )
            )
        found[design.key, design.version] = design
    return found
