"""Runs at fixed output, under a price of carbon that leaves enterprises their cash."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from agents.routine import MONTH
from policies.instrument import Instrument
from policies.parameters import load_parameters
from sim.assumptions import assumptions
from sim.catalogue import load_catalogue
from sim.park import Park
from sim.policy import View
from sim.terms import Entry
from sim.world import World, run_month, start_world

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class NeutralPrice(Instrument):
    """A price on CO2, direct and of power and heat; what a unit emitted last year comes back."""

    name: str = "neutral"  # type: ignore[misc]
    payer: str = "enterprises"  # type: ignore[misc]
    collector: str = "county"  # type: ignore[misc]
    price_cny_per_t: float = 0.0

    def write(self, view: View) -> Sequence[Entry]:
        book = view.book
        if not book.output.any():
            return ()
        per_unit = np.zeros(len(view.enterprises))
        np.divide(book.tco2e, book.output, out=per_unit, where=book.output > 0)
        return (
            Entry("carbon_price_cny_per_t", "add", self.price_cny_per_t),
            Entry("carbon_power_share", "add", 1.0),
            Entry("carbon_allocation_tco2e_per_unit", "add", per_unit),
        )


def run_fixed(park: Park, price_cny_per_t: float, seed: int, months: int) -> World:
    """Run a park whose enterprises make the same every year, come nor go nor wear out."""
    catalogue = load_catalogue()
    policy = NeutralPrice(load_parameters(), price_cny_per_t=price_cny_per_t)
    world = start_world(
        catalogue, [park], seed, assumptions(catalogue), [policy], np.ones((1, 1)), months, MONTH,
        symbiosis=False,
    )  # fmt: skip
    described = len(world.columns.enterprises)
    world.columns.vintages.built_month[:] = months
    monthly = world.columns.enterprises.base_output / 12.0

    def plan(output: Floats) -> None:
        output[:] = 0.0
        output[:described] = monthly

    world.overrides["plan_output"] = plan
    world.overrides["leave"] = lambda leaves, *_: leaves.fill(0)
    for _ in range(months):
        run_month(world)
    return world


def described_tco2e(world: World) -> float:
    """Return the CO2 that is priced, direct and of power and heat bought."""
    rows, catalogue = slice(0, world.described), world.catalogue
    direct, kwh, mj = (
        world.record.by_year(name)[:, rows].sum(axis=1)
        for name in ("scope_1_tco2e", "power_bought_kwh", "heat_bought_mj")
    )
    path = catalogue.grid_tco2e_per_kwh[world.columns.provinces[0]]
    grid = path[[catalogue.year_index(world.first_year + year) for year in range(len(kwh))]]
    return float((direct + grid * kwh + catalogue.heat_tco2e_per_mj * mj).sum())
