"""Timings: both sides of the core in turn, the full run beside a fixed loop, memory.

Times are CPU times of this process: on a machine that others use too they wander least.
"""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from benchmarks.core import core_columns, core_park, run_core
from benchmarks.mesa_core.model import run_mesa
from experiments.scenario import Scenario
from sim.synth import synth
from sim.world import World

FULL_ENTERPRISES, FULL_SEED, FULL_PACKAGE, FULL_UNTIL = 100, 1, "baseline", 2030
LOOP_ADDS, LOOP_LENGTH = 100_000, 100


@dataclass(frozen=True)
class Spread:
    """The quickest and the middle of several runs, ms of CPU time."""

    min_ms: float
    median_ms: float

    @classmethod
    def of(cls, seconds: list[float]) -> Spread:
        """Return the spread of some timings in seconds."""
        return cls(1e3 * min(seconds), 1e3 * median(seconds))


@dataclass(frozen=True)
class CoreTiming:
    """One park's core on both sides; a run goes from the built columns to its last month."""

    enterprises: int
    months: int
    signed: int
    """Contracts signed in the run."""
    running: float
    """Contracts that run, mean over the months."""
    engine: Spread
    mesa: Spread
    ratio_of_mins: float
    median_of_ratios: float
    """Of the ratios of runs made one right after the other."""
    engine_us_per_row_month: float
    """Quickest engine run over the enterprises plus running contracts, summed over the months."""


def time_core(enterprises: int, months: int, repeats: int, seed: int = 1) -> CoreTiming:
    """Time the core on both sides in turn, after one run of each that is not counted."""
    park = core_park(enterprises, seed)
    sides: tuple[Callable[..., Any], ...] = (run_core, run_mesa)
    seconds: tuple[list[float], ...] = ([], [])
    model = run_mesa(core_columns(park, seed), seed, months)
    run_core(core_columns(park, seed), seed, months)
    running = sum(model.datacollector.model_vars["links"]) / months
    signed = len(model.contracts)
    del model
    for _ in range(repeats):
        for side, times in zip(sides, seconds, strict=True):
            columns = core_columns(park, seed)
            times.append(_seconds(partial(side, columns, seed, months)))
    engine, mesa = (Spread.of(times) for times in seconds)
    return CoreTiming(
        enterprises=enterprises,
        months=months,
        signed=signed,
        running=running,
        engine=engine,
        mesa=mesa,
        ratio_of_mins=mesa.min_ms / engine.min_ms,
        median_of_ratios=median(b / a for a, b in zip(*seconds, strict=True)),
        engine_us_per_row_month=1e3 * engine.min_ms / ((enterprises + running) * months),
    )


@dataclass(frozen=True)
class FullTiming:
    """The full run of a composed park, beside a loop that is the same on every machine."""

    enterprises: int
    months: int
    package: str
    contracts: int
    run: Spread
    """From the park as read to the last month: every phase, shared plants and policies too."""
    loop: Spread
    """`LOOP_ADDS` additions of arrays of `LOOP_LENGTH` numbers."""
    run_over_loop: float


@cache
def full_scenario() -> Scenario:
    """Return the scenario of the full run."""
    park = synth(FULL_ENTERPRISES, FULL_SEED)
    return Scenario(park, FULL_PACKAGE, seed=1, until=FULL_UNTIL)


def full_run() -> World:
    """Run every phase of every month and return the world as it ends."""
    return full_scenario().simulate()


def time_full(repeats: int) -> FullTiming:
    """Time the full run and the loop in turn, after one run that is not counted."""
    contracts = len(full_run().columns.contracts)
    runs, loops = [], []
    for _ in range(repeats):
        runs.append(_seconds(full_run))
        loops.append(_seconds(_loop))
    run, loop = Spread.of(runs), Spread.of(loops)
    return FullTiming(
        enterprises=FULL_ENTERPRISES,
        months=full_scenario().months,
        package=FULL_PACKAGE,
        contracts=contracts,
        run=run,
        loop=loop,
        run_over_loop=run.min_ms / loop.min_ms,
    )


def _loop() -> None:
    total, step = np.zeros(LOOP_LENGTH), np.ones(LOOP_LENGTH)
    for _ in range(LOOP_ADDS):
        np.add(total, step, out=total)


def _seconds(run: Callable[[], object]) -> float:
    gc.collect()
    start = time.process_time()
    kept = run()
    seconds = time.process_time() - start
    del kept
    return seconds


@dataclass(frozen=True)
class Memory:
    """Memory that the process holds after its first runs and after many more."""

    runs: int
    first_mib: float
    """After a tenth of the runs."""
    last_mib: float

    @property
    def growth_kib_per_run(self) -> float:
        """Growth from the first reading to the last, over the runs between them."""
        return 1024.0 * (self.last_mib - self.first_mib) / max(self.runs - self.runs // 10, 1)


def watch_memory(runs: int, run: Callable[[], object] = full_run) -> Memory:
    """Run many times in this process and read its memory after a tenth of them and at the end."""
    first = 0.0
    for number in range(1, runs + 1):
        run()
        if number == max(runs // 10, 1):
            first = resident_mib()
    return Memory(runs, first, resident_mib())


def resident_mib() -> float:
    """Return the memory this process holds now; where the system does not say, its highest."""
    gc.collect()
    statm = Path("/proc/self/statm")
    if statm.exists():
        return int(statm.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10
