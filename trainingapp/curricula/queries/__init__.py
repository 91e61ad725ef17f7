"""Curricula, their versions and their drafts. Nobody's data: none of these needs a scope."""

from trainingapp.curricula.queries.versions import (
    VersionFacts,
    chosen,
    content,
    counted_through,
    ended_on,
    in_force,
    overview,
    recordable,
    standing_so,
    version,
    version_called,
    versions,
    versions_by_id,
)

__all__ = [
    "VersionFacts",
    "chosen",
    "content",
    "counted_through",
    "ended_on",
    "in_force",
    "overview",
    "recordable",
    "standing_so",
    "version",
    "version_called",
    "versions",
    "versions_by_id",
]
