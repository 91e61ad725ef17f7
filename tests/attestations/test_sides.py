"""What the one side does inside its own house neither shows on the other nor holds it up (R01, R07, R15, issue 6)."""

import pytest
from sqlalchemy import select

from tests import make
from tests.attestations import made
from tests.attestations.made import AUTHORITY, FOCAL, MILITARY, NOW, TODAY
from tests.attestations.reviewing import words
from tests.attestations.typed import PDF, sheet
from tests.client import CheckedClient, X, form_of
from tests.letters.box import waiting
from trainingapp.attestations.actions import deciding, sampling, submitting, writing
from trainingapp.attestations.actions.sampling import NothingToFind
from trainingapp.attestations.actions.steps import MovedOn, NotNow
from trainingapp.attestations.models import AttestationFile, LateCaveat
from trainingapp.attestations.queries import verification
from trainingapp.attestations.reports.queue import queue
from trainingapp.attestations.sampling import Finding
from trainingapp.kit.attachments import examined
from trainingapp.kit.db import db
from trainingapp.kit.errors import Refused, Unfit
from trainingapp.readiness.work import keep_up

ABOUT = {"now": NOW, "today": TODAY}


@pytest.fixture
def group(bangladesh):
    return made.ready(bangladesh)


@pytest.fixture
def handed_anew(group) -> str:
    """Accepted; its evidence changed; the State wrote again and handed it on, and has not signed."""
    public_id = made.accepted(group)
    group.withdraw(make.version("CPTM"), range(2))
    submitting.hand_on(public_id, by=FOCAL, **ABOUT)
    db.session.commit()
    return public_id


def hidden(browser: CheckedClient, here: str, action: str) -> dict[str, str]:
    """What the form on an open page carries."""
    form = form_of(browser.get(here).text, f"{here}/{action}")
    return {i.get("name"): i.get("value", "") for i in form.iter(f"{X}input") if i.get("type") == "hidden"}


# --- Nobody signs what they have not seen ----------------------------------------------------------------------------


def test_whoever_signs_has_seen_what_they_sign(group, people):
    """The page was open while it was given back, written anew and handed on again."""
    public_id = made.handed(group)
    here = f"/certifications/{public_id}"
    acts = {one: hidden(people["authority"], here, one) for one in ("sign", "give-back", "withdraw")}
    another = made.speaking_for("BGD", "certifying_authority", "another")
    submitting.give_back(public_id, remark="Name the restrictions.", by=another, **ABOUT)
    made.written(public_id, caveats="some", caveats_text="Not outside the capital")
    submitting.hand_on(public_id, by=FOCAL, **ABOUT)
    db.session.commit()
    for act, sent in acts.items():
        answer = people["authority"].post(
            f"{here}/{act}", data=sent | ({} if act == "sign" else {"remark": "Mend it."})
        )
        assert answer.status_code == 409, act
        assert "since you opened the page: nothing was done" in words(answer.text)
    assert [step.kind for step in made.facts(public_id).steps] == ["handed", "given_back", "handed"]
    assert people["authority"].post_form(here, f"{here}/sign").status_code == 302


def test_whoever_hands_on_has_seen_the_newest_edition(group, people):
    public_id = made.opened(group)
    made.written(public_id)
    db.session.commit()
    here = f"/certifications/{public_id}"
    sent = hidden(people["focal"], here, "hand-on")
    assert people["colleague"].post_form(f"{here}/write", **sheet(remark="Mine")).status_code == 302
    assert people["focal"].post(f"{here}/hand-on", data=sent).status_code == 409
    assert not made.facts(public_id).steps
    # A page that carries nothing was not seen either.
    assert people["focal"].post(f"{here}/hand-on", data=sent | {"seen": ""}).status_code == 409
    assert people["focal"].post_form(here, f"{here}/hand-on").status_code == 302


def test_what_was_seen_is_judged_under_the_lock(group):
    public_id = made.handed(group)
    with pytest.raises(MovedOn):
        submitting.submit(public_id, seen="0.1", by=AUTHORITY, **ABOUT)
    db.session.rollback()
    with pytest.raises(MovedOn):
        submitting.submit(public_id, seen="1.2", by=AUTHORITY, **ABOUT)
    db.session.rollback()
    assert submitting.submit(public_id, seen="1.1", by=AUTHORITY, **ABOUT) == "PDT-BGD-2017-0001"


