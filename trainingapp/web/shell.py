"""Puts the shell around an application: where templates are found, what they may use, headers, errors, navigation."""

from collections.abc import Callable
from typing import Any

from flask import Flask, g, request
from jinja2 import ChoiceLoader, FileSystemLoader, StrictUndefined

from trainingapp.kit import pages
from trainingapp.kit.ids import new_id
from trainingapp.web import assets, errors, filters, headers, navigation
from trainingapp.web.navigation import Reader


def init_app(
    app: Flask,
    *,
    reader: Callable[[], Reader | None],
    role: Callable[[Any], str] = lambda reader: "",
) -> None:
    """Everything that a page needs to be shown.

    `reader` says who is signed in at this request, if anybody; `role` what stands under the name: role and State, in
    the reader's language.
    """
    shelves = [FileSystemLoader(assets.PACKAGE / room / "templates") for room in ("web", "kit")]
    app.jinja_loader = ChoiceLoader(shelves)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True

    def who() -> Reader | None:
        return None if g.get("plain_shell", False) else reader()

    for part in (assets, errors, filters, headers):
        part.init_app(app)
    navigation.init_app(app, who)
    app.jinja_env.globals.update(new_key=new_id, here=pages.here)

    @app.context_processor
    def shell() -> dict[str, Any]:
        signed_in = who()
        return {
            "reader": signed_in,
            "reader_role": role(signed_in) if signed_in else "",
            # htmx asks for a fragment: the same template without the frame around it.
            "frame": "fragment.html" if _is_fragment() else "layout.html",
        }


def _is_fragment() -> bool:
    wanted = request.headers
    return "HX-Request" in wanted and "HX-Boosted" not in wanted and "HX-History-Restore-Request" not in wanted
