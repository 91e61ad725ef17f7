"""What stands for a curriculum counts on its days, in the figures and in the sentences (R52, E12)."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from tests import make
from tests.readiness.conftest import battalion
from trainingapp.accounts.rules import OPERATOR
from trainingapp.curricula.actions import deciding
from trainingapp.curricula.models import CurriculumVersion
from trainingapp.curricula.recognition import Part, Recognition
from trainingapp.kit.db import db
from trainingapp.readiness import actions, listing, reports
from trainingapp.readiness.coverage import Question
from trainingapp.readiness.recognised import with_recognised
from trainingapp.readiness.reports.consequences import of_superseding
from trainingapp.readiness.rules import Gap, Held, Record, standing

EVERYTHING = OPERATOR.scope("gaps.see")
DAYS = st.dates(min_value=date(2017, 1, 1), max_value=date(2017, 3, 31))
APRIL = date(2017, 4, 10)


def record(curriculum: str, first: date, last: date | None, version: str = "1", **more: object) -> Record:
    return Record(curriculum, version, first, "pass", "practical", last, **more)  # type: ignore[arg-type]


RECORDS = st.builds(
    lambda curriculum, version, first, length, result: Record(
        curriculum, version, first, result, "practical", first + timedelta(length)
    ),
    st.sampled_from(["A", "B", "T"]),
    st.sampled_from(["1", "2"]),
    DAYS,
    st.integers(0, 40),
    st.sampled_from(["pass", "pass", "fail"]),
)


@given(
    st.lists(RECORDS, max_size=7),
    st.sampled_from([(Part("A"), Part("B")), (Part("A", "1"),), (Part("B"), Part("A", "2"))]),
    DAYS,
    st.none() | st.integers(0, 60),
    DAYS,
)
def test_held_when_every_part_is_held_on_a_day_of_the_equivalence(records, parts, first, length, asked) -> None:
    """Against counting it out for one day."""
    last = None if length is None else first + timedelta(length)
    by_code: dict[str, tuple[Record, ...]] = {}
    for one in records:
        by_code[one.curriculum] = (*by_code.get(one.curriculum, ()), one)
    found = with_recognised(by_code, [Recognition("T", parts, first, last, "DPKO", "ref")])

    def counted(code: str, version: str | None = None) -> bool:
        return any(
            one.result == "pass" and one.completed_on <= asked <= one.last
            for one in records
            if one.curriculum == code and version in (None, one.version)
        )

    by_others = first <= asked <= (last or date.max) and all(counted(part.curriculum, part.version) for part in parts)
    now = standing(found.get("T", ()), as_of=asked)
    assert isinstance(now, Held) == (counted("T") or by_others)
    if isinstance(now, Held) and not counted("T"):
        assert now.recognised is not None


def test_the_sentence_names_what_it_rests_on_and_under_what() -> None:
    stands = Recognition("C-IED", (Part("AU-CIED"),), date(2017, 7, 1), None, "DPKO", "Re-hatting order 12")
    held = with_recognised({"AU-CIED": (record("AU-CIED", APRIL, date(2017, 10, 10), "2015"),)}, [stands])
    now = standing(held["C-IED"], as_of=date(2017, 10, 10))
    assert isinstance(now, Held)
    assert (now.first, now.through) == (date(2017, 7, 1), date(2017, 10, 10))
    assert str(now.recognised) == "by AU-CIED 2015 (2017-04-10), recognised under Re-hatting order 12"
    gone = standing(held["C-IED"], as_of=date(2017, 10, 11))
    assert isinstance(gone, Gap)
    assert (gone.reason, "AU-CIED 2015" in str(gone.sentence)) == ("expired", True)
    early = standing(held["C-IED"], as_of=date(2017, 6, 30))
    assert str(early.sentence) == "Recognised later, from 2017-07-01 on."  # type: ignore[union-attr]


def test_what_stands_for_a_part_counts_for_the_whole() -> None:
    b = Recognition("B", (Part("A"),), date(2017, 1, 1), None, "DPKO", "one")
    c = Recognition("C", (Part("B"), Part("X")), date(2017, 2, 1), None, "DPKO", "two")
    own = {"A": (record("A", date(2017, 1, 10), None),), "X": (record("X", date(2017, 1, 20), date(2017, 3, 1)),)}
    now = standing(with_recognised(own, [b, c])["C"], as_of=date(2017, 2, 10))
    assert isinstance(now, Held)
    assert (now.first, now.through) == (date(2017, 2, 1), date(2017, 3, 1))


def test_re_hatted_troops_count_from_the_transfer_of_authority_until_it_expires(bangladesh):
    """E12: C-IED of 2017-04-10 for six months, recognised from 2017-07-01: held through 2017-10-10, then new gaps."""
    version = make.version("AU-CPTM", "2015", pass_kind="practical", pass_mark=None)
    make.version("CPTM", "2017")
    group = battalion(bangladesh, 5, deploys_on=date(2017, 7, 1), ends_on=date(2018, 6, 30))
    group.record(version, APRIL, "pass", range(4), valid_through=date(2017, 10, 10))
    public_id = make.equivalence("CPTM", "AU-CPTM", first=date(2017, 7, 1))

    def held(day: date) -> int:
        actions.refresh(make.NOW)
        question = Question(day, 180, rotation=group.rotation.public_id)
        return reports.coverage(EVERYTHING, question, by="rotation").totals.cells["CPTM"].held

    assert [held(day) for day in (date(2017, 7, 1), date(2017, 10, 10), date(2017, 10, 11))] == [4, 4, 0]
    assert list(reports.differing_rotations()) == []
    judged = reports.of_rotation(EVERYTHING, group.rotation.public_id, as_of=date(2017, 9, 1), names=EVERYTHING)
    assert judged.standing.tallies["CPTM"].held == 4
    rows = listing.rows_of_persons(judged.standing, state="BGD", mission="MINUSCA", rotation="BANBAT-4")
    told = next(row for row in rows if row["curriculum"] == "CPTM" and row["held"])
    assert (told["version"], told["completed_on"]) == (None, None)
    assert told["explanation"] == "by AU-CPTM 2015 (2017-04-10), recognised under DPKO 2017/1"
    # A version that stands for another matters to whoever needs that other one.
    found = of_superseding(version.id, counts_through=date(2017, 8, 31))
    assert (found.total.sooner, found.total.persons, found.total.first) == (4, 4, date(2017, 9, 1))
    deciding.end_equivalence(
        public_id, from_on=date(2018, 1, 1), reason="Over.", by=OPERATOR, now=make.NOW, today=date(2017, 12, 31)
    )
    db.session.commit()
    assert held(date(2017, 10, 10)) == 4, "days before its end are judged as they were"
    group.record(version, date(2017, 12, 1), "pass", [4], valid_through=date(2018, 5, 31))
    assert [held(day) for day in (date(2017, 12, 31), date(2018, 1, 1))] == [1, 0]


def test_one_more_equivalence_makes_the_steps_anew_and_nothing_else_costs_more(bangladesh, statements):
    group = battalion(bangladesh, 3)
    make.version("AU-A", "2015")
    group.pass_all(db.session.scalars(select(CurriculumVersion).filter_by(curriculum_code="AU-A")).one(), APRIL)
    actions.refresh(make.NOW)
    make.equivalence("CPTM", "AU-A")
    assert actions.refresh(make.NOW).everything
    public_id = group.rotation.public_id
    with statements() as seen:
        reports.of_rotation(EVERYTHING, public_id, as_of=date(2017, 12, 31), names=EVERYTHING)
    assert len(seen) == 13


def test_the_record_and_the_transcript_tell_by_what(client, bangladesh):
    version = make.version("AU-CPTM", "2015", pass_kind="practical", pass_mark=None)
    make.version("CPTM", "2017")
    group = battalion(bangladesh, 2, deploys_on=date(2017, 7, 1), ends_on=date(2018, 6, 30))
    group.record(version, APRIL, "pass", valid_through=date(2018, 10, 10))
    make.equivalence("CPTM", "AU-CPTM", first=date(2017, 7, 1))
    make.account("focal_point", "focal@bgd.example", state="BGD")
    client.sign_in("focal@bgd.example")
    address = f"/people/{group.people[1].public_id}"
    page = client.get(f"{address}?as_of=2017-12-01").text
    assert "by AU-CPTM 2015 (10\u00a0Apr\u00a02017), recognised under DPKO 2017/1" in page
    told = client.get(f"{address}/transcript.json?as_of=2017-12-01").get_json()
    (held,) = [one for one in told["requirements"] if one["curriculum"] == "CPTM"]
    assert (held["held"], held["version"], held["held_through"]) == (True, None, "2018-10-10")
    assert held["explanation"] == "by AU-CPTM 2015 (2017-04-10), recognised under DPKO 2017/1"
    assert client.get(f"{address}/transcript.pdf?as_of=2017-12-01").data.startswith(b"%PDF")
