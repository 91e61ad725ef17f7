"""How a certification was verified is recorded: the statement of unit requirements, item by item."""

from collections.abc import Mapping

from flask import flash, redirect, render_template, url_for
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from trainingapp.accounts.acting import carried_out
from trainingapp.accounts.identity import current_identity
from trainingapp.attestations.actions.deciding import to_review
from trainingapp.attestations.actions.verifying import verify as record
from trainingapp.attestations.forms.reviewing import VerifyForm
from trainingapp.attestations.queries import verification
from trainingapp.attestations.rules import KINDS
from trainingapp.attestations.verifying import ITEMS, items_of
from trainingapp.attestations.views.parts import bp
from trainingapp.curricula import queries as curricula
from trainingapp.kit.clock import now, today
from trainingapp.kit.policy import requires
from trainingapp.requirements import queries as requirements
from trainingapp.requirements.rules import Statement, statement_on

#: A page with its status, or the next page.
Answer = Response | tuple[str, int]


@bp.route("/certifications/<reviewed_attestation_id>/verify", methods=["GET", "POST"])
@requires("attestations.verify")
def verify(reviewed_attestation_id: str) -> Answer:
    """Record a document check, a visit, a spot check or a verification in the mission."""
    identity = current_identity()
    found = to_review(reviewed_attestation_id, identity)
    items = items_of(individual=found.person_id is not None)
    form = VerifyForm.from_request(kind="visit", verified_on=today())
    form.offer(items)

    def do() -> str:
        return record(
            reviewed_attestation_id,
            kind=form.kind.data,
            verified_on=form.day,
            answers=form.answers,
            remark=form.remark.data or "",
            by=identity,
            now=now(),
            today=today(),
        )

    made = carried_out(form, do)
    if made.done:
        left = len(verification.standings([found.id])[found.id].open_items)
        if left:
            flash(ngettext("Recorded. %(num)d item is open.", "Recorded. %(num)d items are open.", left), "success")
        else:
            flash(_("Recorded. No item is open."), "success")
        return redirect(
            url_for("attestations.attestation", attestation_id=reviewed_attestation_id, _anchor="verification")
        )
    stated = statement_on(
        requirements.statements(), mission=found.mission, unit_type=found.unit_type_code, day=found.deploys_on
    )
    page = render_template(
        "attestations/verify.html",
        form=form,
        found=found,
        kinds=KINDS,
        items={item: ITEMS[item] for item in items},
        stated=stated,
        posts=_posts(stated) if stated else {},
        titles={one.code: one.title_in(str(get_locale() or "en")) for one in curricula.overview(found.deploys_on)},
        last=verification.standings([found.id])[found.id].answers,
    )
    return page, made.status


def _posts(stated: Statement) -> Mapping[str, int]:
    """Function -> how many with it the statement asks for at least; 0 where it does not say."""
    found: dict[str, int] = {}
    for line in stated.lines:
        for code in line.functions:
            found[code] = max(found.get(code, 0), line.persons or 0)
    return found
