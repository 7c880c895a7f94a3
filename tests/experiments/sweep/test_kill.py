"""Kill -9 of driver, worker or scheduler at any moment: nothing is lost, nothing is doubled."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from pyarrow import parquet

from experiments.frame import Frame
from experiments.store.layout import COMPACT, PARTS
from experiments.store.reader import read_store
from tests.experiments.sweep.clusters import start_scheduler, start_worker, stop
from tests.experiments.sweep.processes import end, living, start, until, until_parts
from tests.experiments.sweep.studies import parts, run_ids, same, small, write_small

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no kill -9")

KINDS = ("driver", "driver of a cluster", "worker", "worker of a cluster", "scheduler")
SEEDS = 10
RUNS = 6 * SEEDS


class Site:
    """A scheduler and a worker on loopback, and a study carried out there or with own workers."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "scheduler.json"
        self._scheduler: subprocess.Popen[bytes] | None = None
        self._worker: subprocess.Popen[bytes] | None = None
        self._study, self._whole = write_small(folder, seeds=SEEDS), folder / "whole"
        small(seeds=SEEDS).run(self._whole)
        self.whole: Frame = read_store(self._whole)

    def close(self) -> None:
        """End what was started."""
        stop(*filter(None, (self._scheduler, self._worker)))

    def begin(self, out: Path, far: bool) -> subprocess.Popen[str]:
        """Start a sweep, on the cluster or with two workers of its own."""
        if not far:
            return start("sweep", self._study, "--out", out, "--workers", "2")
        if self._scheduler is None or self._scheduler.poll() is not None:
            self.close()
            self._scheduler, self._worker = start_scheduler(self._file), None
        if self._worker is None or self._worker.poll() is not None:
            self._worker = start_worker(self._file)
        return start("sweep", self._study, "--out", out, "--scheduler", self._file)

    def resume(self, out: Path) -> subprocess.Popen[str]:
        """Go on with a sweep in one process: how many carried it out changes nothing."""
        return start("sweep", self._study, "--out", out)

    def kill(self, kind: str, driver: subprocess.Popen[str]) -> None:
        """Kill -9 one process; a worker of the cluster is followed by another."""
        if kind.startswith("driver"):
            driver.kill()
        elif kind == "worker":
            for worker in [pid for pid in living(driver.pid) if is_worker(pid)][:1]:
                with suppress(ProcessLookupError):
                    os.kill(worker, signal.SIGKILL)
        elif kind == "scheduler":
            stop(*filter(None, (self._scheduler,)))
        else:
            stop(*filter(None, (self._worker,)))
            self._worker = start_worker(self._file)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    site = Site(tmp_path_factory.mktemp("site"))
    yield site
    site.close()


def kill_and_resume(site: Site, out: Path, kind: str, rng: random.Random) -> None:
    """Kill something while a sweep goes on, then let the same command come to its end."""
    driver = site.begin(out, far="cluster" in kind or kind == "scheduler")
    if rng.random() < 0.25:
        time.sleep(rng.uniform(0.0, 3.0))
    else:
        until_parts(driver, out, rng.randint(1, 5))
        time.sleep(rng.uniform(0.0, 0.1))
    kept = run_ids(out) if parts(out) else set()
    site.kill(kind, driver)
    code, _, errors = end(driver)
    assert "Traceback" not in errors
    if kind.startswith("driver"):
        assert code in (0, -signal.SIGKILL), errors
    elif kind == "scheduler":
        assert code == 0 or (code in (1, 2) and "no scheduler" in errors) or (
            code == 1 and "the scheduler of the sweep does not answer any more" in errors
        ), errors  # fmt: skip
    else:
        assert code == 0, errors
    until(lambda: not living(driver.pid))
    if parts(out):
        assert kept <= run_ids(out), "a committed run was lost"
    if code != 0:
        code, _, errors = end(site.begin(out, far=True) if "cluster" in kind else site.resume(out))
        assert code == 0, errors
    assert same(read_store(out), site.whole)
    assert rows_of_runs(out) == dict.fromkeys(run_ids(out), 2), "a run is there twice"
    assert not list(out.rglob(".*.tmp"))


@pytest.mark.parametrize(
    ("kind", "seed"), [("driver", 1), ("worker of a cluster", 2), ("scheduler", 3)]
)
def test_a_kill(site: Site, tmp_path: Path, kind: str, seed: int) -> None:
    kill_and_resume(site, tmp_path / "out", kind, random.Random(seed))


@pytest.mark.long
@pytest.mark.parametrize("number", range(30))
def test_thirty_kills(site: Site, tmp_path: Path, number: int) -> None:
    kill_and_resume(site, tmp_path / "out", KINDS[number % len(KINDS)], random.Random(100 + number))


def rows_of_runs(out: Path) -> dict[str, int]:
    """Return how many rows the files of a store hold of each run, doubles and all."""
    files = [*(out / PARTS).glob("*.parquet"), *(out / COMPACT).glob("*.parquet")]
    rows: Counter[str] = Counter()
    for file in files:
        rows.update(parquet.read_table(file, columns=["run_id"])["run_id"].to_pylist())
    return dict(rows)


def is_worker(pid: int) -> bool:
    """Say whether a process is a spawned worker (and not multiprocessing's resource tracker)."""
    try:
        return b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False
