"""A dashboard in a process of its own, driven by headless Chromium; one for all journeys."""

from __future__ import annotations

import csv
import os
import re
import select
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from experiments.scenario import Scenario
from sim.parkfile import example_parks
from tests.dashboard.journeys.steps import FORMULA, HOSTILE, PATIENCE_MS, stays

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
]  # fmt: skip
SHOTS = os.environ.get("PARKLOOP_SCREENSHOTS")
"""A folder that keeps a picture of each journey's end, for people to look at."""


class Elsewhere(threading.Thread):
    """A proxy that answers nobody and counts who asks: what would leave the machine comes here."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        self.asked = 0

    def run(self) -> None:
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            self.asked += 1
            connection.close()


@pytest.fixture(scope="session")
def elsewhere() -> Iterator[Elsewhere]:
    proxy = Elsewhere()
    proxy.start()
    yield proxy
    proxy.listener.shutdown(socket.SHUT_RDWR)
    proxy.listener.close()
    proxy.join(60)


@pytest.fixture(scope="session")
def hostile_park(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A park whose first enterprise is named in markup."""
    folder = tmp_path_factory.mktemp("parks") / "hostile"
    shutil.copytree(example_parks()["kalundborg"], folder)
    for sheet, column in (("park", "park_id"), ("enterprises", "name_en")):
        path = folder / f"{sheet}.csv"
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        rows[0][column] = "hostile" if sheet == "park" else HOSTILE
        if sheet == "park":
            rows[0]["name_en"] = FORMULA
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    return folder


@pytest.fixture(scope="session")
def compiled() -> None:
    """Have what a run needs compiled and kept on disk, so that no page waits for it."""
    Scenario("kalundborg").run()


@pytest.fixture(scope="session")
def address(
    elsewhere: Elsewhere, hostile_park: Path, libraries: None, compiled: None
) -> Iterator[str]:
    """Address of a dashboard started by the real command, in an empty environment of settings."""
    proxies = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")
    kept = {n: v for n, v in os.environ.items() if not n.startswith("SOLARA_")}
    environment = {
        **{n: v for n, v in kept.items() if n.upper() not in (*proxies, "NO_PROXY")},
        **dict.fromkeys((*proxies, *map(str.lower, proxies)), elsewhere.address),
    }
    command = [str(Path(sys.executable).with_name("parkloop")), "dashboard", "--no-browser"]
    server = subprocess.Popen(
        [*command, "kalundborg", "guitang", str(hostile_park)],
        env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    try:
        yield said_address(server)
    finally:
        said = finish(server)
    assert "Traceback" not in said, said


def finish(server: subprocess.Popen[Any]) -> str:
    """End a process, by force where asking does not help, and return what it said last."""
    server.terminate()
    try:
        said, _ = server.communicate(timeout=60)
    except subprocess.TimeoutExpired:
        server.kill()
        said, _ = server.communicate()
    return str(said or "")


def said_address(server: subprocess.Popen[str]) -> str:
    """Return the address the server prints, once it does."""
    assert server.stdout is not None
    ready, _, _ = select.select([server.stdout], [], [], 240)
    line = server.stdout.readline() if ready else ""
    found = re.search(r"http://127\.0\.0\.1:\d+/", line)
    assert found, f"the server said {line!r} and stands at {server.poll()}"
    return found.group()


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture
def page(browser: Any, address: str, request: pytest.FixtureRequest) -> Iterator[Any]:
    """A page that must end without console errors, failed answers or requests to elsewhere."""
    width, height = getattr(request, "param", (1280, 900))
    context = browser.new_context(viewport={"width": width, "height": height})
    opened = context.new_page()
    opened.set_default_timeout(PATIENCE_MS)
    wrong: list[str] = []
    opened.on("console", lambda m: wrong.append(m.text) if m.type == "error" else None)
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on(
        "response", lambda r: wrong.append(f"{r.status} {r.url}") if r.status >= 400 else None
    )
    opened.on("request", lambda r: None if stays(r.url) else wrong.append(f"asked {r.url}"))
    yield opened
    if SHOTS:
        opened.screenshot(path=Path(SHOTS) / f"{request.node.name}.png", full_page=True)
    context.close()
    assert wrong == []
