"""Puts the shell around an application: where templates are found, what they may use, headers, errors, navigation."""

from collections.abc import Callable
from typing import Any

from flask import Flask, current_app, g, request, url_for
from jinja2 import ChoiceLoader, FileSystemLoader, StrictUndefined

from trainingapp.kit import pages
from trainingapp.kit.charts import HEAT_BOUNDS, heat_step
from trainingapp.kit.ids import new_id
from trainingapp.web import assets, errors, filters, headers, navigation
from trainingapp.web.helping import help_anchor
from trainingapp.web.navigation import Reader


def init_app(
    app: Flask,
    *,
    reader: Callable[[], Reader | None],
    role: Callable[[Any], str] = lambda reader: "",
    sign_in: str = "accounts.sign_in",
    sign_out: str = "accounts.sign_out",
) -> None:
    """Everything that a page needs to be shown.

    `reader` says who is signed in at this request, if anybody; `role` what stands under the name: role and State, in
    the reader's language; `sign_in` and `sign_out` are endpoints.
    """
    shelves = [FileSystemLoader(assets.PACKAGE / room / "templates") for room in ("web", "kit")]
    app.jinja_loader = ChoiceLoader(shelves)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True

    def who() -> Reader | None:
        return None if g.get("plain_shell", False) else reader()

    for part in (assets, errors, filters, headers):
        part.init_app(app)
    app.extensions["reader"] = who
    navigation.init_app(app, who)
    app.jinja_env.globals.update(
        new_key=new_id, here=pages.here, url_if=url_if, aria=aria, heat_step=heat_step, heat_bounds=HEAT_BOUNDS
    )
    # A room may put its own in the place of these two: the first visit, step by step.
    app.jinja_env.globals.update(help_anchor=help_anchor, guide=lambda: None, has_visit=lambda: False)

    @app.context_processor
    def shell() -> dict[str, Any]:
        signed_in = who()
        return {
            "reader": signed_in,
            "reader_role": role(signed_in) if signed_in else "",
            "sign_in_url": url_if(sign_in),
            "sign_out_url": url_if(sign_out),
            # htmx asks for a fragment: the same template without the frame around it.
            "frame": "fragment.html" if _is_fragment() else "layout.html",
        }


def url_if(endpoint: str, **values: Any) -> str | None:
    """The address of a page, or None where there is no such page or its policy does not let this reader through."""
    reader = current_app.extensions["reader"]()
    return url_for(endpoint, **values) if navigation.admits(current_app, endpoint, reader) else None


def aria(field: Any, hint: object) -> dict[str, str]:
    """What ties a form field to its hint and its error, for whoever does not see that they stand together."""
    parts = [name for name, there in (("hint", hint), ("error", field.errors)) if there]
    tied = {"aria-describedby": " ".join(f"{field.id}-{part}" for part in parts)} if parts else {}
    return {**tied, "aria-invalid": "true"} if field.errors else tied


def _is_fragment() -> bool:
    wanted = request.headers
    return "HX-Request" in wanted and "HX-Boosted" not in wanted and "HX-History-Restore-Request" not in wanted
