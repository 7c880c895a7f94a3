"""What technologies that work by the hour bring in a year: the plant's power with less without."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.power.alone import Alone, run_alone
from sim.power.equipment import added
from sim.power.sites import flat_price, movable_kw
from sim.recipes import POWER
from sim.world import World

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class PowerGain(NamedTuple):
    """What a technology brings in a year, one row each."""

    cny: Floats
    """Purchases avoided, each at the price of its hour, and what surplus sells for."""
    drawn_kwh: Floats
    """Less drawn from the grid, net of what is fed into it."""


def power_gain(world: World, enterprise: Ints, tech_row: Ints, size: Floats) -> PowerGain:
    """Return what technologies of some sizes bring the enterprises; 0 for those without a size.

    gain = cost without - cost with, cost = sum over hours of purchase x (flat price x tariff of the
    hour + adders) - export x on-grid price - awards, on typical days at last year's load, beside
    what stands. Energy management earns what terms pay for load that it can move.
    """
    gain = PowerGain(np.zeros(len(enterprise)), np.zeros(len(enterprise)))
    response = world.terms["demand_response_cny_per_kw"]
    if response.any():
        managed = added(world.catalogue, tech_row, size).managed > 0.0
        paid = movable_kw(world, np.ones(len(response))) * response
        gain.cny[:] = np.where(managed, paid[enterprise], 0.0)
    sized = np.flatnonzero(size)
    if len(sized) == 0:
        return gain
    # retrofits stand in the order of enterprises
    first = np.append(True, np.diff(enterprise[sized]) > 0)
    owners, back = enterprise[sized][first], np.cumsum(first) - 1
    without = len(owners)
    rows = np.concatenate((owners, enterprise[sized]))
    extra = added(world.catalogue, tech_row[sized], size[sized]).behind(without)
    cost, drawn = _year(world, rows, run_alone(world, rows, extra))
    gain.cny[sized] = cost[back] - cost[without:]
    gain.drawn_kwh[sized] = drawn[back] - drawn[without:]
    return gain


def _year(world: World, rows: Ints, found: Alone) -> tuple[Floats, Floats]:
    """Return what the power of a year costs, CNY, and what it draws from the grid, kWh."""
    place = world.carrier_slots[rows, POWER]
    added_cny = np.where(place >= 0, world.prices.burden[place], 0.0)
    cost = found.cost * flat_price(world, rows) + found.bought * added_cny
    cost = cost - found.made * world.terms["pv_award_cny_per_kwh"][rows]
    return cost, found.bought - found.exported
