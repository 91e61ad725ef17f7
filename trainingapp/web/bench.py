"""`trainingapp bench`: every benchmark beside its bare floor, in one run, in a register made for it and thrown away.

The command calls itself in a scratch folder: a benchmark must never write into the register that people use.
"""

import gc
import http.cookiejar
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import threading
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from time import monotonic, perf_counter, sleep
from typing import Any, Final

import click
from flask import current_app
from sqlalchemy import NullPool, create_engine, func, make_url, select

from trainingapp.accounts.rules import OPERATOR
from trainingapp.certificates import bench as certificates
from trainingapp.demo import bench as demo
from trainingapp.demo.bench import grown
from trainingapp.demo.plan import AS_OF
from trainingapp.demo.signins import PASS_PHRASE
from trainingapp.forces.models import Assignment, Rotation
from trainingapp.intake import bench as intake
from trainingapp.kit.commands import answer, command
from trainingapp.kit.db import db
from trainingapp.kit.ids import new_id
from trainingapp.overviews.reports import overview
from trainingapp.overviews.views.parts import asked_of
from trainingapp.people.models import PersonNow
from trainingapp.readiness import bench as coverage
from trainingapp.readiness.bench import dates as any_date
from trainingapp.readiness.coverage import Question

Rows = list[dict[str, Any]]

CLIENTS = 4

OVERVIEW = "readiness.overview on any date, p95"

_OFFICER, _ANALYST = "officer.bangladesh@demo.example", "analyst@demo.example"
#: Who opens what: every list of the register at full scale, as those who have the most to see. ROTATION is the one of
#: Bangladesh with the longest roll, PERSON each of many who stand on it.
PAGES = (
    (_ANALYST, "/"),
    (_OFFICER, "/"),
    (_ANALYST, "/rotations"),
    (_ANALYST, "/gaps?as_of=2017-12-31"),
    (_ANALYST, "/gaps/missions?as_of=2017-12-31"),
    (_OFFICER, "/gaps/rotations/ROTATION"),
    (_OFFICER, "/rotations/ROTATION"),
    (_OFFICER, "/rotations/ROTATION/roll"),
    (_OFFICER, "/rotations/ROTATION/certificates"),
    (_OFFICER, "/rotations/ROTATION/by-hand"),
    ("reviewer.military@demo.example", "/certificates"),
    (_OFFICER, "/rosters"),
    (_OFFICER, "/people"),
    ("focal.bangladesh@demo.example", "/people/duplicates"),
    ("focal.bangladesh@demo.example", "/readings"),
    ("administrator@demo.example", "/journal"),
    (_OFFICER, "/people/PERSON"),
)

#: Who searches for what on the page that searches everything: a text has no place in an address.
SEARCHED = (_OFFICER, "Rehman Mohammad")


@command("bench")
@click.argument("names", nargs=-1)
@click.option("--quick", is_flag=True, help="Smaller sizes, and the small demonstration.")
@click.option("--server", default="", help="A PostgreSQL server on which a database is made for it and dropped.")
@click.option("--here", is_flag=True, hidden=True)
def bench(names: tuple[str, ...], quick: bool, server: str, here: bool, as_json: bool) -> None:
    """Each benchmark beside its bare floor. All, or NAMES of these: pages, gaps, supersession, search, certificates,
    roster, roll, duplicates, readiness."""
    known = sorted(BENCHES)
    if unknown := [name for name in names if name not in BENCHES]:
        raise click.BadParameter(f"{', '.join(unknown)}: there are {', '.join(known)}")
    chosen = names or tuple(BENCHES)
    if here:
        rows = [row for name in chosen for row in BENCHES[name](quick)]
    else:
        groups = [tuple(name for name in chosen if (name in ALONE) == alone) for alone in (False, True)]
        rows = [row for group in groups if group for row in _in_scratch(group, quick, server)]
    answer(rows, as_json=as_json, text=_table(rows))


def _in_scratch(names: tuple[str, ...], quick: bool, server: str) -> Rows:
    with tempfile.TemporaryDirectory(prefix="bench") as folder, _database(server) as url:
        env = {k: v for k, v in os.environ.items() if k != "DATABASE_URL" and not k.startswith("TRAININGAPP_")}
        env |= {"TRAININGAPP_DATA_DIR": folder, "TRAININGAPP_TODAY": AS_OF.isoformat(), "TRAININGAPP_DEMO": "true"}
        env["TRAININGAPP_DATABASE_URL"] = url
        _run(env, "init")
        _run(env, "seed", "--scale", "small" if quick else "full")
        out = _run(env, "bench", *names, "--here", "--json", *(["--quick"] if quick else []))
        rows: Rows = json.loads(out)
        return rows


