"""Writing a version: begun, edited, submitted; nothing typed is lost, and wrong people see nothing of it."""

import io
import re

import pytest

from tests import make
from tests.client import CheckedClient, X, form_of, parsed
from tests.conftest import ROOT
from trainingapp.curricula.queries import drafts

CORE = (ROOT / "curricula" / "cptm-2017.toml").read_bytes()
BASE = "/curricula/drafts"


@pytest.fixture
def editor(client: CheckedClient) -> CheckedClient:
    make.account("curriculum_editor")
    return client.sign_in("curriculum_editor.un@example.org")


def begun(editor: CheckedClient, label: str = "2018") -> str:
    """A new version with the content of CPTM 2017; its address."""
    answer = editor.post_form("/curricula/CPTM/2017/new-version", action=None, label=label)
    assert answer.status_code == 302, answer.text
    return str(answer.location)


def sent(page: str, action: str | None = None) -> dict[str, list[str]]:
    """Everything that the page's form would send, untouched."""
    found: dict[str, list[str]] = {}
    for field in form_of(page, action).iter():
        name, kind = field.get("name"), field.get("type")
        if not name or field.tag == f"{X}button":
            continue
        if kind in ("checkbox", "radio") and field.get("checked") is None:
            continue
        if field.tag == f"{X}select":
            chosen = [one for one in field.iter(f"{X}option") if one.get("selected") is not None]
            found.setdefault(name, []).extend(str(one.get("value")) for one in chosen)
        elif field.tag == f"{X}textarea":
            found.setdefault(name, []).append((field.text or "").removeprefix("\n"))
        else:
            found.setdefault(name, []).append(str(field.get("value", "")))
    return found


def words(html: str) -> str:
    return " ".join(" ".join(parsed(html).itertext()).split())


def raw_of(url: str) -> dict[str, object]:
    return drafts.draft(url.rpartition("/")[2]).raw


def test_a_new_version_begins_with_the_old_content_under_a_new_label(editor):
    url = begun(editor)
    page = editor.get(url).text
    assert "Nothing hinders publishing any more." in page
    assert "24 lessons" in words(page)
    assert "8 of the 8 topics" in words(page)
    refused = editor.post_form("/curricula/CPTM/2017/new-version", label="2017")
    assert refused.status_code == 422
    assert "is published and never changes: choose another label" in refused.text
    assert editor.post_form("/curricula/CPTM/2017/new-version", label="2018").status_code == 422


@pytest.mark.parametrize("part", ["about", "lessons"])
def test_what_is_sent_untouched_changes_nothing(editor, part):
    url = begun(editor)
    before = raw_of(url)
    data = sent(editor.get(f"{url}/{part}").text)
    answer = editor.post(f"{url}/{part}", data=data)
    assert answer.status_code == 302, answer.text
    assert raw_of(url) == before
    assert "Nothing was changed." in editor.get(url).text


def test_the_topic_of_a_lesson_taken_away_hinders_publishing_with_a_link_to_its_place(editor):
    """E1, R09: 2.3 no more about human rights."""
    url = begun(editor)
    data = sent(editor.get(f"{url}/lessons").text)
    assert data["part-1-2-topics"] == ["HR"]
    del data["part-1-2-topics"]
    assert editor.post(f"{url}/lessons", data=data | {"do": ["save"]}).status_code == 302
    page = editor.get(url)
    assert "Human rights is not covered" in page.text
    (place,) = re.findall(rf'href="({url}/lessons#[^"]+)"', page.text)
    assert f'id="{place.partition("#")[2]}"' in editor.get(f"{url}/lessons").text


