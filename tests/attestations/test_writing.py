"""What a State writes on a certification before it signs: nothing is overwritten, nothing is lost (issue 6, 1 to 5)."""

from dataclasses import replace

import pytest

from tests import make
from tests.attestations.made import AUTHORITY, FOCAL, MILITARY, NOW, accepted, facts, ready, speaking_for, submitted
from trainingapp.attestations.actions import writing
from trainingapp.attestations.actions.steps import NotNow
from trainingapp.attestations.actions.writing import ChangedMeanwhile, OpenAlready, Sent
from trainingapp.attestations.queries.words import editions, files
from trainingapp.attestations.wording import Content
from trainingapp.journal.models import JournalEntry
from trainingapp.kit.attachments import examined
from trainingapp.kit.db import db
from trainingapp.kit.errors import Absent, Refused

COLLEAGUE = speaking_for("BGD", name="a colleague")
NEPAL = speaking_for("NPL")
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture
def group(bangladesh):
    return ready(bangladesh)


def begun(group, kind="training", by=FOCAL, **more) -> str:
    made = writing.open_attestation(group.rotation.public_id, kind, by=by, now=NOW, **more)
    db.session.commit()
    return made


def save(public_id: str, edition: int, by=FOCAL, **said) -> bool:
    kept = writing.save_edition(public_id, Content(**said), edition=edition, by=by, now=NOW)
    db.session.commit()
    return kept


def excuse(public_id: str, reasons: dict[str, str], edition: int, by=FOCAL) -> bool:
    kept = writing.set_exceptions(public_id, "BFA", reasons, edition=edition, by=by, now=NOW)
    db.session.commit()
    return kept


def test_a_certification_is_begun_once_for_a_subject_and_a_kind(group):
    first = begun(group)
    with pytest.raises(OpenAlready) as refused:
        begun(group, by=COLLEAGUE)
    assert refused.value.public_id == first
    assert begun(group, "readiness") != first, "another kind is another word (R01, R04)"


def test_after_one_was_accepted_another_may_be_begun(group):
    accepted(group)
    assert facts(begun(group)).ordinal == 2


def test_nobody_begins_one_for_another_state(group):
    make.state("NPL", "Nepal", "NP")
    for stranger in (NEPAL, AUTHORITY, MILITARY):
        with pytest.raises(Absent):
            begun(group, by=stranger)


def test_one_person_is_certified_alone_when_they_deploy_alone(group):
    with pytest.raises(Refused, match="staff officers"):
        begun(group, person=group.people[0].public_id)
    stranger = make.person(make.state(), "S-1")
    with pytest.raises(Refused, match="not on the roll"):
        begun(group, person=stranger.public_id)
    make.assignment(group.rotation, stranger, category="staff_officer")
    made = begun(group, person=stranger.public_id)
    assert (facts(made).person, facts(made).subject) == (stranger.public_id, str(stranger.id))
    assert begun(group) != made, "the rotation itself is another subject"


def test_each_saving_is_an_edition_and_saving_nothing_is_none(group):
    made = begun(group)
    assert save(made, 0, signatory="A")
    assert save(made, 1, signatory="A", function="B")
    acts = db.session.query(JournalEntry).count()
    assert not save(made, 2, signatory="A", function="B")
    assert db.session.query(JournalEntry).count() == acts
    assert [one.content.signatory for one in editions(facts(made).id)] == ["A", "A"]


def test_of_two_who_save_the_second_is_told_unless_both_wrote_the_same(group):
    made = begun(group)
    save(made, 0, signatory="A")
    save(made, 1, signatory="B", by=COLLEAGUE)
    with pytest.raises(ChangedMeanwhile):
        save(made, 1, signatory="C")
    db.session.rollback()
    assert not save(made, 1, signatory="B"), "what the colleague saved is saved"
    assert save(made, 2, signatory="C")


def test_whoever_names_exceptions_does_not_hold_up_whoever_fills_in_the_form(group):
    made = begun(group)
    save(made, 0, signatory="A")
    excuse(made, {group.people[0].public_id: "Higher qualification"}, 1, by=COLLEAGUE)
    assert save(made, 1, signatory="B")
    excuse(made, {group.people[1].public_id: "Ill"}, 2)
    last = editions(facts(made).id)[-1]
    assert last.content.signatory == "B"
    assert [one.reason for one in last.exceptions] == ["Higher qualification", "Ill"]


def test_an_exception_is_changed_and_taken_back_and_the_earlier_ones_stay_readable(group):
    made, first, second = begun(group), group.people[0].public_id, group.people[1].public_id
    excuse(made, {first: "Ill", second: "Ill"}, 0)
    assert not excuse(made, {first: "Ill"}, 1)
    excuse(made, {first: "", second: "On leave"}, 1)
    before, after = editions(facts(made).id)
    assert [one.reason for one in before.exceptions] == ["Ill", "Ill"]
    assert [(one.person, one.reason) for one in after.exceptions] == [(second, "On leave")]


def test_of_two_who_name_exceptions_of_one_curriculum_the_second_is_told(group):
    made, first = begun(group), group.people[0].public_id
    excuse(made, {first: "Ill"}, 0, by=COLLEAGUE)
    with pytest.raises(ChangedMeanwhile):
        excuse(made, {first: "On leave"}, 0)


def test_nobody_who_is_not_on_the_roll_is_an_exception(group):
    made = begun(group)
    with pytest.raises(Refused, match="Not on the roll"):
        excuse(made, {make.person(make.state(), "X-1").public_id: "Ill"}, 0)


def test_nothing_is_written_while_it_waits_for_a_signature_or_a_decision(group):
    made = submitted(group)
    with pytest.raises(NotNow, match="Submitted"):
        save(made, 1, signatory="B")
    with pytest.raises(NotNow):
        excuse(made, {group.people[0].public_id: "Ill"}, 1)


def test_what_was_accepted_is_written_on_only_when_its_evidence_changed(group):
    made = accepted(group)
    with pytest.raises(NotNow, match="Accepted"):
        save(made, 1, signatory="B")
    group.withdraw(make.version("CPTM"), [3])
    assert save(made, 1, signatory="B")


def test_the_secretariat_and_another_state_write_nothing(group):
    made = begun(group)
    make.state("NPL", "Nepal", "NP")
    for stranger in (NEPAL, AUTHORITY, MILITARY):
        with pytest.raises(Absent):
            save(made, 0, by=stranger, signatory="B")


def test_a_paper_is_kept_whole_once_and_taken_out_again(group, tmp_path):
    made = begun(group)
    sent = Sent(PDF, examined(PDF, name="note.pdf"), "note_verbale")

    def attach(one: Sent, most: int = 2) -> str:
        return writing.attach(made, one, folder=tmp_path, most=most, by=FOCAL, now=NOW)

    paper = attach(sent)
    (kept,) = files(facts(made).id)
    assert (tmp_path / kept.stored).read_bytes() == PDF
    assert (kept.name, kept.kind, kept.sha256) == ("note.pdf", "pdf", sent.about.sha256)
    with pytest.raises(Refused, match="attached already"):
        attach(sent)
    attach(replace(sent, paper="own_word"))
    with pytest.raises(Refused, match="At most 2"):
        attach(replace(sent, paper="other"))
    with pytest.raises(Refused, match="kind of paper"):
        attach(replace(sent, paper="leaflet"))
    writing.detach(made, paper, by=FOCAL, now=NOW)
    assert [one.paper for one in files(facts(made).id)] == ["own_word"]
    with pytest.raises(Absent):
        writing.detach(made, paper, by=FOCAL, now=NOW)
    assert (tmp_path / kept.stored).exists()
