"""Every page has an answer in the help: it names the part about itself, and that part is there."""

import re

from trainingapp.kit.policy import PUBLIC, policy_of
from trainingapp.web.helping import PAGES, PART_OF

#: What is no page, or is the help itself.
NO_PAGE = {
    *("static", "web.health", "web.help", "accounts.single_sign_on", "jobs.download", "intake.to_mend"),
    *("intake.by_hand_evidence", "intake.empty_results", "intake.empty_roll", "certificates.certificate_pdf"),
    *("snapshots.file", "bulletins.file", "attestations.paper", "attestations.sample_roll", "attestations.printed"),
    *("attestations.register_file", "attestations.figures_file"),
    *("training.sheets_pdf", "training.attendance_xlsx"),
    *("records.transcript", "records.transcript_json", "records.own_transcript", "training.calendar_file"),
}


def test_every_page_leads_to_its_part_of_the_help(app):
    pages = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or set())}
    assert pages - PART_OF.keys() - NO_PAGE == set(), "say in web/helping.py which part of the help is about these"
    assert PART_OF.keys() - pages == set(), "these are gone"
    assert sum(len(of) for of in PAGES.values()) == len(PART_OF), "a page stands under two parts"


def test_every_part_of_the_help_is_there_and_in_its_list(client):
    page = client.get("/help").text
    for part in PAGES:
        assert page.count(f'<h2 id="{part}"') == 1, part
        assert f'href="#{part}"' in page, part
    listed = set(re.findall(r'href="#([\w-]+)"', page)) - {"main"}
    assert all(f'id="{part}"' in page for part in listed)


def test_whoever_is_signed_in_is_led_there_from_every_page_that_needs_no_object(app, client, session):
    from tests import make

    make.account("focal_point", "focal@bgd.example", state=make.state().code)
    client.sign_in("focal@bgd.example")
    seen = 0
    for rule in app.url_map.iter_rules():
        policy = policy_of(app, rule.endpoint)
        plain = "GET" in (rule.methods or set()) and not rule.arguments and rule.endpoint not in NO_PAGE
        if not plain or policy == PUBLIC or policy is None or policy.permission in (None, "accounts.manage"):
            continue
        answer = client.get(rule.rule)
        if answer.status_code == 200:
            assert f'href="/help#{PART_OF[rule.endpoint]}"' in answer.text, rule.endpoint
            seen += 1
    assert seen > 12
