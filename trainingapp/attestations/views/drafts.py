"""The State's desk: a certification is begun, its form is filled in, papers are attached."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

from flask import current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from trainingapp.accounts import queries as accounts
from trainingapp.accounts.acting import carried_out
from trainingapp.accounts.identity import current_identity
from trainingapp.accounts.readings import looked_at
from trainingapp.attestations import comparing, reports
from trainingapp.attestations.actions import writing
from trainingapp.attestations.actions.steps import NotNow
from trainingapp.attestations.checklist import checklist, items_for
from trainingapp.attestations.comparing import Difference
from trainingapp.attestations.forms.writing import BeginForm, PaperForm, SheetForm, TurnForm, sheet_form, values_of
from trainingapp.attestations.queries.words import AttestationFacts, Wanted
from trainingapp.attestations.reports import Drafted
from trainingapp.attestations.reports.papers import FOLDER
from trainingapp.attestations.rules import CLOSED, KINDS, PAPERS, STATUSES
from trainingapp.attestations.signing import problems
from trainingapp.attestations.views.parts import bp
from trainingapp.attestations.wording import Content
from trainingapp.forces import queries as forces
from trainingapp.forces.queries import RollLine
from trainingapp.kit.attachments import examined
from trainingapp.kit.clock import now, today
from trainingapp.kit.errors import Absent, DomainError
from trainingapp.kit.policy import requires
from trainingapp.kit.words import Sentence, say
from trainingapp.readiness.queries import facts as readiness
from trainingapp.readiness.rules import Gap
from trainingapp.readiness.standings import PersonStanding, Who
from trainingapp.readiness.work import keep_up
from trainingapp.requirements import queries as requirements
from trainingapp.requirements.rules import statement_on

Answer = Response | tuple[str, int]

#: How many reasons for a gap the form tells, and how many persons it names for each; the page of exceptions names all.
REASONS, NAMED = 3, 3
#: What is certified of one person: a unit's readiness is not theirs.
OF_ONE = ("training", "screening")


@bp.route("/certifications/new/<rotation_id>", methods=["GET", "POST"])
@requires("attestations.prepare")
def begin(rotation_id: str) -> Answer:
    """Begin a certification of a rotation, or go on with one that is open."""
    return _begun(rotation_id, None)


@bp.route("/certifications/new/<rotation_id>/<officer_id>", methods=["GET", "POST"])
@requires("attestations.prepare")
def begin_person(rotation_id: str, officer_id: str) -> Answer:
    """Begin a certification of one person who deploys alone: a staff officer, an observer, a police officer."""
    return _begun(rotation_id, officer_id)


def _begun(rotation_id: str, person_id: str | None) -> Answer:
    identity = current_identity()
    scope = identity.scope("attestations.prepare")
    found = forces.rotation(scope, rotation_id, as_of=today())
    roll = forces.roll(identity.scope("people.see"), found.id, as_of=found.deploys_on)
    alone = [line for line in roll if line.category in writing.ONE_BY_ONE]
    one: RollLine | None = None
    if person_id is not None:
        one = next((line for line in alone if line.person.public_id == person_id), None)
        if one is None:
            raise Absent()
    keep_up()
    about = one.person.public_id if one else None
    there = [word for word in reports.words(scope, Wanted(rotations=[found.id])) if word.facts.person == about]
    going_on = {word.facts.kind for word in there if word.status not in CLOSED}
    form = BeginForm.from_request()
    form.offer([kind for kind in (OF_ONE if one else KINDS) if kind not in going_on])

    def do() -> str:
        return writing.open_attestation(rotation_id, form.kind.data, person=person_id, by=identity, now=now())

    made = carried_out(form, do)
    if made.done:
        return redirect(url_for("attestations.write", attestation_id=made.answer))
    if isinstance(made.refusal, writing.OpenAlready):
        flash(made.refusal.sentence.through(_))
        return redirect(url_for("attestations.attestation", attestation_id=made.refusal.public_id))
    shown = [one] if one else alone
    looked_at([line.person.state_code for line in shown], object_kind="rotation", object_id=found.public_id)
    page = render_template(
        "attestations/begin.html",
        form=form,
        rotation=found,
        one=one,
        alone=alone if one is None else (),
        there=there,
        kinds=KINDS,
        statuses=STATUSES,
    )
    return page, made.status


# --- The form --------------------------------------------------------------------------------------------------------


@bp.route("/certifications/<attestation_id>/write", methods=["GET", "POST"])
@requires("attestations.prepare")
def write(attestation_id: str) -> Answer:
    """The form: what is known, what the State says, and what still stands against a signature.

    About thirty statements, whatever the roll.
    """
    found = _open(attestation_id)
    if isinstance(found, Response):
        return found
    identity = current_identity()
    desk = _desk(found)
    form = _form(found, desk)

    def do() -> str:
        content = form.content
        if form.do.data == "recorded":
            content = replace(content, claims=_recorded(desk))
        return (
            "saved"
            if writing.save_edition(attestation_id, content, edition=form.seen, by=identity, now=now())
            else "kept"
        )

    made = carried_out(form, do)
    if made.done:
        flash(_("Saved.") if made.answer == "saved" else _("Nothing was changed."), "success")
        return redirect(url_for("attestations.write", attestation_id=attestation_id))
    differing: Sequence[Difference] = ()
    if isinstance(made.refusal, writing.ChangedMeanwhile):
        # Both texts side by side; what was typed stays in the form, on top of the colleague's edition.
        desk = _desk(found)
        differing = comparing.differences(comparing.said(_content(desk)), comparing.said(form.content))
        form.edition.data = str(_edition(desk))
    return _page(found, desk, form, _paper_form(), differing=differing), made.status


@bp.post("/certifications/<attestation_id>/papers")
@requires("attestations.prepare")
def attach(attestation_id: str) -> Answer:
    """Attach a paper: a PDF, a JPEG or a PNG by its content, kept under a name of its own."""
    found = _open(attestation_id)
    if isinstance(found, Response):
        return found
    form = _paper_form()

    def do() -> str:
        file = cast(FileStorage, form.file.data)
        content = file.read()
        sent = writing.Sent(content, examined(content, name=file.filename or ""), form.paper.data)
        most = current_app.config["SETTINGS"].evidence_files
        return writing.attach(attestation_id, sent, folder=papers_folder(), most=most, by=current_identity(), now=now())

    made = carried_out(form, do)
    if made.done:
        flash(_("The paper is attached."), "success")
        return redirect(url_for("attestations.write", attestation_id=attestation_id, _anchor="papers"))
    desk = _desk(found)
    return _page(found, desk, _form(found, desk, fresh=True), form), made.status


@bp.post("/certifications/<attestation_id>/papers/<paper_id>/take-out")
@requires("attestations.prepare")
def detach(attestation_id: str, paper_id: str) -> Answer:
    """Take a paper out before the certification is sent."""
    found = _open(attestation_id)
    if isinstance(found, Response):
        return found
    form = TurnForm.from_request()

    def do() -> None:
        writing.detach(attestation_id, paper_id, by=current_identity(), now=now())

    made = carried_out(form, do)
    flash(_("The paper was taken out.") if made.done else _refusal(made.refusal), "success" if made.done else "error")
    return redirect(url_for("attestations.write", attestation_id=attestation_id, _anchor="papers"))


def papers_folder() -> Path:
    """Where papers are kept."""
    folder: Path = current_app.config["SETTINGS"].data_dir / FOLDER
    return folder


# --- What stands on the desk -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Cure:
    """One thing that stands against a signature, and the page or place where it is mended."""

    sentence: Sentence
    url: str | None


def cures(found: AttestationFacts, desk: Drafted, *, here: str = "") -> list[Cure]:
    """Everything that stands against a signature, each with a link to its cure; `here` is the form's address."""
    if desk.edition is None:
        return [Cure(say("Nothing is saved yet: look through the form, and save it."), f"{here}#sheet")]
    against = problems(desk.sheet)
    silent = [item for item in desk.sheet.items if item not in desk.sheet.content.answers]
    told = [
        Cure(_named(place, sentence), _cure(found, place, sentence, here))
        for place, sentences in against.items()
        for sentence in sentences
        if place.removeprefix("item:") not in silent
    ]
    if silent:
        words = say(
            "Not answered: %(items)s of %(all)s items of the checklist.", items=len(silent), all=len(desk.sheet.items)
        )
        told.append(Cure(words, f"{here}#answer-{silent[0]}-0"))
    return told


