"""A search killed at any moment and started again finds, bit for bit, what it would have found."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("pymoo")

ROOT = Path(__file__).parents[3]
COMMAND = [sys.executable, "-m", "tests.experiments.pareto.killed"]


def carried_out(store):
    ended = subprocess.run(
        [*COMMAND, str(store)], cwd=ROOT, capture_output=True, text=True, check=True, timeout=1200
    )
    return ended.stdout


def parts(store):
    return len(list((store / "parts").glob("*.parquet")))


def killed_after(store, count):
    """Start the search and kill -9 it once so many batches are committed."""
    process = subprocess.Popen(
        [*COMMAND, str(store)], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    until = time.monotonic() + 1200
    while parts(store) < count and process.poll() is None and time.monotonic() < until:
        time.sleep(0.005)
    alive = process.poll() is None
    process.kill()
    process.wait()
    assert alive and count <= parts(store) < 48


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    store = tmp_path_factory.mktemp("whole")
    said = carried_out(store)
    assert said.split()[0] == "24"
    return said


def test_killed_once(whole, tmp_path):
    killed_after(tmp_path, 17)
    assert carried_out(tmp_path) == whole


@pytest.mark.long
def test_killed_at_six_random_moments(whole, tmp_path):
    for count in sorted(np.random.default_rng(2).integers(1, 40, 6).tolist()):
        if parts(tmp_path) <= count:
            killed_after(tmp_path, count + 1)
    assert carried_out(tmp_path) == whole
