"""Styles, scripts, icons and fonts: copied from npm's packages by `make`, served with the hash of what they hold.

`python -m trainingapp.web.assets` copies what assets.toml names and changes nothing that is already right; with
`--check` it says what is missing or stale and changes nothing.
"""

import gzip
import hashlib
import sys
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from xml.etree import ElementTree

import click
from flask import Flask, g, url_for

PACKAGE = Path(__file__).resolve().parent.parent
STATIC = PACKAGE / "web" / "static"
VENDOR = STATIC / "vendor"
FONTS = PACKAGE / "kit" / "fonts"
NODE_MODULES = PACKAGE.parent / "node_modules"
LIST = Path(__file__).with_name("assets.toml")

#: Kinds that shrink when packed. Fonts are packed already. WhiteNoise serves `x.css.gz` where `x.css` is asked for:
#: Tabler's 635 kB become 80, which is what an officer on a poor line waits for.
PACKED = {".css", ".js", ".svg"}

SVG = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True)
class Asset:
    """A file to be made: where it goes, and what it must hold."""

    target: Path
    content: bytes

    def is_right(self) -> bool:
        """It is there and holds exactly this."""
        return self.target.is_file() and self.target.read_bytes() == self.content


class Missing(Exception):
    """A named file is not in node_modules; says which, and what mends it."""

    def __init__(self, names: list[str]) -> None:
        listed = "\n".join(f"  {name}" for name in names)
        super().__init__(
            f"{len(names)} of the files named in {LIST.name} are not in {NODE_MODULES.name}/:\n{listed}\n"
            "`npm ci` fetches them, as package-lock.json says; `make assets` does both steps."
        )


def wanted(source: Path = NODE_MODULES, listed: Path = LIST) -> list[Asset]:
    """Every file that assets.toml asks for, ready to be written. Raises Missing with all that is missing at once."""
    plan = tomllib.loads(listed.read_text(encoding="utf-8"))
    icons = plan["icons"]
    copies = [(VENDOR / name, source / origin) for name, origin in plan["web"].items()]
    copies += [(FONTS / name, source / origin) for name, origin in plan["fonts"].items()]
    drawings = {name: source / icons["from"] / f"{name}.svg" for name in icons["names"]}
    missing = [str(p.relative_to(source)) for p in [*(p for _, p in copies), *drawings.values()] if not p.is_file()]
    if missing:
        raise Missing(missing)
    assets = [Asset(target, origin.read_bytes()) for target, origin in copies]
    assets.append(Asset(VENDOR / "icons.svg", sprite({**drawings, "mark": STATIC / "mark.svg"})))
    return [*assets, *packed(assets)]


def packed(assets: list[Asset]) -> Iterator[Asset]:
    """The same files packed, beside themselves; the same bytes every time, so that nothing changes for nothing."""
    for asset in assets:
        if asset.target.suffix in PACKED:
            yield Asset(asset.target.with_name(asset.target.name + ".gz"), gzip.compress(asset.content, 9, mtime=0))


def sprite(drawings: Mapping[str, Path]) -> bytes:
    """One SVG file with a `<symbol>` per drawing, so that a page fetches all icons at once and only once."""
    ElementTree.register_namespace("", SVG.strip("{}"))
    root = ElementTree.Element(f"{SVG}svg")
    for name, path in sorted(drawings.items()):
        drawing = ElementTree.fromstring(path.read_bytes())
        symbol = ElementTree.SubElement(root, f"{SVG}symbol", id=name, viewBox=drawing.get("viewBox", "0 0 24 24"))
        for part in drawing:
            if part.get("d") == "M0 0h24v24H0z":  # Tabler's invisible bounding box
                continue
            part.tail = None
            symbol.append(part)
    return ElementTree.tostring(root)


def put(assets: list[Asset]) -> list[Path]:
    """Write those that are not right yet; what was written."""
    stale = [asset for asset in assets if not asset.is_right()]
    for asset in stale:
        asset.target.parent.mkdir(parents=True, exist_ok=True)
        asset.target.write_bytes(asset.content)
    return [asset.target for asset in stale]


@lru_cache(maxsize=256)
def _digest(path: str, _changed_at: int) -> str:
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()[:12]


def static_url(name: str) -> str:
    """The address of one of our static files, with the hash of its content: it may be kept for ever."""
    # A page asks for the same file once per icon.
    known: dict[str, str] = g.setdefault("static_urls", {})
    if name not in known:
        path = STATIC / name
        version = _digest(str(path), path.stat().st_mtime_ns) if path.is_file() else None
        known[name] = url_for("static", filename=name, v=version)
    return known[name]


def init_app(app: Flask) -> None:
    """Give templates `static_url('register.css')`."""
    app.jinja_env.globals["static_url"] = static_url


def main(arguments: list[str]) -> int:
    """The command: 0 all right, 1 something is missing or stale."""
    try:
        assets = wanted()
    except Missing as missing:
        click.echo(missing, err=True)
        return 1
    if "--check" in arguments:
        stale = [asset.target for asset in assets if not asset.is_right()]
        for path in stale:
            click.echo(f"{path.relative_to(PACKAGE.parent)} is missing or old: `make assets` mends it.", err=True)
        return 1 if stale else 0
    written = put(assets)
    click.echo(f"{len(assets)} files of styles, scripts, icons and fonts in place, {len(written)} of them new.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
