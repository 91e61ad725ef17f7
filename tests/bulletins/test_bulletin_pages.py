"""The pages of needs and bulletins: what each reader does there, and what nobody else finds (R49, R50)."""

import json
from datetime import date

from tests import make
from tests.bulletins.said import DAY, bulletin, published, told
from tests.client import CheckedClient, X, form_of
from trainingapp.accounts.rules import OPERATOR
from trainingapp.bulletins import actions, queries
from trainingapp.kit.db import transaction
from trainingapp.kit.ids import new_id
from trainingapp.snapshots import queries as stored


def signed_in(client: CheckedClient, role: str, **grant: str) -> CheckedClient:
    make.account(role, "who@example.org", **grant)
    return client.sign_in("who@example.org")


def test_a_focal_point_says_what_is_needed_and_changes_it_and_ends_it(client, session):
    told()
    browser = signed_in(client, "focal_point", state="XSU")
    page = browser.get("/needs").text
    assert "CIED-BASIC" in page
    assert "POC-POL" not in page
    fields = {"state": "XSU", "mission": "MINUSCA", "unit_type": "FPU", "curriculum": "POC-POL", "language": "fr"}
    fields |= {"required": "140", "held": "0", "deploys_on": "2018-03-01"}
    wrong = browser.post_form("/needs/new", **fields | {"held": "140"})
    assert wrong.status_code == 422
    assert "nobody is left who needs it" in wrong.text
    assert browser.post_form("/needs/new", **fields).location == "/needs"
    mine = [one for one in queries.needs(OPERATOR.scope("needs.declare")) if one.mission_code == "MINUSCA"]
    key = next(one.public_id for one in mine if one.state_code == "XSU")
    changed = browser.post_form(f"/needs/{key}/change", **fields | {"held": "100"})
    assert changed.location == "/needs"
    assert browser.get(f"/needs/{key}/change").status_code == 404
    (now,) = [
        o for o in queries.needs(OPERATOR.scope("needs.declare")) if o.mission_code == "MINUSCA" and o.held == 100
    ]
    assert browser.post_form(f"/needs/{now.public_id}/end", kind="met").location == "/needs"
    assert "It is met" in browser.get("/needs").text


def test_another_state_finds_nothing_of_what_a_state_says(client, session):
    told()
    make.state("NPL", "Nepal", "NP")
    browser = signed_in(client, "focal_point", state="NPL")
    assert "CIED-BASIC" not in browser.get("/needs").text
    for one in queries.needs(OPERATOR.scope("needs.declare")):
        assert browser.get(f"/needs/{one.public_id}/change").status_code == 404
        assert browser.get(f"/needs/{one.public_id}/end").status_code == 404
    assert browser.get("/needs/consent/XSU").status_code == 404
    assert browser.get("/bulletins/new").status_code == 404
    assert browser.get("/contributors/emerging").status_code == 404


def test_a_donor_reads_the_edition_for_circulation_and_no_other(client, session):
    published(told())
    browser = signed_in(client, "certifying_authority", state=make.state().code)
    page = browser.get("/bulletins/2017-04").text
    assert "One contributor" in page
    assert "Katasi" not in page
    assert browser.get("/bulletins/2017-04?edition=inside").status_code == 404
    assert browser.get("/bulletins/2017-04/pdf?edition=inside").status_code == 404
    assert browser.get("/bulletins/2017-05").status_code == 404
    file = browser.get("/bulletins/2017-04/pdf")
    assert file.data == stored.file_of(bulletin("2017-04", "circulation").id, "pdf")
    assert "Katasi" not in browser.get("/bulletins").text


def test_the_analyst_reads_names_and_both_editions(client, session):
    published(told())
    browser = signed_in(client, "analyst")
    assert "Katasi" in browser.get("/bulletins/2017-04").text
    assert "Katasi" not in browser.get("/bulletins/2017-04?edition=circulation").text
    assert browser.get("/bulletins/new").status_code == 404


def test_whoever_trains_reads_no_bulletin(client, session):
    published(told())
    browser = signed_in(client, "training_officer", state="XSU")
    for path in ("/bulletins", "/bulletins/2017-04", "/needs"):
        assert browser.get(path).status_code == 404


def test_a_reviewer_chooses_looks_and_publishes(client, session):
    keys = told()
    browser = signed_in(client, "reviewer_military")
    page = browser.get("/bulletins/new").text
    assert page.index("Sumora") < page.index("Katasi") < page.index("Rimosa")
    address = "/bulletins/preview?as_of=2017-12-31&" + "&".join(f"need={key}" for key in keys)
    page = browser.get(address).text
    assert page.count("745") >= 2
    assert "One contributor" in page
    answer = browser.post_form(address, number="4")
    assert answer.location == "/bulletins/2017-04"
    entry = json.loads(stored.bulletins(edition="inside")[0].figures)
    assert entry["headcount"] == 745
    refused = browser.post_form(address, number="9")
    assert refused.status_code == 422
    assert "next number of this year is 5" in refused.text
    nothing = browser.get("/bulletins/preview?as_of=2017-12-31", follow_redirects=True)
    assert "Choose at least one need" in nothing.text


