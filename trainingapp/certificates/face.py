"""Pure: the face of a certificate: everything that is printed on it, and nothing else.

A face is stored when the certificate is issued and never changes; the page is drawn from it, on demand, for ever.
It holds no birth date, no address and no service number (E3): whoever is shown a certificate sees all there is.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from hashlib import sha256
from typing import Any
from unicodedata import category, normalize

#: Longer names and titles than trust rule 14 allows anywhere.
LONGEST = 300


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic that was covered, with the code its curriculum gives it and its name in the certificate's language."""

    code: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """What one certificate says. Raises ValueError for what could not be printed or would contradict itself."""

    number: str
    holder_name: str
    """In Latin letters, exactly as in the passport."""
    rank: str
    state_name: str
    """In the certificate's language."""
    curriculum_code: str
    title: str
    version_label: str
    minutes: int
    lessons: int
    completed_on: date
    valid_through: date | None
    """Its last day; None when the curriculum sets no end."""
    topics: tuple[Topic, ...]
    covers_human_rights: bool
    """R09, as declared for the curriculum's version."""
    covers_gender: bool
    issuer: str
    """The State's authority, or the institution, that issues."""
    issued_on: date
    verify_url: str
    design: str
    design_version: int
    language: str = "en"
    holder_name_original: str | None = None
    """In the script of the holder's own language."""
    state_name_original: str | None = None
    """In the State's own language."""
    place: str | None = None

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if field.type is str or (field.type == str | None and value is not None):
                _check_text(field.name, value)
        for topic in self.topics:
            _check_text("topics", topic.code)
            _check_text("topics", topic.name)
        if self.minutes < 1 or self.lessons < 1 or self.design_version < 1:
            raise ValueError("minutes, lessons and design_version count from one")
        if self.valid_through is not None and self.valid_through < self.completed_on:
            raise ValueError("a certificate cannot end before the training did")
        if self.issued_on < self.completed_on:
            raise ValueError("a certificate cannot be issued before the training was completed")

    def to_json(self) -> str:
        """Canonical: the same face gives the same text. What is absent is left out, so that a field added later does
        not change the text of the faces that were stored without it."""
        said: dict[str, Any] = {}
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, date):
                value = value.isoformat()
            elif isinstance(value, tuple):
                value = [[topic.code, topic.name] for topic in value]
            if value is not None:
                said[field.name] = value
        return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> "Face":
        """The face that `to_json` wrote. Raises ValueError when a field is unknown, missing or of the wrong kind."""
        said = json.loads(text)
        if not isinstance(said, dict):
            raise ValueError("a face is a JSON object")
        try:
            return cls(**_typed(said))
        except (TypeError, KeyError, AttributeError) as problem:
            raise ValueError(f"not the face of a certificate: {problem}") from problem

    @property
    def sha256(self) -> str:
        """The hash that is stored beside the face and that changes with every printed character."""
        return sha256(self.to_json().encode()).hexdigest()


def emptied(*, number: str, curriculum_code: str, title: str, version_label: str, issued_on: date) -> Face:
    """What lists show of a certificate whose holder was erased: its number, and nothing about anybody."""
    nothing = "–"
    return Face(
        number=number,
        holder_name=nothing,
        rank=nothing,
        state_name=nothing,
        curriculum_code=curriculum_code,
        title=title,
        version_label=version_label,
        minutes=1,
        lessons=1,
        completed_on=issued_on,
        valid_through=None,
        topics=(),
        covers_human_rights=False,
        covers_gender=False,
        issuer=nothing,
        issued_on=issued_on,
        verify_url=nothing,
        design=nothing,
        design_version=1,
    )


def _typed(said: Mapping[str, Any]) -> dict[str, Any]:
    typed = dict(said)
    for name in ("completed_on", "issued_on"):
        typed[name] = date.fromisoformat(said[name])
    end = said.get("valid_through")
    typed["valid_through"] = None if end is None else date.fromisoformat(end)
    typed["topics"] = tuple(Topic(code, name) for code, name in said["topics"])
    for name in ("minutes", "lessons", "design_version"):
        if type(said[name]) is not int:
            raise TypeError(f"{name} is no whole number")
    for name in ("covers_human_rights", "covers_gender"):
        if type(said[name]) is not bool:
            raise TypeError(f"{name} is neither true nor false")
    return typed


def _check_text(name: str, value: object) -> None:
    if not isinstance(value, str):
        raise ValueError(f"{name} is no text")
    if not value.strip() or value != normalize("NFC", value):
        raise ValueError(f"{name} is empty or not in Unicode's composed form")
    if len(value) > LONGEST:
        raise ValueError(f"{name} is longer than {LONGEST} characters")
    # A joiner between letters is part of Persian and Indic spelling; other invisible characters could deceive.
    if any(category(c) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp") and c not in "\u200c\u200d" for c in value):
        raise ValueError(f"{name} holds a control character")
