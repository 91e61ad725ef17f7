"""What a worker does about saved views: write the letters that are due, each with what its reader may see then."""

from datetime import date
from urllib.parse import urlencode

from flask import current_app

from trainingapp.accounts.queries import identity_of
from trainingapp.kit import clock
from trainingapp.kit.days import read_day
from trainingapp.kit.db import transaction
from trainingapp.kit.settings import Settings
from trainingapp.letters import actions as letters
from trainingapp.overviews import actions
from trainingapp.overviews.letters import about
from trainingapp.overviews.queries.saved import Due, View, due
from trainingapp.overviews.reports import Asked, figures
from trainingapp.readiness.colour import ColourRule
from trainingapp.readiness.coverage import Question
from trainingapp.readiness.rules import STRENGTHS
from trainingapp.readiness.work import keep_up

#: Letters written in one round at most, so that a worker gets to its other work.
MOST = 100


def write_due() -> int:
    """Write the letters about saved views that are due today; how many. One statement when none is.

    Each in a transaction of its own, which first puts the next letter off to its day: of two workers one writes it, and
    a worker that is killed writes it or leaves it due. Whoever may see nothing of it any more gets none, and is not
    told why: the account may have lost the role for good.
    """
    today = clock.today()
    found = due(today, most=MOST)
    if found:
        keep_up()
    return sum(_write(one, today) for one in found)


def _write(one: Due, today: date) -> bool:
    with transaction():
        assert one.view.next_on is not None
        if not actions.take(one.id, one.view.next_on, schedule=one.view.schedule, begun=one.begun_on, today=today):
            return False
        identity = identity_of(one.account_id)
        if identity is None or not identity.can("gaps.see"):
            return False
        said = figures(identity.scope("gaps.see"), asked_by(one.view, today))
        if not said.deployed and not said.preparing:
            return False
        settings: Settings = current_app.config["SETTINGS"]
        notice = about(
            one.view.name,
            reader=identity.name,
            figures=said,
            link=address(settings, one.view),
            list_link=f"{settings.base_url}/overview/views",
        )
        letters.write(to=one.email, subject=notice.subject, body=notice.body, now=clock.now())
        return True


def address(settings: Settings, view: View) -> str:
    """Where a view is opened: as in a letter, with the host."""
    path = "/overview" if view.page == "overview" else f"/overview/{view.page}"
    return f"{settings.base_url}{path}" + (f"?{urlencode(view.asked)}" if view.asked else "")


def asked_by(view: View, today: date) -> Asked:
    """What a saved view asks; of a page that names no day, today."""
    settings: Settings = current_app.config["SETTINGS"]
    said = view.asked
    question = Question(
        read_day(said["as_of"]) if "as_of" in said else today,
        settings.preparing_days,
        state=said.get("state"),
        mission=said.get("mission"),
        unit_type=said.get("unit_type"),
        component=said.get("component"),
        language=said.get("language"),
        evidence=said.get("evidence", STRENGTHS[0]),
    )
    rule = ColourRule(settings.amber_percent)
    return Asked(question, said.get("curriculum"), rule, settings.worse_days, settings.expiring_days)
