"""A dashboard in a process of its own, with a composed park."""

from __future__ import annotations

import json
import os
import re
import select
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

PATIENCE_S = 120.0

_PARKLOOP = str(Path(sys.executable).with_name("parkloop"))


@dataclass(frozen=True)
class Serving:
    """Where a dashboard answers, and the number of its process."""

    address: str
    pid: int

    def counts(self) -> dict[str, int]:
        """Return what is registered now: kernels (one a session), web sockets and threads."""
        with urlopen(f"{self.address}resourcez", timeout=PATIENCE_S) as answer:
            told = json.load(answer)
        return {
            "kernels": told["kernels"]["total"],
            "sockets": told["websockets"]["open"],
            "threads": told["threads"]["active"],
        }

    def memory_mb(self) -> float:
        """Return the resident memory of the server's process, as the kernel says."""
        text = Path(f"/proc/{self.pid}/status").read_text(encoding="utf-8")
        found = re.search(r"VmRSS:\s+(\d+) kB", text)
        assert found is not None
        return int(found.group(1)) / 1024.0


def composed(enterprises: int, folder: str) -> str:
    """Compose a park of so many enterprises (seed 1) in a folder and return its path."""
    park = str(Path(folder) / "park")
    command = [_PARKLOOP, "synth", "--enterprises", str(enterprises), "--out", park]
    subprocess.run(command, check=True, capture_output=True, timeout=PATIENCE_S)
    return park


@contextmanager
def serving(park: str, **settings: str) -> Iterator[Serving]:
    """Serve a park by the real command, with settings of its environment."""
    with subprocess.Popen(
        [_PARKLOOP, "dashboard", "--no-browser", park], env={**os.environ, **settings},
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    ) as server:  # fmt: skip
        try:
            assert server.stdout is not None
            ready, _, _ = select.select([server.stdout], [], [], PATIENCE_S)
            line = server.stdout.readline() if ready else ""
            found = re.search(r"http://127\.0\.0\.1:\d+/", line)
            if found is None:
                raise RuntimeError(f"the server said {line!r}")
            yield Serving(found.group(), server.pid)
        finally:
            server.terminate()
