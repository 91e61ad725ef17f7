"""Results and practical checks: a grid for the keyboard, saved in one request."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import ngettext

from trainingapp.accounts.acting import Outcome, carried_out
from trainingapp.accounts.identity import current_identity
from trainingapp.accounts.readings import looked_at
from trainingapp.curricula.rules import contradiction
from trainingapp.kit.clock import now
from trainingapp.kit.policy import requires
from trainingapp.kit.words import N_, Sentence, say
from trainingapp.training.actions import attendance as actions
from trainingapp.training.forms.grids import GridForm
from trainingapp.training.outcomes import OUTCOMES, Rule
from trainingapp.training.queries import closing, sessions
from trainingapp.training.queries.closing import Line
from trainingapp.training.rules import reach
from trainingapp.training.sitting import PASSED, RESULT_OF, RESULTS, letter, score_of
from trainingapp.training.views import bp
from trainingapp.training.views.grids import Column, Reader, Row, cell, emptied, read, typed

LETTER_OF = {kept: shown for shown, kept in RESULT_OF.items()}
#: What came of it -> colour and symbol beside its word.
TONES = {
    "pass": ("good", "circle-check"),
    "attended": ("good", "circle-check"),
    "fail": ("bad", "circle-x"),
    "no_show": ("quiet", "ban"),
    "unfinished": ("warn", "hourglass"),
    "open": ("warn", "alert-triangle"),
}


@bp.route("/sessions/<session_id>/results", methods=["GET", "POST"])
@requires("sessions.plan")
def results(session_id: str) -> Any:
    """The grid: result, score, and a check for each element that is tracked. Eleven statements to show; about twenty
    to save, however many cells."""
    identity = current_identity()
    found = sessions.managed(reach(identity, "sessions.plan"), session_id)
    standing = closing.standing(found)
    columns = _columns(standing.rule)
    kept = {line.nominee.public_id: _shown(line) for line in standing.lines}
    form = GridForm.from_request()
    wrong: dict[tuple[str, str], Sentence] = {}
    changed: dict[tuple[str, str], str] = {}
    made = Outcome(form)
    if request.method == "POST":
        changed = typed(columns, kept)
        changed |= _filled(form, standing.rule, kept, standing.lines, changed)
        meant, wrong = read(changed, {column.key: _reader(column.key) for column in columns})
        given, told = _together(meant, kept, standing.rule)
        wrong |= told
        if form.submitted() and not wrong:

            def do() -> None:
                checks = {
                    (who, key.removeprefix("check-")): mark == "p"
                    for (who, key), mark in meant.items()
                    if key.startswith("check-")
                }
                if given or not checks:
                    actions.give_results(session_id, given, by=identity, now=now())
                if checks:
                    actions.check(session_id, checks, by=identity, now=now())

            made = carried_out(form, do)
            if made.done:
                flash(ngettext("%(num)s cell was saved.", "%(num)s cells were saved.", len(changed)), "success")
                return redirect(url_for("training.results", session_id=session_id))
    rows = []
    for line in standing.lines:
        who = line.nominee.public_id
        cells = {column.key: changed.get((who, column.key), kept[who].get(column.key, "")) for column in columns}
        rows.append(Row(line.nominee, cells, {c.key: wrong[(who, c.key)] for c in columns if (who, c.key) in wrong}))
    looked_at([line.nominee.state_code for line in standing.lines], object_kind="session", object_id=found.public_id)
    return render_template(
        "training/results.html",
        session=found,
        form=form,
        columns=columns,
        rows=rows,
        standing=kept,
        verdicts={line.nominee.public_id: line.verdict for line in standing.lines},
        titles=standing.rule.tracked,
        rule=standing.rule,
        one_kind=closing.alone(standing),
        not_now=actions.not_now(found),
        outcomes=OUTCOMES,
        tones=TONES,
        cell=cell,
    ), 422 if wrong else made.status


def _columns(rule: Rule) -> list[Column]:
    found = [Column("result", N_("Result"), "pfan" if not rule.tracked else "fn")]
    if rule.passing.mark is not None:
        found.append(Column("score", N_("Score in percent"), ""))
    return found + [Column(f"check-{key}", title, "pf") for key, title in rule.tracked.items()]


def _shown(line: Line) -> dict[str, str]:
    """What stands in a row."""
    part = line.participant
    cells = {"result": LETTER_OF.get(part.result or "", "")}
    if part.score is not None:
        cells["score"] = f"{part.score:g}"
    return cells | {f"check-{key}": "p" if passed else "f" for key, passed in part.checks.items()}


def _reader(key: str) -> Reader:
    if key == "score":
        return score_of
    meant = RESULTS if key == "result" else PASSED
    return lambda text: letter(text, meant)


def _together(
    meant: dict[tuple[str, str], object], kept: dict[str, dict[str, str]], rule: Rule
) -> tuple[dict[str, tuple[str, float | None]], dict[tuple[str, str], Sentence]]:
    """Result and score of each row that was changed, as they belong together; and what does not fit."""
    wrong = {place: emptied() for place, mark in meant.items() if place[1] != "score" and mark == ""}
    given: dict[str, tuple[str, float | None]] = {}
    for who in {who for who, key in meant if key in ("result", "score")}:
        text = kept[who]
        shown = str(meant.get((who, "result"), text.get("result", "")))
        score = meant.get((who, "score"), score_of(text.get("score", "")))
        result = RESULT_OF.get(shown)
        graded = score if isinstance(score, float) else None
        if result is None and graded is not None and rule.passing.mark is not None:
            result = "pass" if graded >= rule.passing.mark else "fail"
        if result is None:
            wrong.setdefault((who, "score"), say("Write a score, or the result beside it."))
            continue
        if (
            (who, "result") not in meant
            and graded is not None
            and rule.passing.mark is not None
            and result != "no_show"
        ):
            result = "pass" if graded >= rule.passing.mark else "fail"
        if result != "no_show" and (sentence := contradiction(rule.passing, score=graded, result=result)):  # type: ignore[arg-type]
            wrong.setdefault((who, "result"), sentence)
        given[who] = (result, None if result == "no_show" else graded)
    return given, wrong


def _filled(
    form: GridForm, rule: Rule, kept: dict[str, dict[str, str]], lines: Any, changed: dict[tuple[str, str], str]
) -> dict[tuple[str, str], str]:
    """Where a column shall be filled: everybody who was there and of whom nothing is typed passed, or attended."""
    act, _colon, key = (form.do.data or "").partition(":")
    known = {column.key for column in _columns(rule)} - {"score"}
    if act != "fill" or key not in known or (key == "result" and rule.tracked):
        return {}
    mark = "a" if key == "result" and rule.passing.kind == "attendance" else "p"
    there = {line.nominee.public_id for line in lines if line.participant.was_there}
    return {
        (who, key): mark
        for who, cells in kept.items()
        if who in there and not cells.get(key) and not cells.get("result") and (who, key) not in changed
    }
