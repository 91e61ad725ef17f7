"""Who is who, tried at random: merges, undos in any order, corrections, transfers, results and certificates between.

Laws, asked after every act: no fact is ever lost or changed; what is derived is what the facts give; and the same facts
with the same merges standing give the same register to the byte, however it came there. So every undo restores.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from tests import make
from tests.alone import by_itself
from tests.people.test_identity import focal_point
from trainingapp.accounts.rules import Grant, Identity
from trainingapp.certificates import actions as certificates
from trainingapp.certificates.rules import Letterhead
from trainingapp.completions import actions as completions
from trainingapp.completions import queries as told
from trainingapp.completions.models import Completion
from trainingapp.forces import queries as forces
from trainingapp.intake.actions.transfers import accept
from trainingapp.journal import actions as journal
from trainingapp.journal.reports import verify
from trainingapp.kit.db import db
from trainingapp.kit.errors import DomainError
from trainingapp.kit.ids import new_id
from trainingapp.people import actions
from trainingapp.people.models import LikelyDuplicate, Person, PersonNow, PersonWord
from trainingapp.people.naming import Names
from trainingapp.people.queries import recorded, transfers
from trainingapp.people.reports import persons_are_right, words_are_right
from trainingapp.readiness import actions as readiness
from trainingapp.readiness import reports as coverage
from trainingapp.readiness.models import CoverageStep
from trainingapp.records import queries as records

TODAY = date(2017, 12, 31)
BORN = date(1990, 5, 3)
LETTERHEAD = Letterhead(prefix="UNPKT", base_url="https://register.example")
NAMES = ("Alice Uwera", "Uwera Alice", "Alice M. Uwera", "Grace Mugisha", "أليس")
NUMBERS = ("BA-1", "BA-01", "BA 1", "BA-7", "X-1")


def somebody_of(role: str, *states: str) -> Identity:
    return Identity(role, role, tuple(Grant(role, "state", frozenset({one})) for one in states))


FOCAL = focal_point("BGD", "NPL")
OFFICER = somebody_of("training_officer", "BGD", "NPL")


def facts() -> dict[tuple[str, int], tuple[Any, ...]]:
    """Every row of every table whose rows are sealed, and the journal."""
    found = {}
    for table in db.metadata.sorted_tables:
        if "seal" in table.columns or table.name == "journal_entry":
            key = table.c.seq if table.name == "journal_entry" else table.c.id
            for row in db.session.execute(select(key, table)):
                found[table.name, row[0]] = tuple(row[1:])
    return found


def derived() -> dict[str, list[tuple[Any, ...]]]:
    """Everything that is concluded of who is who, and counted by it, but for keys that nothing points at."""
    found = {}
    for model in (PersonNow, PersonWord, LikelyDuplicate, CoverageStep):
        table: Any = model.__table__
        columns = [column for column in table.columns if column.name != "id"]
        found[table.name] = sorted((tuple(row) for row in db.session.execute(select(*columns))), key=repr)
    return found


class Register:
    """Two States with people on common rolls, and everything that may be done about who they are."""

    def __init__(self, draw: Callable[[Any], Any]) -> None:
        self.draw = draw
        self.numbers = count()
        self.standing: list[str] = []
        #: How many acts other than merging and undoing there were.
        self.others = 0
        self.seen: dict[tuple[int, frozenset[str]], Any] = {}
        make.state("NPL", "Nepal", "NP")
        bangladesh = make.state()
        self.people = [
            make.person(bangladesh, "BA-1", "Alice Uwera", born_on=BORN),
            make.person(bangladesh, "BA-01", "Uwera Alice"),
            make.person(bangladesh, "BA-77", "Grace Mugisha", born_on=BORN, sex="unspecified"),
            make.person(bangladesh, "K-9", "Kamrul Hasan", sex="male"),
        ]
        self.rotations = [make.rotation(bangladesh, code) for code in ("BANBAT-4", "BANBAT-5")]
        # Two records of one person stand on one roll, and on two that follow one another.
        for rotation, places in zip(self.rotations, ((0, 1, 2, 3), (1, 2)), strict=True):
            for place in places:
                make.assignment(rotation, self.people[place])
        for person in self.people[:3]:
            certificates.issue_one(
                make.completion(person, make.version()).public_id, letterhead=LETTERHEAD, by=OFFICER, now=make.NOW
            )
        make.completion(self.people[1], make.version("BFA"), date(2017, 10, 2))
        actions.look("BGD", [person.id for person in self.people])
        readiness.refresh(make.NOW)
        db.session.commit()
        self.before = facts()

    # --- What can be done ---------------------------------------------------------------------------------------------

    def person(self) -> Person:
        return self.people[self.draw(st.integers(0, len(self.people) - 1))]

    def version_of(self, person: Person) -> int:
        return recorded.person_of(FOCAL.scope("people.see"), person.public_id).version

    def correct(self) -> None:
        person, name = self.person(), self.draw(st.sampled_from(NAMES))
        actions.correct_name(
            person.public_id,
            Names(full_name=name),
            reason="As in the passport",
            evidence=None,
            version=self.version_of(person),
            by=FOCAL,
            now=make.NOW,
        )

    def change(self) -> None:
        person = self.person()
        field, value = self.draw(
            st.sampled_from(
                [("service_number", number) for number in NUMBERS]
                + [("rank", "Naik"), ("born_on", "1990-05-03"), ("born_on", "1971-01-30"), ("sex", "male")]
            )
        )
        actions.change(
            person.public_id,
            field,
            value,
            holds_from=self.draw(st.dates(date(2016, 1, 1), TODAY)),
            reason="Order 7",
            version=self.version_of(person),
            by=FOCAL,
            now=make.NOW,
            today=TODAY,
        )

    def merge(self) -> None:
        kept, merged = self.person(), self.person()
        self.standing.append(
            actions.merge(
                kept.public_id,
                merged.public_id,
                reason="One man",
                kept_version=self.version_of(kept),
                merged_version=self.version_of(merged),
                by=FOCAL,
                now=make.NOW,
            )
        )

    def undo(self) -> bool:
        """Any merge that stands, the last or not. Gives whether it was decided that they are two."""
        two = self.draw(st.booleans())
        self.undo_one(self.draw(st.sampled_from(self.standing)), two)
        return two

    def undo_one(self, merge: str, two: bool = False) -> None:
        actions.undo_merge(merge, reason="Two men after all", by=FOCAL, now=make.NOW, two_persons=two)
        self.standing.remove(merge)
        with pytest.raises(actions.AlreadyUndone), db.session.begin_nested():
            actions.undo_merge(merge, reason="Again", by=FOCAL, now=make.NOW)

    def apart(self) -> None:
        one, other = self.person(), self.person()
        actions.keep_apart(one.public_id, other.public_id, reason=None, by=FOCAL, now=make.NOW)

    def offer(self) -> None:
        person = self.person()
        to_state = "NPL" if person.state_code == "BGD" else "BGD"
        actions.offer(
            person.public_id, to_state, reason="Naturalised", version=self.version_of(person), by=FOCAL, now=make.NOW
        )

    def answer(self) -> None:
        scope = FOCAL.scope("people.merge")
        offered = [one for one in transfers.offers(scope) if one.transfer.answer is None]
        if not offered:
            return
        chosen = self.draw(st.sampled_from(sorted(offered, key=lambda one: one.transfer.id)))
        said = self.draw(st.sampled_from(["accept", "accept", "decline", "withdraw"]))
        about = chosen.transfer.public_id
        if said == "decline":
            actions.decline(about, reason="Not ours", by=FOCAL, now=make.NOW)
        elif said == "withdraw":
            actions.withdraw_offer(about, reason=None, by=FOCAL, now=make.NOW)
        else:
            stood = sum(one.withdrawn is None for one in told.history_of(chosen.person.id))
            made = accept(about, f"N-{next(self.numbers)}", by=FOCAL, now=make.NOW, today=TODAY)
            person = db.session.scalars(select(Person).where(Person.public_id == made)).one()
            assert len(told.history_of(person.id)) == stood, "what stood is carried over, each once"
            self.people.append(person)

    def train(self) -> None:
        person, n = self.person(), next(self.numbers)
        day = date(2017, 1 + n % 12, 1 + n % 28)
        row = {
            "public_id": new_id(),
            "state_code": person.state_code,
            "person_id": person.id,
            "version_id": make.version(self.draw(st.sampled_from(["CPTM", "BFA"]))).id,
            "completed_on": day,
            "ordinal": 0,
            "result": "pass",
            "valid_through": date(2019, 12, 31),
            "evidence": "recorded",
            "recorded_on": TODAY,
        }
        with journal.entry(
            act="completion.correct", by="tests", now=make.NOW, object_kind="person", object_id=person.public_id
        ) as entry:
            entry.keep(Completion, [row])
        if self.draw(st.booleans()):
            certificates.issue_one(str(row["public_id"]), letterhead=LETTERHEAD, by=OFFICER, now=make.NOW)

    def withdraw(self) -> None:
        found = db.session.scalars(select(Completion.public_id).order_by(Completion.id)).all()
        chosen = found[self.draw(st.integers(0, len(found) - 1))]
        completions.withdraw(chosen, reason="Did not take place", by=OFFICER, now=make.NOW)

    # --- What holds after each ----------------------------------------------------------------------------------------

    def act(self, name: str) -> None:
        people, standing = list(self.people), list(self.standing)
        try:
            with db.session.begin_nested():
                parted = getattr(self, name)()
        except DomainError:
            # Refused, whatever the reason: nothing is left of it.
            self.people, self.standing = people, standing
            assert facts() == self.before
        else:
            self.others += name not in ("merge", "undo") or bool(parted)
        db.session.commit()
        self.check()

    def check(self) -> None:
        now = facts()
        assert all(now.get(key) == row for key, row in self.before.items()), "a fact is lost or another"
        self.before = now
        connection = db.session.connection()
        assert list(persons_are_right(connection)) == []
        assert list(words_are_right(connection)) == []
        readiness.refresh(make.NOW)
        assert list(coverage.differing_rotations()) == []
        found = derived()
        with by_hand():
            for state in ("BGD", "NPL"):
                kept = select(PersonNow.person_id).where(
                    PersonNow.person_id == PersonNow.same_as, PersonNow.state_code == state
                )
                actions.look(state, db.session.scalars(kept).all())
            assert derived()["likely_duplicate"] == found["likely_duplicate"], "looked for anew, others are likely"
        # The one law: the same facts and the same merges give the same register, whichever way it came there.
        key = (self.others, frozenset(self.standing))
        assert self.seen.setdefault(key, found) == found

    def nobody_lost(self) -> None:
        """Whoever looks at the persons there are sees every completion, certificate and line of a roll, each once."""
        kept = db.session.scalars(select(PersonNow.person_id).where(PersonNow.person_id == PersonNow.same_as)).all()
        shown = [one.public_id for key in kept for one in told.history_of(key)]
        assert sorted(shown) == sorted(db.session.scalars(select(Completion.public_id)))
        scope = OFFICER.scope("certificates.see")
        papers = [one.public_id for key in kept for one in records.certificates_of(scope, key)]
        assert sorted(papers) == sorted(row[1] for (table, _key), row in self.before.items() if table == "certificate")
        for rotation in self.rotations:
            lines = forces.roll(FOCAL.scope("people.see"), rotation.id, as_of=TODAY)
            on_it = [row for (table, _key), row in self.before.items() if table == "assignment"]
            assert len({line.person.id for line in lines}) == len(lines) <= len(on_it)


@contextmanager
def by_hand() -> Iterator[None]:
    """A trial inside an act: nothing of it is left."""
    trial = db.session.begin_nested()
    try:
        yield
    finally:
        trial.rollback()
        db.session.expire_all()


ACTS = ["merge", "merge", "merge", "undo", "undo", "correct", "change", "apart", "offer", "answer", "train", "withdraw"]
RANDOM = settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@RANDOM
@given(st.data())
def test_no_fact_is_ever_lost_and_every_undo_restores_the_register_to_the_byte(session, data):
    with by_itself():
        register = Register(data.draw)
        register.check()
        for _ in range(data.draw(st.integers(3, 14))):
            name = data.draw(st.sampled_from(ACTS))
            register.act(name if name != "undo" or register.standing else "merge")
        register.nobody_lost()
        # In the end everything is parted again, in any order: all are who they are by their own facts alone.
        for merge in data.draw(st.permutations(register.standing)):
            try:
                with db.session.begin_nested():
                    register.undo_one(merge)
            except actions.NumberGivenAway:
                continue
            register.check()
        register.nobody_lost()
        if not register.standing:
            assert {row.same_as == row.person_id for row in db.session.scalars(select(PersonNow))} == {True}
        assert verify(db.session.connection(), deep=True).ok


@RANDOM
@given(st.data())
def test_any_tree_of_merges_opens_in_any_order_through_the_states_it_was_built_of(session, data):
    """Chains a <- b <- c, stars, and merges made anew, with nothing told between: the first state is the last."""
    with by_itself():
        register = Register(data.draw)
        register.check()
        first = derived()
        for _ in range(data.draw(st.integers(1, 6))):
            register.act("merge")
        register.nobody_lost()
        for merge in data.draw(st.permutations(register.standing)):
            register.undo_one(merge)
            register.check()
        assert derived() == first
