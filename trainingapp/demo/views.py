"""What a demonstration offers: its story, its sign-ins, and sample files to download once one is signed in.

Only a demonstration has these addresses at all.
"""

from functools import cache

from flask import Blueprint, Flask, Response, make_response

from trainingapp.accounts.actions.factors import authenticators
from trainingapp.accounts.rules import SECOND_FACTOR
from trainingapp.demo import queries, samples, story
from trainingapp.demo.signins import SIGN_INS, secret_of
from trainingapp.kit.errors import Absent
from trainingapp.kit.policy import signed_in

bp = Blueprint("demo", __name__, template_folder="templates")

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

# The same bytes every time, and half a second to make.
_files = cache(samples.files)


@bp.get("/samples/<name>")
@signed_in
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


def files() -> list[str]:
    """The names of the sample files, which whoever is signed in to a demonstration may download."""
    return [samples.ROLL, samples.RESULTS, samples.MENDED, samples.RETEST]


def code_now(email: str) -> str | None:
    """What the authenticator app of this account shows, once its last code is spent; None for accounts without one."""
    if all(one.email != email or one.role not in SECOND_FACTOR for one in SIGN_INS):
        return None
    spent = queries.last_counters(email)
    return authenticators().shown(secret_of(email), after=spent[0]) if spent else None


def init_app(app: Flask) -> None:
    """Offer the files, and the codes of the accounts, in a demonstration."""
    if app.config["SETTINGS"].demo:
        app.register_blueprint(bp)
        app.extensions["demonstrated_code"] = code_now
