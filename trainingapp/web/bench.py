"""`trainingapp bench`: every benchmark beside its bare floor, in one run, in a register made for it and thrown away.

The command calls itself in a scratch folder: a benchmark must never write into the register that people use.
"""

import http.cookiejar
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import urllib.parse
import urllib.request
from collections.abc import Callable, Mapping
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, perf_counter, sleep
from typing import Any

import click

from trainingapp.certificates import bench as certificates
from trainingapp.demo.plan import AS_OF
from trainingapp.demo.signins import PASS_PHRASE
from trainingapp.intake import bench as intake
from trainingapp.kit.commands import answer, command
from trainingapp.readiness import bench as readiness

Rows = list[dict[str, Any]]

CLIENTS = 4
#: Who opens what: every list of the register at full scale, as those who have the most to see.
PAGES = (
    ("analyst@demo.example", "/rotations"),
    ("analyst@demo.example", "/gaps?as_of=2017-12-31"),
    ("analyst@demo.example", "/gaps/missions?as_of=2017-12-31"),
    ("reviewer.military@demo.example", "/certificates"),
    ("officer.bangladesh@demo.example", "/rosters"),
    ("officer.bangladesh@demo.example", "/people"),
    ("administrator@demo.example", "/journal"),
)


@command("bench")
@click.argument("names", nargs=-1)
@click.option("--quick", is_flag=True, help="Smaller sizes, and the small demonstration.")
@click.option("--here", is_flag=True, hidden=True)
def bench(names: tuple[str, ...], quick: bool, here: bool, as_json: bool) -> None:
    """Each benchmark beside its bare floor. NAMES: roster, certificates, gaps, pages; all when none is given."""
    known = sorted(BENCHES)
    if unknown := [name for name in names if name not in BENCHES]:
        raise click.BadParameter(f"{', '.join(unknown)}: there are {', '.join(known)}")
    chosen = names or tuple(BENCHES)
    rows = [row for name in chosen for row in BENCHES[name](quick)] if here else _in_scratch(chosen, quick)
    answer(rows, as_json=as_json, text=_table(rows))


def _in_scratch(names: tuple[str, ...], quick: bool) -> Rows:
    with tempfile.TemporaryDirectory(prefix="bench") as folder:
        env = {k: v for k, v in os.environ.items() if k != "DATABASE_URL" and not k.startswith("TRAININGAPP_")}
        env |= {"TRAININGAPP_DATA_DIR": folder, "TRAININGAPP_TODAY": AS_OF.isoformat(), "TRAININGAPP_DEMO": "true"}
        _run(env, "init")
        _run(env, "seed", "--scale", "small" if quick else "full")
        out = _run(env, "bench", *names, "--here", "--json", *(["--quick"] if quick else []))
        rows: Rows = json.loads(out)
        return rows


def _command(*arguments: str) -> list[str]:
    return [sys.executable, "-c", "from trainingapp.app import main; main()", *arguments]


def _run(env: Mapping[str, str], *arguments: str) -> str:
    done = subprocess.run(_command(*arguments), env=env, stdout=subprocess.PIPE, text=True, check=True)
    return done.stdout


def _table(rows: Rows) -> str:
    lines = [f"{'benchmark':<44}{'figure':>12} {'unit':<16}{'floor':>12}{'ratio':>8}{'size':>10}"]
    for row in rows:
        name, figure, unit = row["name"], row["figure"], row["unit"]
        lines.append(f"{name:<44}{figure:>12} {unit:<16}{row['floor']:>12}{row['ratio']:>8}{row['size']:>10}")
    return "\n".join(lines)


def pages(quick: bool) -> Rows:
    """Milliseconds within which 95 of 100 answers come, with four clients at once on the production server.

    The floor is /health on the same server: one trivial statement and no template.
    """
    rounds = 10 if quick else 40
    with _serving() as base:
        floor = _p95(_opener(base, None), f"{base}/health", rounds)
        rows = []
        for email, path in PAGES:
            figure = _p95(_opener(base, email), base + path, rounds)
            rows.append(_row(f"pages{path.split('?')[0]}", figure, floor, rounds * CLIENTS))
        return rows


def _row(name: str, figure: float, floor: float, size: int) -> dict[str, Any]:
    return {
        "name": name,
        "figure": round(figure, 1),
        "unit": "ms p95",
        "floor": round(floor, 1),
        "ratio": round(figure / floor, 2),
        "size": size,
    }


@contextmanager
def _serving() -> Any:
    port = "8799"
    log = Path(os.environ["TRAININGAPP_DATA_DIR"]) / "serve.log"
    with log.open("w") as out:
        process = subprocess.Popen(_command("serve", "--port", port), stdout=out, stderr=out)
        try:
            base = f"http://127.0.0.1:{port}"
            _wait(base)
            yield base
        finally:
            process.terminate()
            process.wait(30)


def _wait(base: str) -> None:
    until = monotonic() + 60
    while monotonic() < until:
        try:
            urllib.request.urlopen(f"{base}/health", timeout=5).read()
            return
        except OSError:
            sleep(0.2)
    raise click.ClickException("the server did not answer within a minute")


def _opener(base: str, email: str | None) -> urllib.request.OpenerDirector:
    """A browser without windows, signed in when an address is given."""
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
    if email is not None:
        page = opener.open(f"{base}/sign-in").read().decode()
        fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.split("<main", 1)[1]))
        sent = urllib.parse.urlencode({**fields, "email": email, "password": PASS_PHRASE}).encode()
        opener.open(f"{base}/sign-in", data=sent).read()
    return opener


def _p95(opener: urllib.request.OpenerDirector, url: str, rounds: int) -> float:
    opener.open(url).read()
    times: list[float] = []

    def client() -> None:
        for _ in range(rounds):
            began = perf_counter()
            opener.open(url).read()
            times.append((perf_counter() - began) * 1000)

    clients = [threading.Thread(target=client) for _ in range(CLIENTS)]
    for one in clients:
        one.start()
    for one in clients:
        one.join()
    return sorted(times)[int(len(times) * 0.95)]


BENCHES: Mapping[str, Callable[[bool], Rows]] = {
    # The pages first: recording rosters fills the register far beyond its full scale.
    "pages": pages,
    "gaps": readiness.bench,
    "certificates": certificates.bench,
    "roster": intake.bench,
}
