"""Exit and entry in January: who leaves, whose land returns, and who comes."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from agents import demand
from agents.entrants import entrants
from agents.renew import count_closed
from sim.catalogue import Catalogue, of_role, per_catalogue
from sim.columns import BY_PLAN, PARTNER_LEFT
from sim.settle_in import SIZE_REVENUE_CNY, settle_in
from sim.world import World

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

_SIZES = ("micro", "small", "medium", "large")


def leave(world: World) -> None:
    """Close enterprises: base hazard, insolvency, order, no capacity left, or a known last year.

    The plants of one owner's group stand by each other: one closes in its known last year, under an
    order, or when it and the group as a whole are insolvent. Hook `leave` may rewrite its rows
    (1 leaves, 0 stays). Contracts of a leaver end at once; its land returns to the committee as
    idle land. Nobody leaves in the first January.
    """
    if world.month == 0:
        return
    enterprises = world.columns.enterprises
    utility = of_role(world.catalogue, "utility")[enterprises.sector]
    free = enterprises.inside & (enterprises.dispatch == BY_PLAN) & ~utility
    alone = enterprises.owner < 0
    hazard = np.where(free & alone, hazards(world), 0.0)
    draw = world.draws.uniform("exit", enterprises.key, world.year)
    broke = enterprises.months_insolvent >= world.assumption["insolvency_months"]
    broke &= alone | ~_group_solvent(world)
    due, ordered = enterprises.end_month <= world.month, under_order(world)
    worn = free & (enterprises.capacity <= 0)
    going = ((draw < hazard) | (broke & free) | due | ordered | worn) & enterprises.active
    wish = going.astype(np.float64)
    world.override("leave", wish)
    leavers = ((wish > 0) & enterprises.active).nonzero()[0]
    for row in leavers.tolist():
        reason = "insolvent" if broke[row] else "term" if due[row] else "hazard"
        reason = "worn_out" if worn[row] else reason
        _close(world, row, "closed_by_order" if ordered[row] else reason)
    if len(leavers):
        _end_contracts(world, leavers)


def under_order(world: World) -> Flags:
    """Say which enterprises an order closes: those whose place in line is below its share.

    The place is drawn once for an enterprise, so that a share that rises from year to year, or with
    the strength of a policy, closes more and never others.
    """
    enterprises, share = world.columns.enterprises, world.terms["closure_order"]
    if not share.any():
        return np.zeros(len(share), dtype=bool)
    ordered: Flags = world.draws.uniform("closure", enterprises.key) < share
    return ordered & enterprises.inside


def _group_solvent(world: World) -> Flags:
    """Say for each enterprise whether its owner's group holds more cash than it lacks."""
    enterprises = world.columns.enterprises
    group, cash = enterprises.owner + 1, enterprises.cash * enterprises.active
    held = np.bincount(group, weights=cash)
    solvent: Flags = held[group] >= 0.0
    return solvent


def hazards(world: World) -> Floats:
    """Return the yearly chance of closing by enterprise, from its sector and its size."""
    enterprises = world.columns.enterprises
    return _exit_rates(world.catalogue)[enterprises.sector, enterprises.size]


@per_catalogue
def _exit_rates(catalogue: Catalogue) -> Floats:
    """Return the yearly chance of closing by (sector, size class).

    A sector's own rate is that of its typical plant; larger and smaller ones stand to it as the
    size classes do to each other.
    """
    table = catalogue.tables["context"]
    rows = table["series"] == "firm_exit_rate"
    rate = dict(zip(table["scope"][rows], table["value"][rows] / 100.0, strict=True))
    by_size = [rate[size] for size in _SIZES]
    typical = np.searchsorted(SIZE_REVENUE_CNY, _typical_revenue(catalogue))
    usual = np.array(by_size)[typical]
    own = np.array([rate.get(name, np.nan) for name in catalogue.sectors])
    factor = np.where(np.isnan(own), 1.0, own / usual)
    return np.outer(factor, by_size)


def _typical_revenue(catalogue: Catalogue) -> Floats:
    """Return what a typical plant of each sector sold in the first year, CNY."""
    sold = [
        float(np.sum(recipe.quantity * recipe.product * catalogue.price[recipe.stream, 0]))
        for recipe in catalogue.recipes
    ]
    sectors = catalogue.tables["sectors"]
    revenue: Floats = (sold + sectors["service_fee_cny_per_unit"]) * sectors["typical_output"]
    return revenue


def _close(world: World, row: int, reason: str) -> None:
    columns, enterprises = world.columns, world.columns.enterprises
    enterprises.active[row] = False
    cell = enterprises.park[row] * len(world.catalogue.sectors) + enterprises.sector[row]
    count_closed(world, int(cell), float(enterprises.capacity[row]))
    land = float(enterprises.land_mu[row])
    columns.idle_land_mu[enterprises.park[row]] += land
    world.event("left", row, reason=reason, land_mu=land)


def _end_contracts(world: World, leavers: Ints) -> None:
    """End the contracts of those who leave with this month."""
    contracts, owner = world.columns.contracts, world.columns.slots.enterprise
    gone = np.zeros(len(world.columns.enterprises), dtype=bool)
    gone[leavers] = True
    touched = gone[owner[contracts.giver_slot]] | gone[owner[contracts.taker_slot]]
    touched &= contracts.end_month > world.month
    contracts.end_month[touched] = world.month + 1
    contracts.ending[touched] = PARTNER_LEFT


def enter(world: World) -> None:
    """Let enterprises in: yearly chances per park and entry slot, where land and terms allow.

    A park has one entry slot per active firm, each taken with the entry rate of small firms times
    term `entry_rate_factor`. An entrant's sector is drawn from those of the park's firms, but for
    the share that promotion brings from the sectors of term `promoted_share`: these bring demand of
    their own, and where one finds no place who was drawn comes. Keys are made of (park, year,
    slot). An entrant needs land of its own and, where the terms ask for it, the value added per mu
    of standard land, no more energy per value added than they allow, and capacity that has closed
    before.
    """
    columns, enterprises = world.columns, world.columns.enterprises
    planned = ~enterprises.active & (enterprises.start_month == world.month)
    for row in planned.nonzero()[0].tolist():
        enterprises.active[row] = True
        world.event("entered", row, planned=True)
    _redevelop(world)
    rate = world.catalogue.context("firm_entry_rate", "small") / 100.0
    arrivals = [one for park in range(world.parks) for one in entrants(world, park, rate)]
    if arrivals:
        first = len(enterprises)
        batch: dict[str, Any] = {
            name: [entrant[name] for entrant in arrivals] for name in arrivals[0]
        }
        batch["key"] = np.array(batch["key"], dtype=np.uint64)
        batch["name"] = np.array(batch["name"], dtype=object)
        settle_in(columns, world.catalogue, world.draws, world.assumption, batch)
        world.resize()
        demand.enter(world, first)
        for row in range(first, len(enterprises)):
            world.event("entered", row, planned=False, land_mu=float(enterprises.land_mu[row]))


def _redevelop(world: World) -> None:
    """Bring idle land back to use: the share that the terms set, each year."""
    columns = world.columns
    back = columns.idle_land_mu * np.minimum(world.terms["redevelopment_share"], 1.0)
    columns.idle_land_mu -= back
    columns.free_land_mu += back
