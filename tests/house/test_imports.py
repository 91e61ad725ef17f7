"""The laws of the house, checked on its own files: who may import whom, and what a pure file is."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import trainingapp

ROOT = Path(trainingapp.__file__).parent
#: Every module of the rooms; app.py knows them all and belongs to none.
FILES = sorted(path for path in ROOT.rglob("*.py") if path.parent != ROOT)
#: Rooms whose files are tools or shell, not slices.
UNSTOREYED = {"kit", "web"}
#: Inside one room, from the ground up. A file named for what it is (roster, intervals, numbers) counts as a rule.
FLOORS = ("rules", "models", "queries", "reports", "actions", "forms", "edge")
#: Files that show, serve, print or script: the edges.
EDGES = {
    "views",
    "api",
    "cli",
    "work",
    "bench",
    "enforcement",
    "sign_in",
    "single_sign_on",
    "resetting",
    "proving",
    "identity",
    "readings",
    "acting",
    "samples",
    "upkeep",
}
#: What draws takes a face and knows neither models nor queries.
PRINTED = {"pdf", "face", "design", "designs"}
OUTSIDE = {"flask", "sqlalchemy", "flask_sqlalchemy", "flask_wtf", "flask_babel", "wtforms", "click", "werkzeug"}
KNOWN = {"rules", "models", "queries", "reports", "actions", "forms"} | EDGES


def name_of(path: Path) -> str:
    """The part of the room a file is: `rules`, `views`... A package within a room counts by its folder."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return parts[1] if len(parts) > 1 else parts[0]


def room(path: Path) -> str:
    return path.relative_to(ROOT).parts[0]


def floor(name: str) -> int:
    if name in EDGES:
        return FLOORS.index("edge")
    return FLOORS.index(name) if name in FLOORS else 0


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def inward(path: Path) -> Iterator[tuple[str, str]]:
    """The imports from our own rooms, as (room, part)."""
    for name in imports(path):
        parts = name.split(".")
        if parts[0] == "trainingapp" and len(parts) > 1 and parts[1] != "STOREYS":
            yield parts[1], parts[2] if len(parts) > 2 else "__init__"


