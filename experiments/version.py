"""Which model this is: its version, what it stands on, and the digests of its code and tables."""

from __future__ import annotations

import hashlib
import platform
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import numpy as np

MODEL_VERSION = "0.1.0"
"""Changes whenever results may change; part of every run id."""


def versions() -> dict[str, str]:
    """Return the versions on which the bits of a run depend."""
    return {
        "parkloop": _own_version(),
        "model": MODEL_VERSION,
        "python": platform.python_version(),
        "numpy": np.__version__,
        "machine": platform.machine(),
    }


@cache
def _own_version() -> str:
    try:
        return version("parkloop")
    except PackageNotFoundError:
        return MODEL_VERSION


@cache
def tables_digest() -> str:
    """Return a hash of the packaged tables of `sim` and `policies`."""
    return _digest(["sim/data/*.csv", "policies/data/*.csv"])


@cache
def code_digest() -> str:
    """Return a hash of the code that decides a run: two stores never mix two models' numbers."""
    return _digest(["sim/**/*.py", "agents/**/*.py", "policies/**/*.py"])


def _digest(patterns: list[str]) -> str:
    digest = hashlib.blake2b(digest_size=16)
    root = Path(__file__).resolve().parent.parent
    for pattern in patterns:
        for path in sorted(root.glob(pattern)):
            digest.update(path.relative_to(root).as_posix().encode())
            digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()
