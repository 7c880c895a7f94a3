"""`python -m benchmarks.sweep`: a sweep with its store against the bare rate of worker processes.

The bare side is as many plain processes (multiprocessing), which share the runs out and keep
nothing. Both sides carry out the same number of runs of the same points in turn, block by block,
so that what else the machine does falls on both.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import signal
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from multiprocessing.pool import Pool
from pathlib import Path
from time import perf_counter

import numpy as np

from experiments.runs import Run
from experiments.study import Study
from experiments.study_outputs import values_by_year
from experiments.sweep.local import THREADS
from experiments.sweep.runner import Runner
from sim.synth import synth

ENTERPRISES = 100
OUTPUTS = ("co2_scope_1", "links_active", "public_cost", "value_added")


@dataclass
class Measured:
    """Seconds of every block on both sides, and the driver's memory after each, MB."""

    runs: int
    """Runs of each side in a block."""
    workers: int
    bare_s: list[float] = field(default_factory=list)
    sweep_s: list[float] = field(default_factory=list)
    bare_cpu_s: list[float] = field(default_factory=list)
    """CPU seconds of all processes."""
    sweep_cpu_s: list[float] = field(default_factory=list)
    driver_mb: list[float] = field(default_factory=list)

    def note(self, clocks: Sequence[tuple[float, float]]) -> None:
        """Take in a block: (wall, CPU) before the bare side, between the sides, and at the end."""
        (bare, bare_cpu), (sweep, sweep_cpu) = np.diff(np.array(clocks), axis=0).tolist()
        self.bare_s.append(bare)
        self.sweep_s.append(sweep)
        self.bare_cpu_s.append(bare_cpu)
        self.sweep_cpu_s.append(sweep_cpu)

    @property
    def ratio(self) -> float:
        """Rate of the sweep over the bare rate, over all blocks."""
        return sum(self.bare_s) / sum(self.sweep_s)

    def as_text(self) -> str:
        """Return what was measured."""
        total, many = self.runs * len(self.bare_s), len(self.bare_s)
        rates = (total / sum(self.bare_s), total / sum(self.sweep_s))
        blocks = sorted(b / s for b, s in zip(self.bare_s, self.sweep_s, strict=True))
        return (
            f"{total} runs a side in {many} blocks of {self.runs}, {self.workers} workers\n"
            f"bare   {rates[0]:8.2f} runs/s\n"
            f"sweep  {rates[1]:8.2f} runs/s, results on disk\n"
            f"ratio  {self.ratio:8.3f} (blocks {blocks[0]:.3f} to {blocks[-1]:.3f},"
            f" median {blocks[many // 2]:.3f})\n"
            f"CPU    {sum(self.bare_cpu_s) / total * 1e3:8.1f} ms a run bare,"
            f" {sum(self.sweep_cpu_s) / total * 1e3:.1f} ms in the sweep"
            f" (ratio {sum(self.bare_cpu_s) / sum(self.sweep_cpu_s):.3f})\n"
            f"driver {self.driver_mb[0]:8.1f} MB after the first block,"
            f" {self.driver_mb[-1]:.1f} MB after the last"
        )


def measure(runs: int, until: int, workers: int, blocks: int) -> Measured:
    """Carry out `runs` runs on each side, in so many blocks, and time them."""
    block = max(1, runs // blocks)
    study = Study.of(
        name="benchmark", parks=[synth(ENTERPRISES, 1)], packages=["none", "baseline"],
        until=until, seeds=-(-block * (blocks + 1) // 2), outputs=list(OUTPUTS),
    )  # fmt: skip
    all_runs = list(study.runs())
    measured = Measured(block, workers)
    with (
        tempfile.TemporaryDirectory() as out,
        _bare(workers) as bare,
        Runner(Path(out), workers=workers) as runner,
    ):
        warm = all_runs[-block:]
        _bare_block(bare, warm[: 8 * workers])
        runner.carry_out(warm[: 8 * workers], OUTPUTS)
        for at in range(blocks):
            part = all_runs[at * block : (at + 1) * block]
            clocks = [(perf_counter(), cpu_s())]
            _bare_block(bare, part)
            clocks.append((perf_counter(), cpu_s()))
            report = runner.carry_out(part, OUTPUTS)
            clocks.append((perf_counter(), cpu_s()))
            measured.note(clocks)
            measured.driver_mb.append(memory_mb())
            assert report.finished == block, report
    return measured


def cpu_s() -> float:
    """Return the CPU seconds of this process and all it has started and that still live.

    Not a number where the system does not tell.
    """
    spent, parents = {}, {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            told = (entry / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        parents[int(entry.name)] = int(told[1])
        spent[int(entry.name)] = int(told[11]) + int(told[12])
    if not spent:
        return float("nan")
    total = 0
    for pid, ticks in spent.items():
        above: int | None = pid
        while above not in (None, os.getpid()):
            above = parents.get(above) if above is not None else None
        total += ticks if above is not None else 0
    return total / os.sysconf("SC_CLK_TCK")


def memory_mb() -> float:
    """Return the resident memory of this process, MB; not a number where it cannot be read."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        return float("nan")
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def _bare(workers: int) -> Pool:
    before = {name: os.environ.get(name) for name in THREADS}
    os.environ.update(dict.fromkeys(THREADS, "1"))
    try:
        return multiprocessing.get_context("spawn").Pool(workers, _leave_ctrl_c)
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _leave_ctrl_c() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _bare_block(pool: Pool, runs: Sequence[Run]) -> None:
    for _ in pool.imap_unordered(_bare_run, runs, chunksize=4):
        pass


def _bare_run(run: Run) -> None:
    values_by_year(run.scenario().run(), OUTPUTS)


def main(words: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sweep", description=__doc__)
    add = parser.add_argument
    add("--runs", type=int, default=400, help="runs of each side (default 400)")
    add("--until", type=int, default=2030, help="last year of a run (default 2030)")
    add("--workers", type=int, default=2, help="worker processes of each side (default 2)")
    add("--blocks", type=int, default=4, help="blocks, the sides in turn (default 4)")
    given = parser.parse_args(words)
    print(measure(given.runs, given.until, given.workers, given.blocks).as_text())


if __name__ == "__main__":
    main()
