"""The server block that `docs/dashboard.md` gives for nginx, run as it stands but for its paths."""

from __future__ import annotations

import os
import re
import shutil
import socket
import ssl
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

import pytest

from sim.parkfile import read_park, write_park
from tests.dashboard.journeys.conftest import FLAGS, finish, said_address
from tests.dashboard.journeys.steps import PATIENCE_MS, shows, slider
from tests.house.project import ROOT

PLACES = f"{os.environ.get('PATH', '')}:/usr/sbin"
TOOLS = [tool for tool in ("nginx", "openssl") if shutil.which(tool, path=PLACES) is None]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.usefixtures("libraries"),
    pytest.mark.skipif(bool(TOOLS), reason=f"not run: {', '.join(TOOLS)} is not installed"),
]

HOST, USER, SECRET = "parks.example.org", "planner", "a-long-secret"


def documented(language: str) -> str:
    """Return the block of the documentation that configures nginx."""
    text = (ROOT / "docs" / "dashboard.md").read_text(encoding="utf-8")
    (block,) = re.findall(rf"^{language}:\n\n```\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    return str(block)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def configured(folder: Path, front: int, back: int) -> Path:
    """Write a configuration of nginx around the block, with a certificate and one user."""
    run = subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
         "-subj", f"/CN={HOST}", "-keyout", "parks.key", "-out", "parks.pem"],
        cwd=folder, capture_output=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    (folder / "parks.users").write_text(f"{USER}:{{PLAIN}}{SECRET}\n")
    block = documented("nginx")
    for old, new in (
        ("listen 443 ssl", f"listen 127.0.0.1:{front} ssl"),
        ("/etc/ssl/", f"{folder}/"),
        ("/etc/nginx/", f"{folder}/"),
        ("127.0.0.1:8765", f"127.0.0.1:{back}"),
    ):
        assert old in block
        block = block.replace(old, new)
    stores = "\n".join(
        f"{kind}_temp_path {folder}/{kind};"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    path = folder / "nginx.conf"
    path.write_text(
        f"daemon off;\nmaster_process off;\npid {folder}/nginx.pid;\n"
        f"error_log {folder}/error.log;\n"
        f"events {{}}\nhttp {{\naccess_log off;\n{stores}\n{block}}}\n"
    )
    return path


@pytest.fixture
def front(tmp_path: Path, compiled: None) -> Iterator[int]:
    """Port of nginx before a dashboard that is told its public address."""
    front, back = free_port(), free_port()
    program = [str(Path(sys.executable).with_name("parkloop")), "dashboard", "--no-browser"]
    public = ["--port", str(back), "--public-address", f"https://{HOST}:{front}"]
    nginx = str(shutil.which("nginx", path=PLACES))
    config = str(configured(tmp_path, front, back))
    with (
        subprocess.Popen(
            [*program, *public, "kalundborg"],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        ) as server,
        subprocess.Popen([nginx, "-p", str(tmp_path), "-c", config, "-e", "error.log"]) as proxy,
    ):  # fmt: skip
        try:
            said_address(server)
            answers(front)
            yield front
        finally:
            finish(proxy)
            finish(server)


def answers(port: int) -> None:
    """Wait until something listens on a port."""
    last = time.monotonic() + 120
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 10).close()
        except OSError:
            assert time.monotonic() < last, "nginx does not answer"
            time.sleep(0.05)
        else:
            return


def status(port: int, path: str = "/") -> int:
    """Return what the proxy answers to one who gives no name."""
    trusting = ssl._create_unverified_context()
    asked = urllib.request.Request(f"https://127.0.0.1:{port}{path}", headers={"Host": HOST})
    try:
        with urllib.request.urlopen(asked, context=trusting, timeout=120) as answer:
            return int(answer.status)
    except HTTPError as error:
        return error.code


def test_the_documented_nginx_asks_who_it_is_and_passes_pages_moves_and_files(
    browser: Any, chromium: str, front: int, tmp_path: Path
) -> None:
    assert (status(front), status(front, "/resourcez")) == (401, 403)
    names = f"--host-resolver-rules=MAP {HOST} 127.0.0.1"
    launched = browser.browser_type.launch(executable_path=chromium, args=[*FLAGS, names])
    page = launched.new_context(
        ignore_https_errors=True, http_credentials={"username": USER, "password": SECRET}
    ).new_page()
    page.set_default_timeout(3 * PATIENCE_MS)  # a server of its own begins cold
    wrong: list[str] = []
    page.on("console", lambda m: wrong.append(m.text) if m.type == "error" else None)
    page.goto(f"https://{HOST}:{front}/")
    shows(page, "")
    slider(page, "subsidy").focus()
    page.keyboard.press("End")
    shows(page, "subsidy=2")
    page.locator(".pl-pages").get_by_role("button", name="Data and method").click()
    park = read_park("kalundborg")
    park.info["park_id"] = "mine"
    page.get_by_label("Upload a park").set_input_files(write_park(park, tmp_path / "mine.xlsx"))
    page.get_by_text("mine.xlsx was read and is shown now").wait_for()
    launched.close()
    assert wrong == []
