"""`python -m benchmarks.phases`: what each phase takes of a run, and how it grows with the park."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from time import process_time

from agents.january import JANUARY, january
from agents.routine import MONTH
from experiments.scenario import Scenario
from sim.synth import synth
from sim.world import Phase, World, run_month

REPEATS = 5
MARKET = (
    "deliver heat", "deliver fluids", "deliver goods", "search and contract", "review links",
    "spread knowledge", "brokers propose", "reuse on site", "end dead links",
)  # fmt: skip
"""Phases of a month and steps of January that are the symbiosis market."""


@dataclass(frozen=True)
class PhaseTimes:
    """One park: CPU seconds of a run to 2030, and of its phases."""

    enterprises: int
    rows: int
    """Enterprises plus contracts of the run, those that left or ended too."""
    run_s: float
    phases: dict[str, float]

    @property
    def market_s(self) -> float:
        """The time of the symbiosis market."""
        return sum(self.phases[name] for name in MARKET)


def time_phases(enterprises: int, package: str = "baseline") -> PhaseTimes:
    """Time a run of a composed park phase by phase, the quickest of some repeats."""
    scenario = Scenario(synth(enterprises, 1), package)
    runs = [_timed(scenario) for _ in range(REPEATS + 1)]
    return min(runs[1:], key=lambda run: run.run_s)


def _timed(scenario: Scenario) -> PhaseTimes:
    spent: defaultdict[str, float] = defaultdict(float)

    def timed(name: str, phase: Phase) -> Phase:
        def run(world: World) -> None:
            start = process_time()
            phase(world)
            spent[name] += process_time() - start

        return run

    steps = tuple((name, timed(name, step)) for name, step in JANUARY)
    month = dict(MONTH) | {"january": partial(january, steps=steps)}
    start = process_time()
    world = scenario.start()
    world.phases = tuple((name, timed(name, phase)) for name, phase in month.items())
    while world.month < world.months:
        run_month(world)
    columns = world.columns
    rows = len(columns.enterprises) + len(columns.contracts)
    return PhaseTimes(
        len(scenario.park.enterprises["sector"]), rows, process_time() - start, dict(spent)
    )


def main(sizes: Sequence[int] = (50, 100, 200, 400)) -> None:
    """Measure and print."""
    times = [time_phases(size) for size in sizes]
    print("enterprises  with contracts  run, ms  market, ms  share  run, us per row")
    for one in times:
        print(
            f"{one.enterprises:11d}{one.rows:16d}{one.run_s * 1e3:9.0f}{one.market_s * 1e3:12.0f}"
            f"{one.market_s / one.run_s:7.2f}{one.run_s / one.rows * 1e6:17.0f}"
        )
    last = times[-1]
    print(f"\nphases of the largest park, share of {last.run_s * 1e3:.0f} ms")
    for name, seconds in sorted(last.phases.items(), key=lambda item: -item[1]):
        print(f"{name:28s}{seconds / last.run_s:7.3f}")


if __name__ == "__main__":
    main()
