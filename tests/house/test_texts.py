"""Every text that a person reads goes through gettext: none stands bare in a template, none is put together from parts.

Texts are found as a translator's tools find them, by reading the files; each law is shown an example that breaks it.
"""

import ast
import re
import string
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from jinja2 import Environment, nodes

import trainingapp

ROOT = Path(trainingapp.__file__).parent
MODULES = sorted(ROOT.rglob("*.py"))
TEMPLATES = sorted(ROOT.rglob("templates/**/*.html"))

#: What marks a text in Python; `ngettext` marks two.
MARKS = {"_", "_l", "N_", "say", "gettext", "lazy_gettext", "ngettext"}
KEYWORDS = {name: (1, 2) if name == "ngettext" else None for name in MARKS}
#: What only marks: the text has no other place where it could have been marked before.
ONLY_MARK = {"_l", "lazy_gettext", "N_"}

#: Attributes that are read out or shown.
SPOKEN = {"title", "aria-label", "aria-description", "placeholder", "alt", "summary", "label"}
#: Elements whose content is no language.
UNSPOKEN = {"script", "style", "code", "pre"}
#: Names that are the same in every language.
SAME_EVERYWHERE = {"UTC", "SHA-256"}

ENVIRONMENT = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"], autoescape=True)


@dataclass(frozen=True)
class Use:
    """A text where it is used: its line, what marks it, its forms (one, or singular and plural), the names it is given.

    `names` is None when they cannot be told from here.
    """

    line: int
    mark: str
    forms: tuple[str, ...]
    names: frozenset[str] | None


def ids(path: Path) -> str:
    return str(path.relative_to(ROOT))


# --- Python ---------------------------------------------------------------------------------------------------------


def marked(source: str) -> Iterator[tuple[ast.Call, str]]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and node.args:
            name = node.func.id if isinstance(node.func, ast.Name) else ""
            if name in MARKS:
                yield node, name


def forms_in(node: ast.Call, mark: str) -> list[ast.expr]:
    return node.args[: 2 if mark == "ngettext" else 1]


def uses(source: str) -> Iterator[Use]:
    """The texts that are marked as they stand, with what is filled in: by keyword, or by `% {…}` right behind."""
    behind, later = filled_in(source)
    for node, mark in marked(source):
        forms = tuple(a.value for a in forms_in(node, mark) if isinstance(a, ast.Constant) and isinstance(a.value, str))
        if not forms:
            continue
        place = (node.lineno, node.col_offset)
        given = behind.get(place, [keyword.arg for keyword in node.keywords])
        # What is only kept, in a name, is filled in elsewhere.
        unknown = None in given or (not given and place in later)
        yield Use(node.lineno, mark, forms, None if unknown else frozenset(name for name in given if name))


def filled_in(source: str) -> tuple[dict[tuple[int, int], list[str | None]], set[tuple[int, int]]]:
    """The names behind each call that stands before `%`, by place; and the calls whose value is only kept in a name."""
    behind: dict[tuple[int, int], list[str | None]] = {}
    later: set[tuple[int, int]] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod) and isinstance(node.left, ast.Call):
            keys = node.right.keys if isinstance(node.right, ast.Dict) else [None]
            names = [key.value if isinstance(key, ast.Constant) else None for key in keys]
            behind[node.left.lineno, node.left.col_offset] = names  # type: ignore[assignment]
        elif isinstance(node, ast.Assign):
            later |= {(c.lineno, c.col_offset) for c in ast.walk(node.value) if isinstance(c, ast.Call)}
    return behind, later


def called(node: ast.Call) -> str:
    return str(getattr(node.func, "id", getattr(node.func, "attr", "")))


def put_together(source: str) -> Iterator[str]:
    """Texts that no translator can find: made at run time from parts.

    A name, an attribute, a place in a table may be translated: the text was marked with `N_` where it stands.
    """
    for node, mark in marked(source):
        for argument in forms_in(node, mark):
            whole = isinstance(argument, ast.Constant) and isinstance(argument.value, str)
            known = mark not in ONLY_MARK and (
                isinstance(argument, ast.Name | ast.Attribute | ast.Subscript)
                or (isinstance(argument, ast.Call) and called(argument) in {"N_", "get"})
            )
            if not whole and not known:
                yield f"{node.lineno}: {ast.unparse(argument)}"


