"""Demand: one macro factor moves all sectors; each park's sector demand is shared by its firms."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from agents.amounts import runnable
from sim.kernel import kernel
from sim.world import World

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

TENTH_PERCENTILE = 1.2816
"""Low and high demand paths are read as the 10th and 90th percentile of a normal factor."""


def sector_paths(world: World) -> Floats:
    """Return the run's demand index by (sector, year), 2020 = 1.

    factor = sqrt(c) macro + sqrt(1 - c) sector, both standard normal; the path lies between the
    central and the low or high one: central x (bound / central) ^ (|factor| / 1.2816).
    """
    catalogue, draws = world.catalogue, world.draws
    share = world.assumption["macro_correlation"]
    macro = draws.normal("macro")
    own = draws.normal("sector", catalogue.sector_keys)
    factor = np.sqrt(share) * macro + np.sqrt(1.0 - share) * own
    low, central, high = (catalogue.demand[:, :, k] for k in range(3))
    bound = np.where(factor[:, None] < 0, low, high)
    weight = np.abs(factor)[:, None] / TENTH_PERCENTILE
    path: Floats = central * (bound / central) ** weight
    return path


def shocks(world: World, first: int = 0) -> Floats:
    """Return each enterprise's output shock by (month, enterprise from row `first`), mean about 1.

    AR(1) in logs: s_t = p s_(t-1) + sd e_t, started from its stationary spread.
    """
    keys = world.columns.enterprises.key[first:]
    p, sd = world.assumption["shock_persistence"], world.assumption["shock_sd"]
    months = np.arange(world.months, dtype=np.uint64)
    news: Floats = world.draws.normal("output", months[:, None], keys[None, :]) * sd
    news[:1] /= np.sqrt(1.0 - p * p)
    carry_over(news, p)
    shock: Floats = np.exp(news - 0.5 * sd * sd / (1.0 - p * p))
    return shock


@kernel
def carry_over(news: Floats, persistence: float) -> None:
    """Add to each month's news, by (month, enterprise), what is left of the month before."""
    for month in range(1, len(news)):
        for i in range(news.shape[1]):
            news[month, i] += persistence * news[month - 1, i]


def start(world: World) -> None:
    """Draw the demand paths and the shocks of the run."""
    world.memory["paths"] = sector_paths(world)
    world.memory["shocks"] = shocks(world)


def enter(world: World, first: int) -> None:
    """Draw the shocks of enterprises that have entered as rows from `first`."""
    world.memory["shocks"] = np.concatenate((world.memory["shocks"], shocks(world, first)), axis=1)


def set_year_demand(world: World) -> None:
    """Share each park's sector demand among its firms and set what each may sell a month.

    The park's demand in a sector is what the firms of the park file, the facilities that policies
    ordered and the entrants that promotion brought make, each from its first year on, moved by the
    sector's path. It is shared by the capacity that may run, so that other entrants take their
    share of it. A firm whose own policy-made unit cost rises by d (over its product's price) loses
    elasticity x d of its demand; a free allocation per product unit lowers that cost.
    """
    enterprises, slots, prices = world.columns.enterprises, world.columns.slots, world.prices
    sectors = len(world.catalogue.sectors)
    cell = enterprises.park * sectors + enterprises.sector
    cells = world.parks * sectors
    now = world.catalogue.year_index(world.year)
    path = world.memory["paths"][:, now][enterprises.sector]
    described = (np.arange(len(enterprises)) < world.described) | enterprises.ordered
    here = (enterprises.start_month <= world.month) & (enterprises.end_month > 0)
    base = np.bincount(cell, weights=enterprises.base_output * (described & here), minlength=cells)
    power = runnable(world) * enterprises.active
    total = np.bincount(cell, weights=power, minlength=cells)[cell]
    share = np.divide(power, total, out=np.zeros_like(power), where=total > 0)
    push = np.bincount(
        slots.enterprise, weights=slots.coefficient * prices.burden,
        minlength=len(enterprises),
    )  # fmt: skip
    sold = np.bincount(
        slots.enterprise, weights=slots.coefficient * np.where(slots.product, prices.value, 0.0),
        minlength=len(enterprises),
    )  # fmt: skip
    worth = sold + enterprises.service_fee_cny_per_unit
    cost = push + prices.unit_charge
    burden = np.divide(cost, worth, out=np.zeros_like(cost), where=worth > 0)
    kept = np.maximum(1.0 - world.assumption["price_elasticity"] * burden, 0.5)
    world.memory["wanted"] = base[cell] * path * share / 12.0
    world.memory["kept"] = kept
    world.memory["demand"] = world.memory["wanted"] * kept


def plan_output(world: World) -> None:
    """Plan the month's output: demand x season x shock, within the capacity that may run.

    Hook `plan_output` may rewrite its rows, product units a month.
    """
    enterprises, memory = world.columns.enterprises, world.memory
    season, shock = memory["season"][world.month % 12], memory["shocks"][world.month]
    share = world.terms["output_cap_share"]
    plan = plan_month(
        memory["demand"], season, shock, enterprises.capacity, share, enterprises.active
    )
    world.override("plan_output", plan)
    world.flows.output[:] = plan


@kernel
def plan_month(
    demand: Floats, season: Floats, shock: Floats, capacity: Floats, share: Floats, active: Flags
) -> Floats:
    """Return what each enterprise plans to make: what it could sell, within what may run."""
    plan = np.zeros(len(demand))
    for i in range(len(demand)):
        if active[i]:
            plan[i] = min(demand[i] * season[i] * shock[i], capacity[i] * share[i])
    return plan


def set_season(world: World) -> None:
    """Lay out the season of every enterprise by month, and the month in which it searches."""
    key = world.columns.enterprises.key
    world.memory["turn"] = (key % np.uint64(12)).astype(np.float64)
    world.memory["season"] = world.catalogue.season[world.columns.enterprises.sector].T.copy()
