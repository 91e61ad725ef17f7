"""From a draft to a version in force: two persons, nothing hindered, one version at a time, nothing changed after."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select

from tests import make
from tests.conftest import ROOT
from tests.curricula.test_drafting import core
from trainingapp.accounts.queries import identity_of
from trainingapp.accounts.rules import OPERATOR, Identity
from trainingapp.curricula import drafting, queries
from trainingapp.curricula.actions import drafts, load, publishing
from trainingapp.curricula.models import DraftStep, Lesson, VersionStep
from trainingapp.curricula.queries import drafts as written
from trainingapp.journal.models import JournalEntry
from trainingapp.kit.db import db
from trainingapp.kit.errors import Absent, Conflict, Refused

NOW = datetime(2017, 12, 31, 9, tzinfo=UTC)
DAY = date(2018, 3, 1)


def somebody(role: str, email: str = "") -> Identity:
    found = identity_of(make.account(role, email).id)
    assert found is not None
    return found


@pytest.fixture
def editor(session) -> Identity:
    return somebody("curriculum_editor")


@pytest.fixture
def publisher(session) -> Identity:
    return somebody("curriculum_publisher")


def begun(by: Identity, label: str = "2018", **more: object) -> str:
    raw = drafting.succeeding(core() | more, label)
    based = queries.version("CPTM", "2017")
    return drafts.open_draft(raw, based_on_id=based.id, by=by, now=NOW)


def submitted(by: Identity, label: str = "2018", **more: object) -> written.DraftFacts:
    public_id = begun(by, label, **more)
    drafts.submit(written.draft(public_id), edition=1, by=by, now=NOW)
    return written.draft(public_id)


def published(draft: written.DraftFacts, by: Identity, **more: object) -> str:
    values = {"pilot": False, "first_day": DAY, "counts_through": date(2018, 8, 31), "edition": draft.edition} | more
    return publishing.publish(draft, **values, by=by, now=NOW)  # type: ignore[arg-type]


def test_a_version_is_published_and_takes_the_place_of_the_one_in_force(editor, publisher):
    """R19: the old one counts through its transition."""
    draft = submitted(editor)
    published(draft, publisher)
    new, old = queries.version("CPTM", "2018"), queries.version("CPTM", "2017")
    assert (new.lesson_count, new.minutes, new.standing(DAY)) == (24, 1140, "in_force")
    assert (old.superseded_on, old.transition_until) == (DAY, date(2018, 8, 31))
    assert old.standing(date(2018, 2, 28)) == "in_force"
    assert old.standing(date(2018, 8, 31)) == "transition"
    assert old.standing(date(2018, 9, 1)) == "superseded"
    assert db.session.scalar(select(func.count()).select_from(Lesson).where(Lesson.version_id == new.id)) == 24
    step = db.session.scalars(select(VersionStep)).one()
    assert (step.version_id, step.successor_id, step.kind) == (old.id, new.id, "superseded")
    assert written.draft(draft.public_id).version_id == new.id
    kinds = db.session.scalars(select(DraftStep.kind).order_by(DraftStep.id)).all()
    assert kinds == ["opened", "submitted", "published"]
    acts = db.session.scalars(select(JournalEntry.act).order_by(JournalEntry.seq)).all()
    assert acts[-3:] == ["curriculum.draft", "curriculum.submit", "curriculum.publish"]


def test_who_wrote_on_a_version_does_not_publish_it(editor, publisher):
    """Two persons, whatever roles one of them has."""
    draft = submitted(editor)
    with pytest.raises(publishing.OwnWork):
        published(draft, editor)
    drafts.send_back(draft, remark="A slip.", edition=1, by=publisher, now=NOW)
    draft = written.draft(draft.public_id)
    drafts.save(draft, draft.raw | {"about": "Other."}, edition=1, by=publisher, now=NOW)
    drafts.submit(written.draft(draft.public_id), edition=2, by=editor, now=NOW)
    with pytest.raises(publishing.OwnWork):
        published(written.draft(draft.public_id), publisher)


@pytest.mark.parametrize(
    ("spoil", "where"),
    [
        (lambda raw: raw.pop("minutes"), "minutes"),
        (lambda raw: raw.pop("audience"), "audience"),
        (lambda raw: raw.update(module=[]), "module"),
        (lambda raw: raw["module"][1]["lesson"][2].update(topics=[]), "module 2, human_rights"),
        (lambda raw: raw["module"][1].pop("gender"), "module 2, gender"),
    ],
)
def test_without_hours_audience_lesson_human_rights_and_gender_nothing_is_published(editor, publisher, spoil, where):
    """R09, E1."""
    raw = core()
    spoil(raw)
    draft = submitted(editor, module=raw["module"], **{k: raw[k] for k in ("minutes", "audience") if k in raw})
    if where in ("minutes", "audience"):
        drafts.send_back(draft, remark="Mend.", edition=1, by=publisher, now=NOW)
        draft = written.draft(draft.public_id)
        drafts.save(draft, {k: v for k, v in draft.raw.items() if k != where}, edition=1, by=editor, now=NOW)
        drafts.submit(written.draft(draft.public_id), edition=2, by=editor, now=NOW)
        draft = written.draft(draft.public_id)
    with pytest.raises(publishing.Hindered) as refused:
        published(draft, publisher)
    assert where in {one.where for one in refused.value.hindrances}
    with pytest.raises(Absent):
        queries.version("CPTM", "2018")


def test_a_pilot_leaves_the_version_in_force_until_it_is_published(editor, publisher):
    """E1: the old version stays the required one."""
    draft = submitted(editor, "2030")
    published(draft, publisher, pilot=True, counts_through=None)
    pilot = queries.version("CPTM", "2030")
    assert pilot.standing(DAY) == "pilot"
    assert queries.in_force(DAY)["CPTM"].label == "2017"
    with pytest.raises(publishing.OwnWork):
        publishing.publish_pilot(pilot, first_day=DAY, counts_through=None, by=editor, now=NOW)
    publishing.publish_pilot(pilot, first_day=date(2018, 6, 1), counts_through=date(2018, 6, 30), by=publisher, now=NOW)
    assert queries.in_force(date(2018, 5, 31))["CPTM"].label == "2017"
    assert queries.in_force(date(2018, 6, 1))["CPTM"].label == "2030"
    assert queries.version("CPTM", "2017").standing(date(2018, 6, 30)) == "transition"
    with pytest.raises(publishing.Decided):
        publishing.publish_pilot(
            queries.version("CPTM", "2030"), first_day=DAY, counts_through=None, by=publisher, now=NOW
        )


@pytest.mark.parametrize(
    ("first_day", "counts_through", "said"),
    [
        (date(2017, 5, 2), None, "choose a later first day"),
        (date(2016, 1, 1), None, "choose a later first day"),
        (DAY, date(2018, 2, 28), "is before"),
    ],
)
def test_two_versions_are_never_in_force_on_one_day(editor, publisher, first_day, counts_through, said):
    draft = submitted(editor)
    with pytest.raises(Refused, match=said):
        published(draft, publisher, first_day=first_day, counts_through=counts_through)


def test_a_version_whose_successor_is_known_keeps_its_days(editor, publisher):
    """CP-MIL 2018 takes the place of 2014 on 2018-07-01, by their files."""
    with pytest.raises(Refused, match="choose a later first day"):
        publishing.superseded_by("CP-MIL", date(2018, 6, 1))
    found = publishing.superseded_by("CP-MIL", date(2019, 6, 1))
    assert found is not None
    assert found.label == "2018"
    assert publishing.superseded_by("NOTHING-YET", DAY) is None


def test_nothing_is_superseded_by_the_first_version_of_a_curriculum(editor, publisher):
    draft = submitted(editor, curriculum="ALL-NEW")
    with pytest.raises(Refused, match="No version is superseded"):
        published(draft, publisher)


def test_a_version_is_withdrawn_with_a_day_and_a_reason_once(publisher):
    version = queries.version("BFA", "2017")
    about = {"counts_through": None, "reason": "Unsafe practice.", "by": publisher, "now": NOW}
    with pytest.raises(Refused, match="cannot be withdrawn before"):
        publishing.withdraw(version, from_on=date(2000, 1, 1), **about)
    publishing.withdraw(version, from_on=DAY, **about)
    version = queries.version("BFA", "2017")
    assert version.standing(date(2018, 2, 28)) == "in_force"
    assert version.standing(DAY) == "withdrawn"
    with pytest.raises(publishing.Decided):
        publishing.withdraw(version, from_on=DAY, **about)
    with pytest.raises(Refused, match="choose that day, or a later one"):
        publishing.superseded_by("BFA", date(2018, 2, 1))
    assert publishing.superseded_by("BFA", DAY) is None


def test_two_who_save_at_once_lose_nothing(editor):
    public_id = begun(editor)
    other = somebody("curriculum_editor", "second@example.org")
    first = second = written.draft(public_id)
    assert drafts.save(first, first.raw | {"about": "Mine."}, edition=1, by=editor, now=NOW)
    with pytest.raises(drafts.ChangedMeanwhile):
        drafts.save(second, second.raw | {"about": "Other."}, edition=1, by=other, now=NOW)
    now_there = written.draft(public_id)
    assert (now_there.raw["about"], now_there.edition) == ("Mine.", 2)
    assert other.public_id not in now_there.editors


def test_what_changes_nothing_is_no_saving(editor, publisher):
    draft = written.draft(begun(editor))
    assert not drafts.save(draft, draft.raw, edition=1, by=publisher, now=NOW)
    assert written.draft(draft.public_id).editors == {editor.public_id}


def test_what_is_in_review_or_closed_is_not_edited(editor, publisher):
    draft = submitted(editor)
    with pytest.raises(drafts.NotEditable):
        drafts.save(draft, draft.raw | {"about": "Other."}, edition=1, by=editor, now=NOW)
    published(draft, publisher)
    with pytest.raises(drafts.Closed, match="write a new version"):
        drafts.save(written.draft(draft.public_id), draft.raw, edition=1, by=editor, now=NOW)
    with pytest.raises(Conflict):
        published(written.draft(draft.public_id), publisher)


def test_a_label_is_written_once_and_free_again_when_the_draft_is_dropped(editor):
    public_id = begun(editor)
    with pytest.raises(drafts.Taken):
        begun(editor)
    with pytest.raises(Refused, match="is published and never changes"):
        begun(editor, "2017")
    drafts.drop(written.draft(public_id), edition=1, by=editor, now=NOW)
    assert begun(editor) != public_id


def test_a_remark_stands_on_the_way_of_a_draft(editor, publisher):
    draft = submitted(editor)
    drafts.send_back(draft, remark="Lesson 2.3 is too long.", edition=1, by=publisher, now=NOW)
    returned, _submitted, opened = written.steps(draft)
    assert (returned.kind, returned.remark, returned.by) == (
        "returned",
        "Lesson 2.3 is too long.",
        "curriculum_publisher",
    )
    assert opened.kind == "opened"


def test_a_file_of_a_later_version_is_loaded_beside_what_was_published_here(editor, publisher, tmp_path):
    """Two ways in, one rule: never two in force on one day; what another one superseded is not in the way."""
    published(submitted(editor), publisher)
    text = (ROOT / "curricula" / "cptm-2017.toml").read_text().replace('version = "2017"', 'version = "2019"')
    file = tmp_path / "cptm-2019.toml"
    file.write_text(text.replace("value = 2017-05-02", "value = 2019-01-01"))
    (refused,) = load(tmp_path, by=OPERATOR, now=NOW).refused
    assert "CPTM 2018" in str(refused.message)
    file.write_text(
        text.replace("value = 2017-05-02", "value = 2017-06-01").replace(
            "minutes = {",
            'superseded_on = { value = 2017-07-01, source = "P" }\nminutes = {',
            1,
        )
    )
    (refused,) = load(tmp_path, by=OPERATOR, now=NOW).refused
    assert "CPTM 2017" in str(refused.message)
    version = queries.version("CPTM", "2018")
    publishing.withdraw(
        version, from_on=date(2018, 12, 31), counts_through=None, reason="A trial.", by=publisher, now=NOW
    )
    file.write_text(text.replace("value = 2017-05-02", "value = 2019-01-01"))
    assert load(tmp_path, by=OPERATOR, now=NOW).loaded == ("CPTM@2019",)
