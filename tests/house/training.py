"""Sessions that test_routes.py tries: one of an institution in Bangladesh, one of UNMISS; and what came of them."""

from datetime import date

from tests import make
from tests.house.world import Thing, World, everyones
from trainingapp.accounts.rules import Identity, token_sha256
from trainingapp.training.models import (
    CalendarFeed,
    CalendarFeedEnd,
    SessionPlan,
    SessionTrainer,
    SignInSheet,
    TrainerWithdrawal,
    TrainingSession,
)
from trainingapp.training.rules import own_states, reach


class _Near:
    institution_code, institution_state, mission_code = "BIPSOT", "BGD", None


class _Far:
    institution_code, institution_state, mission_code = None, None, "UNMISS"


def planned(world: World) -> None:
    """A session near and one far."""
    for number, where in enumerate((_Near, _Far), 1):
        about = {"institution_code": where.institution_code, "mission_code": where.mission_code}
        by = {"planned_by": "tests", "planned_at": make.NOW}
        session = make._keep(
            TrainingSession, number=f"2017-000{number}", kind="delivery", version_id=make.version().id, **about, **by
        )
        days = {"starts_on": date(2017, 9, 25), "ends_on": date(2017, 9, 29), "places": 30, "language": "en"}
        more = {"place": "Somewhere", "funding": "national", "note": "", "ordinal": 0}
        make._keep(SessionPlan, session_id=session.id, **days, **more, **by)
        world.add("session_id", _session(session.public_id, where))
        about = {"session_id": session.id, "day": date(2017, 9, 25), "ordinal": 0, "number": f"2017-000{number}/1-1"}
        sheet = make._keep(SignInSheet, **about, printed_by="tests", printed_at=make.NOW)
        world.add("sheet_id", _session(sheet.public_id, where))
        _taught(world, session.id, where)


def _taught(world: World, session_id: int, where: type) -> None:
    """Somebody named in a session: whoever runs it may end that."""
    state = make.state() if where is _Near else make.state("NPL")
    person = make.person(state, f"{state.code} T", "Trainer Trained")
    row = {"session_id": session_id, "person_id": person.id, "state_code": state.code, "ordinal": 0, "role": "lead"}
    named = make._keep(SessionTrainer, **row, named_by="tests", named_at=make.NOW)
    world.add("trainer_id", _session(named.public_id, where))
    taken = {"state_code": state.code, "person_id": person.id, "from_on": date(2017, 10, 1), "reason": "A trial."}
    cause = make._keep(TrainerWithdrawal, **taken, withdrawn_by="tests", withdrawn_at=make.NOW)
    # That somebody was withdrawn, everybody sees who may see trainers: not who it was.
    world.add("cause_id", everyones(cause.public_id))


def _session(value: str, where: type) -> Thing:
    """Everybody who may see sessions sees it; it is run by whom it is delivered by; every State may nominate for it."""

    def reached_by(who: Identity, may: str | None) -> bool:
        if may in ("sessions.see", None):
            return True
        if may == "sessions.nominate":
            return bool(own_states(who, may))
        return reach(who, str(may)).covers(where)  # type: ignore[arg-type]

    return Thing(value, reached_by)


def told_by(code: str) -> Thing:
    """What an institution tells of itself, for its own officers and the administration."""

    def reached_by(who: Identity, may: str | None) -> bool:
        own = any(grant.kind == "institution" and grant.code == code for grant in who.grants)
        return own or who.can("institutions.manage")

    return Thing(code, reached_by)


def feeds(world: World) -> None:
    """Addresses of two calendars: one answers, the other was ended."""
    tokens = []
    for owner in ("officer of BGD", "officer of NPL"):
        token = f"{owner}-calendar".replace(" ", "-").ljust(43, "x")
        row = {"account_id": world.account_ids[owner], "token_sha256": token_sha256(token), "made_at": make.NOW}
        feed = make._keep(CalendarFeed, **row)
        tokens.append(token)
    make._keep(CalendarFeedEnd, feed_id=feed.id, ended_at=make.NOW)
    world.tokens["calendar"] = tokens[0], tokens[1]
