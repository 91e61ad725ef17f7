"""The page of one piece of long work: how far it is, and what came of it.

A file that names people is there for whoever asked for it only as long as they may see these people: who lost the role,
or whose State is suspended, finds it gone at the next click.
"""

from flask import Blueprint, render_template, send_file
from flask.typing import ResponseReturnValue

from trainingapp.accounts.identity import current_identity
from trainingapp.accounts.readings import looked_at
from trainingapp.jobs import queries, work
from trainingapp.jobs.queries import JobFacts
from trainingapp.kit.errors import Absent
from trainingapp.kit.policy import signed_in

bp = Blueprint("jobs", __name__, template_folder="templates")


@bp.get("/jobs/<job_id>")
@signed_in
def show(job_id: str) -> ResponseReturnValue:
    """How far it is; asked for again every second while it lasts. One's own jobs only."""
    job = queries.job_of(job_id, asked_by=current_identity().public_id)
    known = work.queue().kinds.get(job.kind)
    there = job.file is not None and _may_see(job) and (work.queue().folder / job.public_id / job.file).is_file()
    return render_template("jobs/show.html", job=job, title=known.title if known else job.kind, there=there)


@bp.get("/jobs/<job_id>/file")
@signed_in
def download(job_id: str) -> ResponseReturnValue:
    """The file it made. Absent when it made none, its days are over, or it names people whom one may not see now."""
    job = queries.job_of(job_id, asked_by=current_identity().public_id)
    if job.status != "done" or job.file is None or not _may_see(job):
        raise Absent()
    place = work.queue().folder / job.public_id / job.file
    if not place.is_file():
        raise Absent()
    if job.shows:
        looked_at(job.shows.persons, object_kind=job.shows.object_kind, object_id=job.shows.object_id, kind="export")
    return send_file(place.resolve(), as_attachment=True, download_name=job.file)


def _may_see(job: JobFacts) -> bool:
    """Whether the reader may see the people in its file by name, as their roles stand now."""
    scope = current_identity().scope("people.see")
    return job.shows is None or all(scope.reaches(state) for state in job.shows.persons)
