"""Driver processes that a test starts, interrupts and kills."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tests.experiments.sweep.studies import parts

ROOT = Path(__file__).resolve().parents[3]

# A test run in the background has Ctrl-C ignored, and its children would inherit that.
_COMMAND = """\
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from experiments.cli import main
main(sys.argv[1:])
"""


def start(*arguments: str | Path) -> subprocess.Popen[str]:
    """Start `parkloop` with these arguments, in a process group of its own."""
    return subprocess.Popen(
        [sys.executable, "-c", _COMMAND, *map(str, arguments)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def until(true: Callable[[], bool], seconds: float = 600.0) -> None:
    """Wait until something is true.

    Errors: `AssertionError` where it does not become true in time.
    """
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.005)


def until_parts(process: subprocess.Popen[str], out: Path, count: int) -> None:
    """Wait until a store has so many parts, or its driver has ended."""
    until(lambda: process.poll() is not None or len(parts(out)) >= count)


def living(group: int) -> list[int]:
    """Return the processes of a group that still live; on Linux alone, elsewhere none."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            state, _, pgrp = (entry / "stat").read_text().rpartition(")")[2].split()[:3]
        except OSError:
            continue
        if int(pgrp) == group and state != "Z":
            found.append(int(entry.name))
    return found


def end(process: subprocess.Popen[str], seconds: float = 600.0) -> tuple[int, str, str]:
    """Wait for a driver's end; return its exit code and what it printed."""
    try:
        printed, errors = process.communicate(timeout=seconds)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, 9)
    return process.returncode, printed, errors
