"""The shell around a small application of its own: no database, one page that shows every part."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from flask import Blueprint, Flask, abort, flash, render_template, render_template_string, request
from flask_babel import Babel, lazy_gettext
from flask_wtf import CSRFProtect
from flask_wtf.csrf import CSRFError
from jinja2 import FileSystemLoader
from wtforms import BooleanField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice

from tests.client import CheckedClient
from trainingapp.kit.charts import Bar, Series, steps_over_time
from trainingapp.kit.errors import Absent, Conflict, Refused
from trainingapp.kit.forms import DayField, KeyedForm, LinesField, QueryForm, TextField, UploadField, needed
from trainingapp.kit.pages import page_of
from trainingapp.kit.policy import public, requires, signed_in
from trainingapp.kit.words import say
from trainingapp.web import shell, views

COMPLETED = Series("Completed", ((date(2017, 9, 25), 829), (date(2017, 10, 20), 850)))
CERTIFIED = Series("Certified", ((date(2017, 9, 28), 400), (date(2017, 10, 25), 850)))

ERRORS: dict[str, Callable[[], Exception]] = {
    "absent": Absent,
    "conflict": Conflict,
    "refused": lambda: Refused(say("Rotation %(code)s is closed.", code="BANBAT-4")),
    "expired": lambda: CSRFError("The CSRF token has expired."),
    "broken": lambda: RuntimeError("the disk is full"),
}


@dataclass(frozen=True)
class Officer:
    """Somebody who is signed in, with these permissions."""

    name: str
    permissions: frozenset[str]

    def can(self, permission: str) -> bool:
        return permission in self.permissions


class Rotation(KeyedForm):
    name = TextField("Name of the unit", [needed()], description="As in the memorandum.")
    deploys = DayField("Deploys on", [needed()])
    until = DayField("Returns on")
    mission = SelectField("Mission", choices=[SelectChoice("MINUSCA", "MINUSCA"), SelectChoice("UNIFIL", "UNIFIL")])
    kind = RadioField("Who are they?", [needed()], choices=[SelectChoice("u", "Units"), SelectChoice("p", "Police")])
    agree = BooleanField("Record the good rows now", description="The three bad rows come back as a file.")
    reason = LinesField(lazy_gettext("Reason"))
    roster = UploadField("Results of the training", [needed()], kinds=("csv", "xlsx"))


class Search(QueryForm):
    q = TextField("Name or number")


def show_parts() -> str:
    form = Rotation.from_request()
    form.submitted()
    flash("847 rows recorded.")
    flash("The file could not be read.", "error")
    return render_template(
        "parts.html",
        form=form,
        search=Search.from_request(),
        Bar=Bar,
        series=[COMPLETED, CERTIFIED],
        plot=steps_over_time([COMPLETED, CERTIFIED], until=date(2017, 12, 31)),
        page=page_of(range(850), number=3),
        today=date(2017, 12, 31),
        now=datetime(2017, 12, 31, 14, 5, tzinfo=UTC),
    )


def fail(kind: str) -> str:
    if kind.isdigit():
        abort(int(kind))
    raise ERRORS[kind]()


def rooms() -> list[Blueprint]:
    """Pages under the names the navigation looks for, each with a policy as the real ones have."""
    web, forces, records = Blueprint("web", __name__), Blueprint("forces", __name__), Blueprint("records", __name__)
    page = "{% extends 'layout.html' %}{% block title %}A page{% endblock %}"

    def plain(**_: str) -> str:
        return render_template_string(page)

    web.add_url_rule("/", "home", signed_in(lambda: plain()))
    web.add_url_rule("/help", "help", public(lambda: plain()))
    web.add_url_rule("/parts", "parts", public(show_parts), methods=["GET", "POST"])
    web.add_url_rule("/fail/<kind>", "fail", public(fail))
    forces.add_url_rule("/rotations", "rotations", requires("rotations.see")(lambda: plain()))
    forces.add_url_rule("/rotations/<code>", "rotation", requires("rotations.see")(lambda code: plain()))
    records.add_url_rule("/journal", "journal", requires("journal.see")(lambda: plain()))
    return [web, forces, records]


@pytest.fixture
def shelled() -> Flask:
    """The small application. The header `X-Officer` names the permissions of whoever is signed in."""
    app = Flask("shelled", static_folder=None, template_folder=None)
    app.config.update(SECRET_KEY="test")
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.test_client_class = CheckedClient
    Babel(app, locale_selector=lambda: request.args.get("lang", "en"))
    CSRFProtect(app)

    def reader() -> Officer | None:
        said = request.headers.get("X-Officer", request.args.get("officer"))
        return Officer("Maj. Farida Rahman", frozenset(said.split())) if said is not None else None

    shell.init_app(app, reader=reader, role=lambda officer: "Training officer, Bangladesh")
    # Pages of this test stand beside those of the product.
    app.jinja_loader.loaders.append(FileSystemLoader(Path(__file__).parent / "templates"))  # type: ignore[union-attr]
    views.init_app(app)
    for room in rooms():
        app.register_blueprint(room)
    return app


@pytest.fixture
def browser(shelled: Flask) -> CheckedClient:
    return shelled.test_client()  # type: ignore[return-value]