def ids(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", FILES, ids=ids)
def test_a_room_imports_only_itself_and_the_rooms_below(path: Path):
    own = trainingapp.STOREYS.index(room(path))
    for other, part in inward(path):
        assert other in trainingapp.STOREYS, f"{ids(path)} imports {other}, which is no room"
        assert trainingapp.STOREYS.index(other) <= own, f"{ids(path)} reaches up to {other}.{part}"


@pytest.mark.parametrize("path", [p for p in FILES if room(p) not in UNSTOREYED], ids=ids)
def test_a_file_imports_only_the_floors_below_it_in_its_room(path: Path):
    if name_of(path) == "__init__":
        assert not list(imports(path)), "a room's __init__ holds one docstring and no code"
    for other, part in inward(path):
        if other == room(path):
            assert floor(part) <= floor(name_of(path)), f"{ids(path)} reaches up to {part}"


@pytest.mark.parametrize("path", [p for p in FILES if room(p) not in UNSTOREYED], ids=ids)
def test_another_room_is_entered_by_its_door(path: Path):
    """Never another room's pages, forms or commands; every edge may ask who is asking, and have it done for them."""
    for other, part in inward(path):
        if other in UNSTOREYED or other == room(path):
            continue
        if (other, part) in {("accounts", "identity"), ("accounts", "readings"), ("accounts", "acting")}:
            assert name_of(path) in EDGES, f"{ids(path)} is no edge and may not know who is asking"
            continue
        if (other, part) == ("jobs", "work") and name_of(path) in EDGES:
            continue  # where long work is registered, and sent once its row is committed
        if (other, part) == ("readiness", "work") and name_of(path) in EDGES:
            continue  # what brings coverage up to the journal, in a transaction of its own, before it is read
        if part == name_of(path) == "bench":
            continue  # a benchmark may build on another's data
        assert part not in EDGES | {"forms"}, f"{ids(path)} enters {other}.{part} by the window"


def pure(path: Path) -> bool:
    """Rules, and the files named for what they are."""
    return room(path) not in UNSTOREYED and name_of(path) not in (KNOWN - {"rules"}) | PRINTED | {"__init__"}


@pytest.mark.parametrize("path", [p for p in FILES if pure(p)], ids=ids)
def test_rules_are_pure(path: Path):
    assert not {name.split(".")[0] for name in imports(path)} & OUTSIDE
    for other, part in inward(path):
        assert (other == "kit") or part not in KNOWN - {"rules"}, f"{ids(path)} knows {other}.{part}"


@pytest.mark.parametrize("path", [p for p in FILES if name_of(p) in PRINTED], ids=ids)
def test_what_is_printed_knows_no_database(path: Path):
    assert not {name.split(".")[0] for name in imports(path)} & OUTSIDE
    for other, part in inward(path):
        assert part not in {"models", "queries", "actions", "reports"}, f"{ids(path)} knows {other}.{part}"


@pytest.mark.parametrize("path", [p for p in FILES if pure(p) or name_of(p) in PRINTED], ids=ids)
def test_rules_do_not_read_the_clock(path: Path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            reads = node.value.id in {"date", "datetime", "time"} and node.attr in {"today", "now", "utcnow", "time"}
            assert not reads, f"{ids(path)} reads the clock"


@pytest.mark.parametrize("path", [p for p in FILES if name_of(p) in {"queries", "reports"}], ids=ids)
def test_queries_do_not_write(path: Path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Attribute) and node.value.attr == "session":
            assert node.attr not in {"add", "add_all", "delete", "flush", "commit", "merge"}, f"{ids(path)} writes"


@pytest.mark.parametrize("path", [p for p in FILES if name_of(p) in {"views", "api"}], ids=ids)
def test_pages_ask_the_queries_and_never_the_database(path: Path):
    assert "sqlalchemy" not in {name.split(".")[0] for name in imports(path)}


@pytest.mark.parametrize("path", [p for p in FILES if ids(p) != "kit/forms.py"], ids=ids)
def test_a_number_is_typed_into_the_kits_own_field(path: Path):
    """`WholeField` refuses what the database cannot hold; wtforms' own fields break on it, or let it through."""
    banned = {"IntegerField", "DecimalField", "FloatField", "IntegerRangeField", "DecimalRangeField"}
    assert not {name.rpartition(".")[2] for name in imports(path) if name.startswith("wtforms")} & banned


@pytest.mark.parametrize("path", [p for p in FILES if ids(p) != "kit/db.py"], ids=ids)
def test_only_the_kit_commits(path: Path):
    calls = {
        node.func.attr
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }
    assert not calls & {"commit", "rollback"}


@pytest.mark.parametrize("path", [p for p in FILES if name_of(p) == "actions"], ids=ids)
def test_actions_open_no_transaction(path: Path):
    assert "trainingapp.kit.db.transaction" not in set(imports(path))


@pytest.mark.parametrize("path", [p for p in FILES if ids(p) != "accounts/rules.py"], ids=ids)
def test_only_an_identity_makes_a_scope(path: Path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call):
            named = getattr(node.func, "id", getattr(node.func, "attr", ""))
            assert named != "Scope", f"{ids(path)} makes a Scope of its own"


def test_no_module_is_longer_than_400_lines():
    tests = Path(__file__).parent.parent.rglob("*.py")
    long = [f"{p.name}: {n}" for p in (*FILES, *tests) if (n := len(p.read_text().splitlines())) > 400]
    assert not long, long


def test_no_room_is_named_for_what_is_left_over():
    banned = {"utils", "util", "common", "helpers", "helper", "core", "misc"}
    assert not [p for p in ROOT.rglob("*") if p.stem in banned]


def test_the_rules_can_be_used_without_flask_or_a_database():
    modules = [
        ".".join(("trainingapp", *p.relative_to(ROOT).with_suffix("").parts)) for p in FILES if name_of(p) == "rules"
    ]
    code = (
        f"import sys\nfor m in {modules!r}: __import__(m)\nprint([m for m in {sorted(OUTSIDE)!r} if m in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", code], text=True, cwd=ROOT.parent, capture_output=True, check=True)
    assert out.stdout == "[]\n"
