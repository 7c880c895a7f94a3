"""Killing the driver at any moment: nothing committed is lost, nothing is doubled."""

from __future__ import annotations

import os
import random
import signal
import time
from functools import partial
from pathlib import Path

import pytest

from experiments.sweep.store import read_store
from tests.experiments.sweep.processes import end, living, start, until, until_parts
from tests.experiments.sweep.studies import parts, run_ids, same, small, write_small

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no kill -9")


def kill_at_random_and_resume(folder: Path, kills: int, seed: int) -> None:
    """Kill a sweep so many times, starting over in a new store whenever one gets to its end."""
    study, rng = write_small(folder), random.Random(seed)
    whole = folder / "whole"
    small().run(whole)
    round_, out, kept = 0, folder / "out0", set[str]()
    while kills:
        driver = start("sweep", study, "--out", out, "--workers", rng.choice("12"))
        if rng.random() < 0.25:
            time.sleep(rng.uniform(0.0, 1.5))
        else:
            until_parts(driver, out, len(parts(out)) + rng.randint(1, 2))
            time.sleep(rng.uniform(0.0, 0.1))
        driver.kill()
        code, _, errors = end(driver)
        assert code in (0, -signal.SIGKILL), errors
        kills -= code != 0
        until(partial(nobody_lives, driver.pid), seconds=15)
        if (out / "store.json").exists():
            assert kept <= run_ids(out), "a committed run was lost"
            kept = run_ids(out)
        if len(kept) == 12:
            assert same(read_store(out), read_store(whole))
            round_, out, kept = round_ + 1, folder / f"out{round_ + 1}", set()
    code, _, errors = end(start("sweep", study, "--out", out, "--workers", "2"))
    assert code == 0, errors
    assert same(read_store(out), read_store(whole))
    assert not list(out.rglob(".*.tmp"))


def test_three_kills(tmp_path: Path) -> None:
    kill_at_random_and_resume(tmp_path, kills=3, seed=5)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(3))
def test_thirty_kills(tmp_path: Path, seed: int) -> None:
    kill_at_random_and_resume(tmp_path, kills=10, seed=100 + seed)


def test_a_killed_worker_is_replaced(tmp_path: Path) -> None:
    study, out = write_small(tmp_path), tmp_path / "out"
    driver = start("sweep", study, "--out", out, "--workers", "2")
    until_parts(driver, out, 1)
    workers = [pid for pid in living(driver.pid) if pid != driver.pid and is_worker(pid)]
    for worker in workers[:1]:
        os.kill(worker, signal.SIGKILL)
    code, _, errors = end(driver)
    assert code == 0, errors
    small().run(tmp_path / "whole")
    assert same(read_store(out), read_store(tmp_path / "whole"))


def nobody_lives(group: int) -> bool:
    """Say whether all processes of a group have ended: a killed driver leaves no orphan."""
    return not living(group)


def is_worker(pid: int) -> bool:
    """Say whether a process is a spawned worker (and not multiprocessing's resource tracker)."""
    return b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()
