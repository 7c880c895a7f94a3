"""What free allocation does to output: a price of carbon with free allowances and with none."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from experiments.scenario import Scenario
from policies.package import read_package
from sim.park import Park
from sim.world import World

Floats = NDArray[np.float64]

MARKET = "carbon_market"


@dataclass(frozen=True)
class OutputEffect:
    """Differences to the same seed without the market, over all years, in the covered enterprises.

    `output` and `tco2e` are shares of what they make (value added at constant prices) and emit
    (scope 1) without it: `auctioned` where every allowance is bought, `free` with allowances by
    output. What free allocation does is `free` less `auctioned`.
    """

    output_auctioned: float
    output_free: float
    tco2e_auctioned: float
    tco2e_free: float

    @property
    def output_of_allocation(self) -> float:
        """What free allocation adds to output, as a share."""
        return self.output_free - self.output_auctioned

    @property
    def tco2e_of_allocation(self) -> float:
        """What free allocation adds to emissions, as a share."""
        return self.tco2e_free - self.tco2e_auctioned


def output_effect(
    park: Park | str, seed: int = 1, until: int = 2030, strength: float = 1.0
) -> OutputEffect:
    """Run a park without the carbon market, with free allowances and with full auctioning.

    All three on the same draws. Counted are those of the park file that the market covers in the
    last year, with free allowances or without: who closes under one of them counts too.
    """
    package = read_package(MARKET)
    auction = replace(package, parameters={MARKET: {"ets_full_auction": 1.0}})
    without, free, auctioned = (
        Scenario(park, one, seed=seed, until=until, strength={MARKET: lever}).simulate()
        for one, lever in ((package, 0.0), (package, strength), (auction, strength))
    )
    covered = [
        np.nan_to_num(one.standing[f"{MARKET}.covered"][: without.described])
        for one in (free, auctioned)
    ]
    rows = np.flatnonzero(np.maximum(*covered) > 0)
    base, with_free, with_auction = (_made_and_emitted(w, rows) for w in (without, free, auctioned))
    if len(rows) == 0:
        return OutputEffect(0.0, 0.0, 0.0, 0.0)
    output, tco2e = with_auction / base - 1.0, with_free / base - 1.0
    return OutputEffect(float(output[0]), float(tco2e[0]), float(output[1]), float(tco2e[1]))


def _made_and_emitted(world: World, rows: NDArray[np.int64]) -> Floats:
    value = world.columns.enterprises.value_added_cny_per_unit[rows]
    made = world.record.by_year("output")[:, rows] * value
    emitted = world.record.by_year("scope_1_tco2e")[:, rows]
    return np.array([made.sum(), emitted.sum()])