@pytest.mark.parametrize("path", MODULES, ids=ids)
def test_no_text_is_put_together_from_parts(path: Path):
    if path.name != "words.py":  # where the marks themselves are made
        assert not list(put_together(path.read_text()))


@pytest.mark.parametrize(
    "bad",
    ['_(f"Row {row}")', '_("Row " + row)', 'say("Row %s" % row)', "N_(text)", '_("Row {}".format(row))', "_l(label)"],
)
def test_a_text_put_together_from_parts_is_seen(bad):
    assert list(put_together(bad))


# --- Places in texts -------------------------------------------------------------------------------------------------


def places(text: str) -> set[str]:
    """The names in `%(name)s`. Raises ValueError for a percent sign that is neither a place nor doubled."""
    rest = re.sub(r"%\((\w+)\)[sd]|%%", "", text)
    if "%" in rest:
        raise ValueError(f"a lonely percent sign: {text}")
    return set(re.findall(r"%\((\w+)\)[sd]", text))


def mismatch(use: Use, *, always_formatted: bool) -> str | None:
    """What is wrong with the places of a text. Where nothing is filled in, a percent sign stands for itself."""
    if use.names is None:
        return None
    counted = {"num"} if use.mark == "ngettext" else set()
    if not use.names and not counted and not always_formatted:
        # `N_` marks what is filled in elsewhere.
        open_places = re.findall(r"%\(\w+\)[sd]", " ".join(use.forms)) if use.mark != "N_" else []
        return f"{use.line}: nothing is given for {open_places}" if open_places else None
    try:
        found = set().union(*(places(form) for form in use.forms))
    except ValueError as problem:
        return f"{use.line}: {problem}"
    if found - use.names - counted:
        return f"{use.line}: nothing is given for {sorted(found - use.names - counted)}"
    if use.names - found:
        return f"{use.line}: there is no place for {sorted(use.names - found)}"
    return None


@pytest.mark.parametrize("path", MODULES, ids=ids)
def test_every_place_of_a_text_is_filled_and_nothing_is_given_in_vain(path: Path):
    assert not [said for use in uses(path.read_text()) if (said := mismatch(use, always_formatted=False))]


@pytest.mark.parametrize(
    "bad",
    ['say("Row %(row)s", line=3)', '_("Row %(row)s")', 'say("%(a)s is 5 %", a=1)', 'ngettext("one", "%(n)s", 3, m=2)'],
)
def test_a_place_that_stays_empty_is_seen(bad):
    assert [use for use in uses(bad) if mismatch(use, always_formatted=False)]


# --- Templates -------------------------------------------------------------------------------------------------------


