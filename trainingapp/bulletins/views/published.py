"""Bulletins as they were published: the Secretariat reads names, everybody else the edition for circulation."""

from typing import Any

from flask import Response, render_template, request, url_for

from trainingapp.accounts import queries as accounts
from trainingapp.accounts.identity import current_identity
from trainingapp.bulletins.rules import LANGUAGES
from trainingapp.bulletins.score import PARTS, TIES, Weights
from trainingapp.bulletins.views.parts import bp
from trainingapp.kit.errors import Absent
from trainingapp.kit.policy import requires
from trainingapp.snapshots import queries as stored
from trainingapp.snapshots.files import FORMS
from trainingapp.snapshots.queries import SnapshotFacts
from trainingapp.snapshots.rules import EDITIONS, file_name


@bp.get("/bulletins")
@requires("bulletins.read")
def index() -> str:
    """Every bulletin, the newest first. One statement."""
    identity = current_identity()
    return render_template(
        "bulletins/bulletins.html",
        bulletins=stored.bulletins(edition=_editions()[0]),
        may_publish=identity.can("bulletins.publish"),
        may_declare=identity.can("needs.declare"),
        may_consent=identity.can("needs.consent"),
    )


@bp.get("/bulletins/<number>")
@requires("bulletins.read")
def show(number: str) -> str:
    """One bulletin: the needs in their order, each with what its score is made of. Three statements."""
    found = _bulletin(number)
    stored_files = stored.files_of(found.id)
    edition: dict[str, Any] = {"edition": found.edition} if len(_editions()) > 1 else {}
    return render_template(
        "bulletins/bulletin.html",
        bulletin=found,
        face=found.face,
        parts=PARTS,
        weights=Weights(**found.face["weights"]).in_words,
        ties=TIES,
        languages=LANGUAGES,
        editions=EDITIONS,
        may_read=_editions(),
        files=stored_files,
        urls={file.form: url_for("bulletins.file", number=number, kind=file.form, **edition) for file in stored_files},
        accounts=accounts.names_of([found.made_by]) if found.edition == "inside" else {},
    )


@bp.get("/bulletins/<number>/<kind>")
@requires("bulletins.read")
def file(number: str, kind: str) -> Response:
    """One file of a bulletin, as it was stored. Two statements."""
    found = _bulletin(number)
    if kind not in FORMS:
        raise Absent()
    content = stored.file_of(found.id, kind)
    headers = {"Content-Disposition": f'attachment; filename="{file_name(found.number, found.edition, kind)}"'}
    return Response(content, mimetype=FORMS[kind].partition(";")[0], headers=headers)


def _editions() -> tuple[str, ...]:
    """The editions this reader may see, the usual one first: names are for the Secretariat."""
    everything = current_identity().scope("bulletins.read").everything
    return ("inside", "circulation") if everything else ("circulation",)


def _bulletin(number: str) -> SnapshotFacts:
    """The bulletin with this number, in the edition that is asked for. Raises Absent. One statement."""
    allowed = _editions()
    wanted = request.args.get("edition") or allowed[0]
    if wanted not in allowed:
        raise Absent()
    for one in stored.bulletins(edition=wanted):
        if one.number == number:
            return one
    raise Absent()
