"""A dashboard in a process of its own, with a composed park."""

from __future__ import annotations

import re
import select
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PATIENCE_S = 120.0


@dataclass(frozen=True)
class Serving:
    """Where a dashboard answers, and the number of its process."""

    address: str
    pid: int

    def memory_mb(self) -> float:
        """Return the resident memory of the server's process, as the kernel says."""
        text = Path(f"/proc/{self.pid}/status").read_text(encoding="utf-8")
        found = re.search(r"VmRSS:\s+(\d+) kB", text)
        assert found is not None
        return int(found.group(1)) / 1024.0


@contextmanager
def serving(enterprises: int) -> Iterator[Serving]:
    """Serve a park of so many enterprises (seed 1) by the real commands."""
    parkloop = str(Path(sys.executable).with_name("parkloop"))
    with tempfile.TemporaryDirectory() as folder:
        park = str(Path(folder) / "park")
        composed = [parkloop, "synth", "--enterprises", str(enterprises), "--out", park]
        subprocess.run(composed, check=True, capture_output=True, timeout=PATIENCE_S)
        command = [parkloop, "dashboard", "--no-browser", park]
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        ) as server:
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
