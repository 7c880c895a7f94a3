"""The month of own power: what roofs and batteries bring is used, exported or curtailed.

The plan is January's dispatch on typical days, by season; the month follows the plan, and what the
plant cannot use of it is exported too. So the books and the dispatch say the same.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.assess import book_paid
from sim.money import ACCOUNT
from sim.power.alone import grid_of, run_alone, run_seasons
from sim.power.equipment import equipment, is_hourly
from sim.power.own_kernels import MADE, OWN, use_power
from sim.power.seasons import MONTH_DAYS, SEASON_OF_MONTH, SEASONS
from sim.power.sites import movable_kw, sites_of
from sim.power.year import FACTOR
from sim.recipes import POWER
from sim.world import World

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_PLAN = "own power"
AWARDS = ACCOUNT["power_awards"]
PV, RESPONSE = "pv_award_cny_per_kwh", "demand_response_cny_per_kw"
"""Terms that pay for power made on the roof, and for load that can move."""
MOVABLE = "movable load"
"""Memory: load that energy management can move, kW by enterprise."""


def plan_own_power(world: World) -> bool:
    """Plan the year's own power of those who have any, after January's investment.

    Whose technologies came or went this January gets a new price factor; returns whether one did.
    """
    retrofits, many = world.columns.retrofits, len(world.columns.enterprises)
    owner, grid = retrofits.enterprise, grid_of(world)
    hourly = is_hourly(world.catalogue)[retrofits.tech_row]
    rows = _who(owner[hourly & (retrofits.installed_month >= 0)], many)
    world.memory.pop(_PLAN, None)
    owned = equipment(world)
    world.memory[MOVABLE] = movable_kw(world, owned.managed)
    if len(rows):
        plan = np.zeros((len(OWN), len(SEASONS), many))
        plan[:, :, rows] = run_seasons(sites_of(world, rows, owned=owned), grid)
        # columns by month, so that a month is one block
        world.memory[_PLAN] = plan[:, SEASON_OF_MONTH].swapaxes(0, 1) * MONTH_DAYS[:, None, None]
    moved = (retrofits.installed_month == world.month) | (retrofits.worn_month == world.month)
    moved = _who(owner[moved], many)
    factor = world.memory.get(FACTOR)
    if len(moved) == 0 or factor is None:
        return False
    factor = factor.copy()
    factor[moved] = run_alone(world, moved, owned=owned).mean_price
    world.memory[FACTOR] = factor
    return True


def _who(enterprise: Ints, many: int) -> Ints:
    """Return the enterprises of a list, each once, in order."""
    named = np.zeros(many, dtype=bool)
    named[enterprise] = True
    return named.nonzero()[0]


def make_power(world: World) -> None:
    """Make the month's own power and use of it what the plant's purchases leave room for."""
    flows, plan = world.flows, world.memory.get(_PLAN)
    if plan is None:
        flows.power[:] = 0.0
        return
    active, place = world.columns.enterprises.active, world.carrier_slots[:, POWER]
    use_power(plan[world.month % 12], active, place, flows.moved, flows.power)


def post_awards(world: World) -> None:
    """Post and book what terms pay for photovoltaic power and for load that can move."""
    paid = world.flows.money[AWARDS]
    paid[:] = 0.0
    for term in _awarding(world):
        amount = world.flows.power[MADE]
        if term == RESPONSE:
            amount = world.memory[MOVABLE] * world.columns.enterprises.active / 12.0
        cny = amount * world.terms[term]
        paid += cny
        book_paid(world, term, cny)


def _awarding(world: World) -> tuple[str, ...]:
    """Return the terms that pay somebody this year."""
    last = world.kept.get("power awards")
    if last is None or last[0] is not world.terms or world.month % 12 == 0:
        offered = (PV, RESPONSE) if MOVABLE in world.memory else (PV,)
        names = tuple(term for term in offered if world.terms[term].any())
        last = world.kept["power awards"] = world.terms, names
    found: tuple[str, ...] = last[1]
    return found


def export_price(world: World) -> float:
    """Return what a kWh fed into the grid sells for this year, CNY."""
    catalogue = world.catalogue
    return float(catalogue.power_sale[catalogue.year_index(world.year)])
