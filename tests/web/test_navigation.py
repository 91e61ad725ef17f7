"""One navigation, which shows each person what their permissions open."""

from tests.client import CheckedClient, X, parsed


def menu(browser: CheckedClient, path: str, permissions: str | None) -> dict[str, str | None]:
    """The labels of the menu, with what aria-current says of each."""
    page = browser.get(path, headers={} if permissions is None else {"X-Officer": permissions})
    (nav,) = (n for n in parsed(page.text).iter(f"{X}nav") if n.get("id") == "menu")
    return {"".join(a.itertext()).strip(): a.get("aria-current") for a in nav.iter(f"{X}a")}


def test_whoever_is_not_signed_in_is_offered_the_public_pages_only(browser: CheckedClient) -> None:
    assert list(menu(browser, "/help", None)) == ["Help"]


def test_each_is_offered_what_their_permissions_open(browser: CheckedClient) -> None:
    assert list(menu(browser, "/help", "")) == ["Home", "Help"]
    assert list(menu(browser, "/help", "rotations.see")) == ["Home", "Rotations", "Help"]
    assert list(menu(browser, "/help", "journal.see rotations.see")) == ["Home", "Rotations", "Journal", "Help"]


def test_the_menu_says_where_one_is(browser: CheckedClient) -> None:
    assert menu(browser, "/rotations", "rotations.see")["Rotations"] == "page"
    assert menu(browser, "/rotations/BANBAT-4", "rotations.see")["Rotations"] == "true"
    assert menu(browser, "/help", "rotations.see")["Rotations"] is None


def test_every_page_says_who_is_signed_in_and_as_what(browser: CheckedClient) -> None:
    page = browser.get("/help", headers={"X-Officer": ""}).text
    assert "Maj. Farida Rahman" in page
    assert "Training officer, Bangladesh" in page


def test_an_unknown_address_still_has_its_menu(browser: CheckedClient) -> None:
    assert "Help" in menu(browser, "/nowhere", None)
