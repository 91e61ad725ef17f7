"""Who is known. Personal data leaves this room only through these, and each asks whose it is."""

from trainingapp.people.queries.facts import facts_about, kept_rows, members_of, merged_at, now_rows
from trainingapp.people.queries.known import (
    PERSON,
    KnownPerson,
    by_service_number,
    group,
    is_kept,
    listed,
    listed_keys,
    matches_text,
)

__all__ = [
    "PERSON",
    "KnownPerson",
    "by_service_number",
    "facts_about",
    "group",
    "is_kept",
    "kept_rows",
    "listed",
    "listed_keys",
    "matches_text",
    "members_of",
    "merged_at",
    "now_rows",
]
