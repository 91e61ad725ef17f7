"""The sample files of the demonstration, to download. Only a demonstration has this address at all."""

from functools import cache

from flask import Blueprint, Flask, Response, make_response

from trainingapp.demo import samples, story
from trainingapp.kit.errors import Absent
from trainingapp.kit.policy import public

bp = Blueprint("demo", __name__, template_folder="templates")

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

# The same bytes every time, and half a second to make.
_files = cache(samples.files)


@bp.get("/samples/<name>")
@public
def sample(name: str) -> Response:
    """One of the sample files. Raises Absent for any other name."""
    content = _files().get(name)
    if content is None:
        raise Absent()
    answer = make_response(content)
    answer.headers["Content-Type"] = TYPES[name.rpartition(".")[2]]
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


def offered() -> story.Offered:
    """What the first page of a demonstration shows."""
    return story.offered(
        story.steps(roll=samples.ROLL, results=samples.RESULTS, mended=samples.MENDED, retest=samples.RETEST)
    )


def init_app(app: Flask) -> None:
    """Offer the files, in a demonstration."""
    if app.config["SETTINGS"].demo:
        app.register_blueprint(bp)
