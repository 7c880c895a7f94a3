"""The project as the house tests see it: its root, its packages and its tracked files."""

from __future__ import annotations

import subprocess
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("sim", "agents", "policies", "experiments", "dashboards")


@cache
def pyproject() -> dict[str, Any]:
    """Return pyproject.toml as read."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


@cache
def tracked_files() -> tuple[Path, ...]:
    """Return every file of the project: those git tracks, or all of an unpacked archive."""
    listing = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listing.returncode == 0 and listing.stdout:
        paths = (ROOT / name for name in listing.stdout.rstrip("\0").split("\0"))
    else:
        paths = (path for path in ROOT.rglob("*") if not _is_made(path.relative_to(ROOT)))
    return tuple(sorted(path for path in paths if path.is_file()))


@cache
def texts() -> dict[Path, str]:
    """Return the text of every tracked file that is text, by its path from the root.

    A byte that is not UTF-8 (some fixtures are broken on purpose) reads as a mark.
    """
    found = {}
    for path in tracked_files():
        content = path.read_bytes()
        if b"\0" not in content:
            found[path.relative_to(ROOT)] = content.decode("utf-8", errors="replace")
    return found


def sources() -> dict[Path, str]:
    """Return the text of every Python module in the five packages."""
    return {p: t for p, t in texts().items() if p.suffix == ".py" and p.parts[0] in PACKAGES}


def _is_made(path: Path) -> bool:
    """Say whether a path is something make or a run left behind, not a file of the project."""
    return path.parts[0] in ("build", "dist", "results") or any(
        part.startswith(".venv") or part.endswith("_cache") or part in ("__pycache__", ".git")
        for part in path.parts
    )