def test_consent_is_given_on_a_page_and_taken_back_there(client, session):
    told()
    browser = signed_in(client, "certifying_authority", state="XKT")
    assert "Not named to others" in browser.get("/needs").text
    assert browser.post_form("/needs/consent/XKT").location == "/needs"
    assert "Named to others since" in browser.get("/needs").text
    assert browser.post_form("/needs/consent/XKT").location == "/needs"
    assert "Not named to others" in browser.get("/needs").text
    assert browser.get("/needs/new").status_code == 404


def hidden(page: str) -> dict[str, str]:
    fields = form_of(page).iter(f"{X}input")
    return {field.get("name", ""): field.get("value", "") for field in fields if field.get("type") == "hidden"}


def test_of_two_who_take_the_consent_back_the_later_does_not_give_it(client, session):
    told()
    browser = signed_in(client, "certifying_authority", state="XSU")
    first, second = (hidden(browser.get("/needs/consent/XSU").text) for _ in range(2))
    assert browser.post("/needs/consent/XSU", data=first).location == "/needs"
    late = browser.post("/needs/consent/XSU", data=second)
    assert late.status_code == 409
    assert "there is nothing to take back" in late.text
    assert "XSU" not in queries.may_be_named(DAY)
    # Sent once more it is what it was; and the page that was shown anew gives it, as its button says.
    assert browser.post("/needs/consent/XSU", data=first).location == "/needs"
    assert "XSU" not in queries.may_be_named(DAY)
    assert "Let bulletins name Sumora" in late.text
    assert browser.post("/needs/consent/XSU", data=hidden(late.text)).location == "/needs"
    late = browser.post("/needs/consent/XSU", data=hidden(late.text) | {"key": new_id()})
    assert late.status_code == 409
    assert "may name the State already" in late.text
    # A page that does not say what it showed does nothing.
    without = {name: value for name, value in hidden(late.text).items() if name != "named"}
    assert browser.post("/needs/consent/XSU", data=without).status_code == 409
    assert "XSU" in queries.may_be_named(DAY)


def test_a_bulletin_that_is_sent_again_gives_its_first_answer(client, session):
    keys = told()
    browser = signed_in(client, "reviewer_military")
    address = "/bulletins/preview?as_of=2017-12-31&" + "&".join(f"need={key}" for key in keys)
    sent = hidden(browser.get(address).text) | {"number": "4"}
    assert browser.post(address, data=sent).location == "/bulletins/2017-04"
    with transaction():
        actions.end(keys[0], "met", by=OPERATOR, now=make.NOW)
    assert browser.post(address, data=sent).location == "/bulletins/2017-04"
    assert len(stored.bulletins(edition="inside")) == 1


def test_a_bulletin_whose_figures_changed_since_they_were_looked_at_is_shown_anew(client, session):
    keys = told()
    browser = signed_in(client, "reviewer_military")
    address = "/bulletins/preview?as_of=2017-12-31&" + "&".join(f"need={key}" for key in keys)
    sent = hidden(browser.get(address).text) | {"number": "4"}
    with transaction():
        actions.let_name_no_more("XSU", by=OPERATOR, now=make.NOW, today=DAY)
    late = browser.post(address, data=sent)
    assert late.status_code == 409
    assert "The figures have changed" in late.text
    assert browser.post(address, data=hidden(late.text) | {"number": "4"}).location == "/bulletins/2017-04"
    assert "Sumora" not in bulletin("2017-04", "circulation").figures


def test_the_secretariat_records_who_is_emerging(client, session):
    make.state("XRM", "Rimosa", "XM")
    browser = signed_in(client, "reviewer_police")
    answer = browser.post_form("/contributors/emerging", state="XRM", holds_from="2017-01-01", reason="First units.")
    assert answer.status_code == 302
    page = browser.get("/contributors/emerging").text
    assert "First units." in page
    (one,) = queries.emerging()
    assert (
        browser.post_form(f"/contributors/emerging/{one.public_id}/end", holds_through="2018-06-30").status_code == 302
    )
    assert queries.emerging()[0].holds_through == date(2018, 6, 30)


def test_the_list_takes_as_many_statements_for_many_bulletins_as_for_few(client, session, statements):
    keys = told()
    browser = signed_in(client, "analyst")
    published(keys)
    with statements() as few:
        browser.get("/bulletins")
    for ordinal in (5, 6, 7):
        published(keys, ordinal)
    with statements() as many:
        browser.get("/bulletins")
    assert len(few) == len(many)