class BareText(HTMLParser):
    """Letters between tags, and in attributes that are read out."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.inside: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag in UNSPOKEN:
            self.inside.append(tag)
        for name, value in attributes:
            if name in SPOKEN or (tag == "input" and name == "value"):
                self.handle_data(value or "")

    def handle_endtag(self, tag: str) -> None:
        if self.inside and self.inside[-1] == tag:
            self.inside.pop()

    def handle_data(self, data: str) -> None:
        for word in SAME_EVERYWHERE:
            data = data.replace(word, "")
        if not self.inside and any(character.isalpha() for character in data):
            self.found.append(f"{self.getpos()[0]}: {data.strip()}")


def bare_text(source: str) -> list[str]:
    """The texts of a template that stand in it as they are."""
    plain = re.sub(r"{%-?\s*trans\b.*?endtrans\s*-?%}", "", source, flags=re.S)
    kept = []
    inside = None
    for _line, kind, value in ENVIRONMENT.lex(plain):
        if kind == "data":
            kept.append(value)
        elif kind in ("variable_begin", "block_begin", "comment_begin"):
            inside = kind
        elif kind in ("variable_end", "block_end", "comment_end"):
            inside = None
        if inside or kind.endswith("_end"):
            kept.append("\n" * value.count("\n"))
    parser = BareText()
    parser.feed("".join(kept))
    parser.close()
    return parser.found


def looks_spoken(text: str) -> bool:
    """A capital and small letters, alone or followed by more: "Rotations", "No roll yet."; never "SelectField"."""
    return re.match(r"[A-Z][a-z]+([ .,:;…?!]|$)", text) is not None


def unmarked(source: str) -> list[str]:
    """Texts within the expressions of a template that go through nothing."""
    tree = ENVIRONMENT.parse(source)
    through: set[int] = set()
    for call in tree.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name in MARKS:
            through |= {id(constant) for constant in call.find_all(nodes.Const)}
    compared = {id(c) for compare in tree.find_all(nodes.Compare) for c in compare.find_all(nodes.Const)}
    return [
        f"{constant.lineno}: {constant.value}"
        for constant in tree.find_all(nodes.Const)
        if isinstance(constant.value, str)
        and id(constant) not in through | compared
        and looks_spoken(constant.value)
        and constant.value not in SAME_EVERYWHERE
    ]


def template_uses(source: str) -> Iterator[Use]:
    for call in ENVIRONMENT.parse(source).find_all(nodes.Call):
        mark = call.node.name if isinstance(call.node, nodes.Name) else ""
        if mark not in MARKS:
            continue
        arguments = call.args[: 2 if mark == "ngettext" else 1]
        forms = tuple(a.value for a in arguments if isinstance(a, nodes.Const) and isinstance(a.value, str))
        if forms:
            names = None if call.dyn_kwargs else frozenset(keyword.key for keyword in call.kwargs)
            yield Use(call.lineno, mark, forms, names)


def put_together_in_a_template(source: str) -> Iterator[str]:
    for call in ENVIRONMENT.parse(source).find_all(nodes.Call):
        mark = call.node.name if isinstance(call.node, nodes.Name) else ""
        if mark in MARKS and call.args and isinstance(call.args[0], nodes.Concat | nodes.BinExpr):
            yield f"{call.lineno}: {mark}(…)"


@pytest.mark.parametrize("path", TEMPLATES, ids=ids)
def test_no_text_stands_bare_in_a_template(path: Path):
    assert not bare_text(path.read_text())
    assert not unmarked(path.read_text())


@pytest.mark.parametrize(
    "bad",
    [
        "<p>Nobody is on the roll.</p>",
        '<button aria-label="Close">{{ icon("x") }}</button>',
        '<input placeholder="{{ n }} rows">',
        "<td>{% if a %}yes{% endif %}</td>",
        "<p>{{ _('All') }} of them</p>",
    ],
)
def test_bare_text_is_seen(bad):
    assert bare_text(bad)


@pytest.mark.parametrize("bad", ['{{ stat("Rotations", 3) }}', '{% set words = {"a": "No roll yet"} %}'])
def test_a_text_that_goes_through_nothing_is_seen(bad):
    assert unmarked(bad)


@pytest.mark.parametrize("path", TEMPLATES, ids=ids)
def test_every_place_of_a_templates_text_is_filled_and_nothing_is_given_in_vain(path: Path):
    """A template's gettext always fills in, so a percent sign is doubled there: a lonely one breaks the page."""
    source = path.read_text()
    assert not [said for use in template_uses(source) if (said := mismatch(use, always_formatted=True))]
    assert not list(put_together_in_a_template(source))


@pytest.mark.parametrize("bad", ['{{ _("97.5 %") }}', '{{ _("%(a)s") }}', '{{ _("a", b=1) }}'])
def test_a_templates_place_that_stays_empty_is_seen(bad):
    assert [use for use in template_uses(bad) if mismatch(use, always_formatted=True)]


def test_a_templates_text_put_together_from_parts_is_seen():
    assert list(put_together_in_a_template('{{ _("Row " ~ row) }}'))


# --- What a translator gets ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def extracted() -> set[str]:
    """Every text that `pybabel extract -F babel.cfg` finds."""
    with (ROOT.parent / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)
    found: set[str] = set()
    for _file, _line, message, _comments, _context in extract_from_dir(
        ROOT.parent, methods, options, KEYWORDS, directory_filter=lambda name: Path(name).name not in LEFT_OUT
    ):
        found |= {message} if isinstance(message, str) else set(message)
    return found


LEFT_OUT = {"node_modules", ".venv", ".git", "tests", "instance", "migrations", "static"}


def test_a_translator_gets_every_text(extracted: set[str]):
    written = {form for path in MODULES for use in uses(path.read_text()) for form in use.forms}
    written |= {form for path in TEMPLATES for use in template_uses(path.read_text()) for form in use.forms}
    assert len(written) > 500
    assert not sorted(written - extracted)


def test_a_text_begins_and_ends_where_its_words_do(extracted: set[str]):
    """Spaces at the ends get lost in translation."""
    assert not [text for text in extracted if text != text.strip(string.whitespace)]