def test_every_hindrance_leads_to_a_place_that_is_there(editor):
    """Whatever is wrong with a file, each problem links to its field."""
    text = CORE.decode().replace('version = "2017"', 'version = "2018"')
    for old, new in (
        ("value = 1140", "value = 1141"),
        ("mark = { value = 70, assumption = true }", 'mark = { value = "much" }'),
        ('kind = "rotation"', 'kind = "always"'),
        ('languages = ["ar"', 'languages = ["xx"'),
        ('topics = ["IHL", "HR"]', 'topics = ["IHL", "HRR"]'),
        ('key = "principles"', 'key = "Not a key"'),
        ('number = "2.4"', 'number = "2.3"'),
        ('title_source = "P"', 'title_source = "Q"'),
        ('fr = "Mat', 'xx = "Mat'),
    ):
        assert old in text
        text = text.replace(old, new, 1)
    data = {**sent(editor.get(f"{BASE}/import").text), "file": (io.BytesIO(text.encode()), "mine.toml")}
    answer = editor.post(f"{BASE}/import", data=data, content_type="multipart/form-data")
    assert answer.status_code == 302, answer.text
    page = editor.get(answer.location).text
    places = re.findall(r'href="(/curricula/drafts/[\w-]{22}/\w+)#([^"]+)"', page)
    assert len(places) >= 10
    pages = {url: editor.get(url).text for url in {url for url, _anchor in places}}
    lost = [anchor for url, anchor in places if f'id="{anchor}"' not in pages[url]]
    assert not lost, lost


def test_a_file_that_cannot_be_read_or_names_no_version_is_refused_in_words(editor):
    for content, said in (
        (b"a = = 1", "line 1"),
        (b'version = "1"', "does not say of which curriculum"),
        (b'curriculum = "X"', "does not say which version"),
        (CORE, "is published and never changes"),
    ):
        data = {**sent(editor.get(f"{BASE}/import").text), "file": (io.BytesIO(content), "mine.toml")}
        answer = editor.post(f"{BASE}/import", data=data, content_type="multipart/form-data")
        assert answer.status_code == 422
        assert said in words(answer.text)
    data = {**sent(editor.get(f"{BASE}/import").text), "label": "2019", "file": (io.BytesIO(CORE), "mine.toml")}
    assert editor.post(f"{BASE}/import", data=data, content_type="multipart/form-data").status_code == 302


def test_lessons_are_added_moved_numbered_and_taken_out(editor):
    url = begun(editor)
    data = sent(editor.get(f"{url}/lessons").text)
    editor.post(f"{url}/lessons", data=data | {"part-0-new": ["Peace and the sea"], "do": ["save:0"]})
    assert raw_of(url)["module"][0]["lesson"][-1]["key"] == "peace-and-the-sea"
    data = sent(editor.get(f"{url}/lessons").text)
    answer = editor.post(f"{url}/lessons", data=data | {"do": ["up:0-8"]})
    assert answer.location.endswith("#part-0")
    assert raw_of(url)["module"][0]["lesson"][7]["key"] == "peace-and-the-sea"
    data = sent(editor.get(f"{url}/lessons").text)
    editor.post(f"{url}/lessons", data=data | {"part-0-7-remove": ["y"], "do": ["number"]})
    assert [one["number"] for one in raw_of(url)["module"][0]["lesson"]] == [f"1.{n}" for n in range(1, 9)]
    data = sent(editor.get(f"{url}/lessons").text)
    editor.post(f"{url}/lessons", data=data | {"new_module": ["The sea"], "do": ["save"]})
    assert raw_of(url)["module"][3]["title"] == "The sea"


def test_of_two_who_edit_at_once_both_versions_stand_side_by_side(editor, app):
    url = begun(editor)
    make.account("curriculum_editor", "second@example.org")
    other = app.test_client().sign_in("second@example.org")
    mine, theirs = (sent(one.get(f"{url}/about").text) for one in (editor, other))
    assert other.post(f"{url}/about", data=theirs | {"about": ["What they wrote."]}).status_code == 302
    answer = editor.post(f"{url}/about", data=mine | {"about": ["What I wrote."]})
    assert answer.status_code == 409
    assert "What they wrote." in answer.text
    assert answer.text.count("What I wrote.") == 2  # beside theirs, and in the form
    assert raw_of(url)["about"] == "What they wrote."
    again = sent(answer.text)
    assert editor.post(f"{url}/about", data=again).status_code == 302
    assert raw_of(url)["about"] == "What I wrote."


