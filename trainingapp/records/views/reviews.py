"""What an account did since a moment, and putting what it recorded under review."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from trainingapp.accounts import queries as accounts
from trainingapp.accounts.acting import carried_out
from trainingapp.accounts.giving import NotOneself
from trainingapp.accounts.identity import current_identity
from trainingapp.accounts.rules import Identity, Scope
from trainingapp.certificates import queries as certificates
from trainingapp.completions import queries as completions
from trainingapp.forces import queries as forces
from trainingapp.journal import queries as journal
from trainingapp.journal.queries import DoneTo
from trainingapp.kit.clock import now, today
from trainingapp.kit.errors import Absent
from trainingapp.kit.pages import page_number
from trainingapp.kit.policy import policy_of, requires
from trainingapp.records import actions, acts, reports
from trainingapp.records.forms import SinceForm, SuspendForm
from trainingapp.records.views import bp
from trainingapp.records.views.journal import OBJECTS
from trainingapp.states import queries as states

#: How far back a review looks until somebody says otherwise.
USUALLY = timedelta(days=30)

#: A page, with its status when that is not 200; or the next page.
Answer = str | Response | tuple[str, int]


@dataclass(frozen=True)
class Reviewed:
    """An account that may be reviewed: what it recorded, for which of the reader's States, since when."""

    public_id: str
    name: str
    scope: Scope
    form: SinceForm
    #: State -> its name, where the account recorded or issued anything that stands since then.
    states: Mapping[str, str]
    #: State -> how many completions and certificates a suspension would hold, and how many are under review already.
    completions: Mapping[str, int]
    certificates: Mapping[str, int]
    held: Mapping[str, int]

    @property
    def chosen(self) -> list[str]:
        """The States that are asked about and have anything to hold."""
        asked = self.form.state.data
        return [code for code in self.states if not asked or code == asked]

    @property
    def counts(self) -> tuple[int, int]:
        """Completions and certificates of the chosen States."""
        return (
            sum(self.completions.get(code, 0) for code in self.chosen),
            sum(self.certificates.get(code, 0) for code in self.chosen),
        )

    @property
    def held_already(self) -> int:
        """Completions of the chosen States that another review holds now."""
        return sum(self.held.get(code, 0) for code in self.chosen)


@bp.get("/accounts/<account_id>/review")
@requires("recordings.suspend")
def review(account_id: str) -> tuple[str, int]:
    """What an account did since a moment, by act and by what it was about; nothing personal. 14 statements at most."""
    identity = current_identity()
    found = _reviewed(identity, account_id)
    scope, right = found.scope, not found.form.errors
    since = found.form.moment if right else now() - USUALLY
    within = None if scope.everything else scope.states
    objects = journal.done_to(account_id, since=since, states=within, number=page_number())
    rotations = {one.object_id for one in objects.rows if one.object_kind == "rotation"}
    page = render_template(
        "records/review.html",
        found=found,
        since=since,
        done=journal.done_by(account_id, since=since, states=within),
        objects=objects,
        codes=forces.codes_of(scope, rotations),
        url_of=lambda one: _url(identity, one),
        name_of=acts.name_of,
        kinds=OBJECTS,
        suspensions=completions.suspensions_of(scope, account_id),
        everything=scope.everything,
        oneself=account_id == identity.public_id,
        state_names=states.state_names(str(get_locale())),
    )
    return page, 200 if right else 422


