"""The outbox: a letter is written with its act or not at all, leaves once, and its text goes with it."""

from datetime import UTC, datetime, timedelta
from email import policy
from email.parser import BytesParser
from itertools import pairwise

import pytest
from sqlalchemy import select, update

from tests.letters.box import waiting
from tests.make import NOW
from trainingapp.kit.db import transaction
from trainingapp.kit.words import say
from trainingapp.letters import actions, queries, rules, work
from trainingapp.letters.models import Letter

SUBJECT = say("Your account")
BODY = (say("Dear %(name)s,", name="Zoë Ünal"), say("something happened."), say("%(link)s", link="https://x.example/a"))


def write(to: str = "zoe@example.org", **more: object) -> str:
    with transaction():
        return actions.write(to=to, subject=SUBJECT, body=BODY, now=NOW, **more)


def row(session, public_id: str) -> Letter:
    session.expire_all()
    return session.scalars(select(Letter).where(Letter.public_id == public_id)).one()


@pytest.fixture
def folder(app, tmp_path, monkeypatch):
    monkeypatch.setattr(app.config["SETTINGS"], "data_dir", tmp_path)
    return tmp_path / "outbox"


def test_a_letter_is_lost_with_the_transaction_it_was_written_in(session):
    def half_done() -> None:
        with transaction():
            actions.write(to="zoe@example.org", subject=SUBJECT, body=BODY, now=NOW)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        half_done()
    assert waiting() == []


def test_neither_address_nor_text_can_be_read_in_the_database(session):
    content = row(session, write()).content
    assert content is not None
    assert not [word for word in (b"zoe", b"happened", b"x.example") if word in content]
    (letter,) = waiting("zoe@example.org")
    assert "something happened." in letter.text


def test_without_a_mail_server_a_letter_becomes_a_file_and_its_text_goes(session, folder):
    name = write()
    assert work.send() == work.Round(sent=1)
    kept = row(session, name)
    assert (kept.status, kept.content) == ("sent", None)
    made = BytesParser(policy=policy.default).parsebytes((folder / f"{name}.eml").read_bytes())
    assert (made["To"], made["Subject"]) == ("zoe@example.org", "Your account")
    assert made["Message-ID"] == f"<{name}@localhost>"
    assert made["Auto-Submitted"] == "auto-generated"
    assert made.get_content_type() == "text/plain"
    text = made.get_content().replace("\r\n", "\n")
    assert text.startswith("Dear Zoë Ünal,\n\nsomething happened.\n\nhttps://x.example/a\n\n-- \n")
    assert (folder / f"{name}.eml").stat().st_mode & 0o077 == 0


def test_a_letter_that_was_sent_is_not_sent_again(session, folder):
    write()
    assert [work.send().sent for _ in range(3)] == [1, 0, 0]


def test_a_letter_to_nobody_is_thrown_away_and_leaves_no_trace(session, folder):
    write("")
    assert work.send() == work.Round()
    assert session.scalars(select(Letter)).all() == []
    assert not folder.exists()


def test_a_subject_that_tells_anything_about_anybody_is_refused(session):
    with pytest.raises(ValueError, match="subject"):
        actions.write(to="a@b.example", subject=say("For %(name)s", name="Zoë"), body=BODY, now=NOW)
    with transaction():
        actions.write(to="a@b.example", subject=say("%(days)s days left", days=3), body=BODY, now=NOW)
    assert waiting()[0].subject == "3 days left"


def test_a_letter_that_one_worker_has_no_other_takes(session):
    write()
    at = datetime.now(UTC)
    with transaction():
        assert actions.take(at=at)
        assert actions.take(at=at) is None


def test_a_letter_whose_worker_was_killed_is_taken_again_after_its_lease(session):
    write()
    at = datetime.now(UTC)
    with transaction():
        first = actions.take(at=at)
        assert actions.take(at=at + rules.LEASE - timedelta(seconds=1)) is None
        second = actions.take(at=at + rules.LEASE)
        assert first
        assert second
        assert second.attempts == 2
        # Whoever was thought dead and is not changes nothing any more.
        actions.stopped(first, "busy", at=at, within=timedelta(hours=48))
        actions.sent(second, at=at)
    assert row(session, first.public_id).status == "sent"


def test_pauses_grow_and_after_the_set_time_a_letter_is_given_up(session, app):
    name, at, tries = write(), datetime(2030, 1, 1, tzinfo=UTC), []
    within = timedelta(hours=48)
    for _ in range(100):
        with transaction():
            letter = actions.take(at=at)
            assert letter
            tries.append(at)
            if not actions.stopped(letter, "unreachable", at=at, within=within):
                break
        at = row(session, name).next_at
    pauses = [later - earlier for earlier, later in pairwise(tries)]
    assert pauses == sorted(pauses)
    assert pauses[:5] == list(rules.PAUSES)
    assert tries[-1] - tries[0] <= within
    kept = row(session, name)
    assert (kept.status, kept.failure) == ("given_up", "unreachable")
    assert kept.content is not None


def test_a_folder_that_cannot_be_written_stops_the_round_and_keeps_the_letters(session, folder):
    folder.write_text("a file stands in the way")
    names = [write(), write()]
    assert work.send() == work.Round(sent=0, stopped={"folder": 1})
    assert [row(session, name).attempts for name in names] == [1, 0]
    folder.unlink()
    session.execute(update(Letter).values(next_at=NOW))
    session.commit()
    assert work.send().sent == 2


def test_a_letter_of_another_secret_key_is_given_up_and_said_so(session, app, folder, monkeypatch):
    name = write()
    monkeypatch.setitem(app.config, "SECRET_KEY", "another")
    assert work.send() == work.Round(stopped={"locked": 1}, given_up=1)
    assert row(session, name).failure == "locked"


def test_the_outbox_is_told_in_numbers_by_kind_of_failure(session, folder):
    write()
    work.send()
    folder.rename(folder.with_name("elsewhere"))
    folder.write_text("in the way")
    write()
    write()
    work.send()
    stands = queries.outbox()
    assert (stands.waiting, stands.sent, stands.given_up) == (2, 1, 0)
    assert [(one.failure, one.waiting, one.given_up) for one in stands.stopped] == [("folder", 1, 0)]
    assert stands.last_sent_at is not None


def test_what_was_given_up_can_be_sent_again_and_the_journal_says_who_asked(session, app, folder, monkeypatch):
    name = write()
    with monkeypatch.context() as other:
        other.setitem(app.config, "SECRET_KEY", "another")
        work.send()
    with transaction():
        assert actions.send_again("locked", by="somebody", now=NOW) == 1
    assert work.send().sent == 1
    assert row(session, name).status == "sent"


def test_rows_go_some_days_after_they_ended_and_what_waits_stays(session, folder):
    ended, waits = write(), None
    work.send()
    waits = write()
    session.execute(update(Letter).where(Letter.public_id == ended).values(ended_at=NOW - timedelta(days=31)))
    session.execute(update(Letter).where(Letter.public_id == waits).values(next_at=datetime(2100, 1, 1, tzinfo=UTC)))
    session.commit()
    work.send_waiting()
    assert session.scalars(select(Letter.public_id)).all() == [waits]


def test_lines_are_cut_between_words_and_addresses_never(app):
    link = "https://register.example/invitation/" + "x" * 43 + "/" + "y" * 40
    text = rules.laid_out([say("word " * 40), say("%(link)s", link=link)], home="https://r.example", gettext=str)
    lines = text.splitlines()
    assert link in lines
    assert all(len(line) <= rules.WIDTH for line in lines if line != link)
