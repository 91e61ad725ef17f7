"""Pages of whole records: a person's; and the journal's."""

from flask import Blueprint

bp = Blueprint("records", __name__, template_folder="../templates")

from trainingapp.records.views import (  # noqa: E402 - they add their routes
    duplicates,  # noqa: F401
    identity,  # noqa: F401
    journal,  # noqa: F401
    links,  # noqa: F401
    merging,  # noqa: F401
    own,  # noqa: F401
    people,  # noqa: F401
    readings,  # noqa: F401
    reviews,  # noqa: F401
    search,  # noqa: F401
    transcripts,  # noqa: F401
    transfers,  # noqa: F401
)
