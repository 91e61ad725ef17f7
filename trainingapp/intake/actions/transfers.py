"""A State accepts somebody whom another offers: a new person there, with what they completed."""

from collections import Counter
from datetime import date, datetime

from trainingapp.accounts.rules import Identity
from trainingapp.completions.actions import REFUSALS
from trainingapp.completions.models import Completion
from trainingapp.intake.queries.transfers import to_carry
from trainingapp.journal import actions as journal
from trainingapp.kit.db import refusing
from trainingapp.kit.ids import new_id
from trainingapp.people import actions as people
from trainingapp.people.actions.transfers import answer
from trainingapp.people.queries import transfers


def accept(offer_id: str, service_number: str, *, by: Identity, now: datetime, today: date) -> str:
    """Accept an offered person under a service number of the new State; returns the new person's public id.

    A new person is added with the name, sex and birth date as they stand, and everything they completed is kept again
    as rows of the new State, each naming the one it is carried over from: withdrawing that one withdraws it. Rolls and
    certificates stay where they are. Raises Absent, AlreadyAnswered, NumberTaken.
    """
    offered = transfers.offer(by.scope("people.merge"), offer_id)
    transfer = offered.transfer
    with journal.entry(
        act="person.accept",
        by=by.public_id,
        now=now,
        object_kind="offer",
        object_id=offer_id,
        state_code=transfer.to_state,
        details={"offer": offer_id, "state": transfer.state_code},
    ) as entry:
        # Only behind the journal's lock is it certain who that is and what stands.
        person = transfers.offer(by.scope("people.merge"), offer_id).person
        if person.erased:
            raise people.AlreadyAnswered()
        try:
            added = people.add_people(
                entry,
                transfer.to_state,
                [
                    {
                        "service_number": service_number,
                        "family_name": person.family_name,
                        "given_names": person.given_names,
                        "full_name": person.full_name,
                        "original_name": person.original_name,
                        "sex": person.sex,
                        "born_on": person.born_on,
                    }
                ],
            )
        except people.AlreadyKnown as taken:
            raise people.NumberTaken() from taken
        key, public_id = added[service_number]
        # Whoever comes may have served this State before.
        people.look(transfer.to_state, [key])
        answer(
            entry,
            transfer,
            "accepted",
            state=transfer.to_state,
            reason=None,
            by=by,
            now=now,
            person_id=key,
        )
        met: Counter[tuple[int, date]] = Counter()
        rows: list[dict[str, object]] = []
        for one in to_carry(transfer.person_id):
            rows.append(
                {
                    **one._asdict(),
                    "public_id": new_id(),
                    "state_code": transfer.to_state,
                    "person_id": key,
                    # Two results of one day are there where two records became one person.
                    "ordinal": met[one.version_id, one.completed_on],
                    "recorded_on": today,
                    "carried_from": one.id,
                }
            )
            met[one.version_id, one.completed_on] += 1
        with refusing(REFUSALS):
            entry.keep(Completion, rows)
        entry.details["carried"] = len(rows)
    return public_id
