"""The page of one piece of long work: how far it is, and what came of it."""

from flask import Blueprint, render_template, send_file
from flask.typing import ResponseReturnValue

from trainingapp.accounts.identity import current_identity
from trainingapp.jobs import queries, work
from trainingapp.kit.errors import Absent
from trainingapp.kit.policy import signed_in

bp = Blueprint("jobs", __name__, template_folder="templates")


@bp.get("/jobs/<job_id>")
@signed_in
def show(job_id: str) -> ResponseReturnValue:
    """How far it is; asked for again every second while it lasts. One's own jobs only."""
    job = queries.job_of(job_id, asked_by=current_identity().public_id)
    known = work.queue().kinds.get(job.kind)
    there = job.file is not None and (work.queue().folder / job.public_id / job.file).is_file()
    return render_template("jobs/show.html", job=job, title=known.title if known else job.kind, there=there)


@bp.get("/jobs/<job_id>/file")
@signed_in
def download(job_id: str) -> ResponseReturnValue:
    """The file it made. Absent when it made none, or its days are over."""
    job = queries.job_of(job_id, asked_by=current_identity().public_id)
    if job.status != "done" or job.file is None:
        raise Absent()
    place = work.queue().folder / job.public_id / job.file
    if not place.is_file():
        raise Absent()
    return send_file(place.resolve(), as_attachment=True, download_name=job.file)