# --- What the State does inside --------------------------------------------------------------------------------------


def test_a_state_that_hands_on_and_never_signs_does_not_hold_the_return_up(handed_anew):
    deciding.return_(handed_anew, remark="Certify anew.", by=MILITARY, **ABOUT)
    db.session.commit()
    assert made.facts(handed_anew).steps[-1].kind == "returned"


def test_a_refusal_tells_the_secretariat_nothing_of_the_states_own_steps(handed_anew):
    for act in (deciding.accept, deciding.reject):
        with pytest.raises(NotNow) as refused:
            act(handed_anew, remark="No.", by=MILITARY, **ABOUT)
        db.session.rollback()
        assert "Accepted, evidence changed" in str(refused.value.sentence)
    with pytest.raises(NotNow) as refused:
        deciding.take_up(handed_anew, for_=MILITARY, by=MILITARY, **ABOUT)
    assert "signature" not in str(refused.value.sentence)


def test_the_register_its_file_and_the_decision_tell_each_side_its_own_standing(handed_anew, people):
    for page in ("/certifications", f"/certifications/{handed_anew}/decide"):
        said = words(people["military"].get(page).text)
        assert "Accepted, evidence changed" in said, page
        assert "Awaits signature" not in said, page
    assert "Return it for correction" in words(people["military"].get(f"/certifications/{handed_anew}/decide").text)
    number = "PDT-BGD-2017-0001"
    assert number in words(people["military"].get("/certifications?status=reopened").text)
    assert ",reopened," in people["military"].get("/certifications/register.csv").text
    assert number in words(people["focal"].get("/certifications?status=handed").text)
    assert ",handed," in people["focal"].get("/certifications/register.csv").text


# --- A restriction declared late -------------------------------------------------------------------------------------


def test_a_late_restriction_is_told_to_the_reviewer(group):
    """R15."""
    account = make.account("reviewer_military")
    public_id = made.accepted(group)
    before = len(waiting())
    deciding.declare_caveat(public_id, caveat="No night patrols.", by=AUTHORITY, **ABOUT)
    letters = list(waiting())[before:]
    assert [one.to for one in letters] == [account.email]
    assert "restriction" in letters[0].text
    assert "night" not in letters[0].text


@pytest.mark.parametrize("how", ["withdrawn", "returned", "superseded"])
def test_what_does_not_stand_any_more_is_not_restricted(group, people, how):
    public_id = made.accepted(group)
    match how:
        case "withdrawn":
            deciding.withdraw(public_id, remark="Put off.", by=AUTHORITY, **ABOUT)
        case "returned":
            group.withdraw(make.version("CPTM"), [0])
            deciding.return_(public_id, remark="Certify anew.", by=MILITARY, **ABOUT)
        case _:
            later(group)
    db.session.commit()
    assert f"{public_id}/caveat" not in people["authority"].get(f"/certifications/{public_id}").text
    with pytest.raises(Refused):
        deciding.declare_caveat(public_id, caveat="No night patrols.", by=AUTHORITY, **ABOUT)
    assert not db.session.query(LateCaveat).count()


def later(group, *, until: str = "accepted") -> str:
    """A second certification of the same kind, on its way until it is under review or accepted."""
    public_id = made.opened(group, ordinal=2)
    made.written(public_id)
    submitting.hand_on(public_id, by=FOCAL, **ABOUT)
    submitting.submit(public_id, by=AUTHORITY, **ABOUT)
    deciding.take_up(public_id, for_=MILITARY, by=MILITARY, **ABOUT)
    if until == "accepted":
        deciding.accept(public_id, by=MILITARY, **ABOUT)
    db.session.commit()
    return public_id


# --- Who is told, whose it is ----------------------------------------------------------------------------------------


def test_what_is_sent_anew_is_told_to_all_reviewers_of_the_queue(group):
    first = make.account("reviewer_military", "first@example.org")
    make.account("reviewer_military", "second@example.org")
    me = made.reviewer(name=first.public_id)
    public_id = made.under_review(group, "readiness", by=me)
    deciding.return_(public_id, remark="Attach the checklist.", by=me, **ABOUT)
    submitting.hand_on(public_id, by=FOCAL, **ABOUT)
    before = len(waiting())
    submitting.submit(public_id, by=AUTHORITY, **ABOUT)
    assert sorted(one.to for one in list(waiting())[before:]) == ["first@example.org", "second@example.org"]
    before = len(waiting())
    deciding.withdraw(public_id, remark="Put off.", by=AUTHORITY, **ABOUT)
    assert len(list(waiting())[before:]) == 2, "nobody has taken up what was sent anew"