@contextmanager
def _database(server: str) -> Iterator[str]:
    """The address of a database of its own on a PostgreSQL server; empty, for the embedded one, when none is given."""
    if not server:
        yield ""
        return
    address = make_url(server).set(drivername="postgresql+psycopg")
    name = f"bench_{new_id()}".replace("-", "_").lower()
    engine = create_engine(address, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    try:
        yield address.set(database=name).render_as_string(hide_password=False)
    finally:
        with engine.connect() as connection:
            connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")


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

    The floor is /health on the same server: one trivial statement and no template. A person's record is measured with
    one client, too.
    """
    demo.fill(demo.FEW if quick else demo.PERSONS)
    rounds = 3 if quick else 40
    rotation, persons = _examples()
    db.session.remove()
    rows = []
    with _serving() as base:
        floor = _p95(_opener(base, None), [f"{base}/health"], rounds)
        openers = {email: _opener(base, email) for email in {email for email, _ in (*PAGES, SEARCHED)}}
        for email, path in PAGES:
            urls = list(dict.fromkeys(base + _filled(path, rotation, person) for person in persons))
            figure = _p95(openers[email], urls, rounds)
            rows.append(_row(f"pages{path.split('?')[0]} {_role(email)}", figure, floor, rounds * CLIENTS))
        alone = _p95(_opener(base, None), [f"{base}/health"], rounds, clients=1)
        figure = _p95(openers[_OFFICER], [f"{base}/people/{person}" for person in persons], rounds * 2, clients=1)
        rows.append(_row("pages/people/PERSON, one client", figure, alone, rounds * 2))
        email, text = SEARCHED
        fields = _hidden(openers[email].open(f"{base}/search").read().decode())
        figure = _p95(openers[email], [f"{base}/search"], rounds, {**fields, "text": text})
        rows.append(_row("pages/search", figure, floor, rounds * CLIENTS))
    return rows


def readiness(quick: bool) -> Rows:
    """All that readiness promises about speed, on a register grown to full size: see `readiness.bench.dates`, and
    `demo.bench.grown` for what is in it. The growth is measured against a register of a tenth of the size.
    """
    sizes = {"persons": grown.FEW_PERSONS, "completions": grown.FEW_COMPLETIONS, "roll": grown.FEW_ROLL}
    size = str(grown.grow(**sizes) if quick else grown.grow())
    rows = any_date.rebuilding(size) + any_date.dates(quick, size) + _overviews(quick, size)
    rows += _overview_pages(quick, size)
    rows += any_date.after(_rosters(), quick, size)
    if not quick:
        # The floor of growth: the same figures of the small register.
        small = {row["name"]: row for row in _in_scratch(("readiness",), True, os.environ["TRAININGAPP_DATABASE_URL"])}
        for row in [row for row in rows if row["name"] in (any_date.ANY_DATE, OVERVIEW)]:
            before = small[row["name"]]
            rows.append(any_date.row(f"{row['name']}: growth", row["figure"], before["figure"], "ms", before["size"]))
    return rows


def _overviews(quick: bool, size: str) -> Rows:
    """All figures of the overview of all States on any date: this day, days before, and the years around it."""
    scope = OPERATOR.scope("gaps.see")
    settings = current_app.config["SETTINGS"]

    def figures(day: date) -> object:
        return overview(scope, asked_of(settings, Question(day, settings.preparing_days), None), by_state=True)

    figures(AS_OF)
    # As in a process that serves pages.
    gc.collect()
    gc.freeze()
    days = any_date.days(40 if quick else 200)
    times = [any_date.milliseconds(lambda: figures(day)) for day in days]  # noqa: B023
    return [
        any_date.row(OVERVIEW, any_date.p95(times), any_date.milliseconds(lambda: any_date.bare(AS_OF)), "ms", size)
    ]


def _overview_pages(quick: bool, size: str) -> Rows:
    """The page itself with four clients on the production server: opened again on one day, and on ever other dates.

    The floor is /health on it.
    """
    rounds = 5 if quick else 40
    db.session.remove()
    with _serving() as base:
        opener = _opener(base, _ANALYST)
        urls = [f"{base}/overview?as_of={day.isoformat()}" for day in any_date.days(rounds * CLIENTS)]
        # Each process of the server reads once what it keeps in memory; nobody waits for that again.
        _p95(opener, urls[:2], rounds)
        floor = _p95(_opener(base, None), [f"{base}/health"], rounds)
        again, other = _p95(opener, [f"{base}/overview"], rounds), _p95(opener, urls, rounds)
        return [
            any_date.row("readiness.page of the overview, 4 clients", again, floor, "ms", size),
            any_date.row("readiness.page of the overview on ever other dates", other, floor, "ms", size),
        ]


def _rosters() -> Callable[[], object]:
    """Records one roster of 850 after the other, each of a new rotation."""
    numbers = iter(range(1_000))
    return lambda: intake.recorded(850, f"READY-{next(numbers)}-{new_id()[:4]}")


def _examples() -> tuple[str, list[str]]:
    """The rotation of Bangladesh with the longest roll, and some of those who stand on it, by public ids."""
    longest = (
        select(Rotation.id, Rotation.public_id)
        .join(Assignment, Assignment.rotation_id == Rotation.id)
        .where(Rotation.state_code == "BGD")
        .group_by(Rotation.id, Rotation.public_id)
        .order_by(func.count().desc(), Rotation.id)
        .limit(1)
    )
    key, rotation = db.session.execute(longest).one()
    there = select(PersonNow.public_id).join(Assignment, Assignment.person_id == PersonNow.person_id)
    persons = db.session.scalars(there.where(Assignment.rotation_id == key).order_by(Assignment.id).limit(40)).all()
    return rotation, list(persons)


def _filled(path: str, rotation: str, person: str) -> str:
    return path.replace("ROTATION", rotation).replace("PERSON", person)


def _role(email: str) -> str:
    return email.split("@")[0].split(".")[0]


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
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    log = Path(os.environ["TRAININGAPP_DATA_DIR"]) / "serve.log"
    with log.open("w") as out:
        process = subprocess.Popen(_command("serve", "--port", port), stdout=out, stderr=out)
        try:
            base = f"http://127.0.0.1:{port}"
            _wait(base)
            yield base
        finally:
            process.terminate()
            process.wait(180)


def _wait(base: str) -> None:
    until = monotonic() + 180
    while monotonic() < until:
        try:
            urllib.request.urlopen(f"{base}/health", timeout=5).read()
            return
        except OSError:
            sleep(0.2)
    raise click.ClickException("the server did not answer within three minutes")


def _opener(base: str, email: str | None) -> urllib.request.OpenerDirector:
    """A browser without windows, signed in when an address is given."""
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
    if email is not None:
        page = opener.open(f"{base}/sign-in").read().decode()
        arrived = _send(opener, f"{base}/sign-in", {**_hidden(page), "email": email, "password": PASS_PHRASE})
        if arrived.url.endswith("/second-factor"):
            page = arrived.read().decode()
            # The demonstration shows the code that the account's telephone would show.
            (code,) = re.findall(r'<input[^>]* name="code"[^>]* value="(\d+)"', page)
            arrived = _send(opener, arrived.url, {"csrf_token": _hidden(page)["csrf_token"], "code": code})
        if "/sign-in" in arrived.url:
            raise click.ClickException(f"{email} could not sign in: {arrived.url}")
    return opener


def _send(opener: urllib.request.OpenerDirector, url: str, fields: Mapping[str, str]) -> Any:
    return opener.open(url, data=urllib.parse.urlencode(fields).encode())


def _hidden(page: str) -> dict[str, str]:
    """The hidden fields of the page's own form."""
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.split("<main", 1)[1]))