def _named(place: str, sentence: Sentence) -> Sentence:
    """What is wrong, with the item of the checklist that it is about."""
    texts = {f"item:{item.code}": item.text for item in checklist().items}
    return say("“%(item)s” %(problem)s", item=say(texts[place]), problem=sentence) if place in texts else sentence


def _cure(found: AttestationFacts, place: str, sentence: Sentence, here: str) -> str | None:
    kind, _colon, code = place.partition(":")
    match kind:
        case "roll":
            return url_for("forces.rotation", rotation_id=found.rotation)
        case "screening":
            return url_for("attestations.screening", rotation_id=found.rotation)
        case "line" if "claimed" not in sentence.values and sentence.values.keys() != {"code"}:
            return url_for("attestations.exceptions", attestation_id=found.public_id, code=code)
        case "line":
            return f"{here}#claim-{code}"
        case "paper":
            return f"{here}#papers"
        case "item":
            return f"{here}#answer-{code}-0"
        case "statement":
            return f"{here}#state-{code}"
        case "caveats":
            return f"{here}#caveats-0"
    return f"{here}#{place}"


def _open(attestation_id: str) -> AttestationFacts | Response:
    """The certification, when the State may write on it; or the way to its page, where it says why not."""
    try:
        return writing.writable(attestation_id, current_identity())
    except NotNow as refusal:
        flash(refusal.sentence.through(_), "error")
        return redirect(url_for("attestations.attestation", attestation_id=attestation_id))


