"""However people, evidence and listings come and go: no path leads to *accepted* that must not."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from tests import make
from tests.alone import by_itself
from tests.attestations import made
from tests.attestations.made import NOW, TODAY
from tests.attestations.screened import screened
from trainingapp.accounts.rules import Grant, Identity
from trainingapp.attestations import reports
from trainingapp.attestations.actions import deciding, submitting
from trainingapp.attestations.models import Attestation, AttestationEdition, AttestationStep
from trainingapp.attestations.queries.words import attestation
from trainingapp.completions.models import Completion, CompletionWithdrawal
from trainingapp.kit.db import db
from trainingapp.kit.errors import DomainError
from trainingapp.readiness.work import keep_up
from trainingapp.states.models import Listing, ListingEnd

PERSONS = 3


def somebody(name: str, *roles: str) -> Identity:
    grants = tuple(
        Grant(role, "all") if role.startswith("reviewer") else Grant(role, "state", frozenset({"BGD"}), code="BGD")
        for role in roles
    )
    return Identity(name, name, grants)


#: Whoever might try: some with one role, some with two that must not come together.
PEOPLE = (
    somebody("focal", "focal_point"),
    somebody("another focal", "focal_point"),
    somebody("authority", "certifying_authority"),
    somebody("another authority", "certifying_authority"),
    somebody("both", "focal_point", "certifying_authority"),
    somebody("military", "reviewer_military"),
    somebody("training", "reviewer_training"),
    somebody("police", "reviewer_police"),
    # A submitter who became a reviewer, and a reviewer who speaks for the State.
    somebody("authority", "reviewer_military"),
    somebody("turned", "reviewer_military", "certifying_authority"),
    Identity("nepal", "nepal", (Grant("certifying_authority", "state", frozenset({"NPL"}), code="NPL"),)),
)
STATES_SIDE = made.FOCAL.scope("attestations.see")


class World:
    """A rotation of three with its certification, and what is believed of them without asking the register."""

    def __init__(self, draw: Callable[[Any], Any]) -> None:
        self.draw = draw
        #: Everybody does what is up to them.
        self.well = False
        self.group = made.ready(make.state(), PERSONS)
        self.screening = dict.fromkeys(range(PERSONS), "cleared")
        self.trained = set(range(PERSONS))
        self.recorded = dict.fromkeys(range(PERSONS), 0)
        self.screenings = dict.fromkeys(range(PERSONS), 0)
        self.listing: int | None = None
        self.listings = 0
        #: Evidence was taken away or replaced since the newest submission.
        self.touched = False
        self.public_id = made.opened(self.group)
        self.facts = lambda: attestation(STATES_SIDE, self.public_id)

    def who(self, likely: str) -> Identity:
        """Whoever it is up to, three times of four; or else anybody."""
        usual = next(one for one in PEOPLE if one.public_id == likely)
        if self.well or self.draw(st.sampled_from((True, True, True, False))):
            return usual
        return self.draw(st.sampled_from(PEOPLE))  # type: ignore[no-any-return]

    def act(self, name: str) -> None:
        """Try it; whatever is refused must leave nothing behind."""
        before = self.steps()
        try:
            getattr(self, name)()
        except DomainError:
            db.session.rollback()
            assert self.steps() == before
        db.session.commit()

    def steps(self) -> list[tuple[str, str]]:
        rows = db.session.query(AttestationStep.kind, AttestationStep.stepped_by).order_by(AttestationStep.id)
        return [(kind, by) for kind, by in rows]

    # --- What people do ---

    def write(self) -> None:
        by = self.who("focal")
        if self.status() in ("draft", "returned", "reopened") and by.can("attestations.prepare"):
            made.written(self.public_id, by=by)

    def hand(self) -> None:
        submitting.hand_on(self.public_id, by=self.who("focal"), now=NOW, today=TODAY)

    def give_back(self) -> None:
        submitting.give_back(self.public_id, remark="Mend it.", by=self.who("authority"), now=NOW, today=TODAY)

    def submit(self) -> None:
        submitting.submit(self.public_id, by=self.who("authority"), now=NOW, today=TODAY)
        self.touched = False

    def take(self) -> None:
        deciding.take_up(self.public_id, for_=self.who("military"), by=self.who("military"), now=NOW, today=TODAY)

    def accept(self) -> None:
        deciding.accept(self.public_id, by=self.who("military"), now=NOW, today=TODAY)
        event("accepted")
        self.check_acceptance()

    def return_(self) -> None:
        deciding.return_(self.public_id, remark="Attach the list.", by=self.who("military"), now=NOW, today=TODAY)

    def reject(self) -> None:
        deciding.reject(self.public_id, remark="It is of no use.", by=self.who("military"), now=NOW, today=TODAY)

    def withdraw(self) -> None:
        deciding.withdraw(self.public_id, remark="We do not send them.", by=self.who("authority"), now=NOW, today=TODAY)

    def nothing(self) -> None:
        """A day on which nothing happens."""

    # --- What happens to the evidence ---

    def untrain(self) -> None:
        n = self.draw(st.integers(0, PERSONS - 1))
        if n in self.trained:
            self.withdraw_newest(n)
            self.trained.discard(n)
            self.touched = True

    def withdraw_newest(self, n: int) -> None:
        newest = (
            db.session.query(Completion.id)
            .filter_by(person_id=self.group.people[n].id, version_id=make.newest("CPTM").id, ordinal=self.recorded[n])
            .scalar()
        )
        row = {"completion_id": newest, "kind": "withdrawn", "reason": "It was not held.", "withdrawn_by": "tests"}
        make._keep(CompletionWithdrawal, state_code="BGD", withdrawn_at=NOW, **row)

    def train(self) -> None:
        n = self.draw(st.integers(0, PERSONS - 1))
        if n not in self.trained:
            self.recorded[n] += 1
            version = make.newest("CPTM")
            self.group.record(version, date(2017, 9, 25), "pass", [n], ordinal=self.recorded[n])
            self.trained.add(n)

    def screen(self) -> None:
        n = self.draw(st.integers(0, PERSONS - 1))
        result = self.draw(st.sampled_from(["cleared", "pending", "not_cleared"]))
        if self.screening[n] == "not_cleared":
            return
        self.screenings[n] += 1
        screened(self.group, [n], result, ordinal=self.screenings[n])
        self.screening[n] = result
        self.touched = self.touched or result != "cleared"

    def list_(self) -> None:
        if self.listing is None:
            self.listings += 1
            first = TODAY - timedelta(days=self.listings)
            row = {"report": "CRSV", "listed_from": first, "source": "S/1", "recorded_by": "t", "recorded_at": NOW}
            self.listing = make._keep(Listing, state_code="BGD", **row).id

    def delist(self) -> None:
        if self.listing is not None:
            row = {"listing_id": self.listing, "delisted_on": TODAY, "source": "S/2", "recorded_by": "t"}
            make._keep(ListingEnd, state_code="BGD", recorded_at=NOW, **row)
            self.listing = None

    # --- What must hold ---

    def status(self) -> str:
        db.session.commit()
        keep_up()
        return reports.word(STATES_SIDE, self.public_id).status

    def check_acceptance(self) -> None:
        key = self.facts().id
        steps = db.session.query(AttestationStep.kind, AttestationStep.stepped_by).filter_by(attestation_id=key)
        steps = steps.order_by(AttestationStep.ordinal).all()
        signed = next(by for kind, by in reversed(steps) if kind == "submitted")
        accepted = steps[-1].stepped_by
        wrote = {by for (by,) in db.session.query(AttestationEdition.saved_by).filter_by(attestation_id=key)}
        assert steps[-1].kind == "accepted"
        assert signed not in wrote
        assert accepted not in wrote | {signed}
        assert accepted in ("military", "training")
        assert set(self.screening.values()) == {"cleared"}
        assert self.listing is None
        assert not self.touched
        assert self.trained == set(range(PERSONS))

    def check(self) -> None:
        """Accepted is said only while nothing of the evidence was taken away since it was signed."""
        status = self.status()
        if status == "accepted":
            assert not self.touched
        word = reports.word(STATES_SIDE, self.public_id)
        assert reports.exactly(word.facts).status == status


#: What may come between two steps; *accept* is tried after each.
ACTS = ["write", "hand", "submit", "take", "give_back", "return_", "reject", "withdraw", "nothing", "nothing"]
ACTS += ["untrain", "train", "train", "screen", "screen", "list_", "delist", "delist"]


@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(st.data())
def test_no_path_leads_to_accepted_that_must_not(session, data):
    """Through fewer than two people, with somebody unscreened, for a listed State, on evidence that was replaced."""
    with by_itself():
        world = World(data.draw)
        # Most paths begin well, or hardly any would come near acceptance.
        world.well = True
        for name in ("write", "hand", "submit", "take")[: data.draw(st.sampled_from((4, 4, 4, 4, 2, 0)))]:
            world.act(name)
        world.well = False
        for name in data.draw(st.lists(st.sampled_from(ACTS), min_size=1, max_size=7)):
            for one in (name, "accept"):
                world.act(one)
                world.check()
        assert db.session.query(Attestation).count() == 1
