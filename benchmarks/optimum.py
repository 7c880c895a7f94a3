"""`python -m benchmarks.optimum`: how long the optimum takes beside the run it looks at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from time import process_time

from experiments.scenario import Scenario
from experiments.symbiosis.look import Look, last_look
from experiments.symbiosis.programme import NET_BENEFIT, OBJECTIVES
from sim.synth import synth

REPEATS = 5


@dataclass(frozen=True)
class OptimumTiming:
    """One park: CPU seconds of the run to 2030, and of a year's optima after it."""

    enterprises: int
    pairs: int
    run_s: float
    one_s: float
    """The feasible set, its values and the most net benefit: what one year takes."""
    all_s: float
    """All three objectives."""


def time_optimum(enterprises: int, mix: str = "fine_chemical+steel+paper") -> OptimumTiming:
    """Time the optimum of a composed park at the end of 2030, the quickest of some repeats."""
    scenario = Scenario(synth(enterprises, 1, mix), "baseline")
    last_look(Scenario(scenario.park, "baseline", until=2020))[1].programme.solve(NET_BENEFIT)
    start = process_time()
    _, look = last_look(scenario)
    run_s = process_time() - start
    return OptimumTiming(
        enterprises=enterprises,
        pairs=len(look.pairs),
        run_s=run_s,
        one_s=min(_seconds(look, (NET_BENEFIT,)) for _ in range(REPEATS)),
        all_s=min(_seconds(look, OBJECTIVES) for _ in range(REPEATS)),
    )


def _seconds(look: Look, objectives: Sequence[str]) -> float:
    fresh, start = Look(look.world, look.quantity), process_time()
    for objective in objectives:
        fresh.programme.solve(objective)
    return process_time() - start


def main() -> None:
    """Measure three sizes and print them."""
    print("enterprises  feasible pairs  run to 2030, s  optimum of a year, s  all objectives, s")
    for one in map(time_optimum, (60, 120, 240)):
        print(
            f"{one.enterprises:11d}{one.pairs:16d}{one.run_s:16.2f}{one.one_s:22.3f}{one.all_s:19.3f}"
        )


if __name__ == "__main__":
    main()