@bp.route("/accounts/<account_id>/review/suspend", methods=["GET", "POST"])
@requires("recordings.suspend", step_up=True)
def suspend_recordings(account_id: str) -> Answer:
    """What a suspension would hold and what it would change; then the suspension itself."""
    identity = current_identity()
    found = _reviewed(identity, account_id)
    if account_id == identity.public_id:
        raise NotOneself()
    back = url_for("records.review", account_id=account_id, **_asked(found.form))  # type: ignore[arg-type]
    if found.form.errors:
        return redirect(back)
    since = found.form.moment
    form = SuspendForm.from_request()

    def do() -> str:
        done = actions.suspend_recordings(
            account_id, since=since, states=found.chosen, reason=form.reason.data, by=identity, now=now()
        )
        return f"{done.completions} {done.certificates}"

    made = carried_out(form, do)
    if made.answer is not None:
        said = ngettext(
            "%(num)d completion is held, and its certificates are suspended, until the review is ended.",
            "%(num)d completions are held, and their certificates are suspended, until the review is ended.",
            int(made.answer.split()[0]),
        )
        flash(said, "success")
        return redirect(back)
    chosen = completions.recorded_by(account_id, since, state_codes=found.chosen)
    page = render_template(
        "records/suspend.html",
        form=form,
        found=found,
        since=since,
        back=back,
        changes=reports.without(chosen, as_of=today()) if found.chosen else None,
        as_of=today(),
        several=len(found.chosen) > 1,
    )
    return page, 422 if request.method == "POST" else 200


@bp.route("/suspensions/<suspension_id>/lift", methods=["GET", "POST"])
@requires("recordings.suspend", step_up=True)
def lift_suspension(suspension_id: str) -> Answer:
    """End a review: what it held counts again exactly as before."""
    identity = current_identity()
    scope = identity.scope("recordings.suspend")
    found = completions.suspension(scope, suspension_id)
    if found.by_the_register and not scope.everything:
        raise Absent()
    if found.account_id == identity.public_id:
        raise NotOneself()
    form = SuspendForm.from_request()
    back = url_for("records.review", account_id=found.account_id, since=found.since.date())

    def do() -> None:
        actions.lift_suspension(suspension_id, reason=form.reason.data, by=identity, now=now())

    if carried_out(form, do).done:
        flash(_("The review was ended: what it held counts again as before."), "success")
        return redirect(back)
    page = render_template(
        "records/lift.html",
        form=form,
        found=found,
        certificates=certificates.suspended_by(found.id),
        state_name=states.state_names(str(get_locale()), [found.state_code])[found.state_code],
        back=back,
    )
    return page, 422 if request.method == "POST" else 200


def _reviewed(identity: Identity, account_id: str) -> Reviewed:
    """The account, for whoever may review what it did: it acts for the reader's State, or once did anything about it.

    Raises Absent. Seven statements at most.
    """
    scope = identity.scope("recordings.suspend")
    name = accounts.names_of([account_id]).get(account_id)
    if name is None:
        raise Absent()
    if not scope.everything and not journal.has_acted(account_id, scope.states):
        accounts.account(scope, account_id)
    form = SinceForm.from_request(since=today() - USUALLY)
    names = states.state_names(str(get_locale()))
    form.state.choices = []
    since = _moment(form)
    recorded = completions.recorded_by(account_id, since) if since else None
    held: Mapping[str, int] = {}
    before: Mapping[str, int] = {}
    issued: Mapping[str, int] = {}
    if since and recorded is not None:
        held = completions.states_and_counts(recorded)
        before = completions.states_and_counts(recorded.where(completions.is_held()))
        issued = certificates.to_suspend(recorded, certificates.issued_by(account_id, since))
    reached = {code: names[code] for code in sorted({*held, *issued}) if scope.reaches(code)}
    form.offer(reached, {code: name for code, name in names.items() if scope.reaches(code)})
    form.validate()
    return Reviewed(account_id, name, scope, form, reached, held, issued, before)


def _moment(form: SinceForm) -> datetime | None:
    """The moment asked about, before the form is judged as a whole; None when it cannot be read."""
    if form.since.data is None:
        return None
    try:
        return form.moment
    except ValueError:
        return None


def _asked(form: SinceForm) -> dict[str, str]:
    """What was asked, for an address."""
    said = {name: request.args.get(name, "") for name in ("since", "time", "state")}
    return {name: value for name, value in said.items() if value}


def _url(identity: Identity, one: DoneTo) -> str | None:
    """The page of what an act was about, for a reader whom that page admits."""
    _words, endpoint, argument = OBJECTS.get(one.object_kind, ("", "", ""))
    policy = policy_of(current_app, endpoint) if endpoint else None
    if policy is None or policy.permission is None or not identity.can(policy.permission):
        return None
    return str(url_for(endpoint, **{argument: one.object_id}))  # type: ignore[arg-type]
