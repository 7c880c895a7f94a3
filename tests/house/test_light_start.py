"""Help and check feel instant: the real command loads nothing heavy for either."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HEAVY = frozenset(
    ["matplotlib", "mesa", "networkx", "numba", "pandas", "pyarrow", "scipy", "seaborn", "solara"]
)
COMMAND = Path(sys.executable).with_name("parkloop")


def run(*arguments: str | Path) -> tuple[set[str], str]:
    """Run the installed command; return the top-level modules it imported and what it printed."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", COMMAND, *arguments],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr[-2000:]
    lines = (line for line in done.stderr.splitlines() if line.startswith("import time:"))
    return {line.rpartition("|")[2].strip().partition(".")[0] for line in lines}, done.stdout


def test_help_loads_nothing_heavy() -> None:
    modules, printed = run("--help")
    assert "check" in printed
    assert "experiments" in modules, "the import log was not read"
    assert not modules & HEAVY


def test_check_loads_nothing_heavy(tmp_path: Path) -> None:
    folder = tmp_path / "park"
    run("synth", "--enterprises", "5", "--seed", "1", "--out", folder)
    modules, _ = run("check", folder)
    assert "sim" in modules, "the import log was not read"
    assert not modules & HEAVY
