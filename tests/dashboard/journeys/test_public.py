"""A dashboard under a public name, as behind a reverse proxy, in a server of its own."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.dashboard.journeys.conftest import FLAGS, finish, said_address
from tests.dashboard.journeys.steps import PATIENCE_MS, shows, slider

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("libraries")]


@pytest.fixture
def port(compiled: None) -> Iterator[int]:
    """Port of a dashboard whose public name is parks.example.org."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        number = int(free.getsockname()[1])
    command = [str(Path(sys.executable).with_name("parkloop")), "dashboard", "--no-browser"]
    public = f"http://parks.example.org:{number}"
    with subprocess.Popen(
        [*command, "--port", str(number), "--public-address", public, "kalundborg"],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    ) as server:  # fmt: skip
        try:
            said_address(server)
            yield number
        finally:
            finish(server)


def test_the_public_name_is_served_and_no_other(browser: Any, chromium: str, port: int) -> None:
    names = "--host-resolver-rules=MAP *.example.org 127.0.0.1"
    elsewhere = browser.browser_type.launch(executable_path=chromium, args=[*FLAGS, names])
    page = elsewhere.new_page()
    page.set_default_timeout(3 * PATIENCE_MS)  # a server of its own begins cold
    page.goto(f"http://parks.example.org:{port}/")
    shows(page, "")
    slider(page, "subsidy").focus()
    page.keyboard.press("End")
    shows(page, "subsidy=2")
    assert page.goto(f"http://elsewhere.example.org:{port}/").status == 403
    elsewhere.close()
