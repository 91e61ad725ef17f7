"""What a certificate is worth on a day (E3): computed when it is asked for, from facts that never change."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from trainingapp.certificates.rules import STATUSES, UNKNOWN, Facts, Letterhead, Standing, status

#: CP-MIL 2014 completed on 2017-06-01; its version counts through the transition, 2019-01-01 (E3, R19).
CP_MIL = Facts(valid_through=date(2019, 6, 1), counts_until=date(2019, 1, 1))
SOME_DAYS = st.dates(date(2017, 1, 1), date(2017, 3, 1))
MAYBE = st.none() | SOME_DAYS
ALL_FACTS = st.builds(
    Facts, valid_through=MAYBE, counts_until=MAYBE, revoked_on=MAYBE, reason=st.just("Why"), withdrawn_on=MAYBE
)


def test_a_child_protection_certificate_is_valid_in_2018_and_superseded_in_2019_e3():
    assert status(CP_MIL, date(2018, 6, 1)).status == "valid"
    assert status(CP_MIL, date(2019, 1, 1)) == Standing("valid", date(2019, 1, 1))
    assert status(CP_MIL, date(2019, 2, 1)) == Standing("superseded", date(2019, 1, 1))


def test_the_last_day_counts_and_the_next_does_not():
    facts = Facts(valid_through=date(2019, 9, 25))
    assert status(facts, date(2019, 9, 25)).status == "valid"
    assert status(facts, date(2019, 9, 26)) == Standing("expired", date(2019, 9, 25))


def test_of_two_ends_by_the_calendar_the_first_is_told_and_on_one_day_expiry():
    end = date(2018, 1, 1)
    later = end + timedelta(days=30)
    assert status(Facts(valid_through=end, counts_until=later), date(2019, 1, 1)).status == "expired"
    assert status(Facts(valid_through=later, counts_until=end), date(2019, 1, 1)).status == "superseded"
    assert status(Facts(valid_through=end, counts_until=end), date(2019, 1, 1)).status == "expired"


def test_a_revocation_holds_from_its_day_on_and_gives_its_reason():
    facts = Facts(valid_through=date(2019, 9, 25), revoked_on=date(2017, 12, 10), reason="False attendance")
    assert status(facts, date(2017, 12, 9)).status == "valid"
    assert status(facts, date(2017, 12, 10)) == Standing("revoked", date(2017, 12, 10), "False attendance")
    assert status(facts, date(2030, 1, 1)).status == "revoked"


def test_an_act_of_an_official_outweighs_the_calendar():
    long_over = Facts(valid_through=date(2015, 1, 1), counts_until=date(2015, 1, 1), withdrawn_on=date(2017, 12, 10))
    assert status(long_over, date(2018, 1, 1)).status == "withdrawn"
    both = Facts(valid_through=None, withdrawn_on=date(2017, 12, 10), revoked_on=date(2017, 12, 10), reason="Why")
    assert status(both, date(2018, 1, 1)).status == "revoked"


def test_a_withdrawn_training_never_counted_on_any_day():
    facts = Facts(valid_through=None, withdrawn_on=date(2017, 12, 10))
    assert status(facts, date(2017, 10, 1)) == Standing("withdrawn", date(2017, 12, 10))


@given(ALL_FACTS, SOME_DAYS)
def test_every_standing_has_a_word_and_a_whole_sentence(facts: Facts, day: date):
    standing = status(facts, day)
    assert standing.word == STATUSES[standing.status]
    said = str(standing.sentence)
    assert said.endswith(".")
    assert "%" not in said
    if standing.on is not None:
        assert standing.on.isoformat() in said


@given(ALL_FACTS, SOME_DAYS)
def test_what_once_ceased_to_be_valid_never_becomes_valid_again(facts: Facts, day: date):
    if status(facts, day).status != "valid":
        assert status(facts, day + timedelta(days=1)).status != "valid"


def test_a_number_that_was_never_issued_is_unknown_and_says_what_to_do():
    assert "ever issued" in str(UNKNOWN.sentence)


def test_the_link_is_the_address_of_the_register_and_the_public_id():
    assert Letterhead("UNPKT", "https://training.example.org/").address("x") == "https://training.example.org/c/x"
