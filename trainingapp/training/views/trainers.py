"""Who may teach: numbers of every State, names within the reader's reach; one trainer; who teaches in a session."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from trainingapp.accounts.acting import carried_out
from trainingapp.accounts.identity import current_identity
from trainingapp.accounts.readings import looked_at
from trainingapp.accounts.rules import Identity
from trainingapp.forces import queries as forces
from trainingapp.kit.clock import now, today
from trainingapp.kit.errors import Absent
from trainingapp.kit.pages import page_number, page_of
from trainingapp.kit.policy import requires
from trainingapp.people.models import PersonNow
from trainingapp.people.queries import KnownPerson
from trainingapp.states import queries as states
from trainingapp.training import rules
from trainingapp.training.actions import naming
from trainingapp.training.forms.trainers import EndForm, NamingForm, TrainersForm
from trainingapp.training.qualifying import ROLES, Span, Taught
from trainingapp.training.queries import chain, listed, sessions, teaching, trainers
from trainingapp.training.queries.sessions import SessionFacts
from trainingapp.training.queries.trainers import Trainer
from trainingapp.training.views import bp
from trainingapp.training.views.sessions import BESIDE

Answer = str | Response | tuple[str, int]


@dataclass(frozen=True)
class StateCounts:
    """How many trainers a State has: all of them, by sex as recorded, and by what they may teach."""

    code: str
    name: str
    trainers: int
    sexes: Mapping[str, int]
    by_taught: Mapping[Taught, int]


@bp.get("/trainers")
@requires("sessions.see")
def trainer_pool() -> str:
    """The trainers of every State as numbers, and those by name whom the reader may see. Eight statements."""
    identity = current_identity()
    form = TrainersForm.from_request()
    known = trainers.trainers()
    names = states.state_names(str(get_locale()), {one.state_code for one in known.values()})
    form.offer(
        states=dict(sorted(names.items(), key=lambda pair: pair[1])),
        curricula=sorted({taught.curriculum for one in known.values() for e in one.earned for taught in e.taught}),
        languages=sorted({code for one in known.values() for code in one.languages}),
    )
    form.validate()
    day = form.as_of.data or today()
    chosen = {
        key: (one, spans)
        for key, one in known.items()
        if (spans := _chosen(one, one.may_teach(day), form.curriculum.data or ""))
        and form.state.data in ("", None, one.state_code)
        and (not form.language.data or form.language.data in one.languages)
    }
    scope = identity.scope("trainers.see")
    people = trainers.named(scope, list(chosen)) if scope else {}
    rows = sorted(((people[key], *chosen[key]) for key in people), key=lambda row: (row[0].state_code, row[0].name))
    page = page_of(rows, number=page_number())
    looked_at(person.state_code for person, *_rest in page.rows)
    counts = _by_state(list(chosen.values()), names)
    return render_template(
        "training/trainers.html",
        form=form,
        day=day,
        counts=counts,
        total=sum(one.trainers for one in counts),
        taught=sorted({t for one in counts for t in one.by_taught}, key=lambda t: (t.curriculum, t.label)),
        most=max((n for one in counts for n in one.by_taught.values()), default=0),
        page=page,
        states=names,
        sees_names=bool(scope),
        filtered=bool(form.state.data or form.curriculum.data or form.language.data),
    )


def _chosen(one: Trainer, spans: Mapping[Taught, Span], curriculum: str) -> Mapping[Taught, Span]:
    return {taught: span for taught, span in spans.items() if curriculum in ("", taught.curriculum)}


def _by_state(chosen: Sequence[tuple[Trainer, Mapping[Taught, Span]]], names: Mapping[str, str]) -> list[StateCounts]:
    found: dict[str, list[tuple[Trainer, Mapping[Taught, Span]]]] = {}
    for one, spans in chosen:
        found.setdefault(one.state_code, []).append((one, spans))
    counted = [
        StateCounts(
            code,
            names[code],
            len(of),
            Counter(one.sex for one, _spans in of),
            Counter(taught for _one, spans in of for taught in spans),
        )
        for code, of in found.items()
    ]
    return sorted(counted, key=lambda one: one.name)


@bp.get("/trainers/<person_id>")
@requires("trainers.see")
def trainer(person_id: str) -> str:
    """What one person may teach and through when, where it comes from, and what they taught. Nine statements."""
    identity = current_identity()
    person = forces.person(identity.scope("trainers.see"), person_id)
    if person.erased:
        raise Absent()
    looked_at([person.state_code], object_kind="person", object_id=person.public_id)
    return render_template(
        "training/trainer.html",
        **shown(person),
        may_withdraw=identity.scope("trainers.withdraw").reaches(person.state_code),
        sees_record=identity.scope("people.see").reaches(person.state_code),
    )


def shown(person: KnownPerson) -> dict[str, object]:
    """What the page of a trainer, and the one that withdraws them, show."""
    known = trainers.trainers(PersonNow.same_as == person.id).get(person.id)
    spans = known.may_teach(today()) if known else {}
    return {
        "person": person,
        "trainer": known,
        "spans": spans,
        "past": sorted(
            {t for one in known.earned for t in one.taught} - spans.keys(), key=lambda t: (t.curriculum, t.label)
        )
        if known
        else [],
        "sources": chain.sources_of([one.completion_id for one in known.earned] if known else []),
        "taught": teaching.taught_by(person.id),
        "taken": teaching.withdrawals_of(person.id),
        "roles": ROLES,
        "state_name": states.state_names(str(get_locale()), [person.state_code])[person.state_code],
        "as_of": today(),
    }


# --- Who teaches in a session ----------------------------------------------------------------------------------------


@bp.route("/sessions/<session_id>/trainers", methods=["GET", "POST"])
@requires("sessions.plan")
def session_trainers(session_id: str) -> Answer:
    """Who teaches in a session, and naming one more: by State and service number, or from the list of those who may.

    Twelve statements to show.
    """
    identity = current_identity()
    session = sessions.managed(rules.reach(identity, "sessions.plan"), session_id)
    form = NamingForm.from_request(state=session.institution_state)
    names = states.state_names(str(get_locale()))
    form.offer(dict(sorted(names.items(), key=lambda pair: pair[1])))

    def do() -> str:
        return naming.name_trainer(
            session_id,
            state_code=str(form.state.data),
            service_number=str(form.service_number.data),
            role=str(form.role.data),
            by=identity,
            now=now(),
        )

    if carried_out(form, do).done:
        flash(_("The trainer was named."), "success")
        return redirect(url_for("training.session_trainers", session_id=session_id))
    listing = listed.by_keys([session.id])[session.id]
    there = teaching.with_names(identity, listing, teaching.of_sessions([session.id]).get(session.id, []))
    may = teaching.who_may(identity, session.version_id, session.starts_on, session.ends_on)
    looked_at(
        [one.state_code for one in there if one.person] + [person.state_code for person in may],
        object_kind="session",
        object_id=session.public_id,
    )
    page = render_template(
        "training/session_trainers.html",
        session=session,
        form=form,
        trainers=there,
        may=may,
        roles=ROLES,
        names=names,
        over=session.status in ("completed", "cancelled"),
    )
    return page, 422 if request.method == "POST" else 200


@bp.post("/sessions/trainers/<trainer_id>/end")
@requires("sessions.plan")
def end_session_trainer(trainer_id: str) -> Response:
    """Somebody who was named does not teach after all."""
    identity = current_identity()
    session_id = naming.session_of(trainer_id, by=identity)
    form = EndForm.from_request()

    def do() -> None:
        naming.end_trainer(trainer_id, by=identity, now=now())

    if carried_out(form, do, tell=lambda refused: flash(refused.sentence.through(_), "error")).done:
        flash(_("This person does not teach in the session any more."), "success")
    return redirect(url_for("training.session_trainers", session_id=session_id))


def beside_session(identity: Identity, session: SessionFacts, manages: bool) -> dict[str, object]:
    """Who teaches, for the page of a session: by name for whoever may see it. Four statements."""
    there = teaching.with_names(identity, session, teaching.of_sessions([session.id]).get(session.id, []))
    looked_at([one.state_code for one in there if one.person], object_kind="session", object_id=session.public_id)
    may_doubt = session.status == "completed" and rules.reach(identity, "trainers.withdraw").covers(session)
    return {
        "teachers": there,
        "teacher_roles": ROLES,
        "teacher_names": states.state_names(str(get_locale()), {one.state_code for one in there}) if there else {},
        "may_name": manages and session.status not in ("completed", "cancelled"),
        "may_doubt": may_doubt,
    }


BESIDE.append(beside_session)