def test_whoever_wrote_an_edition_sees_in_the_queue_that_somebody_else_reviews_it(group):
    turned = made.reviewer(name="wrote it once")
    public_id = made.opened(group)
    made.written(public_id, by=turned)
    made.written(public_id)
    submitting.hand_on(public_id, by=FOCAL, **ABOUT)
    submitting.submit(public_id, by=AUTHORITY, **ABOUT)
    db.session.commit()
    keep_up()
    assert [one.is_own for one in queue(turned, today=TODAY)] == [True]
    assert [one.is_own for one in queue(MILITARY, today=TODAY)] == [False]


# --- What holds acceptance up ----------------------------------------------------------------------------------------


def test_an_older_one_is_not_accepted_after_a_later_one_of_the_same_was(group, people):
    first = made.under_review(group)
    second = later(group)
    said = words(people["military"].get(f"/certifications/{first}").text)
    assert "A later certification of the same kind was accepted before it" in said
    with pytest.raises(Unfit) as refused:
        deciding.accept(first, by=MILITARY, **ABOUT)
    db.session.rollback()
    assert "A later certification" in str(refused.value.problems[0])
    assert made.facts(second).steps[-1].kind == "accepted"
    deciding.reject(first, remark="A later one stands.", by=MILITARY, **ABOUT)


@pytest.mark.parametrize("how", ["missing", "altered"])
def test_a_paper_that_is_not_whole_on_disk_holds_acceptance_up(group, people, app, how):
    """R78: what was signed is what is accepted, byte for byte."""
    public_id = made.opened(group)
    folder = app.config["SETTINGS"].data_dir / "papers"
    folder.mkdir(parents=True, exist_ok=True)
    sent = writing.Sent(PDF, examined(PDF, name="note.pdf"), "note_verbale")
    writing.attach(public_id, sent, folder=folder, most=9, by=FOCAL, now=NOW)
    made.written(public_id)
    submitting.hand_on(public_id, by=FOCAL, **ABOUT)
    submitting.submit(public_id, by=AUTHORITY, **ABOUT)
    db.session.commit()
    taken_up_by_military(public_id)
    kept = folder / db.session.scalars(select(AttestationFile.stored)).one()
    whole = kept.read_bytes()
    kept.unlink()
    if how == "altered":
        kept.write_bytes(b"%PDF-1.4 something else")
    for page in (f"/certifications/{public_id}", f"/certifications/{public_id}/decide"):
        assert "Papers that are missing or no longer what was submitted: 1." in words(people["military"].get(page).text)
    with pytest.raises(Unfit):
        deciding.accept(public_id, by=MILITARY, **ABOUT)
    db.session.rollback()
    kept.unlink(missing_ok=True)
    kept.write_bytes(whole)
    assert deciding.accept(public_id, by=MILITARY, **ABOUT) == public_id


def taken_up_by_military(public_id: str) -> None:
    deciding.take_up(public_id, for_=MILITARY, by=MILITARY, **ABOUT)
    db.session.commit()


@pytest.mark.parametrize("how", ["withdrawn", "rejected"])
def test_no_findings_are_recorded_of_what_was_withdrawn_or_rejected(group, people, how):
    public_id = made.under_review(group)
    sample = sampling.draw_sample(public_id, size=1, seed="0" * 64, by=MILITARY, **ABOUT)
    if how == "withdrawn":
        deciding.withdraw(public_id, remark="Put off.", by=AUTHORITY, **ABOUT)
    else:
        deciding.reject(public_id, remark="Another unit was asked for.", by=MILITARY, **ABOUT)
    db.session.commit()
    (one,) = verification.drawn(verification.sample(MILITARY.scope("attestations.see"), sample).id)
    said = [Finding(one.drawn, "CPTM", "interview", "proved", "")]
    with pytest.raises(NothingToFind):
        sampling.record_findings(sample, said, by=MILITARY, **ABOUT)
    db.session.rollback()
    page = people["military"].get(f"/certifications/samples/{sample}")
    assert page.status_code == 200
    assert f"{sample}/1" not in page.text
    assert people["military"].get(f"/certifications/samples/{sample}/1").status_code == 422
