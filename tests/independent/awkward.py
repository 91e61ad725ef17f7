"""Facts as life makes them, on the rotations of the small demonstration, so that every rule of the count is tried."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import count
from typing import Any

from sqlalchemy import select

from tests import make
from trainingapp.completions.models import (
    Completion,
    CompletionHold,
    CompletionWithdrawal,
    RecordingSuspension,
    RecordingSuspensionEnd,
)
from trainingapp.curricula.models import CurriculumVersion, ValidityDecision, VersionStep
from trainingapp.forces.models import Assignment, AssignmentEnd, Rotation
from trainingapp.journal import actions as journal
from trainingapp.kit.db import db, transaction
from trainingapp.kit.ids import new_id
from trainingapp.people.actions import refresh_now
from trainingapp.people.models import PersonChange, PersonMerge, PersonMergeUndo

WHY = {"reason": "As decided"}


class Awkward:
    """Facts as life makes them, kept through the journal, on rotations of the small demonstration."""

    def __init__(self) -> None:
        self.rotations = {row.code: row for row in db.session.scalars(select(Rotation))}
        self.versions = {(v.curriculum_code, v.label): v for v in db.session.scalars(select(CurriculumVersion))}
        self.number = count(1)

    def keep(self, model: Any, rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        named = {"public_id": new_id} if "public_id" in model.__table__.columns else {}
        made = [{**{name: new() for name, new in named.items()}, **row} for row in rows]
        with (
            transaction(),
            journal.entry(act="test", by="tests", now=make.NOW, object_kind="test", object_id="test") as entry,
        ):
            entry.keep(model, made)
            if model is PersonChange:
                refresh_now([row["person_id"] for row in made])
            if model is PersonMerge:
                refresh_now([key for row in made for key in (row["kept_id"], row["merged_id"])])
        return made

    def lines(self, code: str) -> Sequence[Assignment]:
        """The roll of a rotation."""
        rows = select(Assignment).where(Assignment.rotation_id == self.rotations[code].id).order_by(Assignment.id)
        return db.session.scalars(rows).all()

    def completions(self, code: str, curriculum: str) -> Sequence[Completion]:
        """What the people of a rotation completed of a curriculum."""
        return db.session.scalars(
            select(Completion)
            .join(CurriculumVersion, CurriculumVersion.id == Completion.version_id)
            .where(
                CurriculumVersion.curriculum_code == curriculum,
                Completion.person_id.in_([line.person_id for line in self.lines(code)]),
            )
            .order_by(Completion.id)
        ).all()

    def rolls(self) -> None:
        """Somebody left, somebody was never there, somebody came back as something else."""
        lines = self.lines("RWANQRF-1")
        ends = [
            ("left", date(2017, 10, 3)),
            ("in_error", None),
            ("left", date(2018, 1, 31)),
            ("left", date(2017, 8, 1)),
        ]
        self.keep(
            AssignmentEnd,
            [
                {"state_code": "RWA", "assignment_id": line.id, "kind": kind, "ended_on": on, **WHY}
                for line, (kind, on) in zip(lines[10:14], ends, strict=True)
            ],
        )
        again = [
            ("troops", "battalion_commander", "Lieutenant Colonel"),
            ("staff_officer", None, "Capt."),
            ("troops", None, "Major"),
        ]
        self.keep(
            Assignment,
            [
                {
                    "state_code": "RWA",
                    "rotation_id": line.rotation_id,
                    "person_id": line.person_id,
                    "ordinal": 7,
                    "category": category,
                    "function_code": function,
                    "rank": rank,
                }
                for line, (category, function, rank) in zip(lines[10:13], again, strict=True)
            ],
        )

    def persons(self) -> None:
        """Two rows were one person, in a chain; two were not; somebody's sex was recorded anew, twice."""
        lines = self.lines("SENFPU-1")
        merges = [(0, 1), (2, 0), (5, 6), (7, 8)]
        made = self.keep(
            PersonMerge,
            [
                {
                    "state_code": "SEN",
                    "kept_id": lines[kept].person_id,
                    "merged_id": lines[merged].person_id,
                    "ordinal": 1,
                    "merged_by": "tests",
                    "merged_at": make.NOW,
                    **WHY,
                }
                for kept, merged in merges
            ],
        )
        self.keep(
            PersonMergeUndo,
            [{"state_code": "SEN", "merge_id": made[3]["id"], "undone_by": "tests", "undone_at": make.NOW, **WHY}],
        )
        with transaction():
            refresh_now([lines[7].person_id, lines[8].person_id])
        changes = [
            (20, "female", date(2017, 3, 1)),
            (20, "unspecified", date(2017, 2, 1)),
            (21, "unspecified", date(2017, 5, 1)),
        ]
        self.keep(
            PersonChange,
            [
                {
                    "state_code": "SEN",
                    "person_id": lines[place].person_id,
                    "field": "sex",
                    "value": value,
                    "holds_from": on,
                    "changed_by": "tests",
                    "changed_at": make.NOW,
                    **WHY,
                }
                for place, value, on in changes
            ],
        )

    def recorded(self) -> None:
        """Taken back; looked into; looked into and found right; carried over; on weaker and stronger evidence."""
        some = self.completions("NEPQRF-1", "CPTM")
        self.keep(
            CompletionWithdrawal,
            [
                {
                    "state_code": "NPL",
                    "completion_id": one.id,
                    "kind": "withdrawn",
                    "replaced_by": None,
                    "withdrawn_by": "tests",
                    "withdrawn_at": make.NOW,
                    **WHY,
                }
                for one in some[:9]
            ],
        )
        account = make.account("training_officer", state="NPL")
        held = {"state_code": "NPL", "account_id": account.id, "since": make.NOW, "by_the_register": False}
        suspensions = self.keep(
            RecordingSuspension,
            [{**held, "suspended_by": "tests", "suspended_at": make.NOW, **WHY} for _ in range(2)],
        )
        self.keep(
            CompletionHold,
            [
                {"state_code": "NPL", "suspension_id": one["id"], "completion_id": held.id}
                for one, which in zip(suspensions, (some[12:20], some[18:30]), strict=True)
                for held in which
            ],
        )
        self.keep(
            RecordingSuspensionEnd,
            [
                {
                    "state_code": "NPL",
                    "suspension_id": suspensions[1]["id"],
                    "lifted_by": "tests",
                    "lifted_at": make.NOW,
                    **WHY,
                }
            ],
        )
        lines = self.lines("NEPQRF-1")
        rows = []
        for place, evidence in enumerate(("self_declared", "certified", "verified", "recorded") * 12):
            for code, label, first, days in (
                ("CPTM", "2017", date(2017, 6, 1) + timedelta(days=7 * place), 400),
                ("SEA-ELEARN", "2016", date(2016, 9, 1) + timedelta(days=place), 365),
            ):
                rows.append(self.completed(lines[place], code, label, first, days, evidence=evidence))
        rows += [
            self.completed(lines[60], "CPTM", "2017", date(2017, 7, 1), 700, carried_from=some[12].id),
            self.completed(lines[61], "CPTM", "2017", date(2017, 7, 1), 700, result="attended"),
            self.completed(lines[62], "BFA", "2017", date(2017, 7, 1), 30, result="fail"),
        ]
        self.keep(Completion, rows)

    def completed(
        self, line: Assignment, code: str, label: str, on: date, days: int | None, **more: Any
    ) -> dict[str, Any]:
        return {
            "state_code": line.state_code,
            "person_id": line.person_id,
            "version_id": self.versions[code, label].id,
            "completed_on": on,
            "ordinal": next(self.number) + 10,
            "result": "pass",
            "valid_through": None if days is None else on + timedelta(days=days),
            "evidence": "recorded",
            "recorded_on": max(on, date(2018, 12, 31)),
            **more,
        }

    def versions_and_what_stands_for_them(self) -> None:
        """A version is replaced with a transition, another withdrawn at once; validities change; training is taken in
        place of other training, through two steps, and for a while."""
        steps = [
            ("BFA", "2017", "superseded", date(2018, 5, 1), date(2018, 8, 31)),
            ("CP-MIL", "2014", "superseded", date(2018, 2, 1), None),
            ("CPOC-MIL", "2017", "withdrawn", date(2018, 9, 1), None),
        ]
        decided = {"decided_by": "tests", "decided_at": make.NOW, **WHY}
        self.keep(
            VersionStep,
            [
                {
                    "version_id": self.versions[code, label].id,
                    "kind": kind,
                    "from_on": on,
                    "counts_through": last,
                    **decided,
                }
                for code, label, kind, on, last in steps
            ],
        )
        validities = [
            ("SEA-ELEARN", "2016", "months", 18, "all", date(2017, 10, 1)),
            ("SEA-ELEARN", "2016", "months", 6, "new", date(2017, 3, 1)),
            ("CPTM", "2017", "unlimited", None, "new", date(2017, 9, 1)),
        ]
        self.keep(
            ValidityDecision,
            [
                {
                    "version_id": self.versions[code, label].id,
                    "kind": kind,
                    "months": months,
                    "reaches": reaches,
                    "from_on": on,
                    **decided,
                }
                for code, label, kind, months, reaches, on in validities
            ],
        )
        make.equivalence("CP-MIL", "IHL-IHRL", "MGA", first=date(2017, 6, 1), last=date(2018, 9, 30))
        make.equivalence("SEA-ELEARN", "CP-MIL", first=date(2017, 8, 15), reference="DPKO 2017/2")
        make.equivalence("BFA", "COMBATMEDIC@2017", first=date(2017, 1, 1), reference="DPKO 2017/3")
        lines, rows = self.lines("XCAFPU-1"), []
        for place, evidence in enumerate(("certified", "self_declared", "verified") * 9):
            on = date(2017, 6, 10) + timedelta(days=5 * place)
            rows += [
                self.completed(lines[place], "IHL-IHRL", "2017", on, 300, evidence=evidence),
                self.completed(lines[place], "MGA", "2017", on + timedelta(days=30), 200, evidence="verified"),
                self.completed(lines[place], "MGA", "2017", on + timedelta(days=80), None, evidence="recorded"),
                self.completed(lines[place + 30], "COMBATMEDIC", "2017", on, 120, evidence=evidence),
            ]
        self.keep(Completion, rows)
