"""The dashboard is stopped while pages are open and worker processes are at work."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.dashboard.journeys.conftest import said_address
from tests.dashboard.journeys.steps import PATIENCE_MS, visit

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="reads /proc"),
]

END_S = 120.0
"""What a machine ten times slower than usual may take; it never ends by itself."""


def members(session: int) -> list[str]:
    """Return the living processes of a session."""
    found = []
    for folder in Path("/proc").iterdir():
        try:
            _, _, fields = (folder / "stat").read_text().rpartition(")")
            state, _, _, its_session, *_ = fields.split()
        except OSError:
            continue
        if its_session == str(session) and state not in ("Z", "X"):
            found.append(folder.name)
    return found


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM], ids=lambda one: one.name)
def test_it_ends_quietly_with_all_its_processes(
    browser: Any, libraries: None, compiled: None, sent: signal.Signals
) -> None:
    server = subprocess.Popen(
        [Path(sys.executable).with_name("parkloop"), "dashboard", "--no-browser", "kalundborg"],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True,
    )  # fmt: skip
    context = browser.new_context()
    try:
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        visit(page, said_address(server), "page=sweep", charts=0)
        page.get_by_label("Seeds", exact=True).fill("20")
        page.get_by_label("Seeds", exact=True).press("Tab")
        page.get_by_text("500 runs").wait_for()
        page.get_by_role("button", name="Start").click()
        page.get_by_text("to go.").wait_for(timeout=600_000)
        assert len(members(server.pid)) > 2, "no worker processes"
        os.kill(server.pid, sent)
        said, _ = server.communicate(timeout=END_S)
        assert (said.strip(), server.returncode) == ("", 0)
        until = time.monotonic() + END_S
        while members(server.pid) and time.monotonic() < until:
            time.sleep(0.1)
        assert members(server.pid) == []
    finally:
        context.close()
        if server.poll() is None:
            server.kill()
            server.wait()
