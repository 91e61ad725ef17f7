"""The State's form as people type it: the address of a certification, filled in; papers; what the page tells."""

import io

from tests.client import CheckedClient, X, parsed

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def sheet(**more: str) -> dict[str, str]:
    """What is typed into the form of a training certification."""
    said = {"claim-CPTM": "8", "claim-SEA-ELEARN": "8", "caveats": "none", "dated": "2017-10-28"}
    said |= {f"state-{code}": "y" for code in ("gender", "human_rights", "misconduct")}
    return said | {"signatory": "Brigadier Kamal Uddin", "function": "Director of Operations"} | more


def begin(browser: CheckedClient, group, kind: str = "training") -> str:
    made = browser.post_form(f"/certifications/new/{group.rotation.public_id}", kind=kind)
    assert made.status_code == 302, made.text
    return made.location.removesuffix("/write")


def written(people, group, kind: str = "training", **more: str) -> str:
    """The address of a certification whose form is filled in."""
    here = begin(people["focal"], group, kind)
    assert people["focal"].post_form(f"{here}/write", **sheet(**more)).status_code == 302
    return here


def problems(page: str) -> list[str]:
    """What stands against a signature, as the page lists it."""
    lists = [part for part in parsed(page).iter(f"{X}section") if part.get("aria-labelledby") == "against"]
    return ["".join(item.itertext()) for part in lists for item in part.iter(f"{X}li")]


def upload(browser: CheckedClient, here: str, name: str, content: bytes, paper: str = "note_verbale"):
    form = next(
        f for f in parsed(browser.get(f"{here}/write").text).iter(f"{X}form") if f.get("action") == f"{here}/papers"
    )
    hidden = {i.get("name"): i.get("value", "") for i in form.iter(f"{X}input") if i.get("type") == "hidden"}
    sent = {"paper": paper, "file": (io.BytesIO(content), name)}
    return browser.post(f"{here}/papers", data=hidden | sent, content_type="multipart/form-data")
