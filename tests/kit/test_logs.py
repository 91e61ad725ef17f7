"""Logs: one JSON line for each request, what went wrong with its place, and nothing about a person."""

import json
import logging

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from trainingapp.kit import logs
from trainingapp.kit.settings import Settings

PERSON = "Alice Uwera"


@pytest.fixture
def app(tmp_path) -> Flask:
    app = Flask("logged")
    app.config["SETTINGS"] = Settings(data_dir=tmp_path, secret_key="test")
    logs.init_app(app)

    @app.get("/people/<person_id>")
    def person(person_id: str) -> str:
        return person_id

    @app.get("/broken/<person_id>")
    def broken(person_id: str) -> str:
        try:
            raise KeyError(PERSON)
        except KeyError as error:
            raise IntegrityError("INSERT …", {"full_name": PERSON}, Exception(f"Key (name)=({PERSON})")) from error

    app.register_error_handler(Exception, _failed)
    return app


def _failed(error: Exception) -> tuple[str, int]:
    logs.log.error("request failed", reference="r", exc_info=error)
    return "", 500


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_a_request_is_one_line_with_its_route_and_never_its_address(app, capsys):
    answer = app.test_client().get("/people/abc123?q=Uwera")
    (line,) = lines(capsys)
    assert (line["method"], line["route"], line["status"]) == ("GET", "/people/<person_id>", 200)
    assert line["request_id"] == answer.headers["X-Request-ID"]
    assert isinstance(line["ms"], float)
    assert "abc123" not in json.dumps(line)
    assert "Uwera" not in json.dumps(line)


def test_an_address_that_does_not_exist_is_not_told(app, capsys):
    app.test_client().get(f"/{PERSON}")
    line = next(line for line in lines(capsys) if line["event"] == "request")
    assert line["route"] is None
    assert PERSON not in json.dumps(line)


def test_a_failure_is_told_by_kind_and_place_and_never_by_what_it_quotes(app, capsys):
    app.test_client().get("/broken/abc123")
    failed = next(line for line in lines(capsys) if line["event"] == "request failed")
    kinds = [part["kind"] for part in failed["exception"]]
    assert kinds == ["IntegrityError", "KeyError"]
    assert any("tests/kit/test_logs.py" in place and "broken" in place for place in failed["exception"][0]["at"])
    assert PERSON not in json.dumps(failed)
    assert "abc123" not in json.dumps(failed)


def test_what_libraries_warn_of_is_json_too_and_what_they_chat_about_is_not_kept(app, capsys):
    logging.getLogger("werkzeug").info("GET /people/abc123")
    logging.getLogger("somebody").warning("the disk is %s", "full")
    assert [(line["event"], line["level"]) for line in lines(capsys)] == [("the disk is full", "warning")]


def test_below_the_level_that_is_set_nothing_is_told(app, capsys):
    logs.configure("warning")
    app.test_client().get("/people/abc123")
    assert lines(capsys) == []
    logs.configure("INFO")
