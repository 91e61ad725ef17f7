"""The production server: pages and long work start together and stop together."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT, migrate
from trainingapp.kit.errors import Refused
from trainingapp.web import server

Server = "subprocess.Popen[str]"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def serve(new_database: Callable[[], str], tmp_path: Path) -> Iterator[Callable[[int], Server]]:
    """Starts `trainingapp serve` as an operator does, and waits until it says where."""
    url = new_database()
    migrate(url)
    started: list[subprocess.Popen[str]] = []

    def start(port: int) -> "subprocess.Popen[str]":
        surroundings = {**os.environ, "TRAININGAPP_DATABASE_URL": url, "TRAININGAPP_DATA_DIR": str(tmp_path)}
        command = [
            sys.executable,
            "-c",
            "from trainingapp.app import main; main()",
            "serve",
            "--json",
            "--port",
            f"{port}",
        ]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
        started.append(subprocess.Popen(command, cwd=ROOT, env=surroundings, text=True, **pipes))
        assert started[-1].stdout is not None
        assert started[-1].stdout.readline() == f'{{"url": "http://127.0.0.1:{port}"}}\n'
        return started[-1]

    yield start
    for process in started:
        process.terminate()
        process.communicate(timeout=30)


def get(port: int, path: str) -> tuple[int, str]:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=30) as answer:
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        return answer.status, answer.read().decode()


def children(pid: int) -> set[int]:
    """Every process that this one started, and those they started."""
    found = set()
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, task.read_text().split()):
            found |= {child} | children(child)
    return found


def alive(pids: set[int]) -> set[int]:
    def is_alive(pid: int) -> bool:
        try:
            return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
        except OSError:
            return False

    return {pid for pid in pids if is_alive(pid)}


def gone(pids: set[int]) -> bool:
    end = time.monotonic() + 30
    while alive(pids):
        if time.monotonic() > end:
            return False
        time.sleep(0.1)
    return True


def test_it_answers_with_headers_and_stops_in_good_order_when_told(serve):
    port = free_port()
    running = serve(port)
    assert get(port, "/health")[0] == 200
    assert get(port, "/static/mark.svg")[0] == 200
    family = children(running.pid)
    assert len(family) >= 2, "pages and workers"
    running.send_signal(signal.SIGTERM)
    assert running.wait(30) == 0
    assert gone(family)


def test_killed_outright_it_leaves_nothing_behind(serve):
    port = free_port()
    running = serve(port)
    family = children(running.pid)
    running.kill()
    running.wait()
    assert gone(family)


def test_workers_that_die_are_started_again(serve):
    running = serve(free_port())
    workers = {pid for pid in children(running.pid) if b"\0work\0" in Path(f"/proc/{pid}/cmdline").read_bytes()}
    for pid in workers:
        os.kill(pid, signal.SIGKILL)
    end = time.monotonic() + 20
    while not any(
        b"\0work\0" in Path(f"/proc/{pid}/cmdline").read_bytes() for pid in alive(children(running.pid)) - workers
    ):
        assert time.monotonic() < end
        time.sleep(0.2)


def test_an_address_that_is_taken_is_said_so():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(Refused, match="Choose another with --port"):
            server.serve(host="127.0.0.1", port=port, ready=lambda address: None)
