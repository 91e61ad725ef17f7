"""Pages of curricula: what is taught, in which version, and how a version comes to be."""

from flask import Blueprint

bp = Blueprint("curricula", __name__, template_folder="../templates")

# Each of these adds its routes to `bp`.
from trainingapp.curricula.views import (  # noqa: E402
    comparing,  # noqa: F401
    drafting,  # noqa: F401
    editor,  # noqa: F401
    equivalences,  # noqa: F401
    priorities,  # noqa: F401
    reading,  # noqa: F401
    reviewing,  # noqa: F401
)
