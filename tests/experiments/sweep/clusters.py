"""A dask scheduler and workers that a test starts on loopback, as a user of a cluster would."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.experiments.sweep.processes import ROOT, until

_QUIET = {
    "DASK_LOGGING__DISTRIBUTED": "critical",
    "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0",
}


def start_scheduler(file: Path, port: int = 0) -> subprocess.Popen[bytes]:
    """Start a scheduler that writes its address to `file`; return it once it has."""
    file.unlink(missing_ok=True)
    process = _start(
        "dask_scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard",
        "--dashboard-address", "127.0.0.1:0", "--scheduler-file", str(file),
    )  # fmt: skip
    until(lambda: process.poll() is not None or _written(file))
    return process


def start_worker(file: Path, *more: str) -> subprocess.Popen[bytes]:
    """Start a worker of one thread, in one process, for the scheduler of a file."""
    return _start(
        "dask_worker", "--scheduler-file", str(file), "--nthreads", "1", "--no-nanny",
        "--no-dashboard", "--host", "127.0.0.1", "--memory-limit", "0", *more,
    )  # fmt: skip


def address(file: Path) -> str:
    """Return the address in a scheduler file."""
    return str(json.loads(file.read_text())["address"])


def stop(*processes: subprocess.Popen[bytes]) -> None:
    """Kill processes that still live, and wait for them."""
    for process in processes:
        if process.poll() is None:
            process.kill()
    for process in processes:
        process.wait(timeout=120)


def _start(module: str, *arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", f"distributed.cli.{module}", *arguments],
        cwd=ROOT,
        env={
            **os.environ, **_QUIET,
            "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]),
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip


def _written(file: Path) -> bool:
    try:
        return bool(address(file))
    except (OSError, ValueError, KeyError):
        return False