def test_of_two_who_edit_lessons_at_once_nothing_typed_is_lost(editor, app):
    url = begun(editor)
    make.account("curriculum_editor", "second@example.org")
    other = app.test_client().sign_in("second@example.org")
    mine, theirs = (sent(one.get(f"{url}/lessons").text) for one in (editor, other))
    assert other.post(f"{url}/lessons", data=theirs | {"do": ["down:0"]}).status_code == 302
    answer = editor.post(f"{url}/lessons", data=mine | {"part-0-0-title": ["My title"], "do": ["save"]})
    assert answer.status_code == 409
    assert "My title" in answer.text
    assert editor.post(f"{url}/lessons", data=sent(answer.text) | {"do": ["save"]}).status_code == 302
    assert any(one["title"] == "My title" for module in raw_of(url)["module"] for one in module["lesson"])


def test_what_cannot_be_seen_is_refused_and_what_was_typed_stands_there(editor):
    url = begun(editor)
    data = sent(editor.get(f"{url}/lessons").text)
    answer = editor.post(f"{url}/lessons", data=data | {"part-0-0-title": ["a\u202eb"], "do": ["save"]})
    assert answer.status_code == 422
    assert "cannot be seen" in answer.text
    assert "\u202e" in answer.text


def test_what_was_submitted_is_edited_by_nobody(editor):
    url = begun(editor)
    data = sent(editor.get(f"{url}/about").text)
    assert editor.post_form(url, action="/submit").status_code == 302
    assert "In review" in editor.get(url).text
    for part in ("about", "lessons"):
        assert editor.get(f"{url}/{part}").location == url
    assert editor.post(f"{url}/about", data=data | {"about": ["Late."]}).location == url
    assert "it is not edited until the reviewer returns it" in editor.get(url).text


def test_a_draft_is_dropped_and_its_label_free_again(editor):
    url = begun(editor)
    assert editor.post_form(url, action="/drop").status_code == 302
    assert "This draft was dropped." in editor.get(url).text
    assert begun(editor) != url


def test_the_list_costs_the_same_however_many_drafts(editor, statements):
    assert "Nobody is writing a version" in editor.get(BASE).text
    counts = []
    for count in (1, 6):
        for number in range(count):
            begun(editor, f"{2100 + 10 * count + number}")
        with statements() as seen:
            editor.get(BASE)
        counts.append(len(seen))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("role", [None, "analyst", "curriculum_publisher"])
def test_who_does_not_write_sees_no_draft(editor, app, role):
    url = begun(editor)
    other = app.test_client()
    if role:
        make.account(role)
        other.sign_in(f"{role}.un@example.org")
    for page in (BASE, url, f"{url}/about", f"{url}/lessons", f"{BASE}/new", f"{BASE}/import"):
        assert other.get(page).status_code == (404 if role else 302)


def test_an_empty_version_says_what_is_missing(editor):
    """R09: hours, audience, a lesson."""
    answer = editor.post_form(f"{BASE}/new", code="NEW-ONE", label="2018", kind="STM", title="Something new")
    page = words(editor.get(answer.location).text)
    assert "things still hinder publishing" in page
    for place in ("minutes", "for whom", "modules"):
        assert place in page
    wrong = editor.post_form(f"{BASE}/new", code="new one", label="", kind="", title="")
    assert wrong.status_code == 422
    assert "A code has capital letters" in wrong.text
    wrong = editor.post_form(f"{BASE}/new", code="NEW-TWO", label="20/25", kind="STM", title="Something new")
    assert "A label has letters" in wrong.text