def _p95(
    opener: urllib.request.OpenerDirector,
    urls: Sequence[str],
    rounds: int,
    fields: Mapping[str, str] | None = None,
    clients: int = CLIENTS,
) -> float:
    """The addresses in turn, as often as `rounds` says, by each client; what leads elsewhere is no answer."""
    sent = urllib.parse.urlencode(fields).encode() if fields else None
    for url in urls:
        answer = opener.open(url, data=sent)
        answer.read()
        if answer.url != url:
            raise click.ClickException(f"{url} leads to {answer.url}")
    times: list[float] = []

    def client(first: int) -> None:
        for place in range(rounds):
            url = urls[(first + place) % len(urls)]
            began = perf_counter()
            opener.open(url, data=sent).read()
            times.append((perf_counter() - began) * 1000)

    threads = [threading.Thread(target=client, args=(number * 7,)) for number in range(clients)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return sorted(times)[int(len(times) * 0.95)]


BENCHES: Mapping[str, Callable[[bool], Rows]] = {
    # The pages first: recording rosters fills the register far beyond its full scale.
    "pages": pages,
    "gaps": coverage.bench,
    "supersession": coverage.supersession,
    "search": demo.search,
    "certificates": certificates.bench,
    "roster": intake.bench,
    "roll": demo.roll,
    # Last: it makes one State as large as all of them together.
    "duplicates": demo.likely,
    "readiness": readiness,
}
#: In a register of its own: it is grown beyond what the others are measured at.
ALONE: Final = frozenset({"readiness"})
