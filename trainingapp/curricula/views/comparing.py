"""Two versions of a curriculum lesson by lesson, and the lessons that bridge the old one to the new one."""

from flask import render_template
from flask_babel import get_locale

from trainingapp.curricula import queries
from trainingapp.curricula.comparing import KINDS, bridging, minutes_together
from trainingapp.curricula.comparing import compare as compared
from trainingapp.curricula.rules import TOPICS
from trainingapp.curricula.views import bp
from trainingapp.kit.policy import requires


@bp.get("/curricula/<code>/compare/<old>/<new>")
@requires("curricula.see")
def compare(code: str, old: str, new: str) -> str:
    """New, gone, changed and moved lessons, and the bridge. Four statements."""
    before, after = queries.version(code, old), queries.version(code, new)
    was, becomes = queries.content(before), queries.content(after)
    changes = compared(was.lessons, becomes.lessons)
    bridge = bridging(was, becomes)
    return render_template(
        "curricula/compare.html",
        before=before,
        after=after,
        changes=changes,
        counted={kind: sum(one.kind == kind for one in changes) for kind in KINDS},
        kinds=KINDS,
        topics=TOPICS,
        bridge=bridge,
        bridge_minutes=minutes_together(bridge),
        minutes=[minutes_together(was.lessons), minutes_together(becomes.lessons)],
        language=str(get_locale()),
    )
