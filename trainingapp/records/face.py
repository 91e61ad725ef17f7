"""Pure: everything that a transcript says, gathered before it is drawn or served. The schema of its JSON.

`docs/transcript.schema.json` is made from this; a test holds the two together.
"""

from datetime import date, datetime
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field

#: What the register says of every transcript.
STATEMENT: Final = (
    "This transcript lists what the Peacekeeping Training Register holds about one person's training on the day it was "
    "made. It is not a certificate: each certificate is checked by its own link, which tells its status on the day it "
    "is asked. What is recorded can be corrected or withdrawn later; only the register itself tells what holds now."
)


class Part(BaseModel):
    """A part of a transcript: nothing in it changes, and nothing unknown is taken."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Holder(Part):
    """Whose transcript it is, as the State recorded them."""

    state: str = Field(description="ISO 3166 alpha-3 code of the Member State; X… for fictional ones.")
    state_name: str
    service_number: str = Field(description="Text: leading zeros and letters are part of it.")
    name: str = Field(description="The name exactly as recorded.")
    family_name: str | None = None
    given_names: str | None = None
    original_name: str | None = Field(None, description="The name in its own script, when that was given.")
    earlier_names: tuple[str, ...] = Field((), description="What the person was called before, the latest first.")
    rank: str | None = Field(None, description="The national rank.")
    sex: Literal["female", "male", "unspecified"] = Field(description="As recorded, never inferred.")
    born_on: date | None = None


class Deployment(Part):
    """A rotation on whose nominal roll the person stands or stood."""

    rotation: str
    mission: str
    first_day: date
    last_day: date = Field(description="The last day of the tour, or of service when the person left before.")
    category: str
    rank: str | None = None
    function: str | None = None
    status: Literal["to_come", "deployed", "ended", "left"]


class Requirement(Part):
    """A curriculum that is mandatory or recommended for the person in a rotation, and whether it is held."""

    rotation: str
    judged_on: date = Field(description="The day it was judged on: the day asked for, never after the tour.")
    curriculum: str
    title: str
    mandatory: bool
    held: bool
    version: str | None = None
    completed_on: date | None = None
    held_through: date | None = Field(None, description="The last day without a break; empty when no day ends it.")
    missing_because: str | None = None
    waived_through: date | None = Field(
        None, description="While it is missing: the last day of the waiver. What is waived is not held."
    )
    explanation: str | None = None


class Completed(Part):
    """One recorded result."""

    curriculum: str
    version: str
    title: str
    completed_on: date
    result: Literal["pass", "fail", "attended"]
    score: float | None = Field(None, description="Percent.")
    valid_through: date | None = None
    evidence: Literal["self_declared", "recorded", "certified", "verified"]
    status: Literal["stands", "withdrawn", "corrected", "batch_undone", "under_review"]
    ended_on: date | None = Field(None, description="The day it was withdrawn or corrected.")


class Certified(Part):
    """A certificate that was issued to the person."""

    number: str
    curriculum: str
    title: str
    issued_on: date
    status: Literal["valid", "expired", "superseded", "revoked", "withdrawn", "replaced", "suspended", "unknown"]
    #: Of what is valid, its last day; else the day that ended it.
    status_day: date | None = Field(None, description="Its last day, or the day that ended or suspended it.")
    verify: str = Field(description="The address at which anybody can check it.")


class Transcript(Part):
    """One person's training, as the register held it at a moment, judged on a day."""

    kind: Literal["peacekeeping-training-transcript"] = "peacekeeping-training-transcript"
    version: Literal[1] = 1
    register_address: str = Field(description="The register that made it.")
    made_at: datetime
    journal_entry: int = Field(description="The newest entry of the journal when it was made.")
    as_of: date = Field(description="The day on which it is judged. What was completed or issued later is left out.")
    statement: str = Field(description="What a transcript is, and what it is not.")
    person: Holder
    deployments: tuple[Deployment, ...]
    requirements: tuple[Requirement, ...] | None = Field(description="Empty (null) for readers who see no gaps.")
    training: tuple[Completed, ...]
    certificates: tuple[Certified, ...] | None = Field(description="Empty (null) for readers who see none.")