def _desk(found: AttestationFacts) -> Drafted:
    return reports.drafted(found, names=current_identity().scope("people.see"), today=today())


def _content(desk: Drafted) -> Content:
    return desk.edition.content if desk.edition else Content()


def _edition(desk: Drafted) -> int:
    return desk.edition.ordinal if desk.edition else 0


def _recorded(desk: Drafted) -> Mapping[str, int]:
    return {code: tally.held for code, tally in desk.known.lines.items()}


def _form(found: AttestationFacts, desk: Drafted, *, fresh: bool = False) -> SheetForm:
    items = items_for(found.kind, deploys_on=found.deploys_on)
    recorded = _recorded(desk) if found.kind != "screening" else {}
    made = sheet_form(found.kind, list(recorded), items)
    values = values_of(_content(desk), recorded) | {"edition": str(_edition(desk))}
    form = made(formdata=None, **values) if fresh else made.from_request(**values)
    form.offer()
    return form


def _paper_form() -> PaperForm:
    form = PaperForm.from_request()
    form.offer(megabytes=current_app.config["SETTINGS"].evidence_megabytes)
    return form


def _page(
    found: AttestationFacts,
    desk: Drafted,
    form: SheetForm,
    paper_form: PaperForm,
    *,
    differing: Sequence[Difference] = (),
) -> str:
    lines = desk.known.lines if found.kind != "screening" else {}
    lacking = {code: _told(desk.known.lacking(code)) for code, tally in lines.items() if tally.gap}
    named = {one.public_id for told in lacking.values() for part in told for one in part.named}
    alone = next((one.who for one in desk.known.persons), None) if found.person_id else None
    looked_at({found.state_code: len(named | ({alone.public_id} if alone else set()))}, **about(found))
    stated = statement_on(
        requirements.statements(), mission=found.mission, unit_type=found.unit_type_code, day=found.deploys_on
    )
    saved_by = desk.edition.saved_by if desk.edition else ""
    return render_template(
        "attestations/write.html",
        found=found,
        kinds=KINDS,
        alone=alone,
        desk=desk,
        form=form,
        paper_form=paper_form,
        papers=desk.papers,
        paper_words=PAPERS,
        signs_too=found.state_code in current_identity().scope("attestations.sign").states,
        may_take_out=True,
        differing=differing,
        cures=cures(found, desk),
        lines=lines,
        lacking=lacking,
        most=REASONS,
        justified={code: len(said) for code, said in desk.sheet.exceptions.items()},
        titles=readiness.curriculum_titles(),
        stated=stated,
        saved_by=accounts.names_of({saved_by}).get(saved_by, "") if saved_by else "",
        statuses=STATUSES,
    )


@dataclass(frozen=True, slots=True)
class Lacking:
    """Persons who lack something for the same reason: how many, and the first of them."""

    why: Sentence
    persons: int
    named: Sequence[Who]


def _told(lacking: Sequence[tuple[PersonStanding, Gap]]) -> list[Lacking]:
    """Those who lack something by why, the most frequent reason first."""
    parts: dict[Sentence, list[PersonStanding]] = {}
    for one, gap in lacking:
        parts.setdefault(gap.sentence, []).append(one)
    told = sorted(parts.items(), key=lambda part: -len(part[1]))
    return [Lacking(why, len(some), [one.who for one in some[:NAMED] if one.who]) for why, some in told[:REASONS]]


def about(found: AttestationFacts) -> dict[str, Any]:
    """What a reading of a certification's page is about."""
    return {"object_kind": "attestation", "object_id": found.public_id}


def _refusal(refusal: DomainError | None) -> str:
    return refusal.sentence.through(_) if refusal else _("The page is out of date. Reload it and send the form again.")
